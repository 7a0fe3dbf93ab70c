package extract

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// relation makes a relation of s.
func (x *Extractor) relation(s *scene, f *frame, trigger, host int, a, b Arg, st fact, inherited int) Relation {
	first, last := min(trigger, host), max(trigger, host)+1
	if last-first > 6 {
		first, last = trigger, trigger+1
	}
	if trigger == host && s.t.lower(trigger+1) == "with" {
		last = trigger + 2
	}
	return Relation{
		Type: f.Type, Symmetric: f.typ.Symmetric, Source: a, Target: b, Status: st.status, Cue: st.cue,
		Date:     x.dateBehind(s, trigger, b, st.status != Occurred),
		Sentence: s.index, Quote: s.t.d.TokenSpan(s.t.s.First, s.t.s.Last), Trigger: s.t.d.TokenSpan(first, last),
		Rule: f.Rule, Confidence: x.confidence(s, f, a, b, inherited),
	}
}

// confidence starts from the rule's and goes down with every step that could be wrong: a subject inherited through
// other verbs or guessed from its place, an end that the sentence does not name.
func (x *Extractor) confidence(s *scene, f *frame, a, b Arg, inherited int) float64 {
	c := f.Confidence * math.Pow(0.95, float64(min(inherited, 6)))
	for _, e := range [...]Arg{a, b} {
		if e.Entity >= 0 && !named(s.r.Entities[e.Entity], s.d.Slice(e.Span)) {
			c *= 0.93
		}
	}
	return math.Round(c*1000) / 1000
}

// named reports whether words hold a word of an entity's name.
func named(e coref.Entity, words string) bool {
	for _, w := range strings.Fields(e.Name) {
		if len(w) > 2 && strings.Contains(words, w) {
			return true
		}
	}
	return slices.Contains(e.Aliases, words)
}

// guessed is the number of inherited steps that a subject guessed from its place counts for.
const guessed = 4

// dateBehind is the day that stands right behind the second end, else the trigger's: "met A on Monday and B on Tuesday".
func (x *Extractor) dateBehind(s *scene, trigger int, b Arg, ahead bool) when.Date {
	for k := trigger + 1; k < s.t.s.Last; k++ {
		if s.d.Tokens[k].End != b.Span.End {
			continue
		}
		end := s.setting(k + 1)
		for _, e := range s.t.dates {
			if e.First > k && e.Last <= end {
				return e.In(ahead)
			}
		}
		break
	}
	return x.date(s, trigger, ahead)
}

// date is the day of what trigger says: the nearest date with no other finite verb between.
func (x *Extractor) date(s *scene, trigger int, ahead bool) when.Date {
	if day := s.t.yearOf(trigger); day.Year != 0 {
		return day
	}
	return x.nearest(s, trigger, ahead, func(when.Expr) bool { return true })
}

// yearOf is the year that stands before noun i: "their historic 1998 meeting".
func (t *tree) yearOf(i int) when.Date {
	for k := i - 1; t.isNoun(i) && t.in(k) && (t.isNoun(k) || strings.HasPrefix(t.tag(k), "JJ") || t.tag(k) == "CD"); k-- {
		if y, err := strconv.Atoi(t.lower(k)); err == nil && len(t.lower(k)) == 4 && y >= 1800 && y < 2100 {
			return when.Date{Year: y, Basis: when.Stated}
		}
	}
	return when.Date{}
}

// saidOn is the day on which trigger made target known: a date of the announcing itself, never one of what is announced.
func (x *Extractor) saidOn(s *scene, trigger int, target headed, ahead bool) when.Date {
	t := s.t
	return x.nearest(s, trigger, ahead, func(e when.Expr) bool {
		at := s.d.Tokens[e.First].Start
		day := e.In(ahead)
		switch {
		case t.base(trigger) == "parataxis" && t.isVerb(t.parent(trigger)):
			return e.First > trigger && t.lower(trigger+1) != "," // "will close on May 1, he said on Monday"
		case at >= target.arg.Span.Start && at < target.arg.Span.End:
			return false
		case target.head < trigger:
			return e.First > trigger || e.First < target.head
		case e.Last <= trigger:
			return true
		case t.infinitiveWithin(trigger, e.First):
			return false // "announced plans to vote on Tuesday"
		case e.First < target.head:
			return true // beside the trigger, the target behind
		case t.isVerb(target.head):
			return false // within what will be done
		}
		return !e.Future && day.Day != 0 && !later(day, s.d)
	})
}

// infinitiveWithin reports whether an infinitive begins among tokens [first, last).
func (t *tree) infinitiveWithin(first, last int) bool {
	for k := first; k < last; k++ {
		if t.tag(k) == "TO" && t.tag(k+1) == "VB" {
			return true
		}
	}
	return false
}

// nearest is the nearest date to trigger of those that may be it, with no other finite verb between.
func (x *Extractor) nearest(s *scene, trigger int, ahead bool, may func(when.Expr) bool) when.Date {
	t := s.t
	best, out := 1<<30, when.Date{}
	for _, e := range t.dates {
		if w := t.lower(e.First - 1); w == "since" || w == "until" || w == "of" && e.Date.Day == 0 || !may(e) {
			continue
		}
		lo, hi := min(trigger, e.First)+1, max(trigger, e.First)
		dist := hi - lo
		for k := lo; k < hi; k++ {
			if w := t.lower(k); t.isFinite(k) && !t.is(k, "aux", "cop") || w == "that" || w == "who" || w == "which" {
				dist += 1000
			}
		}
		if aside(t, e.First, trigger) || t.purposeWithin(trigger, e.First) {
			dist += 1000
		}
		if dist < best {
			best, out = dist, e.In(ahead)
		}
	}
	if best >= 1000 {
		return when.Date{}
	}
	return out
}

// purposeWithin reports whether an infinitive behind a comma begins among tokens [first, last): "signed the treaty, to join
// the bank on 1 July".
func (t *tree) purposeWithin(first, last int) bool {
	for k := first + 1; k < last; k++ {
		if t.tag(k) == "TO" && t.tag(k+1) == "VB" && t.lower(k-1) == "," {
			return true
		}
	}
	return false
}

// aside reports whether token i stands before the trigger in a relative clause of its own: "the powers that won the war
// in 1945 signed a treaty".
func aside(t *tree, i, trigger int) bool {
	verb := false
	for k := i - 1; t.in(k) && i < trigger; k-- {
		switch g := t.tag(k); {
		case t.lower(k) == "," || t.lower(k) == ";":
			return false
		case g == "WDT" || g == "WP":
			return verb
		case t.isFinite(k):
			verb = true
		}
	}
	return false
}

// withinTerms reports whether a day behind the signing at k is one of what is agreed: "a deal to open the bridge on 1 May", "…,
// closing the base on 1 May", "a truce through 1 May".
func (x *Extractor) withinTerms(s *scene, k int, day when.Date) bool {
	t := s.t
	for _, e := range t.dates {
		if e.First <= k || e.In(false) != day && e.In(true) != day {
			continue
		}
		for i := k + 1; i <= e.First; i++ {
			switch w := t.lower(i); {
			case t.tag(i) == "TO" && t.tag(i+1) == "VB", t.tag(i) == "VBG" && (t.lower(i-1) == "," || t.isNoun(i-1)), w == "that", w == "which", w == "through", w == "until", w == "till", w == "by" && i > e.First-4:
				return true
			}
		}
	}
	return false
}

// hasDay reports whether a day stands in the clause of trigger k.
func (x *Extractor) hasDay(s *scene, k int) bool {
	t := s.t
	for _, e := range t.dates {
		lo, hi := min(k, e.First)+1, max(k, e.First)
		clear := hi-lo < 20
		for i := lo; i < hi; i++ {
			if t.isFinite(i) && !t.is(i, "aux", "cop") {
				clear = false
			}
		}
		if clear && e.Last > e.First && !x.yearOnly(t, e) {
			return true
		}
	}
	return false
}

func (x *Extractor) yearOnly(t *tree, e when.Expr) bool {
	return e.Last == e.First+1 && t.tag(e.First) == "CD"
}
