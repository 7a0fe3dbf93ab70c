package mention

import (
	"strings"
	"unicode"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// score weighs what speaks for a candidate being a person. The weights were set by hand on newswire: a title is worth
// most, then a known given name; the recogniser alone decides nothing.
func (s *search) score(c candidate, runStart int, t nlp.Sentence) float64 {
	words := s.nameWords(c.core, c.last)
	v := s.titleScore(c, t) + s.shapeScore(c, words) + s.contextScore(c, t) + s.tableScore(c, words, t) + s.otherScore(c, words) + s.nerScore(c, len(words))
	if len(words) == 1 && !c.titled {
		v += s.surnameScore(c, t)
	}
	if s.headline[t.First] && !c.titled {
		v--
	}
	if holy[s.nameKey(c.core, c.last)] {
		v += 8
	}
	if ships[s.word[runStart]] || ships[s.wordAt(runStart-1)] || ships[s.wordAt(c.office.first-1)] {
		v -= 6
	}
	return v
}

// surnameScore weighs what speaks for a lone word being the name of somebody whom the text does not introduce: it meets people,
// or is met; it is known for a surname, or taken for a person's name, and acts or has something.
func (s *search) surnameScore(c candidate, t nlp.Sentence) float64 {
	n := s.g.Name(s.word[c.core])
	surname := n.Last > 0 && !n.Word
	person := s.ner[c.core] == nlp.NamePerson
	next := s.foldAt(c.last)
	if c.last >= t.Last || s.lower[s.fold[c.core]] > 0 {
		return 0
	}
	verb := c.last
	if next == "has" || next == "had" {
		verb++
	}
	switch {
	case (s.foldAt(verb) == "met" || s.foldAt(verb) == "meets") && s.foldAt(verb+1) == "with" && !acronym(s.word[c.core]):
		return 2.5
	case (surname || n.Last > 5) && s.metWith(c.core, t):
		return 3.5
	case surname && speechVerbs[next] && (person || !states[next]), person && surname && n.Last > 1 && next != "'s" && next != "," && !strings.HasPrefix(s.tag(c.last), "NN"):
		return 1
	case person && next == "'s" && s.foldAt(c.core-1) != "&": // not "Rost's cut its rating"
		if g := s.tag(c.last + 1); g == "NN" || g == "NNS" || g == "JJ" {
			return 1
		}
	}
	return 0
}

// states are the speechVerbs that what is no person goes with as often: "Islam is".
var states = set(`is was has had did will would won wins lost also then later who whom whose led leads left receives received`)

// metWith reports whether "with" before token k tells of a meeting: "talks on Monday with".
func (s *search) metWith(k int, t nlp.Sentence) bool {
	if s.foldAt(k-1) != "with" {
		return false
	}
	for k -= 2; k > t.First && (calendar[s.fold[k]] || s.fold[k] == "on"); {
		k--
	}
	return k >= t.First && meetingWords[s.fold[k]]
}

// meetingWords are followed by "with" and whom somebody meets.
var meetingWords = set(`met meet meets meeting meetings talks talked spoke conversation discussions`)

// storms have names of people.
var stormWords = map[string]bool{"hurricane": true, "typhoon": true, "storm": true, "cyclone": true}

func (s *search) stormAt(k int) bool { return stormWords[s.foldAt(k)] && capitalized(s.wordAt(k)) }

// tableScore weighs what the tables know of the words as names of people.
func (s *search) tableScore(c candidate, words []int, t nlp.Sentence) float64 {
	v := 0.0
	firstW, lastW := words[0], words[len(words)-1]
	first, last := s.g.Name(s.word[firstW]), s.g.Name(s.word[lastW])
	if len(words) > 1 {
		switch {
		case nameLike[s.fold[firstW]] && last.Last > 0, first.First > 3:
			v += 2.5
		case first.First > 0 && !first.Word:
			v += 1.5
			if first.First > 1 && last == (gazetteer.NameCount{}) && len(words) == 2 && !s.plain(lastW) {
				v++
			}
		case first.Last > 0 && !first.Word:
			v += 0.5
		}
		switch {
		case last.Last > 0 && !last.Word:
			v++
		case last.First > 0 && !last.Word:
			v += 0.5
		}
		return v
	}
	if last.Last > 1 && !last.Word {
		v += 0.5
	}
	if first.First > 1 && !first.Word {
		v++
	}
	if s.g.LeaderSurname(s.word[firstW]) && (!s.starts(c.core, t) || speechVerbs[s.foldAt(c.last)] && c.last < t.Last) {
		v += 2
	}
	if s.starts(c.core, t) && s.lower[s.fold[c.core]] > 0 {
		v -= 3
	}
	return v
}

// otherScore weighs what speaks for another reading: places, bodies, laws, peoples.
func (s *search) otherScore(c candidate, words []int) float64 {
	v := 0.0
	firstW, lastW := words[0], words[len(words)-1]
	first, last := s.g.Name(s.word[firstW]), s.g.Name(s.word[lastW])
	switch tail := s.fold[lastW]; {
	case len(words) == 1 && c.titled && last.Last > 0:
	case c.titled && !c.office.honorific && wordly(tail) && last == (gazetteer.NameCount{}): // "General Dynamics", "Child Tax Credit"
		v -= 4
	case len(words) > 1 && s.title(lastW).Is(gazetteer.Office, gazetteer.Occupation) && last.Last == 0: // "Board Chair"
		v -= 5
	case s.title(lastW).Plural && !(last.Last > 0 && first.First > 3):
		v -= 4
	case bodyHeads[tail] && !(len(words) == 2 && first.First > 3 && last.Last > 0), agreementHeads[tail], eventHeads[tail]:
		v -= 6
	case len(words) == 1 && c.titled && placeHeads[tail] && last.Last == 0: // "the Royal Palace"
		v -= 5
	case placeHeads[tail] && len(words) > 1 && first.First < 4, otherHeads[tail] && first.First < 4:
		v -= 5
	}
	if !c.titled {
		fold := func(k int) string { return s.fold[c.core+k] }
		n := c.last - c.core
		if _, k := s.g.Place(n, fold); k == n {
			v -= 3
		} else if k >= 2 {
			v -= 2
		}
		if s.g.Body(n, fold) == n {
			v -= 3
		}
		if placeStarts[s.fold[firstW]] && first.First < 4 {
			v -= 3
		}
	}
	if s.neuter(c) {
		v -= 6
	}
	if s.foldAt(c.core-1) == "eid" { // "Eid al-Fitr"
		v -= 6
	}
	if s.stormAt(c.core-1) || len(words) == 1 && !c.titled && s.storms[s.fold[firstW]] { // "Tropical Storm Fay", then "Fay"
		v -= 6
	}
	if peoples[s.fold[lastW]] && (len(words) == 1 || last.Last == 0) {
		v -= 5
	}
	if f := s.fold[firstW]; len(words) > 1 && first.First < 4 && (otherHeads[f] || agreementHeads[f] || f == "order") { // "Executive Order Protecting Access"
		v -= 4
	}
	return v
}

// neuter reports whether what the capitals announce is told of an "it": "Borealis announces that it will close a yard".
func (s *search) neuter(c candidate) bool {
	k := c.last
	if c.titled || !making[s.foldAt(k)] {
		return false
	}
	if k++; s.foldAt(k) == "that" {
		k++
	}
	w := s.foldAt(k + 1)
	return s.foldAt(k) == "it" && (w == "will" || w == "has" || w == "is" || w == "would" || w == "had" || w == "was" || w == "plans")
}

func (s *search) titleScore(c candidate, t nlp.Sentence) float64 {
	v := 0.0
	if c.titled {
		v += 4
		if w := s.foldAt(c.core - 1); w == "of" || w == "the" && s.foldAt(c.core-2) == "of" { // "Prince of Naples"
			v -= 4
		}
		adjacent := s.title(c.core - 1)
		elect := s.foldAt(c.core-2) == "-" && s.title(c.core-3).Is(gazetteer.Office) // "President-elect X"
		if w := s.foldAt(c.core - 1); (w == "elect" || w == "designate") && s.title(c.core-2).Is(gazetteer.Office) {
			elect = true
		}
		if !c.portfolio && !elect && adjacent.Is(gazetteer.Modifier) && !adjacent.Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific, gazetteer.Occupation) && s.foldAt(c.office.first+1) != "of" {
			v -= 3.5
		}
		if s.fold[c.core-1] == s.word[c.core-1] && adjacent.Plural { // "officials Monday", "rebels Hamas"
			v -= 1
		}
	} else if len(c.office.codes) > 0 && c.office.titleFirst == c.core {
		v -= 0.5
		if words := s.nameWords(c.core, c.last); s.foldAt(c.core-1) == "'s" && (len(words) == 2 || len(words) == 3) && !s.plain(words[0]) && (!s.plain(words[len(words)-1]) || s.unheardOf(words[len(words)-1])) { // "Peru's Zoila Quispe"
			if v += 2; s.tableScore(c, words, t) > 0 || strings.HasPrefix(s.tag(c.last), "VBD") || s.tag(c.last) == "VBZ" {
				v++
			}
		}
	}
	return v
}

// unheardOf reports whether the word at k looks like a plural and is neither a word of the language nor of the article.
func (s *search) unheardOf(k int) bool {
	w := s.fold[k]
	return strings.HasSuffix(w, "s") && !wordly(w) && !s.g.Name(s.word[k]).Word && s.lower[w] == 0 && !bodyHeads[w] && !otherHeads[w] && !placeHeads[w] && !s.title(k).Is(gazetteer.Modifier)
}

func (s *search) shapeScore(c candidate, words []int) float64 {
	v := 0.0
	for k := c.core; k < c.last; k++ {
		w := s.word[k]
		switch {
		case initialism(w) && k > c.core && strings.HasSuffix(w, "."), initialism(w) && k == c.core && len(w) <= 4 && len(words) > 1:
			v += 2
		case roman(w) && k > c.core:
			if v += 1.5; len(w) > 1 && k == c.core+1 && s.g.Name(s.word[c.core]).First > 3 { // "Olaf II", and not "World War II"
				v += 2
			}
		case particles[s.fold[k]] && w == s.fold[k]:
			v += 1
		case w == "-" && k+1 < c.last && k > c.core+1 && s.word[k+1] == s.fold[k+1]:
			v += 3.5 // "Jong-un"
		case acronym(w) && len(w) > 1 && !s.allCapsSentence(c.core):
			v -= 2
		case k == c.last-1 && strings.HasPrefix(s.fold[k], "jr"):
			v += 3
		}
	}
	if len(words) > 4 {
		v -= float64(len(words) - 4)
	}
	return v
}

func (s *search) allCapsSentence(i int) bool {
	for k := max(0, i-3); k < min(len(s.word), i+4); k++ {
		if s.word[k] == s.fold[k] && alphabetic(s.word[k]) {
			return false
		}
	}
	return true
}

// contextScore weighs the words around a candidate.
func (s *search) contextScore(c candidate, t nlp.Sentence) float64 {
	v := 0.0
	prev, next := "", s.foldAt(c.last)
	if c.core > t.First {
		prev = s.fold[c.core-1]
	}
	if c.last >= t.Last {
		next = ""
	}
	switch {
	case prev == "the" || prev == "a" || prev == "an" || prev == "this", bodyHeads[prev] && !capitalized(s.word[c.core-1]): // "the rebel group Ansar Din"
		if !c.titled {
			v -= 3
		}
	case (placePrepositions[prev] || prev == "from" && !c.titled) && len(s.nameWords(c.core, c.last)) < 3:
		v -= 1.5
	case prev == "," && (next == "," || next == "." || next == "") && s.officeEnds(c.core-2, t) && len(s.nameWords(c.core, c.last)) > 1:
		v += 4
	case prev == "," && (next == "and" || next == ",") && s.officesEnd(c.core-2, t) && len(s.nameWords(c.core, c.last)) > 1:
		v += 2.5
	case prev == "," && s.officeEnds(c.core-2, t):
		v += 2 // "the prime minister, Ehud Carmeli,"
	case prev == "," && next == "," && len(s.nameWords(c.core, c.last)) > 1 && len(s.nameWords(c.core, c.last)) < 5 && s.officePhrase(c.core-2, t):
		v += 3 // "the chief of the mission in Chad, Rosa Achterman,"
	case s.lines[c.core] && next == "," && len(s.nameWords(c.core, c.last)) > 1 && s.ranks(c.last+1, t):
		v += 2.5 // "- Shema Wikraman, Managing Director and CEO"
	}
	switch {
	case speechVerbs[next]:
		v += 1
	case next == ",":
		if k := c.last + 1; k < t.Last {
			a := s.fold[k]
			if len(c.office.codes) == 0 && prev != "in" && prev != "at" && s.officeAhead(k, t) {
				v += 2.5
			} else if s.title(k).Is(gazetteer.Office, gazetteer.Occupation) || (a == "the" || a == "a" || a == "an" || a == "his" || a == "her" || a == "who" || a == "whose") && s.titleAhead(k+1, t) || a == "who" || a == "whose" {
				if v += 2; capitalized(s.word[k]) && len(s.nameWords(c.core, c.last)) > 1 && prepositionsOfOffice[s.foldAt(k+1)] { // "Shema Wikraman, Director of"
					v++
				}
			} else if n := s.d.Slice(s.d.Tokens[k].Span); len(n) == 2 && unicode.IsDigit(rune(n[0])) { // ", 45,"
				v += 2
			}
		}
	}
	if next == "who" || next == "himself" || next == "herself" {
		v += 1.5
	}
	return v
}

// officeEnds reports whether a singular office or occupation ends at token k, "of …" included: "the president of
// Iceland,".
func (s *search) officeEnds(k int, t nlp.Sentence) bool {
	if k < t.First {
		return false
	}
	if x := s.at[k]; x >= 0 && s.out[x].Kind != Person {
		k = s.out[x].First - 1
		if s.foldAt(k) == "the" {
			k--
		}
		if w := s.foldAt(k); w != "of" && w != "to" || k <= t.First {
			return false
		}
		k--
		if s.foldAt(k) == "elect" {
			k--
		}
	}
	if w := s.foldAt(k - 1); s.fold[k] == "number" && w == "opposite" || s.fold[k] == "lady" && w == "first" {
		return true
	}
	tt := s.title(k)
	return k >= t.First && tt.Is(gazetteer.Office, gazetteer.Occupation, gazetteer.Rank) && !tt.Plural
}

// officePhrase reports whether a phrase that ends at token k is about somebody in an office and says what that is of or for:
// "a spokesman for the northern rebels".
func (s *search) officePhrase(k int, t nlp.Sentence) bool {
	prep := false
	for n := 0; k >= t.First && n < 14; k, n = k-1, n+1 {
		w := s.fold[k]
		tt := s.title(k)
		switch {
		case prep && tt.Is(gazetteer.Office, gazetteer.Occupation) && !tt.Plural && s.word[k] == w && prepositionsOfOffice[s.foldAt(k+1)]:
			return true
		case prepositionsOfOffice[w]:
			prep = true
		case w == "," || w == ";" || w == ":" || strings.HasPrefix(s.tag(k), "VB") && s.tag(k) != "VBG" || strings.HasPrefix(s.tag(k), "PRP") && s.tag(k) != "PRP$":
			return false
		}
	}
	return false
}

// prepositionsOfOffice tie to an office what it is of.
var prepositionsOfOffice = set(`of for to at in from`)

// ranks reports whether an office or occupation in capitals begins at token k or right behind: "Managing Director".
func (s *search) ranks(k int, t nlp.Sentence) bool {
	for n := 0; k < t.Last && n < 4 && s.word[k] != ","; k, n = k+1, n+1 {
		if s.title(k).Is(gazetteer.Office, gazetteer.Occupation) && capitalized(s.word[k]) {
			return true
		}
	}
	return false
}

// officeAhead reports whether "the" or a possessor with an office after it stands from token k on: "the nation's former
// president".
func (s *search) officeAhead(k int, t nlp.Sentence) bool {
	if s.foldAt(k) != "the" && !(s.at[k] >= 0 && s.out[s.at[k]].Kind == Country) {
		return false
	}
	for n := 0; k < t.Last && n < 6; k, n = k+1, n+1 {
		if tt := s.title(k); tt.Is(gazetteer.Office) && !tt.Plural && s.word[k] == s.fold[k] {
			return true
		}
		if s.word[k] == "," || s.fold[k] == "of" || strings.HasPrefix(s.tag(k), "VB") {
			return false
		}
	}
	return false
}

// officesEnd reports whether a plural office of several countries ends at token k: "the presidents of Chad and Mali,".
func (s *search) officesEnd(k int, t nlp.Sentence) bool {
	if tt := s.title(k); k >= t.First && tt.Plural && tt.Is(gazetteer.Office) {
		return s.at[k-1] >= 0 || s.title(k-1).Is(gazetteer.Modifier)
	}
	countries := 0
	for ; k > t.First && countries < 6; k-- {
		if x := s.at[k]; x >= 0 && s.out[x].Kind == Country && !s.out[x].Demonym {
			countries++
			k = s.out[x].First
			continue
		}
		if w := s.fold[k]; w == "of" || w == "from" {
			tt := s.title(k - 1)
			return countries > 1 && tt.Plural && tt.Is(gazetteer.Office)
		} else if w != "and" && w != "," && w != "the" {
			return false
		}
	}
	return false
}

// titleAhead reports whether an office or occupation stands within the next five words of a phrase.
func (s *search) titleAhead(k int, t nlp.Sentence) bool {
	for n := 0; k < t.Last && n < 7; k, n = k+1, n+1 {
		if s.title(k).Is(gazetteer.Office, gazetteer.Occupation, gazetteer.Rank) && s.word[k] == s.fold[k] {
			return true
		}
		if s.word[k] == "," || s.word[k] == "." {
			return false
		}
	}
	return false
}

// nerScore weighs what the recogniser says of the words.
func (s *search) nerScore(c candidate, words int) float64 {
	if !s.d.Has(nlp.Names) {
		return 0
	}
	n, person, other := 0, 0, 0
	for k := c.core; k < c.last; k++ {
		n++
		switch s.ner[k] {
		case nlp.NamePerson:
			person++
		case nlp.NamePlace, nlp.NameOrg, nlp.NameMisc:
			other++
		}
	}
	switch {
	case person*2 > n:
		return 1.5
	case other*2 > n && !c.titled:
		return -1
	}
	return 0
}
