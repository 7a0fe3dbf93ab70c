package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// serves reports whether a clause is about an officer or a body of the state or organisation that tells of it: "the
// White House said the president has …", "the UN said its human rights council will …".
func (x *Extractor) serves(s *scene, c clause) bool {
	if c.subject < 0 || len(c.sources) != 1 || c.sources[0].Entity < 0 {
		return false
	}
	args, _ := x.parties(s, c.subject)
	if len(args) != 1 || args[0].Entity < 0 {
		return false
	}
	who, by := s.r.Entities[args[0].Entity], c.sources[0].Entity
	switch args[0].Kind {
	case mention.Organization:
		ours := x.organ(s, args[0]) && who.Code == x.stateOf(s, c.sources[0]) && x.official(s, c.sources)
		return ours || c.sources[0].Kind != mention.Person && strings.HasPrefix(who.Name, s.r.Entities[by].Name+" ")
	case mention.Person:
		if c.sources[0].Kind == mention.Person || !x.official(s, args) {
			return false
		}
		return slices.Contains(who.For, by) || who.Code == "" && len(who.For) == 0 && x.onlyState(s, by)
	}
	return false
}

// another reports whether a clause is about a state, or somebody of a state, of which the speaker is not.
func (x *Extractor) another(s *scene, c clause) bool {
	args, _ := x.parties(s, c.subject)
	for _, a := range args {
		for _, b := range c.sources {
			if p, q := x.stateOf(s, a), x.stateOf(s, b); p != q && p != "" && (q != "" || a.Kind == mention.Country) {
				return true
			}
		}
	}
	return false
}

// stateOf is the code of the state that a party is or belongs to, or its name, "" if the text does not tell.
func (x *Extractor) stateOf(s *scene, a Arg) string {
	if a.Entity < 0 {
		return ""
	}
	for _, i := range append([]int{a.Entity}, s.r.Entities[a.Entity].For...) {
		switch e := s.r.Entities[i]; {
		case e.Code != "":
			return e.Code
		case e.Kind == mention.Country:
			return e.Name
		}
	}
	return ""
}

// ownState reports whether a clause is about a state, and somebody in office speaks of whom the text does not say that
// he is another state's.
func (x *Extractor) ownState(s *scene, c clause) bool {
	args, _ := x.parties(s, c.subject)
	if len(args) != 1 || args[0].Kind != mention.Country || len(c.sources) == 0 || s.t.tag(c.subject) != "NNP" && (x.completed(s.t, c.head) || !x.ofState(s, c.subject)) {
		return false
	}
	until := c.head
	if c.after {
		until = s.t.s.Last
	}
	if !x.onlyStateBefore(s, args[0].Entity, until) {
		return false // of two states he may be of either
	}
	for _, a := range c.sources {
		if a.Kind != mention.Person || a.Entity < 0 || s.r.Entities[a.Entity].Code != "" || len(s.r.Entities[a.Entity].For) > 0 {
			return false
		}
	}
	return true
}

// ofState reports whether h stands for unnamed people or a body who act for a state: "Chilean officials".
func (x *Extractor) ofState(s *scene, h int) bool {
	m := s.at(h)
	if m < 0 || s.r.Mentions[m].Kind != mention.Role || x.lex.in("nonstate", s.t.lemma(h)) {
		return false
	}
	e, ok := s.r.One(m)
	return ok && s.r.Entities[e].Kind == mention.Country
}

// onlyStateBefore reports whether the sentence names no other state than entity e before token k.
func (x *Extractor) onlyStateBefore(s *scene, e, k int) bool {
	for _, m := range s.men {
		mm := s.r.Mentions[m]
		if o, ok := s.r.One(m); ok && mm.First < k && s.r.Entities[o].Kind == mention.Country && o != e && !mm.Place && s.t.lower(mm.Last) != "capital" {
			return false
		}
	}
	return true
}

// onlyState reports whether the sentence names no other state than entity e.
func (x *Extractor) onlyState(s *scene, e int) bool {
	for _, m := range s.men {
		if o, ok := s.r.One(m); ok && s.r.Entities[o].Kind == mention.Country && o != e {
			return false
		}
	}
	return true
}

// official reports whether somebody among the sources speaks for a state or body, or is one.
func (x *Extractor) official(s *scene, sources []Arg) bool {
	for _, a := range sources {
		if a.Kind == mention.Country || a.Kind == mention.Organization {
			return true
		}
		if a.Entity < 0 {
			continue
		}
		e := s.r.Entities[a.Entity]
		if e.Title == "" && len(e.For) > 0 {
			return true
		}
		for _, w := range strings.Fields(strings.ToLower(e.Title)) {
			if x.lex.in("offices", w) {
				return true
			}
		}
	}
	return false
}

// ownSide reports whether the phrase headed by h, whom nothing resolves, is the speaker's state or body: "his
// government", "the country", "the company".
func (x *Extractor) ownSide(s *scene, h int, sources []Arg) bool {
	t := s.t
	if g := t.tag(h - 1); !x.lex.in("collective", t.lemma(h)) || g != "PRP$" && t.lower(h-1) != "the" {
		return false
	}
	_, open := x.parties(s, h)
	return open || s.at(h) < 0 && x.lex.in("enterprise", t.lemma(h)) && x.ofBody(s, sources)
}

// ofBody reports whether somebody among the sources is an organisation or speaks for one.
func (x *Extractor) ofBody(s *scene, sources []Arg) bool {
	for _, a := range sources {
		if a.Kind == mention.Organization {
			return true
		}
		for _, f := range s.r.Entities[max(a.Entity, 0)].For {
			if a.Entity >= 0 && s.r.Entities[f].Kind == mention.Organization {
				return true
			}
		}
	}
	return false
}

// compatriot reports whether official b serves, by his office or body, the state a.
func (x *Extractor) compatriot(s *scene, a, b Arg) bool {
	if a.Kind != mention.Country || a.Entity < 0 || b.Entity < 0 || !x.official(s, []Arg{b}) && s.r.Entities[b.Entity].Title != "" {
		return false
	}
	state := s.r.Entities[a.Entity].Code
	if state == "" {
		return false
	}
	for _, f := range s.r.Entities[b.Entity].For {
		if s.r.Entities[f].Code == state {
			return true
		}
	}
	return s.r.Entities[b.Entity].Code == state
}

// sameActor reports whether the subject of a clause is among the sources; a pronoun that nothing resolves is.
func (x *Extractor) sameActor(s *scene, subj int, sources []Arg) bool {
	if subj < 0 {
		return true
	}
	w := s.t.lower(subj)
	args, _ := x.parties(s, subj)
	if len(args) == 0 {
		if w == "it" && !slices.ContainsFunc(sources, func(a Arg) bool { return a.Kind != mention.Person }) && len(sources) > 0 {
			return false // what he spoke of
		}
		return w == "it" || w == "he" || w == "she" || w == "they" || w == "we" || w == "i"
	}
	for _, b := range sources {
		if w == "it" && b.Kind == mention.Organization {
			return true // of two that "it" could be, the one who speaks
		}
		for _, a := range args {
			// A leader speaks for the country, a spokesman for the office.
			if a.Entity == b.Entity || b.Entity >= 0 && (slices.Contains(s.r.Entities[b.Entity].For, a.Entity) || x.compatriot(s, a, b)) {
				return true
			}
		}
	}
	return false
}

// body reports whether h stands for a state or an organisation.
func (x *Extractor) body(s *scene, h int) bool {
	if h < 0 || s.at(h) < 0 {
		return false
	}
	k := s.r.Mentions[s.at(h)].Kind
	return k == mention.Country || k == mention.Organization
}

// officialdom reports whether the one who speaks is a state's authority, and of which state is left open: "the foreign
// ministry".
func (x *Extractor) officialdom(s *scene, heads []int) bool {
	if len(heads) != 1 || !x.lex.in("authorities", s.t.lemma(heads[0])) {
		return false
	}
	args, _ := x.parties(s, heads[0])
	return len(args) == 0
}

// relays reports whether a clause tells what states or bodies, or those who act for them, have decided, and a named officer
// speaks: "the minister said the two countries have agreed to open the border".
func (x *Extractor) relays(s *scene, c clause) bool {
	t := s.t
	if c.subject < 0 || len(c.sources) != 1 || c.sources[0].Kind != mention.Person || c.sources[0].Entity < 0 {
		return false
	}
	if e := s.r.Entities[c.sources[0].Entity]; !x.official(s, c.sources) && (e.Title != "" || e.Code == "") {
		return false
	}
	if g := t.tag(c.head); !x.lex.in("decided", t.lemma(c.head)) || g != "VBN" && g != "VBD" && !(c.after && (g == "VBP" || g == "VBZ")) || t.passive(c.head) || x.own(t, c.head) != happened {
		return false
	}
	if t.child(c.head, "xcomp") < c.head && x.agreedOn(t, c.head) < 0 {
		return false
	}
	m := s.at(c.subject)
	return m >= 0 && isParty(s.r.Mentions[m]) && s.r.Mentions[m].Kind != mention.Person && !x.lex.in("nonstate", t.lemma(s.r.Mentions[m].Head))
}
