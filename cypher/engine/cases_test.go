package engine_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

var rewrite = flag.Bool("rewrite", false, "write what the engine gives into testdata")

// A case file has cases between lines of "===". In a case, statements before the last line of "---"
// are run first, each ended by a semicolon; "$name = expression;" sets a parameter. The statement
// behind it is the one under test, up to a line of ">>>", and what it gives follows: a line of
// columns and a line for each row, then what it changed; or its error.
type testCase struct{ setup, query, want string }

func readCases(t testing.TB, file string) []testCase {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []testCase
	for _, block := range strings.Split(string(raw), "===\n") {
		head, want, ok := strings.Cut(block, ">>>\n")
		if !ok {
			t.Fatalf("%s: a case without >>>: %q", file, block)
		}
		setup, query, ok := strings.Cut(head, "---\n")
		if !ok {
			setup, query = "", head
		}
		out = append(out, testCase{setup, strings.TrimSuffix(query, "\n"), want})
	}
	return out
}

type harness struct {
	t       testing.TB
	session *engine.Session
	tx      *engine.Tx // nil: auto-commit
	params  map[string]value.Value
}

func newHarness(t testing.TB, opts engine.Options) *harness {
	return &harness{t: t, session: engine.Open(storage.OpenMemory(), opts).Session(), params: map[string]value.Value{}}
}

func (h *harness) run(query string) ([]string, [][]value.Value, *engine.Summary, error) {
	run := func() (*engine.Result, error) {
		return h.session.Run(context.Background(), query, h.params, engine.Write, 0)
	}
	if h.tx != nil {
		run = func() (*engine.Result, error) { return h.tx.Run(context.Background(), query, h.params) }
	}
	r, err := run()
	if err != nil {
		return nil, nil, nil, err
	}
	var rows [][]value.Value
	for {
		row, ok, err := r.Next()
		if err != nil {
			return nil, nil, nil, err
		}
		if !ok {
			break
		}
		rows = append(rows, slices.Clone(row))
	}
	s, err := r.Close()
	return r.Columns(), rows, s, err
}

func (h *harness) setup(text string) {
	h.t.Helper()
	for _, st := range syntax.Split(text) {
		if name, expr, ok := strings.Cut(st, " = "); ok && strings.HasPrefix(name, "$") {
			_, rows, _, err := h.run("RETURN " + expr)
			if err != nil {
				h.t.Fatalf("%s: %v", st, err)
			}
			h.params[name[1:]] = rows[0][0]
			continue
		}
		if _, _, _, err := h.run(st); err != nil {
			h.t.Fatalf("%s: %v", st, err)
		}
	}
}

// give runs the query and writes down what it gives.
func (h *harness) give(query string) string {
	columns, rows, s, err := h.run(query)
	if err != nil {
		e := diag.As(err)
		phase := "runtime"
		if e.Compile {
			phase = "compile"
		}
		return fmt.Sprintf("error %s %s %s\n%s\n", e.Class(), e.Detail, phase, e.Error())
	}
	var b strings.Builder
	if columns != nil {
		b.WriteString(strings.Join(columns, " | ") + "\n")
	}
	for _, row := range rows {
		for i, v := range row {
			if i > 0 {
				b.WriteString(" | ")
			}
			b.WriteString(v.String())
		}
		b.WriteString("\n")
	}
	if s.Plan != nil {
		b.WriteString(s.Plan.String())
	}
	b.WriteString(changed(s.Counters))
	return b.String()
}

// changed writes down what a query changed, "" for nothing.
func changed(c engine.Counters) string {
	if !c.ContainsUpdates() {
		return ""
	}
	out := "changed"
	for _, part := range strings.Fields(strings.Trim(fmt.Sprintf("%+v", c), "{}")) {
		if !strings.HasSuffix(part, ":0") {
			out += " " + part
		}
	}
	return out + "\n"
}

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			var blocks []string
			cases := readCases(t, file)
			for _, c := range cases {
				h := newHarness(t, engine.Options{})
				h.setup(c.setup)
				got := h.give(c.query)
				if got != c.want && !*rewrite {
					t.Errorf("%s\n%s\ngot\n%s\nwant\n%s", c.setup, c.query, got, c.want)
				}
				block := c.query + "\n>>>\n" + got
				if c.setup != "" {
					block = c.setup + "---\n" + block
				}
				blocks = append(blocks, block)
			}
			if *rewrite {
				if err := os.WriteFile(file, []byte(strings.Join(blocks, "===\n")), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%d cases", len(cases))
		})
	}
}
