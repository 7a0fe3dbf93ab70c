// Package cli is the command line: one file a command.
//
// # Input and output
//
// Main takes the arguments and the three streams and returns the exit code. Data goes to standard output only;
// errors, remarks and progress go to standard error, progress only where that is a terminal.
//
// # Invariants
//
// The exit codes are Code's. Every command that prints data takes -o json, and what it prints then parses. A bad
// article never ends a run.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Code is what the program exits with.
type Code int

const (
	Done        Code = 0
	Unexpected  Code = 1   // anything that has no code of its own
	Usage       Code = 2   // wrong command, flag, argument or setting
	SomeFailed  Code = 3   // done, but some articles could not be read or worked on
	BadQuery    Code = 4   // the database refused a query, or the graph does not have what a name stands for
	NoDatabase  Code = 5   // the database cannot be reached or used
	Interrupted Code = 130 // Ctrl-C, or told to end
)

// Main runs the command line args (without the program's name) and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{in: stdin, out: stdout, err: stderr}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	code := a.codeOf(ctx, err)
	a.complain(err, code)
	return int(code)
}

// usageError is a mistake in how the program was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// partialError says that a run ended well but for some articles.
type partialError struct{ failed, total int }

func (e *partialError) Error() string {
	return fmt.Sprintf("%d of %d articles failed", e.failed, e.total)
}

var errInterrupted = errors.New("interrupted")
