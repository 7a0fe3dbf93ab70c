package gazetteer

import (
	"slices"
	"unicode"
)

// NameCount is how often a word begins and ends names of people in the tables.
type NameCount struct {
	First, Last int
	Word        bool // also a common English word
}

// Gender is what a given name or a title tells.
type Gender uint8

const (
	GenderUnset Gender = iota
	Male
	Female
)

func gender(cell string) Gender {
	switch cell {
	case "m":
		return Male
	case "f":
		return Female
	}
	return GenderUnset
}

func (g *Gazetteer) readNames() {
	g.names = make(map[string]NameCount, 25_000)
	rows("names.tsv", 4, func(c []string) {
		g.names[c[0]] = NameCount{number(c[1]), number(c[2]), c[3] == "word"}
	})
	g.given = map[string]bool{}
	rows("given.tsv", 2, func(c []string) {
		g.given[c[0]] = c[1] == "f"
		n := g.names[c[0]]
		n.First += 5
		g.names[c[0]] = n
	})
	for w, n := range g.names { // "Senator John Roe" in a table makes no given name of "Senator"
		if t := g.titles[w]; t.Is(Office, Occupation, Rank, Honorific) && !hasKey(g.given, w) {
			n.First = 0
			g.names[w] = n
		}
	}
	g.nicknames = map[string][]string{}
	rows("nicknames.tsv", 2, func(c []string) {
		g.nicknames[c[0]] = list(c[1])
		n := g.names[c[0]]
		n.First += 3
		g.names[c[0]] = n
	})
}

func hasKey(m map[string]bool, k string) bool {
	_, ok := m[k]
	return ok
}

// Name returns what the tables know of a word as a part of names of people.
func (g *Gazetteer) Name(word string) NameCount { return g.names[Fold(word)] }

// GivenGender is the gender that a given name tells.
func (g *Gazetteer) GivenGender(name string) Gender {
	switch woman, ok := g.given[Fold(name)]; {
	case !ok:
		return GenderUnset
	case woman:
		return Female
	}
	return Male
}

// SameGiven reports whether a and b can be given names of one person: equal, or one short for the other, or both
// short for the same ("Jim" and "James", "Bob" and "Rob"), or one the initial of the other.
func (g *Gazetteer) SameGiven(a, b string) bool {
	a, b = Fold(a), Fold(b)
	if a == b {
		return true
	}
	if initial(a) || initial(b) {
		return a[0] == b[0]
	}
	if slices.Contains(g.nicknames[a], b) || slices.Contains(g.nicknames[b], a) {
		return true
	}
	for _, full := range g.nicknames[a] {
		if slices.Contains(g.nicknames[b], full) {
			return true
		}
	}
	return false
}

func initial(s string) bool { return len(s) == 1 || len(s) == 2 && s[1] == '.' }

// TitleClass is the kind of word that stands before or for a name.
type TitleClass uint8

const (
	TitleUnset TitleClass = iota
	Honorific             // only before a name: "Mr."
	Rank                  // military: "Gen."
	Office                // its bearer speaks for a state or body: "minister"
	Occupation            // anyone else: "senator", "analyst", "striker"
	Modifier              // part of an office's name: "prime", "foreign"
	Body                  // a group that acts for a state: "government", "delegation"
)

var titleClasses = map[string]TitleClass{"honorific": Honorific, "rank": Rank, "office": Office, "occupation": Occupation, "modifier": Modifier, "body": Body}

// Title is what the tables know of a word as a title or as a part of one.
type Title struct {
	Classes [Body + 1]bool
	Gender  Gender
	Plural  bool
	Lemma   string // singular
}

// Is reports whether the word is of one of the classes.
func (t Title) Is(classes ...TitleClass) bool {
	for _, c := range classes {
		if t.Classes[c] {
			return true
		}
	}
	return false
}

func (g *Gazetteer) readTitles() {
	g.titles = map[string]Title{}
	add := func(word, lemma string, class TitleClass, gen Gender, plural bool) {
		t, seen := g.titles[word]
		t.Classes[class] = true
		if !seen || t.Lemma == "" {
			t.Lemma = lemma
		}
		if gen != GenderUnset {
			t.Gender = gen
		}
		t.Plural = t.Plural || plural
		g.titles[word] = t
	}
	rows("titles.tsv", 4, func(c []string) {
		class := titleClasses[c[1]]
		add(c[0], c[0], class, gender(c[3]), false)
		if c[2] != "" {
			add(c[2], c[0], class, gender(c[3]), true)
		}
	})
}

// Singular is a plural title as it is written of one, in the title's own capitals: "Presidents" is "President".
func (g *Gazetteer) Singular(word string) string {
	t := g.Title(word)
	if !t.Plural || t.Lemma == "" {
		return word
	}
	if first := []rune(word)[0]; unicode.IsUpper(first) {
		return string(unicode.ToUpper([]rune(t.Lemma)[0])) + t.Lemma[1:]
	}
	return t.Lemma
}

// Title returns what the tables know of a word, in any case, as a title.
func (g *Gazetteer) Title(word string) Title { return g.titles[Fold(word)] }
