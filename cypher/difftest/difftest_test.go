package difftest

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"newsgraph/cypher/engine"
	"newsgraph/internal/bolt"
	"newsgraph/internal/bolt/bolttest"
	"newsgraph/internal/storetest"
)

// queries is how many queries are asked; NEWSGRAPH_DIFF_QUERIES sets another number (make differential: 10,000).
const queries = 2_000

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

// TestDeviationsAreAsked takes care that no query is listed that not even the longest run, of 10,000, asks.
func TestDeviationsAreAsked(t *testing.T) {
	listed := deviations(t)
	g := New(1)
	for range 10_000 {
		delete(listed, g.Query())
	}
	for q, reason := range listed {
		t.Errorf("listed and never asked (%s):\n%s", reason, q)
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

// neo4jDriver opens the Neo4j that NEO4J_URI names, for this test alone, and fills it with the generator's graph.
func neo4jDriver(t *testing.T) neo4j.DriverWithContext {
	t.Helper()
	if testing.Short() {
		t.Skip("takes minutes")
	}
	storetest.Neo4j(t)
	c := storetest.Config(t)
	return driver(t, c.URI, neo4j.BasicAuth(c.Username, c.Password.Reveal(), ""))
}

// driver opens a database and fills it with the generator's graph.
func driver(t *testing.T, uri string, auth neo4j.AuthToken) neo4j.DriverWithContext {
	t.Helper()
	ctx := context.Background()
	d, err := neo4j.NewDriverWithContext(uri, auth)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(ctx) })
	s := session(t, d)
	for _, statement := range append([]string{"MATCH (n) DETACH DELETE n"}, New(1).Graph()...) {
		a, err := Ask(ctx, s, statement)
		if err != nil {
			t.Fatal(err)
		}
		if a.Code != "" {
			t.Fatalf("%s: %s", statement, a.Message)
		}
	}
	return d
}

func session(t *testing.T, d neo4j.DriverWithContext) neo4j.SessionWithContext {
	ctx := context.Background()
	s := d.NewSession(ctx, neo4j.SessionConfig{})
	t.Cleanup(func() { s.Close(ctx) })
	return s
}

// deviations reads testdata/deviations.txt: the reason for each query that is answered differently.
func deviations(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/deviations.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, block := range strings.Split(string(text), "===\n")[1:] {
		reason, query, ok := strings.Cut(strings.TrimSpace(block), "\n")
		if !ok || out[query] != "" {
			t.Fatalf("testdata/deviations.txt: a reason without a query, or a query twice: %q", block)
		}
		out[query] = reason
	}
	return out
}

// answers are what both databases said to a query; long if it took too long for Neo4j, and err if it could not be asked.
type answers struct {
	want, got Answer
	long      bool
	err       error
}

func ask(theirs, ours neo4j.SessionWithContext, query string) answers {
	ctx := context.Background()
	want, err := Ask(ctx, theirs, query)
	if err != nil {
		return answers{long: errors.Is(err, ErrTooLong), err: err}
	}
	got, err := Ask(ctx, ours, query)
	if errors.Is(err, ErrTooLong) {
		got, err = Answer{Code: ErrTooLong.Error()}, nil
	}
	return answers{want: want, got: got, err: err}
}

// askers is how many queries are under way at a time: Neo4j plans each on one thread, and planning is what takes time.
const askers = 2

// TestEmbeddedAnswersAsNeo4j asks both databases the same queries: every answer must be the same, but for those of the
// queries that testdata/deviations.txt lists.
func TestEmbeddedAnswersAsNeo4j(t *testing.T) {
	theirs := neo4jDriver(t)
	uri, _ := bolttest.Serve(t, engine.Options{}, bolt.Options{})
	ours := driver(t, uri, neo4j.NoAuth())
	g, n := New(1), number(t)
	asked := make([]string, n)
	for i := range asked {
		asked[i] = g.Query()
	}
	said := make([]answers, n)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range askers {
		wait.Go(func() {
			a, b := session(t, theirs), session(t, ours)
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				said[i] = ask(a, b, asked[i])
				if i > 0 && i%1000 == 0 {
					t.Logf("%d queries asked", i)
				}
			}
		})
	}
	wait.Wait()
	listed, differ, filled, failed, long := deviations(t), 0, 0, 0, 0
	for i, q := range asked {
		a := said[i]
		if a.long {
			long++
			continue
		}
		if a.err != nil {
			t.Fatal(a.err)
		}
		if len(a.want.Rows) > 0 {
			filled++
		}
		if a.want.Code != "" {
			failed++
		}
		d := Difference(a.want, a.got)
		if d != "" {
			differ++
		}
		switch reason := listed[q]; {
		case d == "" && reason != "":
			t.Errorf("listed as answered differently (%s), and is not: take it off testdata/deviations.txt\n%s", reason, q)
		case d != "" && reason == "":
			t.Errorf("Neo4j, against the engine: %s\n%s", d, q)
		}
	}
	t.Logf("%d queries, %d with rows, %d with an error, %d too long for Neo4j, %d differ", n, filled, failed, long, differ)
	if failed*100 > n || long*200 > n || filled*2 < n {
		t.Errorf("of %d queries %d fail, %d take too long and %d give rows: the generator does not test what it should", n, failed, long, filled)
	}
}
