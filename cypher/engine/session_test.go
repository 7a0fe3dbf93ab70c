package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

func code(err error) string {
	if err == nil {
		return ""
	}
	return diag.As(err).Code
}

// all runs a query in a transaction and gives its only column.
func all(t *testing.T, tx *engine.Tx, query string) []int64 {
	t.Helper()
	r, err := tx.Run(context.Background(), query, nil)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return rest(t, r)
}

func rest(t *testing.T, r *engine.Result) []int64 {
	t.Helper()
	var out []int64
	for {
		row, ok, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return out
		}
		out = append(out, row[0].Int())
	}
}

func begin(t *testing.T, s *engine.Session, mode engine.Mode) *engine.Tx {
	t.Helper()
	tx, err := s.Begin(context.Background(), mode, 0)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

const countAll = "MATCH (n) RETURN count(n)"

func TestTransaction(t *testing.T) {
	e := engine.Open(storage.OpenMemory(), engine.Options{})
	tx, other := begin(t, e.Session(), engine.Write), begin(t, e.Session(), engine.Read)
	all(t, tx, "UNWIND range(1, 3) AS x CREATE (:N {x: x})")
	if got := all(t, tx, countAll); got[0] != 3 {
		t.Errorf("the transaction sees %d of its nodes", got[0])
	}
	if got := all(t, other, countAll); got[0] != 0 {
		t.Errorf("another transaction sees %d nodes before the commit", got[0])
	}
	bookmark, err := tx.Commit(context.Background())
	if err != nil || bookmark != "newsgraph:commit:1" {
		t.Errorf("commit: %q, %v", bookmark, err)
	}
	if _, err := tx.Run(context.Background(), "RETURN 1", nil); code(err) != diag.CodeTransactionNotFound {
		t.Errorf("run after commit: %v", err)
	}
	undone := begin(t, e.Session(), engine.Write)
	all(t, undone, "MATCH (n) DELETE n")
	if err := undone.Rollback(); err != nil {
		t.Fatal(err)
	}
	if got := all(t, other, countAll); got[0] != 3 {
		t.Errorf("after commit and rollback there are %d nodes", got[0])
	}
}

func TestSeveralResults(t *testing.T) {
	e := engine.Open(storage.OpenMemory(), engine.Options{})
	tx := begin(t, e.Session(), engine.Write)
	all(t, tx, "UNWIND range(1, 3) AS x CREATE (:N {x: x})")
	a, err := tx.Run(context.Background(), "MATCH (n:N) RETURN n.x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if row, ok, err := a.Next(); !ok || err != nil || row[0].Int() != 1 {
		t.Fatalf("first row: %v %v %v", row, ok, err)
	}
	b, err := tx.Run(context.Background(), "MATCH (n:N) RETURN -n.x", nil)
	if err != nil {
		t.Fatal(err)
	}
	all(t, tx, "MATCH (n:N) SET n.x = 100")
	if got := rest(t, b); len(got) != 3 || got[2] != -3 {
		t.Errorf("second result: %v", got)
	}
	if got := rest(t, a); len(got) != 2 || got[1] != 3 {
		t.Errorf("rest of the first result: %v", got)
	}
	if _, err := tx.Commit(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestResultRolledBack pulls from a result whose transaction was rolled back.
func TestResultRolledBack(t *testing.T) {
	tx := begin(t, engine.Open(storage.OpenMemory(), engine.Options{}).Session(), engine.Read)
	r, err := tx.Run(context.Background(), "UNWIND [1, 2] AS x RETURN x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := r.Next(); !ok || err != nil {
		t.Fatalf("first row: %v %v", ok, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := r.Next(); ok || code(err) != diag.CodeTerminated {
		t.Errorf("after the rollback: %v %v", ok, err)
	}
	if _, err := r.Close(); code(err) != diag.CodeTerminated {
		t.Errorf("close after the rollback: %v", err)
	}
}

func TestFailedTransaction(t *testing.T) {
	e := engine.Open(storage.OpenMemory(), engine.Options{})
	tx := begin(t, e.Session(), engine.Write)
	all(t, tx, "CREATE (:N)")
	r, err := tx.Run(context.Background(), "UNWIND [1, 0] AS x RETURN 1 / x", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Next()
	if _, _, err := r.Next(); code(err) != diag.CodeArithmetic {
		t.Errorf("division by zero: %v", err)
	}
	if _, err := tx.Run(context.Background(), "RETURN 1", nil); code(err) != diag.CodeTransactionFailed {
		t.Errorf("run in a failed transaction: %v", err)
	}
	if _, err := tx.Commit(context.Background()); code(err) != diag.CodeTransactionFailed {
		t.Errorf("commit of a failed transaction: %v", err)
	}
	if got := all(t, begin(t, e.Session(), engine.Read), countAll); got[0] != 0 {
		t.Errorf("a failed transaction left %d nodes", got[0])
	}
}

func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	store := storage.OpenMemory()
	s := engine.Open(store, engine.Options{}).Session()
	if _, err := s.Run(ctx, "CREATE (n)", nil, engine.Read, 0); code(err) != diag.CodeAccessMode {
		t.Errorf("write in read mode: %v", err)
	}
	if _, err := begin(t, s, engine.Read).Run(ctx, "CREATE INDEX FOR (n:N) ON (n.x)", nil); code(err) != diag.CodeAccessMode {
		t.Errorf("schema change in read mode: %v", err)
	}
	closed := engine.Open(store, engine.Options{ReadOnly: true}).Session()
	if _, err := closed.Run(ctx, "MERGE (n)", nil, engine.Write, 0); code(err) != diag.CodeForbiddenReadOnly {
		t.Errorf("write to a read-only engine: %v", err)
	}
	if _, err := closed.Run(ctx, "EXPLAIN MERGE (n)", nil, engine.Read, 0); err != nil {
		t.Errorf("explain of a write: %v", err)
	}
}

// TestClose holds that a query which writes has written all when its result is closed, whatever was
// pulled.
func TestClose(t *testing.T) {
	ctx := context.Background()
	e := engine.Open(storage.OpenMemory(), engine.Options{})
	for i, query := range []string{
		"UNWIND range(1, 10) AS x CREATE (n:N {x: x}) RETURN n.x",
		"UNWIND range(1, 10) AS x CREATE (n:N {x: x}) RETURN n.x LIMIT 0",
		"UNWIND range(1, 10) AS x CREATE (n:N {x: x})",
	} {
		r, err := e.Session().Run(ctx, query, nil, engine.Write, 0)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			r.Next()
		}
		s, err := r.Close()
		if err != nil || s.Counters.NodesCreated != 10 {
			t.Errorf("%s: %+v, %v", query, s, err)
		}
	}
	if got := all(t, begin(t, e.Session(), engine.Read), countAll); got[0] != 30 {
		t.Errorf("%d nodes, want 30", got[0])
	}
}

const endless = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*)"

func TestInterrupt(t *testing.T) {
	s := engine.Open(storage.OpenMemory(), engine.Options{}).Session()
	r, err := s.Run(context.Background(), endless, nil, engine.Read, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); code(err) != diag.CodeTransactionTimedOut {
		t.Errorf("timeout: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err = s.Run(ctx, endless, nil, engine.Read, 0)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, _, err := r.Next(); code(err) != diag.CodeTerminated {
		t.Errorf("cancel: %v", err)
	}
	tx, err := s.Begin(context.Background(), engine.Write, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	r, err = tx.Run(context.Background(), endless, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); code(err) != diag.CodeTransactionTimedOut {
		t.Errorf("timeout of a transaction: %v", err)
	}
}

func TestMemory(t *testing.T) {
	s := engine.Open(storage.OpenMemory(), engine.Options{Memory: 1 << 20}).Session()
	for _, query := range []string{
		"UNWIND range(1, 40000) AS x UNWIND range(1, 10) AS y RETURN collect(x)",
		"UNWIND range(1, 20000) AS x RETURN x ORDER BY -x",
		"UNWIND range(1, 40000) AS x RETURN DISTINCT x",
		"UNWIND range(1, 20000) AS x RETURN x, count(*)",
		"UNWIND range(1, 20000) AS x CREATE (n) RETURN count(n)",
		"RETURN range(1, 1000000)",
		"RETURN reduce(s = 'ab', x IN range(1, 30) | s + s)",
		"RETURN reduce(l = [1], x IN range(1, 30) | l + l)",
		"RETURN [x IN range(1, 2000) | [y IN range(1, 2000) | x + y]]",
	} {
		r, err := s.Run(context.Background(), query, nil, engine.Write, 0)
		if err != nil {
			t.Fatal(err)
		}
		for ok := true; ok && err == nil; {
			_, ok, err = r.Next()
		}
		if code(err) != diag.CodeMemory {
			t.Errorf("%s: %v", query, err)
		}
	}
	// The same budget is enough for any number of rows that are not kept.
	r, err := s.Run(context.Background(), "UNWIND range(1, 300) AS x UNWIND range(1, 300) AS y WITH x, range(1, 100) AS l RETURN sum(size(l))", nil, engine.Read, 0)
	if err != nil {
		t.Fatal(err)
	}
	if row, _, err := r.Next(); err != nil || row[0].Int() != 9_000_000 {
		t.Errorf("%v, %v", row, err)
	}
}

// TestMemoryTogether has queries that each keep to their budget and together do not: the one too many fails, and when
// they have ended, in whatever way, nothing is held any more.
func TestMemoryTogether(t *testing.T) {
	e := engine.Open(storage.OpenMemory(), engine.Options{Memory: 8 << 20, Together: 20 << 20})
	const hungry = "UNWIND range(1, 50000) AS x WITH collect(x) AS l UNWIND l AS x RETURN x"
	ctx := context.Background()
	var ends []func() error
	var refused error
	for i := 0; refused == nil && i < 100; i++ {
		r, end := startQuery(t, e, hungry, i%2 == 0)
		ends = append(ends, end)
		_, _, refused = r.Next()
	}
	if code(refused) != diag.CodeMemoryPool || len(ends) < 4 {
		t.Fatalf("after %d queries: %v", len(ends), refused)
	}
	for _, end := range ends {
		if err := end(); err != nil && code(err) != diag.CodeMemoryPool {
			t.Error(err)
		}
	}
	if held := e.Held(); held != 0 {
		t.Errorf("%d bytes are held", held)
	}
	if _, err := e.Session().Run(ctx, hungry, nil, engine.Read, 0); err != nil {
		t.Error(err)
	}
}

// startQuery runs a query, in a transaction that end rolls back, or alone, which end closes.
func startQuery(t *testing.T, e *engine.Engine, query string, inTx bool) (*engine.Result, func() error) {
	t.Helper()
	ctx := context.Background()
	if !inTx {
		r, err := e.Session().Run(ctx, query, nil, engine.Read, 0)
		if err != nil {
			t.Fatal(err)
		}
		return r, func() error { _, err := r.Close(); return err }
	}
	tx, err := e.Session().Begin(ctx, engine.Read, 0)
	if err != nil {
		t.Fatal(err)
	}
	r, err := tx.Run(ctx, query, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r, tx.Rollback
}

// TestPlanCache holds that a cached plan sees the index that came after it, and other parameters.
func TestPlanCache(t *testing.T) {
	h := newHarness(t, engine.Options{})
	h.setup("UNWIND range(1, 10) AS x CREATE (:N {x: x})")
	const query = "MATCH (n:N {x: $x}) RETURN n.x"
	for i := range 3 {
		h.params["x"] = value.Integer(int64(i + 1))
		_, rows, _, err := h.run(query)
		if err != nil || len(rows) != 1 || rows[0][0].Int() != int64(i+1) {
			t.Errorf("x = %d: %v, %v", i+1, rows, err)
		}
		if i == 1 {
			h.setup("CREATE INDEX FOR (n:N) ON (n.x)")
		}
	}
}

func TestNotifications(t *testing.T) {
	h := newHarness(t, engine.Options{})
	h.setup("CREATE (:A)-[:R]->(:B)")
	_, _, s, err := h.run("MATCH (a:A|Bee)-[:R|S]->() RETURN a")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range s.Notifications {
		got = append(got, n.Code[strings.LastIndexByte(n.Code, '.')+1:]+" "+n.Position.String())
	}
	want := "UnknownLabelWarning line 1, column 12 (offset: 11); UnknownRelationshipTypeWarning line 1, column 21 (offset: 20)"
	if strings.Join(got, "; ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "; "), want)
	}
}
