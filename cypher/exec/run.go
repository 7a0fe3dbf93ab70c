// Package exec runs plans: typed rows, pulled one at a time, under a byte budget.
//
// Input and output: a plan.Plan with a view of the graph, a transaction if it may write, and
// parameters; rows of values whose nodes and relationships are complete.
//
// Invariants: a run has one row, an array of value slots that all operators share. Each operator
// writes the slots that the plan gives to it and reads those of its sources, so that passing a row
// on costs nothing; the operators that keep rows (Eager, Sort, Aggregate, Distinct, HashJoin) copy
// the slots that are still needed, and charge them to the run's budget. An operator below Apply,
// Optional, Merge or an expression finds in the row what is bound outside. A query that is to be
// interrupted notices it within 1,024 steps.
//
// Nodes and relationships in rows are bare references, so that what the query wrote itself is seen;
// they are completed when the row leaves the run.
//
// A run that only read serves its plan again with other parameters (Run.Again), so that what operators and closures know of
// one run must not show in the next: see again.go.
//
// Concurrency: a Run is used from one goroutine at a time. One that only reads may have others run a stretch of its plan
// with Runs of their own (Parallel); Release, which everybody calls at the end, waits for them. A statement that is
// profiled is run by one, so that its numbers are those of the plan.
//
// Performance: expressions are closures, compiled once for several runs (Run.Again). BenchmarkQueries and
// BenchmarkMergeNodes in cypher/engine measure the whole way from text to rows.
//
// Why pulled rows and not batches or pushing: Bolt costs more per row than either saves, and a
// pulled plan stops where the client stops.
package exec

import (
	"context"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// Input is what a run needs besides its plan.
type Input struct {
	Context     context.Context
	View        *storage.View
	Tx          *storage.Tx // nil: the run may not write; else View is its view
	Params      map[string]value.Value
	Memory      int64 // byte budget
	Pool        *Pool // that the run takes from, too; nil for none
	Statement   time.Time
	Transaction time.Time
	Clock       func() time.Time
	Procedures  *Procedures
	Client      Client
	Parallel    Parallel
	// Transactions are the open ones of the graph, for SHOW and TERMINATE TRANSACTIONS.
	Transactions *Transactions
	// Batch commits what the transaction did so far and begins the next one, for CALL { } IN
	// TRANSACTIONS; nil where the query does not own its transaction.
	Batch func(commit bool) (*storage.Tx, error)
}

// Run is one execution of a plan: the row that all operators share, and what they need.
type Run struct {
	Input
	plan   *plan.Plan
	row    []value.Value
	root   operator
	fn     function.Context
	stats  Counters
	steps  int
	used   int64
	shared int64         // of used, what the pool knows
	made   int64         // bytes of lists and strings that expressions made; kept in step by growing
	state  int           // 0 not opened, 1 open, 2 ended
	out    []value.Value // the row of the result that was given
	sink   uint32        // what reading ahead gave
	teams  []*team       // that work for the run
	ahead  int64         // bytes that they may take of its budget

	props      []storage.Prop         // scratch: those that are being set
	labelLists map[uint32]value.Value // what labels() gives, by storage.View.LabelSet

	deleted     bool
	deletedRels map[int64]storage.Rel // relationships that the query deleted, as they were
	profile     map[plan.Node]*measure

	renewal renewal
	keeps   int64 // bytes that its parts have for the next time, at most
}

// operator gives rows: each next writes its part into the run's row. open begins, or begins anew
// from the row as it stands.
type operator interface {
	open(r *Run) error
	next(r *Run) (bool, error)
}

// New prepares a run. Nothing happens before the first Next.
func New(p *plan.Plan, in Input) (*Run, error) {
	r := &Run{plan: p, row: make([]value.Value, p.Width)}
	r.fn.Graph, r.fn.Charge = graphReader{r}, r.room
	r.begin(in)
	if p.Schema != nil {
		return r, nil
	}
	b := &builder{run: r, plan: p, ahead: make(ahead, p.Width)}
	r.root = b.operator(p.Root)
	return r, b.err
}

// begin takes over what the run needs besides its plan.
func (r *Run) begin(in Input) {
	if in.Memory <= 0 {
		in.Memory = 1 << 30
	}
	r.Input = in
	r.fn.Statement, r.fn.Transaction, r.fn.Realtime = in.Statement, in.Transaction, in.Clock
}

// Keeps is about how many bytes a run that rests has.
func (r *Run) Keeps() int64 { return leastKept + r.keeps }

// leastKept is about what the operators and closures of a plan take, in bytes.
const leastKept = 32 << 10

// Plan is what the run runs.
func (r *Run) Plan() *plan.Plan { return r.plan }

// Next gives the next row of the result, which is valid until the next call. Nodes and relationships are complete.
func (r *Run) Next() ([]value.Value, bool, error) {
	ok, err := r.pull()
	if err != nil || !ok {
		return nil, false, err
	}
	if r.out == nil {
		r.out = make([]value.Value, len(r.plan.Output))
	}
	out := r.out
	for i, slot := range r.plan.Output {
		if out[i], err = r.complete(r.row[slot]); err != nil {
			return nil, false, err
		}
	}
	return out, true, nil
}

// Finish runs what a query that writes has still to do, unless its context has ended: then what it did is not to
// stay.
func (r *Run) Finish() error {
	if r.Context.Err() != nil {
		return r.interrupted()
	}
	if r.state != 0 || !r.plan.Writes {
		return nil
	}
	_, err := r.pull()
	return err
}

// pull moves the row on.
func (r *Run) pull() (bool, error) {
	if r.state == 2 {
		return false, nil
	}
	if r.state == 0 {
		r.state = 1
		if err := r.start(); err != nil {
			r.state = 2
			return false, err
		}
		if r.plan.Schema != nil {
			r.state = 2
			return false, nil
		}
	}
	ok, err := r.root.next(r)
	if err != nil || !ok {
		r.state = 2
		return false, err
	}
	return true, nil
}

func (r *Run) start() error {
	if err := r.Context.Err(); err != nil {
		return r.interrupted()
	}
	if r.plan.Schema != nil {
		return r.schema(r.plan.Schema)
	}
	return r.root.open(r)
}

// Counters gives what the run changed so far.
func (r *Run) Counters() Counters { return r.stats }

// step is to be called for each node, relationship, index entry or row that an operator looks at.
func (r *Run) step() error {
	r.steps++
	if r.steps&255 == 0 && r.plan.Writes {
		giveWay()
	}
	if r.steps&1023 == 0 && r.Context.Err() != nil {
		return r.interrupted()
	}
	return nil
}

func (r *Run) interrupted() error { return Interrupted(r.Context) }

// Interrupted is the error of what runs under a context that has ended.
func Interrupted(ctx context.Context) error {
	switch context.Cause(ctx) {
	case errTerminated:
		return diag.Terminated("The transaction has been terminated: explicitly by a user")
	case context.DeadlineExceeded:
		return diag.New(diag.CodeTransactionTimedOut, "The transaction has been terminated: it ran longer than its timeout")
	}
	return diag.Terminated("The query was interrupted")
}

// charge takes bytes from the budget; a negative number gives some back.
func (r *Run) charge(bytes int64) error {
	r.used += bytes
	if r.used+r.ahead > r.Memory && r.ahead > 0 {
		for _, t := range r.teams {
			t.dismiss(r)
		}
	}
	if r.used > r.Memory {
		return diag.Memory("The query needs more than its memory of %d bytes. Return less, aggregate sooner, or raise the limit", r.Memory)
	}
	return r.share()
}

// room says whether bytes more would fit into the budget, for what is held only for a short while, and
// counts them as made.
func (r *Run) room(bytes int64) error {
	r.made += bytes
	if r.used+bytes > r.Memory {
		return r.charge(bytes)
	}
	return nil
}

// growing watches over a list that an expression builds item by item, where an item can be a list
// that was made for it.
type growing struct{ before, held int64 }

func (r *Run) grow() growing { return growing{before: r.made} }

// keep takes the next item, for which all was made since the last one.
func (g *growing) keep(r *Run, v value.Value) error {
	switch v.Kind() {
	case value.KindList, value.KindMap, value.KindString, value.KindPath:
		g.held += r.made - g.before
	}
	g.held += valueBytes
	return g.drop(r)
}

// drop forgets what was made since the last item.
func (g *growing) drop(r *Run) error {
	r.made = g.before
	if r.used+g.held > r.Memory {
		return r.charge(g.held)
	}
	return nil
}

// done counts the list as made.
func (g *growing) done(r *Run) { r.made = g.before + g.held }

// tx gives the transaction to write to.
func (r *Run) tx() (*storage.Tx, error) {
	if r.Tx == nil {
		return nil, diag.AccessMode("Writing in read access mode not allowed")
	}
	return r.Tx, nil
}
