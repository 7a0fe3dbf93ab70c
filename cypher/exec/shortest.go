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
	sides  [2]side
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
	p := &value.Path{Relationships: list, Nodes: make([]value.Value, 1, 1+len(rels))}
	p.Nodes[0] = value.NodeRef(s.from)
	node := s.from
	for _, id := range rels {
		node = otherEnd(r, id, node)
		p.Nodes = append(p.Nodes, value.NodeRef(node))
	}
	r.row[s.n.Path] = value.PathOf(p)
}

// side is the search from one end: the nodes that were reached, in the order in which they were, those of each level
// together.
type side struct {
	dir      storage.Direction
	nodes    []int64
	visits   []visit // of nodes
	arrivals []arrival
	places   []uint32 // by hash: the number of a node plus 1, 0 for none; a power of two, at most half of them taken
	shift    uint8
	frontier int // number of the first node of the last level
	level    int64
}

// visit says of a node at which depth it was reached, and by which arrivals: all at that depth.
type visit struct {
	depth       int64
	first, last uint32 // in arrivals, plus 1
}

// arrival is a relationship by which a node was reached, from the node before.
type arrival struct {
	rel  int64
	from int    // number of the node before
	next uint32 // in arrivals, plus 1: the next one at the same node
}

// fewestVisits is how many nodes a side has places for at first.
const fewestVisits = 32

// begin makes x the search from a node, in x's memory.
func (x *side) begin(node int64, dir storage.Direction) {
	if n := len(x.places); n == 0 || n > 16*max(fewestVisits, len(x.nodes)) { // to clear it would cost more than they did
		x.places, x.shift = make([]uint32, 2*fewestVisits), 64-6
	} else {
		clear(x.places)
	}
	x.dir, x.frontier, x.level = dir, 0, 0
	x.nodes, x.visits, x.arrivals = x.nodes[:0], x.visits[:0], x.arrivals[:0]
	x.add(node)
}

// place is where a node is in places, or where it belongs.
func (x *side) place(node int64) int {
	mask := len(x.places) - 1
	for i := int(uint64(node) * 0x9e3779b97f4a7c15 >> x.shift); ; i = (i + 1) & mask {
		if n := x.places[i]; n == 0 || x.nodes[n-1] == node {
			return i
		}
	}
}

// find is the number of a node; false if it was not reached.
func (x *side) find(node int64) (n int, ok bool) {
	n = int(x.places[x.place(node)])
	return n - 1, n > 0
}

// add is the number of a node that is reached now.
func (x *side) add(node int64) int {
	x.nodes, x.visits = append(x.nodes, node), append(x.visits, visit{depth: x.level})
	if 2*len(x.nodes) > len(x.places) {
		x.places = make([]uint32, 2*len(x.places))
		x.shift--
		for n, known := range x.nodes {
			x.places[x.place(known)] = uint32(n + 1)
		}
	} else {
		x.places[x.place(node)] = uint32(len(x.nodes))
	}
	return len(x.nodes) - 1
}

// arrive notes a relationship by which node n was reached from another.
func (x *side) arrive(n int, rel int64, from int) {
	x.arrivals = append(x.arrivals, arrival{rel: rel, from: from})
	at, v := uint32(len(x.arrivals)), &x.visits[n]
	if v.last == 0 {
		v.first = at
	} else {
		x.arrivals[v.last-1].next = at
	}
	v.last = at
}

// width is the number of nodes on the last level.
func (x *side) width() int { return len(x.nodes) - x.frontier }

// single says whether any one shortest path will do. All nodes where the sides meet first are then
// equally far: had they met nearer, they had met before.
func (s *shortest) single() bool { return !s.n.All && len(s.accept) == 0 }

const visitBytes = 128 // what one visited node costs

// meet finds the shortest paths between two different nodes.
func (s *shortest) meet(r *Run, from, to int64) ([][]int64, error) {
	a, b := &s.sides[0], &s.sides[1]
	a.begin(from, s.n.Direction)
	b.begin(to, s.n.Direction.Reverse())
	held := int64(0)
	defer func() { r.used -= held }()
	for a.width() > 0 && b.width() > 0 && (s.max < 0 || a.level+b.level < s.max) {
		x, y := a, b
		if b.width() < a.width() {
			x, y = b, a
		}
		before := len(x.nodes)
		met, err := s.widen(r, x, y)
		if err != nil {
			return nil, err
		}
		n := int64(len(x.nodes)-before) * visitBytes
		held += n
		if err := r.charge(n); err != nil {
			return nil, err
		}
		if len(met) > 0 {
			return s.join(r, a, b, met)
		}
	}
	return nil, nil
}

// widen takes one more level of side x and gives the nodes where it meets side y.
func (s *shortest) widen(r *Run, x, y *side) ([]int64, error) {
	x.level++
	from, to := x.frontier, len(x.nodes)
	x.frontier = to
	types, some := s.types.get(r.View)
	if !some {
		return nil, nil
	}
	var met []int64
	for i := from; i < to; i++ {
		if (i-from)%storage.MostAhead == 0 && to-i > 1 {
			r.sink += r.View.ReadAhead(x.nodes[i:min(to, i+storage.MostAhead)], storage.WantLinks)
		}
		hops := r.View.Expand(x.nodes[i], x.dir, types...)
		for hop, ok := hops.Next(); ok; hop, ok = hops.Next() {
			if err := r.step(); err != nil {
				return nil, err
			}
			n, seen := x.find(hop.Node)
			if seen && (x.visits[n].depth < x.level || s.single()) {
				continue
			}
			if fits, err := s.fits(r, hop.Rel); err != nil {
				return nil, err
			} else if !fits {
				continue
			}
			if !seen {
				n = x.add(hop.Node)
			}
			x.arrive(n, hop.Rel, i)
			if seen {
				continue
			}
			if _, both := y.find(hop.Node); both {
				if met = append(met, hop.Node); s.single() {
					return met, nil
				}
			}
		}
	}
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
func (s *shortest) join(r *Run, a, b *side, met []int64) ([][]int64, error) {
	length := func(m int64) int64 {
		i, _ := a.find(m)
		j, _ := b.find(m)
		return a.visits[i].depth + b.visits[j].depth
	}
	best := length(met[0])
	for _, m := range met[1:] {
		best = min(best, length(m))
	}
	var out [][]int64
	for _, m := range met {
		if length(m) != best {
			continue
		}
		i, _ := a.find(m)
		heads, err := s.walk(r, a, i)
		if err != nil {
			return nil, err
		}
		j, _ := b.find(m)
		tails, err := s.walk(r, b, j)
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

// walk gives the ways from the n-th node back to where its side began, as relationships in that order. One
// way is enough where only one path is wanted.
func (s *shortest) walk(r *Run, x *side, n int) ([][]int64, error) {
	if n == 0 {
		return [][]int64{nil}, nil
	}
	depth := x.visits[n].depth
	var out [][]int64
	if s.single() {
		way := make([]int64, 0, depth)
		for n > 0 {
			at := x.arrivals[x.visits[n].first-1]
			way, n = append(way, at.rel), at.from
		}
		return append(out, way), r.step()
	}
	for i := x.visits[n].first; i > 0; i = x.arrivals[i-1].next {
		if err := r.step(); err != nil {
			return nil, err
		}
		at := x.arrivals[i-1]
		rest, err := s.walk(r, x, at.from)
		if err != nil {
			return nil, err
		}
		for _, w := range rest {
			way := append(make([]int64, 0, depth), at.rel)
			out = append(out, append(way, w...))
		}
		if err := r.room(int64(len(out)) * (24 + 8*depth)); err != nil {
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
