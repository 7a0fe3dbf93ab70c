package ner

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"newsgraph/internal/nlp/perceptron"
)

// Example is a tagged sentence with its known names.
type Example struct {
	Input
	Names []Found
	Skip  []bool // words whose label is not known; nil for none
}

// Options of Learn; Epochs and Seeds must be at least 1.
type Options struct {
	Epochs int
	Seeds  int // how many recognisers there are to take the mean of, each with the documents in its own order
	Prune  perceptron.Prune
	Drop   float64 // share of words whose form is hidden, so that their surroundings are learnt
	Recase float64 // share of documents seen in capitals or in lower case, half each, and of sentences seen in title case
}

// Learn trains a recogniser on documents and returns its packed model.
func Learn(ctx context.Context, documents [][]Example, o Options, log io.Writer) ([]byte, error) {
	if len(documents) == 0 || o.Seeds < 1 {
		return nil, fmt.Errorf("learn names: %d documents, mean of %d", len(documents), o.Seeds)
	}
	var weights []perceptron.Weights
	for seed := range o.Seeds {
		l := &learner{trainer: perceptron.NewTrainer(labels, 0), scores: make([]int32, labels), rnd: rand.New(rand.NewPCG(uint64(seed+1), 3)), drop: o.Drop}
		if err := l.learn(ctx, documents, o, log); err != nil {
			return nil, err
		}
		weights = append(weights, l.trainer.Weights())
	}
	return append([]byte(header), perceptron.Mean(weights...).Pack(o.Prune)...), nil
}

// learn reads the documents o.Epochs times.
func (l *learner) learn(ctx context.Context, documents [][]Example, o Options, log io.Writer) error {
	order := make([]int, len(documents))
	for i := range order {
		order[i] = i
	}
	for epoch := range o.Epochs {
		l.rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		l.right, l.all = 0, 0
		for _, n := range order {
			if err := ctx.Err(); err != nil {
				return err
			}
			l.document(documents[n], o.Recase)
		}
		fmt.Fprintf(log, "names: epoch %d, %.2f %% of labels right, %d features\n", epoch+1, 100*float64(l.right)/float64(max(l.all, 1)), l.trainer.Features())
	}
	return nil
}

func (l *learner) document(examples []Example, recased float64) {
	recase := func(w string) string { return w }
	if x := l.rnd.Float64(); x < recased/2 {
		recase = strings.ToUpper
	} else if x < recased {
		recase = strings.ToLower
	}
	inputs := make([]Input, len(examples))
	for i, e := range examples {
		recase := recase
		if l.rnd.Float64() < recased {
			recase = titleCase
		}
		inputs[i] = Input{make([]string, len(e.Words)), e.Tags}
		for j, w := range e.Words {
			inputs[i].Words[j] = recase(w)
		}
	}
	d := newDocument(inputs)
	for i, e := range examples {
		l.sentence(e, inputs[i], d)
	}
}

// titleCase is how headlines write a word.
func titleCase(w string) string {
	switch w {
	case "a", "an", "the", "of", "in", "on", "to", "and", "for", "at", "by", "with", "as", "'s", "n't":
		return w
	}
	_, n := utf8.DecodeRuneInString(w)
	return strings.ToUpper(w[:n]) + w[n:]
}

type learner struct {
	trainer    *perceptron.Trainer
	scores     []int32
	keys       []perceptron.Key
	rnd        *rand.Rand
	drop       float64
	right, all int
}

// sentence learns from the example, whose words are those of in.
func (l *learner) sentence(e Example, in Input, d *document) {
	s := newSentence(in, d)
	l.hide(s)
	gold := make([]int, len(in.Words))
	for _, n := range e.Names {
		for n.First < n.Last && in.cannotBegin(n.First) { // "the Netherlands"
			n.First++
		}
		for i := n.First; i < n.Last; i++ {
			p := inside
			switch {
			case n.Last-n.First == 1:
				p = unit
			case i == n.First:
				p = begin
			case i == n.Last-1:
				p = last
			}
			gold[i] = label(n.Kind, p)
		}
	}
	out := make([]int, len(in.Words))
	p1, p2 := 0, 0
	for i := range in.Words {
		if in.cannotBegin(i) && canEnd(p1) {
			p1, p2 = 0, p1
			continue
		}
		l.keys = s.features(l.keys[:0], i, p1, p2)
		clear(l.scores)
		l.trainer.Score(l.keys, l.scores)
		best, _ := pick(l.scores, p1, i+1 == len(in.Words))
		if e.Skip == nil || !e.Skip[i] {
			l.trainer.Step()
			l.all++
			if best == gold[i] {
				l.right++
			} else {
				l.trainer.Update(l.keys, gold[i], best)
				if !follows(p1, gold[i]) { // go on from the gold label rather than from what cannot be continued
					best = gold[i]
				}
			}
		}
		out[i] = best
		p1, p2 = best, p1
		if i+1 < len(in.Words) && (e.Skip == nil || !e.Skip[i+1]) && !follows(p1, gold[i+1]) {
			p1 = gold[i]
			out[i] = gold[i]
		}
	}
	d.add(in.Words, out)
}

// hide makes the forms of some capitalised words unknown; what lists know of them stays.
func (l *learner) hide(s *sentence) {
	for i := pad; i < len(s.words)-pad; i++ {
		x := &s.words[i]
		if x.upper && l.rnd.Float64() < l.drop {
			x.Form, x.Lower, x.fine, x.middle, x.coarse = 7, 7, 0, 0, 0
		}
	}
}
