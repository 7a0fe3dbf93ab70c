package depparse

import "newsgraph/internal/nlp/perceptron"

// Guide is a tree that another parser has found, with the margin by which each of its arcs was decided.
type Guide struct {
	Arcs   []Arc
	Margin []int32
}

// guide is a Guide as features use it.
type guide struct {
	*target
	label []uint64
	sure  []uint64 // how sure it is of each arc, 1 to 4
}

func newGuide(g Guide) *guide {
	out := &guide{newTarget(g.Arcs), make([]uint64, len(g.Arcs)), make([]uint64, len(g.Arcs))}
	for i, a := range g.Arcs {
		out.label[i] = perceptron.String(a.Dep)
		out.sure[i] = 1
		for _, m := range sureMargins {
			if g.Margin[i] >= m {
				out.sure[i]++
			}
		}
	}
	return out
}

// sureMargins are the margins above which an arc is one grade surer.
var sureMargins = [...]int32{10 * 64, 25 * 64, 50 * 64}

// guided are the features of what the guide would do: which actions keep its arcs reachable, the relation that it sees
// between the top and the next word, and those that it gives them.
func (s *state) guided(k *keys, top, next int32, S, N node) {
	g := s.guide
	cost, least := s.costs(g.target), 1<<30
	ok := s.legal()
	for a, legal := range ok {
		if legal {
			least = min(least, cost[a])
		}
	}
	free := uint64(1)
	for a, legal := range ok {
		free <<= 1
		if legal && cost[a] == least {
			free++
		}
	}
	nl, ns := g.label[next], g.sure[next]
	if top < 0 {
		k.three(400, free, nl, ns)
		return
	}
	sl, ss := g.label[top], g.sure[top]
	between := uint64(0)
	if g.head[top] == next {
		between = sl + 1
	} else if g.head[next] == top {
		between = nl + 2
	}
	sure := ss*8 + ns
	k.one(400, free)
	k.two(401, free, between)
	k.three(402, free, between, sure)
	k.three(403, free, S.t, N.t)
	k.four(404, free, between, S.t, N.t)
	k.three(405, free, between, S.w)
	k.three(406, free, between, N.w)
	k.three(407, free, sl, nl)
	k.four(408, free, sure, S.t, N.t)
	k.four(409, sl, nl, S.t, N.t)
	k.three(410, free, sure, S.l)
}
