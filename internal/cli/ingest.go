package cli

import (
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"newsgraph/graph"
	"newsgraph/internal/render"
	"newsgraph/internal/store"
)

func (a *app) ingest() *cobra.Command {
	var r reading
	cmd := &cobra.Command{
		Use:   "ingest ARTICLE...",
		Short: "Read articles and add what they say to the graph",
		Long: `Reads articles and adds what they say to the graph in the store. An article that is there already and unchanged
writes nothing; a changed one replaces what it said before. A run that was cut short is completed by running it again.

` + readingHelp,
		Example: `  newsgraph ingest news/
  newsgraph ingest --store neo4j://localhost:7687 --map text=body feed.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if _, err := a.format(render.Table); err != nil {
				return err
			}
			articles, err := a.articles(ctx, args, r)
			if err != nil {
				return err
			}
			return a.with(ctx, writes, func(db *session) error { return a.store(ctx, db, articles) })
		},
	}
	r.flags(cmd)
	cmd.Flags().Int("batch", 0, "articles in one transaction (default 200)")
	return cmd
}

// store extracts from the articles and stores what they say.
func (a *app) store(ctx context.Context, db *session, articles iter.Seq2[graph.Article, error]) error {
	var c counts
	records, err := a.records(ctx, articles, &c)
	if err != nil {
		return err
	}
	return a.ingestRecords(ctx, db, records, &c)
}

// ingestRecords stores records; c counts them as they are read, and here those that are refused.
func (a *app) ingestRecords(ctx context.Context, db *session, records iter.Seq[graph.Record], c *counts) error {
	s := store.New(db.DB, store.Options{BatchArticles: a.set.Batch})
	if _, err := s.ApplySchema(ctx); err != nil {
		return err
	}
	report, err := s.Ingest(ctx, records)
	for _, refused := range report.Refused {
		c.failed++
		fmt.Fprintf(a.err, "newsgraph: %s\n", render.Printable(refused.Error()))
	}
	if err != nil {
		return fmt.Errorf("%w (%d articles are stored; run it again to add the others)", err, report.New+report.Changed+report.Unchanged)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := a.ingested(report, *c); err != nil {
		return err
	}
	return c.result()
}

func (a *app) ingested(r store.Report, c counts) error {
	f, err := a.format(render.FormatUnset)
	if err != nil {
		return err
	}
	if f == render.FormatUnset {
		if !a.set.Quiet {
			fmt.Fprintf(a.out, "%s: %d new, %d changed, %d unchanged, %d failed", render.Count(c.total, "article"), r.New, r.Changed, r.Unchanged, c.failed)
			if n := c.unread(); n > 0 {
				fmt.Fprintf(a.out, "; %d without facts, not in English (%s)", n, c.languages())
			}
			fmt.Fprintf(a.out, "\n%s\n", r.Counters)
		}
		return nil
	}
	n := r.Counters
	return a.rows([]string{"articles", "new", "changed", "unchanged", "failed", "not_english", "nodes_created", "nodes_deleted",
		"relationships_created", "relationships_deleted", "properties_set"},
		[][]any{{c.total, r.New, r.Changed, r.Unchanged, c.failed, c.unread(), n.NodesCreated, n.NodesDeleted,
			n.RelationshipsCreated, n.RelationshipsDeleted, n.PropertiesSet}})
}
