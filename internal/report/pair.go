package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/graph"
)

// agreements lists those that somebody of both sides signed, by their first date.
func (b *builder) agreements() {
	by := map[graph.Ref][]sighting{}
	for _, s := range b.sightings {
		if s.Type == graph.Signed && s.Status == graph.Occurred && (b.a.members[s.Subject] || b.b.members[s.Subject]) {
			by[s.Object] = append(by[s.Object], s)
		}
	}
	var found []group
	for ref, of := range by {
		g := group{object: ref, sightings: of}
		g.split(b)
		if len(g.ofA) > 0 && len(g.ofB) > 0 {
			g.dates = edgeDates(of)
			found = append(found, g)
		}
	}
	for _, g := range inOrder(found) {
		b.out.Agreements = append(b.out.Agreements, Agreement{Name: b.name(g.object), Dates: g.dates, ForA: b.names(g.ofA),
			ForB: b.names(g.ofB), Support: b.support(g.sightings)})
	}
}

// group is what one row of the report rests on.
type group struct {
	object    graph.Ref // an agreement or event
	dates     []string
	ofA, ofB  map[graph.Ref]bool
	sightings []sighting // in the order of compareSightings
}

// split collects the ends of the sightings that are of A and of B.
func (g *group) split(b *builder) {
	g.ofA, g.ofB = map[graph.Ref]bool{}, map[graph.Ref]bool{}
	for _, s := range g.sightings {
		for _, end := range []graph.Ref{s.Subject, s.Object} {
			if b.a.members[end] {
				g.ofA[end] = true
			}
			if b.b.members[end] {
				g.ofB[end] = true
			}
		}
	}
}

// inOrder sorts groups by date, those without one last, then by their first sentence and object.
func inOrder(groups []group) []group {
	slices.SortFunc(groups, func(x, y group) int {
		if (len(x.dates) == 0) != (len(y.dates) == 0) {
			return len(y.dates) - len(x.dates)
		}
		if c := slices.Compare(x.dates, y.dates); c != 0 {
			return c
		}
		if c := compareSightings(x.sightings[0], y.sightings[0]); c != 0 {
			return c
		}
		return x.object.Compare(y.object)
	})
	return groups
}

// edgeDates are the days of the edges that the sightings add up to, without "".
func edgeDates(sightings []sighting) []string {
	facts := map[graph.Fact][]graph.Sighting{}
	for _, s := range sightings {
		facts[s.Fact()] = append(facts[s.Fact()], s.sum())
	}
	dates := map[string]bool{}
	for _, of := range facts {
		for _, e := range graph.Edges(of) {
			if !e.Date.IsZero() {
				dates[e.Date.String()] = true
			}
		}
	}
	return finest(sorted(dates))
}

// finest leaves out a date that another one makes more precise.
func finest(dates []string) []string {
	all := slices.Clone(dates)
	return slices.DeleteFunc(dates, func(d string) bool {
		return slices.ContainsFunc(all, func(e string) bool { return e != d && strings.HasPrefix(e, d) })
	})
}

// across reports whether a statement links the two sides.
func (b *builder) across(s graph.Statement) bool {
	return b.a.members[s.Subject] && b.b.members[s.Object] || b.b.members[s.Subject] && b.a.members[s.Object]
}

// meetings joins the MET_WITH edges between the sides to meetings: those of one day are one, and so are those without
// a day that a sentence states together.
func (b *builder) meetings() {
	dated, undated := map[string]group{}, map[graph.Fact][]sighting{}
	for fact, of := range b.occurred {
		if fact.Type != graph.MetWith || !b.across(of[0].Statement) {
			continue
		}
		dates := edgeDates(of)
		for _, s := range of {
			if d := dayOf(s.Date.String(), dates); d != "" {
				g := dated[d]
				dated[d] = group{dates: []string{d}, sightings: append(g.sightings, s)}
			} else {
				undated[fact] = append(undated[fact], s)
			}
		}
	}
	found := together(undated)
	for _, g := range dated {
		found = append(found, g)
	}
	for i := range found {
		slices.SortFunc(found[i].sightings, compareSightings)
		found[i].split(b)
	}
	days := map[string]bool{}
	for d := range dated {
		days[d] = true
	}
	for _, g := range inOrder(found) {
		date := strings.Join(g.dates, "")
		repeats := slices.ContainsFunc(sorted(days), func(d string) bool { return d != date && strings.HasPrefix(d, date) })
		b.out.Meetings = append(b.out.Meetings, Meeting{Date: date, OfA: b.names(g.ofA), OfB: b.names(g.ofB),
			MayRepeat: repeats, Support: b.support(g.sightings)})
	}
}

// sentence is a byte range of an article.
type sentence struct {
	article    string
	start, end int
}

// together makes a group of each fact, and one of those that share a sentence.
func together(facts map[graph.Fact][]sighting) []group {
	order := make([]graph.Fact, 0, len(facts))
	for f := range facts {
		order = append(order, f)
	}
	slices.SortFunc(order, graph.Fact.Compare)
	var groups []group
	at := map[sentence]int{} // index in groups
	for _, f := range order {
		into := map[int]bool{}
		for _, s := range facts[f] {
			if i, there := at[sentence{s.article.Key, s.Start, s.End}]; there {
				into[i] = true
			}
		}
		home := len(groups)
		groups = append(groups, group{sightings: facts[f]})
		for i := range into {
			groups[home].sightings = append(slices.Clone(groups[home].sightings), groups[i].sightings...)
			groups[i].sightings = nil
		}
		for _, s := range groups[home].sightings {
			at[sentence{s.article.Key, s.Start, s.End}] = home
		}
	}
	groups = slices.DeleteFunc(groups, func(g group) bool { return g.sightings == nil })
	for _, g := range groups {
		slices.SortFunc(g.sightings, compareSightings)
	}
	return groups
}

// dayOf is the edge's day to which a statement of date belongs: its own, or the only one that makes it more precise.
func dayOf(date string, days []string) string {
	found := ""
	for _, d := range days {
		switch {
		case d == date:
			return date
		case strings.HasPrefix(d, date) && found != "":
			return date // several days: it does not say which
		case strings.HasPrefix(d, date):
			found = d
		}
	}
	if found == "" {
		return date
	}
	return found
}

// announcements lists what one side announced and the other has part in: it announces or signs it too, took part in it,
// or the sentence names it.
func (b *builder) announcements() {
	by := map[graph.Ref][]sighting{}
	for _, s := range b.sightings {
		if s.Type == graph.Announced && s.Status == graph.Occurred && (b.a.members[s.Subject] || b.b.members[s.Subject]) {
			by[s.Object] = append(by[s.Object], s)
		}
	}
	var found []group
	for ref, of := range by {
		g := group{object: ref, sightings: slices.DeleteFunc(slices.Clone(of), func(s sighting) bool { return !b.concerns(s) })}
		if len(g.sightings) > 0 {
			g.dates = edgeDates(g.sightings)
			found = append(found, g)
		}
	}
	for _, g := range inOrder(found) {
		b.out.Announcements = append(b.out.Announcements, Announcement{Date: strings.Join(g.dates, ", "), Who: b.names(subjects(g.sightings)),
			What: b.name(g.object), Kind: g.object.Label.String(), Support: b.support(g.sightings)})
	}
}

func subjects(of []sighting) map[graph.Ref]bool {
	who := map[graph.Ref]bool{}
	for _, s := range of {
		who[s.Subject] = true
	}
	return who
}

// concerns reports whether what a member of one side announces or signs concerns the other side.
func (b *builder) concerns(s sighting) bool {
	other := b.b
	if b.b.members[s.Subject] {
		other = b.a
	}
	for who := range b.linked[s.Object] {
		if other.members[who] {
			return true
		}
	}
	for m := range other.members {
		if hasWord(s.Quote, b.nodes[m].Name) || slices.ContainsFunc(b.nodes[m].Aliases, func(form string) bool { return hasWord(s.Quote, form) }) {
			return true
		}
	}
	return false
}

// hasWord reports whether form stands in s as words of its own.
func hasWord(s, form string) bool {
	if form == "" {
		return false
	}
	for at := 0; ; {
		i := strings.Index(s[at:], form)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(s[:at+i])
		after, _ := utf8.DecodeRuneInString(s[at+i+len(form):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at += i + len(form)
	}
}

// others lists the facts of types that are not built in, by their first day: those that link the two sides, and those
// of one side that concern the other.
func (b *builder) others() {
	var found []group
	for fact, of := range b.occurred {
		if fact.Type.BuiltIn() {
			continue
		}
		g := group{object: fact.To, sightings: slices.DeleteFunc(slices.Clone(of), func(s sighting) bool { return !b.links(s) })}
		if len(g.sightings) > 0 {
			g.dates = edgeDates(g.sightings)
			found = append(found, g)
		}
	}
	for _, g := range inOrder(found) {
		fact := g.sightings[0].Fact()
		for _, end := range []graph.Ref{fact.From, fact.To} {
			b.shown[end] = true
		}
		b.out.Others = append(b.out.Others, Other{Type: fact.Type.String(), Dates: g.dates, Who: b.name(fact.From), What: b.name(fact.To),
			Support: b.support(g.sightings)})
	}
}

// links reports whether a statement links the two sides, or is one side's and concerns the other.
func (b *builder) links(s sighting) bool {
	if b.across(s.Statement) {
		return true
	}
	return s.Type != graph.MetWith && (b.a.members[s.Subject] || b.b.members[s.Subject]) && b.concerns(s)
}

// open lists what is planned or denied between the sides: meetings of both, one for those of whom a sentence says it
// together, and what else one does that links it to the other or concerns it, one an object; each by status and date.
func (b *builder) open() {
	type what struct {
		typ          graph.EdgeType
		status, date string
		object       graph.Ref // unset for meetings
	}
	by := map[what]map[graph.Fact][]sighting{}
	for _, s := range b.sightings {
		if s.Status != graph.Planned && s.Status != graph.Denied {
			continue
		}
		k := what{typ: s.Type, status: s.Status.String(), date: s.Date.String()}
		if !b.links(s) {
			continue
		}
		if s.Type != graph.MetWith {
			k.object = s.Object
		}
		if by[k] == nil {
			by[k] = map[graph.Fact][]sighting{}
		}
		by[k][s.Fact()] = append(by[k][s.Fact()], s)
	}
	var found []group
	for k, facts := range by {
		groups := together(facts)
		if k.typ != graph.MetWith {
			groups = []group{{object: k.object}}
			for _, of := range facts {
				groups[0].sightings = append(groups[0].sightings, of...)
			}
			slices.SortFunc(groups[0].sightings, compareSightings)
		}
		for _, g := range groups {
			if k.date != "" {
				g.dates = []string{k.date}
			}
			g.split(b)
			found = append(found, g)
		}
	}
	for _, g := range inOrder(found) {
		s := g.sightings[0]
		o := Open{Status: s.Status.String(), Type: s.Type.String(), Date: s.Date.String(), Since: b.since(g.sightings), Support: b.support(g.sightings)}
		if s.Type == graph.MetWith {
			o.Who, o.What = b.names(g.ofA), b.names(g.ofB)
		} else {
			o.Who, o.What = b.names(subjects(g.sightings)), []string{b.name(g.object)}
		}
		b.out.Open = append(b.out.Open, o)
	}
}

// since is the day of what a later article reports as having occurred: "yes" if it gives none, "" if there is no such
// article. A report counts as later when its article is and its day, where known, is not before the first of these
// articles; or when its article is not, but its day is known not to be before. Of several days the first counts that is the planned one, else the first.
func (b *builder) since(open []sighting) string {
	first, planned := open[0].article.Published.String(), open[0].Date.String()
	days, reported := map[string]bool{}, false
	for _, o := range open {
		for _, s := range b.occurred[o.Fact()] {
			day := s.Date.String()
			later := first != "" && s.article.Published.String() > first
			before := day != "" && day < first && !strings.HasPrefix(first, day)
			if before || !later && (day == "" || first == "" || day < first) {
				continue
			}
			if reported = true; day != "" {
				days[day] = true
			}
		}
	}
	if !reported {
		return ""
	}
	all := finest(sorted(days))
	for _, d := range all {
		if strings.HasPrefix(d, planned) {
			return d
		}
	}
	return strings.Join(append(all, "yes")[:1], "")
}
