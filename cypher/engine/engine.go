// Package engine joins the passes: text in, rows out, in sessions and transactions over one
// stored graph.
//
// Input and output: a query text with parameters, and a Result that gives one row at a time. Every
// error is a *diag.Error. Nodes and relationships in results carry their labels and properties.
//
// Invariants: a query that only reads sees one snapshot from its first row to its last. A query
// that writes has written everything before it gives its first row, and an auto-commit query is
// committed when its result is exhausted or closed without an error. Bookmarks grow with the
// commits.
//
// Concurrency: an Engine may be used from any number of goroutines, a Session with its
// transactions and results from one at a time. The context of Run and Begin holds for the whole
// result or transaction: when it ends, the query ends with an error.
package engine

import (
	"context"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// Mode is how a transaction may access the graph. The zero Mode is unset and counts as Write.
type Mode uint8

const (
	Read Mode = iota + 1
	Write
)

// Options are an engine's settings; the zero value works.
type Options struct {
	ReadOnly bool             // refuse every write
	Memory   int64            // bytes that one query may hold; 0 means DefaultMemory
	Clock    func() time.Time // nil means time.Now
}

// DefaultMemory is the byte budget of a query without another setting.
const DefaultMemory = 1 << 30

// Engine runs queries on one store.
type Engine struct {
	store *storage.Store
	opts  Options
}

// Open is an engine over store, which stays the caller's to close.
func Open(store *storage.Store, opts Options) *Engine {
	if opts.Memory == 0 {
		opts.Memory = DefaultMemory
	}
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	return &Engine{store: store, opts: opts}
}

// Session is one client's line of work: it runs auto-commit queries and transactions, one after
// another.
type Session struct {
	engine *Engine
}

// Session opens a session. It needs no closing.
func (e *Engine) Session() *Session { return &Session{engine: e} }

// Tx is an explicit transaction.
type Tx struct {
	session *Session
}

// Result is the rows of one query, to be pulled.
type Result struct {
	columns []string
}

// Counters says what a query changed.
type Counters = exec.Counters

// Notification is a remark about a query that ran.
type Notification struct {
	Code, Title, Description, Severity, Category string
	Position                                     diag.Position
}

// Summary is what there is to say about a query when its result is closed.
type Summary struct {
	Kind          string // r, w, rw or s
	Counters      Counters
	Plan          *plan.Description // nil without EXPLAIN and PROFILE
	Notifications []Notification
	Bookmark      string // of an auto-commit query
}

func unsupported() error { return diag.NotSupported("running queries is not supported yet") }

// Begin opens a transaction. A timeout of 0 means none.
func (s *Session) Begin(ctx context.Context, mode Mode, timeout time.Duration) (*Tx, error) {
	return nil, unsupported()
}

// Run runs one query in its own transaction, which commits when the result is exhausted or closed.
// A timeout of 0 means none.
func (s *Session) Run(ctx context.Context, query string, params map[string]value.Value, mode Mode, timeout time.Duration) (*Result, error) {
	return nil, unsupported()
}

// Run runs one query in the transaction. Several results may be open at once.
func (t *Tx) Run(ctx context.Context, query string, params map[string]value.Value) (*Result, error) {
	return nil, unsupported()
}

// Commit makes the transaction's changes durable and visible, and gives its bookmark.
func (t *Tx) Commit(ctx context.Context) (bookmark string, err error) { return "", unsupported() }

// Rollback drops the transaction's changes; after Commit or Rollback it does nothing.
func (t *Tx) Rollback() error { return nil }

// Columns gives the names of the result's columns.
func (r *Result) Columns() []string { return r.columns }

// Next gives the next row, which the caller owns; ok is false after the last and with an error.
func (r *Result) Next() (row []value.Value, ok bool, err error) { return nil, false, unsupported() }

// Close ends the query: what it had still to write is written, rows not pulled are dropped. A
// second Close gives the same summary again.
func (r *Result) Close() (*Summary, error) { return nil, unsupported() }
