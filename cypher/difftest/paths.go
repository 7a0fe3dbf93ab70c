package difftest

import (
	"fmt"
	"slices"
	"strings"
)

// pathMatch is a MATCH of one path in which something is repeated, and often a selector says how many paths are wanted.
// How often is bounded unless one length is wanted, since the ways through the graph are not.
func (g *Generator) pathMatch() string {
	optional := len(g.scope) > 0 && g.chance(30)
	old := len(g.scope)
	selector := ""
	if g.chance(40) {
		selector = pick(g, []string{"ANY SHORTEST", "ANY", "SHORTEST 1", "SHORTEST 2", "SHORTEST 3 PATHS", "ALL SHORTEST", "SHORTEST GROUP", "SHORTEST 2 GROUPS"})
	}
	more := quantifiers
	if selector != "" && !strings.ContainsAny(selector, "23") {
		more = append(slices.Clone(more), "+", "*", "{2,}")
	}
	text := g.node(true)
	before, last := len(g.scope), 0
	for range 1 + g.rng.IntN(4)/3 {
		switch g.rng.IntN(5) {
		case 0:
			text += g.quantifiedRel(more)
		case 1:
			text += g.hop("-", "->", g.fresh("r"), nil)
		default:
			text += " " + g.repeated(more) + " "
		}
		last = len(g.scope)
		text += g.node(false)
	}
	if g.chance(20) {
		if where := g.predicate(1); !strings.Contains(selector, "GROUP") { // that Neo4j 5.26 answers by an internal error
			text = "(" + text + " WHERE " + where + ")"
		}
	}
	p := g.fresh("p")
	if selector != "" && !strings.Contains(selector, "GROUP") && selector != "ALL SHORTEST" {
		// Which paths there are is open, not how long they are and where they end.
		g.scope = append(slices.Delete(g.scope, before, last), variable{name: "length(" + p + ")", kind: kindInt})
		text = p + " = " + selector + " " + text
	} else if g.chance(50) || selector != "" {
		text = p + " = " + selector + " " + text
		g.scope = append(g.scope, variable{name: "[i IN nodes(" + p + ") | i.key]", kind: kindList})
	}
	clause := "MATCH " + text
	if g.chance(30) {
		clause += " WHERE " + g.predicate(1)
	}
	if optional {
		clause = "OPTIONAL " + clause
		for i := old; i < len(g.scope); i++ {
			g.scope[i].null = true
		}
	}
	return clause + "\n"
}

// hop is a relationship with a variable, which is added to vars if that is not nil.
func (g *Generator) hop(left, right, name string, vars *[]variable) string {
	v := variable{name: name, kind: kindRel, label: pick(g, typeNames)}
	if g.chance(50) {
		left, right = pick(g, []string{"<-", "-"}), "-"
	}
	if vars != nil {
		*vars = append(*vars, v)
	} else {
		g.scope = append(g.scope, v)
	}
	return left + "[" + v.name + ":" + v.label + "]" + right
}

var quantifiers = []string{"{1,2}", "{2}", "{,2}", "{0,3}", "{1,3}"}

func (g *Generator) quantifiedRel(quantifiers []string) string {
	var vars []variable
	text := g.hop("-", "->", g.fresh("r"), &vars) + pick(g, quantifiers)
	g.group(vars)
	return text
}

// repeated is a path in parentheses with a quantifier, and often a condition over its own variables.
func (g *Generator) repeated(quantifiers []string) string {
	outside := g.scope
	g.scope = nil
	var vars []variable
	text := g.node(false)
	for range 1 + g.rng.IntN(4)/3 {
		text += g.hop("-", "->", g.fresh("r"), &vars)
		text += g.node(false)
	}
	vars = append(vars, g.scope...)
	g.scope = vars
	if g.chance(60) {
		text += " WHERE " + g.predicate(1)
	}
	g.scope = outside
	g.group(vars)
	return "(" + text + ")" + pick(g, quantifiers)
}

// group brings what a repeated path leaves behind into scope: lists.
func (g *Generator) group(vars []variable) {
	for _, v := range vars {
		text := fmt.Sprintf("[i IN %s | i.key]", v.name)
		if v.kind == kindRel {
			text = strings.Replace(text, "i.key", "type(i)", 1)
		}
		g.scope = append(g.scope, variable{name: text, kind: kindList})
	}
}
