package extract

// claim gives finite verb v, which has no subject, the noun that must be it: one that hangs on v as nothing that stands before
// its verb, or the noun phrase right before it.
func (x *Extractor) claim(s *scene, v int) {
	t := s.t
	finite := t.finite(v)
	if finite < 0 || t.child(v, "nsubj", "csubj", "expl") >= 0 || t.relation(v) == "acl:relcl" || t.is(v, "aux", "cop") {
		return
	}
	for _, c := range t.children(v) {
		// "the president, A, and the chairman, B, signed": a noun is no conjunct of a verb behind it
		if c < finite && t.isNoun(c) && t.caseOf(c) == "" && !dateWord(t, c) && (t.is(c, "conj", "appos", "dep") || t.relation(c) == "obl" && s.isParty(c)) {
			t.subject(c, v)
			return
		}
	}
	who, first := s.unitBefore(t.behind(finite))
	switch {
	case who >= 0 && s.isParty(who) && opensPart(t.lower(first-1)) && t.parent(who) < first: // "the war ended: their kings, A and B, signed"
		t.subject(who, v)
		return
	case who >= 0 && s.isParty(who) && t.is(who, "advcl") && t.child(who, "nsubj", "cop") < 0 && t.parent(who) >= 0 && !t.under(t.parent(who), v): // "grew when |A, the mayor, and B|, signed"
		t.set(v, t.parent(who), "advcl")
		t.subject(who, v)
		return
	case finite == v && t.tag(v) == "VBD" && !t.is(v, "root", "parataxis"):
		return // or a participle: "the crowds gathered in Oslo"
	}
	if comma := t.lower(t.behind(finite)-1) == ","; comma && !(t.is(v, "root", "parataxis") && s.isParty(who)) {
		return
	} else if who = s.phraseHead(who, v); who < 0 || t.parent(who) == v || t.caseOf(who) != "" || comma && t.parent(who) > who {
		return
	}
	switch h := t.parent(who); {
	case t.is(who, "obj", "iobj") && h >= 0 && h < who && x.lex.in("clausal", t.lemma(h)) && (t.under(v, h) || t.is(v, "ccomp") && t.under(h, t.parent(v))): // "says |talks| on the report have failed"
		t.set(v, h, "ccomp")
	case t.is(who, "conj") && t.lower(first-1) == "," && h < who && s.isParty(who) && t.parent(v) < 0: // "After talks with A, |B| says"
	case t.is(who, "nmod", "appos", "dep", "obl", "vocative") && h >= 0 && h < who: // "After talks with A, |B| made …"
	case h < 0 && t.is(v, "parataxis") && t.parent(v) == who:
		t.set(v, -1, "root")
	default:
		return
	}
	t.subject(who, v)
}

// isParty reports whether token k belongs to the mention of a party.
func (s *scene) isParty(k int) bool {
	m := s.at(k)
	return m >= 0 && isParty(s.r.Mentions[m])
}

// phraseHead is the head of the noun phrase that ends in noun k, whose subject v lacks: its prepositional phrases and
// participles may stand between; -1 if there is none.
func (s *scene) phraseHead(k, v int) int {
	t := s.t
	for range t.order {
		if k < 0 || t.caseOf(k) == "" {
			return k
		}
		h := t.parent(k)
		switch {
		case h < 0 || h > k || h == v:
			return -1
		case t.isNoun(h):
			k = h
		case t.isVerb(h) && t.base(h) == "acl" && t.parent(h) >= 0 && t.parent(h) < h:
			k = t.parent(h)
		default:
			return -1
		}
	}
	return -1
}

// tenses hangs a verb in the present or past tense that was coordinated with one of another form on the verb of its own form
// above that: "announced that it would give aid and |hosted| a dinner".
func (t *tree) tenses() {
	for c := t.s.First; c < t.s.Last; c++ {
		h := t.parent(c)
		if t.base(c) != "conj" || h < 0 || h > c || t.tag(c) != "VBD" && t.tag(c) != "VBZ" || t.child(c, "aux", "nsubj") >= 0 {
			continue
		}
		if is := t.child(h, "cop"); is >= 0 && is < h {
			h = is // "said the strike is over and |promised| aid"
		} else if !t.isVerb(h) {
			continue
		}
		if f := t.finite(h); t.tag(h) != "VB" && (f != h || t.tag(f) == t.tag(c) || t.tag(f) != "VBZ" && t.tag(f) != "VBD") {
			continue
		}
		for a := t.parent(h); a >= 0; a = t.parent(a) {
			if f := t.finite(a); t.isVerb(a) && a < h && f >= 0 && t.tag(f) == t.tag(c) {
				t.set(c, a, "conj")
				break
			}
		}
	}
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
	}
	if n < 0 {
		x.claim(s, v)
		return
	}
	if n > v || t.caseOf(n) == "" || relative(t, n) {
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

// saidOf gives a clause that somebody says the subject that was taken for an object of the saying: "said talks |will|
// resume".
func (x *Extractor) saidOf(t *tree) {
	for v := t.s.First; v < t.s.Last; v++ {
		if !x.lex.in("clausal", t.lemma(v)) || !t.isFinite(v) {
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
