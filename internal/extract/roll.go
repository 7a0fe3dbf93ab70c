package extract

import (
	"slices"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
)

// farConvenor is how many sentences into an article it is said who called the meeting that a list of participants is of.
const farConvenor = 6

// roll are those whom the lines below the sentence name: the host's own side, and the others. Where the lines have run into
// one, everybody whom it names is one of the others.
func (x *Extractor) roll(s *scene) (hosts, guests ends) {
	at := -1
	var list []mention.Line
	var mixed ends // of the host's side, among others
	for _, l := range s.lists {
		if k := slices.IndexFunc(l, func(l mention.Line) bool { return l.Heads && l.Sentence == s.index }); k >= 0 {
			list, at = l, k
		}
	}
	own := x.ownHeading(s.t, s.t.s.Last)
	if at < 0 {
		if s.t.lower(s.t.s.Last-1) == ":" && !own {
			guests = x.runTogether(s)
		}
		return hosts, guests
	}
	for n, l := range list {
		if n <= at {
			continue
		}
		t := bareTree(s.d, l.Sentence)
		if l.Heads {
			own = x.ownHeading(t, t.s.Last)
			continue
		}
		args := s.lineParties(l)
		switch body := len(args) == 0 || args[0].Kind != mention.Person; {
		case body && !l.Marked && n+1 < len(list) && len(args)+len(s.lineParties(list[n+1])) > len(args) && s.lineParties(list[n+1])[0].Kind == mention.Person:
			own = x.ownLine(t) // a heading
		case own && !body:
			hosts.add(args, false)
		case own:
		case x.ownLine(t):
			if !body {
				mixed.add(args, false)
			}
		case len(guests.args) < manyParties:
			guests.add(args, false)
		}
	}
	if len(mixed.args) <= len(guests.args) {
		hosts.add(mixed.args, false)
	} else {
		guests.add(mixed.args, false) // most are of one's own: whoever called the meeting met them all
	}
	return hosts, guests
}

// lineParties are the people whom a line of a list names first, or the body that it begins with.
func (s *scene) lineParties(l mention.Line) (args []Arg) {
	end := -1
	for _, m := range s.sentences[l.Sentence] {
		mm := s.r.Mentions[m]
		if mm.Kind != mention.Person || mm.Within >= 0 || end >= 0 && (mm.First != end+1 || s.d.Word(end) != "and" && s.d.Word(end) != "&") {
			continue
		}
		who, _ := s.denoted(m)
		args, end = append(args, who...), mm.Last
	}
	if end >= 0 {
		return args
	}
	for _, m := range s.sentences[l.Sentence] {
		if mm := s.r.Mentions[m]; mm.Kind == mention.Organization && mm.Within < 0 && mm.First <= l.First+1 {
			who, _ := s.denoted(m)
			return who
		}
	}
	return nil
}

// runTogether are the people named in the paragraph below the sentence, if it is no running text.
func (x *Extractor) runTogether(s *scene) (out ends) {
	for i := s.index + 1; i < len(s.d.Sentences) && (i == s.index+1 || s.d.Sentences[i].Block == s.d.Sentences[i-1].Block); i++ {
		t := bareTree(s.d, i)
		if t.lower(t.s.Last-1) == "." && x.hasVerb(t) {
			return ends{}
		}
		for _, m := range s.sentences[i] {
			if mm := s.r.Mentions[m]; mm.Kind == mention.Person && mm.Within < 0 && len(out.args) < manyParties {
				out.add(s.denoted(m))
			}
		}
	}
	return out
}

// ownHeading reports whether what heads a list, up to token last, says that those of the host's own side follow: "White
// House participants:".
func (x *Extractor) ownHeading(t *tree, last int) bool {
	for k := t.s.First; k < last; k++ {
		switch w, next := t.lower(k), t.lemma(k+1); w {
		case "administration", "cabinet":
			return t.tag(k+1) != "POS"
		case "house":
			if t.lower(k-1) == "white" && (next == ":" || !t.in(k+1) || ownPeople[next] || next == "and" && k < t.s.First+3) {
				return true
			}
		case "government", "federal":
			if next == ":" || ownPeople[next] {
				return true
			}
		}
	}
	return false
}

// ownPeople are the nouns by which a heading calls those of the host's side.
var ownPeople = words("participant attendee official staff speaker representative leader")

// ownLine reports whether a line of a list names somebody of the host's side by his office: "Special Assistant to the
// President", "Secretary of Labor", "Department of Energy".
func (x *Extractor) ownLine(t *tree) bool {
	for k := t.s.First; k < t.s.Last; k++ {
		before, next := t.lower(k-1), t.lower(k+1)
		switch t.lower(k) {
		case "administration", "cabinet", "staff":
			return true
		case "house":
			if before == "white" {
				return true
			}
		case "president":
			if before == "the" && t.lower(k-2) == "to" {
				return true
			}
		case "department":
			if next == "of" && (!capital(t, k-1) || before == "the" || before == "u.s." || before == "us") {
				return true
			}
		case "secretary":
			if next == "of" && capital(t, k+2) || capital(t, k+1) && next != "general" && before != "general" && before != "executive" && before != "permanent" {
				return true
			}
		}
	}
	return false
}

// callers are the people whom the article says, near its beginning or in its headline, to have met somebody or called a
// meeting, and behind the first of them, from index joined on, those who joined them.
func (x *Extractor) callers(s *scene, f *frame) (out ends, joined int) {
	var states ends // of whom only unnamed people met
	for i := 0; i < s.index && i < farConvenor; i++ {
		if b := s.d.Sentences[i].Block; b < len(s.d.Blocks) && !s.d.Blocks[b].Kind.States() || joined > 0 && !s.says(i, "joined") {
			continue
		}
		near := x.newScene(s.d, s.r, i, s.sentences)
		near.speech, near.before = s.speech, s.before
		if joined == 0 {
			for _, a := range x.convenors(near, f).args {
				if a.Kind == mention.Person {
					out.add([]Arg{a}, false)
				} else {
					states.add([]Arg{a}, false)
				}
			}
			if len(out.args) > 0 { // "X and staff from the Office of Y"
				out.add(slices.DeleteFunc(slices.Clone(states.args), func(a Arg) bool { return a.Kind != mention.Organization }), false)
			}
			joined = len(out.args)
		}
		if joined > 0 {
			x.joiners(near, f, &out)
		}
	}
	if joined == 0 && s.index > 0 {
		out = x.whoseMeeting(s)
		joined = len(out.args)
	}
	if joined == 0 {
		return states, len(states.args)
	}
	return out, joined
}

// says reports whether sentence i has the word.
func (s *scene) says(i int, word string) bool {
	for k := s.d.Sentences[i].First; k < s.d.Sentences[i].Last; k++ {
		if s.d.Word(k) == word {
			return true
		}
	}
	return false
}

// convenors are the people whom the sentence says to have met somebody or called a meeting.
func (x *Extractor) convenors(s *scene, f *frame) (out ends) {
	t := s.t
	for k := t.s.First; k < t.s.Last; k++ {
		if !t.isVerb(k) || t.tag(k) == "VBN" || t.passive(k) || !x.convening(t, k) || x.status(t, k).status != Occurred {
			continue
		}
		heads, _ := x.subjects(t, k)
		x.collect(s, f, &out, append(heads, x.company(s, heads)...), "person")
		if len(out.args) == 0 {
			x.collect(s, f, &out, x.appositive(s, k, heads), "person")
		}
		if len(out.args) > 0 {
			return out
		}
	}
	return out
}

// convening reports whether verb k is of meeting people or calling a meeting: "convened", "had a call", "gave remarks".
func (x *Extractor) convening(t *tree, k int) bool {
	l := t.lemma(k)
	if x.lex.in("convening", l) {
		return true
	}
	return slices.ContainsFunc(x.objects(t, k), func(o int) bool {
		w := t.lemma(o)
		return x.lex.in("holdtalks", l) && x.lex.in("talks", w) || w == "remark" || w == "remarks"
	})
}

// joiners adds to the callers of a meeting those who joined one of them, but nobody of another country: "X, joined by Y,
// hosted", "X was joined by Y".
func (x *Extractor) joiners(s *scene, f *frame, callers *ends) {
	t := s.t
	for k := t.s.First; k < t.s.Last; k++ {
		if t.lower(k) != "joined" || t.lower(k+1) != "by" {
			continue
		}
		if heads, _ := x.surface(t, k, 0); t.lower(k-1) != "," && !slices.ContainsFunc(x.argsOf(s, f, heads), func(a Arg) bool { return has(callers.args, a) }) {
			continue
		}
		for j := k + 2; t.in(j) && j < k+8; j++ {
			m := s.at(j)
			if m < 0 || s.r.Mentions[m].Kind != mention.Person {
				continue
			}
			for _, a := range x.argsOf(s, f, []int{s.r.Mentions[m].Head}) {
				if !slices.ContainsFunc(callers.args, func(b Arg) bool { return x.foreigners(s, a, b) }) {
					callers.add([]Arg{a}, false)
				}
			}
			break
		}
	}
}

func (x *Extractor) argsOf(s *scene, f *frame, heads []int) []Arg {
	var out ends
	x.collect(s, f, &out, heads, "person")
	return out.args
}

// foreigners reports whether two people are known to be of different countries.
func (x *Extractor) foreigners(s *scene, a, b Arg) bool {
	if a.Entity < 0 || b.Entity < 0 {
		return false
	}
	p, q := s.r.Entities[a.Entity].Code, s.r.Entities[b.Entity].Code
	return p != "" && q != "" && p != q
}

// whoseMeeting are the people whose meeting the headline says it was: "Readout of X’s Meeting with Harbour Pilots".
func (x *Extractor) whoseMeeting(s *scene) (out ends) {
	first := s.d.Sentences[0]
	if b := first.Block; b >= len(s.d.Blocks) || s.d.Blocks[b].Kind != nlp.BlockHeadline {
		return out
	}
	head := bareScene(s.d, s.r, 0, s.sentences, nil)
	for _, m := range s.sentences[0] {
		mm := s.r.Mentions[m]
		if mm.Kind != mention.Person || head.t.tag(mm.Last) != "POS" {
			continue
		}
		for k := mm.Last + 1; head.t.in(k) && k < mm.Last+5; k++ {
			if x.lex.in("talks", head.t.lemma(k)) || x.lex.in("eventive", head.t.lemma(k)) {
				out.add(s.denoted(m))
				return out
			}
		}
	}
	return out
}
