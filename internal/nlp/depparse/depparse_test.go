package depparse

import (
	"context"
	"fmt"
	"io"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/perceptron"
)

// held is the held-out sentences: blocks of lines "word tag pos head relation", heads counted from 1, 0 the root.
func held(t *testing.T) []Example {
	t.Helper()
	raw, err := os.ReadFile("testdata/heldout.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []Example
	for block := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		var e Example
		for line := range strings.SplitSeq(block, "\n") {
			var w, tag, pos, dep string
			var head int
			if _, err := fmt.Sscan(line, &w, &tag, &pos, &head, &dep); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			e.Words, e.Tags, e.POS = append(e.Words, w), append(e.Tags, tag), append(e.POS, pos)
			e.Arcs = append(e.Arcs, Arc{head - 1, dep})
		}
		out = append(out, e)
	}
	return out
}

// doc is a tagged Doc of one sentence after a token that belongs to another.
func doc(e Example) *nlp.Doc {
	text := "Ahem " + strings.Join(e.Words, " ")
	d := nlp.New(text)
	d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: len(text)}}}
	d.Tokens = []nlp.Token{{Span: nlp.Span{Start: 0, End: 4}, Tag: "UH", POS: "INTJ", Head: -1}}
	at := 5
	for i, w := range e.Words {
		d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: at, End: at + len(w)}, Tag: e.Tags[i], POS: e.POS[i], Head: -1})
		at += len(w) + 1
	}
	d.Sentences = []nlp.Sentence{{First: 0, Last: 1}, {First: 1, Last: len(d.Tokens)}}
	return d
}

// floor is how many of the held-out words had the right head and relation when the model was last accepted.
const floor = 95

func TestHeldOut(t *testing.T) {
	p, right, all := New(), 0, 0
	for _, e := range held(t) {
		d := doc(e)
		if err := p.Parse(d, 1); err != nil {
			t.Fatal(err)
		}
		if d.Tokens[0].Dep != "" {
			t.Error("Parse touched another sentence")
		}
		for i, want := range e.Arcs {
			tok := d.Tokens[i+1]
			got := Arc{tok.Head - 1, tok.Dep}
			if tok.Head < 0 {
				got.Head = -1
			}
			all++
			if got == want {
				right++
			} else {
				t.Logf("%s: %s is %s of %d, want %s of %d", strings.Join(e.Words, " "), e.Words[i], got.Dep, got.Head+1, want.Dep, want.Head+1)
			}
		}
	}
	t.Logf("%d of %d words right", right, all)
	if 100*right < floor*all {
		t.Errorf("%d of %d words right, want %d %%", right, all, floor)
	}
}

// tree fails unless arcs are a tree with one root.
func tree(t *testing.T, arcs []Arc) {
	t.Helper()
	roots := 0
	for i, a := range arcs {
		if a.Head == -1 {
			roots++
		}
		steps := 0
		for h := i; h >= 0; h = arcs[h].Head {
			if steps++; steps > len(arcs) {
				t.Fatalf("word %d is in a cycle: %v", i, arcs)
			}
		}
	}
	if roots != 1 {
		t.Fatalf("%d roots: %v", roots, arcs)
	}
}

func TestAnyWordsGiveATree(t *testing.T) {
	m, err := Open(embedded)
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"the", "Minister", "signed", ",", "and", "\xff", "", "中文", "of", "U.S.", "\"", "to", "meet"}
	tags := []string{"DT", "NN", "VBD", ",", "CC", "", "NNP", "IN", "VB", "HYPH", "nonsense"}
	pos := []string{"DET", "NOUN", "VERB", "PUNCT", "CCONJ", "", "PROPN"}
	rnd := rand.New(rand.NewSource(1))
	for n := range 300 {
		var in Input
		for range n%40 + 1 {
			in.Words = append(in.Words, words[rnd.Intn(len(words))])
			in.Tags = append(in.Tags, tags[rnd.Intn(len(tags))])
			in.POS = append(in.POS, pos[rnd.Intn(len(pos))])
		}
		tree(t, m.Parse(in))
	}
	if got := m.Parse(Input{}); len(got) != 0 {
		t.Errorf("no words gave %v", got)
	}
}

func TestLearn(t *testing.T) {
	ex := held(t)
	var many []Example
	for range 8 {
		many = append(many, ex...)
	}
	learn := func(o Options) []byte {
		t.Helper()
		trained, err := Learn(context.Background(), many, o, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return trained.Pack(perceptron.Prune{})
	}
	packed := learn(Options{Epochs: 5, Seed: 1, Explore: 0.5})
	if again := learn(Options{Epochs: 5, Seed: 1, Explore: 0.5}); string(again) != string(packed) {
		t.Error("learning again gave other bytes")
	}
	m, err := Open(string(packed))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range ex {
		if got := m.Parse(e.Input); !slices.Equal(got, e.Arcs) {
			t.Errorf("%s: learnt %v, want %v", strings.Join(e.Words, " "), got, e.Arcs)
		}
	}
	if _, err := Learn(context.Background(), nil, Options{Epochs: 1}, io.Discard); err == nil {
		t.Error("learning from nothing gave no error")
	}
}

// A guide that knows better than the words is followed, and one that is wrong in training is not.
func TestGuide(t *testing.T) {
	var right, wrong []Example
	for _, e := range held(t) {
		n := len(e.Arcs)
		sure := make([]int32, n)
		e.Guide = Guide{e.Arcs, sure}
		right = append(right, e)
		e.Guide = Guide{turn(e.Arcs), sure}
		wrong = append(wrong, e)
	}
	score := func(learnt []Example) (sum int) {
		t.Helper()
		half := len(learnt) / 2
		trained, err := Learn(context.Background(), learnt[:half], Options{Epochs: 5, Seed: 1}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Open(string(trained.Pack(perceptron.Prune{})))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range right[half:] {
			for i, a := range m.forward.run(e.Input, e.Guide).Arcs {
				if a == e.Arcs[i] {
					sum++
				}
			}
		}
		return sum
	}
	if r, w := score(right), score(wrong); r <= w {
		t.Errorf("%d words right after learning from a right guide, %d after a wrong one", r, w)
	} else {
		t.Logf("%d words right after learning from a right guide, %d after a wrong one", r, w)
	}
}

func TestOpenRefuses(t *testing.T) {
	weights := func(classes int) string { return string(perceptron.NewTrainer(classes, 0).Model(perceptron.Prune{})) }
	one := "forward\tobj\n" + weights(actions(1))
	if _, err := Open(one); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"", "forward\tobj\n", "forward\tobj\n" + weights(3), "sideways\tobj\n" + weights(actions(1)), one + one, one[:len(one)-1]} {
		if _, err := Open(data); err == nil {
			t.Errorf("%d bytes opened", len(data))
		}
	}
}

func BenchmarkParse(b *testing.B) {
	m, err := Open(embedded)
	if err != nil {
		b.Fatal(err)
	}
	in := Input{
		Words: strings.Fields("The foreign ministers of Norway and Chile , Anna Berg and Pablo Soto , signed an accord in Oslo on Tuesday ."),
		Tags:  strings.Fields("DT JJ NNS IN NNP CC NNP , NNP NNP CC NNP NNP , VBD DT NN IN NNP IN NNP ."),
		POS:   strings.Fields("DET ADJ NOUN ADP PROPN CCONJ PROPN PUNCT PROPN PROPN CCONJ PROPN PROPN PUNCT VERB DET NOUN ADP PROPN ADP PROPN PUNCT"),
	}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		m.Parse(in)
	}
	b.ReportMetric(float64(b.N*len(in.Words))/b.Elapsed().Seconds(), "tokens/s")
}

func TestAgree(t *testing.T) {
	arcs := []Arc{{2, "aux:pass"}, {2, "nsubj"}, {-1, "root"}, {5, "mark"}, {5, "nsubj"}, {2, "advcl"}}
	agree(arcs)
	if got, want := fmt.Sprint(arcs), "[{2 aux:pass} {2 nsubj:pass} {-1 root} {5 mark} {5 nsubj} {2 advcl}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
