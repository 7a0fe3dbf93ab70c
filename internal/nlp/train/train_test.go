package train

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/ner"
	"newsgraph/internal/nlp/tag"
)

// TestModelsFitTheirCards fails when a model was replaced without its card.
func TestModelsFitTheirCards(t *testing.T) {
	for _, c := range []struct{ folder, file string }{
		{"../cluster", "model.bin"}, {"../lemma", "table.txt"}, {"../tag", "model.bin"}, {"../depparse", "model.bin"}, {"../ner", "model.bin"},
	} {
		model, err := os.ReadFile(filepath.Join(c.folder, c.file))
		if err != nil {
			t.Fatal(err)
		}
		card, err := os.ReadFile(filepath.Join(c.folder, "MODEL_CARD.md"))
		if err != nil {
			t.Fatal(err)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(model)); !strings.Contains(string(card), sum) {
			t.Errorf("%s: the card does not name sha-256 %s", c.folder, sum)
		}
	}
}

// TestModelsAreSmall holds the bound on all embedded models.
func TestModelsAreSmall(t *testing.T) {
	total := int64(0)
	for _, f := range []string{"../cluster/model.bin", "../lemma/table.txt", "../tag/model.bin", "../depparse/model.bin", "../ner/model.bin"} {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > 12_000_000 {
		t.Errorf("models have %d bytes, more than 12 MB", total)
	}
}

func TestRunRefuses(t *testing.T) {
	var log bytes.Buffer
	if err := Run(context.Background(), "tagger", Options{Data: filepath.Join(t.TempDir(), "none"), Out: t.TempDir()}, &log); err == nil || !strings.HasPrefix(err.Error(), "open data:") {
		t.Errorf("no data: %v", err)
	}
	if err := Run(context.Background(), "poet", Options{Data: t.TempDir(), Out: t.TempDir()}, &log); err == nil || !strings.HasPrefix(err.Error(), `train "poet":`) {
		t.Errorf("unknown model: %v", err)
	}
	if err := Run(context.Background(), "tagger", Options{Data: t.TempDir(), Out: t.TempDir()}, &log); err == nil || !strings.Contains(err.Error(), "open data:") {
		t.Errorf("empty folder: %v", err)
	}
	if err := Evaluate(context.Background(), filepath.Join(t.TempDir(), "none"), "", &log); err == nil {
		t.Error("evaluation without data gave no error")
	}
}

const sample = `{"id":"x","split":"train","genre":"news","text":"« Ana met Li. »\nLi left.","sentences":[{"start":0,"end":15,"tok":[0,6]},{"start":16,"end":24,"tok":[6,9]}],` +
	`"tokens":{"form":["«","Ana","met","Li",".","»","Li","left","."],"start":[0,2,6,10,12,14,16,19,23],"end":[1,5,9,12,13,15,18,23,24],"lemma":["«","Ana","meet","Li",".","»","Li","leave","."],` +
	`"upos":["PUNCT","PROPN","VERB","PROPN","PUNCT","PUNCT","PROPN","VERB","PUNCT"],"xpos":["` + "``" + `","NNP","VBD","NNP",".","''","NNP","VBD","."],"head":[3,3,0,3,3,3,2,0,2],"deprel":["punct","nsubj","root","obj","punct","punct","nsubj","root","punct"]}}`

func TestTreebank(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "treebank"), 0o777); err != nil {
		t.Fatal(err)
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write([]byte(sample + "\n")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fileEWT), z.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	trees, err := treebank(dir, fileEWT)
	if err != nil || len(trees) != 2 {
		t.Fatalf("%d trees, %v", len(trees), err)
	}
	got := fmt.Sprint(trees[1].words, trees[1].lemmas, trees[1].heads, trees[1].deps, trees[1].classes, trees[1].split)
	if want := "[Li left .] [Li leave .] [1 -1 1] [nsubj root punct] [{NNP PROPN} {VBD VERB} {. PUNCT}]train"; got != want {
		t.Errorf("tree %s, want %s", got, want)
	}
	var tokens, sentences counts
	if err := read(dir, fileEWT, func(r *record) error { return cuts(r, &tokens, &sentences) }); err != nil {
		t.Fatal(err)
	}
	if want := (counts{9, 9, 9}); tokens != want {
		t.Errorf("tokens %v, want %v", tokens, want)
	}
	if want := (counts{2, 2, 2}); sentences != want {
		t.Errorf("sentences %v, want %v", sentences, want)
	}
	if err := os.WriteFile(filepath.Join(dir, fileGUM), []byte("no gzip"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := treebank(dir, fileGUM); err == nil {
		t.Error("a broken file gave no error")
	}
}

func TestRoles(t *testing.T) {
	words := strings.Fields("Ana and Li were not met by Bo in Rome")
	pos := strings.Fields("PROPN CCONJ PROPN AUX PART VERB ADP PROPN ADP PROPN")
	heads := []int{5, 2, 0, 5, 5, -1, 7, 5, 9, 5}
	deps := strings.Fields("nsubj:pass cc conj aux:pass advmod root case obl:agent case obl")
	want := map[role]bool{{"passive", 5, 0, 0}: true, {"conjunct", 0, 2, 0}: true, {"negation", 5, 4, 0}: true, {"oblique", 5, 7, 6}: true, {"oblique", 5, 9, 8}: true}
	if got := roles(words, pos, heads, deps); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("roles %v, want %v", got, want)
	}
}

func TestScoreNames(t *testing.T) {
	found := []ner.Found{{First: 0, Last: 1, Kind: ner.Title}, {First: 1, Last: 3, Kind: ner.Person}, {First: 4, Last: 5, Kind: ner.Demonym}, {First: 5, Last: 6, Kind: ner.Actor}}
	for want, as := range map[string]scheme{"[{1 3 PERSON} {4 5 PLACE} {5 6 ORG}]": {"PLACE", "ORG"}, "[{1 3 PERSON} {4 5 MISC} {5 6 PLACE}]": {"MISC", "PLACE"}} {
		if got := fmt.Sprint(as.names(found)); got != want {
			t.Errorf("by %+v %s, want %s", as, got, want)
		}
	}
	p, r, f := counts{right: 1, found: 2, gold: 4}.scores()
	if p != 50 || r != 25 || f < 33.3 || f > 33.4 {
		t.Errorf("scores %v %v %v", p, r, f)
	}
}

// TestGMBExample reads names out of a sentence as GMB has it: a title inside a person, "Prime" alone, a country in an
// adjective, an organisation after "Mr.".
func TestGMBExample(t *testing.T) {
	x := cut{Input: ner.Input{Words: strings.Fields("U.S. - led Prime Minister Ana Bo met Mr. Zorp")}, first: 0, last: 8, start: []int{0, 3, 4, 5, 6, 7, 8, 9, 10}}
	r := &record{}
	for _, e := range []struct {
		kind string
		tok  [2]int
	}{{"org", [2]int{0, 1}}, {"per", [2]int{1, 2}}, {"per", [2]int{3, 5}}, {"per", [2]int{6, 7}}, {"org", [2]int{7, 8}}} {
		r.Entities = append(r.Entities, struct {
			Type  string
			Tok   [2]int
			Named bool
		}{e.kind, e.tok, true})
	}
	got := x.gmbExample(r).Names
	want := []ner.Found{{First: 3, Last: 5, Kind: ner.Title}, {First: 5, Last: 7, Kind: ner.Person}, {First: 8, Last: 9, Kind: ner.Title}, {First: 9, Last: 10, Kind: ner.Person}, {First: 0, Last: 1, Kind: ner.Place}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("names %v, want %v", got, want)
	}
}

// TestStagesAgree runs tagger and parser on a treebank-like sentence through the functions that the scores use.
func TestStagesAgree(t *testing.T) {
	tagger, err := tag.New().Model()
	if err != nil {
		t.Fatal(err)
	}
	parser, err := depparse.New().Model()
	if err != nil {
		t.Fatal(err)
	}
	gold := []tree{{words: strings.Fields("The envoy met her ."), classes: []tag.Class{{Tag: "DT", POS: "DET"}, {Tag: "NN", POS: "NOUN"}, {Tag: "VBD", POS: "VERB"}, {Tag: "PRP", POS: "PRON"}, {Tag: ".", POS: "PUNCT"}},
		heads: []int{1, 2, -1, 2, 2}, deps: strings.Fields("det nsubj root obj punct")}}
	if tags, pos, all := tagAccuracy(tagger, gold); tags != 5 || pos != 5 || all != 5 {
		t.Errorf("tags %d, parts of speech %d of %d", tags, pos, all)
	}
	if uas, las, all := attachment(parser, tagger, gold); uas != 5 || las != 5 || all != 5 {
		t.Errorf("heads %d, with relation %d of %d", uas, las, all)
	}
	if got := fmt.Sprint(scoreRoles(parser, tagger, gold)); got != "map[object:{1 1 1} subject:{1 1 1}]" {
		t.Errorf("roles %s", got)
	}
}

func TestParallel(t *testing.T) {
	var done [20]bool
	err := parallel(len(done), func(i int) error {
		done[i] = true
		if i%7 == 5 {
			return fmt.Errorf("part %d", i)
		}
		return nil
	})
	if err == nil || err.Error() != "part 5" || slices.Contains(done[:], false) {
		t.Errorf("error %v, done %v", err, done)
	}
}

// TestNamesKeepTheirScores holds the embedded recogniser to what it was accepted with, F1 on the test sets in the folder
// of open data that NEWSGRAPH_DATA names.
func TestNamesKeepTheirScores(t *testing.T) {
	dir := os.Getenv("NEWSGRAPH_DATA")
	if dir == "" {
		t.Skip("NEWSGRAPH_DATA names no folder of open data")
	}
	tagger, err := tag.New().Model()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ner.New().Model()
	if err != nil {
		t.Fatal(err)
	}
	_, newswire, err := gmb(dir, "test", tagger)
	if err != nil {
		t.Fatal(err)
	}
	wiki, err := wikigold(dir, tagger)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name          string
		tests         [][]testSentence
		as            scheme
		person, place float64
	}{{"GMB", newswire, scheme{"PLACE", "ORG"}, 86, 92}, {"WikiGold", wiki, scheme{"MISC", "PLACE"}, 78, 69}} {
		got := scoreNames(m, c.tests, c.as)
		for kind, want := range map[string]float64{"PERSON": c.person, "PLACE": c.place} {
			if _, _, f := got[kind].scores(); f < want {
				t.Errorf("%s %s %.2f, want %.1f", c.name, kind, f, want)
			}
		}
	}
}
