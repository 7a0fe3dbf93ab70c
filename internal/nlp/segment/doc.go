// Package segment divides an article's text into blocks (body, headline, tweet, credit, related
// link, dateline …) without changing a byte of it.
package segment
