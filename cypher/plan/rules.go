package plan

import (
	"reflect"

	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// rule rewrites an operator whose sources were rewritten before; nil leaves it as it is.
type rule struct {
	name  string
	apply func(*planner, Node) Node
}

// rules are applied in this order to every operator, sources first.
var rules = []rule{
	{"join filters that follow each other", joinFilters},
	{"take counts from the store", countFromStore},
}

// improve applies the rules to a tree.
func (p *planner) improve(n Node) Node {
	v := reflect.ValueOf(n).Elem()
	for _, field := range sourceFields {
		if f := v.FieldByName(field); f.IsValid() && !f.IsNil() {
			f.Set(reflect.ValueOf(p.improve(f.Interface().(Node))))
		}
	}
	if u, ok := n.(*Union); ok {
		for i, b := range u.Branches {
			u.Branches[i] = p.improve(b)
		}
	}
	for _, r := range rules {
		if better := r.apply(p, n); better != nil {
			n = better
		}
	}
	return n
}

// sourceFields are the names of the fields that hold an operator's sources.
var sourceFields = []string{"Source", "Inner", "Body"}

func joinFilters(_ *planner, n Node) Node {
	outer, ok := n.(*Filter)
	if !ok {
		return nil
	}
	inner, ok := outer.Source.(*Filter)
	if !ok {
		return nil
	}
	return &Filter{Source: inner.Source, Where: append(append([]syntax.Expr{}, inner.Where...), outer.Where...)}
}

// countFromStore answers count(*) over all nodes, the nodes of a label, or the relationships of a
// type from the exact counts that the store keeps.
func countFromStore(p *planner, n Node) Node {
	a, ok := n.(*Aggregate)
	if !ok || len(a.Keys) > 0 || len(a.Calls) != 1 {
		return nil
	}
	c := a.Calls[0]
	count := &Count{Slot: c.Slot}
	var filled []int
	switch s := a.Source.(type) {
	case *AllNodes:
		if !isArgument(s.Source) {
			return nil
		}
		filled = []int{s.Slot}
	case *LabelScan:
		if !isArgument(s.Source) {
			return nil
		}
		count.Label, filled = s.Label, []int{s.Slot}
	case *TypeScan:
		if !isArgument(s.Source) || s.Direction == storage.Both || len(s.Unique) > 0 {
			return nil
		}
		count.Rels, count.Types, filled = true, s.Types, []int{s.Rel, s.From, s.To}
	case *Expand:
		from, ok := s.Source.(*AllNodes)
		if !ok || !isArgument(from.Source) || s.Into || s.Direction == storage.Both || len(s.Unique) > 0 {
			return nil
		}
		count.Rels, count.Types, filled = true, s.Types, []int{s.Rel, s.From, s.To}
	default:
		return nil
	}
	if c.Star || c.Function.Name == "count" && !c.Distinct && p.isOneOf(c.Args[0], filled) {
		return count
	}
	return nil
}

// isOneOf says whether e is one of the slots, which are never null.
func (p *planner) isOneOf(e syntax.Expr, slots []int) bool {
	v, ok := e.(*syntax.Variable)
	if !ok {
		return false
	}
	for _, s := range slots {
		if p.plan.Slots[v] == s {
			return true
		}
	}
	return false
}

func isArgument(n Node) bool {
	_, ok := n.(*Argument)
	return ok
}
