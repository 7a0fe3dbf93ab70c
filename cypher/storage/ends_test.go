package storage_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"newsgraph/cypher/storage"
)

// TestEnds holds Ends against Between on graphs with several relationships between two nodes and from a node to itself.
func TestEnds(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 8))
	rels := func(h storage.Hops) (out [][2]int64) {
		for hop, ok := h.Next(); ok; hop, ok = h.Next() {
			out = append(out, [2]int64{hop.Rel, hop.Node})
		}
		slices.SortFunc(out, func(a, b [2]int64) int { return slices.Compare(a[:], b[:]) })
		return out
	}
	found, asked := 0, 0
	for _, nodes := range [...]int{1, 3, 20} {
		store := storage.OpenMemory()
		tx, err := store.Begin(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var ids []int64
		for range nodes {
			id, err := tx.CreateNode(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		types := [...]storage.RelType{tx.InternRelType("A"), tx.InternRelType("B"), tx.InternRelType("C")}
		for range 60 {
			if _, err := tx.CreateRel(ids[rng.IntN(nodes)], ids[rng.IntN(nodes)], types[rng.IntN(len(types))], nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		v := &store.Snapshot().View
		var ends storage.Ends
		for _, to := range ids {
			for _, dir := range [...]storage.Direction{storage.Outgoing, storage.Incoming, storage.Both} {
				for n := range len(types) {
					ends.Fill(v, to, dir, types[:n]...)
					for _, from := range ids {
						want, got := rels(v.Between(from, to, dir, types[:n]...)), rels(ends.From(from))
						if !slices.Equal(got, want) {
							t.Fatalf("between %d and %d, direction %d, %d types: %v, want %v", from, to, dir, n, got, want)
						}
						found += len(got)
						asked++
					}
				}
			}
		}
	}
	t.Logf("%d relationships in %d answers", found, asked)
}
