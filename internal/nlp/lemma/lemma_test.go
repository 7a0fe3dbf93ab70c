package lemma

import (
	"testing"

	"newsgraph/internal/nlp"
)

func TestOf(t *testing.T) {
	cases := []struct{ word, tag, want string }{
		{"signs", "VBZ", "sign"}, {"signed", "VBD", "sign"}, {"signing", "VBG", "sign"},
		{"met", "VBN", "meet"}, {"meetings", "NNS", "meeting"}, {"meeting", "NN", "meeting"}, {"meeting", "VBG", "meet"},
		{"held", "VBD", "hold"}, {"agreed", "VBD", "agree"}, {"agreeing", "VBG", "agree"},
		{"planned", "VBN", "plan"}, {"announced", "VBD", "announce"}, {"concluding", "VBG", "conclude"},
		{"refusing", "VBG", "refuse"}, {"calling", "VBG", "call"}, {"travelled", "VBD", "travel"},
		{"ratified", "VBN", "ratify"}, {"treaties", "NNS", "treaty"}, {"taxes", "NNS", "tax"}, {"spokesmen", "NNS", "spokesman"},
		{"countries", "NNS", "country"}, {"women", "NNS", "woman"}, {"crises", "NNS", "crisis"}, {"children", "NNS", "child"},
		{"is", "VBZ", "be"}, {"'re", "VBP", "be"}, {"’ve", "VBP", "have"}, {"n't", "RB", "not"}, {"ca", "MD", "can"}, {"wo", "MD", "will"},
		{"larger", "JJR", "large"}, {"happiest", "JJS", "happy"}, {"better", "JJR", "good"},
		{"him", "PRP", "he"}, {"them", "PRP", "they"}, {"Oslo", "NNP", "oslo"}, {"", "NN", ""}, {"ÉCRITS", "NNS", "écrit"},
		{"co-signed", "VBD", "co-sign"}, {"went", "VBD", "go"}, {"acceded", "VBD", "accede"}, {"decreed", "VBN", "decree"},
		{"telephoned", "VBD", "telephone"}, {"gone", "VBN", "go"}, {"does", "VBZ", "do"}, {"has", "VBZ", "have"},
	}
	for _, c := range cases {
		if got := Of(c.word, c.tag); got != c.want {
			t.Errorf("Of(%q, %s) = %q, want %q", c.word, c.tag, got, c.want)
		}
	}
	t.Logf("%d cases", len(cases))
}

func TestApply(t *testing.T) {
	d := nlp.New("envoys Met")
	d.Tokens = []nlp.Token{{Span: nlp.Span{Start: 0, End: 6}, Tag: "NNS"}, {Span: nlp.Span{Start: 7, End: 10}, Tag: "VBD"}}
	if err := New().Apply(d); err != nil {
		t.Fatal(err)
	}
	if d.Tokens[0].Lemma != "envoy" || d.Tokens[1].Lemma != "meet" {
		t.Errorf("lemmas %q, %q", d.Tokens[0].Lemma, d.Tokens[1].Lemma)
	}
}

func BenchmarkOf(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Of("announced", "VBD")
	}
}
