package storage

import (
	"math/rand/v2"
	"testing"

	"newsgraph/cypher/value"
)

// TestCovers holds what the counts say of the ends of relationships to the relationships.
func TestCovers(t *testing.T) {
	said, both := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(7, seed))
		s := OpenMemory()
		tx := begin(t, s)
		var labels []Label
		for _, name := range modelLabels {
			labels = append(labels, tx.InternLabel(name))
		}
		types := []RelType{tx.InternRelType("KNOWS"), tx.InternRelType("IN")}
		var nodes []int64
		for range 1 + r.IntN(12) {
			var own []Label
			for i := range r.IntN(2 + int(seed%2)) {
				own = append(own, labels[(i+r.IntN(3))%3])
			}
			if seed%3 == 0 && len(own) == 0 {
				own = labels[:1]
			}
			id, err := tx.CreateNode(own, []Prop{{tx.InternPropKey("name"), value.Integer(int64(len(nodes)))}})
			if err != nil {
				t.Fatal(err)
			}
			nodes = append(nodes, id)
		}
		for range r.IntN(6) {
			if _, err := tx.CreateRel(nodes[r.IntN(len(nodes))], nodes[r.IntN(len(nodes))], types[r.IntN(2)], nil); err != nil {
				t.Fatal(err)
			}
		}
		if r.IntN(2) == 0 {
			if _, _, err := tx.DetachDeleteNode(nodes[r.IntN(len(nodes))]); err != nil {
				t.Fatal(err)
			}
		}
		for _, some := range [][]Label{nil, labels[:1], labels[1:2], labels[:2], labels[1:], labels} {
			for _, of := range [][]RelType{nil, types[:1], types[1:], types} {
				for _, dir := range []Direction{Outgoing, Incoming, Both} {
					is := covered(&tx.View, some, dir, of)
					if says := tx.Covers(some, dir, of...); says && !is {
						t.Fatalf("seed %d: labels %v are said to be at all ends %d of types %v", seed, some, dir, of)
					} else if says {
						both++
					} else if is {
						said++
					}
				}
			}
		}
		tx.Rollback()
	}
	if both < 1000 || said > both/4 {
		t.Fatalf("of what is so, %d were said and %d were not", both, said)
	}
}

// covered is Covers by a walk over the relationships.
func covered(v *View, labels []Label, dir Direction, types []RelType) bool {
	has := func(node int64) bool {
		for _, l := range labels {
			if v.HasLabel(node, l) {
				return true
			}
		}
		return false
	}
	nodes := v.AllNodes()
	for id, ok := nodes.Next(); ok; id, ok = nodes.Next() {
		hops := v.Expand(id, dir, types...)
		if _, some := hops.Next(); some && !has(id) {
			return false
		}
	}
	return true
}
