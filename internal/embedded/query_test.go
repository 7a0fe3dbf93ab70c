//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func driver(t *testing.T, uri string, auth neo4j.AuthToken) neo4j.DriverWithContext {
	t.Helper()
	d, err := neo4j.NewDriverWithContext(uri, auth)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(context.Background()) })
	return d
}

// rows runs a query and gives its rows as text.
func rows(t *testing.T, d neo4j.DriverWithContext, query string, options ...neo4j.ExecuteQueryConfigurationOption) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := neo4j.ExecuteQuery(ctx, d, query, nil, neo4j.EagerResultTransformer, options...)
	if err != nil {
		return "", err
	}
	var out []string
	for _, record := range r.Records {
		out = append(out, strings.TrimSpace(fmt.Sprintln(record.Values...)))
	}
	return strings.Join(out, ";"), nil
}

func wantRows(t *testing.T, d neo4j.DriverWithContext, query, want string) {
	t.Helper()
	if got, err := rows(t, d, query); err != nil || got != want {
		t.Errorf("%s: got %q, %v; want %q", query, got, err, want)
	}
}

// TestTwoProcesses writes from a process that is attached to another, which is then killed: what was committed is
// there under the same address, and what comes next is retried until the attached process has taken over.
func TestTwoProcesses(t *testing.T) {
	dir := tempDir(t)
	kill, _ := child(t, dir)
	g, reader := open(t, dir, Options{}), open(t, dir, Options{ReadOnly: true})
	d := driver(t, g.URI(), neo4j.NoAuth())
	wantRows(t, d, "CREATE CONSTRAINT key FOR (n:Item) REQUIRE n.key IS UNIQUE", "")
	wantRows(t, d, "UNWIND range(1, 100) AS i CREATE (n:Item {key: i})-[:NEXT]->(:End) RETURN count(n)", "100")
	var neo *neo4j.Neo4jError
	if _, err := rows(t, d, "CREATE (:Item {key: 7})"); !errors.As(err, &neo) || neo.Code != "Neo.ClientError.Schema.ConstraintValidationFailed" {
		t.Errorf("second key: %v", err)
	}
	onlyRead := driver(t, reader.URI(), neo4j.NoAuth())
	wantRows(t, onlyRead, "MATCH (n:Item)-[:NEXT]->(e) RETURN count(DISTINCT e)", "100")
	if _, err := rows(t, onlyRead, "CREATE (:Item)"); !errors.As(err, &neo) || !strings.HasPrefix(neo.Code, "Neo.ClientError.") {
		t.Errorf("write on the socket for reading: %v", err)
	}
	kill()
	wantRows(t, d, "MERGE (n:Item {key: 101}) RETURN n.key", "101")
	wantRows(t, onlyRead, "MATCH (n:Item) RETURN count(n), max(n.key)", "101 101")
	if !g.Serving() && !reader.Serving() {
		t.Error("nobody serves")
	}
}

// TestRestoredQueries takes a backup of a graph that is being written to and restores it.
func TestRestoredQueries(t *testing.T) {
	g := open(t, tempDir(t), Options{})
	d := driver(t, g.URI(), neo4j.NoAuth())
	wantRows(t, d, "CREATE (:Place {name: 'Ash'})-[:ROAD {km: 4.5}]->(:Place {name: 'Elm', since: date('2001-02-03')})", "")
	path := tempDir(t) + "/backup"
	if err := g.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	wantRows(t, d, "MATCH (n:Place) DETACH DELETE n", "")
	dir := tempDir(t)
	if err := Restore(path, dir); err != nil {
		t.Fatal(err)
	}
	restored := driver(t, open(t, dir, Options{}).URI(), neo4j.NoAuth())
	wantRows(t, restored, "MATCH (a)-[r:ROAD]->(b) RETURN a.name, r.km, b.name, toString(b.since)", "Ash 4.5 Elm 2001-02-03")
}
