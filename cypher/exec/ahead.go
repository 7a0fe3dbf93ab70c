package exec

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// ahead says, by slot, what the expressions and operators that see a row at once look at in its nodes and relationships:
// those between one operator that gathers rows and the next.
type ahead []look

type look struct {
	want      storage.Want
	crossings []*crossing // from a node
}

// crossing is where an operator goes on from the nodes of a slot to others.
type crossing struct {
	ahead          ahead
	n              *plan.Expand
	types          *relTypes
	offered, taken int // nodes: for which it was read ahead, or might have been, and from which the operator went on
}

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
func (c *crossing) pays(n int) bool {
	if c.offered += n; c.offered > 1024 {
		c.offered, c.taken = c.offered/2, c.taken/2
	}
	return c.offered < 4*storage.MostAhead || 4*c.taken > c.offered
}

// idBuffer gives the ids of an iterator, and has what is wanted of those that follow read ahead.
type idBuffer struct {
	ids  storage.IDs
	room [storage.MostAhead]int64
	rest []int64 // of room
	size int     // of the next filling: a query that needs a few rows does not pay for many
}

func (b *idBuffer) begin(ids storage.IDs) { b.ids, b.rest, b.size = ids, nil, fewestAhead }

const fewestAhead = 8

// next is the next id; false after the last. A query that writes changes what an iterator gives, and takes one after the
// other.
func (b *idBuffer) next(r *Run, a ahead, slot int) (int64, bool) {
	if a == nil || a[slot].want == 0 || r.plan.Writes {
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
	if in[rel].want|in[node].want == 0 {
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
