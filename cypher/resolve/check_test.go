package resolve

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
)

var procedures = map[string]*Procedure{
	"test.find": {Name: "test.find", Inputs: []Field{{"text", function.String}, {"limit", function.Integer}}, Required: 1,
		Outputs: []Field{{"node", function.Node}, {"score", function.Float}}},
	"test.write": {Name: "test.write", Writes: true},
}

// found is what Check finds, in the form of the case file.
func found(text string) string {
	st, err := syntax.Parse(text)
	if err == nil {
		var info *Info
		info, err = Check(st, Options{Procedure: func(name string) (*Procedure, bool) {
			p, ok := procedures[name]
			return p, ok
		}})
		if err == nil {
			out := [...]string{Read: "read", Write: "write", Schema: "schema"}[info.Access]
			if info.Columns != nil {
				out += " columns=" + strings.Join(info.Columns, ",")
			}
			if info.Parameters != nil {
				out += " parameters=" + strings.Join(info.Parameters, ",")
			}
			return out
		}
	}
	e := diag.As(err)
	return fmt.Sprintf("%s %s %d:%d", e.Class(), e.Detail, e.Pos.Line, e.Pos.Column)
}

func TestStatements(t *testing.T) {
	data, err := os.ReadFile("testdata/statements.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, cases, _ := strings.Cut(string(data), "\n\n")
	n := 0
	for _, c := range strings.Split(cases, "\n---\n") {
		text, want, ok := strings.Cut(strings.TrimSpace(c), "\n=> ")
		if !ok {
			t.Fatalf("no expectation: %s", c)
		}
		if got := found(text); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
		n++
	}
	t.Logf("%d statements", n)
}

// TestErrorsAreCompileErrors holds that what Check refuses counts as refused before the first row.
func TestErrorsAreCompileErrors(t *testing.T) {
	st, err := syntax.Parse("RETURN x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Check(st, Options{}); err == nil || !diag.As(err).Compile {
		t.Errorf("got %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	data, err := os.ReadFile("testdata/statements.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range strings.Split(string(data), "\n---\n") {
		text, _, _ := strings.Cut(c, "\n=> ")
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		st, err := syntax.Parse(text)
		if err != nil {
			return
		}
		if _, err := Check(st, Options{}); err != nil && diag.As(err).Code == diag.CodeUnknown {
			t.Errorf("%q: an error without a code: %v", text, err)
		}
	})
}

func TestErrorsSuggest(t *testing.T) {
	for text, want := range map[string]string{
		"MATCH (person) RETURN persno.name":        "variable `persno` is not defined: did you mean `person`? (line 1, column 23 (offset: 22))",
		"MATCH (n) RETURN m":                       "variable `m` is not defined (line 1, column 18 (offset: 17))",
		"MATCH (person) RETURN x":                  "variable `x` is not defined (line 1, column 23 (offset: 22))",
		"RETURN tolowr('A')":                       "unknown function `tolowr`: did you mean `toLower`? (line 1, column 8 (offset: 7))",
		"RETURN apoc.text.join([], '')":            "unknown function `apoc.text.join` (line 1, column 8 (offset: 7))",
		"CALL test.find('x') YIELD nod RETURN nod": "variable `nod` is not defined: did you mean `node`? (line 1, column 27 (offset: 26))",
	} {
		st, err := syntax.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Check(st, Options{Procedure: func(name string) (*Procedure, bool) {
			p, ok := procedures[name]
			return p, ok
		}})
		if err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}
