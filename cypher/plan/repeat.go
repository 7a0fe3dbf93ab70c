package plan

import (
	"maps"
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
)

// repeated is a path that is repeated, as a pattern of its own. It begins and ends with a node.
type repeated struct {
	g      *graphPattern
	path   *patternPath
	groups []Group
	used   int   // slot with the relationships of the repetitions before
	deps   []int // slots outside that its conditions read
}

// outer gives the slots of what a repeated path leaves behind.
func (rep *repeated) outer() []int { return (&Step{Groups: rep.groups}).outer() }

// outer gives the slots of the groups' lists.
func (st *Step) outer() []int {
	var out []int
	for _, g := range st.Groups {
		out = append(out, g.Outer)
	}
	return out
}

// repetition reads ((a)-->(b) WHERE …){n,m} between two nodes. Its variables are single values in its conditions, and
// lists outside.
func (r *patternReader) repetition(n *syntax.RelPattern, from, to *patternNode) (*patternRel, error) {
	inner := &patternReader{planner: r.planner, sc: newScope(r.sc), g: &graphPattern{}, bySlot: map[int]*patternNode{}}
	if err := inner.path(n.Repeated); err != nil {
		return nil, err
	}
	r.learn(inner.g)
	rep := &repeated{g: inner.g, path: inner.g.paths[0], used: r.newSlot("")}
	for _, name := range inner.sc.names {
		g := Group{Inner: inner.sc.slots[name], Outer: r.newSlot(name)}
		r.sc.add(name, g.Outer)
		rep.groups = append(rep.groups, g)
	}
	r.late = append(append(r.late, inner.late...), func() error { rep.findDeps(); return nil })
	rel := newPatternRel(n, from, to)
	rel.slot, rel.repeated = r.newSlot(""), rep
	rel.types = rep.types()
	r.g.rels = append(r.g.rels, rel)
	return rel, nil
}

// owns says whether a slot is one of the path's nodes or relationships.
func (rep *repeated) owns(slot int) bool {
	return slices.ContainsFunc(rep.g.nodes, func(n *patternNode) bool { return n.slot == slot }) ||
		slices.ContainsFunc(rep.g.rels, func(r *patternRel) bool { return r.slot == slot })
}

// findDeps notes what the conditions read of the pattern around.
func (rep *repeated) findDeps() {
	for _, pred := range rep.g.preds {
		for _, d := range pred.deps {
			if !rep.owns(d) && !slices.Contains(rep.deps, d) {
				rep.deps = append(rep.deps, d)
			}
		}
	}
}

// types gives the types that the relationships may have, none for any.
func (rep *repeated) types() []string {
	var out []string
	for _, r := range rep.path.rels {
		if len(r.types) == 0 {
			return nil
		}
		out = append(out, r.types...)
	}
	return out
}

// fanOut estimates how many ways there are through one repetition.
func (s *solver) fanOut(rep *repeated, backward bool) float64 {
	f := 1.0
	for _, r := range rep.path.rels {
		start, end, dir := r.from, r.to, r.dir
		if backward {
			start, end, dir = r.to, r.from, r.dir.Reverse()
		}
		f *= s.degree(start.slot, dir, r.types) * s.selectivity(end.slot)
	}
	return f
}

// step plans one repetition, from the path's last node if backward.
func (s *solver) step(rep *repeated, backward bool, others []Other) Step {
	first, last := rep.path.nodes[0], rep.path.nodes[len(rep.path.nodes)-1]
	st := Step{Used: rep.used, Groups: rep.groups}
	for _, one := range rep.path.rels {
		st.Rels = append(st.Rels, one.slot)
	}
	if backward {
		first, last = last, first
		slices.Reverse(st.Rels)
	}
	inner := &solver{planner: s.planner, g: rep.g, node: &Argument{}, rows: 1, solved: maps.Clone(s.solved), began: true,
		beside: append(others, Other{Slot: rep.used, Many: true})}
	inner.solved[first.slot] = true
	st.First, st.Last, st.Body = first.slot, last.slot, inner.run()
	return st
}

// repeat is the operator for a repeated path of which at least one end is solved; backward says that it is the last.
func (s *solver) repeat(r *patternRel, backward, into bool, others []Other) Node {
	n := &Repeat{Source: s.node, Pattern: r.source, From: r.from.slot, Rel: r.slot, To: r.to.slot, Step: s.step(r.repeated, backward, others),
		Min: r.min, Max: r.max, Into: into, Reversed: backward}
	if backward {
		n.From, n.To = n.To, n.From
	}
	for _, o := range r.repeated.outer() {
		s.solved[o] = true
	}
	return n
}

// unsolved refuses a pattern whose repeated paths wait for each other.
func (s *solver) unsolved(paths []*syntax.Path) error {
	for _, r := range s.g.rels {
		if !r.solved {
			return s.errorAt(paths[0], diag.NotSupported("conditions of repeated paths that read each other's variables are not supported"))
		}
	}
	return nil
}
