package mention

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// phrases finds roles, agreements, events and pronouns in a sentence.
func (s *search) phrases(t nlp.Sentence) {
	for i := t.First; i < t.Last; i++ {
		if s.taken[i] == inPerson || s.taken[i] == inPact || s.taken[i] == inLonger && !capitalized(s.word[i]) {
			continue
		}
		w := s.fold[i]
		if p, ok := pronouns[w]; ok {
			s.out = append(s.out, Mention{First: i, Last: i + 1, Head: i, Kind: Pronoun, Name: w, Gender: p.gender, Plural: p.plural, Definite: true})
			continue
		}
		switch {
		case s.taken[i] == inCountry:
		case agreementHead(w) || w == "fire" && s.foldAt(i-1) == "-" && s.foldAt(i-2) == "cease" || w == "statement" || w == "annex" || sealable[w] && (w != "heads" || s.ofSealed(i, t)):
			s.agreement(i, t)
		case s.word[i] == "Operation" || strings.HasPrefix(s.word[i], "COP"):
			s.operation(i, t)
		case eventHeads[w]:
			s.event(i, t)
		case s.taken[i] == free:
			s.role(i, t)
		}
	}
}

func agreementHead(w string) bool { return agreementHeads[w] }

type pronoun struct {
	gender Gender
	plural bool
}

var pronouns = map[string]pronoun{
	"he": {Male, false}, "him": {Male, false}, "his": {Male, false}, "himself": {Male, false},
	"she": {Female, false}, "her": {Female, false}, "hers": {Female, false}, "herself": {Female, false},
	"they": {GenderUnset, true}, "them": {GenderUnset, true}, "their": {GenderUnset, true}, "theirs": {GenderUnset, true}, "themselves": {GenderUnset, true},
	"it": {GenderUnset, false}, "its": {GenderUnset, false}, "itself": {GenderUnset, false},
}

// noun reports whether the tagger, where there is one, calls token i a noun.
func (s *search) noun(i int) bool {
	return !s.tags || strings.HasPrefix(s.tag(i), "NN") || s.tag(i) == "" || capitalized(s.word[i])
}

// continues reports whether the noun phrase goes on after token i, so that i does not head it.
func (s *search) continues(i int, t nlp.Sentence) bool {
	k := i + 1
	if k < t.Last && s.word[k] == "-" && s.glued(k) {
		return true
	}
	if k >= t.Last || !alphabetic(s.word[k]) || calendar[s.fold[k]] || s.taken[k] == inCountry && !s.out[s.at[k]].Demonym {
		return false
	}
	if s.taken[k] == inPerson || s.headlineVerb(k, t) {
		return false
	}
	if w := s.foldAt(k + 1); w == "later" || w == "earlier" || w == "ago" { // "an accord minutes later"
		return false
	}
	if s.tags {
		if tag := s.tag(k); tag == "NN" || tag == "NNS" || tag == "NNP" || tag == "NNPS" {
			return !functionWords[s.fold[k]] && s.fold[k] != s.fold[i]
		}
		return false
	}
	tt := s.title(k)
	return tt.Is(gazetteer.Office, gazetteer.Occupation, gazetteer.Rank) || bodyHeads[s.fold[k]] && capitalized(s.word[k])
}

// determiner describes what stands before a noun phrase that begins at token i.
type determiner struct {
	first    int // first token of the determiner, i if there is none
	definite bool
	none     bool // "any", "no", "every"
	article  bool // "a", "an"
	count    int
	possess  string // "his", "their", "its", "her", "'s"
}

var numbers = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "2": 2, "3": 3, "4": 4, "5": 5, "both": 2, "2+2": 0}

func (s *search) determinerBefore(i int, t nlp.Sentence) determiner {
	d := determiner{first: i}
	k := i - 1
	for ; k >= t.First; k-- {
		w := s.fold[k]
		if n, ok := numbers[w]; ok && n > 0 {
			d.count, d.first = n, k
			d.definite = d.definite || w == "both"
			continue
		}
		if w == "all" || w == "first" || w == "second" || w == "third" || w == "last" || w == "next" || w == "other" || w == "same" || w == "previous" {
			d.first = k
			continue
		}
		break
	}
	if k < t.First {
		return d
	}
	switch w := s.fold[k]; w {
	case "the", "this", "that", "these", "those":
		d.definite, d.first = true, k
	case "a", "an", "another", "one":
		d.article, d.first = true, k
	case "any", "no", "every", "each", "without", "neither", "either", "such":
		d.none, d.first = true, k
	case "his", "her", "their", "its", "our", "my", "your":
		d.definite, d.possess, d.first = true, w, k
	case "'s", "'":
		d.definite, d.possess, d.first = true, w, k
	}
	return d
}

// role finds the role that token h heads: "the Indian foreign minister", "officials from both countries".
func (s *search) role(h int, t nlp.Sentence) {
	if s.taken[h] == inOrg && !capitalized(s.word[h]) {
		return // "the Catalan |government|", a party of its own
	}
	tt := s.title(h)
	w := s.fold[h]
	end := h
	if (w == "number" || w == "numbers") && s.foldAt(h-1) == "opposite" { // "his Chadian opposite number"
		tt, end = s.g.Title("counterpart"), h-1
		tt.Plural = w == "numbers"
	}
	if n := numbers[w]; n > 2 && len(w) > 1 && (s.foldAt(h-1) == "the" || s.foldAt(h-1) == "all") && s.taken[h] == free && s.bothAlone(h, t) {
		s.out = append(s.out, Mention{First: h, Last: h + 1, Head: h, Kind: Role, Title: s.word[h], Plural: true, Definite: true, Count: n}) // "the three signed"
		return
	}
	if !tt.Is(gazetteer.Office, gazetteer.Occupation, gazetteer.Body) && !(tt.Is(gazetteer.Rank) && (tt.Plural || s.tag(h) == "NN")) || !(s.noun(h) || w == "two" || w == "both") || s.continues(h, t) {
		return
	}
	if w == "party" || w == "group" || w == "state" || w == "power" || w == "capital" || w == "company" || w == "firm" || w == "organization" || (w == "both" || w == "two" && s.foldAt(h-1) == "the") && !(s.taken[h] == free && s.bothAlone(h, t)) || w == "two" && s.foldAt(h-1) != "the" || (w == "pm" || w == "fm") && (!allCaps(s.word[h]) || strings.ContainsAny(s.foldAt(h-1), "0123456789")) {
		return
	}
	if w == "leadership" && (s.foldAt(h+1) == "in" || s.foldAt(h+1) == "on") { // a quality, not people
		return
	}
	if !s.tags && (w == "head" || w == "chief" || w == "lead" || w == "star" || w == "host" || w == "model" || w == "guest" || w == "witness" || w == "chair" || w == "count" || w == "general") && s.word[h] == w {
		return
	}
	o := s.officeBefore(end, t.First, true)
	d := s.determinerBefore(o.first, t)
	m := Mention{First: o.first, Last: h + 1, Head: h, Kind: Role, Org: o.org, Gender: Gender(tt.Gender),
		Plural: tt.Plural || w == "both" || w == "two", Definite: d.definite || len(o.codes) > 0, Count: d.count, Official: tt.Is(gazetteer.Office) || tt.Is(gazetteer.Body) && officialBody[w] || tt.Is(gazetteer.Rank)}
	m.Title = s.text(min(o.titleFirst, h), h+1)
	if o.titleFirst > h {
		m.Title = s.word[h]
	}
	if w == "both" || w == "two" {
		m.Definite = true
	}
	if w == "pair" || w == "duo" || w == "trio" || w == "authorities" || w == "police" || w == "negotiators" || w == "rivals" || w == "allies" {
		m.Plural = true
	}
	m.Title = spelledOut(m.Title)
	codes := o.codes
	if end := s.portfolioAfter(h, t); end > h+1 && o.titleFirst <= h {
		m.Title, m.Last = s.text(o.titleFirst, end), end
	}
	if len(codes) == 0 && o.org == "" {
		var last int
		codes, m.Org, last = s.belongs(m.Last, t)
		m.Last = max(m.Last, last)
		m.Official = m.Official || len(codes) > 0 && colleagues[w] && m.Title == s.word[h] // "his partners from Chad and Mali"
	}
	if posted[s.title(h).Lemma] && (s.foldAt(h+1) == "to" || s.foldAt(h+1) == "for") { // an ambassador to Japan is not Japan's
		if _, _, last := s.named(h+2, t); last < t.Last && !capitalized(s.word[max(last, 0)]) {
			m.Last = max(m.Last, last)
		}
	}
	m.Code, m.Codes = codesOf(codes)
	m.Name = s.text(m.First, h+1)
	if rebels[w] && m.Code == "" && m.Org == "" && s.cause(h-1, t) {
		m = Mention{First: h - 1, Last: h + 1, Head: h, Kind: Organization, Name: s.text(h-1, h+1), Definite: true, Proper: true}
	}
	s.out = append(s.out, m)
}

// rebels are those who fight a state together.
var rebels = set(`rebels guerrillas insurgents separatists`)

// cause reports whether the capital at k tells for what or for whom rebels fight, and so names them: "|Leninist| rebels".
func (s *search) cause(k int, t nlp.Sentence) bool {
	return k > t.First && !s.headline[t.First] && s.taken[k] == free && capitalized(s.word[k]) && alphabetic(s.word[k]) && !calendar[s.fold[k]] && !s.starts(k, t) && !s.placed(k, k+1) &&
		!(capitalized(s.word[k-1]) && !functionWords[s.fold[k-1]]) && s.fold[k] != "islamist" && s.fold[k] != "muslim"
}

// posted are the offices that are to or for somebody whom they do not speak for.
var posted = set(`ambassador envoy representative emissary delegate consul adviser advisor commissioner`)

// colleagues are those who do the same as somebody in office before them.
var colleagues = set(`partner partners colleague colleagues`)

// officialBody are the groups that stand for their country when they act.
var officialBody = set(`government governments administration administrations delegation delegations side sides authorities cabinet ministry ministries embassy embassies leadership regime mission team teams
 military negotiators parties countries nations states neighbors neighbours powers presidency junta capitals army navy both rivals`)

// bothAlone reports whether a verb follows "both" or "the two" at h, an adverb perhaps before it, or nothing but what
// they are of: "signed by both", "by both of them".
func (s *search) bothAlone(h int, t nlp.Sentence) bool {
	k := h + 1
	if w := s.foldAt(h - 1); h > t.First && (w == "by" || w == "between") && k < t.Last {
		if !alphabetic(s.word[k]) || s.fold[k] == "of" && s.foldAt(k+1) == "them" || s.fold[k] == "in" || s.fold[k] == "on" || calendar[s.fold[k]] {
			return true
		}
	}
	for k < t.Last && (s.fold[k] == "also" || s.fold[k] == "then" || s.fold[k] == "later" || s.tag(k) == "RB") {
		k++
	}
	if k+1 < t.Last && s.word[k] == "," && s.fold[k+1] == "who" { // "the two, who last met in May, spoke"
		return true
	}
	return k < t.Last && (s.tags && (strings.HasPrefix(s.tag(k), "VB") || s.tag(k) == "MD") || speechVerbs[s.fold[k]])
}

// belongs reads "of India and Pakistan", "from the European Union" at token i: the countries, the organisation, and
// the end of what was read, 0 if nothing was.
func (s *search) belongs(i int, t nlp.Sentence) (codes []string, org string, last int) {
	if i >= t.Last || s.fold[i] != "of" && s.fold[i] != "from" && !(s.fold[i] == "for" && s.title(i-1).Lemma == "minister") {
		return nil, "", 0
	}
	codes, org, last = s.named(i+1, t)
	if s.fold[i] == "for" && s.foldAt(last) == "'s" { // "thanked the minister for Chad's help"
		return nil, "", 0
	}
	return codes, org, s.possession(last, t)
}

// possession is where the phrase ends that goes on behind its possessor, which ends at token i: "the head of Chad|'s central
// bank|"; i if none does or what is possessed has a name.
func (s *search) possession(i int, t nlp.Sentence) int {
	if i <= t.First || i >= t.Last || s.fold[i] != "'s" || !s.tags {
		return i
	}
	k := i + 1
	for ; k < t.Last && k < i+6 && s.at[k] < 0 && s.taken[k] == free && !calendar[s.fold[k]]; k++ {
		if g := s.tag(k); !strings.HasPrefix(g, "NN") && !strings.HasPrefix(g, "JJ") && g != "HYPH" && g != "CD" {
			break
		}
	}
	if strings.HasPrefix(s.tag(k-1), "NN") && k < i+6 {
		return k
	}
	return i
}

// named reads the names of countries joined by "and", or one of an organisation, at token i.
func (s *search) named(i int, t nlp.Sentence) (codes []string, org string, last int) {
	for k := i; k < t.Last; {
		if s.fold[k] == "the" || s.fold[k] == "both" && s.at[min(k+1, t.Last-1)] >= 0 {
			k++
			continue
		}
		x := s.at[k]
		if x < 0 || s.out[x].First != k || s.out[x].Demonym || s.out[x].Kind == Person {
			break
		}
		m := s.out[x]
		if s.foldAt(m.Last) == "-" && s.glued(m.Last) { // "leaders of U.S.-based groups"
			break
		}
		if m.Kind == Country {
			codes = append(codes, m.Code)
			if m.Codes != nil {
				codes = append(codes, m.Codes[1:]...)
			}
		} else if org == "" && len(codes) == 0 {
			return nil, m.Name, m.Last
		} else {
			break
		}
		last, k = m.Last, m.Last
		if k < t.Last && (s.fold[k] == "and" || s.fold[k] == ",") {
			k++
			if k < t.Last && s.fold[k] == "and" {
				k++
			}
			continue
		}
		break
	}
	return codes, org, last
}

// nounPhrase is the stretch of modifiers before a noun.
type nounPhrase struct {
	first  int
	proper bool // holds a capitalised modifier that is no country
	det    determiner
}

// phraseBefore walks left from the noun at h over modifiers, countries, organisations and names.
func (s *search) phraseBefore(h int, t nlp.Sentence) nounPhrase {
	np := nounPhrase{first: h}
	for p := h - 1; p >= t.First; {
		w := s.word[p]
		if k := s.at[p]; k >= 0 {
			m := s.out[k]
			if m.Kind == Person && !s.glued(p+1) && s.headline[t.First] {
				np.det = s.determinerBefore(np.first, t)
				return np
			}
			np.proper = np.proper || m.Kind != Country
			np.first, p = m.First, m.First-1
			continue
		}
		switch {
		case w == "-" && s.glued(p) && s.glued(p+1), w == "/" && s.glued(p), w == "–" && s.glued(p):
		case (w == "-" || w == "–") && p-1 >= t.First && s.at[p-1] >= 0 && s.at[p+1] >= 0 && np.first == p+1: // "U.S. – Chad talks"
		case p-1 >= t.First && len(w) <= 2 && w[0] >= '0' && w[0] <= '9' && calendar[s.fold[p-1]]: // the day of a date
			np.det = s.determinerBefore(np.first, t)
			return np
		case capitalized(w) && (s.fold[p] == "and" || functionWords[s.fold[p]] && (s.starts(p, t) || s.headline[t.First]) || commonVerbs[s.fold[p]] && (s.headline[t.First] || s.allCapsSentence(p))):
			np.det = s.determinerBefore(np.first, t)
			return np
		case calendar[s.fold[p]] && !s.glued(p+1):
			np.det = s.determinerBefore(np.first, t)
			return np
		case capitalized(w) && (alphabetic(w) || strings.Contains(w, "-")), strings.ContainsAny(w, "0123456789") && w != "" && !calendar[s.fold[p]] && len(w) < 6 && (w[0] >= '0' && w[0] <= '9' && strings.ContainsAny(w, "+thsndr") || capitalized(w)):
			np.proper = np.proper || !calendar[s.fold[p]] && !(s.starts(p, t) && s.lower[s.fold[p]] > 0)
		case s.headlineVerb(p, t):
			np.det = s.determinerBefore(np.first, t)
			return np
		case w == "$", amounts[s.wordAt(p+1)] && strings.ContainsAny(w[:1], "0123456789"):
		case s.pairsModifiers(p, h, t):
		case s.connector(p, h, t):
		case (numbers[s.fold[p]] > 0 || s.tag(p) == "CD" && agreementHeads[s.fold[h]]) && p+1 < h && (s.word[p+1] == "-" || lengths[s.fold[p+1]]):
		case numbers[s.fold[p]] > 0 || !s.adjectival(p):
			np.det = s.determinerBefore(np.first, t)
			return np
		}
		np.first = p
		p--
	}
	np.det = s.determinerBefore(np.first, t)
	return np
}

// amounts follow a number.
var amounts = set(`million billion trillion bn mn m tn`)

// pairsModifiers reports whether the "and" at p joins two nouns before the agreement that h heads: "a science and
// technology agreement".
func (s *search) pairsModifiers(p, h int, t nlp.Sentence) bool {
	if s.fold[p] != "and" || p-2 < t.First || p+1 >= h || !agreementHeads[s.fold[h]] || !s.commonNoun(p-1) && s.tag(p-1) != "NNP" || s.taken[p-1] != free {
		return false
	}
	left := s.fold[p-1]
	if agreementHeads[left] || eventHeads[left] || s.title(p-1).Is(gazetteer.Office, gazetteer.Occupation) {
		return false
	}
	for k := p - 2; k >= t.First && k >= p-4; k-- {
		switch s.fold[k] {
		case "a", "an", "the", "its", "their", "new":
			return true
		}
		if !s.commonNoun(k) {
			return false
		}
	}
	return false
}

// headlineVerbs are the verbs of headlines that taggers take for nouns: "Chad, Mali |seal| customs pact".
var headlineVerbs = set(`sign signs ink inks seal seals strike strikes clinch clinches reach reaches agree agrees hold holds eye eyes hail hails mull mulls near nears finalize finalise finalizes finalises welcome welcomes back backs slam slams open opens begin begins resume resumes plan plans seek seeks host hosts discuss discusses announce announces unveil unveils launch launches`)

// headlineVerb reports whether the word at p is the verb of a headline and no modifier of the noun behind it.
func (s *search) headlineVerb(p int, t nlp.Sentence) bool {
	if !headlineVerbs[s.fold[p]] || p == t.First {
		return false
	}
	switch s.word[t.Last-1] {
	case ".", "!", "?", `"`, "”":
		return false
	}
	k := s.at[p-1]
	return k >= 0 && !s.out[k].Demonym || s.headline[t.First] || s.word[p-1] == "," || s.title(p-1).Is(gazetteer.Office) || strings.HasSuffix(s.fold[p-1], "s")
}

// connector reports whether the small word at p joins capitals within a name: "Compatibility and Security Agreement".
func (s *search) connector(p, h int, t nlp.Sentence) bool {
	switch s.fold[p] {
	case "and", "&", "of", "for", "on":
	default:
		return false
	}
	if p-1 < t.First || starters[s.fold[p-1]] && s.starts(p-1, t) || !capitalized(s.word[h]) || !capitalized(s.word[p+1]) || !capitalized(s.word[p-1]) || !alphabetic(s.word[p-1]) || s.at[p+1] >= 0 {
		return false
	}
	return s.taken[p-1] != inPerson && s.taken[p-1] != inCountry && !(functionWords[s.fold[p-1]] && s.starts(p-1, t)) && !commonVerbs[s.fold[p-1]] && !calendar[s.fold[p-1]]
}
