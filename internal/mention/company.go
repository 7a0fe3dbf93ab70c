package mention

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// companyNouns are the nouns that say of the name behind them that it is a company's or a group's: "the shipping group
// Borealis".
var companyNouns = set(`company group firm maker manufacturer producer operator developer consortium conglomerate giant carrier airline lender insurer
 retailer utility contractor supplier builder shipbuilder automaker carmaker planemaker drugmaker chipmaker miner refiner subsidiary startup start-up brewer steelmaker`)

// continents are names beside which a state stands without their being anybody.
var continents = set(`europe africa asia america oceania antarctica eurasia scandinavia`)

// longestCompany is how many words the name of a company has at most.
const longestCompany = 5

// companies finds the names of companies that no table knows by the noun before them, and wherever else the document
// has them, or the first of their words: "the arms maker Danubol Precision … Danubol's chief executive".
func (s *search) companies() {
	full := map[string]string{} // a name, or its first word, to the name
	for _, t := range s.sentences {
		for i := t.First + 1; i < t.Last && !s.headline[t.First]; i++ {
			if last := s.companyAt(i, t); last > i {
				name := s.text(i, last)
				full[name] = name
				if first := s.word[i]; last > i+1 && len(first) > 4 && s.lower[s.fold[i]] == 0 && full[first] == "" {
					full[first] = name
				}
			}
		}
	}
	if len(full) == 0 {
		return
	}
	for _, t := range s.sentences {
		for i := t.First; i < t.Last; {
			i = max(i+1, s.company(i, t, full))
		}
	}
}

// company adds the longest of the known names that begins at token i, and returns the token after it, i if there is none.
func (s *search) company(i int, t nlp.Sentence, full map[string]string) int {
	for last := min(i+longestCompany, t.Last); last > i; last-- {
		name, ok := full[s.text(i, last)]
		if !ok || s.taken[i] != free || s.taken[last-1] != free || s.tags && !strings.HasPrefix(s.tag(last-1), "NN") {
			continue
		}
		if last == i+1 && (last < t.Last && capitalized(s.word[last]) || i > t.First && capitalized(s.word[i-1]) && !s.starts(i-1, t)) {
			continue // part of another name
		}
		s.add(Mention{First: i, Last: last, Head: last - 1, Kind: Organization, Name: name, Definite: true, Proper: true}, inOrg)
		return last
	}
	return i
}

// companyAt is the end of the name of a company that begins at token i, i if there is none.
func (s *search) companyAt(i int, t nlp.Sentence) int {
	if last := s.besideState(i, t); last > i {
		return last
	}
	noun, apart := i-1, s.word[i-1] == ","
	if apart {
		noun--
	}
	if noun < t.First || !companyNouns[s.word[noun]] || s.tags && !strings.HasPrefix(s.tag(noun), "NN") {
		return i
	}
	last := i
	for last < t.Last && last < i+longestCompany && s.taken[last] == free && (capitalized(s.word[last]) && alphabetic(s.word[last]) && !calendar[s.fold[last]] && (!s.tags || strings.HasPrefix(s.tag(last), "NNP") || last > i && strings.HasPrefix(s.tag(last), "NN")) ||
		last > i && s.word[last] == "-" && s.glued(last) && s.glued(last+1)) {
		last++
	}
	if w := s.foldAt(last); (w == "al" || w == "el" || w == "ul") && s.wordAt(last+1) == "-" {
		return i // "Ansar al-Din"
	}
	switch next := s.wordAt(last); {
	case next == "&" || next == "of" && capitalized(s.wordAt(last+1)): // a longer name, which organizations reads
		return i
	case last == i || s.title(i).Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific, gazetteer.Occupation) || functionWords[s.fold[i]],
		last > i+1 && s.g.Name(s.word[i]).First > 0 && !bodyHeads[s.fold[last-1]], // a person
		apart && last < t.Last && s.word[last] != "," && s.word[last] != "." && s.word[last] != ")",
		s.word[last-1] == "-", last == i+1 && len(s.word[i]) < 3:
		return i
	}
	return last
}

// besideState is the end of the one word of unknown name at token i that stands with a state or a known organisation
// behind "between", i if there is none: "an agreement between Chad and |Borealis|".
func (s *search) besideState(i int, t nlp.Sentence) int {
	if s.fold[i-1] != "and" && s.fold[i-1] != "between" {
		return i
	}
	known := func(k int) int { return s.at[min(max(k, t.First), t.Last-1)] }
	word := func(int) string { return s.fold[i] }
	_, city := s.g.City(1, word)
	_, place := s.g.Place(1, word)
	switch w := s.word[i]; {
	case city > 0 || place > 0 || continents[s.fold[i]] || s.g.LeaderSurname(w):
		return i
	case s.taken[i] != free || !capitalized(w) || !alphabetic(w) || len(w) < 4 || calendar[s.fold[i]] || functionWords[s.fold[i]] || peoples[s.fold[i]] || s.tags && s.tag(i) != "NNP",
		i+1 < t.Last && capitalized(s.word[i+1]), s.surnames[s.fold[i]], s.g.Name(w).First > 0 || s.g.Name(w).Last > 0, s.ner[i] == nlp.NamePerson:
		return i
	}
	if k := known(i - 2); s.fold[i-1] == "and" && k >= 0 && i-2 >= t.First && s.out[k].Last == i-1 && !s.out[k].Demonym && s.foldAt(s.out[k].First-1) == "between" {
		return i + 1
	}
	if k := known(i + 2); s.fold[i-1] == "between" && s.foldAt(i+1) == "and" && i+2 < t.Last && k >= 0 && s.out[k].First == i+2 && !s.out[k].Demonym {
		return i + 1
	}
	return i
}
