package storage

import (
	"bytes"
	"slices"

	"newsgraph/cypher/value"
)

// View reads one state of the graph. Ids that name nothing read as absent: no labels, null properties, no
// relationships.
type View struct{ g *graph }

// Snapshot is the graph as it was at one commit. It needs no closing.
type Snapshot struct{ View }

// Commit is the number of the last commit that the view contains.
func (v *View) Commit() uint64 { return v.g.commit }

// SchemaVersion changes whenever an index or constraint comes or goes.
func (v *View) SchemaVersion() uint64 { return v.g.schema.version }

// Label is the number of a label name; false if no node ever had it.
func (v *View) Label(name string) (Label, bool) {
	id, ok := v.g.labels.lookup(name)
	return Label(id), ok
}

// RelType is the number of a relationship type; false if no relationship ever had it.
func (v *View) RelType(name string) (RelType, bool) {
	id, ok := v.g.types.lookup(name)
	return RelType(id), ok
}

// PropKey is the number of a property key; false if nothing ever had it.
func (v *View) PropKey(name string) (PropKey, bool) {
	id, ok := v.g.keys.lookup(name)
	return PropKey(id), ok
}

// LabelName is the name of a label.
func (v *View) LabelName(l Label) string { return v.g.labels.names[l] }

// RelTypeName is the name of a relationship type.
func (v *View) RelTypeName(t RelType) string { return v.g.types.names[t] }

// PropKeyName is the name of a property key.
func (v *View) PropKeyName(k PropKey) string { return v.g.keys.names[k] }

// Labels is the names of the labels in use, sorted.
func (v *View) Labels() []string {
	return inUse(v.g.labels.names, func(i int) bool { return v.g.byLabel[i].n > 0 })
}

// RelTypes is the names of the relationship types in use, sorted.
func (v *View) RelTypes() []string {
	return inUse(v.g.types.names, func(i int) bool { return v.g.byType[i].n > 0 })
}

// PropKeys is the names of the property keys in use, sorted.
func (v *View) PropKeys() []string {
	return inUse(v.g.keys.names, func(i int) bool { return v.g.keyUse[i] > 0 })
}

func inUse(names []string, used func(int) bool) []string {
	out := []string{}
	for i, name := range names {
		if used(i) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// HasNode says whether there is a node with this id.
func (v *View) HasNode(id int64) bool { p, _ := v.g.nodeAt(id); return p != nil }

// NodeLabels is the labels of a node, ascending by number, to be read only.
func (v *View) NodeLabels(id int64) []Label { return v.g.labelsOf(id) }

// LabelSet is the number that the set of a node's labels has as long as the store is open; false if there is no such
// node.
func (v *View) LabelSet(id int64) (set uint32, ok bool) {
	p, i := v.g.nodeAt(id)
	if p == nil {
		return 0, false
	}
	return p.labels[i] - 1, true
}

// NodeLabelNames is the names of a node's labels, sorted; the slice is the caller's.
func (v *View) NodeLabelNames(id int64) []string {
	labels := v.g.labelsOf(id)
	names := make([]string, len(labels))
	for i, l := range labels {
		names[i] = v.g.labels.names[l]
	}
	slices.Sort(names)
	return names
}

// HasLabel says whether a node has a label.
func (v *View) HasLabel(id int64, l Label) bool {
	return int(l) < len(v.g.byLabel) && id >= 0 && id < int64(v.g.nextNode) && v.g.byLabel[l].has(uint32(id))
}

// NodeProp is a property of a node, null if absent.
func (v *View) NodeProp(id int64, k PropKey) value.Value { return findProp(v.g.nodeProps(id), k) }

// AppendNodeProps appends a node's properties, ascending by key number.
func (v *View) AppendNodeProps(dst []Prop, id int64) []Prop {
	return decodeProps(dst, v.g.nodeProps(id))
}

// NodeEntries is a node's properties by name, sorted; the slice is the caller's.
func (v *View) NodeEntries(id int64) []value.Entry { return v.entries(v.g.nodeProps(id)) }

// Rel is what a relationship is between.
type Rel struct {
	Start, End int64
	Type       RelType
}

// Rel is the ends and type of a relationship; false if there is none with this id.
func (v *View) Rel(id int64) (Rel, bool) {
	p, i := v.g.relAt(id)
	if p == nil {
		return Rel{}, false
	}
	return Rel{Start: int64(p.start[i]), End: int64(p.end[i]), Type: RelType(p.types[i] - 1)}, true
}

// RelProp is a property of a relationship, null if absent.
func (v *View) RelProp(id int64, k PropKey) value.Value { return findProp(v.g.relProps(id), k) }

// AppendRelProps appends a relationship's properties, ascending by key number.
func (v *View) AppendRelProps(dst []Prop, id int64) []Prop { return decodeProps(dst, v.g.relProps(id)) }

// RelEntries is a relationship's properties by name, sorted; the slice is the caller's.
func (v *View) RelEntries(id int64) []value.Entry { return v.entries(v.g.relProps(id)) }

func (v *View) entries(blob []byte) []value.Entry {
	entries := []value.Entry{}
	r := reader{b: blob}
	for len(r.b) > 0 {
		name := v.g.keys.names[r.uvarint()]
		entries = append(entries, value.Entry{Key: name, Value: r.value()})
	}
	return value.SortEntries(entries)
}

// Expand is the relationships of a node in a direction, of any of the types, or of all without types.
func (v *View) Expand(node int64, dir Direction, types ...RelType) Hops {
	a := v.g.adjacencyOf(node)
	if a == nil {
		return Hops{}
	}
	return Hops{groups: a.groups, types: types, dir: dir, self: uint32(node)}
}

// Between is what Expand gives from node a, restricted to those whose other end is b. It looks from the
// end with fewer relationships.
func (v *View) Between(a, b int64, dir Direction, types ...RelType) Hops {
	if !v.HasNode(a) || !v.HasNode(b) {
		return Hops{}
	}
	h := v.Expand(a, dir, types...)
	if a != b && v.Degree(b, dir.Reverse(), types...) < v.Degree(a, dir, types...) {
		h = v.Expand(b, dir.Reverse(), types...)
		h.flip, h.only = true, uint32(a)
	} else {
		h.only = uint32(b)
	}
	h.limited = true
	return h
}

// Degree is the number of relationships that Expand gives, without walking over them.
func (v *View) Degree(node int64, dir Direction, types ...RelType) int {
	a := v.g.adjacencyOf(node)
	if a == nil {
		return 0
	}
	n := 0
	for j := range a.groups {
		g := &a.groups[j]
		if wantedKind(g.kind, dir, types) {
			n += g.live()
			if dir == Both && g.kind&1 == 1 {
				n -= int(g.loops)
			}
		}
	}
	return n
}

// AllNodes is the ids of all nodes.
func (v *View) AllNodes() IDs { return IDs{set: &v.g.allNodes} }

// NodesByLabel is the ids of the nodes with a label.
func (v *View) NodesByLabel(l Label) IDs {
	if int(l) >= len(v.g.byLabel) {
		return IDs{}
	}
	return IDs{set: &v.g.byLabel[l]}
}

// AllRels is the ids of all relationships.
func (v *View) AllRels() IDs { return IDs{set: &v.g.allRels} }

// RelsByType is the ids of the relationships of a type.
func (v *View) RelsByType(t RelType) IDs {
	if int(t) >= len(v.g.byType) {
		return IDs{}
	}
	return IDs{set: &v.g.byType[t]}
}

// NodeCount is the number of nodes.
func (v *View) NodeCount() int64 { return v.g.allNodes.n }

// RelCount is the number of relationships.
func (v *View) RelCount() int64 { return v.g.allRels.n }

// LabelCount is the number of nodes with a label.
func (v *View) LabelCount(l Label) int64 {
	if int(l) >= len(v.g.byLabel) {
		return 0
	}
	return v.g.byLabel[l].n
}

// TypeCount is the number of relationships of a type.
func (v *View) TypeCount(t RelType) int64 {
	if int(t) >= len(v.g.byType) {
		return 0
	}
	return v.g.byType[t].n
}

// MayHave is false where no relationship of a type has a property: none ever had it while the store was open.
func (v *View) MayHave(t RelType, k PropKey) bool {
	return int(t) < len(v.g.relKeys) && v.g.relKeys[t].has(k)
}

// EachRelType calls f with each relationship type that a relationship ever had, in the order of their numbers.
func (v *View) EachRelType(f func(t RelType, name string)) {
	for t, name := range v.g.types.names {
		f(RelType(t), name)
	}
}

// DegreeCount is the number of relationships that leave nodes with a label (Outgoing), reach them
// (Incoming), or the sum of both, of any of the types, or of all without types.
func (v *View) DegreeCount(l Label, dir Direction, types ...RelType) int64 {
	c, n := &v.g.degrees, int64(0)
	if c.m == nil {
		return 0
	}
	for _, t := range types {
		for _, incoming := range [...]bool{false, true} {
			if kind := groupKind(t, incoming); wantedKind(kind, dir, nil) {
				n += c.get(degreeKey(l, kind))
			}
		}
	}
	if len(types) > 0 {
		return n
	}
	c.m.Ascend(degreeKey(l, 0), func(key uint64, m int64) bool {
		if Label(key>>32) != l {
			return false
		}
		if wantedKind(uint32(key), dir, nil) {
			n += m
		}
		return true
	})
	return n
}

// Indexes is all indexes, sorted by name, to be read only.
func (v *View) Indexes() []*Index { return v.g.schema.indexes }

// Constraints is all constraints, sorted by name, to be read only.
func (v *View) Constraints() []*Constraint { return v.g.schema.constraints }

// Index is the index of this name.
func (v *View) Index(name string) (*Index, bool) { return v.g.schema.index(name) }

// Constraint is the constraint of this name.
func (v *View) Constraint(name string) (*Constraint, bool) { return v.g.schema.constraint(name) }

// RangeIndex is the range index on exactly these properties, in any order, of a label or type.
func (v *View) RangeIndex(e Entity, label string, properties ...string) (*Index, bool) {
	want := slices.Sorted(slices.Values(properties))
	for _, ix := range v.g.schema.indexes {
		if ix.Kind == RangeIndex && ix.Entity == e && ix.Labels[0] == label &&
			slices.Equal(slices.Sorted(slices.Values(ix.Properties)), want) {
			return ix, true
		}
	}
	return nil, false
}

// RangeIndexes is the range indexes of a label or type, sorted by name.
func (v *View) RangeIndexes(e Entity, label string) []*Index {
	var out []*Index
	for _, ix := range v.g.schema.indexes {
		if ix.Kind == RangeIndex && ix.Entity == e && ix.Labels[0] == label {
			out = append(out, ix)
		}
	}
	return out
}

// Bound is one end of a range. The zero Bound is open.
type Bound struct {
	Value     value.Value
	Inclusive bool
}

// SeekEqual is the ids whose first properties in the index equal the values, as = does: nothing for null
// and NaN. The index must be one of this view.
func (v *View) SeekEqual(ix *Index, values ...value.Value) IDs {
	x, ok := v.g.index(ix)
	if !ok {
		return IDs{}
	}
	var room [128]byte
	key, ok := appendSeekKey(room[:0], values)
	if !ok {
		return IDs{}
	}
	return x.tree.idsOf(key)
}

// CountEqual is the number of ids that SeekEqual gives.
func (v *View) CountEqual(ix *Index, values ...value.Value) int64 {
	x, ok := v.g.index(ix)
	if !ok {
		return 0
	}
	key, ok := appendSeekKey(nil, values)
	if !ok {
		return 0
	}
	end := x.tree.n
	if after := successor(key); after != nil {
		end = x.tree.rank(after)
	}
	return int64(end - x.tree.rank(key))
}

// SeekIn is the ids whose first property in the index equals any of the values, each id once.
func (v *View) SeekIn(ix *Index, values []value.Value) IDs {
	x, ok := v.g.index(ix)
	if !ok {
		return IDs{}
	}
	var ranges []keyRange
	for _, want := range values {
		if key, ok := appendSeekKey(nil, []value.Value{want}); ok {
			ranges = append(ranges, keyRange{key, successor(key)})
		}
	}
	slices.SortFunc(ranges, func(a, b keyRange) int { return bytes.Compare(a.from, b.from) })
	return x.tree.idsIn(slices.CompactFunc(ranges, func(a, b keyRange) bool { return bytes.Equal(a.from, b.from) })...)
}

// SeekRange is the ids whose property in the index lies between the bounds, as < and > compare, where the
// index's first properties equal lead. Of the bounds at least one is given. It is false if the bounds are of
// a type for which the index does not keep the order of < (lists, points, durations).
func (v *View) SeekRange(ix *Index, low, high Bound, lead ...value.Value) (IDs, bool) {
	x, ok := v.g.index(ix)
	if !ok {
		return IDs{}, true
	}
	for _, b := range [...]Bound{low, high} {
		if !b.Value.IsNull() && !rangeable(b.Value) {
			return IDs{}, false
		}
	}
	prefix, ok := appendSeekKey(nil, lead)
	if !ok || low.Value.IsNull() && high.Value.IsNull() {
		return IDs{}, true
	}
	if r, ok := boundedRange(prefix, low, high); ok {
		return x.tree.idsBetween(r), true
	}
	return IDs{}, true
}

// SeekPrefix is the ids whose property in the index is a string that begins with prefix, where the index's
// first properties equal lead.
func (v *View) SeekPrefix(ix *Index, prefix string, lead ...value.Value) IDs {
	x, ok := v.g.index(ix)
	if !ok {
		return IDs{}
	}
	key, ok := appendSeekKey(nil, lead)
	if !ok {
		return IDs{}
	}
	key = appendEscapedPrefix(append(key, classString), prefix)
	return x.tree.idsOf(key)
}

// SeekAll is the ids of all entries of an index, in the order of their values.
func (v *View) SeekAll(ix *Index) IDs {
	x, ok := v.g.index(ix)
	if !ok {
		return IDs{}
	}
	return x.tree.idsBetween(keyRange{})
}

// IndexSize is the number of entries of an index and of distinct values in it.
func (v *View) IndexSize(ix *Index) (entries, distinct int64) {
	x, ok := v.g.index(ix)
	if !ok {
		return 0, 0
	}
	return int64(x.tree.n), x.distinct
}
