package depparse

import (
	"strings"

	"newsgraph/internal/nlp/cluster"
	"newsgraph/internal/nlp/lemma"
	"newsgraph/internal/nlp/perceptron"
)

// word is what features use of a word.
type word struct {
	w, t, c, m  uint64 // lower-case form, tags, fine and middle word class
	b           uint64 // base form
	bit         uint64 // its part of speech, one of a set
	verb, punct bool
}

// newWords hashes a sentence, from its end if reverse is set.
func newWords(in Input, reverse bool) []word {
	out := make([]word, len(in.Words))
	for i, w := range in.Words {
		c := cluster.Of(w)
		if c.Fine == 0 {
			c = cluster.Of(strings.ToLower(w))
		}
		at := i
		if reverse {
			at = len(out) - 1 - i
		}
		out[at] = word{
			w: perceptron.Look(w).Lower, t: perceptron.String(in.Tags[i]) + 3*perceptron.String(in.POS[i]),
			c: uint64(c.Fine) + 1, m: uint64(c.Middle) + 1,
			b: perceptron.String(lemma.Of(w, in.Tags[i])), bit: bitOf(in.POS[i]),
			verb: in.POS[i] == "VERB", punct: in.POS[i] == "PUNCT",
		}
	}
	return out
}

// node is a word in its place in the state; the zero node stands for none.
type node struct {
	w, t, c, m, l, b uint64 // as in word, and the relation to the head
}

func (s *state) node(i int32) node {
	if i < 0 {
		return node{}
	}
	if int(i) >= len(s.words) {
		return node{w: 1, t: 1, c: 1, m: 1, b: 1}
	}
	x := &s.words[i]
	return node{x.w, x.t, x.c, x.m, uint64(s.label[i]), x.b}
}

// parent is the head of i in the state, none if it has none.
func (s *state) parent(i int32) int32 {
	if i < 0 || int(i) >= len(s.words) {
		return none
	}
	return s.head[i]
}

// keys collects features; each method mixes that many values under template t.
type keys []perceptron.Key

const seed = 0x9e3779b97f4a7c15

func (k *keys) one(t, a uint64) { *k = append(*k, perceptron.Fold(perceptron.Mix(t*seed, a))) }
func (k *keys) two(t, a, b uint64) {
	*k = append(*k, perceptron.Fold(perceptron.Mix(perceptron.Mix(t*seed, a), b)))
}
func (k *keys) three(t, a, b, c uint64) {
	*k = append(*k, perceptron.Fold(perceptron.Mix(perceptron.Mix(perceptron.Mix(t*seed, a), b), c)))
}
func (k *keys) four(t, a, b, c, d uint64) {
	*k = append(*k, perceptron.Fold(perceptron.Mix(perceptron.Mix(perceptron.Mix(perceptron.Mix(t*seed, a), b), c), d)))
}

// upcoming appends the keys that the words from the next one on decide. They hold until the next word is another.
// N is the next word, numbers those after it.
func (s *state) upcoming(out []perceptron.Key) []perceptron.Key {
	k := keys(out)
	n, next := int32(len(s.words)), int32(s.next)
	N, N1, N2, N3 := s.node(next), s.node(next+1), s.node(min(next+2, n)), s.node(min(next+3, n))
	k.one(1, 1)
	k.two(13, N.w, N.t)
	k.one(14, N.w)
	k.one(15, N.t)
	k.two(16, N1.w, N1.t)
	k.one(17, N1.w)
	k.one(18, N1.t)
	k.two(19, N2.w, N2.t)
	k.one(20, N2.t)
	k.one(22, N.c)
	k.one(23, N1.c)
	k.two(37, N.t, N1.t)
	k.three(44, N.t, N1.t, N2.t)
	k.two(51, N.w, N1.w)
	k.two(54, N.w, N1.t)
	k.three(300, N1.t, N2.t, N3.t)
	k.one(301, N3.t)
	k.four(302, N.t, N1.t, N2.t, N3.t)
	s.ahead = s.lookAhead()
	k.three(312, N.t, s.ahead.verb, s.ahead.mark)
	k.three(313, N.t, s.ahead.conjunction, s.ahead.mark)
	return k
}

// features appends the keys of the state but the upcoming ones, which must have been asked for since the next word
// became the next. S is the top of the stack, N the next word; l and r are outermost children, 2 the second outermost,
// h the head.
func (s *state) features(out []perceptron.Key) []perceptron.Key {
	top := int32(none)
	if len(s.stack) > 0 {
		top = s.stack[len(s.stack)-1]
	}
	next := int32(s.next)
	k := keys(out)
	S, N := s.node(top), s.node(next)
	N1, N2 := s.node(next+1), s.node(min(next+2, int32(len(s.words))))
	s.ends(&k, S, N, N1, N2)
	s.family(&k, top, next, S, N, N1)
	s.between(&k, top, next, S, N)
	k.three(310, S.t, N.t, s.ahead.verb)
	k.three(311, S.t, N.t, s.ahead.conjunction+8*s.ahead.mark)
	k.four(314, S.t, S.l, N.t, s.ahead.mark)
	if top >= 0 {
		s.gap(&k, top, next, S, N)
		s.bases(&k, top, next, S, N)
		s.likeness(&k, top, next, S, N)
	}
	if s.guide != nil {
		s.guided(&k, top, next, S, N)
	}
	return k
}

// ends are the features of the top and the words before it in the buffer.
func (s *state) ends(k *keys, S, N, N1, N2 node) {
	k.two(10, S.w, S.t)
	k.one(11, S.w)
	k.one(12, S.t)
	k.one(21, S.c)
	k.four(30, S.w, S.t, N.w, N.t)
	k.three(31, S.w, S.t, N.w)
	k.three(32, S.w, N.w, N.t)
	k.three(33, S.w, S.t, N.t)
	k.three(34, S.t, N.w, N.t)
	k.two(35, S.w, N.w)
	k.two(36, S.t, N.t)
	k.two(38, S.c, N.c)
	k.three(39, S.c, S.t, N.t)
	k.three(40, S.t, N.c, N.t)
	k.three(41, S.c, N.c, N1.c)
	k.two(42, S.w, N.c)
	k.two(43, S.c, N.w)
	k.three(45, S.t, N.t, N1.t)
	k.three(46, S.w, N.w, N1.t)
	k.three(47, S.w, N.t, N1.t)
	k.three(48, S.t, N.w, N1.t)
	k.three(49, S.t, N.t, N1.w)
	k.four(50, S.t, N.t, N1.t, N2.t)
	k.three(52, S.m, N.m, N1.m)
	k.three(53, S.w, N.w, N1.w)
}

// family are the features of the heads and children of the top and the next word.
func (s *state) family(k *keys, top, next int32, S, N, N1 node) {
	var sk kids
	head, grand := int32(none), int32(none)
	if top >= 0 {
		sk = s.kids[top]
		head = s.parent(top)
		grand = s.parent(head)
	} else {
		sk = kids{l1: none, l2: none, r1: none, r2: none}
	}
	nk := s.kids[next]
	H, G := s.node(head), s.node(grand)
	L, L2, R, R2 := s.node(sk.l1), s.node(sk.l2), s.node(sk.r1), s.node(sk.r2)
	NL, NL2 := s.node(nk.l1), s.node(nk.l2)
	k.two(100, H.w, S.l)
	k.one(101, H.t)
	k.one(102, S.l)
	k.two(103, L.w, L.l)
	k.two(104, L.t, L.l)
	k.two(105, R.w, R.l)
	k.two(106, R.t, R.l)
	k.two(107, NL.w, NL.l)
	k.two(108, NL.t, NL.l)
	k.two(109, G.w, H.l)
	k.two(110, G.t, H.l)
	k.two(111, L2.t, L2.l)
	k.two(112, R2.t, R2.l)
	k.two(113, NL2.w, NL2.l)
	k.two(114, NL2.t, NL2.l)
	k.three(120, H.t, S.t, N.t)
	k.three(121, S.t, L.t, N.t)
	k.three(122, S.t, R.t, N.t)
	k.three(123, S.t, N.t, NL.t)
	k.three(124, S.t, L.t, L2.t)
	k.three(125, S.t, R.t, R2.t)
	k.three(126, S.t, H.t, G.t)
	k.three(127, N.t, NL.t, NL2.t)
	k.three(130, H.w, S.w, N.w)
	k.three(131, S.w, R.w, N.w)
	k.three(132, S.w, NL.w, N.w)
	k.two(133, S.w, NL.w)
	k.three(134, S.t, NL.w, N.t)
	k.three(135, S.c, NL.w, N.c)
	k.three(136, H.w, NL.w, N.t)
	k.three(137, H.c, S.c, N.c)
	k.four(138, H.t, S.t, NL.w, N.t)
	k.four(139, H.c, S.c, NL.w, N.c)
	k.four(140, S.t, S.l, N.t, NL.l)
	k.three(141, S.w, S.l, N.t)
	k.three(142, S.t, S.l, N.w)
	k.three(143, S.c, S.l, N.c)
	k.four(144, S.t, R.l, N.t, NL.l)
	k.three(145, S.w, R.l, N.t)
	k.three(146, S.w, sk.rs, N.t)
	k.two(147, S.w, sk.ls)
	k.three(148, S.t, sk.ls, sk.rs)
	k.two(149, N.w, nk.ls)
	k.two(150, N.t, nk.ls)
	k.three(151, S.t, sk.rs, N.t)
	k.four(152, H.t, S.l, S.t, N.t)
	k.four(153, H.w, S.t, N.t, NL.w)
	k.three(154, H.w, S.l, N.w)
	k.three(155, S.w, N.t, nk.ls)
	k.four(156, S.t, N.t, N1.t, NL.t)
	k.three(157, S.c, R.c, N.c)
	k.three(158, R.w, NL.w, N.t)
	k.two(159, H.c, N.c)
}

// between are the features of what stands around and between the top and the next word.
func (s *state) between(k *keys, top, next int32, S, N node) {
	if top < 0 {
		return
	}
	after, before := s.node(top+1), s.node(next-1)
	d := uint64(min(next-top, 10))
	if d > 5 {
		d = 5 + d/10
	}
	k.two(200, S.t, d)
	k.two(201, N.t, d)
	k.three(202, S.t, N.t, d)
	k.three(203, S.w, N.w, d)
	k.four(204, S.t, after.t, before.t, N.t)
	k.three(205, S.t, before.w, N.t)
	k.three(206, S.t, after.w, N.t)
	verbs, marks := uint64(0), uint64(0)
	for i := max(top+1, next-12); i < next; i++ {
		if s.words[i].verb {
			verbs = min(verbs+1, 3)
		}
		if s.words[i].punct {
			marks = min(marks+1, 3)
		}
	}
	k.four(207, S.t, N.t, verbs, marks)
	k.three(208, S.l, N.t, verbs*4+marks)
	if len(s.stack) > 1 {
		T := s.node(s.stack[len(s.stack)-2])
		k.three(209, T.t, S.t, N.t)
		k.three(210, T.w, S.t, N.w)
		k.two(211, T.t, N.w)
	}
}

// Parts of speech as members of a set.
const (
	bitVerb = 1 << iota
	bitAuxiliary
	bitNoun
	bitAdposition
	bitConjunction
	bitMark
	bitSubordinator
	bitPronoun
	bitParticle
	bitOther
)

func bitOf(pos string) uint64 {
	switch pos {
	case "VERB":
		return bitVerb
	case "AUX":
		return bitAuxiliary
	case "NOUN", "PROPN":
		return bitNoun
	case "ADP":
		return bitAdposition
	case "CCONJ":
		return bitConjunction
	case "PUNCT":
		return bitMark
	case "SCONJ":
		return bitSubordinator
	case "PRON":
		return bitPronoun
	case "PART":
		return bitParticle
	}
	return bitOther
}

// ahead is what follows the next word: in ten words the first verb and how far the first conjunction and the first
// punctuation mark are.
type ahead struct{ verb, conjunction, mark uint64 }

func (s *state) lookAhead() (a ahead) {
	next := int32(s.next)
	for i := next + 1; i < min(int32(len(s.words)), next+10); i++ {
		w := &s.words[i]
		distance := uint64(1)
		if i > next+3 {
			distance = 2
		}
		switch {
		case w.bit&(bitVerb|bitAuxiliary) != 0 && a.verb == 0:
			a.verb = w.t
		case w.bit&bitConjunction != 0 && a.conjunction == 0:
			a.conjunction = distance
		case w.bit&bitMark != 0 && a.mark == 0:
			a.mark = distance + w.t
		}
	}
	return a
}

// gap are the features of which parts of speech lie between the top and the next word, and of the word under the top.
func (s *state) gap(k *keys, top, next int32, S, N node) {
	set := uint64(0)
	for i := top + 1; i < next; i++ {
		set |= s.words[i].bit
	}
	k.three(320, S.t, N.t, set)
	k.three(321, S.l, N.t, set)
	k.three(322, S.c, N.c, set&(bitVerb|bitMark|bitConjunction|bitAdposition))
	if len(s.stack) < 2 {
		return
	}
	T, NL := s.node(s.stack[len(s.stack)-2]), s.node(s.kids[next].l1)
	k.two(330, T.t, N.t)
	k.four(331, T.t, S.t, S.l, N.t)
	k.two(332, T.w, N.w)
	k.three(333, T.c, S.c, N.c)
	k.four(334, T.l, S.l, S.t, N.t)
	k.three(335, T.w, NL.w, N.t)
	k.three(336, T.c, NL.w, N.c)
}

// bases are the features of base forms: "met with" teaches "meets with".
func (s *state) bases(k *keys, top, next int32, S, N node) {
	H, NL := s.node(s.parent(top)), s.node(s.kids[next].l1)
	k.three(340, H.b, NL.w, N.t)
	k.three(341, S.b, NL.w, N.t)
	k.three(342, S.b, N.b, N.t)
	k.three(343, S.b, S.t, N.t)
	k.three(344, S.t, N.b, N.t)
	k.three(345, H.b, S.l, N.t)
	k.two(346, S.b, s.kids[top].rs)
	k.two(347, N.b, s.kids[next].ls)
}

// likeness are the features of how alike the top, or its head, and the next word are, as words joined by "and" are.
func (s *state) likeness(k *keys, top, next int32, S, N node) {
	H, NL, SL := s.node(s.parent(top)), s.node(s.kids[next].l1), s.node(s.kids[top].l1)
	same := flag(S.t == N.t, 1) | flag(S.c == N.c && S.c > 1, 2) | flag(S.m == N.m && S.m > 1, 4) | flag(SL.t == NL.t, 8)
	k.three(350, same, N.t, NL.t)
	k.three(351, same, NL.w, S.l)
	k.four(352, same, S.t, N.t, NL.w)
	same |= flag(H.t == N.t, 16) | flag(H.c == N.c && H.c > 1, 32)
	k.four(353, same, H.t, NL.w, N.t)
}

func flag(set bool, bit uint64) uint64 {
	if set {
		return bit
	}
	return 0
}
