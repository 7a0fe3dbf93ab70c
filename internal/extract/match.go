package extract

import (
	"math"
	"slices"
	"strings"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// found is what a frame makes of a trigger: relations, or the reason for none.
type found struct {
	relations []Relation
	reason    string
}

// pick gathers the arguments that roles name for trigger v, and notes why there are none.
type ends struct {
	args       []Arg
	unresolved bool
	inherited  int
	excluded   string // noun that the frame rules out
	seen       bool   // there is a noun in the role, whoever it is
}

func (e *ends) add(args []Arg, unresolved bool) {
	for _, a := range args {
		dup := false
		for _, b := range e.args {
			dup = dup || a.Entity == b.Entity && a.Entity >= 0
		}
		if !dup {
			e.args = append(e.args, a)
		}
	}
	e.unresolved = e.unresolved || unresolved
}

// collect adds the parties of nouns, those of a ruled-out class left out.
func (x *Extractor) collect(s *scene, f *frame, e *ends, heads []int, class string) {
	for _, h := range heads {
		if s.t.tag(h) == "" {
			continue
		}
		e.seen = true
		if f.Nobut != "" && s.at(h) < 0 && x.lex.in(f.Nobut, s.t.lemma(h)) {
			e.excluded = s.t.lemma(h)
			continue
		}
		args, un := x.parties(s, h)
		var keep []Arg
		for _, a := range args {
			if x.fits(s, a, class) || class == "person" && a.Kind == mention.Country && x.unnamed(s, h) {
				keep = append(keep, a)
			}
		}
		e.add(keep, un)
	}
}

// unnamed reports whether the phrase of h is about somebody unnamed: "the Thai foreign minister".
func (x *Extractor) unnamed(s *scene, h int) bool {
	if m := s.at(h); m >= 0 {
		return s.r.Mentions[m].Kind == mention.Role
	}
	return true
}

func (x *Extractor) fits(s *scene, a Arg, class string) bool {
	switch class {
	case "person":
		return a.Kind == mention.Person
	case "place":
		return a.Kind == mention.Country
	case "party":
		return a.Kind == mention.Person || a.Kind == mention.Country || a.Kind == mention.Organization
	}
	return true
}

// verb applies frame f to verb v.
func (x *Extractor) verb(s *scene, f *frame, v int) found {
	t := s.t
	if p := particle(t, v); p != "" && f.particles[p] {
		return found{reason: "“" + t.lower(v) + " " + p + "” means something else"}
	}
	if len(f.withObject) > 0 {
		o := t.child(v, "obj")
		if o < 0 || !f.withObject[t.lemma(o)] {
			return found{reason: "not with the object that this rule wants"}
		}
	}
	if word := x.about(s, f); word != "" {
		return found{reason: "about something else: “" + word + "”"}
	}
	if f.Pair {
		return x.pairVerb(s, f, v)
	}
	return x.directed(s, f, v)
}

// about is a word of the sentence that says it is about something the frame does not mean, "" if none.
func (x *Extractor) about(s *scene, f *frame) string {
	for _, class := range strings.Fields(f.Unless) {
		for i := s.t.s.First; i < s.t.s.Last; i++ {
			if w := s.t.lower(i); x.lex.in(class, w) && s.at(i) < 0 {
				return w
			}
		}
	}
	return ""
}

func (x *Extractor) pairVerb(s *scene, f *frame, v int) found {
	t := s.t
	var left, right ends
	passive := t.passive(v)
	subj, inherited := x.subjects(t, v)
	left.inherited = inherited
	x.collect(s, f, &left, subj, "party")
	if len(left.args) == 0 && !left.unresolved && !passive {
		left.inherited = guessed
		x.collect(s, f, &left, x.leading(s, v), "party")
	}
	for _, r := range f.targets {
		if r == roleObject {
			x.collect(s, f, &right, x.objects(t, v), f.Class)
		} else {
			heads := x.obliques(t, v, r, false)
			if len(heads) == 0 && r == "with" {
				heads = x.window(s, v, r)
			}
			x.collect(s, f, &right, heads, f.Class)
		}
	}
	if passive && len(left.args) == 0 {
		return found{reason: "the passive names no agent"}
	}
	return x.pairs(s, f, v, v, left, right, x.status(t, v))
}

// pairs relates everybody on the left with everybody on the right, or those on the left with each other.
func (x *Extractor) pairs(s *scene, f *frame, trigger, host int, left, right ends, st fact) found {
	if right.excluded != "" && len(right.args) == 0 {
		return found{reason: "“" + right.excluded + "” is nobody to meet"}
	}
	var out []Relation
	rel := func(a, b Arg) {
		if a.Entity == b.Entity || x.sameSide(s, a, b) {
			return
		}
		out = append(out, x.relation(s, f, trigger, host, a, b, st, left.inherited))
	}
	switch {
	case len(right.args) > 0 && len(left.args) > 0:
		for _, a := range left.args {
			for _, b := range right.args {
				rel(a, b)
			}
		}
	case len(right.args) == 0 && len(left.args) > 1 && f.Class != "person" && !right.seen:
		for i, a := range left.args {
			for _, b := range left.args[i+1:] {
				if !x.colleagues(s, a, b) {
					rel(a, b)
				}
			}
		}
	}
	if len(out) > 0 {
		return found{relations: out}
	}
	switch {
	case left.unresolved || right.unresolved:
		return found{reason: "who is meant stays open"}
	case len(left.args) == 0:
		return found{reason: "no first party"}
	}
	return found{reason: "no second party"}
}

// sameSide reports whether a is somebody who acts for b in the same breath: a minister and his own country.
func (x *Extractor) sameSide(s *scene, a, b Arg) bool {
	for _, p := range [...][2]Arg{{a, b}, {b, a}} {
		if p[0].Kind != mention.Person || p[1].Kind == mention.Person || p[0].Entity < 0 {
			continue
		}
		for _, e := range s.r.Entities[p[0].Entity].For {
			if e == p[1].Entity {
				return true
			}
		}
	}
	return false
}

// colleagues reports whether two people act for the same country or organisation: of four ministers of two countries
// who held talks, only those of different countries met.
func (x *Extractor) colleagues(s *scene, a, b Arg) bool {
	if a.Kind != mention.Person || b.Kind != mention.Person || a.Entity < 0 || b.Entity < 0 {
		return false
	}
	for _, e := range s.r.Entities[a.Entity].For {
		for _, f := range s.r.Entities[b.Entity].For {
			if e == f {
				return true
			}
		}
	}
	return false
}

// directed applies a frame whose target is something: an agreement, a decision, an event.
func (x *Extractor) directed(s *scene, f *frame, v int) found {
	t := s.t
	var src ends
	targets, reason := x.targets(s, f, v)
	if len(targets) == 0 {
		return found{reason: reason}
	}
	for _, r := range f.sources {
		switch r {
		case roleSubject:
			subj, inherited := x.subjects(t, v)
			src.inherited = inherited
			x.collect(s, f, &src, subj, "party")
			if len(src.args) == 0 && !src.unresolved && !t.passive(v) {
				src.inherited = guessed
				x.collect(s, f, &src, x.leading(s, v), "party")
			}
		default:
			heads := x.obliques(t, v, r, true)
			if len(heads) == 0 && r == "with" && f.Class == "agreement" {
				heads = x.window(s, targets[0].head, r)
			}
			x.collect(s, f, &src, heads, "party")
		}
	}
	if f.Class == "agreement" {
		for _, a := range targets {
			x.collect(s, f, &src, x.obliques(t, a.head, "between", false), "party")
		}
		x.collect(s, f, &src, x.obliques(t, v, "between", false), "party")
		if len(src.args) == 0 && !src.unresolved {
			x.collect(s, f, &src, x.inPhrase(s, targets[0].head, v, "between"), "party")
		}
	}
	return x.fan(s, f, v, v, src, targets)
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

// fan relates every source with every target.
func (x *Extractor) fan(s *scene, f *frame, trigger, host int, src ends, targets []headed) found {
	var out []Relation
	st := x.status(s.t, host)
	for _, tg := range targets {
		ts := st
		if tg.status.status > ts.status {
			ts = tg.status
		}
		for _, a := range src.args {
			if a.Entity != tg.arg.Entity || a.Entity < 0 {
				out = append(out, x.relation(s, f, trigger, host, a, tg.arg, ts, src.inherited))
			}
		}
	}
	switch {
	case len(out) > 0:
		return found{relations: out}
	case src.unresolved:
		return found{reason: "who is meant stays open"}
	}
	return found{reason: "nobody named"}
}

// headed is a target with the token that heads it.
type headed struct {
	arg    Arg
	head   int
	status fact
}

// targets finds what v's frame says was signed, announced or decided.
func (x *Extractor) targets(s *scene, f *frame, v int) ([]headed, string) {
	t := s.t
	reason := "no target"
	var out []headed
	for _, r := range f.targets {
		switch r {
		case roleInfinitive:
			if t.passive(v) {
				continue // "a leader committed to peace"
			}
			for _, c := range t.children(v) {
				if t.base(c) == "xcomp" && t.isVerb(c) || t.base(c) == "ccomp" && t.tag(c) == "VB" && t.markOf(c) == "to" ||
					t.tag(c) == "VBG" && t.is(c, "advcl", "obl", "ccomp") && t.lower(c-1) == "to" {
					a, why := x.infinitiveTargets(s, c)
					out, reason = append(out, a...), why
				}
			}
			if len(out) == 0 && reason == "no target" {
				if c := x.lateInfinitive(t, v); c >= 0 {
					out, reason = x.infinitiveTargets(s, c)
				}
			}
		case roleOwnClause:
			if c, cs := x.clauseOf(s, v); c >= 0 {
				src := ends{}
				subj, _ := x.subjects(t, v)
				x.collect(s, f, &src, subj, "party")
				a, why := x.clauseTarget(s, c, cs, src.args, true)
				if why == "" {
					out = append(out, headed{a, c, fact{Occurred, ""}})
				}
				reason = why
			} else {
				reason = "no clause"
			}
		default:
			var heads []int
			if r == roleObject {
				heads = x.objects(t, v)
				if m := s.at(v + 1); len(heads) == 0 && m >= 0 && !t.passive(v) {
					heads = []int{s.r.Mentions[m].Head}
				}
				if f.Class == "appointment" {
					if m := s.at(v + 1); m >= 0 && s.r.Mentions[m].Kind == mention.Person {
						heads = []int{s.r.Mentions[m].Head}
					}
				}
				if predicative(t, v, heads) {
					return nil, "says what somebody is, not what is to be done"
				}
			} else {
				heads = x.obliques(t, v, r, false)
			}
			for _, h := range heads {
				h = nounAfter(t, h)
				for _, c := range x.targetHeads(s, h) {
					a, why := x.checked(s, f, c)
					if why != "" {
						reason = why
						continue
					}
					out = append(out, headed{a, c, x.nounStatus(t, c)})
				}
			}
		}
		if len(out) > 0 {
			return out, ""
		}
	}
	if o := t.child(v, "obj"); f.Clause && (o < 0 || t.tag(o) == "PRP" || t.lower(o) == "that" || s.at(o) >= 0) {
		if c, cs := x.clauseOf(s, v); c >= 0 {
			src := ends{}
			subj, _ := x.subjects(t, v)
			x.collect(s, f, &src, subj, "party")
			a, why := x.clauseTarget(s, c, cs, src.args, false)
			if why != "" {
				return nil, why
			}
			return []headed{{a, c, fact{Occurred, ""}}}, ""
		}
	}
	return out, reason
}

// predicative reports whether v says of its object what it is: "declared the area a disaster zone", "declared him
// the winner".
func predicative(t *tree, v int, objects []int) bool {
	if l := t.lemma(v); l != "declare" && l != "proclaim" {
		return false
	}
	for _, c := range t.children(v) {
		if t.base(c) == "xcomp" && c > v && !t.isVerb(c) {
			return true
		}
	}
	for _, o := range objects {
		for k := o + 1; t.in(k) && k < o+20 && !t.isFinite(k); k++ {
			if t.lower(k) == "as" {
				return true
			}
		}
	}
	return false
}

// nounAfter is the noun that an adjective at h stands before, where the parser took the adjective for the head.
func nounAfter(t *tree, h int) int {
	if g := t.tag(h); g != "JJ" && g != "VBN" && g != "VBG" {
		return h
	}
	for k := h + 1; t.in(k) && k < h+5; k++ {
		switch g := t.tag(k); {
		case t.isNoun(k):
			for t.isNoun(k + 1) {
				k++
			}
			return k
		case g != "JJ" && g != "," && g != "VB" && g != "CC" && g != "VBN":
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
	return fact{Occurred, ""}
}

// targetHeads are the coordinated heads of h that are things.
func (x *Extractor) targetHeads(s *scene, h int) []int {
	var out []int
	for _, c := range s.t.conjuncts(h) {
		if s.t.isNoun(c) || s.t.tag(c) == "CD" || s.t.tag(c) == "VBG" || c == h {
			out = append(out, c)
		}
	}
	return out
}

// checked makes the target headed by h if the frame takes it.
func (x *Extractor) checked(s *scene, f *frame, h int) (Arg, string) {
	t := s.t
	l := t.lemma(h)
	m := s.at(h)
	agreement := m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && f.Class == "agreement"
	proper := agreement && s.r.Mentions[m].Proper
	switch {
	case f.Nobut != "" && x.lex.in(f.Nobut, l) && !proper && !(f.Class == "agreement" && x.lex.in("bargain", l)):
		return Arg{}, "“" + l + "” is ruled out"
	case f.Heads != "" && !x.lex.in(f.Heads, l) && !agreement && !(x.joint(t, h) && x.lex.in(f.Heads, "joint-"+l)):
		return Arg{}, "“" + l + "” is nothing that this rule means"
	case f.Proper && !proper:
		return Arg{}, "not a named agreement"
	case f.Class == "agreement" && x.law(s, h) && !proper:
		return Arg{}, "domestic law"
	case f.Class == "place" || f.Class == "person" || f.Class == "party":
		args, _ := x.parties(s, h)
		for _, a := range args {
			if x.fits(s, a, f.Class) {
				return a, ""
			}
		}
		return Arg{}, "no " + f.Class
	}
	if f.Class == "appointment" {
		return x.appointment(s, h)
	}
	if f.Class == "decision" && t.tag(h) == "CD" && t.tag(h-1) != "$" {
		return Arg{}, "a figure"
	}
	return x.nounTarget(s, h)
}

// joint reports whether noun h is said to be joint.
func (x *Extractor) joint(t *tree, h int) bool {
	for k := h - 1; t.in(k) && k > h-5; k-- {
		if w := t.lower(k); w == "joint" || w == "common" {
			return true
		}
	}
	return false
}

// law reports whether the phrase of h calls it a law: "signed the agreement into law".
func (x *Extractor) law(s *scene, h int) bool {
	for k := h + 1; s.t.in(k) && k < h+6; k++ {
		if s.t.lower(k) == "into" && s.t.lower(k+1) == "law" {
			return true
		}
	}
	return false
}

// infinitiveTargets makes targets of an infinitive and those coordinated with it.
func (x *Extractor) infinitiveTargets(s *scene, c int) ([]headed, string) {
	t := s.t
	var out []headed
	reason := "the infinitive names no action"
	for _, v := range t.conjuncts(c) {
		if !t.isVerb(v) {
			continue
		}
		w := v
		for range 3 {
			n := t.child(w, "xcomp")
			if n < 0 || !descend[t.lemma(w)] {
				break
			}
			w = n
		}
		obj := t.child(w, "obj")
		if vague[t.lemma(w)] && !(obj >= 0 && (t.lemma(w) == "take" || t.lemma(w) == "make" || t.lemma(w) == "have")) {
			reason = "“" + t.lemma(w) + "” is too vague for a decision"
			continue
		}
		if obj >= 0 && x.lex.in("furthering", t.lemma(w)) && x.lex.in("goodwill", t.lemma(obj)) {
			reason = "“" + t.lemma(w) + " " + t.lemma(obj) + "” is too vague for a decision"
			continue
		}
		if obj < 0 && x.lex.nominal[t.lemma(w)] == "" && particle(t, w) == "" {
			reason = "“" + t.lemma(w) + "” is too vague for a decision"
			continue
		}
		neg := x.own(t, w).status == Denied
		if a, ok := x.actionTarget(s, w, neg); ok {
			out = append(out, headed{a, w, fact{Occurred, ""}})
		}
	}
	return out, reason
}

// lateInfinitive is the infinitive of v behind dates and places that parsers hang it on: "agreed last month during
// talks in Oslo to disarm"; -1 if there is none.
func (x *Extractor) lateInfinitive(t *tree, v int) int {
	for k := v + 1; t.in(k) && k < v+14; k++ {
		g := t.tag(k)
		if t.isFinite(k) || g == "," || g == ":" || g == "CC" {
			return -1
		}
		if g == "TO" && t.tag(k+1) == "VB" && !x.lex.in("eventive", t.lemma(k-1)) {
			return k + 1
		}
	}
	return -1
}

// lateClause is the verb of the clause that "that" at k introduces, where the parser has not seen it; -1 if none.
func lateClause(t *tree, k int) int {
	for j := k + 1; t.in(j) && j < k+25; j++ {
		if !t.isVerb(j) && t.tag(j) != "MD" {
			continue
		}
		if t.is(j, "aux", "cop") {
			j = t.parent(j)
		}
		if t.in(j) && j > k && t.child(j, "nsubj", "nsubj:pass") > k {
			return j
		}
	}
	return -1
}

// clauseOf is the head of the clause that verb v reports, and its subject where the tree hangs that elsewhere; -1 if
// there is none: its complement, or the sentence that it stands behind ("…, the ministry announced").
func (x *Extractor) clauseOf(s *scene, v int) (clause, subject int) {
	t := s.t
	if c := t.child(v, "ccomp"); c > v {
		return c, -1
	}
	if o := t.child(v, "obj", "iobj"); o > v {
		if t.lower(o) == "that" && t.child(o, "det") < 0 {
			if c := lateClause(t, o); c >= 0 {
				return c, -1
			}
		}
		// "announced they will …": parsers take the clause's subject for an object.
		if last := s.last(o); o < v+6 && (t.isFinite(last) || t.tag(last) == "MD") {
			if t.is(last, "aux", "cop") && t.parent(last) > v {
				return t.parent(last), o
			}
			return last, o
		}
	}
	for _, c := range t.children(v) {
		if c > v && t.base(c) == "parataxis" && t.isVerb(c) && t.child(c, "nsubj", "nsubj:pass") >= 0 && c < v+12 {
			return c, -1
		}
	}
	if c := t.child(v, "ccomp"); c >= 0 {
		return c, -1
	}
	if h := t.parent(v); h >= 0 && t.base(v) == "parataxis" && t.isVerb(h) && h < v {
		return h, -1
	}
	if c := t.child(v, "parataxis"); c >= 0 && c < v && t.isVerb(c) {
		return c, -1
	}
	for k := v + 1; t.in(k) && k < v+10 && !t.isFinite(k); k++ {
		if t.lower(k) == "that" && t.tag(k) == "IN" {
			return lateClause(t, k), -1
		}
	}
	return -1, -1
}

// last is the token after the mention at i, or after i.
func (s *scene) last(i int) int {
	if g := s.group[i-s.t.s.First]; g >= 0 {
		return s.units[g].last
	}
	if m := s.at(i); m >= 0 {
		return s.r.Mentions[m].Last
	}
	return i + 1
}

// relation makes a relation of s.
func (x *Extractor) relation(s *scene, f *frame, trigger, host int, a, b Arg, st fact, inherited int) Relation {
	first, last := min(trigger, host), max(trigger, host)+1
	if last-first > 6 {
		first, last = trigger, trigger+1
	}
	if trigger == host && s.t.lower(trigger+1) == "with" {
		last = trigger + 2
	}
	return Relation{
		Type: f.Type, Source: a, Target: b, Status: st.status, Cue: st.cue,
		Date:     x.date(s, trigger, st.status != Occurred),
		Sentence: s.index, Quote: s.t.d.TokenSpan(s.t.s.First, s.t.s.Last), Trigger: s.t.d.TokenSpan(first, last),
		Rule: f.Rule, Confidence: x.confidence(s, f, a, b, inherited),
	}
}

// confidence starts from the rule's and goes down with every step that could be wrong: a subject inherited through
// other verbs or guessed from its place, an end that the sentence does not name.
func (x *Extractor) confidence(s *scene, f *frame, a, b Arg, inherited int) float64 {
	c := f.Confidence * math.Pow(0.95, float64(min(inherited, 6)))
	for _, e := range [...]Arg{a, b} {
		if e.Entity >= 0 && !named(s.r.Entities[e.Entity], s.d.Slice(e.Span)) {
			c *= 0.93
		}
	}
	return math.Round(c*1000) / 1000
}

// named reports whether words hold a word of an entity's name.
func named(e coref.Entity, words string) bool {
	for _, w := range strings.Fields(e.Name) {
		if len(w) > 2 && strings.Contains(words, w) {
			return true
		}
	}
	return slices.Contains(e.Aliases, words)
}

// guessed is the number of inherited steps that a subject guessed from its place counts for.
const guessed = 4

// date is the day of what trigger says: the nearest date with no other finite verb between.
func (x *Extractor) date(s *scene, trigger int, ahead bool) when.Date {
	t := s.t
	best, out := 1<<30, when.Date{}
	for _, e := range t.dates {
		if w := t.lower(e.First - 1); w == "since" || w == "until" || w == "of" && e.Date.Day == 0 {
			continue
		}
		lo, hi := min(trigger, e.First)+1, max(trigger, e.First)
		dist := hi - lo
		for k := lo; k < hi; k++ {
			if w := t.lower(k); t.isFinite(k) && !t.is(k, "aux", "cop") || w == "that" || w == "who" || w == "which" {
				dist += 1000
			}
		}
		if dist < best {
			best, out = dist, e.In(ahead)
		}
	}
	if best >= 1000 {
		return when.Date{}
	}
	return out
}

// hasDay reports whether a day stands in the clause of trigger k.
func (x *Extractor) hasDay(s *scene, k int) bool {
	t := s.t
	for _, e := range t.dates {
		lo, hi := min(k, e.First)+1, max(k, e.First)
		clear := hi-lo < 20
		for i := lo; i < hi; i++ {
			if t.isFinite(i) && !t.is(i, "aux", "cop") {
				clear = false
			}
		}
		if clear && e.Last > e.First && !x.yearOnly(t, e) {
			return true
		}
	}
	return false
}

func (x *Extractor) yearOnly(t *tree, e when.Expr) bool {
	return e.Last == e.First+1 && t.tag(e.First) == "CD"
}

// appointment makes the target of "named X as Y".
func (x *Extractor) appointment(s *scene, h int) (Arg, string) {
	t := s.t
	m := s.at(h)
	if m < 0 || s.r.Mentions[m].Kind != mention.Person {
		return Arg{}, "nobody is appointed"
	}
	mm := s.r.Mentions[m]
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
	return Arg{Entity: -1, Span: t.d.TokenSpan(mm.First, mm.Last), Text: "appointment of " + t.phraseText(mm.First, mm.Last), Kind: mention.Event}, ""
}
