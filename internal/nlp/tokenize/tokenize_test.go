package tokenize

import (
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// show writes tokens separated by "|" and sentences by " / ".
func show(d *nlp.Doc) string {
	var b strings.Builder
	for i, s := range d.Sentences {
		if i > 0 {
			b.WriteString(" / ")
		}
		for k := s.First; k < s.Last; k++ {
			if k > s.First {
				b.WriteByte('|')
			}
			b.WriteString(d.Word(k))
		}
	}
	return b.String()
}

func TestApply(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", ""},
		{" \n\t ", ""},
		{"Hello", "Hello"},
		{"They don't sign; we can't, won't and cannot.", "They|do|n't|sign|;|we|ca|n't|,|wo|n't|and|can|not|."},
		{"He’s Peru’s envoy; they didn’t go.", "He|’s|Peru|’s|envoy|;|they|did|n’t|go|."},
		{"The ministers' pact, the '90s and 'em.", "The|ministers|'|pact|,|the|'90s|and|'em|."},
		{"The Rt. Hon. Ann Lee met Fr. Roe. Hon, come here.", "The|Rt.|Hon.|Ann|Lee|met|Fr.|Roe|. / Hon|,|come|here|."},
		{"They left at 5 p.m. Monday. It was 5 p.m. He slept.", "They|left|at|5|p.m.|Monday|. / It|was|5|p.m. / He|slept|."},
		{"The deputy (D-N.Y.) and Ms. Roe met.", "The|deputy|(|D|-|N.Y.|)|and|Ms.|Roe|met|."},
		{"Mr. Ola and Dr. J. P. Berg met U.S. aides at 9 a.m. in St. Ives.", "Mr.|Ola|and|Dr.|J.|P.|Berg|met|U.S.|aides|at|9|a.m.|in|St.|Ives|."},
		{"It left the U.S. The envoy stayed.", "It|left|the|U.S. / The|envoy|stayed|."},
		{"She saw Gen. The fort fell.", "She|saw|Gen.|The|fort|fell|."},
		{"Answer No. 5 was no. We left.", "Answer|No.|5|was|no|. / We|left|."},
		{"The 2+2 talks of 6.5 hours cost $1,200.50, or 3.5%.", "The|2+2|talks|of|6.5|hours|cost|$|1,200.50|,|or|3.5|%|."},
		{"On 2018-09-06 at 10:30, 9/11, 2003-2007 and a 2-1 win.", "On|2018-09-06|at|10:30|,|9/11|,|2003|-|2007|and|a|2|-|1|win|."},
		{"A U.S.-led, pro-Western, two-day non-nuclear al-Masri re-election.", "A|U.S.|-|led|,|pro-Western|,|two|-|day|non-nuclear|al|-|Masri|re-election|."},
		{"See https://example.org/a(b)?c=d. Or www.example.com, press@example.org!", "See|https://example.org/a(b)?c=d|. / Or|www.example.com|,|press@example.org|!"},
		{"Thanks @State_Dept and #Peace2018!", "Thanks|@State_Dept|and|#Peace2018|!"},
		{"\"We agree.\" \"So do we,\" she said.", "\"|We|agree|.|\" / \"|So|do|we|,|\"|she|said|."},
		{"“Sign it!” he cried. ‘Never?’ she asked.", "“|Sign|it|!|”|he|cried|. / ‘|Never|?|’|she|asked|."},
		{"(It was signed.) Then they left.", "(|It|was|signed|.|) / Then|they|left|."},
		{"Well... maybe. Then… Yes.", "Well|...|maybe|. / Then|… / Yes|."},
		{"Talks--the third—ended - at last – today.", "Talks|--|the|third|—|ended|-|at|last|–|today|."},
		{"AT&T, R&D and Q&A", "AT&T|,|R&D|and|Q&A"},
		{"a heading\n\nThe text. More", "a|heading / The|text|. / More"},
		{"one line\nnext line", "one|line|next|line"},
		{"中文文本。下一句 עברית", "中文文本|。 / 下一句|עברית"},
		{"7:30PM and 5km by the 21st", "7:30|PM|and|5|km|by|the|21st"},
		{"Yahoo! bought Ask?! No", "Yahoo|!|bought|Ask|?! / No"},
		{"a\u200bb \x00 \xff\xfe c", "a|b|\xff|\xfe|c"},
		{"Sgt. O'Neil of Côte d'Ivoire's army", "Sgt.|O'Neil|of|Côte|d'Ivoire|'s|army"},
		{"Prices rose.The end", "Prices|rose|. / The|end"},
		{"He works for Acme Inc. The firm", "He|works|for|Acme|Inc. / The|firm"},
	}
	for _, c := range cases {
		d := nlp.New(c.text)
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		if got := show(d); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
	t.Logf("%d cases", len(cases))
}

func TestBlocks(t *testing.T) {
	d := nlp.New("Leaders meet today\nA deal (Reuters) Photo: X")
	d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: 18}, Kind: nlp.BlockHeadline}, {Span: nlp.Span{Start: 19, End: 35}, Kind: nlp.BlockBody}, {Span: nlp.Span{Start: 36, End: 44}, Kind: nlp.BlockCredit}}
	if err := New().Apply(d); err != nil {
		t.Fatal(err)
	}
	if got, want := show(d), "Leaders|meet|today / A|deal|(|Reuters|) / Photo|:|X"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for i, s := range d.Sentences {
		if s.Block != i {
			t.Errorf("sentence %d is of block %d", i, s.Block)
		}
	}
}

// check asserts the invariants of package nlp and of this package.
func check(t *testing.T, d *nlp.Doc) {
	t.Helper()
	next := 0
	for i, s := range d.Sentences {
		if s.First != next || s.Last <= s.First || s.Last-s.First > MaxTokens+4 {
			t.Fatalf("sentence %d is %v after token %d in %q", i, s, next, d.Text)
		}
		next = s.Last
		if b := d.Blocks[s.Block].Span; !b.Contains(d.TokenSpan(s.First, s.Last)) {
			t.Fatalf("sentence %d leaves its block in %q", i, d.Text)
		}
	}
	if next != len(d.Tokens) {
		t.Fatalf("%d of %d tokens in sentences in %q", next, len(d.Tokens), d.Text)
	}
	boundary := map[int]bool{len(d.Text): true}
	for i := range d.Text {
		boundary[i] = true
	}
	at := 0
	for i, tok := range d.Tokens {
		if tok.Start < at || tok.End <= tok.Start || !boundary[tok.Start] || !boundary[tok.End] {
			t.Fatalf("token %d has span %v after byte %d in %q", i, tok.Span, at, d.Text)
		}
		for _, r := range d.Text[at:tok.Start] {
			if !isSpace(r) {
				t.Fatalf("%q is in no token of %q", r, d.Text)
			}
		}
		if strings.IndexFunc(d.Word(i), isSpace) >= 0 {
			t.Fatalf("token %q holds white space", d.Word(i))
		}
		at = tok.End
	}
}

var pieces = []string{"a", "B", "word", "U.S.", ".", "..", "'", "’s", "n't", "\"", " ", " ", "\n\n", "-", "--", "—", "1", "23", ",", "@", "#",
	"http://", "/", "(", ")", "&", "+", "é", "中", "א", "\xff", "\xe2\x80", "\x00", "\u0301", "\u200d", "Mr.", "No.", "!", "?", "…", "$", "%", "x@y.z"}

func TestAnyBytes(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	for n := 0; n < 3000; n++ {
		var b strings.Builder
		for k := rnd.Intn(60); k >= 0; k-- {
			if rnd.Intn(6) == 0 {
				b.WriteByte(byte(rnd.Intn(256)))
			} else {
				b.WriteString(pieces[rnd.Intn(len(pieces))])
			}
		}
		d := nlp.New(b.String())
		if rnd.Intn(2) == 0 {
			d.Blocks = randomBlocks(rnd, d.Text)
		}
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		check(t, d)
	}
}

// randomBlocks cuts text into two blocks at a rune boundary.
func randomBlocks(rnd *rand.Rand, text string) []nlp.Block {
	cut := rnd.Intn(len(text) + 1)
	for cut < len(text) && !utf8.RuneStart(text[cut]) {
		cut++
	}
	return []nlp.Block{{Span: nlp.Span{Start: 0, End: cut}}, {Span: nlp.Span{Start: cut, End: len(text)}}}
}

func FuzzApply(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + p + " " + p)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := nlp.New(text)
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		check(t, d)
	})
}

// TestLong cuts texts that would be slow if any step looked at more than its surroundings.
func TestLong(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 100_000
	}
	for _, piece := range []string{"word ", "a.", "A.", "a'", "a-", "1-", "1,", "-", "\"", ")", "http://x)", "x@", "n't", "中", "Mr. ", ". ", "'s", "a&"} {
		d := nlp.New(strings.Repeat(piece, n))
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		if len(d.Tokens) == 0 || len(d.Sentences) == 0 {
			t.Errorf("%q: no tokens", piece)
		}
	}
}

func BenchmarkTokenize(b *testing.B) {
	text := strings.Repeat("The foreign ministers of Norway and Chile signed a two-year accord in Oslo on Tuesday, Mr. Berg's office said. ", 200)
	b.SetBytes(int64(len(text)))
	tokens := 0
	for i := 0; i < b.N; i++ {
		d := nlp.New(text)
		if err := New().Apply(d); err != nil {
			b.Fatal(err)
		}
		tokens += len(d.Tokens)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
