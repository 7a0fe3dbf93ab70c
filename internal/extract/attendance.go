package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// farConvenor is how many sentences into an article it is said who called the meeting that a list of participants is of.
const farConvenor = 6

// also says that somebody was at a meeting told of before; so do definite and a word of sameMeeting: "attended the talks".
var (
	also        = words("also too likewise")
	definite    = words("the their this both")
	sameMeeting = words("meeting talks call conversation lunch dinner session discussion discussions")
)

// listing are the verbs by which a sentence lists participants.
var listing = words("include included were")

// longestHeading is how many tokens the line has at most that heads a roll: "The state leaders included:".
const longestHeading = 16

// farNames is how far behind the word for participants their names may begin, in tokens.
const farNames = 24

// attendance relates whoever an article says met or convened people with those whom a list of participants names: in a
// sentence, "Participants in the call included A and B", or on the lines below one, "Attendees:". k is the word for the
// participants or for taking part.
func (x *Extractor) attendance(s *scene, f *frame, k int) found {
	t := s.t
	if t.isVerb(k) && !t.holds(listing) && t.lower(t.s.Last-1) != ":" {
		return x.presence(s, f, k)
	}
	at := x.namesBehind(s, k)
	if at < 0 {
		return found{reason: "no list of participants"}
	}
	if w := x.hostsSide(t); w != "" {
		return found{reason: "the participants of one's own side"}
	}
	var who ends
	if at < t.s.Last {
		for _, m := range s.men {
			if mm := s.r.Mentions[m]; mm.First >= at && mm.Within < 0 && s.at(mm.Head) == m {
				who.add(s.denoted(m))
			}
		}
	} else {
		for i := s.index + 1; i < len(s.d.Sentences) && s.isItem(i) && len(who.args) < manyParties; i++ {
			if x.hostsSide(&tree{d: s.d, s: s.d.Sentences[i]}) == "" {
				who.add(s.firstPerson(i), false)
			}
		}
	}
	var left ends
	for i := 0; i < s.index && i < farConvenor && len(left.args) == 0; i++ {
		left = x.convenors(s, f, i)
	}
	if len(left.args) == 0 {
		return found{reason: "no first party"}
	}

	var right ends
	people := slices.ContainsFunc(who.args, func(a Arg) bool { return a.Kind == mention.Person })
	for _, a := range who.args {
		fits := a.Kind == mention.Person || a.Kind == mention.Country && !people && at < t.s.Last
		for _, b := range left.args {
			fits = fits && !x.colleagues(s, a, b)
		}
		if fits {
			right.args = append(right.args, a)
		}
	}
	if len(right.args) == 0 {
		return found{reason: "no second party"}
	}
	return x.pairs(s, f, k, k, left, right, happened)
}

// presence relates who is said to have been at a meeting told of before with those on the other side of it: "X received Y.
// His minister, Z, also attended the meeting."
func (x *Extractor) presence(s *scene, f *frame, v int) found {
	var who, others ends
	heads, _ := x.subjects(s.t, v)
	x.collect(s, f, &who, heads, "person")
	if len(who.args) == 0 || s.before == nil {
		return found{reason: "nobody named"}
	}
	for i := s.index - 1; i >= 0 && i >= s.index-3 && len(others.args) == 0; i-- {
		for _, rel := range s.before.Relations {
			if rel.Sentence == i && rel.Type == f.Type && rel.Status == Occurred {
				others.add([]Arg{rel.Source, rel.Target}, false)
			}
		}
	}
	for i := 0; i < s.index && i < farConvenor && len(others.args) == 0; i++ {
		others = x.convenors(s, f, i)
	}
	others.args = slices.DeleteFunc(others.args, func(b Arg) bool {
		return b.Kind != mention.Person || slices.ContainsFunc(who.args, func(a Arg) bool { return a.Entity == b.Entity || x.colleagues(s, a, b) })
	})
	if len(others.args) == 0 {
		return found{reason: "no second party"}
	}
	return x.pairs(s, f, v, v, who, others, x.status(s.t, v))
}

// firstPerson is whom a line of a list names first.
func (s *scene) firstPerson(i int) []Arg {
	for _, m := range s.sentences[i] {
		if mm := s.r.Mentions[m]; mm.Kind == mention.Person && mm.Within < 0 {
			args, _ := s.denoted(m)
			return args
		}
	}
	return nil
}

// namesBehind is the token at which the participants' names begin in the sentence, its end if they stand on the lines
// below, -1 if the sentence does not list them.
func (x *Extractor) namesBehind(s *scene, k int) int {
	t := s.t
	if t.lower(t.s.Last-1) == ":" {
		return t.s.Last
	}
	for i := k + 1; t.in(i) && i < k+farNames; i++ {
		if w := t.lower(i); listing[w] || w == ":" {
			if t.isVerb(i+1) && t.tag(i+1) != "VBG" || t.tag(i+1) == "RB" || t.tag(i+1) == "JJ" {
				return -1 // "participants were told"
			}
			return i + 1
		}
	}
	return -1
}

// hostsSide is the word by which a list, or a line of one, says that it has those of the host's own side: "White House
// participants", "Special Assistant to the President"; "" if none does.
func (x *Extractor) hostsSide(t *tree) string {
	for k := t.s.First; k < t.s.Last; k++ {
		w, before, next := t.lower(k), t.lower(k-1), t.lemma(k+1)
		switch {
		case w == "administration" && k < t.s.First+5, w == "cabinet", w == "staff" && k < t.s.First+3,
			w == "house" && before == "white" && (t.lower(t.s.Last-1) != ":" || next == "participant" || next == "official" || next == "attendee" || next == "staff"),
			w == "president" && before == "the" && t.lower(k-2) == "to":
			return w
		}
	}
	return ""
}

// convenors are the people whom sentence i of the body says to have met somebody or called a meeting.
func (x *Extractor) convenors(s *scene, f *frame, i int) (out ends) {
	if b := s.d.Sentences[i].Block; b < len(s.d.Blocks) && !s.d.Blocks[b].Kind.States() {
		return out
	}
	near := x.newScene(s.d, s.r, i, s.sentences)
	near.speech, near.before = s.speech, s.before
	t := near.t
	for k := t.s.First; k < t.s.Last; k++ {
		if !t.isVerb(k) || t.tag(k) == "VBN" || !x.lex.in("convening", t.lemma(k)) || x.status(t, k).status != Occurred {
			continue
		}
		heads, _ := x.subjects(t, k)
		x.collect(near, f, &out, heads, "person")
		if len(out.args) == 0 {
			x.collect(near, f, &out, x.appositive(near, k, heads), "person")
		}
		if len(out.args) > 0 {
			return out
		}
	}
	return out
}

// heading reports whether a sentence heads or holds a list of participants, by the words that it must have: a cheap look
// before anything is parsed.
func heading(t *tree, k int) bool {
	if t.lower(t.s.Last-1) == ":" {
		return true
	}
	if !t.isNoun(k) && (also[t.lower(k-1)] || also[t.lower(k-2)] || near(t, k+1, k+5, sameMeeting) && near(t, k+1, k+4, definite)) {
		return true
	}
	for i := k + 1; t.in(i) && i < k+farNames; i++ {
		if listing[t.lower(i)] {
			return t.isNoun(k) || strings.HasPrefix(t.lower(k), "participa")
		}
	}
	return false
}
