// Package difftest makes queries over newsgraph's schema, to hold two databases against each other.
//
// # Input and output
//
// A Generator gives, for a seed, always the same queries and the same graph to run them on. Every query is valid in
// openCypher and Neo4j 5 and has one right answer: rows are ordered only where all columns decide the order, LIMIT
// stands only behind such an order, and sums are of integers.
package difftest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Generator makes queries. It is not for concurrent use.
type Generator struct {
	rng    *rand.Rand
	scope  []variable
	serial int
}

// New returns the generator of a seed.
func New(seed uint64) *Generator { return &Generator{rng: rand.New(rand.NewPCG(seed, 0x6e677068))} }

type kind uint8

const (
	kindNode kind = iota
	kindRel
	kindInt
	kindString
	kindList
)

type variable struct {
	name  string
	kind  kind
	label string // of nodes and relationships; "" if unknown
	null  bool   // may be null
}

// schema: the properties of each label and relationship type, by type of value.
type properties struct{ strings, ints, lists []string }

var labels = map[string]properties{
	"Person":       {strings: []string{"key", "name"}, lists: []string{"aliases"}},
	"Country":      {strings: []string{"key", "name", "iso2"}, lists: []string{"aliases"}},
	"Agreement":    {strings: []string{"key", "name", "date"}, lists: []string{"aliases"}},
	"Event":        {strings: []string{"key", "name", "place"}},
	"Organization": {strings: []string{"key", "name"}},
}

var types = map[string]properties{
	"SIGNED":          {strings: []string{"date"}, ints: []string{"articles", "statements"}},
	"MET_WITH":        {strings: []string{"date", "first_seen"}, ints: []string{"articles"}},
	"ANNOUNCED":       {strings: []string{"date"}, ints: []string{"articles"}},
	"REPRESENTS":      {strings: []string{"title"}},
	"PARTICIPATED_IN": {},
}

var labelNames, typeNames = sorted(labels), sorted(types)

func sorted(m map[string]properties) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func pick[T any](g *Generator, from []T) T { return from[g.rng.IntN(len(from))] }

func (g *Generator) chance(percent int) bool { return g.rng.IntN(100) < percent }

func (g *Generator) fresh(prefix string) string {
	g.serial++
	return fmt.Sprintf("%s%d", prefix, g.serial)
}

// Query is the next query.
func (g *Generator) Query() string {
	g.scope, g.serial = nil, 0
	if g.chance(6) {
		return g.union()
	}
	var b strings.Builder
	for range 1 + g.rng.IntN(4)/3 {
		b.WriteString(g.match())
	}
	if g.chance(12) {
		b.WriteString(g.unwind())
	}
	if g.chance(35) {
		b.WriteString(g.with())
		if g.chance(30) {
			b.WriteString(g.match())
		}
	}
	return b.String() + g.ret()
}

// union joins two queries of one column each.
func (g *Generator) union() string {
	part := func() string {
		g.scope = nil
		m := g.match()
		return m + "RETURN " + g.str() + " AS c"
	}
	all := ""
	if g.chance(50) {
		all = "ALL "
	}
	return part() + "\nUNION " + all + "\n" + part()
}

func (g *Generator) match() string {
	if g.chance(20) {
		return g.pathMatch()
	}
	optional := len(g.scope) > 0 && g.chance(40)
	old := len(g.scope)
	var patterns []string
	for range 1 + g.rng.IntN(4)/3 {
		patterns = append(patterns, g.pattern())
	}
	clause := "MATCH " + strings.Join(patterns, ", ")
	if g.chance(40) {
		clause += " WHERE " + g.predicate(2)
	}
	if optional {
		clause = "OPTIONAL " + clause
		for i := old; i < len(g.scope); i++ {
			g.scope[i].null = true
		}
	}
	return clause + "\n"
}

// node is a new node or, now and then, one that is bound.
func (g *Generator) node(reuse bool) string {
	if nodes := g.of(kindNode); reuse && len(nodes) > 0 && g.chance(35) {
		return "(" + pick(g, nodes).name + ")"
	}
	v := variable{name: g.fresh("n"), kind: kindNode}
	text := v.name
	if g.chance(60) {
		v.label = pick(g, labelNames)
		text += ":" + v.label
	} else if g.chance(30) {
		text += ":" + pick(g, labelNames) + "|" + pick(g, labelNames)
	}
	if v.label != "" && g.chance(5) {
		text += " {" + pick(g, labels[v.label].strings) + ": " + g.constant() + "}"
	}
	g.scope = append(g.scope, v)
	return "(" + text + ")"
}

func (g *Generator) pattern() string {
	text := g.node(true)
	for range g.rng.IntN(3) {
		left, right := "-", "->"
		switch g.rng.IntN(3) {
		case 0:
			left, right = "<-", "-"
		case 1:
			right = "-"
		}
		inner := ""
		switch {
		case g.chance(15):
			inner = fmt.Sprintf("[:%s*1..%d]", pick(g, typeNames), 1+g.rng.IntN(2))
		case g.chance(80):
			v := variable{name: g.fresh("r"), kind: kindRel, label: pick(g, typeNames)}
			inner = "[" + v.name + ":" + v.label
			if g.chance(20) {
				inner += "|" + pick(g, typeNames)
				v.label = ""
			}
			inner += "]"
			g.scope = append(g.scope, v)
		}
		text += left + inner + right + g.node(false)
	}
	return text
}

// of is the variables of a kind in scope.
func (g *Generator) of(k kind) []variable {
	var out []variable
	for _, v := range g.scope {
		if v.kind == k {
			out = append(out, v)
		}
	}
	return out
}

var constants = []string{"'a1'", "'k3'", "'Name 4'", "'Name 7'", "'2018-09-06'", "'2020'", "'zz'", "''", "'N'", "'é'"}

func (g *Generator) constant() string { return pick(g, constants) }

// property is an access to a property of the given kind of a bound entity; its value may be null.
func (g *Generator) property(k kind) (string, bool) {
	var options []string
	for _, v := range g.scope {
		var p properties
		switch {
		case v.kind == kindNode && v.label != "":
			p = labels[v.label]
		case v.kind == kindNode:
			p = properties{strings: []string{"key", "name"}}
		case v.kind == kindRel && v.label != "":
			p = types[v.label]
		}
		names := map[kind][]string{kindString: p.strings, kindInt: p.ints, kindList: p.lists}[k]
		for _, n := range names {
			options = append(options, v.name+"."+n)
		}
	}
	if len(options) == 0 {
		return "", false
	}
	return pick(g, options), true
}

// str is an expression whose value is a string or null.
func (g *Generator) str() string {
	p, ok := g.property(kindString)
	if vars := g.of(kindString); len(vars) > 0 && (!ok || g.chance(30)) {
		p, ok = pick(g, vars).name, true
	}
	if !ok || g.chance(5) {
		p = g.constant()
	}
	switch g.rng.IntN(12) {
	case 0:
		return "toUpper(" + p + ")"
	case 1:
		return "coalesce(" + p + ", " + g.constant() + ")"
	case 2:
		return fmt.Sprintf("substring(%s, %d)", p, g.rng.IntN(3))
	case 3:
		return p + " + " + g.constant()
	case 4:
		return "CASE WHEN " + g.predicate(0) + " THEN " + p + " ELSE " + g.constant() + " END"
	case 5:
		if rels := g.of(kindRel); len(rels) > 0 {
			return "type(" + pick(g, rels).name + ")"
		}
	case 6:
		return fmt.Sprintf("split(%s, ' ')[%d]", p, g.rng.IntN(3)-1)
	}
	return p
}

// integer is an expression whose value is an integer or null.
func (g *Generator) integer() string {
	p, ok := g.property(kindInt)
	if vars := g.of(kindInt); len(vars) > 0 && (!ok || g.chance(40)) {
		p, ok = pick(g, vars).name, true
	}
	if !ok {
		p = fmt.Sprint(g.rng.IntN(5))
	}
	switch g.rng.IntN(8) {
	case 0:
		return "size(" + g.str() + ")"
	case 1:
		return fmt.Sprintf("%s %s %d", p, pick(g, []string{"+", "-", "*", "%", "/"}), 1+g.rng.IntN(4))
	case 2:
		return "size(" + g.list() + ")"
	case 3:
		if nodes := g.of(kindNode); len(nodes) > 0 {
			n := pick(g, nodes)
			return "COUNT { (" + n.name + ")-[:" + pick(g, typeNames) + "]-() }"
		}
	}
	return p
}

func (g *Generator) list() string {
	p, ok := g.property(kindList)
	if vars := g.of(kindList); len(vars) > 0 && (!ok || g.chance(40)) {
		return pick(g, vars).name
	}
	if !ok || g.chance(30) {
		return "[" + g.constant() + ", " + g.str() + "]"
	}
	switch g.rng.IntN(4) {
	case 0:
		return "[x IN " + p + " WHERE x STARTS WITH 'a' | toUpper(x)]"
	case 1:
		return fmt.Sprintf("%s[%d..%d]", p, g.rng.IntN(2), 1+g.rng.IntN(2))
	}
	return p
}

func (g *Generator) predicate(depth int) string {
	if depth > 0 && g.chance(40) {
		switch g.rng.IntN(4) {
		case 0:
			return "NOT (" + g.predicate(depth-1) + ")"
		case 1:
			return "(" + g.predicate(depth-1) + " OR " + g.predicate(depth-1) + ")"
		case 2:
			return "(" + g.predicate(depth-1) + " XOR " + g.predicate(depth-1) + ")"
		}
		return g.predicate(depth-1) + " AND " + g.predicate(depth-1)
	}
	p, ok := g.property(kindString)
	if !ok {
		p = g.constant()
	}
	switch g.rng.IntN(11) {
	case 0:
		return p + " IS NULL"
	case 1:
		return p + " IS NOT NULL"
	case 2:
		return p + " IN [" + g.constant() + ", " + g.constant() + ", null]"
	case 3:
		return p + " " + pick(g, []string{"STARTS WITH", "ENDS WITH", "CONTAINS"}) + " " + g.constant()
	case 4:
		if l, ok := g.property(kindList); ok {
			return pick(g, []string{"any", "all", "none", "single"}) + "(x IN " + l + " WHERE x CONTAINS 'a')"
		}
	case 5:
		if i, ok := g.property(kindInt); ok {
			return fmt.Sprintf("%s %s %d", i, pick(g, []string{"<", "<=", "=", ">", "<>"}), g.rng.IntN(5))
		}
	case 6:
		if nodes := g.of(kindNode); len(nodes) > 0 {
			return "EXISTS { (" + pick(g, nodes).name + ")-[:" + pick(g, typeNames) + "]->(:" + pick(g, labelNames) + ") }"
		}
	case 7:
		if nodes := g.of(kindNode); len(nodes) > 0 {
			return pick(g, nodes).name + ":" + pick(g, labelNames)
		}
	case 8:
		if nodes := g.of(kindNode); len(nodes) > 1 {
			return pick(g, nodes).name + pick(g, []string{" = ", " <> "}) + pick(g, nodes).name
		}
	}
	return p + pick(g, []string{" = ", " <> ", " < ", " >= "}) + g.constant()
}

func (g *Generator) unwind() string {
	v := variable{name: g.fresh("u"), kind: kindString, null: true}
	text := "UNWIND " + g.list() + " AS " + v.name + "\n"
	g.scope = append(g.scope, v)
	return text
}

// columns is a list of expressions with aliases, and the variables that they make; with an aggregation in it, the
// rest are grouping keys.
func (g *Generator) columns(aggregate bool) (string, []variable) {
	var parts []string
	var vars []variable
	add := func(expr string, k kind) {
		v := variable{name: g.fresh("c"), kind: k, null: true}
		parts = append(parts, expr+" AS "+v.name)
		vars = append(vars, v)
	}
	for range 1 + g.rng.IntN(3) {
		if g.chance(70) {
			add(g.str(), kindString)
		} else {
			add(g.integer(), kindInt)
		}
	}
	if aggregate {
		distinct := ""
		if g.chance(40) {
			distinct = "DISTINCT "
		}
		switch g.rng.IntN(5) {
		case 0:
			add("count(*)", kindInt)
		case 1:
			add("count("+distinct+g.str()+")", kindInt)
		case 2:
			add("sum("+distinct+g.integer()+")", kindInt)
		case 3:
			add(pick(g, []string{"min", "max"})+"("+g.str()+")", kindString)
		case 4:
			add("size(collect("+distinct+g.str()+"))", kindInt)
		}
	}
	return strings.Join(parts, ", "), vars
}

func (g *Generator) with() string {
	if g.chance(50) {
		// Nodes stay in scope as grouping keys beside an aggregation.
		nodes := g.of(kindNode)
		n := pick(g, append(nodes, variable{name: "1 AS one"}))
		cols, vars := g.columns(true)
		g.scope = vars
		if n.kind == kindNode && n.label != "" {
			g.scope = append(g.scope, n)
		}
		return "WITH " + n.name + ", " + cols + g.where() + "\n"
	}
	distinct := ""
	if g.chance(30) {
		distinct = "DISTINCT "
	}
	cols, vars := g.columns(false)
	g.scope = append(vars, g.bound(&cols)...)
	return "WITH " + distinct + cols + g.where() + "\n"
}

// bound carries one node of known label along, adding it to cols.
func (g *Generator) bound(cols *string) []variable {
	for _, v := range g.of(kindNode) {
		if v.label != "" && g.chance(60) {
			*cols = v.name + ", " + *cols
			return []variable{v}
		}
	}
	return nil
}

func (g *Generator) where() string {
	if g.chance(30) {
		return " WHERE " + g.predicate(1)
	}
	return ""
}

func (g *Generator) ret() string {
	cols, vars := g.columns(g.chance(40))
	text := "RETURN "
	if g.chance(20) {
		text += "DISTINCT "
	}
	text += cols
	if g.chance(30) {
		var order []string
		for _, v := range vars {
			order = append(order, v.name+pick(g, []string{"", " DESC"}))
		}
		text += " ORDER BY " + strings.Join(order, ", ")
		if g.chance(50) {
			text += fmt.Sprintf(" SKIP %d LIMIT %d", g.rng.IntN(3), 1+g.rng.IntN(10))
		}
	}
	return text
}

// Graph is statements, each to be run by itself, that fill an empty database with a graph over the schema: about
// 60 nodes and 500 relationships, some properties absent.
func (g *Generator) Graph() []string {
	var out []string
	perLabel := 12
	maybe := func(key, val string) string {
		if g.chance(75) {
			return ", " + key + ": " + val
		}
		return ""
	}
	for _, l := range labelNames {
		for i := range perLabel {
			p := fmt.Sprintf("key: '%s%d'", pick(g, []string{"a", "k"}), i)
			for _, s := range labels[l].strings[1:] {
				p += maybe(s, pick(g, []string{fmt.Sprintf("'Name %d'", g.rng.IntN(9)), g.constant()}))
			}
			for _, s := range labels[l].lists {
				p += maybe(s, "["+g.constant()+", "+g.constant()+"]")
			}
			out = append(out, fmt.Sprintf("CREATE (:%s {n: %d, %s})", l, len(out), p))
		}
	}
	for range 500 {
		t := pick(g, typeNames)
		p := ""
		for _, s := range types[t].strings {
			p += maybe(s, g.constant())
		}
		for _, s := range types[t].ints {
			p += maybe(s, fmt.Sprint(g.rng.IntN(6)))
		}
		out = append(out, fmt.Sprintf("MATCH (a {n: %d}), (b {n: %d}) CREATE (a)-[:%s {%s}]->(b)",
			g.rng.IntN(len(labelNames)*perLabel), g.rng.IntN(len(labelNames)*perLabel), t, strings.TrimPrefix(p, ", ")))
	}
	return out
}
