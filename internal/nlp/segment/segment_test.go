package segment

import (
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// TestCases runs testdata/*.txt: texts and the blocks they fall into, "kind: text" a line, after "=>".
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("find cases: %v, %d files", err, len(files))
	}
	cases := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split(string(b), "\n====\n") {
			text, want, ok := strings.Cut(c, "\n=>\n")
			if !ok {
				t.Fatalf("%s: case without =>: %q", f, c)
			}
			cases++
			if got := dump(text); got != strings.TrimSpace(want) {
				t.Errorf("%s: %q\n got:\n%s\nwant:\n%s", f, text, got, want)
			}
		}
	}
	t.Logf("%d cases", cases)
}

func dump(text string) string {
	var b strings.Builder
	for _, x := range Blocks(text) {
		b.WriteString(x.Kind.String() + ": " + strings.ReplaceAll(text[x.Start:x.End], "\n", "⏎") + "\n")
	}
	return strings.TrimSpace(b.String())
}

func check(t *testing.T, text string) {
	t.Helper()
	end := 0
	for _, b := range Blocks(text) {
		s := text[b.Start:b.End]
		if b.Start < end || b.Len() <= 0 || strings.TrimFunc(s, unicode.IsSpace) != s || b.Kind == nlp.BlockUnset {
			t.Fatalf("text %q: bad block %v after %d: %q", text, b, end, s)
		}
		if strings.TrimFunc(text[end:b.Start], unicode.IsSpace) != "" {
			t.Fatalf("text %q: %q belongs to no block", text, text[end:b.Start])
		}
		if !boundary(text, b.Start) || !boundary(text, b.End) {
			t.Fatalf("text %q: block %v is off a rune boundary", text, b)
		}
		end = b.End
	}
	if strings.TrimFunc(text[end:], unicode.IsSpace) != "" {
		t.Fatalf("text %q: %q belongs to no block", text, text[end:])
	}
}

func boundary(text string, i int) bool {
	return i == len(text) || utf8.RuneStart(text[i]) || !utf8.ValidString(text)
}

func TestInvariantsOverRandomText(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	parts := []string{"READ MORE: ", "© AFP 2018 / NAME ", " — N (@h) May 1, 2019 ", "\n", "\r\n", "\n\n", "PARIS (AP) - ", "A word. ", "date 2018-01-02 ",
		"\x00", "\xff", "é", "\u2028", "\u00a0", "Sources", "|", "- ", "# ", "```\n", "The x met y. ", "12 345 678", ": "}
	for i := 0; i < 4000; i++ {
		var b strings.Builder
		for n := rng.Intn(12); n >= 0; n-- {
			b.WriteString(parts[rng.Intn(len(parts))])
		}
		check(t, b.String())
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("PARIS (AP) - A met B.\n\nREAD MORE: X\n")
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}

func BenchmarkBlocks(b *testing.B) {
	text := strings.Repeat("The ministers of both countries met in the capital on Thursday and signed an agreement on trade.\n\n", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Blocks(text)
	}
}
