package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"newsgraph/graph"
)

// size says how large a corpus is made. The zero size is not useful; fullSize gives the graph that the numbers are
// about: 200,000 nodes and 1,000,000 relationships.
type size struct {
	articles, people, organizations, agreements, events int
}

var fullSize = size{articles: 19_300, people: 22_500, organizations: 1_500, agreements: 6_000, events: 10_000}

func (s size) scaled(f float64) size {
	n := func(i int) int { return max(40, int(float64(i)*f)) }
	return size{n(s.articles), n(s.people), n(s.organizations), n(s.agreements), n(s.events)}
}

const countries = 195

// world is the entities that articles report on, the most prominent first, and what ties them together.
type world struct {
	rng           *rand.Rand
	countries     []graph.Node
	people        []graph.Node
	organizations []graph.Node
	agreements    []graph.Node
	events        []graph.Node
	home          []int    // of each person, the country
	office        []string // of each person
	parties       [][]int  // of each agreement, the countries
	guests        [][]int  // of each event, the people
	names         map[string]bool
}

// newWorld makes the same world every time.
func newWorld(s size) *world {
	w := &world{rng: rand.New(rand.NewPCG(17, 29)), names: map[string]bool{}}
	for i := range countries {
		name := w.name(2)
		w.countries = append(w.countries, graph.Node{Ref: graph.Ref{Label: graph.Country, Key: fmt.Sprintf("C%02X", i)}, Name: name,
			Aliases: []string{name + "ian"}, ISO2: string([]byte{'A' + byte(i/26), 'A' + byte(i%26)})})
	}
	for range s.people {
		name := w.word(2) + " " + w.name(3)
		w.people = append(w.people, entity(graph.Person, name, strings.Fields(name)[1]))
		w.home = append(w.home, w.prominent(countries))
		w.office = append(w.office, pick(w, "", "", "President", "Foreign Minister", "Defence Minister", "Prime Minister", "Ambassador", "Trade Minister"))
	}
	for range s.organizations {
		w.organizations = append(w.organizations, entity(graph.Organization, w.name(3)+" "+pick(w, "Union", "League", "Bank", "Group", "Council")))
	}
	for i := range s.agreements {
		n := entity(graph.Agreement, w.name(3)+" "+pick(w, "Agreement", "Treaty", "Accord", "Protocol", "Memorandum"))
		n.Date = w.day(graph.Stated)
		w.agreements = append(w.agreements, n)
		w.parties = append(w.parties, w.some(2+w.rng.IntN(3), countries, i))
	}
	for i := range s.events {
		n := entity(graph.Event, w.name(3)+" "+pick(w, "summit", "talks", "visit", "exercise", "conference"))
		n.Date, n.Place = w.day(graph.Stated), w.countries[w.prominent(countries)].Name
		w.events = append(w.events, n)
		w.guests = append(w.guests, w.some(2+w.rng.IntN(5), s.people, i))
	}
	return w
}

func entity(l graph.Label, name string, aliases ...string) graph.Node {
	return graph.Node{Ref: graph.Ref{Label: l, Key: strings.ToLower(strings.ReplaceAll(name, " ", "-"))}, Name: name, Aliases: aliases}
}

func pick(w *world, from ...string) string { return from[w.rng.IntN(len(from))] }

// word is a pronounceable word with a capital.
func (w *world) word(syllables int) string {
	var b strings.Builder
	for range syllables {
		b.WriteByte("bdfgklmnprstvz"[w.rng.IntN(14)])
		b.WriteByte("aeiou"[w.rng.IntN(5)])
	}
	b.WriteByte("lnrs"[w.rng.IntN(4)])
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

// name is a word that was not a name before.
func (w *world) name(syllables int) string {
	for {
		if name := w.word(syllables); !w.names[name] {
			w.names[name] = true
			return name
		}
	}
}

// prominent is an index below n, the smaller the likelier: the first tenth makes up almost half.
func (w *world) prominent(n int) int {
	x := w.rng.Float64()
	return int(float64(n) * x * x * x)
}

// some is k different indices below n, of which the first half is prominent; salt spreads the rest over all of them.
func (w *world) some(k, n, salt int) []int {
	var out []int
	seen := map[int]bool{}
	for len(out) < k {
		i := w.prominent(n)
		if len(out) > k/2 {
			i = (w.rng.IntN(n) + salt) % n
		}
		if !seen[i] {
			seen[i] = true
			out = append(out, i)
		}
	}
	return out
}

// day is a day of the ten years that the corpus spans.
func (w *world) day(b graph.Basis) graph.Date {
	return graph.Date{Year: 2014 + w.rng.IntN(10), Month: 1 + w.rng.IntN(12), Day: 1 + w.rng.IntN(28), Basis: b}
}

// records are the articles: each reports one event or one agreement and mentions others in passing. One in three
// reports what an earlier one reported, and one in ten of those is its near copy.
func (w *world) records(n int) []graph.Record {
	out := make([]graph.Record, 0, n)
	topics := make([]int, 0, n) // an event, or beyond them an agreement
	for i := range n {
		topic := w.rng.IntN(len(w.events) + len(w.agreements))
		origin := i
		if i > 0 && w.rng.IntN(3) == 0 {
			earlier := w.rng.IntN(i)
			topic = topics[earlier]
			if w.rng.IntN(10) == 0 {
				origin = earlier
			}
		}
		topics = append(topics, topic)
		r := w.newReport(i, origin)
		if topic < len(w.events) {
			r.event(topic)
		} else {
			r.agreement(topic - len(w.events))
		}
		r.passing()
		out = append(out, r.finish())
	}
	return out
}

// report is an article being written.
type report struct {
	*world
	graph.Record
	text strings.Builder
	has  map[graph.Ref]bool
}

func (w *world) newReport(i, origin int) *report {
	key := func(i int) string { return fmt.Sprintf("%016x%048x", uint64(i)*0x9e3779b97f4a7c15, i) }
	source := fmt.Sprintf("%s Times", w.countries[w.prominent(40)].Name)
	published := w.day(graph.BasisUnset)
	return &report{world: w, has: map[graph.Ref]bool{}, Record: graph.Record{Article: graph.Article{Key: key(i), ID: fmt.Sprintf("%s/%06d", source, i),
		Title: fmt.Sprintf("%s, report %d", w.name(3), i), URL: fmt.Sprintf("https://news.example/%d", i), Source: source,
		Published: published, Language: "en", Origin: key(origin)}}}
}

// node makes sure that the record has an entity, and mentions it.
func (r *report) node(n graph.Node) graph.Ref {
	if !r.has[n.Ref] {
		r.has[n.Ref] = true
		r.Nodes = append(r.Nodes, n)
		r.Mentions = append(r.Mentions, graph.MentionCount{Node: n.Ref, Count: 1 + r.rng.IntN(4), First: r.text.Len()})
	}
	return n.Ref
}

// person mentions somebody with his office, country included.
func (r *report) person(i int) graph.Ref {
	ref := r.node(r.people[i])
	side := r.node(r.countries[r.home[i]])
	r.Representations = append(r.Representations, graph.Representation{Person: ref, For: side, Title: r.office[i]})
	return ref
}

// state writes a sentence that states a fact: nine in ten times as having happened.
func (r *report) state(t graph.EdgeType, subject, object graph.Node, verb string, day graph.Date) {
	s := graph.Statement{Type: t, Subject: subject.Ref, Object: object.Ref, Status: graph.Occurred, Trigger: verb,
		Rule: strings.ToLower(t.String()), Confidence: 0.7 + 0.05*float64(r.rng.IntN(5)), Date: day}
	switch r.rng.IntN(20) {
	case 0:
		s.Status, verb = graph.Planned, "plans to have "+verb
	case 1:
		s.Status, verb = graph.Denied, "denied having "+verb
	}
	if r.rng.IntN(5) == 0 {
		s.Date = graph.Date{}
	}
	if t == graph.MetWith && object.Ref.Less(subject.Ref) {
		s.Subject, s.Object = s.Object, s.Subject
	}
	s.Quote = fmt.Sprintf("%s %s %s in %s, officials told reporters after a long day of consultations.", subject.Name, verb, object.Name, r.countries[r.rng.IntN(countries)].Name)
	s.Start = r.text.Len()
	s.End = s.Start + len(s.Quote)
	r.text.WriteString(s.Quote)
	r.text.WriteString(" The statement gave no further details, and spokesmen for both sides declined to comment on it when they were asked.\n")
	r.Statements = append(r.Statements, s)
}

// event reports who met and what was announced there.
func (r *report) event(i int) {
	event, guests := r.events[i], r.guests[i]
	ref := r.node(event)
	for _, g := range guests {
		r.Participations = append(r.Participations, graph.Participation{Who: r.person(g), Event: ref})
	}
	for j, g := range guests[1:] {
		host := guests[r.rng.IntN(j+1)]
		r.state(graph.MetWith, r.people[host], r.people[g], "met", event.Date)
	}
	host, guest := r.countries[r.home[guests[0]]], r.countries[r.home[guests[1]]]
	if host.Ref != guest.Ref {
		r.state(graph.MetWith, host, guest, "held talks with", event.Date)
	}
	r.state(graph.Announced, r.people[guests[r.rng.IntN(len(guests))]], event, "announced", event.Date)
	r.state(graph.Announced, host, event, "announced", event.Date)
}

// agreement reports who signed it.
func (r *report) agreement(i int) {
	g, parties := r.agreements[i], r.parties[i]
	r.node(g)
	for _, c := range parties {
		r.node(r.countries[c])
		if i%8 != 0 { // some agreements are talked about and not signed
			r.state(graph.Signed, r.countries[c], g, "signed", g.Date)
		}
	}
	first, second := r.signer(i, parties[0]), r.signer(i+1, parties[1])
	for _, p := range []int{first, second} {
		r.person(p)
		if i%8 != 0 {
			r.state(graph.Signed, r.people[p], g, "signed", g.Date)
		}
	}
	if first != second {
		r.state(graph.MetWith, r.people[first], r.people[second], "met", g.Date)
	}
	o := r.organizations[r.prominent(len(r.organizations))]
	r.node(o)
	r.state(graph.Announced, o, g, "announced", g.Date)
	r.state(graph.Announced, r.countries[parties[0]], g, "announced", g.Date)
}

// signer is a person of a country, the same one for the same agreement.
func (w *world) signer(agreement, country int) int {
	start := (agreement * 7919) % (len(w.people) / 10)
	for i := range len(w.people) {
		if p := (start + i) % len(w.people); w.home[p] == country {
			return p
		}
	}
	return start
}

// passing mentions what the article is not about.
func (r *report) passing() {
	for range 14 + r.rng.IntN(10) {
		switch r.rng.IntN(5) {
		case 0:
			r.node(r.countries[r.prominent(countries)])
		case 1:
			r.node(r.organizations[r.rng.IntN(len(r.organizations))])
		case 2:
			r.node(r.agreements[r.rng.IntN(len(r.agreements))])
		default:
			r.node(r.people[r.rng.IntN(len(r.people))])
		}
	}
}

func (r *report) finish() graph.Record {
	r.Article.Text = r.text.String()
	r.Normalize()
	return r.Record
}
