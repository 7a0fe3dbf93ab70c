// Package pipeline assembles the stages: an article in, a graph record out.
//
// # Input and output
//
// An Extractor takes an article and gives the record of what it says. The title, where it is not part of the text,
// is read before it, as a headline. Records runs an Extractor over many articles with several workers.
//
// The rules are for English. An article in another language has a record without facts, and Foreign counts it; a
// language model is asked about it all the same.
//
// # Performance
//
// Only sentences that hold a trigger are parsed; models are opened at their first use. BenchmarkExtract gives
// articles and tokens per second of one core.
//
// # Concurrency
//
// An Extractor may be used by several goroutines. What it returns does not depend on their number or order.
package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"newsgraph/graph"
	"newsgraph/internal/extract"
	"newsgraph/internal/link"
	"newsgraph/internal/llm"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/language"
	"newsgraph/internal/nlp/lemma"
	"newsgraph/internal/nlp/ner"
	"newsgraph/internal/nlp/segment"
	"newsgraph/internal/nlp/tag"
	"newsgraph/internal/nlp/tokenize"
)

// Options set up an Extractor. The zero value works.
type Options struct {
	RuleFiles []string   // further relation rules, read in order
	Reader    Reader     // who finds the relations
	Model     llm.Config // for ReaderModel and ReaderBoth
}

// Reader is who finds the relations in an article. Mentions, entities and keys are the same for all.
type Reader uint8

const (
	ReaderBuiltin Reader = iota // the built-in rules
	ReaderModel                 // a language model
	ReaderBoth                  // the rules, and what the model adds to them
)

var readers = [...]string{"builtin", "llm", "both"}

// String is the reader's name in settings.
func (r Reader) String() string { return readers[r] }

// ParseReader is the inverse of Reader.String; "" is ReaderBuiltin.
func ParseReader(s string) (Reader, error) {
	if s == "" {
		return ReaderBuiltin, nil
	}
	if i := slices.Index(readers[:], s); i >= 0 {
		return Reader(i), nil
	}
	return ReaderBuiltin, fmt.Errorf("parse extractor: %q is not one of %s", s, strings.Join(readers[:], ", "))
}

// Extractor turns articles into records.
type Extractor struct {
	stages *nlp.Pipeline
	finder *mention.Finder
	rules  *extract.Extractor // nil for ReaderModel
	model  *llm.Asker         // nil for ReaderBuiltin

	mu      sync.Mutex
	total   llm.Reply      // of all articles so far, without relations
	foreign map[string]int // articles not read, by language
}

// Foreign is how many articles so far were not read because they are not in English, by language.
func (e *Extractor) Foreign() map[string]int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return maps.Clone(e.foreign)
}

// ModelTotal is what the model was asked in all articles so far, and what of its answers was not believed, by reason.
func (e *Extractor) ModelTotal() (llm.Usage, map[string]int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.total.Usage, maps.Clone(e.total.Dropped)
}

func (e *Extractor) count(r llm.Reply) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.total.Usage.Requests += r.Usage.Requests
	e.total.Usage.Prompt += r.Usage.Prompt
	e.total.Usage.Answer += r.Usage.Answer
	for reason, n := range r.Dropped {
		e.total.Dropped[reason] += n
	}
}

// New returns an Extractor. An error is about a rule file or the model's settings.
func New(o Options) (*Extractor, error) {
	stages, err := nlp.NewPipeline(segment.New(), tokenize.New(), tag.New(), lemma.New(), ner.New())
	if err != nil {
		return nil, err
	}
	e := &Extractor{stages: stages, finder: mention.New(), total: llm.Reply{Dropped: map[string]int{}}, foreign: map[string]int{}}
	rules, err := extract.New(extract.Options{Parser: depparse.New(), RuleFiles: o.RuleFiles, CheckType: link.CheckType})
	if err != nil {
		return nil, err
	}
	if o.Reader != ReaderModel {
		e.rules = rules
	}
	if o.Reader != ReaderBuiltin {
		o.Model.Types = rules.Types()
		if e.model, err = llm.New(o.Model); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// Analysis is a record with what led to it.
type Analysis struct {
	Record graph.Record
	Doc    *nlp.Doc
	Result extract.Result
	Model  llm.Reply // what the model was asked and what of its answer was not believed
	Unread string    // the language that kept the article from being read, "" if it was
}

// Extract is the record of what the article says.
func (e *Extractor) Extract(ctx context.Context, a graph.Article) (graph.Record, error) {
	x, err := e.Analyze(ctx, a)
	return x.Record, err
}

// Analyze is Extract with the annotated document and the triggers that gave no relation.
func (e *Extractor) Analyze(ctx context.Context, a graph.Article) (Analysis, error) {
	x := Analysis{Doc: document(a)}
	in := language.Of(x.Doc.Text)
	foreign := in != language.English && in != language.Unknown
	if foreign && a.Language == "" {
		a.Language = in
	}
	if foreign && e.model == nil {
		x.Unread = in
		x.Record = link.Record(x.Doc, coref.Resolution{}, extract.Result{}, a)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.foreign[in]++
		return x, nil
	}
	if err := e.stages.Apply(x.Doc); err != nil {
		return x, fmt.Errorf("extract from %s: %w", name(a), err)
	}
	resolved := coref.Resolve(x.Doc, e.finder.Find(x.Doc))
	if e.rules != nil && !foreign {
		x.Result = e.rules.Extract(x.Doc, resolved)
	}
	if e.model != nil {
		var err error
		x.Model, err = e.model.Relate(ctx, x.Doc, resolved)
		e.count(x.Model)
		if err != nil {
			return x, fmt.Errorf("extract from %s: %w", name(a), err)
		}
		x.Result.Relations = add(x.Result.Relations, x.Model.Relations)
	}
	x.Record = link.Record(x.Doc, resolved, x.Result, a)
	return x, nil
}

// add appends the relations of more that no relation of have states already: what the rules say of two entities is
// not said again by the model, whatever status it gives.
func add(have, more []extract.Relation) []extract.Relation {
	type pair struct {
		kind, text string
		a, b       int
	}
	of := func(r extract.Relation) pair {
		p := pair{r.Type, r.Target.Text, r.Source.Entity, r.Target.Entity}
		if p.b >= 0 {
			p.text = ""
		}
		if r.Symmetric && p.b < p.a {
			p.a, p.b = p.b, p.a
		}
		return p
	}
	seen := map[pair]bool{}
	for _, r := range have {
		seen[of(r)] = true
	}
	for _, r := range more {
		if !seen[of(r)] {
			have = append(have, r)
		}
	}
	return have
}

// document is the article's text, with its title before it where the text does not have that near its beginning.
func document(a graph.Article) *nlp.Doc {
	text := a.Text
	if t := strings.TrimSpace(a.Title); t != "" && !strings.HasPrefix(strings.TrimSpace(a.Text), t) && !hasLine(a.Text, t) {
		text = t + "\n\n" + a.Text
	}
	d := nlp.New(text)
	d.Title = a.Title
	if p := a.Published; p.Day != 0 {
		d.Published = time.Date(p.Year, time.Month(p.Month), p.Day, 0, 0, 0, 0, time.UTC)
	}
	return d
}

// hasLine reports whether one of the first lines of text, past a date or a by-line, is title.
func hasLine(text, title string) bool {
	seen := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == title {
			return true
		}
		if line != "" {
			seen++
		}
		if seen == 3 {
			break
		}
	}
	return false
}

// name is what an error calls the article.
func name(a graph.Article) string {
	switch {
	case a.ID != "":
		return a.ID
	case a.URL != "":
		return a.URL
	}
	return a.Source
}
