package cli

import (
	"fmt"
	"io"
)

// Main runs the command line args (without the program's name) and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	fmt.Fprintln(stderr, "newsgraph: no commands yet")
	return 2
}
