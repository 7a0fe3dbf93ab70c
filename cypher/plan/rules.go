package plan

import (
	"reflect"
	"slices"
	"strings"

	"newsgraph/cypher/function"
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
	{"count relationships without following them", countByDegree},
	{"project the first rows once they are found", projectLate},
}

// improve applies the rules to a tree.
func (p *planner) improve(n Node) Node {
	v := reflect.ValueOf(n).Elem()
	for _, field := range sourceFields {
		if f := v.FieldByName(field); f.IsValid() && !f.IsNil() {
			f.Set(reflect.ValueOf(p.improve(f.Interface().(Node))))
		}
	}
	switch n := n.(type) {
	case *Union:
		for i, b := range n.Branches {
			n.Branches[i] = p.improve(b)
		}
	case *Search:
		for i, part := range n.Parts {
			n.Parts[i].Body = p.improve(part.Body)
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
var sourceFields = []string{"Source", "Inner", "Body", "Then", "Else"}

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
// type from the exact counts that the store keeps; over relationships also by type.
func countFromStore(p *planner, n Node) Node {
	a, ok := n.(*Aggregate)
	if !ok || len(a.Calls) != 1 {
		return nil
	}
	count, filled := wholeScan(a.Source)
	c := a.Calls[0]
	if count == nil || !c.Star && (c.Function.Name != "count" || c.Distinct || !p.isOneOf(c.Args[0], filled)) {
		return nil
	}
	count.Slot = c.Slot
	if len(a.Keys) == 0 {
		return count
	}
	constants := &Project{Source: count}
	for _, k := range a.Keys {
		switch {
		case count.Rels && !count.ByType && p.isTypeOf(k.Expr, filled[:1]):
			count.ByType, count.Type = true, k.Slot
		case isConstant(k.Expr):
			constants.Items = append(constants.Items, k)
		default:
			return nil
		}
	}
	switch {
	case !count.ByType:
		return nil // no rows where there is nothing to count
	case len(constants.Items) == 0:
		return count
	}
	return constants
}

// wholeScan is the Count of what a source gives, with the slots that the source fills, a relationship's first; nil if
// the store keeps no number of it.
func wholeScan(source Node) (count *Count, filled []int) {
	switch s := source.(type) {
	case *AllNodes:
		if isArgument(s.Source) {
			return &Count{}, []int{s.Slot}
		}
	case *LabelScan:
		if isArgument(s.Source) {
			return &Count{Label: s.Label}, []int{s.Slot}
		}
	case *TypeScan:
		if isArgument(s.Source) && s.Direction != storage.Both && len(s.Unique) == 0 {
			return &Count{Rels: true, Types: s.Types}, []int{s.Rel, s.From, s.To}
		}
	case *Expand:
		from, ok := s.Source.(*AllNodes)
		if ok && isArgument(from.Source) && !s.Into && s.Direction != storage.Both && len(s.Unique) == 0 {
			return &Count{Rels: true, Types: s.Types}, []int{s.Rel, s.From, s.To}
		}
	}
	return nil, nil
}

// isTypeOf says whether e is the type of the relationship in one of the slots.
func (p *planner) isTypeOf(e syntax.Expr, slots []int) bool {
	c, ok := e.(*syntax.Call)
	return ok && strings.EqualFold(c.Name.Text, "type") && len(c.Args) == 1 && p.isOneOf(c.Args[0], slots)
}

// isConstant says whether e is the same for every row.
func isConstant(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.Null, *syntax.Boolean, *syntax.Integer, *syntax.Float, *syntax.String, *syntax.Parameter:
		return true
	}
	return false
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

// projectLate moves what is projected below ORDER BY … LIMIT above it, so that it is calculated for the rows that are
// left; sort keys are calculated by the sort then, as far as it needs them. What a sort key reads as a part, what is
// dear or can differ the second time stays below. A query that writes sees its rows change, so that it is left alone.
func projectLate(p *planner, n Node) Node {
	s, ok := n.(*Sort)
	if !ok || s.Limit == nil || p.plan.Writes {
		return nil
	}
	below, ok := s.Source.(*Project)
	if !ok {
		return nil
	}
	early, late := &Project{Source: below.Source}, &Project{}
	first := &Sort{Source: early, Keys: slices.Clone(s.Keys), Limit: s.Limit, Skip: s.Skip, Keep: slices.Clone(s.Keep)}
	for _, it := range below.Items {
		if !p.postpone(it, first.Keys) {
			early.Items = append(early.Items, it)
			continue
		}
		late.Items = append(late.Items, it)
		first.Keep = append(slices.DeleteFunc(first.Keep, func(slot int) bool { return slot == it.Slot }), it.Reads...)
	}
	if len(late.Items) == 0 {
		return nil
	}
	if len(early.Items) == 0 {
		first.Source = early.Source
	}
	slices.Sort(first.Keep)
	first.Keep = slices.Compact(first.Keep)
	late.Source = first
	return late
}

// postpone says whether an item can be calculated after the sort, and replaces the sort keys that are the item.
func (p *planner) postpone(it Item, keys []SortKey) bool {
	whole := false
	for _, k := range keys {
		if slot, ok := p.plan.Slots[k.Expr]; ok {
			whole = whole || slot == it.Slot
		} else if !p.independent(k.Expr, it.Slot) {
			return false
		}
	}
	if whole && !p.repeatable(it.Expr) {
		return false
	}
	for i, k := range keys {
		if slot, ok := p.plan.Slots[k.Expr]; ok && slot == it.Slot {
			keys[i].Expr = it.Expr
		}
	}
	return true
}

// independent says whether e surely does not read a slot.
func (p *planner) independent(e syntax.Expr, slot int) bool {
	free := true
	syntax.Walk(e, func(e syntax.Expr) bool {
		_, inner := p.plan.Inner[e]
		s, known := p.plan.Slots[e]
		free = free && !inner && !(known && s == slot)
		return free && !known
	})
	return free
}

// repeatable says whether e gives the same a second time, and cheaply.
func (p *planner) repeatable(e syntax.Expr) bool {
	ok := true
	syntax.Walk(e, func(e syntax.Expr) bool {
		if _, inner := p.plan.Inner[e]; inner {
			ok = false
		}
		if c, call := e.(*syntax.Call); call {
			f, known := function.Lookup(c.Name.Text)
			ok = ok && known && !f.Volatile
		}
		return ok
	})
	return ok
}
