package storage

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
)

// someKeys gives keys of kinds that share their beginnings differently.
var someKeys = map[string]func(r *rand.Rand) []byte{
	"numbered": func(r *rand.Rand) []byte { return fmt.Appendf(nil, "bench-%d-%06d", r.IntN(3), r.IntN(4000)) },
	"short":    func(r *rand.Rand) []byte { return bytes.Repeat([]byte{byte(r.IntN(3))}, r.IntN(12)) },
	"random": func(r *rand.Rand) []byte {
		key := make([]byte, r.IntN(10))
		for i := range key {
			key[i] = "\x00\x01ab\xff"[r.IntN(5)]
		}
		return key
	},
	"late": func(r *rand.Rand) []byte { // that differ behind their first bytes after what all share
		return fmt.Appendf(nil, "%c%s%04d", "xy"[r.IntN(2)], "the same in all of them", r.IntN(3000))
	},
	"long": func(r *rand.Rand) []byte {
		return append(bytes.Repeat([]byte{'l'}, r.IntN(2)*20_000), byte(r.IntN(20)), byte(r.IntN(20)))
	},
}

// TestKeyTree holds a tree against a map through random changes in many epochs, and looks whether the snapshots that
// were taken before stay as they were.
func TestKeyTree(t *testing.T) {
	for name, key := range someKeys {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			var tree keyTree
			model := map[string]bool{}
			type snapshot struct {
				tree keyTree
				keys []string
			}
			var kept []snapshot
			most := 0
			for range 6000 { // enough for three levels
				k := key(r)
				tree.add(k, 0)
				model[string(k)] = true
			}
			for epoch := uint32(1); epoch <= 60; epoch++ {
				grow := r.IntN(3) > 0
				for range r.IntN(300) {
					k := key(r)
					if r.IntN(4) == 0 != grow {
						if added := tree.add(k, epoch); added == model[string(k)] {
							t.Fatalf("epoch %d: add %.40q says %v", epoch, k, added)
						}
						model[string(k)] = true
					} else {
						if removed := tree.remove(k, epoch); removed != model[string(k)] {
							t.Fatalf("epoch %d: remove %.40q says %v", epoch, k, removed)
						}
						delete(model, string(k))
					}
				}
				keys := slices.Sorted(maps.Keys(model))
				most = max(most, len(keys))
				checkKeys(t, &tree, keys)
				var sought [][]byte
				for range 20 {
					sought = append(sought, key(r))
					checkSeek(t, &tree, keys, sought[len(sought)-1])
				}
				checkSeekEach(t, &tree, sought)
				kept = append(kept, snapshot{tree, keys})
				if r.IntN(8) == 0 { // as if the transaction were rolled back
					back := kept[r.IntN(len(kept))]
					tree, model = back.tree, map[string]bool{}
					for _, k := range back.keys {
						model[k] = true
					}
					kept = kept[:slices.IndexFunc(kept, func(s snapshot) bool { return s.tree == back.tree })+1]
				}
			}
			for _, s := range kept {
				checkKeys(t, &s.tree, s.keys)
			}
			for k := range model {
				if !tree.remove([]byte(k), 100) {
					t.Fatalf("remove %.40q: it is not there", k)
				}
			}
			checkKeys(t, &tree, nil)
			checkSeekEach(t, &tree, [][]byte{{}, key(r)})
			t.Logf("%d keys at most", most)
		})
	}
}

func checkKeys(t *testing.T, tree *keyTree, keys []string) {
	t.Helper()
	c := tree.seek(nil)
	for i, want := range keys {
		if got := c.next(); got == nil || string(got) != want {
			t.Fatalf("key %d is %.40q, not %.40q", i, got, want)
		}
	}
	if got := c.next(); got != nil || tree.n != len(keys) {
		t.Fatalf("%d keys, and then %.40q, not %d", tree.n, got, len(keys))
	}
	if tree.root != nil {
		checkNode(t, tree.root)
	}
}

// checkNode checks what a node says about what is below it.
func checkNode(t *testing.T, nd *keyNode) {
	t.Helper()
	if nd.kids == nil {
		return
	}
	if len(nd.kids) != nd.n+1 {
		t.Fatalf("a node of %d keys has %d kids", nd.n, len(nd.kids))
	}
	for _, k := range nd.kids {
		if k.n != k.node.size() || k.n == 0 {
			t.Fatalf("a kid of %d keys is said to have %d", k.node.size(), k.n)
		}
		checkNode(t, k.node)
	}
}

func checkSeek(t *testing.T, tree *keyTree, keys []string, from []byte) {
	t.Helper()
	at := sort.SearchStrings(keys, string(from))
	if rank := tree.rank(from); rank != at {
		t.Fatalf("rank of %.40q is %d, not %d", from, rank, at)
	}
	c := tree.seek(from)
	for _, want := range keys[at:min(at+100, len(keys))] {
		if got := c.next(); string(got) != want {
			t.Fatalf("seek %.40q: %.40q, not %.40q", from, got, want)
		}
	}
}

// checkSeekEach holds cursors that are found together against those that are found one by one.
func checkSeekEach(t *testing.T, tree *keyTree, from [][]byte) {
	t.Helper()
	var cursors [MostAhead]keyCursor
	tree.seekEach(from, &cursors)
	for i := range from {
		c := tree.seek(from[i])
		for range 70 {
			if got, want := cursors[i].next(), c.next(); !bytes.Equal(got, want) {
				t.Fatalf("seek %.40q among others: %.40q, not %.40q", from[i], got, want)
			}
		}
	}
}

// TestKeyTreeLoad loads ascending keys: the leaves are full, and a key out of order is refused.
func TestKeyTreeLoad(t *testing.T) {
	var tree keyTree
	var keys []string
	for i := range 20_000 {
		key := fmt.Sprintf("key %06d", i)
		if keys = append(keys, key); !tree.load([]byte(key), 1) {
			t.Fatalf("load %.40q: refused", key)
		}
	}
	checkKeys(t, &tree, keys)
	if tree.load([]byte(keys[len(keys)-1]), 1) || tree.load([]byte("a"), 1) {
		t.Error("a key out of order was loaded")
	}
	if first := leftmost(tree.root); first.n != nodeKeys {
		t.Errorf("a leaf has %d keys of %d", first.n, nodeKeys)
	}
	for _, from := range []string{"", "key 000057", "key 000058", "key 013000x", "z"} {
		checkSeek(t, &tree, keys, []byte(from))
	}
}

func leftmost(nd *keyNode) *keyNode {
	for nd.kids != nil {
		nd = nd.kids[0].node
	}
	return nd
}
