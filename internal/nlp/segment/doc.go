// Package segment divides an article's text into blocks (body, headline, tweet, credit, related link,
// dateline …), so that later stages know which words can state a fact.
//
// # Input and output
//
// The stage needs a Doc's text only and sets Blocks. A paragraph is one block, or several where something else
// stands inside it: a dateline before its first sentence, an embedded post and its signature, a credit or a link
// to another article in text that has lost its line breaks.
//
// # Invariants
//
// Blocks are in order, do not overlap, are not empty, have no white space at their ends and lie on rune
// boundaries. Every byte that is not white space belongs to a block. Time and memory grow linearly with the text.
package segment
