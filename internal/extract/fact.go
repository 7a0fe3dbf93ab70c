package extract

import "strings"

// fact is the status of something said, and the word that decided it.
type fact struct {
	status Status
	cue    string
}

// worse keeps what weighs more: a denial over a plan over a fact.
func (f fact) worse(g fact) fact {
	if g.status > f.status {
		return g
	}
	return f
}

// status says whether the text presents what token i, a verb or a noun, stands for as having happened. It looks at
// the token's own auxiliaries and negation and then climbs through what governs it.
func (x *Extractor) status(t *tree, i int) fact {
	out := fact{Occurred, ""}
	if t.tag(i) == "VB" && t.parent(i) < 0 && t.lower(i-1) == "to" && t.lower(i-2) != "yet" {
		return fact{Planned, "to"} // a headline: "President to Host Prime Minister"
	}
	if x.performs(t, i) {
		return out
	}
	if w := t.lower(t.s.First); (w == "suppose" || w == "imagine" || w == "assuming" || w == "supposing") && i > t.s.First {
		return fact{Planned, w}
	}
	infinitive := false
	for range t.order + 1 {
		out = out.worse(x.own(t, i))
		if out.status == Denied {
			break
		}
		h := t.parent(i)
		if h < 0 {
			break
		}
		step, inf, climb := x.governed(t, i, h, infinitive)
		out = out.worse(step)
		if !climb {
			break
		}
		infinitive = inf
		i = h
	}
	return out
}

// performs reports whether somebody does what verb i says by saying it: "I can announce", "we are proud to announce".
func (x *Extractor) performs(t *tree, i int) bool {
	if l := t.lemma(i); l != "announce" && l != "declare" && l != "confirm" || x.own(t, i).status == Denied {
		return false
	}
	heads, _ := x.surface(t, i, 0)
	if len(heads) == 0 || t.lower(heads[0]) != "i" && t.lower(heads[0]) != "we" {
		return false
	}
	for _, c := range t.children(i) {
		if t.base(c) == "aux" && t.tag(c) == "MD" && t.lower(c) != "can" {
			return false
		}
	}
	h := t.parent(i)
	return h < 0 || !t.is(i, "xcomp", "advcl", "acl") || x.lex.effect("word", t.lemma(h)) == "keep" || t.lemma(h) == "like" || t.lemma(h) == "want"
}

// own reads auxiliaries, negation and introducing words of i.
func (x *Extractor) own(t *tree, i int) fact {
	out := fact{Occurred, ""}
	perfect := false
	for _, c := range t.children(i) {
		if t.base(c) == "nsubj" {
			if w := x.nobody(t, c); w != "" {
				return fact{Denied, w}
			}
		}
		if t.base(c) == "aux" && t.lemma(c) == "have" {
			perfect = true
		}
	}
	for _, c := range t.children(i) {
		w := t.lower(c)
		if (w == "longer" || w == "more") && t.lower(c-1) == "no" {
			return fact{Denied, "no " + w}
		}
		switch t.base(c) {
		case "advmod", "det", "cc", "case", "mark", "neg", "dep":
			if x.lex.effect("negation", w) == "denied" && !(w == "not" && t.lower(c+1) == "only") && !(w == "no" && t.lower(c+1) == "doubt") &&
				!(w == "rather" && t.lower(c+1) != "than") && !(w == "instead" && t.lower(c+1) != "of") && !(w == "neither" && t.base(c) == "cc") {
				return fact{Denied, w}
			}
			kind := ""
			switch t.base(c) {
			case "mark":
				kind = "mark"
			case "case":
				kind = "preposition"
				if w == "of" && (t.lower(c-1) == "ahead" || t.lower(c-1) == "instead") {
					w = t.lower(c-1) + "-of"
				}
				if (w == "ahead" || w == "instead") && t.lower(c+1) == "of" {
					w += "-of"
				}
			}
			if kind != "" {
				out = out.worse(effectFact(x.lex.effect(kind, w), t.lower(c)))
			}
		case "aux":
			if x.lex.effect("modal", w) == "planned" && (t.tag(c) == "MD" || w == "'ll" || w == "'d") && !(w == "'d" && perfect) {
				if perfect && (w == "would" || w == "could" || w == "should" || w == "might") {
					return fact{Denied, w + " have"}
				}
				out = out.worse(fact{Planned, w})
			}
		case "amod":
			out = out.worse(effectFact(x.lex.effect("word", t.lemma(c)), w))
		}
	}
	return out.worse(x.auxDo(t, i))
}

// nobody is the word that empties the subject headed by c: "neither side", "no sitting president", "none of them";
// "" if there is none.
func (x *Extractor) nobody(t *tree, c int) string {
	if w := t.lower(c); w == "none" || w == "neither" || w == "nobody" {
		return w
	}
	for k := c - 1; t.in(k) && k > c-6; k-- {
		switch w := t.lower(k); {
		case w == "neither" || w == "no" || w == "none" && t.lower(k+1) == "of":
			return w
		case !t.isNoun(k) && !strings.HasPrefix(t.tag(k), "JJ") && t.tag(k) != "VBG" && t.tag(k) != "HYPH" && t.tag(k) != "DT" && w != "of":
			return ""
		}
	}
	return ""
}

// auxDo finds "yet to sign" and "to be signed" that parsers leave off the auxiliaries.
func (x *Extractor) auxDo(t *tree, i int) fact {
	if t.tag(i) == "VB" {
		for k := i - 1; k > i-4 && t.in(k); k-- {
			if t.tag(k) == "TO" && t.lower(k-1) == "yet" {
				return fact{Denied, "yet to"}
			}
			if t.tag(k) == "TO" && t.lemma(k-1) == "be" {
				return fact{Planned, "is to"}
			}
		}
	}
	return fact{Occurred, ""}
}

func effectFact(effect, cue string) fact {
	switch effect {
	case "planned":
		return fact{Planned, cue}
	case "denied":
		return fact{Denied, cue}
	}
	return fact{Occurred, ""}
}

// governed says what h makes of i, which depends on it; whether i's clause is still without a tense of its own, and
// whether to climb on.
func (x *Extractor) governed(t *tree, i, h int, infinitive bool) (fact, bool, bool) {
	none := fact{Occurred, ""}
	isInf := t.markOf(i) == "to" || t.lower(i-1) == "to" || t.tag(i) == "VB" && t.child(i, "aux", "nsubj") < 0
	switch base := t.base(i); {
	case base == "conj":
		// A conjunct with a tense of its own stands alone; an infinitive or participle shares what governs the first.
		if t.isVerb(i) && (t.isFinite(i) && t.tag(i) != "VBP" || t.child(i, "aux", "nsubj") >= 0) {
			if t.relation(h) == "root" || t.base(h) == "ccomp" || t.child(i, "nsubj", "nsubj:pass") >= 0 {
				return none, false, t.base(h) == "ccomp" || t.base(h) == "advcl"
			}
		}
		return x.shared(t, h), isInf, true
	case base == "xcomp" || base == "acl" && t.tag(i) == "VB" || base == "advcl" && isInf || base == "acl" && isInf:
		return x.infinitive(t, i, h, base), false, true
	case base == "ccomp":
		if i < h && !sayVerb(t.lemma(h)) {
			return none, false, false // English puts complements after their verb: the parser is wrong
		}
		f := x.clause(t, i, h)
		return f, false, !sayVerb(t.lemma(h)) || f.status != Occurred
	case base == "advcl":
		// "after meeting X": past unless the main clause lies ahead.
		m := t.markOf(i)
		if t.isFinite(i) || t.child(i, "nsubj", "nsubj:pass") >= 0 {
			return none, false, false
		}
		if e := x.lex.effect("verb", t.lemma(h)); (m == "" && i == h+1 || (m == "on" || m == "from" || m == "against" || m == "to") && i <= h+3) && (e == "denied" || e == "planned") {
			return effectFact(e, t.lemma(h)), false, true // "denied meeting X"
		}
		own := x.own(t, h)
		if own.status == Planned && m != "after" && m != "since" || own.status == Planned && x.modalWill(t, h) {
			return own, false, true
		}
		return none, false, true
	case base == "obj" || base == "nsubj" || base == "obl" || base == "nmod" || base == "csubj" || base == "compound" || base == "appos" || base == "acl" && t.tag(i) == "VBG":
		return x.argument(t, i, h, base)
	case base == "acl": // relative and reduced clauses state their own facts
		return none, false, false
	case base == "parataxis" || base == "root":
		return none, false, false
	}
	return none, false, true
}

func (x *Extractor) modalWill(t *tree, h int) bool {
	for _, c := range t.children(h) {
		if t.base(c) == "aux" && (t.lower(c) == "will" || t.lower(c) == "wo" || t.lower(c) == "'ll" || t.lower(c) == "shall") {
			return true
		}
	}
	return false
}

func (x *Extractor) modalWould(t *tree, h int) bool {
	for _, c := range t.children(h) {
		if w := t.lower(c); t.base(c) == "aux" && (w == "would" || w == "'d") {
			return true
		}
	}
	return false
}

// shared is the status that conjuncts of h share by its auxiliaries.
func (x *Extractor) shared(t *tree, h int) fact { return x.own(t, h) }

// infinitive is what governor h makes of the infinitive or gerund i.
func (x *Extractor) infinitive(t *tree, i, h int, base string) fact {
	w := t.lemma(h)
	kind := "word"
	if t.isVerb(h) {
		kind = "verb"
		p := particle(t, h)
		if p == "" && h+2 < i {
			p = t.lower(h + 1)
		}
		if x.lex.effect(kind, w+"-"+p) != "" {
			w += "-" + p
		}
	}
	switch x.lex.effect(kind, w) {
	case "planned":
		return fact{Planned, w}
	case "denied":
		return fact{Denied, w}
	case "keep":
		return fact{Occurred, ""}
	}
	// "became the first leader to meet X": an ordinal makes it a fact.
	for k := i - 1; t.in(k) && k > i-9 && !t.isFinite(k); k-- {
		if t.tag(i) == "VB" && x.ordinal(t, k) {
			return fact{Occurred, ""}
		}
	}
	// A gerund after any other verb happened, an infinitive is a purpose.
	if t.tag(i) != "VB" {
		return fact{Occurred, ""}
	}
	return fact{Planned, "to"}
}

// ordinal reports whether token k says the how-manieth somebody is to do something: "the first", "the 25th".
func (x *Extractor) ordinal(t *tree, k int) bool {
	w := t.lower(k)
	if n := len(w); n > 2 && w[0] >= '0' && w[0] <= '9' && (w[n-2:] == "st" || w[n-2:] == "nd" || w[n-2:] == "rd" || w[n-2:] == "th") {
		return true
	}
	return x.lex.in("ordinals", t.lemma(k))
}

// clause is what governor h makes of the finite clause i.
func (x *Extractor) clause(t *tree, i, h int) fact {
	w := t.lemma(h)
	switch {
	case w == "deny" || w == "refuse":
		return fact{Denied, w}
	case w == "doubt" || w == "fear" || w == "hope" || w == "want" || w == "wish" || w == "demand" || w == "suggest" || w == "propose" ||
		w == "urge" || w == "insist" && t.tag(i) == "VB" || w == "recommend" || w == "pray" || w == "ask" || w == "wonder":
		return fact{Planned, w}
	case t.tag(i) == "VB" && t.child(i, "aux") < 0 && t.markOf(i) != "":
		return fact{Planned, w} // subjunctive
	case t.tag(i) == "VBG" || t.markOf(i) == "to":
		return x.infinitive(t, i, h, "xcomp")
	}
	return fact{Occurred, ""}
}

// argument is what h makes of the noun or gerund i that is its argument.
func (x *Extractor) argument(t *tree, i, h int, base string) (fact, bool, bool) {
	if c := t.caseOf(i); (base == "obl" || base == "nmod") && adjunct[c] {
		// "after talks with X" is a fact of its own unless the whole sentence lies ahead.
		if f := x.status(t, h); f.status == Planned && (ahead[f.cue] && c != "following" || x.modalWill(t, h)) {
			return f, false, false
		}
		return fact{Occurred, ""}, false, false
	}
	if t.isVerb(h) {
		w := t.lemma(h)
		if p := particle(t, h); p != "" && x.lex.effect("verb", w+"-"+p) != "" {
			w += "-" + p
		}
		if base == "obj" || base == "nsubj" && t.passive(h) || base == "csubj" || w == "agree" || w == "call" || w == "look" || w == "prepare" || w == "ask" || w == "withdraw" || w == "pull" {
			switch x.lex.effect("verb", w) {
			case "denied":
				return fact{Denied, w}, false, true
			case "planned":
				if w != "agree" && w != "have" && w != "go" && w != "order" && w != "attempt" && w != "take" && w != "support" && w != "call" || w == "call" && t.caseOf(i) == "for" || w == "agree" && t.caseOf(i) != "" {
					return fact{Planned, w}, false, true
				}
			}
		}
		if base == "obl" && (w == "prepare" || w == "call" || w == "hope" || w == "wait" || w == "agree" || w == "invite" || w == "schedule") && t.caseOf(i) != "at" && t.caseOf(i) != "in" && t.caseOf(i) != "during" {
			if c := t.caseOf(i); c == "for" || c == "to" {
				return fact{Planned, w}, false, true
			}
		}
		if base == "obl" && t.caseOf(i) == "for" && (w == "travel" || w == "go" || w == "come" || w == "arrive" || w == "fly" || w == "leave" || w == "return" || w == "head" || w == "be") {
			return fact{Planned, w + " for"}, false, true
		}
		return fact{Occurred, ""}, false, true
	}
	w := t.lemma(h)
	if e := x.lex.effect("word", w); e == "planned" || e == "denied" {
		if base != "nsubj" && base != "appos" {
			return effectFact(e, w), false, false
		}
		return effectFact(e, w), false, true
	}
	// What a noun is about says nothing of what is done with the noun: "the release of the recording of the call".
	return fact{Occurred, ""}, false, base != "compound" && !(base == "nmod" && !measures[w])
}

// ahead are cues that put a whole sentence into the future, what goes before included.
var ahead = map[string]bool{"will": true, "shall": true, "'ll": true, "schedule": true, "plan": true, "set": true, "due": true, "slate": true, "is to": true, "arrange": true}

// adjunct are prepositions whose noun tells when or where something else happened.
var adjunct = words("after following during since at in amid upon despite from over through throughout")
