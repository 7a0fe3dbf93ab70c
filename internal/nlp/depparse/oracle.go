package depparse

// target is a tree that states are compared with, the gold tree or a guide's. Index n, the number of words, is the root.
type target struct {
	head  []int32
	first []int32 // the first child of each word and of the root
	next  []int32 // the next child of the same head
}

func newTarget(arcs []Arc) *target {
	n := len(arcs)
	space := make([]int32, 3*n+1)
	t := &target{space[:n], space[n : 2*n+1], space[2*n+1:]}
	for i := range t.first {
		t.first[i] = none
	}
	for i := n - 1; i >= 0; i-- {
		h := int32(arcs[i].Head)
		if h == none {
			h = int32(n)
		}
		t.head[i] = h
		t.next[i], t.first[h] = t.first[h], int32(i)
	}
	return t
}

// costs is how many arcs of the target each kind of action makes unreachable (Goldberg and Nivre 2012).
func (s *state) costs(t *target) (cost [kinds]int) {
	b := int32(s.next)
	for k := t.first[b]; k != none; k = t.next[k] {
		if s.onStack[k] && s.head[k] == none {
			cost[shift]++
			cost[right]++
		}
	}
	h := t.head[b]
	if s.onStack[h] {
		cost[shift]++
	}
	if len(s.stack) == 0 {
		return cost
	}
	top := s.stack[len(s.stack)-1]
	if h != top && (h > b || s.onStack[h]) {
		cost[right]++
	}
	for k := t.first[top]; k != none; k = t.next[k] {
		if k >= b {
			cost[left]++
			cost[reduce]++
		}
	}
	if t.head[top] > b {
		cost[left]++
	}
	return cost
}
