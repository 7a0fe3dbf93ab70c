package extract

import "newsgraph/internal/mention"

// agreementNext is the agreement whose phrase follows right after verb v, whatever parsers make of it: "signed a $2 billion
// deal permitting X to build"; -1 if none does.
func (s *scene) agreementNext(v int) int {
	t := s.t
	for k := v + 1; t.in(k) && k < v+5; k++ {
		if m := s.at(k); m >= 0 {
			if mm := s.r.Mentions[m]; mm.Kind == mention.Agreement && mm.First == k {
				return mm.Head
			}
			return -1
		}
		if g := t.tag(k); g != "DT" && g != "PRP$" && g != "JJ" && g != "CD" {
			return -1
		}
	}
	return -1
}

// lateAgreement is what v signs behind its places and dates: "signed in Quito on Monday a treaty".
func (x *Extractor) lateAgreement(s *scene, v int) []int {
	t := s.t
	if g := t.tag(v + 1); t.passive(v) || g != "IN" && g != "," && !dateWord(t, v+1) {
		return nil
	}
	for k := v + 1; t.in(k) && k < v+12 && !t.isVerb(k) && t.tag(k) != "MD"; k++ {
		m := s.at(k)
		if m < 0 || s.r.Mentions[m].Kind != mention.Agreement {
			continue
		}
		first := s.r.Mentions[m].First - 1
		if t.tag(first) == "DT" {
			first--
		}
		if g := t.tag(first); g == "IN" || g == "TO" {
			return nil
		}
		return []int{s.r.Mentions[m].Head}
	}
	return nil
}

// whatIsCalled is the agreement that "what is called X" at h names, -1 if it is none.
func (x *Extractor) whatIsCalled(s *scene, f *frame, h int) int {
	t := s.t
	if f.Class != "agreement" || t.lower(h) != "what" {
		return -1
	}
	for k := h + 1; t.in(k) && k < h+10; k++ {
		if m := s.at(k); m >= 0 && s.r.Mentions[m].Kind == mention.Agreement {
			return s.r.Mentions[m].Head
		}
	}
	return -1
}

// whole is the agreement that h is a copy, draft, part or amount of: "the text of a treaty", "the first in a series of
// pacts", "$2 billion in deals"; h if it is none.
func (x *Extractor) whole(s *scene, h int) int {
	t := s.t
	part := func(k int) bool {
		return s.at(k) < 0 && (x.lex.in("papers", t.lemma(k)) || x.lex.in("extracts", t.lemma(k)) || x.lex.in("units", t.lower(k)))
	}
	if !part(h) {
		return h
	}
	for k := h + 1; t.in(k) && k < h+14; k++ {
		if m := s.at(k); m >= 0 {
			if s.r.Mentions[m].Kind == mention.Agreement {
				return s.r.Mentions[m].Head
			}
			break
		}
		if w, g := t.lower(k), t.tag(k); w != "of" && w != "in" && w != "worth" && g != "DT" && g != "CD" && g != "JJ" && g != "$" && g != "VBN" && !part(k) {
			break
		}
	}
	return h
}

// listed are the agreements that a colon or "including" after the heads introduces: "signed the following documents:
// (a) …; (b) …".
func (x *Extractor) listed(s *scene, f *frame, heads []int) (out []headed) {
	t := s.t
	if f.Class != "agreement" {
		return nil
	}
	for _, h := range heads {
		if t.tag(h) != "NNS" || !x.lex.in("papers", t.lower(h)) && !x.lex.in("agreement", t.lemma(h)) {
			continue
		}
		colon := h + 1
		for colon < h+6 && !introduces(t, colon) {
			colon++
		}
		if !introduces(t, colon) {
			continue
		}
		if whole := s.at(h); whole >= 0 && t.lower(colon) != ":" && t.lower(colon) != "namely" { // "ten pacts, including one on trade" are ten
			if e, ok := s.r.One(whole); ok && s.r.Mentions[whole].Kind == mention.Agreement {
				out = append(out, headed{arg: s.agreement(whole, e), head: h, status: happened})
			}
		}
		for _, m := range s.men {
			mm := s.r.Mentions[m]
			if mm.First <= colon || mm.Kind != mention.Agreement || s.at(mm.Head) != m {
				continue
			}
			if e, ok := s.r.One(m); ok && (mm.Proper || t.tag(mm.Head) != "NNS" || t.lower(colon) == ":" || t.lower(colon) == "namely") {
				out = append(out, headed{arg: s.agreement(m, e), head: mm.Head, status: happened})
			}
		}
	}
	return out
}

// paper reports whether the noun at h may be an agreement if two sides sign it: whatever is no law, no souvenir and
// nobody, and not told of before.
func (x *Extractor) paper(s *scene, f *frame, h int) bool {
	t := s.t
	l := t.lemma(h)
	switch {
	case f.Class != "agreement" || !t.isNoun(h) || x.known(t, h) && t.tag(h) != "NNP" || s.at(h) >= 0 && isParty(s.r.Mentions[s.at(h)]):
		return false
	case x.lex.in("papers", l):
		return x.lex.in(f.Heads, l)
	}
	return f.Nobut != "" && t.base(h) != "conj" && !x.lex.in(f.Nobut, l) && !x.lex.in("souvenirs", l) && !x.lex.in("recruit", l) && !dateWord(t, h) && !x.law(s, h)
}

// introduces reports whether token k introduces what is counted before it.
func introduces(t *tree, k int) bool {
	switch w := t.lower(k); w {
	case ":", "including", "namely", "notably":
		return true
	case "such":
		return t.lower(k+1) == "as"
	case "among":
		return t.lower(k+1) == "them"
	}
	return false
}

// recruits reports whether what is signed at "signing" h is a person.
func (x *Extractor) recruits(s *scene, h int) bool {
	for _, o := range x.obliques(s.t, h, "of", false) {
		if m := s.at(o); m >= 0 && s.r.Mentions[m].Kind == mention.Person || x.lex.in("recruit", s.t.lemma(o)) {
			return true
		}
	}
	return false
}

// transfer reports whether the deal at h is about somebody who is to play or perform for one of its sides: "a deal to sign
// X", "a deal for the keeper X".
func (x *Extractor) transfer(s *scene, h int) bool {
	t := s.t
	switch l := t.lemma(h); {
	case l != "deal" && l != "contract" && l != "agreement" && l != "term" && l != "fee":
		return false
	case t.lower(h+1) == "in" && t.lower(h+2) == "principle":
		h += 2
	}
	if t.lower(h+1) == "with" {
		k := h + 2
		for t.in(k) && k < h+9 && nounStart(t.tag(k)) {
			k++
		}
		h = k - 1 // "a deal with the club X to sign Y"
	}
	to := t.lower(h+1) == "to" && x.lex.in("hiring", t.lemma(h+2))
	if !to && t.lower(h+1) != "for" {
		return false
	}
	for k := h + 2; t.in(k) && k < h+10 && (nounStart(t.tag(k)) || to && k == h+2); k++ {
		if x.lex.in("recruit", t.lemma(k)) {
			return true
		}
		if m := s.at(k); m >= 0 && s.r.Mentions[m].Kind == mention.Person {
			return !x.official(s, []Arg{{Entity: s.r.Of[m][0], Kind: mention.Person}})
		}
	}
	return false
}

// aimed reports whether gerund k is what something is about or leads to, and so has not happened: "talks |on reaching| a
// truce", "moved closer |to signing|". Who is praised "for signing" has signed, and so has who speaks "on signing it, …".
func (x *Extractor) aimed(t *tree, k int) bool {
	if t.tag(k) != "VBG" {
		return false
	}
	if x.topic(t, k) {
		return true
	}
	switch t.lower(k - 1) {
	case "toward", "towards", "about", "at":
		return true
	case "to":
		w := t.lower(k - 2)
		return w == "closer" || w == "nearer"
	case "on", "over":
		h := t.parent(k)
		return k-2 >= t.s.First && t.tag(k-2) != "," && (h < 0 || !x.lex.in("judging", t.lemma(h)))
	}
	return false
}

// topic reports whether gerund k is one of what is to be spoken about or done: "will discuss issues, including aid and |reaching|
// a truce".
func (x *Extractor) topic(t *tree, k int) bool {
	for j := k - 1; t.in(j) && j > k-40 && !t.isFinite(j) && t.lower(j) != ";"; j-- {
		if t.lower(j) == "including" || t.lower(j) == "as" && t.lower(j-1) == "such" {
			for j--; t.lower(j) == "," || t.lower(j) == "such"; j-- {
			}
			return x.lex.in("topics", t.lemma(j))
		}
	}
	return false
}

// joint reports whether noun h is said to be joint.
func (x *Extractor) joint(t *tree, h int) bool {
	for k := h - 1; t.in(k) && k > h-5; k-- {
		if w := t.lower(k); w == "joint" || w == "common" {
			return true
		}
	}
	return false
}

// law reports whether the phrase of h calls it a law: "signed the agreement into law".
func (x *Extractor) law(s *scene, h int) bool {
	for k := h + 1; s.t.in(k) && k < h+6; k++ {
		if s.t.lower(k) == "into" && s.t.lower(k+1) == "law" {
			return true
		}
	}
	return false
}

// proper reports whether mention m stands for something that the text gives a name.
func (s *scene) proper(m int) bool {
	e, ok := s.r.One(m)
	return ok && s.r.Entities[e].Proper
}
