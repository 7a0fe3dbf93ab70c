package depparse

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"newsgraph/internal/nlp/perceptron"
)

// Example is a tagged sentence with its tree.
type Example struct {
	Input
	Arcs  []Arc
	Times int   // how often an epoch reads it; 0 is once
	Guide Guide // of another parser that has not learnt this sentence; without arcs for none
}

// Options of Learn.
type Options struct {
	Epochs   int
	Seed     uint64
	Least    int     // from which update on a feature has weights, below 256
	Backward bool    // read sentences from the end; guides are not looked at
	Explore  float64 // share of mistakes followed from the second epoch on, so that the parser learns to go on after them
}

// Trained is a parser, or the mean of several, that has not been packed.
type Trained struct {
	header  string
	weights perceptron.Weights
}

// Mean is the mean of parsers of one direction that were trained on the same sentences, which decides like a vote of
// them on each action.
func Mean(all ...Trained) Trained {
	var weights []perceptron.Weights
	for _, t := range all {
		weights = append(weights, t.weights)
	}
	return Trained{all[0].header, perceptron.Mean(weights...)}
}

// Pack is the parser as Open reads it.
func (t Trained) Pack(p perceptron.Prune) []byte {
	return append([]byte(t.header), t.weights.Pack(p)...)
}

// Learn trains a parser.
func Learn(ctx context.Context, examples []Example, o Options, log io.Writer) (Trained, error) {
	labels := inventory(examples)
	if len(labels) == 0 || actions(len(labels)) > 256 {
		return Trained{}, fmt.Errorf("learn parser: %d relations", len(labels))
	}
	l := &learner{
		labels: labels, index: map[string]int{}, trainer: perceptron.NewTrainer(actions(len(labels)), o.Least),
		scores: make([]int32, actions(len(labels))), upcoming: make([]int32, actions(len(labels))), rnd: rand.New(rand.NewPCG(o.Seed, 2)), backward: o.Backward,
	}
	for i, name := range labels {
		l.index[name] = i
	}
	var order []int
	for i, e := range examples {
		for range max(e.Times, 1) {
			order = append(order, i)
		}
	}
	for epoch := range o.Epochs {
		l.rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		l.right, l.all = 0, 0
		if epoch > 0 {
			l.explore = o.Explore
		}
		for _, n := range order {
			if err := ctx.Err(); err != nil {
				return Trained{}, err
			}
			l.sentence(examples[n])
		}
		fmt.Fprintf(log, "parser: epoch %d, %.2f %% of decisions right, %d features\n", epoch+1, 100*float64(l.right)/float64(max(l.all, 1)), l.trainer.Features())
	}
	return Trained{header(o.Backward, labels), l.trainer.Weights()}, nil
}

// inventory is the relations that occur at least five times, the most frequent first.
func inventory(examples []Example) []string {
	count := map[string]int{}
	for _, e := range examples {
		for _, a := range e.Arcs {
			if a.Head != none {
				count[a.Dep]++
			}
		}
	}
	var labels []string
	for l, n := range count {
		if n >= 5 {
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
	upcoming   []int32 // of the words from the next one on alone
	keys       []perceptron.Key
	rnd        *rand.Rand
	explore    float64
	backward   bool
	right, all int
}

// gold is a tree as the oracle needs it, with the index of each word's label: none for the root's and for rare ones.
type gold struct {
	*target
	label []int
}

func (l *learner) gold(arcs []Arc) gold {
	g := gold{newTarget(arcs), make([]int, len(arcs))}
	for i, a := range arcs {
		k, ok := l.index[a.Dep]
		if !ok {
			k = none
		}
		g.label[i] = k
	}
	return g
}

func (l *learner) sentence(e Example) {
	g := l.gold(e.Arcs)
	if l.backward {
		g = l.gold(turn(e.Arcs))
	}
	s := newState(newWords(e.Input, l.backward))
	if e.Guide.Arcs != nil && !l.backward {
		s.guide = newGuide(e.Guide)
	}
	n := len(l.labels)
	var upcoming []perceptron.Key
	known := none // the next word that l.upcoming is of
	for s.next < len(s.words) {
		if known != s.next {
			known = s.next
			upcoming = s.upcoming(upcoming[:0])
			clear(l.upcoming)
			l.trainer.Score(upcoming, l.upcoming)
		}
		l.keys = s.features(l.keys[:0])
		copy(l.scores, l.upcoming)
		l.trainer.Score(l.keys, l.scores)
		legal, cost := s.legal(), s.costs(g.target)
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
			l.trainer.Update(upcoming, best, guess)
			l.trainer.Update(l.keys, best, guess)
			known = none // what it weighs has changed
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
