package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"newsgraph/internal/eval"
	"newsgraph/internal/render"
)

func (a *app) eval() *cobra.Command {
	var gold, pred string
	cmd := &cobra.Command{
		Use:   "eval --gold FILE --pred FILE",
		Short: "Score extracted graphs against gold graphs",
		Long: `Scores predicted graphs, one JSON record a line as 'newsgraph extract' writes them, against gold graphs of the same
form: precision, recall and F1 per label and edge type with a 95 % interval over articles.`,
		Example: `  newsgraph extract articles.jsonl >pred.jsonl && newsgraph eval --gold gold.jsonl --pred pred.jsonl`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			g, err := a.graphs(gold)
			if err != nil {
				return err
			}
			p, err := a.graphs(pred)
			if err != nil {
				return err
			}
			return a.score(eval.Score(g, p))
		},
	}
	cmd.Flags().StringVar(&gold, "gold", "", "gold graphs, JSON lines")
	cmd.Flags().StringVar(&pred, "pred", "", "predicted graphs, JSON lines; - is standard input")
	cmd.MarkFlagRequired("gold")
	cmd.MarkFlagRequired("pred")
	return cmd
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
