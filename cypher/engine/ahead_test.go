package engine_test

import (
	"slices"
	"testing"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/exec"
)

// TestSeeksAhead asks for nodes by a property of others with indexes, where many are sought at once, and without: some
// nodes lack the property, some values are of several nodes, of more than are found at once or of none, and not all
// nodes that are read ahead are gone on from.
func TestSeeksAhead(t *testing.T) {
	plain := newHarness(t, engine.Options{Parallel: exec.Parallel{Workers: 1}})
	plain.setup(wide + "DROP INDEX wide_g;")
	keyed := shared(t, engine.Options{})
	keyed[0].setup("CREATE INDEX wide_s FOR (n:N) ON (n.s);\nCREATE INDEX wide_f FOR (n:N) ON (n.f);")
	for _, query := range []string{
		"MATCH (n:N) WHERE n.g >= 0 AND EXISTS { MATCH (m:N {s: n.s}) WHERE m.i > n.i } RETURN n.i",
		"MATCH (n:N) WHERE n.g < 6 AND NOT EXISTS { MATCH (m:N {s: n.mixed}) WHERE m.i <> n.i } RETURN n.i",
		"MATCH (n:N) WHERE n.g > 1 AND (n.i % 9 = 0 OR EXISTS { MATCH (m:N {s: n.s})-[:R]->(o) WHERE o.g = n.g }) RETURN n.i, n.g",
		"MATCH (n:N) WHERE n.g > 0 RETURN n.i, COUNT { MATCH (m:N {g: n.g}) WHERE m.i < n.i } AS c, COUNT { MATCH (m:N {f: n.f}) } AS d",
		"MATCH (n:N)-[:R]->(m) WHERE NOT EXISTS { MATCH (o:N {s: m.s})-[:Q]->(x) WHERE x.g = n.g } RETURN n.i, m.i",
		"MATCH (n:N)-[r:Q]-(m) MATCH (o:N {s: m.s}) WHERE o.i > r.w OR o.i < n.i RETURN n.i, m.i, o.i",
		"MATCH (n:N) WHERE n.g < 4 OPTIONAL MATCH (m:N {s: n.mixed}) RETURN n.i, m.i",
		"MATCH (n:N {g: 5}) UNWIND n.l AS x MATCH (m:N {s: n.s}) WHERE m.g = x RETURN n.i, x, m.i",
		"MATCH (n:N) WHERE n.g IN [2, 4] MATCH (m:N {s: n.s}) MATCH (o:N {f: m.f}) RETURN n.i, m.i, sum(o.i)",
		"MATCH (n:N {g: 3}) MATCH (m:N {g: n.s}) RETURN n.i, m.i",
	} {
		want := plain.sortedRows(query)
		for i, h := range keyed {
			for range 2 { // the second time with the same operators
				if got := h.sortedRows(query); !slices.Equal(got, want) {
					t.Errorf("%s\nshared out as %+v gives\n%s\nwithout indexes\n%s", query, sharing[i], got, want)
				}
			}
		}
		t.Logf("%d rows: %s", len(want), query)
	}
}
