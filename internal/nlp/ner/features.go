package ner

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp/perceptron"
)

// word is a word in its place.
type word struct {
	form
	tag           uint64
	gaz           uint64 // what lists know of it as a part of a phrase
	city          uint64 // as a part of a city's name: size and place in it
	titles        uint64 // its classes as a title
	hist          uint64
	run, place    uint64
	before, after int // the words around the run of capitals
	lastOfRun     int
}

const pad = 3

type sentence struct {
	words []word // with pad places on each side
	upper bool   // all words are in capitals, or none is
}

func newSentence(in Input, d *document) *sentence {
	n := len(in.Words)
	s := &sentence{words: make([]word, n+2*pad)}
	for i := range pad {
		s.words[i].Form, s.words[i].tag = uint64(pad-i), uint64(pad-i)
		s.words[n+pad+i].Form, s.words[n+pad+i].tag = uint64(11+i), uint64(11+i)
	}
	upper, lower := 0, 0
	for i, w := range in.Words {
		x := &s.words[i+pad]
		f := d.form(w)
		x.form = *f
		x.tag = perceptron.String(in.Tags[i])
		x.titles = titleBits(f.title)
		if f.upper {
			upper++
			x.hist = f.best()
		} else if f.Case == perceptron.CaseLower {
			lower++
		}
	}
	s.upper = upper == 0 || lower == 0
	s.lists(in, d.lists)
	s.runs()
	return s
}

// lists marks the words of phrases that the gazetteer knows, with where in the phrase they stand.
func (s *sentence) lists(in Input, g *gazetteer.Gazetteer) {
	n := len(in.Words)
	mark := func(i, k int, shift uint, kind uint64) {
		for j := i; j < i+k; j++ {
			x := &s.words[j+pad]
			if x.gaz>>shift&0xf != 0 {
				continue
			}
			p := uint64(1)
			if j > i {
				p = 2
			}
			x.gaz |= (kind*2 + p) << shift
		}
	}
	for i := range n {
		if !s.words[i+pad].upper {
			continue
		}
		most := min(n-i, 8)
		exact := func(j int) string { return in.Words[i+j] }
		fold := func(j int) string { return s.words[i+j+pad].folded }
		if forms, k := g.CountryForms(most, exact); k > 0 {
			mark(i, k, 0, uint64(forms[0].Form))
		}
		if _, k := g.Place(most, fold); k > 0 {
			mark(i, k, 4, 0)
		}
		if _, k := g.Organization(most, exact); k > 0 {
			mark(i, k, 8, 0)
		}
		if k := g.Body(most, fold); k > 0 {
			mark(i, k, 12, 0)
		}
		if _, k := g.Agreement(most, exact); k > 0 {
			mark(i, k, 16, 0)
		}
		if size, k := g.City(min(most, 4), fold); k > 0 {
			s.city(i, k, uint64(size))
		}
	}
}

// city marks words [i, i+k) as a city's name.
func (s *sentence) city(i, k int, size uint64) {
	for j := i; j < i+k; j++ {
		place := uint64(1)
		if j > i {
			place = 2
		}
		if k > 1 {
			place += 2
		}
		s.words[j+pad].city = size<<3 | place
	}
}

// runs finds the runs of capitalised words, small words of names inside them allowed.
func (s *sentence) runs() {
	n := len(s.words)
	for i := pad; i < n-pad; {
		if !s.words[i].upper {
			s.words[i].before, s.words[i].after, s.words[i].lastOfRun = i-1, i+1, i
			i++
			continue
		}
		end := i + 1
		for end < n-pad && s.words[end].upper {
			end++
		}
		for j := i; j < end; j++ {
			x := &s.words[j]
			x.before, x.after, x.lastOfRun = i-1, end, end-1
			x.run = uint64(min(end-i, 5))
			x.place = uint64(min(j-i, 3))*4 + uint64(min(end-1-j, 3))
		}
		i = end
	}
}

// templates makes the keys of a word's features; they are numbered as they come.
type templates struct {
	keys   []perceptron.Key
	number uint64
}

const seed = 0x9e3779b97f4a7c15

func (t *templates) add(values ...uint64) {
	t.number++
	h := t.number * seed
	for _, v := range values {
		h = perceptron.Mix(h, v)
	}
	t.keys = append(t.keys, perceptron.Fold(h))
}

// outside are the tags of words that, written small, are in a name only where it has begun already.
var outside = func() map[string]bool {
	tags := map[string]bool{}
	for t := range strings.FieldsSeq("DT IN CC TO RP PRP PRP$ EX MD VB VBD VBG VBN VBP VBZ RB RBR RBS WDT WP WRB PDT POS , . : `` '' -LRB- -RRB- HYPH $") {
		tags[t] = true
	}
	return tags
}()

// particles are small words that names do begin with: "al-Qaida", "van Gogh".
var particles = map[string]bool{"al": true, "el": true, "de": true, "da": true, "di": true, "du": true, "la": true, "le": true, "van": true, "von": true, "bin": true, "ibn": true}

// cannotBegin reports whether no name begins at word i. Half of the words of a text are such, and need no features.
func (in Input) cannotBegin(i int) bool {
	w := in.Words[i]
	return outside[in.Tags[i]] && w == strings.ToLower(w) && !particles[w]
}

// features appends the keys of word i after labels p1 and p2.
func (s *sentence) features(keys []perceptron.Key, i, p1, p2 int) []perceptron.Key {
	w := s.words[i : i+2*pad+1]
	c := &w[pad]
	b, b2, n, n2 := &w[pad-1], &w[pad-2], &w[pad+1], &w[pad+2]
	l1, l2 := uint64(p1), uint64(p2)
	t := &templates{keys, 500}
	kind := uint64(c.Case)
	if i == 0 {
		kind += 8
	}
	if s.upper {
		kind += 16
	}
	t.add(l1)
	t.add(l1, l2)
	t.add(c.Form)
	t.add(c.Lower)
	t.add(c.Lower, l1)
	t.add(c.Shape)
	t.add(c.Shape, kind)
	t.add(kind, l1)
	t.add(c.Prefix[2])
	t.add(c.Suffix[1], kind)
	t.add(c.Suffix[2], kind)
	t.add(c.Suffix[3])
	t.add(c.tag, l1)
	t.add(c.tag, b.tag)
	t.add(c.tag, n.tag, l1)
	t.add(b.tag, c.tag, n.tag)
	t.add(c.fine)
	t.add(c.fine, l1)
	t.add(c.middle, l1)
	t.add(c.middle, kind)
	t.add(b.Lower)
	t.add(b.Lower, l1)
	t.add(b.Lower, kind, l1)
	t.add(b2.Lower, l1)
	t.add(b2.Lower, b.Lower)
	t.add(n.Lower)
	t.add(n.Lower, l1)
	t.add(n.Lower, kind)
	t.add(n2.Lower)
	t.add(n.Lower, n2.Lower)
	t.add(b.fine, l1)
	t.add(b.middle, kind)
	t.add(b2.middle)
	t.add(n.fine)
	t.add(n.fine, kind)
	t.add(n.middle, l1)
	t.add(n2.middle)
	t.add(b.fine, c.fine)
	t.add(c.fine, n.fine)
	t.add(b.middle, c.middle, n.middle)
	t.add(b.Shape, c.Shape, n.Shape)
	t.add(n.Shape, kind)
	t.add(c.titles, l1)
	t.add(b.titles, kind, l1)
	t.add(n.titles, kind)
	if c.upper || c.gaz != 0 {
		t.known(b, c, n, l1, kind)
	}
	if c.upper {
		t.uses(c, l1)
		t.run(s, c)
	}
	return t.keys
}

// known adds the features of what lists and the document so far know of word c, which stands between b and n.
func (t *templates) known(b, c, n *word, l1, kind uint64) {
	t.add(c.gaz, l1)
	t.add(c.gaz, kind)
	t.add(c.gaz, n.gaz)
	t.add(b.gaz, c.gaz, l1)
	t.add(c.name, kind, l1)
	t.add(c.name, n.name, l1)
	t.add(b.name, c.name, l1)
	t.add(c.name, c.gaz)
	t.add(b.titles, c.name, l1)
	t.add(c.hist, l1)
	t.add(c.hist, kind)
	t.add(n.hist, c.hist, l1)
	t.add(b.hist, c.hist, l1)
	t.add(c.census, l1)
	t.add(c.census, kind)
	t.add(c.census, n.census, l1)
	t.add(b.census, c.census, l1)
	t.add(c.city, l1)
	t.add(c.city, c.census, kind)
	t.add(c.city, b.Lower)
	t.add(c.city, n.city, l1)
}

// uses adds the features of how the document uses the word.
func (t *templates) uses(c *word, l1 uint64) {
	all := uint64(c.usage)
	t.add(all, l1)
	t.add(all, c.census)
	t.add(all, c.gaz&0xffff, c.city)
	for u := range uint64(usages) {
		if all>>u&1 != 0 {
			t.keys = append(t.keys, perceptron.Hash(600+u, l1))
		}
	}
}

// run adds the features of the run of capitals that the word is in.
func (t *templates) run(s *sentence, c *word) {
	b, a, z := &s.words[c.before], &s.words[c.after], &s.words[c.lastOfRun]
	t.add(c.run, c.place)
	t.add(c.run, c.place, c.name)
	t.add(b.Lower, c.place)
	t.add(a.Lower, c.place)
	t.add(b.fine, c.place)
	t.add(a.fine, c.place)
	t.add(b.middle, a.middle, c.run)
	t.add(z.Lower, c.place)
	t.add(z.fine, c.place)
	t.add(z.name, c.place, c.name)
	t.add(z.titles, c.place)
	t.add(z.census, c.place)
	t.add(z.Suffix[2], c.place)
}
