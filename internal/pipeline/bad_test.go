package pipeline

import (
	"fmt"
	"math/rand"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"newsgraph/graph"
	"newsgraph/internal/nlp"
)

// facts are the statements of a record, sorted.
func facts(r graph.Record) []string {
	var out []string
	for _, s := range r.Statements {
		out = append(out, fmt.Sprint(s.Type, " ", s.Subject.Key, " ", s.Object.Key, " ", s.Status))
	}
	slices.Sort(out)
	return out
}

// salad is n words in no order, without a full stop.
func salad(n int) string {
	words := strings.Fields("the minister of Peru met with officials from Chile and said that talks on trade will go on in Lima next week while Anna Berg of Norway signed an accord")
	rnd := rand.New(rand.NewSource(1))
	out := make([]string, n)
	for i := range out {
		out[i] = words[rnd.Intn(len(words))]
	}
	return strings.Join(out, " ")
}

// names is a list of n people.
func names(n int) string {
	given := strings.Fields("Anna Juan Wei Omar Pierre Mary John Ivan Fatima Raj Kofi")
	syllables := strings.Fields("ba ko ri men tov sen lar di nu sha")
	out := make([]string, n)
	for i := range out {
		s := syllables[i%10] + syllables[i/10%10] + syllables[i/100%10] + syllables[i/1000%10]
		out[i] = given[i%len(given)] + " " + strings.ToUpper(s[:1]) + s[1:]
	}
	return strings.Join(out, ", ")
}

func TestBadInput(t *testing.T) {
	signed := func(keys ...string) []string {
		var out []string
		for _, k := range keys {
			out = append(out, "SIGNED "+k+" fisheries-accord-isl-nor-2024-03 occurred")
		}
		return out
	}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":           {"", nil},
		"blanks":          {" \n\t\n ", nil},
		"a word":          {"Norway", nil},
		"as it should be": {"Norway and Iceland signed a fisheries accord on Tuesday.", signed("ISL", "NOR")},
		"all capitals": {"NORWAY AND ICELAND SIGNED A FISHERIES ACCORD ON TUESDAY.", // a mistake: the article is no part of the name
			[]string{"SIGNED ISL a-fisheries-accord occurred", "SIGNED NOR a-fisheries-accord occurred"}},
		"no capitals":      {"norway and iceland signed a fisheries accord on tuesday.", nil},
		"control":          {"Norway and Iceland\x00\x07 signed\x1b[1m a fisheries accord on Tuesday.", signed("ISL", "NOR")},
		"not UTF-8":        {"Norway \xff\xfe and Iceland signed \xc3 a fisheries accord.", signed("ISL", "NOR")},
		"a table":          {"Country\tExports\tSigned\nNorway\t12\tyes\nIceland\t7\tno\nPeru\t3\tno\n", nil},
		"code":             {"func signed(a, b Country) { a.meet(b); announce(a, b) }\nif met { return Norway }\n", nil},
		"from the right":   {"وقعت النرويج وأيسلندا Norway signed اتفاقا يوم الثلاثاء في أوسلو عاصمة النرويج.", nil},
		"direction marks":  {"\u202bNorway and Iceland\u202c signed a \u200ffisheries accord on Tuesday.", signed("ISL", "NOR")},
		"within its list":  {"Leaders of Pacific-rim nations meet in Oslo.", nil},
		"many names":       {names(2000) + " signed.", nil},
		"only punctuation": {strings.Repeat("?!... --- ((( \"", 500), nil},
	} {
		a := graph.Article{ID: name, Key: strings.Repeat("0", 64), Text: c.text, Published: graph.Date{Year: 2024, Month: 3, Day: 6}}
		x := analyze(t, a)
		if got := facts(x.Record); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

var extractor = func() *Extractor {
	e, err := New(Options{})
	if err != nil {
		panic(err) // the built-in rules do not read
	}
	return e
}()

// analyze reads an article and checks what holds for any text.
func analyze(t *testing.T, a graph.Article) Analysis {
	t.Helper()
	x, err := extractor.Analyze(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	checkDoc(t, x.Doc)
	if err := x.Record.Validate(); err != nil && utf8.ValidString(a.Text) {
		t.Errorf("record of %.200q: %v", a.Text, err)
	}
	for _, s := range x.Record.Statements {
		if quote, ok := a.Slice(s.Start, s.End); !ok || quote != s.Quote {
			t.Errorf("quote %q is %q in the text", s.Quote, quote)
		}
	}
	return x
}

// checkDoc checks the offsets of all layers: in order, one within the other, on rune boundaries.
func checkDoc(t *testing.T, d *nlp.Doc) {
	t.Helper()
	boundary := func(i int) bool { return i == len(d.Text) || utf8.RuneStart(d.Text[i]) || !utf8.ValidString(d.Text) }
	end := 0
	for _, b := range d.Blocks {
		if b.Start < end || b.End < b.Start || b.End > len(d.Text) || !boundary(b.Start) || !boundary(b.End) {
			t.Fatalf("block %v after %d in %.200q", b, end, d.Text)
		}
		end = b.End
	}
	next := 0
	for _, s := range d.Sentences {
		if s.First != next || s.Last <= s.First || s.Last > len(d.Tokens) {
			t.Fatalf("sentence %v after token %d in %.200q", s, next, d.Text)
		}
		if b := d.Blocks[s.Block]; !b.Contains(d.TokenSpan(s.First, s.Last)) {
			t.Fatalf("sentence %v leaves block %v in %.200q", s, b, d.Text)
		}
		next = s.Last
	}
	if next != len(d.Tokens) {
		t.Fatalf("%d of %d tokens are in sentences in %.200q", next, len(d.Tokens), d.Text)
	}
	end = 0
	for _, k := range d.Tokens {
		if k.Start < end || k.End <= k.Start || !boundary(k.Start) || !boundary(k.End) {
			t.Fatalf("token %v after %d in %.200q", k.Span, end, d.Text)
		}
		end = k.End
	}
	at, sent := 0, 0
	for _, n := range d.Names {
		for sent < len(d.Sentences) && d.Sentences[sent].Last <= n.First {
			sent++
		}
		if n.First < at || n.Last <= n.First || sent == len(d.Sentences) || n.Last > d.Sentences[sent].Last {
			t.Fatalf("name %v after token %d in %.200q", n, at, d.Text)
		}
		at = n.Last
	}
}

// pieces are what odd texts are made of.
var pieces = []string{"Norway ", "Iceland ", "President ", "Anna Berg ", "signed ", "met ", "with ", "announced ", "that ", "an accord ", "the ", "and ",
	"on Monday", ".", ",", "\n", "\n\n", "\"", "“", "”", "(", ")", "- ", "—", "U.S. ", "READ MORE: ", "— A (@b) March 5, 2020", "\t", "12", "%", "\x00", "\xff",
	"\u202b", "مرحبا ", "中文", "e\u0301", "https://example.org/a", "OSLO, March 5 - ", "by ", "was ", "not ", "will ", "to ", "of ", "his ", "he ", "'s ", "both ministers "}

func oddText(rnd *rand.Rand) string {
	var b strings.Builder
	for k := rnd.Intn(80); k >= 0; k-- {
		if rnd.Intn(8) == 0 {
			b.WriteByte(byte(rnd.Intn(256)))
		} else {
			b.WriteString(pieces[rnd.Intn(len(pieces))])
		}
	}
	return b.String()
}

// TestAnyBytes: offsets hold for any bytes.
func TestAnyBytes(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 200
	}
	rnd := rand.New(rand.NewSource(1))
	for range n {
		analyze(t, graph.Article{Key: "k", Title: oddText(rnd)[:rnd.Intn(2)], Text: oddText(rnd), Published: graph.Date{Year: 2020, Month: 3, Day: 6}})
	}
}

func FuzzAnalyze(f *testing.F) {
	rnd := rand.New(rand.NewSource(2))
	for range 20 {
		f.Add("", oddText(rnd))
	}
	f.Add("Accord signed", salad(300))
	f.Add("THE ACCORD", names(20)+" met.")
	f.Fuzz(func(t *testing.T, title, text string) {
		if len(text) > 5000 {
			return
		}
		analyze(t, graph.Article{Key: "k", Title: title, Text: text, Published: graph.Date{Year: 2020, Month: 3, Day: 6}})
	})
}

// TestEnds reads words in no order whose tree hangs an auxiliary on what stands before it: looking for the clause
// behind "that" once went back and forth there for ever.
func TestEnds(t *testing.T) {
	analyze(t, graph.Article{Key: "k", Text: "officials Berg an signed minister an the of go of Berg that Peru and next from next an go an an " +
		"trade of will on signed on on Chile Chile in Chile minister that Berg on next that on from said " +
		"Chile met Lima an will will on said in of next Anna Lima on with in on will of Anna next Anna Chile " +
		"signed said from Lima that that the minister with signed of trade an that Anna week in signed go " +
		"Berg Lima Lima minister"})
}

// TestMillionWords reads a million words without a full stop.
func TestMillionWords(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	x := analyze(t, graph.Article{Key: "k", Text: salad(1_000_000)})
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if len(x.Doc.Tokens) != 1_000_000 || m.HeapSys > 4<<30 {
		t.Errorf("%d tokens, %d MB of heap", len(x.Doc.Tokens), m.HeapSys>>20)
	}
}
