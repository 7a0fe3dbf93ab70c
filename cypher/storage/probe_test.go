package storage

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"newsgraph/cypher/value"
)

// TestProbe seeks for the values of nodes in an index, many at once, before there is a table beside it, with one, and in a
// transaction that changes what the table knows: values of several kinds, of many nodes, of one, and of none.
func TestProbe(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	random := func() value.Value {
		switch n := rng.IntN(fewestProbed); rng.IntN(100) {
		case 0:
			return value.String("common")
		case 1, 2, 3, 4:
			return value.Integer(int64(n))
		case 5, 6, 7, 8:
			return value.Float(float64(n) / 2)
		case 9, 10:
			return value.List([]value.Value{value.String(fmt.Sprint("l", n%500))})
		default:
			return value.String(fmt.Sprint("s", n))
		}
	}
	store := OpenMemory()
	tx := begin(t, store)
	label, sought, seeks := tx.InternLabel("N"), tx.InternPropKey("sought"), tx.InternPropKey("seeks")
	ix := &Index{Name: "n_sought", Entity: Nodes, Kind: RangeIndex, Labels: []string{"N"}, Properties: []string{"sought"}}
	if _, err := tx.CreateIndex(ix, false); err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for range fewestProbed + 1_000 {
		id, err := tx.CreateNode([]Label{label}, []Prop{{sought, random()}, {seeks, random()}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	check := func(v *View) (hits int) {
		for from := 0; from < len(ids); from += MostAhead {
			nodes := ids[from:min(from+MostAhead, len(ids))]
			var found [MostAhead]IDs
			v.SeekAhead(ix, nodes, seeks, &found)
			for i, id := range nodes {
				want := v.SeekEqual(ix, v.NodeProp(id, seeks))
				got, all := found[i].Take(nil, len(ids)), want.Take(nil, len(ids))
				if !slices.Equal(got, all) {
					t.Fatalf("node %d, which seeks %s, finds %v, want %v", id, v.NodeProp(id, seeks), got, all)
				}
				hits += len(got)
			}
		}
		return hits
	}
	v := &store.Snapshot().View
	x, _ := v.g.index(ix)
	if hits := check(v); hits < len(ids) {
		t.Errorf("%d nodes find %d: too few to test", len(ids), hits)
	}
	for deadline := time.Now().Add(10 * time.Second); x.probe.table.Load() == nil; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("there is no table after 10 s")
		}
	}
	check(v)

	tx = begin(t, store)
	for range 3 {
		if err := tx.SetNodeProps(ids[rng.IntN(len(ids))], []Prop{{sought, random()}}); err != nil {
			t.Fatal(err)
		}
		check(&tx.View)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	check(&store.Snapshot().View)
	check(v)
}

// TestProbeOtherKey has a table find ids of another key than the one that is sought, as where two keys have the same hash.
func TestProbeOtherKey(t *testing.T) {
	store := OpenMemory()
	tx := begin(t, store)
	label, name := tx.InternLabel("N"), tx.InternPropKey("name")
	for _, s := range []string{"a", "b"} {
		if _, err := tx.CreateNode([]Label{label}, []Prop{{name, value.String(s)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	var tree keyTree
	a, b := appendSortKey(nil, value.String("a")), appendSortKey(nil, value.String("b"))
	tree.add(append(slices.Clone(a), 0, 0, 0, 1), 1) // the node whose name is b
	tree.add(append(slices.Clone(b), 0, 0, 0, 1), 1)
	table := newProbeTable(&tree, maphash.MakeSeed())
	var found [MostAhead][]uint32
	table.seekEach(&store.Snapshot().View, name, [][]byte{a, b}, &found)
	if found[0] != nil || !slices.Equal(found[1], []uint32{1}) {
		t.Errorf("a finds %v, b %v", found[0], found[1])
	}
}
