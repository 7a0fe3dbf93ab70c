package exec

import (
	"math"
	"math/bits"
	"slices"

	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// refTable numbers references to nodes or relationships, or pairs of them, from 0 in the order in which they first come, as
// keyTable does with any keys. The zero refTable is empty.
type refTable struct {
	places []uint32 // by hash: a number plus 1; 0: free. A power of two, at most three quarters of them taken
	shift  uint8    // of a hash, to a place
	keys   []uint64 // by number
}

// number is the number of a key; fresh says that it was not there.
func (t *refTable) number(key uint64) (n int, fresh bool) {
	if len(t.keys) >= len(t.places)/4*3 {
		t.grow()
	}
	mask := uint64(len(t.places) - 1)
	for i := t.hash(key); ; i = (i + 1) & mask {
		n := t.places[i]
		if n == 0 {
			t.keys = append(t.keys, key)
			t.places[i] = uint32(len(t.keys))
			return len(t.keys) - 1, true
		}
		if t.keys[n-1] == key {
			return int(n - 1), false
		}
	}
}

// hash spreads keys, of which those that follow each other often come together.
func (t *refTable) hash(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> t.shift }

func (t *refTable) grow() {
	size := max(fewestPlaces, 2*len(t.places))
	t.places, t.shift = make([]uint32, size), uint8(64-bits.TrailingZeros(uint(size)))
	t.keys = slices.Grow(t.keys, size/4*3-len(t.keys))
	mask := uint64(size - 1)
	for n, key := range t.keys {
		i := t.hash(key)
		for t.places[i] != 0 {
			i = (i + 1) & mask
		}
		t.places[i] = uint32(n + 1)
	}
}

// empty takes all keys away and keeps the memory, unless it is much more than they needed.
func (t *refTable) empty() {
	switch {
	case len(t.keys) == 0:
		return
	case len(t.places) > 64*max(fewestPlaces, len(t.keys)):
		*t = refTable{}
		return
	}
	clear(t.places)
	t.keys = t.keys[:0]
}

// refID is the number of a node or relationship that the store can have; false for other values.
func refID(v value.Value) (id uint64, ok bool) {
	if k := v.Kind(); k != value.KindNode && k != value.KindRelationship {
		return 0, false
	}
	id = uint64(v.ID())
	return id, id <= math.MaxUint32
}

// refSlots makes one key of the nodes and relationships in one slot of a row or in two.
type refSlots struct {
	slots []int
	kinds [mostRefs]value.Kind // of the keys that were made
}

// mostRefs is how many references a key of 64 bits has room for.
const mostRefs = 2

// key is the key of the row as it stands; false if there is anything else in one of the slots, or what would have the
// key of something else.
func (f *refSlots) key(r *Run) (key uint64, ok bool) {
	for i, slot := range f.slots {
		v := r.row[slot]
		id, ok := refID(v)
		if !ok {
			return 0, false
		}
		if k := v.Kind(); f.kinds[i] != k {
			if f.kinds[i] != value.KindNull {
				return 0, false
			}
			f.kinds[i] = k
		}
		key = key<<32 | id
	}
	return key, true
}

// pairs is a set of rows of one or two slots, of which at least one has a node or relationship in the first row. Where the
// other has something else, that gets a number: it is often the same in rows that follow each other.
type pairs struct {
	begun  bool
	refs   refSlots
	beside int // the slot that has something else; -1: none
	last   value.Value
	number uint64 // of last, plus 1; 0: there is none yet
	others keyTable
	key    []byte
	rows   refTable
}

func (p *pairs) empty() {
	p.rows.empty()
	p.others.empty()
	p.begun, p.last, p.number = false, value.Null, 0
}

// begin looks at the first row.
func (p *pairs) begin(r *Run, slots []int) {
	p.begun, p.beside = true, -1
	p.refs = refSlots{slots: p.refs.slots[:0]}
	for _, slot := range slots {
		if _, ok := refID(r.row[slot]); ok {
			p.refs.slots = append(p.refs.slots, slot)
		} else {
			p.beside = slot
		}
	}
}

// add adds the row as it stands, for which it takes so many bytes; fresh says that there was none like it. It is not ok
// for a row that is of another kind than the first, or if that had no node and no relationship.
func (p *pairs) add(r *Run, slots []int) (fresh bool, bytes int64, ok bool) {
	if !p.begun {
		p.begin(r, slots)
	}
	if len(p.refs.slots) == 0 {
		return false, 0, false
	}
	key, ok := p.refs.key(r)
	if !ok {
		return false, 0, false
	}
	bytes = rowOverhead
	if p.beside >= 0 {
		if v := r.row[p.beside]; p.number == 0 || v != p.last {
			p.key = value.AppendKey(p.key[:0], v)
			n, unknown := p.others.number(p.key)
			if unknown {
				bytes += int64(len(p.key))
			}
			p.last, p.number = v, uint64(n+1)
		}
		key = key<<32 | p.number
	}
	_, fresh = p.rows.number(key)
	return fresh, bytes, true
}

// onlyOf is the slots on which what some items are depends alone, at most mostRefs, in a query that only reads; nil if it
// depends on more, or on anything else.
func (b *builder) onlyOf(items []plan.Item) (slots []int) {
	ok := !b.plan.Writes
	for _, it := range items {
		syntax.Walk(it.Expr, func(e syntax.Expr) bool {
			slot, known := b.plan.Slots[e]
			switch e := e.(type) {
			case *syntax.Variable:
				ok = ok && known
			case *syntax.Call:
				f, found := function.Lookup(e.Name.Text)
				ok = ok && found && !f.Volatile && !f.Aggregating()
			case *syntax.Property, *syntax.Index, *syntax.Null, *syntax.Boolean, *syntax.Integer, *syntax.Float, *syntax.String, *syntax.Parameter:
			default:
				ok = false
			}
			if known && (slot != it.Slot || isVariable(e)) {
				if !slices.Contains(slots, slot) {
					slots = append(slots, slot)
				}
				return false
			}
			return ok
		})
	}
	if !ok || len(slots) == 0 || len(slots) > mostRefs {
		return nil
	}
	return slots
}

func isVariable(e syntax.Expr) bool {
	_, ok := e.(*syntax.Variable)
	return ok
}
