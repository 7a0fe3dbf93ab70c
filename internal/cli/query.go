package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/internal/gazetteer"
	"newsgraph/internal/render"
)

func (a *app) query() *cobra.Command {
	var params []string
	cmd := &cobra.Command{
		Use:   "query NAME [--param NAME=VALUE]...",
		Short: "Ask a canned query",
		Long: `Asks one of the queries that newsgraph brings along; 'newsgraph queries list' names them, and 'newsgraph queries show
NAME' says what each takes and gives. People, countries, agreements and events are given by any of their names, whatever
the case and accents, by a code (US, IND) or by their key.`,
		Example: `  newsgraph query agreements --param country=India
  newsgraph query met --param from=2018 -o csv`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: queryNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := cypher.Lookup(args[0])
			if err != nil {
				return usageError{err}
			}
			given := map[string]string{}
			for _, p := range params {
				name, value, ok := strings.Cut(p, "=")
				if !ok || name == "" {
					return usagef("parameter %q is not NAME=VALUE", p)
				}
				if _, twice := given[name]; twice {
					return usagef("parameter %s is given twice", name)
				}
				given[name] = value
			}
			if _, err := a.format(render.Table); err != nil {
				return err
			}
			return a.with(cmd.Context(), reads, func(db *session) error {
				ctx, cancel := a.limited(cmd.Context())
				defer cancel()
				r, err := a.binder(db).Run(ctx, q, given)
				if err != nil {
					return err
				}
				return a.rows(r.Columns, r.Rows)
			})
		},
	}
	cmd.Flags().StringArrayVarP(&params, "param", "p", nil, "a parameter, NAME=VALUE; may be repeated")
	return cmd
}

// binder resolves names in db, and names of countries that the graph does not have by the gazetteer.
func (a *app) binder(db *session) cypher.Binder {
	return cypher.Binder{DB: db.DB, Also: func(t cypher.Type, name string) []string {
		switch t {
		case cypher.TypeCountry, cypher.TypeActor, cypher.TypeEntity:
			if c, ok := gazetteer.FindCountry(name); ok {
				return []string{c.Code}
			}
		}
		return nil
	}}
}

// names finds the keys of what names of a type stand for.
func (a *app) names(ctx context.Context, db *session, t cypher.Type, names ...string) ([]string, error) {
	var keys []string
	for _, n := range names {
		q := cypher.Query{Parameters: []cypher.Parameter{{Name: "name", Type: t}}}
		v, err := a.binder(db).Bind(ctx, q, map[string]string{"name": n})
		if err != nil {
			return nil, err
		}
		key, _ := v["name"].(string)
		keys = append(keys, key)
	}
	return keys, nil
}

func queryNames(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, q := range cypher.Queries() {
		if len(args) == 0 {
			names = append(names, q.Name+"\t"+q.Answers)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
