package cli

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"newsgraph/graph"
	"newsgraph/internal/render"
)

func (a *app) extract() *cobra.Command {
	var r reading
	var explain bool
	cmd := &cobra.Command{
		Use:   "extract ARTICLE...",
		Short: "Print what articles say, without a database",
		Long: `Prints what each article says: with -o jsonl (the default) one JSON record a line, with -o json an array of them,
with -o text the graph that all articles add up to, with -o facts only who signed, met and announced what; the other
forms are those of 'newsgraph export'. A record has the nodes and edges of the article; an edge has its
status (occurred, planned, denied), its date where the text gives one, and the sentence that states it with its byte
range in the article's text.

` + readingHelp,
		Example: `  newsgraph extract article.html
  newsgraph extract -o facts news/ 'archive/**/*.txt'
  newsgraph extract --map text=body,date=published feed.csv >graph.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if explain {
				articles, err := a.articles(cmd.Context(), args, r)
				if err != nil {
					return err
				}
				return a.explain(cmd.Context(), articles)
			}
			form, err := a.choose(graphForms...)
			if err != nil {
				return err
			}
			articles, err := a.articles(cmd.Context(), args, r)
			if err != nil {
				return err
			}
			var c counts
			records, err := a.records(cmd.Context(), articles, &c)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(a.out)
			if form != "jsonl" && form != "json" {
				var all []graph.Record
				for rec := range records {
					rec.Article.Text = ""
					all = append(all, rec)
				}
				out.Write(wholeGraph(graph.Sum(all), form))
			} else if err := writeRecords(out, form == "json", records); err != nil {
				return err
			}
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write records: %w", err)
			}
			if n := c.unread(); n > 0 {
				a.remark("%s without facts, not in English (%s)", render.Count(n, "article"), c.languages())
			}
			return c.result()
		},
	}
	r.flags(cmd)
	cmd.Flags().BoolVar(&explain, "explain", false, "print what each trigger word gave and why, as rows, instead of records")
	return cmd
}

// writeRecords writes each record on a line of its own, as it comes, or all as an array.
func writeRecords(out *bufio.Writer, array bool, records func(func(graph.Record) bool)) error {
	n := 0
	for rec := range records {
		b, err := json.Marshal(rec)
		if err != nil {
			return fmt.Errorf("write record %s: %w", rec.Article.ID, err)
		}
		if array {
			out.WriteString([]string{"[\n", ",\n"}[min(n, 1)])
		}
		out.Write(b)
		if n++; !array {
			out.WriteByte('\n')
		}
		if out.Buffered() > out.Size()/2 { // a write error shows here and not only at the end
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write records: %w", err)
			}
		}
	}
	if array {
		out.WriteString([]string{"[]\n", "\n]\n"}[min(n, 1)])
	}
	return nil
}
