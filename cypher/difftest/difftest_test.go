package difftest

import (
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// queries is how many queries are asked; NEWSGRAPH_DIFF_QUERIES sets another number.
const queries = 10_000

func TestGeneratorIsDeterministic(t *testing.T) {
	a, b := New(1), New(1)
	for i := range 200 {
		if x, y := a.Query(), b.Query(); x != y {
			t.Fatalf("query %d: %q and %q", i, x, y)
		}
	}
	if New(2).Query() == New(3).Query() {
		t.Error("two seeds give the same query")
	}
}

func number(t *testing.T) int {
	t.Helper()
	s := os.Getenv("NEWSGRAPH_DIFF_QUERIES")
	if s == "" {
		return queries
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// neo4jSession opens the Neo4j whose data may be deleted, empties it and fills it with g's graph.
func neo4jSession(t *testing.T) neo4j.SessionWithContext {
	t.Helper()
	uri := os.Getenv("NEWSGRAPH_TCK_NEO4J_URI")
	if uri == "" || testing.Short() {
		t.Skip("NEWSGRAPH_TCK_NEO4J_URI is not set: it names a Neo4j whose data may be deleted")
	}
	return session(t, uri, neo4j.BasicAuth(os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"), ""))
}

func session(t *testing.T, uri string, auth neo4j.AuthToken) neo4j.SessionWithContext {
	t.Helper()
	ctx := context.Background()
	driver, err := neo4j.NewDriverWithContext(uri, auth)
	if err != nil {
		t.Fatal(err)
	}
	s := driver.NewSession(ctx, neo4j.SessionConfig{})
	t.Cleanup(func() { s.Close(ctx); driver.Close(ctx) })
	for _, statement := range append([]string{"MATCH (n) DETACH DELETE n"}, New(1).Graph()...) {
		a, err := Ask(ctx, s, statement)
		if err != nil {
			t.Fatal(err)
		}
		if a.Code != "" {
			t.Fatalf("%s: %s", statement, a.Message)
		}
	}
	return s
}

// TestQueriesAreValid asks a real Neo4j alone: at most one query in a hundred may end in an error, or the generator
// does not test what it should.
func TestQueriesAreValid(t *testing.T) {
	s, g, failed, filled, n := neo4jSession(t), New(1), map[string]int{}, 0, number(t)/10
	for range n {
		q := g.Query()
		a, err := Ask(context.Background(), s, q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Code != "" {
			if failed[a.Code]++; failed[a.Code] <= 3 {
				t.Logf("%s: %s\n%s", a.Code, a.Message, q)
			}
		}
		if len(a.Rows) > 0 {
			filled++
		}
	}
	bad := 0
	for _, c := range failed {
		bad += c
	}
	t.Logf("%d queries, %d with rows, errors %v", n, filled, failed)
	if bad*100 > n || filled*2 < n {
		t.Errorf("of %d queries %d fail and %d give rows", n, bad, filled)
	}
}
