package mention

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// maxPortfolio bounds the tokens between an office and the name of its holder.
const maxPortfolio = 18

// wordEndings are those of nouns and adjectives that portfolios are made of and names rarely.
var wordEndings = []string{"tion", "tions", "sion", "ment", "ments", "ity", "ities", "ness", "ism", "ance", "ence", "ics", "ology", "ture", "tures", "ship", "ing", "rces", "ries", "ical", "onal", "ental", "ital", "phic", "omic", "estic", "ways", "ive"}

// plain reports whether the word at k is one of the language rather than of a name: "Fisheries", "Resources".
func (s *search) plain(k int) bool {
	w := s.fold[k]
	n := s.g.Name(s.word[k])
	switch {
	case s.title(k).Is(gazetteer.Modifier), otherHeads[w], placeHeads[w] && n.Last == 0:
		return true
	case n.First > 0 && !n.Word, n.Last > 0 && !n.Word:
		return false
	case n.Word, s.lower[w] > 0, bodyHeads[w]:
		return true
	}
	return strings.HasSuffix(w, "s") && len(w) > 4 || wordly(w)
}

// wordly reports whether a folded word ends as words of the language do and names rarely.
func wordly(w string) bool {
	return slices.ContainsFunc(wordEndings, func(e string) bool { return strings.HasSuffix(w, e) && len(w) > len(e)+2 })
}

// premodifies reports whether the word at p belongs to the name of the portfolio that stands before an office: "Water
// Resources Minister".
func (s *search) premodifies(p int) bool {
	w := s.word[p]
	return s.taken[p] == free && capitalized(w) && len(w) > 2 && alphabetic(w) && !calendar[s.fold[p]] && !functionWords[s.fold[p]] && !commonVerbs[s.fold[p]] && !agreementHeads[s.fold[p]] && !eventHeads[s.fold[p]] &&
		!peoples[s.fold[p]] && s.ner[p] != nlp.NamePerson && s.plain(p)
}

// joinsPortfolio reports whether the "and" or comma at p joins two words of a portfolio before an office: "Trade,
// Industry and Competition Minister".
func (s *search) joinsPortfolio(p, lo, end int) bool {
	w := s.fold[p]
	if w != "and" && w != "&" && w != "," || p-1 < lo || !s.premodifies(p-1) || !s.premodifies(p+1) {
		return false
	}
	if left := s.title(p - 1); left.Is(gazetteer.Body) || !left.Is(gazetteer.Modifier) && bodyHeads[s.fold[p-1]] {
		return false
	}
	return w != "," || s.inPhrase(p+1, min(end, p+6), "and", "&")
}

// portfolioAfter is the end of the portfolio that "of" or "for" puts behind the office at h, in capitals: "Minister |of
// Foreign Affairs|"; h+1 where there is none.
func (s *search) portfolioAfter(h int, t nlp.Sentence) int {
	if w := s.foldAt(h + 1); w != "of" && w != "for" || !s.title(h).Is(gazetteer.Office) || strings.HasPrefix(s.fold[h], "spokes") {
		return h + 1
	}
	end := h + 1
	for k := h + 2; k < t.Last && k < h+maxPortfolio; k++ {
		switch {
		case s.at[k] < 0 && s.taken[k] == free && capitalized(s.word[k]) && alphabetic(s.word[k]) && !calendar[s.fold[k]]:
			if s.plain(k) {
				end = k + 1
			}
		case s.fold[k] == "and" || s.fold[k] == "&" || s.word[k] == "," || s.fold[k] == "the" && k == h+2:
		case capitalized(s.word[k]) && s.at[k] < 0: // "of Northern Ireland"
			return h + 1
		default:
			return end
		}
	}
	return end
}

// longOffice finds the office whose portfolio, place or body stands between it and the name in the run [i, j): the
// preposition after the office and the first token of the name, "Assistant Secretary of State |for Oceans and Scientific
// Affairs |Monica Larsen". It returns false where there is none.
func (s *search) longOffice(i, j int, t nlp.Sentence) (prep, name int, ok bool) {
	prep, ok = s.prepositionBefore(i, t)
	if !ok {
		return 0, 0, false
	}
	name = s.nameIn(i, j)
	if name < 0 || name == prep+1 {
		return 0, 0, false
	}
	if s.title(prep-1).Plural || bodyHeads[s.word[name-1]] || s.title(name-1).Is(gazetteer.Office, gazetteer.Rank, gazetteer.Occupation) { // "leader of the group Ansar Din", "a spokesman for President Roe"
		return 0, 0, false
	}
	if w := s.fold[i-1]; name == i && (w == "and" || w == "," || w == "&" || s.at[i-1] >= 0 && s.out[s.at[i-1]].Demonym) {
		return 0, 0, false
	}
	return prep, name, true
}

// prepositionBefore walks left from token i over the words of a portfolio to the preposition that follows an office.
func (s *search) prepositionBefore(i int, t nlp.Sentence) (int, bool) {
	and := false
	for k := i - 1; k > t.First && i-k < maxPortfolio; {
		w := s.fold[k]
		if x := s.at[k]; x >= 0 {
			if s.out[x].Kind == Person {
				return 0, false
			}
			k = s.out[x].First - 1
			continue
		}
		switch w {
		case "of", "for", "to", "on", "in", "at":
			if s.officeNear(k-1, t.First) && !s.titleOfTitle(k, t) {
				return k, (w != "in" && w != "at") || s.at[k+1] >= 0
			}
			if w != "of" && w != "for" && w != "on" {
				return 0, false
			}
		case "and", "&":
			and = true
		case ",":
			if !and {
				return 0, false
			}
		case "the", "-", "–":
		case "'s":
			if s.at[k-1] < 0 {
				return 0, false
			}
		default:
			if n := s.g.Name(s.word[k]); n.First > 3 && !n.Word || !capitalized(s.word[k]) && !s.commonNoun(k) || calendar[w] || !alphabetic(s.word[k]) || s.title(k).Is(gazetteer.Honorific, gazetteer.Rank) && !s.title(k).Is(gazetteer.Modifier) {
				return 0, false
			}
		}
		k--
	}
	return 0, false
}

// titleOfTitle reports whether the office before the preposition at k is itself what another office is to: "Senior
// Advisor to the President for …".
func (s *search) titleOfTitle(k int, t nlp.Sentence) bool {
	return k-3 > t.First && s.fold[k-2] == "the" && (s.fold[k-3] == "to" || s.fold[k-3] == "of") && capitalized(s.word[k-1]) && s.officeNear(k-4, t.First)
}

// commonNoun reports whether the word at k, in lower case, can belong to the name of a portfolio: "minister of water
// resources".
func (s *search) commonNoun(k int) bool {
	if s.title(k).Plural || !s.tags || functionWords[s.fold[k]] {
		return false
	}
	switch s.tag(k) {
	case "NN", "NNS", "JJ":
		return true
	}
	return false
}

// nameIn is the token of the run [i, j) at which a person's name begins after words of a portfolio or place, -1 if none
// does.
func (s *search) nameIn(i, j int) int {
	for k := i; k < j; k++ {
		if s.word[k] == "-" || k > i && s.word[k-1] == "-" && s.glued(k) {
			continue
		}
		words := len(s.nameWords(k, j))
		tt, n := s.title(k), s.g.Name(s.word[k])
		switch {
		case tt.Is(gazetteer.Honorific) && !functionWords[s.fold[k]] && k+1 < j, initialism(s.word[k]) && k+1 < j:
			return k
		case tt.Is(gazetteer.Modifier) || bodyHeads[s.fold[k]] || tt.Is(gazetteer.Office):
			continue
		case words < 2 || words > 5:
			continue
		case n.First > 0 && !n.Word, n.First > 3 && words == 2, s.ner[k] == nlp.NamePerson && (k == i || s.ner[k-1] != nlp.NamePerson):
			return k
		case (words == 2 || words == 3 && k > i && s.plain(k-1)) && !s.plain(k) && !s.plain(j-1):
			return k
		}
	}
	return -1
}
