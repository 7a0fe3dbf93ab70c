package train

import (
	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp/ner"
	"newsgraph/internal/nlp/tag"
)

var gumKinds = map[string]ner.Kind{"person": ner.Person, "place": ner.Place, "organization": ner.Org,
	"abstract": ner.Misc, "event": ner.Misc, "object": ner.Misc, "time": ner.KindUnset}

// gumNames reads names from the entities of a split of GUM, whose spans hold whole phrases: a named phrase gives a
// name if it consists of proper nouns, once articles and titles are taken away. Capitalised words that are in other
// named phrases teach nothing.
func gumNames(dir, split string, tagger *tag.Model) ([][]ner.Example, error) {
	var docs [][]ner.Example
	err := read(dir, fileGUM, func(r *record) error {
		if r.Split != split {
			return nil
		}
		var doc []ner.Example
		for _, s := range r.Sentences {
			doc = append(doc, gumExample(r, s.Tok[0], s.Tok[1], tagger))
		}
		docs = append(docs, doc)
		return nil
	})
	return docs, err
}

func gumExample(r *record, first, last int, tagger *tag.Model) ner.Example {
	n := last - first
	e := ner.Example{Input: ner.Input{Words: r.Tokens.Form[first:last]}, Skip: make([]bool, n)}
	for _, c := range tagger.Tag(e.Words, nil) {
		e.Tags = append(e.Tags, c.Tag)
	}
	upos := r.Tokens.Upos[first:last]
	taken := make([]bool, n)
	// The longest clean phrase wins; the entities of a record are in order of their start.
	for length := n; length > 0; length-- {
		for _, x := range r.Entities {
			if x.Tok[1]-x.Tok[0] != length || x.Tok[0] < first || x.Tok[1] > last || !x.Named {
				continue
			}
			a, b := trim(e.Words, upos, x.Tok[0]-first, x.Tok[1]-first)
			kind, known := gumKinds[x.Type]
			if a >= b || !known || !properName(e.Words, upos, a, b) || overlaps(taken, a, b) {
				continue
			}
			for i := a; i < b; i++ {
				taken[i] = true
			}
			if kind == ner.KindUnset {
				continue
			}
			if kind == ner.Person {
				t := a
				for t < b && isTitle(e.Words[t]) {
					t++
				}
				if t > a {
					e.Names = append(e.Names, ner.Found{First: a, Last: t, Kind: ner.Title})
				}
				a = t
			}
			if a < b {
				e.Names = append(e.Names, ner.Found{First: a, Last: b, Kind: kind})
			}
		}
	}
	g := gazetteer.Load()
	for i := range n {
		if taken[i] {
			continue
		}
		forms, k := g.CountryForms(n-i, func(j int) string { return e.Words[i+j] })
		if k == 1 && (forms[0].Form == gazetteer.FormAdjective || forms[0].Form == gazetteer.FormPeople) {
			e.Names = append(e.Names, ner.Found{First: i, Last: i + 1, Kind: ner.Demonym})
			continue
		}
		e.Skip[i] = upos[i] == "PROPN"
	}
	return e
}

// trim takes articles and a closing "'s" away.
func trim(words, upos []string, a, b int) (int, int) {
	for a < b && (upos[a] == "DET" || upos[a] == "PRON" || upos[a] == "PUNCT") {
		a++
	}
	for b > a && (words[b-1] == "'s" || words[b-1] == "’s" || words[b-1] == "'" || upos[b-1] == "PUNCT") {
		b--
	}
	return a, b
}

// properName reports whether words [a, b) are a name: proper nouns, with "of", "the", hyphens and numbers between.
func properName(words, upos []string, a, b int) bool {
	if upos[a] != "PROPN" && !capitalised(words[a]) || !capitalised(words[b-1]) && upos[b-1] != "PROPN" && upos[b-1] != "NUM" {
		return false
	}
	proper := false
	for i := a; i < b; i++ {
		switch {
		case upos[i] == "PROPN":
			proper = true
		case words[i] == "of", words[i] == "the", words[i] == "and", words[i] == "for", words[i] == "&", words[i] == "-", words[i] == ".", words[i] == "'s", words[i] == "’s":
		case capitalised(words[i]), upos[i] == "NUM":
		default:
			return false
		}
	}
	return proper
}

func capitalised(w string) bool { return w != "" && 'A' <= w[0] && w[0] <= 'Z' }

func overlaps(taken []bool, a, b int) bool {
	for i := a; i < b; i++ {
		if taken[i] {
			return true
		}
	}
	return false
}
