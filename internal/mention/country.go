package mention

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// nameLike are forms of countries that are also names of people.
var nameLike = set(`chad jordan georgia paris israel india kenya victoria stanley sofia santiago german cuba ireland holland london lima malta france
 dane finn brit turkey mali roman washington kingston san dakar cairo vienna dublin florence rome bern male praia baku islam english french irish`)

// longerHeads after a country's name or adjective make it a part of a longer name: "Indian Ocean", "British Airways".
var longerHeads = set(`ocean sea gulf channel peninsula canal strait straits desert islands island airways airlines air times post herald telegraph journal tribune gazette news daily express mirror
 university college institute cup open championship championships grand prix premier league athletics football cricket rugby tennis olympics games
 motors motor petroleum telecom steel oil gas company corporation corp corp. inc inc. ltd ltd. railways media corporation broadcasting virgin samoa guinea
 columbia states indies indians hemisphere summer winter street avenue square park house virgin wall valley river lake falls today heritage enterprise idol`)

// firmHeads are those of longerHeads that end the name of a company: "Chile Airways".
var firmHeads = set(`airways airlines motors petroleum telecom steel railways`)

// stateHeads after a country's name or adjective are its organs, whatever longerHeads says.
var stateHeads = set(`navy army force forces embassy government parliament congress senate president prime ministry department foreign defense defence house`)

// readings are the readings of the longest country form at token i within the sentence, and its length.
func (s *search) readings(i, last int) ([]gazetteer.CountryForm, int) {
	forms, n := s.g.CountryForms(last-i, func(k int) string { return s.word[i+k] })
	if n == 0 && len(s.word[i]) > 3 && allCaps(s.word[i]) && !strings.Contains(s.word[i], ".") {
		forms, n = s.g.CountryForms(last-i, func(k int) string { return titleCase(s.word[i+k]) })
	}
	if n > 1 && s.word[i+n-1] == "," {
		return nil, 0
	}
	return forms, n
}

// countEvidence counts the unambiguous country forms of a sentence.
func (s *search) countEvidence(t nlp.Sentence) {
	for i := t.First; i < t.Last; i++ {
		forms, n := s.readings(i, t.Last)
		if n == 0 {
			continue
		}
		if len(forms) == 1 && !(nameLike[s.fold[i]] && n == 1) {
			s.forms[forms[0].Code]++
		}
		i += n - 1
	}
}

// lexicon finds countries, known organisations and known agreements in a sentence.
func (s *search) lexicon(t nlp.Sentence) {
	for i := t.First; i < t.Last; {
		n := s.lexical(i, t)
		i += max(n, 1)
	}
}

// lexical handles the longest entry at token i and returns its length, 0 if there is none.
func (s *search) lexical(i int, t nlp.Sentence) int {
	if n := s.prefixed(i); n > 0 || !capitalized(s.word[i]) && s.word[i] != "al" {
		return n
	}
	word := func(k int) string { return s.word[i+k] }
	limit := min(t.Last-i, 12)
	org, nOrg := s.g.Organization(limit, word)
	pact, nPact := s.g.Agreement(limit, word)
	forms, n := s.readings(i, t.Last)
	switch {
	case nPact > 0 && nPact >= nOrg && nPact >= n:
		s.pacts[i+nPact] = s.add(Mention{First: i, Last: i + nPact, Head: i + nPact - 1, Kind: Agreement, Name: pact, Definite: true, Proper: true, Acronym: acronymOf(s.text(i, i+nPact), pact)}, inPact)
		return nPact
	case nOrg > 0 && nOrg >= n:
		return s.organization(i, nOrg, org, t)
	case n > 0:
		return s.country(i, n, forms, t)
	}
	if n := s.gapped(i, t); n > 0 {
		return n
	}
	if n := s.administration(i, t); n > 0 {
		return n
	}
	return s.korea(i, t)
}

// gapped handles the first of two countries that share a word: "South and North Korea".
func (s *search) gapped(i int, t nlp.Sentence) int {
	if i+4 > t.Last || s.fold[i+1] != "and" || !capitalized(s.word[i+2]) {
		return 0
	}
	if _, n := s.readings(i+2, t.Last); n != 2 {
		return 0
	}
	forms, n := s.g.CountryForms(2, func(k int) string { return s.word[i+3*k] })
	if n != 2 || len(forms) != 1 {
		return 0
	}
	s.addCountry(i, 1, forms[0], s.place(i, 4, forms[0], t))
	return 1
}

func acronymOf(form, name string) string {
	if form != name && acronym(form) {
		return form
	}
	return ""
}

func (s *search) organization(i, n int, org gazetteer.Organization, t nlp.Sentence) int {
	first := s.word[i]
	switch {
	case n == 1 && !acronym(first) && s.starts(i, t) && s.lower[s.fold[i]] > 0: // "Total exports", "Apple growers"
		return 0
	case n == 1 && (org.Kind == gazetteer.Company || org.Kind == gazetteer.Media) && !acronym(first) && (s.starts(i, t) && s.surnames[s.fold[i]] || capitalized(s.wordAt(i+1)) && alphabetic(s.wordAt(i+1))):
		return 0
	case n == 1 && i > t.First && s.g.Name(s.word[i-1]).First > 0 && capitalized(s.word[i-1]) && !s.starts(i-1, t) && !acronym(first): // "Harrison Ford"
		return 0
	}
	name := org.Name
	code := org.Code
	start := i
	if k := i - 1; s.fold[i+n-1] == "party" && k > t.First && s.taken[k] == free && s.at[k] < 0 && capitalized(s.word[k]) && alphabetic(s.word[k]) && !calendar[s.fold[k]] && !s.title(k).Is(gazetteer.Office) && !s.headline[t.First] {
		start, name = k, s.text(k, i+n) // "the |Civic| Democratic Party"
	}
	if org.Kind == gazetteer.Organ { // "United States Senate" names the United States
		if forms, k := s.readings(i, i+n); k > 0 && k < n && forms[0].Form == gazetteer.FormName {
			s.addCountry(i, k, forms[0], false)
			code = forms[0].Code
		}
	}
	// "Iraqi Congress" is not the American one.
	if n == 1 && org.Kind == gazetteer.Organ && i > t.First && s.at[i-1] >= 0 && s.out[s.at[i-1]].Kind == Country {
		code = s.out[s.at[i-1]].Code
		name = s.out[s.at[i-1]].Name + " " + name
	}
	s.add(Mention{First: start, Last: i + n, Head: i + n - 1, Kind: Organization, Name: name, Code: code, Definite: true, Proper: true, Acronym: acronymOf(s.text(i, i+n), org.Name)}, inOrg)
	return n
}

// prefixed finds a country's adjective behind a prefix: "pro-Russian".
func (s *search) prefixed(i int) int {
	w := s.word[i]
	k := strings.LastIndexByte(w, '-')
	if k <= 0 || k == len(w)-1 || !capitalized(w[k+1:]) {
		return 0
	}
	forms, n := s.g.CountryForms(1, func(int) string { return w[k+1:] })
	if n == 0 || len(forms) != 1 {
		return 0
	}
	s.addCountry(i, 1, forms[0], false)
	return 1
}

// country decides on the reading of the form of n words at i.
func (s *search) country(i, n int, forms []gazetteer.CountryForm, t nlp.Sentence) int {
	form, ok := s.choose(forms)
	if !ok {
		return n
	}
	next, prev := s.foldAt(i+n), s.foldAt(i-1)
	if next == "$" || s.foldAt(i+n-1) == "us$" { // "US$100"
		return s.longer(i, n)
	}
	c, _ := s.g.Country(form.Code)
	if c.Kind == gazetteer.Territory {
		if form.Form == gazetteer.FormName && s.partyToPact(i, i+n, t) {
			s.firm(i, i+n)
		}
		return s.longer(i, n)
	}
	if form.Form == gazetteer.FormName && i > t.First && partsOf[s.word[i-1]+" "+s.word[i]] {
		if s.partyToPact(i-1, i+n, t) {
			s.firm(i-1, i+n)
		}
		return s.longer(i-1, n+1) - 1
	}
	if s.personal(i, n, form, t) {
		return 0
	}
	if s.ethnic(i, form, t) || c.Kind == gazetteer.Former && form.Form != gazetteer.FormName && (prev == "former" || prev == "ex" || next == "republic" || next == "republics" || next == "-" || next == "bloc") {
		return s.longer(i, n)
	}
	if form.Form == gazetteer.FormName || form.Form == gazetteer.FormAdjective || form.Form == gazetteer.FormCapital || form.Form == gazetteer.FormPeople {
		if s.party(i+n, t) {
			return s.longer(i, n)
		}
		if n == 1 && (prev == "latin" || prev == "south" && s.fold[i] != "sudan" || prev == "north" || prev == "central" || prev == "native" || prev == "african" || prev == "new" || prev == "east" && form.Code != "TLS") && capitalized(s.wordAt(i-1)) && (!s.starts(i-1, t) || prev == "new" && form.Code == "MEX" || strings.HasPrefix(s.fold[i], "america") && prev != "new") &&
			(strings.HasPrefix(s.fold[i], "america") || prev == "new" || prev == "east") {
			if prev == "new" && form.Form == gazetteer.FormName && s.partyToPact(i-1, i+n, t) {
				s.firm(i-1, i+n)
			}
			return s.longer(i, n)
		}
		if n == 1 && (prev == "north" || prev == "northern") && s.fold[i] == "cyprus" && capitalized(s.wordAt(i-1)) {
			return s.longer(i, n)
		}
		if n == 1 && s.fold[i] == "pole" && (prev == "north" || prev == "south") {
			return s.longer(i, n)
		}
		if i+n < t.Last && capitalized(s.word[i+n]) && longerHeads[next] && !stateHeads[next] && (next != "premier" || s.foldAt(i+n+1) == "league") && !(s.headline[t.First] && form.Form != gazetteer.FormAdjective) {
			end := i + n + 1
			if firmHeads[next] && firmEnds[s.wordAt(end)] {
				end++ // "Chad Airways |Group|"
			}
			if firmHeads[next] && (end >= t.Last || !capitalized(s.word[end])) {
				s.firm(i, end)
				return s.longer(i, end-i)
			}
			return s.longer(i, n+1)
		}
		if form.Form != gazetteer.FormAdjective && prev == "of" && (s.foldAt(i-2) == "bank" || s.foldAt(i-2) == "university" || s.foldAt(i-2) == "gulf" || s.foldAt(i-2) == "sea" || s.foldAt(i-2) == "bay" || s.foldAt(i-2) == "treaty" || s.foldAt(i-2) == "strait" || s.foldAt(i-2) == "bishop" || s.foldAt(i-2) == "archbishop") && capitalized(s.wordAt(i-2)) {
			return s.longer(i, n)
		}
		if prev == "air" && capitalized(s.wordAt(i-1)) {
			if form.Form == gazetteer.FormName && s.taken[i-1] == free && (i+n == t.Last || !capitalized(s.word[i+n])) {
				s.firm(i-1, i+n)
			}
			return s.longer(i, n)
		}
	}
	if form.Form == gazetteer.FormCapital && (next == "group" || next == "process" || next == "consensus") && capitalized(s.wordAt(i+n)) { // "Lima Group"
		return s.longer(i, n+1)
	}
	if form.Code == "GEO" && form.Form == gazetteer.FormName && s.georgiaInAmerica(i) {
		return s.longer(i, n)
	}
	s.addCountry(i, n, form, s.place(i, n, form, t))
	return n
}

// firmEnds end the names of companies that begin with a state's.
var firmEnds = set(`Group Holdings Company Corporation Limited Ltd Inc`)

// partsOf are names of places within states, or beside them, that end in the state's name.
var partsOf = map[string]bool{"Northern Ireland": true, "South Australia": true, "Western Australia": true, "Netherlands Antilles": true}

// ethnic reports whether an adjective tells a people within another country and not a state: "Bosnian Serb", "ethnic
// Albanians", "Ibero-American".
func (s *search) ethnic(i int, form gazetteer.CountryForm, t nlp.Sentence) bool {
	if form.Form != gazetteer.FormAdjective && form.Form != gazetteer.FormPeople || i == t.First {
		return false
	}
	if s.fold[i-1] == "ethnic" {
		return true
	}
	if s.word[i-1] == "-" && s.glued(i) && i-2 >= t.First {
		switch s.fold[i-2] {
		case "ibero", "african", "asian", "latin", "arab", "native", "pan", "inter", "afro", "hispanic", "jewish", "muslim":
			return true
		}
		return false
	}
	k := s.at[i-1]
	return k >= 0 && s.out[k].Kind == Country && s.out[k].Code != form.Code && (s.out[k].Demonym || s.out[k].Name == "Kosovo")
}

// party reports whether the capitals from token i on, right behind a country's name, end in "Party": "UK Independence
// Party".
func (s *search) party(i int, t nlp.Sentence) bool {
	for k := i; k < t.Last && k < i+4 && capitalized(s.word[k]); k++ {
		if s.word[k] == "Party" {
			return true
		}
	}
	return false
}

// longer marks a longer name that is no country.
func (s *search) longer(i, n int) int {
	for k := i; k < i+n; k++ {
		if s.taken[k] != inOrg {
			s.taken[k] = inLonger
		}
	}
	return n
}

// firm adds the company that tokens [first, last) name.
func (s *search) firm(first, last int) {
	s.add(Mention{First: first, Last: last, Head: last - 1, Kind: Organization, Name: s.text(first, last), Definite: true, Proper: true}, inOrg)
}

// choose picks the reading of a form that several countries share: the one whose other forms the article uses.
func (s *search) choose(forms []gazetteer.CountryForm) (gazetteer.CountryForm, bool) {
	best, most, tie := forms[0], -1, false
	for _, f := range forms {
		c, _ := s.g.Country(f.Code)
		n := s.forms[f.Code]*4 + 1
		if c.Kind == gazetteer.State {
			n++
		}
		if f.Code == "COD" { // the larger Congo is meant where nothing else is said
			n++
		}
		switch {
		case n > most:
			best, most, tie = f, n, false
		case n == most:
			tie = true
		}
	}
	return best, !tie
}

// personal reports whether the country's form at i is a part of a person's name: "Michael Jordan", "Chad Smith".
func (s *search) personal(i, n int, form gazetteer.CountryForm, t nlp.Sentence) bool {
	if n > 1 || !nameLike[s.fold[i]] || s.foldAt(i-1) == "northern" || s.foldAt(i-1) == "of" && s.officeNear(i-2, t.First) { // "King of Jordan Faisal II"
		return false
	}
	if i > t.First && capitalized(s.word[i-1]) && !s.starts(i, t) && s.taken[i-1] == free {
		name, title := s.g.Name(s.word[i-1]), s.g.Title(s.word[i-1])
		if title.Is(gazetteer.Honorific) && !functionWords[s.fold[i-1]] || name.First > 2 && !title.Is(gazetteer.Modifier, gazetteer.Office) && !functionWords[s.fold[i-1]] && !calendar[s.fold[i-1]] {
			return true
		}
		if initialism(s.word[i-1]) && len(s.word[i-1]) == 2 {
			return true
		}
	}
	if i-2 >= t.First && particles[s.fold[i-1]] && s.word[i-1] == s.fold[i-1] && capitalized(s.word[i-2]) && s.g.Name(s.word[i-2]).First > 0 { // "Leila de Lima"
		return true
	}
	if form.Form == gazetteer.FormAdjective && s.fold[i] != "german" || i+1 >= t.Last || !capitalized(s.word[i+1]) || s.word[i] == "Washington" {
		return false
	}
	next := s.fold[i+1]
	if s.title(i+1).Is(gazetteer.Honorific, gazetteer.Rank, gazetteer.Office, gazetteer.Occupation, gazetteer.Modifier, gazetteer.Body) || bodyHeads[next] || placeHeads[next] || eventHeads[next] || agreementHeads[next] || otherHeads[next] || longerHeads[next] || calendar[next] || speechVerbs[next] || functionWords[next] {
		return false
	}
	if _, k := s.readings(i+1, t.Last); k > 0 {
		return false
	}
	if s.headline[t.First] || acronym(s.word[i+1]) {
		return false
	}
	return s.g.Name(s.word[i+1]).Last > 0 && (s.fold[i] != "german" || s.g.Name(s.word[i+1]).First == 0)
}

// americanStates are what makes "Georgia" the American state.
var americanStates = set(`alabama arkansas carolina florida tennessee mississippi virginia texas ohio atlanta savannah augusta kentucky louisiana`)

func (s *search) georgiaInAmerica(i int) bool {
	if s.foldAt(i-1) == "of" && s.foldAt(i-2) == "state" {
		return true
	}
	score := 0
	for w, n := range s.lower {
		if americanStates[w] {
			score -= n
		}
	}
	for k := range s.word {
		if americanStates[s.fold[k]] && capitalized(s.word[k]) {
			score++
		}
		switch s.fold[k] {
		case "georgian", "georgians", "tbilisi", "abkhazia", "ossetia", "caucasus", "moscow", "russia", "russian", "ukraine":
			score -= 2
		}
	}
	return score > 0
}

// place reports whether a country or capital is a mere place here.
func (s *search) place(i, n int, form gazetteer.CountryForm, t nlp.Sentence) bool {
	if form.Form == gazetteer.FormAdjective || form.Form == gazetteer.FormPeople {
		return false
	}
	prev, next := "", s.foldAt(i+n)
	if i > t.First {
		prev = s.fold[i-1]
		if prev == "the" && i-1 > t.First {
			prev = s.fold[i-2]
		}
	}
	if placePrepositions[prev] || visitVerbs[prev] {
		return true
	}
	if next == "-" && s.foldAt(i+n+1) == "based" {
		return form.Form != gazetteer.FormName
	}
	if form.Form != gazetteer.FormCapital {
		return prev == "to" && s.motionBefore(i-1, t)
	}
	switch prev {
	case "from", "outside", "over", "capital", "city", "of":
		return true
	case "to":
		return s.foldAt(i-2) != "according" && s.foldAt(i-2) != "close"
	case ",": // "in the capital, Kabul"
		if s.foldAt(i-2) == "capital" || s.foldAt(i-2) == "city" {
			return true
		}
	case "and", "or": // "in Paris and London"
		if k := s.at[max(i-2, 0)]; i-2 >= t.First && k >= 0 && s.out[k].Place {
			return true
		}
	}
	if i+n < t.Last && (eventHeads[next] || next == "accord" || next == "accords" || next == "agreement" || next == "protocol" || next == "treaty" || next == "declaration" || next == "airport" || next == "suburb" || next == "stock" || next == "area" || next == "hotel" || next == "university") {
		return true
	}
	if next == "," && s.starts(i, t) || next == "," && s.countryAt(i+n+1, t) { // a dateline, "Beijing, China"
		return true
	}
	return false
}

func (s *search) countryAt(i int, t nlp.Sentence) bool {
	if i >= t.Last {
		return false
	}
	_, n := s.readings(i, t.Last)
	return n > 0
}

// visitVerbs have a place as their object.
var visitVerbs = set(`visit visits visited visiting tour tours toured touring leave leaves left leaving reach reached enter entered entering`)

// motionVerbs with "to" make a country a place.
var motionVerbs = set(`travel travels traveled travelled traveling travelling go goes went going fly flies flew flying return returns returned returning come comes came coming trip visit visits tour fled flee flees
 journey head heads headed arrive move moved moves send sent deployed deport deported extradited transferred exported ship shipped exports back way brought bring taken invited`)

func (s *search) motionBefore(to int, t nlp.Sentence) bool {
	for k := to - 1; k >= t.First && k >= to-3; k-- {
		if motionVerbs[s.fold[k]] {
			return true
		}
	}
	return false
}

func (s *search) addCountry(i, n int, form gazetteer.CountryForm, place bool) {
	c, _ := s.g.Country(form.Code)
	s.add(Mention{First: i, Last: i + n, Head: i + n - 1, Kind: Country, Name: c.Name, Code: c.Code, Place: place,
		Demonym: form.Form == gazetteer.FormAdjective || form.Form == gazetteer.FormPeople, Seat: form.Form == gazetteer.FormCapital || form.Form == gazetteer.FormSeat,
		Plural: form.Form == gazetteer.FormPeople && strings.HasSuffix(s.fold[i+n-1], "s"), Definite: true}, inCountry)
}

// presidents are the surnames of the presidents of the United States since 1945, after whom their administrations are
// called. Source: the list of presidents at whitehouse.gov.
var presidents = set(`truman eisenhower kennedy johnson nixon ford carter reagan bush clinton obama trump biden`)

// administration handles the American government that is called after a president: "the Obama administration",
// "Biden-Harris Administration".
func (s *search) administration(i int, t nlp.Sentence) int {
	name, _, _ := strings.Cut(s.fold[i], "-")
	k := i + 1
	if s.foldAt(k) == "-" && s.glued(k) && s.glued(k+1) && capitalized(s.wordAt(k+1)) {
		k += 2
	}
	if !presidents[name] || k >= t.Last || s.fold[k] != "administration" {
		return 0
	}
	s.addCountry(i, k+1-i, gazetteer.CountryForm{Code: "USA", Form: gazetteer.FormSeat}, false)
	return k + 1 - i
}

// korea handles the names that two states share: "the two Koreas", "Korean", "Congo".
func (s *search) korea(i int, t nlp.Sentence) int {
	var form gazetteer.Form
	codes := []string{"KOR", "PRK"}
	switch s.word[i] {
	case "Koreas":
		s.add(Mention{First: i, Last: i + 1, Head: i, Kind: Country, Name: "Koreas", Code: codes[0], Codes: codes, Plural: true, Definite: true}, inCountry)
		return 1
	case "Korea":
		form = gazetteer.FormName
	case "Korean", "Koreans":
		form = gazetteer.FormAdjective
		if next := s.foldAt(i + 1); next == "peninsula" || next == "war" {
			return s.longer(i, 2)
		}
	case "Congo":
		form, codes = gazetteer.FormName, []string{"COD", "COG"}
		if s.foldAt(i+1) == "river" {
			return s.longer(i, 2)
		}
	default:
		return 0
	}
	a, b := s.forms[codes[0]], s.forms[codes[1]]
	if codes[0] == "COD" && b == 0 {
		a++
	}
	switch {
	case a > 0 && b == 0:
		s.addCountry(i, 1, gazetteer.CountryForm{Code: codes[0], Form: form}, s.place(i, 1, gazetteer.CountryForm{Code: codes[0], Form: form}, t))
	case b > 0 && a == 0:
		s.addCountry(i, 1, gazetteer.CountryForm{Code: codes[1], Form: form}, s.place(i, 1, gazetteer.CountryForm{Code: codes[1], Form: form}, t))
	default:
		s.longer(i, 1)
	}
	return 1
}
