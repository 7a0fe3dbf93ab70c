package coref_test

import (
	"fmt"
	"strings"
	"testing"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/nlp/nlptest"
)

// TestCases reads what the people, agreements, events, roles and pronouns in the texts of testdata denote, and whom the
// people represent.
func TestCases(t *testing.T) {
	finder := mention.New()
	nlptest.Run(t, func(d *nlp.Doc) string { return show(d, coref.Resolve(d, finder.Find(d))) })
}

func show(d *nlp.Doc, r coref.Resolution) string {
	var b strings.Builder
	for i, m := range r.Mentions {
		if m.Kind == mention.Country || m.Kind == mention.Organization {
			continue
		}
		var names []string
		for _, e := range r.Of[i] {
			names = append(names, r.Entities[e].Name)
		}
		fmt.Fprintf(&b, "  [%s] -> %s\n", strings.Join(strings.Fields(d.Slice(d.TokenSpan(m.First, m.Last))), " "), strings.Join(names, " + "))
	}
	for _, e := range r.Entities {
		if e.Kind != mention.Person || len(e.For) == 0 {
			continue
		}
		for _, f := range e.For {
			fmt.Fprintf(&b, "  %s, %s, represents %s\n", e.Name, e.Title, r.Entities[f].Name)
		}
	}
	return b.String()
}

// TestLinear holds many names, roles and pronouns to a time that grows with their number: none of these may take
// longer than the test's own limit, which quadratic time would.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds of tagging")
	}
	var names strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&names, "John Smith%c%c%c, ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)
	}
	for name, text := range map[string]string{
		"names":    names.String(),
		"roles":    strings.Repeat("The president of France met the two ministers. He said they agreed to the pact. ", 4_000),
		"pronouns": strings.Repeat("it he they she its ", 10_000),
	} {
		d := nlptest.Annotate(t, text)
		r := coref.Resolve(d, mention.New().Find(d))
		if len(r.Of) != len(r.Mentions) || len(r.Mentions) > len(d.Tokens) {
			t.Errorf("%s: %d mentions, %d resolutions", name, len(r.Mentions), len(r.Of))
		}
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("US Commerce Secretary Jim Barlow met Asha Rao, the Indian minister. The two ministers and both sides signed it. He left.")
	f.Add("The presidents of Chad, Mali and the EU's chief, King II, they, their pact (XYZ) the XYZ.")
	f.Add("\xff\x00 ‘’ The the two two both")
	finder := mention.New()
	f.Fuzz(func(t *testing.T, text string) {
		d := nlptest.Annotate(t, text)
		r := coref.Resolve(d, finder.Find(d))
		if len(r.Of) != len(r.Mentions) {
			t.Fatalf("%d mentions, %d resolutions", len(r.Mentions), len(r.Of))
		}
		for i, of := range r.Of {
			for _, e := range of {
				if e < 0 || e >= len(r.Entities) {
					t.Fatalf("mention %d denotes %d of %d entities", i, e, len(r.Entities))
				}
			}
		}
	})
}
