package cli

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"newsgraph/graph"
	"newsgraph/internal/extract"
	"newsgraph/internal/pipeline"
	"newsgraph/internal/render"
)

// explain prints, for every word in the articles that may state a relation, the relations that it gave, or why it
// gave none.
func (a *app) explain(ctx context.Context, articles iter.Seq2[graph.Article, error]) error {
	f, err := a.format(render.Table)
	if err != nil {
		return err
	}
	ex, err := a.extractor()
	if err != nil {
		return err
	}
	var c counts
	w := render.New(a.out, f, []string{"article", "start", "trigger", "rule", "outcome", "sentence"}, width(a.out))
	for art, err := range articles {
		var x pipeline.Analysis
		if err == nil {
			x, err = ex.Analyze(ctx, art)
		}
		if err != nil {
			a.failed(&c, err)
			continue
		}
		c.total++
		for _, row := range explanation(art.ID, x) {
			if err := w.Row(row); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.result()
}

func explanation(id string, x pipeline.Analysis) [][]any {
	var rows [][]any
	if x.Unread != "" {
		return [][]any{{id, 0, "", "", "none: not in English (" + x.Unread + ")", ""}}
	}
	for _, r := range x.Result.Relations {
		outcome := fmt.Sprintf("%s: %s → %s, %s", r.Type, argument(x, r.Source), argument(x, r.Target), r.Status)
		if r.Cue != "" {
			outcome += " (" + r.Cue + ")"
		}
		rows = append(rows, []any{id, r.Quote.Start, x.Doc.Slice(r.Trigger), r.Rule, outcome, oneLine(x.Doc.Slice(r.Quote))})
	}
	for _, n := range x.Result.Abstentions {
		s := x.Doc.Sentences[n.Sentence]
		span := x.Doc.TokenSpan(s.First, s.Last)
		rows = append(rows, []any{id, span.Start, x.Doc.Slice(n.Trigger), n.Rule, "none: " + n.Reason, oneLine(x.Doc.Slice(span))})
	}
	slices.SortStableFunc(rows, func(x, y []any) int { return x[1].(int) - y[1].(int) })
	return rows
}

// argument is one end of a relation in the words of the sentence, or of its own for a new event or agreement.
func argument(x pipeline.Analysis, a extract.Arg) string {
	if a.Text != "" {
		return a.Text
	}
	return oneLine(x.Doc.Slice(a.Span))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
