// Package storetest lists the databases that tests run on and lends them out one test at a time; it also holds the
// records that tests fill them with.
//
// # Invariants
//
// A database is emptied only if it was empty when tests first met it: from then on it carries the constraint
// newsgraph_tests. Any other database that holds nodes is refused, so that a NEO4J_URI left in the environment costs
// nobody a graph. Packages are tested in parallel processes; a lock file lets one at a time use a server.
package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"newsgraph/cypher"
	"newsgraph/internal/embedded"
)

// store is one kind of database. open gives an empty one, or says through t why there is none.
type store struct {
	name string
	open func(t testing.TB) *cypher.DB
}

// stores is every kind of database that the store and query tests run on.
var stores = []store{
	{"embedded", Embedded},
	{"neo4j", Neo4j},
}

// Embedded gives the embedded engine on an empty directory, served until the test ends.
func Embedded(t testing.TB) *cypher.DB {
	t.Helper()
	ctx := context.Background()
	g, err := embedded.Open(ctx, t.TempDir(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	db, err := cypher.Open(ctx, cypher.Config{URI: g.URI()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close(ctx) })
	return db
}

// Each runs test as a subtest on every kind of database, each time on an empty one.
func Each(t *testing.T, test func(t *testing.T, db *cypher.DB)) {
	t.Helper()
	for _, s := range stores {
		t.Run(s.name, func(t *testing.T) { test(t, s.open(t)) })
	}
}

// Config is the Neo4j server that the environment names. Without one the test is skipped, or fails where
// REQUIRE_NEO4J is 1.
func Config(t testing.TB) cypher.Config {
	t.Helper()
	uri := os.Getenv("NEO4J_URI")
	if uri == "" {
		const absent = "needs a Neo4j server: run make test, or set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD"
		if os.Getenv("REQUIRE_NEO4J") == "1" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	return cypher.Config{URI: uri, Username: os.Getenv("NEO4J_USERNAME"), Database: os.Getenv("NEO4J_DATABASE"),
		Password: cypher.NewSecret(os.Getenv("NEO4J_PASSWORD"))}
}

// Neo4j gives the server of Config, emptied and locked until the test ends.
func Neo4j(t testing.TB) *cypher.DB {
	t.Helper()
	c := Config(t)
	lock := filepath.Join(os.TempDir(), fmt.Sprintf("newsgraph-test-%x.lock", sha256.Sum256([]byte(c.URI)))[:40])
	held, err := bbolt.Open(lock, 0o600, &bbolt.Options{Timeout: 30 * time.Minute})
	if err != nil {
		t.Fatalf("lock %s: %v", lock, err)
	}
	t.Cleanup(func() { held.Close() })
	ctx := context.Background()
	db, err := cypher.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close(ctx) })
	empty(t, db)
	return db
}

// Mark is the statement that marks a database as one for tests. A test that takes the mark away puts it back.
const Mark = "CREATE CONSTRAINT newsgraph_tests FOR (n:NewsgraphTests) REQUIRE n.key IS UNIQUE"

func empty(t testing.TB, db *cypher.DB) {
	t.Helper()
	run := func(query string) *cypher.Result {
		t.Helper()
		r, err := db.Run(context.Background(), query, nil)
		if err != nil {
			t.Fatalf("empty the test database: %v", err)
		}
		return r
	}
	marked := len(run("SHOW CONSTRAINTS YIELD name WHERE name = 'newsgraph_tests' RETURN name").Rows) == 1
	if some := len(run("MATCH (n) RETURN 1 LIMIT 1").Rows) == 1; some && !marked {
		t.Fatalf("%s holds a graph and was never a test database: refusing to delete it", db.Address())
	}
	if !marked {
		run(Mark)
	}
	run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
}
