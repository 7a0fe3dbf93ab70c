// Package extract finds relations in an annotated document: who signed, met and announced what, and relations of
// types that rule files add, with status, date and evidence.
//
// # Input and output
//
// An Extractor reads a Doc with tokens, sentences, tags and lemmas, and the mentions and entities that coref
// found in it. Dependency trees are used where a sentence has them; without them chunks of tokens take their
// place. It returns relations between entities, and for every sentence that holds a trigger and yields no
// relation the reason why not.
//
// # Invariants
//
// Both ends of a relation are entities that the text names, or a noun phrase made from its words. Its Quote is a
// sentence of the text, whole. For every trigger there is a relation or an abstention. The same input gives the
// same output. Time grows linearly with the text.
package extract

import (
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/when"
)

// Status says whether the text presents a relation as a fact.
type Status uint8

const (
	StatusUnset Status = iota
	Occurred
	Planned
	Denied
)

var statuses = [...]string{"", "occurred", "planned", "denied"}

// String is the status's spelling in the graph.
func (s Status) String() string { return statuses[s] }

// Arg is one end of a relation.
type Arg struct {
	Entity int          // index in coref.Resolution.Entities; -1 for a new event or agreement
	Span   nlp.Span     // the words that name it in the sentence
	Text   string       // a new target's name: a noun phrase made from the text
	Kind   mention.Kind // Person, Country, Organization, Agreement or Event
}

// Relation is what the text says.
type Relation struct {
	Type           string // Signed, MetWith, Announced or a type of the user's own
	Symmetric      bool   // the type's ends have no order
	Source, Target Arg
	Status         Status
	Cue            string // the word that decided the status, "" where none did
	Date           when.Date
	Sentence       int      // index in Doc.Sentences
	Quote          nlp.Span // the sentence in the text
	Trigger        nlp.Span // the words that say it: "met with"
	Rule           string
	Confidence     float64 // [0, 1]
}

// Abstention is a trigger that gave no relation, and why.
type Abstention struct {
	Sentence int
	Trigger  nlp.Span
	Rule     string
	Reason   string
}

// Result is what a document says. Relations and abstentions are in the order of their triggers.
type Result struct {
	Relations   []Relation
	Abstentions []Abstention
	Triggers    int // triggers seen: each has relations or one abstention

	unsigned []Relation // signings by nobody whom their sentence names, without a source
}

// Parser finds the syntax of one sentence of a document with tags: Head and Dep of its tokens.
type Parser interface {
	Parse(d *nlp.Doc, sentence int) error
}

// Options set up an Extractor. The zero value is the built-in rules over the trees that documents come with.
type Options struct {
	Parser    Parser   // parses sentences with a trigger, names and lists as one word each; nil if documents come parsed
	RuleFiles []string // files with further rules and types, read in order

	// CheckType says why the graph can have no relations of a type that a rule file adds; nil allows every type.
	CheckType func(Type) error
}
