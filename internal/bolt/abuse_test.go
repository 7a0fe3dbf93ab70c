package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"

	"newsgraph/cypher/engine"
	"newsgraph/internal/bolt"
	"newsgraph/internal/bolt/bolttest"
	"newsgraph/internal/bolt/packstream"
)

// login is a raw client that is ready.
func login(t *testing.T, address string) raw {
	t.Helper()
	r := dial(t, address, 4)
	r.say(bolt.MsgHello, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgLogon, credentials(token))
	r.hear(bolt.MsgSuccess)
	return r
}

// endless is a query that takes longer than any test waits.
const endless = "UNWIND range(1, 10000) AS x UNWIND range(1, 10000) AS y UNWIND range(1, 10000) AS z WITH x WHERE x < 0 RETURN count(x)"

// TestResetInterrupts sends RESET while a query runs: it ends at once, and the connection goes on.
func TestResetInterrupts(t *testing.T) { everyWay(t, resetInterrupts) }

func resetInterrupts(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{})
	r := login(t, socket)
	r.say(bolt.MsgRun, query(endless), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all)
	r.say(bolt.MsgReset)
	r.hear(bolt.MsgIgnored)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query("RETURN 1 AS one"), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all)
	if row := r.hear(bolt.MsgRecord).Fields[0].List(); row[0].Int() != 1 {
		t.Errorf("row %v", row)
	}
	r.hear(bolt.MsgSuccess)
}

// TestFirstRowsComeSoon looks at the pieces in which the rows of a result are sent.
func TestFirstRowsComeSoon(t *testing.T) {
	_, e := bolttest.Serve(t, engine.Options{}, bolt.Options{})
	s := bolt.NewServer(e, bolt.Options{})
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	server, client := net.Pipe() // on which each read gives what was written at once
	s.ServeConn(server, bolt.Terms{})
	r := greet(t, client, 4)
	r.say(bolt.MsgHello, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgLogon, credentials(token))
	r.hear(bolt.MsgSuccess)
	for range 2 { // each request begins anew
		r.say(bolt.MsgRun, query("UNWIND range(1000, 9999) AS x RETURN x"), empty, empty)
		r.hear(bolt.MsgSuccess)
		r.say(bolt.MsgPull, all)
		buffer := make([]byte, 1<<20)
		const row = 2 + 6 + 2 // the size of its chunk, a record with a list of an integer, the end
		for i, want := range []int{1 << 10, 4 << 10, 16 << 10, 32 << 10, 32 << 10, 0} {
			n, err := client.Read(buffer)
			if err != nil {
				t.Fatal(err)
			}
			if want > 0 && (n < want || n >= want+row) {
				t.Errorf("piece %d has %d bytes, not %d and at most a row more", i, n, want)
			}
			if end := 9000*row - 85<<10 - 5*row; want == 0 && n < end {
				t.Errorf("the last piece has %d bytes, not %d and what is said of the result", n, end)
			}
		}
	}
}

// TestClosedConnectionFreesTheWriter closes a connection that holds the one writing transaction, in the middle of a
// query; the next writer gets its turn and sees nothing of it.
func TestClosedConnectionFreesTheWriter(t *testing.T) { everyWay(t, closedConnectionFreesTheWriter) }

func closedConnectionFreesTheWriter(t *testing.T, serve way) {
	uri, socket := serve(t, bolt.Options{})
	r := login(t, socket)
	r.say(bolt.MsgBegin, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query("CREATE (:Lost)"), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query(endless), empty, empty)
	if err := r.nc.Close(); err != nil {
		t.Fatal(err)
	}
	writesNext(t, uri)
}

// writesNext holds that the graph at uri, which another client left in the middle of a write, takes the next write soon,
// and has nothing of the other's.
func writesNext(t *testing.T, uri string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	res, err := neo4j.ExecuteQuery(ctx, open(t, uri, neo4j.NoAuth()), "CREATE (:Kept) WITH 1 AS x MATCH (n) RETURN labels(n) AS l", nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 1 || fmt.Sprint(res.Records[0].Values[0]) != "[Kept]" {
		t.Errorf("the graph has %v", res.Records)
	}
}

// TestIdleTransaction leaves a transaction alone: it is given up, and the client learns why.
func TestIdleTransaction(t *testing.T) { everyWay(t, idleTransaction) }

func idleTransaction(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{IdleTransaction: 50 * time.Millisecond})
	idle, other := login(t, socket), login(t, socket)
	idle.say(bolt.MsgBegin, empty)
	idle.hear(bolt.MsgSuccess)
	idle.say(bolt.MsgRun, query("CREATE ()"), empty, empty)
	idle.hear(bolt.MsgSuccess)
	other.say(bolt.MsgRun, query("CREATE ()"), empty, empty) // waits for the idle one's end
	other.hear(bolt.MsgSuccess)
	idle.say(bolt.MsgCommit)
	code, _ := idle.hear(bolt.MsgFailure).Fields[0].Lookup("code")
	if code.Str() != "Neo.ClientError.Transaction.TransactionTimedOut" {
		t.Errorf("code %s", code)
	}
	idle.say(bolt.MsgReset)
	idle.hear(bolt.MsgSuccess)
}

// TestHalfMessage stops in the middle of a message while it has the right to write: it loses its connection, and the next
// writer gets its turn.
func TestHalfMessage(t *testing.T) { everyWay(t, halfMessage) }

func halfMessage(t *testing.T, serve way) {
	uri, socket := serve(t, bolt.Options{IdleTransaction: 50 * time.Millisecond})
	r := login(t, socket)
	r.say(bolt.MsgBegin, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query("CREATE (:Lost)"), empty, empty)
	r.hear(bolt.MsgSuccess)
	if _, err := r.nc.Write([]byte{0, 100, 0xb3}); err != nil {
		t.Fatal(err)
	}
	writesNext(t, uri)
}

// TestSlowReader asks for more rows than memory holds and does not read them: the server waits, its memory does not
// grow, and others are served.
func TestSlowReader(t *testing.T) { everyWay(t, slowReader) }

func slowReader(t *testing.T, serve way) {
	uri, socket := serve(t, bolt.Options{})
	r := login(t, socket)
	r.say(bolt.MsgRun, query("UNWIND range(1, 10000) AS x UNWIND range(1, 10000) AS y RETURN y, 'some text to fill the buffers with'"), empty, empty)
	r.hear(bolt.MsgSuccess)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r.say(bolt.MsgPull, all)
	d := open(t, uri, neo4j.NoAuth())
	for range 20 {
		if _, err := neo4j.ExecuteQuery(context.Background(), d, "RETURN 1", nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("memory grew by %d bytes while nobody read", grown)
	}
}

// TestReaderGone stops reading in the middle of a result and keeps its connection and the right to write: after the
// write timeout the next writer gets its turn.
func TestReaderGone(t *testing.T) { everyWay(t, readerGone) }

func readerGone(t *testing.T, serve way) {
	uri, socket := serve(t, bolt.Options{WriteTimeout: 100 * time.Millisecond})
	r := login(t, socket)
	r.say(bolt.MsgRun, query("CREATE (:Lost) WITH 1 AS one UNWIND range(1, 1000000) AS x RETURN x, 'some text to fill the buffers with'"), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all)
	writesNext(t, uri)
}

// TestResetDropsWrites sends RESET in the middle of the result of a query that writes: what it wrote is dropped.
func TestResetDropsWrites(t *testing.T) { everyWay(t, resetDropsWrites) }

func resetDropsWrites(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{})
	r := login(t, socket)
	some := append(packstream.AppendString(packstream.AppendMap(nil, 1), "n"), 2)
	r.say(bolt.MsgRun, query("UNWIND range(1, 5) AS x CREATE (:Lost) RETURN x"), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, some)
	r.hear(bolt.MsgRecord)
	r.hear(bolt.MsgRecord)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgReset)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query("MATCH (n) RETURN count(n)"), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all)
	if row := r.hear(bolt.MsgRecord).Fields[0].List(); row[0].Int() != 0 {
		t.Errorf("%v nodes were kept", row)
	}
}

// TestLargeMessages sends messages up to the limit, and over it: before logging on, and after. A message that is too
// large ends its connection only.
func TestLargeMessages(t *testing.T) { everyWay(t, largeMessages) }

func largeMessages(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{})
	text := func(n int) []byte { return packstream.AppendString(nil, strings.Repeat("x", n)) }
	param := func(n int) []byte {
		return append(packstream.AppendString(packstream.AppendMap(nil, 1), "p"), text(n)...)
	}
	invalid := func(r raw) {
		t.Helper()
		code, _ := r.hear(bolt.MsgFailure).Fields[0].Lookup("code")
		if code.Str() != bolt.CodeRequest {
			t.Errorf("code %s", code)
		}
	}
	early := dial(t, socket, 4)
	early.say(bolt.MsgHello, param(64<<10))
	invalid(early)

	r, other := login(t, socket), login(t, socket)
	const limit = 64 << 20
	r.say(bolt.MsgRun, query("RETURN size($p)"), param(limit-100), empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all)
	if row := r.hear(bolt.MsgRecord).Fields[0].List(); row[0].Int() != limit-100 {
		t.Errorf("row %v", row)
	}
	r.hear(bolt.MsgSuccess)
	msg := packstream.AppendStruct(nil, bolt.MsgRun, 3)
	msg = append(append(append(msg, query("RETURN size($p)")...), param(limit)...), empty...)
	go r.nc.Write(bolt.AppendMessage(nil, msg)) // the server hangs up before it has taken all
	invalid(r)

	other.say(bolt.MsgRun, query("RETURN 1"), empty, empty)
	other.hear(bolt.MsgSuccess)
}

// TestMemoryBudget asks for more than a query may hold: it fails for good, and the connection goes on.
func TestMemoryBudget(t *testing.T) {
	uri, _ := bolttest.Serve(t, engine.Options{Memory: 1 << 20}, bolt.Options{})
	d := open(t, uri, neo4j.NoAuth())
	_, err := neo4j.ExecuteQuery(t.Context(), d, "UNWIND range(1, 1000000) AS x RETURN collect('text ' + x)", nil, neo4j.EagerResultTransformer)
	var e *db.Neo4jError
	if !errors.As(err, &e) || e.Code != "Neo.ClientError.General.TransactionOutOfMemoryError" || neo4j.IsRetryable(err) {
		t.Errorf("more than the budget: %v", err)
	}
	if _, err := neo4j.ExecuteQuery(t.Context(), d, "RETURN 1", nil, neo4j.EagerResultTransformer); err != nil {
		t.Error(err)
	}
}

// TestHalfOpen connects and says nothing, or half a handshake: the server hangs up after the login timeout.
func TestHalfOpen(t *testing.T) {
	_, socket := serve(t, bolt.Options{LoginTimeout: 100 * time.Millisecond})
	for _, begin := range []string{"", "\x60\x60\xb0", string(bolt.Magic) + "\x00\x00\x04\x05" + strings.Repeat("\x00", 12)} {
		nc := connect(t, socket)
		if _, err := io.WriteString(nc, begin); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, nc); err != nil {
			t.Errorf("after %q: %v", begin, err)
		}
	}
}

// TestManyConnections has five hundred clients at once, and refuses those beyond the limit.
func TestManyConnections(t *testing.T) { everyWay(t, manyConnections) }

func manyConnections(t *testing.T, serve way) {
	const clients = 500
	_, socket := serve(t, bolt.Options{MaxConnections: clients})
	conns := make([]raw, clients)
	var wg sync.WaitGroup
	for i := range conns {
		conns[i] = login(t, socket)
	}
	for _, r := range conns {
		wg.Go(func() {
			r.say(bolt.MsgRun, query("RETURN 1"), empty, empty)
			r.say(bolt.MsgPull, all)
		})
	}
	wg.Wait()
	for _, r := range conns {
		r.hear(bolt.MsgSuccess)
		r.hear(bolt.MsgRecord)
		r.hear(bolt.MsgSuccess)
	}
	nc := connect(t, socket)
	if n, err := nc.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("one connection too many: %d bytes, %v", n, err)
	}
}

// TestWrongTokens tries wrong tokens on many connections at once: they are answered slowly, and meanwhile the right one
// is let in, and a client that hangs up is forgotten.
func TestWrongTokens(t *testing.T) {
	const tries = 10
	_, address := guarded(t, bolt.Options{}, false)
	guess := func() raw {
		r := dial(t, "ws://"+address, 4)
		r.say(bolt.MsgHello, empty)
		r.hear(bolt.MsgSuccess)
		r.say(bolt.MsgLogon, credentials("wrong"))
		return r
	}
	start := time.Now()
	var answered atomic.Int32
	var wg sync.WaitGroup
	for range tries {
		r := guess()
		wg.Go(func() {
			r.hear(bolt.MsgFailure)
			answered.Add(1)
		})
	}
	login(t, "ws://"+address)
	if answered.Load() == tries {
		t.Error("the right token waited for the wrong ones")
	}
	wg.Wait()
	if took := time.Since(start); took < tries*bolt.WrongPause {
		t.Errorf("%d wrong tokens were answered in %s", tries, took)
	}
	for range 10 * tries { // whose turn would come after more time than a client waits
		guess().nc.Close()
	}
	guess().hear(bolt.MsgFailure)
}

// TestPipelined sends a thousand requests without waiting for an answer.
func TestPipelined(t *testing.T) { everyWay(t, pipelined) }

func pipelined(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{MaxMessage: 1 << 14})
	r := login(t, socket)
	go func() {
		for range 500 {
			r.say(bolt.MsgRun, query("RETURN 1"), empty, empty)
			r.say(bolt.MsgPull, all)
		}
	}()
	for range 500 {
		r.hear(bolt.MsgSuccess)
		r.hear(bolt.MsgRecord)
		r.hear(bolt.MsgSuccess)
	}
}

func TestReadOnly(t *testing.T) {
	uri, _ := serve(t, bolt.Options{ReadOnly: true})
	_, err := neo4j.ExecuteQuery(context.Background(), open(t, uri, neo4j.NoAuth()), "CREATE ()", nil, neo4j.EagerResultTransformer)
	var e *db.Neo4jError
	if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "Neo.ClientError.") {
		t.Errorf("a write on a read-only server: %v", err)
	}
}

// TestNestedParameters nests a parameter deeper than is allowed.
func TestNestedParameters(t *testing.T) { everyWay(t, nestedParameters) }

func nestedParameters(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{})
	r := login(t, socket)
	deep := append(packstream.AppendString(packstream.AppendMap(nil, 1), "p"), strings.Repeat("\x91", 100_000)...)
	r.say(bolt.MsgRun, query("RETURN $p"), append(deep, 0x01), empty)
	r.hear(bolt.MsgFailure)
}
