package plan

import (
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
)

// search is a path of which only some are wanted between its ends: SHORTEST 3 (a)-[…]->+(b) ….
type search struct {
	path   *syntax.Path
	nodes  []*patternNode // before, between and behind the parts
	parts  []*patternRel  // each with what is repeated
	paths  []int          // slots of the path's names
	preds  []*predicate   // of what is between the ends, and of the whole path
	fills  []int          // slots that the search fills, but for those of the ends
	single []bool         // the part is a plain relationship
}

// selected reads a path with a selector. To the pattern it is one relationship between the path's ends; the nodes between
// them are the search's own.
func (r *patternReader) selected(path *syntax.Path) error {
	s := &search{path: path}
	from, err := r.node(path.Nodes[0])
	if err != nil {
		return err
	}
	to, err := r.node(path.Nodes[len(path.Nodes)-1])
	if err != nil {
		return err
	}
	inner := &patternReader{planner: r.planner, sc: r.sc, g: &graphPattern{}, bySlot: r.bySlot}
	s.nodes = []*patternNode{from}
	for i, rel := range path.Rels {
		end := to
		if i+1 < len(path.Rels) {
			if end, err = inner.node(path.Nodes[i+1]); err != nil {
				return err
			}
		}
		if err := inner.part(s, rel, s.nodes[i], end); err != nil {
			return err
		}
		s.nodes = append(s.nodes, end)
	}
	for _, n := range inner.g.nodes {
		if !n.bound {
			s.fills = append(s.fills, n.slot)
		}
	}
	for _, name := range [...]*syntax.Name{path.Part, path.Variable} {
		slot, err := r.pathSlot(name)
		if err != nil {
			return err
		}
		if slot >= 0 {
			s.paths = append(s.paths, slot)
		}
	}
	s.fills = append(s.fills, s.paths...)
	inner.where(path.Where, inner.condition)
	r.learn(inner.g)
	r.late = append(append(r.late, inner.late...), func() error { s.preds = inner.g.preds; return nil })
	r.g.rels = append(r.g.rels, &patternRel{slot: r.newSlot(""), from: from, to: to, length: &syntax.Length{}, min: 1, max: -1, step: -1, search: s})
	return nil
}

// part reads one part of a selected path. A relationship is read as the path of which it is all.
func (r *patternReader) part(s *search, n *syntax.RelPattern, from, to *patternNode) error {
	whole := n
	if n.Repeated == nil {
		one := *n
		one.Length = nil
		end := func(at int) *syntax.NodePattern { return &syntax.NodePattern{Span: syntax.Span{Start: at, End: at}} }
		path := &syntax.Path{Span: n.Span, Nodes: []*syntax.NodePattern{end(n.Start), end(n.End)}, Rels: []*syntax.RelPattern{&one}}
		whole = &syntax.RelPattern{Span: n.Span, Repeated: path, Length: n.Length}
		if n.Variable != nil && n.Length != nil {
			if _, bound := r.lookup(n.Variable.Text); bound {
				return r.errorAt(n, diag.NotSupported("a list of relationships that is bound already is not supported in a path that is selected"))
			}
		}
	}
	rel, err := r.repetition(whole, from, to)
	if err != nil {
		return err
	}
	s.parts = append(s.parts, rel)
	s.single = append(s.single, n.Length == nil)
	if n.Length != nil {
		s.fills = append(s.fills, rel.repeated.outer()...)
		return nil
	}
	// The one relationship is its own slot inside and outside, so that conditions that read more can be checked outside.
	one := rel.repeated.path.rels[0]
	rel.repeated.groups = []Group{{Inner: one.slot, Outer: one.slot}}
	if !one.bound {
		s.fills = append(s.fills, one.slot)
		if n.Variable != nil {
			r.sc.add(n.Variable.Text, one.slot)
		}
	}
	return nil
}

// fewEnds is how many ends, by estimate, are better looked for before the search than after it.
const fewEnds = 3

// canSearch says whether all that the search reads is there: one end, the other too if there are few that it can be.
func (s *solver) canSearch(r *patternRel) bool {
	for i, part := range r.search.parts {
		if !r.search.single[i] && !s.ready(part.repeated.deps) {
			return false
		}
	}
	for _, n := range [...]*patternNode{r.from, r.to} {
		if !s.solved[n.slot] && s.bestLeaf(n).rows <= fewEnds {
			return false
		}
	}
	return true
}

// searchFanOut estimates how many ends a search finds.
func (s *solver) searchFanOut(se *search, backward bool) float64 {
	f := 1.0
	for _, part := range se.parts {
		one := s.fanOut(part.repeated, backward)
		if part.length != nil {
			one *= one * 2
		}
		f *= one
	}
	return min(f, float64(max(1, s.view.NodeCount())))
}

// selectPaths is the operator that searches a selected path; backward says that it begins with the path's last node.
func (s *solver) selectPaths(r *patternRel, backward, into bool) Node {
	se := r.search
	if into && s.isPlain(se) {
		return s.shortestOf(r)
	}
	n := &Search{Source: s.node, Pattern: se.path, Rel: r.slot, Paths: se.paths, Into: into, Reversed: backward,
		Count: se.path.Selector.Count, Groups: se.path.Selector.Groups}
	for i, part := range se.parts {
		if se.single[i] {
			se.preds = append(se.preds, s.unready(part.repeated)...)
		}
		p := Part{Step: s.step(part.repeated, backward, nil), Min: part.min, Max: part.max, Single: se.single[i]}
		n.Parts = append(n.Parts, p)
	}
	for _, node := range se.nodes {
		n.Checks = append(n.Checks, Check{Slot: node.slot, Bound: s.solved[node.slot]})
	}
	end := r.to
	if backward {
		slices.Reverse(n.Parts)
		slices.Reverse(n.Checks)
		end = r.from
	}
	// What is known of the other end alone tells the paths to it from the others, and does not choose between them.
	if !into {
		n.Checks[len(se.parts)].Where = s.about(s.g.preds, end)
	}
	for i := range n.Checks {
		c := &n.Checks[i]
		c.Where = append(c.Where, s.about(se.preds, se.node(c.Slot))...)
	}
	for _, pred := range se.preds {
		if !pred.used {
			pred.used = true
			n.Accept = append(n.Accept, pred.expr)
		}
	}
	for _, slot := range se.fills {
		s.solved[slot] = true
	}
	return n
}

// isPlain says whether a search is for one path, or one length, over relationships that are all alike and are looked at
// one by one: between two bound nodes, a search from both sides finds that sooner.
func (s *solver) isPlain(se *search) bool {
	rep := se.parts[0].repeated
	if len(se.parts) > 1 || se.single[0] || se.parts[0].min > 1 || len(rep.path.rels) > 1 || se.path.Selector.Count > 1 || len(se.paths) > 1 || len(se.preds) > 0 {
		return false
	}
	rel := rep.path.rels[0]
	for _, pred := range rep.g.preds {
		if !s.ready(slices.DeleteFunc(slices.Clone(pred.deps), func(d int) bool { return d == rel.slot })) {
			return false
		}
	}
	return len(rep.groups) == 0 || len(rep.groups) == 1 && rep.groups[0].Inner == rel.slot
}

func (s *solver) shortestOf(r *patternRel) Node {
	se, part := r.search, r.search.parts[0]
	rel := part.repeated.path.rels[0]
	n := &Shortest{Source: s.node, From: r.from.slot, Rel: r.slot, To: r.to.slot, Path: -1, Direction: rel.dir, Types: rel.types, Min: part.min, Max: part.max,
		All: se.path.Selector.Groups, Many: true, Cycles: true, Step: rel.slot}
	if len(part.repeated.groups) > 0 {
		n.Rel = part.repeated.groups[0].Outer
	}
	if len(se.paths) > 0 {
		n.Path = se.paths[0]
	}
	for _, pred := range part.repeated.g.preds {
		n.Where = append(n.Where, pred.expr)
	}
	for _, slot := range se.fills {
		s.solved[slot] = true
	}
	return n
}

// unready takes the predicates from a path that read what is not solved yet.
func (s *solver) unready(rep *repeated) []*predicate {
	var out []*predicate
	for _, pred := range rep.g.preds {
		if !s.ready(slices.DeleteFunc(slices.Clone(pred.deps), rep.owns)) {
			out = append(out, pred)
		}
	}
	rep.g.preds = slices.DeleteFunc(rep.g.preds, func(pred *predicate) bool { return slices.Contains(out, pred) })
	return out
}

func (se *search) node(slot int) *patternNode {
	return se.nodes[slices.IndexFunc(se.nodes, func(n *patternNode) bool { return n.slot == slot })]
}

// about takes the predicates that read a node and nothing else that is not solved yet.
func (s *solver) about(preds []*predicate, n *patternNode) []syntax.Expr {
	var out []syntax.Expr
	for _, pred := range preds {
		rest := slices.DeleteFunc(slices.Clone(pred.deps), func(d int) bool { return d == n.slot })
		if !pred.used && len(rest) < len(pred.deps) && s.ready(rest) {
			pred.used = true
			out = append(out, pred.expr)
		}
	}
	return out
}
