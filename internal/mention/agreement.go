package mention

import (
	"slices"
	"strings"

	"newsgraph/internal/nlp"
)

// weakModifiers do not tell one agreement or event from another.
var weakModifiers = set(`new major final historic landmark recent current proposed possible potential latest last first next old earlier previous key important big broad wide-ranging full formal official
 two three four five several many other such same signed draft crucial inaugural upcoming planned scheduled brief lengthy rare so-called long-awaited ambitious controversial similar separate special own initial tentative major so - `)

// sportWords near "contract" and "deal" make them an athlete's or a company's.
var sportWords = set(`player players striker midfielder defender goalkeeper coach club season league striker quarterback pitcher footballer team teammates transfer year-old band album singer actor film movie studio`)

// agreement finds the agreement that token h heads.
func (s *search) agreement(h int, t nlp.Sentence) {
	if !s.noun(h) && s.tag(h) != "JJ" && !s.determined(h, t) || s.at[h] >= 0 && s.taken[h] == inPact {
		return
	}
	last := h + 1
	w := s.fold[h]
	if k, ok := s.pacts[h]; ok && !plural(w) { // "New START |treaty|"
		s.out[k].Last, s.out[k].Head, s.taken[h] = h+1, h, inPact
		return
	}
	if w == "letter" && s.foldAt(h+1) == "of" && h+2 < t.Last {
		last = h + 3
	} else if s.ofSealed(h, t) {
		last = h + 3
	} else if w == "memorandum" && s.foldAt(h+1) == "of" && (s.foldAt(h+2) == "understanding" || s.foldAt(h+2) == "agreement") && h+2 < t.Last || (w == "memoranda" || w == "memorandums") && s.foldAt(h+1) == "of" && s.foldAt(h+2) == "understanding" && h+2 < t.Last {
		last = h + 3
	} else if s.continues(h, t) && !(h+1 < t.Last && eventHeads[s.fold[h+1]] && false) {
		return
	}
	np := s.phraseBefore(h, t)
	if w == "fire" {
		np = s.phraseBefore(h-2, t)
	}
	if !s.isAgreement(h, np, t) {
		return
	}
	proper := capitalized(s.word[h]) && (np.proper || np.first < h || last > h+1)
	if capitalized(s.word[h]) && last == h+1 {
		last = s.properComplement(last, t)
		proper = proper || last > h+1
	}
	m := Mention{First: np.first, Last: last, Head: h, Kind: Agreement, Plural: plural(w), Definite: np.det.definite || proper, Count: np.det.count, Proper: proper}
	m.Code, m.Codes = codesOf(s.codesIn(np.first, h))
	s.nameThing(&m, h, t)
	s.out = append(s.out, m)
	s.mark(m)
}

// amountNouns say that there are several of what their "of" introduces.
var amountNouns = set(`number series raft range string host package couple dozens slew flurry set batch bundle handful variety`)

// determined reports whether an article stands one to three words before the word at h, words with hyphens counted as
// one, so that it is a noun whatever the tagger says: "an arms deal", "a five-year fisheries deal".
func (s *search) determined(h int, t nlp.Sentence) bool {
	for k, words := h-1, 0; k >= t.First && words < 3; k-- {
		switch s.fold[k] {
		case "a", "an", "the":
			return true
		case "-":
			words--
			continue
		}
		if !alphabetic(s.word[k]) || functionWords[s.fold[k]] && numbers[s.fold[k]] == 0 {
			return false
		}
		words++
	}
	return false
}

// mark keeps the tokens of a proper name from being read as something else, but leaves people and countries in it.
func (s *search) mark(m Mention) {
	for k := m.First; k < m.Last; k++ {
		if s.taken[k] == free && m.Proper {
			s.taken[k] = inPact
		}
	}
}

func plural(w string) bool { return strings.HasSuffix(w, "s") || w == "memoranda" }

func (s *search) codesIn(first, last int) []string {
	var out []string
	for k := first; k < last; k++ {
		if x := s.at[k]; x >= 0 && s.out[x].Kind == Country && s.out[x].First == k && !slices.Contains(out, s.out[x].Code) {
			out = append(out, s.out[x].Code)
		}
	}
	return out
}

// isAgreement tells a specific agreement from agreement in general and from other senses of the words.
func (s *search) isAgreement(h int, np nounPhrase, t nlp.Sentence) bool {
	w, prev, before := s.fold[h], s.foldAt(np.first-1), s.foldAt(h-1)
	if np.first == t.First {
		prev = ""
	}
	bare := np.first == h
	named := capitalized(s.word[h]) && !s.headline[t.First]
	if np.det.none && !named {
		return false
	}
	switch w {
	case "statement":
		return before == "joint" || s.sealedNoun(h, np.first, t) || np.det.definite && (!bare || s.shared(t)) && s.underSeal(h, t) || np.det.definite && s.statementSigned()
	case "annex":
		return named && !bare
	case "partnership":
		return named && !bare || !bare && s.underSeal(h, t)
	case "settlement":
		return before == "peace"
	case "convention", "conventions":
		return named && !s.inPhrase(np.first, h, "national", "republican", "democratic", "party", "annual", "labor", "labour") || s.inPhrase(np.first, h, "un", "u.n.", "international", "tax") && !named
	case "compact":
		return named && (!bare || np.det.definite || np.det.article) || !bare && s.tag(h) == "NN" && (np.det.article || np.det.definite || s.underSeal(h, t) || np.first > t.First && s.inPhrase(np.first-1, np.first, "agree", "agrees", "agreed"))
	case "declaration", "declarations":
		return named && (!bare || s.foldAt(h+1) == "of" || s.foldAt(h+1) == "on") || bare && w == "declaration" && (np.det.definite || s.signed(h, t)) && !s.inPhrase(h+1, min(h+4, t.Last), "independence", "war", "emergency") || !bare && !s.inPhrase(np.first, h, "emergency", "disaster", "war", "tax", "customs", "income", "independence", "asset", "unilateral")
	case "memorandum", "memoranda", "memorandums": // one of a president's to his secretaries is none
		if s.inPhrase(np.first, h, "executive", "presidential", "internal", "secret") && !s.shared(t) {
			return false
		}
		if next := s.foldAt(h + 1); next == "from" || next == "to" || (next == "on" || next == "for") && !s.shared(t) {
			return false
		}
		return !np.det.none || named
	case "protocol", "protocols":
		next := s.foldAt(h + 1)
		return named || !bare && np.first < h || np.det.definite || np.det.article && (next == "on" || next == "for" || next == "to" || next == "against" || s.signed(h, t))
	case "arrangement", "arrangements":
		return named || !bare && s.signed(h, t)
	case "letter":
		return s.foldAt(h+1) == "of" && (s.foldAt(h+2) == "intent" || s.foldAt(h+2) == "understanding")
	case "charter", "framework":
		if named && !bare && (s.signed(h, t) || s.foldAt(h+1) == "on") {
			return true
		}
		return s.sealedNoun(h, np.first, t)
	case "initiative", "roadmap", "map", "programme", "program", "plan", "understanding", "timetable", "covenant", "code", "concordat", "act", "instrument", "memo",
		"principles", "commitments", "statute", "pledge", "minutes", "package", "consensus", "formula", "guidelines", "platform", "rules", "exchange", "record", "heads", "set", "cessation":
		return s.sealedNoun(h, np.first, t)
	case "document", "documents":
		return bare && np.det.definite && (s.signed(h, t) || np.first == t.First+1) || named && !bare && s.underSeal(h, t)
	case "deal", "deals":
		if before == "great" || before == "good" || s.tags && strings.HasPrefix(s.tag(h), "VB") && !s.determined(h, t) || bare && prev == "to" || capitalized(s.word[h]) && before == "new" {
			return false
		}
		if !s.tags && (bare && !np.det.definite && !np.det.article || s.foldAt(h+1) == "with") && (prev == "to" || prev == "will" || prev == "must" || prev == "can") {
			return false
		}
		return !s.sport(t) && !s.inPhrase(np.first, h, "package", "plea", "record", "book", "business", "trade-in", "raw")
	case "contract", "contracts":
		return !s.sport(t) && !(s.tags && strings.HasPrefix(s.tag(h), "VB"))
	}
	if bare && !np.det.definite && !np.det.article && np.det.count == 0 && np.det.possess == "" {
		if np.first == t.First && !s.headline[t.First] { // "Agreement on tariffs is far off."
			return false
		}
		if prev == "of" && plural(w) && amountNouns[s.foldAt(np.first-2)] { // "signed a series of agreements"
			return true
		}
		switch prev {
		case "in", "of", "under", "without", "by", "no", "broad", "general", "not", "into", "for":
			return false
		}
	}
	return !s.inPhrase(np.first, h, "prenuptial", "licensing", "plea", "gentlemen", "merger", "general", "common")
}

// signed reports whether the words around token h, within its sentence, say that something is signed.
func (s *search) signed(h int, t nlp.Sentence) bool {
	for k := max(t.First, h-40); k < min(t.Last, h+40); k++ {
		switch s.fold[k] {
		case "sign", "signs", "signed", "signing", "inked", "initialed", "initialled", "concluded":
			return true
		}
	}
	return false
}

// shared reports whether a sentence is about what two states or more have between them.
func (s *search) shared(t nlp.Sentence) bool {
	codes := s.codesIn(t.First, t.Last)
	return len(codes) > 1 || s.inPhrase(t.First, t.Last, "between", "agreements", "bilateral", "counterpart", "counterparts")
}

func (s *search) inPhrase(first, last int, words ...string) bool {
	for k := first; k < last; k++ {
		if slices.Contains(words, s.fold[k]) {
			return true
		}
	}
	return false
}

func (s *search) sport(t nlp.Sentence) bool {
	for k := t.First; k < t.Last; k++ {
		if sportWords[s.fold[k]] && !(s.fold[k] == "transfer" && (s.foldAt(k-1) == "technology" || s.foldAt(k-1) == "knowledge" || s.foldAt(k+1) == "of")) {
			return true
		}
	}
	return false
}

// properComplement extends a name written with a capital: "Treaty of Friendship and Cooperation".
func (s *search) properComplement(i int, t nlp.Sentence) int {
	if i >= t.Last {
		return i
	}
	switch s.fold[i] {
	case "of", "on", "for", "against", "concerning", "relating", "to":
	default:
		return i
	}
	k, last := i+1, i
	for k < t.Last && k < i+16 {
		w := s.word[k]
		switch {
		case agreementHeads[s.fold[k]] && (s.fold[k-1] == "and" || s.fold[k-1] == "the" && s.fold[k-2] == "and"): // another one
			return last
		case s.fold[k] == "with" && s.foldAt(k+1) == "respect", s.fold[k] == "to" && (s.fold[k-1] == "respect" || s.fold[k-1] == "relating"):
		case capitalized(w) && alphabetic(w) && s.taken[k] != inPerson && !calendar[s.fold[k]], w == "-" && s.glued(k) && s.glued(k+1):
			last = k + 1
		case s.fold[k] == "the" || s.fold[k] == "of" || s.fold[k] == "and" || s.fold[k] == "in" || s.fold[k] == "on" || s.fold[k] == "for":
		default:
			return last
		}
		k++
	}
	return last
}

// nameThing gives an agreement or event its name: the phrase itself, with what it is about where the phrase alone
// tells nothing apart.
func (s *search) nameThing(m *Mention, h int, t nlp.Sentence) {
	first := m.First
	for first < h && weakModifiers[s.fold[first]] && s.word[first] == s.fold[first] && s.fold[first+1] != "-" && s.word[first+1] != "-" && !(first+1 < h && lengths[s.fold[first+1]] && s.word[first] != "-") {
		first++
	}
	for m.Kind == Agreement && m.Proper && first < h && s.word[first] == s.fold[first] && alphabetic(s.word[first]) && s.word[first+1] != "-" { // "expanded Agreement on …"
		first++
	}
	telling := false
	for k := first; k < h; k++ {
		if x := s.at[k]; !weakModifiers[s.fold[k]] && !(x >= 0 && s.out[x].Kind == Country && s.out[x].Demonym) {
			telling = true
		}
	}
	m.Name = s.text(first, m.Last)
	m.Bare = first == h
	if telling || m.Proper || m.Last > h+1 {
		return
	}
	if end := s.complement(m.Last, t); end > m.Last {
		if m.Kind == Event && first > t.First && s.fold[first-1] == "first" && s.word[h] != s.fold[h] {
			first-- // "the first Summit for Rivers"
		}
		m.Name = s.text(first, end)
		m.Bare = false
	}
}

// lengths are units of how long something lasts: "a two hour truce".
var lengths = set(`hour day week month year`)

// madeWords tell that an agreement was made, and not what it is about.
var madeWords = set(`signed reached agreed concluded struck announced brokered inked sealed negotiated made initialed initialled`)

// complement is the end of the phrase at i that tells what an agreement or event is about or between whom it is, i if
// there is none.
func (s *search) complement(i int, t nlp.Sentence) int {
	if i >= t.Last {
		return i
	}
	switch s.fold[i] {
	case "on", "to", "of", "between", "with", "over", "about", "under", "for", "among", "against":
	default:
		return i
	}
	if x := s.at[min(i+1, t.Last-1)]; s.fold[i] == "for" && x >= 0 && s.out[x].Kind != Organization || s.fold[i] == "on" && s.inPhrase(i+1, min(i+4, t.Last), "day", "sidelines", "margins", "eve", "occasion", "fringes", "behalf", "back", "deck", "lawn", "camera") {
		return i // "signed the accord for Chad", "on the sidelines of"
	}
	k := i + 1
	for ; k < t.Last && k-i <= 12; k++ {
		w := s.fold[k]
		if w == "'s" && s.at[k-1] >= 0 {
			continue
		}
		if x := s.at[min(k+1, t.Last-1)]; w == "in" && k > i+1 && x >= 0 && s.out[x].Place && s.out[x].Seat {
			break // where it was signed
		}
		if !alphabetic(s.word[k]) && s.word[k] != "-" && s.word[k] != "$" && !strings.ContainsAny(s.word[k], "0123456789") {
			break
		}
		if w == "that" || w == "which" || w == "who" || w == "after" || w == "before" || w == "than" || w == "since" || w == "following" || w == "amid" || w == "without" || w == "despite" || w == "until" || w == "when" || w == "while" || w == "during" || w == "as" || w == "but" || w == "because" || calendar[w] || w == "last" || w == "next" || w == "this" || w == "earlier" {
			break
		}
		if s.tags {
			if w == "to" && s.tag(k+1) == "VB" && s.fold[i] != "on" || s.tag(k) == "VBG" && strings.HasPrefix(s.tag(k-1), "NN") {
				break
			}
			if next := s.tag(k + 1); s.tag(k) == "RB" && (next == "IN" || next == "WRB" || next == ".") || s.tag(k) == "VBN" && madeWords[w] && s.word[k-1] != "-" {
				break // "with Chad shortly after", "with Chad signed in May"
			}
			if tag := s.tag(k); tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD" || tag == "WDT" {
				break
			}
		} else if w == "was" || w == "is" || w == "were" || w == "are" || w == "has" || w == "have" || w == "had" || w == "will" || w == "would" || w == "said" || w == "says" {
			break
		}
	}
	if k-i > 12 { // cut off: end at the last "and" instead, if there is one
		for x := k - 1; x > i+3; x-- {
			if s.fold[x] == "and" {
				k = x
				break
			}
		}
	}
	for k > i+1 {
		switch s.fold[k-1] {
		case "'s", "and", "or", "of", "on", "in", "to", "the", "a", "at", "with", "by", "for", "from", "-", "he", "she", "they", "it", "also", "not":
			k--
			continue
		}
		break
	}
	if k == i+1 {
		return i
	}
	return k
}

// event finds the gathering that token h heads.
func (s *search) event(h int, t nlp.Sentence) {
	w := s.fold[h]
	if s.taken[h] == inOrg || s.taken[h] == inPact || !s.eventNoun(h, t) || s.continues(h, t) {
		return
	}
	np := s.phraseBefore(h, t)
	if np.det.none {
		return
	}
	if (w == "congress" || w == "convention") && !(np.first < h) {
		return
	}
	m := Mention{First: np.first, Last: h + 1, Head: h, Kind: Event, Plural: plural(w) && w != "talks", Definite: np.det.definite, Count: np.det.count, Proper: np.proper}
	m.Code, m.Codes = codesOf(s.codesIn(np.first, h))
	s.nameThing(&m, h, t)
	s.out = append(s.out, m)
}

// operation finds "Operation" with a name and conferences by number, "COP28".
func (s *search) operation(h int, t nlp.Sentence) {
	w := s.word[h]
	last := h + 1
	switch {
	case w == "Operation" && h+1 < t.Last && capitalized(s.word[h+1]) && alphabetic(s.word[h+1]):
		for last < t.Last && last < h+4 && capitalized(s.word[last]) && alphabetic(s.word[last]) && !calendar[s.fold[last]] {
			last++
		}
	case strings.HasPrefix(w, "COP") && len(w) <= 5 && strings.Trim(w[3:], "0123456789") == "" && len(w) > 3:
	default:
		return
	}
	if s.taken[last-1] == inPerson || s.taken[h] == inPerson {
		return
	}
	s.out = append(s.out, Mention{First: h, Last: last, Head: h, Kind: Event, Name: s.text(h, last), Definite: true, Proper: true})
}

// eventNoun tells the noun from the verb: "the visits", not "he visits"; "calls for".
func (s *search) eventNoun(h int, t nlp.Sentence) bool {
	w := s.fold[h]
	switch w {
	case "games", "congress", "parade", "festival", "championship", "championships", "tournament", "olympics", "open", "cup", "marathon":
		return capitalized(s.word[h]) && capitalized(s.wordAt(h-1)) && h > t.First
	}
	if s.tags {
		if tag := s.tag(h); !strings.HasPrefix(tag, "NN") && !(tag == "VBG" && w == "meeting" && s.nominal(h, t)) {
			return false
		}
	} else if !s.nominal(h, t) {
		return false
	}
	if w == "call" || w == "calls" {
		prev := s.foldAt(h - 1)
		return prev == "telephone" || prev == "phone" || prev == "conference" || prev == "video" || s.foldAt(h+1) == "with" && (prev == "a" || prev == "the" || prev == "'s" || prev == "his" || prev == "her" || prev == "their")
	}
	return true
}

func (s *search) nominal(h int, t nlp.Sentence) bool {
	if h == t.First {
		return s.fold[h] != "meeting" || s.foldAt(h+1) != "with"
	}
	prev := s.fold[h-1]
	switch prev {
	case "the", "a", "an", "his", "her", "their", "its", "this", "that", "'s", "of", "in", "during", "after", "before", "at", "for", "hold", "held", "holding", "holds", "peace", "summit", "state", "official", "joint", "two", "direct", "bilateral", "trilateral":
		return true
	case "to", "he", "she", "they", "who", "will", "would", "and":
		return false
	}
	return s.adjectival(h-1) && !s.tags || s.tags
}
