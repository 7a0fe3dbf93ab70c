package store_test

import (
	"errors"
	"io"
	"net"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/store"
	"newsgraph/internal/storetest"
)

// cutter is a TCP proxy to a server that can be told to go dead.
type cutter struct {
	listener net.Listener
	budget   atomic.Int64 // bytes to the server until it goes dead
	dead     atomic.Bool
	mu       sync.Mutex
	conns    []net.Conn
}

func newCutter(t *testing.T, server string, budget int64) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{listener: l}
	c.budget.Store(budget)
	t.Cleanup(c.cut)
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			behind, err := net.Dial("tcp", server)
			if err != nil {
				client.Close()
				return
			}
			c.mu.Lock()
			c.conns = append(c.conns, client, behind)
			c.mu.Unlock()
			if c.dead.Load() {
				c.cut()
				return
			}
			go io.Copy(client, behind)
			go c.forward(behind, client)
		}
	}()
	return c
}

// forward copies to the server until the budget is spent, and then cuts in the middle of whatever is on its way.
func (c *cutter) forward(to, from net.Conn) {
	buf := make([]byte, 1024)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		if c.budget.Add(-int64(n)) < 0 {
			c.cut()
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (c *cutter) cut() {
	c.dead.Store(true)
	c.listener.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		conn.Close()
	}
}

// through is the configured server behind a proxy.
func through(t *testing.T, budget int64) (cypher.Config, *cutter) {
	t.Helper()
	conf := storetest.Config(t)
	u, err := url.Parse(conf.URI)
	if err != nil {
		t.Fatal(err)
	}
	c := newCutter(t, u.Host, budget)
	conf.URI = "bolt://" + c.listener.Addr().String() // routing would lead around the proxy
	conf.RetryFor = 500 * time.Millisecond
	return conf, c
}

// TestServerDies cuts the connection for good after more and more bytes; each time the run ends with a clear error,
// what is stored is whole, and another run completes the graph.
func TestServerDies(t *testing.T) {
	direct := storetest.Neo4j(t)
	open(t, direct, store.Options{})
	records := storetest.Records()
	died := 0
	for budget := int64(3000); ; budget += 9000 {
		clearGraph(t, direct)
		conf, _ := through(t, budget)
		db, err := cypher.Open(ctx, conf)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		report, err := store.New(db, store.Options{BatchArticles: 2}).Ingest(ctx, slices.Values(records))
		db.Close(ctx)
		if err == nil {
			break
		}
		died++
		if !errors.Is(err, cypher.ErrUnreachable) || time.Since(start) > 10*time.Second {
			t.Fatalf("after %d bytes and %s: %v, want ErrUnreachable soon", budget, time.Since(start), err)
		}
		// A batch whose commit was not answered may or may not be stored; those reported are.
		s := store.New(direct, store.Options{})
		stored, err := s.Records(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(stored); n != report.New && n != report.New+2 {
			t.Errorf("after %d bytes: %d articles are stored, %d reported", budget, n, report.New)
		}
		holds(t, s, "cut", stored)
		if r := ingest(t, s, records); r.New+r.Unchanged != len(records) || r.Unchanged != len(stored) {
			t.Errorf("the run after: %+v, with %d stored before", r, len(stored))
		}
		holds(t, s, "completed", records)
	}
	if died < 4 {
		t.Errorf("the connection was cut in %d runs only", died)
	}
	t.Logf("cut in %d runs", died)
}

// TestServerGoneBetween loses the server between two batches.
func TestServerGoneBetween(t *testing.T) {
	direct := storetest.Neo4j(t)
	open(t, direct, store.Options{})
	records := storetest.Records()
	conf, proxy := through(t, 1<<40)
	db, err := cypher.Open(ctx, conf)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	s := store.New(db, store.Options{BatchArticles: 3, Progress: func(r store.Report) {
		if r.New == 3 {
			proxy.cut()
		}
	}})
	report, err := s.Ingest(ctx, slices.Values(records))
	if want := `store articles "again" to "harbour": database unreachable: `; !errors.Is(err, cypher.ErrUnreachable) || len(err.Error()) < len(want) || err.Error()[:len(want)] != want {
		t.Errorf("Ingest: %v, want %s…", err, want)
	}
	if report.New != 3 {
		t.Errorf("report %+v", report)
	}
	holds(t, store.New(direct, store.Options{}), "the first batch", records[:3])
	for what, f := range map[string]func() error{
		"Read":    func() error { _, err := s.Read(ctx); return err },
		"Verify":  func() error { _, err := s.Verify(ctx); return err },
		"Retract": func() error { _, err := s.Retract(ctx, "x"); return err },
		"Schema":  func() error { _, err := s.ApplySchema(ctx); return err },
	} {
		if err := f(); !errors.Is(err, cypher.ErrUnreachable) {
			t.Errorf("%s: %v, want ErrUnreachable", what, err)
		}
	}
}

// TestTwoWriters lets two processes store overlapping articles at once.
func TestTwoWriters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := storetest.Records()
		backward := slices.Clone(records)
		slices.Reverse(backward)
		open(t, db, store.Options{})
		var wg sync.WaitGroup
		for _, rs := range [][]graph.Record{records, backward, records} {
			wg.Go(func() {
				if _, err := store.New(db, store.Options{BatchArticles: 1}).Ingest(ctx, slices.Values(rs)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		holds(t, store.New(db, store.Options{}), "two writers", records)
	})
}
