package cli

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/graph"
	"newsgraph/internal/article"
	"newsgraph/internal/llm"
	"newsgraph/internal/pipeline"
	"newsgraph/internal/render"
)

// reading holds the flags that say how articles are read.
type reading struct {
	format, mapping, encoding string
	megabytes                 int
}

const readingHelp = `Articles are files, directories (searched for .txt, .md, .html, .json, .jsonl, .csv and .tsv, also with .gz), globs in
which ** stands for any folders, or - for standard input. In JSON and CSV the usual names of fields are known; others
are named with --map text=body,date=published. An article that cannot be read is one line on standard error; the
others are worked on, and the exit code is 3.`

func (r *reading) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.format, "format", "", "text, markdown, html, json, jsonl or csv (default: by name and content)")
	f.StringVar(&r.mapping, "map", "", "names of fields: id, title, text, date, url, source, language; as text=body,date=published")
	f.StringVar(&r.encoding, "encoding", "", "character encoding, as windows-1251 (default: found)")
	f.IntVar(&r.megabytes, "max-size", article.DefaultMaxBytes>>20, "largest article, in MiB")
	f.String("extractor", "", "who finds the facts: builtin, llm or both (default builtin)")
	f.StringSlice("rules", nil, "files with further relation rules and types")
	f.Int("workers", 0, "articles worked on at once (default: one a processor)")
}

// articles opens the sources; the flags are checked at once, the sources as they are read.
func (a *app) articles(ctx context.Context, sources []string, r reading) (iter.Seq2[graph.Article, error], error) {
	if len(sources) == 0 {
		return nil, usagef("no articles: name files, directories or globs, or - for standard input")
	}
	o := article.Options{Encoding: r.encoding, MaxBytes: r.megabytes << 20, Stdin: a.in}
	var err error
	if o.Format, err = article.ParseFormat(r.format); err != nil {
		return nil, usageError{err}
	}
	if o.Map, err = article.ParseMapping(r.mapping); err != nil {
		return nil, usageError{err}
	}
	if r.megabytes < 1 {
		return nil, usagef("--max-size is %d, want 1 or more", r.megabytes)
	}
	return article.Read(ctx, sources, o), nil
}

// counts says how a run over articles went.
type counts struct {
	total, failed int
	foreign       map[string]int // not read because of their language
}

// unread is how many articles were not read because of their language.
func (c counts) unread() int {
	n := 0
	for _, k := range c.foreign {
		n += k
	}
	return n
}

// languages lists the languages of the articles that were not read: "es 2, ru 1".
func (c counts) languages() string {
	var out []string
	for _, code := range slices.Sorted(maps.Keys(c.foreign)) {
		out = append(out, fmt.Sprintf("%s %d", code, c.foreign[code]))
	}
	return strings.Join(out, ", ")
}

// failed tells of an article that could not be worked on, and counts it.
func (a *app) failed(c *counts, err error) {
	c.total++
	c.failed++
	fmt.Fprintf(a.err, "newsgraph: %s\n", render.Printable(err.Error()))
}

// result is the error of a run that came to its end.
func (c counts) result() error {
	if c.failed > 0 {
		return &partialError{c.failed, c.total}
	}
	return nil
}

// extractor is what finds the facts, as the settings say. Its errors are about the settings.
func (a *app) extractor() (*pipeline.Extractor, error) {
	o := pipeline.Options{RuleFiles: a.set.Rules, Model: llm.Config{BaseURL: a.set.ModelURL, Model: a.set.Model, Key: a.set.ModelKey.Reveal()}}
	var err error
	if o.Reader, err = pipeline.ParseReader(a.set.Extractor); err != nil {
		return nil, usageError{err}
	}
	ex, err := pipeline.New(o)
	if err != nil {
		return nil, usageError{err}
	}
	return ex, nil
}

// records yields what the articles say, in their order, prints what fails and counts both. What ends the run early
// is the context's error.
func (a *app) records(ctx context.Context, articles iter.Seq2[graph.Article, error], c *counts) (iter.Seq[graph.Record], error) {
	ex, err := a.extractor()
	if err != nil {
		return nil, err
	}
	workers := a.set.Workers
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	return func(yield func(graph.Record) bool) {
		p := a.progress("articles")
		defer p.end()
		for o := range pipeline.Records(ctx, articles, workers, ex.Extract) {
			if o.Err != nil {
				p.clear()
				a.failed(c, o.Err)
			} else if c.total++; !yield(o.Record) {
				return
			}
			p.step(c.total, c.failed)
		}
		c.foreign = ex.Foreign()
		if asked, dropped := ex.ModelTotal(); asked.Requests > 0 {
			p.clear()
			a.remark("model: %d requests, %d tokens asked, %d answered", asked.Requests, asked.Prompt, asked.Answer)
			for _, reason := range slices.Sorted(maps.Keys(dropped)) {
				a.remark("model: %d statements not believed: %s", dropped[reason], reason)
			}
		}
	}, nil
}
