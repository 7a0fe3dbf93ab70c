// Package ner finds named entities: persons, places, organisations and others.
//
// # Input and output
//
// Needs Tokens, Sentences and Tags; sets Doc.Names, in order and without overlap. A person's name is without titles
// ("President", "Mr."); a demonym ("Peruvian") is a place, as the country is. Learn makes a model from documents
// with known names; MODEL_CARD.md describes the embedded one.
//
// A document is surveyed first: a word's uses in all its places ("Mr. Berg", "in Berg") are evidence in each. Then it is
// read from its start: how a word was labelled before is evidence for how to label it again. Each label depends on the
// two before it; where a word is in doubt, its likeliest labels are followed until the words after it decide.
//
// # Source
//
// BILOU labels, gazetteers, the history of labels and the gathering of contexts follow Ratinov and Roth 2009, Design
// challenges and misconceptions in named entity recognition.
//
// # Performance
//
// Linear in the tokens; BenchmarkApply: see MODEL_CARD.md.
//
// # Concurrency
//
// A Stage may be used by several goroutines, each with its own Doc.
package ner

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/perceptron"
)

//go:embed model.bin
var embedded string

// Stage is the recogniser.
type Stage struct{ load func() (*Model, error) }

// New returns the recogniser with the embedded model, which is opened at the first use.
func New() *Stage {
	return &Stage{sync.OnceValues(func() (*Model, error) { return Open(embedded) })}
}

// Model is the stage's model.
func (s *Stage) Model() (*Model, error) { return s.load() }

func (*Stage) Name() string   { return "ner" }
func (*Stage) Needs() nlp.Set { return nlp.Tokens | nlp.Sentences | nlp.Tags }
func (*Stage) Sets() nlp.Set  { return nlp.Names }

// Apply sets the names of d.
func (s *Stage) Apply(d *nlp.Doc) error {
	m, err := s.load()
	if err != nil {
		return fmt.Errorf("open name model: %w", err)
	}
	d.Names = nil
	sentences := make([]Input, len(d.Sentences))
	for k, sent := range d.Sentences {
		in := &sentences[k]
		for i := sent.First; i < sent.Last; i++ {
			in.Words = append(in.Words, d.Word(i))
			in.Tags = append(in.Tags, d.Tokens[i].Tag)
		}
	}
	for k, found := range m.Document(sentences) {
		first := d.Sentences[k].First
		for _, n := range found {
			if kind := actor(sentences[k].Words, n).name(); kind != nlp.NameUnset {
				d.Names = append(d.Names, nlp.Name{First: first + n.First, Last: first + n.Last, Kind: kind, Score: n.Score})
			}
		}
	}
	return nil
}

// actor is the kind of a name for the document, where a country, its adjective or its capital is a place even if it was
// found as an organisation.
func actor(words []string, n Found) Kind {
	if n.Kind != Org {
		return n.Kind
	}
	forms, k := gazetteer.Load().CountryForms(n.Last-n.First, func(i int) string { return words[n.First+i] })
	if k != n.Last-n.First {
		return n.Kind
	}
	switch forms[0].Form {
	case gazetteer.FormName, gazetteer.FormCapital:
		return Actor
	case gazetteer.FormAdjective, gazetteer.FormPeople:
		return Demonym
	}
	return n.Kind
}

// Kind is what the model tells apart; it is finer than nlp.NameKind.
type Kind uint8

const (
	KindUnset Kind = iota
	Person
	Title   // of a person: "President", "Mr."
	Place   // on a map
	Demonym // adjective or people of a place
	Org
	Misc
	Actor // a country, or its capital for it, that acts: "Lima said"
	kinds
)

func (k Kind) name() nlp.NameKind {
	switch k {
	case Person:
		return nlp.NamePerson
	case Place, Demonym, Actor:
		return nlp.NamePlace
	case Org:
		return nlp.NameOrg
	case Misc:
		return nlp.NameMisc
	}
	return nlp.NameUnset
}

// Input is a tagged sentence.
type Input struct{ Words, Tags []string }

// Found is a name in words [First, Last) of a sentence.
type Found struct {
	First, Last int
	Kind        Kind
	Score       float64
}

// Labels are 0 outside names, else 1 + 4·(kind-1) + the position in the name.
const (
	begin = iota
	inside
	last
	unit
)

const labels = 1 + 4*(int(kinds)-1)

func label(k Kind, position int) int { return 1 + 4*(int(k)-1) + position }

func parts(label int) (Kind, int) {
	if label == 0 {
		return KindUnset, 0
	}
	return Kind((label-1)/4 + 1), (label - 1) % 4
}

// follows reports whether label b may come after label a; end stands for the edge of a sentence.
func follows(a, b int) bool {
	ka, pa := parts(a)
	kb, pb := parts(b)
	open := ka != KindUnset && (pa == begin || pa == inside)
	if open {
		return kb == ka && (pb == inside || pb == last)
	}
	return kb == KindUnset || pb == begin || pb == unit
}

// canEnd reports whether a sentence may end with label a.
func canEnd(a int) bool { return follows(a, 0) }

// successors lists the labels that may follow each label.
var successors = func() (out [labels][]int) {
	for a := range out {
		for b := range labels {
			if follows(a, b) {
				out[a] = append(out[a], b)
			}
		}
	}
	return out
}()

// Model is a trained recogniser.
type Model struct{ weights *perceptron.Model }

// header begins a packed model; it names the order of the labels.
const header = "person title place demonym org misc actor\n"

// Open reads a packed model.
func Open(data string) (*Model, error) {
	rest, ok := strings.CutPrefix(data, header)
	if !ok {
		return nil, fmt.Errorf("%w: no line of kinds", perceptron.ErrFormat)
	}
	w, _, err := perceptron.Open(rest)
	if err != nil {
		return nil, err
	}
	if w.Classes() != labels {
		return nil, fmt.Errorf("%w: %d classes, want %d", perceptron.ErrFormat, w.Classes(), labels)
	}
	return &Model{w}, nil
}

// Document finds the names in each sentence of a document.
func (m *Model) Document(sentences []Input) [][]Found {
	d := newDocument(sentences)
	l := labeller{weights: m.weights}
	out := make([][]Found, len(sentences))
	for i, in := range sentences {
		labels, margin := l.label(in, newSentence(in, d))
		d.add(in.Words, labels)
		out[i] = spans(labels, margin)
	}
	return out
}

// pick is the best label that may follow p, and the next best (the same if there is no other).
func pick(scores []int32, p int, final bool) (best, second int) {
	best, second = -1, -1
	for _, b := range successors[p] {
		switch {
		case final && !canEnd(b):
		case best < 0 || scores[b] > scores[best]:
			best, second = b, best
		case second < 0 || scores[b] > scores[second]:
			second = b
		}
	}
	if second < 0 {
		second = best
	}
	return best, second
}

// spans turns labels into names; a name's score is the smallest margin of its words.
func spans(out []int, margin []float64) []Found {
	var found []Found
	first := 0
	for i, l := range out {
		k, p := parts(l)
		if k == KindUnset {
			continue
		}
		if p == begin || p == unit {
			first = i
		}
		if p == last || p == unit {
			f := Found{first, i + 1, k, margin[first]}
			for j := first; j <= i; j++ {
				f.Score = min(f.Score, margin[j])
			}
			found = append(found, f)
		}
	}
	return found
}
