package extract

import "newsgraph/internal/mention"

// letting names what v allows somebody to do: "allowing the inspectors to search the port", "help for Peru to dredge the
// river".
func (x *Extractor) letting(s *scene, v int) (Arg, bool) {
	t := s.t
	l := t.lemma(v)
	help := l == "help"
	if !help && l != "allow" && l != "permit" && l != "let" && l != "enable" || x.own(t, v).status == Denied {
		return Arg{}, false
	}
	to := -1 // the verb of what is allowed
	for k := v + 2; t.in(k) && k < v+12 && to < 0; k++ {
		switch g := t.tag(k); {
		case g == "VB":
			to = k
		case t.isFinite(k), g == "MD", g == ",", g == ":", g == "IN" && t.lower(k) != "of" && t.lower(k) != "from" && t.lower(k) != "in":
			return Arg{}, false
		}
	}
	if to < 0 || t.tag(to-1) != "TO" && l != "let" && !help || x.lex.in("vague", t.lemma(to)) && t.child(to, "obj") < 0 {
		return Arg{}, false
	}
	who := to - 1
	for who > v && !t.isNoun(who) {
		who--
	}
	if who == v || t.tag(v+1) == "PRP" {
		return Arg{}, false
	}
	last := max(to+1, x.tail(s, to))
	if o := t.child(to, "obj"); o > to && t.isNoun(o) {
		_, end := x.phrase(s, o)
		last = max(last, end)
	}
	text := gerund(l) + " " + t.phraseText(v+1, last)
	if help {
		m := s.at(who)
		if m < 0 || !isParty(s.r.Mentions[m]) || s.r.Mentions[m].First > v+1 && (s.r.Mentions[m].First > v+2 || t.tag(v+1) != "DT") {
			return Arg{}, false
		}
		text = "help for " + t.phraseText(v+1, s.r.Mentions[m].Last) + " to " + t.phraseText(s.r.Mentions[m].Last, last)
	}
	return Arg{Entity: -1, Span: t.d.TokenSpan(v, last), Text: unquoted.Replace(text), Kind: mention.Event}, true
}

// actions is what v itself does to an object that the frame means: "extended the mandate".
func (x *Extractor) actions(s *scene, f *frame, v int) ([]headed, string) {
	t := s.t
	if f.Given != "" && !near(t, v-3, v, x.lex.class[f.Given]) {
		return nil, "not with the word that this rule wants"
	}
	heads := x.objects(t, v)
	for k := v + 2; len(heads) == 0 && t.lower(v+1) == "by" && t.in(k) && k < v+7; k++ {
		if t.tag(k) == "DT" { // "extended by a week the deadline"
			heads = []int{x.nounFrom(t, k)}
			return []headed{{arg: x.actionName(s, v, heads[0], "", false), head: v, status: happened}}, ""
		}
	}
	for _, h := range heads {
		if l := t.lemma(h); f.Heads != "" && !x.lex.in(f.Heads, l) || t.lower(h+1) == "of" && l == "state" && t.lower(h+2) != "emergency" {
			return nil, "“" + l + "” is nothing that this rule means"
		}
		if a, ok := x.actionTarget(s, v, false); ok {
			return []headed{{arg: a, head: v, status: happened}}, ""
		}
	}
	return nil, "no target"
}

// stylings is what v calls its object, where that is a decision: "declared Friday and Saturday a national festival",
// "designated X as a terrorist group".
func (x *Extractor) stylings(s *scene, v int) ([]headed, string) {
	t := s.t
	k := v + 1
	for t.in(k) && (dateWord(t, k) || k > v+1 && t.lower(k) == "and") {
		k++
	}
	if k > v+1 && t.tag(k) == "DT" {
		a, why := x.nounTarget(s, x.nounFrom(t, k+1))
		return []headed{{arg: a, head: v, status: happened}}, why
	}
	if t.tag(k) == "DT" {
		k++
	}
	m := s.at(k)
	if m < 0 || s.r.Mentions[m].Kind != mention.Organization && s.r.Mentions[m].Kind != mention.Person {
		return nil, "no target"
	}
	k = s.r.Mentions[m].Last
	if t.lower(k) == "as" {
		k++
	}
	if t.tag(k) != "DT" || t.lower(k+1) != "terrorist" && t.lower(k+2) != "terrorist" {
		return nil, "no target"
	}
	first, last := x.phrase(s, x.nounFrom(t, k+1))
	text := "designation of " + t.phraseText(s.r.Mentions[m].First, s.r.Mentions[m].Last) + " as " + t.phraseText(first, last)
	a := Arg{Entity: -1, Span: t.d.TokenSpan(s.r.Mentions[m].First, last), Text: text, Kind: mention.Event}
	return []headed{{arg: a, head: v, status: happened}}, ""
}

// meetAgain is the meeting that "agreed to meet" at v is of, where it says when or where: "agreed to meet again in Oslo".
func (x *Extractor) meetAgain(s *scene, v int) (Arg, bool) {
	t := s.t
	if t.lemma(v) != "meet" || t.child(v, "obj") >= 0 {
		return Arg{}, false
	}
	k := v + 1
	if t.lower(k) == "again" {
		k++
	}
	w := t.lower(k)
	if m := s.at(k + 1); (w == "in" || w == "at") && m >= 0 && s.r.Mentions[m].First == k+1 && !dateWord(t, k+1) {
		last := s.r.Mentions[m].Last
		return Arg{Entity: -1, Span: t.d.TokenSpan(v, last), Text: "meeting " + t.phraseText(k, last), Kind: mention.Event}, true
	}
	if dateWord(t, k) || (w == "in" || w == "on") && dateWord(t, k+1) {
		return Arg{Entity: -1, Span: t.d.TokenSpan(v, v+1), Text: "meeting", Kind: mention.Event}, true
	}
	return Arg{}, false
}
