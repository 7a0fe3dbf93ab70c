package cli

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/internal/eval"
	"newsgraph/internal/render"
)

func (a *app) eval() *cobra.Command {
	var o scoring
	var r reading
	cmd := &cobra.Command{
		Use:   "eval --gold FILE {--pred FILE | ARTICLE...}",
		Short: "Score extracted graphs against gold graphs",
		Long: `Scores predicted graphs, one JSON record a line as 'newsgraph extract' writes them, against gold graphs of the same
form: precision, recall and F1 per label and edge type with a 95 % interval over articles. Given articles in place of
predictions, it extracts from them first.

As text, the scores follow for each source of articles and for each phenomenon of the edges: those that the gold marks
("phenomena": [...] on an edge or a graph), and whether the sentence names the actors, states a list, quotes. The other
formats have them with --by.

With --accepted FILE the scores are held against those in a file, and a fall of any F1 is an error. --accept writes the
file.`,
		Example: `  newsgraph eval --gold gold.jsonl articles.jsonl
  newsgraph eval --gold gold.jsonl --accepted scores.json articles.jsonl
  newsgraph extract articles.jsonl >pred.jsonl && newsgraph eval --gold gold.jsonl --pred pred.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if (o.pred == "") == (len(args) == 0) {
				return usagef("give predictions with --pred, or articles")
			}
			if err := o.check(a.format); err != nil {
				return err
			}
			g, err := a.graphs(o.gold)
			if err != nil {
				return err
			}
			if o.pred != "" {
				p, err := a.graphs(o.pred)
				if err != nil {
					return err
				}
				return a.score(eval.Score(g, p), o)
			}
			return a.evalArticles(cmd.Context(), g, args, r, o)
		},
	}
	r.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.gold, "gold", "", "gold graphs, JSON lines")
	f.StringVar(&o.pred, "pred", "", "predicted graphs, JSON lines; - is standard input")
	f.StringSliceVar(&o.by, "by", nil, "break the scores down by source, phenomenon or both")
	f.StringVar(&o.accepted, "accepted", "", "file of accepted scores to compare with")
	f.BoolVar(&o.accept, "accept", false, "write the scores to the file of --accepted")
	cmd.MarkFlagRequired("gold")
	return cmd
}

// scoring holds the flags that say what is scored and how.
type scoring struct {
	gold, pred, accepted string
	by                   []string
	accept               bool
}

func (o scoring) check(format func(render.Format) (render.Format, error)) error {
	if _, err := format(render.FormatUnset); err != nil {
		return err
	}
	for _, by := range o.by {
		if by != "source" && by != "phenomenon" {
			return usagef("--by is %q, want source or phenomenon", by)
		}
	}
	if o.accept && o.accepted == "" {
		return usagef("--accept needs the file that --accepted names")
	}
	return nil
}

// groups are the parts for which scores are wanted.
func (o scoring) groups(r eval.Result) []eval.Group {
	var out []eval.Group
	if slices.Contains(o.by, "source") {
		out = append(out, r.Sources()...)
	}
	if slices.Contains(o.by, "phenomenon") {
		out = append(out, r.Phenomena()...)
	}
	return out
}

// hold compares the scores with those that were accepted, or writes them down as such.
func (a *app) hold(r eval.Result, o scoring) error {
	if o.accepted == "" {
		return nil
	}
	fallen, changed, err := r.Accepted().Hold(o.accepted, o.accept)
	if err != nil {
		return err
	}
	for _, line := range changed {
		a.remark("changed: %s", line)
	}
	if len(changed) > 0 && len(fallen) == 0 {
		a.remark("--accept keeps the scores as they are now")
	}
	if len(fallen) > 0 {
		return fmt.Errorf("compare with accepted scores in %s: %s", o.accepted, strings.Join(fallen, "; "))
	}
	return nil
}

// evalArticles scores what the extractor finds in articles.
func (a *app) evalArticles(ctx context.Context, gold []eval.Graph, sources []string, r reading, o scoring) error {
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
	if err := a.score(eval.Score(gold, pred), o); err != nil {
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

// score prints the report, as the reference scorer does by default and in JSON, else as rows, and holds it against what
// was accepted.
func (a *app) score(r eval.Result, o scoring) error {
	if err := a.printScores(r, o); err != nil {
		return err
	}
	return a.hold(r, o)
}

func (a *app) printScores(r eval.Result, o scoring) error {
	f, err := a.format(render.FormatUnset)
	if err != nil {
		return err
	}
	if f == render.FormatUnset {
		if o.by == nil {
			o.by = []string{"source", "phenomenon"}
		}
		if _, err := io.WriteString(a.out, r.String()); err != nil {
			return err
		}
		return eval.WriteGroups(a.out, o.groups(r))
	}
	if f == render.JSON || f == render.JSONLines {
		_, err := fmt.Fprintf(a.out, "%s\n", r.JSON(o.groups(r)...))
		return err
	}
	var rows [][]any
	add := func(part string, lines []eval.Line) {
		for _, l := range lines {
			rows = append(rows, []any{l.Name + part, l.P, l.R, l.F1, l.Low, l.Up, l.Count.TP, l.Count.FP, l.Count.FN})
		}
	}
	add("", r.Lines())
	for _, g := range o.groups(r) {
		add(", "+g.By+" "+g.Name, g.Lines)
	}
	return a.rows([]string{"measure", "precision", "recall", "f1", "low", "high", "tp", "fp", "fn"}, rows)
}
