package store

import (
	"context"
	"fmt"
	"iter"

	"newsgraph/cypher"
	"newsgraph/graph"
)

// Options tune a store; the zero value works.
type Options struct {
	BatchArticles int          // articles in one transaction; 0 is 200
	Progress      func(Report) // called after each batch with the sum so far; may be nil
}

// Store is a graph in a database. It does not close the database.
type Store struct {
	db *cypher.DB
	o  Options
}

// New is the graph in db. ApplySchema must have run on the database once before anything is written.
func New(db *cypher.DB, o Options) *Store {
	if o.BatchArticles <= 0 {
		o.BatchArticles = 200
	}
	return &Store{db, o}
}

// Report says what a run did to the articles it was given.
type Report struct {
	New, Changed, Unchanged int
	Retracted               int
	Refused                 []error // one a record that Validate rejects
	Counters                cypher.Counters
}

// Ingest adds records to the graph. An article that is stored as it comes is left alone; one that changed replaces
// what it said before. A record that is not valid is refused, and the others are stored. After an error everything
// up to the failed batch is stored, and running again completes the graph.
func (s *Store) Ingest(ctx context.Context, records iter.Seq[graph.Record]) (Report, error) {
	var report Report
	var batch []entry
	at := map[string]int{} // article key to its place in batch
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := s.ingest(ctx, batch, &report); err != nil {
			return fmt.Errorf("store articles %q to %q: %w", batch[0].name(), batch[len(batch)-1].name(), err)
		}
		batch = batch[:0]
		clear(at)
		if s.o.Progress != nil {
			s.o.Progress(report)
		}
		return nil
	}
	for r := range records {
		e, err := newEntry(r)
		if err != nil {
			report.Refused = append(report.Refused, err)
			continue
		}
		if i, twice := at[r.Article.Key]; twice {
			batch[i] = e // the later one counts
			continue
		}
		at[r.Article.Key] = len(batch)
		batch = append(batch, e)
		if len(batch) == s.o.BatchArticles {
			if err := flush(); err != nil {
				return report, err
			}
		}
	}
	return report, flush()
}

// Retract takes articles out of the graph, with all that only they supported. Keys that are not stored are ignored.
func (s *Store) Retract(ctx context.Context, keys ...string) (Report, error) {
	var report Report
	err := s.db.WriteTx(ctx, func(tx *cypher.Tx) error {
		b := newBatch(ctx, tx)
		b.lock()
		stored := b.stored(keys)
		for key := range stored {
			b.gone = append(b.gone, key)
		}
		b.write()
		report.Retracted, report.Counters = len(stored), b.counters
		return b.err
	})
	if err != nil {
		return Report{}, fmt.Errorf("retract articles: %w", err)
	}
	return report, nil
}

// entry is a record on its way in: valid, normalized, with its fingerprint.
type entry struct {
	graph.Record
	fingerprint string
}

func newEntry(r graph.Record) (entry, error) {
	if err := r.Validate(); err != nil {
		return entry{}, err
	}
	r = r.Clone()
	r.Normalize()
	f, err := fingerprint(r)
	return entry{r, f}, err
}

func (e entry) name() string {
	if e.Article.ID != "" {
		return e.Article.ID
	}
	return e.Article.Key
}

// ingest stores one batch in one transaction, or none where nothing of it is new.
func (s *Store) ingest(ctx context.Context, entries []entry, report *Report) error {
	keys := make([]string, len(entries))
	for i, e := range entries {
		keys[i] = e.Article.Key
	}
	// Looking before locking keeps a second run from writing anything, the lock included.
	stored := map[string]string{}
	r, err := s.db.Read(ctx, queryStored, map[string]any{"keys": keys})
	if err != nil {
		return err
	}
	addStored(stored, r)
	if allStored(entries, stored) {
		report.Unchanged += len(entries)
		return nil
	}
	var sum Report
	err = s.db.WriteTx(ctx, func(tx *cypher.Tx) error {
		sum = Report{}
		b := newBatch(ctx, tx)
		b.lock()
		stored := b.stored(keys) // again: another writer may have been first
		for _, e := range entries {
			switch old, ok := stored[e.Article.Key]; {
			case !ok:
				sum.New++
			case old == e.fingerprint:
				sum.Unchanged++
				continue
			default:
				sum.Changed++
				b.gone = append(b.gone, e.Article.Key)
			}
			b.entries = append(b.entries, e)
		}
		b.write()
		sum.Counters = b.counters
		return b.err
	})
	if err != nil {
		return err
	}
	report.New += sum.New
	report.Changed += sum.Changed
	report.Unchanged += sum.Unchanged
	report.Counters = report.Counters.Add(sum.Counters)
	return nil
}

func allStored(entries []entry, stored map[string]string) bool {
	for _, e := range entries {
		if stored[e.Article.Key] != e.fingerprint {
			return false
		}
	}
	return true
}

const queryStored = "UNWIND $keys AS key MATCH (a:Article {key: key}) RETURN a.key, a.record"

func addStored(stored map[string]string, r *cypher.Result) {
	for _, row := range r.Rows {
		key, _ := row[0].(string)
		fingerprint, _ := row[1].(string)
		stored[key] = fingerprint
	}
}
