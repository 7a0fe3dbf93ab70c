package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// headed is a target with the token that heads it.
type headed struct {
	arg    Arg
	head   int
	status fact
	by     []Arg // whose it is, where the clause tells and the subject does not
	joint  bool  // a paper, which binds only where two sign it
}

// targets finds what v's frame says was signed, announced or decided: in the first of the frame's roles that has
// something, or else in a clause.
func (x *Extractor) targets(s *scene, f *frame, v int) ([]headed, string) {
	t := s.t
	reason := "no target"
	if t.lemma(v) == "agree" && x.helps(s, v) {
		return nil, "says what something will do"
	}
	for _, r := range f.targets {
		var out []headed
		var why string
		switch r {
		case roleInfinitive:
			out, why = x.infinitives(s, v)
		case roleStyled:
			out, why = x.stylings(s, v)
		case roleAction:
			out, why = x.actions(s, f, v)
		case roleOwnClause:
			out, why = x.reported(s, f, v, true)
		default:
			out, why = x.things(s, f, v, r)
		}
		if len(out) > 0 {
			return out, ""
		}
		if why != "" {
			reason = why
		}
	}
	if out, ok := x.unsaid(s, f, v); ok {
		return out, ""
	}
	if g := v + 1; (f.Clause || f.Heads == "approvable" && x.lex.in(f.Heads, t.lemma(g))) && t.tag(g) == "VBG" && t.parent(g) == v && t.child(g, "obj") > g {
		if a, ok := x.actionTarget(s, g, false); ok {
			return []headed{{arg: a, head: g, status: happened}}, "" // "announced closing two stores", "approved sending troops"
		}
	}
	if o := t.child(v, "obj"); f.Clause && (o < 0 || len(f.withObject) > 0 || t.tag(o) == "PRP" || t.lower(o) == "that" || s.at(o) >= 0) {
		out, why := x.reported(s, f, v, false)
		if len(out) > 0 || why != "no clause" {
			return out, why
		}
	}
	return nil, reason
}

// helps reports whether those who agree at v, and do nothing themselves, agree what an agreement told of will do: "A and B agreed
// the pact would help", "agreed it will help".
func (x *Extractor) helps(s *scene, v int) bool {
	t, k := s.t, v+1
	if t.tag(k) == "DT" || t.lower(k) == "that" {
		k++
	}
	if t.tag(k) == "DT" {
		k++
	}
	m := s.at(k)
	if m < 0 || t.tag(s.r.Mentions[m].Last) != "MD" {
		return false
	}
	subject, _ := x.surface(t, v, 0)
	return s.r.Mentions[m].Kind == mention.Agreement || t.lower(k) == "it" && len(subject) > 0 && (t.tag(subject[0]) == "NNS" || len(x.items(s, subject[0])) > 1)
}

// beyondParty is the thing behind the party at h to whom it is promised: "promised X two ships"; -1 if there is none.
func (x *Extractor) beyondParty(s *scene, f *frame, h int) int {
	t := s.t
	m := s.at(h)
	if f.Class != "decision" || m < 0 || !isParty(s.r.Mentions[m]) {
		return -1
	}
	k := s.last(h)
	if g := t.tag(k); g != "DT" && g != "CD" && g != "$" && !strings.HasPrefix(g, "JJ") && g != "NNS" {
		return -1
	}
	for ; t.in(k) && nounStart(t.tag(k)) && s.at(k) < 0; k++ {
		if t.isNoun(k) && !t.isNoun(k+1) {
			return k
		}
	}
	return -1
}

// infinitives are the actions that v's infinitives, or gerunds after "to", name: "agreed to open", "committed to
// opening".
func (x *Extractor) infinitives(s *scene, v int) (out []headed, reason string) {
	t := s.t
	switch {
	case t.passive(v), t.tag(v) == "VBN" && t.child(v, "cop") >= 0:
		return nil, "says what somebody is like" // "a leader committed to peace"
	case t.tag(v) == "VBG" && t.is(v, "acl", "advcl") && t.lower(v-1) != "," && x.lex.in("agreement", t.lemma(v-1)):
		return nil, "says what a paper holds" // "signed a pact promising to end the war"
	case x.lex.in("questions", t.lower(v+1)), t.tag(v+1) == "IN" && x.lex.in("questions", t.lower(v+2)):
		return nil, "what is decided stays open" // "decide whether to leave", "decide on how to leave"
	}
	for _, c := range t.children(v) {
		if w := t.lower(v + 1); t.tag(c-1) == "TO" && (agreed[t.prepositionBefore(c-1)] || (w == "on" || w == "upon") && t.isNoun(c-2) || t.lower(c-2) == "order" && t.lower(c-3) == "in") {
			continue // "agreed on an approach to reform the bank", "agreed to a truce in order to rest"
		}
		if t.base(c) == "xcomp" && t.isVerb(c) || t.base(c) == "ccomp" && t.tag(c) == "VB" && t.markOf(c) == "to" ||
			t.tag(c) == "VBG" && t.is(c, "advcl", "obl", "ccomp") && t.lower(c-1) == "to" {
			a, why := x.infinitiveTargets(s, c)
			if a, why = x.withoutAims(t, v, a, why); why != "" || len(a) > 0 {
				out, reason = append(out, a...), why
			}
		} else if a, ok := x.doneBy(s, c); ok && t.is(c, "advcl", "obl", "ccomp") && t.markOf(c) == "to" {
			out = append(out, headed{arg: a, head: c, status: happened}) // "agreed to Peru's joining the pact"
		}
	}
	for _, c := range t.children(v) {
		if t.tag(c) == "VBG" && t.lower(c-1) == "against" && c > v {
			if a, ok := x.actionTarget(s, c, true); ok {
				out = append(out, headed{arg: a, head: c, status: happened}) // "decided against joining"
			}
		}
	}
	if len(out) == 0 && reason == "" {
		if c := x.lateInfinitive(t, v); c >= 0 {
			a, why := x.infinitiveTargets(s, c)
			return x.withoutAims(t, v, a, why)
		}
	}
	return out, reason
}

// things are the nouns in role r of v that the frame takes.
func (x *Extractor) things(s *scene, f *frame, v int, r string) (out []headed, reason string) {
	t := s.t
	heads := slices.DeleteFunc(x.obliques(t, v, r, len(f.withObject) > 0), func(h int) bool { return h < v && r == "to" && !relative(t, h) }) // "to that end"
	if f.Class == "decision" && t.lemma(v) == "agree" && t.tag(v) == "VBP" && t.is(v, "ccomp") {
		return nil, "says what they think" // "he said both sides agree on the route"
	}
	if f.Heads == "scheme" && r != roleObject && t.passive(v) {
		return nil, "says what somebody was told"
	}
	if len(heads) == 0 && f.Class == "decision" && r != roleObject && r != roleSubject && f.Heads != "" {
		if heads = x.obliques(t, v, r, true); len(heads) == 0 {
			heads = x.window(s, v, r) // "told the council of plans to"
		}
	}
	switch {
	case r == roleSubject:
		heads, _ = x.surface(t, v, 0)
	case len(heads) == 0 && r != roleObject && t.lower(v+1) == r && t.tag(v+2) != "VB" && t.relation(v) == "acl:relcl":
		heads = []int{t.parent(v)} // "the treaty that they entered into"
	case len(heads) > 0 && r != roleObject && relative(t, heads[0]) && t.lower(heads[0]) != "what":
		heads = slices.DeleteFunc([]int{antecedent(t, v)}, func(h int) bool { return h < 0 }) // "the treaty to which they put their names"
	}
	if behind := s.signedBeforeBe(f, v); len(behind) > 0 && r == roleObject {
		return behind, ""
	}
	if r == roleObject {
		heads = x.objects(t, v)
		if f.Class == "decision" && t.lemma(v) == "agree" && len(heads) > 0 && heads[0] < v {
			return nil, reason // "consequences that we agreed upon"
		}
		if a := s.premodified(v); a >= 0 && f.Class == "agreement" {
			heads = []int{a}
		} else if m := s.at(v + 1); m >= 0 && !t.passive(v) && (len(heads) == 0 || f.Class == "appointment" && s.r.Mentions[m].Kind == mention.Person) {
			heads = []int{s.r.Mentions[m].Head}
		} else if next := s.agreementNext(v); f.Class == "agreement" && next >= 0 && !t.passive(v) && (len(heads) == 0 || s.at(heads[0]) != s.at(next)) {
			heads = []int{next}
		} else if late := x.lateAgreement(s, v); f.Class == "agreement" && len(late) > 0 {
			heads = late
		} else if f.Class == "appointment" && (len(heads) > 0 || !t.passive(v)) {
			heads = x.appointee(s, v, heads)
		}
		if f.Class == "agreement" && !t.passive(v) {
			heads = x.agreementAmong(s, v, heads)
		}
		if f.Class == "appointment" && t.lemma(v) == "name" && len(heads) > 0 && !x.namedTo(s, v, heads[0]) {
			return nil, "says only who it is"
		}
		if state := x.putUnder(s, v); state >= 0 {
			heads = []int{state}
		} else if day := declaredDay(t, v); day >= 0 {
			heads = []int{day}
		} else if s.predicative(v, heads) {
			return nil, "says what somebody is, not what is to be done"
		}
	}
	if listed := x.listed(s, f, heads); len(listed) > 0 {
		return listed, ""
	}
	if f.Heads == "offered" && t.pluperfect(v) {
		return nil, "told as what went before"
	}
	for _, h := range heads {
		if f.Class == "agreement" {
			h = x.whole(s, h)
		}
		if a := x.whatIsCalled(s, f, h); a >= 0 {
			h = a
		} else if b := x.beyondParty(s, f, h); b >= 0 {
			h = b
		}
		if last := s.last(h); t.tag(last) == "POS" {
			if a, ok := x.doneBy(s, last+1); ok {
				out = append(out, headed{arg: a, head: last + 1, status: happened})
				continue
			}
		}
		for _, c := range x.targetHeads(s, nounAfter(t, h)) {
			if f.Class == "decision" && t.is(v, "acl") && t.parent(v) == h && c > v {
				continue // "the aid announced by X and |efforts| to …"
			}
			if _, last := x.phrase(s, c); t.lemma(v) == "order" && t.tag(last) == "TO" && t.lower(last+1) == "be" {
				reason = "what is ordered follows" // "ordered the probes to be merged"
				continue
			}
			taken, why := x.taken(s, f, c)
			if why != "" {
				reason = why
			}
			out = append(out, taken...)
			if f.Class == "decision" && len(taken) > 0 {
				out = append(out, x.alsoTo(s, c)...)
			}
		}
	}
	return out, reason
}

// pluperfect reports whether verb v tells what had happened before: "had offered".
func (t *tree) pluperfect(v int) bool {
	for _, c := range t.children(v) {
		if t.base(c) == "aux" && (t.lower(c) == "had" || t.lower(c) == "'d") {
			return true
		}
	}
	return false
}

// signedBeforeBe are the agreements behind the participle v that opens its sentence: "Also signed were a pact between A and
// B and a protocol", with those whose they are.
func (s *scene) signedBeforeBe(f *frame, v int) (out []headed) {
	t := s.t
	if f.Class != "agreement" || t.lemma(v+1) != "be" || v != t.s.First && !(v == t.s.First+1 && t.tag(v-1) == "RB") {
		return nil
	}
	for _, m := range s.men {
		mm := s.r.Mentions[m]
		e, ok := s.r.One(m)
		if !ok || mm.Kind != mention.Agreement || mm.First < v || s.at(mm.Head) != m {
			continue
		}
		h := headed{arg: s.agreement(m, e), head: mm.Head, status: happened}
		for k := mm.Head + 1; t.in(k) && k < mm.Head+8 && !t.isFinite(k); k++ {
			if t.lower(k) == "between" {
				h.by, _ = s.bodiesFrom(k + 1)
				break
			}
		}
		out = append(out, h)
	}
	return out
}

// doneBy makes the target of a gerund at v with a possessor: "Peru's joining the pact".
func (x *Extractor) doneBy(s *scene, v int) (Arg, bool) {
	t := s.t
	if t.tag(v) != "VBG" || t.tag(v-1) != "POS" || t.isNoun(v+1) && t.child(v, "obj") < 0 {
		return Arg{}, false
	}
	who, first := s.unitBefore(v - 1)
	if who < 0 {
		return Arg{}, false
	}
	a, ok := x.actionTarget(s, v, true)
	a.Text = t.phraseText(first, v) + strings.TrimPrefix(a.Text, "not")
	a.Span.Start = t.d.Tokens[first].Start
	return a, ok && a.Entity < 0
}

// agreementAmong are the objects of v, of two that a parser gives it the one that is an agreement.
func (x *Extractor) agreementAmong(s *scene, v int, heads []int) []int {
	if len(heads) != 1 || s.at(heads[0]) >= 0 {
		return heads
	}
	for _, c := range s.t.children(v) {
		if m := s.at(c); c > v && s.t.base(c) == "obj" && m >= 0 && s.r.Mentions[m].Kind == mention.Agreement {
			return []int{c}
		}
	}
	return heads
}

// declaredDay is what v declares a day, or days, to be: "declared Friday and Saturday a public |holiday|"; -1 if it declares
// no day.
func declaredDay(t *tree, v int) int {
	k := v + 1
	if l := t.lemma(v); l != "declare" && l != "proclaim" || !dateWord(t, k) && !dateWord(t, k+1) {
		return -1
	}
	for dateWord(t, k) || t.tag(k) == "DT" && dateWord(t, k+1) || t.lower(k) == "and" || t.tag(k) == "," {
		k++
	}
	if w := t.lower(k); w == "as" {
		k++
	}
	if w := t.lower(k); w != "a" && w != "an" && t.lower(k-1) != "as" && t.tag(k) != "NNS" {
		return -1
	}
	for ; t.in(k); k++ {
		if t.isNoun(k) && !t.isNoun(k+1) {
			if t.lemma(k) == "day" && t.lower(k+1) != "of" && t.lower(k+1) != "for" && !t.isNoun(k-1) && !strings.HasPrefix(t.tag(k-1), "JJ") {
				break // "proclaim April 13 as a day to remember"
			}
			return k
		}
		if g := t.tag(k); g != "DT" && !strings.HasPrefix(g, "JJ") && g != "HYPH" && !t.isNoun(k) && g != "VBN" {
			break
		}
	}
	return -1
}

// putUnder is the state that v declares its object to be in: "declared the province under a state of emergency"; -1 if
// it does not say that.
func (x *Extractor) putUnder(s *scene, v int) int {
	t := s.t
	o := t.child(v, "obj")
	if l := t.lemma(v); l != "declare" || o < 0 {
		return -1
	}
	for k := o + 1; t.in(k) && k < o+12; k++ {
		if w := t.lower(k); w != "under" && !(w == "in" && near(t, k+2, k+6, words("state")) && near(t, k+3, k+9, emergencies)) {
			continue
		}
		for j := k + 1; t.in(j) && j < k+6; j++ {
			if t.isNoun(j) && !t.isNoun(j+1) {
				return j
			}
		}
	}
	return -1
}

// emergencies are what a state is declared to be of.
var emergencies = words("emergency alert siege war disaster calamity")

// taken is what frame f takes of the phrase headed by h, or why it takes nothing.
func (x *Extractor) taken(s *scene, f *frame, h int) ([]headed, string) {
	if parties := x.partyTargets(s, f, h); parties != nil {
		return parties, ""
	}
	switch {
	case f.builtIn && x.transfer(s, h):
		return nil, "somebody signed by a team"
	case f.Type == Signed && s.t.suchA(h):
		return nil, "says what kind of thing, not which"
	}
	a, why := x.checked(s, f, h)
	if m := s.at(h); f.Class == "decision" && f.Clause && m >= 0 && s.r.Mentions[m].Kind == mention.Person && s.t.lower(s.r.Mentions[m].Last) == "as" && !s.t.passive(s.t.parent(h)) {
		if k := x.nounFrom(s.t, s.r.Mentions[m].Last+1); !x.lex.in("accused", s.t.lemma(k)) && s.t.isNoun(k) {
			a, why = x.appointment(s, h) // "announced X as envoy to Peru"
		}
	}
	if why != "" && x.paper(s, f, h) {
		first, last := x.phrase(s, h)
		for k := h + 1; k < last; k++ {
			if w := s.t.lower(k); w == "with" || w == "between" {
				last = k // the parties are no part of its name
			}
		}
		a := Arg{Entity: -1, Span: s.t.d.TokenSpan(first, last), Text: s.t.phraseText(first, last), Kind: mention.Agreement}
		return []headed{{arg: a, head: h, status: x.nounStatus(s.t, h), joint: true}}, ""
	}
	if why != "" {
		return nil, why
	}
	return []headed{{arg: a, head: h, status: x.nounStatus(s.t, h), joint: f.Type == Signed && a.Entity < 0 && x.lex.in("onesided", s.t.lemma(h))}}, ""
}

// partyTargets are those whom a frame takes that is about people, countries or organisations; h may head a list of them.
func (x *Extractor) partyTargets(s *scene, f *frame, h int) (out []headed) {
	switch f.Class {
	case "place", "person", "party", "any":
		l := s.t.lemma(h)
		if f.Nobut != "" && x.lex.in(f.Nobut, l) || f.Heads != "" && !x.lex.in(f.Heads, l) {
			return nil
		}
		args, _ := x.parties(s, h)
		for _, a := range args {
			if x.fits(s, a, f.Class) {
				out = append(out, headed{arg: a, head: h, status: x.nounStatus(s.t, h)})
			}
		}
	}
	return out
}

// predicative reports whether v says of its object what it is: "declared the area a disaster zone", "declared him
// the winner".
func (s *scene) predicative(v int, objects []int) bool {
	t := s.t
	if l := t.lemma(v); l != "declare" && l != "proclaim" && l != "call" {
		return false
	}
	for _, c := range t.children(v) {
		if t.base(c) == "xcomp" && c > v && !t.isVerb(c) && t.lower(c) != "effective" {
			return true
		}
	}
	if t.lemma(v) != "call" && twoObjects(t, v) {
		return true
	}
	for _, o := range objects {
		for k := o + 1; t.in(k) && k < o+20 && !t.isFinite(k); k++ {
			if t.lower(k) == "as" && t.lower(k+1) != "part" && t.lower(k+1) != "of" && t.lower(k+1) != "well" && t.lower(k+2) != "result" && (!opensClause(t, k) || strings.HasPrefix(t.tag(k+1), "JJ") && t.tag(k+2) == "CC") {
				return true
			}
			if t.tag(k) == "TO" && t.lower(k+1) == "be" && t.lemma(v) == "declare" {
				return true // "declared the area to be safe"
			}
		}
		for k := s.last(o); t.in(k) && k < o+9 && t.tag(k) != "," && !t.isVerb(k); k++ {
			if t.tag(k) == "JJ" && t.isNoun(k-1) && !t.isNoun(k+1) && !strings.HasPrefix(t.tag(k+1), "JJ") && t.tag(k+1) != "HYPH" && t.lower(k) != "due" && t.lower(k) != "effective" {
				return true // "declared the tariffs on steel illegal"
			}
		}
	}
	return false
}

// twoObjects reports whether one noun phrase follows another right behind v: "declared |the group| |a gang|".
func twoObjects(t *tree, v int) bool { return secondObject(t, v) >= 0 }

// secondObject is the determiner of the second of two noun phrases right behind v: "hand the region |an| aid package"; -1
// if there are not two.
func secondObject(t *tree, v int) int {
	noun := false
	for k := v + 1; t.in(k); k++ {
		switch g := t.tag(k); {
		case noun && g == "DT":
			return k
		case t.isNoun(k) && !dateWord(t, k):
			noun = true
		case !nounStart(g) && g != "POS" && g != "PRP$" && g != "HYPH" && t.lower(k) != "of":
			return -1
		}
	}
	return -1
}

// opensClause reports whether the conjunction at k has a verb near: "as prices rise".
func opensClause(t *tree, k int) bool {
	for j := k + 1; t.in(j) && j < k+8 && t.lower(j) != ","; j++ {
		if t.isFinite(j) {
			return true
		}
	}
	return false
}

// nounAfter is the noun that an adjective at h stands before, where the parser took the adjective for the head.
func nounAfter(t *tree, h int) int {
	if w := t.lower(h); (w == "more" || w == "less") && t.lower(h+1) == "than" {
		for k := h + 2; k < h+6; k++ { // "pledged more than $5 million"
			if t.tag(k) == "$" || t.isNoun(k) && !t.isNoun(k+1) {
				return k
			}
		}
	}
	if g := t.tag(h); !strings.HasPrefix(g, "JJ") && g != "VBN" && g != "VBG" {
		return h
	}
	for k := h + 1; t.in(k) && k < h+5; k++ {
		switch g := t.tag(k); {
		case t.isNoun(k):
			for t.isNoun(k + 1) {
				k++
			}
			return k
		case g != "JJ" && g != "," && g != "VB" && g != "CC" && g != "VBN" && g != "RB":
			return h
		}
	}
	return h
}

// nounStatus reads a noun's own modifiers: "no agreement", "a possible deal".
func (x *Extractor) nounStatus(t *tree, n int) fact {
	for _, c := range t.children(n) {
		if t.base(c) == "det" && (t.lower(c) == "no" || t.lower(c) == "neither") {
			return fact{Denied, t.lower(c)}
		}
	}
	return happened
}

// targetHeads are the coordinated heads of h that are things.
func (x *Extractor) targetHeads(s *scene, h int) []int {
	var out []int
	for _, c := range s.t.conjuncts(h) {
		if s.t.isNoun(c) || s.t.tag(c) == "CD" || s.t.tag(c) == "$" || s.t.tag(c) == "VBG" || c == h {
			out = append(out, c)
		}
	}
	return out
}

// checked makes the target headed by h if the frame takes it.
func (x *Extractor) checked(s *scene, f *frame, h int) (Arg, string) {
	t := s.t
	l := t.lemma(h)
	if of := x.counted(t, h); of >= 0 {
		return x.checked(s, f, of)
	}
	m := s.at(h)
	agreement := m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && f.Class == "agreement"
	proper := agreement && (s.r.Mentions[m].Proper || f.Proper && s.proper(m))
	if f.Class == "agreement" && !agreement && (t.lower(h) == "it" || t.lower(h) == "them" || l == "former" || l == "latter" || l == "page" || l == "copy" || x.lex.in("papers", l)) {
		if a, ok := x.referred(s, h); ok {
			return a, ""
		}
	}
	jobs := l == "loss" && slices.ContainsFunc(t.children(h), func(c int) bool { return t.lemma(c) == "job" || t.lemma(c) == "post" })
	switch {
	case f.Nobut != "" && x.lex.in(f.Nobut, l) && !agreement && !jobs && !(f.Class == "agreement" && l == "statement" && x.joint(t, h)) && !(agreement && x.lex.in("papers", l)) && !(f.Class == "agreement" && x.lex.in("bargain", l)):
		return Arg{}, "“" + l + "” is ruled out"
	case f.Nobut == "figure" && x.lex.in("research", l) && x.lex.in("findings", t.lemma(max(t.child(h, "acl"), t.s.First))):
		return Arg{}, "what was found" // "announced a study that shows …"
	case f.Heads == "callable" && l == "conference" && (t.lower(h-1) == "news" || t.lower(h-1) == "press"):
		return Arg{}, "only where something is to be said"
	case f.Heads == "announceable" && s.over(h):
		return Arg{}, "a meeting that is over"
	case f.Heads != "" && !x.lex.in(f.Heads, l) && !agreement && !(x.joint(t, h) && x.lex.in(f.Heads, "joint-"+l)):
		return Arg{}, "“" + l + "” is nothing that this rule means"
	case f.Proper && !proper:
		return Arg{}, "not a named agreement"
	case f.Class == "agreement" && x.law(s, h) && !proper:
		return Arg{}, "domestic law"
	case f.Class == "place" || f.Class == "person" || f.Class == "party":
		return Arg{}, "no " + f.Class
	}
	if f.Class == "appointment" {
		return x.appointment(s, h)
	}
	if l == "signing" && x.recruits(s, h) {
		return Arg{}, "somebody signed by a team"
	}
	if v := t.parent(h); f.Class == "decision" && v >= 0 && x.lex.in("promising", t.lemma(v)) && (x.lex.in("goodwill", l) || x.lex.in("threats", l) || l == "support") {
		return Arg{}, "“" + t.lemma(v) + " " + l + "” is too vague for a decision" // "pledged closer cooperation"
	}
	if v := t.parent(h); f.Class == "decision" && v >= 0 && x.lex.in("showing", t.lemma(v)) && t.isNoun(h) && !agreement && !x.decided(s, h) {
		return Arg{}, "“" + l + "” is shown and not decided" // "unveiled a statue"
	}
	if f.Class == "decision" && t.tag(h) == "CD" && t.tag(h-1) != "$" {
		return Arg{}, "a figure"
	}
	a, why := x.nounTarget(s, h)
	if f.Type == Signed && a.Entity < 0 {
		a.Kind = mention.Agreement // whatever it is called: it is signed
	}
	return a, why
}

// over reports whether the text below the headline says of the meeting at h that people met: "Statement on X's Meeting with
// Y", and then "X met today with Y".
func (s *scene) over(h int) bool {
	if s.index > 0 || s.t.lemma(h) != "meeting" && s.t.lemma(h) != "summit" || len(s.d.Sentences) < 2 {
		return false
	}
	next := s.d.Sentences[1]
	for k := next.First; k < next.Last; k++ {
		switch t := s.d.Tokens[k]; t.Tag {
		case "MD":
			return false
		case "VBD":
			return true
		}
	}
	return false
}

// suchA reports whether noun h is only one of a kind: "such a treaty".
func (t *tree) suchA(h int) bool {
	k := h - 1
	if t.tag(h) == "NNS" {
		return false
	}
	for t.isNoun(k) || strings.HasPrefix(t.tag(k), "JJ") && t.lower(k) != "such" || t.lower(k) == "a" || t.lower(k) == "an" {
		k--
	}
	return t.lower(k) == "such"
}

// counted is the noun that h only says how many of: "agreements" in "a series of agreements"; -1 if h is none such.
func (x *Extractor) counted(t *tree, h int) int {
	if !x.lex.in("quantity", t.lemma(h)) {
		return -1
	}
	for _, c := range t.children(h) {
		if c > h && t.isNoun(c) && t.caseOf(c) == "of" {
			return c
		}
	}
	return -1
}

// alsoTo are the further actions that the noun at h introduces: "plans to shut a mine and |sell| a port".
func (x *Extractor) alsoTo(s *scene, h int) []headed {
	t := s.t
	for _, c := range t.children(h) {
		if c > h && (x.lex.in("resolves", t.lemma(h)) || t.lemma(h) == "plan") && t.is(c, "acl", "advcl", "xcomp") && t.isVerb(c) && t.markOf(c) == "to" {
			out, _ := x.actionsOf(s, c, t.conjuncts(c)[1:])
			return slices.DeleteFunc(out, func(a headed) bool { return a.arg.Entity < 0 && !strings.Contains(a.arg.Text, " ") }) // "withdraw them and replace them"
		}
	}
	return nil
}

// infinitiveTargets makes targets of an infinitive and those coordinated with it.
func (x *Extractor) infinitiveTargets(s *scene, c int) ([]headed, string) {
	return x.actionsOf(s, c, s.t.conjuncts(c))
}

// actionsOf makes targets of the infinitive c and those coordinated with it, of which it is one, as far as verbs holds them.
func (x *Extractor) actionsOf(s *scene, c int, verbs []int) ([]headed, string) {
	t := s.t
	var out []headed
	reason := "the infinitive names no action"
	for _, v := range verbs {
		if !t.isVerb(v) || v != c && (t.tag(v) == "VBN" || t.tag(v) == "VBD") && t.tag(v) != t.tag(c) {
			continue
		}
		w := v
		for range 3 {
			n := t.child(w, "xcomp")
			if n < 0 || !x.lex.in("descend", t.lemma(w)) {
				break
			}
			w = n
		}
		obj := t.child(w, "obj")
		part := t.lemma(w) == "take" && t.lower(w+1) == "part"
		if obj > w && t.lemma(w) == "take" && x.lex.in("idle", t.lemma(obj)) && !part {
			reason = "“take " + t.lemma(obj) + "” is too vague for a decision"
			if a, ok := x.through(s, obj); ok {
				out = append(out, headed{arg: a, head: w, status: happened}) // "take steps to protect the river"
			}
			continue
		}
		ahead := x.goesAhead(s, w) >= 0
		if a, ok := x.meetAgain(s, w); ok {
			out = append(out, headed{arg: a, head: w, status: happened})
			continue
		}
		lets := obj > w && x.lex.in("letting", t.lemma(w)) && t.child(w, "xcomp") > obj // "agreed to let inspectors visit the site"
		if x.lex.in("vague", t.lemma(w)) && !ahead && !lets && !part && !x.definite(s, w) && !(obj >= 0 && (t.lemma(w) == "take" || t.lemma(w) == "make" || t.lemma(w) == "have")) {
			reason = "“" + t.lemma(w) + "” is too vague for a decision"
			continue
		}
		if obj < 0 && t.lemma(w) == "build" {
			reason = "“build” is too vague for a decision" // "agreed to build on their efforts"
			continue
		}
		if obj >= 0 && x.lex.in("furthering", t.lemma(w)) && x.lex.in("goodwill", t.lemma(obj)) {
			reason = "“" + t.lemma(w) + " " + t.lemma(obj) + "” is too vague for a decision"
			continue
		}
		if a, ok := x.letting(s, w); ok {
			out = append(out, headed{arg: a, head: w, status: happened})
			continue
		}
		if obj < 0 && !ahead && x.lex.nominal[t.lemma(w)] == "" && particle(t, w) == "" {
			reason = "“" + t.lemma(w) + "” is too vague for a decision"
			continue
		}
		neg := x.own(t, w).status == Denied
		if a, ok := x.actionTarget(s, w, neg); ok {
			out = append(out, headed{arg: a, head: w, status: happened})
		}
	}
	return out, reason
}

// appointee is the person named after v where what heads its object says who that is: "named the curator X director".
func (x *Extractor) appointee(s *scene, v int, objects []int) []int {
	t := s.t
	for k := v + 1; t.in(k) && k < v+10; k++ {
		if m := s.at(k); m >= 0 && s.r.Mentions[m].Kind == mention.Person {
			return []int{s.r.Mentions[m].Head}
		}
		if g := t.tag(k); g != "DT" && g != "HYPH" && g != "CD" && g != "," && !t.isNoun(k) && !strings.HasPrefix(g, "JJ") {
			break
		}
	}
	return objects
}

// asOfficer reports whether token k begins "as", with an office after it.
func (x *Extractor) asOfficer(t *tree, k int) bool {
	for j := k + 1; t.lower(k) == "as" && t.in(j) && j < k+7; j++ {
		if x.lex.in("offices", t.lemma(j)) {
			return true
		}
	}
	return false
}

// name is the first token of the run of capitalised names that ends at h.
func (t *tree) name(h int) int {
	for t.tag(h-1) == "NNP" && t.tag(h) == "NNP" {
		h--
	}
	return h
}

// namedTo reports whether v gives an office to the one named at h, and does not only tell who somebody is.
func (x *Extractor) namedTo(s *scene, v, h int) bool {
	t := s.t
	k := s.last(h)
	if h < v {
		k = v + 1
	}
	for j := v + 1; j < h; j++ {
		if x.lex.in("offices", t.lemma(j)) {
			return true // "named a new minister, X"
		}
	}
	for j := k; t.in(j) && j < k+12 && !t.isFinite(j); j++ {
		if w := t.lower(j); w == "as" || w == "to" {
			return t.tag(j+1) != "VBG" && t.tag(j+1) != "NNS" && !x.lex.in("accused", t.lemma(x.nounFrom(t, j+1)))
		}
	}
	g := t.tag(k)
	return g == "DT" || g == "PRP$" || strings.HasPrefix(g, "NN") || strings.HasPrefix(g, "JJ")
}

// described is the first token of the phrase of h where that tells of somebody unnamed and of the office that he is given:
// "named |a former banker| as finance minister".
func (x *Extractor) described(s *scene, h int) (first int, ok bool) {
	t := s.t
	if t.tag(h) != "NN" || t.lower(h+1) != "as" || s.at(h) >= 0 && s.r.Mentions[s.at(h)].Kind != mention.Role {
		return h, false
	}
	office := x.nounFrom(t, h+2)
	if !x.lex.in("offices", t.lemma(office)) || x.lex.in("collective", t.lemma(office)) {
		return h, false
	}
	first, _ = x.phrase(s, h)
	return first, true
}

// appointment makes the target of "named X as Y".
func (x *Extractor) appointment(s *scene, h int) (Arg, string) {
	t := s.t
	mm := mention.Mention{Last: h + 1, Head: h}
	if m := s.at(h); m >= 0 && (s.r.Mentions[m].Kind == mention.Person || s.r.Mentions[m].Kind == mention.Organization && x.asOfficer(t, s.r.Mentions[m].Last)) {
		mm = s.r.Mentions[m] // an unknown name may have been taken for an organisation's
	} else if first, ok := x.described(s, h); ok {
		mm.First = first
	} else if mm.First = t.name(h); m >= 0 || mm.First == h || t.lower(h+1) != "as" {
		return Arg{}, "nobody is appointed"
	}
	if x.lex.in("regime", t.lemma(mm.Last)) {
		return Arg{}, "nobody is appointed" // "nominates the full Ruiz government"
	}
	last := mm.Last
	if w := t.lower(last); w == "as" || w == "to" || t.isNoun(last) || t.tag(last) == "DT" || t.tag(last) == "JJ" && t.isNoun(last+1) {
		if w == "as" {
			last++
		}
		for k := last; t.in(k) && k < last+12 && !stopWords[t.lower(k)] && t.tag(k) != "," && t.tag(k) != "." && !t.isFinite(k) && !dateWord(t, k) &&
			!(t.lower(k) == "for" || t.lower(k) == "in"); k++ {
			if !weakEnd(t, k) || t.lower(k) == "as" {
				mm.Last = k + 1
			}
		}
	}
	for mm.First < mm.Head && t.tag(mm.Head) == "NNP" && t.lower(mm.First) == t.d.Word(mm.First) {
		mm.First++ // "court judge Ann Lee": the words before a name may be only the end of what he is
	}
	return Arg{Entity: -1, Span: t.d.TokenSpan(mm.First, mm.Last), Text: "appointment of " + t.phraseText(mm.First, mm.Last), Kind: mention.Event}, ""
}
