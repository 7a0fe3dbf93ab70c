package mention_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/tag"
	"newsgraph/internal/nlp/tokenize"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestCases reads testdata/*.txt: cases separated by "---", each a text of one or more lines followed by the mentions
// that are to be found in it, indented, one a line.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	cases := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var rewritten []string
			for _, c := range strings.Split(string(raw), "\n---\n") {
				text, want := cut(c)
				got := show(find(t, text))
				if got != want && !*update {
					t.Errorf("%q\ngot:\n%swant:\n%s", text, got, want)
				}
				rewritten = append(rewritten, text+"\n"+got)
				cases++
			}
			if *update {
				if err := os.WriteFile(file, []byte(strings.Join(rewritten, "---\n")), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	t.Logf("%d cases", cases)
}

// cut divides a case into its text and its expectation.
func cut(c string) (text, want string) {
	var lines []string
	for line := range strings.Lines(c) {
		if strings.HasPrefix(line, "  ") {
			want += strings.TrimRight(line, "\n") + "\n"
		} else if line = strings.TrimRight(line, "\n"); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n"), want
}

var stages = sync.OnceValues(func() (*nlp.Pipeline, error) { return nlp.NewPipeline(tokenize.New(), tag.New()) })

func find(t *testing.T, text string) (*nlp.Doc, []mention.Mention) {
	t.Helper()
	d := nlp.New(text)
	p, err := stages()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(d); err != nil {
		t.Fatal(err)
	}
	return d, mention.New().Find(d)
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
	p, err := stages()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := nlp.New(text)
		if err := p.Apply(d); err != nil {
			t.Fatal(err)
		}
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
		d, ms := find(t, text)
		if len(ms) > len(d.Tokens) {
			t.Errorf("%s: %d mentions in %d tokens", name, len(ms), len(d.Tokens))
		}
	}
}

func BenchmarkFind(b *testing.B) {
	var text strings.Builder
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range strings.Split(string(raw), "\n---\n") {
			t, _ := cut(c)
			text.WriteString(t + "\n\n")
		}
	}
	d := nlp.New(text.String())
	p, err := stages()
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Apply(d); err != nil {
		b.Fatal(err)
	}
	finder := mention.New()
	for b.Loop() {
		finder.Find(d)
	}
	b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
