package perceptron

import "golang.org/x/sys/cpu"

var hasVectors = cpu.X86.HasAVX2

// addVectors adds n rows of table, whose places are in bytes, to sums. A row has so many chunks.
//
//go:noescape
func addVectors(table *int16, places *uint32, n, chunks int, sums *[256]int32)

// prefetch has the processor fetch lines without waiting for them.
func prefetch(lines []byte, at []known) { prefetchLines(&lines[0], &at[0], len(at)) }

//go:noescape
func prefetchLines(lines *byte, at *known, n int)
