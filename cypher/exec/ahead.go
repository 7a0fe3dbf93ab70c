package exec

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// ahead says, by slot, what the expressions and operators that see a row at once look at in its nodes and relationships:
// those between one operator that gathers rows and the next.
type ahead []look

type look struct {
	want      storage.Want
	crossings []*crossing // from a node
	reaches   []*reach    // from a node
}

// crossing is where an operator goes on from the nodes of a slot to others.
type crossing struct {
	ahead ahead
	n     *plan.Expand
	types *relTypes
	gain
}

// reach is where a seek goes on from the nodes of a slot to those that it finds by a property of theirs. It is done for
// many at once, and kept for when their turn comes.
type reach struct {
	ahead ahead
	from  int // slot
	key   *propKey
	to    int // slot
	index *indexed
	gain
	view  *storage.View // of what is kept
	nodes [storage.MostAhead]int64
	n, at int                             // of nodes; where the next one in turn is expected
	found *[storage.MostAhead]storage.IDs // for each of nodes; nil until there are some
}

// gain counts nodes: those for which it was read ahead, or might have been, and those from which the operator went on.
type gain struct{ offered, taken int }

// stage begins a new part of the plan that sees its rows at once; the result ends it.
func (b *builder) stage() (end func()) {
	outer := b.ahead
	b.ahead = make(ahead, b.plan.Width)
	return func() { b.ahead = outer }
}

// look notes what will be looked at in a slot.
func (b *builder) look(slot int, w storage.Want) {
	if slot >= 0 {
		b.ahead[slot].want |= w
	}
}

// cross notes where an operator will go on.
func (b *builder) cross(n *plan.Expand, types *relTypes) *crossing {
	c := &crossing{ahead: b.ahead, n: n, types: types}
	if !n.Into {
		b.ahead[n.From].crossings = append(b.ahead[n.From].crossings, c)
	}
	return c
}

// read reads ahead what is looked at in nodes of a slot, and in the first nodes to which a row goes on from each.
func (a ahead) read(r *Run, slot int, nodes []int64) {
	if w := a[slot].want; w != 0 {
		r.sink += r.View.ReadAhead(nodes, w)
	}
	for _, c := range a[slot].crossings {
		c.read(r, nodes)
	}
	for _, s := range a[slot].reaches {
		s.read(r, nodes)
	}
}

// readRows reads ahead what is looked at in rows that an operator kept: of their nodes and relationships, and the first byte
// of each text, which lies in the record that it is of. The values of a row are those of the slots in keep.
func (a ahead) readRows(r *Run, keep []int, rows [][]value.Value) {
	if len(rows) < 2 || r.plan.Writes {
		return
	}
	for _, row := range rows {
		for _, v := range row {
			if v.Kind() == value.KindString && v.Str() != "" {
				r.sink += uint32(v.Str()[0])
			}
		}
	}
	for i, slot := range keep {
		if l := &a[slot]; l.want == 0 && len(l.crossings) == 0 {
			continue
		}
		var ids [storage.MostAhead]int64
		kind, n := rows[0][i].Kind(), 0
		if kind != value.KindNode && kind != value.KindRelationship {
			continue
		}
		for ; n < len(rows) && rows[n][i].Kind() == kind; n++ {
			ids[n] = rows[n][i].ID()
		}
		if kind == value.KindNode {
			a.read(r, slot, ids[:n])
		} else {
			r.sink += r.View.ReadRelsAhead(ids[:n])
		}
	}
}

func (c *crossing) read(r *Run, from []int64) {
	rel, to := c.ahead[c.n.Rel].want, &c.ahead[c.n.To]
	if rel|to.want == 0 || !c.pays(len(from)) {
		return
	}
	types, some := c.types.get(r.View)
	if !some {
		return
	}
	var rels, nodes [storage.MostAhead]int64
	n := r.View.First(from, c.n.Direction, types, &rels, &nodes)
	if rel != 0 {
		r.sink += r.View.ReadRelsAhead(rels[:n])
	}
	c.ahead.read(r, c.n.To, nodes[:n])
}

// pays says whether the operator went on from enough of the nodes that were offered, and counts n more of them.
func (g *gain) pays(n int) bool {
	if g.offered += n; g.offered > 1024 {
		g.offered, g.taken = g.offered/2, g.taken/2
	}
	return g.offered < 4*storage.MostAhead || 4*g.taken > g.offered
}

// reach notes from where a seek will go on; nil if it is not by one property of a node. What a query writes may change
// what is found.
func (b *builder) reach(n *plan.IndexSeek, index *indexed) *reach {
	if b.plan.Writes || len(n.Equal) != 1 || n.In != nil || n.Prefix != nil || n.Low != nil || n.High != nil {
		return nil
	}
	e, ok := n.Equal[0].(*syntax.Property)
	if !ok {
		return nil
	}
	if _, known := b.plan.Slots[e]; known {
		return nil
	}
	from, ok := b.plan.Slots[e.Subject]
	if !ok {
		return nil
	}
	s := &reach{ahead: b.ahead, from: from, key: b.propKey(e.Key.Text), to: n.Slot, index: index}
	b.ahead[from].reaches = append(b.ahead[from].reaches, s)
	b.lastly(s.forget)
	return s
}

func (s *reach) forget() {
	if s.n > 0 {
		s.view, s.n, s.at = nil, 0, 0
		clear(s.found[:])
	}
}

// read finds what the seek will find for the nodes, and reads ahead what is looked at in that.
func (s *reach) read(r *Run, from []int64) {
	if !s.pays(len(from)) {
		return
	}
	index, err := s.index.get(r)
	if err != nil {
		return // the seek says so
	}
	key, some := s.key.get(r.View)
	if !some {
		return
	}
	if s.found == nil {
		s.found = new([storage.MostAhead]storage.IDs)
	}
	s.view, s.n, s.at = r.View, copy(s.nodes[:], from), 0
	r.sink += r.View.SeekAhead(index, s.nodes[:s.n], key, s.found)
	var nodes [storage.MostAhead]int64
	n := 0
	for i := range s.found[:s.n] {
		ids := s.found[i]
		for range fewestAhead {
			id, ok := ids.Next()
			if !ok {
				break
			}
			if nodes[n] = id; n == len(nodes)-1 {
				s.ahead.read(r, s.to, nodes[:])
				n = -1
			}
			n++
		}
	}
	s.ahead.read(r, s.to, nodes[:n])
}

// take is what the seek finds for the row, if that was found ahead.
func (s *reach) take(r *Run) (storage.IDs, bool) {
	v := r.row[s.from]
	if s.view != r.View || v.Kind() != value.KindNode {
		return storage.IDs{}, false
	}
	for range s.n {
		at := s.at
		if s.nodes[at] == v.ID() {
			s.taken++
			return s.found[at], s.found[at].AtHand()
		}
		if s.at++; s.at == s.n {
			s.at = 0
		}
	}
	return storage.IDs{}, false
}

// idBuffer gives the ids of an iterator, and has what is wanted of those that follow read ahead.
type idBuffer struct {
	ids  storage.IDs
	room [storage.MostAhead]int64
	rest []int64 // of room
	size int     // of the next filling: a query that needs a few rows does not pay for many
	done bool    // what is wanted of all of them was read ahead already
}

func (b *idBuffer) begin(ids storage.IDs) {
	b.ids, b.rest, b.size, b.done = ids, nil, fewestAhead, false
}

const fewestAhead = 8

// next is the next id; false after the last. A query that writes changes what an iterator gives, and takes one after the
// other.
func (b *idBuffer) next(r *Run, a ahead, slot int) (int64, bool) {
	if a == nil || b.done || a[slot].want == 0 || r.plan.Writes {
		return b.ids.Next()
	}
	if len(b.rest) == 0 && !b.fill(r, a, slot) {
		return 0, false
	}
	id := b.rest[0]
	b.rest = b.rest[1:]
	return id, true
}

func (b *idBuffer) fill(r *Run, a ahead, slot int) bool {
	n := 0
	for ; n < b.size; n++ {
		id, ok := b.ids.Next()
		if !ok {
			break
		}
		b.room[n] = id
	}
	if n > 1 {
		a.read(r, slot, b.room[:n])
	}
	b.rest, b.size = b.room[:n], min(2*b.size, len(b.room))
	return n > 0
}

// hopsAhead has what is wanted of the next relationships of a node, and of their other ends, read ahead.
type hopsAhead struct{ left int } // relationships to come until it is to be done again

// before is to be called before each relationship that h gives.
func (a *hopsAhead) before(r *Run, h *storage.Hops, in ahead, rel, node int) {
	if a.left > 0 {
		a.left--
		return
	}
	if in[rel].want|in[node].want == 0 || !h.Several() {
		return
	}
	var rels, nodes [storage.MostAhead]int64
	n := h.Ahead(&rels, &nodes)
	if a.left = max(0, n-1); n < 2 {
		return
	}
	if in[rel].want != 0 {
		r.sink += r.View.ReadRelsAhead(rels[:n])
	}
	in.read(r, node, nodes[:n])
}
