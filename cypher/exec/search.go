package exec

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// search finds the shortest paths from a node through the parts of a pattern, to one end or to all that there are.
//
// It goes by length: the places that a path of each length can be at are known before those of the next. A place is a node
// together with how far the pattern is fulfilled there, and keeps the strides that lead to it, so that the paths to an end
// are found backward from it. There a relationship that would stand in a path twice is passed over, and a path that does
// not fulfil the conditions on the whole of it is dropped.
//
// First each place is gone on from at its least length only. That finds the shortest paths to nearly all ends, as long as
// one path, or one length, is wanted for each. For other ends places are reached again at greater lengths. That ends when
// all ends have what is wanted, or no place has a path of the length that uses each relationship once.
type search struct {
	src    operator
	n      *plan.Search
	steps  []*step
	checks [][]truth
	accept []truth

	active  bool
	again   bool // places are reached at greater lengths than their least, too
	strict  bool // all places are known: those without a path are dropped, and those that lead to no wanted end
	start   *place
	places  map[placeKey]*place
	all     []*place // in the order in which they were found
	known   int      // of them, from how many the strides on are known
	layers  [][]*place
	length  int
	hits    []*place        // ends that paths of this length reach, whose paths are still to be given
	trace   *trace          // of the first of them
	found   bool            // a path of this length to it was given
	used    map[int64]bool  // relationships of the path that is traced
	ends    map[int64]int64 // by node: how many paths, or lengths, are still wanted
	wanting int             // ends that want some
	held    int64
}

// placeKey tells places apart: in the part, count repetitions are done, as far as it matters how many.
type placeKey struct {
	node, count int64
	part        int
}

type place struct {
	placeKey
	lengths      lengthSet // of the paths from the start
	next, before []*stride
	expanded     bool
	useful       bool // a wanted end can be reached
}

// stride leads from one place to the next: a way through a repetition, or none from the end of a part to the next part.
type stride struct {
	from, to *place
	way
}

const (
	placeBytes  = 224
	strideBytes = 48
)

func (b *builder) search(n *plan.Search) operator {
	s := &search{src: b.operator(n.Source), n: n, accept: b.truths(n.Accept)}
	for i := range n.Parts {
		s.steps = append(s.steps, b.step(&n.Parts[i].Step))
	}
	for _, c := range n.Checks {
		s.checks = append(s.checks, b.truths(c.Where))
	}
	return s
}

func (s *search) open(r *Run) error {
	s.reset(r)
	return s.src.open(r)
}

func (s *search) reset(r *Run) {
	r.used -= s.held
	*s = search{src: s.src, n: s.n, steps: s.steps, checks: s.checks, accept: s.accept}
}

func (s *search) next(r *Run) (bool, error) {
	for {
		if s.active {
			ok, err := s.advance(r)
			if err != nil || ok {
				return ok, err
			}
			s.reset(r)
		}
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		start, some, err := r.nodeID(s.n.Checks[0].Slot)
		if err != nil {
			return false, err
		}
		if !some {
			continue
		}
		if ok, err := s.check(r, 0, start); err != nil {
			return false, err
		} else if !ok {
			continue
		}
		s.active, s.again = true, s.n.Count > 1
		s.places, s.ends, s.used = map[placeKey]*place{}, map[int64]int64{}, map[int64]bool{}
		if s.start, err = s.place(r, placeKey{node: start}); err != nil {
			return false, err
		}
		if err := s.begin(r); err != nil {
			return false, err
		}
	}
}

// begin takes the start as the place that the path of no relationship reaches.
func (s *search) begin(r *Run) error {
	s.layers, s.length = nil, 0
	if err := s.enter(r, s.start, 0); err != nil {
		return err
	}
	return s.layer(r)
}

// advance gives the next path, false if there are no more.
func (s *search) advance(r *Run) (bool, error) {
	for {
		for len(s.hits) > 0 {
			ok, err := s.path(r)
			if err != nil || ok {
				return ok, err
			}
			if s.n.Groups && s.found {
				s.count(s.hits[0].node)
			}
			s.trace.drop()
			s.hits, s.trace, s.found = s.hits[1:], nil, false
		}
		if s.complete() {
			return false, nil
		}
		var err error
		switch s.length++; {
		case s.length < len(s.layers):
			err = s.layer(r)
		case s.again || s.wanting == 0:
			return false, nil
		default:
			err = s.restart(r)
		}
		if err != nil {
			return false, err
		}
	}
}

// complete says whether no end wants more, and no other can be found.
func (s *search) complete() bool {
	return s.wanting == 0 && (s.known == len(s.all) || s.n.Into && len(s.ends) > 0)
}

// restart begins anew, with what is known, for the ends that none of the shortest ways led to.
func (s *search) restart(r *Run) error {
	for _, p := range s.all {
		p.lengths = lengthSet{}
	}
	s.again = true
	return s.begin(r)
}

// count notes that an end has a path, or a length, more.
func (s *search) count(node int64) {
	if s.ends[node]--; s.ends[node] == 0 {
		s.wanting--
	}
}

// path gives the next path to the first hit that fulfils the conditions.
func (s *search) path(r *Run) (bool, error) {
	end := s.hits[0]
	if s.trace == nil {
		s.trace = s.newTrace(end, s.length)
	}
	for s.ends[end.node] > 0 {
		ok, err := s.trace.next(r, s.start)
		if err != nil || !ok {
			return false, err
		}
		if ok, err = s.put(r, s.trace.path); err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		s.found = true
		if !s.n.Groups {
			s.count(end.node)
		}
		return true, nil
	}
	return false, nil
}

// layer takes the places of the next length: it finds where they lead, and which of them are wanted ends.
func (s *search) layer(r *Run) error {
	for i := 0; i < len(s.layers[s.length]); i++ { // strides of no length add to it
		p := s.layers[s.length][i]
		if err := r.step(); err != nil {
			return err
		}
		if !p.expanded {
			if err := s.expand(r, p); err != nil {
				return err
			}
		} else if !s.again {
			p.lengths.drop(s.length) // not its least
			continue
		} else if s.known == len(s.all) {
			if ok, err := s.worth(r, p); err != nil {
				return err
			} else if !ok {
				p.lengths.drop(s.length)
				continue
			}
		}
		if p.part == len(s.steps) {
			if _, met := s.ends[p.node]; !met {
				s.ends[p.node] = s.n.Count
				s.wanting++
			}
			if s.ends[p.node] > 0 {
				s.hits = append(s.hits, p)
			}
			continue
		}
		for _, st := range p.next {
			if err := s.enter(r, st.to, s.length+len(st.rels)); err != nil {
				return err
			}
		}
	}
	return nil
}

// worth says whether a place still leads to a wanted end, and a path of the length leads to it.
func (s *search) worth(r *Run, p *place) (bool, error) {
	if !s.strict {
		s.strict = true
		s.markUseful()
	}
	if !p.useful {
		return false, nil
	}
	if p == s.start && s.length == 0 {
		return true, nil
	}
	t := s.newTrace(p, s.length)
	defer t.drop()
	return t.next(r, s.start)
}

// markUseful finds the places from which wanted ends can be reached. Ends that nothing was found for yet are wanted, too.
func (s *search) markUseful() {
	var queue []*place
	for _, p := range s.all {
		left, met := s.ends[p.node]
		if p.part == len(s.steps) && (!met || left > 0) {
			p.useful = true
			queue = append(queue, p)
		}
	}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		for _, st := range p.before {
			if !st.from.useful {
				st.from.useful = true
				queue = append(queue, st.from)
			}
		}
	}
}

// enter notes that a place can be reached by a path of a length. Unless places are reached again, one whose least length
// is known is left alone.
func (s *search) enter(r *Run, p *place, length int) error {
	if p.lengths.has(length) || !s.again && p.expanded {
		return nil
	}
	grown := p.lengths.add(length)
	for len(s.layers) <= length {
		s.layers = append(s.layers, nil)
		grown += 24
	}
	s.layers[length] = append(s.layers[length], p)
	return s.charge(r, int64(grown)+8)
}

func (s *search) charge(r *Run, n int64) error {
	s.held += n
	return r.charge(n)
}

func (s *search) place(r *Run, k placeKey) (*place, error) {
	p, ok := s.places[k]
	if ok {
		return p, nil
	}
	p = &place{placeKey: k}
	s.places[k] = p
	s.all = append(s.all, p)
	return p, s.charge(r, placeBytes)
}

// expand finds the strides on from a place.
func (s *search) expand(r *Run, p *place) error {
	p.expanded = true
	s.known++
	if p.part == len(s.steps) {
		return nil
	}
	part := &s.n.Parts[p.part]
	if p.count >= part.Min {
		ok, err := s.check(r, p.part+1, p.node)
		if err != nil {
			return err
		}
		if ok {
			if err := s.stride(r, p, placeKey{node: p.node, part: p.part + 1}, way{}); err != nil {
				return err
			}
		}
	}
	if part.Max >= 0 && p.count >= part.Max {
		return nil
	}
	count := p.count + 1
	if part.Max < 0 {
		count = min(count, part.Min)
	}
	return s.steps[p.part].ways(r, p.node, nil, func(w way) error {
		return s.stride(r, p, placeKey{node: w.end, part: p.part, count: count}, w)
	})
}

func (s *search) stride(r *Run, from *place, k placeKey, w way) error {
	to, err := s.place(r, k)
	if err != nil {
		return err
	}
	st := &stride{from: from, to: to, way: w}
	from.next, to.before = append(from.next, st), append(to.before, st)
	return s.charge(r, strideBytes+w.size())
}

// check says whether a node can stand before part i.
func (s *search) check(r *Run, i int, node int64) (bool, error) {
	c := &s.n.Checks[i]
	if c.Bound {
		if id, ok, err := r.nodeID(c.Slot); err != nil || !ok || id != node {
			return false, err
		}
	} else if len(s.checks[i]) > 0 {
		r.row[c.Slot] = value.NodeRef(node)
	}
	return holds(r, s.checks[i])
}

// put puts a path, given by its strides from the last to the first, into the row; false if it is not what the pattern
// says of the whole of it.
func (s *search) put(r *Run, backward []*stride) (bool, error) {
	var rels []value.Value
	node, at := s.start.node, len(backward)-1
	for i := range s.n.Parts {
		if !s.hold(r, i, node) {
			return false, nil
		}
		first := at
		for ; backward[at].to.part == i; at-- {
			rels = append(rels, backward[at].rels...)
			node = backward[at].to.node
		}
		s.putGroups(r, &s.n.Parts[i], backward[at+1:first+1])
		at-- // the stride to the next part
	}
	if !s.hold(r, len(s.n.Parts), node) {
		return false, nil
	}
	begin := s.start.node
	if s.n.Reversed {
		begin = node
	}
	rels = ordered(rels, s.n.Reversed)
	r.row[s.n.Rel] = value.List(rels)
	for _, slot := range s.n.Paths {
		r.row[slot] = pathAlong(r, begin, rels)
	}
	return holds(r, s.accept)
}

// hold puts the node before part i into the row, unless the pattern has it twice and it is another than the first time.
func (s *search) hold(r *Run, i int, node int64) bool {
	c := &s.n.Checks[i]
	for j := range i {
		if s.n.Checks[j].Slot == c.Slot {
			return r.row[c.Slot].ID() == node
		}
	}
	r.row[c.Slot] = value.NodeRef(node)
	return true
}

// putGroups puts what the strides of a part, from the last to the first, say of its variables into the row.
func (s *search) putGroups(r *Run, part *plan.Part, backward []*stride) {
	for j, g := range part.Groups {
		list := make([]value.Value, len(backward))
		for k, st := range backward {
			list[k] = st.vars[j]
		}
		if part.Single {
			r.row[g.Outer] = list[0]
		} else {
			r.row[g.Outer] = value.List(ordered(list, !s.n.Reversed))
		}
	}
}

// pathAlong is the path from a node over relationships.
func pathAlong(r *Run, node int64, rels []value.Value) value.Value {
	p := &value.Path{Relationships: rels, Nodes: []value.Value{value.NodeRef(node)}}
	for _, x := range rels {
		node = otherEnd(r, x.ID(), node)
		p.Nodes = append(p.Nodes, value.NodeRef(node))
	}
	return value.PathOf(p)
}

// trace finds the paths of a length from the start to a place, backward.
type trace struct {
	frames []frame
	path   []*stride      // so far, from the last to the first
	used   map[int64]bool // the relationships of path
}

type frame struct {
	place  *place
	length int
	at     int // of the strides that lead to the place, the next to be tried
}

func (s *search) newTrace(p *place, length int) *trace {
	return &trace{frames: []frame{{place: p, length: length}}, used: s.used}
}

// next finds the next path; false after the last.
func (t *trace) next(r *Run, start *place) (bool, error) {
	for len(t.frames) > 0 {
		f := &t.frames[len(t.frames)-1]
		if f.at == len(f.place.before) {
			t.frames = t.frames[:len(t.frames)-1]
			t.back()
			continue
		}
		st := f.place.before[f.at]
		f.at++
		if err := r.step(); err != nil {
			return false, err
		}
		rest := f.length - len(st.rels)
		if !st.from.lengths.has(rest) || t.uses(st.rels) {
			continue
		}
		for _, x := range st.rels {
			t.used[x.ID()] = true
		}
		t.path = append(t.path, st)
		t.frames = append(t.frames, frame{place: st.from, length: rest})
		if rest == 0 && st.from == start {
			return true, nil
		}
	}
	return false, nil
}

// uses says whether the path has one of the relationships.
func (t *trace) uses(rels []value.Value) bool {
	for _, x := range rels {
		if t.used[x.ID()] {
			return true
		}
	}
	return false
}

// back takes the last stride off the path, if there is one.
func (t *trace) back() {
	n := len(t.path) - 1
	if n < 0 {
		return
	}
	for _, x := range t.path[n].rels {
		delete(t.used, x.ID())
	}
	t.path = t.path[:n]
}

// drop ends the trace.
func (t *trace) drop() {
	for len(t.path) > 0 {
		t.back()
	}
}

// lengthSet is a set of numbers that lie near each other.
type lengthSet struct {
	first int // the number of the first bit, a multiple of 64
	bits  []uint64
}

func (l *lengthSet) has(n int) bool {
	i := n - l.first
	return i >= 0 && i < 64*len(l.bits) && l.bits[i/64]>>(i%64)&1 == 1
}

// add gives the bytes by which the set has grown.
func (l *lengthSet) add(n int) (grown int) {
	before := len(l.bits)
	if before == 0 {
		l.first = n &^ 63
	}
	if n < l.first {
		l.bits = append(make([]uint64, (l.first-n&^63)/64), l.bits...)
		l.first = n &^ 63
	}
	i := n - l.first
	for len(l.bits) <= i/64 {
		l.bits = append(l.bits, 0)
	}
	l.bits[i/64] |= 1 << (i % 64)
	return 8 * (len(l.bits) - before)
}

// drop takes a number out that is in.
func (l *lengthSet) drop(n int) { l.bits[(n-l.first)/64] &^= 1 << ((n - l.first) % 64) }
