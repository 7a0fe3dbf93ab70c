package extract

import "newsgraph/internal/mention"

// sealed is the agreement that a speaker says he has reached: "said they have signed |a pact|"; -1 if he says no such thing.
func (x *Extractor) sealed(s *scene, c clause) int {
	t := s.t
	if !c.same || !x.completed(t, c.head) || x.own(t, c.head) != happened || !x.seals(s, c.head) {
		return -1
	}
	return t.child(c.head, "obj")
}

// seals reports whether v has an agreement for its object that it makes one: "have reached a pact".
func (x *Extractor) seals(s *scene, v int) bool {
	m := s.at(max(s.t.child(v, "obj"), 0))
	return m >= 0 && s.r.Mentions[m].Kind == mention.Agreement && x.lex.in("sealing", s.t.lemma(v))
}

// wasAltered reports whether the passive v says that an event of somebody's making is off, put off or over: "has been
// postponed", "is suspended".
func (x *Extractor) wasAltered(s *scene, v, subject int) bool {
	t := s.t
	if !t.passive(v) || t.tag(v) != "VBN" || !x.lex.in("altered", t.lemma(v)) || len(x.agents(t, v)) > 0 || x.own(t, v) != happened || !t.isNoun(subject) {
		return false
	}
	m := s.at(subject)
	return (m < 0 || !isParty(s.r.Mentions[m])) && (x.perfect(t, v) || x.gathering(s, subject))
}
