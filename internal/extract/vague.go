package extract

import (
	"slices"

	"newsgraph/internal/mention"
)

// aims reports whether verb v says what somebody hopes to achieve rather than what he will do: "defeat the rebels", "bring
// them to justice".
func (x *Extractor) aims(t *tree, v int) bool {
	if c := t.child(v, "xcomp", "ccomp"); t.lemma(v) == "help" && c > v {
		v = c
	}
	return x.lex.in("aims", t.lemma(v)) || t.lemma(v) == "bring" && near(t, v+2, v+farObject, words("justice"))
}

// withoutAims leaves out of the targets of v what somebody only hopes to achieve who promises it: "vowed to defeat the
// rebels". why is not empty where nothing is left.
func (x *Extractor) withoutAims(t *tree, v int, targets []headed, why string) ([]headed, string) {
	if !x.lex.in("promising", t.lemma(v)) || len(targets) == 0 {
		return targets, why
	}
	targets = slices.DeleteFunc(targets, func(h headed) bool { return x.aims(t, h.head) })
	if len(targets) == 0 {
		why = "says what somebody hopes to achieve"
	}
	return targets, why
}

// nothing reports whether the object of v is there not to be: "impose no conditions".
func (x *Extractor) nothing(t *tree, v int) bool {
	o := t.child(v, "obj")
	return o > v && x.nobody(t, o) != ""
}

// decided reports whether the noun at h is of something that is decided on: a plan, an agreement, an event, an action.
func (x *Extractor) decided(s *scene, h int) bool {
	l := s.t.lemma(h)
	if m := s.at(h); m >= 0 && (s.r.Mentions[m].Kind == mention.Event || s.r.Mentions[m].Kind == mention.Agreement) {
		return true
	}
	return x.lex.in("unveiled", l) || x.lex.action[l] || x.gathering(s, h) || x.amounts(s, h)
}

// alternative reports whether "or" stands between the clause of verb v and another: "will sell the port or |close| it".
func (x *Extractor) alternative(t *tree, v int) bool {
	or := func(k int) bool {
		c := t.child(k, "cc")
		return c >= 0 && t.lower(c) == "or"
	}
	if t.base(v) == "conj" && or(v) {
		return true
	}
	for _, c := range t.children(v) {
		if t.base(c) == "conj" && t.isVerb(c) && or(c) {
			return true
		}
	}
	return false
}

// wentOn reports whether the progressive at v tells what was going on before the verb at said reports it: "reveals that he was
// laughing", "said it has been raining".
func (t *tree) wentOn(said, v int) bool {
	present := t.tag(said) == "VBZ" || t.tag(said) == "VBP"
	for _, c := range t.children(v) {
		if t.base(c) == "aux" && (t.lower(c) == "been" || present && t.tag(c) == "VBD") {
			return true
		}
	}
	return false
}
