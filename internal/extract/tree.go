package extract

import (
	"strings"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/when"
)

// tree is the syntax of one sentence in Universal Dependencies. Tokens are numbered as in the Doc.
type tree struct {
	d     *nlp.Doc
	s     nlp.Sentence
	tags  []string // of token s.First+i, mended
	head  []int    // of token s.First+i; -1 for a root
	dep   []string // relation to the head, subtype included
	kids  [][]int
	dates []when.Expr
	dated []bool // token lies in a date
	order int    // guards walks up the tree against cycles: its number of tokens
}

// grow gives a bare tree the arcs of the document, or shallow ones.
func grow(t *tree) *tree {
	d, s, parsed := t.d, t.s, false
	for k := range t.head {
		tok := d.Tokens[s.First+k]
		t.head[k], t.dep[k] = tok.Head, tok.Dep
		if tok.Dep != "" {
			parsed = true
		}
		if tok.Head < s.First || tok.Head >= s.Last {
			t.head[k] = -1
		}
	}
	if !parsed {
		shallow(t)
	}
	t.link()
	return t
}

// bareTree is a tree without arcs.
func bareTree(d *nlp.Doc, i int) *tree {
	s := d.Sentences[i]
	n := s.Last - s.First
	t := &tree{d: d, s: s, head: make([]int, n), dep: make([]string, n), order: n, dates: when.Find(d, s.First, s.Last), dated: make([]bool, n)}
	for _, e := range t.dates {
		for k := e.First; k < e.Last; k++ {
			t.dated[k-s.First] = true
		}
	}
	for k := range n {
		t.head[k] = -1
	}
	t.link()
	return t
}

// mend corrects tags of trigger words that taggers confuse: "an arms deal with" is a noun, "Minister signs pact" a verb.
func (x *Extractor) mend(s *scene) {
	t := s.t
	t.tags = make([]string, len(t.head))
	for i := range t.tags {
		t.tags[i] = t.d.Tokens[t.s.First+i].Tag
	}
	for k := t.s.First; k < t.s.Last; k++ {
		g, w := t.tag(k), t.lower(k)
		switch {
		case (g == "VB" || g == "VBP" || g == "VBZ") && (x.lex.in("bargain", w) || x.lex.in("talks", w)) && nominalBefore(t, k):
			t.tags[k-t.s.First] = "NN"
			if g == "VBZ" {
				t.tags[k-t.s.First] = "NNS"
			}
		case g == "NNS" && len(x.verbs[strings.TrimSuffix(w, "s")]) > 0 && s.at(k-1) >= 0 && isParty(s.r.Mentions[s.at(k-1)]) && s.at(k) < 0 && !x.hasVerb(t) &&
			(t.tag(k+1) == "DT" || t.tag(k+1) == "IN" || t.tag(k+1) == "JJ" || strings.HasPrefix(t.tag(k+1), "NN")):
			t.tags[k-t.s.First] = "VBZ"
		case g == "VB" && samePast[w] && t.lower(k-1) == "," && s.at(k-2) >= 0 && isParty(s.r.Mentions[s.at(k-2)]):
			t.tags[k-t.s.First] = "VBD" // "the minister, A, put pen to paper"
		case g == "VB" && len(x.verbs[t.lemma(k)]) > 0 && k > t.s.First && s.at(k-1) >= 0 && isParty(s.r.Mentions[s.at(k-1)]) && !x.verbBefore(t, k):
			t.tags[k-t.s.First] = "VBP" // "A and B sign"
		case strings.HasPrefix(g, "NN") && x.lex.in("holdtalks", w) && k > t.s.First && s.at(k-1) >= 0 && isParty(s.r.Mentions[s.at(k-1)]) && s.at(k) < 0 && x.lex.in("talks", t.lower(k+1)) && !x.verbBefore(t, k):
			t.tags[k-t.s.First] = "VBP" // "A and B hold talks"
		case w == "meeting" && strings.HasPrefix(g, "NN") && s.at(k) < 0 && s.at(k-1) >= 0 && t.tag(k-1) == "NNS" && isParty(s.r.Mentions[s.at(k-1)]):
			t.tags[k-t.s.First] = "VBG" // "ministers meeting in Oslo"
		case g == "JJ" && t.lower(k-1) == "to" && (t.tag(k-1) == "TO" || t.isVerb(k-2)) && x.lex.in("adjectiveverbs", w) && (t.tag(k+1) == "DT" || t.tag(k+1) == "CD" || t.tag(k+1) == "PRP$" || strings.HasPrefix(t.tag(k+1), "NN")):
			t.tags[k-1-t.s.First], t.tags[k-t.s.First] = "TO", "VB" // "agreed to free two prisoners"
		case (g == "JJ" || g == "NN") && headlineVerbs[w] && s.at(k) < 0 && s.at(k-1) >= 0 && isParty(s.r.Mentions[s.at(k-1)]) && (t.tag(k+1) == "DT" || t.tag(k+1) == "CD" || s.at(k+1) >= 0 || strings.HasPrefix(t.tag(k+1), "NN") || strings.HasPrefix(t.tag(k+1), "JJ")) && !x.verbBefore(t, k) && !x.verbAfterwards(t, k):
			t.tags[k-t.s.First] = "VBP" // "A and B initial a pact"
		case w == "meeting" && strings.HasPrefix(g, "NN") && t.isVerb(k-1) && s.at(k+1) >= 0 && s.r.Mentions[s.at(k+1)].Kind == mention.Person && s.r.Mentions[s.at(k+1)].First == k+1:
			t.tags[k-t.s.First] = "VBG" // "avoided meeting X"
		case g == "JJ" && t.lower(k+1) == "as" && w != "same" && t.tag(k-1) == "JJ" && t.tag(k-2) == "DT":
			t.tags[k-t.s.First] = "NN" // "named a former general as minister"
		case g == "VBP" && (s.endsParty(k-1) || strings.HasPrefix(t.tag(k-1), "RB") && s.endsParty(k-2)) && s.helped(k):
			t.tags[k-t.s.First] = "VB" // "helped A and B reach a deal"
		case w == "face" && t.lower(k+1) == "to" && t.lower(k+2) == "face":
			t.tags[k-t.s.First] = "NN"
		case w == "face" && t.lower(k-1) == "to" && t.lower(k-2) == "face":
			t.tags[k-1-t.s.First], t.tags[k-t.s.First] = "IN", "NN"
		case (w == "held" || w == "had") && g == "VBN" && x.lex.in("talks", t.lower(k+1)) && !x.hasVerb(t) && s.endsParty(k-1):
			t.tags[k-t.s.First] = "VBD" // "the two also held talks"
		case w == "one" && oneOnOne(t, k):
			t.tags[k-t.s.First] = "NN"
		case (w == "talk" || w == "chat" || w == "confer" || w == "converse") && g == "NN" && s.endsParty(k-1) && (t.tag(k+1) == "IN" || dateWord(t, k+1)) && !x.verbBefore(t, k):
			t.tags[k-t.s.First] = "VBP" // "A and B talk during a break"
		case (w == "meets" || w == "greets" || w == "welcomes") && g == "NNS" && s.endsParty(k-1) && !x.verbBefore(t, k),
			w == "meets" && g == "NNS" && (t.lower(k+1) == "with" || s.at(k+1) >= 0 && s.r.Mentions[s.at(k+1)].Kind == mention.Person),
			w == "talks" && g == "NNS" && s.endsPerson(k-1) && (t.lower(k+1) == "to" || t.lower(k+1) == "with" && !x.hasVerb(t)) && !x.verbBefore(t, k):
			t.tags[k-t.s.First] = "VBZ"
		case w == "her" && g == "PRP" && s.at(k+1) >= 0 && s.r.Mentions[s.at(k+1)].Kind == mention.Role && s.r.Mentions[s.at(k+1)].First == k+1:
			t.tags[k-t.s.First] = "PRP$" // "visited her counterpart"
		case w == "left" && (g == "VBD" || g == "VBN") && s.inPicture(k-1) > k:
			t.tags[k-t.s.First] = "JJ"
		case w == "met" && !strings.HasPrefix(g, "VB") && s.at(k) < 0:
			t.tags[k-t.s.First] = "VBD"
		case g == "NNP" && (w == "before" || w == "after" || w == "during") && s.at(k) < 0:
			t.tags[k-t.s.First] = "IN" // in a title: "Remarks by A and B Before Bilateral Meeting"
		case g == "NNS" && (w == "plans" || w == "vows" || w == "promises") && t.tag(k+1) == "TO" && t.tag(k+2) == "VB" && s.at(k) < 0 && s.endsPerson(k-1):
			t.tags[k-t.s.First] = "VBZ" // "announced that President X plans to"
		case g == "VB" && (w == "joint" || w == "peace" || w == "trade" || w == "border") && t.lower(k-1) == "to" && (strings.HasPrefix(t.tag(k+1), "NN") || t.tag(k+1) == "JJ" && strings.HasPrefix(t.tag(k+2), "NN")):
			t.tags[k-1-t.s.First], t.tags[k-t.s.First] = "IN", "JJ" // "agree to peace talks"
		case (w == "outline" || w == "detail" || w == "pledge") && (g == "JJ" || g == "NN") && t.lower(k-1) == "and" && t.tag(k+1) == "NNS" && x.verbBefore(t, k-1):
			t.tags[k-t.s.First] = "VBP" // "meet in Oslo and outline plans"
		case g == "NN" && (w == "agree" || w == "decide" || w == "pledge" || w == "vow" || w == "promise") && t.tag(k+1) == "TO" && t.tag(k+2) == "VB" && s.endsParty(k-1) && !x.hasVerb(t):
			t.tags[k-t.s.First] = "VBP" // "A and B agree to"
		case w == "to" && t.lower(k-1) == "due" && near(t, k-4, k-1, be) && len(x.verbs[t.lower(k+1)]) > 0 && t.tag(k+1) == "NN" && t.tag(k+2) != "CC" && t.tag(k+2) != ",":
			t.tags[k-t.s.First], t.tags[k+1-t.s.First] = "TO", "VB" // "was due to call on X"
		case w == "worth" && g == "NN" && (t.tag(k+1) == "$" || t.tag(k+1) == "CD" || t.tag(k+1) == "JJR" || t.tag(k+1) == "RBR" || t.tag(k+1) == "RB"):
			t.tags[k-t.s.First] = "JJ" // "a deal with X worth more than"
		case w == "call" && (g == "VBP" || g == "VB") && s.endsPerson(k-1) && t.lower(k+1) == "with" && readout(t.d) && t.s.First == t.d.Sentences[0].First:
			t.tags[k-t.s.First] = "NN" // "Readout of X call with Y"
		case w == "accept" && g == "IN":
			t.tags[k-t.s.First] = "VB"
		case w == "following" && g != "IN" && k > t.s.First && x.talksAfter(t, k):
			t.tags[k-t.s.First] = "IN" // "gave the order following a talk with X"
		case w == "exists":
			t.tags[k-t.s.First] = "VBZ"
		case g == "VBN" && len(x.verbs[t.lemma(k)]) > 0 && t.tag(k+1) != "IN" && t.tag(k+1) != "." && k > t.s.First && !x.lex.in("agreement", t.lemma(k-1)) &&
			(!x.hasVerb(t) && (t.isNoun(k-1) || t.lower(k-1) == ",") || s.endsParty(k-1) && s.agreementNext(k) >= 0): // "the two states signed a pact, but …"
			t.tags[k-t.s.First] = "VBD"
		case g == "VBN" && len(x.verbs[t.lemma(k)]) > 0 && (distributive[t.lower(k-1)] && !x.hasVerb(t) && s.endsParty(k-2) || t.doneBefore(k)):
			t.tags[k-t.s.First] = "VBD"
		case g == "NNS" && t.tag(k+1) == "TO" && t.tag(k+2) == "VB" && s.at(k-1) >= 0 && isParty(s.r.Mentions[s.at(k-1)]) && s.at(k) < 0 && !x.hasVerb(t):
			t.tags[k-t.s.First] = "VBZ"
		}
	}
}

// be is the verb, in dictionary form.
var be = words("be")

// talksAfter reports whether the phrase that begins behind token k and its determiner is of a meeting, and the word before k
// lets k be the preposition of it.
func (x *Extractor) talksAfter(t *tree, k int) bool {
	if g := t.tag(k - 1); g == "DT" || g == "PRP$" || g == "POS" || t.lemma(k-1) == "be" {
		return false // "the following talks"
	}
	for j := k + 1; t.in(j) && j < k+7; j++ {
		switch g := t.tag(j); {
		case t.isNoun(j) && x.lex.in("talks", t.lower(j)):
			return true
		case g != "DT" && g != "PRP$" && g != "POS" && g != "CD" && g != "HYPH" && !t.isNoun(j) && !strings.HasPrefix(g, "JJ"):
			return false
		}
	}
	return false
}

// helped reports whether the noun phrase before verb k is of whom somebody helped or let do what it says.
func (s *scene) helped(k int) bool {
	t := s.t
	if strings.HasPrefix(t.tag(k-1), "RB") {
		k-- // "further"
	}
	for j := k - 1; t.in(j) && j > k-12; j-- {
		switch g := t.tag(j); {
		case t.isVerb(j):
			return t.lemma(j) == "help" || t.lemma(j) == "let"
		case s.at(j) < 0 && g != "CC" && g != "," && !nounStart(g):
			return false
		}
	}
	return false
}

// distributive are the words between a subject and its verb that say that each or all of several did it.
var distributive = words("each both jointly all together separately also then later")

// doneBefore reports whether the noun before k is the subject of a relative clause whose verb stands at k: "the treaty
// that the two states signed".
func (t *tree) doneBefore(k int) bool {
	if !t.isNoun(k-1) && t.tag(k-1) != "PRP" {
		return false
	}
	for j := k - 1; t.in(j) && j > k-12; j-- {
		switch g := t.tag(j); {
		case g == "WDT" || g == "WP" && t.lower(j) == "whom":
			return j < k-1
		case !t.isNoun(j) && !strings.HasPrefix(g, "JJ") && g != "DT" && g != "CD" && g != "POS" && g != "PRP" && g != "PRP$" && g != "CC" && g != "HYPH":
			return false
		}
	}
	return false
}

// headlineVerbs are verbs of signing, meeting and announcing whose plural present looks like an adjective or noun.
var headlineVerbs = words("initial sign ink seal clinch strike host pledge unveil reveal vow promise decree reopen resume swap meet conclude")

// verbAfterwards reports whether a finite verb follows k within its clause.
func (x *Extractor) verbAfterwards(t *tree, k int) bool {
	for j := k + 1; t.in(j) && t.lower(j) != "," && t.lower(j) != ";" && t.lower(j) != "and"; j++ {
		if t.isFinite(j) && t.tag(j-1) != "WDT" {
			return true
		}
	}
	return false
}

// verbBefore reports whether a finite verb, a modal or "to" stands before k.
func (x *Extractor) verbBefore(t *tree, k int) bool {
	for j := k - 1; t.in(j) && j > k-40; j-- {
		if t.isFinite(j) || t.tag(j) == "TO" || t.tag(j) == "VB" {
			return true
		}
	}
	return false
}

// nominalBefore reports whether the word before k makes k a noun: a determiner with nouns and adjectives after it.
func nominalBefore(t *tree, k int) bool {
	for j := k - 1; t.in(j) && j > k-6; j-- {
		switch g := t.tag(j); {
		case g == "DT" || g == "PRP$" || g == "POS":
			return true
		case !strings.HasPrefix(g, "NN") && !strings.HasPrefix(g, "JJ") && g != "CD" && g != "HYPH" && g != "VBG" && g != "VBN":
			return false
		}
	}
	return false
}

// hasVerb reports whether the sentence has a finite verb.
func (x *Extractor) hasVerb(t *tree) bool {
	for k := t.s.First; k < t.s.Last; k++ {
		if t.isFinite(k) {
			return true
		}
	}
	return false
}

// endsParty reports whether a party's mention ends at token k, adverbs aside.
func (s *scene) endsParty(k int) bool {
	for s.t.tag(k) == "RB" {
		k--
	}
	if w := s.t.lower(k); w == ")" || s.t.tag(k) == "-RRB-" { // "A (right) and B (left) talk"
		for j := k - 1; j > k-8; j-- {
			if w := s.t.lower(j); w == "(" || s.t.tag(j) == "-LRB-" {
				k = j - 1
				break
			}
		}
	}
	if s.t.lower(k) == "," {
		for j := k - 1; j > k-5; j-- {
			if s.inPicture(j) == k+1 {
				k = j - 1
				break
			}
		}
	}
	m := s.at(k)
	return m >= 0 && isParty(s.r.Mentions[m])
}

// endsPerson reports whether a person's name ends at token k.
func (s *scene) endsPerson(k int) bool {
	m := s.at(k)
	return m >= 0 && s.r.Mentions[m].Kind == mention.Person && s.r.Mentions[m].Last == k+1
}

// link fills kids from head.
func (t *tree) link() {
	t.kids = make([][]int, len(t.head))
	for k, h := range t.head {
		if h >= 0 {
			t.kids[h-t.s.First] = append(t.kids[h-t.s.First], t.s.First+k)
		}
	}
}

func (t *tree) in(i int) bool         { return i >= t.s.First && i < t.s.Last }
func (t *tree) children(i int) []int  { return t.kids[i-t.s.First] }
func (t *tree) parent(i int) int      { return t.head[i-t.s.First] }
func (t *tree) relation(i int) string { return t.dep[i-t.s.First] }

// base is the relation of i to its head without the subtype.
func (t *tree) base(i int) string {
	r, _, _ := strings.Cut(t.relation(i), ":")
	return r
}

// set hangs i on head, -1 for none, with that relation. It does nothing where head is i or hangs on it: what goes up from
// a word comes to an end.
func (t *tree) set(i, head int, dep string) {
	for a := head; a >= 0; a = t.parent(a) {
		if a == i {
			return
		}
	}
	t.head[i-t.s.First], t.dep[i-t.s.First] = head, dep
}

// tag is the Penn tag of i, "" outside the sentence.
func (t *tree) tag(i int) string {
	if !t.in(i) {
		return ""
	}
	if t.tags != nil {
		return t.tags[i-t.s.First]
	}
	return t.d.Tokens[i].Tag
}

// lemma is the dictionary form of i, or the word in lower case where no lemmatizer has been; "" outside the
// sentence.
func (t *tree) lemma(i int) string {
	if !t.in(i) {
		return ""
	}
	l := t.d.Tokens[i].Lemma
	if l == "meeting" && t.tag(i) == "VBG" {
		return "meet"
	}
	if l != "" && l != "met" {
		return l
	}
	if t.lower(i) == "met" {
		return "meet" // taken for a noun by the tagger
	}
	return strings.ToLower(t.d.Word(i))
}

// lower is token i in lower case, "" outside the sentence.
func (t *tree) lower(i int) string {
	if !t.in(i) {
		return ""
	}
	return strings.ToLower(t.d.Word(i))
}

func (t *tree) isVerb(i int) bool { return strings.HasPrefix(t.tag(i), "VB") }
func (t *tree) isNoun(i int) bool { return strings.HasPrefix(t.tag(i), "NN") }
func (t *tree) isFinite(i int) bool {
	g := t.tag(i)
	return g == "VBD" || g == "VBZ" || g == "VBP" || g == "MD"
}

// finite is the token of verb v that has its tense, v or the first of its auxiliaries; -1 if none has.
func (t *tree) finite(v int) int {
	k := v
	if c := t.child(v, "aux"); c >= 0 && c < v {
		k = c
	}
	if !t.isFinite(k) {
		return -1
	}
	return k
}

// child is the first child of i with one of the relations, -1 if none. A relation without subtype stands for all
// its subtypes.
func (t *tree) child(i int, relations ...string) int {
	for _, c := range t.children(i) {
		if t.is(c, relations...) {
			return c
		}
	}
	return -1
}

// lastChild is the last child of i with the relation, -1 if none.
func (t *tree) lastChild(i int, relation string) int {
	kids := t.children(i)
	for k := len(kids) - 1; k >= 0; k-- {
		if t.is(kids[k], relation) {
			return kids[k]
		}
	}
	return -1
}

// is reports whether i has one of the relations to its head.
func (t *tree) is(i int, relations ...string) bool {
	full, base := t.relation(i), t.base(i)
	for _, r := range relations {
		if full == r || base == r {
			return true
		}
	}
	return false
}

// caseOf is the preposition of i in lower case, "" if it has none; "according to" is "according to".
func (t *tree) caseOf(i int) string {
	out := ""
	for _, c := range t.children(i) {
		if t.base(c) == "case" && c < i && t.tag(c) != "POS" {
			if out != "" {
				out += " "
			}
			out += t.lower(c)
			for _, f := range t.children(c) {
				if t.base(f) == "fixed" {
					out += " " + t.lower(f)
				}
			}
		}
	}
	return out
}

// markOf is the word that introduces clause i: "to", "that", "after"; "" if there is none.
func (t *tree) markOf(i int) string {
	for _, c := range t.children(i) {
		if t.base(c) == "mark" || t.base(c) == "case" && c < i && t.isVerb(i) {
			return t.lower(c)
		}
	}
	return ""
}

// top is the root above i.
func (t *tree) top(i int) int {
	for range t.order {
		h := t.parent(i)
		if h < 0 {
			break
		}
		i = h
	}
	return i
}

// root is the root of the sentence with a subject before i, -1 if it has none.
func (t *tree) root(i int) int {
	for k := t.s.First; k < i; k++ {
		if t.parent(k) < 0 && t.child(k, "nsubj", "nsubj:pass") >= 0 {
			return k
		}
	}
	return -1
}

// within reports whether i lies in the subtree of top, which may be none.
func (t *tree) within(i, top int) bool { return top >= 0 && t.under(i, top) }

// under reports whether i lies in the subtree of top.
func (t *tree) under(i, top int) bool {
	for range t.order + 1 {
		if i == top {
			return true
		}
		if i = t.parent(i); i < 0 {
			return false
		}
	}
	return false
}

// conjuncts are i and the tokens coordinated with it, i first.
func (t *tree) conjuncts(i int) []int {
	out := []int{i}
	for k := 0; k < len(out) && len(out) <= t.order; k++ {
		for _, c := range t.children(out[k]) {
			if t.base(c) == "conj" {
				out = append(out, c)
			}
		}
	}
	return out
}

// passive reports whether verb i is in the passive voice.
func (t *tree) passive(i int) bool {
	if t.child(i, "aux:pass", "nsubj:pass", "csubj:pass") >= 0 {
		return true
	}
	if t.tag(i) != "VBN" && t.tag(i) != "VBD" {
		return false
	}
	// A participle without auxiliary that modifies a noun: "the pact signed on Friday". Taggers confuse it with
	// the past tense.
	// Or that stands before its sentence: "Signed by X on Friday, the pact …", "Signed in Oslo by X, the pact …".
	fronted := t.relation(i) == "advcl" && t.parent(i) > i && (t.lower(i+1) == "by" || t.tag(i) == "VBN" && i == t.s.First && t.child(i, "obj") < 0)
	return (t.relation(i) == "acl" || fronted) && t.child(i, "aux", "nsubj") < 0
}
