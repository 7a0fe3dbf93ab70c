package extract

import (
	"strings"

	"newsgraph/internal/mention"
)

// longest phrase that names a target, in tokens after its head.
const maxTail = 14

// nounTarget makes the target that the noun phrase headed by h names: the entity that it denotes, or a new event or
// agreement named by its words.
func (x *Extractor) nounTarget(s *scene, h int) (Arg, string) {
	t := s.t
	if m := s.at(h); m >= 0 {
		mm := s.r.Mentions[m]
		if mm.Kind == mention.Agreement || mm.Kind == mention.Event {
			if e, ok := s.r.One(m); ok {
				return Arg{Entity: e, Span: t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind}, ""
			}
		} else if mm.Head == h && !x.bringsAbout(s, mm) {
			return Arg{}, "the target is a party"
		}
	}
	switch g := t.tag(h); {
	case g == "PRP" || g == "WP" || g == "WDT" || g == "EX" || g == "DT":
		return Arg{}, "the target is a pronoun"
	case dateWord(t, h):
		return Arg{}, "the target is a date"
	}
	if x.lex.in("transparent", t.lemma(h)) && !x.counts(t, h) && !x.amounts(s, h) {
		if a, ok := x.through(s, h); ok {
			return a, ""
		}
		if f, l := x.phrase(s, h); l-f == 1 && t.lemma(h) != "plan" || x.lex.in("resolves", t.lemma(h)) && (!complementWords[t.lower(h+1)] || t.tag(h+1) == "TO" && t.isVerb(h+2)) {
			return Arg{}, "says only that there is a " + t.lemma(h)
		}
	}
	first, last := x.phrase(s, h)
	text := unquoted.Replace(t.phraseText(first, last))
	switch {
	case text == "":
		return Arg{}, "the target has no words"
	case dateWord(t, h-1) && last == h+1 && x.lex.in("ordinals", t.lemma(h)):
		return Arg{}, "the target is a date" // "will be held May third"
	}
	return Arg{Entity: -1, Span: t.d.TokenSpan(first, last), Text: text, Kind: x.kindOf(t, h)}, ""
}

// counts reports whether the noun at h, of those that say how many there are of something, is the thing itself: "a |package|
// to help the poor".
func (x *Extractor) counts(t *tree, h int) bool {
	return x.lex.in("quantity", t.lemma(h)) && t.lower(h+1) != "of"
}

// complementWords introduce what a decision is about.
var complementWords = words("of on for to about against that")

// unquoted leaves out quotation marks: what is announced as a "green wall".
var unquoted = strings.NewReplacer(`"`, "", "“", "", "”", "", "``", "", "''", "")

// bringsAbout reports whether what was taken for a party is something that comes about when it is announced: "a new
// cabinet", "a joint Trade Council", "states of emergency", "the Growth Forum".
func (x *Extractor) bringsAbout(s *scene, mm mention.Mention) bool {
	t := s.t
	switch l := t.lemma(mm.Head); {
	case l == "state":
		return t.lower(mm.Head+1) == "of" && mm.Kind == mention.Role
	case mm.Kind == mention.Role && x.lex.in("resources", l):
		return true // "pledged 200 soldiers"
	case mm.Kind == mention.Role:
		return x.lex.in("formed", l) && (t.newcomer(mm.Head) || t.tag(mm.First-1) == "PRP$") || l == "nominee" && t.tag(mm.Head) == "NNS"
	case mm.Kind == mention.Organization:
		return x.lex.in("formed", t.lower(mm.Head)) && t.newcomer(mm.First) || x.lex.in("staged", t.lower(mm.Head))
	}
	return false
}

// newcomer reports whether the phrase of h brings up something new: "a cabinet of experts", "his new team".
func (t *tree) newcomer(h int) bool {
	for k := h - 1; t.in(k) && k > h-6; k-- {
		if w := t.lower(k); w == "a" || w == "an" || w == "new" {
			return true
		}
	}
	return false
}

// amounts reports whether the phrase headed by h says how much it is: "a $200 million commitment".
func (x *Extractor) amounts(s *scene, h int) bool {
	first, _ := x.phrase(s, h)
	for k := first; k < h; k++ {
		if s.t.tag(k) == "$" {
			return true
		}
	}
	return false
}

func (x *Extractor) kindOf(t *tree, h int) mention.Kind {
	if x.lex.in("bargain", t.lemma(h)) || t.lemma(h) == "statement" && x.joint(t, h) {
		return mention.Agreement
	}
	return mention.Event
}

// through makes the target of what a head such as "plans" or "start" introduces.
func (x *Extractor) through(s *scene, h int) (Arg, bool) {
	t := s.t
	for _, c := range t.children(h) {
		switch t.base(c) {
		case "acl", "advcl", "xcomp":
			if c > h && t.isVerb(c) && t.markOf(c) == "to" {
				if x.lex.in("vague", t.lemma(c)) && t.child(c, "obj") < 0 && x.tail(s, c) == c+1 {
					return Arg{}, false // "its intention to sign"
				}
				a, ok := x.actionTarget(s, c, false)
				return a, ok && (a.Entity >= 0 || strings.Contains(a.Text, " ") || t.isNoun(h+1) || t.tag(c+1) != "VBG" && t.tag(c+1) != "JJ")
			}
		case "nmod":
			if p := t.caseOf(c); c > h && p == "of" || p == "for" || p == "on" || p == "to" {
				if p == "for" && x.forWhomTo(s, c) {
					return Arg{}, false
				}
				a, why := x.nounTarget(s, c)
				return a, why == "" && a.Entity < 0
			}
		}
	}
	if t.tag(h+1) == "TO" && t.tag(h+2) == "VB" {
		return x.actionTarget(s, h+2, false)
	}
	if w := t.lower(h + 1); w == "for" || w == "of" || w == "on" {
		for k := h + 2; t.in(k) && k < h+9; k++ {
			if t.isNoun(k) && !t.isNoun(k+1) && t.tag(k+1) != "POS" {
				if w == "for" && x.forWhomTo(s, k) {
					return Arg{}, false
				}
				a, why := x.nounTarget(s, k)
				return a, why == "" && a.Entity < 0
			}
			if g := t.tag(k); !nounStart(g) && g != "VBN" && g != "VBG" && g != "HYPH" && g != "POS" {
				break
			}
		}
	}
	return Arg{}, false
}

// forWhomTo reports whether the noun at h is only who is to do something: "plans for |every house| to have a garden", and
// not "plans for |a package| to help the poor".
func (x *Extractor) forWhomTo(s *scene, h int) bool {
	t := s.t
	first, last := x.phrase(s, h)
	if t.tag(last) != "TO" || !t.isVerb(last+1) {
		return false
	}
	switch m := s.at(h); t.lower(first - 1) {
	case "a", "an":
		return m >= 0 && isParty(s.r.Mentions[m]) && !x.lex.in("formed", t.lemma(h))
	default:
		return true
	}
}

// phrase is the range of tokens that names the noun h: its modifiers, the head, and what completes it up to a
// clause, a comma or a date; determiners left out.
func (x *Extractor) phrase(s *scene, h int) (first, last int) {
	t := s.t
	first = h
	for k := h - 1; t.in(k); k-- {
		g, w := t.tag(k), t.lower(k)
		if dateWord(t, k) && t.tag(k+1) != "POS" {
			break
		}
		if m := s.at(k); m >= 0 && isParty(s.r.Mentions[m]) && !t.under(k, h) {
			break // "promised X two ships"
		}
		if t.isNoun(k) || strings.HasPrefix(g, "JJ") || g == "CD" || g == "POS" || g == "$" || g == "HYPH" || w == "-" ||
			(g == "VBN" || g == "VBG") && t.under(k, h) && t.is(k, "amod", "compound") ||
			(g == "RB" || g == "``" || g == "''" || g == "CC" || g == ",") && t.in(k-1) && t.under(k-1, h) && t.is(k-1, "amod", "nummod", "advmod", "compound", "conj") && t.under(k, h) {
			if t.under(k, h) || t.isNoun(k) || strings.HasPrefix(g, "JJ") {
				first = k
				continue
			}
		}
		break
	}
	for first < h && (t.tag(first) == "DT" || t.tag(first) == "PRP$" || t.tag(first) == "POS" || t.tag(first) == "``" || t.tag(first) == "''" || t.tag(first) == "CC" || t.tag(first) == "," || t.tag(first) == "RB" || t.lower(first) == "more") {
		first++
	}
	switch {
	case t.tag(first) == "HYPH" && first+1 < h:
		first += 2 // "so-called"
	case t.lower(first-1) == "a" && t.lower(first-2) == "half":
		first -= 2 // "half a million"
	}
	last = h + 1
	k := h + 1
	for ; t.in(k) && k <= h+maxTail && !x.stops(s, h, k); k++ {
		last = k + 1
	}
	if t.in(k) && k > h+maxTail && !x.stops(s, h, k) {
		last = t.lastLink(h+1, last)
	}
	for last > h+1 && weakEnd(t, last-1) {
		last--
	}
	return first, last
}

var stopWords = words("which who whom whose what how why where when while because although though after before following amid as if unless since until but that than whether so saying including despite during ahead due")

// stops reports whether token k, after head h, ends the phrase that names h.
func (x *Extractor) stops(s *scene, h, k int) bool {
	t := s.t
	g, w := t.tag(k), t.lower(k)
	switch {
	case g == ",":
		return !t.listsAdjectives(k)
	case opensQuote(t, k), w == "than" && (t.lower(k-1) == "more" || t.lower(k-1) == "less") && (t.tag(k+1) == "CD" || t.tag(k+1) == "$"):
		return false
	case g == "PRP", w == "effective", w == "in" && t.lower(k+1) == "order", w == "in" && (t.lower(k+2) == "effort" || t.lower(k+2) == "bid"), w == "for" && t.lower(k+1) == "the" && t.lower(k+2) == "first" && t.lower(k+3) == "time":
		return true
	case stopWords[w], g == ".", g == ":", g == "-LRB-", g == "-RRB-", g == "MD", g == "VBD", g == "VBZ", g == "VBP", w == "``", w == "''":
		return true
	case w == "\"" || w == "“" || w == "”" || w == "(" || w == "—" || w == "–" || w == "--":
		return true
	case g == "DT" && t.isNoun(k-1) && !t.verbWithin(h, k):
		return true // "told the guests |the| oil"
	case g == "VB" && k == h+2 && t.tag(h+1) == "TO" && x.lex.in("transparent", t.lemma(h)):
		return false // "stop plans to build a dam"
	case g == "CD" && t.isNoun(k-1) && x.lex.in("units", t.lemma(k+1)), w == "such" && t.lower(k+1) == "as":
		return true // "the Union 32 years after leaving it"
	case dateWord(t, k), (g == "IN" || g == "DT") && (dateWord(t, k+1) || dateWord(t, k+2) && (t.lower(k+1) == "late" || t.lower(k+1) == "early")), (w == "on" || w == "by" || w == "in" || w == "last" || w == "next" || w == "this" || w == "earlier" || w == "later") && t.in(k+1) && (dateWord(t, k+1) || t.lower(k+1) == "week" || t.lower(k+1) == "month" || t.lower(k+1) == "year"):
		return true
	case g == "CC" && (t.listsAdjectives(k) || t.lower(k-1) == "," && t.listsAdjectives(k-1)):
		return false
	case g == "CC":
		return !t.under(k, h) || conjOf(t, k, h)
	case g == "VBN" && t.relation(k) != "amod", g == "VBG" && t.is(k, "advcl"), g == "VBG" && resulting[t.lemma(k)] && t.is(k, "acl") && t.child(k, "xcomp", "obj") > k:
		return true
	case g == "VBN" && t.isNoun(k+1):
		return false // "a road to six flooded farms"
	case g == "IN" && w == "by" && t.tag(k+1) != "VBG":
		return true
	case (w == "with" || w == "between" || (w == "in" || w == "at") && s.at(k+1) >= 0) && x.kindOf(t, h) == mention.Agreement:
		return true // the parties are no part of its name, nor is where they met
	case w == "back" && (t.tag(k+1) == "TO" || t.tag(k+1) == "IN"):
		return false // "the matter back to the council"
	case g == "IN" || g == "TO":
		return !x.completes(t, h, k, w) && t.lower(k-1) != "back"
	}
	return !t.under(k, h) && !t.isNoun(k) && !strings.HasPrefix(g, "JJ") && g != "DT" && g != "POS" && g != "CD" && g != "$" && g != "HYPH"
}

// resulting are verbs that tell what came of something: "a new fee |prompting| drivers to turn back".
var resulting = words("lead prompt cause force spark make leave trigger")

// verbWithin reports whether a verb stands among tokens [first, last).
func (t *tree) verbWithin(first, last int) bool {
	for k := first; k < last; k++ {
		if t.isVerb(k) {
			return true
		}
	}
	return false
}

// opensQuote reports whether the quotation mark at k opens a quote within a noun phrase: "formation of a |"|unity
// government".
func opensQuote(t *tree, k int) bool {
	w, g := t.lower(k), t.tag(k-1)
	return (w == "\"" || w == "“" || w == "``") && (g == "DT" || g == "PRP$" || g == "IN" || strings.HasPrefix(g, "JJ"))
}

// listsAdjectives reports whether the comma at k stands between adjectives of one noun: "a free, open region".
func (t *tree) listsAdjectives(k int) bool {
	if !strings.HasPrefix(t.tag(k-1), "JJ") {
		return false
	}
	for j := k + 1; t.in(j) && j < k+9; j++ {
		switch g := t.tag(j); {
		case t.isNoun(j):
			return true
		case !strings.HasPrefix(g, "JJ") && g != "," && g != "CC" && g != "HYPH" && g != "VBN":
			return false
		}
	}
	return false
}

// conjOf reports whether "and" at k coordinates the head h itself.
func conjOf(t *tree, k, h int) bool {
	p := t.parent(k)
	return p == h || p >= 0 && t.base(p) == "conj" && t.parent(p) == h
}

// completes reports whether the preposition or "to" at k goes on with the phrase headed by h.
func (x *Extractor) completes(t *tree, h, k int, w string) bool {
	amount := h + 1 // where an amount ends: "$5 million |for the fund"
	for t.tag(h) == "$" && t.tag(amount) == "CD" {
		amount++
	}
	if t.under(k, h) || k == h+1 || k == amount && w != "over" && w != "with" || w == "in" && k == t.afterOf(h) && !(t.tag(k+1) == "NN" && (t.tag(k+2) == "IN" || t.tag(k+2) == "TO")) {
		return w == "of" || w == "to" || w == "on" || w == "for" || w == "from" || w == "with" || w == "between" || w == "in" || w == "against" || w == "into" || w == "over" || w == "about" || w == "by"
	}
	return w == "of" || w == "from" && t.lower(h+1) == "of"
}

// afterOf is the token after the one word that "of" ties to noun h, -1 if none does: "state of emergency |in| the north".
func (t *tree) afterOf(h int) int {
	if t.lower(h+1) != "of" || !t.isNoun(h+2) {
		return -1
	}
	return h + 3
}

func weakEnd(t *tree, k int) bool {
	g := t.tag(k)
	return g == "IN" || g == "TO" || g == "DT" || g == "CC" || g == "PRP$" || g == "RB" || g == "HYPH" || g == "," || g == "``" || g == "''" || g == "POS" && !t.in(k+1)
}

// actionTarget names what verb v is to do: its object if v only sets it going, else the noun of its action.
func (x *Extractor) actionTarget(s *scene, v int, negated bool) (Arg, bool) {
	t := s.t
	obj := t.child(v, "obj")
	for _, c := range t.children(v) {
		if obj < v && c > v && t.base(c) == "obj" {
			obj = c // and not "that" before it
		}
	}
	if g := t.tag(obj); g == "WDT" || g == "WP" {
		return Arg{}, false // "vowed to end what he calls …"
	}
	if t.passive(v) && obj < 0 {
		obj = t.child(v, "nsubj:pass", "nsubj")
		if obj >= 0 && relative(t, obj) {
			obj = -1
		}
	}
	if x.installed(t, v) {
		obj = t.child(v, "nsubj:pass")
	}
	lemma, part := t.lemma(v), particle(t, v)
	if with := x.goesAhead(s, v); with >= 0 && !negated {
		a, why := x.nounTarget(s, with)
		return a, why == ""
	}
	if t.tag(v+1) == "VBG" && x.lex.in("phases", lemma) && part == "" {
		a, ok := x.actionTarget(s, v+1, negated) // "resume accepting deliveries"
		if ok && lemma == "stop" && a.Entity < 0 {
			a.Text = "end to " + a.Text
		}
		return a, ok
	}
	if w := x.lex.nominal[t.lemma(v+1)]; lemma == "help" && w != "" && (t.tag(v+2) == "DT" || t.tag(v+2) == "PRP$") {
		return x.actionTarget(s, v+1, negated) // "help end the war": a verb that looks like a noun
	}
	if lemma == "help" || (lemma == "start" || lemma == "begin" || lemma == "stop") && obj < 0 {
		for _, c := range t.children(v) {
			if t.is(c, "xcomp", "ccomp", "advcl") && (t.tag(c) == "VB" || t.tag(c) == "VBG") && c > v && c < v+4 {
				a, ok := x.actionTarget(s, c, negated) // "help clean up the area"
				if ok && lemma == "stop" && a.Entity < 0 {
					a.Text = "end to " + a.Text
				}
				return a, ok
			}
		}
	}
	if obj >= 0 && !t.isNoun(obj) {
		obj = nounAfter(t, obj)
	}
	if obj > v && x.lex.in("units", t.lemma(obj)) && (t.lower(obj-1) == "coming" || t.lower(v+1) == "this" || t.lower(v+1) == "next") && t.tag(obj+1) == "DT" {
		obj = x.nounFrom(t, obj+1) // "launch next week a joint inquiry"
	}
	for k := secondObject(t, v); k >= 0 && x.lex.in("handing", lemma) && t.in(k+1); k++ {
		if t.isNoun(k) && !t.isNoun(k+1) && t.tag(k+1) != "POS" {
			obj = k // "hand the region an aid package"
			break
		}
		if g := t.tag(k); !nounStart(g) && g != "POS" && g != "HYPH" && g != "VBN" {
			break
		}
	}
	if with := x.obliques(t, v, "with", false); len(with) > 0 && x.lex.in("supplying", lemma) && s.at(obj) >= 0 && isParty(s.r.Mentions[s.at(obj)]) {
		obj = with[0] // "provide X with ships"
	}
	if m := s.at(obj); lemma == "sign" && !negated && m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && s.r.Mentions[m].Proper {
		mm := s.r.Mentions[m]
		first := mm.First
		if t.tag(first-1) == "DT" {
			first--
		}
		return Arg{Entity: -1, Span: t.d.TokenSpan(v, mm.Last), Text: "signing of " + t.phraseText(first, mm.Last), Kind: mention.Event}, true // "announced plans to sign the Treaty of Lima"
	}
	if noun := x.lex.nominal[lemma]; x.lex.in("light", lemma) && !(lemma == "give" && part == "up") && obj >= 0 && !negated && (noun == "" || part != "" || x.lex.in("eventive", t.lemma(obj))) && (lemma != "take" || x.lex.in("eventive", t.lemma(obj))) && !x.lex.in("figure", t.lemma(obj)) {
		if a, why := x.nounTarget(s, obj); why == "" {
			return a, true
		}
	}
	if on := x.agreedOn(t, v); on >= 0 && !negated {
		if a, why := x.nounTarget(s, on); why == "" {
			return a, true // "announced that they have agreed on a pact"
		}
	}
	if m := s.at(obj); !negated && m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && x.lex.in("sealing", lemma) {
		if a, why := x.nounTarget(s, obj); why == "" {
			return a, true // "announced that it has reached a deal on X"
		}
	}
	if in := x.obliques(t, v, "in", false); lemma == "take" && t.lower(v+1) == "part" && t.lower(v+2) == "in" && len(in) > 0 && !negated {
		_, last := x.phrase(s, in[0])
		return Arg{Entity: -1, Span: t.d.TokenSpan(v+1, last), Text: "participation " + t.phraseText(v+2, last), Kind: mention.Event}, in[0] > v
	}
	if lemma == "take" && obj >= 0 && x.lex.in("idle", t.lemma(obj)) {
		if !x.lex.in("measures", t.lemma(obj)) && t.lemma(obj) != "action" {
			return Arg{}, false // "take care of the widows"
		}
		return x.through(s, obj) // "take steps to protect the river"
	}
	if !negated && obj >= 0 && x.lex.in("transparent", t.lemma(obj)) && !x.counts(t, obj) && (x.lex.in("light", lemma) || x.lex.in("say", lemma) || x.lex.in("phases", lemma) && lemma != "stop") {
		if a, ok := x.through(s, obj); ok {
			return a, true
		}
	}
	if c := t.child(v, "xcomp", "ccomp", "advcl"); lemma == "order" && !negated && obj > v && c > obj && t.tag(c) == "VB" && t.tag(c-1) == "TO" {
		return x.actionTarget(s, c, false) // "order the guards to end a blockade"
	}
	if c := x.joinedIn(t, v); c >= 0 {
		return x.actionTarget(s, c, negated)
	}
	a := x.actionName(s, v, obj, part, negated)
	return a, strings.Contains(a.Text, " ") && a.Text != "not "+gerund(lemma) || x.lex.nominal[lemma] != "" && !negated
}

// joinedIn is the gerund of "join X in doing Y" at v, -1 if there is none.
func (x *Extractor) joinedIn(t *tree, v int) int {
	for k := v + 1; t.lemma(v) == "join" && t.in(k) && k < v+12 && !t.isFinite(k); k++ {
		if t.lower(k) == "in" && t.tag(k+1) == "VBG" {
			return k + 1
		}
	}
	return -1
}

// goesAhead is what v and its "ahead with", "forward with" or "with" carry out, -1 if it does not say that: "will go
// ahead with the sale".
func (x *Extractor) goesAhead(s *scene, v int) int {
	t := s.t
	if !x.lex.in("advancing", t.lemma(v)) {
		return -1
	}
	k := v + 1
	if w := t.lower(k); w == "ahead" || w == "forward" {
		k++
	} else if t.lemma(v) != "proceed" {
		return -1
	}
	if t.lower(k) != "with" {
		return -1
	}
	for k++; t.in(k); k++ {
		if t.isNoun(k) && !t.isNoun(k+1) && t.tag(k+1) != "POS" {
			return k
		}
		if g := t.tag(k); !nounStart(g) && g != "PRP$" && g != "POS" && g != "VBN" && g != "HYPH" {
			break
		}
	}
	return -1
}

// actionName makes a noun phrase of verb v, its particle and its object: "withdrawal of troops", "stepping down".
func (x *Extractor) actionName(s *scene, v, obj int, part string, negated bool) Arg {
	t := s.t
	noun := x.lex.nominal[t.lemma(v)]
	var b strings.Builder
	switch {
	case negated && t.passive(v) && t.lower(v-1) == "be" && t.lower(v-2) == "longer" && x.lex.in("required", t.lemma(v)):
		noun = "end to"
		b.WriteString(noun) // "visas will no longer be needed"
	case negated && t.passive(v) && (obj < 0 || t.tag(obj) == "PRP"):
		noun = ""
		b.WriteString("not being " + t.lower(v))
	case negated:
		noun = ""
		b.WriteString("not " + gerund(t.lemma(v)))
		if t.lower(v+1) == "again" {
			b.WriteString(" again")
		}
	case part != "" || noun == "":
		noun = ""
		b.WriteString(gerund(t.lemma(v)))
	case obj < 0:
		b.WriteString(strings.Fields(noun)[0])
	default:
		b.WriteString(noun)
	}
	if part != "" {
		b.WriteString(" " + part)
	}
	of := noun != "" && !strings.Contains(noun, " ")
	last := v + 1
	if reflexive(t, obj) {
		if noun == "" {
			b.WriteString(" " + t.lower(obj))
		}
		if tail := x.tail(s, obj); tail > obj+1 {
			b.WriteString(" " + t.phraseText(obj+1, tail))
			last = tail
		}
	} else if obj >= 0 && t.tag(obj) != "PRP" {
		f, l := x.phrase(s, obj)
		for t.in(f-1) && (t.tag(f-1) == "DT" || t.tag(f-1) == "PRP$") && t.under(f-1, obj) {
			f--
		}
		if of {
			b.WriteString(" of")
		}
		name := t.phraseText(f, l)
		if f == t.s.First && t.tag(f) == "DT" {
			name = strings.ToLower(name[:1]) + name[1:]
		}
		b.WriteString(" " + name)
		last = max(last, l)
		if c := t.child(v, "xcomp", "ccomp", "advcl"); x.lex.in("letting", t.lemma(v)) && c > v && (t.tag(c-1) == "TO" || t.lemma(v) == "let" && t.tag(c) == "VB") {
			end := max(x.tail(s, c), c+1)
			if t.tag(c-1) == "TO" {
				c--
			}
			b.WriteString(" " + t.phraseText(c, end)) // "allowing X to run in the election", "letting X run"
			last = max(last, end)
		}
		if x.lex.in("barring", t.lemma(v)) && t.lower(l) == "from" && t.tag(l+1) == "VBG" {
			end := max(x.tail(s, l+1), l+2)
			if o := t.child(l+1, "obj"); o > l+1 && t.isNoun(o) {
				_, e := x.phrase(s, o)
				end = max(end, e)
			}
			b.WriteString(" " + t.phraseText(l, end)) // "prohibition of banks from lending"
			last = max(last, end)
		}
	} else if tail := x.tail(s, v); tail > v+1 {
		start := v + 1
		if part != "" {
			start++
		}
		if start < tail {
			if g := t.tag(start); noun != "" && g != "IN" && g != "TO" {
				prep := "of"
				if f := strings.Fields(noun); len(f) > 1 {
					prep = f[1]
				}
				b.WriteString(" " + prep)
			}
			b.WriteString(" " + t.phraseText(start, tail))
			last = tail
		}
	}
	return Arg{Entity: -1, Span: t.d.TokenSpan(min(v, last-1), last), Text: unquoted.Replace(b.String()), Kind: mention.Event}
}

// reflexive reports whether token k is "himself", "themselves" or the like.
func reflexive(t *tree, k int) bool {
	w := t.lower(k)
	return t.tag(k) == "PRP" && (strings.HasSuffix(w, "self") || strings.HasSuffix(w, "selves"))
}

// tail is where the complement right after verb v ends, v+1 if there is none.
func (x *Extractor) tail(s *scene, v int) int {
	t := s.t
	k := v + 1
	if particle(t, v) != "" {
		k++
	}
	if g := t.tag(k); g != "IN" && g != "TO" && g != "DT" && !strings.HasPrefix(g, "NN") && !strings.HasPrefix(g, "JJ") || stopWords[t.lower(k)] {
		return v + 1
	}
	start, last := k, k
	for ; t.in(k) && k < v+10; k++ {
		g, w := t.tag(k), t.lower(k)
		if stopWords[w] || w == "in" && t.lower(k+1) == "order" || g == "," && !t.listsAdjectives(k) || g == "." || g == ":" || t.isFinite(k) || g == "MD" || dateWord(t, k) || g == "-LRB-" || g == "CC" && !t.isNoun(k+1) ||
			g == "IN" && dateWord(t, k+1) || w == "by" && t.tag(k+1) == "DT" {
			break
		}
		last = k + 1
	}
	if last == v+10 && nounStart(t.tag(last)) {
		last = t.lastLink(start, last)
	}
	for last > v+1 && weakEnd(t, last-1) {
		last--
	}
	return last
}

// lastLink is where the last preposition, "to" or verb among tokens [first, last) stands, last if there is none: a phrase
// that is cut short ends before it and not within a name.
func (t *tree) lastLink(first, last int) int {
	for k := last - 1; k > first; k-- {
		if g := t.tag(k); g == "IN" || g == "TO" || t.isVerb(k) {
			return k
		}
	}
	return last
}

// gerund is the -ing form of a verb in dictionary form.
func gerund(v string) string {
	n := len(v)
	switch {
	case n < 2:
		return v + "ing"
	case strings.HasSuffix(v, "ie"):
		return v[:n-2] + "ying"
	case strings.HasSuffix(v, "ee") || strings.HasSuffix(v, "oe") || strings.HasSuffix(v, "ye"):
		return v + "ing"
	case strings.HasSuffix(v, "e") && v != "be":
		return v[:n-1] + "ing"
	case doubling[v] || n == 3 && isVowel(v[1]) && !isVowel(v[0]) && !isVowel(v[2]) && !strings.ContainsRune("wxy", rune(v[2])):
		return v + v[n-1:] + "ing"
	}
	return v + "ing"
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// doubling are longer verbs whose last consonant is doubled.
var doubling = words("stop step ship drop plan scrap ban quit begin commit permit submit admit refer transfer defer occur control patrol swap trim strip shut grab rebel expel compel program nod forget regret omit forbid")
