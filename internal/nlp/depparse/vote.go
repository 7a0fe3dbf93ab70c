package depparse

import "slices"

// vote joins two trees of one sentence, each arc with the margin it was decided by: it starts from the first and
// takes arcs of the second that were decided by more, the surest first, as long as the result stays a tree. The root is
// the first tree's.
func vote(a []Arc, am []int32, b []Arc, bm []int32) []Arc {
	out := slices.Clone(a)
	type change struct {
		word int
		gain int32
	}
	var changes []change
	for i := range a {
		if a[i] != b[i] && a[i].Head >= 0 && b[i].Head >= 0 && bm[i] > am[i] {
			changes = append(changes, change{i, bm[i] - am[i]})
		}
	}
	slices.SortStableFunc(changes, func(x, y change) int { return int(y.gain) - int(x.gain) })
	for _, c := range changes {
		if a[c.word].Head == b[c.word].Head {
			out[c.word] = b[c.word]
			continue
		}
		h := b[c.word].Head
		for h >= 0 && h != c.word {
			h = out[h].Head
		}
		if h < 0 {
			out[c.word] = b[c.word]
		}
	}
	return out
}
