// Package report writes relationship reports from query results.
//
// # Input and output
//
// ReadPair reads from a graph what links two people, countries or organisations: the agreements that both signed,
// their meetings, announcements, what was planned or denied, and the sentences that say so. A country's side are the
// country and the people who represent it. Markdown writes it for people, and its JSON form for programs.
//
// # Invariants
//
// Every row leads to at least one sentence of an article. An event is counted once, however many articles report it;
// beside it stands how many do, and how many of those are independent (near-duplicates count once). Equal graphs give
// equal reports.
package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"newsgraph/graph"
)

// Pair is what links A and B.
type Pair struct {
	A             Side           `json:"a"`
	B             Side           `json:"b"`
	Agreements    []Agreement    `json:"agreements"`
	Meetings      []Meeting      `json:"meetings"`
	Announcements []Announcement `json:"announcements"`
	Others        []Other        `json:"other_relations"` // of types that are not built in
	Open          []Open         `json:"planned_or_denied"`
	Evidence      []Evidence     `json:"evidence"` // numbered from 1 in this order
}

// Side is one of the two with the people who represent it.
type Side struct {
	Label  string   `json:"label"`
	Key    string   `json:"key"`
	Name   string   `json:"name"`
	People []Office `json:"people"` // those whom the report names
}

// Office says that a person represents a side.
type Office struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	From  string `json:"from,omitempty"` // first and last day on which an article says so
	To    string `json:"to,omitempty"`

	person graph.Ref
}

// Support says what a row rests on.
type Support struct {
	Articles    int   `json:"articles"`
	Independent int   `json:"independent"` // articles but for near-duplicates
	Evidence    []int `json:"evidence"`    // numbers of Pair.Evidence, ascending
}

// Agreement is one that somebody of both sides signed.
type Agreement struct {
	Name  string   `json:"name"`
	Dates []string `json:"dates"` // the days given for a signature; several where articles disagree or it was signed on several
	ForA  []string `json:"for_a"` // who signed
	ForB  []string `json:"for_b"`
	Support
}

// Meeting is one meeting between the sides: what articles report for one day, or without a day of those who met.
type Meeting struct {
	Date string   `json:"date"` // "" if no article gives it
	OfA  []string `json:"of_a"` // who of A met somebody of B
	OfB  []string `json:"of_b"`
	// MayRepeat is set where the date leaves open whether this is one of the other meetings: then it is not counted.
	MayRepeat bool `json:"may_repeat"`
	Support
}

// Announcement is what one side announced and the other has part in.
type Announcement struct {
	Date string   `json:"date"`
	Who  []string `json:"who"`
	What string   `json:"what"`
	Kind string   `json:"kind"` // Event or Agreement
	Support
}

// Other is a relation of a type that is not built in, between the sides or of one side and concerning the other.
type Other struct {
	Type  string   `json:"type"`
	Dates []string `json:"dates"` // the days given for it
	Who   string   `json:"who"`   // of a symmetric type either end
	What  string   `json:"what"`
	Support
}

// Open is what articles present as planned or denied.
type Open struct {
	Status string   `json:"status"` // planned or denied
	Type   string   `json:"type"`
	Who    []string `json:"who"`  // for a meeting, those of A
	What   []string `json:"what"` // for a meeting, those of B
	Date   string   `json:"date"`
	Since  string   `json:"since"` // the day of a later report that it occurred, "yes" if that gives none, "" if there is no report
	Support
}

// Evidence is a sentence and where it stands, more than once where articles share it.
type Evidence struct {
	Quote string  `json:"quote"`
	In    []Place `json:"in"` // by publication
}

// Place is a sentence's article and byte range in the article's text.
type Place struct {
	Title     string `json:"title"`
	Source    string `json:"source"`
	Published string `json:"published"`
	URL       string `json:"url,omitempty"`
	Article   string `json:"article"` // key
	Start     int    `json:"start"`
	End       int    `json:"end"`
}

// sighting is a statement with what the report says of its article.
type sighting struct {
	graph.Statement
	article graph.Article
}

func (s sighting) sum() graph.Sighting {
	return graph.Sighting{Statement: s.Statement, Article: s.article.Key, Origin: s.article.Origin, Published: s.article.Published}
}

// side is one of the two as the graph has it.
type side struct {
	node    graph.Node
	members map[graph.Ref]bool // the node itself and who represents it
	offices []Office
}

// material is all that a report is made of.
type material struct {
	a, b      side
	nodes     map[graph.Ref]graph.Node         // every end of a sighting
	sightings []sighting                       // each once
	taking    map[graph.Ref]map[graph.Ref]bool // event to who took part
}

// builder makes the report; it numbers evidence as rows use it.
type builder struct {
	material
	occurred map[graph.Fact][]sighting
	linked   map[graph.Ref]map[graph.Ref]bool // who signs, announces or took part in an agreement or event
	shown    map[graph.Ref]bool               // who is named in a row
	out      Pair
	numbers  map[string]int // quote to its place in out.Evidence, from 1
}

// pair makes the report of its material.
func (m material) pair() Pair {
	slices.SortFunc(m.sightings, compareSightings)
	b := &builder{material: m, occurred: map[graph.Fact][]sighting{}, linked: map[graph.Ref]map[graph.Ref]bool{},
		shown: map[graph.Ref]bool{}, numbers: map[string]int{}}
	for event, who := range m.taking {
		b.linked[event] = maps.Clone(who)
	}
	for _, s := range m.sightings {
		if s.Status == graph.Occurred {
			b.occurred[s.Fact()] = append(b.occurred[s.Fact()], s)
		}
		if s.Type == graph.Signed || s.Type == graph.Announced {
			if b.linked[s.Object] == nil {
				b.linked[s.Object] = map[graph.Ref]bool{}
			}
			b.linked[s.Object][s.Subject] = true
		}
	}
	b.agreements()
	b.meetings()
	b.announcements()
	b.others()
	b.open()
	b.out.A, b.out.B = b.summary(m.a), b.summary(m.b)
	for _, e := range b.out.Evidence {
		slices.SortFunc(e.In, func(x, y Place) int {
			return cmp.Or(strings.Compare(x.Published, y.Published), strings.Compare(x.Article, y.Article), x.Start-y.Start)
		})
	}
	return b.out.filled()
}

// filled has lists in place of nil, for JSON.
func (p Pair) filled() Pair {
	p.Agreements, p.Meetings = append([]Agreement{}, p.Agreements...), append([]Meeting{}, p.Meetings...)
	p.Announcements, p.Open = append([]Announcement{}, p.Announcements...), append([]Open{}, p.Open...)
	p.Others = append([]Other{}, p.Others...)
	p.Evidence = append([]Evidence{}, p.Evidence...)
	for i := range p.Agreements {
		p.Agreements[i].Dates = append([]string{}, p.Agreements[i].Dates...)
	}
	for i := range p.Others {
		p.Others[i].Dates = append([]string{}, p.Others[i].Dates...)
	}
	return p
}

func compareSightings(s, t sighting) int {
	key := func(x sighting) string { return x.article.Published.String() + "\x00" + x.article.Key }
	if c := strings.Compare(key(s), key(t)); c != 0 {
		return c
	}
	if s.Start != t.Start {
		return s.Start - t.Start
	}
	return strings.Compare(s.Key(s.article.Key), t.Key(t.article.Key))
}

// summary is the side with those of its people who are in a row of the report.
func (b *builder) summary(s side) Side {
	out := Side{Label: s.node.Label.String(), Key: s.node.Key, Name: s.node.Name, People: []Office{}}
	for _, o := range s.offices {
		if b.shown[o.person] {
			out.People = append(out.People, o)
		}
	}
	return out
}

// support sums up sightings: articles, independent ones, and the numbers of their sentences.
func (b *builder) support(from []sighting) Support {
	articles, origins, numbers := map[string]bool{}, map[string]bool{}, map[int]bool{}
	for _, s := range from {
		articles[s.article.Key] = true
		origins[s.article.Origin] = true
		numbers[b.number(s)] = true
	}
	return Support{Articles: len(articles), Independent: len(origins), Evidence: sorted(numbers)}
}

// number is that of the sighting's sentence among the evidence, to which it adds where the sentence stands.
func (b *builder) number(s sighting) int {
	n := b.numbers[s.Quote]
	if n == 0 {
		b.out.Evidence = append(b.out.Evidence, Evidence{Quote: s.Quote})
		n = len(b.out.Evidence)
		b.numbers[s.Quote] = n
	}
	title := s.article.Title
	if title == "" && s.article.Source == "" {
		title = s.article.ID
	}
	at := Place{Title: title, Source: s.article.Source, Published: s.article.Published.String(), URL: s.article.URL,
		Article: s.article.Key, Start: s.Start, End: s.End}
	if e := &b.out.Evidence[n-1]; !slices.Contains(e.In, at) {
		e.In = append(e.In, at)
	}
	return n
}

func sorted[K int | string](set map[K]bool) []K {
	out := make([]K, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (b *builder) name(r graph.Ref) string {
	if n := b.nodes[r].Name; n != "" {
		return n
	}
	return r.Key
}

// names are the distinct names of nodes: the two of the report first, then the others in order.
func (b *builder) names(of map[graph.Ref]bool) []string {
	maps.Copy(b.shown, of)
	out, rest := []string{}, map[string]bool{}
	for _, r := range []graph.Ref{b.a.node.Ref, b.b.node.Ref} {
		if of[r] {
			out = append(out, b.name(r))
		}
	}
	for r := range of {
		if r != b.a.node.Ref && r != b.b.node.Ref {
			rest[b.name(r)] = true
		}
	}
	return append(out, sorted(rest)...)
}
