package train

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp/ner"
	"newsgraph/internal/nlp/perceptron"
	"newsgraph/internal/nlp/tag"
)

var nameOptions = ner.Options{Epochs: 8, Seeds: 3, Drop: 0.2, Recase: 0.08, Prune: perceptron.Prune{MinUpdates: 12, MinWeight: 1}}

func trainNames(ctx context.Context, dir string, log io.Writer) ([]byte, error) {
	docs, err := nameDocuments(dir)
	if err != nil {
		return nil, err
	}
	return ner.Learn(ctx, docs, nameOptions, log)
}

// nameDocuments is the training documents of GMB and GUM, and those of their development parts: what Options are best
// was found without these, then the model learnt them too.
func nameDocuments(dir string) ([][]ner.Example, error) {
	tagger, err := tag.New().Model()
	if err != nil {
		return nil, err
	}
	var docs [][]ner.Example
	for _, split := range []string{"train", "dev"} {
		gmb, _, err := gmb(dir, split, tagger)
		if err != nil {
			return nil, err
		}
		gum, err := gumNames(dir, split, tagger)
		if err != nil {
			return nil, err
		}
		docs = append(append(docs, gmb...), gum...)
	}
	return docs, nil
}

// goldSpan is a name in a test set: words [first, last), kind as scored.
type goldSpan struct {
	first, last int
	kind        string
}

// testSentence is a sentence of a test set; whole tells the words that begin a word of the set's own tokens, which
// ours may cut further ("U.S.-led").
type testSentence struct {
	ner.Input
	gold  []goldSpan
	whole []bool // by word, and one more for the end
}

// gmb reads the documents of a split of the Groningen Meaning Bank, tokenised and tagged our way: as training
// examples and as test documents.
func gmb(dir, split string, tagger *tag.Model) ([][]ner.Example, [][]testSentence, error) {
	var (
		docs  [][]ner.Example
		tests [][]testSentence
		last  = ""
	)
	err := read(dir, fileGMB, func(r *record) error {
		if r.Split != split || damaged(r) {
			return nil
		}
		if string(r.Doc) != last || len(docs) == 0 {
			last = string(r.Doc)
			docs, tests = append(docs, nil), append(tests, nil)
		}
		for _, s := range r.Sentences {
			x := newCut(r, s.Tok[0], s.Tok[1], tagger)
			docs[len(docs)-1] = append(docs[len(docs)-1], x.gmbExample(r))
			tests[len(tests)-1] = append(tests[len(tests)-1], x.test(r, gmbScored))
		}
		return nil
	})
	return docs, tests, err
}

func damaged(r *record) bool {
	var b bool
	return len(r.Damage) > 0 && (json.Unmarshal(r.Damage, &b) != nil || b)
}

// cut is a sentence whose tokens have been cut our way.
type cut struct {
	ner.Input
	first, last int   // its tokens in the record
	start       []int // of each token, its first word; one more for the end
}

func newCut(r *record, first, last int, tagger *tag.Model) cut {
	x := cut{first: first, last: last}
	for i := first; i < last; i++ {
		x.start = append(x.start, len(x.Words))
		x.Words = append(x.Words, retokenize(r.Tokens.Form[i:i+1])...)
	}
	x.start = append(x.start, len(x.Words))
	for _, c := range tagger.Tag(x.Words, nil) {
		x.Tags = append(x.Tags, c.Tag)
	}
	return x
}

// words is the range of words of a range of the record's tokens, false if it is not in the sentence.
func (x *cut) words(tok [2]int) (first, last int, ok bool) {
	if tok[0] < x.first || tok[1] > x.last || tok[0] >= tok[1] {
		return 0, 0, false
	}
	return x.start[tok[0]-x.first], x.start[tok[1]-x.first], true
}

var gmbKinds = map[string]ner.Kind{"geo": ner.Place, "gpe": ner.Demonym, "per": ner.Person, "org": ner.Org, "art": ner.Misc, "eve": ner.Misc, "nat": ner.Misc}

// gmbScored is the kind under which an entity of GMB is scored.
func gmbScored(kind string) string {
	switch gmbKinds[kind] {
	case ner.Place, ner.Demonym:
		return "PLACE"
	case ner.Person:
		return "PERSON"
	case ner.Org:
		return "ORG"
	case ner.Misc:
		return "MISC"
	}
	return ""
}

// gmbExample is the sentence with its names: titles are parted from persons, and a country in a hyphenated word and the
// country in a hyphenated adjective ("U.S.-led") is one, whatever GMB says; other capitals in hyphenated words that
// GMB leaves without a label teach nothing.
func (x *cut) gmbExample(r *record) ner.Example {
	e := ner.Example{Input: x.Input, Skip: make([]bool, len(x.Words))}
	named := make([]bool, len(x.Words))
	for _, n := range r.Entities {
		first, last, ok := x.words(n.Tok)
		kind := gmbKinds[n.Type]
		if !ok || kind == ner.KindUnset || named[first] || named[last-1] {
			continue
		}
		if x.hyphenated(first, last) > 0 || kind == ner.Org && x.Words[first] == "State" && last == first+1 {
			continue // the country is added below; "State" is of "Secretary of State"
		}
		kind = country(x.Words[first:last], kind)
		for i := first; i < last; i++ {
			named[i] = true
		}
		if kind == ner.Person {
			t := x.titles(first, last)
			for t == last && last < len(x.Words) && isTitle(x.Words[last]) && !named[last] { // "Prime" alone in "Prime Minister"
				named[last] = true
				t, last = t+1, last+1
			}
			if t > first {
				e.Names = append(e.Names, ner.Found{First: first, Last: t, Kind: ner.Title})
			}
			first = t
		}
		if k := len(e.Names); first < last && k > 0 && e.Names[k-1].Kind == ner.Title && e.Names[k-1].Last == first && kind != ner.Misc &&
			ofPerson(x.Words[first-1]) && capitalised(x.Words[first]) { // "Mr." before what GMB calls a place
			kind = ner.Person
		}
		if first < last {
			e.Names = append(e.Names, ner.Found{First: first, Last: last, Kind: kind})
		}
	}
	for i := range x.start[:len(x.start)-1] {
		if x.start[i+1]-x.start[i] < 2 || named[x.start[i]] {
			continue
		}
		if k := x.hyphenated(x.start[i], x.start[i+1]); k > 0 {
			e.Names = append(e.Names, ner.Found{First: x.start[i], Last: x.start[i] + k, Kind: ner.Place})
			continue
		}
		for j := x.start[i]; j < x.start[i+1]; j++ {
			e.Skip[j] = x.Words[j] != strings.ToLower(x.Words[j])
		}
	}
	return e
}

// country is the kind of a name, corrected where the gazetteer knows it as a country, its adjective or its capital:
// GMB calls hundreds of countries organisations where they act ("Lima said").
func country(words []string, kind ner.Kind) ner.Kind {
	if kind == ner.Misc || kind == ner.Person {
		return kind
	}
	forms, k := gazetteer.Load().CountryForms(len(words), func(j int) string { return words[j] })
	if k != len(words) {
		return kind
	}
	switch forms[0].Form {
	case gazetteer.FormName, gazetteer.FormCapital:
		if kind == ner.Org {
			return ner.Actor
		}
		return ner.Place
	case gazetteer.FormAdjective, gazetteer.FormPeople:
		return ner.Demonym
	}
	return kind
}

// acting is the test documents with the countries and capitals that are organisations there as places.
func acting(tests [][]testSentence) [][]testSentence {
	out := make([][]testSentence, len(tests))
	for i, doc := range tests {
		for _, s := range doc {
			s.gold = slices.Clone(s.gold)
			for j, g := range s.gold {
				if g.kind == "ORG" && country(s.Words[g.first:g.last], ner.Org) != ner.Org {
					s.gold[j].kind = "PLACE"
				}
			}
			out[i] = append(out[i], s)
		}
	}
	return out
}

// hyphenated is the number of words of the country's name that a hyphenated adjective, words [first, last), begins
// with ("U.S.-led"), 0 if it does not.
func (x *cut) hyphenated(first, last int) int {
	if last-first < 3 || x.Words[last-2] != "-" || capitalised(x.Words[last-1]) {
		return 0
	}
	forms, k := gazetteer.Load().CountryForms(last-first-2, func(j int) string { return x.Words[first+j] })
	if k != last-first-2 || forms[0].Form != gazetteer.FormName {
		return 0
	}
	return k
}

// titles is the end of the titles that words [first, last) begin with.
func (x *cut) titles(first, last int) int {
	for first < last && (isTitle(x.Words[first]) || x.Words[first] == "of" && first+1 < last && x.Words[first+1] == "State") {
		if x.Words[first] == "of" {
			first++
		}
		first++
	}
	return first
}

// ofPerson reports whether a person's name, and nothing else, follows the title w.
func ofPerson(w string) bool {
	return gazetteer.Load().Title(w).Is(gazetteer.Honorific) || w == "President" || w == "Minister"
}

func isTitle(w string) bool {
	return gazetteer.Load().Title(w).Is(gazetteer.Honorific, gazetteer.Rank, gazetteer.Office, gazetteer.Modifier, gazetteer.Occupation)
}

// test is the sentence as a test.
func (x *cut) test(r *record, scored func(string) string) testSentence {
	t := testSentence{Input: x.Input, whole: make([]bool, len(x.Words)+1)}
	for _, i := range x.start {
		t.whole[i] = true
	}
	for _, n := range r.Entities {
		first, last, ok := x.words(n.Tok)
		kind := ""
		if ok {
			kind = scored(n.Type)
		}
		if kind == "PERSON" {
			first = x.titles(first, last)
		}
		if kind != "" && first < last {
			t.gold = append(t.gold, goldSpan{first, last, kind})
		}
	}
	return t
}

// wikigold reads the WikiGold test set.
func wikigold(dir string, tagger *tag.Model) ([][]testSentence, error) {
	var tests [][]testSentence
	err := read(dir, fileWikiGold, func(r *record) error {
		var doc []testSentence
		for _, s := range r.Sentences {
			x := newCut(r, s.Tok[0], s.Tok[1], tagger)
			doc = append(doc, x.test(r, func(kind string) string {
				return map[string]string{"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG", "MISC": "MISC"}[kind]
			}))
		}
		tests = append(tests, doc)
		return nil
	})
	return tests, err
}

// counts are true positives, predicted and gold names.
type counts struct{ right, found, gold int }

func (c counts) scores() (p, r, f float64) {
	p = 100 * float64(c.right) / float64(max(c.found, 1))
	r = 100 * float64(c.right) / float64(max(c.gold, 1))
	return p, r, 2 * p * r / max(p+r, 1e-9)
}

// scheme is what a test set calls demonyms, and countries that act.
type scheme struct{ demonyms, actors string }

// scoreNames counts exact matches by kind. Titles count on neither side. Names that begin or end inside a token of the
// test set are left out.
func scoreNames(m *ner.Model, tests [][]testSentence, as scheme) map[string]counts {
	out := map[string]counts{}
	for _, doc := range tests {
		inputs := make([]ner.Input, len(doc))
		for i, s := range doc {
			inputs[i] = s.Input
		}
		for i, found := range m.Document(inputs) {
			got := map[goldSpan]bool{}
			for _, g := range as.names(found) {
				if doc[i].whole[g.first] && doc[i].whole[g.last] {
					got[g] = true
				}
			}
			for g := range got {
				c := out[g.kind]
				c.found++
				out[g.kind] = c
			}
			for _, g := range doc[i].gold {
				c := out[g.kind]
				c.gold++
				if got[g] {
					c.right++
				}
				out[g.kind] = c
			}
		}
	}
	return out
}

// names are the names found as the test set calls them.
func (as scheme) names(found []ner.Found) []goldSpan {
	called := map[ner.Kind]string{ner.Person: "PERSON", ner.Place: "PLACE", ner.Demonym: as.demonyms, ner.Actor: as.actors, ner.Org: "ORG", ner.Misc: "MISC"}
	var out []goldSpan
	for _, f := range found {
		if kind := called[f.Kind]; kind != "" {
			out = append(out, goldSpan{f.First, f.Last, kind})
		}
	}
	return out
}
