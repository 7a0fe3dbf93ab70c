package difftest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"

	"newsgraph/cypher/tck"
)

// Answer is what a database said to a query, in comparable form.
type Answer struct {
	Columns []string
	Rows    []string // each row's values in canonical form; sorted unless the query orders them
	Code    string   // the error's Neo4j status code; "" for none
	Message string   // the error's text, which is not compared
}

// timeout bounds one query.
const timeout = 30 * time.Second

// ErrTooLong says that a query took more than timeout. Some generated queries multiply everything with everything.
var ErrTooLong = errors.New("query takes too long")

// Ask runs query in a session. An error that is not the query's own is returned.
func Ask(ctx context.Context, session neo4j.SessionWithContext, query string) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var a Answer
	res, err := session.Run(ctx, query, nil)
	if err == nil {
		if a.Columns, err = res.Keys(); err == nil {
			for res.Next(ctx) {
				cells := make([]string, len(a.Columns))
				for i, v := range res.Record().Values {
					cells[i] = tck.Canonical(v)
				}
				a.Rows = append(a.Rows, strings.Join(cells, " | "))
			}
			err = res.Err()
		}
	}
	if ctx.Err() == context.DeadlineExceeded {
		return a, fmt.Errorf("run query: %w\n%s", ErrTooLong, query)
	}
	if err != nil {
		var e *db.Neo4jError
		if !errors.As(err, &e) {
			return a, fmt.Errorf("run query: %w\n%s", err, query)
		}
		return Answer{Code: e.Code, Message: e.Msg}, nil
	}
	if !strings.Contains(query, "ORDER BY") {
		slices.Sort(a.Rows)
	}
	return a, nil
}

// Difference says how b differs from a, "" if it does not.
func Difference(a, b Answer) string {
	switch {
	case a.Code != b.Code:
		return fmt.Sprintf("error %q (%s), against %q (%s)", a.Code, a.Message, b.Code, b.Message)
	case !slices.Equal(a.Columns, b.Columns):
		return fmt.Sprintf("columns %q, against %q", a.Columns, b.Columns)
	case len(a.Rows) != len(b.Rows):
		return fmt.Sprintf("%d rows, against %d", len(a.Rows), len(b.Rows))
	}
	for i := range a.Rows {
		if a.Rows[i] != b.Rows[i] {
			return fmt.Sprintf("row %d: %s, against %s", i, a.Rows[i], b.Rows[i])
		}
	}
	return ""
}
