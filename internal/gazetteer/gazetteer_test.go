package gazetteer

import (
	"strings"
	"testing"
)

func TestFindCountry(t *testing.T) {
	for in, want := range map[string]string{
		"India": "IND", "IND": "IND", "in": "IND", "Indian": "IND", "new delhi": "IND",
		"US": "USA", "U.S.": "USA", "usa": "USA", "the United States": "USA", "America": "USA", "white house": "USA", "Washington": "USA",
		"UK": "GBR", "Britain": "GBR", "Downing Street": "GBR", "DRC": "COD", "DPRK": "PRK", "UAE": "ARE",
		"cote d'ivoire": "CIV", "Ivory Coast": "CIV", "Türkiye": "TUR", "turkiye": "TUR", "Burma": "MMR", "Czechia": "CZE",
		"Kosovo": "XKX", "Taiwan": "TWN", "Palestine": "PSE", "Soviet Union": "SUN", "Niger": "NER", "Nigeria": "NGA",
		"North Korean": "PRK", "Guinea-Bissau": "GNB", "guinea": "GIN", "Georgia": "GEO", "Hong Kong": "HKG", "Elysee": "FRA",
	} {
		if c, ok := FindCountry(in); !ok || c.Code != want {
			t.Errorf("FindCountry(%q) = %q, %v, want %s", in, c.Code, ok, want)
		}
	}
	for _, in := range []string{"", "Atlantis", "Congolese", "Korea", "the", "Texas", "EU"} {
		if c, ok := FindCountry(in); ok {
			t.Errorf("FindCountry(%q) = %s, want none", in, c.Code)
		}
	}
}

func TestCountryForms(t *testing.T) {
	for _, c := range []struct {
		text, code string
		form       Form
		words      int
	}{
		{"US officials", "USA", FormName, 1}, {"us officials", "", FormUnset, 0}, {"New Delhi said", "IND", FormCapital, 2},
		{"Papua New Guinea is", "PNG", FormName, 3}, {"Guinea - Bissau", "GNB", FormName, 3}, {"South Korean officials", "KOR", FormAdjective, 2},
		{"Kremlin aides", "RUS", FormSeat, 1}, {"Frenchmen", "FRA", FormPeople, 1}, {"Washington , D.C.", "USA", FormCapital, 3},
	} {
		words := strings.Fields(c.text)
		forms, n := Load().CountryForms(len(words), func(i int) string { return words[i] })
		var got CountryForm
		if n > 0 {
			got = forms[0]
		}
		if got != (CountryForm{c.code, c.form}) || n != c.words {
			t.Errorf("CountryForms(%q) = %v, %d words", c.text, forms, n)
		}
	}
}

// TestCountriesComplete holds the table to one name and two codes a country, and every state to an adjective or a
// people and to unique names.
func TestCountriesComplete(t *testing.T) {
	seen, states := map[string]string{}, 0
	for _, c := range Load().Countries() {
		if len(c.Code) != 3 || len(c.ISO2) != 2 || c.Name == "" || c.Kind == CountryUnset || !strings.HasPrefix(c.Wikidata, "Q") {
			t.Errorf("incomplete country %+v", c)
		}
		if c.Kind == State {
			states++
		}
		for _, n := range append([]string{c.Name, c.Code}, c.Others...) {
			if other := seen[n]; other != "" && other != c.Code {
				t.Errorf("%q names both %s and %s", n, other, c.Code)
			}
			seen[n] = c.Code
		}
	}
	if states < 194 || states > 200 {
		t.Errorf("%d states", states)
	}
}

func TestSameGiven(t *testing.T) {
	g := Load()
	for _, c := range []struct {
		a, b string
		want bool
	}{{"Jim", "James", true}, {"james", "Jim", true}, {"Bob", "Rob", true}, {"J.", "John", true}, {"Tom", "Tim", false}, {"Nicolás", "nicolas", true}, {"William", "Richard", false}} {
		if got := g.SameGiven(c.a, c.b); got != c.want {
			t.Errorf("SameGiven(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

func TestTitles(t *testing.T) {
	g := Load()
	for word, want := range map[string]struct {
		class  TitleClass
		plural bool
		lemma  string
	}{
		"Ministers": {Office, true, "minister"}, "Mr.": {Honorific, false, "mr."}, "Gen.": {Rank, false, "gen."},
		"foreign": {Modifier, false, "foreign"}, "delegation": {Body, false, "delegation"}, "strikers": {Occupation, true, "striker"},
	} {
		got := g.Title(word)
		if !got.Is(want.class) || got.Plural != want.plural || got.Lemma != want.lemma {
			t.Errorf("Title(%s) = %+v", word, got)
		}
	}
	if g.Title("banana").Is(Honorific, Rank, Office, Occupation, Modifier, Body) {
		t.Error("banana is a title")
	}
	if g.Title("spokeswoman").Gender != Female || g.Title("king").Gender != Male {
		t.Error("gender of titles")
	}
}

func TestSplit(t *testing.T) {
	for in, want := range map[string]string{
		"Guinea-Bissau": "Guinea|-|Bissau", "People's Republic of China": "People|'s|Republic|of|China",
		"Washington, D.C.": "Washington|,|D.C.", "Cote d'Ivoire": "Cote|d'Ivoire", "": "",
	} {
		if got := strings.Join(Split(in), "|"); got != want {
			t.Errorf("Split(%q) = %s", in, got)
		}
	}
}

func TestLeaders(t *testing.T) {
	l := Load().Leaders("abdel fattah el-sisi")
	if len(l) != 1 || l[0].Wikidata != "Q307871" || l[0].Code != "EGY" || l[0].From != 2014 {
		t.Errorf("Leaders = %+v", l)
	}
}

func TestFrequencies(t *testing.T) {
	g := Load()
	for word, want := range map[string][2]int{"Mary": {3, 1}, "SMITH": {0, 3}, "Paris": {1, 2}, "banana": {0, 0}} {
		if given, last := g.Census(word); [2]int{given, last} != want {
			t.Errorf("Census(%s) = %d, %d, want %v", word, given, last, want)
		}
	}
	for text, want := range map[string][2]int{"san francisco bay": {3, 2}, "reading": {2, 1}, "banana": {0, 0}} {
		words := strings.Fields(text)
		if size, n := g.City(len(words), func(i int) string { return words[i] }); [2]int{size, n} != want {
			t.Errorf("City(%s) = %d, %d, want %v", text, size, n, want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		read()
	}
}

func BenchmarkName(b *testing.B) {
	g := Load()
	for b.Loop() {
		g.Name("Juan")
	}
}
