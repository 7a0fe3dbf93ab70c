package extract

import "newsgraph/internal/mention"

// repair mends what parsers read badly though the words leave no doubt: clauses in commas after a name, a noun and its
// verb read as a noun that something was done to.
func (x *Extractor) repair(s *scene) {
	t := s.t
	for k := t.s.First + 2; k < t.s.Last; k++ {
		switch g := t.tag(k); {
		case g != "WP" && g != "WDT":
		case t.lower(k-1) == ",":
			x.relativeClause(s, k, k-2)
		case t.lower(k-1) == "of" && t.isNoun(k-2) && t.lower(k-3) == ",": // "the rebels, members of |whom| had fled, agreed"
			x.relativeClause(s, k, k-4)
		case t.lower(k) == "who":
			s.whoIs(k)
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
		case w == "due" && t.tag(k+1) == "TO" && t.tag(k+2) == "VB" && t.parent(k) == k+2: // "is |due to| visit X": read as a preposition
			t.set(k, t.parent(k+2), t.relation(k+2))
			t.set(k+2, k, "xcomp")
			t.set(k+1, k+2, "mark")
		case t.tag(k) == "VBG" && t.tag(k-1) == "POS":
			ofSomebody(t, k)
		case t.tag(k) == "VBG" && t.relation(k) == "acl" && s.isParty(k-1): // "news of |X signing| it"
			if who, _ := s.unitBefore(k); who >= 0 && t.parent(who) == t.parent(k) && t.caseOf(who) == "of" {
				t.set(k, who, "acl")
			}
		}
	}
	s.named()
	x.recipient(s)
	s.epithets()
	x.noConjuncts(s)
	x.saidOf(t)
	x.beforePreposition(s)
	x.signedBehind(s)
	t.link()
	x.afterthought(s)
	x.secondClause(s)
	t.tenses()
	t.link()
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

// epithets puts a name in the place of the common noun right before it, which says what it is and was taken for the head:
// "coalition partner |the Reform Party|", "the factions |A and B|".
func (s *scene) epithets() {
	t := s.t
	for a := t.s.First + 1; a < t.s.Last; a++ {
		n := t.parent(a)
		if t.relation(a) != "appos" || n < 0 || n >= a || t.tag(n) != "NN" && t.tag(n) != "NNS" || !s.isParty(a) {
			continue
		}
		m := s.r.Mentions[s.at(a)]
		first := m.First
		if g := s.group[a-t.s.First]; g >= 0 {
			first = s.units[g].first
		}
		if t.tag(first-1) == "DT" {
			first--
		}
		if m.Kind == mention.Role || m.Kind == mention.Pronoun || first != n+1 {
			continue
		}
		t.set(a, t.parent(n), t.relation(n))
		for _, c := range t.children(n) {
			if c != a && t.is(c, "case", "cc") {
				t.set(c, a, t.relation(c))
			}
		}
		t.set(n, a, "compound")
		t.link()
	}
}

// noConjuncts hangs what cannot belong where it was put on the words before: a noun that was coordinated with a verb on the
// verb's object, "orders the closing of roads and |a curfew|"; a phrase with "with" that was put to a name on the talks or the
// verb before, "held talks on the margins of the League's summit |with X|".
func (x *Extractor) noConjuncts(s *scene) {
	t := s.t
	for k := t.s.First + 1; k < t.s.Last; k++ {
		h := t.parent(k)
		if h < 0 || h > k || !t.isNoun(k) {
			continue
		}
		switch {
		case t.base(k) == "conj" && t.isVerb(h) && t.child(k, "cc") >= 0 && t.child(k, "nsubj", "cop") < 0:
			if o := t.lastChild(h, "obj"); o > h && o < k && t.isNoun(o) && !dateWord(t, o) {
				t.set(k, o, "conj")
			}
		case t.base(k) == "conj" && t.child(k, "cc") >= 0 && s.agreementAt(k) && (t.tag(s.r.Mentions[s.at(k)].First-1) == "DT" || t.tag(s.r.Mentions[s.at(k)].First) == "DT"):
			for a := h; a >= 0 && a < k && t.isNoun(a); a = t.parent(a) { // "a treaty on trade and fishing and a |protocol| on visas"
				if s.agreementAt(a) && t.is(a, "obj", "nsubj", "obl") {
					t.set(k, a, "conj")
				}
			}
		case t.base(k) == "nmod" && t.caseOf(k) == "with" && s.isParty(k) && s.isParty(h):
			for a := t.parent(h); a >= 0 && a < h; a = t.parent(a) {
				if t.isNoun(a) && x.lex.in("talks", t.lemma(a)) {
					t.set(k, a, "nmod")
					break
				} else if t.isVerb(a) {
					break
				}
			}
		}
	}
	t.link()
}

// agreementAt reports whether the noun at k heads the mention of an agreement.
func (s *scene) agreementAt(k int) bool {
	m := s.at(k)
	return m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && s.r.Mentions[m].Head == k
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
			if h < 0 || h > comma || t.is(k, "parataxis") && !t.isVerb(h) { // "Lima (Agency) - X has …"
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

// whoIs hangs the clause of the "who" at token k on the person named right before it: "was put to the court by |X| who …".
func (s *scene) whoIs(k int) {
	t := s.t
	v, m := t.parent(k), s.at(k-1)
	if m < 0 || s.r.Mentions[m].Kind != mention.Person || s.r.Mentions[m].Last != k || v < k || t.relation(v) != "acl:relcl" {
		return
	}
	if who := s.r.Mentions[m].Head; t.parent(v) != who && !t.under(who, v) && (t.parent(v) >= k || !s.isParty(t.parent(v)) || s.group[who-t.s.First] < 0) {
		t.set(v, who, "acl:relcl")
	}
}

// relativeClause hangs the clause that the relative pronoun k opens on the noun that ends at token a before it, and gives
// that noun the verb after the clause: "A, who was in X for talks, announced …".
func (x *Extractor) relativeClause(s *scene, k, a int) {
	t := s.t
	if m := s.at(a); m >= 0 {
		a = s.r.Mentions[m].Head
		if g := s.group[a-t.s.First]; g >= 0 {
			a = s.units[g].head
		}
	}
	v := t.parent(k)
	if !t.isNoun(a) || v < k || t.base(v) == "acl" {
		placed := v >= k && t.isNoun(a) && t.relation(v) == "acl:relcl" && t.parent(v) == a
		if v = x.verbAfter(t, k); !t.isNoun(a) || v < 0 || t.base(v) == "acl" && t.parent(v) == a && !(placed && t.parent(a) < 0) {
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

// commaWithin reports whether a comma stands among tokens [first, last).
func (t *tree) commaWithin(first, last int) bool {
	for k := first; k < last; k++ {
		if t.lower(k) == "," {
			return true
		}
	}
	return false
}

// opensPart reports whether a sentence begins anew behind the mark w.
func opensPart(w string) bool {
	return w == ":" || w == ";" || w == "—" || w == "–" || w == "--"
}

// signedBehind hangs a participle right behind an agreement on it, where it was hung on a noun before: "a breach of the
// |pact signed| in May".
func (x *Extractor) signedBehind(s *scene) {
	t := s.t
	for v := t.s.First + 1; v < t.s.Last; v++ {
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
