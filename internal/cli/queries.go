package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/internal/render"
)

func (a *app) queries() *cobra.Command {
	cmd := &cobra.Command{Use: "queries", Short: "List and show the canned queries"}
	cmd.AddCommand(&cobra.Command{
		Use:   "list",
		Short: "List the canned queries",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var rows [][]any
			for _, q := range cypher.Queries() {
				var params []string
				for _, p := range q.Parameters {
					name := p.Name
					if p.Optional {
						name = "[" + name + "]"
					}
					params = append(params, name)
				}
				rows = append(rows, []any{q.Name, strings.Join(params, " "), q.Answers})
			}
			return a.rows([]string{"name", "parameters", "answers"}, rows)
		},
	}, &cobra.Command{
		Use:               "show NAME",
		Short:             "Show what a canned query takes and gives, and its Cypher",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: queryNames,
		RunE: func(_ *cobra.Command, args []string) error {
			q, err := cypher.Lookup(args[0])
			if err != nil {
				return usageError{err}
			}
			return a.showQuery(q)
		},
	})
	return cmd
}

func (a *app) showQuery(q cypher.Query) error {
	f, err := a.format(render.FormatUnset)
	if err != nil {
		return err
	}
	params, columns := []any{}, []any{}
	for _, p := range q.Parameters {
		params = append(params, map[string]any{"name": p.Name, "type": string(p.Type), "optional": p.Optional, "default": p.Default, "about": p.About})
	}
	for _, c := range q.Columns {
		columns = append(columns, map[string]any{"name": c.Name, "type": c.Type, "about": c.About})
	}
	if f != render.FormatUnset {
		return a.rows([]string{"name", "answers", "parameters", "columns", "cypher"}, [][]any{{q.Name, q.Answers, params, columns, q.Text}})
	}
	fmt.Fprintf(a.out, "%s: %s\n\n", q.Name, q.Answers)
	for _, p := range q.Parameters {
		rest := ""
		if p.Optional {
			rest = fmt.Sprintf(" (default %s)", render.Text(p.Default))
		}
		fmt.Fprintf(a.out, "  --param %s=%s  %s%s\n", p.Name, strings.ToUpper(string(p.Type)), p.About, rest)
	}
	fmt.Fprintln(a.out, "\ncolumns:")
	for _, c := range q.Columns {
		fmt.Fprintf(a.out, "  %s (%s): %s\n", c.Name, c.Type, c.About)
	}
	fmt.Fprintf(a.out, "\n%s\n", strings.TrimSpace(q.Text))
	return nil
}
