// Package nlp holds Doc, the text of one article with its annotations, and Pipeline, the ordered stages that
// annotate it.
//
// # Input and output
//
// A Doc is made from text with New and owned by one goroutine. Each stage reads annotations that earlier stages
// set and sets its own; a Pipeline refuses an order in which a stage needs what nobody set.
//
// # Invariants
//
// Text is never changed. Every Span is half-open, in bytes of Text, and lies on rune boundaries; tokens are in
// order, do not overlap and never cross a sentence; sentences are in order and never cross a block.
package nlp

import (
	"fmt"
	"time"
)

// Span is a half-open range of bytes in a Doc's text.
type Span struct{ Start, End int }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// BlockKind says what a block of an article is. Only some kinds state facts: see States.
type BlockKind uint8

const (
	BlockUnset     BlockKind = iota
	BlockBody                // running text
	BlockHeadline            // the article's own title or a subheading of it
	BlockDateline            // "NEW DELHI, Sept 6 (Agency) -", "date 2018-09-06"
	BlockTweet               // an embedded post; its text states facts, its signature does not
	BlockSign                // a post's signature: "— Name (@handle) September 6, 2018"
	BlockCredit              // photo credit, copyright
	BlockRelated             // "READ MORE: …", links to other articles
	BlockFurniture           // share, navigation, "###", adverts, tables of numbers, code
)

var blockNames = [...]string{"unset", "body", "headline", "dateline", "tweet", "signature", "credit", "related", "furniture"}

func (k BlockKind) String() string { return blockNames[k] }

// States reports whether a block of this kind can state a fact.
func (k BlockKind) States() bool { return k == BlockBody || k == BlockHeadline || k == BlockTweet }

// Block is a part of the article that is of one kind: a paragraph, or a part of one.
type Block struct {
	Span
	Kind BlockKind
}

// Token is a word or punctuation mark. Fields beyond Span are set by later stages and empty before.
type Token struct {
	Span
	Tag   string // Penn Treebank tag, by the tagger
	POS   string // universal part of speech, by the tagger
	Lemma string // dictionary form in lower case, by the lemmatizer
	Head  int    // index in Doc.Tokens of the syntactic head; -1 for a sentence's root and before parsing
	Dep   string // Universal Dependencies relation to Head, subtype included ("nsubj:pass"); "" before parsing
}

// Sentence is a half-open range of tokens, all of one block.
type Sentence struct {
	First, Last int // tokens [First, Last)
	Block       int // index in Doc.Blocks
}

// NameKind is a class of named entity.
type NameKind uint8

const (
	NameUnset NameKind = iota
	NamePerson
	NamePlace // countries, cities, regions: anything on a map
	NameOrg
	NameMisc
)

var nameKinds = [...]string{"", "PERSON", "PLACE", "ORG", "MISC"}

func (k NameKind) String() string { return nameKinds[k] }

// Name is a named entity found by the recogniser: tokens [First, Last), of one sentence.
type Name struct {
	First, Last int
	Kind        NameKind
	Score       float64 // margin of the recogniser, ≥ 0; comparable within one model only
}

// Set is a bit set of annotation layers.
type Set uint16

const (
	Blocks Set = 1 << iota
	Tokens
	Sentences
	Tags
	Lemmas
	Names
	Heads
)

// Doc is the text of one article with its annotations.
type Doc struct {
	Text      string
	Title     string    // the article's title when it is not part of Text; "" if none
	Published time.Time // day of publication in UTC; zero if unknown
	Blocks    []Block
	Tokens    []Token
	Sentences []Sentence
	Names     []Name
	set       Set
}

// New returns a Doc over text without annotations.
func New(text string) *Doc { return &Doc{Text: text} }

// Has reports whether all layers of s are set.
func (d *Doc) Has(s Set) bool { return d.set&s == s }

// Mark records that a stage has set the layers of s.
func (d *Doc) Mark(s Set) { d.set |= s }

// Word is the text of token i.
func (d *Doc) Word(i int) string { t := d.Tokens[i]; return d.Text[t.Start:t.End] }

// Slice is the text of a span.
func (d *Doc) Slice(s Span) string { return d.Text[s.Start:s.End] }

// TokenSpan is the byte span of tokens [first, last), last > first.
func (d *Doc) TokenSpan(first, last int) Span {
	return Span{d.Tokens[first].Start, d.Tokens[last-1].End}
}

// Stage annotates a Doc.
type Stage interface {
	Name() string
	Needs() Set // layers that must be set before
	Sets() Set  // layers set afterwards
	Apply(*Doc) error
}

// Pipeline is a checked order of stages.
type Pipeline struct{ stages []Stage }

// NewPipeline returns the stages as a pipeline, or an error naming the first stage whose needs are not set by
// those before it.
func NewPipeline(stages ...Stage) (*Pipeline, error) {
	var have Set
	for _, s := range stages {
		if missing := s.Needs() &^ have; missing != 0 {
			return nil, fmt.Errorf("stage %s: needs layers %#x that no earlier stage sets", s.Name(), missing)
		}
		have |= s.Sets()
	}
	return &Pipeline{stages}, nil
}

// Apply runs the stages in order over d.
func (p *Pipeline) Apply(d *Doc) error {
	for _, s := range p.stages {
		if err := s.Apply(d); err != nil {
			return fmt.Errorf("stage %s: %w", s.Name(), err)
		}
		d.Mark(s.Sets())
	}
	return nil
}
