package extract

import (
	"slices"

	"newsgraph/internal/mention"
)

// sides divides the parties between whom noun stands into two where the second is told as so many and then named, or as
// the first one's like: "talks between Chile and three neighbours, Peru, Bolivia and Argentina", "between X and his
// Peruvian and Bolivian counterparts", "between X and the presidents of Peru and Bolivia".
func sides(s *scene, noun int, both ends) (one, other ends, ok bool) {
	t := s.t
	for k := noun + 1; t.in(k) && k < noun+20; k++ {
		if t.lower(k) == "and" && t.tag(k+1) == "PRP$" {
			for j := k + 2; t.in(j) && j < k+9; j++ {
				if l := t.lemma(j); t.tag(j) == "NNS" && (l == "counterpart" || l == "colleague") {
					return split(both, s.d.Tokens[k].Start, s.d.Tokens[k].Start)
				}
			}
		}
		if t.lower(k) == "and" && t.lower(k+1) == "the" {
			j := k + 2
			for t.in(j) && j < k+5 && (t.tag(j) == "JJ" || t.tag(j) == "NN" || t.tag(j) == "NNP") {
				j++
			}
			if g := t.tag(j); (g == "NNS" || g == "NNPS") && t.lower(j+1) == "of" {
				return split(both, s.d.Tokens[k].Start, s.d.Tokens[k].Start)
			}
		}
		if t.lower(k) != "and" || t.tag(k+1) != "CD" {
			continue
		}
		comma := k + 2
		for t.in(comma) && comma < k+8 && (t.isNoun(comma) || t.tag(comma) == "JJ" || t.tag(comma) == "POS") {
			comma++
		}
		if t.lower(comma) != "," || t.tag(comma-1) != "NNS" {
			return one, other, false
		}
		return split(both, s.d.Tokens[k].Start, s.d.Tokens[comma].Start)
	}
	return one, other, false
}

// longestCast is of how many who meet each other it is asked who was on whose side before.
const longestCast = 8

// besideEachOther reports whether two were on the same side of a meeting told of before, of two or more on either side:
// "A and B met C and D. A, B, C and D also discussed …".
func (s *scene) besideEachOther(a, b Arg) bool {
	if s.before == nil || a.Kind != mention.Person || b.Kind != mention.Person {
		return false
	}
	type meeting struct{ trigger, with int }
	had := map[meeting]bool{} // by a
	with := func(r Relation, e int) (meeting, bool) {
		switch {
		case r.Type != MetWith || r.Status != Occurred || r.Sentence == s.index:
		case r.Source.Entity == e:
			return meeting{r.Trigger.Start, r.Target.Entity}, true
		case r.Target.Entity == e:
			return meeting{r.Trigger.Start, r.Source.Entity}, true
		}
		return meeting{}, false
	}
	for _, r := range s.before.Relations {
		if m, ok := with(r, a.Entity); ok {
			if m.with == b.Entity {
				return false
			}
			had[m] = true
		}
	}
	common := map[int]int{} // trigger to how many both met
	for _, r := range s.before.Relations {
		if m, ok := with(r, b.Entity); ok && had[m] {
			if common[m.trigger]++; common[m.trigger] > 1 {
				return true
			}
		}
	}
	return false
}

// split divides parties into those that begin before byte first and those after rest, several.
func split(both ends, first, rest int) (one, other ends, ok bool) {
	for _, a := range both.args {
		switch {
		case a.Span.Start < first:
			one.args = append(one.args, a)
		case a.Span.Start > rest:
			other.args = append(other.args, a)
		}
	}
	return one, other, len(one.args) > 0 && len(other.args) > 1
}

// severally reports whether those who have the meeting of noun need not have met each other there: "held separate talks",
// "attended a summit". n stands for noun in its clause.
func (x *Extractor) severally(t *tree, noun, n int) bool {
	for _, c := range t.children(noun) {
		if t.lower(c) == "separate" && t.tag(noun) == "NNS" {
			return true
		}
	}
	h := t.parent(n)
	return h >= 0 && x.lex.in("assemblies", t.lemma(noun)) && x.lex.in("attending", t.lemma(h))
}

// apart are those of the parties of whom it is known that they are of different countries, if any two are: who call
// others together have not met each other.
func (x *Extractor) apart(s *scene, args []Arg) []Arg {
	var out []Arg
	codes := map[string]bool{}
	for _, a := range args {
		if a.Entity >= 0 && s.r.Entities[a.Entity].Code != "" {
			out = append(out, a)
			codes[s.r.Entities[a.Entity].Code] = true
		}
	}
	if len(codes) < 2 {
		return nil
	}
	return out
}

// onlyBodies reports whether the parties are organisations: "the annual meetings of the A and the B" are each one's own.
func onlyBodies(args []Arg) bool {
	return !slices.ContainsFunc(args, func(a Arg) bool { return a.Kind != mention.Organization })
}

// beside are those of heads that no "with" of circumstance introduces: "held talks, with Chad on the agenda".
func beside(s *scene, heads []int) []int {
	t := s.t
	return slices.DeleteFunc(heads, func(h int) bool {
		k := h
		if m := s.at(h); m >= 0 {
			k = s.r.Mentions[m].First
		}
		if t.lower(k) == "nothing" || t.lower(k-1) == "no" || t.lower(k-1) == "little" {
			return true // "left the talks with no agreement"
		}
		for k--; t.in(k) && (t.tag(k) == "DT" || t.tag(k) == "JJ" || t.isNoun(k) || t.tag(k) == "PRP$" || t.lower(k) == "including" || t.tag(k) == "VBG" && t.lower(k-1) == "those"); {
			k--
		}
		if t.lower(k) != "with" || t.lower(k-1) != "," {
			return false
		}
		last := s.last(h)
		g := t.tag(last)
		return g == "VBG" || t.lower(last) == "meeting" || g == "VBN" || g == "VBD" || g == "IN" && (t.lower(last) == "on" || t.lower(last) == "at" || t.lower(last) == "as") && !dateWord(t, last+1)
	})
}

// freeRelatives puts talks that are called something in the place of the "what" before that: "left after |what she called
// frank| talks with X", "held |what he described as “open”| talks".
func (x *Extractor) freeRelatives(t *tree) {
	for k := t.s.First + 1; k < t.s.Last; k++ {
		host := t.isVerb(k-1) && x.lex.in("holdtalks", t.lemma(k-1)) && t.lower(k-1) != "following"
		if t.lower(k) != "what" || !host && t.tag(k-1) != "IN" && t.lower(k-1) != "following" {
			continue
		}
		for v := k + 2; t.in(v) && v < k+6; v++ {
			if !t.isVerb(v) || !x.lex.in("calling", t.lemma(v)) {
				continue
			}
			n, over := v+1, k-2
			for t.in(n) && n < v+7 && !(t.isNoun(n) && !t.isNoun(n+1)) {
				n++
			}
			for t.in(over) && !t.isVerb(over) {
				over--
			}
			if host {
				over = k - 1
			}
			if t.in(over) && x.lex.in("talks", t.lemma(n)) && t.under(n, v) {
				if t.set(n, over, "obl"); host {
					t.set(n, over, "obj")
				} else {
					t.set(k-1, n, "case")
				}
				t.set(v, n, "acl:relcl")
				t.set(k, v, "obj")
				t.link()
			}
			break
		}
	}
}

// withOthers reports whether "with" right behind noun names those whom its subjects met, and not the subjects again:
// "X and Y's meetings |with| fishermen".
func withOthers(t *tree, noun int) bool {
	next := t.lower(noun + 2)
	return t.lower(noun+1) == "with" && next != "each" && next != "one" && !nobodyElse[next]
}

// nobodyElse begin what follows "with" where it is nobody to meet.
var nobodyElse = words("no little nothing themselves")

// joint are the adverbs with which a meeting "brings" its members.
var joint = words("together")

// agreed is the subject of the verb before n of what people do only with each other: "A and B agreed …, officials said,
// after talks", "A and B released the following joint statement after talks". Who agreed did so in the talks, wherever
// parsers hang those.
func (x *Extractor) agreed(t *tree, n int) []int {
	for k := t.s.First; k < n; k++ {
		if t.isFinite(k) && t.isVerb(k) && (x.lex.in("together", t.lemma(k)) || x.lex.in("issuing", t.lemma(k)) && jointly(t, k)) {
			heads, _ := x.surface(t, k, 0)
			return heads
		}
	}
	return nil
}

// jointly reports whether the object behind verb v is joint: "issued the following joint statement".
func jointly(t *tree, v int) bool {
	for k := v + 1; k < v+4; k++ {
		switch t.lower(k) {
		case "joint":
			return true
		case "a", "the", "their", "this", "following":
		default:
			return false
		}
	}
	return false
}

// bound is of whom a relative clause says where he is or goes for n: "X, who is in Chad for a meeting with Y". Parsers
// hang n on what stands before the clause. -1 if there is none.
func bound(s *scene, n int) int {
	t := s.t
	p, going := t.caseOf(n), false
	if p != "for" && p != "to" {
		return -1
	}
	for k := n - 1; t.in(k) && k > n-16; k-- {
		switch w := t.lower(k); {
		case t.tag(k) == "WP" && w == "who":
			who := k - 1
			if t.lower(who) == "," {
				who--
			}
			if m := s.at(who); going && m >= 0 && s.r.Mentions[m].Kind == mention.Person && t.parent(n) < k {
				return s.r.Mentions[m].Head
			}
			return -1
		case w == ",":
			return -1
		case t.isFinite(k):
			if going {
				return -1
			}
			going = true
		}
	}
	return -1
}

// inHonour is for whom the meal of noun is: "a dinner |in honour of| X", "a dinner in X's honour".
func (s *scene) inHonour(noun int) []int {
	t := s.t
	for k := noun + 1; t.in(k) && k < noun+14 && !t.isFinite(k); k++ {
		if w := t.lower(k); w != "honour" && w != "honor" {
			continue
		}
		if m := s.at(k - 2); t.tag(k-1) == "POS" && m >= 0 {
			return []int{s.r.Mentions[m].Head}
		}
		for j := k + 2; t.lower(k+1) == "of" && t.in(j) && j < k+7; j++ {
			if m := s.at(j); m >= 0 && s.r.Mentions[m].Kind != mention.Country {
				return []int{s.r.Mentions[m].Head}
			}
		}
	}
	return nil
}

// addressed is whom verb v of speaking to somebody is said to: the one named right behind it, or its object.
func (x *Extractor) addressed(s *scene, v int) []int {
	k := v + 1
	if g := s.t.tag(k); g == "PRP$" || g == "DT" {
		k++ // "told his Chadian counterpart"
	}
	if m := s.at(k); m >= 0 && s.r.Mentions[m].First == k && isParty(s.r.Mentions[m]) && s.t.tag(s.r.Mentions[m].Last) != "POS" {
		return []int{s.r.Mentions[m].Head}
	}
	if o := s.t.child(v, "iobj"); o > v {
		return []int{o}
	}
	return x.objects(s.t, v)
}

// otherTie reports whether "between" before h follows another noun than the meeting's: "the meeting underscores the
// |partnership between| A and B".
func otherTie(s *scene, noun, h int) bool {
	t := s.t
	for k := h; k > noun; k-- {
		if t.lower(k) == "between" {
			return t.isNoun(k-1) && k-1 != noun && !dateWord(t, k-1) && s.at(k-1) < 0 && t.verbWithin(noun+1, k)
		}
	}
	return false
}

// saidAt is the verb by which somebody says something at the meeting n that a comma sets off from what he says: "X says peace
// can be kept|, in a talk with Y|"; -1 if none does. Parsers hang the meeting on what is said.
func (x *Extractor) saidAt(t *tree, n int) int {
	h := t.parent(n)
	if p := t.caseOf(n); h < 0 || t.base(n) != "obl" || p != "in" && p != "during" || t.lower(t.child(n, "case")-1) != "," || t.base(h) != "ccomp" || h > n {
		return -1
	}
	if say := t.parent(h); say >= 0 && say < h && t.isVerb(say) && x.lex.in("say", t.lemma(say)) {
		return say
	}
	return -1
}

// spokenBy is whose the words or journey are that a clause is about: "|X's| comments came after a meeting with Y".
func (x *Extractor) spokenBy(t *tree, heads []int) []int {
	for _, h := range heads {
		if p := t.child(h, "nmod:poss"); p >= 0 && (x.lex.in("utterance", t.lemma(h)) || x.lex.in("remarks", t.lemma(h))) {
			return []int{p}
		}
	}
	return nil
}

// laterIncluded are the people whom the clause of verb v includes behind other phrases among those whom it met: "met a range
// of leaders in Oslo on Monday, |including A and B|".
func (x *Extractor) laterIncluded(s *scene, v int) (out []Arg) {
	t := s.t
	for k := v + 1; t.in(k) && k < v+farIncluded && !t.isFinite(k); k++ {
		first := k + 1
		if t.tag(first) == "DT" {
			first++
		}
		if m := s.at(first); t.lower(k) == "including" && t.lower(k-1) == "," && m >= 0 && s.r.Mentions[m].First == first {
			return slices.DeleteFunc(x.including(s, k), func(a Arg) bool { return a.Kind != mention.Person })
		}
	}
	return nil
}

// farIncluded is how far behind its verb a meeting's members may be told, in tokens.
const farIncluded = 30

// tellers are those who say how talks n with somebody went: "X said talks with Y had ended".
func (x *Extractor) tellers(t *tree, n int) []int {
	h := t.parent(n)
	if p := t.caseOf(n); h < 0 || t.base(n) != "nsubj" && !(t.base(n) == "obl" && (p == "in" || p == "during")) || t.base(h) != "ccomp" {
		return nil
	}
	say := t.parent(h)
	if say < 0 || !t.isVerb(say) || !x.lex.in("say", t.lemma(say)) && t.lemma(say) != "announce" {
		return nil
	}
	heads, _ := x.surface(t, say, 0)
	return heads
}

// chaired relates those between whom noun is with each other, and with who presides over it in person: "X chaired talks
// between A and B".
func (x *Extractor) chaired(s *scene, f *frame, noun int, both ends, st fact) found {
	got := x.pairs(s, f, noun, noun, both, ends{}, st)
	h := s.t.parent(noun)
	if h < 0 || !s.t.is(noun, "obj", "nsubj:pass") || !x.lex.in("preside", s.t.lemma(h)) {
		return got
	}
	people := slices.DeleteFunc(slices.Clone(both.args), func(a Arg) bool { return a.Kind != mention.Person })
	var chair ends
	heads, _ := x.subjects(s.t, h)
	x.collect(s, f, &chair, heads, "person")
	if len(chair.args) == 1 && len(people) > 1 {
		got.relations = append(got.relations, x.pairs(s, f, noun, noun, chair, ends{args: people}, st).relations...)
	}
	return got
}
