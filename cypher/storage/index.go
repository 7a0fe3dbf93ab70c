package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// index is the contents of one Index in one state of the graph.
type index struct {
	desc     *Index
	labels   []Label // numbers of desc.Labels; those of types, if it is about relationships
	keys     []PropKey
	tree     keyTree    // sort keys of the properties, each followed by the id
	distinct int64      // distinct values in tree
	text     *textIndex // of a full-text index, which has nothing in tree
	owner    uint32     // epoch that may change text
	probe    *probe     // nil while a transaction changes tree, and where there is none
}

// index finds the contents of an index of this graph.
func (g *graph) index(desc *Index) (*index, bool) {
	for i := range g.indexes {
		if g.indexes[i].desc == desc {
			return &g.indexes[i], true
		}
	}
	return nil, false
}

// newIndex is an empty index; it numbers names that the graph does not know yet.
func (g *graph) newIndex(desc *Index) index {
	x := index{desc: desc}
	for _, name := range desc.Labels {
		if desc.Entity == Nodes {
			x.labels = append(x.labels, g.label(name))
		} else {
			x.labels = append(x.labels, Label(g.relType(name)))
		}
	}
	for _, name := range desc.Properties {
		x.keys = append(x.keys, g.propKey(name))
	}
	if desc.Kind == FullTextIndex {
		x.text, x.owner = newTextIndex(), g.epoch
	}
	return x
}

// appendSeekKey appends the sort keys of values; false if a value equals nothing.
func appendSeekKey(dst []byte, values []value.Value) ([]byte, bool) {
	for _, v := range values {
		v, err := storable(v)
		if err != nil || value.Equal(v, v) != value.Yes {
			return nil, false
		}
		dst = appendSortKey(dst, v)
	}
	return dst, true
}

// boundedRange is the keys between two bounds of one class, after prefix.
func boundedRange(prefix []byte, low, high Bound) (keyRange, bool) {
	var r keyRange
	class := byte(0)
	if !low.Value.IsNull() {
		key := appendSortKey(slices.Clone(prefix), low.Value)
		class = key[len(prefix)]
		if !low.Inclusive {
			key = successor(key)
		}
		r.from = key
	}
	if !high.Value.IsNull() {
		key := appendSortKey(slices.Clone(prefix), high.Value)
		if class != 0 && class != key[len(prefix)] {
			return r, false
		}
		class = key[len(prefix)]
		if high.Inclusive {
			key = successor(key)
		}
		r.to = key
	}
	if class == classNaN {
		return r, false
	}
	if r.from == nil {
		r.from = append(slices.Clone(prefix), class)
	}
	if r.to == nil {
		r.to = append(slices.Clone(prefix), class+1)
	}
	return r, bytes.Compare(r.from, r.to) < 0
}

// entryKey is the sort key, without the id, of what has these properties; false if one is missing.
func (x *index) entryKey(dst, props []byte) ([]byte, bool) {
	for _, k := range x.keys {
		v := findProp(props, k)
		if v.IsNull() {
			return nil, false
		}
		dst = appendSortKey(dst, v)
	}
	return dst, true
}

// idOf is the id at the end of a key of an index's tree.
func idOf(key []byte) uint32 { return binary.BigEndian.Uint32(key[len(key)-4:]) }

// holder is an id other than self whose entry has this key.
func (x *index) holder(key []byte, self int64) (int64, bool) {
	c := x.tree.seek(key)
	for k := c.next(); k != nil && bytes.HasPrefix(k, key); k = c.next() {
		if id := int64(idOf(k)); id != self {
			return id, true
		}
	}
	return 0, false
}

// shared says whether another entry has this key; in a unique index none has.
func (x *index) shared(key []byte) bool {
	if x.desc.Unique() {
		return false
	}
	_, ok := x.holder(key, -1)
	return ok
}

func (x *index) insert(key []byte, id, epoch uint32) {
	x.probe = nil
	if !x.shared(key) {
		x.distinct++
	}
	x.tree.add(binary.BigEndian.AppendUint32(key, id), epoch)
}

func (x *index) remove(key []byte, id, epoch uint32) {
	x.probe = nil
	x.tree.remove(binary.BigEndian.AppendUint32(key, id), epoch)
	if !x.shared(key) {
		x.distinct--
	}
}

// state is what of a node or relationship matters to indexes. A relationship's type counts as its label.
type state struct {
	labels []Label
	props  []byte
}

func (s state) in(x *index) bool {
	for _, l := range x.labels {
		if slices.Contains(s.labels, l) {
			return true
		}
	}
	return false
}

// concerns says whether a change of these properties may change the index; nil is a change of anything.
func (x *index) concerns(changed []Prop) bool {
	return changed == nil || slices.ContainsFunc(changed, func(p Prop) bool { return slices.Contains(x.keys, p.Key) })
}

// places says, by Entity and Label, where in graph.indexes those are that are about a label or type.
type places [Relationships + 1][][]int

func (p *places) of(e Entity, l Label) []int {
	if int(l) < len(p[e]) {
		return p[e][l]
	}
	return nil
}

func (g *graph) newPlaces() *places {
	p := &places{}
	for i, x := range g.indexes {
		of := &p[x.desc.Entity]
		for _, l := range x.labels {
			for len(*of) <= int(l) {
				*of = append(*of, nil)
			}
			(*of)[l] = append((*of)[l], i)
		}
	}
	return p
}

// indexesOf is where the indexes are that are about any of the labels before and after a change, ascending.
func (g *graph) indexesOf(e Entity, old, new []Label) []int {
	if g.indexOf == nil {
		g.indexOf = g.newPlaces()
	}
	if len(old) == 0 || slices.Equal(old, new) {
		old, new = new, nil
	}
	if len(old) == 1 && len(new) == 0 {
		return g.indexOf.of(e, old[0])
	}
	var all []int
	for _, labels := range [...][]Label{old, new} {
		for _, l := range labels {
			all = append(all, g.indexOf.of(e, l)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// reindex changes the entries of one node or relationship in all indexes from its old to its new state. It
// checks all unique constraints before it changes anything. If changed is not nil, only these properties and no labels
// have changed.
func (g *graph) reindex(e Entity, id uint32, old, new state, changed []Prop) error {
	var room, room2 [96]byte
	on := g.indexesOf(e, old.labels, new.labels)
	for _, i := range on {
		x := &g.indexes[i]
		if !x.desc.Unique() || !x.concerns(changed) || !new.in(x) {
			continue
		}
		if want, ok := x.entryKey(room[:0], new.props); ok {
			if other, taken := x.holder(want, int64(id)); taken {
				return x.violation(other, new.props)
			}
		}
	}
	for _, i := range on {
		x := &g.indexes[i]
		if !x.concerns(changed) {
			continue
		}
		was, is := old.in(x), new.in(x)
		if x.text != nil {
			x.reindexText(id, old, new, was, is, g.epoch)
			continue
		}
		var before, after []byte
		if was {
			before, was = x.entryKey(room[:0], old.props)
		}
		if is {
			after, is = x.entryKey(room2[:0], new.props)
		}
		if was && is && string(before) == string(after) {
			continue
		}
		if was {
			x.remove(before, id, g.epoch)
		}
		if is {
			x.insert(after, id, g.epoch)
		}
	}
	return nil
}

func (x *index) violation(other int64, props []byte) error {
	parts := make([]string, len(x.keys))
	for i, k := range x.keys {
		parts[i] = fmt.Sprintf("`%s` = %s", x.desc.Properties[i], findProp(props, k))
	}
	what, group := "Node", "label"
	if x.desc.Entity == Relationships {
		what, group = "Relationship", "type"
	}
	word := "property"
	if len(parts) > 1 {
		word = "properties"
	}
	return diag.Constraint("%s(%d) already exists with %s `%s` and %s %s", what, other, group, x.desc.Labels[0], word, strings.Join(parts, ", "))
}

// nodeState is what indexes see of a node.
func (g *graph) nodeState(id int64) state {
	return state{labels: g.labelsOf(id), props: g.nodeProps(id)}
}

func (g *graph) relState(id int64) state {
	p, i := g.relAt(id)
	if p == nil {
		return state{}
	}
	return state{labels: []Label{Label(p.types[i] - 1)}, props: p.props.get(i)}
}

// populate fills an empty index from the graph. For a unique index it reports two ids with one value.
func (g *graph) populate(x *index) (a, b int64, ok bool) {
	var entries [][]byte
	each := func(id int64, s state) {
		if x.text != nil {
			x.reindexText(uint32(id), state{}, s, false, true, g.epoch)
		} else if key, ok := x.entryKey(nil, s.props); ok {
			entries = append(entries, binary.BigEndian.AppendUint32(key, uint32(id)))
		}
	}
	seen := map[int64]bool{}
	for _, l := range x.labels {
		var ids IDs
		if x.desc.Entity == Nodes {
			ids = IDs{set: &g.byLabel[l]}
		} else {
			ids = IDs{set: &g.byType[l]}
		}
		for id, more := ids.Next(); more; id, more = ids.Next() {
			if len(x.labels) > 1 {
				if seen[id] {
					continue
				}
				seen[id] = true
			}
			if x.desc.Entity == Nodes {
				each(id, g.nodeState(id))
			} else {
				each(id, g.relState(id))
			}
		}
	}
	slices.SortFunc(entries, bytes.Compare)
	for i, key := range entries {
		value := key[:len(key)-4]
		if i == 0 || !bytes.Equal(value, entries[i-1][:len(entries[i-1])-4]) {
			x.distinct++
		} else if x.desc.Unique() {
			return int64(idOf(entries[i-1])), int64(idOf(key)), false
		}
		x.tree.load(key, g.epoch)
	}
	return 0, 0, true
}
