package extract

import (
	"strings"

	"newsgraph/internal/mention"
)

// longest phrase that names a target, in tokens after its head.
const maxTail = 14

// nounTarget makes the target that the noun phrase headed by h names: the entity that it denotes, or a new event or
// agreement named by its words.
func (x *Extractor) nounTarget(s *scene, h int) (Arg, string) {
	t := s.t
	if m := s.at(h); m >= 0 {
		mm := s.r.Mentions[m]
		if mm.Kind == mention.Agreement || mm.Kind == mention.Event {
			if e, ok := s.r.One(m); ok {
				return Arg{Entity: e, Span: t.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind}, ""
			}
		} else if mm.Head == h {
			return Arg{}, "the target is a party"
		}
	}
	switch g := t.tag(h); {
	case g == "PRP" || g == "WP" || g == "WDT" || g == "EX" || g == "DT":
		return Arg{}, "the target is a pronoun"
	case dateWord(t, h):
		return Arg{}, "the target is a date"
	}
	if x.lex.in("transparent", t.lemma(h)) {
		if a, ok := x.through(s, h); ok {
			return a, ""
		}
		if f, l := x.phrase(s, h); l-f == 1 && t.lemma(h) != "plan" {
			return Arg{}, "says only that there is a " + t.lemma(h)
		}
	}
	first, last := x.phrase(s, h)
	text := t.phraseText(first, last)
	if text == "" {
		return Arg{}, "the target has no words"
	}
	return Arg{Entity: -1, Span: t.d.TokenSpan(first, last), Text: text, Kind: x.kindOf(t, h)}, ""
}

func (x *Extractor) kindOf(t *tree, h int) mention.Kind {
	if x.lex.in("bargain", t.lemma(h)) {
		return mention.Agreement
	}
	return mention.Event
}

// through makes the target of what a head such as "plans" or "start" introduces.
func (x *Extractor) through(s *scene, h int) (Arg, bool) {
	t := s.t
	for _, c := range t.children(h) {
		switch t.base(c) {
		case "acl", "advcl", "xcomp":
			if c > h && t.isVerb(c) && t.markOf(c) == "to" {
				return x.actionTarget(s, c, false)
			}
		case "nmod":
			if p := t.caseOf(c); c > h && p == "of" || p == "for" || p == "on" || p == "to" {
				a, why := x.nounTarget(s, c)
				return a, why == "" && a.Entity < 0
			}
		}
	}
	if t.tag(h+1) == "TO" && t.tag(h+2) == "VB" {
		return x.actionTarget(s, h+2, false)
	}
	if w := t.lower(h + 1); w == "for" || w == "of" || w == "on" {
		for k := h + 2; t.in(k) && k < h+9; k++ {
			if t.isNoun(k) && !t.isNoun(k+1) && t.tag(k+1) != "POS" {
				a, why := x.nounTarget(s, k)
				return a, why == "" && a.Entity < 0
			}
			if g := t.tag(k); !nounStart(g) && g != "VBN" && g != "VBG" && g != "HYPH" && g != "POS" {
				break
			}
		}
	}
	return Arg{}, false
}

// phrase is the range of tokens that names the noun h: its modifiers, the head, and what completes it up to a
// clause, a comma or a date; determiners left out.
func (x *Extractor) phrase(s *scene, h int) (first, last int) {
	t := s.t
	first = h
	for k := h - 1; t.in(k); k-- {
		g, w := t.tag(k), t.lower(k)
		if dateWord(t, k) && t.tag(k+1) != "POS" {
			break
		}
		if t.isNoun(k) || strings.HasPrefix(g, "JJ") || g == "CD" || g == "POS" || g == "$" || g == "HYPH" || w == "-" ||
			(g == "VBN" || g == "VBG") && t.under(k, h) && t.is(k, "amod", "compound") ||
			(g == "RB" || g == "``" || g == "''" || g == "CC" || g == ",") && t.in(k-1) && t.under(k-1, h) && t.is(k-1, "amod", "nummod", "advmod", "compound", "conj") && t.under(k, h) {
			if t.under(k, h) || t.isNoun(k) || strings.HasPrefix(g, "JJ") {
				first = k
				continue
			}
		}
		break
	}
	for first < h && (t.tag(first) == "DT" || t.tag(first) == "PRP$" || t.tag(first) == "POS" || t.tag(first) == "``" || t.tag(first) == "''" || t.tag(first) == "CC" || t.tag(first) == "," || t.tag(first) == "RB") {
		first++
	}
	last = h + 1
	for k := h + 1; t.in(k) && k <= h+maxTail; k++ {
		if x.stops(s, h, k) {
			break
		}
		last = k + 1
	}
	for last > h+1 && weakEnd(t, last-1) {
		last--
	}
	return first, last
}

var stopWords = words("which who whom whose where when while because although though after before following amid as if unless since until but that than whether so saying including despite during ahead due")

// stops reports whether token k, after head h, ends the phrase that names h.
func (x *Extractor) stops(s *scene, h, k int) bool {
	t := s.t
	g, w := t.tag(k), t.lower(k)
	switch {
	case stopWords[w], g == ",", g == ".", g == ":", g == "-LRB-", g == "-RRB-", g == "MD", g == "VBD", g == "VBZ", g == "VBP", w == "``", w == "''":
		return true
	case w == "\"" || w == "“" || w == "”" || w == "(" || w == "—" || w == "–" || w == "--":
		return true
	case dateWord(t, k), (g == "IN" || g == "DT") && dateWord(t, k+1), (w == "on" || w == "by" || w == "in" || w == "last" || w == "next" || w == "this" || w == "earlier" || w == "later") && t.in(k+1) && (dateWord(t, k+1) || t.lower(k+1) == "week" || t.lower(k+1) == "month" || t.lower(k+1) == "year"):
		return true
	case g == "CC":
		return !t.under(k, h) || conjOf(t, k, h)
	case g == "VBN" && t.relation(k) != "amod", g == "VBG" && t.is(k, "advcl"):
		return true
	case g == "IN" && w == "by" && t.tag(k+1) != "VBG":
		return true
	case (w == "with" || w == "between") && x.kindOf(t, h) == mention.Agreement:
		return true // the parties are no part of its name
	case g == "IN" || g == "TO":
		return !x.completes(t, h, k, w)
	}
	return !t.under(k, h) && !t.isNoun(k) && g != "JJ" && g != "DT" && g != "POS" && g != "CD" && g != "$" && g != "HYPH"
}

// conjOf reports whether "and" at k coordinates the head h itself.
func conjOf(t *tree, k, h int) bool {
	p := t.parent(k)
	return p == h || p >= 0 && t.base(p) == "conj" && t.parent(p) == h
}

// completes reports whether the preposition or "to" at k goes on with the phrase headed by h.
func (x *Extractor) completes(t *tree, h, k int, w string) bool {
	if t.under(k, h) || k == h+1 {
		return w == "of" || w == "to" || w == "on" || w == "for" || w == "from" || w == "with" || w == "between" || w == "in" || w == "against" || w == "into" || w == "over" || w == "about" || w == "by"
	}
	return w == "of" || w == "from" && t.lower(h+1) == "of"
}

func weakEnd(t *tree, k int) bool {
	g := t.tag(k)
	return g == "IN" || g == "TO" || g == "DT" || g == "CC" || g == "PRP$" || g == "RB" || g == "," || g == "``" || g == "''" || g == "POS" && !t.in(k+1)
}

// descend are verbs whose infinitive or object tells what is to be done.
var descend = words("plan decide agree intend begin seek start aim want hope try commit be propose wish go prepare need vow pledge promise move look continue")

// resolved are verbs whose infinitive somebody has decided on.
var resolved = words("plan decide agree intend commit be begin go prepare vow pledge promise start")

// undecided are verbs of deciding that name no decision when nothing follows them.
var undecided = words("agree decide plan intend commit")

// vague are actions too general to be a decision of their own.
var vague = words("defend urge ask call press encourage support oppose push demand insist raise tell want go move proceed hope change continue work cooperate co-operate discuss remain strengthen maintain enhance deepen keep stay be consider explore coordinate collaborate consult advance address see ensure seek know have do respect uphold reaffirm talk meet sign try think say take make look focus stand live cherish fight speak understand believe win lose run")

// clauseTarget makes the target of the clause headed by c, which sources announced; subject is its subject where the
// tree has none. own says that only their own
// actions count.
func (x *Extractor) clauseTarget(s *scene, c, subject int, sources []Arg, own bool) (Arg, string) {
	t := s.t
	subj := t.child(c, "nsubj", "nsubj:pass")
	if subj < 0 {
		subj = subject
	}
	same := x.sameActor(s, subj, sources)
	if own && (!same || subj < 0) {
		return Arg{}, "the clause is not about the speaker's own action"
	}
	f := x.own(t, c)
	v, ahead, neg, why := x.descend(t, c, own)
	if why != "" {
		return Arg{}, why
	}
	if a, ok := x.stateTarget(s, v, subj); ok && !own {
		return a, ""
	}
	if own && undecided[t.lemma(v)] {
		return Arg{}, "“" + t.lemma(v) + "” without what"
	}
	progressive := t.tag(v) == "VBG" && t.child(v, "aux") >= 0
	switch {
	case own && progressive && !ahead && !x.lex.in("carried", t.lemma(v)):
		return Arg{}, "the clause tells what is going on"
	case !t.isVerb(v):
		return Arg{}, "the clause has no verb of action"
	case !ahead && !progressive && !(same && !own && (t.tag(v) == "VBD" || t.tag(v) == "VBN") && (x.lex.in("carried", t.lemma(v)) || x.lex.in("done", t.lemma(v)))):
		return Arg{}, "the clause states no decision"
	case own && x.conditional(t, c):
		return Arg{}, "the clause is a condition"
	case own && ahead && f.status == Planned && !(f.cue == "will" || f.cue == "'ll" || f.cue == "would" || f.cue == "'d" || f.cue == "wo" || f.cue == "shall"):
		return Arg{}, "the clause states no decision"
	case !same && t.lemma(v) == "become":
		return Arg{}, "the clause is too vague for a decision"
	case progressive && !ahead && vague[t.lemma(v)]:
		return Arg{}, "the clause is too vague for a decision"
	case own && (vague[t.lemma(v)] || neg && !ahead):
		return Arg{}, "the clause is too vague for a decision"
	}
	a, ok := x.actionTarget(s, v, neg)
	if !ok {
		return Arg{}, "the clause has no action to name"
	}
	if !same && a.Entity < 0 && !t.passive(v) && t.child(v, "obj") < 0 && subj >= 0 && !strings.Contains(a.Text, " of ") {
		f, l := x.phrase(s, subj)
		if m := s.at(subj); m >= 0 {
			f, l = s.r.Mentions[m].First, s.r.Mentions[m].Last
		}
		a.Text += " of " + t.phraseText(f, l)
	}
	return a, ""
}

// descend goes from clause c down to the verb that says what is to be done: "plans to seek to build". ahead says that
// it lies in the future, neg that it will not be; why is not empty where the way leads to no decision.
func (x *Extractor) descend(t *tree, c int, own bool) (v int, ahead, neg bool, why string) {
	f := x.own(t, c)
	v = c
	ahead = f.status == Planned || x.modalWill(t, c) || x.modalWould(t, c)
	neg = f.status == Denied
	for range 4 {
		n := t.child(v, "xcomp")
		if n < 0 && t.lemma(v) == "plan" {
			n = t.child(v, "acl") // "he plans to": taggers take "plans" for a noun
		}
		if n < 0 || !descend[t.lemma(v)] && t.tag(v) != "JJ" {
			break
		}
		if own && !resolved[t.lemma(v)] {
			return v, false, false, "“" + t.lemma(v) + "” is no decision"
		}
		ahead = true
		neg = neg || x.own(t, n).status == Denied
		v = n
	}
	if own && !ahead && !neg && x.lex.in("carried", t.lemma(v)) && t.tag(v) == "VBN" && t.child(v, "aux") >= 0 {
		ahead = true // "said it has begun talks"
	}
	for k := v - 1; k > v-4 && t.in(k); k-- {
		if t.lower(k) == "to" && t.lemma(k-1) == "be" {
			ahead = true // "is to no longer run": read as a preposition
		}
	}
	return v, ahead, neg, ""
}

// conditional reports whether clause c hangs on an "if".
func (x *Extractor) conditional(t *tree, c int) bool {
	for k := t.s.First; k < t.s.Last; k++ {
		if w := t.lower(k); (w == "if" || w == "unless") && t.tag(k) == "IN" {
			return true
		}
	}
	return false
}

// stateTarget names what "that an emergency exists in X" or "that X is under investigation" announces.
func (x *Extractor) stateTarget(s *scene, v, subj int) (Arg, bool) {
	t := s.t
	if subj >= 0 && t.lemma(v) == "exist" && s.at(subj) < 0 {
		f, l := x.phrase(s, subj)
		text := t.phraseText(f, l)
		if tail := x.tail(s, v); tail > v+1 {
			text += " " + t.phraseText(v+1, tail)
		}
		return Arg{Entity: -1, Span: t.d.TokenSpan(f, l), Text: text, Kind: mention.Event}, true
	}
	if subj >= 0 && t.isNoun(v) && t.caseOf(v) == "under" {
		f, l := x.phrase(s, v)
		return Arg{Entity: -1, Span: t.d.TokenSpan(f, l), Text: t.phraseText(f, l), Kind: mention.Event}, true
	}
	return Arg{}, false
}

// sameActor reports whether the subject of a clause is among the sources; a pronoun that nothing resolves is.
func (x *Extractor) sameActor(s *scene, subj int, sources []Arg) bool {
	if subj < 0 {
		return true
	}
	args, _ := x.parties(s, subj)
	if len(args) == 0 {
		w := s.t.lower(subj)
		return w == "it" || w == "he" || w == "she" || w == "they" || w == "we" || w == "i"
	}
	for _, a := range args {
		for _, b := range sources {
			if a.Entity == b.Entity {
				return true
			}
		}
		// A leader speaks for the country, a spokesman for the office.
		for _, b := range sources {
			if b.Entity >= 0 {
				for _, f := range s.r.Entities[b.Entity].For {
					if f == a.Entity {
						return true
					}
				}
			}
		}
	}
	return false
}

// actionTarget names what verb v is to do: its object if v only sets it going, else the noun of its action.
func (x *Extractor) actionTarget(s *scene, v int, negated bool) (Arg, bool) {
	t := s.t
	obj := t.child(v, "obj")
	if t.passive(v) && obj < 0 {
		obj = t.child(v, "nsubj:pass", "nsubj")
		if obj >= 0 && relative(t, obj) {
			obj = -1
		}
	}
	lemma, part := t.lemma(v), particle(t, v)
	if lemma == "help" || (lemma == "start" || lemma == "begin" || lemma == "stop") && obj < 0 {
		for _, c := range t.children(v) {
			if t.is(c, "xcomp", "ccomp", "advcl") && (t.tag(c) == "VB" || t.tag(c) == "VBG") && c > v && c < v+4 {
				return x.actionTarget(s, c, negated) // "help clean up the area"
			}
		}
	}
	if noun := x.lex.nominal[lemma]; x.lex.in("light", lemma) && obj >= 0 && !negated && (noun == "" || part != "" || x.lex.in("eventive", t.lemma(obj))) {
		if a, why := x.nounTarget(s, obj); why == "" {
			return a, true
		}
	}
	if !negated && obj >= 0 && x.lex.in("transparent", t.lemma(obj)) {
		if a, ok := x.through(s, obj); ok {
			return a, true
		}
	}
	return x.actionName(s, v, obj, part, negated), true
}

// actionName makes a noun phrase of verb v, its particle and its object: "withdrawal of troops", "stepping down".
func (x *Extractor) actionName(s *scene, v, obj int, part string, negated bool) Arg {
	t := s.t
	noun := x.lex.nominal[t.lemma(v)]
	var b strings.Builder
	switch {
	case negated:
		noun = ""
		b.WriteString("not " + gerund(t.lemma(v)))
	case part != "" || noun == "":
		noun = ""
		b.WriteString(gerund(t.lemma(v)))
	case obj < 0:
		b.WriteString(strings.Fields(noun)[0])
	default:
		b.WriteString(noun)
	}
	if part != "" {
		b.WriteString(" " + part)
	}
	of := noun != "" && !strings.Contains(noun, " ")
	last := v + 1
	if obj >= 0 && t.tag(obj) != "PRP" {
		f, l := x.phrase(s, obj)
		for t.in(f-1) && (t.tag(f-1) == "DT" || t.tag(f-1) == "PRP$") && t.under(f-1, obj) {
			f--
		}
		if of {
			b.WriteString(" of")
		}
		b.WriteString(" " + t.phraseText(f, l))
		last = max(last, l)
	} else if tail := x.tail(s, v); tail > v+1 {
		start := v + 1
		if part != "" {
			start++
		}
		if start < tail {
			if g := t.tag(start); noun != "" && g != "IN" && g != "TO" {
				prep := "of"
				if f := strings.Fields(noun); len(f) > 1 {
					prep = f[1]
				}
				b.WriteString(" " + prep)
			}
			b.WriteString(" " + t.phraseText(start, tail))
			last = tail
		}
	}
	return Arg{Entity: -1, Span: t.d.TokenSpan(min(v, last-1), last), Text: b.String(), Kind: mention.Event}
}

// tail is where the complement right after verb v ends, v+1 if there is none.
func (x *Extractor) tail(s *scene, v int) int {
	t := s.t
	k := v + 1
	if particle(t, v) != "" {
		k++
	}
	if g := t.tag(k); g != "IN" && g != "TO" && g != "DT" && !strings.HasPrefix(g, "NN") && !strings.HasPrefix(g, "JJ") || stopWords[t.lower(k)] {
		return v + 1
	}
	last := k
	for ; t.in(k) && k < v+10; k++ {
		g, w := t.tag(k), t.lower(k)
		if stopWords[w] || g == "," || g == "." || g == ":" || t.isFinite(k) || g == "MD" || dateWord(t, k) || g == "-LRB-" || g == "CC" && !t.isNoun(k+1) ||
			g == "IN" && dateWord(t, k+1) || w == "by" && t.tag(k+1) == "DT" {
			break
		}
		last = k + 1
	}
	for last > v+1 && weakEnd(t, last-1) {
		last--
	}
	return last
}

// gerund is the -ing form of a verb in dictionary form.
func gerund(v string) string {
	n := len(v)
	switch {
	case n < 2:
		return v + "ing"
	case strings.HasSuffix(v, "ie"):
		return v[:n-2] + "ying"
	case strings.HasSuffix(v, "ee") || strings.HasSuffix(v, "oe") || strings.HasSuffix(v, "ye"):
		return v + "ing"
	case strings.HasSuffix(v, "e") && v != "be":
		return v[:n-1] + "ing"
	case doubling[v] || n == 3 && isVowel(v[1]) && !isVowel(v[0]) && !isVowel(v[2]) && !strings.ContainsRune("wxy", rune(v[2])):
		return v + v[n-1:] + "ing"
	}
	return v + "ing"
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// doubling are longer verbs whose last consonant is doubled.
var doubling = words("stop step ship drop plan scrap ban quit begin commit permit submit admit refer transfer defer occur control patrol swap trim strip shut grab rebel expel compel program nod forget regret omit")
