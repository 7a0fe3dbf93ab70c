package mention

import (
	"slices"
	"strings"
	"unicode"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// stateBodies are organs that act for their country: they are roles, whether they are written with capitals or not.
var stateBodies = set(`ministry ministries government governments embassy embassies administration administrations delegation delegations cabinet cabinets army armies navy military police forces`)

// services are those of them that are bodies of their own where they are written as names: "the Chadian Navy".
var services = set(`Army Navy Forces`)

// organizations finds organisations that the tables do not know: capitals that end in a word such as "Party", what the
// recogniser calls an organisation, and acronyms.
func (s *search) organizations(t nlp.Sentence) {
	for i := t.First; i < t.Last; {
		if !capitalized(s.word[i]) {
			i++
			continue
		}
		j := i
		for j < t.Last && s.orgWord(j, t) {
			j++
		}
		if j == i {
			i++
			continue
		}
		for j > i && s.word[j-1] == "-" {
			j--
		}
		if j = s.joined(i, j, t); i-2 >= t.First && arabicArticles[s.fold[i-2]] && s.word[i-1] == "-" && s.glued(i) && s.taken[i-2] == free {
			i -= 2 // "the |al|-Nasr Brigades"
		}
		if k := s.localGovernment(i, j, t); k > j {
			s.firm(i, k)
			j = k
		} else {
			s.organizationIn(i, j, t)
		}
		i = max(j, i+1)
	}
}

func (s *search) orgWord(j int, t nlp.Sentence) bool {
	if s.taken[j] != free && !(s.taken[j] == inCountry && s.nextFree(j, t)) {
		return false
	}
	w := s.word[j]
	if capitalized(w) && (alphabetic(w) || acronym(w) && strings.Contains(w, "&")) && !calendar[s.fold[j]] {
		return !(s.starts(j, t) && functionWords[s.fold[j]])
	}
	if w == "'" && j+1 < t.Last && strings.HasSuffix(s.fold[j-1], "s") && s.glued(j) && bodyHeads[s.fold[j+1]] {
		return true // "Workers' Party"
	}
	return w == "-" && s.glued(j) && s.glued(j+1) || w == "&"
}

// nextFree reports whether a capital of no name known so far follows token j or the country's name that it is of.
func (s *search) nextFree(j int, t nlp.Sentence) bool {
	k := j + 1
	if m := s.at[j]; m >= 0 {
		k = s.out[m].Last
	}
	return k < t.Last && s.taken[k] == free && capitalized(s.word[k])
}

// arabicArticles begin names, in lower case.
var arabicArticles = set(`al el ul as ash an ar at az ad`)

// joined is the end of the capitals from i on, which an "and" after token j-1 continues where the recogniser takes all of them
// for one organisation's name that ends in a word such as "Movement": "Freedom |and Dignity Movement|".
func (s *search) joined(i, j int, t nlp.Sentence) int {
	if j+1 >= t.Last || s.fold[j] != "and" || !s.nerIs(i, j, nlp.NameOrg) || s.ner[j] != nlp.NameOrg {
		return j
	}
	k := j + 1
	for k < t.Last && s.ner[k] == nlp.NameOrg && s.orgWord(k, t) {
		k++
	}
	if k == j+1 || !bodyHeads[s.fold[k-1]] || bodyHeads[s.fold[j-1]] {
		return j
	}
	return k
}

// organizationIn decides on the capitals [i, j), extending them by "of …" and "for …".
func (s *search) organizationIn(i, j int, t nlp.Sentence) {
	last := j - 1
	head := s.fold[last]
	single := j-i == 1
	trade := !single && !s.headline[t.First] && (head == "workers" || slices.Contains(s.word[i+1:last], "&")) // "United Salt Workers", "Moss & Brook"
	org := trade || bodyHeads[head] && !single || s.nerIs(i, j, nlp.NameOrg) || single && acronym(s.word[i]) && len(s.word[i]) > 2 && !s.headline[t.First] && !s.allCapsSentence(i)
	if j+1 < t.Last && (s.fold[j] == "of" || s.fold[j] == "for") && bodyHeads[head] && capitalized(s.word[j+1]) {
		k := j + 1
		for k < t.Last && (capitalized(s.word[k]) && alphabetic(s.word[k]) && s.taken[k] != inPerson || s.fold[k] == "and" && k+1 < t.Last && capitalized(s.word[k+1]) && s.taken[k+1] == free && !s.title(k+1).Is(gazetteer.Office)) {
			k++
		}
		if k > j+1 {
			j, org = k, true
			single = stateBodies[head] // "the Government of Chad"
		}
	}
	announcer := s.announcer(i, j, t)
	org = org || announcer || s.contractor(i, j, t) || !single && s.shortened(i, j, t)
	if single && !acronym(s.word[i]) && (placeStarts[head] || s.title(i).Is(gazetteer.Body) || s.title(i).Is(gazetteer.Honorific)) {
		return // "the Kingdom", "H.E."
	}
	if j-i == 1 && bodyHeads[head] && !acronym(s.word[i]) || otherHeads[head] && !bodyHeads[head] || head == "agenda" || head == "world" || head == "initiative" {
		return // "the Department", "Bipartisan Infrastructure Bill"
	}
	if !org || agreementHeads[head] || head == "annex" || head == "statement" || eventHeads[head] && !bodyHeads[head] || calendar[head] || sealable[head] && s.sealedNoun(last, i, t) {
		return
	}
	force := services[s.word[j-1]] && s.at[i] >= 0
	if !trade && s.title(j-1).Is(gazetteer.Office, gazetteer.Rank, gazetteer.Occupation) && !((head == "authority" || announcer) && j-i > 2) || stateBodies[s.fold[j-1]] && !s.nerIs(i, j, nlp.NameOrg) && !force {
		return
	}
	if k := s.at[i]; k >= 0 && !s.out[k].Demonym && (!bodyHeads[head] || stateBodies[head]) && !(announcer && j-s.out[k].Last > 1) { // "Chad Trade Board", not "Chad Monday"
		return
	}
	if stateBodies[head] && !force && i > t.First && (s.at[i-1] >= 0 || s.at[i] >= 0 || s.fold[i-1] == "'s" && s.at[max(i-2, 0)] >= 0) {
		return
	}
	if _, ok := s.prepositionBefore(i, t); ok && !bodyHeads[head] && s.plain(j-1) { // "Secretary |of State|", "Minister of |Foreign Affairs|"
		return
	}
	code := ""
	if k := s.at[i]; k >= 0 && s.out[k].Kind == Country {
		code = s.out[k].Code
	}
	m := Mention{First: i, Last: j, Head: j - 1, Kind: Organization, Name: s.text(i, j), Code: code, Definite: true, Proper: true}
	k := len(s.out)
	s.out = append(s.out, m)
	for x := i; x < j; x++ {
		if s.taken[x] == free {
			s.taken[x], s.at[x] = inOrg, k
		}
	}
}

// shortened reports whether the capitals [i, j) are followed by their own initials in brackets: "Aurora Wind Holdings (AWH)".
func (s *search) shortened(i, j int, t nlp.Sentence) bool {
	return j+2 < t.Last && s.word[j] == "(" && s.word[j+2] == ")" && acronym(s.word[j+1]) && abbreviates(s.word[j+1], s.text(i, j))
}

func (s *search) nerIs(i, j int, kind nlp.NameKind) bool {
	n := 0
	for k := i; k < j; k++ {
		if s.ner[k] == kind {
			n++
		}
	}
	return n*2 > j-i
}

// acronyms finds "Long Form (LF)" and "LF (Long Form)" and gives what stands for LF elsewhere the long form's name.
func (s *search) acronyms() {
	known := s.longForms()
	if len(known) == 0 {
		return
	}
	covered := map[int]int{}
	for k, m := range s.out {
		if m.Last == m.First+1 && m.Kind == Organization {
			covered[m.First] = k
		}
	}
	for i, w := range s.word {
		k, ok := known[strings.TrimPrefix(w, "#")]
		if !ok || s.taken[i] == inPerson || s.taken[i] == inCountry {
			continue
		}
		long := s.out[k]
		if long.First <= i && i < long.Last {
			continue
		}
		if old, ok := covered[i]; ok {
			if s.out[old].Name == long.Name {
				continue
			}
			s.out[old].Kind = Unset // read as an unknown organisation before
		} else if s.taken[i] == inPact {
			continue
		}
		s.out = append(s.out, Mention{First: i, Last: i + 1, Head: i, Kind: long.Kind, Name: long.Name, Acronym: long.Acronym, Code: long.Code, Definite: true, Proper: true, Handle: w[0] == '#'})
	}
	s.out = slices.DeleteFunc(s.out, func(m Mention) bool { return m.Kind == Unset })
}

// longForms maps the acronyms that the document explains in brackets, and those of known agreements, to the mentions
// of their long forms.
func (s *search) longForms() map[string]int {
	known := map[string]int{}
	ends, begins := map[int]int{}, map[int]int{}
	for k, m := range s.out {
		if m.Kind == Organization || m.Kind == Agreement || m.Kind == Event {
			if old, ok := ends[m.Last]; !ok || s.out[old].First > m.First {
				ends[m.Last] = k
			}
			begins[m.First] = k
		}
		if m.Kind == Agreement && m.Acronym != "" {
			known[m.Acronym] = k
		}
	}
	for i := 0; i+2 < len(s.word); i++ {
		if s.word[i] != "(" {
			continue
		}
		if k, ok := ends[i]; ok && s.word[i+2] == ")" && acronym(s.word[i+1]) && abbreviates(s.word[i+1], s.out[k].Name) {
			s.out[k].Acronym = s.word[i+1]
			known[s.word[i+1]] = k
		}
		if k, ok := begins[i+1]; ok && i > 0 && acronym(s.word[i-1]) && s.wordAt(s.out[k].Last) == ")" && abbreviates(s.word[i-1], s.out[k].Name) {
			s.out[k].Acronym = s.word[i-1]
			known[s.word[i-1]] = k
		}
	}
	return known
}

// abbreviates reports whether the letters of an acronym stand in the long form in order, the first at its beginning.
func abbreviates(short, long string) bool {
	letters := []rune(strings.ToLower(strings.NewReplacer(".", "", "-", "", "&", "").Replace(short)))
	if len(letters) < 2 {
		return false
	}
	i := 0
	for k, r := range gazetteer.Fold(long) {
		if k == 0 && r != letters[0] {
			return false
		}
		if i < len(letters) && r == letters[i] {
			i++
		}
	}
	return i == len(letters)
}

// handles finds people behind "@name" and "#name": a person whom the article names elsewhere, or a name of two words
// written together.
func (s *search) handles() {
	var people map[string][]Mention // by the letters of the surname
	for i, w := range s.word {
		if len(w) < 5 || w[0] != '@' && w[0] != '#' || s.taken[i] != free {
			continue
		}
		if people == nil {
			people = s.bySurname()
		}
		m := Mention{First: i, Last: i + 1, Head: i, Kind: Person, Handle: true, Definite: true, Proper: true}
		if p, ok := handleOf(people, w[1:]); ok {
			m.Name, m.Gender = p.Name, p.Gender
		} else if parts := camel(w[1:]); len(parts) == 2 && s.g.Name(parts[0]).First > 2 && s.g.Name(parts[1]).Last > 0 {
			m.Name, m.Gender = strings.Join(parts, " "), Gender(s.g.GivenGender(parts[0]))
		} else {
			continue
		}
		m.First = s.honorificsBefore(i)
		s.add(m, inPerson)
	}
}

// bySurname are the names of several words, each once, by surname.
func (s *search) bySurname() map[string][]Mention {
	out, seen := map[string][]Mention{}, map[string]bool{}
	for _, m := range s.out {
		if m.Kind == Person && strings.Contains(m.Name, " ") && !seen[m.Name] {
			seen[m.Name] = true
			if last := letters(m.Name[strings.LastIndexByte(m.Name, ' ')+1:]); len(last) >= 4 {
				out[last] = append(out[last], m)
			}
		}
	}
	return out
}

func (s *search) honorificsBefore(i int) int {
	for i > 0 && s.taken[i-1] == free && s.title(i-1).Is(gazetteer.Honorific) && capitalized(s.word[i-1]) && !functionWords[s.fold[i-1]] {
		i--
	}
	return i
}

// handleOf is the one person whose surname the handle holds, with nothing, the given name or its beginning before or
// after it.
func handleOf(people map[string][]Mention, handle string) (Mention, bool) {
	h := letters(handle)
	if len(h) > 40 {
		return Mention{}, false
	}
	var found Mention
	for i := range h {
		for j := i + 4; j <= len(h); j++ {
			for k, p := range people[h[i:j]] {
				given, rest := letters(strings.Fields(p.Name)[0]), h[:i]+h[j:]
				if k > 20 || rest != "" && !strings.Contains(rest, given) && !strings.HasPrefix(given, rest) {
					continue
				}
				if found.Name != "" && found.Name != p.Name {
					return Mention{}, false
				}
				found = p
			}
		}
	}
	return found, found.Name != ""
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, gazetteer.Fold(s))
}

// camel cuts a word at its capitals: "NarendraModi", "real_John_Smith".
func camel(w string) []string {
	var out []string
	start := -1
	runes := []rune(w)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r):
			if start >= 0 {
				out = append(out, string(runes[start:i]))
			}
			start = -1
		case start < 0:
			start = i
		case unicode.IsUpper(r) && unicode.IsLower(runes[i-1]):
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	if start >= 0 {
		out = append(out, string(runes[start:]))
	}
	return out
}
