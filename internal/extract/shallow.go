package extract

import "strings"

// shallow gives t a tree made from tags and chunks alone: noun phrases and verb groups are attached by their
// order. It is right often enough to read plain sentences before, or without, a trained parser; it knows nothing of
// deep structure.
func shallow(t *tree) {
	for i := t.s.First; i < t.s.Last; i++ {
		t.set(i, -1, "")
	}
	p := &shallowParser{t: t, chunks: chunk(t), verb: -1, subj: -1, last: -1, root: -1, prep: -1, rel: -1}
	p.run()
	for i := t.s.First; i < t.s.Last; i++ {
		if t.parent(i) < 0 && i != p.root && p.root >= 0 {
			t.set(i, p.root, "dep")
		}
	}
	if p.root >= 0 {
		t.set(p.root, -1, "root")
	}
}

type chunkKind uint8

const (
	otherChunk chunkKind = iota
	nounChunk
	verbChunk
)

// piece is a noun phrase, a verb group, or a single other token.
type piece struct {
	kind        chunkKind
	first, last int
	head        int
	tag         string // of a verb group: the tag that says its form: MD, VBD, VBG, VBN, TO …
	passive     bool
}

// chunk cuts a sentence into pieces and attaches the words inside each to its head.
func chunk(t *tree) []piece {
	var out []piece
	for i := t.s.First; i < t.s.Last; {
		switch p, ok := nounPiece(t, i); {
		case ok:
			out = append(out, p)
			i = p.last
		default:
			if p, ok := verbPiece(t, i); ok {
				out = append(out, p)
				i = p.last
				continue
			}
			out = append(out, piece{kind: otherChunk, first: i, last: i + 1, head: i, tag: t.tag(i)})
			i++
		}
	}
	return out
}

func nounStart(tag string) bool {
	switch tag {
	case "DT", "PDT", "PRP$", "PRP", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "$", "#", "EX", "WP", "WDT", "WP$", "FW", "ADD":
		return true
	}
	return false
}

// nounPiece reads the noun phrase at i.
func nounPiece(t *tree, i int) (piece, bool) {
	tag := t.tag(i)
	if !nounStart(tag) && !(tag == "VBN" || tag == "VBG") {
		return piece{}, false
	}
	if tag == "WP" || tag == "WDT" || tag == "PRP" || tag == "EX" {
		return piece{kind: nounChunk, first: i, last: i + 1, head: i, tag: tag}, true
	}
	if tag == "DT" && t.lower(i) == "that" && (t.isFinite(i+1) || t.tag(i+1) == "PRP") {
		return piece{}, false
	}
	if dateWord(t, i) {
		j := i
		for j < t.s.Last && dateWord(t, j) {
			j++
		}
		return piece{kind: nounChunk, first: i, last: j, head: i, tag: "DATE"}, true
	}
	head, j := -1, i
	for ; j < t.s.Last; j++ {
		h, ok := nounGoesOn(t, i, j, head)
		if !ok {
			break
		}
		head = h
	}
	if j > i+1 && t.tag(j-1) == "POS" {
		head = j - 2
	}
	if head < 0 {
		if tag != "DT" && tag != "CD" && tag != "PDT" && tag != "PRP$" && !strings.HasPrefix(tag, "JJ") {
			return piece{}, false
		}
		head, j = i, max(j, i+1)
	}
	attachNoun(t, i, j, head)
	return piece{kind: nounChunk, first: i, last: j, head: head, tag: t.tag(head)}, true
}

// nounGoesOn reports whether token j goes on with the noun phrase that starts at i and has head so far (-1: none yet),
// and the head with it.
func nounGoesOn(t *tree, i, j, head int) (int, bool) {
	switch g := t.tag(j); g {
	case "NN", "NNS", "NNP", "NNPS", "FW", "ADD":
		if dateWord(t, j) && j > i {
			return head, false
		}
		return j, true
	case "CD", "$", "#":
		if head < 0 && !nounAhead(t, j) {
			return j, true
		}
		return head, true
	case "JJ", "JJR", "JJS", "RBS", "RBR":
		return head, head < 0 || nounAhead(t, j)
	case "VBN", "VBG":
		return head, nounAhead(t, j) && (j != i || t.tag(i-1) == "DT") && head < 0
	case "RB":
		return head, head < 0 && (strings.HasPrefix(t.tag(j+1), "JJ") || strings.HasPrefix(t.tag(j+1), "VB"))
	case "DT", "PRP$", "PDT", "WP$":
		return head, j == i || t.tag(j-1) == "PDT" || t.tag(j-1) == "IN"
	case "POS":
		return head, head >= 0
	case "``", "''":
		return head, head < 0 && nounStart(t.tag(j+1))
	case "HYPH", "-", "SYM":
		return head, head >= 0 && nounStart(t.tag(j+1))
	case "CC":
		return head, t.lower(j) == "&" && head >= 0
	}
	return head, false
}

// nounAhead reports whether a noun follows j with only modifiers between.
func nounAhead(t *tree, j int) bool {
	for k := j + 1; k < t.s.Last && k < j+6; k++ {
		switch g := t.tag(k); {
		case strings.HasPrefix(g, "NN"):
			return !dateWord(t, k)
		case strings.HasPrefix(g, "JJ") || g == "CD" || g == "HYPH" || g == "VBN" || g == "VBG" || g == "``" || g == "$":
		case g == "CC" && strings.HasPrefix(t.tag(k+1), "JJ"):
		default:
			return false
		}
	}
	return false
}

// attachNoun attaches the words of a noun phrase to its head.
func attachNoun(t *tree, first, last, head int) {
	poss := -1
	for k := first; k < last; k++ {
		if t.tag(k) == "POS" && k > first {
			poss = k
		}
	}
	for k := first; k < last; k++ {
		if k == head {
			continue
		}
		switch g := t.tag(k); {
		case poss >= 0 && k == poss && poss-1 != head:
			t.set(k, poss-1, "case")
		case poss >= 0 && k == poss:
			t.set(k, head, "case")
		case poss >= 0 && k == poss-1:
			t.set(k, head, "nmod:poss")
		case poss >= 0 && k < poss-1 && poss-1 != head:
			t.set(k, poss-1, "compound")
		case g == "DT" || g == "PDT" || g == "WP$":
			t.set(k, head, "det")
		case g == "PRP$":
			t.set(k, head, "nmod:poss")
		case g == "CD":
			t.set(k, head, "nummod")
		case strings.HasPrefix(g, "JJ") || strings.HasPrefix(g, "VB"):
			t.set(k, head, "amod")
		default:
			t.set(k, head, "compound")
		}
	}
}

// dateWord reports whether token i belongs to a date: "Thursday", "last month", "6 September 2018".
func dateWord(t *tree, i int) bool { return t.in(i) && t.dated[i-t.s.First] }

// verbPiece reads the verb group at i: "has not been signed", "to meet", "agreed".
func verbPiece(t *tree, i int) (piece, bool) {
	g := t.tag(i)
	if g != "MD" && !strings.HasPrefix(g, "VB") && !(g == "TO" && t.toVerb(i)) {
		return piece{}, false
	}
	form, head, j := g, -1, i
	if g == "TO" {
		j++
	}
	sawBe := false
	for ; j < t.s.Last; j++ {
		h := t.tag(j)
		if h == "RB" {
			if j+1 < t.s.Last && (strings.HasPrefix(t.tag(j+1), "VB") || t.tag(j+1) == "RB" || t.tag(j+1) == "MD") {
				continue
			}
			break
		}
		if h != "MD" && !strings.HasPrefix(h, "VB") {
			break
		}
		if head >= 0 && !auxiliary[t.lemma(head)] && t.tag(head) != "MD" {
			break
		}
		if head >= 0 && (h == "VBD" || h == "VBZ" || h == "VBP") {
			break
		}
		if head >= 0 && t.lemma(head) == "be" {
			sawBe = true
		}
		head = j
	}
	if head < 0 {
		return piece{}, false
	}
	last := j
	for last > head+1 {
		last--
	}
	for k := i; k < last; k++ {
		if k == head {
			continue
		}
		switch h := t.tag(k); {
		case h == "TO":
			t.set(k, head, "mark")
		case h == "RB":
			t.set(k, head, "advmod")
		case t.lemma(k) == "be" && t.tag(head) == "VBN":
			t.set(k, head, "aux:pass")
		default:
			t.set(k, head, "aux")
		}
	}
	return piece{kind: verbChunk, first: i, last: last, head: head, tag: form, passive: sawBe && t.tag(head) == "VBN"}, true
}

// toVerb reports whether "to" at i introduces an infinitive.
func (t *tree) toVerb(i int) bool {
	for k := i + 1; k < i+4 && k < t.s.Last; k++ {
		switch {
		case t.tag(k) == "VB":
			return true
		case t.tag(k) != "RB":
			return false
		}
	}
	return false
}

var auxiliary = words("be have do get will would can could may might shall should must")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
