package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// fixture is a small graph with repetitions, gaps, loops and parallel relationships, for the
// queries that the generator makes.
const fixture = `
UNWIND range(0, 11) AS i CREATE (p:Person {key: i, name: 'p' + toString(i % 5), n: i % 4, tags: ['a', 'b', 'c'][..i % 4]});
UNWIND range(0, 4) AS i CREATE (:Country {key: 100 + i, name: 'c' + toString(i), n: i});
UNWIND range(0, 5) AS i CREATE (:Event {key: 200 + i, date: '2018-0' + toString(1 + i % 3), n: i % 2});
MATCH (p:Person {key: 3}) SET p:Author REMOVE p.name;
MATCH (p:Person {key: 7}) SET p:Author;
MATCH (a:Person), (b:Person) WHERE (a.key * 7 + b.key * 3) % 11 = 1 CREATE (a)-[:MET {n: (a.key + b.key) % 3, date: '2018-0' + toString(1 + a.key % 4)}]->(b);
MATCH (a:Person), (c:Country) WHERE a.key % 5 = c.n CREATE (a)-[:REPRESENTS {n: a.key}]->(c);
MATCH (a), (e:Event) WHERE (a:Person OR a:Country) AND (a.key + e.key) % 4 = 0 CREATE (a)-[:TOOK_PART]->(e);
MATCH (a:Person {key: 5}) CREATE (a)-[:MET {n: 9}]->(a);
MATCH (a:Person {key: 1}), (b:Person {key: 2}) CREATE (a)-[:MET {n: 1}]->(b), (a)-[:MET {n: 1}]->(b);
`

// generator makes queries over the fixture. What it makes has one answer: order is only asked for
// over all columns, and lists are sorted or counted.
type generator struct {
	*rand.Rand
	nodes, rels, lists, paths []string // variables in scope
	values                    []string
	next                      int
	depth                     int // of nested values
}

func (g *generator) pick(options ...string) string { return options[g.IntN(len(options))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func (g *generator) fresh(prefix string) string {
	g.next++
	return fmt.Sprint(prefix, g.next)
}

// query is a whole query.
func (g *generator) query() string {
	var b strings.Builder
	b.WriteString(g.match(false))
	for range g.IntN(3) {
		switch g.IntN(6) {
		case 0:
			b.WriteString(g.match(true))
		case 1:
			b.WriteString(g.match(false))
		case 2:
			b.WriteString(g.with())
		case 3:
			v := g.fresh("u")
			fmt.Fprintf(&b, "UNWIND %s AS %s ", g.list(), v)
			g.values = append(g.values, v)
		case 4:
			b.WriteString(g.call())
		default:
			if len(g.nodes) > 1 && g.chance(60) {
				b.WriteString(g.shortest())
			}
		}
	}
	b.WriteString(g.result())
	return b.String()
}

func (g *generator) match(optional bool) string {
	word := "MATCH "
	if optional {
		word = "OPTIONAL MATCH "
	}
	parts := []string{g.path()}
	if g.chance(20) {
		parts = append(parts, g.path())
	}
	s := word + strings.Join(parts, ", ") + " "
	if g.chance(45) {
		s += "WHERE " + g.condition(2) + " "
	}
	return s
}

func (g *generator) node(bound []string) string {
	if len(bound) > 0 && g.chance(35) {
		return "(" + g.pick(bound...) + ")"
	}
	name := ""
	if g.chance(80) {
		name = g.fresh("n")
		g.nodes = append(g.nodes, name)
	}
	label := g.pick("", "", "", "", "", ":Person", ":Person", ":Person", ":Person|Country", ":Person&!Author", ":Person|Event", ":!Author")
	if g.chance(15) {
		label = g.pick(":Country", ":Event", ":Author", ":Nothing")
	}
	props := ""
	if g.chance(6) {
		props = g.pick(" {n: 1}", " {key: 3}", " {name: 'p2', n: 2}")
	}
	return "(" + name + label + props + ")"
}

func (g *generator) path() string {
	bound := append([]string{}, g.nodes...)
	s := g.node(bound)
	steps := g.IntN(3)
	for range steps {
		name, many := "", ""
		switch {
		case g.chance(15):
			many = g.pick("*1..2", "*0..1", "*2", "*..2")
			if g.chance(30) {
				name = g.fresh("l")
				g.lists = append(g.lists, name)
			}
		case g.chance(50):
			name = g.fresh("r")
			g.rels = append(g.rels, name)
		}
		typ := g.pick("", "", ":MET", ":MET", ":MET|REPRESENTS", ":TOOK_PART", ":REPRESENTS", ":NOTHING|MET")
		detail := "[" + name + typ + many + "]"
		left, right := "-", "->"
		switch g.IntN(3) {
		case 0:
			left, right = "<-", "-"
		case 1:
			right = "-"
		}
		s += left + detail + right + g.node(bound)
	}
	// Neo4j gives an optional path of one bound node whatever its WHERE says.
	if steps > 0 && g.chance(15) {
		name := g.fresh("p")
		g.paths = append(g.paths, name)
		s = name + " = " + s
	}
	return s
}

func (g *generator) shortest() string {
	a, b := g.pick(g.nodes...), g.pick(g.nodes...)
	if a == b {
		return ""
	}
	name := g.fresh("p")
	s := fmt.Sprintf("WITH * WHERE %s <> %s MATCH %s = shortestPath((%s)-[%s*..4]-(%s)) ", a, b, name, a, g.pick("", ":MET", ":MET|TOOK_PART"), b)
	// Only the length of a shortest path is certain.
	v := g.fresh("v")
	s += fmt.Sprintf("WITH *, length(%s) AS %s ", name, v)
	g.values = append(g.values, v)
	return s
}

// value is an expression that gives a number, a string or null.
func (g *generator) value() string {
	g.depth++
	defer func() { g.depth-- }()
	kinds := 9
	if g.depth > 2 {
		kinds = 6
	}
	for {
		switch g.IntN(kinds) {
		case 0:
			return g.pick("1", "2", "0", "'p2'", "null", "'2018-02'", "3")
		case 1, 2, 3:
			if len(g.nodes) > 0 {
				return g.pick(g.nodes...) + "." + g.pick("n", "key", "name", "date", "none")
			}
		case 4:
			if len(g.rels) > 0 {
				return g.pick(g.rels...) + "." + g.pick("n", "date")
			}
		case 5:
			if len(g.values) > 0 {
				return g.pick(g.values...)
			}
		case 8:
			return "coalesce(" + g.value() + ", " + g.value() + ")"
		case 6:
			if len(g.paths) > 0 {
				return "length(" + g.pick(g.paths...) + ")"
			}
		case 7:
			return "CASE WHEN " + g.condition(0) + " THEN " + g.value() + " ELSE " + g.value() + " END"
		}
	}
}

func (g *generator) list() string {
	switch {
	case len(g.nodes) > 0 && g.chance(40):
		return "coalesce(" + g.pick(g.nodes...) + ".tags, [])"
	case len(g.lists) > 0 && g.chance(30):
		return "[x IN " + g.pick(g.lists...) + " | x.n]"
	case len(g.paths) > 0 && g.chance(30):
		return "[x IN nodes(" + g.pick(g.paths...) + ") | x.key]"
	case len(g.nodes) > 0 && g.chance(30):
		return "[x IN [(" + g.pick(g.nodes...) + ")-[:MET]->(m) | m.n] WHERE x > 0 | x]"
	}
	return g.pick("[1, 2]", "[]", "[null, 1]", "range(0, 2)")
}

func (g *generator) condition(depth int) string {
	if depth > 0 && g.chance(40) {
		switch g.IntN(3) {
		case 0:
			return "(" + g.condition(depth-1) + " AND " + g.condition(depth-1) + ")"
		case 1:
			return "(" + g.condition(depth-1) + " OR " + g.condition(depth-1) + ")"
		}
		return "NOT " + g.condition(depth-1)
	}
	switch g.IntN(9) {
	case 0:
		return g.value() + " IS " + g.pick("", "NOT ") + "NULL"
	case 1:
		if len(g.nodes) > 0 {
			return g.pick(g.nodes...) + ":" + g.pick("Person", "Author", "Event|Country", "!Person")
		}
	case 2:
		if len(g.nodes) > 0 {
			return "(" + g.pick(g.nodes...) + ")" + g.pick("-[:MET]->()", "--(:Event)", "<-[:TOOK_PART|REPRESENTS]-()")
		}
	case 3:
		if len(g.nodes) > 0 {
			n := g.pick(g.nodes...)
			return g.pick("EXISTS { ("+n+")-[:MET]->(q) WHERE q.n > 1 }", "COUNT { ("+n+")--() } > 2", "EXISTS { MATCH ("+n+")-->(q) RETURN q }")
		}
	case 4:
		return g.value() + " IN " + g.list()
	case 5:
		return g.pick("any", "all", "none", "single") + "(x IN " + g.list() + " WHERE x = " + g.value() + ")"
	case 6:
		if len(g.nodes) > 0 {
			return g.pick(g.nodes...) + ".name " + g.pick("STARTS WITH 'p'", "CONTAINS '2'", "ENDS WITH '1'", ">= 'p2'")
		}
	}
	return g.value() + " " + g.pick("=", "<>", "<", "<=", ">", ">=") + " " + g.value()
}

// with cuts the scope down, with or without aggregation.
func (g *generator) with() string {
	if len(g.nodes) == 0 {
		return ""
	}
	key, v := g.pick(g.nodes...), g.fresh("v")
	s := "WITH " + key + ", " + g.aggregate() + " AS " + v + " "
	if g.chance(30) {
		s = "WITH DISTINCT " + key + ", " + g.value() + " AS " + v + " "
	}
	g.nodes, g.rels, g.lists, g.paths, g.values = []string{key}, nil, nil, nil, []string{v}
	if g.chance(40) {
		s += "WHERE " + g.condition(1) + " "
	}
	return s
}

func (g *generator) aggregate() string {
	switch g.IntN(5) {
	case 0:
		return "count(*)"
	case 1:
		return "count(DISTINCT " + g.value() + ")"
	case 2:
		return g.pick("min", "max") + "(" + g.value() + ")"
	case 3:
		return "size(collect(" + g.pick("", "DISTINCT ") + g.value() + "))"
	}
	return "count(" + g.value() + ")"
}

func (g *generator) call() string {
	if len(g.nodes) == 0 {
		return ""
	}
	n, v := g.pick(g.nodes...), g.fresh("v")
	s := "CALL (" + n + ") { " + g.pick("MATCH ("+n+")-[:MET]-(q) RETURN count(q) AS "+v, "MATCH ("+n+")-->(q) RETURN DISTINCT q.n AS "+v,
		"RETURN "+n+".n AS "+v+" UNION RETURN 1 AS "+v) + " } "
	g.values = append(g.values, v)
	return s
}

func (g *generator) result() string {
	var items []string
	if g.chance(35) {
		items = []string{g.value() + " AS a", g.aggregate() + " AS b"}
	} else {
		for i := range 1 + g.IntN(3) {
			items = append(items, fmt.Sprintf("%s AS %c", g.value(), 'a'+i))
		}
	}
	s := "RETURN " + g.pick("", "", "DISTINCT ") + strings.Join(items, ", ")
	if g.chance(25) {
		s += " ORDER BY "
		for i := range items {
			if i > 0 {
				s += ", "
			}
			s += fmt.Sprintf("%c%s", 'a'+i, g.pick("", " DESC"))
		}
		if g.chance(60) {
			s += g.pick(" LIMIT 5", " SKIP 1 LIMIT 3", " SKIP 2")
		}
	}
	return s
}

// update is a query that writes. What it writes does not depend on the order of rows.
func (g *generator) update() string {
	var b strings.Builder
	b.WriteString(g.match(false))
	if g.chance(30) {
		b.WriteString(g.match(true))
	}
	if g.chance(20) {
		b.WriteString("WITH DISTINCT * ")
	}
	deleted := false
	for range 1 + g.IntN(3) {
		if deleted || len(g.nodes) == 0 {
			break
		}
		n, m := g.pick(g.nodes...), g.pick(g.nodes...)
		v := g.fresh("w")
		switch g.IntN(12) {
		case 0:
			fmt.Fprintf(&b, "SET %s.w = coalesce(%s.w, 0) + 1 ", n, n)
		case 1:
			fmt.Fprintf(&b, "SET %s += {w: %s.key * 2, tags: null} ", n, n)
		case 2:
			fmt.Fprintf(&b, "SET %s:%s ", n, g.pick("Extra", "Extra:More"))
		case 3:
			fmt.Fprintf(&b, "REMOVE %s.name, %s:Author ", n, n)
		case 4:
			fmt.Fprintf(&b, "FOREACH (x IN %s | SET %s.w = coalesce(%s.w, 0) + 1) ", g.pick("[1, 2]", "coalesce("+m+".tags, [])"), n, n)
		case 5:
			fmt.Fprintf(&b, "CREATE (%s:Made {k: %s.key}) ", v, n)
			g.nodes = append(g.nodes, v)
		case 6:
			fmt.Fprintf(&b, "MERGE (%s:Made {k: %s}) ON CREATE SET %s.c = 1 ON MATCH SET %s.m = coalesce(%s.m, 0) + 1 ", v, g.pick("1", "coalesce("+n+".key, 0)"), v, v, v)
			b.WriteString("SET " + v + ".s = true ")
		case 7:
			fmt.Fprintf(&b, "WITH * WHERE %s IS NOT NULL AND %s IS NOT NULL MERGE (%s)-[%s:LINK {k: 1}]->(%s) SET %s.c = coalesce(%s.c, 0) + 1 ", n, m, n, v, m, v, v)
		case 8:
			fmt.Fprintf(&b, "WITH * WHERE %s IS NOT NULL AND %s IS NOT NULL CREATE (%s)-[:MADE]->(%s) ", n, m, n, m)
		case 9:
			if len(g.rels) > 0 {
				fmt.Fprintf(&b, "DELETE %s ", g.pick(g.rels...))
				deleted = true
			}
		case 10:
			fmt.Fprintf(&b, "DETACH DELETE %s ", n)
			deleted = true
		case 11:
			fmt.Fprintf(&b, "WITH * CALL (%s) { MATCH (%s)-[:MET]-(q) SET q.w = coalesce(q.w, 0) + 1 } ", n, n)
		}
	}
	// How many rows come behind a deletion depends in Neo4j on when it deletes.
	if !deleted && g.chance(60) {
		b.WriteString("RETURN count(*) AS c")
	}
	return b.String()
}
