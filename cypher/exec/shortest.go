package exec

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// shortest searches for shortest paths between two nodes of the row: breadth first from both ends,
// each time from the one with the smaller frontier. Where the query says more about the path than
// its ends, types and single relationships, longer paths are tried until one fulfils it.
type shortest struct {
	src    operator
	n      *plan.Shortest
	types  *relTypes
	where  []truth
	accept []truth
	found  [][]int64 // paths still to be given, as relationships
	from   int64
	max    int64 // length that a path may have; < 0: any
	avoid  int64 // a relationship that may not be used, or -1
}

func (s *shortest) open(r *Run) error {
	s.found = nil
	return s.src.open(r)
}

func (s *shortest) next(r *Run) (bool, error) {
	for {
		if len(s.found) > 0 {
			s.put(r, s.found[0])
			s.found = s.found[1:]
			return true, nil
		}
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		from, okFrom, err := r.nodeID(s.n.From)
		if err != nil {
			return false, err
		}
		to, okTo, err := r.nodeID(s.n.To)
		if err != nil {
			return false, err
		}
		if !okFrom || !okTo {
			continue
		}
		s.from = from
		if s.found, err = s.search(r, from, to); err != nil {
			return false, err
		}
	}
}

func (s *shortest) search(r *Run, from, to int64) ([][]int64, error) {
	s.max, s.avoid = s.n.Max, -1
	if from == to {
		if s.n.Min > 0 && s.n.Cycles {
			return s.cycles(r, from)
		}
		if s.n.Min > 0 {
			return nil, diag.New("Neo.ClientError.Statement.ExecutionFailed",
				"The shortest path algorithm does not work when the start and end nodes are the same. Use *0.. or exclude them with a <> b")
		}
		return s.filter(r, [][]int64{nil})
	}
	if s.n.Min <= 1 {
		paths, err := s.meet(r, from, to)
		if err != nil || len(paths) == 0 {
			return nil, err
		}
		paths, err = s.filter(r, paths)
		if err != nil || len(paths) > 0 {
			return paths, err
		}
		if len(s.accept) == 0 {
			return nil, nil
		}
	}
	return s.exhaust(r, from, to)
}

// cycles gives the shortest paths from a node to itself: each begins with one of its relationships and goes back without
// that. Conditions on the whole path are not asked for here.
func (s *shortest) cycles(r *Run, node int64) ([][]int64, error) {
	var best [][]int64
	types, some := s.types.get(r.View)
	if !some {
		return nil, nil
	}
	if s.max > 0 {
		s.max--
	}
	hops := r.View.Expand(node, s.n.Direction, types...)
	for hop, ok := hops.Next(); ok; hop, ok = hops.Next() {
		if err := r.step(); err != nil {
			return nil, err
		}
		s.avoid = -1
		if fits, err := s.fits(r, hop.Rel); err != nil {
			return nil, err
		} else if !fits {
			continue
		}
		rest := [][]int64{nil}
		if hop.Node != node {
			s.avoid = hop.Rel
			var err error
			if rest, err = s.meet(r, hop.Node, node); err != nil {
				return nil, err
			}
		}
		if len(rest) == 0 || len(best) > 0 && len(rest[0])+1 > len(best[0]) {
			continue
		}
		if len(best) > 0 && len(rest[0])+1 < len(best[0]) || !s.n.All {
			best = nil
		}
		for _, p := range rest {
			best = append(best, append([]int64{hop.Rel}, p...))
		}
		s.max = int64(len(best[0])) - 1
	}
	return best, nil
}

// filter keeps the paths that fulfil the conditions on the whole path: the first, or all.
func (s *shortest) filter(r *Run, paths [][]int64) ([][]int64, error) {
	var out [][]int64
	for _, p := range paths {
		s.put(r, p)
		ok, err := holds(r, s.accept)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		out = append(out, p)
		if !s.n.All {
			break
		}
	}
	return out, nil
}

// put puts a path into the row.
func (s *shortest) put(r *Run, rels []int64) {
	list := make([]value.Value, len(rels))
	for i, id := range rels {
		list[i] = value.RelationshipRef(id)
	}
	if s.n.Many || len(list) == 0 {
		r.row[s.n.Rel] = value.List(list)
	} else {
		r.row[s.n.Rel] = list[0]
	}
	if s.n.Path < 0 {
		return
	}
	p := &value.Path{Relationships: list, Nodes: []value.Value{value.NodeRef(s.from)}}
	node := s.from
	for _, id := range rels {
		node = otherEnd(r, id, node)
		p.Nodes = append(p.Nodes, value.NodeRef(node))
	}
	r.row[s.n.Path] = value.PathOf(p)
}

// arrival is a relationship by which a node was reached, from the node before.
type arrival struct{ rel, node int64 }

// side is the search from one end.
type side struct {
	dir      storage.Direction
	depth    map[int64]int64
	steps    map[int64][]arrival // all steps that reach a node at its depth
	frontier []int64
	level    int64
}

func newSide(node int64, dir storage.Direction) *side {
	return &side{dir: dir, depth: map[int64]int64{node: 0}, steps: map[int64][]arrival{}, frontier: []int64{node}}
}

// single says whether any one shortest path will do. All nodes where the sides meet first are then
// equally far: had they met nearer, they had met before.
func (s *shortest) single() bool { return !s.n.All && len(s.accept) == 0 }

const visitBytes = 128 // what one visited node costs

// meet finds the shortest paths between two different nodes.
func (s *shortest) meet(r *Run, from, to int64) ([][]int64, error) {
	a, b := newSide(from, s.n.Direction), newSide(to, s.n.Direction.Reverse())
	held := int64(0)
	defer func() { r.used -= held }()
	for len(a.frontier) > 0 && len(b.frontier) > 0 && (s.max < 0 || a.level+b.level < s.max) {
		x, y := a, b
		if len(b.frontier) < len(a.frontier) {
			x, y = b, a
		}
		before := len(x.depth)
		met, err := s.widen(r, x, y)
		if err != nil {
			return nil, err
		}
		n := int64(len(x.depth)-before) * visitBytes
		held += n
		if err := r.charge(n); err != nil {
			return nil, err
		}
		if len(met) > 0 {
			return s.join(r, a, b, met, x == a)
		}
	}
	return nil, nil
}

// widen takes one more level of side x and gives the nodes where it meets side y.
func (s *shortest) widen(r *Run, x, y *side) ([]int64, error) {
	x.level++
	types, some := s.types.get(r.View)
	if !some {
		x.frontier = nil
		return nil, nil
	}
	var next, met []int64
	for _, node := range x.frontier {
		hops := r.View.Expand(node, x.dir, types...)
		for hop, ok := hops.Next(); ok; hop, ok = hops.Next() {
			if err := r.step(); err != nil {
				return nil, err
			}
			d, seen := x.depth[hop.Node]
			if seen && (d < x.level || s.single()) {
				continue
			}
			if fits, err := s.fits(r, hop.Rel); err != nil {
				return nil, err
			} else if !fits {
				continue
			}
			x.steps[hop.Node] = append(x.steps[hop.Node], arrival{hop.Rel, node})
			if seen {
				continue
			}
			x.depth[hop.Node] = x.level
			next = append(next, hop.Node)
			if _, both := y.depth[hop.Node]; both {
				if met = append(met, hop.Node); s.single() {
					return met, nil
				}
			}
		}
	}
	x.frontier = next
	return met, nil
}

func (s *shortest) fits(r *Run, rel int64) (bool, error) {
	if len(s.where) > 0 {
		r.row[s.n.Step] = value.RelationshipRef(rel)
		if ok, err := holds(r, s.where); err != nil || !ok {
			return false, err
		}
	}
	return rel != s.avoid && !used(r, s.n.Unique, rel), nil
}

// join gives the paths through the nodes where the sides met: those of the least length.
func (s *shortest) join(r *Run, a, b *side, met []int64, aMoved bool) ([][]int64, error) {
	best := int64(-1)
	for _, m := range met {
		if d := a.depth[m] + b.depth[m]; best < 0 || d < best {
			best = d
		}
	}
	var out [][]int64
	for _, m := range met {
		if a.depth[m]+b.depth[m] != best {
			continue
		}
		heads, err := s.walk(r, a, m)
		if err != nil {
			return nil, err
		}
		tails, err := s.walk(r, b, m)
		if err != nil {
			return nil, err
		}
		for _, h := range heads {
			for _, t := range tails {
				if err := r.room(int64(len(out)) * int64(24+8*(len(h)+len(t)))); err != nil {
					return nil, err
				}
				path := make([]int64, 0, len(h)+len(t))
				for i := len(h) - 1; i >= 0; i-- {
					path = append(path, h[i])
				}
				out = append(out, append(path, t...))
				if s.single() {
					return out, nil
				}
			}
		}
	}
	return out, nil
}

// walk gives the ways from a node back to where its side began, as relationships in that order. One
// way is enough where only one path is wanted.
func (s *shortest) walk(r *Run, x *side, node int64) ([][]int64, error) {
	if x.depth[node] == 0 {
		return [][]int64{nil}, nil
	}
	var out [][]int64
	if s.single() {
		way := make([]int64, 0, x.depth[node])
		for x.depth[node] > 0 {
			st := x.steps[node][0]
			way, node = append(way, st.rel), st.node
		}
		return append(out, way), r.step()
	}
	for _, st := range x.steps[node] {
		if err := r.step(); err != nil {
			return nil, err
		}
		rest, err := s.walk(r, x, st.node)
		if err != nil {
			return nil, err
		}
		for _, w := range rest {
			out = append(out, append([]int64{st.rel}, w...))
		}
		if err := r.room(int64(len(out)) * (24 + 8*x.depth[node])); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// partial is a path that the exhaustive search follows.
type partial struct {
	rel    int64
	node   int64
	before *partial
}

func (p *partial) has(rel int64) bool {
	for ; p != nil && p.before != nil; p = p.before {
		if p.rel == rel {
			return true
		}
	}
	return false
}

func (p *partial) rels() []int64 {
	var out []int64
	for ; p.before != nil; p = p.before {
		out = append([]int64{p.rel}, out...)
	}
	return out
}

// exhaust tries all paths, shorter ones first, until one of at least the least length fulfils the
// conditions.
func (s *shortest) exhaust(r *Run, from, to int64) ([][]int64, error) {
	level := []*partial{{node: from}}
	held := int64(0)
	defer func() { r.used -= held }()
	types, some := s.types.get(r.View)
	for length := int64(1); some && len(level) > 0 && (s.n.Max < 0 || length <= s.n.Max); length++ {
		var next []*partial
		var ends [][]int64
		for _, p := range level {
			hops := r.View.Expand(p.node, s.n.Direction, types...)
			for hop, ok := hops.Next(); ok; hop, ok = hops.Next() {
				if err := r.step(); err != nil {
					return nil, err
				}
				if p.has(hop.Rel) {
					continue
				}
				if fits, err := s.fits(r, hop.Rel); err != nil {
					return nil, err
				} else if !fits {
					continue
				}
				q := &partial{hop.Rel, hop.Node, p}
				next = append(next, q)
				if hop.Node == to && length >= s.n.Min {
					ends = append(ends, q.rels())
				}
			}
			n := int64(len(next)) * 32
			if n > held {
				if err := r.charge(n - held); err != nil {
					return nil, err
				}
				held = n
			}
		}
		if paths, err := s.filter(r, ends); err != nil || len(paths) > 0 {
			return paths, err
		}
		level = next
	}
	return nil, nil
}
