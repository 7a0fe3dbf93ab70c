package graph

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// Graph is the sum of records, every slice sorted and without duplicates. Its articles hold no text.
type Graph struct {
	Nodes           []Node
	Edges           []Edge
	Represents      []Represents
	Participations  []Participation
	Articles        []Article
	Statements      []ArticleStatement
	ArticleMentions []ArticleMention
}

// Edge is a fact: the sum of the occurred statements that agree on its type, its ends and its day.
type Edge struct {
	Fact
	Date                Date    // zero if no statement gives one
	Confidence          float64 // that at least one origin is right, to 4 decimals
	Statements          int
	Articles            int
	Origins             int  // near-duplicate groups: articles that are independent of each other
	FirstSeen, LastSeen Date // earliest and latest day on which an article that states it was published; Basis unset
}

// Key identifies the edge: its fact and its day.
func (e Edge) Key() string {
	if e.Date.IsZero() {
		return e.Fact.String()
	}
	return e.Fact.String() + " " + e.Date.String()
}

// ArticleStatement is a statement and the key of the article that makes it.
type ArticleStatement struct {
	Article string
	Statement
}

// Represents is a person's office or side, and the days of the first and the last article that say so.
type Represents struct {
	Representation
	From, To Date // Basis unset
}

// ArticleMention says how often an article mentions a node.
type ArticleMention struct {
	Article string
	MentionCount
}

// Sum adds up records. Their order does not matter, except that of two records of one article the later counts, as
// if the article had been read again. Sum leaves the records as they are.
func Sum(records []Record) Graph {
	byArticle := map[string]Record{}
	for _, r := range records {
		byArticle[r.Article.Key] = r
	}
	var g Graph
	nodes := map[Ref]Node{}
	represents := map[Representation]Represents{}
	participations := map[Participation]bool{}
	facts := map[Fact][]Sighting{}
	for _, key := range slices.Sorted(maps.Keys(byArticle)) {
		r := byArticle[key].Clone()
		r.Normalize()
		for _, n := range r.Nodes {
			if have, ok := nodes[n.Ref]; ok {
				n = have.Join(n)
			}
			nodes[n.Ref] = n
		}
		for _, p := range r.Representations {
			day := r.Article.Published.day()
			rep := Represents{p, day, day}
			if have, ok := represents[p]; ok {
				rep = have.Join(rep)
			}
			represents[p] = rep
		}
		for _, p := range r.Participations {
			participations[p] = true
		}
		for _, s := range r.Statements {
			g.Statements = append(g.Statements, ArticleStatement{key, s})
			facts[s.Fact()] = append(facts[s.Fact()], Sighting{s, key, r.Article.Origin, r.Article.Published})
		}
		for _, m := range r.Mentions {
			g.ArticleMentions = append(g.ArticleMentions, ArticleMention{key, m})
		}
		r.Article.Text = ""
		g.Articles = append(g.Articles, r.Article)
	}
	g.Nodes = slices.Collect(maps.Values(nodes))
	g.Represents = slices.Collect(maps.Values(represents))
	g.Participations = slices.Collect(maps.Keys(participations))
	for _, s := range facts {
		g.Edges = append(g.Edges, Edges(s)...)
	}
	g.Sort()
	return g
}

// Clone is a record whose slices can be changed without changing r's.
func (r Record) Clone() Record {
	r.Nodes = slices.Clone(r.Nodes)
	r.Statements = slices.Clone(r.Statements)
	r.Representations = slices.Clone(r.Representations)
	r.Participations = slices.Clone(r.Participations)
	r.Mentions = slices.Clone(r.Mentions)
	return r
}

// Sort brings the slices into their order, for a graph that was put together by hand or read from a database.
func (g *Graph) Sort() {
	slices.SortFunc(g.Nodes, func(a, b Node) int { return a.Ref.Compare(b.Ref) })
	slices.SortFunc(g.Edges, func(a, b Edge) int {
		return cmp.Or(a.Fact.Compare(b.Fact), a.Date.Compare(b.Date))
	})
	slices.SortFunc(g.Represents, func(a, b Represents) int { return a.Representation.Compare(b.Representation) })
	slices.SortFunc(g.Participations, Participation.Compare)
	slices.SortFunc(g.Articles, func(a, b Article) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(g.Statements, func(a, b ArticleStatement) int {
		return cmp.Or(strings.Compare(a.Article, b.Article), a.Statement.compare(b.Statement))
	})
	slices.SortFunc(g.ArticleMentions, func(a, b ArticleMention) int {
		return cmp.Or(strings.Compare(a.Article, b.Article), a.Node.Compare(b.Node))
	})
}

// day is the date without its basis.
func (d Date) day() Date {
	d.Basis = BasisUnset
	return d
}

// Join is the office as two sets of articles know it.
func (r Represents) Join(s Represents) Represents {
	r.From, r.To = earlier(r.From, s.From), later(r.To, s.To)
	return r
}

func earlier(a, b Date) Date {
	if a.IsZero() || !b.IsZero() && b.Compare(a) < 0 {
		return b
	}
	return a
}

func later(a, b Date) Date {
	if b.Compare(a) > 0 {
		return b
	}
	return a
}

// Sighting is a statement with what its article adds to the edge.
type Sighting struct {
	Statement
	Article   string // key
	Origin    string
	Published Date
}

// Edges adds up the statements of one fact to its edges, one a day, sorted by date; the order of the statements does
// not matter and only occurred ones count. A statement without a day, or with a month or a year only, belongs to a day
// that it leaves open and that others give: if there are several, to the last one before its article appeared, since
// that is what news is about, and else to the first. It makes no edge of its own beside them, or two reports of one
// meeting would be two meetings.
func Edges(sightings []Sighting) []Edge {
	given := map[string]bool{}
	for _, s := range sightings {
		if s.Status == Occurred {
			given[s.Date.String()] = true
		}
	}
	dates := slices.Sorted(maps.Keys(given))
	days := slices.DeleteFunc(slices.Clone(dates), func(d string) bool { return extended(d, dates) })
	groups := map[string][]Sighting{}
	for _, s := range sightings {
		if s.Status == Occurred {
			day := s.dayAmong(days)
			groups[day] = append(groups[day], s)
		}
	}
	var edges []Edge
	for _, d := range days {
		edges = append(edges, sumDay(d, groups[d]))
	}
	return edges
}

// dayAmong is the one of days, sorted and none of them leaving open another, to which the statement belongs.
func (s Sighting) dayAmong(days []string) string {
	date, published := s.Date.String(), s.Published.String()
	found := ""
	for _, d := range days {
		if strings.HasPrefix(d, date) && (found == "" || published == "" || d <= published) {
			found = d
		}
	}
	return found
}

func extended(date string, dates []string) bool {
	return slices.ContainsFunc(dates, func(d string) bool { return d != date && strings.HasPrefix(d, date) })
}

func sumDay(date string, sightings []Sighting) Edge {
	e := Edge{Fact: sightings[0].Fact(), Statements: len(sightings)}
	articles, origins := map[string]bool{}, map[string]float64{}
	for _, s := range sightings {
		if s.Date.String() == date && (e.Date.IsZero() || s.Date.better(e.Date)) {
			e.Date = s.Date
		}
		articles[s.Article] = true
		origins[s.Origin] = max(origins[s.Origin], s.Confidence)
		e.FirstSeen, e.LastSeen = earlier(e.FirstSeen, s.Published.day()), later(e.LastSeen, s.Published.day())
	}
	e.Articles, e.Origins = len(articles), len(origins)
	wrong := 1.0 // that every origin is wrong, multiplied in a fixed order
	for _, o := range slices.Sorted(maps.Keys(origins)) {
		wrong *= 1 - origins[o]
	}
	e.Confidence = math.Round((1-wrong)*1e4) / 1e4
	return e
}
