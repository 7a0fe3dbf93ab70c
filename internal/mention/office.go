package mention

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
)

// office is what stands before a name or around a role's noun: "India's External Affairs Minister".
type office struct {
	first      int // first token of the whole, nationality included
	titleFirst int // first token of the title itself
	title      string
	codes      []string
	org        string
	gender     Gender
	head       bool // holds a word that can head a title
	honorific  bool // holds "Mr." and the like
	plural     bool
	official   bool
	former     bool
}

// officeBefore reads the office that ends before token end, not before token lo. adjectives lets other adjectives and
// nouns be a part of it.
func (s *search) officeBefore(end, lo int, adjectives bool) office {
	o := office{first: end, titleFirst: end}
	p := end - 1
	sealed := false // a possessor was read: nothing before it belongs to the office but more possessors
	for p >= lo {
		if k := s.at[p]; k >= 0 && (s.out[k].Kind == Country || s.out[k].Kind == Organization) {
			m := s.out[k]
			switch {
			case m.Kind == Country && strings.Contains(s.word[m.First], "-"): // "Lebanon's pro-Syrian president"
			case m.Kind == Country:
				o.codes = append(slices.Clone(append([]string{m.Code}, m.Codes[min(1, len(m.Codes)):]...)), o.codes...)
			case o.org == "":
				o.org = m.Name
				if m.Code != "" && len(o.codes) == 0 {
					o.codes = []string{m.Code}
				}
			}
			o.first, p = m.First, m.First-1
			continue
		}
		n, ok := s.officeWord(p, lo, end, sealed, adjectives, &o)
		if !ok {
			break
		}
		if s.word[p] == "'s" || s.word[p] == "'" {
			sealed = true
		}
		p -= n
	}
	if o.titleFirst < end {
		o.title = strings.TrimSuffix(s.text(o.titleFirst, end), " of")
		if k := strings.Index(o.title, " #"); k > 0 {
			o.title = o.title[:k]
		}
		o.title = spelledOut(s.unstyled(o.title))
		if o.honorific && !o.head {
			o.title = ""
		}
	}
	return o
}

// unstyled is a title without the honorific between the office and the name: "Foreign Minister |Ms.|".
func (s *search) unstyled(title string) string {
	for {
		k := strings.LastIndexByte(title, ' ')
		if k < 0 || !s.g.Title(gazetteer.Fold(title[k+1:])).Is(gazetteer.Honorific) {
			return title
		}
		title = title[:k]
	}
}

// officeWord reads the word or connection at p as a part of the office o and returns how many tokens it is.
func (s *search) officeWord(p, lo, end int, sealed, adjectives bool, o *office) (int, bool) {
	w, t := s.fold[p], s.title(p)
	country := func(i int) bool {
		return i >= lo && s.at[i] >= 0 && s.out[s.at[i]].Kind == Country
	}
	possessor := func(i int) bool {
		return country(i) || i >= lo && s.at[i] >= 0 && s.out[s.at[i]].Kind == Organization
	}
	switch {
	case w == "'s" || w == "'":
		return 1, possessor(p - 1)
	case (w == "and" || w == "," || w == "&" || w == "/") && o.first == p+1 && country(p+1) && country(p-1):
		return 1, s.joinsCountries(p, len(o.codes))
	case w == "-" && s.glued(p) && s.glued(p+1) && p-1 >= lo:
		left := s.title(p - 1)
		if possessor(p-1) || left.Is(gazetteer.Office, gazetteer.Modifier, gazetteer.Occupation, gazetteer.Rank) || adjectives && s.word[p-1] == s.fold[p-1] {
			return 1, true
		}
		return 0, false
	case sealed:
		return 0, false
	case o.first == p+1 && (w == "of" || w == "to" || w == "for" || w == "in" || w == "at" || w == "the"):
		if n, ok := s.officeOf(p, lo, end, adjectives, o); ok {
			return n, true
		}
		if w == "of" {
			return 0, false
		}
	case strings.HasPrefix(w, "#") && o.first == p+1 && len(w) > 1: // "Secretary of State #SecState Ann Lee"
		return 1, true
	case !adjectives && o.head && o.titleFirst == p+1 && s.joinsPortfolio(p, lo, end):
		return 1, true
	case !adjectives && w == "and" && o.head && o.first == p+1 && s.twoOffices(p, lo):
		return 1, true
	case w == "and" && o.titleFirst == p+1 && s.title(p+1).Is(gazetteer.Modifier) && p-1 >= lo && s.title(p-1).Is(gazetteer.Modifier) && capitalized(s.word[p-1]) == capitalized(s.word[p+1]):
		return 1, true
	}
	if s.taken[p] != free && s.taken[p] != inLonger || calendar[w] {
		return 0, false
	}
	if (w == "his" || w == "her") && !graces[s.foldAt(p+1)] || w == "under" && s.foldAt(p+1) != "secretary" && s.foldAt(p+1) != "-" {
		return 0, false
	}
	if t.Plural && o.head && s.word[p] == w { // "hosts Prime Minister Lee"
		return 0, false
	}
	if t.Is(gazetteer.Honorific, gazetteer.Rank, gazetteer.Office, gazetteer.Occupation, gazetteer.Modifier) && !(t.Is(gazetteer.Body) && !t.Is(gazetteer.Modifier)) {
		if w == "the" || functionWords[w] && !t.Is(gazetteer.Honorific, gazetteer.Modifier) || functionWords[w] && s.word[p] == w && w != "new" && w != "first" && w != "second" && w != "old" && w != "high" && w != "top" {
			return 0, false
		}
		s.noteTitle(t, p, o)
		return 1, true
	}
	plain := !adjectives && o.head && o.titleFirst == p+1 && s.word[p] == w && s.word[p+1] == s.fold[p+1] && possessor(p-1) && s.commonNoun(p) // "EU |enlargement| commissioner"
	if plain || adjectives && s.adjectival(p) || !adjectives && o.head && s.premodifies(p) && (o.titleFirst == p+1 || o.titleFirst == p+2 && s.joinsPortfolio(p+1, lo, end)) {
		o.first, o.titleFirst = p, p
		return 1, true
	}
	return 0, false
}

// officeOf reads the preposition, or the article behind one, at p between an office and what follows it: "Secretary |of
// State", "Ambassador |to Japan", "Senior Advisor |to the President".
func (s *search) officeOf(p, lo, end int, adjectives bool, o *office) (int, bool) {
	w := s.fold[p]
	if !adjectives && (w == "of" || w == "for" || w == "to") && s.wholeOffice(p+1, end) { // "a spokesman for President Roe"
		return 0, false
	}
	if w == "of" || w == "the" && s.foldAt(p-1) == "of" {
		k := p - 1
		if w == "the" {
			k--
		}
		holder := k
		if w := s.foldAt(k); (w == "elect" || w == "designate") && s.wordAt(k-1) == "-" { // "President-elect of"
			holder = k - 2
		}
		if holder >= lo && s.title(holder).Is(gazetteer.Office, gazetteer.Rank) && s.taken[holder] == free {
			return p - k, true
		}
		return 0, false
	}
	if adjectives {
		return 0, false
	}
	if w == "the" {
		if o.head && (s.foldAt(p-1) == "to" || s.foldAt(p-1) == "for") && p-2 >= lo && capitalized(s.word[p-2]) && s.officeNear(p-2, lo) {
			*o = office{first: p - 1, titleFirst: p - 1, gender: o.gender}
			return 2, true
		}
		return 0, false
	}
	x := s.at[p+1]
	possessed := x >= 0 && (s.out[x].Kind == Country || s.out[x].Kind == Organization)
	if (possessed || w == "for" && s.title(p+1).Is(gazetteer.Modifier)) && s.officeNear(p-1, lo) {
		o.codes, o.org = nil, "" // an ambassador to Japan is not Japan's
		return 1, true
	}
	return 0, false
}

// wholeOffice reports whether the title of tokens [first, last) holds an office of its own: "Prime Minister", not
// "Foreign Affairs".
func (s *search) wholeOffice(first, last int) bool {
	for k := first; k < last; k++ {
		if t := s.title(k); t.Is(gazetteer.Office) && !t.Is(gazetteer.Modifier) && !t.Plural {
			return true
		}
	}
	return false
}

// graces follow "his" and "her" in a form of address.
var graces = set(`excellency majesty highness royal imperial eminence holiness honour honor grace serene`)

// twoOffices reports whether the "and" at p stands between two offices of one person: "Prime Minister and Crown Prince",
// not "the President and Prime Minister Roe".
func (s *search) twoOffices(p, lo int) bool {
	left := s.title(p - 1)
	if p-1 < lo || !left.Is(gazetteer.Office) || left.Is(gazetteer.Body) || left.Plural || s.taken[p-1] != free || capitalized(s.word[p-1]) != capitalized(s.word[p+1]) {
		return false
	}
	if !capitalized(s.word[p-1]) && !s.inPhrase(max(lo, p-3), p, "deputy", "vice") {
		return false
	}
	k := p - 1
	for k >= lo && s.at[k] < 0 && s.title(k).Is(gazetteer.Office, gazetteer.Modifier) && s.fold[k] != "the" {
		k--
	}
	return k < lo || s.fold[k] != "the" || (s.foldAt(k-1) == "to" || s.foldAt(k-1) == "of") && s.officeNear(k-2, lo)
}

// joinsCountries reports whether the "and" or comma at p joins two countries that an office belongs to: "US and Indian",
// not "In London, French", "of Jordan and Israeli". read is how many countries stand after it.
func (s *search) joinsCountries(p, read int) bool {
	left, right := s.out[s.at[p-1]], s.out[s.at[p+1]]
	if left.Place || left.Seat {
		return false
	}
	if s.fold[p] == "," && read < 2 && !(left.Demonym && right.Demonym) {
		return false
	}
	if !left.Demonym && !acronym(s.word[p-1]) { // "President Lee of Chile, US and British officials"
		switch s.foldAt(left.First - 1) {
		case "of", "in", "from", "to", "with", "for", "at":
			return false
		}
	}
	return left.Demonym == right.Demonym || acronym(s.word[p-1]) || acronym(s.word[p+1])
}

// officeNear reports whether the word at p, or the one before an "of …" that ends at p, is an office: "Assistant
// Secretary of State for".
func (s *search) officeNear(p, lo int) bool {
	for n := 0; p >= lo && n < 4; p, n = p-1, n+1 {
		tt := s.title(p)
		if tt.Is(gazetteer.Office, gazetteer.Rank) {
			return true
		}
		if !tt.Is(gazetteer.Modifier) && s.fold[p] != "of" {
			return false
		}
	}
	return false
}

// spelledOut gives the abbreviations of headlines in full: "PM", "FM".
func spelledOut(title string) string {
	k := strings.LastIndexByte(title, ' ') + 1
	switch title[k:] {
	case "PM":
		return title[:k] + "Prime Minister"
	case "FM":
		return title[:k] + "Foreign Minister"
	}
	return title
}

// anyone are nouns for people that stand before no name: "Child Tax Credit".
var anyone = set(`child children people person persons family families couple couples member members nationals`)

func (s *search) noteTitle(t gazetteer.Title, p int, o *office) {
	o.first, o.titleFirst = p, p
	o.head = o.head || t.Is(gazetteer.Rank, gazetteer.Office, gazetteer.Occupation) && !anyone[s.fold[p]]
	o.honorific = o.honorific || t.Is(gazetteer.Honorific)
	o.official = o.official || t.Is(gazetteer.Office)
	o.plural = o.plural || t.Plural
	if o.gender == GenderUnset {
		o.gender = Gender(t.Gender)
	}
	o.former = o.former || s.fold[p] == "former" || s.fold[p] == "ex"
}

// adjectival reports whether token p can be a modifier within a noun phrase.
func (s *search) adjectival(p int) bool {
	w := s.word[p]
	if functionWords[s.fold[p]] && w == s.fold[p] || !alphabetic(w) && !strings.ContainsAny(w, "0123456789") {
		return false
	}
	if !s.tags {
		return w == s.fold[p] && !strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "ly") && !commonVerbs[w]
	}
	switch s.tag(p) {
	case "VBN", "VBG":
		return !commonVerbs[s.fold[p]] && !s.verbal(p)
	case "JJ", "JJR", "JJS", "NN", "NNP", "NNS", "NNPS", "CD", "AFX":
		return true
	}
	return false
}

// verbal reports whether the participle at p is a verb and no modifier: "have |opened| formal talks", "a dispute
// |blocking| the accession talks".
func (s *search) verbal(p int) bool {
	switch s.foldAt(p - 1) {
	case "has", "have", "had", "having", "was", "were", "is", "are", "been", "be":
		return true
	}
	if prev := s.tag(p - 1); s.tag(p) == "VBG" && (prev == "RP" || prev == "," || strings.HasPrefix(prev, "VB")) { // "rule out |extending| the trade talks"
		return true
	}
	return s.tag(p) == "VBG" && strings.HasPrefix(s.tag(p-1), "NN") && !(strings.HasPrefix(s.tag(p+1), "NN") && !capitalized(s.wordAt(p+1)))
}

// commonVerbs before a noun phrase without determiner are not a part of it.
var commonVerbs = set(`signed signing sign signs reached reach reaching reaches concluded conclude concluding announced announce announcing made make making held hold holding hosted hosting attended attending
 met meeting-with discussed discussing negotiated negotiating said says told including concerning regarding involving following during pending proposed-by sent meet meets see saw visit visited visiting
 break broke broken violated violating violate ended ending end want wants seek seeking sought seeks need needs include includes included led leading leads brought bringing bring give given gave giving
 urged urging called calling asked asking invited inviting accused accusing blamed killed killing wounded arrested detained ratify ratified ratifying implement implementing implemented approve approved approving
 reject rejected rejecting support supporting supported back backed backing join joined joining oppose opposing opposed resume resumed resuming restart begin began begun beginning start started starting complete completed
 between among with become became be been being keep kept let set do did done get got take took taken taking use used using`)
