package extract

import (
	"strings"

	"newsgraph/internal/mention"
)

// signatories adds to src the parties that the words around the signing v tell of beside its subject: "between A and B",
// "on behalf of A"; of a passive that names nobody, those whose agreement it is, or who act under it.
func (x *Extractor) signatories(s *scene, f *frame, v int, targets []headed, src *ends) {
	t := s.t
	for _, a := range targets {
		x.collect(s, f, src, x.obliques(t, a.head, "between", false), "party")
	}
	x.collect(s, f, src, x.obliques(t, v, "between", false), "party")
	first := targets[0].head
	if len(src.args) == 0 && !src.unresolved {
		x.collect(s, f, src, x.inPhrase(s, first, v, "between"), "party")
	}
	if len(src.args) == 0 && !src.unresolved {
		x.collect(s, f, src, x.window(s, v, "between"), "party") // "was signed in Oslo between A and B"
	}
	x.collect(s, f, src, x.signers(s, v, first), "party")
	if (t.passive(v) || s.premodified(v) >= 0) && len(x.agents(t, v)) == 0 && (!src.unresolved || t.lower(v+1) == "with") {
		for _, a := range targets {
			src.add(x.owners(s, a.head), false)
		}
		if len(src.args) == 0 || t.lower(v+1) == "with" {
			x.collect(s, f, src, x.bound(t, v, first), "party")
		}
		if len(src.args) == 0 && !src.unresolved {
			src.add(x.hosting(s, f, v, targets[0].arg).args, false)
		}
	}
}

// hosting are the two or more parties of the clause beside which something is signed: "A and B held talks |with| two contracts
// signed".
func (x *Extractor) hosting(s *scene, f *frame, v int, target Arg) (both ends) {
	t := s.t
	if t.tag(v) != "VBN" || t.child(v, "aux", "aux:pass") >= 0 {
		return ends{}
	}
	k := v - 1
	for nounStart(t.tag(k)) && t.in(k) {
		k--
	}
	root := t.root(v)
	if t.lower(k) != "with" || k < t.s.First+2 || s.d.Tokens[k].Start > target.Span.Start || root < 0 || root == v || !t.isVerb(root) {
		return ends{}
	}
	heads, _ := x.surface(t, root, 0)
	if x.collect(s, f, &both, heads, "party"); len(both.args) < 2 {
		return ends{}
	}
	return both
}

// owners are the countries and bodies whose agreement the noun h names: "Chile's pact with Peru", "the Chile-Peru pact".
func (x *Extractor) owners(s *scene, h int) []Arg {
	t := s.t
	var out []Arg
	var inside []int // mentions before h in its phrase
	for _, m := range s.men {
		mm := s.r.Mentions[m]
		if (mm.Kind == mention.Country || mm.Kind == mention.Organization) && mm.Last <= h && mm.First > h-12 && modifiers(t, mm.Last, h) {
			inside = append(inside, m)
		}
	}
	for _, m := range inside {
		mm := s.r.Mentions[m]
		if t.tag(mm.Last) != "POS" && len(inside) < 2 {
			continue // "a Chilean pact" may be anybody's with Chile
		}
		if e, ok := s.r.One(m); ok {
			out = append(out, Arg{Entity: e, Span: t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind})
		}
	}
	return out
}

// premodified is the head of the agreement that participle v stands before: "the newly signed Chile-Peru pact"; -1 if
// there is none.
func (s *scene) premodified(v int) int {
	t := s.t
	if t.tag(v) != "VBN" || t.child(v, "aux", "nsubj", "nsubj:pass") >= 0 {
		return -1
	}
	if m := s.at(v + 1); m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && s.r.Mentions[m].First >= v-2 {
		return s.r.Mentions[m].Head
	}
	return -1
}

// modifiers reports whether tokens [first, last) can stand between a name and the noun that it modifies.
func modifiers(t *tree, first, last int) bool {
	for k := first; k < last; k++ {
		switch g := t.tag(k); {
		case t.tag(k-1) == "HYPH" && strings.HasSuffix(t.lower(k), "ed"):
			return false // "a Chile-brokered pact"
		case t.isNoun(k), strings.HasPrefix(g, "JJ"), g == "HYPH", g == "POS", g == "VBN", g == "CD", g == "SYM", t.lower(k) == "–", t.lower(k) == "-", t.lower(k) == "and":
		default:
			return false
		}
	}
	return true
}

// conforming are nouns by which something is done because of an agreement: "in accordance with", "under the terms of", "as part
// of".
var conforming = words("accordance line keeping compliance term part")

// bound are those who act under the agreement at noun h that participle v says was signed: "A and B will trade under a
// pact signed in Oslo", "A will get ships in a deal signed with B".
func (x *Extractor) bound(t *tree, v, h int) []int {
	p := t.caseOf(h)
	if n := t.parent(h); n >= 0 && t.is(h, "nmod", "obl") && conforming[t.lemma(n)] && t.caseOf(n) != "" {
		p = "under" // "in accordance with a pact", "under the terms of a pact"
	}
	if t.relation(v) != "acl" || p != "under" && (p != "in" && p != "through" && p != "by" || t.lower(v+1) != "with") {
		return nil
	}
	act := t.parent(h)
	for range t.order {
		if act < 0 || t.isVerb(act) || t.lower(v+1) != "with" {
			break
		}
		act = t.parent(act)
	}
	if act < 0 || !t.isVerb(act) {
		return nil
	}
	heads, _ := x.subjects(t, act)
	if len(heads) == 0 && t.lower(v+1) == "with" {
		heads, _ = x.surface(t, act, 0)
	}
	return heads
}

// signers are the parties in the phrases that follow a signature, wherever parsers hang them: "was signed for X by A
// and for Y by B", "signed it on behalf of X", "signed for X and B for Y", "by A from the X side and B from the Y side".
func (x *Extractor) signers(s *scene, v, target int) []int {
	t := s.t
	passive := t.passive(v)
	var by, behalf []int
	if next := x.nextToSign(s, v); next >= 0 {
		by = append(by, next)
	}
	for k := v + 1; t.in(k) && k < v+40 && !t.isFinite(k) && t.lower(k) != ";" && t.tag(k) != "WDT" && t.tag(k) != "WP"; k++ {
		state := t.lower(k) == "for" && k > target || t.lower(k) == "of" && t.lower(k-1) == "behalf"
		if t.tag(k) == "VBG" && !passive && k > target {
			break // "signed a pact pledging help for X"
		}
		gapped := false
		before := k - 1
		if t.lower(k) == "of" {
			before = k - 3 // "B on behalf of Y"
		}
		if m := s.at(before); state && m >= 0 && before > max(v, target) && s.r.Mentions[m].Kind == mention.Person {
			by, gapped = append(by, s.r.Mentions[m].Head), true // its verb goes unsaid
		}
		also := passive && len(by) > 0 && t.lower(k) == "and" && s.sideAt(k-1)
		if !state && !also && !(passive && t.lower(k) == "by" && (k == v+1 || t.tag(k-1) != "VBN")) {
			continue
		}
		j := k + 1
		for t.tag(j) == "DT" || t.tag(j) == "JJ" || t.tag(j) == "PRP$" {
			j++
		}
		m := s.at(j)
		if m < 0 || s.r.Mentions[m].First > j {
			continue
		}
		mm := s.r.Mentions[m]
		if state && t.lower(k) == "for" && t.tag(mm.Last) == "TO" {
			continue // "reached a deal with B for X to join"
		}
		switch {
		case also && mm.Kind != mention.Person:
		case !state:
			by = append(by, mm.Head)
		case (gapped || t.lower(k) == "of") && (mm.Kind == mention.Organization || mm.Kind == mention.Role && x.lex.in("representative", t.lemma(mm.Head))):
			behalf = append(behalf, mm.Head) // "on behalf of the government"
		case mm.Kind != mention.Country || t.isNoun(mm.Last) && s.at(mm.Last) < 0 || t.tag(mm.Last) == "POS" || t.tag(mm.Last) == "$":
		case t.lower(k) == "of" || len(by) > 0 || t.lower(mm.Last) == "by" || !passive:
			behalf = append(behalf, mm.Head)
		}
	}
	return append(by, behalf...)
}

// nextToSign is who is said to do after somebody else what v says, without a verb of his own: "signed first, |then| her
// colleague, B", "signed, |followed by| B"; -1 if nobody is.
func (x *Extractor) nextToSign(s *scene, v int) int {
	t := s.t
	for k := v + 1; t.in(k) && k < v+20 && !t.isFinite(k) && t.lower(k) != ";"; k++ {
		if w := t.lower(k); w != "then" && !(w == "by" && t.lower(k-1) == "followed") {
			continue
		}
		for j := k + 1; t.in(j) && j < k+6; j++ {
			m := s.at(j)
			if m < 0 || s.r.Mentions[m].Kind == mention.Pronoun {
				continue
			}
			h := s.r.Mentions[m].Head
			if kind := s.r.Mentions[m].Kind; kind != mention.Person && kind != mention.Role && kind != mention.Country || t.isVerb(s.last(h)) || t.tag(s.last(h)) == "MD" {
				return -1
			}
			return h
		}
		return -1
	}
	return -1
}

// turnedRound is who does what the participle v at the head of its sentence says, where he follows the verb: "Signing the
// pact was A", "Signing for Chile were A and B"; -1 if nobody does.
func (s *scene) turnedRound(v int) int {
	t := s.t
	if v != t.s.First && !(v == t.s.First+1 && t.tag(v-1) == "RB") || t.tag(v) != "VBG" {
		return -1
	}
	for k := v + 1; t.in(k) && k < v+12; k++ {
		if t.isFinite(k) {
			if m := s.at(k + 1); t.lemma(k) == "be" && m >= 0 && isParty(s.r.Mentions[m]) {
				return s.r.Mentions[m].Head
			}
			return -1
		}
	}
	return -1
}

// looksOn reports whether a is only there while others sign: "with X as a witness", "with X and Y looking on".
func (s *scene) looksOn(a Arg) bool {
	t := s.t
	for k := t.s.First; k < t.s.Last; k++ {
		if s.d.Tokens[k].Start >= a.Span.End {
			return false
		}
		if t.lower(k) != "with" {
			continue
		}
		for j := k + 1; t.in(j) && j < k+30 && !t.isFinite(j); j++ {
			w := t.lower(j)
			if s.at(j) < 0 && (w == "as" && strings.HasPrefix(t.lower(j+2), "witness") || w == "looking" || w == "watching" || w == "witnessing") {
				if s.d.Tokens[k].Start < a.Span.Start && a.Span.End <= s.d.Tokens[j].Start {
					return true
				}
				break
			}
		}
	}
	return false
}

// sideAt reports whether token k ends the name of a side: "for Chile", "from the Chilean side".
func (s *scene) sideAt(k int) bool {
	m := s.at(k)
	return s.t.lower(k) == "side" || m >= 0 && s.r.Mentions[m].Kind == mention.Country
}

// inPhrase is the noun after prep somewhere between tokens from and to: "pacts on trade and education between A and B
// were signed".
func (x *Extractor) inPhrase(s *scene, from, to int, prep string) []int {
	t := s.t
	for k := from + 1; k < to && k < from+20; k++ {
		if t.lower(k) != prep {
			continue
		}
		for j := k + 1; j < to && j < k+4; j++ {
			if m := s.at(j); m >= 0 {
				return []int{s.r.Mentions[m].Head}
			}
		}
	}
	return nil
}

// lateOf is the agreement behind who concludes it: "the conclusion by X and Y of a pact".
func (x *Extractor) lateOf(s *scene, n int) []int {
	t := s.t
	if t.lower(n+1) != "by" {
		return nil
	}
	for k := n + 2; t.in(k) && k < n+20 && !t.isVerb(k); k++ {
		if t.lower(k) != "of" {
			continue
		}
		for j := k + 1; j < k+7; j++ {
			if m := s.at(j); m >= 0 && s.r.Mentions[m].Kind == mention.Agreement {
				return []int{s.r.Mentions[m].Head}
			}
		}
	}
	return nil
}

// bearers are those of whom noun n is said: "Chile became a party to the treaty", "Chile, a signatory of the treaty".
func (x *Extractor) bearers(s *scene, n int) []int {
	t := s.t
	if b := t.child(n, "nsubj"); b >= 0 {
		return []int{b}
	}
	if who, first := s.unitBefore(n - 1); t.lower(n-1) == "as" && who >= 0 && t.lower(first-1) == "with" {
		return []int{who} // "with A and B as signatories"
	}
	h := t.parent(n)
	switch {
	case h < 0:
		return nil
	case t.tag(h) == "CD" && t.caseOf(n) == "of" && t.child(h, "nsubj") >= 0:
		return []int{t.child(h, "nsubj")} // "A was one of the signatories"
	case t.base(n) == "nsubj" && t.lemma(h) == "include":
		return x.objects(t, h) // "its signatories include A and B"
	case t.base(n) == "nsubj" && t.isNoun(h) && t.child(h, "cop") >= 0:
		return []int{h}
	case t.base(n) == "appos":
		return []int{h}
	case t.lemma(h) == "become" || t.lemma(h) == "be" || t.lemma(h) == "remain":
		heads, _ := x.surface(t, h, 0)
		return heads
	}
	return nil
}
