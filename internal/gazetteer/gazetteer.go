package gazetteer

import (
	"embed"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed agreements.tsv countries.tsv leaders.tsv organizations.tsv titles.tsv
var tables embed.FS

// The large tables, sorted.
var (
	//go:embed names.tsv
	namesText string
	//go:embed given.tsv
	givenText string
	//go:embed nicknames.tsv
	nicknamesText string
	//go:embed places.tsv
	placesText string
	//go:embed bodies.tsv
	bodiesText string
	//go:embed surnames.tsv
	surnamesText string
	//go:embed census.tsv
	censusText string
	//go:embed cities.tsv
	citiesText string

	nameTable     = sorted(namesText)
	givenTable    = sorted(givenText)
	nicknameTable = sorted(nicknamesText)
	placeTable    = sorted(placesText)
	bodyTable     = sorted(bodiesText)
	surnameTable  = sorted(surnamesText)
	censusTable   = sorted(censusText)
	cityTable     = sorted(citiesText)
)

// Gazetteer is the parsed small tables.
type Gazetteer struct {
	countries  []Country
	byCode     map[string]int
	forms      trie[[]CountryForm]
	titles     map[string]Title
	orgs       []Organization
	orgForms   trie[int]
	agreements []string
	pactForms  trie[int]
	forgiving  func() map[string]int // folded form to index in countries
	leaders    func() leaderIndex
}

// Load returns the gazetteer; the first call parses the tables.
func Load() *Gazetteer { return load() }

var load = sync.OnceValue(read)

func read() *Gazetteer {
	g := &Gazetteer{}
	g.readCountries()
	g.readTitles()
	g.readOrganizations()
	g.forgiving = sync.OnceValue(g.indexForgiving)
	g.leaders = sync.OnceValue(g.indexLeaders)
	return g
}

// rows calls each with the cells of every row of an embedded table. Missing cells are "".
func rows(name string, cells int, each func([]string)) {
	text, err := tables.ReadFile(name)
	if err != nil {
		panic("gazetteer: " + err.Error()) // embedded at build time: absent only by a programming error
	}
	row := make([]string, cells)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		clear(row)
		for i := range row {
			var more bool
			row[i], line, more = strings.Cut(line, "\t")
			if !more {
				break
			}
		}
		each(row)
	}
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// Fold is the form of a word in which names are compared: lower case, no accents, straight apostrophes.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch r {
		case '’', '‘', '`', 'ʼ':
			b.WriteByte('\'')
		case 'ø', 'Ø':
			b.WriteByte('o')
		case 'ł', 'Ł':
			b.WriteByte('l')
		case 'đ', 'Đ':
			b.WriteByte('d')
		case 'ı':
			b.WriteByte('i')
		case '‐', '‑':
			b.WriteByte('-')
		default:
			if !unicode.Is(unicode.Mn, r) {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	return b.String()
}

// Split cuts a phrase of the tables as the tokenizer cuts text: at spaces, hyphens, commas and before "'s".
func Split(phrase string) []string {
	var out []string
	start := 0
	flush := func(end int) {
		if end > start {
			out = append(out, phrase[start:end])
		}
		start = end
	}
	for i := 0; i < len(phrase); i++ {
		switch c := phrase[i]; {
		case c == ' ':
			flush(i)
			start = i + 1
		case c == '-' || c == ',':
			flush(i)
			flush(i + 1)
		case c == '\'' && phrase[i:] == "'s", c == '\'' && strings.HasPrefix(phrase[i:], "'s "):
			flush(i)
		case strings.HasPrefix(phrase[i:], "’s ") || phrase[i:] == "’s":
			flush(i)
		}
	}
	flush(len(phrase))
	return out
}

// joined are the prefixes whose hyphen the tokenizer does not cut at: "Non-Proliferation".
var joined = map[string]bool{"non": true, "anti": true, "pro": true, "ex": true, "pre": true, "post": true, "co": true, "multi": true, "semi": true, "inter": true, "counter": true}

// spellings are the ways in which the tokenizer can cut a phrase: at all hyphens, or not behind a prefix.
func spellings(phrase string) [][]string {
	words := Split(phrase)
	out := [][]string{words}
	for i := 0; i+2 < len(words); i++ {
		if words[i+1] == "-" && joined[Fold(words[i])] {
			w := append(append([]string{}, words[:i]...), words[i]+"-"+words[i+2])
			out = append(out, append(w, words[i+3:]...))
		}
	}
	return out
}

// trie maps phrases, as sequences of words, to values.
type trie[V any] struct {
	next  map[string]*trie[V]
	value V
	ends  bool
}

// at returns the node of the phrase, making it where it is missing.
func (t *trie[V]) at(words []string) *trie[V] {
	for _, w := range words {
		n := t.next[w]
		if n == nil {
			n = &trie[V]{}
			if t.next == nil {
				t.next = map[string]*trie[V]{}
			}
			t.next[w] = n
		}
		t = n
	}
	return t
}

func (t *trie[V]) set(words []string, v V) {
	n := t.at(words)
	n.value, n.ends = v, true
}

// longest returns the value of the longest phrase that word(0), word(1), … begins with, of at most n words, and the
// number of its words, 0 if there is none.
func (t *trie[V]) longest(n int, word func(int) string) (V, int) {
	var best V
	length := 0
	for i := 0; i < n; i++ {
		if t = t.next[word(i)]; t == nil {
			break
		}
		if t.ends {
			best, length = t.value, i+1
		}
	}
	return best, length
}

func number(cell string) int {
	n, _ := strconv.Atoi(cell)
	return n
}
