// Command enginebench holds the embedded graph against a Neo4j server: the same articles into both, the same canned
// queries to both, over Bolt and the same driver, by turns.
//
//	enginebench            the table; a Neo4j that holds nothing is expected under NEO4J_URI
//	enginebench -peers PY  the canned queries on other engines too, by the script peers.py that PY runs
//	enginebench -keep DIR  keeps the embedded graph in DIR: a side that holds the corpus already is not loaded again, and
//	                       what would change it is left out
//	enginebench -only A,B  these queries alone; with -keep, nothing else is measured
//	enginebench -cpuprofile FILE
//	                       writes what this process spent its time on while queries were timed to FILE, for go tool pprof
//
// # Input and output
//
// The corpus is made, the same one every time (corpus.go). The embedded graph is served by a process of its own, so
// that its memory is its own, except while queries are timed: then by this one, as by a program that opens a graph.
// Progress goes to standard error, the tables to standard output. Without NEO4J_URI the embedded graph is measured
// alone. Beside the queries stands the floor: what the driver needs for the same answer from a server that has it ready.
//
// # Invariants
//
// Nothing is timed before both sides gave the same rows; a difference ends the run with exit code 1. Both sides
// are warmed alike: until a query has run for a second and a half.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/store"
)

func main() {
	serveDir := flag.String("serve", "", "serve the graph in this directory until standard input ends; what enginebench starts itself as")
	loadURI := flag.String("load", "", "merge relationships at this address until standard input ends; what enginebench starts itself as")
	scale := flag.Float64("scale", 1, "size of the graph; 1 is 200,000 nodes and 1,000,000 relationships")
	python := flag.String("peers", "", "Python with which to run peers.py")
	keep := flag.String("keep", "", "directory of the embedded graph; a side that holds the corpus is taken as it is")
	only := flag.String("only", "", "names of queries, with commas between them; the others are left out")
	profile := flag.String("cpuprofile", "", "file for a profile of the time in which queries are timed")
	flag.Parse()
	var err error
	switch {
	case *serveDir != "":
		err = serve(*serveDir)
	case *loadURI != "":
		err = load(context.Background(), *loadURI)
	default:
		err = run(context.Background(), *scale, *python, *keep, *only, *profile)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "enginebench:", err)
		os.Exit(1)
	}
}

// bench is a run: what is measured, and what was.
type bench struct {
	records  []graph.Record
	work     []workload
	dir      string // of the embedded graph
	scratch  string // a directory for all else
	keep     bool   // take a side as it is that holds the corpus
	profile  string // file for one; "" for none
	server   *server
	embedded *cypher.DB
	neo4j    *cypher.DB // nil without one
	timings  []timing
	others   []peer
	table    []line
}

// peer is another engine: its medians in seconds, or why there are none; reason[""] is of the engine itself.
type peer struct {
	name   string
	p50    map[string]float64
	reason map[string]string
}

func run(ctx context.Context, scale float64, python, keep, only, profile string) error {
	dir, err := os.MkdirTemp("", "newsgraph-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s := fullSize.scaled(scale)
	w := newWorld(s)
	b := &bench{dir: cmp.Or(keep, dir+"/graph"), scratch: dir, keep: keep != "", profile: profile, records: w.records(s.articles)}
	if b.work = workloads(w, b.records); python == "" {
		b.work = append(b.work, simple(b.records)...)
	}
	if b.work, err = chosen(b.work, only); err != nil {
		return err
	}
	if err := b.open(ctx); err != nil {
		return err
	}
	defer func() { b.server.stop() }()
	if b.neo4j != nil {
		defer b.neo4j.Close(ctx)
	}
	if err := b.load(ctx); err != nil {
		return err
	}
	steps := []func(context.Context) error{b.reopen, b.queries}
	switch {
	case python != "":
		steps = []func(context.Context) error{b.queries, func(ctx context.Context) error { return b.peers(ctx, python) }}
	case keep != "" && only != "":
		steps = steps[1:]
	case keep == "":
		steps = append(steps, b.merge, b.readWhileLoading, b.binary)
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	b.print()
	return nil
}

// open starts the embedded graph and connects to both sides.
func (b *bench) open(ctx context.Context) (err error) {
	if err := b.restart(ctx); err != nil {
		return err
	}
	config := neo4jConfig()
	if config.URI == "" {
		progress("no NEO4J_URI: the embedded graph alone")
		return nil
	}
	b.neo4j, err = cypher.Open(ctx, config)
	return err
}

// neo4jConfig is the server that the environment names; its URI is "" if it names none.
func neo4jConfig() cypher.Config {
	return cypher.Config{URI: os.Getenv("NEO4J_URI"), Username: os.Getenv("NEO4J_USERNAME"),
		Password: cypher.NewSecret(os.Getenv("NEO4J_PASSWORD")), Database: os.Getenv("NEO4J_DATABASE")}
}

// sides are the databases that are measured, the embedded one first.
func (b *bench) sides() []*cypher.DB {
	if b.neo4j == nil {
		return []*cypher.DB{b.embedded}
	}
	return []*cypher.DB{b.embedded, b.neo4j}
}

// load stores the corpus on both sides as newsgraph does, and checks that the sums agree.
func (b *bench) load(ctx context.Context) error {
	sum := graph.Sum(b.records)
	nodes := int64(len(sum.Nodes) + 2*len(sum.Articles) + len(sum.Statements) + 1) // each article's text, and the node that writers lock
	rels := int64(len(sum.Edges) + len(sum.Represents) + len(sum.Participations) + len(sum.ArticleMentions) + 3*len(sum.Statements) + len(sum.Articles))
	progress("the corpus is %d nodes and %d relationships", nodes, rels)
	var rates []float64
	for _, db := range b.sides() {
		n, r, err := counts(ctx, db)
		switch {
		case err != nil:
			return err
		case b.keep && n == nodes && r == rels:
			continue
		case n > 0:
			return fmt.Errorf("load corpus: %s holds %d nodes: refusing to add to somebody's graph", db.Address(), n)
		}
		begun := time.Now()
		if err := ingest(ctx, db, b.records); err != nil {
			return err
		}
		rates = append(rates, float64(nodes+rels)/time.Since(begun).Seconds())
		if n, r, err = counts(ctx, db); err != nil || n != nodes || r != rels {
			return fmt.Errorf("load corpus: %s holds %d nodes and %d relationships (%v)", db.Address(), n, r, err)
		}
		if db != b.neo4j {
			continue
		}
		// The server looked at its indexes when they were nearly empty; it plans by what it saw then.
		if _, err := db.Run(ctx, "CALL db.prepareForReplanning(120)", nil); err != nil {
			return err
		}
	}
	b.addRates("store articles, rows", rates, "")
	return nil
}

// ingest stores records as newsgraph does.
func ingest(ctx context.Context, db *cypher.DB, records []graph.Record) error {
	s := store.New(db, store.Options{})
	if _, err := s.ApplySchema(ctx); err != nil {
		return err
	}
	report, err := s.Ingest(ctx, slices.Values(records))
	return errors.Join(append(report.Refused, err)...)
}

func counts(ctx context.Context, db *cypher.DB) (nodes, rels int64, err error) {
	if nodes, err = number(ctx, db, "MATCH (n) RETURN count(n)"); err == nil {
		rels, err = number(ctx, db, "MATCH ()-[r]->() RETURN count(r)")
	}
	return nodes, rels, err
}

func number(ctx context.Context, db *cypher.DB, query string) (int64, error) {
	r, err := db.Read(ctx, query, nil)
	if err != nil {
		return 0, err
	}
	return r.Rows[0][0].(int64), nil
}

func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s "+format+"\n", append([]any{time.Now().Format("15:04:05")}, args...)...)
}
