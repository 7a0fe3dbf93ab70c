// Package depparse finds each token's head and relation in Universal Dependencies.
//
// # Input and output
//
// Needs Tokens, Sentences and Tags. A Parser's Stage parses every sentence and sets Heads; Parse does one sentence,
// for callers that want trees only where something happens. Heads are indexes in Doc.Tokens, -1 for the root;
// relations are those of the English UD treebanks with subtypes. Every sentence has one root.
//
// # Source
//
// Arc-eager transitions (Nivre 2008) over a root that stands at the end of the sentence (Ballesteros and Nivre
// 2013), learnt with a dynamic oracle (Goldberg and Nivre 2012); the features follow Zhang and Nivre 2011. A parser that
// reads from the end of the sentence guides one that reads from its start, as in stacking (Nivre and McDonald 2008): the
// second learns when the first is to be believed.
//
// # Performance
//
// Linear in the tokens of sentences of bounded length: each of the two parsers makes at most two transitions a token.
// BenchmarkParse: see MODEL_CARD.md.
//
// # Concurrency
//
// A Parser may be used by several goroutines, each with its own Doc.
package depparse

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/perceptron"
)

//go:embed model.bin
var embedded string

// Parser parses sentences. It is a Stage.
type Parser struct{ load func() (*Model, error) }

// New returns the parser with the embedded model, which is opened at the first use.
func New() *Parser {
	return &Parser{sync.OnceValues(func() (*Model, error) { return Open(embedded) })}
}

// Model is the parser's model.
func (p *Parser) Model() (*Model, error) { return p.load() }

func (*Parser) Name() string   { return "depparse" }
func (*Parser) Needs() nlp.Set { return nlp.Tokens | nlp.Sentences | nlp.Tags }
func (*Parser) Sets() nlp.Set  { return nlp.Heads }

// Apply parses every sentence.
func (p *Parser) Apply(d *nlp.Doc) error {
	for i := range d.Sentences {
		if err := p.Parse(d, i); err != nil {
			return err
		}
	}
	return nil
}

// Parse sets Head and Dep of the tokens of sentence i of d, which must have tags.
func (p *Parser) Parse(d *nlp.Doc, i int) error {
	m, err := p.load()
	if err != nil {
		return fmt.Errorf("open parser model: %w", err)
	}
	s := d.Sentences[i]
	in := Input{}
	for k := s.First; k < s.Last; k++ {
		t := &d.Tokens[k]
		in.Words = append(in.Words, d.Word(k))
		in.Tags = append(in.Tags, t.Tag)
		in.POS = append(in.POS, t.POS)
	}
	for k, a := range m.Parse(in) {
		t := &d.Tokens[s.First+k]
		t.Head, t.Dep = -1, a.Dep
		if a.Head >= 0 {
			t.Head = s.First + a.Head
		}
	}
	return nil
}

// Input is a tagged sentence.
type Input struct{ Words, Tags, POS []string }

// Arc is the head of a word (an index, -1 for the root) and its relation.
type Arc struct {
	Head int
	Dep  string
}

// Model is a trained parser, or two: one that reads a sentence from its end, and one that reads it from its start
// knowing what the first has found.
type Model struct{ forward, backward *half } // either may be nil

// half is the parser that reads in one direction.
type half struct {
	backward bool
	labels   []string
	weights  *perceptron.Model
}

// header is the first line of a packed parser: its direction and its relations.
func header(backward bool, labels []string) string {
	direction := "forward"
	if backward {
		direction = "backward"
	}
	return direction + "\t" + strings.Join(labels, "\t") + "\n"
}

// Open reads a packed parser, or two that are packed one after the other, one of each direction.
func Open(data string) (*Model, error) {
	m := &Model{}
	for data != "" || m.forward == nil && m.backward == nil {
		h, rest, err := openHalf(data)
		if err != nil {
			return nil, err
		}
		of := &m.forward
		if h.backward {
			of = &m.backward
		}
		if *of != nil {
			return nil, fmt.Errorf("%w: two parsers of one direction", perceptron.ErrFormat)
		}
		*of, data = h, rest
	}
	return m, nil
}

func openHalf(data string) (*half, string, error) {
	line, rest, ok := strings.Cut(data, "\n")
	if !ok {
		return nil, "", fmt.Errorf("%w: no line of relations", perceptron.ErrFormat)
	}
	direction, list, _ := strings.Cut(line, "\t")
	labels := strings.Split(list, "\t")
	if direction != "forward" && direction != "backward" {
		return nil, "", fmt.Errorf("%w: direction %.20q", perceptron.ErrFormat, direction)
	}
	w, rest, err := perceptron.Open(rest)
	if err != nil {
		return nil, "", err
	}
	if w.Classes() != actions(len(labels)) {
		return nil, "", fmt.Errorf("%w: %d relations for %d actions", perceptron.ErrFormat, len(labels), w.Classes())
	}
	return &half{direction == "backward", labels, w}, rest, nil
}

// Parse is the tree of a sentence.
func (m *Model) Parse(in Input) []Arc {
	var g Guide
	if m.backward != nil {
		g = m.backward.run(in, g)
	}
	if m.forward != nil {
		g = m.forward.run(in, g)
	}
	agree(g.Arcs)
	return g.Arcs
}

// agree makes the subjects of verbs with a passive auxiliary passive, as the treebanks have it. A subject that stands
// between the two ("Was it signed?") is attached before the auxiliary is.
func agree(arcs []Arc) {
	for _, a := range arcs {
		if a.Dep != "aux:pass" {
			continue
		}
		for i := range arcs {
			if arcs[i].Head == a.Head && arcs[i].Dep == "nsubj" {
				arcs[i].Dep = "nsubj:pass"
			}
		}
	}
}

// Guide is the tree of a sentence by the parser that reads it from its end.
func (m *Model) Guide(in Input) Guide { return m.backward.run(in, Guide{}) }

// run parses, with a guide if that has arcs, and returns the tree and the margin by which each word's arc was decided.
func (h *half) run(in Input, g Guide) Guide {
	n := len(in.Words)
	st := newState(newWords(in, h.backward))
	if g.Arcs != nil {
		st.guide = newGuide(g)
	}
	margin := make([]int32, n)
	keys := make([]perceptron.Key, 0, 192)
	var scores, upcoming [256]int32
	known := none // the next word that upcoming is of
	for !st.done() {
		if st.next == n {
			st.finish()
			continue
		}
		if len(st.stack) == 0 { // nothing else is legal
			st.push()
			continue
		}
		if known != st.next {
			known = st.next
			keys = st.upcoming(keys[:0])
			clear(upcoming[:h.weights.Classes()])
			h.weights.Score(keys, &upcoming)
		}
		keys = st.features(keys[:0])
		scores = upcoming
		h.weights.Score(keys, &scores)
		best, lead := h.best(&scores, st.legal())
		switch kind(best, len(h.labels)) {
		case left:
			margin[st.stack[len(st.stack)-1]] = lead
		case right:
			margin[st.next] = lead
		}
		st.apply(best, len(h.labels))
	}
	arcs := st.arcs(h.labels)
	if h.backward {
		arcs = turn(arcs)
		slices.Reverse(margin)
	}
	return Guide{arcs, margin}
}

// best is the best action of the allowed kinds and its lead over the best of another kind.
func (h *half) best(scores *[256]int32, ok [kinds]bool) (best int, lead int32) {
	var top [kinds]int // the best action of each kind
	n := len(h.labels)
	top[shift], top[reduce], top[left], top[right] = 0, 1, 2, 2+n
	for a := 3; a < 2+n; a++ {
		if scores[a] > scores[top[left]] {
			top[left] = a
		}
		if scores[a+n] > scores[top[right]] {
			top[right] = a + n
		}
	}
	best, second := -1, int32(math.MinInt32)
	for k, a := range top {
		switch {
		case !ok[k]:
		case best < 0 || scores[a] > scores[best]:
			if best >= 0 {
				second = scores[best]
			}
			best = a
		case scores[a] > second:
			second = scores[a]
		}
	}
	if second == math.MinInt32 {
		return best, math.MaxInt32
	}
	return best, scores[best] - second
}

// turn reverses a tree.
func turn(arcs []Arc) []Arc {
	n := len(arcs)
	out := make([]Arc, n)
	for i, a := range arcs {
		if a.Head >= 0 {
			a.Head = n - 1 - a.Head
		}
		out[n-1-i] = a
	}
	return out
}
