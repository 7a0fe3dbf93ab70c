// Package nlptest gives the tests of what reads an annotated document their documents and their case files.
//
// # Input and output
//
// A case file holds cases separated by lines of "---": a text of one or more lines, followed by what is to be found in
// it, indented by two spaces, one a line.
package nlptest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/segment"
	"newsgraph/internal/nlp/tag"
	"newsgraph/internal/nlp/tokenize"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

var stages = sync.OnceValues(func() (*nlp.Pipeline, error) { return nlp.NewPipeline(segment.New(), tokenize.New(), tag.New()) })

// Annotate returns text with its blocks, sentences, tokens and tags.
func Annotate(t testing.TB, text string) *nlp.Doc {
	t.Helper()
	p, err := stages()
	if err != nil {
		t.Fatal(err)
	}
	d := nlp.New(text)
	if err := p.Apply(d); err != nil {
		t.Fatal(err)
	}
	return d
}

// Run holds show, which gives the lines found in a text, against the cases of all testdata/*.txt. The flag -update
// rewrites the expectations instead.
func Run(t *testing.T, show func(d *nlp.Doc) string) {
	cases := 0
	for _, file := range files(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var rewritten []string
			for _, c := range read(t, file) {
				text, want := cut(c)
				got := show(Annotate(t, text))
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

// Texts are the texts of all cases, as one document of that many paragraphs.
func Texts(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	for _, file := range files(t) {
		for _, c := range read(t, file) {
			text, _ := cut(c)
			b.WriteString(text + "\n\n")
		}
	}
	return b.String()
}

func files(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	return files
}

func read(t testing.TB, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(raw), "\n---\n")
}

// cut divides a case into its text and its expectation.
func cut(c string) (text, want string) {
	var lines []string
	for line := range strings.Lines(c) {
		if strings.HasPrefix(line, "  ") {
			want += strings.TrimRight(line, "\n") + "\n"
		} else {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), want
}
