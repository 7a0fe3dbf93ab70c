package storage

import (
	"slices"

	"github.com/tidwall/btree"
)

// graph is one state of the whole graph. A published graph never changes; a transaction works on a fork,
// which shares all pages until it writes to them.
type graph struct {
	epoch  uint32 // what carries this number may be changed in place
	commit uint64 // commits so far, over the life of the store

	nodes    tree[nodePage, *nodePage]
	rels     tree[relPage, *relPage]
	nextNode uint32
	nextRel  uint32
	allNodes bitset
	allRels  bitset
	byLabel  []bitset // nodes, by Label
	byType   []bitset // relationships, by RelType

	labels    symbols
	types     symbols
	keys      symbols
	labelSets labelSets
	keyUse    []int64  // properties with the key, by PropKey
	relKeys   []keySet // properties that relationships have or had, by RelType
	degrees   counts   // relationships by label of an end, type and direction

	schema  *schema
	indexes []index // in the order of schema.indexes
	indexOf *places // of indexes; nil where it is not known
}

func newGraph() *graph {
	return &graph{epoch: 1, labelSets: newLabelSets(), schema: &schema{}}
}

// fork is a copy of g that can be changed without g noticing.
func (g *graph) fork(epoch uint32) *graph {
	f := *g
	f.epoch = epoch
	f.byLabel, f.byType = slices.Clone(g.byLabel), slices.Clone(g.byType)
	f.keyUse, f.relKeys = slices.Clone(g.keyUse), slices.Clone(g.relKeys)
	f.indexes = slices.Clone(g.indexes)
	return &f
}

func (g *graph) label(name string) Label {
	id := g.labels.intern(name, g.epoch)
	for len(g.byLabel) <= int(id) {
		g.byLabel = append(g.byLabel, bitset{})
	}
	return Label(id)
}

func (g *graph) relType(name string) RelType {
	id := g.types.intern(name, g.epoch)
	for len(g.byType) <= int(id) {
		g.byType, g.relKeys = append(g.byType, bitset{}), append(g.relKeys, nil)
	}
	return RelType(id)
}

func (g *graph) propKey(name string) PropKey {
	id := g.keys.intern(name, g.epoch)
	for len(g.keyUse) <= int(id) {
		g.keyUse = append(g.keyUse, 0)
	}
	return PropKey(id)
}

// keySet is a set of property keys, a bit for each. It is never changed, since others may have it.
type keySet []uint64

func (s keySet) has(k PropKey) bool {
	i := int(k / 64)
	return i < len(s) && s[i]>>(k%64)&1 == 1
}

// with is a copy of s that has k, too.
func (s keySet) with(k PropKey) keySet {
	out := make(keySet, max(len(s), int(k/64)+1))
	copy(out, s)
	out[k/64] |= 1 << (k % 64)
	return out
}

// counts is a copy-on-write map of numbers by (label, type, direction).
type counts struct {
	owner uint32
	m     *btree.Map[uint64, int64]
}

func degreeKey(l Label, kind uint32) uint64 { return uint64(l)<<32 | uint64(kind) }

func (c *counts) add(key uint64, n int64, epoch uint32) {
	switch {
	case c.m == nil:
		c.m, c.owner = &btree.Map[uint64, int64]{}, epoch
	case c.owner != epoch:
		c.m, c.owner = c.m.Copy(), epoch
	}
	old, _ := c.m.Get(key)
	if old+n == 0 {
		c.m.Delete(key)
		return
	}
	c.m.Set(key, old+n)
}

func (c *counts) get(key uint64) int64 {
	if c.m == nil {
		return 0
	}
	n, _ := c.m.Get(key)
	return n
}

// nodeAt is the page and place of a node; the page is nil if there is no such node.
func (g *graph) nodeAt(id int64) (*nodePage, uint32) {
	if id < 0 || id >= int64(g.nextNode) {
		return nil, 0
	}
	p := g.nodes.get(uint32(id) >> pageBits)
	if p == nil || p.labels[id&(pageSize-1)] == 0 {
		return nil, 0
	}
	return p, uint32(id) & (pageSize - 1)
}

// adjacencyOf is all relationships of a node, nil if it has none or there is no such node. It reads nothing else of the
// node.
func (g *graph) adjacencyOf(id int64) *adjacency {
	if id < 0 || id >= int64(g.nextNode) {
		return nil
	}
	if p := g.nodes.get(uint32(id) >> pageBits); p != nil {
		return p.adj[id&(pageSize-1)]
	}
	return nil
}

func (g *graph) relAt(id int64) (*relPage, uint32) {
	if id < 0 || id >= int64(g.nextRel) {
		return nil, 0
	}
	p := g.rels.get(uint32(id) >> pageBits)
	if p == nil || p.types[id&(pageSize-1)] == 0 {
		return nil, 0
	}
	return p, uint32(id) & (pageSize - 1)
}

func (g *graph) nodePage(id uint32) (*nodePage, uint32) {
	return g.nodes.mutable(id>>pageBits, g.epoch), id & (pageSize - 1)
}

func (g *graph) relPage(id uint32) (*relPage, uint32) {
	return g.rels.mutable(id>>pageBits, g.epoch), id & (pageSize - 1)
}

// labelsOf is the labels of a node, nil if there is no such node.
func (g *graph) labelsOf(id int64) []Label {
	p, i := g.nodeAt(id)
	if p == nil {
		return nil
	}
	return g.labelSets.sets[p.labels[i]-1]
}

// putNode writes a node that was not there. Indexes are the caller's.
func (g *graph) putNode(id uint32, labels []Label, props []byte) {
	p, i := g.nodePage(id)
	p.labels[i] = g.labelSets.intern(labels, g.epoch) + 1
	p.props.set(i, props)
	g.allNodes.add(id, g.epoch)
	for _, l := range labels {
		g.byLabel[l].add(id, g.epoch)
	}
	g.countKeys(props, 1)
}

// putRel writes a relationship that was not there, without its place in the adjacency of its ends.
func (g *graph) putRel(id, start, end uint32, t RelType, props []byte) {
	p, i := g.relPage(id)
	p.types[i], p.start[i], p.end[i] = uint32(t)+1, start, end
	p.props.set(i, props)
	g.allRels.add(id, g.epoch)
	g.byType[t].add(id, g.epoch)
	g.countRelKeys(t, props)
	g.countDegrees(start, end, t, 1)
}

func (g *graph) countDegrees(start, end uint32, t RelType, n int64) {
	for _, l := range g.labelsOf(int64(start)) {
		g.degrees.add(degreeKey(l, groupKind(t, false)), n, g.epoch)
	}
	for _, l := range g.labelsOf(int64(end)) {
		g.degrees.add(degreeKey(l, groupKind(t, true)), n, g.epoch)
	}
}

// linkRel enters a relationship into the adjacency of its ends.
func (g *graph) linkRel(id, start, end uint32, t RelType) {
	p, i := g.nodePage(start)
	p.addLink(i, groupKind(t, false), link{rel: id, other: end}, start == end)
	p, i = g.nodePage(end)
	p.addLink(i, groupKind(t, true), link{rel: id, other: start}, start == end)
}

func (g *graph) countKeys(props []byte, n int64) {
	r := reader{b: props}
	for len(r.b) > 0 {
		g.keyUse[r.uvarint()] += n
		r.skip()
	}
}

// countRelKeys counts the properties that a relationship of a type has got.
func (g *graph) countRelKeys(t RelType, props []byte) {
	g.countKeys(props, 1)
	g.noteRelKeys(t, props)
}

// noteRelKeys notes that relationships of a type may have these properties.
func (g *graph) noteRelKeys(t RelType, props []byte) {
	r := reader{b: props}
	for len(r.b) > 0 {
		if k := PropKey(r.uvarint()); !g.relKeys[t].has(k) {
			g.relKeys[t] = g.relKeys[t].with(k)
		}
		r.skip()
	}
}

// dropRel takes a relationship out of everything but the indexes.
func (g *graph) dropRel(id uint32) {
	p, i := g.relPage(id)
	t, start, end := RelType(p.types[i]-1), p.start[i], p.end[i]
	g.countKeys(p.props.get(i), -1)
	p.types[i] = 0
	p.props.set(i, nil)
	g.allRels.remove(id, g.epoch)
	g.byType[t].remove(id, g.epoch)
	np, j := g.nodePage(start)
	np.dropLink(j, groupKind(t, false), id, start == end)
	np, j = g.nodePage(end)
	np.dropLink(j, groupKind(t, true), id, start == end)
	g.countDegrees(start, end, t, -1)
}

// setLabels gives a node another set of labels, ascending; indexes are the caller's.
func (g *graph) setLabels(id uint32, labels []Label) {
	p, i := g.nodePage(id)
	old := g.labelSets.sets[p.labels[i]-1]
	p.labels[i] = g.labelSets.intern(labels, g.epoch) + 1
	change := func(set []Label, minus []Label, n int64) {
		for _, l := range set {
			if slices.Contains(minus, l) {
				continue
			}
			if n > 0 {
				g.byLabel[l].add(id, g.epoch)
			} else {
				g.byLabel[l].remove(id, g.epoch)
			}
			if a := p.adj[i]; a != nil {
				for _, gr := range a.groups {
					g.degrees.add(degreeKey(l, gr.kind), n*int64(gr.live()), g.epoch)
				}
			}
		}
	}
	change(old, labels, -1)
	change(labels, old, 1)
}

// dropEmptyPages forgets the pages of changed records that have none left: ids are not given out again, so a graph
// that is rewritten all the time would fill memory with them.
func (g *graph) dropEmptyPages(nodes, rels changes) {
	for id := range nodes {
		if p := g.nodes.get(id >> pageBits); p != nil && p.labels == [pageSize]uint32{} {
			g.nodes.drop(id>>pageBits, g.epoch)
		}
	}
	for id := range rels {
		if p := g.rels.get(id >> pageBits); p != nil && p.types == [pageSize]uint32{} {
			g.rels.drop(id>>pageBits, g.epoch)
		}
	}
}

// nodeProps is the properties of a node; none if there is no such node, without a look at its labels.
func (g *graph) nodeProps(id int64) []byte {
	if id < 0 || id >= int64(g.nextNode) {
		return nil
	}
	p := g.nodes.get(uint32(id) >> pageBits)
	if p == nil {
		return nil
	}
	return p.props.get(uint32(id) & (pageSize - 1))
}

// relProps is the properties of a relationship; none if there is no such relationship, without a look at its type.
func (g *graph) relProps(id int64) []byte {
	if id < 0 || id >= int64(g.nextRel) {
		return nil
	}
	p := g.rels.get(uint32(id) >> pageBits)
	if p == nil {
		return nil
	}
	return p.props.get(uint32(id) & (pageSize - 1))
}

// editProps appends blob to dst, with props set in it, or taken away where they are null. Of two of one key the later
// counts. It sorts props.
func editProps(dst, blob []byte, props []Prop) []byte {
	sortProps(props)
	r := reader{b: blob}
	for len(r.b) > 0 {
		from := r.b
		key := PropKey(r.uvarint())
		r.skip()
		n := 0
		for n < len(props) && props[n].Key <= key {
			n++
		}
		dst = appendSorted(dst, props[:n])
		if n == 0 || props[n-1].Key != key {
			dst = append(dst, from[:len(from)-len(r.b)]...)
		}
		props = props[n:]
	}
	return appendSorted(dst, props)
}
