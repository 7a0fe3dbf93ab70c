package ner

import (
	"strings"
	"testing"
)

func TestSurvey(t *testing.T) {
	sentences := []Input{
		{strings.Fields("Mr. Berg met President Soto in Lima"), strings.Fields("NNP NNP VBD NNP NNP IN NNP")},
		{strings.Fields("Anna Smith of the Berg University will Speak"), strings.Fields("NNP NNP IN DT NNP NNP MD VB")},
		{strings.Fields("they speak"), strings.Fields("PRP VBP")},
	}
	d := newDocument(sentences)
	for w, want := range map[string]usage{
		"Berg":  afterHonorific | afterCapital | beforeVerb | afterThe | beforeCapital | beforeBody,
		"Soto":  afterTitle | afterCapital,
		"Lima":  afterIn,
		"Anna":  beforeCapital | beforeSurname,
		"Smith": afterGiven | afterCapital,
		"Speak": elsewhereSmall,
		"met":   0,
	} {
		if got := d.forms[w].usage; got != want {
			t.Errorf("%s: usage %012b, want %012b", w, got, want)
		}
	}
	d.add(sentences[0].Words, []int{label(Title, unit), label(Person, unit), 0, 0, 0, 0, label(Place, unit)})
	for w, want := range map[string]uint64{"Berg": uint64(Person) + 1, "Lima": uint64(Place) + 1, "Soto": 1, "met": 0} {
		if got := d.forms[w].best(); got != want {
			t.Errorf("%s: best %d, want %d", w, got, want)
		}
	}
}

func TestCannotBegin(t *testing.T) {
	in := Input{strings.Fields("The envoys of the Hague met al - Berg ."), strings.Fields("DT NNS IN DT NNP VBD DT HYPH NNP .")}
	for i, want := range []bool{false, false, true, true, false, true, false, true, false, true} {
		if got := in.cannotBegin(i); got != want {
			t.Errorf("%s: %v", in.Words[i], got)
		}
	}
}
