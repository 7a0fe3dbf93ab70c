//go:build unix

package embedded

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const (
	benchNodes = 200_000
	benchRels  = 1_000_000
	benchBatch = 10_000
)

func run(b *testing.B, d neo4j.DriverWithContext, query string, params map[string]any) *neo4j.EagerResult {
	b.Helper()
	r, err := neo4j.ExecuteQuery(context.Background(), d, query, params, neo4j.EagerResultTransformer)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func person(i int) string { return fmt.Sprintf("person-%07d", i) }

// load merges nodes and relationships in batches, as a client does.
func load(b *testing.B, d neo4j.DriverWithContext, nodes, rels int) (nodeTime, relTime time.Duration) {
	b.Helper()
	nodeTime = loadNodes(b, d, nodes)
	start := time.Now()
	loadRels(b, d, nodes, rels, 1, func() bool { return true })
	return nodeTime, time.Since(start)
}

func loadNodes(b *testing.B, d neo4j.DriverWithContext, nodes int) time.Duration {
	b.Helper()
	run(b, d, "CREATE CONSTRAINT person IF NOT EXISTS FOR (p:Person) REQUIRE p.key IS UNIQUE", nil)
	start := time.Now()
	for from := 0; from < nodes; from += benchBatch {
		rows := make([]any, 0, benchBatch)
		for i := from; i < min(from+benchBatch, nodes); i++ {
			rows = append(rows, map[string]any{"key": person(i), "name": fmt.Sprintf("Given%d Family%d", i%997, i), "score": float64(i) / 7})
		}
		run(b, d, "UNWIND $rows AS row MERGE (p:Person {key: row.key}) SET p.name = row.name, p.score = row.score", map[string]any{"rows": rows})
	}
	return time.Since(start)
}

// loadRels merges relationships as long as it may go on, and says how many.
func loadRels(b *testing.B, d neo4j.DriverWithContext, nodes, rels int, seed uint64, goOn func() bool) int {
	b.Helper()
	r := rand.New(rand.NewPCG(seed, seed))
	zipf := rand.NewZipf(r, 1.1, 50, uint64(nodes-1))
	from := 0
	for ; from < rels && goOn(); from += benchBatch {
		rows := make([]any, 0, benchBatch)
		for range min(benchBatch, rels-from) {
			rows = append(rows, map[string]any{"from": person(r.IntN(nodes)), "to": person(int(zipf.Uint64())), "since": r.IntN(20_000)})
		}
		run(b, d, "UNWIND $rows AS row MATCH (a:Person {key: row.from}), (b:Person {key: row.to}) MERGE (a)-[r:KNOWS]->(b) SET r.since = row.since",
			map[string]any{"rows": rows})
	}
	return from
}

// BenchmarkMerge loads a tenth of the graph through the driver.
func BenchmarkMerge(b *testing.B) {
	for b.Loop() {
		g, err := Open(context.Background(), b.TempDir(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		d, err := neo4j.NewDriverWithContext(g.URI(), neo4j.NoAuth())
		if err != nil {
			b.Fatal(err)
		}
		nodes, rels := load(b, d, benchNodes/10, benchRels/10)
		b.ReportMetric(benchNodes/10/nodes.Seconds(), "nodes/s")
		b.ReportMetric(benchRels/10/rels.Seconds(), "rels/s")
		d.Close(context.Background())
		if err := g.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQueries measures small queries through the driver on the whole graph.
func BenchmarkQueries(b *testing.B) {
	g, err := Open(context.Background(), b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer g.Close()
	d, err := neo4j.NewDriverWithContext(g.URI(), neo4j.NoAuth())
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close(context.Background())
	load(b, d, benchNodes, benchRels)
	for _, c := range []struct{ name, query string }{
		{"one", "RETURN 1"},
		{"point", "MATCH (p:Person {key: $key}) RETURN p.name"},
		{"one-hop", "MATCH (:Person {key: $key})-[:KNOWS]->(q) RETURN q.name"},
		{"one-hop-while-loading", "MATCH (:Person {key: $key})-[:KNOWS]->(q) RETURN q.name"},
		{"two-hops", "MATCH (:Person {key: $key})-[:KNOWS]->()-[:KNOWS]->(q) RETURN DISTINCT q.name"},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(2, 2))
			var times []time.Duration
			rows := 0
			var stop atomic.Bool
			loaded := make(chan int, 1)
			if c.name == "one-hop-while-loading" {
				go func() { loaded <- loadRels(b, d, benchNodes, 1<<40, 3, func() bool { return !stop.Load() }) }()
			}
			for b.Loop() {
				start := time.Now()
				rows += len(run(b, d, c.query, map[string]any{"key": person(r.IntN(benchNodes))}).Records)
				times = append(times, time.Since(start))
			}
			if stop.Store(true); c.name == "one-hop-while-loading" {
				b.ReportMetric(float64(<-loaded), "merged-rels")
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-us")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-us")
			b.ReportMetric(float64(rows)/float64(len(times)), "rows/op")
		})
	}
}
