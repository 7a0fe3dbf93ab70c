package storage

import (
	"sort"
	"strings"

	"github.com/tidwall/btree"
)

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
	set    *bitset
	from   uint32
	rest   []uint32
	more   *indexCursor
	single int64 // one id plus 1
}

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
	case it.single != 0:
		id := it.single - 1
		it.single = 0
		return id, true
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
	tree   *btree.Map[string, uint32]
	from   string // next key
	to     string // end, "" for none
	ranges []keyRange
	buf    []uint32
}

type keyRange struct{ from, to string }

const cursorChunk = 256

// fill puts the next ids into it; false if there are none left.
func (c *indexCursor) fill(it *IDs) bool {
	for {
		c.buf = c.buf[:0]
		full, next := false, ""
		c.tree.Ascend(c.from, func(key string, id uint32) bool {
			if c.to != "" && key >= c.to {
				return false
			}
			if len(c.buf) == cursorChunk {
				full, next = true, key
				return false
			}
			c.buf = append(c.buf, id)
			return true
		})
		if full {
			c.from = next
		} else if len(c.ranges) > 0 {
			c.from, c.to, c.ranges = c.ranges[0].from, c.ranges[0].to, c.ranges[1:]
		} else {
			it.more = nil
		}
		if len(c.buf) > 0 || it.more == nil {
			it.rest = c.buf
			return len(c.buf) > 0
		}
	}
}

func rangesOf(tree *btree.Map[string, uint32], ranges ...keyRange) IDs {
	if tree == nil || len(ranges) == 0 {
		return IDs{}
	}
	if len(ranges) == 1 {
		return exactly(tree, ranges[0])
	}
	return IDs{more: &indexCursor{tree: tree, from: ranges[0].from, to: ranges[0].to, ranges: ranges[1:]}}
}

// exactly is rangesOf for one range: the common seeks for no or one entry need no cursor.
func exactly(tree *btree.Map[string, uint32], r keyRange) IDs {
	return few(tree, r.from, func(key string) bool { return r.to == "" || key < r.to }, func() string { return r.to })
}

// beginning is the ids of the keys that begin with prefix.
func beginning(tree *btree.Map[string, uint32], prefix []byte) IDs {
	from := string(prefix)
	return few(tree, from, func(key string) bool { return strings.HasPrefix(key, from) }, func() string { return string(successor(prefix)) })
}

// rank is the number of keys before one.
func rank(tree *btree.Map[string, uint32], key string) int {
	return sort.Search(tree.Len(), func(i int) bool {
		k, _, _ := tree.GetAt(i)
		return k >= key
	})
}

// few is the ids of the keys at and after from that are within a range; to is the range's end, asked for only if
// there are several.
func few(tree *btree.Map[string, uint32], from string, within func(key string) bool, to func() string) IDs {
	n, first := 0, uint32(0)
	tree.Ascend(from, func(key string, id uint32) bool {
		if !within(key) {
			return false
		}
		n++
		if n == 1 {
			first = id
		}
		return n < 2
	})
	switch n {
	case 0:
		return IDs{}
	case 1:
		return IDs{single: int64(first) + 1}
	}
	return IDs{more: &indexCursor{tree: tree, from: from, to: to()}}
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
			if l.other == gone || h.limited && l.other != h.only {
				continue
			}
			incoming := h.kind&1 == 1
			if incoming && h.dir == Both && l.other == h.self {
				continue
			}
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
