package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// found is what a frame makes of a trigger: relations, or the reason for none.
type found struct {
	relations []Relation
	reason    string
	unsigned  []Relation // signings of known agreements by nobody whom the sentence names: without a source
}

// ends are the parties that stand in the roles of one side of a trigger, and why some are missing.
type ends struct {
	args       []Arg
	unresolved bool
	inherited  int
	excluded   string // noun that the frame rules out
	owner      bool   // they are the noun's possessor
	seen       bool   // there is a noun in the role, whoever it is
	joint      bool   // they are the authors of a joint statement, "we"
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

// collectFirst adds the parties of nouns, but of two subjects that a parser gives one verb only the first.
func (x *Extractor) collectFirst(s *scene, f *frame, e *ends, heads []int) {
	of := -1 // verb whose subject is found
	for _, h := range heads {
		subject := s.t.in(h) && s.t.base(h) == "nsubj"
		if subject && of >= 0 && s.t.parent(h) == of {
			continue
		}
		n := len(e.args)
		if x.collect(s, f, e, []int{h}, "party"); subject && (len(e.args) > n || s.at(h) >= 0 && s.t.tag(h) == "PRP") {
			of = s.t.parent(h)
		}
	}
}

// collect adds the parties of nouns, those of a ruled-out class left out.
func (x *Extractor) collect(s *scene, f *frame, e *ends, heads []int, class string) {
	for _, h := range heads {
		if s.t.tag(h) == "" {
			continue
		}
		if w, next := s.t.lower(h), s.t.lower(h+1); w == "each" && next == "other" || w == "one" && next == "another" {
			continue // "held talks with each other"
		}
		if m := s.at(h); m < 0 || f.Type != MetWith || s.r.Mentions[m].Kind != mention.Agreement { // "meet and sign a treaty"
			e.seen = true
		}
		if w := s.t.lower(h); s.at(h) < 0 && (w == "i" || w == "we" && (f.Class == "decision" || f.Class == "appointment" || f.Type == MetWith)) {
			who := []int{s.speech.of(s.index, h)}
			if w == "we" && f.Type == MetWith {
				who[0] = s.speech.aloud(s.index, h)
			} else if w == "we" {
				who = s.speech.we(s.index, h)
				e.joint = len(who) > 1 || len(who) == 1 && s.r.Entities[who[0]].Kind != mention.Person
			}
			for _, a := range who {
				if a >= 0 {
					e.add([]Arg{{Entity: a, Span: s.t.d.TokenSpan(h, h+1), Kind: s.r.Entities[a].Kind}}, false)
				}
			}
			e.unresolved = e.unresolved || len(e.args) == 0
			continue
		}
		if f.Nobut != "" && s.at(h) < 0 && x.lex.in(f.Nobut, s.t.lemma(h)) {
			e.excluded = s.t.lemma(h)
			continue
		}
		if k := s.last(h); s.t.lower(k) == "and" && s.t.lower(k+1) == "i" && s.at(k+1) < 0 { // "X and I met"
			x.collect(s, f, e, []int{k + 1}, class)
		}
		args, un := x.parties(s, h)
		var keep []Arg
		for _, a := range args {
			if f.Nobut == "nomeeting" && x.interviews(s, a) {
				e.excluded = "reporter"
				continue
			}
			if x.fits(s, a, class) || class == "person" && a.Kind != mention.Person && x.unnamed(s, h) {
				keep = append(keep, a)
			}
		}
		e.add(keep, un)
	}
}

// interviews reports whether a is somebody who talks to people to report it.
func (x *Extractor) interviews(s *scene, a Arg) bool {
	if a.Kind != mention.Person || a.Entity < 0 {
		return false
	}
	words := strings.Fields(strings.ToLower(s.r.Entities[a.Entity].Title))
	return len(words) > 0 && x.lex.in("press", words[len(words)-1])
}

// unnamed reports whether the phrase of h is about somebody unnamed: "the Thai foreign minister".
func (x *Extractor) unnamed(s *scene, h int) bool {
	if m := s.at(h); m >= 0 && s.r.Mentions[m].Kind != mention.Role {
		return false
	}
	return x.lex.in("envoys", s.t.lemma(h)) || x.lex.in("aides", s.t.lemma(h))
}

func (x *Extractor) fits(s *scene, a Arg, class string) bool {
	switch class {
	case "person":
		return a.Kind == mention.Person
	case "official":
		return a.Kind == mention.Person && x.official(s, []Arg{a})
	case "place", "state":
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
	if len(f.withObject) > 0 && x.wanted(t, f, v) < 0 {
		return found{reason: "not with the object that this rule wants"}
	}
	if f.Class == "appointment" && t.tag(v-1) == "HYPH" {
		return found{reason: "only part of a longer noun"} // "the Premier-designate"
	}
	if word := x.about(s, f, v); word != "" {
		return found{reason: "about something else: “" + word + "”"}
	}
	if f.List {
		return x.attendance(s, f, v)
	}
	if f.Pair {
		return x.pairVerb(s, f, v)
	}
	return x.directed(s, f, v)
}

// wanted is the object of v that its frame wants, -1 if v has another one or none.
func (x *Extractor) wanted(t *tree, f *frame, v int) int {
	heads := x.objects(t, v)
	for _, c := range t.children(v) {
		if t.base(c) == "obj" {
			heads = append(heads, c) // "spent an hour": an object of time
		}
	}
	for _, o := range heads {
		for _, c := range t.conjuncts(o) {
			if f.withObject[t.lemma(c)] || f.withObject[t.lower(c)] {
				return o
			}
		}
	}
	return -1
}

// about is a word of the sentence that says it is about something the frame of trigger k does not mean, "" if none. Games
// are nouns, not "a |final| settlement"; a letter is what the trigger is done to or with.
func (x *Extractor) about(s *scene, f *frame, k int) string {
	for _, class := range strings.Fields(f.Unless) {
		for i := s.t.s.First; i < s.t.s.Last; i++ {
			w := s.t.lower(i)
			if !x.lex.in(class, w) || s.at(i) >= 0 || class == "sports" && !s.t.isNoun(i) || class == "mail" && s.t.parent(i) != k {
				continue
			}
			return w
		}
	}
	return ""
}

func (x *Extractor) pairVerb(s *scene, f *frame, v int) found {
	t := s.t
	var left, right ends
	passive := t.passive(v)
	if o := t.child(v, "obj"); len(f.withObject) == 0 && !x.lex.in("topical", t.lemma(v)) && !slices.Contains(f.targets, roleObject) && o > v && t.isNoun(o) && !dateWord(t, o) && t.lower(o) != "beforehand" && s.at(o) < 0 && !f.followedBy[t.lemma(o)] {
		return found{reason: "about something else: “" + t.lemma(o) + "”"} // "negotiated a price with X"
	}
	switch {
	case f.Class == "official" && x.watched(s, v):
		return found{reason: "says what was seen, not who was"}
	case t.lemma(v) != "call":
	case t.lower(v+1) != "on" && x.epithet(s, v):
		return found{reason: "says what somebody is, not whom he called"}
	case t.lower(v+1) == "on" && x.urged(s, v):
		return found{reason: "says what somebody is to do"}
	}
	if len(f.targets) == 0 && f.sources[0] == roleSubject && t.child(v, "obj") > v && !dateWord(t, t.child(v, "obj")) {
		return found{reason: "about something else: “" + t.lemma(t.child(v, "obj")) + "”"} // "convened a round table"
	}
	if f.sources[0] == roleObject { // "brought A and B together"
		x.collect(s, f, &left, x.objects(t, v), f.Class)
		return x.pairs(s, f, v, v, left, right, x.status(t, v))
	}
	subj, inherited := x.subjects(t, v)
	left.inherited = inherited
	x.collectFirst(s, f, &left, subj)
	if len(left.args) == 0 && !left.unresolved && !passive && len(subj) == 0 {
		left.inherited = guessed
		x.collect(s, f, &left, x.leading(s, v), "party")
	}
	if len(left.args) == 0 && !passive {
		x.collect(s, f, &left, s.whoBefore(v), "party")
	}
	if len(left.args) == 0 && !passive {
		x.collect(s, f, &left, x.appositive(s, v, subj), "person")
	}
	if len(left.args) == 0 && x.honoured(s, v) {
		if e := s.speech.aloud(s.index, v); e >= 0 && s.r.Entities[e].Kind == mention.Person {
			left = ends{args: []Arg{{Entity: e, Span: s.d.TokenSpan(v, v+1), Kind: mention.Person}}}
		}
	}
	if passive && len(subj) == 0 && f.Class == "person" {
		x.collect(s, f, &left, x.lateAgent(s, v), "party")
	}
	targets := f.targets
	if o := t.child(v, "obj"); o > v && x.lex.in("topical", t.lemma(v)) && (x.lex.in("eventive", t.lemma(o)) && !x.lex.in("contention", t.lemma(o)) || x.lex.in("contention", t.lemma(o)) && !x.withPerson(s, v)) {
		if len(left.args) < 2 {
			return found{reason: "about something else: “" + t.lemma(o) + "”"} // "discussed a meeting with X"
		}
		targets = nil
	}
	for _, r := range targets {
		if r == roleObject {
			heads := x.objects(t, v)
			if len(heads) == 0 && !passive && f.Class == "person" {
				heads = x.lateObject(s, v)
			}
			x.collect(s, f, &right, append(heads, x.gapped(s, heads)...), f.Class)
		} else {
			heads := beside(s, x.obliques(t, v, r, len(f.withObject) > 0))
			if len(heads) == 0 && (r == "with" || len(f.withObject)+len(f.followedBy) > 0) {
				heads = beside(s, x.window(s, v, r))
			}
			x.collect(s, f, &right, slices.Concat(heads, x.gapped(s, heads), s.andWith(heads, r)), f.Class)
		}
	}
	if len(right.args) == 0 && right.seen && right.excluded == "" && t.lemma(v) == "meet" {
		right.add(x.laterIncluded(s, v), false)
	}
	if x.lex.in("topical", t.lemma(v)) && len(right.args) == 0 && (inherited > 1 || inherited == 1 && !(t.base(v) == "conj" && (t.isFinite(v) || t.tag(v) == "VBN" && t.child(v, "aux") < 0) && x.lex.in("together", t.lemma(t.parent(v)))) || inherited == 0 && t.child(v, "nsubj") < 0 || !x.byName(s, subj) && !x.atMeeting(t, v)) {
		return found{reason: "no second party"} // "they discussed": whoever met before
	}
	if passive && len(left.args) == 0 {
		return found{reason: "the passive names no agent"}
	}
	if len(right.args) > 0 {
		x.collect(s, f, &left, x.company(s, subj), "person")
		x.comeAlong(s, f, v, &left, &right)
	}
	got := x.pairs(s, f, v, v, left, right, x.status(t, v))
	if f.Class == "person" && len(right.args) > 1 && len(got.relations) > 0 && x.forTalks(s, v) { // "hosted A and B for talks with each other"
		f := *f
		f.Class = "party"
		among := ends{args: slices.DeleteFunc(slices.Clone(right.args), func(a Arg) bool { return a.Kind != mention.Person })}
		got.relations = append(got.relations, x.pairs(s, &f, v, v, among, ends{}, x.status(t, v)).relations...)
	}
	return got
}

// withPerson reports whether somebody stands behind "with" at verb v or its object: "discussed the war with President X", and
// not "the war with |Peru|".
func (x *Extractor) withPerson(s *scene, v int) bool {
	return slices.ContainsFunc(x.obliques(s.t, v, "with", true), func(h int) bool {
		m := s.at(h)
		return m < 0 || s.r.Mentions[m].Kind != mention.Country && s.r.Mentions[m].Kind != mention.Organization
	})
}

// honoured reports whether a speaker is glad to do what infinitive v says: "it is an honour to welcome X".
func (x *Extractor) honoured(s *scene, v int) bool {
	t := s.t
	return t.lower(v-1) == "to" && t.tag(v) == "VB" && near(t, v-4, v-1, glad) && (near(t, v-9, v-2, words("it")) || v < t.s.First+6)
}

// glad are what it is to do what one is glad to do.
var glad = words("honour honor pleasure privilege delight joy good great wonderful nice pleased delighted honoured honored glad")

// atMeeting reports whether verb v happens at a meeting that is told of for the first time: "discussed it in a conference
// call".
func (x *Extractor) atMeeting(t *tree, v int) bool {
	for _, c := range t.children(v) {
		if p := t.caseOf(c); t.base(c) == "obl" && (p == "in" || p == "at" || p == "during" || p == "over") && x.lex.in("talks", t.lemma(c)) {
			for k := c - 1; t.in(k) && k > c-5; k-- {
				if w := t.lower(k); w == "a" || w == "an" {
					return true
				}
			}
		}
	}
	return false
}

// byName reports whether the nouns are names and no roles or pronouns, but for "he and X".
func (x *Extractor) byName(s *scene, heads []int) bool {
	for _, h := range heads {
		items := x.items(s, h)
		for n, i := range items {
			m := s.at(i)
			switch {
			case m < 0 || s.r.Mentions[m].Kind == mention.Role:
				return false
			case s.r.Mentions[m].Kind == mention.Pronoun && (n > 0 || len(items) < 2 || s.r.Mentions[m].Plural):
				return false
			}
		}
	}
	return true
}

// watched reports whether v says what its object is or does: "saw X leave", "sees X as a rival".
func (x *Extractor) watched(s *scene, v int) bool {
	t := s.t
	for _, o := range x.objects(t, v) {
		k := s.last(o)
		if g := t.tag(k); g == "VB" || g == "VBG" || g == "VBN" || g == "VBD" || g == "JJ" || g == "RP" || t.lower(k) == "as" || t.lower(k) == "," && t.tag(k+1) == "VBG" {
			return true
		}
	}
	return t.child(v, "xcomp", "ccomp") > v
}

// urged reports whether "call on" at v asks for something: "called on X to resign".
func (x *Extractor) urged(s *scene, v int) bool {
	t := s.t
	for k := v + 2; t.in(k) && k < v+25 && !t.isFinite(k); k++ {
		if w := t.lower(k); t.tag(k) == "TO" && t.tag(k+1) == "VB" || w == "for" || w == "not" {
			return true
		}
	}
	return false
}

// epithet reports whether the object of v is followed by what it is called: "called X a liar".
func (x *Extractor) epithet(s *scene, v int) bool {
	t := s.t
	heads := x.objects(t, v)
	if s.predicative(v, heads) || len(heads) == 0 {
		return true
	}
	for _, o := range heads {
		switch k := s.last(o); {
		case t.tag(k) == "," && strings.ContainsAny(t.lower(k+1), "\"“`") && t.tag(k+2) != "VBG":
			return true // "called X, “a bright man”"
		case dateWord(t, k), t.tag(k) == "IN" && t.lower(k) != "as", t.tag(k) == "TO", t.tag(k) == "CC", t.tag(k) == "RB" && !strings.HasPrefix(t.tag(k+1), "JJ"), t.tag(k) == ",", t.tag(k) == ".", !t.in(k):
		default:
			return true
		}
	}
	return false
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
	case len(right.args) == 0 && len(left.args) > 1 && f.Class != "person" && f.Class != "official" && !right.seen:
		for i, a := range left.args {
			for _, b := range left.args[i+1:] {
				if !x.colleagues(s, a, b) && !s.fellows(b) && !(len(left.args) <= longestCast && s.besideEachOther(a, b)) {
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

// sameSide reports whether a is somebody who acts for b in the same breath: a minister, or
// the army, and the country.
func (x *Extractor) sameSide(s *scene, a, b Arg) bool {
	for _, p := range [...][2]Arg{{a, b}, {b, a}} {
		if p[0].Kind == mention.Organization && p[1].Kind == mention.Country && x.organ(s, p[0]) && x.stateOf(s, p[0]) == x.stateOf(s, p[1]) {
			return true
		}
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

// organ reports whether a is a body of a state by its name: "the Chilean Navy".
func (x *Extractor) organ(s *scene, a Arg) bool {
	if a.Entity < 0 || s.r.Entities[a.Entity].Code == "" {
		return false
	}
	words := strings.Fields(strings.ToLower(s.r.Entities[a.Entity].Name))
	if slices.ContainsFunc(words, func(w string) bool { return x.lex.in("insurgent", w) }) {
		return false
	}
	return x.lex.in("organs", words[len(words)-1])
}

// fellows reports whether a is the rest of a body that somebody named beside belongs to: "X and other EU leaders".
func (s *scene) fellows(a Arg) bool {
	const other = "other "
	return a.Kind != mention.Person && (strings.HasPrefix(s.d.Text[a.Span.Start:a.Span.End], other) || strings.HasSuffix(s.d.Text[:a.Span.Start], other))
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
	if f.By == byAuthority && t.tag(v) != "VBD" && t.tag(v) != "VBZ" && t.tag(v) != "VBP" && t.child(v, "aux") < 0 {
		return found{reason: "says of something else what was done to it"}
	}
	targets, reason := x.targets(s, f, v)
	if len(targets) == 0 {
		return found{reason: reason}
	}
	for _, r := range f.sources {
		switch r {
		case roleSubject:
			subj, inherited := x.subjects(t, v)
			src.inherited = inherited
			if f.Class == "decision" {
				subj = x.voices(s, subj)
			}
			x.collectFirst(s, f, &src, subj)
			if len(src.args) == 0 && !t.passive(v) && (f.Class == "decision" || f.Class == "appointment") {
				x.collect(s, f, &src, append(s.nameBefore(v), s.whoBefore(v)...), "party")
			}
			if len(src.args) == 0 && f.Class == "decision" {
				if src.add(x.convened(s, subj), false); len(src.args) == 0 {
					src.add(x.ofHome(s, subj), false)
				}
			}
			if len(src.args) == 0 && !src.unresolved && !t.passive(v) && len(subj) == 0 {
				src.inherited = guessed
				x.collect(s, f, &src, x.leading(s, v), "party")
			}
		default:
			heads := x.obliques(t, v, r, true)
			if len(heads) == 0 && r == "with" && f.Class == "agreement" {
				heads = x.obliques(t, targets[0].head, r, false)
			}
			if len(heads) == 0 && r == "with" && f.Class == "agreement" {
				heads = x.window(s, targets[0].head, r)
			}
			x.collect(s, f, &src, heads, "party")
		}
	}
	if f.By == byAuthority {
		if subj, _ := x.subjects(t, v); len(subj) > 0 && x.lex.in("legislators", t.lemma(subj[0])) {
			return found{reason: "a parliament's vote"}
		}
		src.args = slices.DeleteFunc(src.args, func(a Arg) bool { return !x.official(s, []Arg{a}) })
	}
	if subj, _ := x.subjects(t, v); t.lemma(v) == "vote" && len(subj) > 0 && x.lex.in("legislators", t.lemma(subj[0])) {
		src.args = slices.DeleteFunc(src.args, func(a Arg) bool { return a.Kind == mention.Country }) // a parliament is not its state
	}
	if f.Class == "decision" && t.tag(v) == "VBZ" {
		src.args = onePerson(src.args)
	}
	if f.Class == "appointment" && len(src.args) == 0 && t.passive(v) {
		x.collect(s, f, &src, x.lateAgent(s, v), "party")
	}
	if turned := s.turnedRound(v); f.Class == "agreement" && turned >= 0 {
		src = ends{}
		x.collect(s, f, &src, []int{turned}, "party")
	}
	if f.Class == "agreement" {
		if n := len(src.args); n > 0 {
			src.args = slices.DeleteFunc(src.args, s.looksOn)
			if len(src.args) == 0 {
				x.collect(s, f, &src, x.leading(s, v), "party")
			}
		}
		if !f.Echo {
			x.signatories(s, f, v, targets, &src)
		} else if t.passive(v) {
			x.collect(s, f, &src, x.signers(s, v, v), "party") // "was represented by A, and Y by B"
		}
		if t.lemma(v+1) == "be" && !slices.ContainsFunc(targets, func(h headed) bool { return len(h.by) == 0 }) {
			src.args = nil // each has its own: "Also signed were …"
		}
		if targets[0].joint && !x.twoSides(s, src.args, x.lex.in("papers", t.lemma(targets[0].head))) {
			return found{reason: "a paper that one side signs"}
		}
		if why := x.personal(s, src.args, t.child(v, "nsubj"), targets[0].head); why != "" {
			return found{reason: why}
		}
	}
	if src.joint && slices.Contains(f.targets, roleInfinitive) {
		// What they set up is news, and what they resolve to strengthen is not.
		targets = slices.DeleteFunc(targets, func(h headed) bool {
			return !x.lex.in("founding", t.lemma(h.head)) && !x.lex.in("carried", t.lemma(h.head))
		})
		if len(targets) == 0 {
			return found{reason: "a joint statement's good intention"}
		}
	}
	return x.fan(s, f, v, v, src, targets)
}

// onePerson is the person among parties, where one alone is one: who does what a verb in the singular says, and not the
// club that comes with his name: "Rovers and Peru striker Ann Lee announces".
func onePerson(parties []Arg) []Arg {
	var people []Arg
	for _, a := range parties {
		if a.Kind == mention.Person {
			people = append(people, a)
		}
	}
	if len(people) == 1 {
		return people
	}
	return parties
}

// twoSides reports whether parties are two or more that speak for different states or bodies. Who is in office is not
// asked of those who sign a document, which is nothing else.
func (x *Extractor) twoSides(s *scene, parties []Arg, document bool) bool {
	for _, a := range parties {
		if !document && a.Kind == mention.Person && !x.official(s, []Arg{a}) {
			return false
		}
	}
	return len(parties) > 1 && !x.colleagues(s, parties[0], parties[1]) && !x.sameSide(s, parties[0], parties[1])
}

// personal says why what was signed binds no two parties of news, "" if it may: the contract of somebody without an
// office, the memorandum of a single person.
func (x *Extractor) personal(s *scene, sources []Arg, subject, h int) string {
	people, hired := 0, 0
	if subject >= 0 && x.lex.in("recruit", s.t.lemma(subject)) {
		hired++ // "the striker"
	}
	for _, a := range sources {
		if a.Kind == mention.Person && a.Entity >= 0 {
			people++
			if e := s.r.Entities[a.Entity]; e.Title == "" && len(e.For) == 0 || x.performer(e.Title) {
				hired++
			}
		}
	}
	switch l := s.t.lemma(h); {
	case l == "contract" && hired > 0 && !(people > hired && people > 1):
		return "somebody's own contract"
	case l == "memorandum" && people == 1 && len(sources) == 1 && x.executive(s.t, h):
		return "an order within an office"
	case l == "memorandum" && people == 1 && len(sources) == 1 && (s.t.lower(h+1) == "on" || s.t.tag(h+1) == "VBG" && !x.lex.in("pledging", s.t.lemma(h+1)) || s.t.tag(h+1) == "TO" && s.t.tag(h+2) == "VB" || s.t.lower(h+1) == "that"):
		return "an order within an office"
	}
	return ""
}

// executive reports whether the noun at h is said to be an executive's: "an executive memorandum".
func (x *Extractor) executive(t *tree, h int) bool {
	for k := h - 1; t.in(k) && (t.isNoun(k) || strings.HasPrefix(t.tag(k), "JJ")); k-- {
		if w := t.lower(k); w == "executive" || w == "presidential" || w == "internal" {
			return true
		}
	}
	return false
}

// performer reports whether a title is that of somebody who is hired to play or perform: "football star".
func (x *Extractor) performer(title string) bool {
	for _, w := range strings.Fields(strings.ToLower(title)) {
		if x.lex.in("recruit", w) {
			return true
		}
	}
	return false
}

// fan relates every source with every target.
func (x *Extractor) fan(s *scene, f *frame, trigger, host int, src ends, targets []headed) found {
	var out []Relation
	st := x.status(s.t, host)
	if f.Class == "decision" && s.t.isNoun(host) && (s.t.child(host, "nmod:poss") >= 0 || s.t.lower(host-1) == "the") {
		st = x.own(s.t, host) // whatever is said of "her decision to", "the decision by X to": it has been taken
	}
	if f.Type == Signed && s.t.isVerb(host) && s.t.lower(host+1) == "in" && s.t.lower(host+2) == "principle" {
		st = st.worse(fact{Planned, "in principle"})
	}
	for _, tg := range targets {
		ts := st
		if tg.status.status > ts.status {
			ts = tg.status
		}
		sources := src.args
		if len(sources) == 0 {
			sources = tg.by
		}
		for _, a := range sources {
			if a.Entity != tg.arg.Entity || a.Entity < 0 {
				rel := x.relation(s, f, trigger, host, a, tg.arg, ts, src.inherited)
				if f.Class == "decision" || f.Class == "appointment" {
					rel.Date = x.saidOn(s, trigger, tg, ts.status != Occurred)
				}
				out = append(out, rel)
			}
		}
	}
	switch {
	case len(out) > 0:
		return found{relations: out}
	case src.unresolved:
		return found{reason: "who is meant stays open"}
	}
	return found{reason: "nobody named", unsigned: x.unsigned(s, f, trigger, targets, st)}
}

// unsigned are the signings of agreements of which the sentence says that they happened and not by whom: "the treaty was
// signed in Lima".
func (x *Extractor) unsigned(s *scene, f *frame, trigger int, targets []headed, st fact) (out []Relation) {
	if f.Type != Signed || f.Class != "agreement" || f.Echo || st.status != Occurred {
		return nil
	}
	for _, tg := range targets {
		if tg.arg.Entity >= 0 && tg.arg.Kind == mention.Agreement && tg.status.status != Planned && tg.status.status != Denied {
			rel := x.relation(s, f, trigger, trigger, Arg{Entity: -1}, tg.arg, st, 0)
			out = append(out, x.settle(s, f, trigger, rel, true))
		}
	}
	return out
}
