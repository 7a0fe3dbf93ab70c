package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/internal/config"
)

func (a *app) doctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, store and versions, and say what to do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			checks, err := a.examine(cmd.Context())
			var rows [][]any
			for _, c := range checks {
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

// examine makes the checks that are possible; the error is that of the store, or nil.
func (a *app) examine(ctx context.Context) ([]check, error) {
	checks := []check{{"version", "ok", version + " " + revision(), ""}, a.checkSettings()}
	store := check{name: "store", state: "ok", detail: a.set.Store}
	db, err := a.connect(ctx)
	if err != nil {
		store.state, store.detail, store.fix = "fail", err.Error(), a.hint(err, NoDatabase)
		if errors.Is(err, errNoStore) {
			store.fix = "set NEO4J_URI to a Neo4j server's address"
		}
		return append(checks, store), err
	}
	defer db.Close(ctx)
	store.detail = fmt.Sprintf("%s at %s", db.Server(), db.Address())
	return append(checks, store, checkContent(ctx, db)), nil
}

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

func checkContent(ctx context.Context, db *cypher.DB) check {
	c := check{name: "content", state: "ok"}
	r, err := db.Read(ctx, "MATCH (a:Article) RETURN count(a)", nil)
	if err != nil {
		c.state, c.detail = "fail", err.Error()
		return c
	}
	n, _ := r.Rows[0][0].(int64)
	if c.detail = fmt.Sprintf("%d articles", n); n == 0 {
		c.state, c.fix = "warn", "run 'newsgraph ingest' on some articles"
	}
	return c
}
