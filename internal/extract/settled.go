package extract

import "newsgraph/internal/mention"

// sealed is the agreement that the clause says has been reached: "said they have signed |a pact|", "the minister said |a
// truce| had been reached"; -1 if it says no such thing, or of parties for which the speaker does not speak.
func (x *Extractor) sealed(s *scene, c clause) int {
	t := s.t
	if !x.perfect(t, c.head) || !x.lex.in("sealing", t.lemma(c.head)) || x.own(t, c.head) != happened || c.subject < 0 {
		return -1
	}
	h := c.subject
	if !t.passive(c.head) {
		m := s.at(c.subject)
		if !c.same && !(x.official(s, c.sources) && m >= 0 && isParty(s.r.Mentions[m]) && s.r.Mentions[m].Kind != mention.Person && !x.lex.in("nonstate", t.lemma(s.r.Mentions[m].Head))) {
			return -1
		}
		h = t.child(c.head, "obj")
	} else if len(x.agents(t, c.head)) > 0 || !x.official(s, c.sources) {
		return -1
	}
	if m := s.at(max(h, 0)); m < 0 || s.r.Mentions[m].Kind != mention.Agreement {
		return -1
	}
	return h
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
