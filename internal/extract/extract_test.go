package extract

import (
	"errors"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
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
  - rule: visit-noun
    type: VISITED
    nouns: visit
    source: possessor by
    target: to
    class: place
`

const declared = `
types:
  - name: VISITED
    from: Person
    to: Country
  - name: ALLIED_WITH
    symmetric: true
    from: Organization Country
    about: are
      allies
  - name: VETOED
    to: Event
frames:
  - {rule: visit, type: VISITED, verbs: visit, source: subject, target: object, class: any}
  - {rule: ally, type: ALLIED_WITH, verbs: ally, pair: true, source: subject, target: with, class: party}
  - {rule: veto, type: VETOED, verbs: veto, source: subject, target: object, class: event}
  - {rule: see, type: SAW, verbs: meet, pair: true, source: subject, target: object with, class: party}
`

// TestRuleFile reads types that a file implies and types that it declares. A word that a built-in rule reads is read
// by the user's own rule beside it.
func TestRuleFile(t *testing.T) {
	for _, c := range []struct {
		rules string
		types []Type
		text  string
		want  []string
	}{
		{visited, []Type{{Name: "VISITED", From: actors, To: []mention.Kind{mention.Country}}},
			"{P Ana Ruiz} visited {C Peru} and signed a treaty.", []string{"SIGNED Ana Ruiz -> treaty", "VISITED Ana Ruiz -> Peru"}},
		{visited, nil, "{P Ana Ruiz} will visit {C Peru}.", []string{"planned VISITED Ana Ruiz -> Peru"}},
		{visited, nil, "{P Ana Ruiz} visited a museum.", nil},
		{visited, nil, "{P Ana Ruiz} toured {C Peru} and {C Chile}.", []string{"VISITED Ana Ruiz -> Chile", "VISITED Ana Ruiz -> Peru"}},
		{visited, nil, "{P Ana Ruiz}'s visit to {C Peru} ended.", []string{"VISITED Ana Ruiz -> Peru"}},
		{visited, nil, "The visit to {C Peru} by {P Ana Ruiz} was short.", []string{"VISITED Ana Ruiz -> Peru"}},
		{visited, nil, "{C Peru} was not visited by {P Ana Ruiz}.", []string{"denied VISITED Ana Ruiz -> Peru"}},
		{declared, []Type{{Name: "VISITED", From: []mention.Kind{mention.Person}, To: []mention.Kind{mention.Country}},
			{Name: "ALLIED_WITH", Symmetric: true, From: []mention.Kind{mention.Country, mention.Organization},
				To: []mention.Kind{mention.Country, mention.Organization}, About: "are allies"},
			{Name: "VETOED", From: actors, To: []mention.Kind{mention.Event}}, {Name: "SAW", Symmetric: true, From: actors, To: actors}},
			"{P Ana Ruiz} visited {C Peru}.", []string{"VISITED Ana Ruiz -> Peru"}},
		{declared, nil, "{C Chile} visited {C Peru}.", nil},
		{declared, nil, "{P Ana Ruiz} visited {P Omar Haddad}.", []string{"MET_WITH Ana Ruiz, Omar Haddad"}},
		{declared, nil, "{C Chile} allied with {C Peru}.", []string{"ALLIED_WITH Chile -> Peru"}},
		{declared, nil, "{P Ana Ruiz} allied with {C Peru}.", nil},
		{declared, nil, "{C Chile} vetoed the agreement.", []string{"VETOED Chile -> agreement [Event]"}},
		{declared, nil, "{P Ana Ruiz} met {P Omar Haddad}.", []string{"MET_WITH Ana Ruiz, Omar Haddad", "SAW Ana Ruiz -> Omar Haddad"}},
	} {
		file := filepath.Join(t.TempDir(), "own.yaml")
		if err := os.WriteFile(file, []byte(c.rules), 0o600); err != nil {
			t.Fatal(err)
		}
		x := newExtractor(t, Options{RuleFiles: []string{file}})
		if c.types != nil && !reflect.DeepEqual(x.Types(), c.types) {
			t.Errorf("types %+v, want %+v", x.Types(), c.types)
		}
		d, r := build(t, c.text)
		var got []string
		for _, rel := range x.Extract(d, r).Relations {
			line := show(r, rel)
			if rel.Target.Entity < 0 && rel.Target.Kind == mention.Event {
				line += " [Event]"
			}
			if !strings.HasPrefix(rel.Type, "MET") && rel.Symmetric != (rel.Type == "ALLIED_WITH" || rel.Type == "SAW") {
				t.Errorf("%s: symmetric is %v", line, rel.Symmetric)
			}
			got = append(got, line)
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
		{"- rule: a\n  type: A\n  verbs: a\n  source: subject\n  target: object\n  class: any\n  confidnce: 1", "line 7: field confidnce not found"},
		{"frames:\n- rule: a\n  type: OWNED\n  verbs: a\n  source: subject\n  target: object\n  class: any\n- rule: b\n  type: TAKEN\n  verbs: b\n  source: subject\n  target: object\n  class: any", `:8: frame "b": TAKEN is taken`},
		{"types:\n- name: GOOD\n  to: Country\n- name: TAKEN\n  to: Country", `:4: type "TAKEN": TAKEN is taken`},
		{"types:\n- name: SIGNED\n  to: Country", `:2: type "SIGNED": it is built in`},
		{"types:\n- name: A\n  to: Country\n- name: A\n  to: Country", `:4: type "A": it is declared twice`},
		{"types:\n- name: no good\n  to: Country", `:2: type "no good": type: "no good" is not a name in capitals`},
		{"types:\n- name: A", `:2: type "A": to: missing`},
		{"types:\n- name: A\n  to: Ship", `:2: type "A": to: "Ship" is not one of Person, Country, Organization, Agreement, Event`},
		{"types:\n- name: A\n  from: Event\n  to: Country", `:2: type "A": from: "Event" is not one of Person, Country, Organization`},
		{"types:\n- name: A\n  symmetric: true\n  to: Country", `:2: type "A": to: a symmetric type has the same kinds at both ends`},
		{"types:\n- name: A\n  to: Country\nframes:\n- rule: a\n  type: A\n  pair: true\n  verbs: a\n  source: subject\n  class: party", `:5: frame "a": pair: A is not symmetric`},
		{"just text", "cannot unmarshal"},
	} {
		file := filepath.Join(t.TempDir(), "rules.yaml")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := New(Options{RuleFiles: []string{file}, CheckType: func(t Type) error {
			if t.Name == "TAKEN" {
				return errors.New("TAKEN is taken")
			}
			return nil
		}})
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

// TestSetMakesNoCycle: a word cannot be hung on itself or on what hangs on it.
func TestSetMakesNoCycle(t *testing.T) {
	tr := &tree{s: nlp.Sentence{Last: 3}, head: []int{-1, 0, 1}, dep: make([]string, 3)}
	for _, head := range []int{0, 1, 2} {
		if tr.set(0, head, "conj"); tr.parent(0) != -1 {
			t.Errorf("the root hangs on %d", head)
		}
	}
	if tr.set(2, 0, "conj"); tr.parent(2) != 0 || tr.relation(2) != "conj" {
		t.Error("a leaf was not moved")
	}
}
