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
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/resolve"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
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
	Together int64            // bytes that all queries may hold; 0 means DefaultTogether
	Clock    func() time.Time // nil means time.Now
	Parallel exec.Parallel    // how long reading queries are shared out
	// Procedures are callable besides the built-in ones.
	Procedures []*exec.ProcedureDef
}

// Database is the name of the one graph.
const Database = syntax.Database

// DefaultMemory is the byte budget of a query without another setting.
const DefaultMemory = 1 << 30

// DefaultTogether is the byte budget of all queries without another setting.
const DefaultTogether = 2 << 30

// Engine runs queries on one store.
type Engine struct {
	store *storage.Store
	opts  Options
	pool  *exec.Pool
	last  atomic.Pointer[bookmark] // that was asked for

	transactions exec.Transactions

	mu         sync.Mutex
	procedures *exec.Procedures
	plans      planCache
	idle       idleRuns
}

// Open is an engine over store, which stays the caller's to close.
func Open(store *storage.Store, opts Options) *Engine {
	if opts.Memory == 0 {
		opts.Memory = DefaultMemory
	}
	if opts.Together == 0 {
		opts.Together = DefaultTogether
	}
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	return &Engine{store: store, opts: opts, pool: exec.NewPool(opts.Together), procedures: exec.NewProcedures(opts.Procedures...), plans: newPlanCache()}
}

// Define lets these procedures be called besides the built-in ones, and those of Options and earlier calls no more.
func (e *Engine) Define(procedures ...*exec.ProcedureDef) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.opts.Procedures = procedures
	e.procedures = exec.NewProcedures(e.opts.Procedures...)
	e.plans = newPlanCache()
}

// Session is one client's line of work: it runs auto-commit queries and transactions, one after
// another.
type Session struct {
	// Client is who uses the session, for SHOW TRANSACTIONS; the zero Client where it does not say.
	Client Client
	engine *Engine
}

// Client is who runs a transaction.
type Client = exec.Client

// Session opens a session. It needs no closing.
func (e *Engine) Session() *Session { return &Session{engine: e} }

// Counters says what a query changed.
type Counters = exec.Counters

// Summary is what there is to say about a query when its result is closed.
type Summary struct {
	Kind          string // r, w, rw or s
	Counters      Counters
	Plan          *plan.Description // nil without EXPLAIN and PROFILE
	Notifications []Notification
	Bookmark      string // of an auto-commit query
}

// plan parses and plans a query for the state of the graph that view shows.
func (e *Engine) plan(query string, view *storage.View) (*plan.Plan, *exec.Procedures, error) {
	e.mu.Lock()
	procedures := e.procedures
	p, ok := e.plans.get(query, view)
	e.mu.Unlock()
	if ok {
		return p, procedures, nil
	}
	query = strings.Clone(query) // which plan and cache keep, and which may lie in a client's message
	st, err := syntax.Parse(query)
	if err != nil {
		return nil, nil, err
	}
	if _, err := resolve.Check(st, resolve.Options{Procedure: signatures(procedures)}); err != nil {
		return nil, nil, err
	}
	p, err = plan.Make(st, plan.Options{View: view, Fields: func(name string) ([]string, bool, bool) {
		def, ok := procedures.Lookup(name)
		if !ok {
			return nil, false, false
		}
		return def.FieldNames(), len(def.Fields) == 0, true
	}})
	if err != nil {
		return nil, nil, err
	}
	e.mu.Lock()
	e.plans.put(query, view, p)
	e.mu.Unlock()
	return p, procedures, nil
}

// signatures shows the procedures to the checks before planning.
func signatures(procedures *exec.Procedures) func(string) (*resolve.Procedure, bool) {
	fields := func(params []function.Param) []resolve.Field {
		var out []resolve.Field
		for _, p := range params {
			out = append(out, resolve.Field{Name: p.Name, Types: p.Types})
		}
		return out
	}
	return func(name string) (*resolve.Procedure, bool) {
		def, ok := procedures.Lookup(name)
		if !ok {
			return nil, false
		}
		return &resolve.Procedure{Name: def.Name, Inputs: fields(def.Params), Required: def.Required(), Outputs: fields(def.Fields)}, true
	}
}

// Held is how many bytes the queries that run now hold, roughly.
func (e *Engine) Held() int64 { return e.pool.Used() }

// bookmark is that of the last commit, which many queries that only read end with.
func (e *Engine) bookmark() string {
	commit := e.store.Snapshot().Commit()
	if last := e.last.Load(); last != nil && last.commit == commit {
		return last.text
	}
	text := "newsgraph:commit:" + strconv.FormatUint(commit, 10)
	e.last.Store(&bookmark{commit, text})
	return text
}

type bookmark struct {
	commit uint64
	text   string
}

// checkAccess refuses a plan that writes where only reading is allowed.
func (e *Engine) checkAccess(p *plan.Plan, mode Mode) error {
	if !p.Writes || p.Mode == syntax.Explain {
		return nil
	}
	if e.opts.ReadOnly {
		return diag.New(diag.CodeForbiddenReadOnly, "The graph is open for reading only")
	}
	if mode == Read {
		return diag.AccessMode("Writing in read access mode not allowed")
	}
	return nil
}

// Run runs one query in its own transaction, which commits when the result is exhausted or closed.
// A timeout of 0 means none.
func (s *Session) Run(ctx context.Context, query string, params map[string]value.Value, mode Mode, timeout time.Duration) (*Result, error) {
	e := s.engine
	snapshot := e.store.Snapshot()
	p, procedures, err := e.plan(query, &snapshot.View)
	if err != nil {
		return nil, err
	}
	if err := e.checkAccess(p, mode); err != nil {
		return nil, err
	}
	if p.Mode == syntax.Explain {
		return &Result{engine: e, plan: p, view: &snapshot.View, cancel: func() {}}, nil
	}
	now := e.opts.Clock()
	ctx, open := e.transactions.Begin(ctx, s.Client, now)
	open.Run(query, params, now)
	ctx, cancel := withTimeout(ctx, timeout)
	cancelAll := func() { cancel(); open.End() }
	r := &Result{engine: e, plan: p, view: &snapshot.View, cancel: cancelAll}
	in := exec.Input{Context: ctx, View: &snapshot.View, Params: params, Memory: e.opts.Memory, Pool: e.pool, Statement: now, Transaction: now,
		Clock: e.opts.Clock, Procedures: procedures, Client: s.Client, Parallel: e.opts.Parallel, Transactions: &e.transactions}
	if p.Writes {
		if r.tx, err = begin(ctx, e.store); err != nil {
			cancelAll()
			return nil, err
		}
		in.Tx, in.View = r.tx, &r.tx.View
		in.Batch = r.batch(ctx)
	}
	if r.run, err = e.run(p, in); err != nil {
		r.fail()
		return nil, err
	}
	r.releases()
	return r, nil
}

// withTimeout bounds a transaction, whose context ends with it, if it is to be bounded.
func withTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, timeout)
}

// begin waits for the right to write.
func begin(ctx context.Context, store *storage.Store) (*storage.Tx, error) {
	tx, err := store.Begin(ctx)
	if err != nil && ctx.Err() != nil {
		if context.Cause(ctx) == context.DeadlineExceeded {
			return nil, diag.New(diag.CodeTransactionTimedOut, "The transaction has been terminated: it waited for another one longer than its timeout")
		}
		return nil, diag.Terminated("The query was interrupted while it waited for another transaction")
	}
	return tx, err
}
