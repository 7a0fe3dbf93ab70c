package extract

import (
	"strings"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
)

// parse finds the syntax of the sentence with every group, name and aside as one word: that is how they behave, and
// parsers read them badly.
func (s *scene) parse(p Parser) {
	if p == nil {
		s.t = grow(s.t)
		return
	}
	t := s.t
	small := &nlp.Doc{Text: s.d.Text}
	var back []int
	owner := make([]int, len(t.head)) // token that stands for it, -1 for tokens left out
	for k := t.s.First; k < t.s.Last; {
		first, last, head := s.unit(k)
		if head >= 0 {
			tok := s.d.Tokens[head]
			if g := t.tag(head); g != tok.Tag {
				tok.Tag, tok.POS = g, "NOUN"
				switch {
				case strings.HasPrefix(g, "VB"):
					tok.POS = "VERB"
				case strings.HasPrefix(g, "PRP"):
					tok.POS = "PRON"
				case g == "IN":
					tok.POS = "ADP"
				}
			}
			if g := s.group[head-t.s.First]; g >= 0 && len(s.units[g].items) > 1 && tok.Tag == "NNP" {
				tok.Tag = "NNPS"
			}
			small.Tokens = append(small.Tokens, tok)
			back = append(back, head)
		}
		for i := first; i < last; i++ {
			owner[i-t.s.First] = head
		}
		k = last
	}
	small.Sentences = []nlp.Sentence{{First: 0, Last: len(small.Tokens)}}
	if err := p.Parse(small, 0); err != nil || len(small.Tokens) == 0 {
		s.t = grow(s.t)
		return
	}
	root := back[0]
	for i, k := range back {
		tok := small.Tokens[i]
		if tok.Head < 0 {
			root = k
			t.set(k, -1, tok.Dep)
			continue
		}
		t.set(k, back[tok.Head], tok.Dep)
	}
	for i, o := range owner {
		k := t.s.First + i
		switch {
		case o == k:
		case o < 0:
			t.set(k, root, "punct")
		default:
			t.set(k, o, "compound")
		}
	}
	t.link()
	s.t = t
}

// unit is the stretch of tokens from k that the parser is to see as one: its range and the token that stands for it,
// -1 for an aside that it is not to see at all.
func (s *scene) unit(k int) (first, last, head int) {
	t := s.t
	if g := s.group[k-t.s.First]; g >= 0 {
		u := s.units[g]
		return k, u.last, u.head
	}
	if strings.Trim(t.lower(k), "\ufffd") == "" { // what a wrong encoding left
		return k, k + 1, -1
	}
	if t.lower(k) == "(" || t.tag(k) == "-LRB-" {
		for j := k + 1; t.in(j) && j < k+12; j++ {
			if t.lower(j) == ")" || t.tag(j) == "-RRB-" {
				return k, j + 1, -1
			}
		}
	}
	if last := s.dateAt(k); last > k {
		return k, last, -1
	}
	if oneOnOne(t, k) {
		return k, k + 5, k
	}
	if privately(t, k) && t.isNoun(k+5) {
		return k, k + 5, -1
	}
	if s.faceToFace(k) {
		return k, k + 3, -1
	}
	if last := s.inPicture(k); last > k {
		return k, last, -1
	}
	if m := s.at(k); m >= 0 {
		mm := s.r.Mentions[m]
		if mm.First == k && mm.Last > k+1 && mm.Last <= t.s.Last && s.whole(m) {
			return k, mm.Last, mm.Head
		}
	}
	return k, k + 1, k
}

// inPicture is the end of the aside at token k that says where in a picture somebody stands: "Ann Roe|, left,| and Bob Lee";
// k if there is none. The comma that closes it belongs to it unless a list goes on there.
func (s *scene) inPicture(k int) int {
	t := s.t
	if t.lower(k) != "," || s.at(k-1) < 0 || s.r.Mentions[s.at(k-1)].Kind != mention.Person {
		return k
	}
	j := k + 1
	for ordinals[t.lower(j)] {
		j++
	}
	if t.lower(j) == "from" && t.lower(j-1) != "," {
		j++
	}
	if !sidesOfPicture[t.lower(j)] {
		return k
	}
	if j++; t.lower(j) == "," {
		return j + 1
	}
	return k
}

// sidesOfPicture are the words for where in a picture somebody stands.
var sidesOfPicture = words("left right center centre l r c")

// ordinals stand before them: "second from left", "far right".
var ordinals = words("second third fourth fifth sixth 2nd 3rd 4th 5th far front back rear top bottom")

// whole reports whether a mention behaves as one word: a name, or a phrase without a preposition or party in it that
// the rules need to see.
func (s *scene) whole(m int) bool {
	mm := s.r.Mentions[m]
	switch mm.Kind {
	case mention.Person, mention.Country, mention.Organization:
		return true
	case mention.Role:
		if len(s.r.Of[m]) > 0 {
			return true
		}
	}
	for k := mm.First; k < mm.Last; k++ {
		if g := s.t.tag(k); g == "IN" || g == "TO" || g == "POS" || g == "VBG" && k != mm.Head {
			return mm.Proper
		}
	}
	return mm.Kind == mention.Role || mm.Proper
}

// dateAt is the end of the adverbial date at k, its preposition included: "on Thursday", "last month"; k if there is
// none, or if it belongs to a noun.
func (s *scene) dateAt(k int) int {
	t := s.t
	first := k
	if w := t.lower(k); (w == "on" || w == "in") && t.in(k+1) && dateWord(t, k+1) {
		first++
	}
	if !dateWord(t, first) || first == k && dateWord(t, k-1) {
		return k
	}
	last := first
	for t.in(last) && dateWord(t, last) && s.at(last) < 0 {
		last++
	}
	if last == first || t.tag(last) == "POS" || t.isNoun(last) && s.at(last) < 0 || strings.HasPrefix(t.tag(last), "JJ") {
		return k
	}
	if g := t.tag(k - 1); first == k && (g == "DT" || g == "IN" || g == "PRP$" || g == "JJ" || g == "TO") {
		return k
	}
	return last
}
