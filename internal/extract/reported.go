package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// clause is a clause that somebody reports: "announced that …", "said he will …".
type clause struct {
	head    int    // its verb, or the noun or adjective that "be" says something with
	like    int    // the verb whose auxiliaries it shares: "will build X and |sell| Y"; head where it has its own
	subject int    // -1 if none
	sources []Arg  // who reports it
	said    string // the verb that reports it, in dictionary form
	after   bool   // who reports it is named behind it
	own     bool   // only what the sources do themselves, or arrange as officials, is a decision of theirs

	same   bool // the subject is one of the sources, or one of them acts for it
	serves bool // the subject acts for the source: "the White House said the president will …"

	relayed bool // others have decided it: "the minister said both sides have agreed to …"
	verb    int  // the verb that says what is to be done: "build" in "plans to seek to build"
	ahead   bool // it lies in the future
	neg     bool // it will not be
	past    bool // it was going on before
}

// reported are the decisions that the clause which v reports tells of, those of the clauses coordinated with it
// included: "announced that she is ill and will step down".
func (x *Extractor) reported(s *scene, f *frame, v int, own bool) (out []headed, reason string) {
	t := s.t
	c, subject := x.clauseOf(s, v)
	if c < 0 {
		return nil, "no clause"
	}
	for _, o := range t.children(v) {
		if own && o > v && o < c && t.is(o, "obj", "iobj") && strings.HasPrefix(t.tag(o-1), "PRP") && x.lex.in("confidants", t.lemma(o)) {
			return nil, "said in private" // "told his advisers that …"
		}
	}
	if x.lex.in("questions", t.lower(v+1)) {
		return nil, "what is decided stays open"
	}
	if g := t.tag(v); own && (g == "VBZ" || g == "VBP") && x.modalWould(t, c) {
		return nil, "the clause is a condition"
	}
	for _, a := range t.children(v) {
		if own && x.lex.in("habitual", t.lower(a)) {
			return nil, "said time and again"
		}
	}
	var src ends
	var by []Arg
	subj, _ := x.subjects(t, v)
	if own && len(subj) == 1 && x.medium(s, subj[0]) {
		return nil, "what a medium reports"
	}
	x.collectFirst(s, f, &src, x.voices(s, subj))
	if k := t.child(c, "nsubj", "nsubj:pass"); k >= 0 {
		subject = k
		if len(src.args) == 0 && own && x.officialdom(s, subj) {
			x.collect(s, f, &src, []int{k}, "state") // "Chile will close its embassy, the foreign ministry said"
			by = src.args
		} else if len(src.args) == 0 && own && x.spokesman(s, subj) {
			x.collect(s, f, &src, []int{k}, "official") // "a spokesman said the president will go to Peru"
			by = src.args
		}
	} else if o := t.child(v, "obj"); o > v && o < c && subject < 0 && t.lemma(v) != "tell" && t.markOf(c) == "" {
		subject = o // "says the house will be sold": parsers take the clause's subject for an object
	}
	clauses := t.conjuncts(c)
	if !own && c > v {
		clauses = append(clauses, t.conjuncts(v)[1:]...) // "announced that she is ill and will …": hung on the main verb
	}
	for i, k := range clauses {
		like := k
		if i > 0 && x.shares(t, clauses[0], k) && (t.tag(k) == "VB" || i == 1 && t.tag(k-1) == "CC") {
			like = clauses[0]
		} else if i > 0 && (!t.isVerb(k) || !x.toBeDone(t, k) && !(t.progressive(k) && (!own || x.underway(s, k)))) {
			continue
		}
		if its := t.child(k, "nsubj", "nsubj:pass"); i > 0 && its >= 0 {
			subject = its
		}
		a, why := x.clauseTarget(s, clause{head: k, like: like, subject: subject, sources: src.args, said: t.lemma(v), after: k < v, own: own, past: t.wentOn(v, like)})
		if why == "" && like != k && a.Entity < 0 && !strings.Contains(a.Text, " ") {
			continue // "dissolving the wing and replacing it"
		}
		if why == "" {
			out = append(out, headed{arg: a, head: k, status: happened, by: by})
		} else if i == 0 {
			reason = why
		}
	}
	return out, reason
}

// shares reports whether verb k, coordinated with verb v, has subject and auxiliaries in common with it: "will build X and
// sell Y", "is leaving X and joining Y".
func (x *Extractor) shares(t *tree, v, k int) bool {
	if t.tag(k) != t.tag(v) || t.tag(k) != "VB" && t.tag(k) != "VBG" || t.child(k, "aux", "nsubj", "nsubj:pass", "mark") >= 0 {
		return false
	}
	return x.toBeDone(t, v) || t.progressive(v)
}

// toBeDone reports whether verb v stands behind "will", "would" or "is to".
func (x *Extractor) toBeDone(t *tree, v int) bool {
	return x.modalWill(t, v) || x.modalWould(t, v) || x.own(t, v).cue == isTo
}

// progressive reports whether v is a verb like "is leaving".
func (t *tree) progressive(v int) bool { return t.tag(v) == "VBG" && t.child(v, "aux") >= 0 }

// spokesman reports whether the one who speaks does so for somebody else, of whom he is not said to be: "a spokesman".
func (x *Extractor) spokesman(s *scene, heads []int) bool {
	if len(heads) != 1 || !x.lex.in("spokesmen", s.t.lemma(heads[0])) {
		return false
	}
	args, _ := x.parties(s, heads[0])
	return len(args) == 0
}

// voices puts who speaks in the place of what he speaks through: "a statement by X says", "a note on X's website says".
func (x *Extractor) voices(s *scene, heads []int) []int {
	t := s.t
	out := slices.Clone(heads)
	for i, h := range out {
		for range 2 {
			if !t.in(h) {
				break
			}
			if by := x.issuer(t, h); by >= 0 {
				h = by
				break
			}
			p := t.child(h, "nmod:poss")
			if m := s.at(max(p, 0)); p >= 0 && m >= 0 && s.r.Mentions[m].Kind == mention.Person && x.lex.in("mouthpieces", t.lemma(h)) {
				h = p // "X's office says"
				break
			}
			if p >= 0 && (x.lex.in("utterance", t.lemma(h)) || t.tag(p) == "PRP$" && x.lex.in("bodies", t.lemma(h))) {
				h = p
				break
			}
			if !x.lex.in("utterance", t.lemma(h)) {
				break
			}
			n := t.child(h, "nmod")
			if c := ""; n >= 0 {
				if c = t.caseOf(n); c != "by" && c != "from" && c != "of" && c != "on" && c != "in" {
					break
				}
			} else if n = t.child(h, "compound"); n < 0 {
				break
			}
			h = n
		}
		out[i] = h
	}
	return out
}

// medium reports whether h names a news agency or paper: "the official news agency, X".
func (x *Extractor) medium(s *scene, h int) bool {
	m := s.at(h)
	if m < 0 || s.r.Mentions[m].Kind != mention.Organization {
		return x.lex.in("media", s.t.lemma(h)) || s.t.lower(h-1) == "news" && s.t.lower(h) == "agency"
	}
	mm := s.r.Mentions[m]
	for k := mm.First - 3; k < mm.Last; k++ {
		if s.t.in(k) && (x.lex.in("media", s.t.lower(k)) || s.t.lower(k) == "news" && (s.t.lower(k+1) == "agency" || k == mm.Last-1) || s.t.lower(k) == "press" && k == mm.Last-1) {
			return true
		}
	}
	return false
}

// issuer is who gives out the statement at h in its sentence: "X issued a |statement| saying …"; -1 if nobody does.
func (x *Extractor) issuer(t *tree, h int) int {
	v := t.parent(h)
	if v < 0 || !t.is(h, "obj") || !x.lex.in("utterance", t.lemma(h)) || !x.lex.in("issuing", t.lemma(v)) {
		return -1
	}
	if heads, _ := x.subjects(t, v); len(heads) > 0 {
		return heads[0]
	}
	return -1
}

// clauseTarget makes the target of a reported clause.
func (x *Extractor) clauseTarget(s *scene, c clause) (Arg, string) {
	t := s.t
	c.same = x.sameActor(s, c.subject, c.sources)
	c.serves = !c.same && x.serves(s, c)
	c.relayed = !c.same && x.relays(s, c)
	if h := x.sealed(s, c); c.own && h >= 0 {
		return x.nounTarget(s, h)
	}
	if c.own && (c.subject < 0 || !c.same && !c.relayed && !x.arranged(s, c)) {
		return Arg{}, "the clause is not about the speaker's own action"
	}
	if why := x.descend(s, &c); why != "" {
		return Arg{}, why
	}
	if a, ok := x.stateTarget(s, c); ok && !c.own {
		return a, ""
	}
	if why := x.undecided(s, c); why != "" {
		return Arg{}, why
	}
	if x.occurs(s, c) {
		if l := t.lemma(c.verb); x.lex.in("closing", l) && s.at(c.subject) < 0 && !x.gathering(s, c.subject) {
			return x.actionName(s, c.verb, c.subject, "", c.neg), "" // "the border will reopen"
		}
		return x.nounTarget(s, c.subject)
	}
	if a, ok := x.partOfPlan(s, c); ok {
		return a, ""
	}
	a, ok := x.actionTarget(s, c.verb, c.neg)
	if t.passive(c.verb) && t.child(c.verb, "nsubj", "obj") < 0 && c.subject >= 0 && t.isNoun(c.subject) {
		a, ok = x.actionName(s, c.verb, c.subject, particle(t, c.verb), c.neg), true // "were found and will be returned"
	}
	if !ok {
		return Arg{}, "the clause has no action to name"
	}
	if !c.same && !c.relayed && a.Entity < 0 && !t.passive(c.verb) && t.child(c.verb, "obj") < 0 && c.subject >= 0 && t.tag(c.subject) != "PRP" && !strings.Contains(a.Text, " of ") {
		f, l := x.phrase(s, c.subject)
		if m := s.at(c.subject); m >= 0 {
			f, l = s.r.Mentions[m].First, s.r.Mentions[m].Last
		}
		a.Text += " of " + t.phraseText(f, l)
	}
	return a, ""
}

// partOfPlan is what a clause says that measures will hold: "the package will include tax cuts", "the measures will include
// selling the fleet".
func (x *Extractor) partOfPlan(s *scene, c clause) (Arg, bool) {
	t := s.t
	v := c.verb
	if t.lemma(v) != "include" || c.subject < 0 || c.neg || !x.lex.in("measures", t.lemma(c.subject)) {
		return Arg{}, false
	}
	if t.tag(v+1) == "VBG" && !t.isNoun(v+2) || t.tag(v+1) == "VBG" && t.child(v+1, "obj") > v {
		return x.actionTarget(s, v+1, false)
	}
	o := t.child(v, "obj")
	if o < v || !t.isNoun(o) || s.at(o) >= 0 && isParty(s.r.Mentions[s.at(o)]) {
		return Arg{}, false
	}
	a, why := x.nounTarget(s, o)
	return a, why == ""
}

// undecided says why a clause tells of no decision, "" if it does.
func (x *Extractor) undecided(s *scene, c clause) string {
	t := s.t
	l, own := t.lemma(c.verb), c.own
	progressive := t.progressive(c.verb) || t.tag(c.verb) == "VBG" && c.verb == c.head && c.like != c.head
	vague := x.lex.in("vague", l) && !x.takesPlace(t, c.verb) && !x.underway(s, c.verb) && !x.definite(s, c.verb) && !(own && !c.same && l == "meet")
	past := t.tag(c.verb) == "VBD" || t.tag(c.verb) == "VBN"
	carriedOut := (c.same || c.serves) && past && x.decides(l) || c.said == "announce" && past && (x.agreedOn(t, c.verb) >= 0 || x.seals(s, c.verb)) || c.said == "announce" && x.lex.in("carried", l) && x.perfect(t, c.verb) && (t.passive(c.verb) || !x.another(s, c))
	f := x.own(t, c.head)
	switch {
	case x.installed(t, c.verb) && x.body(s, c.subject):
		return "no person is put into office or out of it"
	case c.relayed && x.agreedOn(t, c.verb) >= 0:
		return ""
	case own && x.lex.in("undecided", l):
		return "“" + l + "” without what"
	case own && progressive && !c.ahead && !x.underway(s, c.verb), progressive && !c.ahead && c.past:
		return "the clause tells what is going on"
	case !t.isVerb(c.verb):
		return "the clause has no verb of action"
	case t.child(c.verb, "expl") >= 0:
		return "the clause says only what there is"
	case !c.ahead && !progressive && !x.installed(t, c.verb) && (own || !carriedOut):
		return "the clause states no decision"
	case x.lex.in("duty", f.cue):
		return "the clause says what ought to be"
	case own && x.conditional(t):
		return "the clause is a condition"
	case own && c.ahead && f.status == Planned && !x.lex.in("future", f.cue) && (c.same || f.cue != isTo):
		return "the clause states no decision"
	case own && c.same && t.passive(c.verb):
		return "something done to the speaker" // "said she was ordered to leave"
	case c.said == "agree" && !c.same && !c.serves && !t.passive(c.verb) && (c.subject < 0 || s.at(c.subject) < 0 && !x.lex.in("collective", t.lemma(c.subject))) && !x.occurs(s, c):
		return "the clause says what they think" // "agreed that trade will help the poor"
	case !c.same && l == "become":
		return "the clause is too vague for a decision"
	case vague && (progressive && !c.ahead || c.verb != c.head && !own):
		return "the clause is too vague for a decision"
	case vague && !own && !c.neg && !c.same && !c.serves && !t.passive(c.verb) && c.subject >= 0 && s.at(c.subject) < 0 && t.isNoun(c.subject) && !x.occurs(s, c):
		return "the clause is too vague for a decision" // "announced that its machines will use less power"
	case vague && (x.lex.in("promising", c.said) || c.said == "agree" || c.said == "declare" && !c.same):
		return "the clause is too vague for a decision" // "promised that he will support it"
	case (own || x.lex.in("promising", c.said)) && x.aims(t, c.verb):
		return "says what somebody hopes to achieve" // "said he would defeat the rebels"
	case own && c.neg && x.lex.nominal[l] == "" && !x.definite(s, c.verb) && !x.lex.in("carried", l) && !x.lex.in("light", l):
		return "the clause is too vague for a decision" // "said she will not rule it out"
	case own && l == "send" && t.child(c.verb, "obj") > c.verb && x.lex.in("signals", t.lemma(t.child(c.verb, "obj"))):
		return "the clause is too vague for a decision" // "said that it would send a signal"
	case own && x.nothing(t, c.verb):
		return "says what will not be done" // "said she would impose no conditions"
	case own && x.alternative(t, c.head):
		return "one of two things will be done" // "said she will sell the port or close it"
	case own && c.neg && x.lex.in("tolerating", l) && t.lower(c.verb-1) != "longer":
		return "the clause is too vague for a decision" // "said she will not allow it"
	case own && (vague || c.neg && !c.ahead):
		return "the clause is too vague for a decision"
	}
	return ""
}

// underway reports whether v is the progressive of what is done once it is decided: "is freezing the assets", but not "is
// raising questions".
func (x *Extractor) underway(s *scene, v int) bool {
	t := s.t
	l, obj := t.lemma(v), t.child(v, "obj")
	switch {
	case t.tag(v) != "VBG" || !x.lex.in("underway", l):
		return false
	case x.lex.in("carried", l):
		return true
	case l == "set" || l == "step":
		p := particle(t, v)
		return p == "down" && l == "step" || obj > v && (p == "up" || p == "aside") && !x.lex.in("unsettled", t.lemma(obj))
	}
	return (obj > v && t.isNoun(obj) || t.passive(v)) && !x.lex.in("unsettled", t.lemma(obj)) && !x.lex.in("goodwill", t.lemma(obj))
}

// agreedOn is what "agree" at v and "on" or "to" are about: "have agreed to a truce"; -1 if v is another verb or there is
// nothing.
func (x *Extractor) agreedOn(t *tree, v int) int {
	if t.lemma(v) != "agree" || t.child(v, "obj") >= 0 {
		return -1
	}
	for _, p := range [...]string{"on", "upon", "to"} {
		for _, h := range x.obliques(t, v, p, false) {
			if h > v && t.isNoun(h) && !x.lex.in("vaguenouns", t.lemma(h)) {
				return h
			}
		}
	}
	return -1
}

// decides reports whether an announcement of having done l is one of a decision: "announced that he had pardoned X".
func (x *Extractor) decides(l string) bool {
	if x.lex.in("carried", l) || x.lex.in("done", l) || x.lex.in("enforced", l) {
		return true
	}
	return x.lex.nominal[l] != "" && !x.lex.in("figure", l) && !x.lex.in("vague", l) && !x.lex.in("opined", l) && !x.lex.in("undergone", l)
}

// installed reports whether v says that somebody has been put into an office or out of it.
func (x *Extractor) installed(t *tree, v int) bool {
	return x.lex.in("installing", t.lemma(v)) && t.passive(v) && t.child(v, "nsubj:pass") >= 0 && len(x.agents(t, v)) == 0
}

// arranged reports whether a clause tells what an official speaker's side will do or have done, though its subject is
// another: "the minister said the bridge will be rebuilt", "that talks will resume", "that the army will leave".
func (x *Extractor) arranged(s *scene, c clause) bool {
	t := s.t
	f := x.own(t, c.head)
	if c.subject < 0 || !x.official(s, c.sources) || f.status == Denied {
		return false
	}
	l := t.lemma(c.head)
	if _, ok := x.partOfPlan(s, clause{verb: c.head, subject: c.subject}); ok {
		return x.comes(t, c.head)
	}
	switch done := x.completed(t, c.head); {
	case done && (x.lex.in("carried", l) || c.serves && x.lex.in("done", l)):
		return c.serves || x.ownState(s, c)
	case t.passive(c.head) && t.tag(c.head) == "VBN" && x.lex.in("carried", l) && x.lex.in("extendable", t.lemma(c.subject)):
		return len(x.agents(t, c.head)) == 0 // "the mediator said the deadline was extended"
	case x.wasAltered(s, c.head, c.subject):
		return true // "the minister said the talks have been postponed"
	case !x.comes(t, c.head) && f.cue != isTo && !x.installed(t, c.head):
		return false
	case t.passive(c.head) && l == "hold":
		return x.gathering(s, c.subject) && len(x.agents(t, c.head)) == 0
	case t.passive(c.head):
		return len(x.agents(t, c.head)) == 0 && !x.lex.in("opined", l) && (t.isNoun(c.subject) || t.tag(c.subject) == "CD")
	case x.occurs(s, clause{verb: c.head, subject: c.subject}):
		return true
	case l == "meet":
		return s.at(c.subject) >= 0 && t.child(c.head, "obj") < 0 && len(x.obliques(t, c.head, "with", false)) == 0
	}
	return c.serves || x.ownSide(s, c.subject, c.sources) || x.ownState(s, c)
}

// completed reports whether v is an active perfect: "has recalled".
func (x *Extractor) completed(t *tree, v int) bool {
	return !t.passive(v) && x.perfect(t, v)
}

// perfect reports whether v is a perfect of either voice: "has recalled", "have been recalled".
func (x *Extractor) perfect(t *tree, v int) bool {
	if t.tag(v) != "VBN" && t.tag(v) != "VBD" {
		return false
	}
	for _, c := range t.children(v) {
		if t.base(c) == "aux" && t.lemma(c) == "have" {
			return true
		}
	}
	return false
}

// gathering reports whether h heads the name of something that is held: "elections", "the next round of vaccinations".
func (x *Extractor) gathering(s *scene, h int) bool {
	if m := s.at(h); m >= 0 {
		return s.r.Mentions[m].Kind == mention.Event
	}
	l := s.t.lemma(h)
	return x.lex.in("talks", l) || x.lex.in("vote", l) || x.lex.in("eventive", l) || x.lex.in("assemblies", l)
}

// comes reports whether v says what will come: "will close", "is closing", "plans to close".
func (x *Extractor) comes(t *tree, v int) bool {
	l := t.lemma(v)
	return x.modalWill(t, v) || x.modalWould(t, v) || t.tag(v) == "VBG" && x.lex.in("carried", l) || x.lex.in("undecided", l) && !t.passive(v) && t.child(v, "xcomp") > v
}

// occurs reports whether a clause says no more of its subject than that it comes about: "talks will resume", "a
// ceremony will take place".
func (x *Extractor) occurs(s *scene, c clause) bool {
	t := s.t
	if c.subject < 0 || !t.isNoun(c.subject) {
		return false
	}
	if m := s.at(c.subject); m >= 0 && s.r.Mentions[m].Kind != mention.Agreement && s.r.Mentions[m].Kind != mention.Event {
		return false
	}
	return x.takesPlace(t, c.verb) || x.lex.in("happen", t.lemma(c.verb)) && t.child(c.verb, "obj") < 0 && !t.passive(c.verb)
}

// definite reports whether a verb that is vague by itself says something definite here: "will go ahead with the sale",
// "is taking a break", "will not seek a third term", "will run for president".
func (x *Extractor) definite(s *scene, v int) bool {
	t := s.t
	switch obj := t.child(v, "obj"); t.lemma(v) {
	case "take":
		return obj > v && t.isNoun(obj) && (!x.lex.in("idle", t.lemma(obj)) || t.lemma(obj) == "part" || x.lex.in("measures", t.lemma(obj)) && max(t.child(obj, "acl"), t.child(v, "xcomp")) > obj)
	case "seek":
		return obj > v && x.lex.in("mandates", t.lemma(obj))
	case "raise":
		return obj > v && t.isNoun(obj) && !x.lex.in("unsettled", t.lemma(obj)) && s.at(obj) < 0
	case "support":
		return obj > v && x.lex.in("scheme", t.lemma(obj))
	case "run":
		return len(x.obliques(t, v, "for", false)) > 0 || len(x.obliques(t, v, "in", false)) > 0
	case "stand":
		p := particle(t, v)
		return p == "down" || p == "aside"
	case "participate":
		return len(x.obliques(t, v, "in", false)) > 0
	case "change":
		return obj > v && t.isNoun(obj) && !x.lex.in("attitudes", t.lemma(obj))
	case "make":
		return obj > v && x.lex.in("made", t.lemma(obj))
	case "monitor":
		return obj > v && x.lex.in("monitored", t.lemma(obj))
	}
	return x.goesAhead(s, v) >= 0
}

// takesPlace reports whether v is the verb of "take place", "go ahead" or "come into force".
func (x *Extractor) takesPlace(t *tree, v int) bool {
	l, next := t.lemma(v), t.lower(v+1)
	return l == "occur" || l == "take" && (next == "place" || next == "effect") || l == "go" && next == "ahead" || (l == "come" || l == "go" || l == "enter") && next == "into" && (t.lower(v+2) == "force" || t.lower(v+2) == "effect")
}

// descend goes from the clause's head down to the verb that says what is to be done; why is not empty where the way
// leads to no decision.
func (x *Extractor) descend(s *scene, c *clause) (why string) {
	t := s.t
	party := c.subject >= 0 && s.at(c.subject) >= 0 && isParty(s.r.Mentions[s.at(c.subject)])
	f := x.own(t, c.head).worse(x.own(t, c.like))
	v := c.head
	c.ahead = f.status == Planned || x.modalWill(t, c.like) || x.modalWould(t, c.like)
	c.neg = f.status == Denied
	for range 4 {
		n := t.child(v, "xcomp")
		if n < 0 && t.lemma(v) == "plan" {
			n = t.child(v, "acl") // "he plans to": taggers take "plans" for a noun
		}
		if n >= 0 && v == c.head && !c.same && x.lex.in("happen", t.lemma(v)) && c.subject >= 0 && t.isNoun(c.subject) && !party {
			break // "mobile clinics will begin seeing patients"
		}
		if n >= 0 && t.lower(t.child(n, "mark")) == "whether" {
			return "what is decided stays open"
		}
		if n < 0 || x.takesPlace(t, v) || !x.lex.in("descend", t.lemma(v)) && t.tag(v) != "JJ" {
			break
		}
		if l := t.lemma(v); c.own && (!x.lex.in("resolved", l) && !x.keepsUp(s, v, n) || l == "prepare" && t.tag(v) == "VBN") {
			return "“" + t.lemma(v) + "” is no decision"
		}
		c.ahead = true
		c.neg = c.neg || x.own(t, n).status == Denied
		v = n
	}
	if c.own && t.lemma(c.head) == "plan" && v != c.head && f.status == Denied {
		return "says what is not planned" // "say they are not planning to invade"
	}
	if c.own && !c.ahead && !c.neg && t.tag(v) == "VBN" && (x.lex.in("carried", t.lemma(v)) && t.child(v, "aux") >= 0 || c.subject >= 0 && x.wasAltered(s, v, c.subject)) {
		c.ahead = true // "said it has begun talks"
	}
	for k := v - 1; k > v-4 && t.in(k); k-- {
		if t.lower(k) == "to" && (t.lemma(k-1) == "be" || t.lower(k-1) == "not" && t.lemma(k-2) == "be") {
			c.ahead = true // "is to no longer run": read as a preposition
		}
	}
	c.verb = v
	return ""
}

// keepsUp reports whether v says that the definite act of its infinitive n will go on: "will continue to withhold the funds".
func (x *Extractor) keepsUp(s *scene, v, n int) bool {
	t := s.t
	return t.lemma(v) == "continue" && (x.modalWill(t, v) || x.modalWould(t, v)) && x.lex.in("carried", t.lemma(n)) && t.child(n, "obj") > n
}

// conditional reports whether something in the sentence hangs on an "if".
func (x *Extractor) conditional(t *tree) bool {
	for k := t.s.First; k < t.s.Last; k++ {
		if w := t.lower(k); (w == "if" || w == "unless") && t.tag(k) == "IN" || w == "rather" && t.lower(k+1) == "than" {
			return true
		}
	}
	return false
}

// stateTarget names what "that an emergency exists in X", "that X is under investigation" or "that there will be a
// review" announces.
func (x *Extractor) stateTarget(s *scene, c clause) (Arg, bool) {
	t := s.t
	switch {
	case c.subject < 0:
	case t.lemma(c.verb) == "exist" && s.at(c.subject) < 0:
		f, l := x.phrase(s, c.subject)
		text := t.phraseText(f, l)
		if tail := x.tail(s, c.verb); tail > c.verb+1 {
			text += " " + t.phraseText(c.verb+1, tail)
		}
		return Arg{Entity: -1, Span: t.d.TokenSpan(f, l), Text: text, Kind: mention.Event}, true
	case t.lemma(c.verb) == "candidate" && t.child(c.verb, "cop") >= 0 && c.same && !c.neg:
		_, l := x.phrase(s, c.verb)
		text := "candidacy"
		if l > c.verb+1 {
			text += " " + t.phraseText(c.verb+1, l)
		}
		return Arg{Entity: -1, Span: t.d.TokenSpan(c.verb, l), Text: text, Kind: mention.Event}, true // "announced that she is a candidate for president"
	case t.lower(c.verb) == "underway" && t.isNoun(c.subject) && (s.at(c.subject) < 0 || !isParty(s.r.Mentions[s.at(c.subject)])):
		a, why := x.nounTarget(s, c.subject)
		return a, why == "" // "announced that a search is underway"
	case t.isNoun(c.verb) && t.child(c.verb, "cop") >= 0 && x.modalWill(t, c.verb) && !c.neg && x.lex.in("offices", t.lemma(c.verb)) && s.at(c.subject) >= 0 && s.r.Mentions[s.at(c.subject)].Kind == mention.Person:
		who, f, l := s.r.Mentions[s.at(c.subject)], 0, 0
		f, l = x.phrase(s, c.verb)
		text := "appointment of " + t.phraseText(who.First, who.Last) + " as " + t.phraseText(f, l)
		return Arg{Entity: -1, Span: t.d.TokenSpan(f, l), Text: text, Kind: mention.Event}, true // "announced that X will be its leader"
	case t.isNoun(c.verb) && t.caseOf(c.verb) == "under":
		f, l := x.phrase(s, c.verb)
		return Arg{Entity: -1, Span: t.d.TokenSpan(f, l), Text: t.phraseText(f, l), Kind: mention.Event}, true
	case t.child(c.verb, "expl") >= 0 && c.ahead && !c.neg && x.nobody(t, c.subject) == "" && t.isNoun(c.subject) && s.at(c.subject) < 0:
		a, why := x.nounTarget(s, c.subject)
		return a, why == ""
	}
	return Arg{}, false
}
