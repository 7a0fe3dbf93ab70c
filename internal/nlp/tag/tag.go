// Package tag gives each token its Penn Treebank tag and its universal part of speech.
//
// # Input and output
//
// Needs Tokens and Sentences; sets Token.Tag and Token.POS of every token in a sentence. The tags are those of the
// English UD treebanks: Penn Treebank tags with HYPH, NFP, ADD, AFX and GW, and the 17 universal parts of speech.
// Learn makes a model from sentences with known tags; MODEL_CARD.md describes the embedded one.
//
// # Performance
//
// BenchmarkTag: see MODEL_CARD.md. Linear in the tokens.
//
// # Concurrency
//
// A Stage may be used by several goroutines, each with its own Doc.
package tag

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/cluster"
	"newsgraph/internal/nlp/perceptron"
)

//go:embed model.bin
var embedded string

// Stage is the tagger.
type Stage struct{ load func() (*Model, error) }

// New returns the tagger with the embedded model, which is opened at the first use.
func New() *Stage {
	return &Stage{sync.OnceValues(func() (*Model, error) { return Open(embedded) })}
}

// Model is the stage's model.
func (s *Stage) Model() (*Model, error) { return s.load() }

func (*Stage) Name() string   { return "tag" }
func (*Stage) Needs() nlp.Set { return nlp.Tokens | nlp.Sentences }
func (*Stage) Sets() nlp.Set  { return nlp.Tags }

// Apply tags every sentence.
func (s *Stage) Apply(d *nlp.Doc) error {
	m, err := s.load()
	if err != nil {
		return fmt.Errorf("open tagger model: %w", err)
	}
	var words []string
	var out []int
	for _, sent := range d.Sentences {
		words = words[:0]
		for i := sent.First; i < sent.Last; i++ {
			words = append(words, d.Word(i))
		}
		out = m.tag(words, out[:0])
		for i, c := range out {
			t := &d.Tokens[sent.First+i]
			t.Tag, t.POS = m.classes[c].Tag, m.classes[c].POS
		}
	}
	return nil
}

// Class is a Penn Treebank tag with a universal part of speech.
type Class struct{ Tag, POS string }

// Model is a trained tagger.
type Model struct {
	classes []Class
	hashes  []uint64
	past    int // the class of a verb in the past tense, -1 if there is none
	present int // and in the present tense, not in the third person
	third   int // and in the present tense and the third person
	weights *perceptron.Model
}

// Open reads a packed model: a line of classes ("NN NOUN", "NNP PROPN" …, tabs between them), then the weights.
func Open(data string) (*Model, error) {
	line, rest, ok := strings.Cut(data, "\n")
	if !ok {
		return nil, fmt.Errorf("%w: no line of classes", perceptron.ErrFormat)
	}
	m := &Model{past: -1, present: -1, third: -1}
	for i, c := range strings.Split(line, "\t") {
		tag, pos, _ := strings.Cut(c, " ")
		switch c {
		case "VBD VERB":
			m.past = i
		case "VBP VERB":
			m.present = i
		case "VBZ VERB":
			m.third = i
		}
		m.classes = append(m.classes, Class{tag, pos})
		m.hashes = append(m.hashes, perceptron.String(tag))
	}
	w, _, err := perceptron.Open(rest)
	if err != nil {
		return nil, err
	}
	if w.Classes() != len(m.classes) {
		return nil, fmt.Errorf("%w: %d names for %d classes", perceptron.ErrFormat, len(m.classes), w.Classes())
	}
	m.weights = w
	return m, nil
}

// Tag appends the class of each word of a sentence to out.
func (m *Model) Tag(words []string, out []Class) []Class {
	for _, c := range m.tag(words, nil) {
		out = append(out, m.classes[c])
	}
	return out
}

func (m *Model) tag(words []string, out []int) []int {
	s := newSentence(words)
	keys := make([]perceptron.Key, 0, 64)
	var p1, p2 uint64
	for i := range words {
		keys = s.features(keys[:0], i, p1, p2)
		var scores [256]int32
		m.weights.Score(keys, &scores)
		best := 0
		for c := range m.classes {
			if scores[c] > scores[best] {
				best = c
			}
		}
		out = append(out, best)
		p1, p2 = m.hashes[best], p1
	}
	m.makeFinite(words, out)
	return out
}

// sentence holds the hashed words of a sentence with two places of padding on each side.
type sentence struct{ words []word }

type word struct {
	perceptron.Word
	fine, middle, coarse uint64
}

const pad = 2

func newSentence(words []string) *sentence {
	s := &sentence{make([]word, len(words)+2*pad)}
	for i := range pad {
		s.words[i].Form = uint64(i + 1)
		s.words[len(s.words)-1-i].Form = uint64(i + 11)
	}
	for i, w := range words {
		c := cluster.Of(w)
		if c.Fine == 0 { // all capitals, or a capital at the start of a sentence
			c = cluster.Of(strings.ToLower(w))
		}
		s.words[i+pad] = word{perceptron.Look(w), uint64(c.Fine), uint64(c.Middle), uint64(c.Coarse)}
	}
	return s
}

// features appends the keys for word i after the tags p1 (of the word before) and p2 (of the one before that).
func (s *sentence) features(keys []perceptron.Key, i int, p1, p2 uint64) []perceptron.Key {
	w := s.words[i : i+2*pad+1]
	b2, b, c, n, n2 := &w[0], &w[1], &w[2], &w[3], &w[4]
	start := uint64(0)
	if i == 0 {
		start = 1
	}
	kind := uint64(c.Case)<<1 | start
	t := uint64(100)
	add := func(values ...uint64) {
		t++
		h := t * 0x9e3779b97f4a7c15
		for _, v := range values {
			h = perceptron.Mix(h, v)
		}
		keys = append(keys, perceptron.Fold(h))
	}
	add(1)
	add(c.Form)
	add(c.Lower)
	add(c.Suffix[0], kind)
	add(c.Suffix[1])
	add(c.Suffix[2])
	add(c.Suffix[2], kind)
	add(c.Suffix[3])
	add(c.Prefix[0])
	add(c.Prefix[1])
	add(c.Prefix[2])
	add(c.Shape, start)
	add(c.fine)
	add(c.fine, kind)
	add(c.middle, p1)
	add(p1)
	add(p1, p2)
	add(p1, c.Lower)
	add(p1, p2, c.Lower)
	add(p1, c.Suffix[2])
	add(p1, kind)
	add(b.Lower)
	add(b.Suffix[2])
	add(b.Lower, c.Lower)
	add(b2.Lower)
	add(b2.Lower, b.Lower)
	add(b.fine)
	add(n.Lower)
	add(n.Suffix[2])
	add(n.Suffix[1], c.Suffix[2])
	add(n.fine)
	add(n.middle, p1)
	add(n.fine, c.fine)
	add(n.middle, c.Lower)
	add(c.Lower, n.Lower)
	add(b.fine, c.fine)
	add(b.fine, n.fine, c.middle)
	add(n2.Lower)
	add(n2.fine)
	add(n.middle, n2.middle)
	add(n.Lower, n2.Lower)
	add(n.Shape, c.Shape)
	add(b.Shape, c.Shape)
	return keys
}
