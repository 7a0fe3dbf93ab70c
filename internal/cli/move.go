package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/embedded"
	"newsgraph/internal/render"
	"newsgraph/internal/store"
)

func (a *app) export() *cobra.Command {
	var bare bool
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print the whole graph, to be imported elsewhere",
		Long: `Prints the whole graph: with -o jsonl (the default) what each article says, one JSON record a line, sorted by article,
which 'newsgraph import' reads; with -o json an array of the same; with -o text the sum, as lines that can be compared;
with -o facts only the facts, by names: ×2 means that two articles report it. For other programs
-o graphml, dot, cytoscape and cypher write the entities and what links them, without articles.`,
		Example: `  newsgraph export >graph.jsonl && newsgraph --store neo4j://localhost:7687 import graph.jsonl`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			form, err := a.choose(graphForms...)
			if err != nil {
				return err
			}
			return a.with(cmd.Context(), reads, func(db *session) error {
				s := store.New(db.DB, store.Options{})
				out := bufio.NewWriter(a.out)
				if form != "jsonl" && form != "json" {
					g, err := s.Read(cmd.Context())
					if err != nil {
						return err
					}
					out.Write(wholeGraph(g, form))
				} else {
					records, err := s.Records(cmd.Context(), !bare)
					if err != nil {
						return err
					}
					if err := writeRecords(out, form == "json", iterate(records)); err != nil {
						return err
					}
				}
				if err := out.Flush(); err != nil {
					return fmt.Errorf("write graph: %w", err)
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&bare, "without-text", false, "leave the articles' texts out; quotes stay")
	return cmd
}

// graphForms are the forms in which graphs are printed: records first, then the whole graph.
var graphForms = []string{"jsonl", "json", "text", "facts", "graphml", "dot", "cytoscape", "cypher"}

func wholeGraph(g graph.Graph, form string) []byte {
	switch f, ok := render.ParseGraphFormat(form); {
	case ok:
		return render.Graph(g, f)
	case form == "facts":
		return []byte(g.Facts())
	}
	return []byte(g.Text())
}

func iterate(records []graph.Record) iter.Seq[graph.Record] {
	return func(yield func(graph.Record) bool) {
		for _, r := range records {
			if !yield(r) {
				return
			}
		}
	}
}

func (a *app) importing() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Add exported or extracted records to the graph",
		Long: `Adds records, one JSON object a line as 'newsgraph export' and 'newsgraph extract' write them, to the graph in the
store; - is standard input. A record that cannot be read is one line on standard error; the others are stored, and the
exit code is 3.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), writes, func(db *session) error {
				var c counts
				return a.ingestRecords(cmd.Context(), db, a.readRecords(cmd.Context(), args, &c), &c)
			})
		},
	}
	cmd.Flags().Int("batch", 0, "articles in one transaction (default 200)")
	return cmd
}

// readRecords yields the records of files of JSON lines; a line that is none is printed and counted.
func (a *app) readRecords(ctx context.Context, files []string, c *counts) iter.Seq[graph.Record] {
	return func(yield func(graph.Record) bool) {
		for _, name := range files {
			if !a.readRecordFile(ctx, name, c, yield) {
				return
			}
		}
	}
}

func (a *app) readRecordFile(ctx context.Context, name string, c *counts, yield func(graph.Record) bool) bool {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			a.failed(c, fmt.Errorf("import records: %w", err))
			return true
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewReaderSize(in, 1<<20)
	for n := 1; ctx.Err() == nil; n++ {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			var r graph.Record
			if bad := json.Unmarshal(line, &r); bad != nil {
				a.failed(c, fmt.Errorf("import records: %s:%d: %w", name, n, bad))
			} else if c.total++; !yield(r) {
				return false
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				a.failed(c, fmt.Errorf("import records: %s:%d: %w", name, n, err))
			}
			return true
		}
	}
	return false
}

func (a *app) retract() *cobra.Command {
	return &cobra.Command{
		Use:   "retract ARTICLE...",
		Short: "Take articles out of the graph, with what only they supported",
		Long: `Takes articles out of the graph. What other articles support too, stays. An article is named by its key, its id, its
address or its title.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := a.format(render.Table); err != nil {
				return err
			}
			return a.with(cmd.Context(), writes, func(db *session) error {
				keys, err := a.names(cmd.Context(), db, cypher.TypeArticle, args...)
				if err != nil {
					return err
				}
				r, err := store.New(db.DB, store.Options{}).Retract(cmd.Context(), keys...)
				if err != nil {
					return err
				}
				if a.set.Output == "" {
					a.remark("%s retracted: %s", render.Count(r.Retracted, "article"), r.Counters)
					return nil
				}
				return a.rows([]string{"retracted", "nodes_deleted", "relationships_deleted"},
					[][]any{{r.Retracted, r.Counters.NodesDeleted, r.Counters.RelationshipsDeleted}})
			})
		},
	}
}

func (a *app) backup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write an embedded graph to one file",
		Long: `Writes the embedded graph, as of its last commit, to a file that must not exist. The graph may be in use. For a
Neo4j server, use its own tools, or 'newsgraph export'.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), reads, func(db *session) error {
				if db.graph == nil {
					return usagef("the store is a server: use its own backup, or 'newsgraph export'")
				}
				if err := db.graph.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				a.remark("backup written to %s", args[0])
				return nil
			})
		},
	}
}

func (a *app) restore() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE DIRECTORY",
		Short: "Make an embedded graph from a backup",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			dir, err := filepath.Abs(args[1])
			if err != nil {
				return err
			}
			if err := embedded.Restore(args[0], dir); err != nil {
				return err
			}
			a.remark("graph restored; use it with --store %s", args[1])
			return nil
		},
	}
}
