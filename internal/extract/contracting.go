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

// contracting adds the states and bodies whose agreement it is that people are said to have signed, where the text says
// so elsewhere: "Chad and Mali have a new river treaty … Ministers A and B signed it", "the pact between Chad and Mali",
// "Chad awarded a contract to X", "Chad and Mali have agreed to share the river. A and B signed the agreement".
func (x *Extractor) contracting(d *nlp.Doc, r *coref.Resolution, sentences [][]int, out *Result) {
	signed := x.signedBy(r, out)
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
			if len(src) == 0 && !first[e] && r.Mentions[m].First == r.Mentions[m].Head && s.t.lower(r.Mentions[m].First-1) == "the" && i > 0 && d.Sentences[i-1].Last == d.Sentences[i].First &&
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

// signedBy are the agreements that only people have signed, by entity, each with one of the relations that say so.
func (x *Extractor) signedBy(r *coref.Resolution, out *Result) map[int]Relation {
	signed, others := map[int]Relation{}, map[int]bool{}
	for _, rel := range out.Relations {
		e := rel.Target.Entity
		if rel.Type != Signed || e < 0 || r.Entities[e].Kind != mention.Agreement {
			continue
		}
		if rel.Status != Occurred || rel.Source.Kind != mention.Person {
			others[e] = others[e] || rel.Status == Occurred
			continue
		}
		if _, ok := signed[e]; !ok {
			signed[e] = rel
		}
	}
	for e := range others {
		delete(signed, e)
	}
	return signed
}

// whose are those whose agreement its mention m and the phrase behind it say it is, and the token that says so.
func (x *Extractor) whose(s *scene, m int) (parties []Arg, trigger int) {
	t, mm := s.t, s.r.Mentions[m]
	for k := mm.Head + 1; t.in(k) && k < mm.Head+12 && !t.isFinite(k) && t.lower(k) != "," && t.lower(k) != ";"; k++ {
		if t.lower(k) == "between" {
			if list, _ := s.bodiesFrom(k + 1); len(list) > 1 {
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
