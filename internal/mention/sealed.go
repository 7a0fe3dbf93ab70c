package mention

import "newsgraph/internal/nlp"

// sealable are nouns that name an agreement where the text says that it is signed, and otherwise somebody's plan, or a
// body, or a feeling. Of planWords a word of jointWords must stand in the phrase; sealedNames are agreements only where
// they end a name, "the Bergen Principles"; and the nouns of sealedOf only with what follows their "of".
var (
	sealable = set(`charter framework initiative roadmap map programme program plan understanding timetable covenant partnership code concordat act instrument memo
 principles commitments statute pledge minutes package consensus formula guidelines platform rules statement exchange record heads set cessation`)
	planWords   = set(`programme program plan timetable code memo`)
	jointWords  = set(`peace ceasefire fire cooperation co-operation action work exchange joint transition disarmament power-sharing sharing conduct partnership settlement truce understanding`)
	sealedNames = set(`principles commitments statute pledge minutes package consensus formula guidelines platform rules statement`)
	sealedOf    = map[string]map[string]bool{
		"act": set(`surrender`), "instrument": set(`surrender accession`), "statement": set(`intent principles understanding`), "exchange": set(`letters notes`),
		"record": set(`discussion discussions`), "heads": set(`agreement terms`), "set": set(`principles`), "cessation": set(`hostilities`), "code": set(`conduct`),
	}
)

// ofSealed reports whether the noun at h has one of those complements that make it an agreement: "statement of intent".
func (s *search) ofSealed(h int, t nlp.Sentence) bool {
	return h+2 < t.Last && s.foldAt(h+1) == "of" && sealedOf[s.fold[h]][s.foldAt(h+2)]
}

// sealingBefore are verbs and nouns of signing that what is signed follows, sealingAfter those that it precedes.
var (
	sealingBefore = set(`sign signs signed signing ink inks inked inking initial initials initialed initialled initialing initialling conclude concludes concluded concluding seal seals sealed finalize finalise finalizes finalises finalized finalised clinch clinched reach reaches reached strike strikes struck hammered
 signature signatures name names signatory signatories acceded accede accedes adhered countersigned`)
	sealingAfter = set(`signed inked initialed initialled concluded sealed finalized finalised clinched hammered signatories signature`)
	// between a verb of signing and the phrase of what is signed
	sealingGap = set(`a an the its his her their this that to on of out under both copies copy separate text draft what is was called known officially as formally two three four several many`)
)

// underSeal reports whether the words around the noun at h say that what it names is signed: "initialled a programme of
// cooperation", "the road map hammered out in Oslo".
func (s *search) underSeal(h int, t nlp.Sentence) bool {
	p := s.phraseBefore(h, t).first - 1
	for ; p >= t.First && sealingGap[s.fold[p]]; p-- {
	}
	if p >= t.First && sealingBefore[s.fold[p]] {
		return true
	}
	for k := h + 1; k < t.Last && k < h+12; k++ {
		switch tag := s.tag(k); {
		case sealingAfter[s.fold[k]]:
			return true
		case tag == "MD", tag == "VBD" && s.fold[k] != "was" && s.fold[k] != "were", tag == "VBZ" && s.fold[k] != "is" && s.fold[k] != "has", s.word[k] == ";":
			return false
		}
	}
	return false
}

// sealedNoun reports whether the noun at h, one of sealable, heads an agreement: it is signed there, or the same noun is
// somewhere else in the document.
func (s *search) sealedNoun(h, first int, t nlp.Sentence) bool {
	w := s.fold[h]
	switch {
	case s.ofSealed(h, t):
	case w == "map" && s.foldAt(h-1) != "road",
		w == "act" && s.foldAt(h-1) != "final" && s.foldAt(h-1) != "founding" && s.foldAt(h-1) != "general",
		w == "instrument", w == "exchange", w == "record", w == "heads", w == "set", w == "cessation",
		sealedNames[w] && !(capitalized(s.word[h]) && first < h && !s.headline[t.First]):
		return false
	case planWords[w]:
		joint := s.foldAt(h+1) == "of" && jointWords[s.foldAt(h+2)]
		for k := first; k < h; k++ {
			joint = joint || jointWords[s.fold[k]]
		}
		if !joint {
			return false
		}
	}
	if sealedNames[w] || sealedOf[w] != nil && s.ofSealed(h, t) {
		return s.underSeal(h, t)
	}
	if s.sealed == nil {
		s.sealed = map[string]bool{}
		for _, t := range s.sentences {
			for k := t.First; k < t.Last; k++ {
				if w := s.fold[k]; sealable[w] && !s.sealed[w] && s.underSeal(k, t) {
					s.sealed[w] = true
				}
			}
		}
	}
	return s.sealed[w] || w == "understanding" && capitalized(s.word[h]) && first < h && s.fold[h-1] != "of" || capitalized(s.word[h]) && first < h && s.beside(h, first, t)
}

// statementSigned reports whether the document says somewhere that a statement with a name of its own is signed: "has
// signed the forest statement".
func (s *search) statementSigned() bool {
	if s.statement == 0 {
		s.statement = -1
		for _, t := range s.sentences {
			for k := t.First + 1; k < t.Last; k++ {
				if s.fold[k] == "statement" && s.commonNoun(k-1) && s.foldAt(k-1) != "joint" && s.underSeal(k, t) {
					s.statement = 1
				}
			}
		}
	}
	return s.statement > 0
}

// beside reports whether the name that ends at h stands in apposition to an agreement: "the deal, the Oslo Initiative",
// "an accord called the Oslo Framework".
func (s *search) beside(h, first int, t nlp.Sentence) bool {
	p := first - 1
	for ; p >= t.First && (s.fold[p] == "the" || s.fold[p] == "a"); p-- {
	}
	switch s.foldAt(p) {
	case ",", "(", "—", "–", "called", "dubbed", "named":
		return p > t.First && agreementHeads[s.fold[p-1]] && !sealable[s.fold[p-1]]
	case "as":
		return p > t.First+1 && s.fold[p-1] == "known" && agreementHeads[s.fold[p-2]]
	}
	return false
}
