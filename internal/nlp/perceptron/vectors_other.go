//go:build !amd64

package perceptron

const hasVectors = false

func addVectors(*int16, *uint32, int, int, *[256]int32) { panic("no vectors") }

func prefetch([]byte, []known) {}
