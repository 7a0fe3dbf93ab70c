package cypher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

var (
	// ErrUnreachable means that no database answered, or that it went away.
	ErrUnreachable = errors.New("database unreachable")
	// ErrUnauthorized means that the database refused the user name or the password.
	ErrUnauthorized = errors.New("wrong user name or password")
	// ErrNoDatabase means that the server has no database of the configured name.
	ErrNoDatabase = errors.New("no such database")
)

// QueryError is the database's refusal of one query.
type QueryError struct {
	Code    string // "Neo.ClientError.Statement.SyntaxError"
	Message string // without position and excerpt
	Query   string // as sent
	// Line and Column are 1-based, Column in characters; both are 0 where the database named no place.
	Line, Column int
}

// Error is "run query: LINE:COLUMN: message".
func (e *QueryError) Error() string {
	if e.Line == 0 {
		return "run query: " + e.Message
	}
	return fmt.Sprintf("run query: %d:%d: %s", e.Line, e.Column, e.Message)
}

// Caret is the line of the query that the error is about with a caret below the place, or "" where the database
// named no place. A tab before the place is kept in the caret's line, so that both lines stay aligned.
func (e *QueryError) Caret() string {
	lines := strings.Split(e.Query, "\n")
	if e.Line < 1 || e.Line > len(lines) || e.Column < 1 {
		return ""
	}
	line := strings.TrimSuffix(lines[e.Line-1], "\r")
	var pad strings.Builder
	for i, r := range []rune(line) {
		if i >= e.Column-1 {
			break
		}
		if r != '\t' {
			r = ' '
		}
		pad.WriteRune(r)
	}
	return line + "\n" + pad.String() + "^"
}

// translate turns a driver error about query into this package's errors; query may be "".
func translate(err error, query string) error {
	if err == nil {
		return nil
	}
	// The driver writes "context deadline exceeded" as a connectivity error of its own.
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("run query: %w", err)
	}
	if limit, ok := errors.AsType[*neo4j.TransactionExecutionLimit](err); ok {
		if len(limit.Errors) == 0 {
			return fmt.Errorf("run query: %w: %s", ErrUnreachable, limit.Cause)
		}
		last := translate(limit.Errors[len(limit.Errors)-1], query)
		return fmt.Errorf("%w (gave up: %s)", last, limit.Cause)
	}
	if server, ok := errors.AsType[*neo4j.Neo4jError](err); ok {
		return fromServer(server, query)
	}
	if usage, ok := errors.AsType[*neo4j.UsageError](err); ok {
		return fmt.Errorf("use database: %s", usage.Message)
	}
	// What is left is a connection that could not be made or broke: the driver's connectivity, pool, TLS and
	// protocol errors, most of them of unexported types.
	if lost, ok := errors.AsType[*neo4j.ConnectivityError](err); ok {
		err = lost.Inner
	}
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: it closed the connection", ErrUnreachable)
	}
	return fmt.Errorf("%w: %s", ErrUnreachable, oneLine(err.Error()))
}

func fromServer(e *neo4j.Neo4jError, query string) error {
	switch e.Code {
	case "Neo.ClientError.Security.Unauthorized", "Neo.ClientError.Security.AuthenticationRateLimit",
		"Neo.ClientError.Security.CredentialsExpired", "Neo.ClientError.Security.TokenExpired":
		return fmt.Errorf("%w: %s", ErrUnauthorized, oneLine(e.Msg))
	case "Neo.ClientError.Database.DatabaseNotFound":
		return fmt.Errorf("%w: %s", ErrNoDatabase, oneLine(e.Msg))
	case "Neo.TransientError.General.DatabaseUnavailable", "Neo.TransientError.Database.DatabaseUnavailable":
		return fmt.Errorf("%w: %s", ErrUnreachable, oneLine(e.Msg))
	}
	q := &QueryError{Code: e.Code, Query: query}
	q.Message, q.Line, q.Column = position(e)
	return q
}

// place is how the server ends a message about a place in the text; an excerpt with a caret follows.
var place = regexp.MustCompile(`\s*\(line (\d+), column (\d+)(?: \(offset: \d+\))?\)`)

// position splits the server's message into text and place. Servers that speak GQL errors (Bolt 5.7) give the
// place as data too, older ones only in the message.
func position(e *neo4j.Neo4jError) (message string, line, column int) {
	message = e.Msg
	if m := place.FindStringSubmatchIndex(message); m != nil {
		line, _ = strconv.Atoi(message[m[2]:m[3]])
		column, _ = strconv.Atoi(message[m[4]:m[5]])
		message = message[:m[0]]
	}
	for c := e; c != nil; c = c.GqlCause {
		p, ok := c.GqlDiagnosticRecord["_position"].(map[string]any)
		if !ok {
			continue
		}
		l, okL := p["line"].(int64)
		k, okK := p["column"].(int64)
		if okL && okK && l > 0 {
			line, column = int(l), int(k)
		}
	}
	return oneLine(message), line, column
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
