package tag

import (
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/perceptron"
)

// doc is a Doc of one sentence whose tokens are the words of text.
func doc(text string) *nlp.Doc {
	d := nlp.New(text)
	d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: len(text)}}}
	at := 0
	for _, w := range strings.Fields(text) {
		at += strings.Index(text[at:], w)
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: at + len(w)}, Head: -1})
		at += len(w)
	}
	if len(d.Tokens) > 0 {
		d.Sentences = []nlp.Sentence{{First: 0, Last: len(d.Tokens)}}
	}
	return d
}

func TestApply(t *testing.T) {
	cases := []struct{ text, tags, pos string }{
		{"", "", ""},
		{"The ministers of Norway and Chile signed the treaty on Tuesday .", "DT NNS IN NNP CC NNP VBD DT NN IN NNP .", "DET NOUN ADP PROPN CCONJ PROPN VERB DET NOUN ADP PROPN PUNCT"},
		{"She has n't met him .", "PRP VBZ RB VBN PRP .", "PRON AUX PART VERB PRON PUNCT"},
		{"They will meet again in two weeks , a spokesman said .", "PRP MD VB RB IN CD NNS , DT NN VBD .", "PRON AUX VERB ADV ADP NUM NOUN PUNCT DET NOUN VERB PUNCT"},
		{"The accord was signed by both sides .", "DT NN VBD VBN IN DT NNS .", "DET NOUN AUX VERB ADP DET NOUN PUNCT"},
		{"He wants to sign a peace deal .", "PRP VBZ TO VB DT NN NN .", "PRON VERB PART VERB DET NOUN NOUN PUNCT"},
	}
	for _, c := range cases {
		d := doc(c.text)
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		var tags, pos []string
		for _, tok := range d.Tokens {
			tags, pos = append(tags, tok.Tag), append(pos, tok.POS)
		}
		if got := strings.Join(tags, " "); got != c.tags {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.tags)
		}
		if got := strings.Join(pos, " "); got != c.pos {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.pos)
		}
	}
	t.Logf("%d cases", len(cases))
}

// TestMakeFinite holds that a sentence has a verb where a participle can be one, and only there.
func TestMakeFinite(t *testing.T) {
	m, err := New().Model()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, word, want string }{
		{"The two countries held talks in Doha on Monday .", "held", "VBD"},
		{"A book held by readers in Doha .", "held", "VBN"},
		{"The talks were held in Doha .", "held", "VBN"},
		{"Talks held in Doha", "held", "VBN"},
		{"Norway , Poland ink energy deal", "ink", "VBP"},
		{"Mali and the African Union initial a protocol in Bamako .", "initial", "VBP"},
		{"Bo Lind , the Norwegian minister , meets with Ann Roe in Oslo .", "meets", "VBZ"},
		{"Bo Lind , the Norwegian minister , shakes hands with Ann Roe .", "shakes", "VBZ"},
		{"Norway ink maker reports loss", "ink", "NN"},
		{"Ministers from Norway praise ink", "ink", "NN"},
	} {
		words := strings.Fields(c.text)
		if got := m.Tag(words, nil)[slices.Index(words, c.word)].Tag; got != c.want {
			t.Errorf("%q: %s is %s, want %s", c.text, c.word, got, c.want)
		}
	}
}

func TestLearn(t *testing.T) {
	var ex []Example
	for range 4 {
		ex = append(ex, Example{Words: strings.Fields("the pact holds"), Classes: []Class{{"DT", "DET"}, {"NN", "NOUN"}, {"VBZ", "VERB"}}})
	}
	packed, err := Learn(ex, Options{Epochs: 3, Seeds: 2}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Learn(ex, Options{Epochs: 3, Seeds: 2}, io.Discard)
	if err != nil || string(again) != string(packed) {
		t.Errorf("learning again: %v, same bytes: %v", err, string(again) == string(packed))
	}
	m, err := Open(string(packed))
	if err != nil {
		t.Fatal(err)
	}
	got := m.Tag(strings.Fields("the pact holds"), nil)
	want := ex[0].Classes
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("word %d is %v, want %v", i, got[i], want[i])
		}
	}
	if _, err := Learn(nil, Options{Epochs: 1, Seeds: 1}, io.Discard); err == nil {
		t.Error("learning from nothing gave no error")
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, data := range []string{"", "NN NOUN\n", "NN NOUN\n" + string(perceptron.NewTrainer(2, 0).Model(perceptron.Prune{}))} {
		if _, err := Open(data); err == nil {
			t.Errorf("%d bytes opened", len(data))
		}
	}
}

func TestRecase(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	seen := map[string]bool{}
	for range 100 {
		seen[strings.Join(Recase([]string{"élan", "Of"}, 0.9, rnd), " ")] = true
	}
	for _, want := range []string{"élan Of", "élan of", "ÉLAN OF", "Élan Of"} {
		if !seen[want] {
			t.Errorf("never %q", want)
		}
	}
}

func BenchmarkTag(b *testing.B) {
	d := doc("The foreign ministers of Norway and Chile , Anna Berg and Pablo Soto , signed a two - year accord on fishing in Oslo on Tuesday , after talks that lasted six hours .")
	s := New()
	if err := s.Apply(d); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := s.Apply(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(d.Tokens))/b.Elapsed().Seconds(), "tokens/s")
}
