package link

import (
	"fmt"
	"strings"
	"testing"

	"newsgraph/graph"
	"newsgraph/internal/extract"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// doc is a document of one sentence whose tokens are the words of text.
func doc(text string) *nlp.Doc {
	d := nlp.New(text)
	at := 0
	for _, w := range strings.Fields(text) {
		start := at + strings.Index(text[at:], w)
		at = start + len(w)
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: start, End: at}, Head: -1})
	}
	d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: len(text)}, Kind: nlp.BlockBody}}
	d.Sentences = []nlp.Sentence{{First: 0, Last: len(d.Tokens)}}
	return d
}

const text = "Indian Defense Minister Asha Rao met Emmanuel Macron in Geneva during the talks and France signed the trade pact ."

func resolved() coref.Resolution {
	m := func(first, last int, kind mention.Kind, name string) mention.Mention {
		return mention.Mention{First: first, Last: last, Head: last - 1, Kind: kind, Name: name, Within: -1}
	}
	return coref.Resolution{
		Mentions: []mention.Mention{m(0, 5, mention.Person, "Asha Rao"), m(0, 1, mention.Country, "India"), m(6, 8, mention.Person, "Emmanuel Macron"),
			m(9, 10, mention.Country, "Switzerland"), m(12, 13, mention.Event, "talks"), m(14, 15, mention.Country, "France"), m(17, 19, mention.Agreement, "trade pact")},
		Entities: []coref.Entity{
			{Kind: mention.Person, Name: "Asha Rao", Mentions: []int{0}, Title: "Defense Minister", Code: "IND", For: []int{1}},
			{Kind: mention.Country, Name: "India", Code: "IND", Mentions: []int{1}},
			{Kind: mention.Person, Name: "Emmanuel Macron", Mentions: []int{2}},
			{Kind: mention.Country, Name: "Switzerland", Code: "CHE", Mentions: []int{3}, Place: true},
			{Kind: mention.Event, Name: "talks", Mentions: []int{4}},
			{Kind: mention.Country, Name: "France", Code: "FRA", Mentions: []int{5}, Aliases: []string{"French"}},
			{Kind: mention.Agreement, Name: "trade pact", Mentions: []int{6}},
		},
		Of: [][]int{{0}, {1}, {2}, {3}, {4}, {5}, {6}},
	}
}

func relation(d *nlp.Doc, typ string, from, to extract.Arg) extract.Relation {
	return extract.Relation{Type: typ, Source: from, Target: to, Status: extract.Occurred, Date: when.Date{Year: 2018, Month: 3, Day: 1, Basis: when.Stated},
		Quote: d.TokenSpan(0, len(d.Tokens)), Trigger: d.TokenSpan(5, 6), Rule: "test", Confidence: 0.5}
}

func both(rel extract.Relation) extract.Relation {
	rel.Symmetric = true
	return rel
}

func TestRecord(t *testing.T) {
	entity := func(i int) extract.Arg { return extract.Arg{Entity: i} }
	fresh := extract.Arg{Entity: -1, Kind: mention.Event, Text: "two hotlines"}
	want := strings.TrimSpace(`
Person:Q3052772 Emmanuel Macron ×1@37
Person:asha-rao Asha Rao ×1@0
Country:FRA France ×1@84
Country:IND India ×1@0
Agreement:trade-pact-fra-2018-03 trade pact 2018-03-01 ×1@102
Event:talks-emmanuel-macron-fra-ind-2018-03 talks ×1@74
Event:two-hotlines-fra-2018-03 two hotlines 2018-03-01 ×0@0
SIGNED Country:FRA Agreement:trade-pact-fra-2018-03 occurred 2018-03-01 0-114 met
MET_WITH Person:Q3052772 Person:asha-rao occurred 2018-03-01 0-114 met
ANNOUNCED Country:FRA Event:two-hotlines-fra-2018-03 occurred 2018-03-01 0-114 met
ALLIED_WITH Country:FRA Country:IND symmetric occurred 2018-03-01 0-114 met
VISITED Person:Q3052772 Country:IND occurred 2018-03-01 0-114 met
REPRESENTS Person:asha-rao Country:IND Defense Minister
PARTICIPATED_IN Person:Q3052772 Event:talks-emmanuel-macron-fra-ind-2018-03
PARTICIPATED_IN Person:asha-rao Event:talks-emmanuel-macron-fra-ind-2018-03`)
	d := doc(text)
	x := extract.Result{Relations: []extract.Relation{
		relation(d, extract.MetWith, entity(0), entity(2)),
		relation(d, extract.Signed, entity(5), entity(6)),
		relation(d, extract.Announced, entity(5), fresh),
		relation(d, extract.Signed, entity(5), entity(4)), // an event cannot be signed
		relation(d, "VISITED", entity(2), entity(1)),
		both(relation(d, "ALLIED_WITH", entity(1), entity(5))),
		relation(d, "STATES", entity(5), entity(1)), // the graph's own
	}}
	rec := Record(d, resolved(), x, graph.Article{Key: "k", Text: text, Published: graph.Date{Year: 2018, Month: 3, Day: 2}})
	if err := rec.Validate(); err != nil {
		t.Error(err)
	}
	if got := lines(rec); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// lines is a record in short: nodes with their mentions, statements, representations, participations.
func lines(r graph.Record) string {
	var b strings.Builder
	for i, n := range r.Nodes {
		fmt.Fprintf(&b, "%s %s%s ×%d@%d\n", n.Ref, n.Name, strings.TrimRight(" "+n.Date.String(), " "), r.Mentions[i].Count, r.Mentions[i].First)
	}
	for _, s := range r.Statements {
		fmt.Fprintf(&b, "%s %s %s %d-%d %s\n", s.Fact(), s.Status, s.Date, s.Start, s.End, s.Trigger)
	}
	for _, p := range r.Representations {
		fmt.Fprintf(&b, "REPRESENTS %s %s %s\n", p.Person, p.For, p.Title)
	}
	for _, p := range r.Participations {
		fmt.Fprintf(&b, "PARTICIPATED_IN %s %s\n", p.Who, p.Event)
	}
	return strings.TrimSpace(b.String())
}

// TestTitle holds that what stands before the article's text makes nodes but no statements, and shifts offsets.
func TestTitle(t *testing.T) {
	d := doc(text)
	x := extract.Result{Relations: []extract.Relation{relation(d, extract.MetWith, extract.Arg{Entity: 0}, extract.Arg{Entity: 2})}}
	rec := Record(d, resolved(), x, graph.Article{Key: "k", Text: text[len("Indian "):]})
	if err := rec.Validate(); err != nil {
		t.Error(err)
	}
	if len(rec.Statements) != 0 {
		t.Errorf("a sentence that begins before the text is quoted: %+v", rec.Statements)
	}
	if got := lines(rec); !strings.Contains(got, " Emmanuel Macron ×1@30\n") {
		t.Errorf("offsets are not the article's:\n%s", got)
	}
}

// TestKeys holds keys that do not depend on how an article calls its people and organisations.
func TestKeys(t *testing.T) {
	d := doc("They met .")
	for _, c := range []struct {
		e    coref.Entity
		want string
	}{
		{coref.Entity{Kind: mention.Organization, Name: "NATO"}, "north-atlantic-treaty-organization"},
		{coref.Entity{Kind: mention.Organization, Name: "North Atlantic Treaty Organization"}, "north-atlantic-treaty-organization"},
		{coref.Entity{Kind: mention.Organization, Name: "Acme Corp"}, "acme-corp"},
		{coref.Entity{Kind: mention.Agreement, Name: "NAFTA", Proper: true}, "north-american-free-trade-agreement"},
		{coref.Entity{Kind: mention.Agreement, Name: "peace deal"}, "peace-deal-2018-03"},
		{coref.Entity{Kind: mention.Event, Name: "Camp David summit", Proper: true}, "camp-david-summit-2018"},
		{coref.Entity{Kind: mention.Person, Name: "Abdel Fattah el-Sisi", Code: "EGY"}, "Q307871"},
		{coref.Entity{Kind: mention.Person, Name: "Abdel Fattah el-Sisi", Code: "IND"}, "abdel-fattah-el-sisi"},
		{coref.Entity{Kind: mention.Person, Name: "Abdel Fattah el-Sisi"}, "Q307871"},
		{coref.Entity{Kind: mention.Person, Name: "Sisi", Code: "EGY", Title: "President"}, "Q307871"},
		{coref.Entity{Kind: mention.Person, Name: "el-Sisi", Code: "EGY", Title: "President"}, "Q307871"},
		{coref.Entity{Kind: mention.Person, Name: "el-Sisi", Code: "EGY", Title: "Vice President"}, "el-sisi"},
		{coref.Entity{Kind: mention.Person, Name: "el-Sisi", Code: "IND", Title: "President"}, "el-sisi"},
		{coref.Entity{Kind: mention.Country, Name: "Kosovo", Code: "XKX"}, "XKX"},
	} {
		c.e.Mentions = []int{0}
		r := coref.Resolution{Mentions: []mention.Mention{{First: 0, Last: 1, Kind: c.e.Kind, Within: -1}}, Entities: []coref.Entity{c.e}, Of: [][]int{{0}}}
		x := extract.Result{}
		if c.e.Kind == mention.Organization { // organisations are nodes only as somebody's side
			r.Entities = append(r.Entities, coref.Entity{Kind: mention.Person, Name: "Ann Roe", Mentions: nil, For: []int{0}})
		}
		rec := Record(d, r, x, graph.Article{Key: "k", Text: d.Text, Published: graph.Date{Year: 2018, Month: 3, Day: 2}})
		got := ""
		for _, n := range rec.Nodes {
			if n.Name == c.e.Name {
				got = n.Key
			}
		}
		if got != c.want {
			t.Errorf("%s %s has the key %q, want %q", c.e.Kind, c.e.Name, got, c.want)
		}
	}
}

// TestHeldEvents says which events that no relation has become nodes: those that somebody holds or attends.
func TestHeldEvents(t *testing.T) {
	for text, want := range map[string]bool{
		"Asha Rao attended the signing ceremony .":       true,
		"Asha Rao will hold another emergency meeting .": true,
		"Asha Rao described the signing ceremony .":      false,
		"They all attended the signing ceremony .":       false,
	} {
		d := doc(text)
		n := len(d.Tokens)
		person := mention.Mention{First: 0, Last: 2, Head: 1, Kind: mention.Person, Name: "Asha Rao", Within: -1}
		event := mention.Mention{First: n - 3, Last: n - 1, Head: n - 2, Kind: mention.Event, Name: "ceremony", Within: -1}
		r := coref.Resolution{
			Mentions: []mention.Mention{person, event},
			Entities: []coref.Entity{{Kind: mention.Person, Name: "Asha Rao", Mentions: []int{0}}, {Kind: mention.Event, Name: "ceremony", Mentions: []int{1}}},
			Of:       [][]int{{0}, {1}},
		}
		if strings.HasPrefix(text, "They") {
			r.Of[0] = nil
		}
		got := false
		for _, node := range Record(d, r, extract.Result{}, graph.Article{ID: "a", Source: "test", Text: text}).Nodes {
			got = got || node.Label == graph.Event
		}
		if got != want {
			t.Errorf("%q: event is a node: %v, want %v", text, got, want)
		}
	}
}
