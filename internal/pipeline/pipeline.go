// Package pipeline assembles the stages: an article in, a graph record out.
//
// # Input and output
//
// An Extractor takes an article and gives the record of what it says. The title, where it is not part of the text,
// is read before it, as a headline. Records runs an Extractor over many articles with several workers.
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
	"fmt"
	"strings"
	"time"

	"newsgraph/graph"
	"newsgraph/internal/extract"
	"newsgraph/internal/link"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/lemma"
	"newsgraph/internal/nlp/ner"
	"newsgraph/internal/nlp/segment"
	"newsgraph/internal/nlp/tag"
	"newsgraph/internal/nlp/tokenize"
)

// Options set up an Extractor. The zero value works.
type Options struct {
	RuleFiles []string // further relation rules, read in order
}

// Extractor turns articles into records.
type Extractor struct {
	stages *nlp.Pipeline
	finder *mention.Finder
	rules  *extract.Extractor
}

// New returns an Extractor. An error is about a rule file.
func New(o Options) (*Extractor, error) {
	stages, err := nlp.NewPipeline(segment.New(), tokenize.New(), tag.New(), lemma.New(), ner.New())
	if err != nil {
		return nil, err
	}
	rules, err := extract.New(extract.Options{Parser: depparse.New(), RuleFiles: o.RuleFiles})
	if err != nil {
		return nil, err
	}
	return &Extractor{stages: stages, finder: mention.New(), rules: rules}, nil
}

// Analysis is a record with what led to it.
type Analysis struct {
	Record graph.Record
	Doc    *nlp.Doc
	Result extract.Result
}

// Extract is the record of what the article says.
func (e *Extractor) Extract(a graph.Article) (graph.Record, error) {
	x, err := e.Analyze(a)
	return x.Record, err
}

// Analyze is Extract with the annotated document and the triggers that gave no relation.
func (e *Extractor) Analyze(a graph.Article) (Analysis, error) {
	d := document(a)
	if err := e.stages.Apply(d); err != nil {
		return Analysis{}, fmt.Errorf("extract from %s: %w", name(a), err)
	}
	resolved := coref.Resolve(d, e.finder.Find(d))
	result := e.rules.Extract(d, resolved)
	return Analysis{Record: link.Record(d, resolved, result, a), Doc: d, Result: result}, nil
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
