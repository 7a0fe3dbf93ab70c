package engine

import (
	"context"
	"slices"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// Tx is an explicit transaction. It takes the right to write when its first query wants to write,
// and until then each of its queries sees the graph as it is when the query begins (read
// committed, as in Neo4j).
type Tx struct {
	engine *Engine
	listed *exec.Transaction
	ctx    context.Context
	cancel context.CancelFunc
	mode   Mode
	began  time.Time
	tx     *storage.Tx // nil before the first write
	open   []*Result
	failed error
	closed bool
}

// Begin opens a transaction. A timeout of 0 means none.
func (s *Session) Begin(ctx context.Context, mode Mode, timeout time.Duration) (*Tx, error) {
	t := &Tx{engine: s.engine, mode: mode, began: s.engine.opts.Clock()}
	ctx, t.listed = s.engine.transactions.Begin(ctx, s.Client, t.began)
	ctx, cancel := withTimeout(ctx, timeout)
	t.ctx, t.cancel = ctx, func() { cancel(); t.listed.End() }
	return t, nil
}

// Run runs one query in the transaction. Several results may be open at once. After an error the
// transaction can only be rolled back.
func (t *Tx) Run(ctx context.Context, query string, params map[string]value.Value) (*Result, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	r, err := t.start(ctx, query, params)
	if err != nil {
		t.failed = diag.As(err)
		return nil, t.failed
	}
	t.open = append(t.open, r)
	return r, nil
}

func (t *Tx) usable() error {
	switch {
	case t.closed:
		return diag.New(diag.CodeTransactionNotFound, "The transaction has ended")
	case t.failed != nil:
		return diag.New(diag.CodeTransactionFailed, "The transaction failed before and can only be rolled back: %v", t.failed)
	case t.ctx.Err() != nil:
		return exec.Interrupted(t.ctx)
	}
	return nil
}

func (t *Tx) start(ctx context.Context, query string, params map[string]value.Value) (*Result, error) {
	view := t.view()
	p, procedures, err := t.engine.plan(query, view)
	if err != nil {
		return nil, err
	}
	if err := t.engine.checkAccess(p, t.mode); err != nil {
		return nil, err
	}
	if p.Mode == syntax.Explain {
		return &Result{engine: t.engine, plan: p, view: view, within: t, cancel: func() {}}, nil
	}
	if p.Writes {
		if err := t.prepareWrite(); err != nil {
			return nil, err
		}
		view = t.view()
	}
	now := t.engine.opts.Clock()
	t.listed.Run(query, params, now)
	runCtx, cancel := context.WithCancel(t.ctx)
	stop := context.AfterFunc(ctx, cancel)
	r := &Result{engine: t.engine, plan: p, view: view, within: t, cancel: func() { stop(); cancel() }}
	r.run, err = t.engine.run(p, exec.Input{Context: runCtx, View: view, Tx: t.tx, Params: params, Memory: t.engine.opts.Memory, Pool: t.engine.pool,
		Statement: now, Transaction: t.began, Clock: t.engine.opts.Clock, Procedures: procedures, Client: t.listed.Client, Parallel: t.engine.opts.Parallel, Transactions: &t.engine.transactions})
	if err != nil {
		r.cancel()
		return nil, err
	}
	r.releases()
	return r, nil
}

func (t *Tx) view() *storage.View {
	if t.tx != nil {
		return &t.tx.View
	}
	return &t.engine.store.Snapshot().View
}

// prepareWrite takes the right to write, and the rows that open results have still to give: what
// the query changes must not show in them.
func (t *Tx) prepareWrite() error {
	if t.tx == nil {
		tx, err := begin(t.ctx, t.engine.store)
		if err != nil {
			return err
		}
		t.tx = tx
		return nil
	}
	for _, r := range slices.Clone(t.open) {
		if err := r.drain(); err != nil {
			return err
		}
	}
	return nil
}

// Wrote says whether the transaction has taken the right to write.
func (t *Tx) Wrote() bool { return t.tx != nil }

// ended forgets a result.
func (t *Tx) ended(r *Result, err error) {
	if t.open = slices.DeleteFunc(t.open, func(o *Result) bool { return o == r }); len(t.open) == 0 {
		t.listed.Idle()
	}
	if err != nil && t.failed == nil {
		t.failed = diag.As(err)
	}
}

// Commit makes the transaction's changes durable and visible, and gives its bookmark.
func (t *Tx) Commit(ctx context.Context) (bookmark string, err error) {
	if err := t.usable(); err != nil {
		t.Rollback()
		return "", err
	}
	for _, r := range slices.Clone(t.open) {
		if _, err := r.Close(); err != nil {
			t.Rollback()
			return "", err
		}
	}
	t.closed = true
	defer t.cancel()
	if t.tx != nil {
		if err := t.tx.CommitContext(t.ctx); err != nil {
			t.tx.Rollback()
			return "", diag.As(err)
		}
	}
	return t.engine.bookmark(), nil
}

// Rollback drops the transaction's changes; after Commit or Rollback it does nothing.
func (t *Tx) Rollback() error {
	if t.closed {
		return nil
	}
	t.closed = true
	for _, r := range t.open {
		r.abandon()
	}
	if t.tx != nil {
		t.tx.Rollback()
	}
	t.cancel()
	return nil
}
