package gazetteer

import "strings"

// CountryKind tells states from what else has a code.
type CountryKind uint8

const (
	CountryUnset CountryKind = iota
	State
	Territory // has an ISO 3166-1 code and is no state: Guam, Hong Kong
	Former    // a state that is no more
)

var countryKinds = map[string]CountryKind{"state": State, "territory": Territory, "former": Former}

// Country is an entry of ISO 3166-1, Kosovo, or a former state.
type Country struct {
	Code       string // alpha-3
	ISO2       string
	Kind       CountryKind
	Name       string // common English short name
	Others     []string
	Adjectives []string
	People     []string
	Capitals   []string
	Seats      []string // of government
	Wikidata   string
}

// Form says in which way a phrase names a country.
type Form uint8

const (
	FormUnset     Form = iota
	FormName           // "India", "U.S.", "Burma"
	FormAdjective      // "Indian"
	FormPeople         // "Indians", "Frenchman"
	FormCapital        // "New Delhi"
	FormSeat           // "Kremlin"
)

// CountryForm is one reading of a phrase.
type CountryForm struct {
	Code string
	Form Form
}

func (g *Gazetteer) readCountries() {
	g.byCode = map[string]int{}
	rows("countries.tsv", 10, func(c []string) {
		g.byCode[c[0]] = len(g.countries)
		g.countries = append(g.countries, Country{Code: c[0], ISO2: c[1], Kind: countryKinds[c[2]], Name: c[3],
			Others: list(c[4]), Adjectives: list(c[5]), People: list(c[6]), Capitals: list(c[7]), Seats: list(c[8]), Wikidata: c[9]})
	})
	for _, c := range g.countries {
		add := func(phrases []string, form Form) {
			for _, p := range phrases {
				n := g.forms.at(Split(p))
				seen := false
				for _, f := range n.value {
					seen = seen || f.Code == c.Code
				}
				if !seen {
					n.value, n.ends = append(n.value, CountryForm{c.Code, form}), true
				}
			}
		}
		add([]string{c.Name}, FormName)
		add(c.Others, FormName)
		add(c.Adjectives, FormAdjective)
		add(c.People, FormPeople)
		add(c.Capitals, FormCapital)
		add(c.Seats, FormSeat)
	}
}

// indexForgiving makes the index of FindCountry: states before territories and former states, names before codes,
// adjectives and capitals, and nothing that two countries of the same rank share.
func (g *Gazetteer) indexForgiving() map[string]int {
	forgiving := map[string]int{}
	shared := -1
	for _, of := range []func(Country) []string{
		func(c Country) []string { return append([]string{c.Name, c.Code}, c.Others...) },
		func(c Country) []string { return []string{c.ISO2} },
		func(c Country) []string { return append(append([]string{}, c.Adjectives...), c.People...) },
		func(c Country) []string { return append(append([]string{}, c.Capitals...), c.Seats...) },
	} {
		for _, kind := range []CountryKind{State, Territory, Former} {
			found := map[string]int{}
			for i, c := range g.countries {
				if c.Kind != kind {
					continue
				}
				for _, p := range of(c) {
					key := forgive(p)
					if j, twice := found[key]; twice && j != i {
						found[key] = shared
					} else if key != "" {
						found[key] = i
					}
				}
			}
			for key, i := range found {
				if _, taken := forgiving[key]; !taken {
					forgiving[key] = i
				}
			}
		}
	}
	return forgiving
}

func forgive(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '.', ',', '\'', '-', '_':
			return -1
		case ' ', '\t':
			return -1
		}
		return r
	}, Fold(strings.TrimSpace(s)))
	return strings.TrimPrefix(s, "the")
}

// FindCountry finds a country by what a person types for it: a name, code, adjective, people, capital or seat of
// government, in any case, with or without accents, full stops and "the". It reports false for what names no
// country or more than one ("Congolese").
func FindCountry(s string) (Country, bool) {
	g := Load()
	i, ok := g.forgiving()[forgive(s)]
	if !ok || i < 0 {
		return Country{}, false
	}
	return g.countries[i], true
}

// Countries returns all countries in the order of their codes.
func (g *Gazetteer) Countries() []Country { return g.countries }

// Country returns the country with an alpha-3 code.
func (g *Gazetteer) Country(code string) (Country, bool) {
	i, ok := g.byCode[code]
	if !ok {
		return Country{}, false
	}
	return g.countries[i], true
}

// CountryForms returns the readings of the longest phrase, of at most n words, that word(0), word(1), … begins with,
// and the number of its words, 0 if there is none. Case counts: "US" is a country, "us" is not.
func (g *Gazetteer) CountryForms(n int, word func(int) string) ([]CountryForm, int) {
	return g.forms.longest(n, word)
}
