package mention

import (
	"slices"
	"strings"
	"unicode"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// candidate is a stretch of capitals that may name a person.
type candidate struct {
	core, last int // tokens [core, last) without titles
	office     office
	titled     bool
	portfolio  bool // words of the office's portfolio stand between the office and the name
	score      float64
}

// people finds the people of the document in two rounds: names that stand on their own evidence, then short names
// that repeat a part of one of those.
func (s *search) people() {
	var all []candidate
	for _, t := range s.sentences {
		for i := t.First; i < t.Last; {
			j := s.runEnd(i, t)
			if j == i {
				i++
				continue
			}
			for _, c := range s.candidates(i, j, t) {
				all = append(all, c)
			}
			i = j
		}
	}
	best := map[string]float64{}
	for _, c := range all {
		key := s.nameKey(c.core, c.last)
		if v, seen := best[key]; !seen || c.score > v {
			best[key] = c.score
		}
	}
	s.besideSure(all, best)
	all = s.readLists(all, best)
	known := map[string]bool{} // words of names of several words
	accept := make([]bool, len(all))
	for i, c := range all {
		words := s.nameWords(c.core, c.last)
		if c.score >= threshold || len(words) > 1 && best[s.nameKey(c.core, c.last)] >= threshold {
			accept[i] = true
			if len(words) > 1 || c.titled {
				known[s.fold[words[len(words)-1]]] = true
				whole := s.hyphenated(words[len(words)-1], c.last)
				known[whole] = true
				if article, bare, ok := strings.Cut(whole, "-"); ok && (article == "al" || article == "el") {
					known[bare] = true
				}
				if !s.title(words[0]).Is(gazetteer.Modifier) {
					known[s.fold[words[0]]] = known[s.fold[words[0]]] || len(words) > 1
				}
				for _, w := range words {
					if len(words) > 2 && len(s.fold[w]) > 3 && !initialism(s.word[w]) {
						known[s.fold[w]] = true
					}
				}
			}
		}
	}
	for i, c := range all {
		words := s.nameWords(c.core, c.last)
		if !accept[i] && len(words) == 1 {
			repeats := known[s.fold[words[0]]] || known[s.hyphenated(words[0], c.last)]
			accept[i] = repeats && c.score > -2 || best[s.nameKey(c.core, c.last)] >= threshold && c.score > 0
		}
		if accept[i] {
			s.addPerson(c)
		}
	}
}

var ships = map[string]bool{"HMS": true, "USS": true, "INS": true, "MV": true, "HMCS": true, "HMAS": true}

// besideSure raises the names of several words that stand in a list with a sure one: "Ann Lee, Zhiva Krn and Bob Roe".
func (s *search) besideSure(all []candidate, best map[string]float64) {
	beside := func(a, b candidate) bool {
		if b.office.first-a.last > 2 || b.office.first <= a.last {
			return false
		}
		for k := a.last; k < b.office.first; k++ {
			if w := s.fold[k]; w != "," && w != "and" {
				return false
			}
		}
		return true
	}
	raise := func(i, by int) {
		c := &all[i]
		key := s.nameKey(c.core, c.last)
		if c.score < threshold && (c.score >= 1 || c.score > 0 && len(c.office.codes) > 0) && len(s.nameWords(c.core, c.last)) > 1 && best[s.nameKey(all[by].core, all[by].last)] >= threshold {
			c.score = threshold
			best[key] = max(best[key], threshold)
		}
	}
	sure := func(c candidate) bool { return best[s.nameKey(c.core, c.last)] >= threshold }
	for i := 1; i < len(all); i++ {
		if beside(all[i-1], all[i]) {
			raise(i, i-1)
			if c := &all[i]; c.score >= 0 && i+1 < len(all) && len(s.nameWords(c.core, c.last)) > 1 && beside(all[i], all[i+1]) && sure(all[i-1]) && sure(all[i+1]) {
				c.score = max(c.score, threshold)
			}
		}
	}
	for i := len(all) - 1; i > 0; i-- {
		if beside(all[i-1], all[i]) {
			raise(i-1, i)
		}
	}
}

// threshold is the score from which capitals are taken for a person's name.
const threshold = 2.5

// nameWords are the tokens of a name without hyphens, what follows a hyphen, and regnal numbers.
func (s *search) nameWords(first, last int) []int {
	var out []int
	for i := first; i < last; i++ {
		if !unicode.IsLetter(firstRune(s.word[i])) || i > first && s.word[i-1] == "-" || roman(s.word[i]) && i > first && len(s.word[i]) > 1 {
			continue
		}
		if strings.HasPrefix(s.fold[i], "jr") && len(s.fold[i]) <= 3 {
			continue
		}
		out = append(out, i)
	}
	if len(out) == 0 {
		out = append(out, first)
	}
	return out
}

// hyphenated is the word at i with the hyphens and words that follow it: "jong-un".
func (s *search) hyphenated(i, last int) string {
	w := s.fold[i]
	for k := i + 1; k+1 < last && s.word[k] == "-"; k += 2 {
		w += "-" + s.fold[k+1]
	}
	return w
}

func (s *search) nameKey(first, last int) string { return strings.Join(s.fold[first:last], " ") }

// runEnd is the end of the run of capitals that begins at token i, i if none does. Particles, initials and hyphened
// parts belong to it.
func (s *search) runEnd(i int, t nlp.Sentence) int {
	if !s.runWord(i, t) {
		return i
	}
	j := i + 1
	for j < t.Last && j-i < 60 {
		switch {
		case s.runWord(j, t):
			j++
			continue
		case s.word[j] == "-" && s.glued(j) && s.glued(j+1) && j+1 < t.Last && s.taken[j+1] == free && unicode.IsLetter(firstRune(s.word[j+1])) && (!s.title(j+1).Is(gazetteer.Office) || givenTitles[s.fold[j+1]]) && s.fold[j+1] != "based" && s.fold[j+1] != "led" && s.fold[j+1] != "style" && s.fold[j+1] != "backed" && s.fold[j+1] != "era":
			j += 2
			continue
		case particles[s.fold[j]]:
			k := j
			for k < t.Last && k < j+3 && (particles[s.fold[k]] || s.word[k] == "-" && s.glued(k)) {
				k++
			}
			if k < t.Last && s.runWord(k, t) && !(s.fold[j] == "y" && k > j+1) {
				j = k + 1
				continue
			}
		case quotes[s.word[j]] && j+3 < t.Last && quotes[s.word[j+2]] && s.runWord(j+1, t) && s.runWord(j+3, t): // Joko “Jokowi” Widodo
			j += 4
			continue
		case s.word[j] == "," && j+1 < t.Last && (s.fold[j+1] == "jr." || s.fold[j+1] == "jr" || s.fold[j+1] == "sr."):
			j += 2
			continue
		}
		break
	}
	return j
}

// quotes stand around a nickname.
var quotes = map[string]bool{`"`: true, "“": true, "”": true, "'": true, "``": true, "''": true}

// runWord reports whether token i can be a part of a name.
func (s *search) runWord(i int, t nlp.Sentence) bool {
	w := s.word[i]
	if s.taken[i] != free || !capitalized(w) && !(s.fold[i] == "al" && s.wordAt(i+1) == "-" && i+2 < t.Last && capitalized(s.word[i+2])) || calendar[s.fold[i]] && !s.dayName(i) {
		return false
	}
	if !alphabetic(strings.TrimSuffix(w, ".")) && !strings.Contains(w, "-") {
		return false
	}
	if breaks[s.fold[i]] || strings.Contains(w, "-") && s.fold[i] != "al-" {
		return false
	}
	if starters[s.fold[i]] && s.starts(i, t) && !s.asianSurname(i, t) {
		return false
	}
	if w == "I" && i > t.First && s.g.Name(s.word[i-1]).First > 0 && s.foldAt(i+1) == "of" {
		return true // "Patriarch Leo I of Lima"
	}
	if w == "I" || functionWords[s.fold[i]] && (s.starts(i, t) && !s.asianSurname(i, t) || !s.g.Title(w).Is(gazetteer.Honorific) && s.g.Name(w).First == 0 && s.g.Name(w).Last == 0) {
		return false
	}
	return true
}

// asianSurname reports whether a function word that begins a sentence is a name: "Than Myint".
func (s *search) asianSurname(i int, t nlp.Sentence) bool {
	return s.g.Name(s.word[i]).First > 1 && i+1 < t.Last && capitalized(s.word[i+1]) && s.g.Name(s.word[i+1]).Last > 0 && s.g.Name(s.word[i+1]).First == 0 && !s.g.Name(s.word[i+1]).Word
}

// dayName reports whether a word of the calendar at i is a name: "Theresa May", "April Glaspie", "Jan Peter", "Khin Thu
// Htay".
func (s *search) dayName(i int) bool {
	switch s.fold[i] {
	case "jan", "sun", "mar", "thu", "mon", "jun":
		named := func(k int) bool {
			if k < 0 || k >= len(s.word) || !capitalized(s.word[k]) || calendar[s.fold[k]] || !alphabetic(s.word[k]) {
				return false
			}
			n := s.g.Name(s.word[k])
			return (n.First > 0 || n.Last > 0) && !n.Word || s.ner[k] == nlp.NamePerson && s.ner[i] == nlp.NamePerson
		}
		return s.word[i] != "Thu" && named(i+1) || named(i-1) && s.title(i-2).Is(gazetteer.Office, gazetteer.Rank) || named(i-1) && i+1 < len(s.word) && capitalized(s.word[i+1]) && !calendar[s.fold[i+1]] && alphabetic(s.word[i+1])
	case "ramadan":
		return i > 0 && s.title(i-1).Is(gazetteer.Office, gazetteer.Rank) && i+1 < len(s.word) && capitalized(s.word[i+1])
	case "may", "april", "june", "august":
	default:
		return false
	}
	if s.fold[i] == "may" {
		return i > 0 && capitalized(s.word[i-1]) && (s.g.Name(s.word[i-1]).First > 2 || s.title(i-1).Is(gazetteer.Honorific, gazetteer.Office, gazetteer.Rank)) && !functionWords[s.fold[i-1]]
	}
	return i+1 < len(s.word) && capitalized(s.word[i+1]) && s.g.Name(s.word[i+1]).Last > 1
}

// candidates cuts the run [i, j) into possible names.
func (s *search) candidates(i, j int, t nlp.Sentence) []candidate {
	c := candidate{}
	officeEnd := -1
	c.core, officeEnd, c.portfolio = s.nameStart(i, j, t)
	if c.core >= j {
		return nil
	}
	last, rest, name := s.nameEnd(c.core, j, t)
	if s.headline[t.First] {
		last = s.headlineEnd(c.core, last)
	}
	if c.last = last; !name || last <= c.core || s.allTitle(c.core, last) {
		return rest
	}
	if officeEnd >= 0 {
		c.office = s.officeBefore(officeEnd, t.First, false)
	} else {
		c.office = s.officeBefore(c.core, t.First, false)
	}
	if c.portfolio {
		s.fillOffice(&c.office, officeEnd, c.core)
	}
	if c.titled = c.office.head || c.office.honorific; !c.titled {
		s.shareTitle(&c, t)
	}
	c.score += s.score(c, i, t)
	return append([]candidate{c}, rest...)
}

// nameStart is the first token of the name in the run [i, j), j if there is none; where the office before it ends, -1 if
// that is right there; and whether words of a portfolio stand between the two.
func (s *search) nameStart(i, j int, t nlp.Sentence) (core, officeEnd int, portfolio bool) {
	core, officeEnd = s.coreStart(i, j, t), -1
	for core < j && s.word[core] == "-" {
		core++
	}
	if core+3 < j && s.word[core+1] == "-" && s.word[core+2] == s.fold[core+2] && s.title(core+2).Is(gazetteer.Modifier, gazetteer.Occupation, gazetteer.Office) { // "Pan-democrat Gary Wong"
		core += 3
	}
	if afterOffice := s.foldAt(i-1) == "of" && s.officeNear(i-2, t.First); afterOffice && core == i { // "Governor of Texas Rick Lane"
		if _, n := s.g.Place(j-core, func(k int) string { return s.fold[core+k] }); n > 0 && core+n < j {
			core += n
			officeEnd = i
		}
	}
	if prep, name, ok := s.longOffice(i, j, t); ok && name >= core && (name > i || !s.officeBefore(core, t.First, false).head) {
		core, officeEnd, portfolio = name, prep, true
	}
	if core+2 < j && bodyHeads[s.fold[core]] && s.mayBegin(core+1) {
		core++
	}
	if core == i && core+2 < j+1 && s.starts(core, t) && !s.lines[core] && s.dropFirst(core, j) {
		core++
	}
	return core, officeEnd, portfolio
}

// nameEnd is where the name that begins at core ends in the run that ends at j; the names that follow it in the run; and
// whether it is a name at all and not a portfolio before the next one's office.
func (s *search) nameEnd(core, j int, t nlp.Sentence) (last int, rest []candidate, name bool) {
	name = true
	for last = core + 1; last < j; last++ {
		if s.splitsName(last, j) {
			rest, name = s.candidates(last, j, t), s.knownName(core, last) // "Chief |Medical| Officer Ann Lee"
			break
		}
		if bodyHeads[s.fold[last]] && last+2 < j && s.mayBegin(last+1) { // "Refugee Council Enver Hoxa"
			rest = s.candidates(last+1, j, t)
			last++
			break
		}
	}
	for last > core && (s.word[last-1] == "-" || s.word[last-1] == ",") {
		last--
	}
	return last, rest, name
}

// headlineEnd cuts off what follows a name in a headline's capitals: "President Roe |Receives Credentials|", "Donald J.
// Roe |Call|".
func (s *search) headlineEnd(core, last int) int {
	for k := core + 1; k < last; k++ {
		if w := s.fold[k]; s.word[k-1] != "-" && (speechVerbs[w] || headlineVerbs[w] || commonVerbs[w]) && s.g.Name(s.word[k]).First < 3 {
			last = k
		}
	}
	for last > core+2 && (eventHeads[s.fold[last-1]] || agreementHeads[s.fold[last-1]]) {
		last--
	}
	for last > core+2 && s.word[last-2] != "-" && s.word[last-2] != "," && s.g.Name(s.word[last-1]) == (gazetteer.NameCount{}) && s.g.Name(s.word[core]).First > 0 {
		last--
	}
	return last
}

// shareTitle gives a candidate the plural title that stands before the first of its list.
func (s *search) shareTitle(c *candidate, t nlp.Sentence) {
	from, ok := s.sharesTitle(c.core, t)
	if !ok || acronym(s.word[c.core]) || !s.knownName(c.core, c.last) && (s.headline[t.First] || s.plain(c.core)) {
		return
	}
	c.score = 4
	c.office = s.officeBefore(from, t.First, false)
	c.office.first = c.core
	if k := strings.LastIndexByte(c.office.title, ' ') + 1; c.office.title != "" {
		c.office.title = c.office.title[:k] + s.g.Singular(c.office.title[k:])
	}
	c.titled = c.office.head
	if len(c.office.codes) > 1 { // each has one of them
		c.office.codes = nil
	}
}

// knownName reports whether a word of [first, last) is known as one of people's names and not as another word.
func (s *search) knownName(first, last int) bool {
	for k := first; k < last; k++ {
		if n := s.g.Name(s.word[k]); (n.First > 0 || n.Last > 0) && !n.Word || s.ner[k] == nlp.NamePerson {
			return true
		}
	}
	return false
}

// fillOffice gives an office that ends at prep its portfolio, which ends at last: "Minister |of Water Resources|". What
// it is of is what its holder speaks for.
func (s *search) fillOffice(o *office, prep, last int) {
	if o.titleFirst < prep {
		o.title = s.text(o.titleFirst, last)
	}
	if s.fold[prep] != "of" {
		return
	}
	for k := prep + 1; k < last; k++ {
		switch x := s.at[k]; {
		case x < 0 || s.out[x].First != k:
		case s.out[x].Kind == Country && (k == prep+1 || k == prep+2 && s.fold[k-1] == "the"): // not "of the Union for French Democracy"
			o.codes = append(o.codes, s.out[x].Code)
		case s.out[x].Kind == Organization && o.org == "":
			o.org = s.out[x].Name
		}
	}
}

// splitsName reports whether a title at k inside a run ends one name and begins another.
func (s *search) splitsName(k, j int) bool {
	tt := s.title(k)
	if k > 0 && holy[s.nameKey(k-1, k+1)] {
		return false
	}
	if !tt.Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific, gazetteer.Occupation) || !capitalized(s.word[k]) || strings.HasPrefix(s.fold[k], "jr") || k+1 >= j || s.word[k+1] == "-" && !s.title(k+2).Is(gazetteer.Office, gazetteer.Rank) {
		return false
	}
	n := s.g.Name(s.word[k])
	return n.Last == 0 && n.First < 3 || s.g.Name(s.word[k+1]).First > 0 && n.First < 3 && !tt.Is(gazetteer.Honorific) || s.title(k+1).Is(gazetteer.Office, gazetteer.Occupation)
}

// mayBegin reports whether the word at k can begin a name after the name of a body.
func (s *search) mayBegin(k int) bool {
	n := s.g.Name(s.word[k])
	return (n.First > 0 || n.Last > 0 || s.ner[k] == nlp.NamePerson) && !s.title(k).Is(gazetteer.Modifier) && !bodyHeads[s.fold[k]]
}

// dropFirst reports whether the capitalised word that begins a sentence at k is no part of the name after it:
// "Incumbent Joseph Mubanga".
func (s *search) dropFirst(k, j int) bool {
	n := s.g.Name(s.word[k])
	next := s.g.Name(s.word[k+1])
	if n.First > 0 || n.Last > 0 || initialism(s.word[k]) || j-k < 3 || particles[s.fold[k+1]] {
		return false
	}
	return next.First > 2
}

// sharesTitle reports whether a plural title before another name reaches over "and" to the name at core, and where it
// ends: "Presidents| Bush and Putin".
func (s *search) sharesTitle(core int, t nlp.Sentence) (int, bool) {
	if core-2 <= t.First || s.fold[core-1] != "and" && s.word[core-1] != "," {
		return 0, false
	}
	k := core - 2
	for k > t.First && (capitalized(s.word[k]) && alphabetic(s.word[k]) || s.word[k] == "," || s.word[k] == "-" || s.word[k] == "of" && s.at[k+1] >= 0) {
		if tt := s.title(k); tt.Plural && tt.Is(gazetteer.Office, gazetteer.Rank, gazetteer.Occupation) {
			return k + 1, k < core-2 && s.fold[k+1] != "of" // not "the heads of Boeing, Airbus"
		}
		k--
	}
	tt := s.title(k)
	return k + 1, k < core-2 && s.fold[k+1] != "of" && tt.Plural && tt.Is(gazetteer.Office, gazetteer.Rank)
}

// holy are titles by which their bearers are known.
var holy = map[string]bool{"dalai lama": true, "panchen lama": true, "aga khan": true, "gyalwang karmapa": true}

// allTitle reports whether a run consists of title words alone: "Prime Minister".
func (s *search) allTitle(first, last int) bool {
	if holy[s.nameKey(first, last)] {
		return false
	}
	for k := first; k < last; k++ {
		if s.word[k] == "-" {
			continue
		}
		tt := s.title(k)
		if !tt.Is(gazetteer.Office, gazetteer.Modifier, gazetteer.Body, gazetteer.Rank, gazetteer.Occupation, gazetteer.Honorific) {
			return false
		}
	}
	n := last - first
	if n == 1 && s.g.Name(s.word[first]).Last > 1 && first > 0 {
		before := s.title(first - 1)
		return !before.Is(gazetteer.Honorific)
	}
	return true
}

// coreStart is the first token of the name in the run [i, j), after the titles that begin the run.
func (s *search) coreStart(i, j int, t nlp.Sentence) int {
	core := i
	afterOf := (s.foldAt(i-1) == "of" || s.foldAt(i-1) == "for") && s.officeNear(i-2, t.First) || s.foldAt(i-1) == "the" && s.foldAt(i-2) == "of" && s.title(i-3).Is(gazetteer.Office)
	for k := i; k < j; k++ {
		tt := s.title(k)
		switch {
		case s.word[k] == "-" && k > i:
			continue
		case s.fold[k] == "tan" && s.foldAt(k+1) != "sri", s.fold[k] == "pak" && s.foldAt(k+2) == "-", givenTitles[s.fold[k]] && k+2 < j && (k == i && s.foldAt(k-1) == "," || k > i && core == k):
			return core
		case tt.Is(gazetteer.Honorific, gazetteer.Rank, gazetteer.Office, gazetteer.Occupation) && !(tt.Is(gazetteer.Occupation) && !tt.Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific) && s.g.Name(s.word[k]).First > 4):
			if k+1 < j || !s.surnameAfterHonorific(k) {
				core = k + 1
			}
		case tt.Is(gazetteer.Modifier) && (afterOf && core == k || s.fold[k] == "former" || s.fold[k] == "acting" || (s.fold[k] == "elect" || s.fold[k] == "designate") && core == k && k > i || k > i && s.word[k-1] == "-" && (s.fold[k] == "elect" || s.fold[k] == "designate")):
			core = k + 1
		case tt.Is(gazetteer.Modifier):
		case s.fold[k] == "and" || s.fold[k] == "of":
		default:
			return core
		}
	}
	return core
}

// givenTitles are titles that are also given names.
var givenTitles = set(`amir sultan shah dean major baron duke earl judge marshal`)

func (s *search) surnameAfterHonorific(k int) bool {
	before := s.title(k - 1)
	return before.Is(gazetteer.Honorific) && s.g.Name(s.word[k]).Last > 0
}

func (s *search) addPerson(c candidate) {
	o := c.office
	g := o.gender
	words := s.nameWords(c.core, c.last)
	if g == GenderUnset && len(words) > 1 {
		g = Gender(s.g.GivenGender(s.word[words[0]]))
	}
	last := c.last
	m := Mention{First: min(o.first, c.core), Last: last, Head: words[len(words)-1], Kind: Person, Name: s.text(c.core, last), Title: o.title, Org: o.org, Gender: g, Definite: true, Proper: true}
	if c.titled && len(o.codes) == 0 && o.org == "" {
		o.codes = s.countryAfter(last)
	}
	m.Code, m.Codes = codesOf(o.codes)
	if !c.titled { // "Iraqi Ahmed Dulaimi" belongs to Iraq, "UN Kofi Annan" to nothing
		m.First, m.Title, m.Org = c.core, "", ""
		if len(o.codes) == 1 { // "Iraqi Ahmed Dulaimi", "Bolivia's Evo Quispe"
			m.First = o.first
		} else {
			m.Code, m.Codes = "", nil
		}
	}
	for i := m.First; i < last; i++ {
		if i >= c.core {
			s.taken[i] = inPerson
			s.at[i] = len(s.out)
		} else if s.taken[i] == free {
			s.taken[i] = inPerson
		}
	}
	s.out = append(s.out, m)
}

// countryAfter is the country that "of" puts behind the name that ends at token i: "President Ann Lee |of Chile|".
func (s *search) countryAfter(i int) []string {
	if s.foldAt(i) != "of" {
		return nil
	}
	i++
	if s.foldAt(i) == "the" {
		i++
	}
	if i >= len(s.at) || s.at[i] < 0 {
		return nil
	}
	if m := s.out[s.at[i]]; m.Kind == Country && m.First == i && !m.Demonym && s.foldAt(m.Last) != "'s" {
		return []string{m.Code}
	}
	return nil
}

func codesOf(codes []string) (string, []string) {
	codes = slices.Compact(slices.Clone(codes))
	switch len(codes) {
	case 0:
		return "", nil
	case 1:
		return codes[0], nil
	}
	return codes[0], codes
}
