package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

const (
	benchNodes = 20_000
	benchRels  = 100_000
)

func drain(b *testing.B, s *engine.Session, query string, params map[string]value.Value) int {
	b.Helper()
	r, err := s.Run(context.Background(), query, params, engine.Write, 0)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for {
		_, ok, err := r.Next()
		if err != nil {
			b.Fatal(err)
		}
		if !ok {
			break
		}
		n++
	}
	if _, err := r.Close(); err != nil {
		b.Fatal(err)
	}
	return n
}

func entry(k string, v value.Value) value.Entry { return value.Entry{Key: k, Value: v} }

// nodeRows and relRows are batches as a client sends them.
func nodeRows(from, to int) map[string]value.Value {
	var rows []value.Value
	for i := from; i < to; i++ {
		rows = append(rows, value.Map([]value.Entry{entry("key", value.String(fmt.Sprint("p", i))),
			entry("props", value.Map([]value.Entry{entry("name", value.String(fmt.Sprint("Person ", i))), entry("n", value.Integer(int64(i%100)))}))}))
	}
	return map[string]value.Value{"rows": value.List(rows)}
}

func relRows(r *rand.Rand, n int) map[string]value.Value {
	var rows []value.Value
	for range n {
		a, b := r.IntN(benchNodes), int(float64(benchNodes)*r.Float64()*r.Float64())
		rows = append(rows, value.Map([]value.Entry{entry("a", value.String(fmt.Sprint("p", a))), entry("b", value.String(fmt.Sprint("p", b))),
			entry("w", value.Integer(int64(r.IntN(10))))}))
	}
	return map[string]value.Value{"rows": value.List(rows)}
}

const (
	mergeNodes = "UNWIND $rows AS row MERGE (n:Person {key: row.key}) SET n += row.props"
	mergeRels  = "UNWIND $rows AS row MATCH (a:Person {key: row.a}), (b:Person {key: row.b}) MERGE (a)-[r:MET {w: row.w}]->(b) SET r.seen = true"
)

func load(b *testing.B) *engine.Session {
	s := engine.Open(storage.OpenMemory(), engine.Options{}).Session()
	drain(b, s, "CREATE CONSTRAINT FOR (n:Person) REQUIRE n.key IS UNIQUE", nil)
	for i := 0; i < benchNodes; i += 5000 {
		drain(b, s, mergeNodes, nodeRows(i, i+5000))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < benchRels; i += 5000 {
		drain(b, s, mergeRels, relRows(r, 5000))
	}
	return s
}

func BenchmarkMergeNodes(b *testing.B) {
	s := engine.Open(storage.OpenMemory(), engine.Options{}).Session()
	drain(b, s, "CREATE CONSTRAINT FOR (n:Person) REQUIRE n.key IS UNIQUE", nil)
	i := 0
	for b.Loop() {
		b.StopTimer()
		rows := nodeRows(i, i+5000)
		i += 5000
		b.StartTimer()
		drain(b, s, mergeNodes, rows)
	}
	b.ReportMetric(float64(i)/b.Elapsed().Seconds(), "nodes/s")
}

func BenchmarkMergeRelationships(b *testing.B) {
	s := engine.Open(storage.OpenMemory(), engine.Options{}).Session()
	drain(b, s, "CREATE CONSTRAINT FOR (n:Person) REQUIRE n.key IS UNIQUE", nil)
	for i := 0; i < benchNodes; i += 5000 {
		drain(b, s, mergeNodes, nodeRows(i, i+5000))
	}
	r := rand.New(rand.NewPCG(1, 2))
	n := 0
	for b.Loop() {
		b.StopTimer()
		rows := relRows(r, 5000)
		n += 5000
		b.StartTimer()
		drain(b, s, mergeRels, rows)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rels/s")
}

// BenchmarkQueries runs reading queries on 20,000 nodes and 100,000 relationships.
func BenchmarkQueries(b *testing.B) {
	s := load(b)
	r := rand.New(rand.NewPCG(3, 4))
	key := func() map[string]value.Value {
		return map[string]value.Value{"k": value.String(fmt.Sprint("p", r.IntN(benchNodes))), "l": value.String(fmt.Sprint("p", r.IntN(benchNodes)))}
	}
	for _, q := range []struct{ name, text string }{
		{"one", "RETURN 1"},
		{"point", "MATCH (n:Person {key: $k}) RETURN n.name"},
		{"hop", "MATCH (n:Person {key: $k})-[:MET]->(m) RETURN m.name"},
		{"hop2", "MATCH (n:Person {key: $k})-[:MET]->()-[:MET]->(m) RETURN DISTINCT m.name"},
		{"shortest", "MATCH p = shortestPath((a:Person {key: $k})-[:MET*..6]-(b:Person {key: $l})) WHERE a <> b RETURN length(p)"},
		{"contains", "MATCH (n:Person) WHERE toLower(n.name) CONTAINS 'son 777' RETURN n.key ORDER BY n.key LIMIT 10"},
		{"degree", "MATCH (n:Person)-[r:MET]->() RETURN n.key, count(r) AS c ORDER BY c DESC LIMIT 10"},
		{"group", "MATCH (n:Person) RETURN n.n AS n, count(*) AS c ORDER BY n"},
	} {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				drain(b, s, q.text, key())
			}
		})
	}
}

// BenchmarkPeriod filters by days that are known as precisely as they were stated: each is compared with the ends of the
// period as far as both go.
func BenchmarkPeriod(b *testing.B) {
	h := newHarness(b, engine.Options{Parallel: exec.Parallel{Workers: 1}})
	drain(b, h.session, `UNWIND range(0, 19999) AS i
CREATE (:N {d: toString(2000 + i % 20) + '-' + toString(10 + i % 3) + '-' + toString(10 + i % 18)})`, nil)
	params := map[string]value.Value{"from": value.String("2015"), "to": value.String("2019-06")}
	for b.Loop() {
		drain(b, h.session, `MATCH (n:N) WHERE left(n.d, size($from)) >= left($from, size(n.d)) AND left(n.d, size($to)) <= left($to, size(n.d))
RETURN count(*)`, params)
	}
}
