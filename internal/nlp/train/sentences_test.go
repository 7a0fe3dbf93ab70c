package train

import (
	"fmt"
	"strings"
	"testing"
)

func TestShingles(t *testing.T) {
	s := shingles{}
	s.add(normal(strings.Fields("“ The envoys of both islands met on Friday to settle their dispute over herring . ”")))
	for text, want := range map[string]bool{
		"Yesterday the envoys of both islands met on Friday , he said": true,  // eight words in a row
		"The envoys of both islands met on Sunday":                     false, // seven
		"The envoys of both islands met .":                             true,  // fewer, and all of them
		"The envoys met .":                                             false,
	} {
		if got := s.share(normal(strings.Fields(text))); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestOnTopic(t *testing.T) {
	got := ""
	for _, w := range normal(strings.Fields("Talks , U.S. signatories sang and re-met ; Agreed !")) {
		if onTopic(w) {
			got += w + " "
		}
	}
	if want := "talks signatories agreed "; got != want {
		t.Errorf("on topic: %q, want %q", got, want)
	}
}

func TestNewsRecord(t *testing.T) {
	got := fmt.Sprintf("%+v", newsSentence{order: 255, source: "a-1", words: []string{"Zoë", "left", "."}}.record())
	want := "{ID:a-1-00000000000000ff Set:silver Split:silver Text:Zoë left . Sentences:[{Start:0 End:10 Tok:[0 3]}] " +
		"Tokens:{Form:[Zoë left .] Start:[0 4 9] End:[3 8 10]}}"
	if got != want {
		t.Errorf("record %s, want %s", got, want)
	}
}
