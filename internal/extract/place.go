package extract

import "strings"

// trim cuts a list where the subject of a new clause starts: "met A in X, and B said …", "After talks with A, B and C
// signed …".
func (x *Extractor) trim(s *scene, items []int, start int) []int {
	t := s.t
	first := s.r.Mentions[items[0]]
	end := s.r.Mentions[items[len(items)-1]].Last
	switch where, _ := x.placeOf(s, start); where {
	case fronted:
		if t.lower(first.Last) == "," && (t.predicateAt(end) || t.lower(end) == "," && t.isFinite(end+1)) {
			return items[:1] // "After talks with A, B and C, the minister, praised …", too
		}
	case behindVerb:
		for len(items) > 1 && t.predicateAt(end) {
			items = items[:len(items)-1]
			end = s.r.Mentions[items[len(items)-1]].Last
		}
	}
	return items
}

// predicateAt reports whether a finite verb stands at token k, or behind an adverb there.
func (t *tree) predicateAt(k int) bool {
	return t.isFinite(k) || t.tag(k) == "RB" && t.isFinite(k+1)
}

// place is where in its clause a noun phrase stands.
type place uint8

const (
	inSubject  place = iota // before the verb or within the subject, or in a clause that may have it for its subject
	fronted                 // in a phrase before the subject: "After talks with |A|, B said …"
	behindVerb              // behind a verb that has its subject and takes no clause: "held talks with |A|"
)

// placeOf is the place of the noun phrase at token k by the words before it, and the finite verb that it stands behind, -1
// if there is none.
func (x *Extractor) placeOf(s *scene, k int) (where place, finite int) {
	t := s.t
	governor := -1
	for t.tag(k-1) == "DT" || t.tag(k-1) == "PRP$" || strings.HasPrefix(t.tag(k-1), "JJ") {
		k--
	}
	if before := t.lemma(k - 1); dateWord(t, k-1) || timeWords[before] || before == "time" || x.lex.in("units", before) {
		return inSubject, -1 // "hours after |A| and B agreed", "the first time |A| and B met", "On Monday |A|, B and C signed"
	}
	for j := k - 1; t.in(j); j-- {
		switch g, w := t.tag(j), t.lower(j); {
		case w == "between" || w == "among" || w == "including" || w == "involving" || w == "like":
			return inSubject, -1
		case t.isVerb(j) || g == "MD":
			if governor < 0 {
				governor = j
			}
			if !t.isFinite(j) {
				continue
			}
			if l := t.lemma(governor); x.lex.in("clausal", l) && l != "tell" || s.ofRelative(j) {
				return inSubject, j
			}
			return behindVerb, j
		case clauseWords[w] || relative(t, j) || g == "CC" || g == ":" || g == ",":
			return t.opening(j+1, k), -1
		}
	}
	return t.opening(t.s.First, k), -1
}

// opening is the place of what tokens [first, last) lead to, which open a clause.
func (t *tree) opening(first, last int) place {
	if t.tag(first) == "RB" {
		first++
	}
	if g := t.tag(first); first < last && (g == "IN" || g == "TO" || g == "VBG" || g == "VBN") {
		return fronted
	}
	return inSubject
}

// ofRelative reports whether the finite verb at v is that of a relative clause: "the envoy who |met| X", "the pact Chile
// |signed|".
func (s *scene) ofRelative(v int) bool {
	t := s.t
	k := v - 1
	if who, first := s.unitBefore(v); who >= 0 {
		k = first - 1
	}
	for t.tag(k) == "RB" {
		k--
	}
	m := s.at(k)
	return relative(t, k) && (t.lower(k) != "that" || t.isNoun(k-1)) || k < v-1 && m >= 0 && !isParty(s.r.Mentions[m])
}

// clauseWords introduce clauses, though taggers call them prepositions.
var clauseWords = words("as while when because although though if that whether unless until since where but")

// opensSentence reports whether the phrase that token k governs stands at the start of the sentence.
func opensSentence(t *tree, k int) bool {
	for i := t.s.First; i < k; i++ {
		if t.isFinite(i) {
			return false
		}
	}
	return true
}
