package ner

import (
	"context"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/perceptron"
)

// doc is a Doc whose sentences are the lines of text; words are written word/TAG.
func doc(text string) *nlp.Doc {
	d := &nlp.Doc{}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		first := len(d.Tokens)
		for _, f := range strings.Fields(line) {
			k := strings.LastIndexByte(f, '/')
			d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: len(d.Text), End: len(d.Text) + k}, Tag: f[k+1:], Head: -1})
			d.Text += f[:k] + " "
		}
		d.Sentences = append(d.Sentences, nlp.Sentence{First: first, Last: len(d.Tokens)})
	}
	d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: len(d.Text)}}}
	return d
}

func show(d *nlp.Doc) string {
	var out []string
	for _, n := range d.Names {
		out = append(out, fmt.Sprintf("%s %s", n.Kind, d.Slice(d.TokenSpan(n.First, n.Last))))
	}
	return strings.Join(out, ", ")
}

func TestApply(t *testing.T) {
	cases := []struct{ text, want string }{
		{"It/PRP rained/VBD ./.", ""},
		{"The/DT Foreign/NNP Minister/NNP of/IN Chile/NNP ,/, Pablo/NNP Soto/NNP ,/, met/VBD Mr./NNP Berg/NNP in/IN Oslo/NNP on/IN Tuesday/NNP ./.",
			"PLACE Chile, PERSON Pablo Soto, PERSON Berg, PLACE Oslo"},
		{"Talks/NNS between/IN the/DT United/NNP States/NNP and/CC North/NNP Korea/NNP ended/VBD ./.", "PLACE United States, PLACE North Korea"},
		{"Indian/JJ officials/NNS said/VBD NATO/NNP and/CC the/DT World/NNP Health/NNP Organization/NNP agreed/VBD ./.",
			"PLACE Indian, ORG NATO, ORG World Health Organization"},
		{"President/NNP Maria/NNP Lopez/NNP flew/VBD to/IN Lima/NNP ./.\nLopez/NNP will/MD return/VB on/IN Friday/NNP ./.",
			"PERSON Maria Lopez, PLACE Lima, PERSON Lopez"},
		{"A/DT U.S./NNP -/HYPH led/VBN force/NN left/VBD Kabul/NNP ./.", "PLACE U.S., PLACE Kabul"},
	}
	for _, c := range cases {
		d := doc(c.text)
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		if got := show(d); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", d.Text, got, c.want)
		}
	}
	t.Logf("%d cases", len(cases))
}

func TestActor(t *testing.T) {
	words := strings.Fields("Saudi Arabia Lima Peruvian NATO Arabia")
	cases := []struct {
		first, last int
		kind, want  Kind
	}{{0, 2, Org, Actor}, {2, 3, Org, Actor}, {3, 4, Org, Demonym}, {4, 5, Org, Org}, {1, 2, Org, Org}, {2, 3, Person, Person}}
	for _, c := range cases {
		if got := actor(words, Found{First: c.first, Last: c.last, Kind: c.kind}); got != c.want {
			t.Errorf("%v as %d is %d, want %d", words[c.first:c.last], c.kind, got, c.want)
		}
	}
}

func TestAnyWords(t *testing.T) {
	words := []string{"The", "Minister", "U.S.", ",", "\xff", "中文", "of", "NATO", "", "-", "Anna", "BERG", "1990"}
	tags := []string{"NNP", "IN", "", "VBD", "nonsense"}
	rnd := rand.New(rand.NewSource(1))
	for range 200 {
		d := &nlp.Doc{}
		for range rnd.Intn(4) + 1 {
			first := len(d.Tokens)
			for range rnd.Intn(30) + 1 {
				w := words[rnd.Intn(len(words))]
				d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: len(d.Text), End: len(d.Text) + len(w)}, Tag: tags[rnd.Intn(len(tags))]})
				d.Text += w + " "
			}
			d.Sentences = append(d.Sentences, nlp.Sentence{First: first, Last: len(d.Tokens)})
		}
		if err := New().Apply(d); err != nil {
			t.Fatal(err)
		}
		at, s := 0, 0
		for _, n := range d.Names {
			for s < len(d.Sentences) && d.Sentences[s].Last <= n.First {
				s++
			}
			if n.First < at || n.Last <= n.First || n.Last > d.Sentences[s].Last || n.Score < 0 || n.Kind == nlp.NameUnset {
				t.Fatalf("name %+v after token %d in sentence %v", n, at, d.Sentences[s])
			}
			at = n.Last
		}
	}
}

func TestLearn(t *testing.T) {
	ex := Example{Input: Input{strings.Fields("Zarg met Mr. Blip Zorp"), strings.Fields("NNP VBD NNP NNP NNP")},
		Names: []Found{{0, 1, Place, 0}, {2, 3, Title, 0}, {3, 5, Person, 0}}}
	docs := [][]Example{{ex}, {ex}, {ex}}
	packed, err := Learn(context.Background(), docs, Options{Epochs: 6, Seeds: 2}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Learn(context.Background(), docs, Options{Epochs: 6, Seeds: 2}, io.Discard)
	if err != nil || string(again) != string(packed) {
		t.Errorf("learning again: %v, same bytes: %v", err, string(again) == string(packed))
	}
	m, err := Open(string(packed))
	if err != nil {
		t.Fatal(err)
	}
	got := m.Document([]Input{ex.Input})[0]
	for i := range got {
		got[i].Score = 0
	}
	if fmt.Sprint(got) != fmt.Sprint(ex.Names) {
		t.Errorf("learnt %v, want %v", got, ex.Names)
	}
	if _, err := Learn(context.Background(), nil, Options{Epochs: 1, Seeds: 1}, io.Discard); err == nil {
		t.Error("learning from nothing gave no error")
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, data := range []string{"", header, header + string(perceptron.NewTrainer(3, 0).Model(perceptron.Prune{}))} {
		if _, err := Open(data); err == nil {
			t.Errorf("%d bytes opened", len(data))
		}
	}
}

func BenchmarkApply(b *testing.B) {
	d := doc("The/DT Foreign/NNP Minister/NNP of/IN Chile/NNP ,/, Pablo/NNP Soto/NNP ,/, met/VBD Mr./NNP Berg/NNP in/IN Oslo/NNP on/IN Tuesday/NNP to/TO sign/VB a/DT two/CD -/HYPH year/NN accord/NN on/IN fishing/NN ./.")
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
