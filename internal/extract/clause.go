package extract

// lateInfinitive is the infinitive of v behind dates and places that parsers hang it on: "agreed last month during
// talks in Oslo to disarm"; -1 if there is none.
func (x *Extractor) lateInfinitive(t *tree, v int) int {
	if o := t.child(v, "obj"); o > v && t.lemma(v) == "agree" {
		return -1 // "agreed a border force to patrol the river"
	}
	for k := v + 1; t.in(k) && k < v+14; k++ {
		g := t.tag(k)
		if t.isFinite(k) || g == "," || g == ":" || g == "CC" || t.lower(k) == "in" && t.lower(k+1) == "order" {
			return -1
		}
		if g == "TO" && t.tag(k+1) == "VB" && !x.lex.in("eventive", t.lemma(k-1)) && !agreed[t.prepositionBefore(k)] {
			return k + 1
		}
	}
	return -1
}

// prepositionBefore is the preposition of the noun phrase that ends before token k, "" if it has none: "agreed |on| a plan
// to".
func (t *tree) prepositionBefore(k int) string {
	for j := k - 1; t.in(j) && !dateWord(t, j); j-- {
		switch g := t.tag(j); {
		case g == "IN", g == "TO" && j < k-1 && !t.isVerb(j+1):
			return t.lower(j)
		case !nounStart(g) && g != "PRP$" && g != "POS" && g != "HYPH" && g != "VBN":
			return ""
		}
	}
	return ""
}

// agreed are the prepositions of what is agreed.
var agreed = words("on to upon")

// lateClause is the verb of the clause that "that" at k introduces, where the parser has not seen it; -1 if none.
func lateClause(t *tree, k int) int {
	for j := k + 1; t.in(j) && j < k+25; j++ {
		if !t.isVerb(j) && t.tag(j) != "MD" {
			continue
		}
		v := j
		if t.is(j, "aux", "cop") {
			v = t.parent(j)
		}
		if t.in(v) && v > k && t.child(v, "nsubj", "nsubj:pass") > k {
			return v
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
		if c := t.child(o, "acl"); t.lemma(v) == "tell" && c > o && t.lower(s.last(o)) == "that" && t.child(c, "nsubj", "nsubj:pass") > s.last(o) {
			return c, -1 // "told reporters that both …": read as a relative clause
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
	if h := t.parent(v); h >= 0 && t.isVerb(h) && t.base(v) == "parataxis" && t.child(v, "nsubj") >= 0 {
		return h, -1
	}
	if h := t.parent(v); h >= 0 && (t.base(v) == "parataxis" || t.base(v) == "conj" && t.child(v, "cc") < 0 && t.child(v, "nsubj") >= 0) && t.isVerb(h) && h < v {
		return h, -1
	}
	if c := t.child(v, "parataxis"); c >= 0 && c < v && t.isVerb(c) {
		return c, -1
	}
	for k := v + 1; t.in(k) && k < v+10 && !t.isFinite(k); k++ {
		if t.lower(k) == "that" && (t.tag(k) == "IN" || dateWord(t, k-1) || t.tag(k-1) == "PRP") {
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
