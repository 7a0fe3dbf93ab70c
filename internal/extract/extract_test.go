package extract

import (
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/nlp/depparse"
)

func newExtractor(t testing.TB, o Options) *Extractor {
	t.Helper()
	o.Parser = depparse.New()
	x, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestCountsAddUp: every trigger of every case has relations or one abstention with a reason.
func TestCountsAddUp(t *testing.T) {
	x := newExtractor(t, Options{})
	triggers := 0
	for _, c := range readCases(t) {
		d, r := build(t, c.text)
		res := x.Extract(d, r)
		type at struct {
			sentence int
			start    int
		}
		told := map[at]bool{}
		for _, rel := range res.Relations {
			told[at{rel.Sentence, rel.Trigger.Start}] = true
			if s := d.Sentences[rel.Sentence]; rel.Quote != d.TokenSpan(s.First, s.Last) || !rel.Quote.Contains(rel.Trigger) || rel.Confidence <= 0 || rel.Confidence > 1 {
				t.Errorf("%s:%d: quote %v, trigger %v, confidence %v", c.file, c.line, rel.Quote, rel.Trigger, rel.Confidence)
			}
		}
		for _, a := range res.Abstentions {
			if a.Reason == "" || a.Rule == "" {
				t.Errorf("%s:%d: abstention without rule or reason: %+v", c.file, c.line, a)
			}
		}
		if len(told)+len(res.Abstentions) != res.Triggers {
			t.Errorf("%s:%d: %d triggers, %d with relations, %d abstentions", c.file, c.line, res.Triggers, len(told), len(res.Abstentions))
		}
		triggers += res.Triggers
	}
	if triggers < 300 {
		t.Errorf("%d triggers in all cases: too few to mean anything", triggers)
	}
}

const visited = `
classes:
  sights: museum museums school schools
frames:
  - rule: visit
    type: VISITED
    verbs: visit tour
    source: subject
    target: object
    class: place
    nobut: sights
`

func TestRuleFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "visited.yaml")
	if err := os.WriteFile(file, []byte(visited), 0o600); err != nil {
		t.Fatal(err)
	}
	x := newExtractor(t, Options{RuleFiles: []string{file}})
	for _, c := range []struct {
		text string
		want []string
	}{
		{"{P Ana Ruiz} visited {C Peru} and signed a treaty.", []string{"SIGNED Ana Ruiz -> treaty", "VISITED Ana Ruiz -> Peru"}},
		{"{P Ana Ruiz} will visit {C Peru}.", []string{"planned VISITED Ana Ruiz -> Peru"}},
		{"{P Ana Ruiz} visited a museum.", nil},
	} {
		d, r := build(t, c.text)
		var got []string
		for _, rel := range x.Extract(d, r).Relations {
			got = append(got, show(r, rel))
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", d.Text, got, c.want)
		}
	}
}

func TestBadRuleFiles(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"- rule: [", "yaml"},
		{"- rule: X y\n  type: A\n  verbs: a\n  source: subject\n  target: object\n  class: any", `rule: "X y" is not a name in lower case`},
		{"- rule: a\n  type: visited\n  verbs: a\n  source: subject\n  target: object\n  class: any", `type: "visited" is not a name in capitals`},
		{"- rule: a\n  type: A\n  source: subject\n  target: object\n  class: any", "a frame needs a trigger"},
		{"- rule: a\n  type: A\n  verbs: a\n  target: object\n  class: any", "source: missing"},
		{"- rule: a\n  type: A\n  verbs: a\n  source: subject\n  class: any", "target: missing"},
		{"- rule: a\n  type: A\n  verbs: a\n  source: subject\n  target: object\n  class: nothing", `class: "nothing" is not one of`},
		{"- rule: a\n  type: A\n  verbs: a\n  source: subject\n  target: object\n  class: any\n  nobut: nowhere", `no word class "nowhere"`},
		{"- rule: sign\n  type: A\n  verbs: a\n  source: subject\n  target: object\n  class: any", `rule "sign" is defined twice`},
	} {
		file := filepath.Join(t.TempDir(), "rules.yaml")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := New(Options{RuleFiles: []string{file}})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: error %v, want %q and the file", c.text, err, c.want)
		}
	}
	if _, err := New(Options{RuleFiles: []string{"nowhere.yaml"}}); err == nil || !strings.Contains(err.Error(), "nowhere.yaml") {
		t.Errorf("missing file: %v", err)
	}
}

// TestAnyText: relations over mangled texts keep the invariants, and nothing panics.
func TestAnyText(t *testing.T) {
	x := newExtractor(t, Options{})
	parts := []string{"{P Ana Ruiz}", "{C Chile}", "{R=Chile officials}", "{N=? they}", "{A the Pact}", "{E talks}", "met", "signed", "announced", "that", "will", "not",
		"with", "by", "of", "and", ",", "(", ")", "—", "\"", "a treaty", "talks between", "to sign", "agreed", "said", "who", "'s", "on Monday", "in", ".", "?", "\n\n",
		"Readout of", "\x00", "ß", "مرحبا", "Having", "been", "refused", "plans", "declared", "as"}
	rng := rand.New(rand.NewSource(3))
	rounds := 1500
	if testing.Short() {
		rounds = 300
	}
	for range rounds {
		var b []string
		for n := rng.Intn(24) + 1; n > 0; n-- {
			b = append(b, parts[rng.Intn(len(parts))])
		}
		text := strings.Join(b, " ")
		d, r := build(t, text)
		before := len(r.Entities)
		res := x.Extract(d, r)
		if len(r.Entities) != before {
			t.Fatalf("%q: the resolution was changed", text)
		}
		for _, rel := range res.Relations {
			if rel.Source.Entity < 0 || rel.Source.Entity >= before || rel.Target.Entity >= before || rel.Target.Entity < 0 && strings.TrimSpace(rel.Target.Text) == "" ||
				rel.Status == StatusUnset || !rel.Quote.Contains(rel.Trigger) {
				t.Fatalf("%q: bad relation %+v", text, rel)
			}
		}
	}
}

// TestManyNames: a register of names costs time in proportion to its length and makes no pairs.
func TestManyNames(t *testing.T) {
	x := newExtractor(t, Options{})
	d := nlp.New("Yesterday he met " + strings.Repeat("Ana Ruiz, ", 9999) + "and Ana Ruiz.")
	if err := syntax.Apply(d); err != nil {
		t.Fatal(err)
	}
	var r coref.Resolution
	for i, tok := range d.Tokens {
		if d.Slice(tok.Span) == "Ruiz" && i > 0 {
			e := r.Add(coref.Entity{Kind: mention.Person, Name: "Ana Ruiz"})
			r.Mentions = append(r.Mentions, mention.Mention{First: i - 1, Last: i + 1, Head: i, Kind: mention.Person, Within: -1})
			r.Of = append(r.Of, []int{e})
		}
	}
	if res := x.Extract(d, r); len(res.Relations) != 0 || len(res.Abstentions) != res.Triggers || res.Triggers != 1 {
		t.Errorf("%d relations, %d abstentions, %d triggers", len(res.Relations), len(res.Abstentions), res.Triggers)
	}
}

func BenchmarkExtract(b *testing.B) {
	x := newExtractor(b, Options{})
	d, r := build(b, strings.Repeat("{P Ana Ruiz} met {P Bo Lind} in Oslo on Monday and signed a trade agreement. The weather was fine and the crops were good. ", 50))
	b.ReportMetric(float64(len(d.Tokens)), "tokens")
	for b.Loop() {
		x.Extract(d, r)
	}
}
