package extract

import (
	"slices"

	"newsgraph/internal/mention"
)

// ofHome is the state whose government, ministry or officials a noun of whom the text says no more can only be: the one
// that an article is about. "Officials announced", "the government declared".
func (x *Extractor) ofHome(s *scene, heads []int) []Arg {
	t := s.t
	if len(heads) != 1 || !t.in(heads[0]) {
		return nil
	}
	h := heads[0]
	l, first := t.lemma(h), h
	m := s.at(h)
	if m >= 0 {
		mm := s.r.Mentions[m]
		if mm.Kind != mention.Role || mm.Code != "" || mm.Org != "" || len(s.r.Of[m]) > 0 {
			return nil
		}
		first = mm.First
	}
	if !x.lex.in("authorities", l) && l != "authority" && l != "official" && l != "parliament" {
		return nil
	}
	for k := first; k < h; k++ {
		if w := t.lower(k); !x.lex.in("authorities", w) && w != "foreign" && w != "defence" && w != "defense" && w != "interior" && w != "health" && w != "finance" {
			return nil // "local officials", "the university's authorities"
		}
	}
	if w := t.lower(first - 1); w != "the" && (t.tag(h) != "NNS" || t.isNoun(first-1) || t.tag(first-1) == "JJ" || t.tag(first-1) == "POS" || t.tag(first-1) == "PRP$") || w == "some" {
		return nil
	}
	if w := t.lower(h + 1); w == "of" || w == "from" || w == "in" || w == "at" || w == "for" || w == "with" || t.tag(h+1) == "VBG" {
		return nil
	}
	e := s.home()
	if e < 0 || !x.onlyState(s, e) {
		return nil
	}
	return []Arg{{Entity: e, Span: t.d.TokenSpan(first, h+1), Kind: mention.Country}}
}

// states counts how often a text names each state up to a sentence.
type states struct {
	upTo  int // sentences counted
	count map[int]int
}

// home is the state that the text is about up to the end of this sentence: the one that it names more often than any
// other; -1 if there is none.
func (s *scene) home() int {
	c := s.states
	if c == nil {
		return -1
	}
	for ; c.upTo <= s.index; c.upTo++ {
		for _, m := range s.sentences[c.upTo] {
			if e, ok := s.r.One(m); ok && s.r.Entities[e].Kind == mention.Country {
				c.count[e]++
			}
		}
	}
	best, tied := -1, false
	for e, n := range c.count {
		switch {
		case best < 0 || n > c.count[best]:
			best, tied = e, false
		case n == c.count[best]:
			tied = true
		}
	}
	if best < 0 || tied || !s.near(best) {
		return -1
	}
	return best
}

// near reports whether entity e is named in this sentence or one of the four before it.
func (s *scene) near(e int) bool {
	for i := max(0, s.index-4); i <= s.index; i++ {
		for _, m := range s.sentences[i] {
			if slices.Contains(s.r.Of[m], e) {
				return true
			}
		}
	}
	return false
}

// convened is the organisation whose meeting decides: "the Forum's summit agreed", "a meeting of the Forum set a date".
func (x *Extractor) convened(s *scene, heads []int) []Arg {
	t := s.t
	if len(heads) != 1 || !t.in(heads[0]) || t.lemma(heads[0]) != "meeting" && !x.lex.in("assemblies", t.lemma(heads[0])) {
		return nil
	}
	for _, c := range t.children(heads[0]) {
		m := s.at(c)
		if m < 0 || s.r.Mentions[m].Kind != mention.Organization || !t.is(c, "compound", "nmod:poss") && !(t.is(c, "nmod") && t.caseOf(c) == "of") {
			continue
		}
		args, _ := s.denoted(m)
		return args
	}
	return nil
}
