// Package article reads news articles from files, directories, globs and streams in several
// formats, and gives each as UTF-8 text with byte offsets that stay true.
package article
