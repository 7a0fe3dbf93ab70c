// Command newsgraph reads news articles and answers who signed, met and announced what.
package main

import (
	"os"

	"newsgraph/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
