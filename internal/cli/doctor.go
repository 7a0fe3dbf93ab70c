package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/internal/config"
	"newsgraph/internal/embedded"
	"newsgraph/internal/render"
	"newsgraph/internal/store"
)

func (a *app) doctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, store and versions, and say what to do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			checks := []check{{"version", "ok", version + " " + revision(), ""}, a.checkSettings()}
			opened := check{name: "store", state: "ok"}
			err := a.with(cmd.Context(), reads, func(db *session) error {
				opened.detail = fmt.Sprintf("%s at %s", db.Server(), db.Address())
				if db.graph != nil {
					opened.detail = "embedded graph in " + db.graph.Dir()
				}
				checks = append(checks, opened)
				if db.graph != nil {
					checks = append(checks, checkFile(cmd.Context(), db.graph))
				}
				checks = append(checks, checkContent(cmd.Context(), db)...)
				return nil
			})
			if err != nil {
				opened.state, opened.detail, opened.fix = "fail", err.Error(), a.hint(err, NoDatabase)
				checks = append(checks, opened)
			}
			var rows [][]any
			for _, c := range checks {
				if c.state == "fail" && err == nil {
					err = fmt.Errorf("check %s: %s", c.name, c.detail)
				}
				rows = append(rows, []any{c.name, c.state, c.detail, c.fix})
			}
			if printErr := a.rows([]string{"check", "state", "detail", "what to do"}, rows); printErr != nil {
				return printErr
			}
			return err
		},
	}
}

type check struct{ name, state, detail, fix string }

func (a *app) checkSettings() check {
	c := check{name: "settings", state: "ok"}
	set := 0
	for _, v := range a.values {
		if v.Origin != "default" {
			set++
		}
	}
	c.detail = fmt.Sprintf("%d of %d are not defaults", set, len(a.values))
	if unknown := config.Unknown(os.Environ()); len(unknown) > 0 {
		c.state, c.detail = "warn", "the environment sets "+strings.Join(unknown, ", ")
		c.fix = "no such setting: 'newsgraph config' lists them"
	}
	return c
}

// checkFile has the graph's file read again.
func checkFile(ctx context.Context, g *embedded.Graph) check {
	if err := g.Verify(ctx); err != nil {
		return check{"file", "fail", err.Error(), "make a backup of the directory; then 'newsgraph restore' an older one, or 'newsgraph ingest' into a new directory"}
	}
	return check{"file", "ok", "every record is as in memory", ""}
}

// checkContent looks for the schema and for articles.
func checkContent(ctx context.Context, db *session) []check {
	schema, content := check{name: "schema", state: "ok"}, check{name: "content", state: "ok"}
	have := map[any]bool{}
	for _, kind := range []string{"CONSTRAINTS", "INDEXES"} {
		_, err := db.Stream(ctx, cypher.ReadAccess, "SHOW "+kind+" YIELD name RETURN name", nil, func(_ []string, row []any) error {
			have[row[0]] = true
			return nil
		})
		if err != nil {
			schema.state, schema.detail = "fail", err.Error()
			return []check{schema}
		}
	}
	missing, all := 0, store.Schema()
	for _, s := range all {
		if words := strings.Fields(s); len(words) < 3 || !have[words[2]] {
			missing++
		}
	}
	if schema.detail = fmt.Sprintf("%d constraints and indexes", len(all)); missing > 0 {
		schema.state, schema.detail = "warn", fmt.Sprintf("%d of %d constraints and indexes are missing", missing, len(all))
		schema.fix = "run 'newsgraph schema --apply', or 'newsgraph ingest', which does so too"
	}
	r, err := db.Read(ctx, "MATCH (a:Article) RETURN count(a)", nil)
	if err != nil {
		content.state, content.detail = "fail", err.Error()
		return []check{schema, content}
	}
	n, _ := r.Rows[0][0].(int64)
	if content.detail = render.Count(int(n), "article"); n == 0 {
		content.state, content.fix = "warn", "run 'newsgraph ingest' on some articles"
	}
	return []check{schema, content}
}
