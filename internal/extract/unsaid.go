package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
)

// unsaid is what a verb without its target is about where its frame allows that: the agreement that is being signed,
// or what another has just done who is echoed.
func (x *Extractor) unsaid(s *scene, f *frame, v int) ([]headed, bool) {
	switch {
	case f.Echo && f.Class == "decision":
		return x.madeKnown(s, f, v)
	case f.Class != "agreement":
		return nil, false
	case f.Echo:
		return x.echoed(s, f, v)
	case !f.Silent:
		return nil, false
	case s.t.isVerb(v) && x.allOfThem(s.t, v):
		out := x.underHand(s, f.Type, v)
		return out, len(out) > 1
	case s.t.isVerb(v) && len(f.withObject) == 0 && !x.bare(s, v) && s.turnedRound(v) < 0:
		return nil, false
	}
	for _, r := range f.targets {
		if to := x.obliques(s.t, v, r, true); r != roleObject && len(to) > 0 && s.t.lower(to[0]) != "paper" {
			return nil, false // "put its name to nothing", but "put pen to paper"
		}
	}
	if a, ok := x.spokenOf(s, v); ok {
		return []headed{{arg: a, head: v, status: happened}}, true
	}
	out := x.underHand(s, f.Type, v)
	if a, ok := s.soonNamed(v); len(out) == 0 && ok {
		out = []headed{{arg: a, head: v, status: happened}}
	}
	return out, len(out) > 0
}

// soonNamed is the first agreement that the text mentions at all, where the next sentence does: "A and B signed. The
// accord …".
func (s *scene) soonNamed(v int) (Arg, bool) {
	for m, mm := range s.r.Mentions {
		if mm.Kind != mention.Agreement {
			continue
		}
		e, ok := s.r.One(m)
		if next := s.index + 1; !ok || next >= len(s.d.Sentences) || mm.First < s.d.Sentences[next].First || mm.First >= s.d.Sentences[next].Last {
			return Arg{}, false
		}
		return Arg{Entity: e, Span: s.d.TokenSpan(v, v+1), Kind: mention.Agreement}, true
	}
	return Arg{}, false
}

// bare reports whether verb v goes without an object: "A signed for Chile", "was the first to sign".
func (x *Extractor) bare(s *scene, v int) bool {
	t := s.t
	if t.tag(v) == "VBG" || t.passive(v) || t.child(v, "obj", "ccomp") >= 0 {
		return false
	}
	switch w, g := t.lower(v+1), t.tag(v+1); {
	case w == "with" && x.lex.in("tools", t.lemma(x.nounFrom(t, v+2))):
		return true
	case w == "for" && !x.standing(s, v+2):
		return false // "signed for her fans"
	case w == "with" || w == "into" || w == "to" || w == "that" || w == "as":
		return false
	case dateWord(t, v+1), g == "IN", g == "CC", g == "RB", g == "", strings.Trim(g, ".,:") == "":
		return true
	default:
		return t.is(v+1, "advmod") || (g == "DT" || g == "CD") && t.isNoun(v+2) && t.base(v+2) == "obl" // "too", "an hour later"
	}
}

// allOfThem reports whether v is done to several things told of before: "signed all three", "signed both for Chile".
func (x *Extractor) allOfThem(t *tree, v int) bool {
	k := v + 1
	for w := t.lower(k); w == "all" || w == "both" || w == "each" || t.tag(k) == "CD" && t.lower(k-1) == "all"; w = t.lower(k) {
		k++
	}
	return k > v+1 && !t.isNoun(k) && t.tag(k) != "CD" && t.tag(k) != "DT" && !strings.HasPrefix(t.tag(k), "JJ")
}

// standing reports whether the noun phrase from token k is about those for whom somebody signs: a state or body, its
// side, its government.
func (x *Extractor) standing(s *scene, k int) bool {
	t := s.t
	h := x.nounFrom(t, k)
	m := s.at(h)
	if m < 0 {
		return x.lex.in("collective", t.lemma(h)) || x.lex.in("representative", t.lemma(h))
	}
	return s.r.Mentions[m].Kind != mention.Person && s.r.Mentions[m].Kind != mention.Pronoun
}

// nounFrom is the head of the noun phrase that begins at token k.
func (x *Extractor) nounFrom(t *tree, k int) int {
	for t.in(k) && !t.isNoun(k) && nounStart(t.tag(k)) {
		k++
	}
	for t.isNoun(k + 1) {
		k++
	}
	return k
}

// echoed are the targets of the relation that the text has just stated, where verb v says that another did the same:
// "A signed a treaty and B did so on Monday". What v names itself comes first: "followed suit with an accord on fish".
func (x *Extractor) echoed(s *scene, f *frame, v int) ([]headed, bool) {
	done := s.before.Relations
	if len(done) == 0 || s.t.tag(v) == "VBG" {
		return nil, false
	}
	last := done[len(done)-1]
	if last.Type != f.Type || last.Status != Occurred || last.Sentence < s.index-1 {
		return nil, false
	}
	if t := s.t; t.lemma(v) == "party" && !(t.lower(v-1) == "a" && (t.lemma(v-2) == "become" || t.lemma(v-3) == "become")) {
		return nil, false
	}
	if s.t.isVerb(v) && s.t.passive(v) { // "he was followed by B"
		heads, _ := x.surface(s.t, v, 0)
		if !s.signedBefore(done, last, heads) {
			return nil, false
		}
	} else if e := last.Target.Entity; s.t.lemma(v) == "follow" && (e < 0 || !s.r.Entities[e].Proper) {
		return nil, false // "followed suit", which may be with a treaty of its own
	}
	var out []headed
	for i := len(done) - 1; i >= 0 && done[i].Trigger == last.Trigger; i-- {
		if !isTarget(out, done[i].Target) {
			out = append(out, headed{arg: done[i].Target, head: v, status: happened})
		}
	}
	return out, true
}

// madeKnown is what the announcement at v or in its object is of: what the sentence before says that somebody announced, or
// else what it says will come. "The bank will be sold. X made the announcement on Monday."
func (x *Extractor) madeKnown(s *scene, f *frame, v int) ([]headed, bool) {
	t := s.t
	n := v
	if t.isVerb(v) {
		n = x.wanted(t, f, v)
	}
	if g := t.tag(n - 1); n < 0 || g != "DT" && g != "PRP$" && g != "JJ" || t.lower(n-1) == "an" || t.lower(n-1) == "no" || x.own(t, v) != happened {
		return nil, false
	}
	back := s.back(1)
	if back == s.index {
		return nil, false
	}
	var out []headed
	done := s.before.Relations
	for i := len(done) - 1; i >= 0 && done[i].Sentence >= back; i-- {
		if done[i].Type == f.Type && done[i].Sentence == back && done[i].Status == Occurred && !isTarget(out, done[i].Target) {
			out = append(out, headed{arg: done[i].Target, head: v, status: happened})
		}
	}
	if len(out) > 0 {
		return out, true
	}
	return x.foretold(s, v, back)
}

// foretold is what sentence i says will be done, or that somebody has been put into an office or out of it.
func (x *Extractor) foretold(s *scene, v, i int) ([]headed, bool) {
	b := x.newScene(s.d, s.r, i, s.sentences)
	root := -1
	for k := b.t.s.First; k < b.t.s.Last; k++ {
		if c := b.t.child(k, "nsubj", "nsubj:pass"); b.t.isVerb(k) && c >= 0 && c < k {
			root = k
			break
		}
	}
	if root < 0 || x.lex.in("say", b.t.lemma(root)) || b.t.lower(b.t.s.Last-1) == "?" {
		return nil, false
	}
	subject := b.t.child(root, "nsubj", "nsubj:pass")
	if subject >= 0 && b.t.passive(root) && x.lex.in("appointing", b.t.lemma(root)) {
		a, why := x.appointment(b, subject)
		a.Span = s.d.TokenSpan(v, v+1)
		return []headed{{arg: a, head: v, status: happened}}, why == ""
	}
	a, why := x.clauseTarget(b, clause{head: root, like: root, subject: subject, said: "announce"})
	if why != "" {
		return nil, false
	}
	a.Span = s.d.TokenSpan(v, v+1)
	return []headed{{arg: a, head: v, status: happened}}, true
}

// signedBefore reports whether one of the nouns stands for who did what relation last and those beside it say.
func (s *scene) signedBefore(done []Relation, last Relation, heads []int) bool {
	for _, h := range heads {
		m := s.at(h)
		if m < 0 {
			continue
		}
		for i := len(done) - 1; i >= 0 && done[i].Sentence == last.Sentence; i-- {
			if slices.Contains(s.r.Of[m], done[i].Source.Entity) && done[i].Type == last.Type {
				return true
			}
		}
	}
	return false
}

func isTarget(list []headed, a Arg) bool {
	for _, h := range list {
		if h.arg.Entity == a.Entity && h.arg.Text == a.Text {
			return true
		}
	}
	return false
}

// underHand is what the text last said somebody signed, in this sentence or the three before it.
func (x *Extractor) underHand(s *scene, kind string, v int) []headed {
	var out []headed
	done := s.before.Relations
	trigger := nlp.Span{}
	for i := len(done) - 1; i >= 0 && done[i].Sentence >= s.index-3; i-- {
		switch rel := done[i]; {
		case rel.Type != kind:
		case len(out) == 0 || rel.Trigger == trigger:
			trigger = rel.Trigger
			if !isTarget(out, rel.Target) {
				rel.Target.Span = s.d.TokenSpan(v, v+1)
				out = append(out, headed{arg: rel.Target, head: v, status: happened})
			}
		case !isTarget(out, rel.Target) && rel.Sentence >= s.index-1:
			return nil // either could be meant
		}
	}
	return out
}

// referred is the agreement that "it", "the document", "each page" or "the former" at h stands for.
func (x *Extractor) referred(s *scene, h int) (Arg, bool) {
	t := s.t
	if w := t.lower(h); (w == "former" || w == "latter") && t.lower(h-1) == "the" {
		return x.ofTwo(s, h, w == "latter")
	}
	if t.isNoun(h) && !x.known(t, h) && !(t.lemma(h) == "page" || t.lemma(h) == "copy") {
		return Arg{}, false
	}
	if a, ok := x.spokenOf(s, h); ok || !t.isNoun(h) {
		return a, ok
	}
	if out := x.underHand(s, Signed, h); len(out) == 1 {
		return out[0].arg, true
	}
	return Arg{}, false
}

// ofTwo is the first or the second of the last two agreements named before token h, in this sentence or the one before.
func (x *Extractor) ofTwo(s *scene, h int, second bool) (Arg, bool) {
	var two []int
	for i := max(0, s.index-1); i <= s.index; i++ {
		for _, m := range s.sentences[i] {
			if e, ok := s.r.One(m); ok && s.r.Mentions[m].Kind == mention.Agreement && s.r.Mentions[m].Last <= h {
				two = append(two, e)
			}
		}
	}
	if len(two) < 2 {
		return Arg{}, false
	}
	e := two[len(two)-2]
	if second {
		e = two[len(two)-1]
	}
	return Arg{Entity: e, Span: s.t.d.TokenSpan(h, h+1), Kind: mention.Agreement}, true
}

// known reports whether noun h is one told of before: "the document", "this 40-page text".
func (x *Extractor) known(t *tree, h int) bool {
	det := h - 1
	for t.in(det) && (strings.HasPrefix(t.tag(det), "JJ") || t.isNoun(det) || t.tag(det) == "CD" || t.tag(det) == "HYPH") {
		det--
	}
	return t.lower(det) == "the" || t.lower(det) == "this"
}

// spokenOf is the only agreement that the sentence before token h and the two sentences before it mention, or else the two
// before those, no law being mentioned there.
func (x *Extractor) spokenOf(s *scene, h int) (Arg, bool) {
	found := -1
	for _, n := range [...]int{2, 4} {
		from := s.back(n)
		for k := s.d.Sentences[from].First; k < h; k++ {
			if tok := s.d.Tokens[k]; strings.HasPrefix(tok.Tag, "NN") && !(tok.Tag == "NNS" && s.t.lower(h) == "it") && !s.pactAt(k, from) && x.lex.in("law", strings.ToLower(s.d.Word(k))) && !x.lex.in("papers", strings.ToLower(s.d.Word(k))) {
				return Arg{}, false
			}
		}
		for _, men := range s.sentences[from : s.index+1] {
			for _, m := range men {
				mm := s.r.Mentions[m]
				if mm.Kind != mention.Agreement || mm.Last > h || mm.Bare && len(s.r.Of[m]) == 0 {
					continue
				}
				e, ok := s.r.One(m)
				if !ok || found >= 0 && e != found {
					return Arg{}, false
				}
				found = e
			}
		}
		if found >= 0 {
			return Arg{Entity: found, Span: s.t.d.TokenSpan(h, h+1), Kind: mention.Agreement}, true
		}
	}
	return Arg{}, false
}

// pactAt reports whether token k, of a sentence from the one given on to this one, names an agreement.
func (s *scene) pactAt(k, from int) bool {
	for _, men := range s.sentences[from : s.index+1] {
		for _, m := range men {
			if mm := s.r.Mentions[m]; mm.Contains(k) && mm.Kind == mention.Agreement && len(s.r.Of[m]) > 0 {
				return true
			}
		}
	}
	return false
}

// back is the nth sentence before this one of those that can state something: no credits and no tweets.
func (s *scene) back(n int) int {
	i := s.index
	for n > 0 && i > 0 {
		i--
		if b := s.d.Sentences[i].Block; b >= len(s.d.Blocks) || s.d.Blocks[b].Kind.States() {
			n--
		}
	}
	return i
}
