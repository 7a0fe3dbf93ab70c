package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"newsgraph/cypher"
)

// codeOf gives the exit code of what a command returned. What cobra finds wrong before a command runs is usage.
func (a *app) codeOf(ctx context.Context, err error) Code {
	var query *cypher.QueryError
	var usage usageError
	var partial *partialError
	var name *cypher.NameError
	var parameter *cypher.ParameterError
	switch {
	case ctx.Err() != nil && !a.serves:
		return Interrupted
	case err == nil:
		return Done
	case errors.As(err, &usage), errors.As(err, &parameter), !a.started:
		return Usage
	case errors.As(err, &partial):
		return SomeFailed
	case errors.As(err, &query), errors.As(err, &name):
		return BadQuery
	case errors.Is(err, cypher.ErrUnreachable), errors.Is(err, cypher.ErrUnauthorized), errors.Is(err, cypher.ErrNoDatabase), errors.As(err, new(errStore)):
		return NoDatabase
	}
	return Unexpected
}

// complain prints an error in one line, the place in a query, and what to do where we know it.
func (a *app) complain(err error, code Code) {
	if code == Interrupted {
		err = errInterrupted
	}
	if err == nil {
		return
	}
	fmt.Fprintf(a.err, "newsgraph: %s\n", strings.TrimSpace(err.Error()))
	var query *cypher.QueryError
	if errors.As(err, &query) {
		if c := query.Caret(); c != "" {
			fmt.Fprintln(a.err, c)
		}
	}
	if hint := a.hint(err, code); hint != "" {
		fmt.Fprintln(a.err, hint)
	}
}

func (a *app) hint(err error, code Code) string {
	var query *cypher.QueryError
	switch {
	case code == Usage && a.command != nil:
		return fmt.Sprintf("Run '%s --help' for its use.", a.command.CommandPath())
	case errors.As(err, &query) && strings.Contains(query.Code, "AccessMode"):
		return "A query may write only with --write."
	case errors.As(err, new(errStore)):
		return hintStore(err)
	case errors.Is(err, cypher.ErrUnauthorized):
		return "Set NEO4J_USERNAME and NEO4J_PASSWORD, or username and password in the configuration file."
	case errors.Is(err, cypher.ErrNoDatabase):
		return "Set NEO4J_DATABASE, or --database, to one of those that SHOW DATABASES lists."
	case errors.Is(err, cypher.ErrUnreachable):
		return "Is the server running? Its address comes from --store or NEO4J_URI; 'newsgraph doctor' checks more."
	}
	return ""
}
