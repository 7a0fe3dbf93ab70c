package mention_test

import (
	"fmt"
	"strings"
	"testing"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/nlptest"
)

// TestCases reads the mentions that are to be found in the texts of testdata.
func TestCases(t *testing.T) {
	finder := mention.New()
	nlptest.Run(t, func(d *nlp.Doc) string { return show(d, finder.Find(d)) })
}

func show(d *nlp.Doc, ms []mention.Mention) string {
	var b strings.Builder
	for _, m := range ms {
		if m.Kind == mention.Pronoun {
			continue
		}
		fmt.Fprintf(&b, "  %s [%s]", m.Kind, strings.Join(strings.Fields(d.Slice(d.TokenSpan(m.First, m.Last))), " "))
		if m.Name != d.Slice(d.TokenSpan(m.First, m.Last)) {
			fmt.Fprintf(&b, " = %s", m.Name)
		}
		codes := m.Codes
		if codes == nil && m.Code != "" {
			codes = []string{m.Code}
		}
		if len(codes) > 0 {
			fmt.Fprintf(&b, " %s", strings.Join(codes, "+"))
		}
		if m.Title != "" && m.Kind == mention.Person {
			fmt.Fprintf(&b, " (%s)", m.Title)
		}
		for _, f := range []struct {
			set  bool
			name string
		}{{m.Org != "", "org:" + m.Org}, {m.Acronym != "", "acronym:" + m.Acronym}, {m.Place, "place"}, {m.Seat, "seat"}, {m.Plural, "plural"}, {m.Count > 0, fmt.Sprint("count:", m.Count)},
			{m.Kind == mention.Role && m.Official, "official"}, {m.Proper && (m.Kind == mention.Agreement || m.Kind == mention.Event), "proper"}, {m.Within >= 0, "within"}} {
			if f.set {
				b.WriteString(" " + f.name)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func FuzzFind(f *testing.F) {
	f.Add("US Commerce Secretary Jim Barlow and India's minister met in Geneva. @handle #Tag (ABC) Treaty of")
	f.Add("President of the of of 's - -- Mr. and and Koreas Congo U.S.-led cease-fire 2+2 Jr., III")
	f.Add("\xff\x00 ‘’“” A. B. C.\n\nTHE PRESIDENT OF FRANCE SIGNED A DEAL")
	finder := mention.New()
	f.Fuzz(func(t *testing.T, text string) {
		d := nlptest.Annotate(t, text)
		prev := -1
		for i, m := range finder.Find(d) {
			if m.First < prev || m.First >= m.Last || m.Last > len(d.Tokens) || m.Head < m.First || m.Head >= m.Last || m.Kind == mention.Unset || m.Within >= i {
				t.Fatalf("mention %d is %+v of %d tokens", i, m, len(d.Tokens))
			}
			prev = m.First
		}
	})
}

// TestLinear holds a list of many names, and one long sentence, to linear time: no case takes over a second.
func TestLinear(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 1_000
	}
	for name, text := range map[string]string{
		"names":    strings.Repeat("John Smith, Mary Jones, ", n/2),
		"capitals": strings.Repeat("Alpha Beta Gamma ", n),
		"titles":   strings.Repeat("president minister secretary of state ", n),
		"handles":  strings.Repeat("@johnsmith John Smith ", n/2),
	} {
		d := nlptest.Annotate(t, text)
		ms := mention.New().Find(d)
		if len(ms) > len(d.Tokens) {
			t.Errorf("%s: %d mentions in %d tokens", name, len(ms), len(d.Tokens))
		}
	}
}

func BenchmarkFind(b *testing.B) {
	d := nlptest.Annotate(b, nlptest.Texts(b))
	finder := mention.New()
	for b.Loop() {
		finder.Find(d)
	}
	b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
