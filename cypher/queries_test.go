package cypher_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/store"
	"newsgraph/internal/storetest"
)

var update = flag.Bool("update", false, "rewrite the rows that the case files expect")

// fill stores the fixture, or other records.
func fill(t *testing.T, db *cypher.DB, records ...graph.Record) {
	t.Helper()
	s := store.New(db, store.Options{})
	if _, err := s.ApplySchema(ctx); err != nil {
		t.Fatal(err)
	}
	if records == nil {
		records = storetest.Records()
	}
	if _, err := s.Ingest(ctx, slices.Values(records)); err != nil {
		t.Fatal(err)
	}
}

// TestQueries runs the cases of testdata/queries on the fixture.
func TestQueries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		fill(t, db)
		answered := runCases(t, db, "testdata/queries/*.txt")
		for _, q := range cypher.Queries() {
			if !answered[q.Name] {
				t.Errorf("no case in which query %s gives a row", q.Name)
			}
		}
	})
}

// TestQueriesOwnTypes runs the cases of testdata/owntypes on the fixture with relations of types that are not built in.
func TestQueriesOwnTypes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		fill(t, db, append(storetest.Records(), storetest.OwnTypes()...)...)
		runCases(t, db, "testdata/owntypes/*.txt")
	})
}

// TestQueriesNamesakes runs the cases of testdata/namesakes on articles in which several people, agreements and events have
// one name: each has rows of its own.
func TestQueriesNamesakes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		fill(t, db, storetest.Namesakes()...)
		runCases(t, db, "testdata/namesakes/*.txt")
	})
}

// runCases runs case files and tells which queries gave a row. A case is "name key=value; key=value", then one JSON
// list a row.
func runCases(t *testing.T, db *cypher.DB, pattern string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	cases, answered := 0, map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var now strings.Builder
		for _, c := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
			cases++
			call, want, _ := strings.Cut(c, "\n")
			got := answer(t, db, call)
			if !*update && got != want {
				t.Errorf("%s: %s gives\n%s\nwant\n%s", file, call, got, want)
			}
			name, _, _ := strings.Cut(call, " ")
			answered[name] = answered[name] || got != ""
			fmt.Fprintf(&now, "%s\n%s\n\n", call, got)
		}
		if *update {
			if err := os.WriteFile(file, []byte(strings.ReplaceAll(strings.TrimRight(now.String(), "\n"), "\n\n\n", "\n\n")+"\n"), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d cases of %d queries", cases, len(answered))
	return answered
}

// answer runs one call and gives its rows, one JSON list a line, checked against the columns that the query declares.
func answer(t *testing.T, db *cypher.DB, call string) string {
	t.Helper()
	name, rest, _ := strings.Cut(call, " ")
	given := map[string]string{}
	for _, kv := range strings.Split(rest, "; ") {
		if k, v, ok := strings.Cut(kv, "="); ok {
			given[k] = v
		}
	}
	q, err := cypher.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := cypher.Binder{DB: db}.Run(ctx, q, given)
	if err != nil {
		t.Errorf("%s: %v", call, err)
		return ""
	}
	var columns []string
	for _, c := range q.Columns {
		columns = append(columns, c.Name)
	}
	if !slices.Equal(columns, r.Columns) {
		t.Errorf("%s: columns %v, the head says %v", call, r.Columns, columns)
		return ""
	}
	var lines []string
	for _, row := range r.Rows {
		for i, v := range row {
			if !hasType(v, q.Columns[i].Type) {
				t.Errorf("%s: column %s is %T, the head says %s", call, columns[i], v, q.Columns[i].Type)
			}
		}
		var sb strings.Builder
		enc := json.NewEncoder(&sb)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(row); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSpace(sb.String()))
	}
	return strings.Join(lines, "\n")
}

func hasType(v any, typ string) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return typ == "string"
	case int64:
		return typ == "integer"
	case float64:
		return typ == "float"
	case []any:
		return typ == "list of strings" && !slices.ContainsFunc(v, func(e any) bool { return !hasType(e, "string") || e == nil })
	}
	return false
}

func TestQueryHeads(t *testing.T) {
	parameter := regexp.MustCompile(`\$(\w+)`)
	for _, q := range cypher.Queries() {
		declared, used := map[string]bool{}, map[string]bool{}
		for _, p := range q.Parameters {
			declared[p.Name] = true
		}
		for _, m := range parameter.FindAllStringSubmatch(q.Text, -1) {
			used[m[1]] = true
		}
		if fmt.Sprint(declared) != fmt.Sprint(used) {
			t.Errorf("%s declares %v and uses %v", q.Name, declared, used)
		}
		if !strings.HasSuffix(q.Answers, ".") || strings.Contains(q.Text, "//") {
			t.Errorf("%s: answers %q; query\n%s", q.Name, q.Answers, q.Text)
		}
	}
	if n := len(cypher.Queries()); n < 20 {
		t.Errorf("%d queries", n)
	}
}

func TestParseQueryRefuses(t *testing.T) {
	const head = "// What.\n//\n"
	for _, c := range []struct{ text, want string }{
		{"RETURN 1", "parse query: q.cypher: the head does not say what it answers"},
		{head + "RETURN 1", "parse query: q.cypher: the head names no columns"},
		{head + "// column a string: x\n", "parse query: q.cypher: there is no query"},
		{head + "// param a ship: x\n", `parse query: q.cypher:3: "ship" is no type of a parameter`},
		{head + "// param a\n", `parse query: q.cypher:3: "a" is not param NAME TYPE: ABOUT or param NAME TYPE = DEFAULT: ABOUT`},
		{head + "// param a integer = x: y\n", "parse query: q.cypher:3: x is no default of type integer"},
		{head + "// column a ship: x\n", `parse query: q.cypher:3: "a ship: x" is not column NAME TYPE: ABOUT`},
		{head + "// column a string: x\n// more\n", `parse query: q.cypher:4: "more" is neither a parameter nor a column`},
	} {
		if _, err := cypher.ParseQuery("q", c.text); err == nil || err.Error() != c.want {
			t.Errorf("ParseQuery(%q) = %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := cypher.Lookup("signatorys"); err == nil || err.Error() != `look up query "signatorys": there is none of that name; did you mean signatories?` {
		t.Errorf("Lookup = %v", err)
	}
}

func TestResolve(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		fill(t, db)
		for _, c := range []struct {
			typ        cypher.Type
			name, want string
		}{
			{cypher.TypeCountry, "IND", "IND"}, {cypher.TypeCountry, "india", "IND"}, {cypher.TypeCountry, "in", "IND"},
			{cypher.TypeCountry, "US", "USA"}, {cypher.TypeCountry, "u.s.", "USA"}, {cypher.TypeCountry, "america", "USA"},
			{cypher.TypeCountry, "cote divoire", "CIV"}, {cypher.TypeCountry, "Q20", "NOR"}, {cypher.TypeCountry, "oslo", "NOR"},
			{cypher.TypePerson, "Jon Asgeirsson", "jon-asgeirsson"}, {cypher.TypePerson, "asgeirsson", "jon-asgeirsson"},
			{cypher.TypePerson, "PRIYA", "priya-rao"}, {cypher.TypeAgreement, "afa", "arctic-fisheries-accord"},
			{cypher.TypeAgreement, "fisheries accord", "arctic-fisheries-accord"}, {cypher.TypeEvent, "Tromso Summit", "tromso-summit-2024"},
			{cypher.TypeActor, "the board", "north-sea-fisheries-board"}, {cypher.TypeActor, "Norway", "NOR"},
			{cypher.TypeArticle, "signed-copy", storetest.ArticleKey("signed-copy")},
			{cypher.TypeArticle, "https://example.org/talks", storetest.ArticleKey("talks")},
			{cypher.TypeArticle, "report talks", storetest.ArticleKey("talks")},
		} {
			if got, err := db.Resolve(ctx, c.typ, c.name); err != nil || got != c.want {
				t.Errorf("Resolve(%s, %q) = %q, %v, want %q", c.typ, c.name, got, err, c.want)
			}
		}
		for _, c := range []struct {
			typ        cypher.Type
			name, want string
		}{
			{cypher.TypeCountry, "Inda", `look up country "Inda": not in the graph; did you mean India?`},
			{cypher.TypeCountry, "Atlantis", `look up country "Atlantis": not in the graph`},
			{cypher.TypePerson, "", `look up person "": not in the graph`},
			{cypher.TypeEntity, "fisheries", `look up entity "fisheries": it may be Arctic Fisheries Accord (key arctic-fisheries-accord), North Sea Fisheries Board (key north-sea-fisheries-board); give the key`},
		} {
			_, err := db.Resolve(ctx, c.typ, c.name)
			if _, ok := errors.AsType[*cypher.NameError](err); !ok || err.Error() != c.want {
				t.Errorf("Resolve(%s, %q): %v, want %s", c.typ, c.name, err, c.want)
			}
		}
	})
}

func TestBind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		fill(t, db)
		b := cypher.Binder{DB: db, Also: func(t cypher.Type, name string) []string {
			return map[string][]string{"country Bharat": {"nothing", "IND"}}[string(t)+" "+name]
		}}
		for _, c := range []struct{ query, given, want string }{
			{"met", "from=2024-03", "map[from:2024-03 limit:100 to:]"},
			{"agreements", "country=Bharat", "map[country:IND]"},
			{"announcements", "actor=", "map[actor: limit:100]"},
			{"met", "from=March", `run query met: parameter from: "March" is not YYYY, YYYY-MM or YYYY-MM-DD`},
			{"met", "limit=-1", `run query met: parameter limit: "-1" is not a whole number of 0 or more`},
			{"met", "form=2024", "run query met: parameter form: the query has no parameter of that name; did you mean from?"},
			{"overview", "x=1", "run query overview: parameter x: the query takes no parameters"},
			{"signatories", "", "run query signatories: parameter agreement: it is missing and has no default; it is the agreement, of type agreement"},
		} {
			q, err := cypher.Lookup(c.query)
			if err != nil {
				t.Fatal(err)
			}
			given := map[string]string{}
			if k, v, ok := strings.Cut(c.given, "="); ok {
				given[k] = v
			}
			params, err := b.Bind(ctx, q, given)
			got := fmt.Sprint(params)
			if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("Bind(%s, %s) = %s, want %s", c.query, c.given, got, c.want)
			}
		}
	})
}

// TestQueriesOnEmptyGraph runs every query where there is nothing, the first thing that a newcomer may do.
func TestQueriesOnEmptyGraph(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		if _, err := store.New(db, store.Options{}).ApplySchema(ctx); err != nil {
			t.Fatal(err)
		}
		for _, q := range cypher.Queries() {
			params := map[string]any{}
			for _, p := range q.Parameters {
				params[p.Name] = "nothing"
				if p.Optional {
					params[p.Name] = p.Default
				}
			}
			r, err := db.Read(ctx, q.Text, params)
			if err != nil || len(r.Rows) != 0 {
				t.Errorf("%s: %v, %v", q.Name, r, err)
			}
		}
	})
}
