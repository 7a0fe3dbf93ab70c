package depparse

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"newsgraph/internal/nlp/perceptron"
)

// Example is a tagged sentence with its tree.
type Example struct {
	Input
	Arcs []Arc
}

// Options of Learn.
type Options struct {
	Epochs   int
	Seed     uint64
	Prune    perceptron.Prune
	Backward bool    // read sentences from the end
	Explore  float64 // share of mistakes followed from the second epoch on, so that the parser learns to go on after them
	After    func(epoch int, packed func(perceptron.Prune) []byte)
}

// Learn trains a parser and returns its packed model.
func Learn(ctx context.Context, examples []Example, o Options, log io.Writer) ([]byte, error) {
	labels := inventory(examples)
	if len(labels) == 0 || actions(len(labels)) > 256 {
		return nil, fmt.Errorf("learn parser: %d relations", len(labels))
	}
	l := &learner{
		labels: labels, index: map[string]int{}, trainer: perceptron.NewTrainer(actions(len(labels))),
		scores: make([]int32, actions(len(labels))), rnd: rand.New(rand.NewPCG(o.Seed, 2)), backward: o.Backward,
	}
	for i, name := range labels {
		l.index[name] = i
	}
	pack := func(p perceptron.Prune) []byte {
		return append([]byte(strings.Join(labels, "\t")+"\n"), l.trainer.Model(p)...)
	}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for epoch := range o.Epochs {
		l.rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		l.right, l.all = 0, 0
		if epoch > 0 {
			l.explore = o.Explore
		}
		for _, n := range order {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			l.sentence(examples[n])
		}
		fmt.Fprintf(log, "parser: epoch %d, %.2f %% of decisions right, %d features\n", epoch+1, 100*float64(l.right)/float64(max(l.all, 1)), l.trainer.Features())
		if o.After != nil {
			o.After(epoch+1, pack)
		}
	}
	return pack(o.Prune), nil
}

// inventory is the relations that occur at least five times, the most frequent first.
func inventory(examples []Example) []string {
	count := map[string]int{}
	for _, e := range examples {
		for _, a := range e.Arcs {
			count[a.Dep]++
		}
	}
	var labels []string
	for l, n := range count {
		if n >= 5 && l != "root" {
			labels = append(labels, l)
		}
	}
	slices.SortFunc(labels, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	return labels
}

type learner struct {
	labels     []string
	index      map[string]int
	trainer    *perceptron.Trainer
	scores     []int32
	keys       []perceptron.Key
	rnd        *rand.Rand
	explore    float64
	backward   bool
	right, all int
}

// gold is a tree as the oracle needs it: index n is the root.
type gold struct {
	head  []int32
	label []int // index of the label, none for the root's and for rare ones
	kids  [][]int32
}

func (l *learner) gold(arcs []Arc) gold {
	n := len(arcs)
	g := gold{make([]int32, n), make([]int, n), make([][]int32, n+1)}
	for i, a := range arcs {
		h := a.Head
		if h < 0 {
			h = n
		}
		g.head[i] = int32(h)
		g.kids[h] = append(g.kids[h], int32(i))
		k, ok := l.index[a.Dep]
		if !ok {
			k = none
		}
		g.label[i] = k
	}
	return g
}

// costs is how many arcs of the gold tree each kind of action makes unreachable (Goldberg and Nivre 2012).
func (s *state) costs(g *gold) (cost [kinds]int) {
	b := int32(s.next)
	for _, k := range g.kids[b] {
		if s.onStack[k] && s.head[k] == none {
			cost[shift]++
			cost[right]++
		}
	}
	h := g.head[b]
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
	for _, k := range g.kids[top] {
		if k >= b {
			cost[left]++
			cost[reduce]++
		}
	}
	if g.head[top] > b {
		cost[left]++
	}
	return cost
}

func (l *learner) sentence(e Example) {
	g := l.gold(e.Arcs)
	if l.backward {
		g = l.gold(turn(e.Arcs))
	}
	s := newState(newWords(e.Input, l.backward))
	n := len(l.labels)
	for s.next < len(s.words) {
		l.keys = s.features(l.keys[:0])
		clear(l.scores)
		l.trainer.Score(l.keys, l.scores)
		legal, cost := s.legal(), s.costs(&g)
		guess, best := none, none
		for a, score := range l.scores {
			k := kind(a, n)
			if !legal[k] {
				continue
			}
			if guess == none || score > l.scores[guess] {
				guess = a
			}
			if cost[k] == 0 && (best == none || score > l.scores[best]) && l.labelled(s, &g, a, k) {
				best = a
			}
		}
		if best == none { // the gold relation is no label, or the tree crosses itself
			best = guess
		}
		l.trainer.Step()
		l.all++
		if guess == best {
			l.right++
		} else {
			l.trainer.Update(l.keys, best, guess)
			if l.explore == 0 || l.rnd.Float64() >= l.explore {
				guess = best
			}
		}
		s.apply(guess, n)
	}
}

// labelled reports whether action a of kind k gives the word that it attaches its gold label.
func (l *learner) labelled(s *state, g *gold, a, k int) bool {
	switch k {
	case left:
		return a-2 == g.label[s.stack[len(s.stack)-1]]
	case right:
		return a-2-len(l.labels) == g.label[s.next]
	}
	return true
}
