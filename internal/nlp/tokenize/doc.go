// Package tokenize divides blocks into sentences and tokens with byte offsets.
package tokenize
