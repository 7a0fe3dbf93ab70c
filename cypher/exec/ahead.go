package exec

import "newsgraph/cypher/storage"

// ahead says, by slot, what the expressions and operators that see a row at once look at in its nodes and relationships:
// those between one operator that gathers rows and the next.
type ahead []storage.Want

// of is what is looked at in a slot; nothing without a.
func (a ahead) of(slot int) storage.Want {
	if a == nil {
		return 0
	}
	return a[slot]
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
		b.ahead[slot] |= w
	}
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
func (b *idBuffer) next(r *Run, want storage.Want) (int64, bool) {
	if want == 0 || r.plan.Writes {
		return b.ids.Next()
	}
	if len(b.rest) == 0 && !b.fill(r, want) {
		return 0, false
	}
	id := b.rest[0]
	b.rest = b.rest[1:]
	return id, true
}

func (b *idBuffer) fill(r *Run, want storage.Want) bool {
	n := 0
	for ; n < b.size; n++ {
		id, ok := b.ids.Next()
		if !ok {
			break
		}
		b.room[n] = id
	}
	if n > 1 {
		r.sink += r.View.ReadAhead(b.room[:n], want)
	}
	b.rest, b.size = b.room[:n], min(2*b.size, len(b.room))
	return n > 0
}

// hopsAhead has what is wanted of the next relationships of a node, and of their other ends, read ahead.
type hopsAhead struct{ left int } // relationships to come until it is to be done again

func (a *hopsAhead) after(r *Run, h *storage.Hops, rel, node storage.Want) {
	if a.left > 0 {
		a.left--
		return
	}
	if rel|node == 0 {
		return
	}
	var rels, nodes [storage.MostAhead]int64
	n := h.Ahead(&rels, &nodes)
	if a.left = n; n < 2 {
		return
	}
	if rel != 0 {
		r.sink += r.View.ReadRelsAhead(rels[:n])
	}
	if node != 0 {
		r.sink += r.View.ReadAhead(nodes[:n], node)
	}
}
