package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

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
	if t.lower(k) == "joined" && t.lower(t.s.Last-1) != ":" && (t.passive(k) || t.lower(k+1) == "by") {
		return found{reason: ownSideJoined}
	}
	if t.isVerb(k) && !t.holds(listing) && t.lower(t.s.Last-1) != ":" {
		return x.presence(s, f, k)
	}
	if len(f.followedBy) > 0 && t.lower(k-1) == "of" && capital(t, k) {
		return found{reason: "only part of a longer noun"} // "the Council of Governors includes"
	}
	at := x.namesBehind(s, k)
	if at < 0 {
		return found{reason: "no list of participants"}
	}
	var hosts, guests, left ends
	if at < t.s.Last {
		if x.ownHeading(t, at) {
			return found{reason: "the participants of one's own side"}
		}
		left = x.named(s, k, at) // "Joining X on the call were Y and Z"
		guests = x.named(s, at, t.s.Last)
	} else {
		hosts, guests = x.roll(s)
	}
	if len(guests.args) == 0 {
		return found{reason: "no second party"}
	}
	callers, joined := x.callers(s, f)
	if len(hosts.args)+len(left.args) > 0 && joined > 0 && callers.args[0].Kind != mention.Person {
		callers, joined = ends{}, 0 // the list names those who met for the state
	}
	left.add(callers.args[:joined], false)
	without := func(args []Arg, others ends) []Arg {
		return slices.DeleteFunc(slices.Clone(args), func(a Arg) bool { return has(others.args, a) })
	}
	guests.args = without(guests.args, left)
	left.add(without(callers.args[joined:], guests), false)
	if len(left.args) == 0 { // beside those who are said to have met them, their staff were only there
		left.add(without(hosts.args, guests), false)
	}
	if len(left.args) == 0 {
		return found{reason: "no first party"}
	}
	var right ends
	for _, a := range guests.args {
		if !slices.ContainsFunc(left.args, func(b Arg) bool { return x.colleagues(s, a, b) }) {
			right.args = append(right.args, a)
		}
	}
	if len(right.args) == 0 {
		return found{reason: "no second party"}
	}
	return x.pairs(s, f, k, k, left, right, happened)
}

func has(args []Arg, a Arg) bool {
	return slices.ContainsFunc(args, func(b Arg) bool { return a.Entity == b.Entity })
}

// namedAfter are what bears somebody's name.
var namedAfter = words("foundation fund institute initiative trust bank university college school center centre endowment")

// named are the people whom tokens [first, last) of the sentence name, or where they name nobody, the states.
func (x *Extractor) named(s *scene, first, last int) (out ends) {
	for _, kind := range [...]mention.Kind{mention.Person, mention.Country} {
		for _, m := range s.men {
			mm := s.r.Mentions[m]
			if mm.First < first || mm.Last > last || mm.Within >= 0 || mm.Kind != kind || s.at(mm.Head) != m {
				continue
			}
			if next := mm.Last; kind == mention.Person && namedAfter[s.t.lower(next)] {
				continue // part of a body's name, where nothing parts the names: "Ann Lee |Foundation| Bob Roe Fund"
			}
			out.add(s.denoted(m))
		}
		if len(out.args) > 0 {
			break
		}
	}
	return out
}

// presence relates who is said to have been at a meeting told of before with those on the other side of it: "X received Y.
// His minister, Z, also attended the meeting."
func (x *Extractor) presence(s *scene, f *frame, v int) found {
	var who, others ends
	heads, _ := x.subjects(s.t, v)
	x.collect(s, f, &who, heads, "person")
	if s.t.lemma(v) == "join" {
		who.args = slices.DeleteFunc(who.args, func(a Arg) bool { return a.Kind != mention.Person })
	}
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
	if len(others.args) == 0 {
		callers, joined := x.callers(s, f)
		others.args = callers.args[:joined]
	}
	others.args = slices.DeleteFunc(others.args, func(b Arg) bool {
		return b.Kind != mention.Person || slices.ContainsFunc(who.args, func(a Arg) bool { return a.Entity == b.Entity || x.colleagues(s, a, b) })
	})
	if len(others.args) == 0 {
		return found{reason: "no second party"}
	}
	return x.pairs(s, f, v, v, who, others, x.status(s.t, v))
}

// namesBehind is the token at which the participants' names begin in the sentence, its end if they stand on the lines
// below, -1 if the sentence does not list them.
func (x *Extractor) namesBehind(s *scene, k int) int {
	t := s.t
	if t.lower(t.s.Last-1) == ":" || k >= t.s.Last-1 {
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

// ownSideJoined is why nobody met those who joined him for a meeting.
const ownSideJoined = "those who joined are of one's own side"

// joinedFor reports whether a noun of meeting says for what meeting, told of before, somebody was joined by others: "X was
// joined by Y for the talks".
func joinedFor(t *tree, noun int) bool {
	if !near(t, noun-2, noun, definite) || t.caseOf(noun) != "for" {
		return false
	}
	for k := noun - 4; t.in(k) && k > noun-20; k-- {
		if t.lower(k) == "joined" && t.lower(k+1) == "by" {
			return true
		}
	}
	return false
}

// endsLine reports whether noun k ends a short line, as a heading does: "Outside Participants:", "Participants".
func endsLine(t *tree, k int) bool {
	return t.s.Last-t.s.First < longestHeading/2 && (k == t.s.Last-1 || k == t.s.Last-2 && t.lower(k+1) == ":")
}

// heading reports whether a sentence heads or holds a list of participants, by the words that it must have: a cheap look
// before anything is parsed.
func heading(t *tree, k int) bool {
	if t.lower(t.s.Last-1) == ":" || endsLine(t, k) {
		return true
	}
	if !t.isNoun(k) && (also[t.lower(k-1)] || also[t.lower(k-2)] || near(t, k+1, k+5, sameMeeting) && near(t, k+1, k+4, definite)) {
		return true
	}
	for i := k + 1; t.in(i) && i < k+farNames; i++ {
		if listing[t.lower(i)] {
			return t.isNoun(k) || strings.HasPrefix(t.lower(k), "participa") || t.lower(k) == "joining"
		}
	}
	return false
}
