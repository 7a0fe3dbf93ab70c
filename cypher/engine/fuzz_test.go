package engine_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/value"
)

// FuzzRun holds that no query panics, and that every error has a code of its own: an unknown error
// is a bug. What a query writes is rolled back.
func FuzzRun(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		for _, c := range readCases(f, file) {
			f.Add(c.query)
		}
	}
	h := newHarness(f, engine.Options{Memory: 8 << 20})
	h.setup(fixture)
	params := map[string]value.Value{"x": value.Integer(1), "rows": value.ListOf(value.Map(nil)), "p": value.Null}
	f.Fuzz(func(t *testing.T, query string) {
		tx, err := h.session.Begin(context.Background(), engine.Write, 200*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		r, err := tx.Run(context.Background(), query, params)
		for ok := err == nil; ok && err == nil; {
			_, ok, err = r.Next()
		}
		if err == nil {
			_, err = r.Close()
		}
		if err != nil && diag.As(err).Code == diag.CodeUnknown {
			t.Errorf("%q: %v", query, err)
		}
	})
}
