package storage

import "bytes"

// Direction is the way relationships are followed from a node. The zero Direction is unset.
type Direction uint8

const (
	Outgoing Direction = iota + 1
	Incoming
	Both // a relationship from a node to itself counts once
)

// Reverse is the direction as seen from the other end.
func (d Direction) Reverse() Direction {
	switch d {
	case Outgoing:
		return Incoming
	case Incoming:
		return Outgoing
	}
	return d
}

// IDs gives node or relationship ids one by one. The zero IDs is empty. What the transaction changes while
// an iterator runs may or may not show in it.
type IDs struct {
	set  *bitset
	from uint32
	few  [fewIDs]uint32 // the first ids of an index
	at   uint8          // the next one of few
	n    uint8          // ids in few
	rest []uint32
	more *indexCursor
}

// fewIDs is how many ids of an index are found with the seek itself.
const fewIDs = 8

// AtHand says whether it has all its ids already, so that a copy of it gives them again.
func (it *IDs) AtHand() bool { return it.set == nil && it.more == nil }

// Next is the next id; false after the last.
func (it *IDs) Next() (int64, bool) {
	switch {
	case it.set != nil:
		id, ok := it.set.next(it.from)
		if !ok {
			it.set = nil
			return 0, false
		}
		it.from = id + 1
		return int64(id), true
	case it.at < it.n:
		id := it.few[it.at]
		it.at++
		return int64(id), true
	}
	for len(it.rest) == 0 {
		if it.more == nil || !it.more.fill(it) {
			return 0, false
		}
	}
	id := it.rest[0]
	it.rest = it.rest[1:]
	return int64(id), true
}

// indexCursor walks over ranges of an index's keys in chunks, so that the index may change meanwhile.
type indexCursor struct {
	tree   keyTree
	now    keyRange // what is left of the range that is being walked over
	ranges []keyRange
	buf    []uint32
}

// keyRange is keys from one on and before another; nil is no end.
type keyRange struct{ from, to []byte }

const cursorChunk = 256

// fill puts the next ids into it; false if there are none left.
func (c *indexCursor) fill(it *IDs) bool {
	for {
		c.buf = c.buf[:0]
		keys := c.tree.seek(c.now.from)
		key := keys.next()
		for ; key != nil && len(c.buf) < cursorChunk && c.now.before(key); key = keys.next() {
			c.buf = append(c.buf, idOf(key))
		}
		switch {
		case key != nil && c.now.before(key):
			c.now.from = key
		case len(c.ranges) > 0:
			c.now, c.ranges = c.ranges[0], c.ranges[1:]
		default:
			it.more = nil
		}
		if len(c.buf) > 0 || it.more == nil {
			it.rest = c.buf
			return len(c.buf) > 0
		}
	}
}

// before says whether key is before the end of the range.
func (r *keyRange) before(key []byte) bool { return r.to == nil || bytes.Compare(key, r.to) < 0 }

func (t *keyTree) idsIn(ranges ...keyRange) IDs {
	switch len(ranges) {
	case 0:
		return IDs{}
	case 1:
		return t.idsBetween(ranges[0])
	}
	return IDs{more: &indexCursor{tree: *t, now: ranges[0], ranges: ranges[1:]}}
}

// idsBetween is the ids of the keys in a range. The common seeks for a few need no indexCursor.
func (t *keyTree) idsBetween(r keyRange) (ids IDs) {
	c := t.seek(r.from)
	for key := c.next(); key != nil && r.before(key); key = c.next() {
		if !ids.take(key) {
			ids.more = &indexCursor{tree: *t, now: keyRange{key, r.to}}
			break
		}
	}
	return ids
}

// idsOf is the ids of the keys that begin with prefix, which may change afterwards.
func (t *keyTree) idsOf(prefix []byte) IDs {
	c := t.seek(prefix)
	return t.idsFrom(&c, prefix)
}

// idsFrom is idsOf with a cursor before the first of the keys.
func (t *keyTree) idsFrom(c *keyCursor, prefix []byte) (ids IDs) {
	for key := c.next(); key != nil && bytes.HasPrefix(key, prefix); key = c.next() {
		if !ids.take(key) {
			ids.more = &indexCursor{tree: *t, now: keyRange{key, successor(prefix)}}
			break
		}
	}
	return ids
}

// take puts the id of a key into few; false if it is full.
func (it *IDs) take(key []byte) bool {
	if int(it.n) == len(it.few) {
		return false
	}
	it.few[it.n] = idOf(key)
	it.n++
	return true
}

// Hop is one relationship from a node.
type Hop struct {
	Rel   int64
	Node  int64 // the other end
	Type  RelType
	Leave Direction // Outgoing if the relationship begins at the node expanded from, else Incoming
}

// Hops gives the relationships of a node one by one. The zero Hops is empty.
type Hops struct {
	groups  []group
	types   []RelType
	dir     Direction
	self    uint32
	only    uint32 // the other end, if restricted
	limited bool
	flip    bool // hops are seen from the other end
	links   []link
	kind    uint32
}

// Next is the next relationship; false after the last.
func (h *Hops) Next() (Hop, bool) {
	for {
		for len(h.links) > 0 {
			l := h.links[0]
			h.links = h.links[1:]
			if h.leavesOut(l, h.kind) {
				continue
			}
			incoming := h.kind&1 == 1
			hop := Hop{Rel: int64(l.rel), Node: int64(l.other), Type: RelType(h.kind >> 1), Leave: Outgoing}
			if incoming != h.flip {
				hop.Leave = Incoming
			}
			if h.flip {
				hop.Node = int64(h.self)
			}
			return hop, true
		}
		if len(h.groups) == 0 {
			return Hop{}, false
		}
		g := &h.groups[0]
		h.groups = h.groups[1:]
		if h.wanted(g.kind) {
			h.links, h.kind = g.links, g.kind
		}
	}
}

// leavesOut says of a relationship in a group that is wanted whether it is passed over.
func (h *Hops) leavesOut(l link, kind uint32) bool {
	return l.other == gone || h.limited && l.other != h.only || kind&1 == 1 && h.dir == Both && l.other == h.self
}

func (h *Hops) wanted(kind uint32) bool { return wantedKind(kind, h.dir, h.types) }

func wantedKind(kind uint32, dir Direction, types []RelType) bool {
	if dir == Outgoing && kind&1 == 1 || dir == Incoming && kind&1 == 0 {
		return false
	}
	if len(types) == 0 {
		return true
	}
	for _, t := range types {
		if uint32(t) == kind>>1 {
			return true
		}
	}
	return false
}
