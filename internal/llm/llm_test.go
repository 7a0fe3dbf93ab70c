package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"newsgraph/internal/extract"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/nlp/tokenize"
)

const text = `Ana Ruiz of Chile met Omar Haddad
in Oslo on Monday.

Chile and Jordan signed a copper accord. They will open two new schools.`

// document is the text with hand-made blocks and entities; its second block is furniture.
func document(t *testing.T) (*nlp.Doc, coref.Resolution) {
	t.Helper()
	d := nlp.New(text + "\n\nREAD MORE: Peru and Brazil sign a rail pact.")
	end := len(text)
	d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: 52}, Kind: nlp.BlockBody}, {Span: nlp.Span{Start: 54, End: end}, Kind: nlp.BlockBody},
		{Span: nlp.Span{Start: end + 2, End: len(d.Text)}, Kind: nlp.BlockRelated}}
	d.Mark(nlp.Blocks)
	if err := tokenize.New().Apply(d); err != nil {
		t.Fatal(err)
	}
	d.Published = time.Date(2020, 3, 4, 0, 0, 0, 0, time.UTC)
	return d, coref.Resolution{Entities: []coref.Entity{
		{Kind: mention.Person, Name: "Ana Ruiz", Aliases: []string{"Ruiz"}}, {Kind: mention.Person, Name: "Omar Haddad"},
		{Kind: mention.Country, Name: "Chile", Code: "CHL"}, {Kind: mention.Country, Name: "Jordan", Code: "JOR"},
		{Kind: mention.Agreement, Name: "copper accord"}, {Kind: mention.Country, Name: "Peru", Code: "PER"},
	}}
}

// answer is an endpoint's body around a model's text.
func answer(t *testing.T, content string) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{
		"choices": []any{map[string]any{"message": map[string]any{"role": "assistant", "content": content}, "finish_reason": "stop"}},
		"usage":   map[string]any{"prompt_tokens": 700, "completion_tokens": 90},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func asker(t *testing.T, handler http.HandlerFunc) *Asker {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	a, err := New(Config{BaseURL: s.URL + "/v1/", Model: "m", Key: "s3cret", Timeout: 5 * time.Second, Wait: time.Millisecond, Retries: 2})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestRelate lets an endpoint give true statements beside invented ones: only what the article shows is taken, and
// the rest is counted.
func TestRelate(t *testing.T) {
	st := func(typ, source, target, kind, status, date, quote string) map[string]string {
		return map[string]string{"type": typ, "source": source, "target": target, "target_kind": kind, "status": status, "date": date, "quote": quote}
	}
	met, signed, open := "Ana Ruiz of Chile met Omar Haddad in Oslo on Monday.", "Chile and Jordan signed a copper accord.", "They will open two new schools."
	content, err := json.Marshal(map[string]any{"statements": []any{
		st("SIGNED", "Chile", "copper accord", "Agreement", "occurred", "", signed),
		st("MET_WITH", "Ruiz", "Omar Haddad", "Person", "occurred", "2020-03-02", met),
		st("ANNOUNCED", "Chile", "two new schools", "Event", "planned", "2021-01-01", open),
		st("SIGNED", "Chile", "copper accord", "Agreement", "occurred", "", "Chile signed the copper accord yesterday."),
		st("MET_WITH", "Ana Ruiz", "Angela Merkel", "Person", "occurred", "", met),
		st("MET_WITH", "Somebody", "Ana Ruiz", "Person", "occurred", "", met),
		st("MET_WITH", "Ana Ruiz", "Ruiz", "Person", "occurred", "", met),
		st("SIGNED", "Peru", "rail pact", "Agreement", "occurred", "", "Peru and Brazil sign a rail pact."),
		st("ATTACKED", "Chile", "Jordan", "Country", "occurred", "", signed),
		st("SIGNED", "Chile", "copper accord", "Agreement", "maybe", "", signed),
		st("ANNOUNCED", "Chile", "three new schools", "Event", "planned", "", open),
		st("SIGNED", "Chile", "copper accord", "Agreement", "occurred", "", "Chile"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	var request struct {
		Model    string
		Messages []message
		Format   struct {
			Type string `json:"type"`
		} `json:"response_format"`
	}
	a := asker(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer s3cret" {
			t.Errorf("%s with %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Error(err)
		}
		fmt.Fprint(w, answer(t, string(content)))
	})
	d, res := document(t)
	reply, err := a.Relate(context.Background(), d, res)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range reply.Relations {
		target := r.Target.Text
		if r.Target.Entity >= 0 {
			target = res.Entities[r.Target.Entity].Name
		}
		got = append(got, fmt.Sprintf("%s %s > %s %s %s %q", r.Type, res.Entities[r.Source.Entity].Name, target, r.Status, r.Date, d.Slice(r.Quote)))
	}
	want := []string{
		`MET_WITH Ana Ruiz > Omar Haddad occurred 2020-03-02 "Ana Ruiz of Chile met Omar Haddad\nin Oslo on Monday."`,
		`SIGNED Chile > copper accord occurred  "Chile and Jordan signed a copper accord."`,
		`ANNOUNCED Chile > two new schools planned  "They will open two new schools."`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	dropped := map[string]int{"the quote is not in the article": 2, "the target is no mention": 2, "the source is no mention": 1,
		"both ends are the same": 1, "the quote is in a part that states nothing": 1, "unknown type": 1, "unknown status": 1}
	if !maps.Equal(reply.Dropped, dropped) {
		t.Errorf("dropped %v, want %v", reply.Dropped, dropped)
	}
	if reply.Usage != (Usage{1, 700, 90}) {
		t.Errorf("usage %+v", reply.Usage)
	}
	if request.Model != "m" || request.Format.Type != "json_schema" || !strings.Contains(request.Messages[1].Content, d.Text) {
		t.Errorf("request %+v", request)
	}
}

// TestOwnTypes asks for types of a rule file too: the question and the schema name them, and an answer may have only
// the ends that they allow.
func TestOwnTypes(t *testing.T) {
	signed := "Chile and Jordan signed a copper accord."
	st := func(source, target, kind string) map[string]string {
		return map[string]string{"type": "TRADES_WITH", "source": source, "target": target, "target_kind": kind, "status": "occurred", "date": "", "quote": signed}
	}
	content, err := json.Marshal(map[string]any{"statements": []any{
		st("Jordan", "Chile", "Country"), st("Ana Ruiz", "Chile", "Country"), st("Chile", "copper accord", "Agreement"), st("Chile", "Wakanda", "Country")}})
	if err != nil {
		t.Fatal(err)
	}
	var asked []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, _ = io.ReadAll(r.Body)
		fmt.Fprint(w, answer(t, string(content)))
	}))
	t.Cleanup(s.Close)
	countries := []mention.Kind{mention.Country}
	a, err := New(Config{BaseURL: s.URL, Model: "m", Types: []extract.Type{{Name: "TRADES_WITH", Symmetric: true, From: countries, To: countries, About: "they trade"}}})
	if err != nil {
		t.Fatal(err)
	}
	d, res := document(t)
	reply, err := a.Relate(context.Background(), d, res)
	if err != nil {
		t.Fatal(err)
	}
	if len(reply.Relations) != 1 || reply.Relations[0].Type != "TRADES_WITH" || !reply.Relations[0].Symmetric ||
		reply.Relations[0].Source.Entity != 3 || reply.Relations[0].Target.Entity != 2 {
		t.Errorf("relations %+v", reply.Relations)
	}
	if dropped := map[string]int{"the source is no mention": 1, "the target is no mention": 2}; !maps.Equal(reply.Dropped, dropped) {
		t.Errorf("dropped %v, want %v", reply.Dropped, dropped)
	}
	for _, want := range []string{`TRADES_WITH: they trade. The source is a Country, the target a Country.`, `"enum":["SIGNED","MET_WITH","ANNOUNCED","TRADES_WITH"]`} {
		if !strings.Contains(string(asked), want) {
			t.Errorf("the question lacks %s:\n%s", want, asked)
		}
	}
}

// TestMisbehavingServer answers badly in every way: an error each time, no panic, and as many tries as make sense.
func TestMisbehavingServer(t *testing.T) {
	good := `{"statements":[]}`
	for name, c := range map[string]struct {
		handler func(try int, w http.ResponseWriter)
		tries   int
		err     string // "" for success
	}{
		"recovers":  {func(try int, w http.ResponseWriter) { fail(w, try < 2, 503, answer(t, good)) }, 3, ""},
		"too many":  {func(try int, w http.ResponseWriter) { fail(w, try < 1, 429, answer(t, good)) }, 2, ""},
		"down":      {func(_ int, w http.ResponseWriter) { fail(w, true, 500, "") }, 3, "ask model: status 500 Internal Server Error: no"},
		"no key":    {func(_ int, w http.ResponseWriter) { fail(w, true, 401, "") }, 1, "ask model: status 401 Unauthorized: no"},
		"not json":  {func(_ int, w http.ResponseWriter) { fmt.Fprint(w, "<html>") }, 1, "the answer is not as asked"},
		"no choice": {func(_ int, w http.ResponseWriter) { fmt.Fprint(w, `{"choices":[]}`) }, 1, "no choice in it"},
		"chatty":    {func(_ int, w http.ResponseWriter) { fmt.Fprint(w, answer(t, "Sure! Here it is.")) }, 1, "the answer is not as asked"},
		"null":      {func(_ int, w http.ResponseWriter) { fmt.Fprint(w, answer(t, "null")) }, 1, ""},
		"wrong type": {func(_ int, w http.ResponseWriter) {
			fmt.Fprint(w, answer(t, `{"statements":[{"type":7}]}`))
		}, 1, "the answer is not as asked"},
		"huge": {func(_ int, w http.ResponseWriter) { fmt.Fprint(w, strings.Repeat("x", maxAnswer+2)) }, 1, "more than"},
		"cut": {func(_ int, w http.ResponseWriter) {
			fmt.Fprint(w, `{"choices":[{"finish_reason":"length","message":{"content":"{"}}]}`)
		}, 1, "cut at"},
		"hangup": {func(_ int, w http.ResponseWriter) { panic(http.ErrAbortHandler) }, 3, "ask model:"},
	} {
		t.Run(name, func(t *testing.T) {
			tries := 0
			a := asker(t, func(w http.ResponseWriter, r *http.Request) { tries++; c.handler(tries-1, w) })
			d, res := document(t)
			reply, err := a.Relate(context.Background(), d, res)
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the key is in the error: %v", err)
			}
			if tries != c.tries || reply.Usage.Requests != tries {
				t.Errorf("%d tries, %d counted, want %d", tries, reply.Usage.Requests, c.tries)
			}
		})
	}
}

func fail(w http.ResponseWriter, bad bool, status int, body string) {
	if bad {
		w.WriteHeader(status)
		fmt.Fprint(w, "no")
		return
	}
	fmt.Fprint(w, body)
}

func TestCancelled(t *testing.T) {
	started, done := make(chan struct{}), make(chan struct{})
	a := asker(t, func(_ http.ResponseWriter, r *http.Request) { close(started); <-done })
	defer close(done)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-started; cancel() }()
	d, res := document(t)
	if _, err := a.Relate(ctx, d, res); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestConfig(t *testing.T) {
	for want, c := range map[string]Config{
		"configure model: no base URL":                               {},
		`configure model: base URL "x:1" is not http:// or https://`: {BaseURL: "x:1"},
		"configure model: no model name":                             {BaseURL: "http://127.0.0.1"},
	} {
		if _, err := New(c); err == nil || err.Error() != want {
			t.Errorf("New(%+v) = %v, want %s", c, err, want)
		}
	}
}

// FuzzCheck lets a model say anything: what is believed must stand in the document.
func FuzzCheck(f *testing.F) {
	f.Add("MET_WITH", "Ana Ruiz", "Omar Haddad", "Person", "occurred", "2020-03-02", "Ana Ruiz of Chile met Omar Haddad in Oslo")
	f.Fuzz(func(t *testing.T, typ, source, target, kind, status, date, quote string) {
		d, r := document(t)
		rel, reason := newChecker(d, r, extract.BuiltIn()).check(statement{typ, source, target, kind, status, date, quote})
		if reason != "" {
			return
		}
		squeezed, _ := squeeze(strings.TrimSpace(quote))
		if got, _ := squeeze(d.Slice(rel.Quote)); !strings.Contains(got, strings.Trim(squeezed, " ")) {
			t.Errorf("quote %q became %q", quote, got)
		}
		if rel.Source.Entity < 0 || rel.Type == extract.MetWith && rel.Target.Entity < 0 {
			t.Errorf("%+v has an end that is nobody", rel)
		}
	})
}
