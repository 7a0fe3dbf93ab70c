package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher/engine"
)

// sortedRows is what a query gives, as sorted text.
func (h *harness) sortedRows(query string) []string {
	h.t.Helper()
	_, rows, _, err := h.run(query)
	if err != nil {
		h.t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for _, row := range rows {
		out = append(out, fmt.Sprint(row))
	}
	slices.Sort(out)
	return out
}

// between is a path that arrives at a node with a key, from one or from what is bound.
func (g *generator) between(from string) string {
	key := func() string {
		label := g.pick("Person", "Person", "Country", "Event", "Person|Country|Event", "Country|Person")
		return "(:" + label + " {key: " + g.pick("1", "2", "3", "5", "7", "101", "102", "203", "99") + "})"
	}
	step := func(name string) string {
		left, right := g.pick("-", "<-"), g.pick("-", "->")
		if left == "<-" {
			right = "-"
		}
		return left + "[" + name + g.pick(":MET", ":MET", ":REPRESENTS", ":TOOK_PART", ":MET|REPRESENTS", "") + g.pick("", "", "", "*0..1", "*1..1", "*..2") + "]" + right
	}
	if from == "" {
		from = key()
	}
	s := from + step("r")
	for i := range g.IntN(3) {
		s += fmt.Sprintf("(n%d%s)", i, g.pick("", ":Person", ":Event|Person")) + step(fmt.Sprintf("r%d", i))
	}
	return s + key()
}

// TestPlansAgree holds plans against each other that look different and mean the same: with indexes on keys and without,
// with numbers of relationships and with the relationships.
func TestPlansAgree(t *testing.T) {
	plain, keyed := newHarness(t, engine.Options{}), newHarness(t, engine.Options{})
	plain.setup(fixture)
	keyed.setup("CREATE CONSTRAINT FOR (n:Person) REQUIRE n.key IS UNIQUE;\nCREATE CONSTRAINT FOR (n:Country) REQUIRE n.key IS UNIQUE;\nCREATE CONSTRAINT FOR (n:Event) REQUIRE n.key IS UNIQUE;" + fixture)
	n := 4000
	if testing.Short() {
		n = 800
	}
	filled := 0
	for i := range n {
		g := &generator{Rand: rand.New(rand.NewPCG(11, uint64(i)))}
		query, same := "", ""
		switch i % 4 {
		case 0:
			query = "MATCH p = " + g.between("") + " RETURN [n IN nodes(p) | n.key], [r IN relationships(p) | id(r)]"
		case 1:
			query = "MATCH (m:Person) WHERE m.n < 2 MATCH " + g.between("(m)") + g.pick("", " WHERE m.name <> 'p1'") + " RETURN m.key, r"
		case 2:
			path := g.between("(m)")
			query = "MATCH (m) RETURN m.key, COUNT { " + path + " }, EXISTS { " + path + " }"
		case 3:
			pattern := "(a)-[r" + g.pick("", ":MET", ":TOOK_PART", ":MET|REPRESENTS") + "]" + g.pick("-", "->") + "(b" + g.pick("", ":Person", ":Event", ":Country", ":Nothing") + ")"
			result := "a.n AS n, count(b) AS b, count(r) AS r, " + g.pick("", "count(*) AS rows, ") + "min(a.key) AS least, max(a.name), count(DISTINCT a) AS a, collect(DISTINCT a.n)"
			optional := g.pick("", "OPTIONAL ")
			query = "MATCH (a" + g.pick("", ":Person", ":Country") + ") " + optional + "MATCH " + pattern + " RETURN " + result
			same = strings.Replace(query, " RETURN ", " WITH a, r, b, rand() AS x RETURN ", 1)
		}
		want := plain.sortedRows(query)
		if len(want) > 0 {
			filled++
		}
		if same == "" {
			same = query
		}
		if got := keyed.sortedRows(same); !slices.Equal(got, want) {
			t.Fatalf("%s\ngives %v\n%s\ngives %v", query, want, same, got)
		}
	}
	t.Logf("%d queries, %d with rows", n, filled)
}
