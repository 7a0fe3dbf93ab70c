package cli

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"newsgraph/internal/eval"
	"newsgraph/internal/render"
)

func (a *app) eval() *cobra.Command {
	var gold, pred string
	var r reading
	cmd := &cobra.Command{
		Use:   "eval --gold FILE {--pred FILE | ARTICLE...}",
		Short: "Score extracted graphs against gold graphs",
		Long: `Scores predicted graphs, one JSON record a line as 'newsgraph extract' writes them, against gold graphs of the same
form: precision, recall and F1 per label and edge type with a 95 % interval over articles. Given articles in place of
predictions, it extracts from them first.`,
		Example: `  newsgraph eval --gold gold.jsonl articles.jsonl
  newsgraph extract articles.jsonl >pred.jsonl && newsgraph eval --gold gold.jsonl --pred pred.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if (pred == "") == (len(args) == 0) {
				return usagef("give predictions with --pred, or articles")
			}
			if _, err := a.format(render.FormatUnset); err != nil {
				return err
			}
			g, err := a.graphs(gold)
			if err != nil {
				return err
			}
			if pred != "" {
				p, err := a.graphs(pred)
				if err != nil {
					return err
				}
				return a.score(eval.Score(g, p))
			}
			return a.evalArticles(cmd.Context(), g, args, r)
		},
	}
	r.flags(cmd)
	cmd.Flags().StringVar(&gold, "gold", "", "gold graphs, JSON lines")
	cmd.Flags().StringVar(&pred, "pred", "", "predicted graphs, JSON lines; - is standard input")
	cmd.MarkFlagRequired("gold")
	return cmd
}

// evalArticles scores what the extractor finds in articles.
func (a *app) evalArticles(ctx context.Context, gold []eval.Graph, sources []string, r reading) error {
	articles, err := a.articles(ctx, sources, r)
	if err != nil {
		return err
	}
	var c counts
	records, err := a.records(ctx, articles, &c)
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	w := bufio.NewWriter(&lines)
	if err := writeRecords(w, false, records); err != nil {
		return err
	}
	w.Flush() // into memory
	if ctx.Err() != nil {
		return ctx.Err()
	}
	pred, err := eval.Read(&lines)
	if err != nil {
		return err
	}
	if err := a.score(eval.Score(gold, pred)); err != nil {
		return err
	}
	return c.result()
}

func (a *app) graphs(file string) ([]eval.Graph, error) {
	var in io.Reader = a.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, usageError{err}
		}
		defer f.Close()
		in = f
	}
	graphs, err := eval.Read(in)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return graphs, nil
}

// score prints the report: as the reference scorer does by default and in JSON, else as rows.
func (a *app) score(r eval.Result) error {
	f, err := a.format(render.FormatUnset)
	if err != nil {
		return err
	}
	switch f {
	case render.FormatUnset:
		_, err = io.WriteString(a.out, r.String())
		return err
	case render.JSON, render.JSONLines:
		_, err = fmt.Fprintf(a.out, "%s\n", r.JSON())
		return err
	}
	var rows [][]any
	for _, l := range r.Lines() {
		rows = append(rows, []any{l.Name, l.P, l.R, l.F1, l.Low, l.Up, l.Count.TP, l.Count.FP, l.Count.FN})
	}
	return a.rows([]string{"measure", "precision", "recall", "f1", "low", "high", "tp", "fp", "fn"}, rows)
}
