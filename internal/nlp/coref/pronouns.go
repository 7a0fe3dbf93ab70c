package coref

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// pronoun resolves "he", "she", "they" and "it" to what stands before it in the same or one of the two sentences before.
func (r *resolver) pronoun(i int) []int {
	m := r.ms[i]
	switch {
	case m.Plural:
		return r.they(i)
	case m.Gender == mention.GenderUnset:
		return r.it(i)
	}
	return r.he(i)
}

// sayingVerbs follow or precede the name of who speaks.
var sayingVerbs = map[string]bool{"said": true, "says": true, "say": true, "told": true, "tells": true, "added": true, "adds": true, "explained": true, "explains": true, "stated": true, "noted": true, "wrote": true, "argued": true, "claimed": true, "claims": true, "insisted": true, "acknowledged": true, "commented": true, "replied": true, "continued": true, "recalled": true, "believes": true, "announced": true}

// speaks reports whether mention k is the subject of a verb of saying: "Ms. Roe also said", "said Ann Roe".
func (r *resolver) speaks(k int) bool {
	m := r.ms[k]
	s := r.d.Sentences[r.sentence[k]]
	for t := m.Last; t < s.Last && t < m.Last+2; t++ {
		if sayingVerbs[strings.ToLower(r.word(t))] {
			return true
		}
	}
	if r.word(m.Last) == "," { // "Ann Roe, a professor of history, said"
		for t := m.Last + 1; t+1 < s.Last && t < m.Last+16; t++ {
			if r.word(t) == "," {
				return sayingVerbs[strings.ToLower(r.word(t+1))]
			}
		}
	}
	return m.First > s.First && sayingVerbs[strings.ToLower(r.word(m.First-1))]
}

// quotes finds the tokens that stand within quotation marks; a quotation ends with its block.
func (r *resolver) quotes() {
	r.quoted = make([]bool, len(r.d.Tokens))
	open, block := false, -1
	for _, s := range r.d.Sentences {
		if s.Block != block {
			open, block = false, s.Block
		}
		for t := s.First; t < s.Last; t++ {
			switch r.d.Word(t) {
			case "“", "``":
				open = true
			case "”", "''":
				open = false
			case `"`:
				open = !open
			default:
				r.quoted[t] = open
			}
		}
	}
}

// he takes the first fitting person of the same sentence, else of the sentence before, else of the one before that: in
// news that is the subject. Who speaks is passed over within what he says of others: in his own quotation, and where
// another person follows his verb of saying. Whom the subject of the pronoun's own clause acts on is somebody else.
func (r *resolver) he(i int) []int {
	m := r.ms[i]
	s := r.sentence[i]
	agent := r.agentOver(i)
	for back := 0; back <= 2; back++ {
		var fit [][]int
		for k := i - 1; k >= 0 && r.sentence[k] >= s-back; k-- {
			if r.sentence[k] != s-back || r.ms[k].Plural || len(r.r.Of[k]) != 1 {
				continue
			}
			c := r.ms[k]
			e := r.r.Entities[r.r.Of[k][0]]
			switch {
			case c.Kind == mention.Person || c.Kind == mention.Pronoun && c.Gender == m.Gender:
			case c.Kind == mention.Role && (e.Kind == mention.Person || personal(r.g, r.roleHead(r.word(c.Head)))):
			default:
				continue
			}
			if agent >= 0 && slices.Equal(r.r.Of[k], r.r.Of[agent]) || back == 0 && r.alongside(k) {
				continue
			}
			if g := e.Gender; e.Kind == mention.Person && g != mention.GenderUnset && g != m.Gender {
				continue
			}
			if r.quoted[m.First] && !r.quoted[c.First] && r.speaks(k) || len(fit) > 0 && back == 0 && r.speaks(k) && !slices.Equal(fit[0], r.r.Of[k]) {
				continue
			}
			if back == 0 && r.thanked(k) {
				return slices.Clone(r.r.Of[k])
			}
			if agent >= 0 && back == 0 && k > agent { // "toured a plant with Lee and had dinner with him": the one named beside
				return slices.Clone(r.r.Of[k])
			}
			fit = append([][]int{r.r.Of[k]}, fit...)
		}
		if len(fit) > 0 {
			return slices.Clone(fit[0])
		}
	}
	return r.ahead(i)
}

// thanks are verbs of praise, which is for what the one praised has done.
var thanks = map[string]bool{"thanked": true, "thanks": true, "thank": true, "congratulated": true, "congratulates": true, "congratulate": true, "praised": true, "praises": true, "commended": true, "commends": true, "applauded": true, "lauded": true}

// thanked reports whether mention k is whom somebody praises for what follows: "congratulated |Lee| on the pact he reached".
func (r *resolver) thanked(k int) bool {
	m := r.ms[k]
	w := r.word(m.Last)
	return (w == "on" || w == "for") && thanks[strings.ToLower(r.word(m.First-1))]
}

// alongside reports whether mention k is only with whom somebody does what its sentence says: "|With Lee|, he signed".
func (r *resolver) alongside(k int) bool {
	m := r.ms[k]
	return m.First == r.d.Sentences[r.sentence[k]].First+1 && strings.EqualFold(r.word(m.First-1), "with") && r.word(m.Last) == ","
}

// ahead is the subject that follows the clause of pronoun i, where nobody is named before it: "Arriving from Chad, where he
// had met the king, Minister Roe went on".
func (r *resolver) ahead(i int) []int {
	last := r.d.Sentences[r.sentence[i]].Last
	for k := i + 1; k < min(len(r.ms), i+farMention) && r.ms[k].First < last; k++ {
		if m := r.ms[k]; m.Kind == mention.Person && len(r.r.Of[k]) == 1 && r.word(m.First-1) == "," && r.verbAt(m.Last) {
			if g := r.r.Entities[r.r.Of[k][0]].Gender; g == mention.GenderUnset || g == r.ms[i].Gender {
				return slices.Clone(r.r.Of[k])
			}
			return nil
		}
	}
	return nil
}

// farVerb is how many tokens before an object its verb is looked for.
const farVerb = 30

// agentOver is the subject of the clause in which pronoun i is an object, -1 if there is none or i is no object: "he" may
// be anybody, but in "Roe had received him" it is not Roe who is received.
func (r *resolver) agentOver(i int) int {
	m := r.ms[i]
	switch w := strings.ToLower(r.word(m.First)); {
	case w == "him":
	case w == "her" && m.Last < len(r.d.Tokens):
		if tag := r.d.Tokens[m.Last].Tag; strings.HasPrefix(tag, "NN") || strings.HasPrefix(tag, "JJ") || tag == "CD" { // whose, not whom
			return -1
		}
	default:
		return -1
	}
	first := r.d.Sentences[r.sentence[i]].First
	for t := m.First - 1; t > max(first, m.First-farVerb); t-- {
		switch r.d.Tokens[t].Tag {
		case "VBD", "VBZ", "VBP", "MD":
		default:
			continue
		}
		for before := t - 1; before >= first; before-- {
			w := strings.ToLower(r.word(before))
			if tag := r.d.Tokens[before].Tag; strings.HasPrefix(tag, "RB") || w == "who" || w == "," {
				continue
			}
			if w == "and" || w == "but" { // the subject is that of the verb before
				break
			}
			for k := i - 1; k >= 0 && r.ms[k].Last > before; k-- {
				if c := r.ms[k]; c.Last == before+1 && (c.Kind == mention.Person || c.Kind == mention.Pronoun || c.Kind == mention.Role) && len(r.r.Of[k]) == 1 {
					return k
				}
			}
			return -1
		}
	}
	return -1
}

// they takes the nearest group before it in the same or the previous sentence: a plural role, or names joined by
// "and".
func (r *resolver) they(i int) []int {
	s := r.sentence[i]
	for back := 0; back <= 1; back++ {
		for k := r.begin(s - back); k < i; k++ {
			if r.sentence[k] != s-back {
				break
			}
			m := r.ms[k]
			if m.Plural && (m.Kind == mention.Role || m.Kind == mention.Pronoun) { // known or not, it is the group that is talked about
				return slices.Clone(r.r.Of[k])
			}
			if group := r.coordinated(k, i); len(group) > 1 {
				return append(group, r.companions(k, i, group)...)
			}
			if others := r.companions(k, i, nil); len(others) > 0 && len(r.r.Of[k]) == 1 {
				return append(slices.Clone(r.r.Of[k]), others...)
			}
		}
	}
	if two := r.whenTheyMet(i); two != nil {
		return two
	}
	return r.pairMet(i)
}

// whenTheyMet are the two people, and no more, whom the sentence names before pronoun i where i says of two that they met:
// "Roe raised it with Minister Sow when |they| spoke".
func (r *resolver) whenTheyMet(i int) []int {
	m := r.ms[i]
	switch strings.ToLower(r.word(m.First - 1)) {
	case "when", "after", "before", "as", "since", "until", "where":
	default:
		return nil
	}
	for t := m.Last; t < m.Last+3; t++ {
		switch w := strings.ToLower(r.word(t)); w {
		case "met", "spoke", "talked", "meet", "conferred":
			if two := r.namedIn(i, r.sentence[i], func(k mention.Kind) bool { return k == mention.Person }); len(two) == 2 {
				return two
			}
			return nil
		case "last", "first", "had", "have", "next", "later", "again":
		default:
			return nil
		}
	}
	return nil
}

// meetingWords are those of a sentence that brings two people together.
var meetingWords = map[string]bool{"met": true, "meets": true, "meeting": true, "hosted": true, "hosts": true, "received": true, "receives": true, "welcomed": true, "welcomes": true, "talks": true, "joined": true, "visited": true, "counterpart": true, "call": true, "phone": true, "telephone": true, "conversation": true}

// farPair is how many sentences before "they" the two are looked for who met.
const farPair = 3

// pairMet are the two people, and no more, whom the sentence before mention i brings together, or one of the two before
// that with nobody else named since: "A met B on Friday. Hours later |they| signed …".
func (r *resolver) pairMet(i int) []int {
	if s := r.sentence[i]; s < 1 || len(r.namedIn(i, s, func(k mention.Kind) bool {
		return k == mention.Person || k == mention.Country || k == mention.Organization
	})) > 0 {
		return nil
	}
	var since []int // people named after the sentence that is looked at
	for s := r.sentence[i] - 1; s >= max(0, r.sentence[i]-farPair); s-- {
		people := r.namedIn(i, s, func(k mention.Kind) bool { return k == mention.Person })
		if len(people) == 2 && r.bringsTogether(s) && !slices.ContainsFunc(since, func(e int) bool { return !slices.Contains(people, e) }) {
			return people
		}
		if len(people) > 1 || r.pluralIn(s) {
			return nil
		}
		since = append(since, people...)
	}
	return nil
}

// bringsTogether reports whether a word of sentence s is one of meeting.
func (r *resolver) bringsTogether(s int) bool {
	for t := r.d.Sentences[s].First; t < r.d.Sentences[s].Last; t++ {
		if meetingWords[strings.ToLower(r.word(t))] {
			return true
		}
	}
	return false
}

// pluralIn reports whether sentence s speaks of several by a role or pronoun.
func (r *resolver) pluralIn(s int) bool {
	for k := r.begin(s); k < len(r.ms) && r.sentence[k] == s; k++ {
		if m := r.ms[k]; m.Plural && (m.Kind == mention.Role || m.Kind == mention.Pronoun) {
			return true
		}
	}
	return false
}

// companions are those whom the list that begins with mention k joins in doing something, known aside: "A and B join C and
// D in saying that they …".
func (r *resolver) companions(k, end int, known []int) []int {
	kind := r.ms[k].Kind
	if kind != mention.Person && kind != mention.Country && kind != mention.Organization {
		return nil
	}
	for t := r.ms[k].Last; t < r.ms[end].First; t++ {
		switch strings.ToLower(r.word(t)) {
		case "join", "joins", "joined":
		case ",", "and", "the", "has", "have", "also":
			continue
		default:
			if slices.ContainsFunc(r.ms[k:end], func(m mention.Mention) bool { return m.Kind == kind && m.Contains(t) }) {
				continue
			}
			return nil
		}
		for x := k + 1; x < end; x++ {
			if r.ms[x].First != t+1 && r.ms[x].First != t+2 || r.ms[x].Kind != kind || len(r.r.Of[x]) != 1 {
				continue
			}
			others := r.coordinated(x, end)
			if others == nil {
				others = slices.Clone(r.r.Of[x])
			}
			return slices.DeleteFunc(others, func(e int) bool { return slices.Contains(known, e) })
		}
		return nil
	}
	return nil
}

// begin is the first mention of sentence s or of one after it.
func (r *resolver) begin(s int) int {
	k, _ := slices.BinarySearch(r.sentence, s)
	return k
}

// coordinated are the entities of the mentions joined by commas and "and" from mention k on, before mention end.
func (r *resolver) coordinated(k, end int) []int {
	m := r.ms[k]
	if m.Kind != mention.Person && m.Kind != mention.Country && m.Kind != mention.Organization || len(r.r.Of[k]) != 1 || m.Within >= 0 || m.Demonym {
		return nil
	}
	out := slices.Clone(r.r.Of[k])
	last, and := m.Last, false
list:
	for x := k + 1; x < end && r.ms[x].First <= last+3; x++ {
		n := r.ms[x]
		if n.Within >= 0 || len(r.r.Of[x]) != 1 {
			continue
		}
		if n.Kind != m.Kind && m.Kind == mention.Person {
			switch {
			case n.Kind == mention.Country && n.First == last+1 && r.word(last) == "of": // "Ann Roe of Chad and …"
				last = n.Last
			case n.Kind == mention.Role && r.r.Entities[r.r.Of[x][0]].Kind == mention.Person && n.First > last: // "…, the president, and the minister, Bob Lee"
				and = and || r.word(n.First-1) == "and" || r.word(n.First-2) == "and"
				last = n.Last
			}
			continue
		}
		if n.Kind != m.Kind {
			continue
		}
		for t := last; t < n.First; t++ {
			switch r.word(t) {
			case "and":
				and = true
			case ",", "the":
			default:
				if and {
					break list // "A and B met C"
				}
				return nil
			}
		}
		if !slices.Contains(out, r.r.Of[x][0]) {
			out = append(out, r.r.Of[x][0])
		}
		last = n.Last
	}
	if !and {
		return nil
	}
	return out
}

// it takes the first country or organisation of the same sentence before it, else of the sentence before.
func (r *resolver) it(i int) []int {
	s := r.sentence[i]
	for back := 0; back <= 1; back++ {
		for k := r.begin(s - back); k < i && r.sentence[k] == s-back; k++ {
			m := r.ms[k]
			if len(r.r.Of[k]) != 1 || m.Demonym || m.Place || m.Within >= 0 {
				continue
			}
			if m.Kind == mention.Country || m.Kind == mention.Organization || m.Kind == mention.Role && !m.Plural && !personal(r.g, r.roleHead(r.word(m.Head))) {
				return slices.Clone(r.r.Of[k])
			}
		}
	}
	return nil
}
