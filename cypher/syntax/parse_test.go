package syntax

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"newsgraph/cypher/diag"
)

var rewrite = flag.Bool("rewrite", false, "write what the parser gives into testdata")

type parseCase struct{ query, want string }

// readCases reads a file of queries, each followed by one line "--- expectation".
func readCases(t *testing.T, file string) []parseCase {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []parseCase
	var query []string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\n")
		if want, ok := strings.CutPrefix(line, "--- "); ok {
			cases = append(cases, parseCase{strings.Join(query, "\n"), want})
			query = nil
			continue
		}
		query = append(query, line)
	}
	if len(cases) == 0 {
		t.Fatalf("%s has no cases", file)
	}
	return cases
}

func runCases(t *testing.T, file string, run func(string) string) {
	cases := readCases(t, file)
	var out strings.Builder
	for _, c := range cases {
		got := run(c.query)
		if got != c.want && !*rewrite {
			t.Errorf("%s\ngot  %s\nwant %s", c.query, got, c.want)
		}
		fmt.Fprintf(&out, "%s\n--- %s\n", c.query, got)
	}
	if *rewrite {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%s: %d cases", file, len(cases))
}

func TestErrors(t *testing.T) {
	runCases(t, "testdata/errors.txt", func(query string) string {
		_, err := Parse(query)
		if err == nil {
			return "no error"
		}
		e := diag.As(err)
		return fmt.Sprintf("%s %d:%d %s", e.Detail, e.Pos.Line, e.Pos.Column, e.Message)
	})
}

func TestTrees(t *testing.T) {
	runCases(t, "testdata/trees.txt", func(query string) string {
		s, err := Parse(query)
		if err != nil {
			return err.Error()
		}
		return new(printer).show(s.Body)
	})
}

func TestSchemaCommands(t *testing.T) {
	name := func(s string, from int) *Name { return &Name{Span: Span{from, from + len(s)}, Text: s} }
	for _, c := range []struct {
		query string
		want  Body
	}{
		{"CREATE INDEX i IF NOT EXISTS FOR (n:P) ON (n.a, n.b)", &CreateIndex{Span: Span{0, 52}, Kind: "RANGE", Name: "i",
			IfNotExists: true, Labels: []*Name{name("P", 36)}, Properties: []*Name{name("a", 45), name("b", 50)}}},
		{"CREATE FULLTEXT INDEX FOR ()-[r:R|S]-() ON EACH [r.a]", &CreateIndex{Span: Span{0, 53}, Kind: "FULLTEXT",
			Relationship: true, Labels: []*Name{name("R", 32), name("S", 34)}, Properties: []*Name{name("a", 51)}}},
		{"CREATE CONSTRAINT c FOR (n:P) REQUIRE (n.a) IS NODE KEY", &CreateConstraint{Span: Span{0, 55}, Kind: "KEY", Name: "c",
			Label: name("P", 27), Properties: []*Name{name("a", 41)}}},
		{"CREATE CONSTRAINT IF NOT EXISTS FOR ()-[r:R]-() REQUIRE r.a IS NOT NULL", &CreateConstraint{Span: Span{0, 71},
			Kind: "NOT NULL", IfNotExists: true, Relationship: true, Label: name("R", 42), Properties: []*Name{name("a", 58)}}},
		{"DROP INDEX i IF EXISTS;", &DropIndex{Span: Span{0, 22}, Name: "i", IfExists: true}},
		{"DROP CONSTRAINT c", &DropConstraint{Span: Span{0, 17}, Name: "c"}},
	} {
		s, err := Parse(c.query)
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
		} else if !reflect.DeepEqual(s.Body, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", c.query, s.Body, c.want)
		}
	}
}

func TestShowAndMode(t *testing.T) {
	s, err := Parse("PROFILE SHOW ALL INDEX YIELD name, type AS t WHERE t = 'RANGE' RETURN name")
	if err != nil {
		t.Fatal(err)
	}
	show := s.Body.(*Query).Branches[0].Clauses[0].(*Show)
	if s.Mode != Profile || show.Kind != "ALL INDEXES" || len(show.Yield.Items) != 2 || show.Yield.Where == nil {
		t.Errorf("mode %d, show %+v", s.Mode, show)
	}
}

func TestSplit(t *testing.T) {
	got := Split("RETURN ';' ; // a; b\n ;MATCH (n)\nRETURN n /* ; */;")
	want := []string{"RETURN ';'", "MATCH (n)\nRETURN n /* ; */"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestDepth holds that nesting is refused, not survived by luck, and that time stays linear.
func TestDepth(t *testing.T) {
	for _, c := range [][3]string{
		{"RETURN ", "(", "1"}, {"RETURN ", "[", "1"}, {"RETURN ", "NOT ", "1"}, {"RETURN ", "- ", "x"}, {"RETURN ", "{a:", "1"},
		{"RETURN ", "CASE WHEN ", "1"}, {"RETURN ", "f(", "1"}, {"RETURN ", "EXISTS { MATCH (a) WHERE ", "1"}, {"", "CALL { ", "RETURN 1"},
		{"MATCH (n:", "!", "A"}, {"MATCH (n:", "(", "A"}, {"RETURN ", "[(a)-->({x:", "1"}, {"RETURN x IS :: ", "LIST<", "INTEGER"},
		{"", "FOREACH (x IN y | ", "SET a.b = 1"}, {"RETURN ", "((a)-->(b", ""}, {"RETURN ", "a.b(", ""},
	} {
		start := time.Now()
		_, err := Parse(c[0] + strings.Repeat(c[1], 100_000) + c[2])
		var e *diag.Error
		if !errors.As(err, &e) {
			t.Errorf("%q nested: %v", c[1], err)
		}
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%q nested: took %v", c[1], d)
		}
	}
	if _, err := Parse("RETURN " + strings.Repeat("(", 90) + "1" + strings.Repeat(")", 90)); err != nil {
		t.Error(err)
	}
	if _, err := Parse("RETURN 1" + strings.Repeat(" + 1", maxChain+1)); err == nil {
		t.Error("a chain without end was accepted")
	}
}

// FuzzParse holds that no text makes the parser panic or hang, that an error has a position and
// a code, and that spans lie inside the text.
func FuzzParse(f *testing.F) {
	for _, file := range []string{"testdata/errors.txt", "testdata/trees.txt"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var query []string
		for line := range strings.Lines(string(raw)) {
			if strings.HasPrefix(line, "--- ") {
				f.Add(strings.Join(query, ""))
				query = nil
				continue
			}
			query = append(query, line)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			e := diag.As(err)
			if e.Code == diag.CodeUnknown || e.Pos.IsZero() || !e.Compile || e.Pos.Offset > len(text) {
				t.Errorf("%q: %+v", text, e)
			}
			return
		}
		r := s.Body.Range()
		if r.Start < 0 || r.End > len(text) || r.Start > r.End {
			t.Errorf("%q: span %+v", text, r)
		}
		new(printer).show(s.Body)
		Split(text)
	})
}
