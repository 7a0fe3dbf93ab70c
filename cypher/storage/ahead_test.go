package storage_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"newsgraph/cypher/storage"
)

// TestAhead holds what is said ahead of a node's relationships against those that come, on graphs with relationships from
// a node to itself and deleted ones.
func TestAhead(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 13))
	store := storage.OpenMemory()
	tx, err := store.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for range 12 {
		id, err := tx.CreateNode(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	types := [...]storage.RelType{tx.InternRelType("A"), tx.InternRelType("B"), tx.InternRelType("C")}
	for range 600 {
		rel, err := tx.CreateRel(ids[rng.IntN(6)], ids[rng.IntN(len(ids))], types[rng.IntN(len(types))], nil)
		if err == nil && rng.IntN(4) == 0 {
			_, err = tx.DeleteRel(rel)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	v := &store.Snapshot().View
	most := 0
	for _, node := range ids {
		for _, dir := range [...]storage.Direction{storage.Outgoing, storage.Incoming, storage.Both} {
			for n := range len(types) {
				var want [][2]int64
				for h := v.Expand(node, dir, types[:n]...); ; {
					hop, ok := h.Next()
					if !ok {
						break
					}
					want = append(want, [2]int64{hop.Rel, hop.Node})
				}
				h := v.Expand(node, dir, types[:n]...)
				for at := 0; ; at++ {
					var rels, nodes [storage.MostAhead]int64
					var got [][2]int64
					for i := range h.Ahead(&rels, &nodes) {
						got = append(got, [2]int64{rels[i], nodes[i]})
					}
					if to := min(len(want), at+storage.MostAhead); !slices.Equal(got, want[at:to]) {
						t.Fatalf("node %d, direction %d, %d types, from the %d. on: %v, want %v", node, dir, n, at, got, want[at:to])
					}
					most = max(most, len(got))
					if _, ok := h.Next(); !ok {
						break
					}
				}
			}
		}
	}
	if most < storage.MostAhead {
		t.Errorf("there are %d relationships at most: too few to test", most)
	}
}
