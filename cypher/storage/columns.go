package storage

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// The column file is a graph in chunks, each of a kind, a length, a checksum and a body. It is also the
// format of backups. Numbers of the body are little endian.
const (
	columnsMagic = "newsgraph columns 1\n"
	chunkHeader  = 9 // kind 1, length 4, checksum 4

	chunkHead   = 'H' // store, commit, next ids
	chunkNames  = 'S' // symbols, label sets, schema, counts
	chunkNodes  = 'N' // arrays of up to 256 pages; their properties follow in a chunk of data
	chunkRels   = 'R'
	chunkData   = 'D'
	chunkIndex  = 'I' // up to a few MiB of an index's keys
	chunkEnd    = 'E' // number of nodes and relationships
	maxChunk    = 1 << 31
	keysOfChunk = 2 << 20 // bytes
)

type chunkWriter struct {
	w   *bufio.Writer
	err error
}

func (c *chunkWriter) chunk(kind byte, body []byte) {
	if c.err != nil {
		return
	}
	if len(body) >= maxChunk {
		c.err = fmt.Errorf("a part of %d bytes is too large", len(body))
		return
	}
	var head [chunkHeader]byte
	head[0] = kind
	binary.LittleEndian.PutUint32(head[1:], uint32(len(body)))
	binary.LittleEndian.PutUint32(head[5:], crc32.Update(uint32(kind), castagnoli, body))
	if _, c.err = c.w.Write(head[:]); c.err == nil {
		_, c.err = c.w.Write(body)
	}
}

// writeColumns writes a published graph.
func writeColumns(w io.Writer, g *graph, store [16]byte) error {
	c := &chunkWriter{w: bufio.NewWriterSize(w, 1<<20)}
	if _, err := c.w.WriteString(columnsMagic); err != nil {
		return err
	}
	head := append([]byte{}, store[:]...)
	head = binary.LittleEndian.AppendUint64(head, g.commit)
	head = binary.LittleEndian.AppendUint32(head, g.nextNode)
	head = binary.LittleEndian.AppendUint32(head, g.nextRel)
	c.chunk(chunkHead, head)
	names, err := json.Marshal(namesOf(g))
	if err != nil {
		return err
	}
	c.chunk(chunkNames, names)
	c.nodes(g)
	c.rels(g)
	for i := range g.indexes {
		if x := &g.indexes[i]; x.text == nil {
			c.index(x)
		}
	}
	end := binary.LittleEndian.AppendUint64(nil, uint64(g.allNodes.n))
	c.chunk(chunkEnd, binary.LittleEndian.AppendUint64(end, uint64(g.allRels.n)))
	if c.err != nil {
		return c.err
	}
	return c.w.Flush()
}

// columnNames is the body of the chunk of names.
type columnNames struct {
	Labels, Types, Keys []string
	LabelSets           [][]Label
	KeyUse              []int64
	RelKeys             []keySet   // nil in files of older versions
	Degrees             [][2]int64 // key and count
	Indexes             []*Index
	Constraints         []*Constraint
}

func namesOf(g *graph) columnNames {
	n := columnNames{Labels: g.labels.names, Types: g.types.names, Keys: g.keys.names, LabelSets: g.labelSets.sets,
		KeyUse: g.keyUse, RelKeys: g.relKeys, Indexes: g.schema.indexes, Constraints: g.schema.constraints}
	if g.degrees.m != nil {
		g.degrees.m.Scan(func(key uint64, count int64) bool {
			n.Degrees = append(n.Degrees, [2]int64{int64(key), count})
			return true
		})
	}
	return n
}

// appendPage appends a page's properties to data, and returns where each record's are in what it appended.
func appendPage(data []byte, b *blobs) ([]byte, [pageSize]uint32) {
	var at [pageSize]uint32
	from := len(data)
	data = append(data, 0)
	for i := range at {
		if blob := b.get(uint32(i)); len(blob) > 0 {
			at[i] = uint32(len(data) - from)
			data = append(binary.AppendUvarint(data, uint64(len(blob))), blob...)
		}
	}
	return data, at
}

func appendArrays(dst []byte, page uint32, size int, arrays ...*[pageSize]uint32) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, page)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(size))
	for _, a := range arrays {
		for _, n := range a {
			dst = binary.LittleEndian.AppendUint32(dst, n)
		}
	}
	return dst
}

// pageBatch collects pages until they are worth a chunk.
type pageBatch struct {
	c            *chunkWriter
	kind         byte
	arrays, data []byte
}

func (b *pageBatch) add(page uint32, props *blobs, arrays ...*[pageSize]uint32) {
	from := len(b.data)
	var at [pageSize]uint32
	b.data, at = appendPage(b.data, props)
	b.arrays = appendArrays(b.arrays, page, len(b.data)-from, append(arrays, &at)...)
	if len(b.data) > keysOfChunk {
		b.flush()
	}
}

func (b *pageBatch) flush() {
	if len(b.arrays) > 0 {
		b.c.chunk(b.kind, b.arrays)
		b.c.chunk(chunkData, b.data)
		b.arrays, b.data = b.arrays[:0], b.data[:0]
	}
}

func (c *chunkWriter) nodes(g *graph) {
	b := pageBatch{c: c, kind: chunkNodes}
	for n := range g.nodes.pages() {
		if p := g.nodes.get(n); p != nil && p.labels != [pageSize]uint32{} {
			b.add(n, &p.props, &p.labels)
		}
	}
	b.flush()
}

func (c *chunkWriter) rels(g *graph) {
	b := pageBatch{c: c, kind: chunkRels}
	for n := range g.rels.pages() {
		if p := g.rels.get(n); p != nil && p.types != [pageSize]uint32{} {
			b.add(n, &p.props, &p.types, &p.start, &p.end)
		}
	}
	b.flush()
}

func (c *chunkWriter) index(x *index) {
	head := binary.LittleEndian.AppendUint64(appendText(nil, x.desc.Name), uint64(x.distinct))
	body := slices.Clone(head)
	keys := x.tree.seek(nil)
	for key := keys.next(); key != nil && c.err == nil; key = keys.next() {
		body = append(binary.AppendUvarint(body, uint64(len(key))), key...)
		if len(body) > keysOfChunk {
			c.chunk(chunkIndex, body)
			body = append(body[:0], head...)
		}
	}
	if len(body) > len(head) {
		c.chunk(chunkIndex, body)
	}
}

// writeColumnFile writes a graph to path, which it replaces once the new file is whole.
func writeColumnFile(path string, g *graph, store [16]byte, durable bool) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = writeColumns(f, g, store)
	if err == nil && durable {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if durable {
		return syncDir(filepath.Dir(path))
	}
	return nil
}

// columnReader reads chunks and makes a graph of them.
type columnReader struct {
	r     io.Reader
	left  int64 // bytes
	g     *graph
	store [16]byte
	body  []byte // of the last chunk
	noted bool   // it says which properties relationships may have
	keep  bool   // trust what the checksums cover, and make the indexes too
}

func (c *columnReader) chunk(reuse bool) (kind byte, err error) {
	var head [chunkHeader]byte
	if _, err := io.ReadFull(c.r, head[:]); err != nil {
		return 0, err
	}
	n := int(binary.LittleEndian.Uint32(head[1:]))
	if c.left -= int64(n) + chunkHeader; c.left < 0 || n >= maxChunk {
		return 0, io.ErrUnexpectedEOF
	}
	if reuse && cap(c.body) >= n {
		c.body = c.body[:n]
	} else {
		c.body = make([]byte, n)
	}
	if _, err := io.ReadFull(c.r, c.body); err != nil {
		return 0, err
	}
	if binary.LittleEndian.Uint32(head[5:]) != crc32.Update(uint32(head[0]), castagnoli, c.body) {
		return 0, errors.New("a checksum does not match")
	}
	return head[0], nil
}

// open reads up to the head.
func (c *columnReader) open(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	c.r, c.left = f, info.Size()-int64(len(columnsMagic))
	magic := make([]byte, len(columnsMagic))
	if _, err := io.ReadFull(f, magic); err != nil || string(magic) != columnsMagic {
		return errors.New("it is no file of this kind")
	}
	kind, err := c.chunk(false)
	if err != nil {
		return err
	}
	if kind != chunkHead || len(c.body) != 32 {
		return errMalformed
	}
	copy(c.store[:], c.body)
	c.g.commit = binary.LittleEndian.Uint64(c.body[16:])
	c.g.nextNode, c.g.nextRel = binary.LittleEndian.Uint32(c.body[24:]), binary.LittleEndian.Uint32(c.body[28:])
	return nil
}

// peekColumns reads which store and commit a column file is of; false if there is no good one.
func peekColumns(path string) (store [16]byte, commit uint64, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return store, 0, false
	}
	defer f.Close()
	c := &columnReader{g: newGraph()}
	if err := c.open(f); err != nil {
		return store, 0, false
	}
	return c.store, c.g.commit, true
}

// readColumnFile reads a graph, nil if the file is damaged or missing: the records have it too.
func readColumnFile(path string) *graph {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	c := &columnReader{g: newGraph(), keep: true}
	if err := c.read(f); err != nil {
		return nil
	}
	return c.g
}

func (c *columnReader) read(f *os.File) error {
	if err := c.open(f); err != nil {
		return err
	}
	named := false
	for {
		kind, err := c.chunk(true)
		if err != nil {
			return err
		}
		switch {
		case kind == chunkNames && !named:
			named = true
			err = c.names()
		case !named:
			err = errMalformed
		case kind == chunkNodes:
			err = c.pages(1, c.node)
		case kind == chunkRels:
			err = c.pages(3, c.rel)
		case kind == chunkIndex && c.keep:
			err = c.index()
		case kind == chunkIndex:
		case kind == chunkEnd:
			return c.end()
		default:
			err = errMalformed
		}
		if err != nil {
			return err
		}
	}
}

func (c *columnReader) names() error {
	var n columnNames
	if err := json.Unmarshal(c.body, &n); err != nil {
		return err
	}
	g := c.g
	for i, name := range n.Labels {
		if int(g.label(name)) != i {
			return errMalformed
		}
	}
	for i, name := range n.Types {
		if int(g.relType(name)) != i {
			return errMalformed
		}
	}
	for i, name := range n.Keys {
		if int(g.propKey(name)) != i {
			return errMalformed
		}
	}
	for i, set := range n.LabelSets {
		if !slices.IsSorted(set) || len(set) > 0 && int(set[len(set)-1]) >= len(n.Labels) || int(g.labelSets.intern(set, g.epoch)) != i {
			return errMalformed
		}
	}
	if len(n.KeyUse) != len(n.Keys) {
		return errMalformed
	}
	g.keyUse = n.KeyUse
	if c.noted = c.keep && n.RelKeys != nil; c.noted {
		if len(n.RelKeys) != len(n.Types) {
			return errMalformed
		}
		g.relKeys = n.RelKeys
	}
	for _, d := range n.Degrees {
		g.degrees.add(uint64(d[0]), d[1], g.epoch)
	}
	for _, ix := range n.Indexes {
		if ix == nil || checkSchema(ix.Entity, ix.Labels, ix.Properties) != nil {
			return errMalformed
		}
		g.schema = g.schema.with(ix, nil)
	}
	for _, k := range n.Constraints {
		if k == nil {
			return errMalformed
		}
		g.schema = g.schema.with(nil, k)
	}
	for _, ix := range g.schema.indexes {
		g.indexes = append(g.indexes, g.newIndex(ix))
	}
	return nil
}

// pages reads a chunk of pages with arrays arrays before that of places, and the chunk of their data.
func (c *columnReader) pages(arrays int, put func(page uint32, arrays []byte, props blobs) error) error {
	columns := slices.Clone(c.body)
	if kind, err := c.chunk(false); err != nil || kind != chunkData {
		return errors.Join(err, errMalformed)
	}
	data := c.body
	c.body = nil // the graph keeps it
	const column = pageSize * 4
	for len(columns) > 0 {
		if len(columns) < 8+(arrays+1)*column {
			return errMalformed
		}
		page, size := binary.LittleEndian.Uint32(columns), int(binary.LittleEndian.Uint32(columns[4:]))
		if size < 1 || size > len(data) {
			return errMalformed
		}
		props := blobs{data: data[:size:size], shared: true}
		at := columns[8+arrays*column:]
		for i := range props.at {
			props.at[i] = binary.LittleEndian.Uint32(at[4*i:])
			if int(props.at[i]) >= size {
				return errMalformed
			}
			if n, w := binary.Uvarint(data[props.at[i]:size]); props.at[i] != 0 && (w <= 0 || n > uint64(size-int(props.at[i])-w)) {
				return errMalformed
			}
			if !c.keep {
				if err := checkProps(props.get(uint32(i)), len(c.g.keys.names)); err != nil {
					return err
				}
			}
		}
		if err := put(page, columns[8:8+arrays*column], props); err != nil {
			return err
		}
		columns, data = columns[8+(arrays+1)*column:], data[size:]
	}
	return nil
}

func (c *columnReader) node(page uint32, arrays []byte, props blobs) error {
	g := c.g
	p, _ := g.nodePage(page << pageBits)
	p.props = props
	for i := range p.labels {
		set := binary.LittleEndian.Uint32(arrays[4*i:])
		if set == 0 {
			continue
		}
		id := page<<pageBits | uint32(i)
		if int(set) > len(g.labelSets.sets) || id >= g.nextNode {
			return errMalformed
		}
		p.labels[i] = set
		g.allNodes.add(id, g.epoch)
		for _, l := range g.labelSets.sets[set-1] {
			g.byLabel[l].add(id, g.epoch)
		}
	}
	return nil
}

func (c *columnReader) rel(page uint32, arrays []byte, props blobs) error {
	g := c.g
	p, _ := g.relPage(page << pageBits)
	p.props = props
	for i := range p.types {
		t := binary.LittleEndian.Uint32(arrays[4*i:])
		if t == 0 {
			continue
		}
		id := page<<pageBits | uint32(i)
		if int(t) > len(g.types.names) || id >= g.nextRel {
			return errMalformed
		}
		p.types[i] = t
		p.start[i] = binary.LittleEndian.Uint32(arrays[4*(pageSize+i):])
		p.end[i] = binary.LittleEndian.Uint32(arrays[4*(2*pageSize+i):])
		g.allRels.add(id, g.epoch)
		g.byType[t-1].add(id, g.epoch)
	}
	return nil
}

func (c *columnReader) index() error {
	r := reader{b: c.body}
	name := r.text()
	head := r.take(8)
	for i := range c.g.indexes {
		x := &c.g.indexes[i]
		if x.desc.Name != name || x.text != nil || r.bad {
			continue
		}
		x.distinct = int64(binary.LittleEndian.Uint64(head))
		for len(r.b) > 0 {
			key := r.take(r.uvarint())
			if len(key) < 4 || !x.tree.load(key, c.g.epoch) {
				return errMalformed
			}
		}
		if r.bad {
			return errMalformed
		}
		return nil
	}
	return errMalformed
}

func (c *columnReader) end() error {
	if len(c.body) != 16 || binary.LittleEndian.Uint64(c.body) != uint64(c.g.allNodes.n) ||
		binary.LittleEndian.Uint64(c.body[8:]) != uint64(c.g.allRels.n) {
		return errMalformed
	}
	if err := c.g.buildAdjacency(); err != nil {
		return err
	}
	if !c.noted {
		c.g.eachRel(func(id, kind, _, _ uint32) { c.g.noteRelKeys(RelType(kind), c.g.relProps(int64(id))) })
	}
	for i := range c.g.indexes {
		x := &c.g.indexes[i]
		if x.text != nil && c.keep {
			c.g.populate(x)
		}
	}
	return nil
}
