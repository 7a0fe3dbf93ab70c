package tck

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/exec"
	"newsgraph/internal/bolt"
	"newsgraph/internal/bolt/bolttest"
)

var (
	update = flag.Bool("update", false, "write the ratchet file from what happened")
	only   = flag.String("area", "", "run only scenarios whose name has this prefix; nothing is ratcheted")
)

// loadKit reads the archive that NEWSGRAPH_TCK names; without it the test is skipped, or fails where REQUIRE_TCK
// is set.
func loadKit(t *testing.T) *Kit {
	t.Helper()
	jar := os.Getenv("NEWSGRAPH_TCK")
	if jar == "" {
		if os.Getenv("REQUIRE_TCK") != "" {
			t.Fatal("NEWSGRAPH_TCK is not set: it names the kit's archive (make tck)")
		}
		t.Skip("NEWSGRAPH_TCK is not set: it names the kit's archive (make tck)")
	}
	kit, err := Load(jar)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(kit.Scenarios); n != 3897 {
		t.Fatalf("the kit has %d scenarios, not 3897", n)
	}
	return kit
}

// conform runs the whole kit and holds the outcome against a ratchet file.
func conform(t *testing.T, r *Runner, ratchet string) {
	t.Helper()
	kit := loadKit(t)
	report, ctx := NewReport(), context.Background()
	for _, s := range kit.Scenarios {
		if len(*only) > len(s.Name) || s.Name[:len(*only)] != *only {
			continue
		}
		o, err := r.Run(ctx, kit, s)
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		report.Add(s, o)
	}
	t.Logf("\n%s", report)
	if *only != "" {
		t.Logf("\n%s", report.Lines())
		return
	}
	if *update {
		if err := os.WriteFile(ratchet, []byte(report.Lines()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	known, err := LoadRatchet(ratchet)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range report.Check(known) {
		t.Error(line)
	}
}

// TestEmbedded runs the kit against the engine, through its own Bolt server.
func TestEmbedded(t *testing.T) { embedded(t, exec.Parallel{}) }

// TestEmbeddedShared does so with all queries shared out that can be.
func TestEmbeddedShared(t *testing.T) { embedded(t, exec.Parallel{Workers: 3, After: 1, Morsel: 1}) }

func embedded(t *testing.T, p exec.Parallel) {
	if testing.Short() {
		t.Skip("takes minutes")
	}
	loadKit(t)
	uri, e := bolttest.Serve(t, engine.Options{Parallel: p}, bolt.Options{})
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(context.Background())
	conform(t, &Runner{Driver: driver, Define: func(signature string, table [][]string) error {
		if signature == "" {
			e.Define()
			return nil
		}
		def, err := procedure(signature, table)
		if err == nil {
			e.Define(def)
		}
		return err
	}}, "testdata/embedded.txt")
}

// TestNeo4j calibrates the runner: a real Neo4j passes all but what testdata/neo4j.txt lists.
func TestNeo4j(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes")
	}
	uri := os.Getenv("NEWSGRAPH_TCK_NEO4J_URI")
	if uri == "" {
		t.Skip("NEWSGRAPH_TCK_NEO4J_URI is not set: it names a Neo4j whose data may be deleted")
	}
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.BasicAuth(os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(context.Background())
	conform(t, &Runner{Driver: driver}, "testdata/neo4j.txt")
}

// TestExpectedValues reads the kit's notation and compares it with what a driver returns for the same value.
func TestExpectedValues(t *testing.T) {
	n := func(id string, labels ...string) dbtype.Node { return dbtype.Node{ElementId: id, Labels: labels} }
	r := func(typ, from, to string) dbtype.Relationship {
		return dbtype.Relationship{Type: typ, StartElementId: from, EndElementId: to}
	}
	day := time.Date(1984, 10, 11, 12, 31, 14, 645_000_000, time.FixedZone("Offset", 3600))
	for text, v := range map[string]any{
		"null": nil, "true": true, "-7": int64(-7), "1.0": 1.0, "-0.0": 0.0, "1e300": 1e300, ".5": 0.5,
		`'it\'s'`: "it's", `'a\\b'`: `a\b`, "[1, 'x', [null]]": []any{int64(1), "x", []any{nil}}, "[]": []any{}, "{}": map[string]any{},
		"{a: 1, `b c`: [2]}": map[string]any{"b c": []any{int64(2)}, "a": int64(1)},
		"(:B:A {k: 'v'})":    dbtype.Node{Labels: []string{"A", "B"}, Props: map[string]any{"k": "v"}},
		"()":                 n("1"), "[:T {k: 1}]": dbtype.Relationship{Type: "T", Props: map[string]any{"k": int64(1)}},
		"<(:A)-[:T]->(:B)<-[:T]-(:A)>": dbtype.Path{Nodes: []dbtype.Node{n("1", "A"), n("2", "B")},
			Relationships: []dbtype.Relationship{r("T", "1", "2"), r("T", "1", "2")}},
		"<(:A)>":                          dbtype.Path{Nodes: []dbtype.Node{n("1", "A")}},
		"'1984-10-11'":                    dbtype.Date(day),
		"'12:31:14.645+01:00'":            dbtype.Time(day),
		"'1984-10-11T12:31:14.645+01:00'": day,
		"'1984-10-11T12:31:14.645'":       dbtype.LocalDateTime(day),
		"'P1Y2M-3DT59M59.5S'":             dbtype.Duration{Months: 14, Days: -3, Seconds: 3599, Nanos: 500_000_000},
		"'PT-0.1S'":                       dbtype.Duration{Seconds: -1, Nanos: 900_000_000},
		"'PT0S'":                          dbtype.Duration{},
	} {
		want, err := parseValue(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if canon(want, false) != canon(v, false) {
			t.Errorf("%s is %s, the driver's value %s", text, canon(want, false), canon(v, false))
		}
	}
	for _, bad := range []string{"", "'x", "[1", "{a}", "(:", "<()-[:T]>", "1 2", "maybe"} {
		if v, err := parseValue(bad); err == nil {
			t.Errorf("parseValue(%q) = %v, want an error", bad, v)
		}
	}
}

// TestDifferences makes sure that values which differ are told apart.
func TestDifferences(t *testing.T) {
	for _, pair := range [][2]any{
		{int64(1), 1.0}, {"1", int64(1)}, {nil, "null"}, {[]any{int64(1), int64(2)}, []any{int64(2), int64(1)}},
		{map[string]any{"a": nil}, map[string]any{}}, {dbtype.Node{Labels: []string{"A"}}, dbtype.Node{}},
		{dbtype.Duration{Days: 1}, dbtype.Duration{Seconds: 86400}},
	} {
		if a, b := canon(pair[0], false), canon(pair[1], false); a == b {
			t.Errorf("%#v and %#v are both %s", pair[0], pair[1], a)
		}
	}
	if a, b := canon([]any{"x", "y"}, true), canon([]any{"y", "x"}, true); a != b {
		t.Errorf("as bags %s and %s differ", a, b)
	}
}

func TestRatchet(t *testing.T) {
	r := NewReport()
	r.Add(Scenario{Name: "a/b [1]", Area: "a"}, ok())
	r.Add(Scenario{Name: "a/b [2]", Area: "a"}, wrong("2 rows, want 1"))
	r.Add(Scenario{Name: "a/b [3]", Area: "a"}, Outcome{Skipped, "why"})
	got := r.Check(Ratchet{"a/b [1]": "", "a/b [3]": "", "a/b [4]": ""})
	want := []string{"is listed and does not exist: a/b [4]", "passes and is listed: a/b [1]",
		"wrong and is not listed: a/b [2]: 2 rows, want 1"}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("got %q, want %q", got, want)
	}
}
