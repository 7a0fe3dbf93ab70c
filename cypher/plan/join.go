package plan

import (
	"slices"

	"newsgraph/cypher/syntax"
)

// join begins with a part of the pattern that hangs together with what is solved by equalities
// only, or not at all, by solving it for itself and joining: better than to search it anew for each
// row. An index seek that can use what is solved stays better.
func (s *solver) join(first *patternNode, l leaf) bool {
	if !s.began || s.only != nil || s.rows < 2 || l.rows < 2 {
		return false
	}
	part, rels := s.part(first)
	if s.clash(rels) {
		return false
	}
	h := &HashJoin{Source: s.node}
	var used []*predicate
	for _, pred := range s.g.preds {
		if left, right, ok := s.equates(pred, part, rels); ok {
			h.Left, h.Right = append(h.Left, left), append(h.Right, right)
			used = append(used, pred)
		}
	}
	if len(h.Left) == 0 && len(rels) == 0 {
		return false
	}
	inner := &solver{planner: s.planner, g: s.g, node: &Argument{}, rows: 1, solved: map[int]bool{}, only: part}
	h.Inner = inner.run()
	for _, pred := range used {
		pred.used = true
	}
	for slot := range inner.solved {
		h.InnerSlots = append(h.InnerSlots, slot)
		s.solved[slot] = true
	}
	slices.Sort(h.InnerSlots)
	s.node = h
	s.rows *= max(1, inner.rows)
	if len(h.Left) > 0 {
		s.rows *= 0.1
	}
	return true
}

// part gives the nodes that first is joined with by relationships, and these.
func (s *solver) part(first *patternNode) (map[*patternNode]bool, []*patternRel) {
	part := map[*patternNode]bool{first: true}
	var rels []*patternRel
	for grown := true; grown; {
		grown = false
		for _, r := range s.g.rels {
			if r.solved || r.shortest != nil || !part[r.from] && !part[r.to] || slices.Contains(rels, r) {
				continue
			}
			part[r.from], part[r.to], grown = true, true, true
			rels = append(rels, r)
		}
	}
	return part, rels
}

// clash says whether the part's relationships need to look at what is solved: to differ from it, or
// because they are bound.
func (s *solver) clash(rels []*patternRel) bool {
	for _, r := range rels {
		if r.bound || s.solved[r.from.slot] || s.solved[r.to.slot] || s.looksOut(r) {
			return true
		}
		for _, o := range s.g.rels {
			if o.solved && o.shortest == nil && overlap(o.types, r.types) {
				return true
			}
		}
	}
	return false
}

// looksOut says whether the conditions on the single relationships of r read anything else.
func (s *solver) looksOut(r *patternRel) bool {
	out := r.repeated != nil && len(r.repeated.deps) > 0
	for _, e := range r.where {
		syntax.Walk(e, func(e syntax.Expr) bool {
			slot, found := s.plan.Slots[e]
			_, inner := s.plan.Inner[e]
			out = out || inner || found && slot != r.step && !s.isLocal(slot)
			return !out
		})
	}
	return out
}

// equates says whether a predicate equates something of what is solved with something of the part.
func (s *solver) equates(pred *predicate, part map[*patternNode]bool, rels []*patternRel) (left, right syntax.Expr, ok bool) {
	c, isComparison := pred.expr.(*syntax.Comparison)
	if !isComparison || pred.used || len(c.Ops) != 1 || c.Ops[0] != "=" {
		return nil, nil, false
	}
	inPart := func(e syntax.Expr) bool { return s.readsOnly(e, part, rels) }
	a, b := c.Operands[0], c.Operands[1]
	switch {
	case s.known(a) && inPart(b):
		return a, b, true
	case s.known(b) && inPart(a):
		return b, a, true
	}
	return nil, nil, false
}

// readsOnly says whether e reads slots of the part, and no other.
func (s *solver) readsOnly(e syntax.Expr, part map[*patternNode]bool, rels []*patternRel) bool {
	slots := map[int]bool{}
	for n := range part {
		slots[n.slot] = true
	}
	for _, r := range rels {
		slots[r.slot] = true
	}
	some, only := false, true
	syntax.Walk(e, func(e syntax.Expr) bool {
		if slot, found := s.plan.Slots[e]; found && !s.isLocal(slot) {
			some = some || slots[slot]
			only = only && slots[slot]
		}
		if _, inner := s.plan.Inner[e]; inner {
			only = false
		}
		return only
	})
	return some && only
}
