package extract

import (
	"slices"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
)

// scene is one sentence with its syntax and what its mentions denote.
type scene struct {
	d     *nlp.Doc
	r     *coref.Resolution
	t     *tree
	index int   // of the sentence
	outer []int // per token of the sentence: the largest mention over it, -1 if none
	list  []int // per token: number of the enumeration its mention belongs to, -1 if none
}

func (x *Extractor) newScene(d *nlp.Doc, r *coref.Resolution, index int, mentions []int) *scene {
	s := &scene{d: d, r: r, t: newTree(d, index), index: index}
	n := d.Sentences[index].Last - d.Sentences[index].First
	s.outer, s.list = make([]int, n), make([]int, n)
	for i := range s.outer {
		s.outer[i], s.list[i] = -1, -1
	}
	for _, m := range mentions {
		mm := r.Mentions[m]
		for k := mm.First; k < mm.Last && k-s.t.s.First < n; k++ {
			if o := s.outer[k-s.t.s.First]; o < 0 || r.Mentions[o].Last-r.Mentions[o].First < mm.Last-mm.First {
				s.outer[k-s.t.s.First] = m
			}
		}
	}
	x.enumerate(s, mentions)
	return s
}

// at is the largest mention over token i, -1 if none.
func (s *scene) at(i int) int {
	if !s.t.in(i) {
		return -1
	}
	return s.outer[i-s.t.s.First]
}

// isParty reports whether a mention can take part in a relation.
func isParty(m mention.Mention) bool {
	switch m.Kind {
	case mention.Person, mention.Country, mention.Organization, mention.Role, mention.Pronoun:
		return true
	}
	return false
}

// enumerate finds lists of parties: "A, the president of X, B and C". Parsers are weak at these; what stands between
// the names says more. All tokens of a list's mentions get the list's number.
func (x *Extractor) enumerate(s *scene, mentions []int) {
	var outer []int
	for _, m := range mentions {
		if mm := s.r.Mentions[m]; isParty(mm) && s.at(mm.Head) == m && !(mm.Kind == mention.Country && mm.Demonym && !mm.Plural && x.modifies(s, mm)) {
			outer = append(outer, m)
		}
	}
	slices.SortFunc(outer, func(a, b int) int { return s.r.Mentions[a].First - s.r.Mentions[b].First })
	number := 0
	for i := 0; i < len(outer); {
		items := []int{outer[i]}
		joined, j, last := false, i+1, outer[i]
		for ; j < len(outer); j++ {
			sep, and := x.between(s, s.r.Mentions[last], s.r.Mentions[outer[j]])
			if sep == gapNone {
				break
			}
			last = outer[j]
			if sep == gapModifier {
				continue // "of X" belongs to the item before
			}
			items = append(items, outer[j])
			joined = joined || and
		}
		items = x.trim(s, items)
		if joined && len(items) > 1 {
			for _, m := range items {
				mm := s.r.Mentions[m]
				for k := mm.First; k < mm.Last; k++ {
					if s.at(k) == m {
						s.list[k-s.t.s.First] = number
					}
				}
			}
			number++
			i = max(i+1, slices.Index(outer, items[len(items)-1])+1)
			continue
		}
		i++
	}
}

// modifies reports whether a demonym stands before a noun that is no mention of its own: "Indian troops".
func (x *Extractor) modifies(s *scene, m mention.Mention) bool {
	return m.Last < s.t.s.Last && s.t.isNoun(m.Last) && s.at(m.Last) < 0
}

type gap uint8

const (
	gapNone     gap = iota
	gapList         // commas, "and"
	gapModifier     // "of", "'s": the second mention belongs to the first
)

// between says what separates two mentions that follow each other, and whether an "and" is in it.
func (x *Extractor) between(s *scene, a, b mention.Mention) (gap, bool) {
	t := s.t
	if b.First < a.Last || b.First-a.Last > 14 {
		return gapNone, false
	}
	and, sep, depth := false, false, 0
	for k := a.Last; k < b.First; k++ {
		w, g := t.lower(k), t.tag(k)
		switch {
		case w == "(" || g == "-LRB-":
			depth++
		case w == ")" || g == "-RRB-":
			depth--
		case depth > 0:
		case w == ",", w == ";":
			sep = true
		case w == "and" || w == "&" || w == "plus":
			and, sep = true, true
		case w == "as" && (t.lower(k+1) == "well" || t.lower(k-1) == "well"), w == "well" && t.lower(k-1) == "as":
			and, sep = true, true
		case (w == "along" || w == "together") && t.lower(k+1) == "with", w == "with" && (t.lower(k-1) == "along" || t.lower(k-1) == "together"):
			and, sep = true, true
		case w == "of" && !sep, w == "'s" && !sep, w == "’s" && !sep, w == "from" && !sep && k == a.Last:
			if k == a.Last || w == "of" {
				return gapModifier, false
			}
			return gapNone, false
		case g == "DT" || g == "PRP$" || g == "PDT" || len(g) >= 2 && (g[:2] == "JJ" || g[:2] == "NN") || g == "CD" || g == "POS" || w == "then" || g == "HYPH":
		case w == "of" && sep: // "A, leader of the X, and B"
		default:
			return gapNone, false
		}
	}
	if !sep {
		return gapNone, false
	}
	return gapList, and
}

// trim cuts a list where a new clause starts: "met A in X, and B said …".
func (x *Extractor) trim(s *scene, items []int) []int {
	t := s.t
	first := s.r.Mentions[items[0]].First
	k := first - 1
	for t.in(k) && (t.tag(k) == "DT" || t.tag(k) == "JJ" || t.isNoun(k) || t.tag(k) == "PRP$") {
		k--
	}
	governed := t.in(k) && (t.tag(k) == "IN" || t.tag(k) == "TO" || t.isVerb(k))
	if !governed || t.lower(k) == "between" || t.lower(k) == "among" || t.tag(k) == "IN" && t.isNoun(k-1) && s.at(k-1) < 0 && !dateWord(t, k-1) {
		return items
	}
	for len(items) > 1 {
		last := s.r.Mentions[items[len(items)-1]]
		if !t.in(last.Last) || !(t.isFinite(last.Last) || t.tag(last.Last) == "RB" && t.isFinite(last.Last+1)) {
			break
		}
		// "after meeting A, B and C said": everything after the first comma is the subject of what follows.
		if p := s.r.Mentions[items[0]]; t.lower(p.Last) == "," && t.in(k) && opensSentence(t, k) {
			return items[:1]
		}
		items = items[:len(items)-1]
	}
	return items
}

// opensSentence reports whether the phrase that token k governs stands at the start of the sentence.
func opensSentence(t *tree, k int) bool {
	for i := t.s.First; i < k; i++ {
		if t.isFinite(i) {
			return false
		}
	}
	return true
}

// parties returns the entities that the noun phrase headed by h names, its list included, and whether something in
// it stayed unresolved: a role or pronoun of whom the text does not say who is meant.
func (x *Extractor) parties(s *scene, h int) (args []Arg, unresolved bool) {
	seen := map[int]bool{}
	for _, c := range x.items(s, h) {
		a, un := x.party(s, c)
		unresolved = unresolved || un
		for _, arg := range a {
			if !seen[arg.Entity] {
				seen[arg.Entity] = true
				args = append(args, arg)
			}
		}
	}
	return args, unresolved
}

// items returns the heads of the list that h belongs to: by the enumeration of mentions, and by the tree.
func (x *Extractor) items(s *scene, h int) []int {
	t := s.t
	out := []int{}
	if m := s.at(h); m >= 0 {
		h = s.r.Mentions[m].Head
	}
	if n := s.list[h-t.s.First]; n >= 0 {
		last := -1
		for k := t.s.First; k < t.s.Last; k++ {
			if m := s.at(k); s.list[k-t.s.First] == n && m != last {
				out = append(out, s.r.Mentions[m].Head)
				last = m
			}
		}
		return out
	}
	for _, c := range t.conjuncts(h) {
		// A conjunct in another list, or that is the subject of a verb of its own, is a parser's mistake.
		if c != h && t.in(c+1) && t.isFinite(c+1) && c > h {
			if k := t.parent(c); k >= 0 && t.base(h) != "nsubj" {
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

// party returns the entities that the phrase headed by h, without its list, stands for.
func (x *Extractor) party(s *scene, h int) (args []Arg, unresolved bool) {
	t := s.t
	m := s.at(h)
	if m < 0 {
		return x.represented(s, h)
	}
	mm := s.r.Mentions[m]
	switch mm.Kind {
	case mention.Agreement, mention.Event:
		return nil, false
	}
	if of := s.r.Of[m]; len(of) > 0 {
		for _, e := range of {
			args = append(args, Arg{Entity: e, Span: t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind})
		}
		if mm.Kind == mention.Country && x.modifies(s, mm) && !x.lex.in("representative", t.lemma(headAfter(t, mm.Last))) {
			return nil, false // "Indian troops"
		}
		return args, false
	}
	if a, _ := x.represented(s, h); len(a) > 0 {
		return a, false
	}
	if a := x.including(s, mm.Last); len(a) > 0 {
		return a, false
	}
	return nil, true
}

// including returns the parties of "several countries, including A, B and C" from the token after the noun.
func (x *Extractor) including(s *scene, k int) []Arg {
	t := s.t
	if t.lower(k) == "," {
		k++
	}
	w := t.lower(k)
	if w != "including" && !(w == "such" && t.lower(k+1) == "as") && !(w == "like" && t.tag(k) == "IN") {
		return nil
	}
	for j := k + 1; t.in(j) && j < k+8; j++ {
		if m := s.at(j); m >= 0 {
			a, _ := x.parties(s, s.r.Mentions[m].Head)
			return a
		}
	}
	return nil
}

// headAfter is the last noun of the run of nouns and adjectives at i.
func headAfter(t *tree, i int) int {
	h := i
	for t.in(i) && (t.isNoun(i) || t.tag(i) == "JJ") {
		if t.isNoun(i) {
			h = i
		}
		i++
	}
	return h
}

// represented returns the country or organisation for which unnamed people at h stand: "officials from X", "the X
// government".
func (x *Extractor) represented(s *scene, h int) (args []Arg, unresolved bool) {
	t := s.t
	if !x.lex.in("representative", t.lemma(h)) {
		return nil, false
	}
	if a := x.including(s, h+1); len(a) > 0 {
		return a, false
	}
	for _, c := range t.children(h) {
		if !t.is(c, "nmod", "compound", "amod", "nmod:poss") {
			continue
		}
		if p := t.caseOf(c); t.relation(c) == "nmod" && p != "of" && p != "from" {
			continue
		}
		for _, i := range x.items(s, c) {
			m := s.at(i)
			if m < 0 {
				continue
			}
			mm := s.r.Mentions[m]
			if mm.Kind != mention.Country && mm.Kind != mention.Organization {
				continue
			}
			for _, e := range s.r.Of[m] {
				args = append(args, Arg{Entity: e, Span: t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind})
			}
		}
	}
	return args, len(args) == 0
}
