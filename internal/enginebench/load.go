package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"newsgraph/cypher"
)

const (
	mergeRounds = 3
	mergeNodes  = 20_000
	mergeRels   = 100_000
	mergeBatch  = 10_000
)

const (
	mergeNode = "UNWIND $rows AS row MERGE (p:Bench {key: row.key}) SET p.name = row.name, p.score = row.score"
	mergeRel  = "UNWIND $rows AS row MATCH (a:Bench {key: row.from}) MATCH (b:Bench {key: row.to}) MERGE (a)-[r:KNOWS]->(b) SET r.since = row.since"
)

// nodeRows and relRows are rows for mergeNode and mergeRel, different ones in each round.
func nodeRows(round int) []any {
	rows := make([]any, mergeNodes)
	for i := range rows {
		rows[i] = map[string]any{"key": benchKey(round, i), "name": fmt.Sprintf("Given%d Family%d", i%997, i), "score": float64(i) / 7}
	}
	return rows
}

func relRows(round int) []any {
	rng := rand.New(rand.NewPCG(uint64(round), 5))
	to := rand.NewZipf(rng, 1.1, 50, mergeNodes-1)
	rows := make([]any, mergeRels)
	for i := range rows {
		rows[i] = map[string]any{"from": benchKey(round, rng.IntN(mergeNodes)), "to": benchKey(round, int(to.Uint64())), "since": rng.IntN(20_000)}
	}
	return rows
}

func benchKey(round, i int) string { return fmt.Sprintf("bench-%d-%06d", round, i) }

// write runs a query on rows in batches and says how many rows a second that makes.
func write(ctx context.Context, db *cypher.DB, query string, rows []any) (float64, error) {
	begun := time.Now()
	for batch := range slices.Chunk(rows, mergeBatch) {
		if _, err := db.Write(ctx, query, map[string]any{"rows": batch}); err != nil {
			return 0, err
		}
	}
	return float64(len(rows)) / time.Since(begun).Seconds(), nil
}

// merge measures UNWIND … MERGE by turns; the best round of each side counts, and the first only warms up.
func (b *bench) merge(ctx context.Context) error {
	progress("merging nodes and relationships")
	for _, db := range b.sides() {
		if _, err := db.Run(ctx, "CREATE CONSTRAINT bench_key FOR (n:Bench) REQUIRE n.key IS UNIQUE", nil); err != nil {
			return err
		}
	}
	nodes, rels := make([]float64, len(b.sides())), make([]float64, len(b.sides()))
	for round := range mergeRounds + 1 {
		for side, db := range b.sides() {
			n, err := write(ctx, db, mergeNode, nodeRows(round))
			if err != nil {
				return err
			}
			r, err := write(ctx, db, mergeRel, relRows(round))
			if err != nil {
				return err
			}
			progress("round %d, %s: %.0f nodes/s, %.0f relationships/s", round, db.Address(), n, r)
			if round > 0 {
				nodes[side], rels[side] = max(nodes[side], n), max(rels[side], r)
			}
		}
	}
	b.addRates("UNWIND … MERGE of nodes", nodes, "10x")
	b.addRates("UNWIND … MERGE of relationships", rels, "10x")
	return nil
}

// readSpell is how long readers are measured while a writer loads.
const readSpell = 10 * time.Second

// readWhileLoading measures a query of one hop while a writer merges relationships without pause. The writer is a process
// of its own: in this one its garbage collection, and its encoding of rows, would be part of what readers wait for.
func (b *bench) readWhileLoading(ctx context.Context) error {
	progress("reading while a writer loads")
	var p99 [2]float64
	for side, db := range b.sides() {
		if _, err := write(ctx, db, mergeNode, nodeRows(loadRound)); err != nil {
			return err
		}
		stop, err := startLoader(db.Address())
		if err != nil {
			return err
		}
		took, err := b.readSpell(ctx, db)
		if err = errors.Join(err, stop()); err != nil {
			return err
		}
		p99[side] = quantile(took, 0.99)
	}
	theirs, ratio := "", ""
	if b.neo4j != nil {
		theirs, ratio = seconds(p99[1]), times(p99[1]/p99[0])
	}
	b.add("one hop while a writer loads, p99", seconds(p99[0]), theirs, ratio, "1 ms")
	return nil
}

// readSpell asks for one hop again and again, and returns how long each answer took, sorted.
func (b *bench) readSpell(ctx context.Context, db *cypher.DB) ([]float64, error) {
	var took []float64
	for i, begun := 0, time.Now(); time.Since(begun) < readSpell; i++ {
		asked := time.Now()
		if _, err := db.Stream(ctx, cypher.ReadAccess, oneHop, map[string]any{"article": b.records[i%len(b.records)].Article.Key}, nil); err != nil {
			return nil, err
		}
		took = append(took, time.Since(asked).Seconds())
	}
	slices.Sort(took)
	return took, nil
}

// loadRound is the round of the rows that are merged while readers are measured.
const loadRound = mergeRounds + 1

// load merges relationships between the nodes of loadRound at an address until standard input ends. It prints a line
// when it has begun.
func load(ctx context.Context, address string) error {
	config := cypher.Config{URI: address}
	if address == os.Getenv("NEO4J_URI") {
		config = neo4jConfig()
	}
	db, err := cypher.Open(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close(ctx)
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		ended <- err
	}()
	for rows, batches := relRows(loadRound), 0; ; batches++ {
		select {
		case err := <-ended:
			return err
		default:
		}
		if _, err := write(ctx, db, mergeRel, rows[:mergeBatch]); err != nil {
			return err
		}
		if rows = append(rows[mergeBatch:], rows[:mergeBatch]...); batches == 0 {
			fmt.Println("loading")
		}
	}
}
