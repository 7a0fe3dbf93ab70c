package coref

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
)

// headsOfState are the offices that "leader" can mean.
var headsOfState = []string{"president", "minister", "premier", "chancellor", "king", "queen", "leader", "sultan", "emir", "amir", "sheikh", "ruler", "monarch", "prince", "chairman", "taoiseach", "pope", "ayatollah"}

// rankAfterOffice are what can stand between an office and a name.
var rankAfterOffice = map[string]bool{"sheikh": true, "sheik": true, "shaikh": true, "prince": true, "princess": true, "dr": true, "dr.": true, "general": true, "gen.": true, "ambassador": true, "sir": true, "lord": true, "mr.": true, "mr": true, "senator": true}

// roleHead is the singular of the noun that heads a role or title.
func (r *resolver) roleHead(title string) string {
	f := strings.Fields(gazetteer.Fold(title))
	if len(f) == 0 {
		return ""
	}
	for i, w := range f { // "Secretary of State", "minister for trade"
		if (w == "of" || w == "for") && i > 0 {
			f = f[:i]
			break
		}
	}
	for len(f) > 1 && rankAfterOffice[f[len(f)-1]] && r.g.Title(f[len(f)-2]).Is(gazetteer.Office) { // "Foreign Minister Prince"
		f = f[:len(f)-1]
	}
	last := f[len(f)-1]
	switch last {
	case "pm", "fm": // prime minister, foreign minister
		return "minister"
	case "number", "colleague": // "opposite number"
		return counterpart
	case "pontiff":
		return "pope"
	case "vice-president", "president-elect":
		return "president"
	}
	if t := r.g.Title(last); t.Lemma != "" {
		return t.Lemma
	}
	return last
}

// role resolves an unnamed role.
func (r *resolver) role(i int) []int {
	m := r.ms[i]
	head := r.roleHead(r.word(m.Head))
	if head == "administration" && m.Code == "" {
		if state, named := r.administration(i); named {
			return state
		}
	}
	if before := m.Head - 1; m.Plural && m.Code == "" && m.Org == "" && before >= m.First && gazetteer.Fold(r.word(before)) == "administration" { // "Administration officials"
		return r.sameBody(i, "administration")
	}
	if people := r.ledBy(i); people != nil {
		return people
	}
	if strings.HasPrefix(head, "spokes") && m.Code == "" && m.Org == "" {
		if e, ok := r.speaksFor(i); ok {
			return []int{e}
		}
	}
	if strings.EqualFold(m.Title, "holy father") {
		head = "pope"
	}
	if head == "pope" && !m.Plural && m.Definite {
		if e, ok := r.holder(i, head); ok {
			return []int{e}
		}
		if e, ok := r.country["VAT"]; ok {
			return []int{e}
		}
	}
	if across[head] && !m.Plural && m.Org == "" {
		if e, ok := r.acrossFrom(i); ok {
			return []int{e}
		}
		return nil
	}
	switch {
	case m.Plural:
		states := r.theirs(i)
		if states != nil && collective[head] {
			return states
		}
		if found := r.plural(i, head); found != nil || !m.Official {
			return found
		}
		return states
	case !m.Definite && m.Code == "" && m.Org == "":
		return nil
	}
	if forms, ok := polities[head]; ok && m.Code == "" && m.Org == "" {
		return r.polity(forms)
	}
	if m.Code == "" && m.Org == "" {
		r.possessed(i)
		m = r.ms[i]
	}
	if officialBodies[head] && m.Code == "" && m.Org == "" && !r.indefinite(i) {
		return r.sameBody(i, head)
	}
	if e, ok := r.toBeNamed(i, head); ok {
		return []int{e}
	}
	if personal(r.g, head) && (m.Definite || m.Code != "" || m.Org != "" && r.inHeadline(i)) && !r.indefinite(i) {
		if e, ok := r.holder(i, head); ok {
			return []int{e}
		}
		if m.Code == "" && m.Org == "" {
			return r.unnamed(i, head)
		}
		if e, ok := r.only(i, m.Code); ok && head == counterpart {
			return []int{e}
		}
	}
	return r.sides(i)
}

// unnamed is what the last role with the same noun denotes, where that is a country or organisation because nobody is
// named: "the Chadian minister … The minister".
func (r *resolver) unnamed(i int, head string) []int {
	for k := i - 1; k >= 0 && r.sentence[i]-r.sentence[k] <= 4; k-- {
		m := r.ms[k]
		if m.Kind != mention.Role || m.Plural || !m.Official || len(r.r.Of[k]) != 1 || r.roleHead(r.word(m.Head)) != head {
			continue
		}
		if r.r.Entities[r.r.Of[k][0]].Kind == mention.Person {
			return nil
		}
		return slices.Clone(r.r.Of[k])
	}
	return nil
}

// toBeNamed is who is meant by "a British diplomat" in the first sentence of a story: the one person of that country and
// office whom the two sentences after it name.
func (r *resolver) toBeNamed(i int, head string) (int, bool) {
	m := r.ms[i]
	if !r.indefinite(i) || !m.Official || m.Code == "" || r.sentence[i] > 1 || !personal(r.g, head) {
		return 0, false
	}
	found := -1
	for k := i + 1; k < len(r.ms) && r.sentence[k] <= r.sentence[i]+2; k++ {
		if r.ms[k].Kind != mention.Person || len(r.r.Of[k]) != 1 || r.r.Entities[r.r.Of[k][0]].Code != m.Code {
			continue
		}
		e := r.r.Of[k][0]
		if r.sentence[k] == r.sentence[i] || found >= 0 && e != found {
			return 0, false // named beside him: somebody else
		}
		if r.holds(r.r.Entities[e], m, head) == 0 && !(head == "diplomat" || head == "official" || head == "envoy") {
			continue
		}
		found = e
	}
	return found, found >= 0
}

// speaksFor is the person whose spokesman role i is: "a spokesman for President Roe", "Roe's spokesman", "her spokesman".
func (r *resolver) speaksFor(i int) (int, bool) {
	m := r.ms[i]
	for k := max(0, i-4); k < len(r.ms) && r.ms[k].First <= m.Last+1; k++ {
		p := r.ms[k]
		before := p.Last == m.First && p.Kind == mention.Pronoun || p.Last == m.First-1 && p.Kind == mention.Person && strings.HasSuffix(r.word(m.First-1), "s")
		after := p.First == m.Last+1 && p.Kind == mention.Person && strings.EqualFold(r.word(m.Last), "for")
		if (before || after) && len(r.r.Of[k]) == 1 && r.r.Entities[r.r.Of[k][0]].Kind == mention.Person {
			return r.r.Of[k][0], true
		}
	}
	return 0, false
}

// ledBy are the people who head a delegation or other group: "a Chadian delegation led by Ali Sow".
func (r *resolver) ledBy(i int) []int {
	t := r.ms[i].Last
	if r.word(t) == "," {
		t++
	}
	if w := strings.ToLower(r.word(t)); w != "led" && w != "headed" || !strings.EqualFold(r.word(t+1), "by") {
		return nil
	}
	for k := i + 1; k < len(r.ms) && r.ms[k].First <= t+2; k++ {
		if m := r.ms[k]; m.First == t+2 && m.Kind == mention.Person {
			if people := r.coordinated(k, len(r.ms)); len(people) > 1 {
				return people
			}
			return slices.Clone(r.r.Of[k])
		}
	}
	return nil
}

// officialBodies are those of a state that an article names once and then calls "the government".
var officialBodies = map[string]bool{"government": true, "cabinet": true, "authorities": true, "military": true, "army": true, "ministry": true, "administration": true, "delegation": true, "embassy": true, "leadership": true}

// sameBody resolves "the government" to the country whose government was named last, else to the country that the
// article is about.
func (r *resolver) sameBody(i int, head string) []int {
	for k := i - 1; k >= 0 && r.sentence[i]-r.sentence[k] <= 6; k-- {
		m := r.ms[k]
		if m.Kind == mention.Role && len(r.r.Of[k]) == 1 && r.r.Entities[r.r.Of[k][0]].Kind == mention.Country && r.roleHead(r.word(m.Head)) == head {
			return slices.Clone(r.r.Of[k])
		}
	}
	if head == "delegation" || head == "embassy" {
		return nil
	}
	if head == "administration" { // only the American government is called that
		if e, ok := r.country["USA"]; ok {
			return []int{e}
		}
		return nil
	}
	if e, ok := r.main(); ok {
		return []int{e}
	}
	if m := r.ms[i]; head == "government" && m.First == m.Head && !m.Plural && len(r.country) == 1 { // "In Chad, the government …"
		for _, e := range r.country {
			return []int{e}
		}
	}
	if e, ok := r.torn(i); head == "government" && ok {
		return []int{e}
	}
	return nil
}

// administration is the state of the leader whose name stands before "administration" in role i, nil if the article
// names no such state; named is false if there is no name.
func (r *resolver) administration(i int) (state []int, named bool) {
	t := r.ms[i].Head - 1
	if t < 0 || !strings.HasPrefix(r.d.Tokens[t].Tag, "NNP") {
		return nil, false
	}
	name, _, _ := strings.Cut(gazetteer.Fold(r.word(t)), "-") // "the Amato-Rossi administration"
	code := ""
	for _, e := range r.r.Entities {
		if w := words(e.Name); e.Kind == mention.Person && len(w) > 0 && w[len(w)-1] == name {
			code = e.Code
			for _, f := range e.For {
				if code == "" && r.r.Entities[f].Kind == mention.Country {
					code = r.r.Entities[f].Code
				}
			}
		}
	}
	for _, l := range r.g.LeadersBySurname(name) {
		if code == "" {
			code = l.Code
		}
	}
	if e, ok := r.country[code]; ok {
		return []int{e}, true
	}
	return nil, true
}

// insurgents are the people against whom a government without a name is that of the country where they are.
var insurgents = map[string]bool{"rebels": true, "rebel": true, "guerrillas": true, "guerrilla": true, "insurgents": true, "militants": true, "separatists": true, "mutineers": true, "faction": true, "factions": true}

// torn is the country that the text up to the sentence of mention i names most often, the first of those named as often,
// where that sentence is about its insurgents: "Chad became independent … the government and the rebels signed".
func (r *resolver) torn(i int) (int, bool) {
	s := r.d.Sentences[r.sentence[i]]
	fight := false
	for t := s.First; t < s.Last; t++ {
		fight = fight || insurgents[strings.ToLower(r.word(t))]
	}
	if !fight {
		return 0, false
	}
	best, times := -1, map[int]int{}
	for k := max(0, i-farState); k < len(r.ms) && r.ms[k].First < s.Last; k++ {
		if m := r.ms[k]; m.Kind == mention.Country && len(r.r.Of[k]) == 1 {
			times[r.r.Of[k][0]]++
		}
	}
	for k := max(0, i-farState); k < len(r.ms) && r.ms[k].First < s.Last; k++ {
		if m := r.ms[k]; m.Kind == mention.Country && len(r.r.Of[k]) == 1 && (best < 0 || times[r.r.Of[k][0]] > times[best]) {
			best = r.r.Of[k][0]
		}
	}
	return best, best >= 0
}

// polities are the nouns that stand for a country whose long name begins with them.
var polities = map[string]string{"kingdom": "Kingdom of ", "sultanate": "Sultanate of ", "republic": "Republic of "}

// polity is the one country of the document whose long name begins with form: "the Kingdom" for Saudi Arabia.
func (r *resolver) polity(form string) []int {
	found := -1
	for code, e := range r.country {
		c, _ := r.g.Country(code)
		if !slices.ContainsFunc(c.Others, func(o string) bool { return strings.HasPrefix(o, form) }) {
			continue
		}
		if found >= 0 {
			return nil
		}
		found = e
	}
	if found < 0 {
		return nil
	}
	return []int{found}
}

// possessed gives role i the country or organisation that the pronoun before it stands for: "its foreign ministry".
func (r *resolver) possessed(i int) {
	if i == 0 || r.ms[i-1].Kind != mention.Pronoun || r.ms[i-1].Last != r.ms[i].First || len(r.r.Of[i-1]) != 1 {
		return
	}
	switch e := r.r.Entities[r.r.Of[i-1][0]]; e.Kind {
	case mention.Person: // "his government"
		if head := r.roleHead(r.word(r.ms[i].Head)); officialBodies[head] || head == "country" {
			r.ms[i].Code, r.ms[i].Official = e.Code, true
		}
	case mention.Country:
		r.ms[i].Code = e.Code
	case mention.Organization:
		if _, ok := r.org[e.Name]; ok {
			r.ms[i].Org = e.Name
		}
	}
}

// main is the country that the article names at least three times and twice as often as any other.
func (r *resolver) main() (int, bool) {
	best, most, next := -1, 0, 0
	for _, e := range r.country {
		switch n := r.times[e]; {
		case n > most:
			best, most, next = e, n, most
		case n > next:
			next = n
		}
	}
	return best, most >= 3 && most >= 2*next
}

func personal(g *gazetteer.Gazetteer, head string) bool {
	return g.Title(head).Is(gazetteer.Office, gazetteer.Occupation, gazetteer.Rank)
}

// indefinite reports whether "a" or "an" stands before the role: somebody not named before.
func (r *resolver) indefinite(i int) bool {
	w := strings.ToLower(r.word(r.ms[i].First - 1))
	return w == "a" || w == "an" || w == "another"
}

// sides are the countries or the organisation that an official role without a name stands for.
func (r *resolver) sides(i int) []int {
	m := r.ms[i]
	if !m.Official {
		return nil
	}
	codes := m.Codes
	if codes == nil && m.Code != "" {
		codes = []string{m.Code}
	}
	var out []int
	for _, c := range codes {
		if e, ok := r.country[c]; ok {
			out = append(out, e)
		}
	}
	if e, ok := r.org[m.Org]; ok && m.Org != "" {
		return []int{e}
	}
	return out
}

// holder is the one person, named before or soon after, who holds the office.
func (r *resolver) holder(i int, head string) (int, bool) {
	m := r.ms[i]
	other := false // somebody else than the last one with that office
	if head == counterpart {
		if m.Title = r.otherOffice(i); m.Title == "" || m.Code == "" {
			return 0, false
		}
		head, other = r.roleHead(m.Title), true
	}
	ahead := 2 // sentences in which a name may follow
	if r.inHeadline(i) {
		ahead = 4
	}
	found, score := -1, 0
	for _, e := range r.mayHold(head) {
		v := r.holds(r.r.Entities[e], m, head)
		if v == 0 || other && r.r.Entities[e].Code != m.Code {
			continue
		}
		near, before := r.nearest(e, i)
		if !before {
			v -= 2
			if near > ahead || near == 0 && m.Code == "" && !r.inHeadline(i) || !r.sameHead(head, m.Title, r.r.Entities[e]) && !(r.inHeadline(i) && v > 0) || head == "leader" && ahead == 2 || m.Code == "" && strings.EqualFold(r.word(m.Last), "of") {
				continue
			}
		} else if m.Code == "" && near > 8 || v == 1 && near > 2 {
			continue
		}
		v = v*100 - near
		if v > score {
			found, score = e, v
		}
	}
	return found, found >= 0
}

// mayHold are the people with an office that head can mean, at most maxNamesakes for each office.
func (r *resolver) mayHold(head string) []int {
	var out []int
	add := func(office string) {
		es := r.holders[office]
		out = append(out, es[:min(len(es), maxNamesakes)]...)
	}
	switch head {
	case "leader", "monarch":
		for _, h := range headsOfState {
			add(h)
		}
	case "official", "diplomat", "envoy", "head", "chief":
		for _, h := range publicOffices {
			add(h)
		}
		if !slices.Contains(publicOffices, head) {
			add(head)
		}
	case "premier", "minister":
		for _, h := range []string{"premier", "minister"} {
			add(h)
		}
	default:
		add(head)
	}
	slices.Sort(out)
	return out
}

// publicOffices are those that "official" and "diplomat" can mean.
var publicOffices = []string{"president", "minister", "premier", "secretary", "secretary-general", "director-general", "ambassador", "envoy", "negotiator", "spokesman", "spokeswoman", "chief", "head", "director", "commissioner", "undersecretary", "official", "diplomat", "representative", "adviser", "leader", "chancellor"}

// holds weighs whether p can be the one whom the role m means, 0 if not.
func (r *resolver) holds(p Entity, m mention.Mention, head string) int {
	if m.Gender != mention.GenderUnset && p.Gender != mention.GenderUnset && m.Gender != p.Gender {
		return 0
	}
	if m.Code != "" && p.Code != "" && m.Code != p.Code {
		return 0
	}
	title := gazetteer.Fold(p.Title)
	if title == "" {
		return 0
	}
	own := r.roleHead(p.Title)
	if (head == "envoy" || head == "diplomat") && p.Code == "" && r.g.Title(own).Is(gazetteer.Office) && m.Definite {
		return 1
	}
	if org, ok := r.org[m.Org]; ok && m.Org != "" && (head == "head" || head == "chief") && slices.Contains(p.For, org) { // "the U.N. chief"
		return 3
	}
	if (head == "official" || head == "diplomat" || head == "envoy" || head == "head" || head == "chief") && r.g.Title(own).Is(gazetteer.Office) && m.Code != "" && m.Code == p.Code {
		return 3
	}
	if !r.sameHead(head, m.Title, p) || r.otherField(m.Title, p.Title) {
		return 0
	}
	v := 4
	if m.Code != "" && m.Code == p.Code {
		v += 4
	} else if m.Code != "" {
		v--
	}
	if head == "president" && strings.Contains(title, "vice") && !strings.Contains(gazetteer.Fold(m.Title), "vice") {
		return 0
	}
	for _, w := range strings.Fields(gazetteer.Fold(m.Title)) {
		if w != head && strings.Contains(title, w) {
			v++
		} else if w != head && distinguishing[w] && !strings.Contains(title, w) {
			return 0
		}
	}
	return v
}

// distinguishing modifiers make two offices different.
var distinguishing = map[string]bool{"vice": true, "deputy": true, "prime": true, "foreign": true, "defense": true, "defence": true, "interior": true, "finance": true, "opposition": true, "rebel": true, "former": true, "external": true, "assistant": true, "trade": true, "press": true}

// nearest is the number of sentences between mention i and the nearest naming of e, and whether that stands before i.
func (r *resolver) nearest(e, i int) (int, bool) {
	ks := r.named[e]
	k, _ := slices.BinarySearch(ks, i)
	switch {
	case k > 0:
		return r.sentence[i] - r.sentence[ks[k-1]], true
	case k < len(ks):
		return r.sentence[ks[k]] - r.sentence[i], false
	}
	return 99, false
}
