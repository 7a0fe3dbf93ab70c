package engine_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/storage"
)

// askedAgain are queries with the parameters x, y, z that are compiled in another way for other parameters, or calculate
// before the first row what depends on them.
var askedAgain = []string{
	"RETURN $x, $x + $y, size(toString($x)), [$x, $y], {x: $x, z: $z}",
	"RETURN $x / $y",
	"RETURN CASE WHEN $x > $y THEN 'more' WHEN $x IS NULL THEN 'none' ELSE $z END",
	"RETURN date() > date('2020-01-01'), timestamp() > 0, datetime.transaction() = datetime.statement()",
	"MATCH (n:N) WHERE $x IS NULL OR n.g = $x RETURN n.i",
	"MATCH (n:N) WHERE $x = 3 OR n.g = $y RETURN n.i",
	"MATCH (n:N) WHERE ($x = 3 AND $y = 0) OR n.i % 10 = $y RETURN n.i",
	"MATCH (n:N) WHERE NOT $x = 3 AND n.g = 1 RETURN count(*)",
	"MATCH (n:N) WHERE left(n.s, size(toString($x))) >= left('s' + toString($x), size(n.s)) RETURN n.i",
	"MATCH (n:N) WHERE n.i IN $z RETURN n.i",
	"MATCH (n:N {g: $x})-[:R]->(m:N {g: $y}) RETURN n.i, m.i",
	"MATCH (n:N {i: $x}) MATCH (n)-[:R|Q*1..2]-(m {g: $y}) RETURN DISTINCT m.i",
	"MATCH (n:N {i: $x}), (m:N {i: $y}) MATCH p = allShortestPaths((n)-[:R*..5]-(m)) RETURN [v IN nodes(p) | v.i] AS l ORDER BY l",
	"MATCH (n:N) RETURN n.s ORDER BY n.s LIMIT $x",
	"MATCH (n:N) RETURN n.g, count(*), collect(DISTINCT n.s)[$x] SKIP $y",
	"MATCH (n:N) WHERE n.s =~ '.*' + toString($x) RETURN labels(n), keys(n), n.i",
	"UNWIND [$x, $y] AS v CALL (v) { MATCH (n:N {i: v}) RETURN n UNION ALL MATCH (n:M {i: v}) RETURN n } RETURN n.s, COUNT { (n)-[:R]->({g: $y}) }",
	"MATCH (n:New {i: $x})-[:NEW]->(m) RETURN n.new, m.i",
	"MATCH (n:N) OPTIONAL MATCH (n)-[:Q]->(m {g: $x}) RETURN n.i, m.i ORDER BY n.i DESC, m.i",
	"MATCH (n:N) WHERE EXISTS { (n)-[:Q]->(:M {g: $x}) } RETURN n.i",
	"MATCH (n:N {g: $y})-[e]-(m) WHERE e.v IS NOT NULL RETURN n.i, m.i, e.v",
	"MATCH (n:N {g: $y})-[e]->(m) WHERE type(e) <> CASE $x WHEN 3 THEN 'R' ELSE 'Q' END RETURN n.i, m.i, type(e)",
}

// changes are what happens to the graph between two times that the queries are asked.
var changes = []string{
	"",
	"MATCH (n:N) SET n.g = (n.g + 1) % 7, n.s = n.s + 'x'",
	"MATCH (n:M) WHERE n.i > 200 DETACH DELETE n",
	"MATCH (:N {g: 1})-[e:Q]->() SET e.v = 1",
	"MATCH (n:N {i: 3}) CREATE (n)<-[:NEW]-(:New {i: 3, new: true}), (n)-[:R]->(n)",
	"DROP INDEX wide_g",
	"CREATE INDEX other FOR (n:N) ON (n.i)",
}

// TestAgain holds what a query gives that was asked before, with other parameters and on another graph, to what it gives
// the first time.
func TestAgain(t *testing.T) {
	for _, opts := range []engine.Options{{Parallel: exec.Parallel{Workers: 1}}, {Parallel: exec.Parallel{Workers: 2, After: 100, Morsel: 64}}} {
		store := storage.OpenMemory()
		old := &harness{t: t, session: engine.Open(store, opts).Session()}
		old.setup(wide)
		for _, change := range changes {
			if change != "" {
				old.setup(change)
			}
			for i, set := range []string{"$x = 3; $y = 0; $z = [1, 2]", "$x = 5; $y = 1; $z = range(1, 20)", "$x = null; $y = 2; $z = 'z'", "$x = 2; $y = 3; $z = [null]"} {
				fresh := newHarness(t, engine.Options{})
				fresh.setup(set)
				queries := askedAgain
				if i == 0 {
					queries = slices.Concat(askedAgain, wideQueries)
				}
				for _, q := range queries {
					old.params = fresh.params
					fresh.session = engine.Open(store, opts).Session()
					if got, want := old.give(q), fresh.give(q); got != want {
						t.Fatalf("%s\nafter %q, with %s, gives\n%s\nthe first time it gives\n%s", q, change, set, got, want)
					}
				}
			}
		}
	}
}

// TestCasesAgain asks the queries of the cases that change nothing another time.
func TestCasesAgain(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	n := 0
	for _, file := range files {
		for _, c := range readCases(t, file) {
			if strings.Contains(c.want, "\nchanged ") || strings.HasPrefix(c.want, "changed ") {
				continue
			}
			h := newHarness(t, engine.Options{})
			h.setup(c.setup)
			h.give(c.query)
			if got := h.give(c.query); got != c.want {
				t.Errorf("%s\n%s\nasked again gives\n%s\nwant\n%s", c.setup, c.query, got, c.want)
			}
			n++
		}
	}
	t.Logf("%d cases", n)
}

// TestSupposed asks for a node without labels after changes to the graph of which each decides anew whether an index knows
// all nodes that it may be.
func TestSupposed(t *testing.T) {
	h := newHarness(t, engine.Options{})
	h.setup("CREATE CONSTRAINT FOR (n:P) REQUIRE n.key IS UNIQUE;\nCREATE CONSTRAINT FOR (n:C) REQUIRE n.key IS UNIQUE;\n" +
		"UNWIND range(1, 300) AS i CREATE (:P {key: i})-[:SAID]->(:T {n: i})<-[:SAID]-(:C {key: -i});\n$key = 7")
	for _, step := range []struct{ change, want string }{
		{"", "7"},
		{"CREATE ({key: 7})-[:SAID]->(:T {n: 1000})", "7\n1000"},
		{"MATCH (x)-[:SAID]->(t {n: 1000}) DETACH DELETE x, t", "7"},
		{"CREATE (:Q {key: 7})-[:SAID]->(:T {n: 1001})", "7\n1001"},
		{"MATCH (x:Q) SET x:C REMOVE x:Q", "7\n1001"},
		{"MATCH (x:P {key: 8}), (t:T {n: 8}) CREATE (x)-[:SAID]->(t)<-[:SAID]-(:Q {key: 7})", "7\n8\n1001"},
		{"MATCH (x:Q) DETACH DELETE x", "7\n1001"},
		{"MATCH (x:P {key: 7}) SET x:C REMOVE x:P", "error"},
		{"MATCH (x:P {key: 7}) REMOVE x:P", "7\n1001"},
		{"MATCH (x {key: 7}) WHERE x:P OR NOT x:C SET x.key = 8", "1001"},
	} {
		if step.change != "" {
			_, _, _, err := h.run(step.change)
			if (err != nil) != (step.want == "error") {
				t.Fatalf("%s: %v", step.change, err)
			} else if err != nil {
				continue
			}
		}
		for _, q := range []string{"MATCH (x)-[:SAID]->(t) WHERE x.key = $key RETURN t.n ORDER BY t.n", "MATCH (x)-[:SAID]->(t) WHERE $key = 0 OR x.key = $key RETURN t.n ORDER BY t.n"} {
			if got, want := h.give(q), "t.n\n"+step.want+"\n"; got != want {
				t.Errorf("after %q, %s gives\n%s\nwant\n%s", step.change, q, got, want)
			}
		}
	}
}
