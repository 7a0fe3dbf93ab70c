package mention

import (
	"slices"
	"strings"

	"newsgraph/internal/nlp"
)

// sealers are verbs by whose subjects, and the "with" behind whose objects, parties to an agreement are known.
var sealers = set(`sign signs signed ink inks inked initial initials initialed initialled reach reaches reached strike strikes struck conclude concludes concluded
 finalize finalise finalizes finalises finalized finalised seal seals sealed clinch clinches clinched secure secures secured enter enters entered agree agrees agreed close closes closed`)

// clauseOpeners are words behind which the subject of a clause stands.
var clauseOpeners = set(`that after as when while because where which`)

// provinces are parts of states that make agreements themselves.
var provinces = set(`state province region city canton emirate municipality`)

// contractor reports whether the capitals [i, j), which no table knows as a party, name one by the agreement that they make:
// "|Borealis| has signed a deal", "a deal with |Borealis|", "Chad and |Borealis| signed an accord". A place counts where
// nothing but itself can be meant: "|Quebec| signs a pact", "a pact with |Quebec|".
func (s *search) contractor(i, j int, t nlp.Sentence) bool {
	if s.headline[t.First] || s.tag(j-1) != "NNP" && s.tag(j-1) != "NNPS" || peoples[s.fold[j-1]] || continents[s.fold[j-1]] {
		return false
	}
	if i-2 >= t.First && s.fold[i-1] == "of" && provinces[s.fold[i-2]] {
		return s.partyToPact(i, j, t)
	}
	place := s.nerIs(i, j, nlp.NamePlace) || s.placed(i, j)
	if s.contractedWith(i, j, t, place) {
		return !s.personLike(i, j) && !s.nerIs(i, j, nlp.NamePerson) || s.oneOfUnknownKind(i, j)
	}
	return !s.personLike(i, j) && (j > i+1 || !s.nerIs(i, j, nlp.NamePerson)) && s.contracts(i, j, t, place)
}

// localGovernment is the end of the name of a government that is no state's, which begins with the capitals [i, j), where it makes
// an agreement: "a deal with the |Kurdish regional government|"; j if it is none.
func (s *search) localGovernment(i, j int, t nlp.Sentence) int {
	k := j
	for k < t.Last && localWords[s.word[k]] {
		k++
	}
	if k >= t.Last || s.word[k] != "government" && s.word[k] != "authorities" || s.at[i] >= 0 || s.headline[t.First] || s.officer(i, j) || functionWords[s.fold[i]] || s.surnames[s.fold[j-1]] || !s.nerIs(i, j, nlp.NamePlace) && s.g.LeaderSurname(s.word[j-1]) || s.tag(j-1) == "JJ" && !peoples[s.fold[j-1]] && !s.nerIs(i, j, nlp.NamePlace) {
		return j
	}
	if k++; s.contractedWith(i, k, t, true) || s.contracts(i, k, t, true) {
		return k
	}
	return j
}

// localWords stand between the name of a part of a state and its government.
var localWords = set(`regional provincial state city municipal local autonomous territorial cantonal devolved`)

// partyToPact reports whether the name [i, j) of a territory or province, which is no state, is a party to an agreement:
// "|Bermuda| signs a pact", "a deal with the U.S. state of |Ohio|".
func (s *search) partyToPact(i, j int, t nlp.Sentence) bool {
	if i-2 >= t.First && s.fold[i-1] == "of" && provinces[s.fold[i-2]] {
		for i -= 2; i > t.First && (strings.HasPrefix(s.tag(i-1), "NNP") || strings.HasPrefix(s.tag(i-1), "JJ")); i-- {
		}
	}
	return !s.headline[t.First] && (s.contractedWith(i, j, t, true) || s.contracts(i, j, t, true))
}

// oneOfUnknownKind reports whether the word [i, j) is a surname at most in a table, and nobody's whom the document or the
// world knows: "a deal with |Chrysler|".
func (s *search) oneOfUnknownKind(i, j int) bool {
	w := s.word[i]
	return j == i+1 && s.g.Name(w).First == 0 && !s.surnames[s.fold[i]] && !s.g.LeaderSurname(w) && !s.officer(i, j)
}

// contractedWith reports whether the capitals [i, j) stand behind the "with" of an agreement: "a deal with |Borealis|",
// "signed a contract worth $5 million with the Oslo-based |Borealis|".
func (s *search) contractedWith(i, j int, t nlp.Sentence, place bool) bool {
	if next := s.foldAt(j); next == "'s" || next == "-" || j < t.Last && strings.HasPrefix(s.tag(j), "NN") && !capitalized(s.word[j]) || s.fold[i] == "respect" { // "with Quebec regulators"
		return false
	}
	with := i - 1
	for with > max(t.First, i-6) && s.fold[with] != "with" && (s.tag(with) == "DT" || strings.HasPrefix(s.tag(with), "JJ") || !place && (s.commonNoun(with) || s.tag(with) == "HYPH")) {
		with--
	}
	if with <= t.First || s.fold[with] != "with" {
		return false
	}
	for k := with - 1; k >= t.First && k > with-9; k-- {
		switch g := s.tag(k); {
		case agreementHeads[s.fold[k]]:
			return !s.sport(t)
		case s.word[k] == "," || s.fold[k] == "and" || s.fold[k] == "with", g == "MD", g == "IN" && !slices.Contains([]string{"on", "for", "of"}, s.fold[k]), strings.HasPrefix(g, "VB") && g != "VBN":
			return false
		}
	}
	return false
}

// contracts reports whether the capitals [i, j) are, or are one of, the subject of a verb of making an agreement.
func (s *search) contracts(i, j int, t nlp.Sentence, place bool) bool {
	switch before := s.foldAt(i - 1); {
	case i == t.First || s.tag(i-1) == "DT" || before == "but", clauseOpeners[before] && !place:
	case (before == "and" || before == "&") && i-2 >= t.First && s.at[i-2] >= 0 && !s.out[s.at[i-2]].Demonym:
	default:
		return false
	}
	v := j
	switch next := s.foldAt(j); {
	case next == "has" || next == "have" || next == "also" || sealers[next]:
	case !place && (next == "," || next == "and" || next == "("):
	default:
		return false
	}
	for v < t.Last && v < j+18 && (s.fold[v] == "has" || s.fold[v] == "have" || !strings.HasPrefix(s.tag(v), "VB") && s.tag(v) != "MD") {
		v++ // "Borealis, a brewer, has signed", "Borealis and the state of Ohio sign"
	}
	if v >= t.Last || !sealers[s.fold[v]] {
		return false
	}
	for k := v + 1; k < t.Last && k < v+10; k++ {
		if agreementHeads[s.fold[k]] {
			return !s.sport(t)
		}
	}
	return false
}
