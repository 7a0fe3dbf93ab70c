package storage

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// builder makes a graph out of records that come bucket by bucket as bucketNames has them, page by page.
type builder struct {
	g       *graph
	degrees map[uint64]int64
	labels  []Label // room for one node's
	page    uint32  // of the last record, plus 1
	kind    byte    // bucket of the last record
}

func newBuilder() *builder { return &builder{g: newGraph(), degrees: map[uint64]int64{}} }

// record takes one record.
func (b *builder) record(bucket string, key []byte, id uint32, payload []byte) error {
	switch bucket {
	case bucketSymbols:
		return b.symbol(key, payload)
	case bucketSchema:
		return b.schema(key, payload)
	case bucketNodes, bucketRels:
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
	if p, _ := b.g.nodeAt(int64(id)); r.bad || id > maxID || p != nil {
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
	if p.types[i] != 0 {
		return fmt.Errorf("relationship %d: %w", id, errMalformed)
	}
	p.types[i], p.start[i], p.end[i] = uint32(t)+1, uint32(start), uint32(end)
	p.props.set(i, r.b)
	b.g.allRels.add(id, b.g.epoch)
	b.g.byType[t].add(id, b.g.epoch)
	b.g.countRelKeys(RelType(t), r.b)
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

// ends numbers the ends of nodes densely: two for each node of the pages that exist.
type ends struct {
	rank []int32 // of a page among those that exist, by page number
	n    int
}

func (g *graph) denseEnds() ends {
	e := ends{rank: make([]int32, g.nodes.pages())}
	for n := range e.rank {
		if g.nodes.get(uint32(n)) != nil {
			e.rank[n] = int32(e.n)
			e.n++
		}
	}
	e.n *= 2 * pageSize
	return e
}

func (e *ends) of(node uint32, incoming bool) int {
	i := (int(e.rank[node>>pageBits])*pageSize + int(node&(pageSize-1))) * 2
	if incoming {
		i++
	}
	return i
}

// buildAdjacency enters all relationships into the adjacency of their ends. It counts, then deals the links out
// into one slab, which keeps them by node, direction and id, then divides each node's part by type.
func (g *graph) buildAdjacency() error {
	e := g.denseEnds()
	next := make([]int, e.n+1) // where the next link of an end goes
	var err error
	total := 0
	g.eachRel(func(id, _, start, end uint32) {
		if !g.allNodes.has(start) || !g.allNodes.has(end) {
			err = fmt.Errorf("relationship %d is between %d and %d, which are not both nodes", id, start, end)
			return
		}
		next[e.of(start, false)]++
		next[e.of(end, true)]++
		total += 2
	})
	if err != nil {
		return err
	}
	sum := 0
	for i, n := range next {
		next[i], sum = sum, sum+n
	}
	links, types := make([]link, total), make([]uint32, total)
	g.eachRel(func(id, t, start, end uint32) {
		out, in := e.of(start, false), e.of(end, true)
		links[next[out]], types[next[out]] = link{rel: id, other: end}, t
		next[out]++
		links[next[in]], types[next[in]] = link{rel: id, other: start}, t
		next[in]++
	})
	from := 0
	var d divider
	for n := range g.nodes.pages() {
		p := g.nodes.get(n)
		if p == nil {
			continue
		}
		for i := range uint32(pageSize) {
			at := e.of(n<<pageBits|i, false)
			mid, to := next[at], next[at+1] // ends by now
			if from == to {
				continue
			}
			d.groups = d.groups[:0]
			d.divide(links[from:mid], types[from:mid], false, n<<pageBits|i)
			d.divide(links[mid:to], types[mid:to], true, n<<pageBits|i)
			slices.SortFunc(d.groups, func(a, b group) int { return int(a.kind) - int(b.kind) })
			for j := range d.groups {
				d.groups[j].owner = g.epoch
			}
			p.adj[i] = &adjacency{owner: g.epoch, groups: slices.Clone(d.groups)}
			from = to
		}
	}
	return nil
}

// divider divides links of one node and direction by type.
type divider struct {
	groups []group
	room   []link
}

// divide appends a group for each type in types. It moves the links of a group together.
func (d *divider) divide(links []link, types []uint32, incoming bool, self uint32) {
	first := len(d.groups)
	for i, t := range types {
		kind, at := groupKind(RelType(t), incoming), first
		for at < len(d.groups) && d.groups[at].kind != kind {
			at++
		}
		if at == len(d.groups) {
			d.groups = append(d.groups, group{kind: kind})
		}
		d.groups[at].dead++ // the number of links, for now
		if links[i].other == self {
			d.groups[at].loops++
		}
	}
	own := d.groups[first:]
	if len(own) > 1 {
		d.room = append(d.room[:0], links...)
		from := 0
		for j := range own {
			kind, to := own[j].kind, from
			for i, t := range types {
				if groupKind(RelType(t), incoming) == kind {
					links[to] = d.room[i]
					to++
				}
			}
			from = to
		}
	}
	from := 0
	for j := range own {
		to := from + int(own[j].dead)
		own[j].links, own[j].dead = links[from:to:to], 0
		from = to
	}
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
