package ner

import (
	"cmp"
	"math"
	"slices"

	"newsgraph/internal/nlp/perceptron"
)

// Where the best label of a word is in doubt, a few labellings of the sentence are followed at once. How likely one
// is is the product of the likelihoods of its labels, each among those that may follow the label before it: a label that
// is a little less likely wins if the words after it fit it better.
const (
	temperature = 28 * scoreUnit // what scores are divided by to be logarithms of odds
	reach       = temperature    // labellings that are worse than the best by more are given up
	width       = 3              // how many are followed
	caution     = 2 * scoreUnit  // what the beginning of a person loses: more doubtful ones are wrong than are missed
)

// scoreUnit is a weight of 1 in a model's scores.
const scoreUnit = 64

// node is the label of a word in one or more labellings.
type node struct {
	label    int
	previous int   // the node of the word before, -1 for none
	margin   int32 // how far its score is above the next best label's, 0 if it is not the best
}

// path is a labelling up to a word: its last two labels, its last node, and how likely it is, as
// temperature times the logarithm but for a part that all paths share.
type path struct {
	p1, p2, end int
	score       int32
}

// labeller labels sentences; it keeps its memory from one to the next.
type labeller struct {
	weights     *perceptron.Model
	nodes       []node
	paths, next []path
	keys        []perceptron.Key
}

// label is the labels of a sentence with the margin of each. Small words of the kinds that begin no name are not looked
// at outside names.
func (l *labeller) label(in Input, s *sentence) (out []int, margin []float64) {
	l.nodes = l.nodes[:0]
	l.paths = append(l.paths[:0], path{end: -1})
	for i := range in.Words {
		l.next = l.next[:0]
		small := in.cannotBegin(i)
		for _, p := range l.paths {
			if small && canEnd(p.p1) {
				l.extend(p, 0, 0, 0)
			} else {
				l.read(s, i, p, i+1 == len(in.Words))
			}
		}
		l.paths, l.next = likeliest(l.next), l.paths
	}
	out, margin = make([]int, len(in.Words)), make([]float64, len(in.Words))
	for i, at := len(in.Words)-1, l.paths[0].end; i >= 0; i-- {
		n := l.nodes[at]
		out[i], margin[i], at = n.label, float64(n.margin)/scoreUnit, n.previous
	}
	return out, margin
}

// read goes on from p with the likely labels of word i; final tells that it is the sentence's last.
func (l *labeller) read(s *sentence, i int, p path, final bool) {
	l.keys = s.features(l.keys[:0], i, p.p1, p.p2)
	var scores [256]int32
	l.weights.Score(l.keys, &scores)
	for _, b := range persons {
		scores[b] -= caution
	}
	best, second := pick(scores[:labels], p.p1, final)
	margin := scores[best] - scores[second]
	if len(l.paths) == 1 && (margin > reach || best == second) {
		l.extend(p, best, 0, margin)
		return
	}
	all := logSum(&scores, p.p1, scores[best], final)
	for _, b := range successors[p.p1] {
		loss := scores[best] - scores[b]
		switch {
		case b == best:
			l.extend(p, b, -all, margin)
		case loss <= reach && (!final || canEnd(b)):
			l.extend(p, b, -all-loss, 0)
		}
	}
}

// persons are the labels that a person's name begins with.
var persons = [...]int{label(Person, begin), label(Person, unit)}

// extend adds a label to a path, unless one that is as likely has come to the same two last labels: both would go on
// alike.
func (l *labeller) extend(p path, label int, score, margin int32) {
	q := path{label, p.p1, len(l.nodes), p.score + score}
	at := slices.IndexFunc(l.next, func(o path) bool { return o.p1 == q.p1 && o.p2 == q.p2 })
	switch {
	case at < 0:
		l.next = append(l.next, q)
	case l.next[at].score < q.score:
		l.next[at] = q
	default:
		return
	}
	l.nodes = append(l.nodes, node{label, p.end, margin})
}

// likeliest is the paths to go on with, the likeliest first.
func likeliest(all []path) []path {
	slices.SortStableFunc(all, func(a, b path) int { return cmp.Compare(b.score, a.score) })
	n := 1
	for n < len(all) && n < width && all[0].score-all[n].score <= reach {
		n++
	}
	return all[:n]
}

// steps is how finely exponentials and logarithms are tabled. They are whole numbers, so that all machines agree.
const steps = 64

// exponentials has exp(-i/steps), times steps².
var exponentials = func() (out [10 * steps]int32) {
	for i := range out {
		out[i] = int32(math.Round(steps * steps * math.Exp(-float64(i)/steps)))
	}
	return out
}()

// logarithms has temperature · ln(1+i/steps).
var logarithms = func() (out [labels * steps]int32) {
	for i := range out {
		out[i] = int32(math.Round(temperature * math.Log1p(float64(i)/steps)))
	}
	return out
}()

// logSum is temperature · ln Σ exp((score-top)/temperature) over the labels that may follow p.
func logSum(scores *[256]int32, p int, top int32, final bool) int32 {
	sum := int32(0)
	for _, b := range successors[p] {
		if i := int(top-scores[b]) * steps / temperature; i < len(exponentials) && (!final || canEnd(b)) {
			sum += exponentials[i]
		}
	}
	return logarithms[(sum-steps*steps)/steps]
}
