package storage

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// builder makes a graph out of records that come bucket by bucket as bucketNames has them, by ascending key.
type builder struct {
	g       *graph
	degrees map[uint64]int64
	labels  []Label // room for one node's
	page    uint32  // of the last record, plus 1
	kind    byte    // bucket of the last record
}

func newBuilder() *builder { return &builder{g: newGraph(), degrees: map[uint64]int64{}} }

// record takes one record without its checksum.
func (b *builder) record(bucket string, key, payload []byte) error {
	switch bucket {
	case bucketSymbols:
		return b.symbol(key, payload)
	case bucketSchema:
		return b.schema(key, payload)
	case bucketNodes, bucketRels:
		if len(key) != 4 {
			return fmt.Errorf("%w: key %x", errMalformed, key)
		}
		id := binary.BigEndian.Uint32(key)
		if page := id>>pageBits + 1; page != b.page || b.kind != bucket[0] {
			b.trim()
			b.page, b.kind = page, bucket[0]
		}
		if bucket == bucketNodes {
			return b.node(id, payload)
		}
		return b.rel(id, payload)
	}
	return fmt.Errorf("unknown bucket %q", bucket)
}

// trim takes away the unused room of the last page's properties.
func (b *builder) trim() {
	if b.page == 0 {
		return
	}
	props := (*blobs)(nil)
	if b.kind == bucketNodes[0] {
		props = &b.g.nodes.mutable(b.page-1, b.g.epoch).props
	} else {
		props = &b.g.rels.mutable(b.page-1, b.g.epoch).props
	}
	if cap(props.data) > len(props.data)+len(props.data)/16 {
		props.data = append(make([]byte, 0, len(props.data)), props.data...)
	}
}

func (b *builder) symbol(key, name []byte) error {
	if len(key) != 5 {
		return fmt.Errorf("%w: symbol key %x", errMalformed, key)
	}
	got := uint32(0)
	switch key[0] {
	case 'l':
		got = uint32(b.g.label(string(name)))
	case 't':
		got = uint32(b.g.relType(string(name)))
	case 'k':
		got = uint32(b.g.propKey(string(name)))
	default:
		return fmt.Errorf("%w: symbol key %x", errMalformed, key)
	}
	if want := binary.BigEndian.Uint32(key[1:]); got != want {
		return fmt.Errorf("%w: symbol %q has number %d, not %d", errMalformed, name, got, want)
	}
	return nil
}

func (b *builder) schema(key, text []byte) error {
	s := b.g.schema
	if len(key) > 0 && key[0] == 'i' {
		ix := &Index{}
		if err := json.Unmarshal(text, ix); err != nil {
			return err
		}
		if err := checkSchema(ix.Entity, ix.Labels, ix.Properties); err != nil {
			return err
		}
		b.g.schema = s.with(ix, nil)
		return nil
	}
	c := &Constraint{}
	if err := json.Unmarshal(text, c); err != nil {
		return err
	}
	b.g.schema = s.with(nil, c)
	return nil
}

// node takes the record of a node, whose labels and keys have been taken before.
func (b *builder) node(id uint32, payload []byte) error {
	r := reader{b: payload}
	n := r.uvarint()
	b.labels = b.labels[:0]
	for ; n > 0 && !r.bad; n-- {
		l := r.uvarint()
		if l >= uint64(len(b.g.labels.names)) || len(b.labels) > 0 && Label(l) <= b.labels[len(b.labels)-1] {
			return fmt.Errorf("node %d: %w", id, errMalformed)
		}
		b.labels = append(b.labels, Label(l))
	}
	if r.bad || id > maxID {
		return fmt.Errorf("node %d: %w", id, errMalformed)
	}
	if err := checkProps(r.b, len(b.g.keys.names)); err != nil {
		return fmt.Errorf("node %d: %w", id, err)
	}
	b.g.nextNode = max(b.g.nextNode, id+1)
	b.g.putNode(id, b.labels, r.b)
	return nil
}

func (b *builder) rel(id uint32, payload []byte) error {
	r := reader{b: payload}
	t, start, end := r.uvarint(), r.uvarint(), r.uvarint()
	if r.bad || id > maxID || t >= uint64(len(b.g.types.names)) || start > maxID || end > maxID {
		return fmt.Errorf("relationship %d: %w", id, errMalformed)
	}
	if err := checkProps(r.b, len(b.g.keys.names)); err != nil {
		return fmt.Errorf("relationship %d: %w", id, err)
	}
	b.g.nextRel = max(b.g.nextRel, id+1)
	p, i := b.g.relPage(id)
	p.types[i], p.start[i], p.end[i] = uint32(t)+1, uint32(start), uint32(end)
	p.props.set(i, r.b)
	b.g.allRels.add(id, b.g.epoch)
	b.g.byType[t].add(id, b.g.epoch)
	b.g.countKeys(r.b, 1)
	return nil
}

// finish builds what is derived from the records: adjacency, degrees, indexes.
func (b *builder) finish() (*graph, error) {
	b.trim()
	g := b.g
	if err := g.buildAdjacency(); err != nil {
		return nil, err
	}
	g.buildDegrees()
	for _, desc := range g.schema.indexes {
		x := g.newIndex(desc)
		if a, c, ok := g.populate(&x); !ok {
			return nil, fmt.Errorf("ids %d and %d break constraint '%s'", a, c, desc.Constraint)
		}
		g.indexes = append(g.indexes, x)
	}
	return g, nil
}

// eachRel visits all relationships in the order of their ids.
func (g *graph) eachRel(f func(id, kind, start, end uint32)) {
	for n := range g.rels.pages() {
		p := g.rels.get(n)
		if p == nil {
			continue
		}
		for i := range uint32(pageSize) {
			if p.types[i] != 0 {
				f(n<<pageBits|i, p.types[i]-1, p.start[i], p.end[i])
			}
		}
	}
}

// buildAdjacency enters all relationships into the adjacency of their ends: it counts, then cuts exact
// lists out of one slab, then fills them.
func (g *graph) buildAdjacency() error {
	var missing error
	total := 0
	count := func(node, kind uint32) {
		p, i := g.nodeAt(int64(node))
		if p == nil {
			missing = fmt.Errorf("a relationship has the end %d, which is no node", node)
			return
		}
		a := p.mutableAdj(i)
		at, ok := a.find(kind)
		if !ok {
			a.groups = slices.Insert(a.groups, at, group{kind: kind, owner: g.epoch})
		}
		a.groups[at].dead++
		total++
	}
	g.eachRel(func(_, t, start, end uint32) {
		count(start, groupKind(RelType(t), false))
		count(end, groupKind(RelType(t), true))
	})
	if missing != nil {
		return missing
	}
	const slabLinks = 1 << 16
	var slab []link
	for n := range g.nodes.pages() {
		p := g.nodes.get(n)
		if p == nil {
			continue
		}
		for _, a := range p.adj {
			if a == nil {
				continue
			}
			a.groups = slices.Clip(a.groups)
			for j := range a.groups {
				gr := &a.groups[j]
				need := int(gr.dead)
				if len(slab) < need {
					slab = make([]link, max(need, min(slabLinks, total)))
				}
				gr.links, slab, gr.dead = slab[:0:need], slab[need:], 0
				total -= need
			}
		}
	}
	g.eachRel(func(id, t, start, end uint32) {
		g.linkRel(id, start, end, RelType(t))
	})
	return nil
}

// buildDegrees counts the relationships at the nodes of each label.
func (g *graph) buildDegrees() {
	sums := map[uint64]int64{}
	for n := range g.nodes.pages() {
		p := g.nodes.get(n)
		if p == nil {
			continue
		}
		for i, a := range p.adj {
			if a == nil || p.labels[i] == 0 {
				continue
			}
			for _, gr := range a.groups {
				for _, l := range g.labelSets.sets[p.labels[i]-1] {
					sums[degreeKey(l, gr.kind)] += int64(gr.live())
				}
			}
		}
	}
	for key, n := range sums {
		g.degrees.add(key, n, g.epoch)
	}
}
