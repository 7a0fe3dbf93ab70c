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

// With returns the parser with another model.
func With(m *Model) *Parser { return &Parser{func() (*Model, error) { return m, nil }} }

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

// Model is a trained parser.
type Model struct {
	labels  []string
	weights *perceptron.Model
}

// Open reads a packed model: a line of relations with tabs between them, then the weights.
func Open(data string) (*Model, error) {
	line, rest, ok := strings.Cut(data, "\n")
	if !ok {
		return nil, fmt.Errorf("%w: no line of relations", perceptron.ErrFormat)
	}
	m := &Model{labels: strings.Split(line, "\t")}
	w, _, err := perceptron.Open(rest)
	if err != nil {
		return nil, err
	}
	if w.Classes() != actions(len(m.labels)) {
		return nil, fmt.Errorf("%w: %d relations for %d actions", perceptron.ErrFormat, len(m.labels), w.Classes())
	}
	m.weights = w
	return m, nil
}

// Parse is the tree of a sentence.
func (m *Model) Parse(in Input) []Arc {
	n := len(in.Words)
	st := newState(newWords(in, false))
	var keys []perceptron.Key
	for !st.done() {
		if st.next == n {
			st.finish()
			continue
		}
		keys = st.features(keys[:0])
		var scores [256]int32
		m.weights.Score(keys, &scores)
		best, ok := -1, st.legal()
		for a := range m.weights.Classes() {
			if ok[kind(a, len(m.labels))] && (best < 0 || scores[a] > scores[best]) {
				best = a
			}
		}
		st.apply(best, len(m.labels))
	}
	return st.arcs(m.labels)
}
