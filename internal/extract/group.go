package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// group is a stretch of tokens that names several parties, or one party in several ways: "A, the president of X, B and
// C", "Japan's ambassador to Chile, D". Parsers are weak at these; what stands between the names says more.
type group struct {
	first, last int   // tokens
	head        int   // token that stands for the group in the syntax
	items       []int // mentions that are its members
}

// enumerate finds the groups of a sentence and numbers their tokens.
func (x *Extractor) enumerate(s *scene, mentions []int) {
	var outer []int
	for _, m := range mentions {
		mm := s.r.Mentions[m]
		if isParty(mm) && s.at(mm.Head) == m && !s.aside(mm) && !(s.t.tag(mm.Last) == "HYPH" && s.t.tag(mm.Last+1) == "VBN") && s.t.tag(mm.Head) != "PRP$" && !(mm.Kind == mention.Country && (mm.Demonym && !mm.Plural && x.modifies(s, mm) || s.t.lower(mm.Last) == "state" && s.t.lower(mm.Last+1) == "of")) {
			outer = append(outer, m)
		}
	}
	slices.SortFunc(outer, func(a, b int) int { return s.r.Mentions[a].First - s.r.Mentions[b].First })
	for i := 0; i < len(outer); {
		i = x.chain(s, outer, i)
	}
}

// aside reports whether a mention stands alone in brackets: an acronym, mostly.
func (s *scene) aside(m mention.Mention) bool {
	first := m.First - 1
	if s.t.lower(first) == "the" {
		first--
	}
	return (s.t.lower(first) == "(" || s.t.tag(first) == "-LRB-") && (s.t.lower(m.Last) == ")" || s.t.tag(m.Last) == "-RRB-")
}

// chain reads the group that starts with outer[i] and returns the index after it.
func (x *Extractor) chain(s *scene, outer []int, i int) int {
	men := func(m int) mention.Mention { return s.r.Mentions[m] }
	c := chained{items: []int{outer[i]}, last: outer[i], end: s.titlesBehind(men(outer[i]))}
	for _, cur := range outer[i+1:] {
		if men(cur).First < c.end {
			continue // in the offices of the one before
		}
		if !x.link(s, &c, cur) {
			break
		}
		c.last, c.end = cur, s.titlesBehind(men(cur))
	}
	start, end := men(outer[i]).First, c.end
	if len(c.items) > 1 {
		if !c.and && !s.headlinePair(c.items, start, end) && !s.titles(c.items) {
			// Commas alone: names that have nothing to do with each other.
			return i + 1
		}
		if kept := x.trim(s, c.items, start); len(kept) < len(c.items) {
			c.items = kept
			end = men(kept[len(kept)-1]).Last
		}
	}
	if len(c.items) == 1 && end == men(c.items[0]).Last && start == men(c.items[0]).First {
		return i + 1
	}
	end = x.groupEnd(s, men(c.last), end)
	for k := start; k < end; k++ {
		s.group[k-s.t.s.First] = len(s.units)
	}
	s.units = append(s.units, group{first: start, last: end, head: men(c.items[0]).Head, items: c.items})
	for i < len(outer) && men(outer[i]).First < end {
		i++
	}
	return i
}

// groupEnd is the end of a group whose last mention last ends at token end: behind the nouns that this only says something of,
// "leaders from the Union |member states|", and behind "-designate".
func (x *Extractor) groupEnd(s *scene, last mention.Mention, end int) int {
	t := s.t
	if t.tag(end) == "HYPH" && incoming[t.lower(end+1)] {
		return end + 2
	}
	if last.Kind == mention.Role || t.lower(last.First-1) == "of" { // "A and the minister of X |Ann Lee|"
		k := end
		for t.tag(k) == "NNP" && s.at(k) < 0 && !dateWord(t, k) && len(x.nouns[t.lemma(k)]) == 0 {
			k++
		}
		if k > end && t.lower(k) != "of" {
			return k
		}
	}
	if last.Last != end || last.Kind != mention.Country && last.Kind != mention.Organization || t.tag(last.First-1) != "DT" && t.tag(last.First) != "DT" {
		return end
	}
	k := end
	for t.tag(k) == "JJ" || t.isNoun(k) && s.at(k) < 0 && !dateWord(t, k) {
		if len(x.nouns[t.lemma(k)]) > 0 || len(x.nouns[t.lower(k)]) > 0 || k == end && len(x.verbs[t.lemma(k)]) > 0 {
			return end // "talks between A and B border |talks|"
		}
		k++
	}
	if t.isNoun(k-1) && s.at(k-1) < 0 && k < end+4 && t.lower(k) != "of" {
		return k
	}
	return end
}

// incoming stand behind a title that somebody does not have yet.
var incoming = words("designate elect")

// chained is a group being read.
type chained struct {
	items []int // mentions that are members
	last  int   // the mention read last, a member or not
	end   int   // the token after it and the offices behind it
	and   bool  // members are joined by "and"
	of    bool  // within the states of "the ministers of A and B"
}

// link adds mention cur to the group if what stands before it allows that.
func (x *Extractor) link(s *scene, c *chained, cur int) bool {
	last, prev, m := s.r.Mentions[c.last], s.r.Mentions[c.items[len(c.items)-1]], s.r.Mentions[cur]
	last.Last = max(last.Last, c.end)
	g, and := x.between(s, last, m)
	state := m.Kind == mention.Country || m.Kind == mention.Organization
	plural := func(m mention.Mention) bool { return m.Kind == mention.Role && s.t.tag(m.Head) == "NNS" }
	named := prev.Kind == mention.Person || prev.Kind == mention.Pronoun
	wasOf := c.of
	c.of = false
	switch {
	case g == gapNone:
		return false
	case wasOf && state && (g == gapList || g == gapOf):
		c.of = true // "the ministers of A and B": B belongs to the ministers like A
	case g == gapOf && state && plural(prev):
		c.of = true
	case g == gapList && !and && plural(m) && len(c.items) > 1 && prev.Kind == mention.Person && s.t.lower(last.Last) == ",":
		// "A and B, presidents of X and Y": says who A and B are
		c.of = s.t.lower(m.Last) == "of"
	case g == gapList && !and && m.Kind == mention.Person && prev.Kind == mention.Country && (prev.Place || s.t.tag(prev.First-1) == "IN" || s.t.lower(prev.First-1) == ","):
		return false // "At Arusha, Tanzania, A and B signed"
	case g == gapList && !and && len(c.items) == 1 && prev.Kind == mention.Country && s.whereCity(prev.First):
		return false // "at a summit in Arusha, Tanzania, the government and rebels signed"
	case g == gapList && m.Kind == mention.Person && prev.Kind == mention.Country && prev.Place && (s.t.lower(prev.First-1) == "in" || s.t.lower(prev.First-1) == "at"):
		return false // "met A in Oslo and Chancellor B in Berlin"
	case g == gapOf && s.t.lower(last.Last) == "to" && s.t.tag(m.Last) == "POS":
		return false // "a mission to Chile's south"
	case g == gapOf && m.Kind == mention.Person && prev.Kind == mention.Role && !x.lex.in("bodies", s.t.lemma(prev.Head)) && !x.lex.in("kin", s.t.lemma(prev.Head)):
		c.items[len(c.items)-1] = cur // "Secretary of Defense D"
	case g == gapOf:
		return prev.Kind != mention.Pronoun // "Prime Minister D of X": X belongs to D
	case g == gapBeside && m.Kind == mention.Organization && last.Kind == mention.Role && last.Org != "" && c.last != c.items[len(c.items)-1]:
		// "secretary of the Reform Party Central Committee": whose secretary
	case g == gapBeside && m.Kind == mention.Role && prev.Kind == mention.Organization && x.lex.in("nonstate", s.t.lemma(m.Head)):
		// "the Free Army (FA) rebels": who the army is
	case g == gapBeside && m.Kind == mention.Person && prev.Kind == mention.Country && !prev.Demonym && opensSentence(s.t, prev.First) && (s.t.lower(prev.First-1) == "in" || s.t.lower(prev.First-1) == "at"):
		return false // "In Lima Secretary D said"
	case g == gapBeside && m.Kind == mention.Organization && (prev.Kind == mention.Country || last.Kind == mention.Organization && c.last == c.items[len(c.items)-1]), // "the Liberal Civic Party"
		g == gapBeside && m.Kind == mention.Person && !named,
		g == gapPossessive && m.Kind != mention.Country && (!named || m.Kind == mention.Organization):
		c.items[len(c.items)-1] = cur // "Ambassador D", "Japan's D"
	case g == gapPossessive && prev.Kind == mention.Person && m.Kind == mention.Person && x.lex.in("kin", strings.ToLower(m.Title)):
		c.items[len(c.items)-1] = cur // "A and B's sister D"
	case g == gapList && !and && len(c.items) == 1 && x.castOf(s, c.items[0], cur):
		c.items[0] = cur // "the presidents of X and Y, D and E"
	case g == gapList && !and && x.apposed(s, c.items[len(c.items)-1], cur):
		if m.Kind == mention.Person {
			c.items[len(c.items)-1] = cur // "the president of X, D"
		}
	case and && len(c.items) > 0 && x.twoOffices(s, last, prev, m):
		c.items[len(c.items)-1] = cur
	case and && m.Kind == mention.Role && last.Kind == mention.Role && prev.Kind == mention.Person && !m.Plural && !last.Plural && s.t.tag(m.First-1) == "CC" && s.t.tag(m.Head) == "NNP":
		// "A, Assistant to the President and Director of the Council": two offices of A
	case g == gapList && c.and && !and && s.underPreposition(c.items[0]):
		return false // "in a deal with A, B and C, D agreed"
	case g == gapList:
		c.items = append(c.items, cur)
		c.and = c.and || and
	default:
		return false
	}
	return true
}

// whereCity reports whether the country at token k follows a city of it in which something happens: "in Arusha, |Tanzania|".
func (s *scene) whereCity(k int) bool {
	t := s.t
	city := k - 2
	for t.tag(city-1) == "NNP" {
		city--
	}
	w := t.lower(city - 1)
	return t.lower(k-1) == "," && t.tag(k-2) == "NNP" && (w == "in" || w == "at" || w == "near")
}

// underPreposition reports whether a preposition stands before mention m: "with |A|", "from the |A|".
func (s *scene) underPreposition(m int) bool {
	k := s.r.Mentions[m].First - 1
	if s.t.tag(k) == "DT" {
		k--
	}
	w := s.t.lower(k)
	return s.t.tag(k) == "IN" && !clauseWords[w] && w != "between" && w != "among"
}

// twoOffices reports whether a role and the name after "and" are one person with two offices: "Israeli Foreign Minister
// and Deputy Prime Minister D".
func (x *Extractor) twoOffices(s *scene, last, role, m mention.Mention) bool {
	t := s.t
	if role.Kind != mention.Role || last.Last != role.Last || role.Plural || m.Kind != mention.Person || m.First > role.Last+2 ||
		t.tag(role.First-1) == "DT" || t.tag(role.Head) != "NNP" || !t.isNoun(role.Last+1) || m.Code != "" && m.Code != role.Code {
		return false
	}
	for k := m.First; k < m.Head; k++ {
		if x.lex.in("offices", t.lower(k)) {
			return true
		}
	}
	return false
}

// castOf reports whether the people who a plural role is about are named right after it, b the first: "the Chilean and
// Peruvian presidents, A and B".
func (x *Extractor) castOf(s *scene, role, b int) bool {
	m, p := s.r.Mentions[role], s.r.Mentions[b]
	if m.Kind != mention.Role || !m.Definite || s.t.tag(m.Head) != "NNS" || p.Kind != mention.Person || s.t.lower(p.First-1) != "," {
		return false
	}
	for _, i := range s.men {
		if n := s.r.Mentions[i]; n.Kind == mention.Person && n.First > p.Last && s.at(n.Head) == i {
			return s.t.lower(n.First-1) == "and" && (n.First == p.Last+1 || s.t.lower(p.Last) == ",")
		}
	}
	return false
}

// apposed reports whether of two mentions with a comma between them one says who the other is.
func (x *Extractor) apposed(s *scene, a, b int) bool {
	ma, mb := s.r.Mentions[a], s.r.Mentions[b]
	role := func(m mention.Mention) bool { return m.Kind == mention.Role }
	if ma.Kind == mention.Person && s.t.isFinite(mb.Last) && (role(mb) || mb.Kind == mention.Organization) && s.underPreposition(a) && opensSentence(s.t, ma.First) {
		return false // "After talks with A, the president of X said": somebody else
	}
	if next := s.at(mb.Last); role(mb) && next >= 0 && s.r.Mentions[next].Kind == mention.Person && s.r.Mentions[next].First == mb.Last {
		return false // "A, committee member B": the title of the next
	}
	if ma.Kind == mention.Person && (role(mb) || mb.Kind == mention.Organization) {
		return !mb.Plural && !(mb.Kind == mention.Organization && s.t.lower(mb.Last) != "," && s.t.lower(mb.Last) != "(")
	}
	if role(ma) && mb.Kind == mention.Person {
		return !ma.Plural && !x.lex.in("authorities", s.t.lemma(ma.Head)) && !x.speaks(s, ma, mb)
	}
	return false
}

// speaks reports whether somebody named after a comma is who says what stands before it: "will receive the minister of
// Chile, B said".
func (x *Extractor) speaks(s *scene, before, who mention.Mention) bool {
	t := s.t
	return t.isFinite(who.Last) && (x.lex.in("say", t.lemma(who.Last)) || t.lemma(who.Last) == "tell") && x.verbBefore(t, before.First)
}

// headlinePair reports whether items that commas alone join are the subject of a headline: "Chile, Peru sign pact".
func (s *scene) headlinePair(items []int, start, end int) bool {
	t := s.t
	for _, m := range items[1:] {
		if s.r.Mentions[m].Kind != s.r.Mentions[items[0]].Kind {
			return false
		}
	}
	w := t.lower(t.s.Last - 1)
	return start == t.s.First && t.isVerb(end) && w != "." && w != "?" && w != "\"" && w != "”"
}

// titles reports whether items that commas alone join are three or more people with their offices, a list that goes on in
// some way that is not read: "met President A, Minister B, General C, observer in the council D and E".
func (s *scene) titles(items []int) bool {
	for _, m := range items {
		mm := s.r.Mentions[m]
		before := s.at(mm.First - 1)
		office := mm.Title != "" || before >= 0 && s.r.Mentions[before].Kind == mention.Role
		if mm.Kind != mention.Person || mm.Code == "" && !office {
			return false
		}
	}
	return len(items) > 2
}

type gap uint8

const (
	gapNone       gap = iota
	gapList           // commas, "and"
	gapOf             // "of", "to": the second belongs to the first
	gapPossessive     // "'s": the first belongs to the second
	gapBeside         // nothing
)

// between says what separates two mentions that follow each other, and whether an "and" is in it.
func (x *Extractor) between(s *scene, a, b mention.Mention) (gap, bool) {
	t := s.t
	if b.First < a.Last || b.First-a.Last > 14 {
		return gapNone, false
	}
	if b.First == a.Last {
		return gapBeside, false
	}
	and, sep, of, depth := false, false, false, 0
	for k := a.Last; k < b.First; k++ {
		w, g := t.lower(k), t.tag(k)
		switch {
		case dateWord(t, k):
			return gapNone, false
		case w == "(" || g == "-LRB-":
			depth++
		case w == ")" || g == "-RRB-":
			depth--
		case depth > 0:
		case s.inPicture(k) > k:
			sep = true
			k = s.inPicture(k) - 1
		case w == ",", w == ";":
			sep = true
		case w == "and" || w == "&" || w == "plus":
			and, sep = true, true
		case w == "as" && (t.lower(k+1) == "well" || t.lower(k-1) == "well"), w == "well" && t.lower(k-1) == "as":
			and, sep = true, true
		case (w == "along" || w == "together") && t.lower(k+1) == "with", w == "with" && (t.lower(k-1) == "along" || t.lower(k-1) == "together"):
			and, sep = true, true
		case (w == "'s" || w == "’s" || g == "POS") && k == a.Last:
			of = true
			if x.plain(s, k+1, b.First) {
				return gapPossessive, false
			}
			return gapNone, false
		case (w == "of" || w == "from") && k == a.Last, w == "to" && k == a.Last && a.Kind == mention.Role:
			of = true
		case w == "for" && k == a.Last && a.Kind == mention.Person && x.standsFor(s, k):
			of = true // "A for X and B for Y"
		case w == "for" && k == a.Last+1 && t.lower(k-1) == "," && a.Kind == mention.Person: // "A, for X, and B, for Y, signed"
			of, sep = true, false
		case w == "of" && sep, w == "of" && of, w == "for" && of && t.isNoun(k-1): // "A, leader of the X, and B"
		case w == "n't" || w == "not":
			return gapNone, false
		case g == "DT" || g == "PRP$" || g == "PDT" || len(g) >= 2 && (g[:2] == "JJ" || g[:2] == "NN") || g == "CD" || g == "POS" || g == "VBN" && t.tag(k-1) == "HYPH" || w == "then" || g == "HYPH" || w == "#" || w == "@":
		default:
			return gapNone, false
		}
	}
	switch {
	case of && !sep:
		return gapOf, false
	case !sep && t.lower(a.Last) == "(" && (t.lower(b.First-1) == ")" || t.tag(b.First-1) == "-RRB-"):
		return gapBeside, false
	case !sep:
		return gapNone, false
	}
	return gapList, and
}

// standsFor reports whether "for" at k tells whom somebody in a list stands for: a state or body, and an "and" or the
// verb after it.
func (x *Extractor) standsFor(s *scene, k int) bool {
	t := s.t
	if t.tag(k+1) == "DT" {
		k++
	}
	m := s.at(k + 1)
	if m < 0 || s.r.Mentions[m].Kind != mention.Country && s.r.Mentions[m].Kind != mention.Organization {
		return false
	}
	last := s.r.Mentions[m].Last
	return t.lower(last) == "and" && s.at(last+1) >= 0 || t.isFinite(last)
}

// plain reports whether tokens [first, last) are modifiers of a name: "India's External Affairs Minister D".
func (x *Extractor) plain(s *scene, first, last int) bool {
	for k := first; k < last; k++ {
		if g := s.t.tag(k); !(s.t.isNoun(k) || len(g) >= 2 && g[:2] == "JJ" || g == "HYPH" || g == "VBG" || g == "VBN" || g == "CD" ||
			g == "," && (x.lex.in("representative", s.t.lemma(k-1)) || x.lex.in("offices", s.t.lemma(k-1)) || s.isParty(k-1) || !s.t.predicateAt(s.last(last)))) {
			return false
		}
	}
	return true
}

// modifies reports whether a demonym stands before a noun that is no mention of its own: "Indian troops".
func (x *Extractor) modifies(s *scene, m mention.Mention) bool {
	return m.Last < s.t.s.Last && s.t.isNoun(m.Last) && s.at(m.Last) < 0 && !dateWord(s.t, m.Last)
}
