package cypher

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func TestConfigRefuses(t *testing.T) {
	for _, c := range []struct{ uri, want string }{
		{"", "open database: no address"},
		{"http://h:7474", `open database: scheme "http" is not one of neo4j, neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc, bolt+unix`},
		{"bolt://u:hunter2 %zz@h", "open database: the bolt address is not a URL"},
		{"bolt+unix://tmp/x", "open database: a bolt+unix address is bolt+unix:///PATH, three slashes before the path"},
	} {
		if err := (Config{URI: c.uri}).Validate(); err == nil || err.Error() != c.want {
			t.Errorf("Validate(%q) = %v, want %q", c.uri, err, c.want)
		}
	}
}

func TestConfigTakesUserFromAddress(t *testing.T) {
	c, err := Config{URI: "neo4j://ada:hunter2@h:1"}.normal()
	if err != nil || c.URI != "neo4j://h:1" || c.Username != "ada" || c.Password.Reveal() != "hunter2" {
		t.Errorf("normal() = %+v, %v", c, err)
	}
	c, err = Config{URI: "neo4j://ada:hunter2@h:1", Username: "bob", Password: NewSecret("x")}.normal()
	if err != nil || c.Username != "bob" || c.Password.Reveal() != "x" {
		t.Errorf("normal() = %+v, %v, want the fields to win", c, err)
	}
}

func TestOpenUnreachable(t *testing.T) {
	for _, uri := range []string{"bolt://127.0.0.1:1", "neo4j://u:hunter2@127.0.0.1:1", "bolt+unix://" + t.TempDir() + "/none.sock"} {
		start := time.Now()
		_, err := Open(context.Background(), Config{URI: uri, Password: NewSecret("hunter2")})
		if !errors.Is(err, ErrUnreachable) || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open(%q) = %v, want one line of ErrUnreachable without the password", uri, err)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("Open(%q) took %s", uri, d)
		}
	}
}

func TestTranslate(t *testing.T) {
	syntax := &neo4j.Neo4jError{Code: "Neo.ClientError.Statement.SyntaxError",
		Msg: "Invalid input 'RETRUN': expected\n 'RETURN' (line 2, column 3 (offset: 12))\n\"  RETRUN n\"\n   ^"}
	modern := &neo4j.Neo4jError{Code: "Neo.ClientError.Statement.SyntaxError", Msg: "Variable `x` not defined",
		GqlCause: &neo4j.Neo4jError{GqlDiagnosticRecord: map[string]any{
			"_position": map[string]any{"line": int64(1), "column": int64(7), "offset": int64(6)}}}}
	for _, c := range []struct {
		name string
		err  error
		want string
		is   error
	}{
		{"syntax", syntax, "run query: 2:3: Invalid input 'RETRUN': expected 'RETURN'", nil},
		{"diagnostic record", modern, "run query: 1:7: Variable `x` not defined", nil},
		{"password", &neo4j.Neo4jError{Code: "Neo.ClientError.Security.Unauthorized", Msg: "no"}, "wrong user name or password: no", ErrUnauthorized},
		{"no database", &neo4j.Neo4jError{Code: "Neo.ClientError.Database.DatabaseNotFound", Msg: "x"}, "no such database: x", ErrNoDatabase},
		{"gave up", &neo4j.TransactionExecutionLimit{Cause: "timeout", Errors: []error{errors.New("connection\nreset")}},
			"database unreachable: connection reset (gave up: timeout)", ErrUnreachable},
		{"closed", &neo4j.ConnectivityError{Inner: io.EOF}, "database unreachable: it closed the connection", ErrUnreachable},
		{"refused", &neo4j.ConnectivityError{Inner: errors.New("connection refused")}, "database unreachable: connection refused", ErrUnreachable},
		{"cancelled", context.Canceled, "run query: context canceled", context.Canceled},
	} {
		got := translate(c.err, "MATCH (n)\n\t RETRUN n")
		if got == nil || got.Error() != c.want || c.is != nil && !errors.Is(got, c.is) {
			t.Errorf("%s: translate = %v, want %s", c.name, got, c.want)
		}
	}
}

func TestCaret(t *testing.T) {
	for _, c := range []struct {
		e    QueryError
		want string
	}{
		{QueryError{Query: "MATCH (n)\r\n\té RETRUN n", Line: 2, Column: 4}, "\té RETRUN n\n\t  ^"},
		{QueryError{Query: "RETURN", Line: 1, Column: 7}, "RETURN\n      ^"},
		{QueryError{Query: "RETURN"}, ""},
		{QueryError{Query: "RETURN", Line: 3, Column: 1}, ""},
	} {
		if got := c.e.Caret(); got != c.want {
			t.Errorf("Caret of %+v = %q, want %q", c.e, got, c.want)
		}
	}
}
