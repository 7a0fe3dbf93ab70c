package coref

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
)

// leadLength is how many sentences after a headline tell the same as it, a dateline among them.
const leadLength = 3

// headlineAgreement joins the one agreement that the headline says to be signed with the first that the lead says to
// be signed, since both tell the same: "Chad and Mali seal gas deal … signed a twenty-year supply contract on Monday".
func (r *resolver) headlineAgreement() {
	brief, whole := -1, -1
	for i, m := range r.ms {
		if m.Kind != mention.Agreement || len(r.r.Of[i]) != 1 {
			continue
		}
		switch {
		case r.inHeadline(i) && brief >= 0 && r.r.Of[brief][0] != r.r.Of[i][0]:
			return // two that could be meant
		case r.inHeadline(i):
			brief = i
		case brief >= 0 && whole < 0 && r.sentence[i]-r.sentence[brief] <= leadLength && r.beside(i):
			whole = i
		}
	}
	if brief < 0 || whole < 0 || !r.beside(brief) && !r.shortFor(brief, whole) {
		return
	}
	from, to := r.r.Of[brief][0], r.r.Of[whole][0]
	named := r.r.Entities[from].Proper && r.ms[brief].Head != r.d.Sentences[r.sentence[brief]].First // any headline begins with a capital
	if from == to || r.ms[brief].Plural != r.ms[whole].Plural || named && r.r.Entities[to].Proper {
		return
	}
	if named {
		from, to = to, from
	}
	r.rejoin(from, to)
}

// shortFor reports whether the agreement at mention a is named by words that that at b has too: "row ends with fuel deal
// … signed a three-year fuel supply deal".
func (r *resolver) shortFor(a, b int) bool {
	ha, hb := lemma(gazetteer.Fold(r.word(r.ms[a].Head))), lemma(gazetteer.Fold(r.word(r.ms[b].Head)))
	ca, cb := contentWords(r.ms[a].Name, ha), contentWords(r.ms[b].Name, hb)
	return headKinds[ha] == headKinds[hb] && contained(ca, cb)
}

// rejoin makes what denotes entity from alone denote entity to.
func (r *resolver) rejoin(from, to int) {
	for i, of := range r.r.Of {
		if len(of) == 1 && of[0] == from {
			r.join(i, to)
		}
	}
}

// again are words by which a second agreement is told from the first.
var again = map[string]bool{"also": true, "another": true, "separate": true, "separately": true, "second": true, "other": true, "earlier": true, "last": true, "previous": true, "previously": true, "more": true, "further": true}

// signersLater joins the agreement that states are said to have signed with the one that the next sentence says people
// signed, where neither has a name: wire stories tell first what was signed, then by whom, in other words.
func (r *resolver) signersLater() {
	for i := 0; i+1 < len(r.ms); i++ {
		if !r.generic(i) || r.peopleBefore(i) {
			continue
		}
		for k := i + 1; k < len(r.ms) && r.sentence[k] <= r.sentence[i]+1; k++ {
			if r.ms[k].Kind == mention.Agreement && r.sentence[k] == r.sentence[i] {
				return // of two, either could be meant
			}
			if r.sentence[k] > r.sentence[i] && r.generic(k) && r.peopleBefore(k) && !r.toldAgain(k) && r.r.Of[k][0] != r.r.Of[i][0] {
				r.rejoin(r.r.Of[k][0], r.r.Of[i][0])
				return
			}
		}
		return
	}
}

// severalLater joins several agreements that the text says to have been signed with those that the next two sentences
// say were signed, where neither have names: "A and B signed a series of agreements … They signed accords on oil".
func (r *resolver) severalLater() {
	several := func(i int) bool {
		m := r.ms[i]
		return m.Kind == mention.Agreement && m.Plural && !m.Definite && len(r.r.Of[i]) == 1 && !r.r.Entities[r.r.Of[i][0]].Proper && r.beside(i) && !strings.EqualFold(r.word(m.First-1), "including")
	}
	for i := range r.ms {
		if !several(i) {
			continue
		}
		for k := i + 1; k < len(r.ms) && r.sentence[k] <= r.sentence[i]+2; k++ {
			if r.sentence[k] > r.sentence[i] && several(k) && r.r.Of[k][0] != r.r.Of[i][0] {
				if !r.toldAgain(k) {
					r.rejoin(r.r.Of[k][0], r.r.Of[i][0])
				}
				return
			}
		}
		return
	}
}

// generic reports whether mention i is one agreement without a name, newly told of, beside a word of signing.
func (r *resolver) generic(i int) bool {
	m := r.ms[i]
	return m.Kind == mention.Agreement && !m.Plural && !m.Definite && len(r.r.Of[i]) == 1 && !r.r.Entities[r.r.Of[i][0]].Proper && r.beside(i)
}

// peopleBefore reports whether somebody is named before mention i in its sentence.
func (r *resolver) peopleBefore(i int) bool {
	for k := i - 1; k >= 0 && r.sentence[k] == r.sentence[i]; k-- {
		if r.ms[k].Kind == mention.Person {
			return true
		}
	}
	return false
}

// toldAgain reports whether the sentence of mention i says before it that this is another one.
func (r *resolver) toldAgain(i int) bool {
	for t := r.d.Sentences[r.sentence[i]].First; t < r.ms[i].First; t++ {
		if again[strings.ToLower(r.word(t))] {
			return true
		}
	}
	return false
}
