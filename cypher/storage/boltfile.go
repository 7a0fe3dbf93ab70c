package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
)

// The layout of a bbolt file, as far as it is needed to check one before bbolt maps it into memory: bbolt
// trusts its pages, and a damaged one can end the process.
//
// Source: go.etcd.io/bbolt internal/common (page.go, meta.go, bucket.go), format version 2.
const (
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	boltHeader     = 16 // of a page: id 8, flags 2, count 2, overflow 4
	boltElement    = 16 // of a branch: pos 4, ksize 4, pgid 8; of a leaf: flags 4, pos 4, ksize 4, vsize 4
	boltBranch     = 0x01
	boltLeaf       = 0x02
	boltSubBucket  = 0x01 // flag of a leaf element
	boltMetaSize   = 64   // checksum at 56
	boltBucketSize = 16   // root 8, sequence 8
	boltMaxDepth   = 40
)

var boltOrder = binary.NativeEndian

// boltFile reads a bbolt file with every offset checked.
type boltFile struct {
	f        io.ReaderAt
	pageSize int64
	pages    uint64 // high water mark
	root     uint64
	seen     []uint64 // bit set of visited pages
	buffers  [boltMaxDepth][]byte
	last     []byte // key of the last leaf element in the bucket
	low      []byte // least key that the branches above allow
	any      bool   // last is set
}

// damage is what is wrong with a file.
type damage struct {
	path  string
	cause error
}

func (d *damage) Error() string {
	return fmt.Sprintf("read %s: the file is damaged: %v; restore it from a backup", d.path, d.cause)
}

func (d *damage) Unwrap() error { return d.cause }

// openBoltFile checks both meta pages and that the file has all pages that it says it has. A damaged meta
// page is an error even if the other is good, since the other is that of an earlier commit.
func openBoltFile(f *os.File) (*boltFile, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	first := make([]byte, boltHeader+boltMetaSize)
	if _, err := f.ReadAt(first, 0); err != nil {
		return nil, fmt.Errorf("read meta page 0: %w", err)
	}
	b := &boltFile{f: f, pageSize: int64(boltOrder.Uint32(first[boltHeader+8:]))}
	if b.pageSize < 512 || b.pageSize > 1<<20 || b.pageSize&(b.pageSize-1) != 0 {
		return nil, fmt.Errorf("meta page 0 has page size %d", b.pageSize)
	}
	second := make([]byte, len(first))
	if _, err := f.ReadAt(second, b.pageSize); err != nil {
		return nil, fmt.Errorf("read meta page 1: %w", err)
	}
	newest := uint64(0)
	for i, page := range [][]byte{first, second} {
		meta := page[boltHeader:]
		h := fnv.New64a()
		h.Write(meta[:56])
		if boltOrder.Uint32(meta) != boltMagic || boltOrder.Uint32(meta[4:]) != boltVersion || boltOrder.Uint64(meta[56:]) != h.Sum64() {
			return nil, fmt.Errorf("meta page %d does not match its checksum", i)
		}
		if tx := boltOrder.Uint64(meta[48:]); i == 0 || tx > newest {
			newest = tx
			b.root, b.pages = boltOrder.Uint64(meta[16:]), boltOrder.Uint64(meta[40:])
		}
	}
	if int64(b.pages) > info.Size()/b.pageSize {
		return nil, fmt.Errorf("it has %d bytes and needs %d", info.Size(), int64(b.pages)*b.pageSize)
	}
	b.seen = make([]uint64, b.pages/64+1)
	return b, nil
}

// visit is called with each key of a bucket, in the order of the file, which for sound files is that of
// the keys; key and value are valid during the call.
type visit func(bucket string, key, value []byte) error

// walk visits all entries of the named buckets, in the order of the names. These must be all buckets at the
// top of the file.
func (b *boltFile) walk(names []string, f visit) error {
	top, err := b.top(names)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := b.bucket(name, top[name], f); err != nil {
			return err
		}
	}
	return nil
}

// top is the named buckets' headers.
func (b *boltFile) top(names []string) (map[string][]byte, error) {
	top := map[string][]byte{}
	err := b.page(b.root, 0, func(flags uint32, key, value []byte) error {
		if flags != boltSubBucket || !slices.Contains(names, string(key)) {
			return fmt.Errorf("entry %q is outside the buckets", key)
		}
		top[string(key)] = bytes.Clone(value)
		return nil
	})
	return top, err
}

func (b *boltFile) bucket(name string, value []byte, f visit) error {
	if len(value) < boltBucketSize {
		return fmt.Errorf("bucket %q has no header", name)
	}
	b.last, b.low, b.any = b.last[:0], b.low[:0], false
	entry := func(flags uint32, key, value []byte) error {
		switch {
		case flags != 0:
			return fmt.Errorf("bucket %q has a bucket inside", name)
		case b.any && bytes.Compare(key, b.last) <= 0 || bytes.Compare(key, b.low) < 0:
			return fmt.Errorf("key %x of bucket %q is out of order", key, name)
		}
		b.last, b.any = append(b.last[:0], key...), true
		return f(name, key, value)
	}
	if root := boltOrder.Uint64(value); root != 0 {
		return b.page(root, boltMaxDepth/2, entry)
	}
	return leafEntries(value[boltBucketSize:], entry)
}

// page visits the entries below a page. Depth is where in the tree it is; it picks the buffer.
func (b *boltFile) page(id uint64, depth int, f func(flags uint32, key, value []byte) error) error {
	if depth >= boltMaxDepth {
		return fmt.Errorf("page %d is too deep", id)
	}
	data, err := b.read(id, depth)
	if err != nil {
		return err
	}
	switch boltOrder.Uint16(data[8:]) {
	case boltLeaf:
		if err := leafEntries(data, f); err != nil {
			return fmt.Errorf("page %d: %w", id, err)
		}
		return nil
	case boltBranch:
	default:
		return fmt.Errorf("page %d is neither branch nor leaf", id)
	}
	count := int(boltOrder.Uint16(data[10:]))
	if count == 0 || boltHeader+count*boltElement > len(data) {
		return fmt.Errorf("page %d has %d elements", id, count)
	}
	for i := range count {
		at := boltHeader + i*boltElement
		pos, size := int64(boltOrder.Uint32(data[at:])), int64(boltOrder.Uint32(data[at+4:]))
		if int64(at)+pos+size > int64(len(data)) {
			return fmt.Errorf("page %d: element %d is outside it", id, i)
		}
		if depth >= boltMaxDepth/2 {
			key := data[int64(at)+pos : int64(at)+pos+size]
			if b.any && bytes.Compare(key, b.last) <= 0 || bytes.Compare(key, b.low) < 0 {
				return fmt.Errorf("page %d: key %x is out of order", id, key)
			}
			b.low = append(b.low[:0], key...)
		}
		if err := b.page(boltOrder.Uint64(data[at+8:]), depth+1, f); err != nil {
			return err
		}
	}
	return nil
}

// read is a page with its overflow, in the buffer of its depth.
func (b *boltFile) read(id uint64, depth int) ([]byte, error) {
	if id < 2 || id >= b.pages {
		return nil, fmt.Errorf("page %d of %d is referred to", id, b.pages)
	}
	if b.seen[id/64]&(1<<(id%64)) != 0 {
		return nil, fmt.Errorf("page %d is referred to twice", id)
	}
	b.seen[id/64] |= 1 << (id % 64)
	buf := b.buffers[depth]
	if int64(len(buf)) < b.pageSize {
		buf = make([]byte, b.pageSize)
	}
	if _, err := b.f.ReadAt(buf[:b.pageSize], int64(id)*b.pageSize); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	n := (int64(boltOrder.Uint32(buf[12:])) + 1) * b.pageSize
	switch {
	case boltOrder.Uint64(buf) != id:
		return nil, fmt.Errorf("page %d says it is page %d", id, boltOrder.Uint64(buf))
	case int64(id)*b.pageSize+n > int64(b.pages)*b.pageSize:
		return nil, fmt.Errorf("page %d goes beyond the end", id)
	}
	if n > b.pageSize {
		if int64(len(buf)) < n {
			buf = make([]byte, n)
		}
		if _, err := b.f.ReadAt(buf[:n], int64(id)*b.pageSize); err != nil {
			return nil, fmt.Errorf("page %d: %w", id, err)
		}
	}
	b.buffers[depth] = buf
	return buf[:n], nil
}

func leafEntries(data []byte, f func(flags uint32, key, value []byte) error) error {
	if len(data) < boltHeader || boltOrder.Uint16(data[8:]) != boltLeaf {
		return fmt.Errorf("leaf without header")
	}
	count := int(boltOrder.Uint16(data[10:]))
	if boltHeader+count*boltElement > len(data) {
		return fmt.Errorf("leaf has %d elements", count)
	}
	for i := range count {
		at := boltHeader + i*boltElement
		flags, from := boltOrder.Uint32(data[at:]), int64(at)+int64(boltOrder.Uint32(data[at+4:]))
		mid := from + int64(boltOrder.Uint32(data[at+8:]))
		to := mid + int64(boltOrder.Uint32(data[at+12:]))
		if from < int64(boltHeader+count*boltElement) || to > int64(len(data)) {
			return fmt.Errorf("element %d is outside its page", i)
		}
		if err := f(flags, data[from:mid], data[mid:to]); err != nil {
			return err
		}
	}
	return nil
}
