package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/report"
)

func (a *app) report() *cobra.Command {
	cmd := &cobra.Command{Use: "report", Short: "Write a relationship report"}
	cmd.AddCommand(&cobra.Command{
		Use:   "pair A B",
		Short: "Report what links two people, countries or organisations",
		Long: `Writes what the graph knows of two people, countries or organisations: the agreements that both signed, their
meetings, announcements, what was planned or denied, a timeline, and the sentences that say so. With -o json the same
as data.`,
		Example: `  newsgraph report pair India US >india-us.md`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			form, err := a.choose("markdown", "md", "json")
			if err != nil {
				return err
			}
			return a.with(cmd.Context(), reads, func(db *session) error {
				return a.reportPair(cmd.Context(), db, args[0], args[1], form == "json")
			})
		},
	})
	return cmd
}

func (a *app) reportPair(ctx context.Context, db *session, first, second string, asJSON bool) error {
	ctx, cancel := a.limited(ctx)
	defer cancel()
	x, err := a.actor(ctx, db, first)
	if err != nil {
		return err
	}
	y, err := a.actor(ctx, db, second)
	if err != nil {
		return err
	}
	if x == y {
		return usagef("%s and %s are both %s", first, second, x)
	}
	p, err := report.ReadPair(ctx, db.DB, x, y)
	if err != nil {
		return err
	}
	if asJSON {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(p)
	}
	_, err = io.WriteString(a.out, p.Markdown())
	return err
}

// actor finds the country, person or organisation that a name stands for.
func (a *app) actor(ctx context.Context, db *session, name string) (graph.Ref, error) {
	keys, err := a.names(ctx, db, cypher.TypeActor, name)
	if err != nil {
		return graph.Ref{}, err
	}
	for _, l := range []graph.Label{graph.Country, graph.Person, graph.Organization} {
		r, err := db.Read(ctx, "MATCH (n:"+l.String()+" {key: $key}) RETURN n.key", map[string]any{"key": keys[0]})
		if err != nil {
			return graph.Ref{}, err
		}
		if len(r.Rows) > 0 {
			return graph.Ref{Label: l, Key: keys[0]}, nil
		}
	}
	return graph.Ref{}, fmt.Errorf("look up %s: it is gone from the graph", name)
}
