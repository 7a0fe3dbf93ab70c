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
// 2013), learnt with a dynamic oracle (Goldberg and Nivre 2012); the features follow Zhang and Nivre 2011.
//
// # Performance
//
// Linear in the tokens: at most two transitions a token. BenchmarkParse: see MODEL_CARD.md.
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

// Model is a trained parser, or two of them that read a sentence from either end and vote.
type Model struct{ forward, backward *half } // backward is nil for one

// half is the parser that reads in one direction.
type half struct {
	labels  []string
	weights *perceptron.Model
}

// Open reads a packed model, or two that are packed one after the other: the first reads from the start of a
// sentence, the second was trained with Options.Backward. Each is a line of relations with tabs between them, then
// the weights.
func Open(data string) (*Model, error) {
	m := &Model{}
	for _, h := range []**half{&m.forward, &m.backward} {
		line, rest, ok := strings.Cut(data, "\n")
		if !ok {
			return nil, fmt.Errorf("%w: no line of relations", perceptron.ErrFormat)
		}
		labels := strings.Split(line, "\t")
		w, rest, err := perceptron.Open(rest)
		if err != nil {
			return nil, err
		}
		if w.Classes() != actions(len(labels)) {
			return nil, fmt.Errorf("%w: %d relations for %d actions", perceptron.ErrFormat, len(labels), w.Classes())
		}
		*h = &half{labels, w}
		if data = rest; data == "" {
			return m, nil
		}
	}
	return nil, fmt.Errorf("%w: %d bytes after two models", perceptron.ErrFormat, len(data))
}

// Parse is the tree of a sentence.
func (m *Model) Parse(in Input) []Arc {
	arcs, margin := m.forward.run(in, false)
	if m.backward == nil {
		return arcs
	}
	other, otherMargin := m.backward.run(in, true)
	return vote(arcs, margin, other, otherMargin)
}

// Agreed is the tree of a sentence if the parsers of a model that votes find the same, else nil.
func (m *Model) Agreed(in Input) []Arc {
	if m.backward == nil {
		return nil
	}
	arcs, _ := m.forward.run(in, false)
	other, _ := m.backward.run(in, true)
	if !slices.Equal(arcs, other) {
		return nil
	}
	return arcs
}

// run parses, from the end of the sentence if reverse is set, and returns the tree and the
// margin by which each word's arc was decided.
func (h *half) run(in Input, reverse bool) ([]Arc, []int32) {
	n := len(in.Words)
	st := newState(newWords(in, reverse))
	margin := make([]int32, n)
	var keys []perceptron.Key
	var scores [256]int32
	for !st.done() {
		if st.next == n {
			st.finish()
			continue
		}
		keys = st.features(keys[:0])
		clear(scores[:h.weights.Classes()])
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
	if reverse {
		arcs = turn(arcs)
		slices.Reverse(margin)
	}
	return arcs, margin
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
