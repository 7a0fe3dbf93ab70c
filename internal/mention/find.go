package mention

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// Finder finds mentions. It holds no state of a document and can be used by several goroutines.
type Finder struct{ g *gazetteer.Gazetteer }

// New returns a Finder over the embedded gazetteer.
func New() *Finder { return &Finder{gazetteer.Load()} }

// class says what a token has been recognised as a part of.
type class uint8

const (
	free      class = iota
	inCountry       // of a country's form that counts
	inOrg           // of a known organisation
	inPact          // of a known agreement
	inLonger        // of a longer name that is none of these: "Indian Ocean"
	inPerson
)

// straight makes typographic apostrophes plain ones.
var straight = strings.NewReplacer("’", "'", "‘", "'")

// search is one document's search.
type search struct {
	g         *gazetteer.Gazetteer
	d         *nlp.Doc
	tags      bool
	word      []string // as written, with straight apostrophes
	fold      []string // in lower case without accents
	taken     []class
	at        []int          // token to the index in out of the country or organisation that covers it, -1 if none
	sentences []nlp.Sentence // those that are read
	lower     map[string]int // how often a word occurs in lower case
	ner       []nlp.NameKind // per token, by the recogniser
	headline  map[int]bool   // first tokens of sentences in title case
	lists     [][]Line
	lines     map[int]bool    // tokens that begin the lines of lists, behind their marks
	surnames  map[string]bool // capitals that stand behind a given name or title somewhere
	pacts     map[int]int     // the token after a known agreement's name to its index in out
	storms    map[string]bool // the names of the document's hurricanes
	sealed    map[string]bool // nouns of sealable that the document says to be signed; nil before the first is asked for
	statement int             // 1 if the document says that a statement is signed, -1 if not, 0 before that is asked
	forms     map[string]int  // how often each country's forms occur, by code, ambiguous ones aside
	out       []Mention
}

// Find returns the mentions of d, which needs tokens and sentences.
func (f *Finder) Find(d *nlp.Doc) []Mention {
	s := &search{g: f.g, d: d, tags: d.Has(nlp.Tags), lower: map[string]int{}, headline: map[int]bool{}, lines: map[int]bool{}, surnames: map[string]bool{}, pacts: map[int]int{}, storms: map[string]bool{}, forms: map[string]int{}}
	s.prepare()
	for _, t := range s.sentences {
		s.countEvidence(t)
	}
	for _, t := range s.sentences {
		s.lexicon(t)
	}
	s.companies()
	s.people()
	for _, t := range s.sentences {
		s.organizations(t)
	}
	for _, t := range s.sentences {
		s.phrases(t)
	}
	s.handles()
	s.acronyms()
	return s.sorted()
}

func (s *search) prepare() {
	n := len(s.d.Tokens)
	s.word, s.fold, s.taken, s.at, s.ner = make([]string, n), make([]string, n), make([]class, n), make([]int, n), make([]nlp.NameKind, n)
	for i := range s.d.Tokens {
		w := s.d.Word(i)
		if strings.ContainsAny(w, "’‘") {
			w = straight.Replace(w)
		}
		s.word[i], s.fold[i], s.at[i] = w, gazetteer.Fold(w), -1
		if s.stormAt(i - 1) {
			s.storms[s.fold[i]] = true
		}
		if i > 0 && capitalized(w) && capitalized(s.word[i-1]) && !functionWords[s.fold[i-1]] && (s.g.Name(s.word[i-1]).First > 0 || s.title(i-1).Is(gazetteer.Honorific, gazetteer.Office, gazetteer.Rank)) {
			s.surnames[s.fold[i]] = true
		}
	}
	s.lists = Lists(s.d)
	listed := map[int]bool{} // sentences
	for _, list := range s.lists {
		for _, l := range list {
			if !l.Heads {
				s.lines[l.First], listed[s.d.Sentences[l.Sentence].First] = true, true
			}
		}
	}
	for _, t := range s.d.Sentences {
		if t.Block < len(s.d.Blocks) {
			if k := s.d.Blocks[t.Block].Kind; k != nlp.BlockUnset && !k.States() {
				continue
			}
		}
		s.sentences = append(s.sentences, t)
		capitals, words := 0, 0
		for i := t.First; i < t.Last; i++ {
			if len(s.word[i]) > 3 && alphabetic(s.word[i]) {
				words++
				if capitalized(s.word[i]) {
					capitals++
				}
			}
			if i > t.First && s.fold[i] == s.word[i] {
				s.lower[s.fold[i]]++
			}
		}
		if words >= 4 && capitals*10 >= words*7 && s.word[t.Last-1] != "." && !listed[t.First] {
			s.headline[t.First] = true
		}
	}
	for _, m := range s.d.Names {
		for i := m.First; i < m.Last && i < n; i++ {
			s.ner[i] = m.Kind
		}
	}
}

func (s *search) tag(i int) string {
	if i < 0 || i >= len(s.d.Tokens) {
		return ""
	}
	return s.d.Tokens[i].Tag
}

func (s *search) wordAt(i int) string {
	if i < 0 || i >= len(s.word) {
		return ""
	}
	return s.word[i]
}

func (s *search) foldAt(i int) string {
	if i < 0 || i >= len(s.fold) {
		return ""
	}
	return s.fold[i]
}

// glued reports whether token i follows token i-1 without a space.
func (s *search) glued(i int) bool {
	return i > 0 && i < len(s.d.Tokens) && s.d.Tokens[i-1].End == s.d.Tokens[i].Start
}

// starts reports whether token i begins a sentence or what is written like one: after a quote, colon or dash.
func (s *search) starts(i int, t nlp.Sentence) bool {
	if i == t.First {
		return true
	}
	switch s.word[i-1] {
	case `"`, "“", "``", "'", ":", "—", "--", "•", "*", "(", "-", "–", "[":
		return !(s.word[i-1] == "-" && s.glued(i))
	}
	return false
}

// text is the text of tokens [first, last) with single spaces and straight apostrophes.
func (s *search) text(first, last int) string {
	if first >= last {
		return ""
	}
	t := strings.Join(strings.Fields(s.d.Slice(s.d.TokenSpan(first, last))), " ")
	return straight.Replace(t)
}

func (s *search) title(i int) gazetteer.Title {
	if i < 0 || i >= len(s.word) {
		return gazetteer.Title{}
	}
	return s.g.Title(s.word[i])
}

// add appends a mention and marks its tokens.
func (s *search) add(m Mention, c class) int {
	k := len(s.out)
	s.out = append(s.out, m)
	for i := m.First; i < m.Last; i++ {
		if c != free {
			s.taken[i] = c
		}
		if c == inCountry || c == inOrg || c == inPerson {
			s.at[i] = k
		}
	}
	return k
}

// sorted returns the mentions in order, without doubles, with Within set.
func (s *search) sorted() []Mention {
	slices.SortStableFunc(s.out, func(a, b Mention) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.Last - a.Last
	})
	var out []Mention
	var open []int
	for _, m := range s.out {
		for len(open) > 0 && out[open[len(open)-1]].Last <= m.First {
			open = open[:len(open)-1]
		}
		m.Within = -1
		if len(open) > 0 {
			o := out[open[len(open)-1]]
			switch {
			case o.First == m.First && o.Last == m.Last, m.Last > o.Last: // equal or crossing: the earlier one stays
				continue
			}
			m.Within = open[len(open)-1]
		}
		open = append(open, len(out))
		out = append(out, m)
	}
	return out
}
