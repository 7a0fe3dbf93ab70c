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
		if second(out, c.word, b[c.word]) {
			continue
		}
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

// second reports whether arc would give a head the second subject or object, which mixing two trees easily does.
func second(arcs []Arc, word int, arc Arc) bool {
	core := func(dep string) int {
		switch dep {
		case "nsubj", "nsubj:pass", "csubj", "expl":
			return 1
		case "obj", "ccomp":
			return 2
		}
		return 0
	}
	k := core(arc.Dep)
	if k == 0 {
		return false
	}
	for i, a := range arcs {
		if i != word && a.Head == arc.Head && core(a.Dep) == k {
			return true
		}
	}
	return false
}
