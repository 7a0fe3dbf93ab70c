package extract

import "newsgraph/internal/mention"

// repair mends what parsers read badly though the words leave no doubt: clauses in commas after a name, a noun and its
// verb read as a noun that something was done to.
func (x *Extractor) repair(s *scene) {
	t := s.t
	for k := t.s.First + 2; k < t.s.Last; k++ {
		if g := t.tag(k); (g == "WP" || g == "WDT") && t.lower(k-1) == "," {
			x.relativeClause(s, k)
		}
	}
	for k := t.s.First + 1; k < t.s.Last; k++ {
		if t.lower(k) == "that" && t.isNoun(k-1) && t.base(k) == "obj" {
			contents(t, k)
		}
	}
	for k := t.s.First + 2; k < t.s.Last; k++ {
		switch w := t.lower(k); {
		case w == "later" || w == "earlier":
			x.interval(t, k)
		case t.tag(k) == "VBG" && t.tag(k-1) == "POS":
			ofSomebody(t, k)
		}
	}
	x.predicate(s)
	s.named()
	x.recipient(s)
	x.saidOf(t)
	x.beforePreposition(s)
	x.signedBehind(s)
	s.renamed()
	t.link()
	x.pluperfect(s)
	t.link()
	x.afterthought(s)
	x.secondClause(s)
	for k := t.s.First; k < t.s.Last; k++ {
		if t.isVerb(k) {
			x.interrupted(s, k)
		}
	}
	t.link()
}

// named makes an object of the party right behind an active verb without one, which was taken for what somebody is:
// "called |X| in Lima".
func (s *scene) named() {
	t := s.t
	for v := t.s.First; v < t.s.Last-1; v++ {
		if m := s.at(v + 1); m >= 0 && t.isVerb(v) && s.r.Mentions[m].Kind == mention.Person && t.is(s.r.Mentions[m].Head, "xcomp") && t.parent(s.r.Mentions[m].Head) == v &&
			t.child(v, "obj", "nsubj:pass", "aux:pass") < 0 && !copular[t.lemma(v)] {
			t.set(s.r.Mentions[m].Head, v, "obj")
		}
	}
}

// recipient makes the party right behind a verb of giving the one to whom the noun behind it is given, where it was read as
// part of that or as a second object: "will lend |Peru| money".
func (x *Extractor) recipient(s *scene) {
	t := s.t
	for v := t.s.First; v < t.s.Last-2; v++ {
		m := s.at(v + 1)
		if m < 0 || !t.isVerb(v) || !x.lex.in("handing", t.lemma(v)) || t.passive(v) || !isParty(s.r.Mentions[m]) {
			continue
		}
		mm := s.r.Mentions[m]
		what := t.parent(mm.Head)
		if what == v && t.is(mm.Head, "obj") {
			what = t.lastChild(v, "obj")
		}
		state := mm.Kind == mention.Country && !mm.Demonym
		if what > mm.Head && t.is(what, "obj") && t.parent(what) == v && (t.is(mm.Head, "obj") || state && t.is(mm.Head, "compound")) && (t.tag(what) == "NN" || t.tag(what) == "NNS") {
			t.set(mm.Head, v, "iobj")
		}
	}
}

// copular are verbs that say what their subject is.
var copular = words("be become remain seem look stay appear")

// interval makes the measure before the adverb k, "an hour |later|", tell when and not what.
func (x *Extractor) interval(t *tree, k int) {
	n, h := k-1, t.parent(k-1)
	if h == k {
		h = t.parent(k)
	}
	if h >= 0 && h < n && t.isVerb(h) && t.isNoun(n) && x.lex.in("units", t.lemma(n)) && (t.is(n, "obj") || t.parent(n) == k) {
		t.set(n, h, "obl")
		t.set(k, n, "advmod")
	}
}

// ofSomebody gives gerund k the name before it for a subject, where the two hang on one verb: "agreed to Chile's
// |joining| the bloc".
func ofSomebody(t *tree, k int) {
	n, h := k-2, t.parent(k)
	if h < 0 || h > n || t.parent(n) != h || !t.is(n, "obl", "obj") || !t.is(k, "advcl", "xcomp", "ccomp") {
		return
	}
	for _, c := range t.children(n) {
		if t.base(c) == "case" && c < n {
			t.set(c, k, "mark")
		}
	}
	t.set(n, k, "nsubj")
}

// contents makes the "that" at k begin what the noun before it says rather than stand for the noun, where the clause has an
// object already: "a report |that| X had met Y".
func contents(t *tree, k int) {
	v := t.parent(k)
	if v < k || t.child(v, "nsubj") < k {
		return
	}
	for _, c := range t.children(v) {
		if c > v && t.base(c) == "obj" && !dateWord(t, c) {
			t.set(k, v, "mark")
			t.set(v, t.parent(v), "acl")
			if t.tags != nil {
				t.tags[k-t.s.First] = "IN"
			}
			return
		}
	}
}

// renamed makes what a named agreement is behind a comma an apposition, not one agreement more: "signed the Fishery Growth
// Pact (FGP), a trade and science agreement that …".
func (s *scene) renamed() {
	t := s.t
	for k := t.s.First + 1; k < t.s.Last; k++ {
		if t.lower(k) != "," || t.lower(k+1) != "a" && t.lower(k+1) != "an" {
			continue
		}
		before := k - 1
		if t.lower(before) == ")" {
			for before > t.s.First && t.lower(before) != "(" {
				before--
			}
			before--
		}
		name, what := s.at(before), s.agreementFrom(k+2)
		if name < 0 || what < 0 || s.r.Mentions[name].Kind != mention.Agreement || !s.r.Mentions[name].Proper {
			continue
		}
		of, is := s.r.Mentions[name].Head, s.r.Mentions[what]
		if next := t.lower(is.Last); next == "," || next == "and" || t.base(is.Head) != "conj" {
			continue
		}
		t.set(is.Head, of, "appos")
		for i := k + 1; i < is.Last; i++ {
			if p := t.parent(i); i != is.Head && (p < k || p >= is.Last) {
				t.set(i, is.Head, "compound")
			}
		}
	}
}

// agreementFrom is the agreement whose head stands at k or some words behind, no comma between; -1 if there is none.
func (s *scene) agreementFrom(k int) int {
	for i := k; s.t.in(i) && i < k+8 && s.t.lower(i) != ","; i++ {
		if m := s.at(i); m >= 0 && s.r.Mentions[m].Kind == mention.Agreement {
			return m
		}
	}
	return -1
}

// secondClause gives a finite verb the noun between "and" and it for a subject, where the two were taken for one more noun
// of the clause before, which has all it needs, and for what that is about: "met X and |Y praised| the talks".
func (x *Extractor) secondClause(s *scene) {
	t := s.t
	for cc := t.s.First + 1; cc < t.s.Last-1; cc++ {
		if t.tag(cc) != "CC" {
			continue
		}
		who, v := s.clauseAt(cc + 1)
		if who < 0 || t.base(who) != "conj" || t.child(v, "nsubj") > cc {
			continue
		}
		with := t.parent(who)
		where, finite := x.placeOf(s, with)
		switch {
		case t.isVerb(with) && t.parent(v) == with: // "talks went well and |Y signed| it"
		case finite < 0 || with < finite:
			continue
		case where != behindVerb && (t.child(v, "nsubj") >= 0 || t.top(v) == v || !t.within(with, t.child(t.verbOf(finite), "obj"))):
			continue
		}
		main := with
		if !t.isVerb(with) {
			main = t.verbOf(finite)
		}
		for _, c := range t.children(v) {
			if t.is(c, "nsubj") && c > main && c < cc && !t.under(main, c) {
				if t.set(c, main, "obl"); t.caseOf(c) == "" {
					t.set(c, main, "obj")
				}
			}
		}
		t.subject(who, v)
		t.set(cc, v, "cc")
		if t.under(main, v) {
			t.set(main, t.parent(v), t.relation(v))
		}
		t.set(v, main, "conj")
		t.link()
	}
}

// clauseAt is the noun phrase that starts at token k and the verb whose auxiliary, or which, stands right behind it; -1 if
// that is not what stands there.
func (s *scene) clauseAt(k int) (who, verb int) {
	t := s.t
	for j := k + 1; t.in(j) && j < k+12; j++ {
		if t.isFinite(j) {
			if who, first := s.unitBefore(t.behind(j)); first == k && who >= 0 {
				return who, t.verbOf(j)
			}
			break
		}
	}
	return -1, -1
}

// behind is the first of the adverbs before token k, or k.
func (t *tree) behind(k int) int {
	for t.tag(k-1) == "RB" {
		k--
	}
	return k
}

// verbOf is the verb of which the finite token k is an auxiliary, or k.
func (t *tree) verbOf(k int) int {
	if h := t.parent(k); t.is(k, "aux", "cop") && h > k {
		return h
	}
	return k
}

// subject makes noun who the subject of v.
func (t *tree) subject(who, v int) {
	relation := "nsubj"
	if t.child(v, "aux:pass") >= 0 {
		relation = "nsubj:pass"
	}
	t.set(who, v, relation)
}

// afterthought hangs who says it behind or within a sentence on what is said: "they reached a deal, the ministry
// announced", "the port, he told reporters, will be closed".
func (x *Extractor) afterthought(s *scene) {
	t := s.t
	for v := t.s.Last - 1; v > t.s.First+1; v-- {
		if !t.isVerb(v) || t.tag(v) == "VBG" || t.tag(v) == "VB" || !x.lex.in("say", t.lemma(v)) && !x.lex.in("addressing", t.lemma(v)) {
			continue
		}
		who, first := s.unitBefore(v)
		end := x.remarkEnd(t, v)
		if who < 0 || t.lower(first-1) != "," || end < 0 || !x.speaker(s, who) {
			continue
		}
		main := x.clauseBefore(t, first-1)
		if main < 0 && t.lower(end) == "," {
			main = x.takeUp(s, first-1, end+1)
		}
		if main < 0 {
			continue
		}
		if old := t.top(main); old > end && t.isVerb(old) && t.lower(end) == "," {
			t.set(old, main, "conj")
			x.giveSubject(s, old, end)
		}
		t.set(main, -1, "root")
		t.set(v, main, "parataxis")
		t.set(who, v, "nsubj")
		for _, c := range t.children(v) { // "the port will be closed, X said, and |a road is to be built|"
			if t.is(c, "conj") && t.isVerb(c) && t.lower(end) == "," && t.child(c, "nsubj") > end {
				t.set(c, main, "conj")
			}
		}
		t.link()
	}
}

// speaker reports whether the noun at who can say something: a pronoun, somebody named or in office, somebody's campaign.
func (x *Extractor) speaker(s *scene, who int) bool {
	if m := s.at(who); m >= 0 {
		return isParty(s.r.Mentions[m])
	}
	return s.t.tag(who) == "PRP" || x.lex.in("advocates", s.t.lemma(who)) || s.t.child(who, "nmod:poss") >= 0 && x.lex.in("bodies", s.t.lemma(who))
}

// remarkEnd is the comma or end of the sentence behind verb of saying v, which has only its listeners, a day and
// places after it; -1 if more follows.
func (x *Extractor) remarkEnd(t *tree, v int) int {
	free := x.lex.in("addressing", t.lemma(v)) // a noun may follow
	if t.lower(v+1) == "by" {
		return -1 // "a plan announced by X"
	}
	for k := v + 1; t.in(k); k++ {
		switch g := t.tag(k); {
		case g == "," || g == "." || g == ":" || g == "''":
			return k
		case dateWord(t, k):
			free = false
		case g == "IN" && t.lower(k) != "that" && t.lower(k) != "if" || g == "TO" && !t.isVerb(k+1):
			free = true
		case g == "RB" || g == "POS":
		case !free || !t.isNoun(k) && !nounStart(g) && g != "PRP":
			return -1
		}
	}
	return t.s.Last
}

// clauseBefore is the verb of the main clause that ends before the comma at token comma, -1 if there is none.
func (x *Extractor) clauseBefore(t *tree, comma int) int {
	for k := t.s.First; k < comma; k++ {
		if !t.isFinite(k) {
			continue
		}
		for range t.order {
			h := t.parent(k)
			if h < 0 || h > comma {
				break
			}
			k = h
		}
		if m := t.markOf(k); !t.isVerb(k) && t.child(k, "cop") < 0 || clauseWords[m] || x.lex.effect("mark", m) != "" || t.child(k, "nsubj", "nsubj:pass") < 0 || t.relation(k) == "acl:relcl" {
			return -1
		}
		return k
	}
	return -1
}

// takeUp is the verb at token k that takes up the subject which the comma at token comma cut off: "Chile, he said, |will
// build| a port", "Chile would, he said, |build| a port"; -1 if it is none.
func (x *Extractor) takeUp(s *scene, comma, k int) int {
	t := s.t
	modal := -1
	if t.tag(comma-1) == "MD" {
		modal = comma - 1
	}
	if !t.isFinite(k) && (modal < 0 || t.tag(k) != "VB") {
		return -1
	}
	subject, first := s.unitBefore(comma)
	if modal >= 0 {
		subject, first = s.unitBefore(modal)
	}
	if g := t.tag(first - 1); subject < 0 || g == "IN" || g == "TO" || t.isVerb(first-1) {
		return -1
	}
	v := t.verbOf(k)
	t.subject(subject, v)
	if modal >= 0 {
		t.set(modal, v, "aux")
	}
	return v
}

// giveSubject gives verb v, which has none, the noun between token from and its auxiliary for a subject.
func (x *Extractor) giveSubject(s *scene, v, from int) {
	t := s.t
	if t.child(v, "nsubj") > from {
		return
	}
	for k := from + 1; k <= v; k++ {
		if !t.isFinite(k) {
			continue
		}
		if who, _ := s.unitBefore(k); who > from {
			t.subject(who, v)
		}
		return
	}
}

// unitBefore is the head and the first token of the noun phrase that ends before v, a comma between allowed; -1 if
// there is none.
func (s *scene) unitBefore(v int) (head, first int) {
	t := s.t
	k := v - 1
	if t.lower(k) == "," {
		k--
	}
	if !t.in(k) || !t.isNoun(k) && t.tag(k) != "PRP" || dateWord(t, k) {
		return -1, -1
	}
	head, first = k, k
	if m := s.at(k); m >= 0 {
		head, first = s.r.Mentions[m].Head, s.r.Mentions[m].First
	}
	if g := s.group[head-t.s.First]; g >= 0 {
		head, first = s.units[g].head, s.units[g].first
	}
	for g := t.tag(first - 1); t.in(first-1) && (g == "DT" || g == "PRP$" || g == "POS" || len(g) > 1 && (g[:2] == "JJ" || g[:2] == "NN")); g = t.tag(first - 1) {
		first--
	}
	return head, first
}

// interrupted gives a verb the subject from which a phrase in commas cuts it off: "A, on his first trip to X, met …".
func (x *Extractor) interrupted(s *scene, v int) {
	t := s.t
	n := t.child(v, "nsubj", "nsubj:pass")
	if n < 0 && t.isFinite(v) {
		// "the war ended: their kings, A and B, signed": the subject after a colon hung on what stands before it
		if who, first := s.unitBefore(v); who >= 0 && s.at(who) >= 0 && isParty(s.r.Mentions[s.at(who)]) && opensPart(t.lower(first-1)) && t.parent(who) < first && !t.is(who, "nsubj") {
			t.set(who, v, "nsubj")
			return
		}
	}
	if n < 0 && t.isFinite(v) && t.is(v, "ccomp", "conj") {
		// "says A, her brother, and B signed": the list of the clause's subjects taken for an object of the saying
		if who, first := s.unitBefore(v); who >= 0 && t.parent(who) == first-1 && t.is(who, "obj") && t.parent(v) == first-1 && x.lex.in("say", t.lemma(first-1)) {
			t.set(who, v, "nsubj")
			t.set(v, first-1, "ccomp")
			return
		}
	}
	if finite := t.finite(v); finite >= 0 {
		// "as X met Y": the clause's subject taken for a phrase with "as"
		who, first := s.unitBefore(finite)
		for p := -1; who >= 0 && t.caseOf(who) == "of"; who, first = p, p { // "as friends of X met Y"
			if p = t.parent(who); p < 0 || p > who || !t.is(who, "nmod") {
				break
			}
		}
		if who >= 0 && n < first && t.parent(who) < who && clauseWords[t.caseOf(who)] {
			t.set(t.child(who, "case"), v, "mark")
			t.set(who, v, "nsubj")
			if t.parent(v) >= 0 {
				t.set(v, t.parent(v), "advcl")
			}
			return
		}
		if n < 0 && t.is(v, "ccomp", "advcl", "conj") {
			return
		}
	}
	if finite := t.finite(v); n < 0 && finite >= 0 && t.is(v, "root", "parataxis") && t.child(v, "csubj") < 0 {
		// "After talks with A, B made …": the subject hung on the phrase before it
		if who, _ := s.unitBefore(finite); who >= 0 && s.at(who) >= 0 && isParty(s.r.Mentions[s.at(who)]) && t.caseOf(who) == "" && t.is(who, "nmod", "appos", "dep", "obl", "vocative") && t.parent(who) < who {
			t.set(who, v, "nsubj")
		}
		return
	}
	if n >= 0 && n < v && t.isFinite(v) && t.is(v, "ccomp") && t.markOf(v) == "" {
		// "announced changes after X said": what is announced and the time taken for one subject
		if who, first := s.unitBefore(v); who > n && first > n && t.under(who, n) && t.parent(v) < n && timeWords[t.lower(first-1)] {
			t.set(first-1, v, "mark")
			t.set(n, t.parent(v), "obj")
			t.set(who, v, "nsubj")
			t.set(v, t.parent(v), "advcl")
			return
		}
	}
	if n < 0 || n > v || t.caseOf(n) == "" || relative(t, n) {
		return
	}
	for k := n - 1; k > n-8 && t.in(k); k-- {
		if t.lower(k) != "," {
			continue
		}
		if who, _ := s.unitBefore(k); who >= 0 && s.at(who) >= 0 && (t.parent(who) == n || t.parent(who) == v) && t.caseOf(who) == "" {
			t.set(who, v, t.relation(n))
			t.set(n, v, "obl")
		}
		return
	}
}

// timeWords introduce both phrases and clauses that say when something happened.
var timeWords = words("after before until since as")

// relativeClause hangs the clause that the relative pronoun k opens on the noun before it, and gives that noun the verb
// after the clause: "A, who was in X for talks, announced …".
func (x *Extractor) relativeClause(s *scene, k int) {
	t := s.t
	a := k - 2
	if m := s.at(a); m >= 0 {
		a = s.r.Mentions[m].Head
		if g := s.group[a-t.s.First]; g >= 0 {
			a = s.units[g].head
		}
	}
	v := t.parent(k)
	if !t.isNoun(a) || v < k || t.base(v) == "acl" {
		if v = x.verbAfter(t, k); !t.isNoun(a) || v < 0 || t.base(v) == "acl" && t.parent(v) == a {
			return
		}
	}
	end := -1
	for j := k + 2; t.in(j) && j < k+40; j++ {
		if t.lower(j) == "," && t.isFinite(j+1) {
			end = j + 1
			break
		}
	}
	if end < 0 && t.under(a, v) && t.base(a) != "nsubj" {
		x.lower(t, v, a)
		return
	}
	if end < 0 {
		return
	}
	main := t.verbOf(end)
	if !t.is(a, "nsubj", "obj", "obl", "nmod", "conj") || t.parent(a) > k && t.parent(a) < end {
		for c := t.s.First; c < t.s.Last; c++ {
			if t.parent(c) == main && t.base(c) == "nsubj" && c < main && c != a {
				t.set(c, v, "obl") // a noun of the clause, taken for the subject of what follows it
			}
		}
		if t.under(main, a) {
			t.set(main, -1, "root")
		}
		t.set(a, main, "nsubj")
	}
	if v != main {
		x.lower(t, v, a)
	}
}

// verbAfter is the head of the first verb group after k, -1 if none is near.
func (x *Extractor) verbAfter(t *tree, k int) int {
	for j := k + 1; t.in(j) && j < k+4; j++ {
		if t.isFinite(j) {
			return t.verbOf(j)
		}
	}
	return -1
}

// lower hangs v below a as a relative clause. Where a lies below v, what a is in takes v's place.
func (x *Extractor) lower(t *tree, v, a int) {
	top := a
	for range t.order {
		h := t.parent(top)
		if h < 0 {
			break
		}
		if h == v {
			t.set(top, t.parent(v), t.relation(v))
			break
		}
		top = h
	}
	t.set(v, a, "acl:relcl")
}

// pluperfect makes an auxiliary of a "have" whose participle was taken for part of its object: "X had met Y".
func (x *Extractor) pluperfect(s *scene) {
	t := s.t
	for k := t.s.First + 1; k < t.s.Last; k++ {
		have, o := k-1, t.parent(k)
		if t.tag(k) != "VBN" || t.lemma(have) != "have" || !t.isFinite(have) || o < k || t.base(o) != "obj" || t.parent(o) != have || s.at(o) < 0 || t.child(have, "nsubj") < 0 {
			continue
		}
		t.set(k, t.parent(have), t.relation(have))
		for _, c := range t.children(have) {
			t.set(c, k, t.relation(c))
		}
		t.set(have, k, "aux")
		return
	}
}

// commaWithin reports whether a comma stands among tokens [first, last).
func (t *tree) commaWithin(first, last int) bool {
	for k := first; k < last; k++ {
		if t.lower(k) == "," {
			return true
		}
	}
	return false
}

// saidOf gives a clause that somebody says the subject that was taken for an object of the saying: "said talks |will|
// resume".
func (x *Extractor) saidOf(t *tree) {
	for v := t.s.First; v < t.s.Last; v++ {
		if !x.lex.in("say", t.lemma(v)) || !t.isFinite(v) {
			continue
		}
		c := t.child(v, "ccomp")
		if h := t.parent(v); t.is(v, "nsubj", "csubj") && h > v && t.isVerb(h) {
			c = h
		}
		o := t.child(v, "obj")
		if o <= v || o > c || t.commaWithin(o, c) || t.markOf(c) != "" || t.child(c, "aux", "cop") < 0 || c == t.child(v, "ccomp") && t.child(c, "nsubj") >= 0 {
			continue
		}
		if c == t.parent(v) {
			t.set(v, t.parent(c), t.relation(c))
			t.set(c, v, "ccomp")
		}
		t.subject(o, c)
	}
}

// predicate makes the root of a sentence out of a participle that only seems to modify it: "the rebels announced that
// they will …".
func (x *Extractor) predicate(s *scene) {
	t := s.t
	for k := t.s.First + 1; k < t.s.Last; k++ {
		h := t.parent(k)
		if t.tag(k) != "VBN" || t.relation(k) != "acl" || h < 0 || h > k || t.parent(h) >= 0 || t.child(k, "aux") >= 0 || s.last(h) != k {
			continue
		}
		if c := t.child(k, "obj", "ccomp"); c < k {
			continue
		}
		if m := s.at(h); m < 0 || s.r.Mentions[m].Kind == mention.Agreement || s.r.Mentions[m].Kind == mention.Event {
			continue
		}
		t.set(k, -1, "root")
		t.set(h, k, "nsubj")
		return
	}
}

// opensPart reports whether a sentence begins anew behind the mark w.
func opensPart(w string) bool {
	return w == ":" || w == ";" || w == "—" || w == "–" || w == "--"
}

// beforePreposition gives a passive the noun before a preposition for a subject, where the noun behind it was taken for
// one: "an agreement on |fishing| was signed". It also takes subjects off auxiliaries: "the pact |has| so far been signed".
func (x *Extractor) beforePreposition(s *scene) {
	t := s.t
	for n := t.s.First + 1; n < t.s.Last; n++ {
		v := t.parent(n)
		if v < 0 || t.base(n) != "nsubj" {
			continue
		}
		if h := t.parent(v); t.base(v) == "aux" && h > v && t.child(h, "nsubj", "nsubj:pass") < 0 {
			t.subject(n, h)
			continue
		}
		h := t.parent(v)
		if h < 0 || h > n || n > v || t.relation(n) != "nsubj:pass" || t.relation(v) != "acl" || !t.isNoun(h) || t.child(v, "aux:pass") < n {
			continue
		}
		m := t.child(v, "mark")
		if m < h || m > n || clauseWords[t.lower(m)] || t.lower(m) == "to" {
			continue
		}
		t.set(v, t.parent(h), t.relation(h))
		t.set(h, v, "nsubj:pass")
		t.set(n, h, "nmod")
		t.set(m, n, "case")
	}
}

// signedBehind hangs a participle right behind an agreement on it, where it was hung on a noun before: "a breach of the
// |pact signed| in May".
func (x *Extractor) signedBehind(s *scene) {
	t := s.t
	for v := t.s.First + 1; v < t.s.Last; v++ {
		if n := t.child(v, "nsubj"); t.base(v) == "ccomp" && n >= 0 && n < v && t.isFinite(v) && t.markOf(v) == "" && t.child(v, "obj") < 0 && len(x.verbs[t.lemma(v)]) > 0 {
			first := n
			if t.tag(n-1) == "DT" {
				first--
			}
			if m := s.at(first - 1); m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && t.parent(v) < first { // "hailed the pact he reached with X"
				t.set(v, s.r.Mentions[m].Head, "acl:relcl")
			}
		}
		if t.relation(v) != "acl" || t.tag(v) != "VBN" && t.tag(v) != "VBD" || len(x.verbs[t.lemma(v)]) == 0 || t.child(v, "obj", "nsubj", "aux") >= 0 {
			continue
		}
		m := s.at(v - 1)
		if m < 0 || s.r.Mentions[m].Kind != mention.Agreement || s.r.Mentions[m].Last != v {
			continue
		}
		if h := s.r.Mentions[m].Head; t.parent(v) < h {
			t.set(v, h, "acl")
		}
	}
}
