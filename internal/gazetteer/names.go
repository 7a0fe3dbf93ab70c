package gazetteer

import (
	"slices"
	"strings"
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

// Name returns what the tables know of a word as a part of names of people.
func (g *Gazetteer) Name(word string) NameCount {
	word = Fold(word)
	var n NameCount
	if row, ok := nameTable.row(word); ok {
		first, rest, _ := strings.Cut(row, "\t")
		last, flag, _ := strings.Cut(rest, "\t")
		n = NameCount{number(first), number(last), flag == "word"}
	}
	if _, given := givenTable.row(word); given {
		n.First += 5
	} else if n.First > 0 && g.titles[word].Is(Office, Occupation, Rank, Honorific) {
		n.First = 0 // "Senator John Roe" in a table makes no given name of "Senator"
	}
	if _, nick := nicknameTable.row(word); nick {
		n.First += 3
	}
	return n
}

// Census returns how frequent a word is as a given name and as a surname in the United States, each from 3, more than
// 0.05 % of people, down to 1; 0 is rare or no name at all.
func (g *Gazetteer) Census(word string) (given, last int) {
	row, _ := censusTable.row(Fold(word))
	first, second, _ := strings.Cut(row, "\t")
	return number(first), number(second)
}

// GivenGender is the gender that a given name tells.
func (g *Gazetteer) GivenGender(name string) Gender {
	row, _ := givenTable.row(Fold(name))
	return gender(row)
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
	ofA, ofB := fullNames(a), fullNames(b)
	if slices.Contains(ofA, b) || slices.Contains(ofB, a) {
		return true
	}
	return slices.ContainsFunc(ofA, func(full string) bool { return slices.Contains(ofB, full) })
}

// fullNames are the given names that a folded nickname is short for.
func fullNames(nickname string) []string {
	row, _ := nicknameTable.row(nickname)
	return list(row)
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
