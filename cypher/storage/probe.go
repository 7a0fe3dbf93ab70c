package storage

import (
	"bytes"
	"hash/maphash"
	"math/bits"
	"slices"
	"sync/atomic"

	"newsgraph/cypher/value"
)

// probe is a table beside an index of one property of nodes: it finds the ids of a value at the place that the value's
// hash says, where the way down the tree reads a dozen cache lines that few queries share. It is of one state of the
// index. It is made once so many seeks were made in that state that it is likely to pay, and the first change of the
// index drops it, so that whoever writes does not pay for it. It takes some 10 bytes an entry.
type probe struct {
	asked atomic.Int64 // seeks
	begun atomic.Bool
	table atomic.Pointer[probeTable] // nil: there is none yet
}

// A table is made after one seek for each entriesASeek entries of the index: to make it takes about as long as these seeks
// do. An index of fewer entries than fewestProbed is in the cache anyway.
const (
	entriesASeek = 4
	fewestProbed = 4_096
)

// publish gives each index that was changed since the last commit a probe of its own. Nil is that of an index that a
// transaction is changing.
func (g *graph) publish() {
	for i := range g.indexes {
		x := &g.indexes[i]
		if x.probe == nil && x.text == nil && len(x.keys) == 1 && x.desc.Entity == Nodes {
			x.probe = &probe{}
		}
	}
}

// probed counts seeks, and gives the table if there is one. Who asks for the seek from which on it pays has it made, while
// others go on.
func (x *index) probed(seeks int) *probeTable {
	p := x.probe
	if p == nil || x.tree.n < fewestProbed {
		return nil
	}
	if t := p.table.Load(); t != nil {
		return t
	}
	if entriesASeek*p.asked.Add(int64(seeks)) > int64(x.tree.n) && p.begun.CompareAndSwap(false, true) {
		tree := x.tree
		go func() { p.table.Store(newProbeTable(&tree, maphash.MakeSeed())) }()
	}
	return nil
}

// probeTable has ids by the hash of their key. Those of one key follow each other in ascending order.
type probeTable struct {
	seed   maphash.Seed
	shift  uint8    // of a hash, gives its bucket
	starts []uint32 // of each bucket in tags and ids, and the end of the last
	tags   []uint32 // the low half of each hash; no two keys of a bucket have the same
	ids    []uint32
}

// newProbeTable is the table for a tree, nil where two keys have the same hash.
func newProbeTable(tree *keyTree, seed maphash.Seed) *probeTable {
	t := &probeTable{seed: seed, shift: uint8(64 - bits.Len(uint(tree.n/2)))}
	t.starts = make([]uint32, 1<<(64-t.shift)+1)
	t.tags, t.ids = make([]uint32, tree.n), make([]uint32, tree.n)
	each := func(f func(hash uint64, first bool, id uint32)) {
		var last []byte
		hash := uint64(0)
		keys := tree.seek(nil)
		for key := keys.next(); key != nil; key = keys.next() {
			now := key[:len(key)-4]
			first := last == nil || !bytes.Equal(now, last)
			if first {
				hash = maphash.Bytes(seed, now)
			}
			f(hash, first, idOf(key))
			last = now
		}
	}
	each(func(hash uint64, _ bool, _ uint32) { t.starts[hash>>t.shift+1]++ })
	for i := range t.starts[1:] {
		t.starts[i+1] += t.starts[i]
	}
	at, same := slices.Clone(t.starts), false
	each(func(hash uint64, first bool, id uint32) {
		bucket, tag := hash>>t.shift, uint32(hash)
		if first {
			for _, other := range t.tags[t.starts[bucket]:at[bucket]] {
				same = same || other == tag
			}
		}
		t.tags[at[bucket]], t.ids[at[bucket]] = tag, id
		at[bucket]++
	})
	if same {
		return nil
	}
	return t
}

// find is where in ids those of a hash are.
func (t *probeTable) find(hash uint64) (from, to uint32) {
	bucket, tag := hash>>t.shift, uint32(hash)
	from, end := t.starts[bucket], t.starts[bucket+1]
	for from < end && t.tags[from] != tag {
		from++
	}
	for to = from; to < end && t.tags[to] == tag; to++ {
	}
	return from, to
}

// seekEach is what the index has for each of the keys, at most MostAhead. The value of k of the first node that is found
// says whether it is the key that was sought: another may have the same hash. The sum says nothing.
func (t *probeTable) seekEach(v *View, k PropKey, keys [][]byte, found *[MostAhead][]uint32) (sum uint32) {
	var hashes [MostAhead]uint64
	for i, key := range keys {
		hashes[i] = maphash.Bytes(t.seed, key)
		sum += t.starts[hashes[i]>>t.shift]
	}
	last := uint32(len(t.ids) - 1)
	for _, hash := range hashes[:len(keys)] {
		at := min(t.starts[hash>>t.shift], last)
		sum += t.tags[at] + t.ids[at]
	}
	var firsts [MostAhead]int64
	var of [MostAhead]int
	n := 0
	for i, hash := range hashes[:len(keys)] {
		found[i] = nil
		if from, to := t.find(hash); from < to {
			found[i] = t.ids[from:to:to]
			firsts[n], of[n] = int64(t.ids[from]), i
			n++
		}
	}
	sum += v.ReadAhead(firsts[:n], WantProps)
	for i, id := range firsts[:n] {
		if !isKey(findProp(v.g.nodeProps(id), k), keys[of[i]]) {
			found[of[i]] = nil
		}
	}
	return sum
}

// isKey says whether key is the sort key of a value, which is not null.
func isKey(v value.Value, key []byte) bool {
	var room [128]byte
	return bytes.Equal(appendSortKey(room[:0], v), key)
}
