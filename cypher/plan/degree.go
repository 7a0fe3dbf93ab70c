package plan

import (
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
)

// countByDegree lets an aggregation that only counts the relationships of its rows, or the nodes behind them, take their
// number for each row instead of a row for each of them. What else it calculates must give the same from equal rows as
// from one.
func countByDegree(p *planner, n Node) Node {
	a, ok := n.(*Aggregate)
	if !ok || p.writes {
		return nil
	}
	d, counted := p.degreeOf(a.Source)
	if d == nil {
		return nil
	}
	for _, k := range a.Keys {
		if !p.independentOf(k.Expr, counted) {
			return nil
		}
	}
	d.Slot = p.newSlot("")
	sum, _ := function.Lookup("sum")
	calls := make([]Call, 0, len(a.Calls))
	for _, c := range a.Calls {
		switch {
		case c.Star && !d.Optional, !c.Star && c.Function.Name == "count" && !c.Distinct && p.isOneOf(c.Args[0], counted):
			c = Call{Slot: c.Slot, Function: sum, Args: []syntax.Expr{p.slotExpr(d.Slot)}}
		case c.Star || !p.independentOf(c.Args[0], counted) || len(c.Args) > 1 || !c.Distinct && c.Function.Name != "min" && c.Function.Name != "max":
			return nil
		}
		calls = append(calls, c)
	}
	return &Aggregate{Source: d, Keys: a.Keys, Calls: calls}
}

// countInnerByDegree lets COUNT { } take the number of a node's relationships.
func (p *planner) countInnerByDegree(in *Inner) {
	root := in.Root
	for {
		project, ok := root.(*Project)
		if !ok {
			break
		}
		for _, it := range project.Items {
			if !p.cannotFail(it.Expr) {
				return
			}
		}
		root = project.Source
	}
	if d, _ := p.degreeOf(root); d != nil && isArgument(d.Source) && !d.Optional && !p.writes {
		d.Slot, d.Zero = p.newSlot(""), true
		in.Root, in.Slot = d, d.Slot
	}
}

// cannotFail says whether to calculate e gives a value and does nothing else.
func (p *planner) cannotFail(e syntax.Expr) bool {
	_, known := p.plan.Slots[e]
	return known || isConstant(e)
}

// degreeOf is the Degree of a source that does nothing but follow one relationship of each of its rows, with the slots
// that it fills, the relationship's first; nil of any other.
func (p *planner) degreeOf(source Node) (d *Degree, counted []int) {
	if o, ok := source.(*Optional); ok {
		if d, counted = p.degreeOf(o.Inner); d == nil || d.Optional || !isArgument(d.Source) {
			return nil, nil
		}
		d.Source, d.Optional = o.Source, true
		return d, counted
	}
	var where []syntax.Expr
	if f, ok := source.(*Filter); ok {
		source, where = f.Source, f.Where
	}
	e, ok := source.(*Expand)
	if !ok || e.Into || len(e.Unique) > 0 {
		return nil, nil
	}
	d = &Degree{Source: e.Source, From: e.From, Direction: e.Direction, Types: e.Types, Rel: e.Rel, To: e.To}
	for _, w := range where {
		h, ok := w.(*syntax.HasLabels)
		if !ok || !p.isOneOf(h.X, []int{e.To}) {
			return nil, nil
		}
		labels, plain := syntax.AllLabels(h.Labels)
		if !plain {
			return nil, nil
		}
		for _, l := range labels {
			if l.Dynamic != nil {
				return nil, nil
			}
			d.Labels = append(d.Labels, l.Name)
		}
	}
	return d, []int{e.Rel, e.To}
}

func (p *planner) independentOf(e syntax.Expr, slots []int) bool {
	for _, s := range slots {
		if !p.independent(e, s) {
			return false
		}
	}
	return true
}
