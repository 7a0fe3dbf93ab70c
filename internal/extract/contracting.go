package extract

import (
	"math"
	"slices"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// contractingRule names the relations that contracting adds.
const contractingRule = "contracting"

// contracting adds the states and bodies whose agreement it is that people, or nobody named there, are said to have signed,
// where the text says so elsewhere: "Chad and Mali have a new river treaty … Ministers A and B signed it", "the pact between
// Chad and Mali … It was signed in Oslo", "Chad awarded a contract to X", "Chad and Mali have agreed to share the river. A and
// B signed the agreement". Where a state or body has signed it, too, the text must say in so many words with whom.
func (x *Extractor) contracting(d *nlp.Doc, r *coref.Resolution, sentences [][]int, out *Result) {
	signed, sides := x.signedBy(r, out)
	if len(signed) == 0 {
		return
	}
	have := map[said]bool{}
	for _, rel := range out.Relations {
		if rel.Type == Signed && rel.Status == Occurred {
			have[identity(rel)] = true
		}
	}
	first := map[int]bool{} // agreements whose first mention has been seen
	for i, men := range sentences {
		if d.Sentences[i].Last-d.Sentences[i].First > longest {
			continue
		}
		var own *scene // of this sentence, once it is wanted
		for _, m := range men {
			e, ok := r.One(m)
			if !ok || r.Mentions[m].Kind != mention.Agreement {
				continue
			}
			rel, wanted := signed[e]
			if !wanted {
				continue
			}
			if own == nil {
				own = bareScene(d, r, i, sentences, nil)
			}
			s := own
			src, trigger := x.whoseAt(s, m)
			if sides[e] != nil {
				if src, trigger = x.whose(s, m); !slices.ContainsFunc(src, func(a Arg) bool { return sides[e][a.Entity] }) {
					continue
				}
			} else if len(src) == 0 && !first[e] && r.Mentions[m].First == r.Mentions[m].Head && s.t.lower(r.Mentions[m].First-1) == "the" && i > 0 && d.Sentences[i-1].Last == d.Sentences[i].First &&
				d.Sentences[i-1].Last-d.Sentences[i-1].First <= longest {
				s = bareScene(d, r, i-1, sentences, nil)
				src, trigger = x.agreedBefore(s)
			}
			first[e] = true
			for _, a := range src {
				if id := (said{Signed, a.Entity, e, ""}); !have[id] {
					have[id] = true
					x.addParty(s, rel, a, trigger, out)
				}
			}
		}
	}
}

// signedBy are the agreements that are said to have been signed, by entity, each with one of the relations that say so, and
// the states and bodies that are said to have signed them, where there are any.
func (x *Extractor) signedBy(r *coref.Resolution, out *Result) (signed map[int]Relation, sides map[int]map[int]bool) {
	signed, sides = map[int]Relation{}, map[int]map[int]bool{}
	for _, rel := range slices.Concat(out.Relations, out.unsigned) {
		e := rel.Target.Entity
		if rel.Type != Signed || e < 0 || r.Entities[e].Kind != mention.Agreement || rel.Status != Occurred {
			continue
		}
		if rel.Source.Entity >= 0 && rel.Source.Kind != mention.Person {
			if sides[e] == nil {
				sides[e] = map[int]bool{}
			}
			sides[e][rel.Source.Entity] = true
		}
		if _, ok := signed[e]; !ok {
			signed[e] = rel
		}
	}
	return signed, sides
}

// whose are those whose agreement its mention m and the phrase behind it say it is, and the token that says so.
func (x *Extractor) whose(s *scene, m int) (parties []Arg, trigger int) {
	t, mm := s.t, s.r.Mentions[m]
	for k := mm.Head + 1; t.in(k) && k < mm.Head+12 && !t.isFinite(k) && t.lower(k) != "," && t.lower(k) != ";"; k++ {
		if t.lower(k) == "between" {
			if list, _ := s.bodiesFrom(k + 1); len(list) > 1 {
				return list, mm.Head
			}
			if list := s.sidesFrom(k + 1); len(list) > 0 && s.tied(mm.Head, k) {
				return list, mm.Head
			}
			break
		}
	}
	if own := x.owners(s, mm.Head); len(own) > 1 || len(own) == 1 && t.lower(mm.Head+1) == "with" {
		if t.lower(mm.Head+1) == "with" {
			with, _ := s.bodiesFrom(mm.Head + 2)
			own = append(own, with...)
		}
		return own, mm.Head
	}
	return nil, -1
}

// whoseAt are those whose agreement the words around its mention m say it is, and the token that says so.
func (x *Extractor) whoseAt(s *scene, m int) (parties []Arg, trigger int) {
	if own, at := x.whose(s, m); len(own) > 0 {
		return own, at
	}
	t, mm := s.t, s.r.Mentions[m]
	subject, after := s.bodiesFrom(s.opening())
	v := x.contractingVerb(s, after, mm.First)
	switch {
	case len(subject) > 1 && t.lower(after) == ":":
		return subject, mm.Head // "Chad, Mali: river treaty signed"
	case len(subject) == 0 || v < 0:
		return nil, -1
	case x.lex.in("handing", t.lemma(v)) || t.lemma(v) == "award":
		return append(subject, x.awardedTo(s, mm.Last)...), v
	case len(subject) > 1:
		return subject, v
	case t.lower(mm.Head+1) == "with":
		with, _ := s.bodiesFrom(mm.Head + 2)
		return append(subject, with...), v
	}
	return nil, -1
}

// awardedTo is who gets what token k follows: "a contract for 60 buses |to| the Swedish maker X".
func (x *Extractor) awardedTo(s *scene, k int) []Arg {
	t := s.t
	for end := k + 12; t.in(k) && k < end && !t.isFinite(k); k++ {
		if t.lower(k) != "to" {
			continue
		}
		for j := k + 1; t.in(j) && j < k+9 && !t.isFinite(j) && t.lower(j) != ","; j++ {
			if m := s.at(j); m >= 0 && s.r.Mentions[m].Kind == mention.Organization {
				args, _ := s.bodiesFrom(s.r.Mentions[m].First)
				return args
			}
		}
		return nil
	}
	return nil
}

// opening is the token at which a sentence's subject may begin: its first, a dateline and an article left out.
func (s *scene) opening() int {
	k := s.t.s.First
	for j := k + 1; s.t.in(j) && j < k+14; j++ {
		if w := s.t.lower(j); w == "—" || w == "–" || w == "--" || w == "-" && s.d.Tokens[j-1].End < s.d.Tokens[j].Start {
			k = j + 1 // "BERN, May 14 - Chad …"
			break
		}
		if s.t.isVerb(j) {
			break
		}
	}
	if s.t.tag(k) == "DT" {
		k++
	}
	return k
}

// bodiesFrom are the states and bodies named in a list that begins at token k, and the token after it.
func (s *scene) bodiesFrom(k int) (list []Arg, after int) {
	t := s.t
	for t.in(k) {
		if t.tag(k) == "DT" {
			k++
		}
		m := s.at(k)
		if m < 0 || s.r.Mentions[m].First != k || t.tag(s.r.Mentions[m].Last) == "POS" {
			break
		}
		mm := s.r.Mentions[m]
		if mm.Kind != mention.Country && mm.Kind != mention.Organization && mm.Kind != mention.Role || mm.Kind == mention.Country && t.isNoun(mm.Last) && s.at(mm.Last) < 0 {
			break
		}
		args, open := s.denoted(m)
		if open || slices.ContainsFunc(args, func(a Arg) bool { return a.Kind == mention.Person }) {
			break
		}
		list, after, k = append(list, args...), mm.Last, mm.Last
		if w := t.lower(k); w != "," && w != "and" {
			break
		}
		for k++; t.lower(k) == "and"; {
			k++
		}
	}
	return list, after
}

// tied reports whether the "between" at token k tells whose the agreement at h is: nothing but its having been made, and when,
// stands between.
func (s *scene) tied(h, k int) bool {
	t := s.t
	for h++; h < k; h++ {
		if t.tag(h) != "VBN" && !dateWord(t, h) && t.lower(h) != "last" && t.lower(h) != "in" && t.lower(h) != "on" && t.tag(h) != "CD" {
			return false
		}
	}
	return true
}

// sidesFrom are the states and bodies among the two or more sides of a "between" before token k, of whom some may be unknown:
// "between Chad and two rebel groups".
func (s *scene) sidesFrom(k int) (list []Arg) {
	t, sides := s.t, 0
	for t.in(k) {
		for t.tag(k) == "DT" || t.tag(k) == "CD" || t.tag(k) == "JJ" && s.at(k) < 0 {
			k++
		}
		m := s.at(k)
		switch {
		case m >= 0 && s.r.Mentions[m].Kind == mention.Country && t.isNoun(s.r.Mentions[m].Last) && s.at(s.r.Mentions[m].Last) < 0:
			return nil // "the U.S. state of Ohio"
		case m >= 0 && s.r.Mentions[m].First == k && isParty(s.r.Mentions[m]):
			if args, open := s.denoted(m); !open && !s.aside(s.r.Mentions[m]) && s.r.Mentions[m].Kind != mention.Pronoun && !slices.ContainsFunc(args, func(a Arg) bool { return a.Kind == mention.Person }) {
				list = append(list, args...)
			}
			k = s.r.Mentions[m].Last
		case t.isNoun(k):
			for t.isNoun(k) && s.at(k) < 0 {
				k++
			}
		default:
			return nil
		}
		sides++
		if w := t.lower(k); w != "," && w != "and" {
			break
		}
		for k++; t.lower(k) == "and"; {
			k++
		}
	}
	if sides < 2 {
		return nil
	}
	return list
}

// contractingVerb is the verb behind a subject that ends before token k by which its members are parties to the agreement
// that begins at token target, -1 if there is none, or if it says that they are not.
func (x *Extractor) contractingVerb(s *scene, k, target int) int {
	t, verb := s.t, -1
	for ; t.in(k) && k < target; k++ {
		switch w := t.lower(k); {
		case x.lex.effect("negation", w) == "denied", t.tag(k) == "MD", w == "that", w == "which", w == "who", w == ";":
			return -1
		case verb < 0 && t.isVerb(k) && t.tag(k) != "VBG" && !(t.lemma(k) == "have" && (t.tag(k+1) == "VBN" || t.tag(k+2) == "VBN")):
			if !x.lex.in("contracting", t.lemma(k)) {
				return -1
			}
			verb = k
		case verb >= 0 && t.isFinite(k), t.tag(k) == "TO" && t.isVerb(k+1):
			return -1
		}
	}
	return verb
}

// agreedBefore are the states and bodies of whom a sentence says that they agreed to something, which the next one calls
// "the agreement", and the verb.
func (x *Extractor) agreedBefore(s *scene) ([]Arg, int) {
	t := s.t
	subject, k := s.bodiesFrom(s.opening())
	for t.lemma(k) == "have" || t.tag(k) == "RB" || dateWord(t, k) || t.lower(k) == "on" {
		k++
	}
	if len(subject) < 2 || t.lemma(k) != "agree" || t.tag(k) != "VBN" && t.tag(k) != "VBD" && t.tag(k) != "VBP" {
		return nil, -1
	}
	return subject, k
}

// addParty adds that party a signed what the relation given says that people signed.
func (x *Extractor) addParty(s *scene, given Relation, a Arg, trigger int, out *Result) {
	span := s.d.TokenSpan(trigger, trigger+1)
	at := func(sentence int, sp nlp.Span) bool { return sentence == s.index && sp.Start == span.Start }
	told := slices.ContainsFunc(out.Relations, func(rel Relation) bool { return at(rel.Sentence, rel.Trigger) })
	n := len(out.Abstentions)
	out.Abstentions = slices.DeleteFunc(out.Abstentions, func(b Abstention) bool { return at(b.Sentence, b.Trigger) })
	if !told && n == len(out.Abstentions) {
		out.Triggers++
	}
	rel := given
	rel.Source, rel.Date = a, when.Date{}
	rel.Sentence, rel.Quote, rel.Trigger = s.index, s.d.TokenSpan(s.t.s.First, s.t.s.Last), span
	rel.Target.Span = span
	rel.Rule, rel.Confidence = contractingRule, math.Round(given.Confidence*0.85*1000)/1000
	out.Relations = append(out.Relations, rel)
}
