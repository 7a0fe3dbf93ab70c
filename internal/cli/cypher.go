package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/internal/render"
)

func (a *app) cypher() *cobra.Command {
	var params []string
	var file string
	var write bool
	cmd := &cobra.Command{
		Use:   "cypher [QUERY | -]",
		Short: "Run a Cypher query",
		Long: `Runs one Cypher query, given as the argument, in a file, or as standard input (-). It may only read unless --write
is given; the database itself refuses writes then.

A parameter's value is JSON where it is valid JSON, else text: --param since=2018 is a number, --param name=India
and --param 'name="2018"' are texts, --param 'names=["India","China"]' is a list.`,
		Example: `  newsgraph cypher 'MATCH (p:Person)-[s:SIGNED]->(a:Agreement) RETURN p.name, a.name, s.date'
  newsgraph cypher 'MATCH (c:Country {name: $name})--(x) RETURN x LIMIT 10' --param name=India -o json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := a.queryText(args, file)
			if err != nil {
				return err
			}
			values, err := parseParams(params)
			if err != nil {
				return err
			}
			format, err := a.format(render.Table)
			if err != nil {
				return err
			}
			do := reads
			if write {
				do = writes
			}
			return a.with(cmd.Context(), do, func(db *session) error {
				return a.runCypher(cmd.Context(), db, do, query, values, format)
			})
		},
	}
	cmd.Flags().StringArrayVarP(&params, "param", "p", nil, "a parameter, NAME=VALUE; may be repeated")
	cmd.Flags().StringVarP(&file, "file", "f", "", "read the query from a file")
	cmd.Flags().BoolVar(&write, "write", false, "let the query write")
	return cmd
}

// runCypher runs a query and prints its rows as they come.
func (a *app) runCypher(ctx context.Context, db *session, do access, query string, values map[string]any, format render.Format) error {
	ctx, cancel := a.limited(ctx)
	defer cancel()
	access := cypher.ReadAccess
	if do == writes {
		access = cypher.WriteAccess
	}
	var w *render.Writer
	result, err := db.Stream(ctx, access, query, values, func(columns []string, row []any) error {
		if w == nil {
			w = render.New(a.out, format, columns, width(a.out))
		}
		return w.Row(row)
	})
	if err != nil {
		return err
	}
	if w == nil {
		w = render.New(a.out, format, result.Columns, width(a.out))
	}
	if len(result.Columns) > 0 || format == render.JSON {
		if err := w.Close(); err != nil {
			return err
		}
	}
	a.aboutResult(result, do == writes)
	return nil
}

func (a *app) aboutResult(r *cypher.Result, wrote bool) {
	for _, n := range r.Notices {
		a.remark("note: %s", strings.Join(strings.Fields(n.Text), " "))
	}
	if wrote {
		a.remark("%s", r.Counters)
	}
}

func (a *app) queryText(args []string, file string) (string, error) {
	var text []byte
	var err error
	switch {
	case file != "" && len(args) > 0:
		return "", usagef("a query and --file: give one of them")
	case file != "":
		if text, err = os.ReadFile(file); err != nil {
			return "", usageError{err}
		}
	case len(args) == 0:
		return "", usagef("no query: give one as the argument, or - for standard input (an interactive shell is not part of this version)")
	case args[0] == "-":
		if text, err = io.ReadAll(a.in); err != nil {
			return "", fmt.Errorf("read standard input: %w", err)
		}
	default:
		text = []byte(args[0])
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return "", usagef("the query is empty")
	}
	return strings.TrimSuffix(strings.TrimRight(string(text), " \t\r\n"), ";"), nil
}

// parseParams reads NAME=VALUE parameters whose values are JSON where they are valid JSON, else text.
func parseParams(params []string) (map[string]any, error) {
	out := map[string]any{}
	for _, p := range params {
		name, value, ok := strings.Cut(p, "=")
		if !ok || name == "" {
			return nil, usagef("parameter %q is not NAME=VALUE", p)
		}
		if _, twice := out[name]; twice {
			return nil, usagef("parameter %s is given twice", name)
		}
		out[name] = jsonOrText(value)
	}
	return out, nil
}

func jsonOrText(value string) any {
	d := json.NewDecoder(strings.NewReader(value))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return value
	}
	if _, err := d.Token(); err != io.EOF {
		return value
	}
	return numbers(v)
}

// numbers turns JSON numbers into int64 where they are whole, else float64.
func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, err := v.Float64()
		if err != nil {
			return v.String()
		}
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	}
	return v
}
