package coref

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
)

// collective are the plural nouns that stand for states or parties rather than for people.
var collective = map[string]bool{"side": true, "country": true, "nation": true, "government": true, "state": true, "neighbor": true, "neighbour": true, "party": true, "capital": true, "delegation": true, "power": true, "ally": true, "rival": true, "foe": true, "faction": true}

// statesOnly are those of them that no organisation is one of.
var statesOnly = map[string]bool{"country": true, "nation": true, "state": true, "government": true, "capital": true, "neighbor": true, "neighbour": true}

// companies are the plural nouns that stand for organisations only.
var companies = map[string]bool{"company": true, "firm": true, "airline": true, "group": true, "union": true, "bank": true, "carmaker": true, "automaker": true, "organization": true, "movement": true, "militia": true}

// rebels are those who fight a state together, and so make a body where the text names it.
var rebels = map[string]bool{"rebel": true, "guerrilla": true, "insurgent": true, "separatist": true}

// insurgents are the one organisation that the text before mention i calls rebels or the like: "the Free Ruvu Movement, a rebel
// group, … The rebels".
func (r *resolver) insurgents(i int) []int {
	found := -1
	for k := max(0, i-farState); k < i; k++ {
		m := r.ms[k]
		if m.Kind != mention.Organization || len(r.r.Of[k]) != 1 || !r.fights(k) {
			continue
		}
		if e := r.r.Of[k][0]; found >= 0 && e != found {
			return nil
		}
		found = r.r.Of[k][0]
	}
	if found < 0 {
		return nil
	}
	return []int{found}
}

// fights reports whether the words beside organisation k call it rebels: "rebels of the |Free Ruvu Movement|", "|Free Ruvu|
// guerrillas", "the main rebel group, |Free Ruvu|".
func (r *resolver) fights(k int) bool {
	m, s := r.ms[k], r.d.Sentences[r.sentence[k]]
	for t := max(s.First, m.First-5); t < m.First; t++ {
		if w := strings.ToLower(r.word(t)); rebels[w] || rebels[strings.TrimSuffix(w, "s")] {
			return !slices.ContainsFunc(r.d.Tokens[t:m.First], func(w nlp.Token) bool {
				return strings.HasPrefix(w.Tag, "VB") || w.Tag == "CC" || w.Tag == "MD"
			})
		}
	}
	w := strings.ToLower(r.word(m.Last))
	return rebels[w] || rebels[strings.TrimSuffix(w, "s")] || m.Last-1 > m.First && rebels[strings.TrimSuffix(strings.ToLower(r.word(m.Last-1)), "s")]
}

// plural resolves "the two ministers", "both countries", "Indian officials", "the foreign ministers of India and Iran".
func (r *resolver) plural(i int, head string) []int {
	m := r.ms[i]
	if title := gazetteer.Fold(m.Title); title == "heads of state" || title == "heads of government" || title == "heads of state and government" {
		head = "leader"
	}
	codes := m.Codes
	if codes == nil && m.Code != "" {
		codes = []string{m.Code}
	}
	if len(codes) > 0 || m.Org != "" {
		if len(codes) > 1 && (m.Definite || head != "official" && r.inHeadline(i)) && !collective[head] {
			var people []int
			for _, c := range codes {
				one := m
				one.Code, one.Codes, one.Plural = c, nil, false
				if e, ok := r.holderOf(i, one, head); ok && r.r.Entities[e].Code == c && !slices.Contains(people, e) {
					people = append(people, e)
				} else if e, ok := r.only(i, c); ok && !slices.Contains(people, e) {
					people = append(people, e)
				}
			}
			if len(people) == len(codes) {
				return people
			}
		}
		return r.sides(i)
	}
	if officialBodies[head] && !(collective[head] && m.Count > 1) {
		return r.sameBody(i, head)
	}
	if !m.Definite && m.Count == 0 {
		if head == "official" && m.First == r.d.Sentences[r.sentence[i]].First && m.Last == m.First+1 { // "Officials announced …"
			if e, ok := r.main(); ok {
				return []int{e}
			}
		}
		return nil
	}
	if head == "two" || head == "both" || head == "pair" || head == "duo" || head == "couple" {
		return r.some(i, 2)
	}
	if m.Count > 2 && m.Title == head && r.g.Title(head).Lemma == "" { // "the three"
		return r.some(i, m.Count)
	}
	if collective[head] {
		if !m.Definite && strings.Contains(m.Title, " ") {
			return nil // "two oil producing countries": whichever
		}
		found := r.recent(i, max(m.Count, 2), func(e Entity) bool {
			return e.Kind == mention.Country || e.Kind == mention.Organization && !statesOnly[head]
		})
		if found == nil && (head == "rival" || head == "foe") {
			return r.some(i, 2)
		}
		if found == nil && statesOnly[head] && (m.Count == 2 || strings.EqualFold(r.word(m.First), "both")) {
			return r.theTwo(i)
		}
		return found
	}
	if companies[head] && (m.Count > 1 || strings.EqualFold(r.word(m.First), "both")) && !strings.Contains(m.Title, " ") {
		return r.recent(i, max(m.Count, 2), func(e Entity) bool { return e.Kind == mention.Organization })
	}
	if rebels[head] && m.Definite && !strings.Contains(m.Title, " ") {
		return r.insurgents(i)
	}
	want := m.Count
	if r.ofBoth(m.Last) && want == 0 { // "the ministers of the two countries"
		want = 2
	}
	for _, role := range []string{head, lesser[head]} {
		if people := r.group(i, want, func(e Entity) bool { return e.Kind == mention.Person && r.plays(e, role) }); people != nil && role != "" {
			return people
		}
	}
	if people := r.sameRole(i, head); people != nil {
		return people
	}
	if people := r.introduced(i, want, head); people != nil {
		return people
	}
	return r.officeholders(i, head)
}

// officeholders are whom "both presidents" or "the two foreign ministers" stand for where the text names two states and not
// both of their presidents: those whom it names, and the states for the others.
func (r *resolver) officeholders(i int, head string) []int {
	m := r.ms[i]
	if !m.Official || !m.Definite || !personal(r.g, head) || m.Count != 2 && !strings.EqualFold(r.word(m.First-1), "both") {
		return nil
	}
	var states, out []int
	for back := 0; back <= 8 && len(states) < 2; back++ {
		states = r.namedIn(i, r.sentence[i]-back, func(k mention.Kind) bool { return k == mention.Country })
	}
	if len(states) != 2 {
		return nil
	}
	for _, s := range states {
		one := m
		one.Code, one.Plural = r.r.Entities[s].Code, false
		if e, ok := r.holderOf(i, one, head); ok && r.r.Entities[e].Code == one.Code {
			s = e
		}
		out = append(out, s)
	}
	return out
}

// farState is how many mentions before "the two countries" these are looked for.
const farState = 300

// theTwo are the only two states that the text before mention i names, those that somebody visits included: "Prime
// Minister A of Chad visited Mali … between the two countries". Cities stand for no state here.
func (r *resolver) theTwo(i int) []int {
	var found []int
	for k := max(0, i-farState); k < i; k++ {
		if m := r.ms[k]; m.Kind != mention.Country || m.Place && m.Seat || len(r.r.Of[k]) != 1 || slices.Contains(found, r.r.Of[k][0]) {
			continue
		}
		if found = append(found, r.r.Of[k][0]); len(found) > 2 {
			return nil
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// introduced are the count people of a role whom the two sentences after mention i name in a list and the text before it
// does not: "The two presidents signed a pact. A of X and B of Y then dined together."
func (r *resolver) introduced(i, count int, head string) []int {
	for k := i + 1; k < len(r.ms) && r.sentence[k] <= r.sentence[i]+2 && count > 1; k++ {
		if r.ms[k].Kind != mention.Person || r.sentence[k] == r.sentence[i] {
			continue
		}
		list := r.coordinated(k, len(r.ms))
		if len(list) == count && !slices.ContainsFunc(list, func(e int) bool {
			return r.r.Entities[e].Title != "" && !r.plays(r.r.Entities[e], head) || r.namedBefore(e, i)
		}) {
			return list
		}
		return nil
	}
	return nil
}

func (r *resolver) namedBefore(e, i int) bool {
	return slices.ContainsFunc(r.r.Of[:i], func(of []int) bool { return slices.Contains(of, e) })
}

// theirs are the states of those whose role i is by the "their" before it: "A of X and B of Y opened a bridge; their two
// countries …", "their finance ministers", who stand for them where nobody names them. Nil unless there are two states.
func (r *resolver) theirs(i int) []int {
	m := r.ms[i]
	if i == 0 || m.Code != "" || m.Org != "" || r.ms[i-1].Kind != mention.Pronoun || r.ms[i-1].Last > m.First || m.First-r.ms[i-1].Last > 1 || !strings.EqualFold(r.word(r.ms[i-1].First), "their") {
		return nil
	}
	var out []int
	for _, e := range r.r.Of[i-1] {
		state, ok := e, r.r.Entities[e].Kind == mention.Country
		if r.r.Entities[e].Kind == mention.Person {
			state, ok = r.country[r.r.Entities[e].Code]
		}
		if !ok {
			return nil
		}
		if !slices.Contains(out, state) {
			out = append(out, state)
		}
	}
	if len(out) < 2 || m.Count > 0 && m.Count != len(out) {
		return nil
	}
	return out
}

// lesser are the offices whose holders a plural role means where there is nobody of its own: ministers can be leaders.
var lesser = map[string]string{"leader": "minister"}

// group are the people of a role whom one sentence before mention i names together: all that the text has named, if
// one sentence has them all and count does not say otherwise; else those of the nearest sentence with count, or at
// least two. Where no sentence has enough, the text before is searched by recent.
func (r *resolver) group(i, count int, fits func(Entity) bool) []int {
	bySentence := map[int][]int{}
	var all, order []int
	for k := i - 1; k >= 0 && r.sentence[i]-r.sentence[k] <= maxGroupDistance; k-- {
		if r.ms[k].Kind != mention.Person || len(r.r.Of[k]) != 1 {
			continue
		}
		e, s := r.r.Of[k][0], r.sentence[k]
		if !fits(r.r.Entities[e]) || slices.Contains(bySentence[s], e) {
			continue
		}
		if len(bySentence[s]) == 0 {
			order = append(order, s)
		}
		bySentence[s] = append(bySentence[s], e)
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	if count == 0 && len(all) > 1 {
		for _, s := range order {
			if len(bySentence[s]) == len(all) {
				return all
			}
		}
	}
	for _, s := range order {
		if n := len(bySentence[s]); n == count || count == 0 && n > 1 {
			return bySentence[s]
		}
	}
	if people := r.listed(i, count, fits); people != nil {
		return people
	}
	return r.recent(i, count, fits)
}

// listed are the people whom one of the two sentences before mention i, or its own, names in a list of count: those of
// the role, "A and B met C. Both leaders …", or people without an office, "Three ministers came: A of X, B of Y and C of Z".
func (r *resolver) listed(i, count int, fits func(Entity) bool) []int {
	for s := r.sentence[i]; s >= 0 && s >= r.sentence[i]-2 && count > 1; s-- {
		var plain []int
		for k := r.begin(s); k < i && r.sentence[k] == s; k++ {
			if r.ms[k].Kind != mention.Person || len(r.r.Of[k]) != 1 {
				continue
			}
			if list := r.coordinated(k, i); len(list) == count && !slices.ContainsFunc(list, func(e int) bool { return !fits(r.r.Entities[e]) }) {
				return list
			}
			if e := r.r.Of[k][0]; r.r.Entities[e].Title == "" && !slices.Contains(plain, e) {
				plain = append(plain, e)
			}
		}
		if len(plain) == count && count > 2 {
			return plain
		}
	}
	return nil
}

// maxGroupDistance is how many sentences back a group of people is looked for.
const maxGroupDistance = 20

// sameRole is what the last plural role with the same noun denotes: "NATO ministers met. The ministers agreed …".
func (r *resolver) sameRole(i int, head string) []int {
	for k := i - 1; k >= 0 && r.sentence[i]-r.sentence[k] <= 8; k-- {
		if m := r.ms[k]; m.Kind == mention.Role && m.Plural && len(r.r.Of[k]) > 0 && r.roleHead(r.word(m.Head)) == head {
			return slices.Clone(r.r.Of[k])
		}
	}
	return nil
}

// only is the one person of a country whom the sentences around mention i name without an office: "Chile's Ana Soto".
func (r *resolver) only(i int, code string) (int, bool) {
	found := -1
	for k := r.begin(r.sentence[i] - 2); k < len(r.ms) && r.sentence[k] <= r.sentence[i]+2; k++ {
		m := r.ms[k]
		if m.Kind != mention.Person || m.Code != code || m.Title != "" || len(r.r.Of[k]) != 1 {
			continue
		}
		if found >= 0 && found != r.r.Of[k][0] {
			return 0, false
		}
		found = r.r.Of[k][0]
	}
	return found, found >= 0
}

func (r *resolver) holderOf(i int, m mention.Mention, head string) (int, bool) {
	old := r.ms[i]
	r.ms[i] = m
	e, ok := r.holder(i, head)
	r.ms[i] = old
	return e, ok
}

func (r *resolver) ofBoth(t int) bool {
	if strings.ToLower(r.word(t)) != "of" {
		return false
	}
	for k := t + 1; k < t+3; k++ {
		if w := strings.ToLower(r.word(k)); w == "two" || w == "both" {
			return true
		}
	}
	return false
}

// plays reports whether a person can be one of those whom a plural role means.
func (r *resolver) plays(e Entity, head string) bool {
	own := r.roleHead(e.Title)
	switch head {
	case "president", "premier":
		return own == head || own == "leader" || head == "premier" && r.sameHead(head, "", e)
	case "man", "men":
		return e.Gender != mention.Female
	case "woman":
		return e.Gender == mention.Female
	case "leader":
		return e.Title == "" || slices.Contains(headsOfState, own) && (own != "minister" || strings.Contains(gazetteer.Fold(e.Title), "prime"))
	case "minister":
		return own == "minister" || own == "secretary" || own == "premier"
	case "official", "diplomat":
		return r.g.Title(own).Is(gazetteer.Office)
	}
	return own == head
}

// recent collects the entities of a kind that the text before mention i names, sentence by sentence backwards, until
// there are enough: exactly count of them, or at least two where count is 0. Where a sentence brings more than count,
// the most frequent of the document are taken if they stand out; otherwise nobody is meant clearly.
func (r *resolver) recent(i, count int, fits func(Entity) bool) []int {
	if found := r.recentOf(i, count, fits, false); found != nil {
		return found
	}
	return r.recentOf(i, count, fits, true)
}

// recentOf is recent with or without the adjectives in people's titles: "the French president".
func (r *resolver) recentOf(i, count int, fits func(Entity) bool, adjectives bool) []int {
	var found []int
	s := r.sentence[i]
	for k := i - 1; k >= 0 && r.sentence[k] >= s-4; k-- {
		if k+1 < i && r.sentence[k] != r.sentence[k+1] && len(found) >= max(count, 2) {
			break
		}
		if m := r.ms[k]; m.Kind == mention.Pronoun || m.Place || !adjectives && m.Demonym && m.Within >= 0 {
			continue
		}
		for _, e := range r.r.Of[k] {
			if fits(r.r.Entities[e]) && !slices.Contains(found, e) {
				found = append(found, e)
			}
		}
	}
	switch {
	case len(found) < 2:
		return nil
	case count == 0 || len(found) == count:
		return found
	case len(found) < count:
		return nil
	}
	return r.outstanding(found, count)
}

// outstanding are the count entities of found that the document names most often, if the next one is named less often
// than each of them.
func (r *resolver) outstanding(found []int, count int) []int {
	times := r.times
	slices.SortStableFunc(found, func(a, b int) int { return times[b] - times[a] })
	if times[found[count-1]] == times[found[count]] {
		return nil
	}
	return found[:count:count]
}

// some are the count people, or else the count countries and organisations, that the nearest of the three sentences up
// to mention i names: "the two", "both". Three and more may be named bit by bit: "A met B. They then saw C. The three …".
func (r *resolver) some(i, count int) []int {
	for _, kind := range []func(mention.Kind) bool{
		func(k mention.Kind) bool { return k == mention.Person },
		func(k mention.Kind) bool { return k == mention.Country || k == mention.Organization },
	} {
		var all []int
		for back := 0; back <= 2; back++ {
			found := r.namedIn(i, r.sentence[i]-back, kind)
			if len(found) == count {
				return found
			}
			for _, e := range found {
				if !slices.Contains(all, e) {
					all = append(all, e)
				}
			}
			if len(all) == count && count > 2 {
				return all
			}
			if len(found) > 0 && back > 0 && count == 2 || len(all) > count {
				break
			}
		}
	}
	return nil
}

// namedIn are those of a kind whom sentence s names before mention i, people by their offices and pronouns too, each once.
func (r *resolver) namedIn(i, s int, kind func(mention.Kind) bool) []int {
	var found []int
	for k := r.begin(s); k < i && r.sentence[k] == s; k++ {
		m := r.ms[k]
		if m.Place || m.Within >= 0 || len(r.r.Of[k]) != 1 || slices.Contains(found, r.r.Of[k][0]) {
			continue
		}
		if e := r.r.Entities[r.r.Of[k][0]]; !kind(m.Kind) && !((m.Kind == mention.Role || m.Kind == mention.Pronoun) && !m.Plural && e.Kind == mention.Person && kind(e.Kind)) {
			continue
		}
		found = append(found, r.r.Of[k][0])
	}
	return found
}
