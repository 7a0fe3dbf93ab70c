package tag

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"newsgraph/internal/nlp/perceptron"
)

// Example is a sentence with its known tags.
type Example struct {
	Words   []string
	Classes []Class
	Times   int // how often an epoch reads it; 0 is once
}

// Options of Learn; Epochs and Seeds must be at least 1.
type Options struct {
	Epochs int
	Seeds  int // how many taggers there are to take the mean of, each with the sentences in its own order
	Least  int // from which update on a feature has weights, below 256
	Prune  perceptron.Prune
	Recase float64 // share of sentences seen in lower case, in capitals or in title case, a third each
}

// Learn trains a tagger, all seeds at once, and returns its packed model. A class must occur three times to be one. Several
// goroutines write to log.
func Learn(examples []Example, o Options, log io.Writer) ([]byte, error) {
	classes := inventory(examples)
	if len(classes) < 2 || len(classes) > 256 || o.Seeds < 1 {
		return nil, fmt.Errorf("learn tagger: %d classes, mean of %d", len(classes), o.Seeds)
	}
	index := make(map[Class]int, len(classes))
	hashes := make([]uint64, len(classes))
	for i, c := range classes {
		index[c] = i
		hashes[i] = perceptron.String(c.Tag)
	}
	weights := make([]perceptron.Weights, o.Seeds)
	var wait sync.WaitGroup
	for seed := range o.Seeds {
		wait.Go(func() {
			l := learner{trainer: perceptron.NewTrainer(len(classes), o.Least), scores: make([]int32, len(classes)), hashes: hashes}
			l.learn(examples, index, o, rand.New(rand.NewPCG(uint64(seed+1), 1)), log)
			weights[seed] = l.trainer.Weights()
		})
	}
	wait.Wait()
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = c.Tag + " " + c.POS
	}
	return append([]byte(strings.Join(names, "\t")+"\n"), perceptron.Mean(weights...).Pack(o.Prune)...), nil
}

type learner struct {
	trainer *perceptron.Trainer
	scores  []int32
	hashes  []uint64
	keys    []perceptron.Key
}

// learn reads the examples o.Epochs times; index is the place of each class.
func (l *learner) learn(examples []Example, index map[Class]int, o Options, rnd *rand.Rand, log io.Writer) {
	var order []int
	for i, e := range examples {
		for range max(e.Times, 1) {
			order = append(order, i)
		}
	}
	for epoch := range o.Epochs {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		right, all := 0, 0
		for _, n := range order {
			e := examples[n]
			words := Recase(e.Words, o.Recase, rnd)
			gold := make([]int, len(words))
			for i, c := range e.Classes {
				k, ok := index[c]
				if !ok {
					k = -1
				}
				gold[i] = k
			}
			right += l.sentence(words, gold)
			all += len(words)
		}
		fmt.Fprintf(log, "tagger: epoch %d, %.2f %% right, %d features\n", epoch+1, 100*float64(right)/float64(max(all, 1)), l.trainer.Features())
	}
}

// sentence learns from one sentence with the tags it guesses as context, and counts the right ones. A word whose
// class is unknown (-1) teaches nothing.
func (l *learner) sentence(words []string, gold []int) (right int) {
	s := newSentence(words)
	var p1, p2 uint64
	for i := range words {
		l.keys = s.features(l.keys[:0], i, p1, p2)
		clear(l.scores)
		l.trainer.Score(l.keys, l.scores)
		best := 0
		for c := range l.scores {
			if l.scores[c] > l.scores[best] {
				best = c
			}
		}
		l.trainer.Step()
		if best == gold[i] {
			right++
		} else if gold[i] >= 0 {
			l.trainer.Update(l.keys, gold[i], best)
		}
		p1, p2 = l.hashes[best], p1
	}
	return right
}

// inventory is the classes that occur at least three times, the most frequent first.
func inventory(examples []Example) []Class {
	count := map[Class]int{}
	for _, e := range examples {
		for _, c := range e.Classes {
			count[c]++
		}
	}
	var classes []Class
	for c, n := range count {
		if n >= 3 && c.POS != "" {
			classes = append(classes, c)
		}
	}
	slices.SortFunc(classes, func(a, b Class) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a.Tag, b.Tag), cmp.Compare(a.POS, b.POS))
	})
	return classes
}

// Recase returns words, or with the given probability a copy of them in lower case, in capitals or in title case.
func Recase(words []string, share float64, rnd *rand.Rand) []string {
	x := rnd.Float64()
	if x >= share {
		return words
	}
	f := []func(string) string{strings.ToLower, strings.ToUpper, capital}[int(x/share*3)]
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = f(w)
	}
	return out
}

func capital(w string) string {
	for i := range w {
		if i > 0 {
			return strings.ToUpper(w[:i]) + w[i:]
		}
	}
	return strings.ToUpper(w)
}
