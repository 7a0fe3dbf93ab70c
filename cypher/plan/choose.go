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

// Ends says which labels the node in a slot has, each node one of them, as long as it is true of the whole graph that
// relationships of some types, or all without types, have such nodes at the end at which a direction begins.
type Ends struct {
	Slot      int
	Labels    []string
	Types     []string
	Direction storage.Direction
}

// Hold says whether that is true of a graph.
func (e *Ends) Hold(v *storage.View) bool {
	var labels []storage.Label
	for _, name := range e.Labels {
		if l, ok := v.Label(name); ok {
			labels = append(labels, l)
		}
	}
	types, some := typeIDs(v, e.Types)
	return !some && len(e.Types) > 0 || v.Covers(labels, e.Direction, types...)
}

// suppose plans a pattern twice where it does not say which labels a node has that an index could find by its label, but
// all relationships of the types that lead there have nodes with certain labels at that end, as the graph is now: for as
// long as that is so, and for when it is not. It gives nil where there is no such node.
func (p *planner) suppose(g *graphPattern, args []int, source Node) Node {
	if p.writes || !g.plain() || !g.isFree() {
		return nil
	}
	known := g.clone()
	known.ownNodes()
	n := &Choose{Source: source}
	for _, node := range known.nodes {
		ends := p.endsAt(known, node)
		if ends == nil {
			continue
		}
		if node.anyOf = ends.Labels; !p.mayBeKey(known, args, node) {
			node.anyOf = nil
			continue
		}
		n.Ends = append(n.Ends, *ends)
		p.anyOf[node.slot] = ends.Labels
	}
	if len(n.Ends) == 0 {
		return nil
	}
	n.Then = p.either(known, args)
	if !slices.ContainsFunc(n.Ends, func(e Ends) bool { return seeks(n.Then, e.Slot) }) {
		for _, e := range n.Ends {
			delete(p.anyOf, e.Slot)
		}
		return nil
	}
	n.Else = p.either(g, args)
	return n
}

// either plans a plain pattern for one row, with a choice if there is one.
func (p *planner) either(g *graphPattern, args []int) Node {
	if n := p.choose(g, args, &Argument{}); n != nil {
		return n
	}
	return p.solver(g.clone(), args, &Argument{}).run()
}

// endsAt is what labels a node of a pattern has that says none: those that all nodes have at that end of relationships
// like one of the pattern. It is nil if they are not known.
func (p *planner) endsAt(g *graphPattern, n *patternNode) *Ends {
	if len(n.labels)+len(n.anyOf) > 0 {
		return nil
	}
	for _, r := range g.rels {
		e := &Ends{Slot: n.slot, Types: r.types, Direction: r.dir}
		switch {
		case r.many() || r.from != n && r.to != n:
			continue
		case r.from != n:
			e.Direction = r.dir.Reverse()
		}
		types, some := typeIDs(p.view, e.Types)
		if !some && len(e.Types) > 0 {
			continue
		}
		for _, name := range p.view.Labels() {
			if l, _ := p.view.Label(name); p.view.DegreeCount(l, e.Direction, types...) > 0 {
				e.Labels = append(e.Labels, name)
			}
		}
		if len(e.Labels) > 0 && e.Hold(p.view) {
			return e
		}
	}
	return nil
}

// mayBeKey says whether a condition of the pattern, or one side of it, is about a property for which there is an index on
// a label of the node.
func (p *planner) mayBeKey(g *graphPattern, args []int, n *patternNode) bool {
	of := &graphPattern{nodes: []*patternNode{n}}
	return slices.ContainsFunc(g.preds, func(pred *predicate) bool {
		if or, ok := pred.expr.(*syntax.Binary); ok && or.Op == "OR" {
			return p.mayBeSought(of, args, or.Left) || p.mayBeSought(of, args, or.Right)
		}
		return p.mayBeSought(of, args, pred.expr)
	})
}

// seeks says whether the node of a slot is found by an index.
func seeks(n Node, slot int) bool {
	switch n := n.(type) {
	case *IndexSeek:
		return n.Slot == slot
	case *AnyOf:
		return n.Slot == slot && seeks(n.Leaves[0], slot)
	}
	return slices.ContainsFunc(Sources(n), func(n Node) bool { return seeks(n, slot) })
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

// isFree says whether nothing of the pattern was bound before.
func (g *graphPattern) isFree() bool {
	return !slices.ContainsFunc(g.nodes, func(n *patternNode) bool { return n.bound }) &&
		!slices.ContainsFunc(g.rels, func(r *patternRel) bool { return r.bound })
}

// ownNodes gives a clone nodes of its own.
func (g *graphPattern) ownNodes() {
	own := map[*patternNode]*patternNode{}
	g.nodes = slices.Clone(g.nodes)
	for i, n := range g.nodes {
		node := *n
		g.nodes[i], own[n] = &node, &node
	}
	for _, r := range g.rels {
		r.from, r.to = own[r.from], own[r.to]
	}
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
