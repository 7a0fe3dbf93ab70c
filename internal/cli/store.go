package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"newsgraph/internal/render"
	"newsgraph/internal/store"
)

var errFaults = errors.New("verify graph: it has faults")

func (a *app) verify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check that every fact of the graph leads to a sentence of an article",
		Long: `Checks the whole graph: every edge is the sum of its statements, every statement has its article and both ends, and
every quote stands where it is said to stand in the article's text. The file of an embedded graph is read again first,
and compared with what is in memory. Faults are printed, and the exit code is 1.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := a.format(render.FormatUnset)
			if err != nil {
				return err
			}
			var v store.Verification
			err = a.with(cmd.Context(), reads, func(db *session) (err error) {
				if db.graph != nil {
					if err := db.graph.Verify(cmd.Context()); err != nil {
						return err
					}
				}
				v, err = store.New(db.DB, store.Options{}).Verify(cmd.Context())
				return err
			})
			if err != nil {
				return err
			}
			if f == render.FormatUnset {
				for _, fault := range v.Faults {
					fmt.Fprintln(a.out, fault)
				}
				fmt.Fprintf(a.out, "%s, %s, %s, %s; %s checked, %s without text; %s\n",
					render.Count(v.Articles, "article"), render.Count(v.Statements, "statement"), render.Count(v.Edges, "edge"),
					render.Count(v.Nodes, "node"), render.Count(v.Quotes, "quote"), render.Count(v.WithoutText, "article"),
					render.Count(len(v.Faults), "fault"))
			} else if err := a.rows([]string{"articles", "statements", "edges", "nodes", "quotes", "without_text", "faults"},
				[][]any{{v.Articles, v.Statements, v.Edges, v.Nodes, v.Quotes, v.WithoutText, append([]string{}, v.Faults...)}}); err != nil {
				return err
			}
			if len(v.Faults) > 0 {
				return errFaults
			}
			return nil
		},
	}
}

func (a *app) digest() *cobra.Command {
	return &cobra.Command{
		Use:   "digest",
		Short: "Print the digest of the graph's text form",
		Long: `Prints the SHA-256 digest of the graph's text form. Two stores with the same articles have the same digest, whatever
the order, the batches and the kind of store.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := a.format(render.FormatUnset)
			if err != nil {
				return err
			}
			var d string
			err = a.with(cmd.Context(), reads, func(db *session) (err error) {
				d, err = store.New(db.DB, store.Options{}).Digest(cmd.Context())
				return err
			})
			if err != nil {
				return err
			}
			if f == render.FormatUnset {
				fmt.Fprintln(a.out, d)
				return nil
			}
			return a.rows([]string{"digest"}, [][]any{{d}})
		},
	}
}

func (a *app) schema() *cobra.Command {
	var apply bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the graph's constraints and indexes, or apply them",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := a.format(render.FormatUnset)
			if err != nil {
				return err
			}
			if apply {
				return a.with(cmd.Context(), writes, func(db *session) error {
					n, err := store.New(db.DB, store.Options{}).ApplySchema(cmd.Context())
					if err == nil {
						a.remark("%s", n)
					}
					return err
				})
			}
			statements := store.Schema()
			if f == render.FormatUnset {
				fmt.Fprintln(a.out, strings.Join(statements, ";\n")+";")
				return nil
			}
			var rows [][]any
			for _, s := range statements {
				rows = append(rows, []any{s})
			}
			return a.rows([]string{"statement"}, rows)
		},
	}
	cmd.Flags().BoolVar(&apply, "apply", false, "apply them to the store; doing so again changes nothing")
	return cmd
}
