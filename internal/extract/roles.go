package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// subjects returns the nouns that do what verb v says: its own subject, or the one it inherits from the verb it is
// coordinated with, that governs it, or that its clause hangs on. inherited is the number of steps taken.
func (x *Extractor) subjects(t *tree, v int) (heads []int, inherited int) {
	return x.subjectsAt(t, v, 0)
}

func (x *Extractor) subjectsAt(t *tree, v, depth int) ([]int, int) {
	if depth > 6 {
		return nil, depth
	}
	if t.passive(v) && !x.lex.in("middle", t.lemma(v)) {
		return x.agents(t, v), depth
	}
	return x.surface(t, v, depth)
}

// surface returns the grammatical subjects of v whatever its voice.
func (x *Extractor) surface(t *tree, v, depth int) ([]int, int) {
	if depth > 6 {
		return nil, depth
	}
	var own []int
	for _, s := range t.children(v) {
		if t.base(s) != "nsubj" || dateWord(t, s) {
			continue
		}
		if relative(t, s) {
			if a := antecedent(t, v); a >= 0 {
				return []int{among(t, a)}, depth
			}
		}
		if a := t.child(s, "appos"); a > s && t.tag(s) == "PRP" && (t.tag(a) == "NNP" || t.tag(a) == "NNS" && t.lower(s) == "we") {
			s = a // "I, X, hereby declare", "We, the leaders of X and Y, met"
		}
		own = append(own, s)
	}
	if len(own) > 0 {
		slices.Reverse(own) // the nearest first
		return own, depth
	}
	h := t.parent(v)
	if h < 0 {
		if c := t.child(v, "parataxis"); c >= 0 && (t.tag(v) == "VBG" && c < v || c > v && v == t.s.First && t.tag(v) == "VBG") {
			return x.surface(t, c, depth+1) // "was at his desk, drinking tea with X": turned upside down
		}
		for _, c := range t.children(v) { // "Having met X, Y …", likewise
			if c > v && t.is(c, "parataxis", "conj") && t.child(c, "nsubj") > v && t.tag(t.child(v, "aux")) == "VBG" {
				return x.surface(t, c, depth+1)
			}
		}
		return nil, depth
	}
	if t.tag(v) == "VBG" && t.lower(v-1) == "," {
		if heads, d := x.aside(t, v, h, depth); len(heads) > 0 {
			return heads, d
		}
	}
	if finite := t.finite(v); finite >= 0 && t.is(v, "advcl", "ccomp") {
		if k := nounBefore(t, finite); k >= 0 {
			return []int{k}, depth // "after X met Y": parsers take "after X" for a phrase of time
		}
	}
	if t.tag(v) == "VBG" && x.absolute(t, v) >= 0 {
		return []int{x.absolute(t, v)}, depth
	}
	// "welcomed Chile joining the pact": the object does it.
	if b := v - 1; t.tag(v) == "VBG" && t.in(b) && t.isNoun(b) && t.parent(b) == h && t.base(b) == "obj" && t.is(v, "advcl", "xcomp", "ccomp") {
		return []int{b}, depth
	}
	return x.inherited(t, v, h, depth)
}

// absolute is the noun right before participle v that does what v says beside a sentence of its own: "A visits B, with
// C |promising| aid"; -1 if there is none.
func (x *Extractor) absolute(t *tree, v int) int {
	k := v - 1
	for t.in(k) && (t.tag(k) == "NNP" || t.tag(k) == "NNPS") {
		k--
	}
	if k == v-1 || t.lower(k) != "and" && t.lower(k) != "with" {
		return -1
	}
	return v - 1
}

// inherited are the subjects that v, which has none, takes from the word h that it depends on.
func (x *Extractor) inherited(t *tree, v, h, depth int) ([]int, int) {
	if o := t.child(h, "obj"); t.tag(v) == "VBG" && t.lower(v-1) == "for" && t.is(v, "advcl", "obl") && t.isVerb(h) && o > h && o < v {
		return []int{o}, depth // "praised X for signing"
	}
	switch t.base(v) {
	case "conj":
		if p := t.parent(h); t.tag(v) == "VBD" && present(t, h) && t.base(h) == "ccomp" && t.tag(p) == "VBD" {
			h = p // "said that there is danger and ordered": hung on "is"
		}
		if t.isVerb(h) || t.child(h, "nsubj", "cop") >= 0 {
			return x.surface(t, h, depth+1)
		}
	case "xcomp", "ccomp", "csubj": // "it is good to meet you" has all three
		if t.base(v) == "csubj" && t.isNoun(h) && t.child(h, "expl") >= 0 && t.isFinite(v) {
			return []int{h}, depth // "it was X that signed"
		}
		if t.isVerb(h) || t.base(v) != "ccomp" {
			if o := x.controller(t, h); o >= 0 {
				return []int{o}, depth + 1
			}
			return x.surface(t, h, depth+1)
		}
	case "advcl":
		if p := t.parent(h); p >= 0 && !t.isVerb(h) && t.base(h) == "xcomp" {
			h = p // "cuts the trip short after meeting X"
		}
		if o := t.child(h, "obj"); o >= 0 && o < v && (t.lower(v-1) == "for" || t.lower(v-1) == "of" || t.lower(v-1) == "on") && x.lex.in("judging", t.lemma(h)) {
			return []int{o}, depth + 1 // "praised X for signing"
		}
		heads, d := x.surface(t, h, depth+1)
		if o := t.child(h, "obj"); o >= 0 && t.lemma(h) == "join" && t.lower(v-1) == "in" {
			heads = append([]int{o}, heads...) // "join X in announcing"
		}
		return heads, d
	case "acl":
		if t.relation(v) == "acl:relcl" {
			return []int{h}, depth
		}
		if m := t.markOf(v); t.tag(v) == "VBG" && (m == "after" || m == "before" || m == "since" || m == "while" || m == "upon") { // hung on a noun
			for p := h; p >= 0; p = t.parent(p) {
				if t.isVerb(p) {
					return x.surface(t, p, depth+1)
				}
			}
		}
		if t.tag(v) == "VBG" && !x.lex.in("eventive", t.lemma(h)) || t.tag(v) == "VBN" || t.tag(v) == "VBD" {
			return []int{h}, depth
		}
		return x.owner(t, h, depth+1)
	case "parataxis", "dep":
		if !t.isFinite(v) && t.isVerb(h) {
			return x.surface(t, h, depth+1)
		}
	case "nmod", "obl", "obj", "nsubj": // a gerund that the parser took for a noun
		if t.isVerb(h) {
			return x.surface(t, h, depth+1)
		}
		return x.owner(t, h, depth+1)
	}
	return nil, depth
}

// aside is who does what the participle v behind a comma says, where parsers hang it on a wrong word h.
func (x *Extractor) aside(t *tree, v, h, depth int) ([]int, int) {
	switch {
	case t.base(h) == "nsubj" && h < v && !t.is(v, "acl"):
		return []int{h}, depth // "A, meeting with B, said": hung on A as if it were one of a list
	case t.base(h) != "nsubj" && t.is(v, "acl", "parataxis"):
		if root := t.root(v); root >= 0 {
			return x.surface(t, root, depth+1) // "was at his desk, drinking tea with X": on the desk or the full stop
		}
	}
	return nil, depth
}

// nounBefore is the head of the noun phrase that ends right before v, -1 if none does.
func nounBefore(t *tree, v int) int {
	k := v - 1
	if t.tag(k) == "RB" {
		k--
	}
	if !t.in(k) || !t.isNoun(k) || dateWord(t, k) {
		return -1
	}
	for range 4 {
		if p := t.parent(k); p >= 0 && p < v && t.is(k, "compound", "flat") {
			k = p
		}
	}
	return k
}

// controller is the object of h when it is the one who is to act: "invited X to meet".
func (x *Extractor) controller(t *tree, h int) int {
	if l := t.lemma(h); l == "become" || l == "be" || l == "remain" {
		return -1 // "became the first leader to meet X"
	} else if x.lex.in("going", l) {
		return -1 // "travelled upriver to meet X": read as an object
	}
	if o := t.child(h, "obj", "iobj"); o >= 0 && !t.passive(h) {
		return o
	}
	return -1
}

// owner returns who acts in what noun n introduces: its possessor, or the subject of the verb that n depends on.
func (x *Extractor) owner(t *tree, n, depth int) ([]int, int) {
	if depth > 6 {
		return nil, depth
	}
	if p := t.child(n, "nmod:poss"); p >= 0 {
		return []int{p}, depth
	}
	if f := x.lex.effect("word", t.lemma(n)); f == "planned" || f == "denied" {
		for _, c := range t.children(n) {
			if t.base(c) == "nmod" && t.caseOf(c) == "of" {
				return []int{c}, depth // "the refusal of X to sign"
			}
		}
	}
	// "became the first leader to meet X": who became it.
	if h := t.parent(n); h >= 0 && t.isVerb(h) && (t.lemma(h) == "become" || t.lemma(h) == "be" || t.lemma(h) == "remain") {
		return x.surface(t, h, depth+1)
	}
	if s := t.child(n, "nsubj"); s >= 0 {
		return []int{s}, depth
	}
	// "the minister to sign it": the noun itself.
	if x.lex.in("representative", t.lemma(n)) {
		return []int{n}, depth
	}
	for range 4 {
		h := t.parent(n)
		if h < 0 {
			break
		}
		if t.isVerb(h) {
			if t.base(n) == "nsubj" && t.child(h, "cop") < 0 {
				if b := t.caseOf(n); b == "" && !t.passive(h) {
					return []int{n}, depth
				}
			}
			if t.passive(h) {
				if a := x.agents(t, h); len(a) > 0 {
					return a, depth
				}
			}
			return x.surface(t, h, depth+1)
		}
		if p := t.child(h, "nmod:poss"); p >= 0 {
			return []int{p}, depth
		}
		if s := t.child(h, "nsubj"); s >= 0 {
			if a := antecedent(t, h); a >= 0 && relative(t, s) {
				s = a // "X, who was in Oslo for talks"
			}
			return []int{s}, depth
		}
		n = h
	}
	return nil, depth
}

// agents returns the by-phrase of a passive verb.
func (x *Extractor) agents(t *tree, v int) []int {
	var out []int
	for _, c := range t.children(v) {
		if t.base(c) == "obl" && t.caseOf(c) == "by" || t.relation(c) == "obl:agent" {
			if !dateWord(t, c) && !(t.child(c, "nummod") >= 0 && x.lex.in("units", t.lemma(c))) {
				out = append(out, c)
			}
		}
	}
	for _, c := range out {
		for _, d := range t.children(c) {
			if t.base(d) == "conj" && t.lemma(d) == "side" { // "led by A and on the Chadian side by B"
				out = append(out, x.obliques(t, d, "by", false)...)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, c := range t.children(v) {
		if t.base(c) == "obl" && c > v && !dateWord(t, c) {
			out = append(out, x.obliques(t, c, "by", false)...) // "was welcomed at the airport by X": hung on the place
		}
	}
	return out
}

// lateAgent is who did what v says behind other phrases: "was named ambassador to X by Y".
func (x *Extractor) lateAgent(s *scene, v int) []int {
	t := s.t
	for k := v + 1; t.in(k) && k < v+15 && !t.isVerb(k) && t.tag(k) != "MD"; k++ {
		if t.lower(k) != "by" {
			continue
		}
		for j := k + 1; j < k+4; j++ {
			if m := s.at(j); m >= 0 {
				return []int{s.r.Mentions[m].Head}
			}
		}
	}
	return nil
}

// relative reports whether i is a relative pronoun.
func relative(t *tree, i int) bool {
	g := t.tag(i)
	return g == "WP" || g == "WDT" || (g == "IN" || g == "DT") && t.lower(i) == "that"
}

// antecedent is the noun that relative clause v is about, -1 if v is none.
func antecedent(t *tree, v int) int {
	for range 4 {
		h := t.parent(v)
		if h < 0 {
			return -1
		}
		if t.relation(v) == "acl:relcl" || t.base(v) == "acl" {
			return h
		}
		if t.base(v) != "conj" && t.base(v) != "xcomp" {
			return -1
		}
		v = h
	}
	return -1
}

// among is who is said to be one of those that noun a stands for: "X was among those who signed", or a.
func among(t *tree, a int) int {
	if c := t.caseOf(a); c != "among" && c != "of" {
		return a
	}
	if s := t.child(a, "nsubj"); s >= 0 {
		return s
	}
	h := t.parent(a)
	if h < 0 || !t.isVerb(h) && t.lower(h) != "one" {
		return a
	}
	if s := t.child(h, "nsubj"); s >= 0 && (t.lemma(h) == "be" || t.child(h, "cop") >= 0) {
		return s
	}
	return a
}

// whoBefore is whom the "who" of v's clause follows, where parsers hang the clause on another noun: "gave an audience to
// X, president of Chad, who went on to meet Y".
func (s *scene) whoBefore(v int) []int {
	t := s.t
	for range 4 {
		if c := t.child(v, "nsubj"); c >= 0 {
			k := c - 1
			if t.lower(k) == "," {
				k--
			}
			if m := s.at(k); t.lower(c) == "who" && m >= 0 && isParty(s.r.Mentions[m]) {
				return []int{s.r.Mentions[m].Head}
			}
			return nil
		}
		if v = t.parent(v); v < 0 || !t.isVerb(v) {
			return nil
		}
	}
	return nil
}

// objects returns the nouns that v is done to.
func (x *Extractor) objects(t *tree, v int) []int {
	if t.passive(v) {
		s, _ := x.surface(t, v, 0)
		return s
	}
	for _, o := range t.children(v) {
		if t.base(o) != "obj" || dateWord(t, o) {
			continue
		}
		if relative(t, o) {
			if a := antecedent(t, v); a >= 0 && (t.isNoun(a) || t.tag(a) == "CD") {
				return []int{a}
			}
			return nil
		}
		return []int{o}
	}
	if o := t.child(v, "iobj"); o > v && t.child(v, "ccomp", "parataxis") < 0 && t.isNoun(o) && !x.lex.in("say", t.lemma(v)) && !x.lex.in("handing", t.lemma(v)) {
		return []int{o} // "telephoned X to urge": nobody is given anything
	}
	// "signed and sealed the deal": coordinated verbs share the object of the last.
	for _, c := range t.children(v) {
		if g := t.tag(v + 1); (g == "IN" || dateWord(t, v+1)) && x.lex.in("intransitive", t.lemma(v)) {
			break // "met in Rome and signed the deal"
		}
		if t.base(c) == "conj" && t.isVerb(c) && c > v && c < v+5 {
			if o := t.child(c, "obj"); o >= 0 {
				return []int{o}
			}
		}
	}
	// "the deal they signed": a relative clause without pronoun and object.
	if t.relation(v) == "acl:relcl" {
		if s := t.child(v, "nsubj"); s >= 0 && !relative(t, s) {
			if h := t.parent(v); h >= 0 {
				return []int{h}
			}
		}
	}
	return nil
}

// obliques returns the nouns that preposition prep ties to i, directly or through its object: "signed an agreement
// with X" has "with X" at either.
func (x *Extractor) obliques(t *tree, i int, prep string, through bool) []int {
	var out []int
	for _, c := range t.children(i) {
		switch t.base(c) {
		case "obl", "nmod":
			if p := t.caseOf(c); p == prep || p == "together "+prep || p == "along "+prep || prep == "with" && p == "alongside" {
				out = append(out, c)
			} else if p != "" {
				for _, d := range t.children(c) { // "met with A in Rome and with B in Paris": hung on Rome
					if t.base(d) == "conj" && t.caseOf(d) == prep {
						out = append(out, d)
					}
				}
			}
		case "obj":
			if through {
				out = append(out, x.obliques(t, c, prep, false)...)
			}
		case "xcomp", "advcl":
			if through && prep == "with" && t.lemma(c) == "together" {
				out = append(out, x.obliques(t, c, prep, false)...)
			}
		case "advmod":
			if through && t.lemma(c) == "together" {
				out = append(out, x.obliques(t, c, prep, false)...)
			}
		}
	}
	return out
}

// window is the noun after the next prep that follows token i with nothing but places and dates between: "met in
// Geneva on Monday with X". It makes good where parsers attach such phrases elsewhere.
func (x *Extractor) window(s *scene, i int, prep string) []int {
	t := s.t
	if m := s.at(i); m >= 0 {
		i = s.r.Mentions[m].Last - 1 // "a memorandum of understanding … with X"
	}
	for k := i + 1; t.in(k) && k < i+14; k++ {
		g, w := t.tag(k), t.lower(k)
		switch {
		case w == prep && g != "RB":
			for j := k + 1; t.in(j) && j < k+12; j++ {
				if m := s.at(j); m >= 0 && t.tag(s.r.Mentions[m].Last) == "POS" {
					j = s.r.Mentions[m].Last // "with Chile's bid"
					continue
				} else if m >= 0 && t.tag(j) != "PRP$" {
					return []int{s.r.Mentions[m].Head}
				}
				if t.isNoun(j) && !t.isNoun(j+1) && t.tag(j+1) != "POS" {
					return []int{j}
				}
				if !nounStart(t.tag(j)) && t.tag(j) != "POS" && t.tag(j) != "VBG" && t.tag(j) != "VBN" {
					return nil
				}
			}
			return nil
		case dateWord(t, k), w == "held", w == "himself", w == "herself", w == "themselves", g == "IN", g == "DT", g == "JJ", t.isNoun(k), g == "RB", g == "CD", g == ",", g == "TO", g == "POS", g == "HYPH":
			if s.at(k) >= 0 && !x.placed(s, k) {
				return nil
			}
			if w == "that" || w == "as" || w == "while" || w == "because" || w == "if" {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}

// lateObject is the person whom v has for an object behind its places and dates: "received in his office on Monday X".
func (x *Extractor) lateObject(s *scene, v int) []int {
	t := s.t
	if g := t.tag(v + 1); g != "IN" && g != "RB" && !dateWord(t, v+1) || t.lemma(v) == "call" {
		return nil
	}
	for k := v + 1; t.in(k) && k < v+16; k++ {
		m := s.at(k)
		switch w, g := t.lower(k), t.tag(k); {
		case m >= 0 && s.r.Mentions[m].Kind == mention.Person && k > v+2:
			if p := t.lower(s.r.Mentions[m].First - 1); t.tag(s.r.Mentions[m].First-1) == "IN" || p == "to" || p == "and" {
				return nil
			}
			return []int{s.r.Mentions[m].Head}
		case t.isFinite(k) || w == "that" || w == ";" || w == "as" || g == "VB" || g == "VBG" || g == "CC" || g == "TO":
			return nil
		}
	}
	return nil
}

// placed reports whether the mention at k is only where something happens: "in Geneva", "at the White House".
func (x *Extractor) placed(s *scene, k int) bool {
	m := s.at(k)
	f := s.r.Mentions[m].First
	p := s.t.lower(f - 1)
	if p == "the" || p == "," {
		p = s.t.lower(f - 2)
	}
	return p == "in" || p == "at" || p == "near" || p == "outside" || s.r.Mentions[m].Place
}

// leading is the party that opens the clause of the finite verb v, for when the tree has no subject: the first one
// that no preposition governs, with no other finite verb between.
func (x *Extractor) leading(s *scene, v int) []int {
	t := s.t
	if !t.isFinite(v) {
		k := t.child(v, "aux")
		if k < 0 || !t.isFinite(k) {
			return nil
		}
	}
	best := -1
	for k := v - 1; t.in(k) && k > v-40; k-- {
		w := t.lower(k)
		if t.isFinite(k) && !t.is(k, "aux") || w == "that" || w == "which" || w == "who" || w == ";" || w == ":" || w == "when" || w == "as" {
			break
		}
		m := s.at(k)
		if m < 0 || !isParty(s.r.Mentions[m]) || k != s.r.Mentions[m].Head {
			continue
		}
		first, last := s.r.Mentions[m].First, s.r.Mentions[m].Last
		if g := s.group[k-t.s.First]; g >= 0 {
			first, last = s.units[g].first, s.units[g].last
		}
		if t.isNoun(last) && s.at(last) < 0 && !dateWord(t, last) || strings.HasPrefix(t.tag(last), "JJ") || t.tag(last) == "HYPH" || t.lower(last) == "-" {
			continue // only says what follows: "UK-based", "Indian conglomerate"
		}
		for t.tag(first-1) == "DT" || t.tag(first-1) == "JJ" || t.isNoun(first-1) && s.at(first-1) < 0 {
			first--
		}
		if g := t.tag(first - 1); (g != "IN" || clauseWords[t.lower(first-1)]) && g != "TO" && g != "POS" && !t.isVerb(first-1) {
			best = k
		}
	}
	if best < 0 {
		return nil
	}
	return []int{best}
}

// nameBefore is the person or organisation named right before the finite verb v, whatever parsers make of the words before the name:
// "state attorney Ann Lee announced", "the head of the mission, Ann Lee, announced", "Ann Lee, the governor of the state
// of X, announced".
func (s *scene) nameBefore(v int) []int {
	t := s.t
	k := v
	for t.tag(k-1) == "RB" || t.tag(k-1) == "MD" || t.in(k-1) && t.is(k-1, "aux") || dateWord(t, k-1) {
		k--
	}
	if !t.isFinite(k) && !t.isFinite(v) {
		return nil
	}
	for _, m := range s.men {
		mm := s.r.Mentions[m]
		if mm.Kind != mention.Person && mm.Kind != mention.Organization || s.at(mm.Head) != m || mm.Last > k {
			continue
		}
		first := mm.First - 1
		for t.isNoun(first) && s.at(first) < 0 || t.tag(first) == "JJ" || t.tag(first) == "DT" {
			first--
		}
		switch {
		case mm.Last == k && mm.Kind == mention.Person && t.tag(first) != "IN" && t.tag(first) != "POS" && t.tag(first) != "CC" && t.tag(first) != "TO" && !t.isVerb(first):
			return []int{mm.Head}
		case mm.Last == k-1 && t.lower(k-1) == "," && t.lower(mm.First-1) == "," && s.describes(mm.First-1):
			return []int{mm.Head}
		case mm.Kind == mention.Person && t.lower(mm.Last) == "," && t.lower(k-1) == "," && t.tag(first) != "IN" && s.office(mm.Last+1, k-1):
			return []int{mm.Head}
		}
	}
	return nil
}

// describes reports whether the words before the comma at k are a singular noun phrase that opens a clause: "the head of
// the mission|,|".
func (s *scene) describes(k int) bool {
	t := s.t
	if t.isNoun(t.s.First) && k-t.s.First < 8 && !t.verbWithin(t.s.First, k) && s.at(t.s.First) < 0 {
		return true // "Governor elect of X|,| Y, announced"
	}
	for j := k - 1; t.in(j) && j > k-14; j-- {
		switch g := t.tag(j); {
		case g == "DT" && (j == t.s.First || t.lower(j-1) == "," || clauseWords[t.lower(j-1)]):
			return true
		case !nounStart(g) && g != "IN" && g != "POS" && g != "HYPH" && g != "VBG":
			return false
		}
	}
	return false
}

// office reports whether tokens [first, last) are a noun phrase without a verb: "the governor of the state of X".
func (s *scene) office(first, last int) bool {
	t := s.t
	if t.lower(first) != "the" || last-first > 12 {
		return false
	}
	for j := first; j < last; j++ {
		if g := t.tag(j); t.isVerb(j) || g == "MD" || g == "WP" || g == "WDT" || g == "," {
			return false
		}
	}
	return first < last
}

// particle is the particle of verb v: "off" in "signed off on"; "" if it has none.
func particle(t *tree, v int) string {
	if c := t.child(v, "compound:prt"); c >= 0 {
		return t.lower(c)
	}
	w := t.lower(v + 1)
	if t.tag(v+1) == "RP" || t.tag(v+1) == "RB" && (w == "down" || w == "up" || w == "off" || w == "out" || w == "back" || w == "away" || w == "aside") {
		return w
	}
	if w == "over" && (t.lemma(v) == "hand" || t.lemma(v) == "turn") && nounStart(t.tag(v+2)) {
		return w // "hand over the files"
	}
	if (w == "off" || w == "up") && (t.lower(v+2) == "on" || t.lower(v+2) == "to" || t.lower(v+2) == "for") {
		return w
	}
	return ""
}

// phraseText is tokens [first, last) as the text has them, with white space in single blanks.
func (t *tree) phraseText(first, last int) string {
	if first >= last {
		return ""
	}
	return strings.Join(strings.Fields(t.d.Slice(t.d.TokenSpan(first, last))), " ")
}
