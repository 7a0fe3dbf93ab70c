package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
)

// scene is one sentence with its syntax and what its mentions denote.
type scene struct {
	d         *nlp.Doc
	r         *coref.Resolution
	t         *tree
	index     int     // of the sentence
	sentences [][]int // mentions of each sentence of the document
	men       []int   // mentions of the sentence
	outer     []int   // per token of the sentence: the largest mention over it, -1 if none
	group     []int   // per token: index in groups, -1 if none
	units     []group
	sport     bool // the sentence is about a sport
	speech    *speech
	states    *states // named so far; nil for a sentence that is read once more
	before    *Result // what the text has said so far
	lists     [][]mention.Line
}

func (x *Extractor) newScene(d *nlp.Doc, r *coref.Resolution, index int, sentences [][]int) *scene {
	s := bareScene(d, r, index, sentences, x.misread)
	x.mend(s)
	x.enumerate(s, s.men)
	s.parse(x.parser)
	x.repair(s)
	x.freeRelatives(s.t)
	return s
}

// bareScene is sentence index without its syntax; mentions that are left out, if any are, cover none of its tokens.
func bareScene(d *nlp.Doc, r *coref.Resolution, index int, sentences [][]int, leftOut func(*scene, int) bool) *scene {
	s := &scene{d: d, r: r, t: bareTree(d, index), index: index, sentences: sentences, men: sentences[index]}
	n := d.Sentences[index].Last - d.Sentences[index].First
	s.outer, s.group = make([]int, n), make([]int, n)
	for i := range s.outer {
		s.outer[i], s.group[i] = -1, -1
	}
	for _, m := range s.men {
		mm := r.Mentions[m]
		if leftOut != nil && leftOut(s, m) {
			continue
		}
		for k := mm.First; k < mm.Last && k-s.t.s.First < n; k++ {
			if o := s.outer[k-s.t.s.First]; o < 0 || r.Mentions[o].Last-r.Mentions[o].First < mm.Last-mm.First {
				s.outer[k-s.t.s.First] = m
			}
		}
	}
	return s
}

// misread reports whether what was taken for an event is somebody and what he does: "A and B hold talks", "the
// ministers meeting in Oslo agreed", "pictures of A meeting with B".
func (x *Extractor) misread(s *scene, m int) bool {
	t, mm := s.t, s.r.Mentions[m]
	if mm.Kind != mention.Event || mm.Head == mm.First {
		return false
	}
	for _, i := range s.men {
		switch p := s.r.Mentions[i]; {
		case i == m || p.First != mm.First || p.Last != mm.Head-1 && p.Last != mm.Head || !isParty(p):
		case p.Last == mm.Head-1 && x.lex.in("holdtalks", t.lower(mm.Head-1)):
			return true
		case p.Last == mm.Head && p.Kind == mention.Person && t.lower(mm.Head) == "meeting" && t.lower(mm.Head+1) == "with":
			return true
		case p.Last == mm.Head && p.Kind == mention.Role && t.tag(p.Head) == "NNS" && t.lower(mm.Head) == "meeting" && (t.tag(mm.Last) == "IN" || dateWord(t, mm.Last)) &&
			t.tag(mm.First-1) != "DT" && t.tag(mm.First-1) != "IN":
			return true
		}
	}
	return false
}

// at is the largest mention over token i, -1 if none.
func (s *scene) at(i int) int {
	if !s.t.in(i) {
		return -1
	}
	return s.outer[i-s.t.s.First]
}

// isParty reports whether a mention can take part in a relation.
func isParty(m mention.Mention) bool {
	switch m.Kind {
	case mention.Person, mention.Country, mention.Organization, mention.Role, mention.Pronoun:
		return true
	}
	return false
}

// manyParties is the length of a list from which it is a register and no cast: pairs grow with its square.
const manyParties = 40

// parties returns the entities that the noun phrase headed by h names, its list included, and whether something in
// it stayed unresolved: a role or pronoun of whom the text does not say who is meant.
func (x *Extractor) parties(s *scene, h int) (args []Arg, unresolved bool) {
	seen := map[int]bool{}
	if k := s.titled(h); k >= 0 {
		h = k
	}
	items := x.items(s, h)
	if len(items) > manyParties {
		return nil, true
	}
	for _, c := range items {
		a, un := x.party(s, c)
		unresolved = unresolved || un
		for _, arg := range a {
			if !seen[arg.Entity] {
				seen[arg.Entity] = true
				args = append(args, arg)
			}
		}
	}
	return args, unresolved
}

// titled is the person whose title begins with the noun h and goes on in capitals right to the name, which parsers hang on
// it: "Co-Chair of the |Poor People's Campaign| Bishop D", "University of Oslo Professor D"; -1 if there is none.
func (s *scene) titled(h int) int {
	t := s.t
	if k := s.officeOf(h); k >= 0 {
		return k
	}
	if s.at(h) >= 0 || !t.isNoun(h) || dateWord(t, h) {
		return -1
	}
	if m := s.at(h + 1); m >= 0 && s.r.Mentions[m].Kind == mention.Person && s.r.Mentions[m].First == h+1 && t.under(s.r.Mentions[m].Head, h) {
		return s.r.Mentions[m].Head // "her old friend D"
	}
	for k := h + 1; capital(t, h) && t.in(k) && k < h+10; k++ {
		m := s.at(k)
		switch w := t.lower(k); {
		case m >= 0 && s.r.Mentions[m].Kind == mention.Person:
			if t.lower(k-1) == "of" || t.lower(k-1) == "the" || t.lower(k-1) == "for" || t.lower(k-1) == "and" {
				return -1 // "the Office of D"
			}
			return s.r.Mentions[m].Head
		case capital(t, k), t.tag(k) == "POS", t.tag(k) == "HYPH", w == "of", w == "the", w == "for" && k > h, w == "and", w == "&":
		default:
			return -1
		}
	}
	return -1
}

// officeOf is the person whose name follows an office at h that says in small letters what it is of: "|Speaker| of parliament
// X"; -1 if none does.
func (s *scene) officeOf(h int) int {
	t, m := s.t, s.at(h)
	if m < 0 || s.r.Mentions[m].Kind != mention.Role || s.r.Mentions[m].Plural || len(s.r.Of[m]) > 0 || t.lower(s.r.Mentions[m].Last) != "of" {
		return -1
	}
	k := s.r.Mentions[m].Last + 1
	for t.isNoun(k) && s.at(k) < 0 && !capital(t, k) {
		k++
	}
	who := s.at(k)
	if k < s.r.Mentions[m].Last+2 || who < 0 || s.r.Mentions[who].Kind != mention.Person || s.r.Mentions[who].First != k {
		return -1
	}
	return s.r.Mentions[who].Head
}

// capital reports whether token k begins with a capital letter; no token beyond the document does.
func capital(t *tree, k int) bool {
	if k < 0 || k >= len(t.d.Tokens) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.d.Word(k))
	return unicode.IsUpper(r)
}

// items returns the heads of the list that h belongs to: by the enumeration of mentions, or else by the tree.
func (x *Extractor) items(s *scene, h int) []int {
	t := s.t
	if m := s.at(h); m >= 0 {
		h = s.r.Mentions[m].Head
	}
	if g := s.group[h-t.s.First]; g >= 0 {
		out := make([]int, 0, len(s.units[g].items))
		for _, m := range s.units[g].items {
			out = append(out, s.r.Mentions[m].Head)
		}
		for _, c := range t.children(h) { // "met A and B of Chile, C of Peru and D"
			if t.base(c) == "conj" && c > h && s.isParty(c) && s.r.Mentions[s.at(c)].Kind != mention.Role && !t.predicateAt(s.last(c)) && len(out) > 1 {
				out = append(out, x.items(s, c)...)
			}
		}
		return out
	}
	out := []int{}
	for _, c := range t.conjuncts(h) {
		// A conjunct that is the subject of a verb of its own is a parser's mistake.
		if c > h && t.in(c+1) && t.isFinite(c+1) && t.base(h) != "nsubj" && !t.within(h, t.child(c+1, "nsubj")) {
			continue
		}
		if t.lemma(c) == "side" && t.caseOf(c) == "on" { // "led by A and on the Chadian side by B"
			continue
		}
		out = append(out, c)
	}
	return out
}

// party returns the entities that the phrase headed by h, without its list, stands for.
func (x *Extractor) party(s *scene, h int) (args []Arg, unresolved bool) {
	t := s.t
	m := s.at(h)
	if m < 0 {
		if args, unresolved = x.represented(s, h); len(args) == 0 {
			if a := x.theBody(s, h); len(a) > 0 {
				return a, false
			}
			if a := x.leader(s, h); len(a) > 0 {
				return a, false
			}
			if a := x.renamed(s, h); len(a) > 0 {
				return a, false
			}
			if a := x.including(s, h+1); len(a) > 0 && t.tag(h) == "NNS" { // "other banks, including X and Y"
				return a, false
			}
		}
		return args, unresolved
	}
	mm := s.r.Mentions[m]
	switch {
	case mm.Kind == mention.Agreement || mm.Kind == mention.Event, x.lex.in("awards", t.lower(mm.Last-1)):
		return nil, false
	}
	if mm.Kind == mention.Country && opposed(t, mm.First) || mm.Kind == mention.Role && x.lex.in("kin", t.lemma(mm.Head)) && t.lower(mm.Head-1) != "holy" {
		return nil, true
	}
	if a := x.officer(s, m); len(a) > 0 {
		return a, false
	}
	of := s.r.Of[m]
	if w := t.lower(mm.Head); mm.Kind == mention.Pronoun && len(of) == 1 && s.r.Entities[of[0]].Kind != mention.Person &&
		(w == "he" || w == "she" || w == "him" || w == "her" || w == "his") {
		return nil, true
	}
	if (len(of) == 1 && s.r.Entities[of[0]].Kind == mention.Organization || len(of) == 0 && mm.Org != "") && someMembers(t, mm) {
		a := x.including(s, mm.Last)
		return a, len(a) == 0
	}
	if mm.Kind == mention.Role && len(of) > 0 && x.foreign(s, m, of) {
		of = nil
	}
	if next := s.at(mm.Last); mm.Kind == mention.Role && !mm.Plural && next >= 0 && s.r.Mentions[next].Kind == mention.Country {
		if a := x.renamed(s, mm.Last-1); len(a) > 0 {
			return a, false // "the NATO |member| Turkey"
		}
	}
	if len(of) > 0 {
		if mm.Kind == mention.Role && len(of) == 1 && s.r.Entities[of[0]].Kind == mention.Country && t.lemma(mm.Head) == "state" && t.tag(mm.Head) == "NNS" {
			a := x.including(s, mm.Last)
			return a, len(a) == 0 // "44 U.S. states" are parts of theirs
		}
		if k := s.r.Entities[of[0]].Kind; mm.Kind == mention.Role && len(of) == 1 && (k == mention.Country && x.againstState(t, mm) || k != mention.Person && x.former(t, mm.First, mm.Head)) {
			a := x.renamed(s, h)
			return a, len(a) == 0 // rebels do not stand for their country, nor does a former minister
		}
		for _, e := range of {
			args = append(args, Arg{Entity: e, Span: t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind})
		}
		if mm.Kind == mention.Role && t.tag(mm.Head) == "NNS" && len(of) == 1 && s.r.Entities[of[0]].Kind != mention.Person {
			args = append(args, x.including(s, mm.Last)...) // "Indian ministers, including X"
		}
		if mm.Kind == mention.Country && x.modifies(s, mm) && !x.lex.in("representative", t.lemma(headAfter(t, mm.Last))) {
			return nil, false // "Indian troops"
		}
		return args, false
	}
	if a, _ := x.represented(s, h); len(a) > 0 {
		return a, false
	}
	last := mm.Last
	for w := t.lower(last); (w == "of" || w == "and") && t.isNoun(last+1) && s.at(last+1) < 0; w = t.lower(last) {
		last += 2 // "heads of state and government"
	}
	if a := x.including(s, last); len(a) > 0 {
		return a, false
	}
	if a := x.led(s, mm.Last); len(a) > 0 {
		return a, false
	}
	if mm.Kind == mention.Role && !mm.Plural {
		if a := x.renamed(s, h); len(a) > 0 {
			return a, false
		}
	}
	return nil, true
}

// theBody is the organisation that "the company", "the rebel group" or the like at h stands for: the only one that the nearest
// of the two sentences before names.
func (x *Extractor) theBody(s *scene, h int) []Arg {
	t := s.t
	if t.tag(h) != "NN" || !x.lex.in("bodynouns", t.lemma(h)) {
		return nil
	}
	k := h - 1
	for x.lex.in("nonstate", t.lower(k)) || t.lower(k) == "armed" || t.lower(k) == "opposition" || t.lower(k) == "oil" {
		k--
	}
	if t.lower(k) != "the" || t.lower(h+1) == "of" || t.lower(h+1) == "'s" || s.at(h+1) >= 0 {
		return nil
	}
	for i := s.index - 1; i >= max(0, s.index-2); i-- {
		var found []Arg
		for _, m := range s.sentences[i] {
			mm := s.r.Mentions[m]
			if mm.Kind != mention.Organization || mm.Within >= 0 && s.r.Mentions[mm.Within].Kind == mention.Organization {
				continue
			}
			args, open := s.denoted(m)
			if open || len(args) != 1 || len(found) > 0 && found[0].Entity != args[0].Entity {
				return nil
			}
			found = args
		}
		if len(found) > 0 {
			found[0].Span = t.d.TokenSpan(h, h+1)
			return found
		}
	}
	return nil
}

// standsForState reports whether mention m is a pronoun for states or organisations: "its ministry", "their leaders".
func (s *scene) standsForState(m int) bool {
	of := s.r.Of[m]
	return s.r.Mentions[m].Kind == mention.Pronoun && len(of) > 0 &&
		!slices.ContainsFunc(of, func(e int) bool { return s.r.Entities[e].Kind == mention.Person })
}

// renamed is who the singular noun h is, where a name between commas says it: "met with another hero, Bishop X,".
func (x *Extractor) renamed(s *scene, h int) []Arg {
	t := s.t
	if m := s.at(h + 1); t.tag(h) == "NN" && m >= 0 && (s.r.Mentions[m].Kind == mention.Organization || s.r.Mentions[m].Kind == mention.Country && !s.r.Mentions[m].Demonym) && s.r.Mentions[m].First == h+1 && t.tag(s.r.Mentions[m].Last) != "POS" {
		args, _ := s.denoted(m)
		return args // "the shipping |group| Borealis", "its former colonial |power| Spain"
	}
	if m := s.at(h + 1); t.tag(h) == "NNS" && m >= 0 && s.r.Mentions[m].Kind == mention.Organization && s.r.Mentions[m].First == h+1 && len(x.items(s, h+1)) > 1 {
		args, _ := x.parties(s, h+1) // "the oil |corporations| A and B"
		return args
	}
	k := h + 2
	switch {
	case x.lex.in("styles", t.lower(h)) && t.lower(h+1) != ",": // "His Excellency Mr. X"
		k = h + 1
	case t.lower(h+1) == "," && (t.tag(h) == "NN" || x.lex.in("styles", t.lower(h))):
	default:
		return nil
	}
	if t.tag(k) == "DT" {
		k++
	}
	m := s.at(k)
	if m < 0 || s.r.Mentions[m].Kind != mention.Person && s.r.Mentions[m].Kind != mention.Organization || s.r.Mentions[m].First != k {
		return nil
	}
	switch end := s.r.Mentions[m].Last; {
	case t.lower(end) == ",", t.lower(end) == ".", t.lower(end) == ";", !t.in(end), x.lex.in("styles", t.lower(h)):
		args, _ := s.denoted(m)
		return args
	}
	return nil
}

// officer is the person named behind body m, of which an office before it says that he holds it: "the chairman of Chad's
// Trade |Commission|, X".
func (x *Extractor) officer(s *scene, m int) []Arg {
	t, mm := s.t, s.r.Mentions[m]
	if mm.Kind != mention.Organization || t.tag(mm.First-1) != "POS" || t.lower(mm.Last) != "," {
		return nil
	}
	office, who := s.at(mm.First-2), s.at(mm.Last+1)
	if office < 0 || who < 0 || s.r.Mentions[office].Kind != mention.Role || s.r.Mentions[office].Plural || s.r.Mentions[office].Head == mm.First-2 {
		return nil
	}
	if p := s.r.Mentions[who]; p.Kind != mention.Person || p.First != mm.Last+1 || p.Title != "" || t.lower(p.Last) == "and" {
		return nil
	}
	args, _ := s.denoted(who)
	return args
}

// statesOf are the states for which the person at mention m acts.
func (x *Extractor) statesOf(s *scene, m int) (args []Arg) {
	e, ok := s.r.One(m)
	if !ok {
		return nil
	}
	for _, f := range s.r.Entities[e].For {
		if s.r.Entities[f].Kind == mention.Country {
			args = append(args, Arg{Entity: f, Span: s.t.d.TokenSpan(s.r.Mentions[m].First, s.r.Mentions[m].Last), Kind: mention.Country})
		}
	}
	return args
}

// led is who leads a group: "a delegation led by X", from the token after the noun.
func (x *Extractor) led(s *scene, k int) []Arg {
	t := s.t
	if t.lower(k) == "," {
		k++
	}
	if w := t.lower(k); w != "led" && w != "headed" || t.lower(k+1) != "by" {
		return nil
	}
	for j := k + 2; t.in(j) && j < k+6; j++ {
		if m := s.at(j); m >= 0 && s.r.Mentions[m].Kind == mention.Person {
			a, _ := x.party(s, s.r.Mentions[m].Head)
			return a
		}
	}
	return nil
}

// leader is the organisation that leads the group at h: "a consortium of Chilean firms led by X".
func (x *Extractor) leader(s *scene, h int) []Arg {
	t := s.t
	if l := t.lemma(h); l != "consortium" && l != "group" && l != "alliance" && l != "coalition" {
		return nil
	}
	k := h + 1
	if t.lower(k) == "of" {
		for k++; nounStart(t.tag(k)) && k < h+8; k++ {
		}
	}
	if t.lower(k) == "," {
		k++
	}
	if w := t.lower(k); w != "led" && w != "headed" || t.lower(k+1) != "by" {
		return nil
	}
	for j := k + 2; t.in(j) && j < k+8 && (nounStart(t.tag(j)) || t.tag(j) == "HYPH" || t.tag(j) == "VBN"); j++ {
		if m := s.at(j); m >= 0 && s.r.Mentions[m].Kind == mention.Organization {
			args, _ := s.denoted(m)
			return args
		}
	}
	return nil
}

// againstState reports whether a role is of people who act within a country and not for it: "rebels", "militant leaders".
func (x *Extractor) againstState(t *tree, mm mention.Mention) bool {
	for k := mm.First; k <= mm.Head && t.lower(k) != "and"; k++ { // "the Chilean government and rebel leaders"
		if l := t.lemma(k); x.lex.in("nonstate", l) && (k == mm.Head || l != "party" && l != "company") {
			return true
		}
	}
	return false
}

// someMembers reports whether a role is a number of an organisation's members, who do not stand for it: "23 European
// Union countries".
func someMembers(t *tree, mm mention.Mention) bool {
	switch t.lemma(mm.Head) {
	case "country", "state", "nation", "member", "faction":
	default:
		return false
	}
	for k := mm.First - 3; k < mm.Head; k++ {
		if w := t.lower(k); t.tag(k) == "CD" || w == "several" || w == "some" || w == "other" || w == "rival" || w == "many" {
			return mm.Kind == mention.Role
		}
	}
	return false
}

// foreign reports whether a role names countries that none of the people it is said to denote has to do with: a
// mistake of resolution.
func (x *Extractor) foreign(s *scene, m int, of []int) bool {
	mm := s.r.Mentions[m]
	named := 0
	for _, i := range s.men {
		c := s.r.Mentions[i]
		if i == m || c.Kind != mention.Country || c.First < mm.First || c.Last > mm.Last {
			continue
		}
		named++
		for _, e := range of {
			ent := s.r.Entities[e]
			if ent.Kind != mention.Person || ent.Code == "" && len(ent.For) == 0 || ent.Code == c.Code {
				return false
			}
			for _, f := range ent.For {
				if s.r.Entities[f].Code == c.Code {
					return false
				}
			}
		}
	}
	return named > 1
}

// including returns the parties of "several countries, including A, B and C" from the token after the noun.
func (x *Extractor) including(s *scene, k int) []Arg {
	t := s.t
	if t.lower(k) == "," {
		k++
	}
	w := t.lower(k)
	if w == ":" && t.tag(k-1) != "NNS" {
		return nil
	}
	if m := s.at(k); m >= 0 && t.lower(k-1) == "," && s.r.Mentions[m].First == k {
		if end := s.last(s.r.Mentions[m].Head); t.lower(end) == "among" && (t.lower(end+1) == "them" || t.lower(end+1) == "whom") {
			a, _ := s.denoted(m)
			return a // "40 countries, X among them"
		}
	}
	if w == "among" && (t.lower(k+1) == "them" || t.lower(k+1) == "whom") {
		k++
	} else if (w == "comprised" || w == "composed" || w == "consisting") && t.lower(k+1) == "of" {
		k++
	} else if w == "made" && t.lower(k+1) == "up" && t.lower(k+2) == "of" {
		k += 2
	} else if w != "including" && !(w == "such" && t.lower(k+1) == "as") && !(w == "like" && t.tag(k) == "IN") && !(w == "(" && t.tag(k-1) == "NNS") && w != "—" && w != "–" && w != "--" && w != ":" && w != "-" {
		return nil
	}
	for j := k + 1; t.in(j) && j < k+8; j++ {
		if m := s.at(j); m >= 0 {
			if g := s.group[j-t.s.First]; g >= 0 && s.units[g].first < k {
				return nil // a list that holds the noun itself
			}
			a, _ := x.parties(s, s.r.Mentions[m].Head)
			return a
		}
	}
	return nil
}

// opposed reports whether the name at i only says what somebody is for or against: "anti-Syrian".
func opposed(t *tree, i int) bool {
	if w := t.lower(i - 1); w == "-" || w == "–" {
		switch t.lower(i - 2) {
		case "anti", "pro", "non", "ex", "post", "pre":
			return true
		}
	}
	return false
}

// headAfter is the last noun of the run of nouns and adjectives at i.
func headAfter(t *tree, i int) int {
	h := i
	for t.in(i) && (t.isNoun(i) || t.tag(i) == "JJ") {
		if t.isNoun(i) {
			h = i
		}
		i++
	}
	return h
}

// represented returns the country or organisation for which unnamed people at h stand: "officials from X", "the X
// government".
func (x *Extractor) represented(s *scene, h int) (args []Arg, unresolved bool) {
	t := s.t
	if !x.lex.in("representative", t.lemma(h)) && !(t.lemma(h) == "bank" && t.lower(h-1) == "central") {
		return nil, false
	}
	if l := t.lemma(h); (l == "state" || l == "province" || l == "city" || l == "region") && t.lower(h+1) == "of" && s.at(h) < 0 {
		if m := s.at(h + 2); m >= 0 && s.r.Mentions[m].Kind == mention.Organization {
			return s.denoted(m) // "the U.S. state of Ohio", a party to the pact
		}
		return nil, true
	}
	if a := x.including(s, h+1); len(a) > 0 {
		return a, false
	}
	if x.former(t, h-4, h) {
		return nil, true
	}
	if m := s.at(h); m >= 0 {
		for _, i := range s.men {
			mm := s.r.Mentions[i]
			if mm.Kind == mention.Role && i != m && mm.First == s.r.Mentions[m].First && mm.Last < s.r.Mentions[m].Last && t.lower(mm.Last) == "and" {
				args, unresolved = s.denoted(i) // "the Chilean government and rebels": taken for one role
				return args, unresolved
			}
			if i == m || mm.First < s.r.Mentions[m].First || mm.Last > s.r.Mentions[m].Last || mm.Kind != mention.Country && mm.Kind != mention.Organization {
				continue
			}
			if mm.Kind == mention.Country && (x.lex.in("nonstate", t.lemma(h)) || opposed(t, mm.First) || mm.Within >= 0 && s.r.Mentions[mm.Within].Kind == mention.Organization) {
				continue
			}
			if next := s.inner(mm.Last, m); mm.Kind == mention.Organization && next >= 0 && s.r.Mentions[next].Kind == mention.Organization {
				continue // "|Shia| Houthi rebels": of which kind they are
			}
			if w := t.lower(h + 1); mm.First > h && (w == "to" || w == "for") { // an ambassador to a country does not speak for it
				continue
			}
			a, _ := s.denoted(i)
			args = append(args, a...)
		}
	}
	for _, c := range t.children(h) {
		if g := s.group[c-t.s.First]; len(args) > 0 && (g < 0 || g != s.group[h-t.s.First]) {
			break
		}
		if !t.is(c, "nmod", "compound", "amod", "nmod:poss") {
			continue
		}
		if p := t.caseOf(c); t.relation(c) == "nmod" && p != "of" && p != "from" && !(p == "for" && x.lex.in("advocates", t.lemma(h))) {
			continue
		}
		members := []int{c}
		if g := s.group[c-t.s.First]; g < 0 || g != s.group[h-t.s.First] {
			members = x.items(s, c)
		}
		for _, i := range members {
			m := s.at(i)
			if m < 0 || m == s.at(h) {
				continue
			}
			mm := s.r.Mentions[m]
			if mm.Kind == mention.Person && t.base(c) == "compound" && x.lex.in("regime", t.lemma(h)) {
				args = append(args, x.statesOf(s, m)...) // "the Lopez administration"
			}
			if mm.Kind != mention.Country && mm.Kind != mention.Organization && mm.Kind != mention.Role && !s.standsForState(m) {
				continue
			}
			if mm.Kind == mention.Country && (x.lex.in("nonstate", t.lemma(h)) || t.lower(mm.Last) == "-") { // "U.S.-based"
				continue
			}
			if mm.Kind == mention.Role && len(s.r.Of[m]) == 0 {
				args = append(args, x.including(s, mm.Last)...) // "ministers of several countries, such as A and B"
			}
			a, _ := s.denoted(m)
			args = append(args, a...)
		}
	}
	if len(args) == 0 {
		args = x.stationed(s, h)
	}
	return args, len(args) == 0
}

// inner is the mention that begins at token k within mention m, -1 if none does.
func (s *scene) inner(k, m int) int {
	for _, i := range s.men {
		if i != m && s.r.Mentions[i].First == k && s.r.Mentions[i].Last <= s.r.Mentions[m].Last {
			return i
		}
	}
	return -1
}

// former reports whether the words before the noun at h, from token first on, say that somebody was it: "a |former| foreign
// minister".
func (x *Extractor) former(t *tree, first, h int) bool {
	if x.lex.in("nonstate", t.lemma(h)) {
		return false // "the former rebels"
	}
	for k := h - 1; k >= first && t.in(k) && (t.isNoun(k) || strings.HasPrefix(t.tag(k), "JJ") || t.tag(k) == "HYPH"); k-- {
		if w := t.lower(k); w == "former" || w == "ex" || w == "retired" {
			return true
		}
	}
	return false
}

// stationed is the country in which there are the authorities at h, who are its own where nothing says otherwise:
// "officials in Chad".
func (x *Extractor) stationed(s *scene, h int) []Arg {
	t := s.t
	l := t.lemma(h)
	if l != "official" && l != "authority" && l != "leader" && l != "police" && l != "prosecutor" || t.lower(h+1) != "in" && t.lower(h+1) != "there" {
		return nil
	}
	if t.lower(h+1) == "there" {
		return s.placeBefore(h)
	}
	k := h + 2
	if t.tag(k) == "DT" {
		k++
	}
	m := s.at(k)
	if m < 0 || s.r.Mentions[m].Kind != mention.Country || s.r.Mentions[m].Seat || s.r.Mentions[m].First != k {
		return nil
	}
	args, _ := s.denoted(m)
	for end := s.r.Mentions[m].Last; t.tag(h) == "NNS"; { // "in Chad, Mali and Niger"
		k := end
		for t.lower(k) == "," || t.lower(k) == "and" {
			k++
		}
		next := s.at(k)
		if k == end || next < 0 || s.r.Mentions[next].First != k || s.r.Mentions[next].Kind != mention.Country || s.r.Mentions[next].Seat || s.r.Mentions[next].Demonym || t.tag(s.r.Mentions[next].Last) == "POS" {
			break
		}
		more, _ := s.denoted(next)
		args, end = append(args, more...), s.r.Mentions[next].Last
	}
	return args
}

// placeBefore is the country in which the last place before token h lies, of its sentence or the one before: "in Beijing
// after meeting officials there".
func (s *scene) placeBefore(h int) []Arg {
	for i := s.index; i >= max(0, s.index-1); i-- {
		men := s.sentences[i]
		for n := len(men) - 1; n >= 0; n-- {
			if m := s.r.Mentions[men[n]]; m.Kind == mention.Country && m.Place && m.First < h {
				args, _ := s.denoted(men[n])
				return args
			}
		}
	}
	return nil
}
