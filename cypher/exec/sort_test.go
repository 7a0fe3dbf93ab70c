package exec

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"newsgraph/cypher/value"
)

// TestByPrefix sorts prefixes of which some bytes are the same in all, and many are equal.
func TestByPrefix(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	for _, n := range []int{0, 1, 2, 15, 17, 47, 48, 300, 5000} {
		for _, mask := range []uint64{0, 0xff, 0x0f00_0000_0000_00f0, 3 << 60, ^uint64(0)} {
			items := make([]sortItem, n)
			for i := range items {
				items[i] = sortItem{prefix: [2]uint64{rng.Uint64()&mask | 1<<40, rng.Uint64N(3)}, run: i}
			}
			want := slices.Clone(items)
			slices.SortStableFunc(want, func(a, b sortItem) int {
				return cmp.Or(cmp.Compare(a.prefix[0], b.prefix[0]), cmp.Compare(a.prefix[1], b.prefix[1]))
			})
			if byPrefix(items, make([]sortItem, n)); !slices.Equal(items, want) {
				t.Errorf("%d items with bits %#x are in another order", n, mask)
			}
		}
	}
}

// TestSortAll sorts rows by three keys, of which many are equal or differ late.
func TestSortAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	some := []value.Value{value.Null, value.True, value.Integer(3), value.Float(3), value.Integer(1 << 60), value.Integer(1<<60 + 1),
		value.Float(-0.5), value.Float(math.NaN()), value.ListOf(value.Integer(2)), value.ListOf(value.Integer(1)), value.String(""),
		value.String("the same for sixteen bytes, then a"), value.String("the same for sixteen bytes, then b"), value.String("other")}
	for _, n := range []int{0, 1, 7, 99, 1000} {
		s := &sorted{descending: []bool{true, false, true}}
		s.all.sorted = s
		var want []int
		for i := range n {
			keys := []value.Value{some[rng.IntN(len(some))], some[rng.IntN(3)], some[rng.IntN(len(some))]}
			s.all.runs = append(s.all.runs, sortRun{keys: keys})
			want = append(want, i)
		}
		slices.SortStableFunc(want, func(a, b int) int { return s.order(s.all.runs[a].keys, s.all.runs[b].keys) })
		s.all.sort()
		got := make([]int, n)
		for i, item := range s.all.items {
			got[i] = item.run
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d rows are in another order", n)
		}
	}
}
