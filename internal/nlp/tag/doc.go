// Package tag gives each token its Penn Treebank tag and its universal part of speech.
package tag
