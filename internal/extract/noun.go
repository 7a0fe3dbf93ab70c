package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// noun applies frame f to noun n: "talks between A and B", "the signing of X by Y".
func (x *Extractor) noun(s *scene, f *frame, n int) found {
	t := s.t
	if t.relation(n) == "compound" && t.isNoun(n+1) {
		if f.Type != Signed || t.lemma(n+1) != "ceremony" {
			return found{reason: "only part of a longer noun"}
		}
		n++ // "the signing ceremony of X"
	}
	if word := x.about(s, f, n); word != "" {
		return found{reason: "about something else: “" + word + "”"}
	}
	if f.List {
		return x.attendance(s, f, n)
	}
	if f.Pair {
		return x.pairNoun(s, f, n)
	}
	var src ends
	for _, r := range f.sources {
		switch r {
		case rolePossessor:
			if p := t.child(n, "nmod:poss"); p >= 0 && !(f.Type == Announced && x.rules(s, p)) {
				x.collect(s, f, &src, []int{p}, "party")
			} else if m := s.at(n - 1); p < 0 && f.Type == Announced && m >= 0 && (s.r.Mentions[m].Kind == mention.Country || s.r.Mentions[m].Kind == mention.Organization) && s.r.Mentions[m].Last == n {
				args, _ := s.denoted(m) // "the Chilean decision to"
				src.add(args, false)
			}
		case roleSubject:
			x.collect(s, f, &src, x.bearers(s, n), "party")
			if c := t.child(n, "cop"); len(src.args) == 0 && c >= 0 {
				x.collect(s, f, &src, x.leading(s, c), "party")
			}
		default:
			x.collect(s, f, &src, x.nounObliques(t, n, r), "party")
		}
	}
	if h := t.parent(n); len(src.args) == 0 && f.Type == Announced && slices.Contains(f.targets, roleInfinitive) && h >= 0 && t.isVerb(h) && (t.is(n, "obj") && x.lex.in("deciding", t.lemma(h)) || t.caseOf(n) == "with" && t.tag(n-1) == "DT") {
		heads, _ := x.subjects(t, h)
		x.collectFirst(s, f, &src, heads) // "took the decision to", "opened the mine with a promise to"
	}
	targets, reason := x.nounTargets(s, f, n, &src)
	switch {
	case len(targets) > 0:
	case f.Clause:
		targets = x.told(s, n, src.args)
	case f.Silent || f.Echo:
		targets, _ = x.unsaid(s, f, n)
	case t.lemma(n) == "signature":
		targets = x.signaturesOf(s, f, n, &src)
	}
	if len(targets) == 0 && f.Echo && reason == "no target" {
		targets, _ = x.unsaid(s, f, n)
	}
	if len(targets) == 0 {
		return found{reason: reason}
	}
	if f.Class == "agreement" && !src.unresolved && len(x.nounObliques(t, n, "by")) == 0 {
		for _, a := range targets {
			src.add(x.owners(s, a.head), false)
		}
	}
	return x.fan(s, f, n, n, src, targets)
}

// rules reports whether p decides cases and not what it will do: a court.
func (x *Extractor) rules(s *scene, p int) bool {
	l := s.t.lemma(p)
	return l == "court" || l == "tribunal" || l == "judge" || l == "jury"
}

// nounTargets are the things in the target roles of noun n; those whose names say whose they are add that to src.
func (x *Extractor) nounTargets(s *scene, f *frame, n int, src *ends) (targets []headed, reason string) {
	t := s.t
	reason = "no target"
	for _, r := range f.targets {
		if r == roleInfinitive {
			for _, c := range t.children(n) {
				if c > n && t.base(c) == "acl" && t.markOf(c) == "to" {
					a, why := x.infinitiveTargets(s, c)
					a, reason = x.withoutAims(t, n, a, why)
					targets = append(targets, a...)
				}
			}
			continue
		}
		heads := x.nounObliques(t, n, r)
		if len(heads) == 0 && f.Class == "agreement" && t.lower(n+1) == r {
			heads = x.window(s, n, r) // "A, a signatory to X, …"
		}
		if len(heads) == 0 && f.Class == "agreement" && r == "of" {
			heads = x.lateOf(s, n)
		}
		if listed := x.listed(s, f, heads); len(listed) > 0 {
			for i := range listed {
				var own ends
				x.collect(s, f, &own, x.obliques(t, listed[i].head, "between", false), "party")
				listed[i].by = own.args
			}
			targets = append(targets, listed...)
			continue
		}
		for _, h := range heads {
			taken, why := x.taken(s, f, h)
			if why != "" {
				reason = why
				continue
			}
			targets = append(targets, taken...)
			if f.Class == "agreement" {
				x.collect(s, f, src, x.obliques(t, h, "by", false), "party")
				x.collect(s, f, src, x.obliques(t, h, "between", false), "party")
			}
		}
	}
	return targets, reason
}

// signaturesOf is the only agreement that the sentence names, where "of" behind the signatures at n names who signed: "at
// the foot of the pact are the signatures of A and B"; these are added to src.
func (x *Extractor) signaturesOf(s *scene, f *frame, n int, src *ends) []headed {
	if s.t.lower(n+1) != "of" || s.t.child(n, "nmod:poss") >= 0 {
		return nil
	}
	x.collect(s, f, src, x.nounObliques(s.t, n, "of"), "party")
	found := -1
	for _, m := range s.men {
		if s.r.Mentions[m].Kind == mention.Agreement {
			if found >= 0 {
				return nil
			}
			found = m
		}
	}
	if e, ok := s.oneOf(found); ok && len(src.args) > 0 {
		return []headed{{arg: s.agreement(found, e), head: n, status: happened}}
	}
	return nil
}

// oneOf is what mention m, which may be none, denotes alone.
func (s *scene) oneOf(m int) (int, bool) {
	if m < 0 {
		return -1, false
	}
	return s.r.One(m)
}

// told is what the clause of noun n tells of: "the announcement by X that the embassy will be closed".
func (x *Extractor) told(s *scene, n int, sources []Arg) []headed {
	t := s.t
	for _, c := range t.children(n) {
		if c < n || !t.is(c, "acl", "ccomp") || t.markOf(c) != "that" {
			continue
		}
		a, why := x.clauseTarget(s, clause{head: c, like: c, subject: t.child(c, "nsubj", "nsubj:pass"), sources: sources})
		if why == "" {
			return []headed{{arg: a, head: c, status: happened}}
		}
	}
	return nil
}

// nounObliques are the nouns that prep ties to noun n: below it, or below the verb that n depends on.
func (x *Extractor) nounObliques(t *tree, n int, prep string) []int {
	out := x.obliques(t, n, prep, false)
	for _, c := range t.children(n) {
		if len(out) == 0 && c > n && t.base(c) == "acl" && (t.tag(c) == "VBN" || x.lex.in("holdtalks", t.lemma(c))) {
			out = x.obliques(t, c, prep, true) // "talks held with X", "talks that he had with X"
		}
	}
	if len(out) == 0 && prep != "of" {
		// Parsers hang the second prepositional phrase on the first one's noun.
		for _, c := range t.children(n) {
			if t.base(c) == "nmod" && c > n {
				out = append(out, x.obliques(t, c, prep, false)...)
			}
		}
	}
	return out
}

// appealed reports whether noun n is what somebody calls for: "calls for new talks".
func appealed(t *tree, n int) bool {
	k := n - 1
	for t.in(k) && (t.tag(k) == "JJ" || t.tag(k) == "DT" || t.isNoun(k)) {
		k--
	}
	return t.in(k-1) && t.lower(k) == "for" && t.lemma(k-1) == "call"
}

// toCome reports whether the phrase of noun n begins with a day that lies ahead: "next week's talks".
func toCome(t *tree, n int) bool {
	for k := n - 1; t.in(k) && k > n-8; k-- {
		if t.lower(k) == "next" {
			return t.tag(k+2) == "POS"
		}
		if g := t.tag(k); g != "POS" && g != "HYPH" && !t.isNoun(k) && !strings.HasPrefix(g, "JJ") {
			return false
		}
	}
	return false
}

// pairNoun relates the parties of a noun of meeting.
func (x *Extractor) pairNoun(s *scene, f *frame, noun int) found {
	t := s.t
	if t.lemma(noun) == "call" && t.lower(noun+1) == "for" {
		return found{reason: "an appeal"}
	}
	if joinedFor(t, noun) {
		return found{reason: ownSideJoined}
	}
	st := x.status(t, noun)
	say := x.saidAt(t, anchor(t, noun))
	if say >= 0 {
		st = x.status(t, say)
	} else if x.held(t, noun) {
		st = happened
	} else if c := x.heldIn(t, f, noun); c >= 0 {
		st = x.status(t, c)
	} else if h := t.parent(noun); h >= 0 && (t.isVerb(h) && t.lemma(h) != "open" && t.is(noun, "obj", "nsubj:pass") || !t.isVerb(h) && (t.caseOf(noun) == "for" || t.caseOf(noun) == "to")) {
		st = st.worse(x.cue("meeting", t.lemma(h)))
	}
	if startOf(t, noun) >= 0 {
		st = st.worse(fact{Planned, "to"})
	}
	if appealed(t, noun) {
		st = st.worse(x.cue("word", "call"))
	}
	if toCome(t, noun) {
		st = st.worse(x.cue("word", "next"))
	}
	n := anchor(t, noun)
	right := x.partners(s, f, noun, n)
	if f.Between {
		both := x.betweenThem(s, f, noun)
		if named, first := s.inCompound(noun); len(both.args) == 0 && len(named) > 1 && !x.lex.in("loosetalks", t.lemma(noun)) {
			h, p := t.parent(n), t.caseOf(n)
			for k := first - 1; t.isNoun(k) || strings.HasPrefix(t.tag(k), "JJ") || t.tag(k) == "VBN" || t.tag(k) == "DT"; k-- {
				st = st.worse(x.cue("word", t.lower(k))) // "a scheduled Chilean-Peruvian summit"
				first = k
			}
			if t.lower(first-1) != "for" && h >= 0 && (t.isNoun(h) && (t.tag(noun) == "NNS" || p != "at" && p != "in" && p != "during" && p != "after") || t.is(n, "obj") && t.tag(noun) == "NNS" && !x.isHost(s, f, n)) {
				return found{reason: "talks in general"} // "progress in Chilean-Peruvian negotiations"
			}
			both.add(named, false)
			if t.lower(first-1) == "for" {
				st = st.worse(fact{Planned, "for"}) // "a place for a Chilean-Peruvian summit"
			}
			if h >= 0 && t.isVerb(h) {
				st = st.worse(x.status(t, h)) // "will be discussed at the Chilean-Peruvian summit"
			}
		}
		if one, other, ok := sides(s, noun, both); ok {
			return x.pairs(s, f, noun, noun, one, other, st)
		}
		if len(both.args) > 1 {
			return x.chaired(s, f, noun, both, st)
		}
		right.unresolved = right.unresolved || both.unresolved
	}
	left, open := x.initiators(s, f, noun, n)
	if say >= 0 && !left.owner {
		left = ends{inherited: 1}
		heads, _ := x.subjects(t, say)
		x.collectFirst(s, f, &left, heads)
	}
	if open {
		return found{reason: "who is meant stays open"}
	}
	if p := t.caseOf(n); len(left.args) == 0 && !left.unresolved && len(right.args) > 0 && (p == "during" || p == "after" || p == "following") {
		if root := t.root(n); root >= 0 && t.isVerb(root) { // "stressed the importance of sending help during a meeting with X"
			heads, _ := x.surface(t, root, 0)
			left.inherited = guessed
			x.collectFirst(s, f, &left, heads)
		}
	}
	if len(left.args) == 0 && !left.unresolved && len(right.args) > 0 && st.status == Occurred {
		x.collectFirst(s, f, &left, x.tellers(t, n))
		left.inherited = guessed
		if !x.official(s, left.args) {
			left.args = nil
		}
	}
	if len(left.args) < 2 && len(right.args) == 0 && !left.owner && x.isSetting(t, n) {
		var both ends
		if x.collect(s, f, &both, x.agreed(t, n), "party"); len(both.args) > 1 {
			left = both
		}
	}
	if len(right.args) == 0 && withOthers(t, noun) {
		return found{reason: "who is meant stays open"}
	}
	if len(right.args) == 0 {
		var of ends
		x.collect(s, f, &of, x.nounObliques(t, noun, "of"), f.Class)
		if len(of.args) == 0 {
			of.add(x.nameParties(s, f, noun), false)
		}
		if len(of.args) > 1 && !(t.tag(noun) == "NNS" && onlyBodies(of.args)) && t.lemma(noun) != "conference" && !(t.lemma(noun) == "summit" && t.caseOf(noun) != "") {
			return x.chaired(s, f, noun, of, st)
		}
		if p := t.child(noun, "nmod:poss"); p >= 0 && (t.lower(p) == "her" || t.lower(p) == "his") {
			return found{reason: "no second party"} // "after her talks in Lima": with whom stays open
		}
		loose := x.lex.in("loosetalks", t.lemma(noun)) && !x.shared(t, noun, left)
		theirs := left.owner && len(left.args) > 1 // "their meeting"
		remark := x.remark(t, n)
		if remark < 0 && !theirs && (loose || !x.isHost(s, f, n) && !x.isSetting(t, n)) {
			if right.unresolved || left.unresolved {
				return found{reason: "who is meant stays open"}
			}
			return found{reason: "no second party"}
		}
		if remark >= 0 {
			st = happened
		} else if h := t.parent(n); h >= 0 && t.isVerb(h) && t.base(n) == "obl" && (t.caseOf(n) == "at" || t.caseOf(n) == "in" || t.caseOf(n) == "during") && !x.outcome(t, n, h) {
			st = st.worse(x.status(t, h)) // "are expected to discuss it at the summit"
		}
		if h := t.parent(n); h >= 0 && t.passive(h) && x.lex.in("convoking", t.lemma(h)) && !theirs {
			return found{reason: "only who called it"} // "the meeting was convened by A and B"
		}
		if h := t.parent(n); h >= 0 && t.lemma(h) == "join" && !t.passive(h) && t.is(n, "obj") && near(t, noun-2, noun, definite) {
			return found{reason: "joined a meeting told of before"} // "A and B joined the meeting"
		}
		if x.severally(t, noun, n) && !theirs {
			return found{reason: "each had his own"}
		}
		if h := t.parent(n); h >= 0 && x.lex.in("hosttalks", t.lemma(h)) && t.child(noun, "nmod") > noun && !theirs {
			left.args = x.apart(s, left.args) // "A and B convened a meeting of the council"
		}
	} else if heads, _ := x.hosts(s, f, n); !left.owner {
		x.collect(s, f, &left, x.company(s, heads), "person")
	}
	got := x.pairs(s, f, noun, noun, left, right, st)
	if h := t.parent(n); h >= 0 && t.lemma(h) == "join" && t.passive(h) && len(got.relations) > 0 { // "A and B were joined by C for talks"
		f := *f
		f.Class = "party"
		got.relations = append(got.relations, x.pairs(s, &f, noun, noun, left, ends{}, st).relations...)
	}
	return got
}

// partners are the parties in the target roles of a noun of meeting: "talks with X". n stands for the noun in its
// clause.
func (x *Extractor) partners(s *scene, f *frame, noun, n int) ends {
	t := s.t
	var right ends
	host := t.parent(n)
	for _, r := range f.targets {
		x.collect(s, f, &right, beside(s, x.nounObliques(t, noun, r)), f.Class)
		if len(right.args) == 0 && host >= 0 && t.isVerb(host) && !x.meets(t, host) {
			x.collect(s, f, &right, beside(s, x.obliques(t, host, r, false)), f.Class)
		}
		if len(right.args) == 0 && right.excluded == "" {
			x.collect(s, f, &right, beside(s, x.window(s, noun, r)), f.Class)
		}
	}
	if len(right.args) == 0 && host >= 0 && x.lex.in("addressing", t.lemma(host)) && x.isSetting(t, n) {
		var whom ends
		if x.collect(s, f, &whom, x.addressed(s, host), "person"); len(whom.args) > 0 {
			right = whom // "in a phone call, A thanked B"
		}
	}
	if len(right.args) == 0 && host >= 0 && t.is(n, "obj") && x.lex.in("gettouch", t.lemma(host)) && x.lex.in("touch", t.lemma(noun)) {
		x.collect(s, f, &right, append(x.obliques(t, noun, "from", false), x.obliques(t, host, "from", false)...), f.Class) // "took a call from X"
	}
	if len(right.args) == 0 && f.Host == "givemeal" && host >= 0 && x.lex.in(f.Host, t.lemma(host)) {
		x.collect(s, f, &right, s.inHonour(noun), f.Class)
	}
	if p := t.caseOf(n); len(right.args) == 0 && host >= 0 && t.lemma(host) == "join" && t.passive(host) && (p == "for" || p == "at") {
		x.collect(s, f, &right, x.agents(t, host), f.Class) // "was joined by X for talks"
	}
	if p := t.caseOf(n); len(right.args) == 0 && host >= 0 && t.lemma(host) == "join" && !t.passive(host) && t.base(n) == "obl" && (p == "in" || p == "on") {
		x.collect(s, f, &right, x.objects(t, host), "person") // "joined X in a conversation"
	}
	// "invited X for talks": who is invited is the second party.
	if len(right.args) == 0 && host >= 0 && t.isVerb(host) && t.base(n) == "obl" && !t.passive(host) {
		if p := t.caseOf(n); (p == "for" || p == "to") && !x.lex.in("reaching", t.lemma(host)) && !x.lex.in("drawing", t.lemma(host)) {
			x.collect(s, f, &right, x.objects(t, host), f.Class)
		}
	}
	return right
}

// starts are verbs that say when or where talks take place.
var starts = words("begin start resume restart reopen commence")

// startOf is the token before "between" where the meeting n is "to begin" between some; -1 if it is not.
func startOf(t *tree, n int) int {
	v := n + 2
	switch {
	case t.lower(n+1) != "to" || t.tag(v) != "VB":
		return -1
	case t.lower(v) == "take" && t.lower(v+1) == "place":
		v++
	case !starts[t.lemma(v)]:
		return -1
	}
	if t.lower(v+1) != "between" {
		return -1
	}
	return v
}

// betweenThem are the parties of "talks between A and B".
func (x *Extractor) betweenThem(s *scene, f *frame, noun int) ends {
	var both ends
	x.collect(s, f, &both, x.nounObliques(s.t, noun, "between"), f.Class)
	x.collect(s, f, &both, x.nounObliques(s.t, noun, "among"), f.Class)
	x.collect(s, f, &both, x.involved(s.t, noun), f.Class)
	if len(both.args) < 2 {
		if heads := x.window(s, noun, "between"); len(heads) > 0 && !otherTie(s, noun, heads[0]) {
			x.collect(s, f, &both, heads, f.Class)
		}
	}
	if len(both.args) == 0 {
		both.add(x.attended(s, f, noun), false)
	}
	if v := startOf(s.t, noun); len(both.args) == 0 && v >= 0 {
		x.collect(s, f, &both, x.window(s, v, "between"), f.Class) // "clearing the way for talks to begin between A and B"
	}
	if h := s.t.parent(noun); len(both.args) < 2 && h >= 0 && s.t.lemma(h) == "bring" && s.t.is(noun, "nsubj") && near(s.t, h+1, s.t.s.Last, joint) {
		x.collect(s, f, &both, x.objects(s.t, h), f.Class) // "the talks brought together A and B"
	}
	if h := s.t.parent(noun); len(both.args) < 2 && h >= 0 && s.t.isVerb(h) && s.t.is(noun, "nsubj") {
		x.collect(s, f, &both, x.obliques(s.t, h, "between", s.t.lemma(h) == "take"), f.Class) // "talks took place between A and B"
	}
	return both
}

// involved are those whom the participle behind noun says to take part: "talks |involving| A and B".
func (x *Extractor) involved(t *tree, noun int) []int {
	for _, n := range [...]int{noun, anchor(t, noun)} {
		for _, c := range t.children(n) {
			if c > noun && t.tag(c) == "VBG" && t.lemma(c) == "involve" {
				return x.objects(t, c)
			}
		}
	}
	return nil
}

// inCompound are the two states or bodies in the name of the meeting of noun, and the token at which the first begins: "a
// |Chilean-Peruvian| summit", "|EU-Peru| talks".
func (s *scene) inCompound(noun int) (out []Arg, first int) {
	t := s.t
	dash := noun - 1
	for t.in(dash) && dash > noun-5 && t.tag(dash) != "HYPH" && !opensPart(t.lower(dash)) && t.lower(dash) != "-" && (t.isNoun(dash) || strings.HasPrefix(t.tag(dash), "JJ")) {
		dash--
	}
	if w := t.lower(dash); w != "-" && w != "–" {
		return nil, -1
	}
	for _, m := range s.men {
		mm := s.r.Mentions[m]
		if mm.Within >= 0 && s.r.Mentions[mm.Within].Kind == mention.Organization || mm.Kind == mention.Organization && mm.Last > mm.First+1 {
			continue // "the NATO-Russia Council"
		}
		if mm.First == dash+1 && (mm.Kind != mention.Country || mm.Last < noun && capital(t, mm.Last) && s.t.isNoun(mm.Last)) {
			return nil, -1
		}
		if mm.Last == dash {
			first = mm.First
		}
		if (mm.Last == dash || mm.First == dash+1) && (mm.Kind == mention.Country || mm.Kind == mention.Organization) && mm.Last <= noun {
			args, _ := s.denoted(m)
			out = append(out, args...)
		}
	}
	return out, first
}

// attended are those by whom a meeting is said to be attended: "talks attended by A and B", "a meeting was held, attended by
// A and B". Who attends a conference need not have met the others.
func (x *Extractor) attended(s *scene, f *frame, noun int) []Arg {
	t := s.t
	if x.lex.in("loosetalks", t.lemma(noun)) {
		return nil
	}
	over := []int{noun}
	if h := t.parent(noun); h >= 0 && t.isVerb(h) && t.is(noun, "nsubj") {
		over = append(over, h)
		for _, c := range t.children(h) {
			if c > h && t.base(c) == "obl" {
				over = append(over, c) // "was held in X, attended by": hung on the place
			}
		}
	}
	for _, h := range over {
		for _, c := range t.children(h) {
			if c > noun && t.tag(c) == "VBN" && t.lemma(c) == "attend" && t.is(c, "acl", "advcl", "conj", "xcomp") {
				var who ends
				x.collect(s, f, &who, x.agents(t, c), f.Class)
				return who.args
			}
		}
	}
	return nil
}

// initiators are the parties in the source roles of a noun of meeting; open says that the noun has a possessor and
// the text does not tell who that is.
func (x *Extractor) initiators(s *scene, f *frame, noun, n int) (left ends, open bool) {
	t := s.t
	for _, r := range f.sources {
		if len(left.args) > 0 {
			break
		}
		switch r {
		case rolePossessor:
			if p := t.child(noun, "nmod:poss"); p >= 0 && !x.inName(s, noun, p) {
				x.collect(s, f, &left, []int{p}, "party")
				left.owner = true
				if left.unresolved && len(left.args) == 0 && t.tag(p) == "PRP$" {
					left.unresolved = false
					x.collect(s, f, &left, x.subjectAfter(t, n), "person")
				}
				if left.unresolved && len(left.args) == 0 {
					return left, true // "the President's call with X"
				}
			} else if m := s.at(noun - 1); m >= 0 && s.r.Mentions[m].Kind == mention.Person && s.r.Mentions[m].Last == noun {
				x.collect(s, f, &left, []int{noun - 1}, "party") // "Readout of President X Call with Y"
			}
		case roleSubject:
			heads, steps := x.hosts(s, f, n)
			left.inherited = steps
			x.collectFirst(s, f, &left, heads)
			if len(left.args) == 0 && !left.unresolved && afterwards[t.caseOf(n)] {
				x.collect(s, f, &left, x.spokenBy(t, heads), "party")
			}
			if h := t.parent(n); len(left.args) == 0 && h >= 0 && t.isVerb(h) && t.is(n, "obj") {
				x.collect(s, f, &left, x.appositive(s, h, heads), "person")
			}
		default:
			x.collect(s, f, &left, x.nounObliques(t, noun, r), "party")
		}
	}
	return left, false
}

// inName reports whether the possessor p of noun n is only part of the event's name: "the G20 Leaders' Summit".
func (x *Extractor) inName(s *scene, n, p int) bool {
	m := s.at(n)
	return m >= 0 && s.r.Mentions[m].Kind == mention.Event && s.r.Mentions[m].Proper && p >= s.r.Mentions[m].First && s.at(p) == m
}

// subjectAfter is the subject that follows the phrase of n at the head of its clause: "Following his meeting with X, Y …".
func (x *Extractor) subjectAfter(t *tree, n int) []int {
	h := t.parent(n)
	if h < 0 || !t.isVerb(h) {
		return nil
	}
	if c := t.child(h, "nsubj"); c > n {
		return []int{c}
	}
	return nil
}

// shared reports whether two have a meal: "A and B had lunch".
func (x *Extractor) shared(t *tree, noun int, left ends) bool {
	h := t.parent(noun)
	return len(left.args) > 1 && x.lex.in("meals", t.lemma(noun)) && h >= 0 && t.base(noun) == "obj" && x.lex.in("sharing", t.lemma(h))
}

// nameParties are the parties in a name that the noun of meeting heads: "the summit of A and B".
func (x *Extractor) nameParties(s *scene, f *frame, noun int) []Arg {
	m := s.at(noun)
	if m < 0 || s.t.lower(noun+1) != "of" {
		return nil
	}
	var out []Arg
	for _, i := range s.men {
		mm := s.r.Mentions[i]
		if i == m || mm.First <= noun || mm.Last > s.r.Mentions[m].Last {
			continue
		}
		if e, ok := s.r.One(i); ok && isParty(mm) {
			a := Arg{Entity: e, Span: s.t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind}
			if x.fits(s, a, f.Class) {
				out = append(out, a)
			}
		}
	}
	return out
}

// held reports whether noun n is said to have taken place: "the talks held last month".
func (x *Extractor) held(t *tree, n int) bool {
	for _, c := range t.children(n) {
		if c > n && t.base(c) == "acl" && t.tag(c) == "VBN" && t.child(c, "aux") < 0 && (t.lemma(c) == "hold" || t.lemma(c) == "conduct") {
			return true
		}
	}
	return false
}

// heldIn is the verb of the relative clause that says who held noun n: "talks that X had with Y"; -1 if there is none.
func (x *Extractor) heldIn(t *tree, f *frame, n int) int {
	for _, c := range t.children(n) {
		if c > n && t.relation(c) == "acl:relcl" && x.lex.in(f.Host, t.lemma(c)) {
			if sub := t.child(c, "nsubj"); sub >= 0 && !relative(t, sub) {
				return c
			}
		}
	}
	return -1
}

// anchor is the noun that stands for n in its clause: "series" in "a series of meetings".
func anchor(t *tree, n int) int {
	for range 2 {
		h := t.parent(n)
		if h < 0 || t.base(n) != "nmod" || t.caseOf(n) != "of" || !measures[t.lemma(h)] {
			break
		}
		n = h
	}
	return n
}

var measures = words("resumption continuation restart renewal series round string range flurry spate phase stage leg set batch cycle number day hour set week month couple lot third second first start beginning end opening sideline sidelines margin margins")

// meets reports whether verb h is a trigger of its own, so that its "with" is not the noun's.
func (x *Extractor) meets(t *tree, h int) bool { return t.lemma(h) == "meet" }

// isHost reports whether n is the object of a verb that makes its subject take part: "held talks".
func (x *Extractor) isHost(s *scene, f *frame, n int) bool {
	t := s.t
	h := t.parent(n)
	for range 3 {
		if h < 0 || t.base(n) != "conj" {
			break
		}
		n, h = h, t.parent(h)
	}
	return h >= 0 && t.isVerb(h) && f.Host != "" && x.lex.in(f.Host, t.lemma(h)) && t.is(n, "obj", "obl", "nsubj:pass")
}

// remark is the noun by whose authors a title such as "Remarks by A and B before Bilateral Meeting" says that n was
// held; -1 if n stands in no such title. Parsers hang n on the last of the authors, too.
func (x *Extractor) remark(t *tree, n int) int {
	for h, steps := t.parent(n), 0; h >= 0 && steps < 3; h, steps = t.parent(h), steps+1 {
		if (t.lemma(h) == "remark" || t.lower(h) == "remarks" || t.lemma(h) == "statement") && len(x.obliques(t, h, "by", false)) > 0 {
			return h
		}
		if !t.is(h, "nmod", "conj", "appos") {
			break
		}
	}
	return -1
}

// clauseOver is the nearest verb above i that has a subject, i's parent if none has.
func (x *Extractor) clauseOver(t *tree, i int) int {
	for h := t.parent(i); h >= 0; h = t.parent(h) {
		if t.isVerb(h) && t.child(h, "nsubj") >= 0 {
			return h
		}
	}
	return t.parent(i)
}

// isSetting reports whether n is where or after which its clause happens: "in the first dialogue, A and B agreed …".
func (x *Extractor) isSetting(t *tree, n int) bool {
	known := false // "the meeting": one told of before, whoever was there
	for k := n - 1; t.in(k) && k > n-6; k-- {
		w := t.lower(k)
		known = known || w == "the" && k == n-1 || w == "that" || w == "this"
		if known && (w == "following" || w == "after") {
			return false
		}
		if w == "following" || w == "during" || w == "after" {
			h := t.parent(n)
			return h >= 0 && (!x.lex.in("assemblies", t.lemma(n)) || x.lex.in("together", t.lemma(h)))
		}
		if g := t.tag(k); g != "DT" && g != "JJ" && g != "CD" && g != "PRP$" && g != "IN" && !t.isNoun(k) {
			break
		}
	}
	if t.base(n) != "obl" && t.base(n) != "nmod" {
		return false
	}
	if h := t.parent(n); x.lex.in("assemblies", t.lemma(n)) && !x.lex.in("together", t.lemma(h)) {
		return false // who spoke at the same summit has not met there
	}
	switch t.caseOf(n) {
	case "in", "at":
		return t.base(n) == "obl" || x.lex.in("outcomes", t.lemma(t.parent(n)))
	case "during", "after", "following":
		return true
	case "over":
		return t.base(n) == "obl" && x.lex.in("meals", t.lemma(n))
	}
	return false
}

// journeys are what meetings are part of.
var journeys = words("visit trip tour journey")

// hosts are the nouns that take part in n by the verb or noun that n depends on.
func (x *Extractor) hosts(s *scene, f *frame, n int) ([]int, int) {
	t := s.t
	if k := bound(s, n); k >= 0 {
		return []int{k}, 0
	}
	if c := x.heldIn(t, f, n); c >= 0 {
		return []int{t.child(c, "nsubj")}, 0
	}
	for range 3 {
		if t.base(n) != "conj" || t.parent(n) < 0 || t.isVerb(t.parent(n)) {
			break
		}
		n = t.parent(n)
	}
	if c, p := t.child(n, "nsubj"), t.caseOf(n); c >= 0 && t.child(n, "cop") >= 0 && (p == "in" || p == "at" || p == "" && f.Host == "") {
		return []int{c}, 0 // "X is in talks with Y"
	}
	h := t.parent(n)
	if h < 0 {
		return nil, 0
	}
	if t.isVerb(h) {
		switch {
		case t.caseOf(n) == "by" && t.lemma(h) == "follow" && t.tag(h) == "VBN" && t.child(h, "aux", "aux:pass") < 0 && t.parent(h) >= 0:
			return x.surface(t, x.clauseOver(t, h), 1) // "met A on Monday, followed by talks with B"
		case t.is(n, "nsubj:pass") || t.is(n, "obj") && t.passive(h):
			if a := x.agents(t, h); len(a) > 0 {
				return a, 0
			}
			if t.is(n, "obj") && t.child(h, "nsubj:pass") >= 0 {
				return x.surface(t, h, 0) // "X was granted an audience with Y"
			}
			return nil, 0
		case t.is(n, "obj"):
			if x.lex.in("hosttalks", t.lemma(h)) && !x.lex.in(f.Host, t.lemma(h)) && particle(t, h) != "off" {
				return nil, 0
			}
			if v := antecedent(t, h); v >= 0 && journeys[t.lemma(v)] && relative(t, t.child(h, "nsubj")) {
				return x.owner(t, v, 1) // "X is in Oslo for a visit that will include talks with Y"
			}
			return x.subjects(t, h)
		case t.caseOf(n) == "over" && t.tag(n) == "NNS" && t.child(h, "obj") > h && t.child(h, "obj") < n:
			return nil, 0 // "broke a deadlock over talks with X": what it is about
		case t.is(n, "obl", "advcl"):
			heads, d := x.surface(t, h, 1)
			if len(heads) == 0 && n < h {
				return x.leading(s, h), guessed // "After talks with A, B and C, his aide, left": the subject is lost
			}
			return heads, d
		case t.is(n, "nsubj"):
			return nil, 0
		}
		return x.surface(t, h, 1)
	}
	if r := x.remark(t, n); r >= 0 {
		h = r
	}
	if b := x.obliques(t, h, "by", false); len(b) > 0 {
		return b, 1
	}
	switch t.caseOf(n) {
	case "over", "about", "on", "regarding", "concerning": // "a deadlock over talks with X": what it is about
		return nil, 0
	}
	return x.owner(t, n, 1)
}
