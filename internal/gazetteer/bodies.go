package gazetteer

import "strings"

// OrganizationKind says what an organisation is.
type OrganizationKind uint8

const (
	OrganizationUnset OrganizationKind = iota
	IGO                                // of states
	Party
	Armed
	Organ // of one state: Congress, CIA
	Company
	Media
	NGO
)

var organizationKinds = map[string]OrganizationKind{"igo": IGO, "party": Party, "armed": Armed, "body": Organ, "company": Company, "media": Media, "ngo": NGO}

// Organization is a well-known organisation.
type Organization struct {
	Name   string
	Others []string
	Kind   OrganizationKind
	Code   string // alpha-3 of the country that it is an organ of or works in, "" if none
}

func (g *Gazetteer) readOrganizations() {
	rows("organizations.tsv", 4, func(c []string) {
		i := len(g.orgs)
		g.orgs = append(g.orgs, Organization{c[0], list(c[1]), organizationKinds[c[2]], c[3]})
		for _, p := range append([]string{c[0]}, g.orgs[i].Others...) {
			for _, words := range spellings(p) {
				g.orgForms.set(words, i)
			}
		}
	})
	rows("agreements.tsv", 2, func(c []string) {
		i := len(g.agreements)
		g.agreements = append(g.agreements, c[0])
		for _, p := range append([]string{c[0]}, list(c[1])...) {
			for _, words := range spellings(p) {
				g.pactForms.set(words, i)
			}
		}
	})
}

// Organization returns the organisation that the longest phrase, of at most n words, that word(0), word(1), … begins
// with names, and the number of its words, 0 if there is none. Case counts.
func (g *Gazetteer) Organization(n int, word func(int) string) (Organization, int) {
	i, k := g.orgForms.longest(n, word)
	if k == 0 {
		return Organization{}, 0
	}
	return g.orgs[i], k
}

// FindOrganization returns the organisation that a name or short form names, in the tables' spelling.
func (g *Gazetteer) FindOrganization(name string) (Organization, bool) {
	words := Split(name)
	o, n := g.Organization(len(words), func(i int) string { return words[i] })
	return o, n == len(words) && n > 0
}

// FindAgreement returns the full name of the agreement that a name or short form names, in the tables' spelling.
func (g *Gazetteer) FindAgreement(name string) (string, bool) {
	words := Split(name)
	a, n := g.Agreement(len(words), func(i int) string { return words[i] })
	return a, n == len(words) && n > 0
}

// Agreement returns the full name of the agreement that the longest phrase names, and the number of its words, 0 if
// there is none. Case counts.
func (g *Gazetteer) Agreement(n int, word func(int) string) (string, int) {
	i, k := g.pactForms.longest(n, word)
	if k == 0 {
		return "", 0
	}
	return g.agreements[i], k
}

// Place returns the alpha-3 code of the country that the longest phrase, as a city, region or river, lies in, and
// the number of its words, 0 if there is none. The words are to be folded.
func (g *Gazetteer) Place(n int, word func(int) string) (string, int) {
	return placeTable.longest(n, word)
}

// City returns the size of the city that the longest phrase names, from 3, more than 500,000 people, down to 1, and the
// number of its words, 0 if there is none. The words are to be folded.
func (g *Gazetteer) City(n int, word func(int) string) (size, words int) {
	row, words := cityTable.longest(n, word)
	return number(row), words
}

// Body returns the number of words of the longest phrase, of at most n folded words, that names a company,
// organisation or medium.
func (g *Gazetteer) Body(n int, word func(int) string) int {
	_, k := bodyTable.longest(n, word)
	return k
}

// Leader is a head of state or government.
type Leader struct {
	Name, Wikidata string
	Code           string // alpha-3
	Office         string
	From, To       int // years; To is 0 where open
}

// leaderIndex holds the leaders by their folded names and surnames.
type leaderIndex struct{ byName, bySurname map[string][]Leader }

func (g *Gazetteer) indexLeaders() leaderIndex {
	x := leaderIndex{map[string][]Leader{}, map[string][]Leader{}}
	forgiving := g.forgiving()
	rows("leaders.tsv", 6, func(c []string) {
		code := ""
		if i, ok := forgiving[forgive(c[2])]; ok && i >= 0 {
			code = g.countries[i].Code
		}
		key := Fold(c[0])
		l := Leader{c[0], c[1], code, c[3], number(c[4]), number(c[5])}
		x.byName[key] = append(x.byName[key], l)
		if k := strings.LastIndexByte(key, ' '); k > 0 {
			surname := key[k+1:]
			x.bySurname[surname] = append(x.bySurname[surname], l)
			if _, bare, ok := strings.Cut(surname, "-"); ok && (strings.HasPrefix(surname, "al-") || strings.HasPrefix(surname, "el-")) {
				x.bySurname[bare] = append(x.bySurname[bare], l)
			}
		}
	})
	return x
}

// LeaderSurname reports whether a word is the surname of a head of state or government.
func (g *Gazetteer) LeaderSurname(word string) bool {
	_, ok := surnameTable.row(Fold(word))
	return ok
}

// LeadersBySurname returns the leaders whose names end in a word, with or without an Arabic article.
func (g *Gazetteer) LeadersBySurname(word string) []Leader { return g.leaders().bySurname[Fold(word)] }

// Leaders returns the leaders with a name, in any case and with or without accents.
func (g *Gazetteer) Leaders(name string) []Leader { return g.leaders().byName[Fold(name)] }
