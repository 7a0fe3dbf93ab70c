package ner

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp/cluster"
	"newsgraph/internal/nlp/perceptron"
)

// history counts, for each word of names seen in a document, the kinds it was labelled with.
type history map[string]*[kinds]uint8

// add counts the words of a labelled sentence that are in names, and those that begin with a capital and are not.
func (h history) add(words []string, out []int) {
	for i, l := range out {
		k, _ := parts(l)
		if k == KindUnset && (i == 0 || !capital(words[i])) {
			continue
		}
		c := h[words[i]]
		if c == nil {
			c = new([kinds]uint8)
			h[words[i]] = c
		}
		c[k] = min(c[k]+1, 250)
	}
}

func capital(w string) bool { return w != "" && 'A' <= w[0] && w[0] <= 'Z' }

// best is the commonest kind of a word so far plus 1, 0 if it has not been seen.
func (h history) best(w string) uint64 {
	c := h[w]
	if c == nil {
		return 0
	}
	b := 0
	for k, n := range c {
		if n > c[b] {
			b = k
		}
	}
	return uint64(b) + 1
}

type word struct {
	perceptron.Word
	tag                  uint64
	fine, middle, coarse uint64
	gaz                  uint64 // what lists know of it as a part of a phrase
	name, title          uint64 // as a word of people's names, of titles
	hist                 uint64
	upper                bool // begins with a capital or is a number or mark inside a run of capitals
	run, place           uint64
	before, after        int // the words around the run of capitals
	lastOfRun            int
}

const pad = 3

type sentence struct {
	words []word // with pad places on each side
	upper bool   // all words are in capitals, or none is
}

func newSentence(in Input, h history) *sentence {
	n := len(in.Words)
	s := &sentence{words: make([]word, n+2*pad)}
	for i := range pad {
		s.words[i].Form, s.words[i].tag = uint64(pad-i), uint64(pad-i)
		s.words[n+pad+i].Form, s.words[n+pad+i].tag = uint64(11+i), uint64(11+i)
	}
	upper, lower := 0, 0
	g := gazetteer.Load()
	for i, w := range in.Words {
		x := &s.words[i+pad]
		x.Word = perceptron.Look(w)
		x.tag = perceptron.String(in.Tags[i])
		c := cluster.Of(w)
		if c.Fine == 0 {
			c = cluster.Of(strings.ToLower(w))
		}
		x.fine, x.middle, x.coarse = uint64(c.Fine), uint64(c.Middle), uint64(c.Coarse)
		switch x.Case {
		case perceptron.CaseLower:
			lower++
		case perceptron.CaseUpper, perceptron.CaseCapital, perceptron.CaseMixed:
			upper++
			x.upper = true
			x.hist = h.best(w)
			x.name = nameBits(g.Name(w))
		}
		x.title = titleBits(g.Title(w))
	}
	s.upper = upper == 0 || lower == 0
	s.lists(in, g)
	s.runs()
	return s
}

func bucket(n int) uint64 {
	switch {
	case n == 0:
		return 0
	case n == 1:
		return 1
	case n < 6:
		return 2
	}
	return 3
}

func nameBits(n gazetteer.NameCount) uint64 {
	b := bucket(n.First)*8 + bucket(n.Last)*2
	if n.Word {
		b++
	}
	return b
}

func titleBits(t gazetteer.Title) uint64 {
	var b uint64
	for c, is := range t.Classes {
		if is {
			b |= 1 << c
		}
	}
	return b
}

// lists marks the words of phrases that the gazetteer knows, with where in the phrase they stand.
func (s *sentence) lists(in Input, g *gazetteer.Gazetteer) {
	n := len(in.Words)
	folded := make([]string, n)
	for i, w := range in.Words {
		folded[i] = gazetteer.Fold(w)
	}
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
		fold := func(j int) string { return folded[i+j] }
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

const seed = 0x9e3779b97f4a7c15

// features appends the keys of word i after labels p1 and p2.
func (s *sentence) features(keys []perceptron.Key, i, p1, p2 int) []perceptron.Key {
	w := s.words[i : i+2*pad+1]
	c := &w[pad]
	b, b2, n, n2 := &w[pad-1], &w[pad-2], &w[pad+1], &w[pad+2]
	l1, l2 := uint64(p1), uint64(p2)
	t := uint64(500)
	add := func(values ...uint64) {
		t++
		h := t * seed
		for _, v := range values {
			h = perceptron.Mix(h, v)
		}
		keys = append(keys, perceptron.Fold(h))
	}
	kind := uint64(c.Case)
	if i == 0 {
		kind += 8
	}
	if s.upper {
		kind += 16
	}
	add(l1)
	add(l1, l2)
	add(c.Form)
	add(c.Lower)
	add(c.Lower, l1)
	add(c.Shape)
	add(c.Shape, kind)
	add(kind, l1)
	add(c.Prefix[2])
	add(c.Suffix[1], kind)
	add(c.Suffix[2], kind)
	add(c.Suffix[3])
	add(c.tag, l1)
	add(c.tag, b.tag)
	add(c.tag, n.tag, l1)
	add(b.tag, c.tag, n.tag)
	add(c.fine)
	add(c.fine, l1)
	add(c.middle, l1)
	add(c.middle, kind)
	add(b.Lower)
	add(b.Lower, l1)
	add(b.Lower, kind, l1)
	add(b2.Lower, l1)
	add(b2.Lower, b.Lower)
	add(n.Lower)
	add(n.Lower, l1)
	add(n.Lower, kind)
	add(n2.Lower)
	add(n.Lower, n2.Lower)
	add(b.fine, l1)
	add(b.middle, kind)
	add(b2.middle)
	add(n.fine)
	add(n.fine, kind)
	add(n.middle, l1)
	add(n2.middle)
	add(b.fine, c.fine)
	add(c.fine, n.fine)
	add(b.middle, c.middle, n.middle)
	add(b.Shape, c.Shape, n.Shape)
	add(n.Shape, kind)
	add(c.gaz, l1)
	add(c.gaz, kind)
	add(c.gaz, n.gaz)
	add(b.gaz, c.gaz, l1)
	add(c.name, kind, l1)
	add(c.name, n.name, l1)
	add(b.name, c.name, l1)
	add(c.name, c.gaz)
	add(c.title, l1)
	add(b.title, c.name, l1)
	add(b.title, kind, l1)
	add(n.title, kind)
	add(c.hist, l1)
	add(c.hist, kind)
	add(n.hist, c.hist, l1)
	add(b.hist, c.hist, l1)
	return s.around(keys, add, c, l1, kind)
}

// around adds the features of the run of capitals that the word is in.
func (s *sentence) around(keys []perceptron.Key, add func(...uint64), c *word, l1, kind uint64) []perceptron.Key {
	if c.upper {
		b, a, z := &s.words[c.before], &s.words[c.after], &s.words[c.lastOfRun]
		add(c.run, c.place, l1)
		add(c.run, c.place, c.name)
		add(b.Lower, c.place)
		add(a.Lower, c.place)
		add(b.fine, c.place)
		add(a.fine, c.place)
		add(b.middle, a.middle, c.run)
		add(z.Lower, c.place)
		add(z.fine, c.place)
		add(z.name, c.place, c.name)
		add(z.title, c.place)
		add(z.Suffix[2], c.place)
	}
	return keys
}
