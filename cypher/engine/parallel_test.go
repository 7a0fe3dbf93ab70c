package engine_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/storage"
)

// sharing are ways to share queries out, the first with one worker.
var sharing = []exec.Parallel{{Workers: 1}, {Workers: 2, After: 1, Morsel: 1}, {Workers: 4, After: 1, Morsel: 1}, {Workers: 3, After: 100, Morsel: 64}}

// wide is a graph of which a query sees much: values that are equal, missing, of several types, and sums that depend on
// their order.
const wide = `
CREATE INDEX wide_g FOR (n:N) ON (n.g);
UNWIND range(0, 399) AS i CREATE (:N {i: i, g: i % 7, f: 0.1 * (i % 13) + 1e10 * (i % 3), s: 's' + toString(i * 7919 % 101), z: i - 250, l: [i % 4, i % 3]});
MATCH (n:N) WHERE n.i % 5 = 0 REMOVE n.f;
MATCH (n:N) WHERE n.i % 11 = 0 SET n:M, n.mixed = n.s;
MATCH (n:N) WHERE n.i % 11 = 1 SET n.mixed = n.i;
MATCH (a:N), (b:N) WHERE (a.i * 31 + b.i * 17) % 97 = 5 CREATE (a)-[:R {w: (a.i + b.i) % 10, f: 0.3 * (b.i % 9)}]->(b);
MATCH (a:N), (b:M) WHERE (a.i + b.i) % 50 = 3 CREATE (a)-[:Q]->(b);
`

var wideQueries = []string{
	"MATCH (n) RETURN n.i",
	"MATCH (n:N) WHERE n.i % 3 = 1 RETURN n, n.s",
	"MATCH (a)-[r:R]->(b) RETURN a.i, r.w, b.i",
	"MATCH (a)-[r:R|Q]-(b) RETURN id(r), a.i, b.i",
	"MATCH (n:M|N) RETURN n.i",
	"MATCH (n:N) WHERE n.g > 2 RETURN n.i, n.g",
	"MATCH (n:N) WHERE n.g IN [5, 1] MATCH (n)-[:R]->(m) RETURN n.i, m.i",
	"MATCH (n:N) OPTIONAL MATCH (n)-[:Q]->(m) RETURN n.i, m.i",
	"MATCH (n:N) WHERE EXISTS { (n)-[:R]->(:M) } RETURN n.i, COUNT { (n)--() } AS c, COLLECT { MATCH (n)-[:R]->(m) RETURN m.i } AS l",
	"MATCH (n:N) UNWIND n.l AS x RETURN n.i, x",
	"MATCH p = (n:M)-[:R*1..2]->(m) RETURN length(p), m.i",
	"MATCH (n:N), (m:M) WHERE n.i = m.i + 1 RETURN n.i, m.i",
	"MATCH (n:N) WITH n LIMIT 50 MATCH (n)-[:R]->(m) RETURN n.i, m.i",
	"MATCH (n:N) RETURN n.i SKIP 100 LIMIT 30",

	"MATCH (n:N) RETURN count(*), count(n.f), count(DISTINCT n.s), sum(n.i), sum(n.f), avg(n.f), min(n.mixed), max(n.mixed), collect(n.f), collect(DISTINCT n.s)",
	"MATCH (n:N)-[r]->(m) RETURN n.g, count(*), count(DISTINCT m), sum(r.f), avg(r.f), stDev(r.w), stDevP(r.w), percentileCont(r.w, 0.4), percentileDisc(r.w, 0.4)",
	"MATCH (n:N)-[r]->(m) RETURN n.s, n.g, sum(DISTINCT r.w), collect(DISTINCT m.g), min(DISTINCT r.f), max(m.s), avg(DISTINCT r.w)",
	"MATCH (n:N) RETURN n.mixed, count(*)",
	"MATCH (n:N)-[:R]->(m) RETURN m.g, count(DISTINCT n), count(DISTINCT m)",
	"MATCH (a)-[r:R]-(b) RETURN b.g, count(DISTINCT r), count(DISTINCT a)",
	"MATCH (n:N)-[r]->(m) RETURN m.g, labels(m)[0], count(DISTINCT n), count(DISTINCT r), count(*)",
	"MATCH (n:N)-[r]->(m) RETURN m.g + n.g AS s, m.s, count(*), collect(n.i)[..5]",
	"MATCH (n:N) OPTIONAL MATCH (n)-[:Q]->(m) RETURN m.s, size([]), count(*), collect(DISTINCT m.g)",
	"MATCH (n:N) OPTIONAL MATCH (n)-[:Q]->(m) RETURN m, count(n)",
	"MATCH (n:N)-[r]->(m) UNWIND [n, r, m, null, r] AS x RETURN x, count(*), count(DISTINCT n)",
	"MATCH (n:N)-[r]->(m) UNWIND [m, r, null, r] AS x UNWIND [n, r, m.g] AS y RETURN count(DISTINCT x), count(DISTINCT y)",
	"MATCH (n:N)-[r]->(m) UNWIND [n, r, m, null, r] AS x WITH DISTINCT x, m.g AS g RETURN count(*)",
	"MATCH (n:M)-[r]->(m) WITH n ORDER BY n.i MATCH (n)--(m) UNWIND [n, m, null, 1] AS x WITH DISTINCT x, m RETURN x, m.i",
	"MATCH (n:N)-[:R]->(m)-[:R]->(o) WITH n, m, o ORDER BY o.i WITH DISTINCT m, o RETURN m.i, o.i",
	"MATCH (n:N)-[r]->(m) RETURN m.g + rand() > -1 AS yes, count(*)",
	"MATCH (n:N)-[r]->(m) RETURN 10 / (m.g - 3), count(*)",
	"MATCH (n:N) WHERE n.i < 0 RETURN count(*), sum(n.i), collect(n)",
	"MATCH (n:N) WHERE n.i < 0 RETURN n.g, count(*)",
	"MATCH (n:N)-[:R]->(m) RETURN DISTINCT n.g, m.g",
	"MATCH (n:N)-[:R]->(m) WITH DISTINCT n, m.g AS g RETURN n.i, g LIMIT 100",
	"MATCH (n:N) RETURN n.i, n.s ORDER BY n.s",
	"MATCH (n:N) RETURN n.i, n.g ORDER BY n.g DESC, n.s",
	"MATCH (n:N) RETURN n.i, n.s ORDER BY n.s LIMIT 7",
	"MATCH (n:N) RETURN n.i, n.g ORDER BY n.g SKIP 20 LIMIT 30",
	"MATCH (n:N) RETURN n.i ORDER BY n.g LIMIT 0",
	"MATCH (n:N)-[:R]->(m) WITH n, m ORDER BY m.g WITH n.g AS g, collect(m.i) AS l RETURN g, l",
	"MATCH (n:N)-[:R]->(m) WITH DISTINCT n, m ORDER BY m.g, n.s WITH m.g AS g, n.g AS h, count(*) AS c, sum(m.f) AS f, collect(n.i) AS l RETURN g, h, c, f, l",
	"MATCH (n:N) WITH n ORDER BY n.g MATCH (n)-[:R]->(m) RETURN n.i, m.i",
	"MATCH (n:N)-[:R]->(m) WITH DISTINCT n, m.g AS g ORDER BY g, n.s RETURN n.i, g",
	"MATCH (n:N)-[:R]->(m) WITH n, m.g AS g, count(*) AS c, collect(m.i) AS l WHERE c > 1 RETURN n.i, g, c, l ORDER BY c, n.i, g LIMIT 40",
	"MATCH (n:N)-[:R]->(m) WITH n, m ORDER BY m.s, 1 / (m.i + 1) WITH n, m.g AS g, collect(m.i) AS l, sum(m.f) AS f MATCH (n)-[:Q]->(q) RETURN n.i, g, l, f, q.i",
	"MATCH (n:N) WITH n ORDER BY n.s DESC MATCH (n)-[:R]->(m) WITH m, n ORDER BY m.g RETURN DISTINCT m.g, n.g",
	"MATCH (n:N) WITH n ORDER BY n.g, n.i WHERE n.i % 3 = 0 RETURN n.i, 1 / (n.i - 300) LIMIT 120",
	"MATCH (n:N) WITH n ORDER BY n.g WITH n.s AS s, sum(1 / n.z) AS x RETURN s, x",
	"UNWIND [5, 2] AS x CALL (x) { MATCH (n:N) WITH n ORDER BY (n.g * x) % 7 MATCH (n)-[:R]->(m) RETURN collect(m.i)[..30] AS l } RETURN x, l",

	"CALL () { MATCH (n:N) RETURN n.i AS i UNION ALL MATCH (n:M) RETURN -n.i AS i } RETURN i",
	"CALL () { MATCH (n:N) RETURN n.g AS i, count(*) AS c UNION MATCH (n:M) RETURN n.g AS i, count(*) AS c } RETURN i, sum(c)",
	"UNWIND [3, 1, 2] AS x CALL (x) { MATCH (n:N) WHERE n.g = x RETURN n.i AS i LIMIT 40 } RETURN x, i",
	"UNWIND [3, 1, 2] AS x CALL (x) { MATCH (n:N) WHERE n.g <> x RETURN sum(n.f) AS s, collect(n.i + x) AS l } RETURN x, s, l",
	"MATCH (n:M) CALL (n) { MATCH (m:N) WHERE m.i > n.i RETURN m.i AS i ORDER BY m.s LIMIT 3 } RETURN n.i, i",
	"MATCH (a:M) MATCH (b:N {g: a.g}) RETURN a.i, b.i",
	"MATCH (a:M), (b:M) MATCH p = shortestPath((a)-[:R*..3]->(b)) WHERE a.i < b.i RETURN a.i, b.i, length(p)",

	// Errors come with the row that has them, and not at all behind what is cut off.
	"MATCH (n:N) RETURN 1 / n.z",
	"MATCH (n:N) RETURN 1 / n.z LIMIT 250",
	"MATCH (n:N) RETURN 1 / n.z LIMIT 251",
	"MATCH (n:N) WHERE 1 / n.z < 2 RETURN n.i",
	"MATCH (n:N) RETURN n.g, sum(1 / n.z)",
	"MATCH (n:N) RETURN n.g, sum(n.mixed)",
	"MATCH (n:N) RETURN n.g, avg(n.mixed), sum(n.mixed)",
	"MATCH (n:N) RETURN n.g, sum(n.i + 9223372036854775300)",
	"MATCH (n:N) RETURN n.g, percentileCont(n.i, n.i)",
	"MATCH (n:N) RETURN n.i ORDER BY n.g, 1 / n.z LIMIT 20",
	"MATCH (n:N) RETURN DISTINCT 1 / n.z",
	"MATCH (n:N)-[r:R]->(m) RETURN toInteger(n.l)",

	"MATCH (n:N) RETURN n.i, rand() < 2, randomUUID() <> ''",
	"MATCH (n:N) CALL db.labels() YIELD label RETURN n.i, label",
	"PROFILE MATCH (n:N) RETURN n.i",
}

// shared are engines over the wide graph that share queries out in these ways.
func shared(t *testing.T, opts engine.Options) []*harness {
	store := storage.OpenMemory()
	(&harness{t: t, session: engine.Open(store, engine.Options{}).Session()}).setup(wide)
	var out []*harness
	for _, opts.Parallel = range sharing {
		out = append(out, &harness{t: t, session: engine.Open(store, opts).Session()})
	}
	return out
}

func sameAnswers(t *testing.T, harnesses []*harness, query string) {
	t.Helper()
	want := harnesses[0].give(query)
	for i, h := range harnesses[1:] {
		if got := h.give(query); got != want {
			t.Errorf("%s\nshared out as %+v gives\n%s\none worker gives\n%s", query, sharing[i+1], got, want)
		}
	}
}

// TestParallel holds the rows, their order and the errors of queries that are shared out to those of one worker.
func TestParallel(t *testing.T) {
	harnesses := shared(t, engine.Options{})
	for _, q := range wideQueries {
		sameAnswers(t, harnesses, q)
	}
}

// TestDistinctPairs counts rows of two values, of which nodes and relationships have numbers, in two ways.
func TestDistinctPairs(t *testing.T) {
	for _, h := range shared(t, engine.Options{}) {
		for _, x := range []string{"n", "m", "[n, r, null][n.i % 3]", "[n, m, r, m.s][(n.i + m.i) % 4]", "m.s", "null"} {
			for _, y := range []string{"m", "m.g", "m.f", "[m, n.s, null][m.i % 3]", "[1, 1.0, r][n.i % 3]", "n.l"} {
				from := "MATCH (n:N {g: 4})-[r]->(m) WITH " + x + " AS x, " + y + " AS y "
				want := strings.Replace(h.give(from+"RETURN count(DISTINCT [x, y]) AS c"), "count(DISTINCT [x, y])", "c", 1)
				if got := h.give(from + "WITH DISTINCT x, y RETURN count(*) AS c"); got != want {
					t.Errorf("%s gives\n%s\nrows, not\n%s", from, got, want)
				}
			}
		}
	}
}

// TestDistinctInRuns counts what comes in runs, and need not be remembered, in both ways.
func TestDistinctInRuns(t *testing.T) {
	for _, h := range shared(t, engine.Options{}) {
		for _, pattern := range []string{"(n:N)-[r]->(m)", "(n:N|M)-[r]-(m)", "(n)-[r:R|Q]-(m)", "(n {g: 3})-[r]->(m)"} {
			for _, what := range []string{"n", "m", "r"} {
				q := "MATCH " + pattern + " WITH m.g AS g, count(DISTINCT " + what + ") AS c, size(collect(DISTINCT " + what + ")) AS d WHERE c <> d RETURN g, c, d"
				if got := h.give(q); got != "g | c | d\n" {
					t.Errorf("%s gives\n%s", q, got)
				}
			}
		}
	}
}

// TestGatheredInRuns gathers rows run by run, and all together, for which they are sorted first.
func TestGatheredInRuns(t *testing.T) {
	for _, h := range shared(t, engine.Options{}) {
		for _, rest := range []string{
			"MATCH (n)-[:R]->(m) RETURN DISTINCT n, m.g",
			"MATCH (n)-[:R]->(m) RETURN DISTINCT n",
			"MATCH (n)-[:R]->(m) WITH DISTINCT n, m.g AS g RETURN g, count(n)",
			"MATCH (n)-[:R]->(m) RETURN n, count(*), collect(m.i)",
			"MATCH (n)-[:R]->(m) RETURN m.g AS g, n, count(DISTINCT m.l), sum(m.f), collect(DISTINCT m.s)",
			"MATCH (n)-[:R]->(m) WITH n, m ORDER BY m.s DESC, m.i RETURN n.s, n, m.g, collect(m.i)",
			"MATCH (n)-[r:R|Q]-(m) WITH n, r, m ORDER BY r.w WITH n, type(r) AS t, collect(m.i) AS l WHERE size(l) > 2 MATCH (n)-[:Q]->(x) RETURN n.i, t, l, x.i",
			"MATCH (n)-[:R]->(m) WITH n, m.g AS g, count(*) AS c WITH n, c, collect(g) AS l RETURN n.i, c, l",
			"MATCH (n)-[:R]->(m) WITH n, m.g AS g, count(*) AS c RETURN g, collect(c)",
			"OPTIONAL MATCH (n)-[:Q]->(m) RETURN n, count(m), max(m.i)",
		} {
			runs, together := h.sortedRows("MATCH (n:N) "+rest), h.sortedRows("MATCH (n:N) WITH n ORDER BY n.i "+rest)
			if !slices.Equal(runs, together) || len(runs) == 0 {
				t.Errorf("%s gives run by run\n%s\nand all together\n%s", rest, runs, together)
			}
		}
	}
}

// TestParallelInTransaction asks in a transaction before and after it wrote.
func TestParallelInTransaction(t *testing.T) {
	want := ""
	for i, h := range shared(t, engine.Options{}) {
		h.tx = begin(t, h.session, engine.Write)
		sums := "MATCH (n:N) RETURN n.g, sum(n.f), collect(n.i)"
		got := h.give(sums) + h.give("MATCH (n:N) SET n.f = n.f / 3") + h.give(sums)
		if i == 0 {
			want = got
		} else if got != want {
			t.Errorf("shared out as %+v gives\n%s\none worker gives\n%s", sharing[i], got, want)
		}
		if err := h.tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestParallelMemory asks with budgets that some queries keep to and others do not.
func TestParallelMemory(t *testing.T) {
	for _, budget := range []int64{1 << 12, 1 << 14, 1 << 16, 1 << 18} {
		harnesses := shared(t, engine.Options{Memory: budget})
		for _, q := range wideQueries {
			sameAnswers(t, harnesses, q)
		}
	}
}

// calm waits until there are no more goroutines than there were.
func calm(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); runtime.Gosched() {
		if runtime.NumGoroutine() <= before {
			return
		}
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

const long = "MATCH (a:N), (b:N), (c:N) WHERE a.i + b.i + c.i = 700 RETURN "

// TestParallelEnds leaves shared queries in the middle.
func TestParallelEnds(t *testing.T) {
	h := shared(t, engine.Options{})[2]
	before := runtime.NumGoroutine()
	for _, what := range []string{"a.i, b.i, c.i", "a.i, count(*)", "DISTINCT a.i", "a.i ORDER BY a.i LIMIT 3"} {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		r, err := h.session.Run(ctx, long+what, nil, engine.Read, 0)
		if err != nil {
			t.Fatal(err)
		}
		for ok := true; ok; {
			_, ok, err = r.Next()
		}
		if code(err) != diag.CodeTransactionTimedOut && !strings.Contains(what, "LIMIT") && err == nil {
			t.Errorf("%s: %v", what, err)
		}
		if runtime.NumGoroutine() > before {
			t.Errorf("%s: %d goroutines after the error, %d before", what, runtime.NumGoroutine(), before)
		}
		cancel()
	}
	for _, close := range []bool{true, false} {
		tx := begin(t, h.session, engine.Read)
		r, err := tx.Run(context.Background(), long+"a.i", nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			if _, ok, err := r.Next(); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		calm(t, before) // nobody pulls, nobody works
		if close {
			if _, err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if n := runtime.NumGoroutine(); n > before {
			t.Errorf("%d goroutines after the transaction, %d before", n, before)
		}
	}
}
