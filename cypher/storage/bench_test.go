package storage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsgraph/cypher/value"
)

// The graph of the benchmarks: nodes with 4 properties, relationships with 2, sources uniform, targets by Zipf's
// law, loaded as MERGE does it (find the ends by key, look for the relationship, make it).
const (
	benchNodes = 200_000
	benchRels  = 1_000_000
	benchBatch = 10_000
)

type loader struct {
	s    *Store
	r    *rand.Rand
	zipf *rand.Zipf
}

func newLoader(s *Store, seed uint64) *loader {
	r := rand.New(rand.NewPCG(seed, seed))
	return &loader{s: s, r: r, zipf: rand.NewZipf(r, 1.1, 50, benchNodes-1)}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (l *loader) schema() {
	tx := must(l.s.Begin(context.Background()))
	must(tx.CreateConstraint(&Constraint{Name: "person", Kind: UniqueConstraint, Entity: Nodes, Label: "Person", Properties: []string{"key"}}, true))
	if err := tx.Commit(); err != nil {
		panic(err)
	}
}

func benchKey(i int) value.Value { return value.String(fmt.Sprintf("person-%07d", i)) }

func (l *loader) nodes(from, to int) {
	tx := must(l.s.Begin(context.Background()))
	ix, _ := tx.Index("person")
	person := tx.InternLabel("Person")
	keys := [4]PropKey{tx.InternPropKey("key"), tx.InternPropKey("name"), tx.InternPropKey("born"), tx.InternPropKey("score")}
	for i := from; i < to; i++ {
		found := tx.SeekEqual(ix, benchKey(i))
		if _, ok := found.Next(); ok {
			continue
		}
		must(tx.CreateNode([]Label{person}, []Prop{{keys[0], benchKey(i)}, {keys[1], value.String(fmt.Sprintf("Given%d Family%d", i%997, i))},
			{keys[2], value.DateOf(int64(i % 20_000))}, {keys[3], value.Float(float64(i) / 7)}}))
	}
	if err := tx.Commit(); err != nil {
		panic(err)
	}
}

func (l *loader) rels(n int) {
	tx := must(l.s.Begin(context.Background()))
	ix, _ := tx.Index("person")
	knows := tx.InternRelType("KNOWS")
	since, weight := tx.InternPropKey("since"), tx.InternPropKey("weight")
	for range n {
		from, to := tx.SeekEqual(ix, benchKey(l.r.IntN(benchNodes))), tx.SeekEqual(ix, benchKey(int(l.zipf.Uint64())))
		a, _ := from.Next()
		b, _ := to.Next()
		hops := tx.Between(a, b, Outgoing, knows)
		if _, ok := hops.Next(); ok {
			continue
		}
		must(tx.CreateRel(a, b, knows, []Prop{{since, value.DateOf(int64(l.r.IntN(20_000)))}, {weight, value.Float(l.r.Float64())}}))
	}
	if err := tx.Commit(); err != nil {
		panic(err)
	}
}

func (l *loader) load(nodes, rels int) (nodeTime, relTime time.Duration) {
	l.schema()
	start := time.Now()
	for i := 0; i < nodes; i += benchBatch {
		l.nodes(i, min(i+benchBatch, nodes))
	}
	nodeTime = time.Since(start)
	start = time.Now()
	for i := 0; i < rels; i += benchBatch {
		l.rels(benchBatch)
	}
	return nodeTime, time.Since(start)
}

// memory is the live heap and the resident set in MiB.
func memory() (heap, resident float64) {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		var kib float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kib); n == 1 {
			resident = kib / 1024
		}
	}
	return float64(m.HeapAlloc) / (1 << 20), resident
}

// BenchmarkLoad loads the whole graph into a new store on disk, and reports the memory it takes then.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		s := must(Open(b.TempDir(), Options{NoColumns: true}))
		nodes, rels := newLoader(s, 1).load(benchNodes, benchRels)
		b.ReportMetric(float64(s.Snapshot().RelCount()), "rels")
		b.ReportMetric(benchNodes/nodes.Seconds(), "nodes/s")
		b.ReportMetric(benchRels/rels.Seconds(), "rels/s")
		heap, resident := memory()
		b.ReportMetric(heap, "heap-MiB")
		b.ReportMetric(resident, "resident-MiB")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// loaded is a directory with the graph of the benchmarks.
func loaded(b *testing.B) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "graph")
	s := must(Open(dir, Options{}))
	newLoader(s, 1).load(benchNodes, benchRels)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkOpen opens the graph from its columns and from its records.
func BenchmarkOpen(b *testing.B) {
	dir := loaded(b)
	for _, name := range []string{RecordsFile, ColumnsFile} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: %d MiB", name, info.Size()>>20)
	}
	for _, c := range []struct {
		name string
		o    Options
	}{{"columns", Options{}}, {"records", Options{NoColumns: true}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				s := must(Open(dir, c.o))
				b.StopTimer()
				heap, resident := memory()
				b.ReportMetric(heap, "heap-MiB")
				b.ReportMetric(resident, "resident-MiB")
				if n := s.Snapshot().RelCount(); n == 0 || c.o.NoColumns == (s.columns.commit > 0) {
					b.Fatalf("%d relationships, columns of commit %d", n, s.columns.commit)
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

// BenchmarkReadWhileLoading finds a node by key and reads a property of each of its neighbours, again and again
// in a new snapshot, while a writer adds relationships.
func BenchmarkReadWhileLoading(b *testing.B) {
	for _, writing := range []bool{false, true} {
		b.Run(fmt.Sprintf("writing=%v", writing), func(b *testing.B) {
			s := must(Open(b.TempDir(), Options{NoColumns: true}))
			l := newLoader(s, 1)
			l.load(benchNodes, benchRels/4)
			var stop atomic.Bool
			done := make(chan int)
			go func() {
				n := 0
				for writing && !stop.Load() {
					l.rels(benchBatch)
					n += benchBatch
				}
				done <- n
			}()
			r := rand.New(rand.NewPCG(2, 2))
			var times []time.Duration
			rows := 0
			begin := time.Now()
			for b.Loop() {
				key := benchKey(r.IntN(benchNodes))
				start := time.Now()
				v := s.Snapshot()
				ix, _ := v.Index("person")
				name, _ := v.PropKey("name")
				ids := v.SeekEqual(ix, key)
				id, _ := ids.Next()
				hops := v.Expand(id, Outgoing)
				for h, ok := hops.Next(); ok; h, ok = hops.Next() {
					if !v.NodeProp(h.Node, name).IsNull() {
						rows++
					}
				}
				times = append(times, time.Since(start))
			}
			elapsed := time.Since(begin)
			stop.Store(true)
			written := <-done
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
			b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
			b.ReportMetric(float64(times[len(times)-1].Nanoseconds()), "max-ns")
			b.ReportMetric(float64(rows)/float64(len(times)), "rows/op")
			b.ReportMetric(float64(written)/elapsed.Seconds(), "rels/s")
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkSmallTransaction commits 10 nodes and 20 relationships at a time to the loaded graph, on disk.
func BenchmarkSmallTransaction(b *testing.B) {
	s := must(Open(b.TempDir(), Options{NoColumns: true}))
	l := newLoader(s, 1)
	l.load(benchNodes, benchRels/4)
	next := benchNodes
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		tx := must(s.Begin(context.Background()))
		person, knows, key := tx.InternLabel("Person"), tx.InternRelType("KNOWS"), tx.InternPropKey("key")
		for range 10 {
			id := must(tx.CreateNode([]Label{person}, []Prop{{key, benchKey(next)}}))
			must(tx.CreateRel(id, int64(l.r.IntN(benchNodes)), knows, nil))
			must(tx.CreateRel(int64(l.zipf.Uint64()), id, knows, nil))
			next++
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-us")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
