package engine

import (
	"context"
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// Result is the rows of one query, to be pulled.
type Result struct {
	engine  *Engine
	plan    *plan.Plan
	run     *exec.Run
	view    *storage.View // the graph as it was when the query began
	cancel  context.CancelFunc
	tx      *storage.Tx // of an auto-commit query that writes
	within  *Tx         // the explicit transaction around the query
	rest    [][]value.Value
	drained bool // rest has all that is to come
	ended   bool
	err     error
	summary *Summary
}

// releases has the end of the query give back its memory.
func (r *Result) releases() {
	cancel := r.cancel
	r.cancel = func() {
		cancel()
		if r.run != nil {
			r.run.Release()
			r.engine.keep(r.run)
			r.run = nil
		}
	}
}

// Writes says whether the query changes the graph.
func (r *Result) Writes() bool { return r.plan.Writes }

// Columns gives the names of the result's columns.
func (r *Result) Columns() []string { return r.plan.Columns }

// Next gives the next row, which is valid until the next call; ok is false after the last and with an error.
func (r *Result) Next() (row []value.Value, ok bool, err error) {
	if len(r.rest) > 0 {
		row, r.rest = r.rest[0], r.rest[1:]
		return row, true, nil
	}
	if r.drained {
		return nil, false, r.err
	}
	return r.pull()
}

func (r *Result) pull() ([]value.Value, bool, error) {
	if r.ended {
		return nil, false, r.err
	}
	if r.plan.Mode == syntax.Explain {
		return nil, false, r.end(nil)
	}
	row, ok, err := r.run.Next()
	if err != nil || !ok {
		return nil, false, r.end(err)
	}
	return row, true, nil
}

// end commits an auto-commit query, or drops what it did when it failed.
func (r *Result) end(err error) error {
	if r.ended {
		return r.err
	}
	r.ended = true
	if r.within != nil {
		r.within.ended(r, err)
	}
	if err == nil && r.tx != nil {
		if err = r.tx.Commit(); err != nil {
			err = diag.As(err)
		}
	}
	if err != nil {
		r.err = diag.As(err)
		r.fail()
		return r.err
	}
	r.summary = r.summarize()
	r.cancel()
	return nil
}

// fail drops the query's own transaction.
func (r *Result) fail() {
	if r.tx != nil {
		r.tx.Rollback()
	}
	r.cancel()
}

// abandon ends a result whose transaction is rolled back.
func (r *Result) abandon() {
	r.ended, r.err = true, diag.Terminated("The query was interrupted")
	r.cancel()
}

func (r *Result) summarize() *Summary {
	s := &Summary{Kind: r.plan.Kind()}
	switch r.plan.Mode {
	case syntax.Explain:
		s.Plan = plan.Describe(r.plan, nil)
	case syntax.Profile:
		s.Plan = r.run.Describe()
	}
	if r.run != nil {
		s.Counters = r.run.Counters()
	}
	s.Notifications = notifications(r.plan, r.view)
	if r.within == nil {
		s.Bookmark = r.engine.bookmark()
	}
	return s
}

// drain takes the rows that are still to come, so that the graph can be changed.
func (r *Result) drain() error {
	for {
		row, ok, err := r.pull()
		if err != nil || !ok {
			r.drained = true
			return err
		}
		r.rest = append(r.rest, slices.Clone(row))
	}
}

// Close ends the query: what it had still to write is written, rows not pulled are dropped. A
// second Close gives the same summary again.
func (r *Result) Close() (*Summary, error) {
	r.rest = nil
	if !r.ended {
		var err error
		if r.plan.Mode != syntax.Explain {
			err = r.run.Finish()
		}
		r.end(err)
	}
	return r.summary, r.err
}

// batch gives the function that commits what the query did so far and begins its next transaction.
func (r *Result) batch(ctx context.Context) func(bool) (*storage.Tx, error) {
	return func(commit bool) (*storage.Tx, error) {
		if commit {
			if err := r.tx.Commit(); err != nil {
				return nil, err
			}
		} else {
			r.tx.Rollback()
		}
		tx, err := begin(ctx, r.engine.store)
		if err != nil {
			return nil, err
		}
		r.tx = tx
		return tx, nil
	}
}
