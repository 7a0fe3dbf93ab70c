// Package engine joins the passes: text in, rows out, in sessions and transactions over one
// stored graph.
package engine
