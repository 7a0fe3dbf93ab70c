package difftest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/exec"
	"newsgraph/cypher/value"
	"newsgraph/internal/bolt"
	"newsgraph/internal/bolt/bolttest"
	"newsgraph/internal/store"
	"newsgraph/internal/storetest"
)

// sharing are ways to share a query out that differ in what the others find to do, the first with one worker.
var sharing = []exec.Parallel{{Workers: 1}, {Workers: 2, After: 1, Morsel: 1}, {Workers: 4, After: 1, Morsel: 1}, {Workers: 3, After: 20, Morsel: 40}}

// TestParallelGenerated holds the rows, their order and the errors of shared queries to those of one worker.
func TestParallelGenerated(t *testing.T) {
	var engines []*engine.Engine
	for _, p := range sharing {
		uri, e := bolttest.Serve(t, engine.Options{Parallel: p}, bolt.Options{})
		db := open(t, uri)
		for _, statement := range New(1).Graph() {
			if _, err := db.Write(context.Background(), statement, nil); err != nil {
				t.Fatal(err)
			}
		}
		engines = append(engines, e)
	}
	g := New(3)
	for range number(t) {
		alike(t, engines, g.Query(), nil)
	}
}

// TestParallelCanned does so for the canned queries.
func TestParallelCanned(t *testing.T) {
	var engines []*engine.Engine
	for _, p := range sharing {
		uri, e := bolttest.Serve(t, engine.Options{Parallel: p}, bolt.Options{})
		s := store.New(open(t, uri), store.Options{})
		if _, err := s.ApplySchema(context.Background()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Ingest(context.Background(), slices.Values(storetest.Records())); err != nil {
			t.Fatal(err)
		}
		engines = append(engines, e)
	}
	for _, q := range cypher.Queries() {
		params := map[string]value.Value{}
		for _, p := range q.Parameters {
			switch x := p.Default.(type) {
			case string:
				params[p.Name] = value.String(x)
			case int64:
				params[p.Name] = value.Integer(x)
			default:
				params[p.Name] = value.String("FR")
			}
		}
		alike(t, engines, q.Text, params)
	}
}

func open(t *testing.T, uri string) *cypher.DB {
	t.Helper()
	db, err := cypher.Open(context.Background(), cypher.Config{URI: uri})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close(context.Background()) })
	return db
}

// alike asks all engines a query; those after the first must say what the first says.
func alike(t *testing.T, engines []*engine.Engine, query string, params map[string]value.Value) {
	t.Helper()
	want := said(engines[0], query, params)
	for i, e := range engines[1:] {
		if got := said(e, query, params); got != want {
			t.Errorf("%s\nshared out as %+v gives\n%s\none worker gives\n%s", query, sharing[i+1], got, want)
		}
	}
}

// said is the rows of a query and its error, as text.
func said(e *engine.Engine, query string, params map[string]value.Value) string {
	var b strings.Builder
	r, err := e.Session().Run(context.Background(), query, params, engine.Read, 0)
	if err != nil {
		return err.Error()
	}
	for {
		row, ok, err := r.Next()
		if err != nil {
			b.WriteString(err.Error())
		}
		if !ok {
			break
		}
		for _, v := range row {
			b.WriteString(v.String() + "\t")
		}
		b.WriteByte('\n')
	}
	if _, err := r.Close(); err != nil {
		b.WriteString(err.Error())
	}
	return b.String()
}
