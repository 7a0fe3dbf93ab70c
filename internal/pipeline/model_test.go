package pipeline

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"newsgraph/graph"
	"newsgraph/internal/llm"
)

// TestModel reads an article by the rules, by a model and by both. The model adds one fact, repeats one of the
// rules' and invents one.
func TestModel(t *testing.T) {
	text := "Peru and Chile signed a fishing accord on Monday. Chile's foreign minister was seen with his Peruvian host at dinner."
	st := func(source, target, quote string) map[string]string {
		return map[string]string{"type": "MET_WITH", "source": source, "target": target, "target_kind": "Country", "status": "occurred", "date": "", "quote": quote}
	}
	signed := st("Peru", "fishing accord", "Peru and Chile signed a fishing accord on Monday.")
	signed["type"], signed["target_kind"] = "SIGNED", "Agreement"
	said, err := json.Marshal(map[string]any{"statements": []any{signed,
		st("Peru", "Chile", "Chile's foreign minister was seen with his Peruvian host at dinner."),
		st("Peru", "Chile", "The two presidents embraced.")}})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		content, _ := json.Marshal(string(said)) // a string always has a JSON form
		fmt.Fprintf(w, `{"choices":[{"message":{"content":%s}}]}`, content)
	}))
	defer s.Close()
	builtin := []string{"SIGNED CHL sign", "SIGNED PER sign"}
	for reader, want := range map[Reader][]string{
		ReaderBuiltin: builtin,
		ReaderModel:   {"MET_WITH CHL llm", "SIGNED PER llm"},
		ReaderBoth:    append([]string{"MET_WITH CHL llm"}, builtin...),
	} {
		e, err := New(Options{Reader: reader, Model: llm.Config{BaseURL: s.URL, Model: "m"}})
		if err != nil {
			t.Fatal(err)
		}
		x, err := e.Analyze(t.Context(), graph.Article{Key: strings.Repeat("0", 64), Text: text, Published: graph.Date{Year: 2015, Month: 6, Day: 3}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range x.Record.Statements {
			got = append(got, fmt.Sprint(s.Type, " ", s.Subject.Key, " ", s.Rule))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", reader, got, want)
		}
		if dropped := x.Model.Dropped["the quote is not in the article"]; reader != ReaderBuiltin && dropped != 1 {
			t.Errorf("%s: dropped %v", reader, x.Model.Dropped)
		}
		asked, dropped := e.ModelTotal()
		if reader != ReaderBuiltin && (asked.Requests != 1 || len(dropped) != 1) || reader == ReaderBuiltin && asked.Requests != 0 {
			t.Errorf("%s: total %+v, %v", reader, asked, dropped)
		}
	}
	if _, err := New(Options{Reader: ReaderBoth}); err == nil || err.Error() != "configure model: no base URL" {
		t.Errorf("without an address: %v", err)
	}
}

// TestForeign: what is not in English is no work for the rules, and still asked of a model.
func TestForeign(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		fmt.Fprint(w, `{"choices":[{"message":{"content":"{\"statements\":[]}"}}]}`)
	}))
	defer s.Close()
	a := graph.Article{Key: strings.Repeat("0", 64), Text: "El presidente de Chile firmó en Lima un acuerdo con el Perú, según una nota de su gobierno."}
	for reader, want := range map[Reader]struct {
		unread  string
		foreign map[string]int
		asked   int
	}{
		ReaderBuiltin: {"es", map[string]int{"es": 1}, 0},
		ReaderModel:   {"", map[string]int{}, 1},
		ReaderBoth:    {"", map[string]int{}, 1},
	} {
		asked = 0
		e, err := New(Options{Reader: reader, Model: llm.Config{BaseURL: s.URL, Model: "m"}})
		if err != nil {
			t.Fatal(err)
		}
		x, err := e.Analyze(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if x.Unread != want.unread || asked != want.asked || !maps.Equal(e.Foreign(), want.foreign) || len(x.Result.Abstentions) > 0 {
			t.Errorf("%s: unread %q, asked %d times, foreign %v, abstentions %v", reader, x.Unread, asked, e.Foreign(), x.Result.Abstentions)
		}
		if x.Record.Article.Language != "es" || x.Record.Article.Text != a.Text || len(x.Record.Statements) > 0 {
			t.Errorf("%s: record %+v", reader, x.Record)
		}
	}
}

func TestParseReader(t *testing.T) {
	for i, name := range readers {
		if r, err := ParseReader(name); err != nil || r != Reader(i) || r.String() != name {
			t.Errorf("ParseReader(%q) = %v, %v", name, r, err)
		}
	}
	if _, err := ParseReader("magic"); err == nil {
		t.Error("ParseReader takes what is none")
	}
}
