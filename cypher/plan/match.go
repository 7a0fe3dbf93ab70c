package plan

import (
	"slices"

	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// match plans MATCH and OPTIONAL MATCH.
func (p *planner) match(c *syntax.Match, sc *scope, source Node) (Node, error) {
	p.noteRead()
	for _, path := range c.Patterns {
		p.mention(path)
	}
	if !c.Optional {
		node, _, err := p.solve(c.Patterns, c.Where, sc, source)
		return node, err
	}
	before := p.plan.Width
	inner, slots, err := p.solve(c.Patterns, c.Where, sc, &Argument{})
	if err != nil {
		return nil, err
	}
	slots = slices.DeleteFunc(slots, func(s int) bool { return s < before })
	return &Optional{Source: source, Inner: inner, Slots: slots}, nil
}

// mention notes the labels and types of a path.
func (p *planner) mention(path *syntax.Path) {
	for i, n := range path.Nodes {
		p.mentionIn(n.Labels, false)
		if i == 0 {
			continue
		}
		if r := path.Rels[i-1]; r.Repeated != nil {
			p.mention(r.Repeated)
		} else {
			p.mentionIn(r.Types, true)
		}
	}
}

func (p *planner) mentionIn(e syntax.LabelExpr, isType bool) {
	switch e := e.(type) {
	case *syntax.Label:
		if e.Dynamic != nil {
			return
		}
		p.plan.Mentions = append(p.plan.Mentions, Mention{e, isType})
	case *syntax.LabelNot:
		p.mentionIn(e.X, isType)
	case *syntax.LabelAnd:
		p.mentionIn(e.Left, isType)
		p.mentionIn(e.Right, isType)
	case *syntax.LabelOr:
		p.mentionIn(e.Left, isType)
		p.mentionIn(e.Right, isType)
	}
}

// solve plans a pattern with its condition, for the rows of source, and gives the slots that the
// pattern binds. New variables are added to sc.
func (p *planner) solve(paths []*syntax.Path, where syntax.Expr, sc *scope, source Node) (Node, []int, error) {
	args := sc.live()
	g, err := p.readPattern(paths, sc)
	if err != nil {
		return nil, nil, err
	}
	if where != nil {
		for _, c := range conjuncts(where) {
			pred, err := p.predicate(c, sc)
			if err != nil {
				return nil, nil, err
			}
			g.preds = append(g.preds, pred)
		}
	}
	for _, n := range g.nodes {
		if n.bound && !g.touches(n) {
			g.preds = append(g.preds, &predicate{expr: &syntax.IsNull{X: p.slotExpr(n.slot), Negated: true}, deps: []int{n.slot}})
		}
	}
	s := p.solver(g, args, source)
	s.learn(g)
	node := p.suppose(g, args, source)
	if node == nil {
		node = p.choose(g, args, source)
	}
	if node == nil {
		node = s.run()
		if err := s.unsolved(paths); err != nil {
			return nil, nil, err
		}
	}
	var slots []int
	for _, n := range g.nodes {
		if !n.bound {
			slots = append(slots, n.slot)
		}
	}
	for _, r := range g.rels {
		if !r.bound {
			slots = append(slots, r.slot)
		}
		switch {
		case r.repeated != nil:
			slots = append(slots, r.repeated.outer()...)
		case r.search != nil:
			slots = append(slots, r.search.fills...)
		}
	}
	for _, path := range g.paths {
		if path.slot >= 0 {
			slots = append(slots, path.slot)
		}
	}
	return node, slots, nil
}

// solver builds the operators of one pattern, greedily: always the step that is estimated to leave
// the fewest rows.
type solver struct {
	*planner
	g      *graphPattern
	node   Node
	rows   float64 // estimate
	solved map[int]bool
	began  bool                  // something of the pattern is solved
	only   map[*patternNode]bool // nil: all of the pattern
	beside []Other               // relationships outside of the pattern that those in it must differ from
	ends   map[*patternNode]bool // that are solved to be arrived at, not to go on from
}

// learn notes the labels of a pattern's nodes, for estimates.
func (p *planner) learn(g *graphPattern) {
	for _, n := range g.nodes {
		p.labels[n.slot] = append(p.labels[n.slot], n.labels...)
		if len(n.anyOf) > 0 {
			p.anyOf[n.slot] = n.anyOf
		}
	}
}

// solver begins to solve a pattern for rows of source in which the slots of args are filled.
func (p *planner) solver(g *graphPattern, args []int, source Node) *solver {
	s := &solver{planner: p, g: g, node: source, rows: 1, solved: map[int]bool{}}
	for _, a := range args {
		s.solved[a] = true
	}
	return s
}

func (s *solver) run() Node {
	s.filter()
	s.seekEnds()
	for {
		s.makePaths()
		if rel := s.nextRel(); rel != nil {
			s.expand(rel)
			for rel := s.arrival(); rel != nil; rel = s.arrival() {
				s.expand(rel)
			}
		} else if s.nextLeaf() {
			s.seekEnds()
		} else {
			break
		}
		s.filter()
	}
	s.makePaths()
	s.filter()
	return s.node
}

// filter applies the predicates whose slots are all solved.
func (s *solver) filter() {
	var where []syntax.Expr
	for _, pred := range s.g.preds {
		if !pred.used && s.ready(pred.deps) {
			pred.used = true
			where = append(where, pred.expr)
			s.rows *= 0.5
		}
	}
	if len(where) > 0 {
		s.node = &Filter{Source: s.node, Where: where}
	}
}

func (s *solver) ready(deps []int) bool {
	for _, d := range deps {
		if !s.solved[d] {
			return false
		}
	}
	return true
}

// makePaths puts named paths together whose parts are all there.
func (s *solver) makePaths() {
	for _, path := range s.g.paths {
		if path.made || path.slot < 0 || path.kind != syntax.AllPaths || !s.complete(path) {
			continue
		}
		path.made = true
		m := pathOf(path)
		m.Source = s.node
		s.node = &m
		s.solved[path.slot] = true
	}
}

func (s *solver) complete(path *patternPath) bool {
	for _, n := range path.nodes {
		if !s.solved[n.slot] {
			return false
		}
	}
	for _, r := range path.rels {
		if !r.solved {
			return false
		}
	}
	return true
}

func pathOf(path *patternPath) MakePath {
	m := MakePath{Slot: path.slot}
	for _, n := range path.nodes {
		m.Nodes = append(m.Nodes, n.slot)
	}
	for _, r := range path.rels {
		m.Rels = append(m.Rels, r.slot)
		m.Many = append(m.Many, r.many())
	}
	return m
}

// nextRel gives the cheapest relationship that can be followed now: bound ones first, then those
// between two solved nodes, then the one with the smallest estimate. Shortest paths wait for both
// their ends, and for everything else.
func (s *solver) nextRel() *patternRel {
	var best *patternRel
	bestCost := 0.0
	for _, r := range s.g.rels {
		from, to := s.solved[r.from.slot], s.solved[r.to.slot]
		begins := from && !s.ends[r.from] || to && !s.ends[r.to] || r.bound && !r.many()
		if s.only != nil && !s.only[r.from] || r.solved || !begins || r.shortest != nil && !(from && to) ||
			r.repeated != nil && !s.ready(r.repeated.deps) || r.search != nil && !s.canSearch(r) {
			continue
		}
		cost := s.expandFactor(r, from, to)
		if r.shortest != nil {
			cost += 1e15
		}
		if best == nil || cost < bestCost {
			best, bestCost = r, cost
		}
	}
	if best != nil && best.shortest != nil && s.anyLeft() {
		return nil
	}
	return best
}

// arrival is a relationship from what is solved to one of the ends, nil if there is none. To see whether it is there
// takes less than most conditions, and leaves fewer rows.
func (s *solver) arrival() *patternRel {
	for _, r := range s.g.rels {
		plain := !r.solved && !r.bound && r.shortest == nil && r.repeated == nil && r.search == nil
		if plain && (!r.many() || r.max == 1) && s.solved[r.from.slot] && s.solved[r.to.slot] && s.ends[r.from] != s.ends[r.to] {
			return r
		}
	}
	return nil
}

// anyLeft says whether relationships other than shortest paths, or nodes, are still to be solved.
func (s *solver) anyLeft() bool {
	for _, r := range s.g.rels {
		if !r.solved && r.shortest == nil && (s.only == nil || s.only[r.from]) {
			return true
		}
	}
	return false
}

func (s *solver) expandFactor(r *patternRel, from, to bool) float64 {
	if r.bound {
		return -1
	}
	start, dir := r.from, r.dir
	if !from {
		start, dir = r.to, r.dir.Reverse()
	}
	f := s.degree(start.slot, dir, r.types)
	switch {
	case r.repeated != nil:
		f = s.fanOut(r.repeated, !from)
	case r.search != nil:
		f = s.searchFanOut(r.search, !from)
	}
	if from && to {
		nodes := float64(max(1, s.view.NodeCount()))
		return min(f/nodes, 0.9)
	}
	if r.many() {
		f = f * f * 2
	}
	end := r.to
	if !from {
		end = r.from
	}
	return f * s.selectivity(end.slot) * s.guess(end)
}

// guess is the share of rows that the predicates on a node alone are expected to leave.
func (s *solver) guess(n *patternNode) float64 {
	share := 1.0
	for _, pred := range s.g.preds {
		if pred.used || !slices.Contains(pred.deps, n.slot) {
			continue
		}
		if _, isLabel := pred.expr.(*syntax.HasLabels); isLabel {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(pred.deps), func(d int) bool { return d == n.slot })
		if s.ready(rest) {
			share *= 0.1
		}
	}
	return share
}

// degree is the average number of relationships of the nodes that may be in a slot.
func (s *solver) degree(slot int, dir storageDirection, types []string) float64 {
	ids, known := s.typeIDs(types)
	if len(types) > 0 && !known {
		return 0.001
	}
	best := -1.0
	for _, name := range s.labels[slot] {
		if _, ok := s.view.Label(name); !ok {
			return 0.001
		}
		if n, hops := s.hops([]string{name}, dir, ids); n > 0 && (best < 0 || hops/n < best) {
			best = hops / n
		}
	}
	if n, hops := s.hops(s.anyOf[slot], dir, ids); n > 0 && (best < 0 || hops/n < best) {
		best = hops / n
	}
	if best >= 0 {
		return best
	}
	total := int64(0)
	if len(types) == 0 {
		total = s.view.RelCount()
	}
	for _, t := range ids {
		total += s.view.TypeCount(t)
	}
	f := float64(total) / float64(max(1, s.view.NodeCount()))
	if dir == bothWays {
		f *= 2
	}
	return f
}

// hops counts the nodes with each of some labels, and their relationships.
func (s *solver) hops(labels []string, dir storageDirection, types []relType) (nodes, rels float64) {
	for _, name := range labels {
		if l, ok := s.view.Label(name); ok {
			nodes += float64(s.view.LabelCount(l))
			rels += float64(s.view.DegreeCount(l, dir, types...))
		}
	}
	return nodes, rels
}

// selectivity is the share of all nodes that may be in a slot by their labels.
func (s *solver) selectivity(slot int) float64 {
	all, share := float64(max(1, s.view.NodeCount())), 1.0
	for _, name := range s.labels[slot] {
		n, _ := s.hops([]string{name}, bothWays, nil)
		share = min(share, n/all)
	}
	if any := s.anyOf[slot]; len(any) > 0 {
		n, _ := s.hops(any, bothWays, nil)
		share = min(share, n/all)
	}
	return share
}

func (s *solver) typeIDs(types []string) ([]relType, bool) { return typeIDs(s.view, types) }

// typeIDs is the numbers of those types that exist; false if none does.
func typeIDs(v *storage.View, types []string) ([]relType, bool) {
	var ids []relType
	for _, name := range types {
		if t, ok := v.RelType(name); ok {
			ids = append(ids, t)
		}
	}
	return ids, len(ids) > 0
}

// expand adds the operator for a relationship of which at least one end is solved.
func (s *solver) expand(r *patternRel) {
	r.solved = true
	from, to, dir, turned := r.from, r.to, r.dir, false
	if s.turns(r) {
		from, to, dir, turned = to, from, dir.Reverse(), true
	}
	fromSolved, into := s.solved[from.slot], s.solved[to.slot]
	s.rows *= max(0.01, s.expandFactor(r, s.solved[r.from.slot], s.solved[r.to.slot]))
	others := s.others(r)
	switch {
	case r.shortest != nil:
		s.shortest(r, others)
	case r.bound:
		s.node = &BoundRel{Source: s.node, From: r.from.slot, Rel: r.slot, To: r.to.slot, Direction: r.dir, Types: r.types,
			Many: r.many(), Min: r.min, Max: r.max, FromBound: s.solved[r.from.slot], ToBound: s.solved[r.to.slot] || !fromSolved && r.from == r.to,
			Unique: others, Step: r.step, Where: r.where}
	case r.search != nil:
		s.node = s.selectPaths(r, turned, into)
	case r.repeated != nil:
		s.node = s.repeat(r, turned, into, others)
	case r.many():
		s.node = &VarExpand{Source: s.node, From: from.slot, Rel: r.slot, To: to.slot, Direction: dir, Types: r.types,
			Min: r.min, Max: r.max, Into: into, Reversed: turned, Unique: others, Step: r.step, Where: r.where}
	default:
		s.node = &Expand{Source: s.node, From: from.slot, Rel: r.slot, To: to.slot, Direction: dir, Types: r.types, Into: into, Unique: others}
	}
	s.solved[r.from.slot], s.solved[r.to.slot], s.solved[r.slot] = true, true, true
	delete(s.ends, r.from)
	delete(s.ends, r.to)
	s.began = true
}

// turns says whether a relationship is followed from its last node: only that is solved, or the first is an end.
func (s *solver) turns(r *patternRel) bool {
	if !s.solved[r.to.slot] {
		return false
	}
	single := r.shortest == nil && r.repeated == nil && r.search == nil && !r.bound
	return !s.solved[r.from.slot] || single && s.ends[r.from] && !s.ends[r.to]
}

// others gives the relationships of the pattern, solved before, that r must differ from: those
// that can have one of its types.
func (s *solver) others(r *patternRel) []Other {
	out := slices.Clone(s.beside)
	for _, o := range s.g.rels {
		if o != r && o.solved && o.shortest == nil && r.shortest == nil && overlap(o.types, r.types) {
			out = append(out, Other{Slot: o.slot, Many: o.many()})
		}
	}
	return out
}

func overlap(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(t string) bool { return slices.Contains(b, t) })
}

// shortest adds the search for shortest paths. Conditions about the path itself, and about its
// relationships, are checked while searching, so that a longer path that fulfils them is found.
func (s *solver) shortest(r *patternRel, others []Other) {
	n := &Shortest{Source: s.node, From: r.from.slot, Rel: r.slot, To: r.to.slot, Path: r.shortest.slot, Direction: r.dir,
		Types: r.types, Min: r.min, Max: r.max, All: r.shortest.kind == syntax.AllShortestPaths, Many: r.many(),
		Unique: others, Step: r.step, Where: r.where}
	s.solved[r.slot] = true
	if n.Path >= 0 {
		s.solved[n.Path] = true
	}
	for _, pred := range s.g.preds {
		if !pred.used && s.ready(pred.deps) && (slices.Contains(pred.deps, r.slot) || n.Path >= 0 && slices.Contains(pred.deps, n.Path)) {
			pred.used = true
			n.Accept = append(n.Accept, pred.expr)
		}
	}
	s.node = n
}
