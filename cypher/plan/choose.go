package plan

import (
	"slices"

	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// choose plans a pattern twice where it holds a condition such as $key = ” OR n.key = $key, of which one side is known
// before the first row: without the condition for when that side is true, and with the other side alone for when it is
// not, if an index then answers it. It gives nil where there is nothing to choose between.
func (p *planner) choose(g *graphPattern, args []int, source Node) Node {
	if p.writes || !g.plain() {
		return nil
	}
	for i, pred := range g.preds {
		or, ok := pred.expr.(*syntax.Binary)
		if !ok || or.Op != "OR" {
			continue
		}
		fixed, rest := or.Left, or.Right
		if !p.isFixed(fixed) {
			fixed, rest = rest, fixed
		}
		if !p.isFixed(fixed) || !p.mayBeSought(g, args, rest) {
			continue
		}
		some := g.clone()
		some.preds[i].expr = rest
		n := &Choose{Source: source, If: fixed, Else: p.solver(some, args, &Argument{}).run()}
		if filters(n.Else, rest) {
			continue
		}
		all := g.clone()
		all.preds = slices.Delete(all.preds, i, i+1)
		n.Then = p.solver(all, args, &Argument{}).run()
		return n
	}
	return nil
}

// isFixed says whether a condition is the same for all rows, and calculating it cannot fail.
func (p *planner) isFixed(e syntax.Expr) bool {
	isOperand := func(e syntax.Expr) bool {
		_, slot := p.plan.Slots[e]
		return !slot && isConstant(e)
	}
	switch e := e.(type) {
	case *syntax.Comparison:
		return !slices.ContainsFunc(e.Ops, func(op string) bool { return op != "=" && op != "<>" }) &&
			!slices.ContainsFunc(e.Operands, func(e syntax.Expr) bool { return !isOperand(e) })
	case *syntax.IsNull:
		return isOperand(e.X)
	case *syntax.Unary:
		return e.Op == "NOT" && p.isFixed(e.X)
	case *syntax.Binary:
		return (e.Op == "AND" || e.Op == "OR") && p.isFixed(e.Left) && p.isFixed(e.Right)
	}
	return false
}

// mayBeSought says whether a condition is about a property for which there is an index on a label of the node.
func (p *planner) mayBeSought(g *graphPattern, args []int, e syntax.Expr) bool {
	s := p.solver(&graphPattern{nodes: g.nodes, preds: []*predicate{{expr: e}}}, args, nil)
	for _, n := range g.nodes {
		for _, name := range append(slices.Clone(n.labels), n.anyOf...) {
			for _, ix := range s.view.RangeIndexes(storage.Nodes, name) {
				if pred, _ := s.equality(n, ix.Properties[0]); pred != nil {
					return true
				}
			}
		}
	}
	return false
}

// filters says whether a condition is checked row by row.
func filters(n Node, e syntax.Expr) bool {
	if f, ok := n.(*Filter); ok && slices.Contains(f.Where, e) {
		return true
	}
	return slices.ContainsFunc(Sources(n), func(n Node) bool { return filters(n, e) })
}

// plain says whether the pattern is of nodes and relationships only, whose paths nobody asks for.
func (g *graphPattern) plain() bool {
	return !slices.ContainsFunc(g.rels, func(r *patternRel) bool { return r.repeated != nil || r.search != nil || r.shortest != nil }) &&
		!slices.ContainsFunc(g.paths, func(p *patternPath) bool { return p.slot >= 0 })
}

// clone is a plain pattern to be solved again.
func (g *graphPattern) clone() *graphPattern {
	c := &graphPattern{nodes: g.nodes}
	for _, r := range g.rels {
		rel := *r
		c.rels = append(c.rels, &rel)
	}
	for _, p := range g.preds {
		pred := *p
		c.preds = append(c.preds, &pred)
	}
	return c
}
