package exec

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestByBytes sorts prefixes of which some bytes are the same in all, and many are equal.
func TestByBytes(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	for _, mask := range []uint64{0, 0xff, 0x0f00_0000_0000_00f0, ^uint64(0)} {
		items := make([]sortItem, 1000)
		for i := range items {
			items[i] = sortItem{prefix: [2]uint64{rng.Uint64()&mask | 1<<40}, run: i}
		}
		want := slices.Clone(items)
		slices.SortStableFunc(want, func(a, b sortItem) int { return cmp.Compare(a.prefix[0], b.prefix[0]) })
		if got, _ := byBytes(items, nil); !slices.Equal(got, want) {
			t.Errorf("with bits %#x the order is another one", mask)
		}
	}
}
