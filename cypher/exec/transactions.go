package exec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// Client is who runs a transaction, as far as the client or the connection says.
type Client struct {
	User       string
	Connection string // its id
	Address    string
	Protocol   string
	Metadata   value.Value // of the transaction: a map, or null
}

// Transactions is the transactions of a graph that are open. It may be used from any number of goroutines.
type Transactions struct {
	mu      sync.Mutex
	open    map[int64]*Transaction
	last    int64 // id
	queries int64 // that were run
}

// Transaction is an open transaction.
type Transaction struct {
	Client
	id     int64
	began  time.Time
	all    *Transactions
	cancel context.CancelCauseFunc

	// The rest is that of the query that runs, and is guarded by all.mu.
	query      int64 // its number, 0 for none
	text       string
	params     map[string]value.Value
	queryBegan time.Time
	ended      bool // it was terminated
}

// errTerminated is why the context of a transaction that was terminated has ended.
var errTerminated = errors.New("terminated")

// Begin notes a transaction and gives the context that it is to run under. Its End is to be called.
func (all *Transactions) Begin(ctx context.Context, c Client, now time.Time) (context.Context, *Transaction) {
	t := &Transaction{Client: c, began: now, all: all}
	ctx, t.cancel = context.WithCancelCause(ctx)
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.open == nil {
		all.open = map[int64]*Transaction{}
	}
	all.last++
	t.id = all.last
	all.open[t.id] = t
	return ctx, t
}

// Run notes the query that the transaction runs now.
func (t *Transaction) Run(text string, params map[string]value.Value, now time.Time) {
	t.all.mu.Lock()
	defer t.all.mu.Unlock()
	t.all.queries++
	t.query, t.text, t.params, t.queryBegan = t.all.queries, text, params, now
}

// Idle notes that the query has ended.
func (t *Transaction) Idle() {
	t.all.mu.Lock()
	defer t.all.mu.Unlock()
	t.query, t.text, t.params = 0, "", nil
}

// End takes the transaction off the list. A second End does nothing.
func (t *Transaction) End() {
	t.all.mu.Lock()
	delete(t.all.open, t.id)
	t.all.mu.Unlock()
	t.cancel(nil)
}

// sorted gives the open transactions in the order in which they began.
func (all *Transactions) sorted() []*Transaction {
	return slices.SortedFunc(maps.Values(all.open), func(a, b *Transaction) int { return cmp.Compare(a.id, b.id) })
}

const transactionPrefix = syntax.Database + "-transaction-"

func (t *Transaction) name() string { return transactionPrefix + strconv.FormatInt(t.id, 10) }

// rows describes the transactions with the names, or all.
func (all *Transactions) rows(names []string, now time.Time) []map[string]value.Value {
	all.mu.Lock()
	defer all.mu.Unlock()
	var out []map[string]value.Value
	for _, t := range all.sorted() {
		if len(names) == 0 || slices.Contains(names, t.name()) {
			out = append(out, t.row(now))
		}
	}
	return out
}

// row describes a transaction. What is not measured is null.
func (t *Transaction) row(now time.Time) map[string]value.Value {
	since := func(at time.Time) value.Value {
		d := max(0, now.Sub(at)).Truncate(time.Millisecond)
		return value.DurationOf(value.Duration{Seconds: int64(d / time.Second), Nanos: int32(d % time.Second)})
	}
	at := func(at time.Time) value.Value { return value.String(at.UTC().Format("2006-01-02T15:04:05.999Z07:00")) }
	out := map[string]value.Value{
		"database": value.String(syntax.Database), "transactionId": value.String(t.name()), "outerTransactionId": value.String(""),
		"connectionId": value.String(t.Connection), "clientAddress": value.String(t.Address), "username": value.String(t.User),
		"protocol": value.String(t.Protocol), "metaData": t.Metadata, "startTime": at(t.began), "elapsedTime": since(t.began),
		"status": value.String("Running"), "statusDetails": value.String(""), "currentQueryId": value.String(""), "currentQuery": value.String(""),
		"parameters": value.Map(nil),
	}
	if t.Metadata.IsNull() {
		out["metaData"] = value.Map(nil)
	}
	if t.ended {
		out["status"] = value.String("Terminated with reason: Explicitly terminated by the user")
	}
	if t.query > 0 {
		var params []value.Entry
		for k, v := range t.params {
			params = append(params, value.Entry{Key: k, Value: v})
		}
		out["currentQueryId"], out["currentQuery"] = value.String(fmt.Sprintf("query-%d", t.query)), value.String(t.text)
		out["parameters"], out["currentQueryStatus"] = value.Map(value.SortEntries(params)), value.String("running")
		out["currentQueryStartTime"], out["currentQueryElapsedTime"] = at(t.queryBegan), since(t.queryBegan)
	}
	return out
}

// terminate ends the transactions with the names, and says of each what became of it.
func (all *Transactions) terminate(names []string) ([]map[string]value.Value, error) {
	for _, n := range names {
		if _, number, ok := strings.Cut(n, "-transaction-"); !ok || !isNumber(number) {
			return nil, diag.New("Neo.ClientError.General.InvalidArguments", "the id of a transaction has the form %s1, which %q has not", transactionPrefix, n)
		}
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	var out []map[string]value.Value
	open := all.sorted()
	for _, n := range names {
		row := map[string]value.Value{"transactionId": value.String(n), "message": value.String("Transaction not found.")}
		if i := slices.IndexFunc(open, func(t *Transaction) bool { return t.name() == n }); i >= 0 {
			t := open[i]
			t.ended = true
			t.cancel(errTerminated)
			row["username"], row["message"] = value.String(t.User), value.String("Transaction terminated.")
		}
		out = append(out, row)
	}
	return out, nil
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 63)
	return err == nil
}

// transactions is SHOW and TERMINATE TRANSACTIONS.
func (s *show) transactions(r *Run) ([]map[string]value.Value, error) {
	names, err := s.ids(r)
	switch {
	case err != nil:
		return nil, err
	case s.n.Terminate:
		return r.Transactions.terminate(names)
	case len(names) == 0 && len(s.n.IDs) > 0:
		return nil, nil // an empty list
	}
	return r.Transactions.rows(names, r.Clock()), nil
}

// transactionNames calculates the ids that SHOW and TERMINATE TRANSACTIONS are for: strings, or one list of them.
func (b *builder) transactionNames(n *plan.Show) func(*Run) ([]string, error) {
	ids := b.all(n.IDs)
	return func(r *Run) ([]string, error) {
		var out []string
		for i, f := range ids {
			v, err := f(r)
			if err != nil {
				return nil, err
			}
			for _, x := range oneOrMore(v) {
				if x.Kind() != value.KindString {
					return nil, diag.As(wrongType(x, function.String.String()+", the id of a transaction,")).Near(b.plan.Text, n.IDs[i].Range().Start)
				}
				out = append(out, x.Str())
			}
		}
		return out, nil
	}
}
