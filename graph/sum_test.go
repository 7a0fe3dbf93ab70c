package graph_test

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"newsgraph/graph"
	"newsgraph/internal/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestSumGolden(t *testing.T) {
	g, own := graph.Sum(storetest.Records()), graph.Sum(storetest.OwnTypes())
	for name, got := range map[string]string{"fixture.graph": g.Text(), "fixture.facts": g.Facts(),
		"owntypes.graph": own.Text(), "owntypes.facts": own.Facts()} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the fixture differs from %s; if that is meant, go test ./graph -update", path)
		}
	}
}

func TestSumAnyOrder(t *testing.T) {
	records := append(storetest.Records(), storetest.OwnTypes()...)
	want := graph.Sum(records)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		if got := graph.Sum(records); got.Digest() != want.Digest() {
			t.Fatalf("another order gives another graph:\n%s", want.Compare(got))
		}
	}
	if got := graph.Sum(append(records, records...)); got.Digest() != want.Digest() {
		t.Errorf("articles given twice give another graph:\n%s", want.Compare(got))
	}
}

func TestRecordsAreValidAndRoundTrip(t *testing.T) {
	for _, r := range append(storetest.Records(), storetest.OwnTypes()...) {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
		js, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back graph.Record
		if err := json.Unmarshal(js, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, r) {
			t.Errorf("read back\n%+v\nwant\n%+v", back, r)
		}
	}
}

func TestRecordJSON(t *testing.T) {
	a, b := graph.Ref{Label: graph.Country, Key: "NOR"}, graph.Ref{Label: graph.Agreement, Key: "x"}
	r := graph.Record{
		Article:    graph.Article{Key: "k", ID: "one", Text: "Norway signed X & Y."},
		Nodes:      []graph.Node{{Ref: a, Name: "Norway", ISO2: "NO"}, {Ref: b, Name: "X", Aliases: []string{"XX"}}},
		Statements: []graph.Statement{{Type: graph.Signed, Subject: a, Object: b, Status: graph.Occurred, Quote: "Norway signed X & Y.", End: 20, Confidence: 0.5}},
	}
	var sb strings.Builder
	enc := json.NewEncoder(&sb)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"one","nodes":[{"id":"Country:NOR","label":"Country","name":"Norway","aliases":[],"key":"NOR","iso2":"NO"},` +
		`{"id":"Agreement:x","label":"Agreement","name":"X","aliases":["XX"],"key":"x"}],` +
		`"edges":[{"type":"SIGNED","source":"Country:NOR","target":"Agreement:x","status":"occurred","date":null,` +
		`"evidence":"Norway signed X & Y.","start":0,"end":20,"confidence":0.5}],"article":{"key":"k","text":"Norway signed X & Y."}}` + "\n"
	if sb.String() != want {
		t.Errorf("JSON\n%swant\n%s", sb.String(), want)
	}
	var gold graph.Record
	err := json.Unmarshal([]byte(`{"id": "g", "nodes": [{"id": "p1", "label": "Person", "name": "A B", "aliases": ["B"]}, {"id": "c1", "label": "Country", "name": "C", "aliases": []}],
		"edges": [{"type": "MET_WITH", "source": "p1", "target": "c1", "status": "planned", "date": "2020-01", "evidence": "A B will meet C."}]}`), &gold)
	p, c := graph.Ref{Label: graph.Person, Key: "p1"}, graph.Ref{Label: graph.Country, Key: "c1"}
	wantGold := graph.Record{Article: graph.Article{Key: "g"},
		Nodes: []graph.Node{{Ref: p, Name: "A B", Aliases: []string{"B"}}, {Ref: c, Name: "C"}},
		Statements: []graph.Statement{{Type: graph.MetWith, Subject: p, Object: c, Status: graph.Planned, Date: graph.Date{Year: 2020, Month: 1},
			Quote: "A B will meet C.", Confidence: 1}}}
	if err != nil || !reflect.DeepEqual(gold, wantGold) {
		t.Errorf("gold read as %+v, %v", gold, err)
	}
}

func TestRecordJSONRefuses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"id": 1}`, `json: cannot unmarshal number into Go struct field recordJSON.id of type string`},
		{`{"id": "x", "nodes": [{"id": "a", "label": "Ship"}]}`, `read record "x": node "a": parse label: "Ship" is not one of Person, Country, Organization, Agreement, Event`},
		{`{"id": "x", "nodes": [{"id": "a", "label": "Person"}, {"id": "a", "label": "Person"}]}`, `read record "x": two nodes have the id "a"`},
		{`{"id": "x", "edges": [{"type": "SIGNED", "status": "occurred", "source": "a", "target": "b"}]}`, "read record \"x\": no node has the id \"a\"\nno node has the id \"b\""},
		{`{"id": "x", "edges": [{"type": "SIGNED", "status": "done"}]}`, `read record "x": edge 0: parse status: "done" is not one of occurred, planned, denied`},
		{`{"id": "x", "edges": [{"type": "visited", "status": "occurred"}]}`, `read record "x": edge 0: relation type "visited" is not a name of at most 64 capitals and digits, such as VISITED or ALLIED_WITH`},
		{`{"id": "x", "edges": [{"type": "STATES", "status": "occurred"}]}`, `read record "x": edge 0: relation type STATES: the graph has other relationships of that name`},
	} {
		var r graph.Record
		if err := json.Unmarshal([]byte(c.in), &r); err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.in, err, c.want)
		}
	}
}

// TestEdgeDays holds how statements of one pair on several days become edges.
func TestEdgeDays(t *testing.T) {
	for _, c := range []struct{ name, dates, want string }{
		{"one day", "2024-03-04 2024-03-04", "2024-03-04×2"},
		{"two days", "2024-03-04 2024-04-10", "2024-03-04×1 2024-04-10×1"},
		{"no day", "- -", "-×2"},
		{"no day joins the only day", "- 2024-03-04 -", "2024-03-04×3"},
		{"a year joins the day in it", "2024 2024-03-04", "2024-03-04×2"},
		{"a year and a month join the day in them", "2024 2024-03 2024-03-04 -", "2024-03-04×4"},
		{"another year does not", "2023 2024-03-04", "2023×1 2024-03-04×1"},
		{"of two days the last before the article", "2024 2024-03-04 2024-04-10", "2024-03-04×1 2024-04-10×2"},
		{"of two days the first, both being after the article", "2024@2024-01 2024-03-04 2024-04-10", "2024-03-04×2 2024-04-10×1"},
		{"of two days the one before the article", "-@2024-03-20 2023-04-10 2024-03-04 2024-04-10", "2023-04-10×1 2024-03-04×2 2024-04-10×1"},
		{"no month does not join another month's day", "2024-05 2024-03-04 2024-04-10", "2024-03-04×1 2024-04-10×1 2024-05×1"},
		{"a month joins its day, not the other month's", "2024-03 2024-03-04 2024-04-10", "2024-03-04×2 2024-04-10×1"},
	} {
		var s []graph.Sighting
		for i, d := range strings.Fields(c.dates) {
			d, published, _ := strings.Cut(d, "@")
			date, err := graph.ParseDate(strings.TrimPrefix(d, "-"))
			if err != nil {
				t.Fatal(err)
			}
			appeared, err := graph.ParseDate(published)
			if err != nil {
				t.Fatal(err)
			}
			s = append(s, graph.Sighting{Statement: graph.Statement{Type: graph.MetWith, Status: graph.Occurred, Date: date, Confidence: 0.5,
				Subject: graph.Ref{Label: graph.Person, Key: "a"}, Object: graph.Ref{Label: graph.Person, Key: "b"}}, Article: string(rune('a' + i)), Published: appeared})
		}
		s = append(s, graph.Sighting{Statement: graph.Statement{Type: graph.MetWith, Status: graph.Planned}})
		var got []string
		for _, e := range graph.Edges(s) {
			date := e.Date.String()
			if date == "" {
				date = "-"
			}
			got = append(got, date+"×"+string(rune('0'+e.Statements)))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: %s gives %s, want %s", c.name, c.dates, g, c.want)
		}
	}
}

func TestEdgeSums(t *testing.T) {
	a, b := graph.Ref{Label: graph.Country, Key: "A"}, graph.Ref{Label: graph.Country, Key: "B"}
	d := graph.Date{Year: 2024, Month: 3, Day: 4}
	sighting := func(article, origin string, published int, basis graph.Basis, confidence float64) graph.Sighting {
		date := d
		date.Basis = basis
		return graph.Sighting{Article: article, Origin: origin, Published: graph.Date{Year: 2024, Month: 3, Day: published},
			Statement: graph.Statement{Type: graph.MetWith, Subject: a, Object: b, Status: graph.Occurred, Date: date, Confidence: confidence}}
	}
	got := graph.Edges([]graph.Sighting{
		sighting("x", "x", 7, graph.ArticleDay, 0.9), sighting("y", "x", 5, graph.Stated, 0.5),
		sighting("z", "z", 6, graph.Relative, 0.8), sighting("z", "z", 6, graph.Relative, 0.7)})
	stated := d
	stated.Basis = graph.Stated
	want := []graph.Edge{{Fact: graph.Fact{Type: graph.MetWith, From: a, To: b}, Date: stated, Confidence: 0.98, Statements: 4, Articles: 3, Origins: 2,
		FirstSeen: graph.Date{Year: 2024, Month: 3, Day: 5}, LastSeen: graph.Date{Year: 2024, Month: 3, Day: 7}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Edges = %+v, want %+v", got, want)
	}
}

func TestJoinNodes(t *testing.T) {
	forms := []graph.Node{
		{Name: "JON ASGEIRSSON", Aliases: []string{"Jon"}},
		{Name: "Jón Ásgeirsson", Wikidata: "Q1"},
		{Name: "Jon Asgeirsson", Date: graph.Date{Year: 2024}},
		{Name: "Ásgeirsson", Date: graph.Date{Year: 2024, Month: 3, Basis: graph.Relative}},
		{Name: "Jon", Date: graph.Date{Year: 2024, Month: 3, Basis: graph.Stated}},
	}
	want := graph.Node{Name: "Jón Ásgeirsson", Wikidata: "Q1", Date: graph.Date{Year: 2024, Month: 3, Basis: graph.Stated},
		Aliases: []string{"JON ASGEIRSSON", "Jon", "Jon Asgeirsson", "Ásgeirsson"}}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		rng.Shuffle(len(forms), func(i, j int) { forms[i], forms[j] = forms[j], forms[i] })
		n := forms[0]
		for _, f := range forms[1:] {
			n = n.Join(f)
		}
		if n = n.Join(forms[2]); !reflect.DeepEqual(n, want) {
			t.Fatalf("Join = %+v, want %+v", n, want)
		}
	}
}

func TestValidateNamesFaults(t *testing.T) {
	base := func() graph.Record { return storetest.Records()[1] }
	for _, c := range []struct {
		name   string
		change func(*graph.Record)
		want   string
	}{
		{"quote", func(r *graph.Record) { r.Statements[0].Start++ }, `statement 0: quote "Kari Berg and Jón Ásgeirsson met in Tromsø on Monday." is not the text at 1:56, which is "ari Berg and Jón Ásgeirsson met in Tromsø on Monday."`},
		{"range", func(r *graph.Record) { r.Statements[0].End = 9999 }, "statement 0: range 0:9999 is not in the text of 217 bytes"},
		{"missing node", func(r *graph.Record) {
			r.Nodes = slices.DeleteFunc(r.Nodes, func(n graph.Node) bool { return n.Key == "jon-asgeirsson" })
		}, `statement 0 refers to "Person:jon-asgeirsson", which is no node of the record`},
		{"ends", func(r *graph.Record) { r.Statements[0].Type = graph.Signed }, "statement 0: SIGNED from Person to Person"},
		{"self", func(r *graph.Record) { r.Statements[0].Object = r.Statements[0].Subject }, "statement 0: both ends are Person:jon-asgeirsson"},
		{"status", func(r *graph.Record) { r.Statements[0].Status = 0 }, "statement 0: unset type or status"},
		{"no key", func(r *graph.Record) { r.Article.Key = "" }, `article key "" is empty or holds control characters`},
		{"confidence", func(r *graph.Record) { r.Statements[0].Confidence = 1.5 }, "statement 0: confidence 1.5 is not in [0, 1]"},
	} {
		r := base()
		c.change(&r)
		err := r.Validate()
		if err == nil || !strings.HasPrefix(err.Error(), "check record signed: ") || !slices.Contains(strings.Split(strings.TrimPrefix(err.Error(), "check record signed: "), "\n"), c.want) {
			t.Errorf("%s: %v, want the line %s", c.name, err, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	records := storetest.Records()
	g, h := graph.Sum(records), graph.Sum(records[:len(records)-1])
	if d := g.Compare(g); !d.IsZero() || d.String() != "" {
		t.Errorf("a graph differs from itself:\n%s", d)
	}
	const added = 9 // the last article, its two statements, their edges and its four mentions
	if d := h.Compare(g); len(d.Added) != added || len(d.Removed) != 0 || strings.Count(d.String(), "+ (:") != added {
		t.Errorf("an article more gives\n%s", d)
	}
	if d := g.Compare(h); len(d.Removed) != added || len(d.Added) != 0 || strings.Count(d.String(), "- (:") != added {
		t.Errorf("an article less gives\n%s", d)
	}
}
