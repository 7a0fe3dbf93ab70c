package report

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/store"
	"newsgraph/internal/storetest"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the golden reports")

// fromRecords is the material that ReadPair would read from a graph of the records.
func fromRecords(records []graph.Record, a, b graph.Ref) material {
	g := graph.Sum(records)
	m := material{nodes: map[graph.Ref]graph.Node{}, taking: map[graph.Ref]map[graph.Ref]bool{}}
	for _, n := range g.Nodes {
		m.nodes[n.Ref] = n
	}
	sideOf := func(ref graph.Ref) side {
		s := side{node: m.nodes[ref], members: map[graph.Ref]bool{ref: true}}
		for _, o := range g.Represents {
			if o.For == ref {
				s.members[o.Person] = true
				s.offices = append(s.offices, Office{m.nodes[o.Person].Name, o.Title, o.From.String(), o.To.String(), o.Person})
			}
		}
		slices.SortStableFunc(s.offices, func(x, y Office) int { return strings.Compare(x.Name, y.Name) })
		return s
	}
	m.a, m.b = sideOf(a), sideOf(b)
	articles := map[string]graph.Article{}
	for _, x := range g.Articles {
		if x.Origin == "" {
			x.Origin = x.Key
		}
		articles[x.Key] = x
	}
	for _, s := range g.Statements {
		for _, end := range []graph.Ref{s.Subject, s.Object} {
			if m.a.members[end] || m.b.members[end] {
				m.sightings = append(m.sightings, sighting{s.Statement, articles[s.Article]})
				break
			}
		}
	}
	for _, p := range g.Participations {
		if m.taking[p.Event] == nil {
			m.taking[p.Event] = map[graph.Ref]bool{}
		}
		m.taking[p.Event][p.Who] = true
	}
	return m
}

// everything is the fixture with its relations of types that are not built in.
func everything() []graph.Record { return append(storetest.Records(), storetest.OwnTypes()...) }

// pairs are the golden reports over the fixture, and over everything where own is set.
var pairs = []struct {
	name string
	a, b graph.Node
	own  bool
}{
	{"norway-iceland", storetest.Norway, storetest.Iceland, false},
	{"norway-india", storetest.Norway, storetest.India, false},
	{"united-states-norway", storetest.States, storetest.Norway, false},
	{"berg-asgeirsson", storetest.Berg, storetest.Jonas, false},
	{"iceland-ivory-coast", storetest.Iceland, storetest.IvoryCoast, false},
	{"own-norway-india", storetest.Norway, storetest.India, true},
	{"own-iceland-norway", storetest.Iceland, storetest.Norway, true},
	{"own-berg-ivory-coast", storetest.Berg, storetest.IvoryCoast, true},
}

func TestGolden(t *testing.T) {
	for _, c := range pairs {
		records := storetest.Records()
		if c.own {
			records = everything()
		}
		got := fromRecords(records, c.a.Ref, c.b.Ref).pair().Markdown()
		file := filepath.Join("testdata", c.name+".md")
		if *rewrite {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, want)
		}
	}
}

// TestRead holds that a report read from a database is the one that the records give.
func TestRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		ctx := t.Context()
		s := store.New(db, store.Options{})
		if _, err := s.ApplySchema(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Ingest(ctx, slices.Values(everything())); err != nil {
			t.Fatal(err)
		}
		for _, c := range pairs {
			p, err := ReadPair(ctx, db, c.a.Ref, c.b.Ref)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := asJSON(t, p), asJSON(t, fromRecords(everything(), c.a.Ref, c.b.Ref).pair()); got != want {
				t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, want)
			}
		}
		if _, err := ReadPair(ctx, db, storetest.Norway.Ref, graph.Ref{Label: graph.Country, Key: "XXX"}); err == nil || err.Error() != "report pair: the graph has no Country:XXX" {
			t.Errorf("a country that is not there: %v", err)
		}
		if _, err := ReadPair(ctx, db, storetest.Norway.Ref, storetest.Norway.Ref); err == nil {
			t.Error("a pair of one gives no error")
		}
	})
}

func asJSON(t *testing.T, p Pair) string {
	t.Helper()
	b, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestOrder holds that the order of the articles cannot be seen in the report.
func TestOrder(t *testing.T) {
	records := storetest.Records()
	want := fromRecords(records, storetest.Norway.Ref, storetest.Iceland.Ref).pair().Markdown()
	slices.Reverse(records)
	m := fromRecords(records, storetest.Norway.Ref, storetest.Iceland.Ref)
	slices.Reverse(m.sightings)
	if got := m.pair().Markdown(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestOneEvent holds that an undated meeting that several articles report is one, with those of whom a sentence tells
// together, and so is a plan; and that a sentence that articles share is one piece of evidence.
func TestOneEvent(t *testing.T) {
	var records []graph.Record
	for i, key := range []string{"k1", "k2", "k3"} {
		r := graph.Record{Article: graph.Article{Key: key, Title: "T", Text: "Berg and Ásgeirsson met."}, Nodes: []graph.Node{storetest.Norway, storetest.Iceland, storetest.Berg, storetest.Jonas}}
		say := func(x, y graph.Node, status graph.Status, quote string, start int) {
			r.Statements = append(r.Statements, graph.Statement{Type: graph.MetWith, Subject: x.Ref, Object: y.Ref, Status: status, Quote: quote, Start: start, End: start + len(quote), Confidence: 1})
		}
		say(storetest.Berg, storetest.Jonas, graph.Occurred, "They met.", 0)
		if i == 0 {
			say(storetest.Norway, storetest.Iceland, graph.Occurred, "They met.", 0)
		}
		say(storetest.Norway, storetest.Iceland, graph.Planned, "They will meet.", 20)
		r.Representations = []graph.Representation{{Person: storetest.Berg.Ref, For: storetest.Norway.Ref}, {Person: storetest.Jonas.Ref, For: storetest.Iceland.Ref}}
		records = append(records, r)
	}
	p := fromRecords(records, storetest.Norway.Ref, storetest.Iceland.Ref).pair()
	want := Pair{Meetings: []Meeting{{OfA: []string{"Norway", "Kari Berg"}, OfB: []string{"Iceland", "Jón Ásgeirsson"}, Support: Support{3, 3, []int{1}}}},
		Open: []Open{{Status: "planned", Type: "MET_WITH", Who: []string{"Norway"}, What: []string{"Iceland"}, Support: Support{3, 3, []int{2}}}}}
	if !reflect.DeepEqual(p.Meetings, want.Meetings) || !reflect.DeepEqual(p.Open, want.Open) {
		t.Errorf("got %+v\n%+v\nwant %+v\n%+v", p.Meetings, p.Open, want.Meetings, want.Open)
	}
	if len(p.Evidence) != 2 || len(p.Evidence[0].In) != 3 {
		t.Errorf("evidence %+v", p.Evidence)
	}
}

// TestMarks holds that names, quotes and titles cannot mark up the report.
func TestMarks(t *testing.T) {
	x, y := graph.Node{Ref: graph.Ref{Label: graph.Person, Key: "x"}, Name: "X | *x*"}, graph.Node{Ref: graph.Ref{Label: graph.Person, Key: "y"}, Name: "# Y"}
	r := graph.Record{Article: graph.Article{Key: "k", Title: "[t](http://a.example)", URL: "http://a.example/<b>"},
		Nodes:      []graph.Node{x, y},
		Statements: []graph.Statement{{Type: graph.MetWith, Subject: x.Ref, Object: y.Ref, Status: graph.Occurred, Quote: "A <b>\nquote | here", End: 21, Confidence: 1}}}
	want := `
# X \| \*x\* and \# Y
|  | X \| \*x\* | \# Y | 1 | [1] |
1. “A &lt;b\> quote \| here” — \[t\](http://a.example), <http://a.example/%3Cb%3E>
`
	got := "\n"
	for line := range strings.Lines(fromRecords([]graph.Record{r}, x.Ref, y.Ref).pair().Markdown()) {
		if strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "|  |") || strings.HasPrefix(line, "1.") {
			got += line
		}
	}
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
