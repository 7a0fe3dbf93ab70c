package extract

import "strings"

// fact is the status of something said, and the word that decided it.
type fact struct {
	status Status
	cue    string
}

// happened is what a text states without any cue to the contrary.
var happened = fact{Occurred, ""}

// worse keeps what weighs more: a denial over a plan over a fact.
func (f fact) worse(g fact) fact {
	if g.status > f.status {
		return g
	}
	return f
}

// cue is what word w of a kind of rules/cues.yaml does to what it governs.
func (x *Extractor) cue(kind, w string) fact {
	words := strings.ReplaceAll(w, "-", " ")
	switch x.lex.effect(kind, w) {
	case "planned":
		return fact{Planned, words}
	case "denied":
		return fact{Denied, words}
	}
	return happened
}

// status says whether the text presents what token i, a verb or a noun, stands for as having happened. It looks at
// the token's own auxiliaries and negation and then climbs through what governs it.
func (x *Extractor) status(t *tree, i int) fact {
	if t.tag(i) == "VB" && t.parent(i) < 0 && t.lower(i-1) == "to" && t.lower(i-2) != "yet" {
		return fact{Planned, "to"} // a headline: "President to Host Prime Minister"
	}
	if x.performs(t, i) {
		return happened
	}
	out := happened
	if i > t.s.First {
		out = x.cue("hypothesis", t.lower(t.s.First))
	}
	for range t.order + 1 {
		out = out.worse(x.own(t, i))
		h := t.parent(i)
		if out.status == Denied || h < 0 {
			break
		}
		step, climb := x.governed(t, i, h)
		out = out.worse(step)
		if !climb {
			break
		}
		i = h
	}
	return out
}

// performs reports whether somebody does what verb i says by saying it: "I can announce", "we are proud to announce".
func (x *Extractor) performs(t *tree, i int) bool {
	if x.lex.effect("performative", t.lemma(i)) != "keep" || x.own(t, i).status == Denied {
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
	return h < 0 || !t.is(i, "xcomp", "advcl", "acl") || x.lex.effect("word", t.lemma(h)) == "keep" || x.lex.effect("performer", t.lemma(h)) == "keep"
}

// own reads auxiliaries, negation and introducing words of i.
func (x *Extractor) own(t *tree, i int) fact {
	out, perfect := happened, false
	for _, c := range t.children(i) {
		if t.base(c) == "nsubj" {
			if w := x.nobody(t, c); w != "" {
				return fact{Denied, w}
			}
		}
		perfect = perfect || t.base(c) == "aux" && t.lemma(c) == "have"
	}
	for _, c := range t.children(i) {
		w := t.lower(c)
		if n := x.negation(t, c); n != "" {
			return fact{Denied, n}
		}
		switch t.base(c) {
		case "mark":
			out = out.worse(x.cue("mark", w))
		case "case":
			out = out.worse(x.cue("preposition", preposition(t, c)))
		case "amod":
			out = out.worse(x.cue("word", t.lemma(c))).worse(x.cue("word", w)) // "upcoming" is a verb to some
		case "aux":
			if dateWord(t, c) || x.lex.effect("modal", w) != "planned" || t.tag(c) != "MD" && w != "'ll" && w != "'d" || w == "'d" && perfect {
				continue
			}
			if perfect && x.lex.effect("modal-perfect", w) == "denied" {
				return fact{Denied, w + " have"}
			}
			out = out.worse(fact{Planned, w})
		}
	}
	if t.isVerb(i) && t.lower(i+2) == "to" {
		out = out.worse(x.cue("approach", t.lower(i+1))) // "came close to a deal"
	}
	if beforehand(t, i) {
		out = out.worse(fact{Planned, "before"})
	}
	if w := t.lower(i - 1); t.tag(i) == "VBG" && (w == "to" || w == "of") && !t.isVerb(i-2) {
		out = out.worse(x.cue("word", t.lemma(i-2))) // "her commitment to signing": wherever parsers hang it
	}
	return out.worse(x.yetTo(t, i))
}

// negation is how c, a word that hangs on something, denies it: "not", "no longer", "rather than"; "" if it does not.
func (x *Extractor) negation(t *tree, c int) string {
	w := t.lower(c)
	if before := t.lower(c - 1); x.lex.effect("negation", before+"-"+w) == "denied" {
		return before + " " + w
	}
	if !t.is(c, "advmod", "det", "case", "mark", "neg", "dep") && !(t.base(c) == "cc" && w != "neither") {
		return ""
	}
	if x.lex.effect("approximation", w) == "denied" && c < t.parent(c) {
		return w
	}
	after := w + "-" + t.lower(c+1)
	if x.lex.effect("negation", after) != "keep" && (x.lex.effect("negation", w) == "denied" || x.lex.effect("negation", after) == "denied") {
		return w
	}
	return ""
}

// preposition is the preposition at c, joined with the word that it forms one with: "ahead-of".
func preposition(t *tree, c int) string {
	w := t.lower(c)
	switch {
	case w == "of" && (t.lower(c-1) == "ahead" || t.lower(c-1) == "instead"):
		return t.lower(c-1) + "-of"
	case (w == "ahead" || w == "instead") && t.lower(c+1) == "of":
		return w + "-of"
	}
	return w
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

// isTo is the cue of "is to sign", "are to be opened".
const isTo = "is to"

// yetTo finds "yet to sign", "due to be signed" and "is to sign" that parsers leave off the auxiliaries.
func (x *Extractor) yetTo(t *tree, i int) fact {
	if t.tag(i) != "VB" && !(t.tag(i) == "VBN" && t.lower(i-1) == "be") {
		return happened
	}
	for k := i - 1; k > i-4 && t.in(k); k-- {
		switch {
		case t.tag(k) != "TO":
		case t.lower(k-1) == "yet":
			return fact{Denied, "yet to"}
		case t.lower(k-1) == "due":
			return fact{Planned, "due"}
		case t.lemma(k-1) == "be" || t.lower(k-1) == "not" && t.lemma(k-2) == "be":
			return fact{Planned, isTo}
		}
	}
	return happened
}

// governed says what h makes of i, which depends on it, and whether to climb on.
func (x *Extractor) governed(t *tree, i, h int) (f fact, climb bool) {
	isInf := t.markOf(i) == "to" || t.lower(i-1) == "to" || t.tag(i) == "VB" && t.child(i, "aux", "nsubj") < 0
	switch base := t.base(i); base {
	case "conj":
		// A conjunct with a tense of its own stands alone; an infinitive or participle shares what governs the first.
		if t.isVerb(i) && (t.isFinite(i) && t.tag(i) != "VBP" || t.child(i, "aux", "nsubj") >= 0) {
			if t.relation(h) == "root" || t.base(h) == "ccomp" || t.child(i, "nsubj", "nsubj:pass") >= 0 {
				return happened, t.base(h) == "ccomp" || t.base(h) == "advcl"
			}
		}
		return x.own(t, h), true
	case "xcomp":
		return x.infinitive(t, i, h), true
	case "ccomp":
		if w := x.disowned(t, i, h); w != "" {
			return fact{Denied, w}, false
		}
		if i < h && !sayVerb(t.lemma(h)) {
			return happened, false // English puts complements after their verb: the parser is wrong
		}
		f := x.complement(t, i, h)
		return f, !sayVerb(t.lemma(h)) || f.status != Occurred
	case "advcl":
		if isInf {
			return x.infinitive(t, i, h), true
		}
		return x.adverbial(t, i, h)
	case "acl":
		if w := x.disowned(t, i, h); w != "" {
			return fact{Denied, w}, false
		}
		switch {
		case isInf || t.tag(i) == "VB":
			return x.infinitive(t, i, h), true
		case t.tag(i) == "VBG" && afterwards[t.markOf(i)]:
			return x.adverbial(t, i, h) // "announced the decision after meeting X"
		case t.tag(i) == "VBG":
			return x.argument(t, i, h)
		}
		return happened, false // relative and reduced clauses state their own facts
	case "amod":
		return happened, t.tag(i) != "VBN" // "the newly signed pact could help"
	case "csubj":
		if t.child(i, "nsubj") >= 0 && t.child(i, "aux") >= 0 && t.markOf(i) == "" {
			return happened, false // English has "that" before such a subject: the parser is wrong
		}
		return x.argument(t, i, h)
	case "obj", "nsubj", "obl", "nmod", "compound", "appos":
		return x.argument(t, i, h)
	case "parataxis", "root":
		return happened, false
	}
	return happened, true
}

// disowned is the word by which somebody says that the report at h, that clause i happened, is not true: "denied a report
// that", "rejected as baseless a claim that", "reports that X met Y were false"; "" if nobody does.
func (x *Extractor) disowned(t *tree, i, h int) string {
	if !x.lex.in("reports", t.lemma(h)) || t.markOf(i) != "that" && t.tag(i) != "VBG" {
		return ""
	}
	for k := h - 1; t.in(k) && k > h-12; k-- {
		if x.lex.in("disown", t.lemma(k)) && x.own(t, k).status != Denied {
			return t.lemma(k)
		}
	}
	if p := t.parent(h); p > i && t.is(h, "nsubj") && (x.lex.in("untrue", t.lemma(p)) || t.passive(p) && x.lex.in("disown", t.lemma(p))) && x.own(t, p).status != Denied {
		return t.lemma(p)
	}
	return ""
}

// adverbial is what h makes of the participle i that goes along with it: "after meeting X" is past unless the main
// clause lies ahead, "denied meeting X" is denied.
func (x *Extractor) adverbial(t *tree, i, h int) (f fact, climb bool) {
	m := t.markOf(i)
	if present(t, i) && t.lower(t.child(i, "advmod", "mark")) == "when" && x.status(t, h).status == Planned {
		return fact{Planned, "when"}, false // "is to discuss trade when he meets X"
	}
	if t.isFinite(i) || t.child(i, "nsubj", "nsubj:pass") >= 0 {
		return happened, false
	}
	if t.perfect(i) && (i < h || t.lower(t.child(i, "aux")-1) == ",") {
		return happened, false // "Having signed it, X will …": done before what the main clause says
	}
	if m == "" && i == h+1 || (m == "on" || m == "from" || m == "against" || m == "to" || m == "at" || m == "for") && i <= h+3 {
		if f := x.cue("verb", t.lemma(h)); f.status != Occurred {
			return f, true
		}
	}
	if m == "" && i > h && t.lower(i-1) == "," {
		return happened, false // "…, promising to help": said beside
	}
	if afterwards[m] {
		return x.apartFrom(t, h), false
	}
	if own := x.own(t, h); own.status == Planned {
		return own, true
	}
	if m == "before" && x.lex.effect("cut-short", t.lemma(h)) == "denied" {
		return fact{Denied, "before"}, false // "died before signing X"
	}
	if w := t.lemma(h); i < h && t.child(h, "xcomp") > h && x.lex.effect("sentence", w) == "planned" && besides(t, i) {
		return fact{Planned, w}, false // "Besides meeting X, Y is set to …"
	}
	return happened, true
}

// besides reports whether gerund i tells one more thing that somebody does, beside that of the main clause.
func besides(t *tree, i int) bool {
	switch w, before := t.lower(i-1), t.lower(i-2); w {
	case "besides", "while", "when":
		return true
	case "from":
		return before == "apart" || before == "aside"
	}
	return false
}

// perfect reports whether i is a perfect participle: "having signed".
func (t *tree) perfect(i int) bool {
	a := t.child(i, "aux")
	return a >= 0 && t.lower(a) == "having"
}

// afterwards introduce what went before something else: "agreed to stop after meeting X".
var afterwards = words("after since following upon despite")

// apartFrom is the status of what happened "after", "during" or "despite" h, which it has of its own unless the whole sentence
// lies ahead.
func (x *Extractor) apartFrom(t *tree, h int) fact {
	if f := x.status(t, h); f.status == Planned && (x.lex.effect("sentence", strings.ReplaceAll(f.cue, " ", "-")) == "planned" || x.modalWill(t, h)) {
		return f
	}
	return happened
}

// present reports whether verb i stands in the present tense, without auxiliaries.
func present(t *tree, i int) bool {
	g := t.tag(i)
	return (g == "VBZ" || g == "VBP") && t.child(i, "aux") < 0
}

// beforehand reports whether the clause of verb i, in the present tense, follows "before": "one day before they hold
// talks". Parsers take "before they" for a phrase of its own.
func beforehand(t *tree, i int) bool {
	if !present(t, i) {
		return false
	}
	for k := i - 1; t.in(k) && k > i-9; k-- {
		switch g := t.tag(k); {
		case t.lower(k) == "before":
			return true
		case g != "DT" && g != "CC" && g != "," && g != "POS" && g != "PRP" && g != "PRP$" && g != "RB" && !t.isNoun(k) && !strings.HasPrefix(g, "JJ"):
			return false
		}
	}
	return false
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

// withParticle is the lemma of verb h, with its particle where the cues know the two together: "call-off". next is
// the word after it where that may be a particle.
func (x *Extractor) withParticle(t *tree, h int, next string) string {
	w, p := t.lemma(h), particle(t, h)
	if p == "" {
		p = next
	}
	if x.lex.effect("verb", w+"-"+p) != "" {
		return w + "-" + p
	}
	return w
}

// infinitive is what governor h makes of the infinitive or gerund i.
func (x *Extractor) infinitive(t *tree, i, h int) fact {
	kind, w := "word", t.lemma(h)
	if t.isVerb(h) {
		next := ""
		if h+2 < i {
			next = t.lower(h + 1)
		}
		kind, w = "verb", x.withParticle(t, h, next)
		if x.lex.in("prevailing", w) && (t.tag(h) == "VBG" || t.lower(h-1) == "being") {
			return fact{Planned, w} // "is being forced to sign"
		}
	}
	if x.lex.effect(kind, w) != "" {
		return x.cue(kind, w)
	}
	if f := x.cue("approach", w); f != happened {
		return f
	}
	// "became the first leader to meet X": an ordinal makes it a fact.
	// "is the first treaty to be signed by X" tells a fact too, and "the first treaty to be signed will be X's" does not.
	told := t.tag(i) == "VB" || t.lower(i-1) == "be" && !t.isVerb(h) && (t.child(h, "cop") >= 0 || t.relation(h) == "appos")
	for k := i - 1; told && t.in(k) && k > i-9 && !t.isFinite(k); k-- {
		if x.ordinal(t, k) || t.lower(k) == "one" && t.lower(k+1) == "of" && t.tag(k-1) == "VBD" { // "was one of 40 states to sign"
			return happened
		}
	}
	// A gerund after any other verb happened, an infinitive is a purpose.
	if t.tag(i) != "VB" && !(t.tag(i) == "VBN" && t.lower(i-1) == "be") {
		return happened
	}
	return fact{Planned, "to"}
}

// ordinal reports whether token k says the how-manieth somebody is to do something: "the first", "the 25th".
func (x *Extractor) ordinal(t *tree, k int) bool {
	w := t.lower(k)
	if n := len(w); n > 2 && w[0] >= '0' && w[0] <= '9' && (w[n-2:] == "st" || w[n-2:] == "nd" || w[n-2:] == "rd" || w[n-2:] == "th") {
		return true
	}
	return x.lex.in("ordinals", t.lemma(k)) || x.lex.in("ordinals", w)
}

// complement is what governor h makes of the clause i.
func (x *Extractor) complement(t *tree, i, h int) fact {
	w := t.lemma(h)
	if clauseWords[t.markOf(i)] && t.markOf(i) != "that" && t.markOf(i) != "if" && t.markOf(i) != "whether" {
		return happened // "suggested a vote as X and Y met": says when, not what
	}
	if f := x.cue("clause", w); f.status != Occurred && (w != "insist" || t.tag(i) == "VB" || bareForm(t, i)) {
		return f
	}
	switch {
	case t.tag(i) == "VB" && t.child(i, "aux") < 0 && t.markOf(i) != "":
		return fact{Planned, w} // subjunctive
	case t.tag(i) == "VBG" || t.markOf(i) == "to":
		return x.infinitive(t, i, h)
	}
	return happened
}

// bareForm reports whether verb i, which taggers take for a plural of the present tense, is a subjunctive, as its subject is
// one name: "that Chile |sign| it".
func bareForm(t *tree, i int) bool {
	c := t.child(i, "nsubj")
	return t.tag(i) == "VBP" && t.lemma(i) != "have" && t.child(i, "aux") < 0 && c >= 0 && t.tag(c) == "NNP" && t.child(c, "conj") < 0
}

// outcome reports whether h says what meeting i brought about, whether it did or not: "failed to reach a deal in talks",
// "made no progress in talks".
func (x *Extractor) outcome(t *tree, i, h int) bool {
	if p := t.caseOf(i); p != "in" && p != "at" && p != "during" || h > i {
		return false
	}
	if t.isVerb(h) {
		h = t.child(h, "obj")
	}
	if h < 0 || !x.lex.in("outcomes", t.lemma(h)) {
		return false
	}
	v := t.parent(h)
	return v >= 0 && t.isVerb(v) && (x.status(t, v).status != Planned)
}

// argument is what h makes of the noun or gerund i that is its argument.
func (x *Extractor) argument(t *tree, i, h int) (f fact, climb bool) {
	base, prep := t.base(i), strings.ReplaceAll(t.caseOf(i), " ", "-")
	if base == "obj" && x.lex.in("mentioning", t.lemma(h)) && x.own(t, h).status == Denied {
		return happened, false
	}
	if x.outcome(t, i, h) {
		return happened, false
	}
	if t.isVerb(h) && i > h && (prep == "in" || prep == "at") {
		// "may take part in talks with X", "will speak at a meeting with X": within what lies ahead.
		f := x.status(t, h)
		if x.lex.effect("participation", t.lemma(h)) == "keep" || f.status == Planned && x.lex.effect("modal", f.cue) == "planned" {
			return f, false
		}
	}
	if t.isVerb(h) && prep != "" {
		if f := x.cue("oblique", x.withParticle(t, h, "")+"-"+prep); f.status == Denied {
			return f, true // "stayed away from talks with X"
		}
	}
	if (base == "obl" || base == "nmod") && x.lex.effect("adjunct", prep) == "keep" {
		f := x.apartFrom(t, h)
		if prep == "following" && !x.modalWill(t, h) {
			f = happened
		}
		return f, false
	}
	if t.isVerb(h) {
		w := x.withParticle(t, h, "")
		if prep != "" {
			if f := x.cue("oblique", w+"-"+prep); f.status != Occurred {
				return f, true
			}
		}
		if base == "obj" || base == "nsubj" && t.passive(h) || base == "csubj" {
			if x.lex.effect("object", w) == "keep" {
				return happened, true
			}
			return x.cue("verb", w), true
		}
		return happened, true
	}
	if f := x.cue("predicate", t.caseOf(h)+"-"+t.lemma(h)); f.status != Occurred && base == "nsubj" && x.own(t, h).status != Denied {
		return f, false // "talks with X are in doubt"
	}
	if f := x.cue("word", t.lemma(h)); f.status != Occurred {
		return f, base == "nsubj" || base == "appos"
	}
	// What a noun is about says nothing of what is done with the noun: "the release of the recording of the call".
	return happened, base != "compound" && !(base == "nmod" && !measures[t.lemma(h)])
}
