package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"newsgraph/graph"
)

// entityLabels are the labels of what articles mention.
var entityLabels = []graph.Label{graph.Person, graph.Country, graph.Organization, graph.Agreement, graph.Event}

// properties is a map of alternating names and values without those that are empty: "", an unset date or
// enumeration, no strings, false. Numbers always stay.
func properties(namesAndValues ...any) map[string]any {
	out := make(map[string]any, len(namesAndValues)/2)
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		name := namesAndValues[i].(string)
		switch v := namesAndValues[i+1].(type) {
		case []string:
			if len(v) > 0 {
				out[name] = v
			}
		case string:
			if v != "" {
				out[name] = v
			}
		case bool:
			if v {
				out[name] = v
			}
		case fmt.Stringer:
			if s := v.String(); s != "" {
				out[name] = s
			}
		default:
			out[name] = v
		}
	}
	return out
}

func nodeProperties(n graph.Node) map[string]any {
	return properties("key", n.Key, "name", n.Name, "aliases", n.Aliases, "wikidata", n.Wikidata, "iso2", n.ISO2,
		"acronym", n.Acronym, "place", n.Place, "date", n.Date, "date_basis", n.Date.Basis)
}

func nodeFrom(ref graph.Ref, p map[string]any) (graph.Node, error) {
	date, err := dateFrom(p, "date", "date_basis")
	return graph.Node{Ref: ref, Name: text(p, "name"), Aliases: texts(p, "aliases"), Wikidata: text(p, "wikidata"),
		ISO2: text(p, "iso2"), Acronym: text(p, "acronym"), Place: text(p, "place"), Date: date}, err
}

func edgeProperties(e graph.Edge) map[string]any {
	return properties("key", e.Key(), "symmetric", e.Type.Marked(), "date", e.Date, "precision", e.Date.Precision(), "basis", e.Date.Basis,
		"confidence", e.Confidence, "statements", e.Statements, "articles", e.Articles, "origins", e.Origins,
		"first_seen", e.FirstSeen, "last_seen", e.LastSeen)
}

func edgeFrom(f graph.Fact, p map[string]any) (graph.Edge, error) {
	date, err := dateFrom(p, "date", "basis")
	if err != nil {
		return graph.Edge{}, err
	}
	first, err := dateFrom(p, "first_seen", "")
	if err != nil {
		return graph.Edge{}, err
	}
	last, err := dateFrom(p, "last_seen", "")
	return graph.Edge{Fact: f, Date: date, Confidence: number(p, "confidence"), Statements: whole(p, "statements"),
		Articles: whole(p, "articles"), Origins: whole(p, "origins"), FirstSeen: first, LastSeen: last}, err
}

func articleProperties(a graph.Article, fingerprint string) map[string]any {
	return properties("key", a.Key, "id", a.ID, "title", a.Title, "url", a.URL, "source", a.Source,
		"published", a.Published, "language", a.Language, "digest", a.Digest, "origin", a.Origin, "record", fingerprint)
}

func articleFrom(p map[string]any) (graph.Article, error) {
	published, err := dateFrom(p, "published", "")
	return graph.Article{Key: text(p, "key"), ID: text(p, "id"), Title: text(p, "title"), URL: text(p, "url"),
		Source: text(p, "source"), Published: published, Language: text(p, "language"), Digest: text(p, "digest"),
		Origin: text(p, "origin")}, err
}

func statementProperties(article string, s graph.Statement) map[string]any {
	return properties("key", s.Key(article), "fact", s.Fact(), "type", s.Type, "symmetric", s.Type.Marked(), "status", s.Status, "date", s.Date,
		"precision", s.Date.Precision(), "basis", s.Date.Basis, "quote", s.Quote, "start", s.Start, "end", s.End,
		"trigger", s.Trigger, "rule", s.Rule, "confidence", s.Confidence)
}

func statementFrom(subject, object graph.Ref, p map[string]any) (graph.Statement, error) {
	s := graph.Statement{Subject: subject, Object: object, Quote: text(p, "quote"), Start: whole(p, "start"),
		End: whole(p, "end"), Trigger: text(p, "trigger"), Rule: text(p, "rule"), Confidence: number(p, "confidence")}
	var err error
	if s.Type, err = edgeType(p["type"], p["symmetric"]); err != nil {
		return s, err
	}
	if s.Status, err = graph.ParseStatus(text(p, "status")); err != nil {
		return s, err
	}
	s.Date, err = dateFrom(p, "date", "basis")
	return s, err
}

// contribution is what one article says of one entity: the MENTIONS relationship.
type contribution struct {
	node       graph.Node
	count      int
	first      int
	represents []graph.Representation // whose Person is node
	tookPart   []graph.Participation  // whose Who is node
}

// contributions are a normalized record's, one a node, in the record's order.
func contributions(r graph.Record) []contribution {
	out := make([]contribution, len(r.Nodes))
	at := make(map[graph.Ref]int, len(r.Nodes))
	for i, n := range r.Nodes {
		out[i].node, at[n.Ref] = n, i
	}
	for _, m := range r.Mentions {
		c := &out[at[m.Node]]
		c.count, c.first = m.Count, m.First
	}
	for _, p := range r.Representations {
		c := &out[at[p.Person]]
		c.represents = append(c.represents, p)
	}
	for _, p := range r.Participations {
		c := &out[at[p.Who]]
		c.tookPart = append(c.tookPart, p)
	}
	return out
}

func (c contribution) properties() map[string]any {
	p := nodeProperties(c.node)
	delete(p, "key")
	p["count"], p["first"] = c.count, c.first
	var represents, tookPart []string
	for _, r := range c.represents {
		represents = append(represents, r.For.String()+"\t"+r.Title)
	}
	for _, t := range c.tookPart {
		tookPart = append(tookPart, t.Event.Key)
	}
	if represents != nil {
		p["represents"] = represents
	}
	if tookPart != nil {
		p["participated"] = tookPart
	}
	return p
}

func contributionFrom(ref graph.Ref, p map[string]any) (contribution, error) {
	node, err := nodeFrom(ref, p)
	if err != nil {
		return contribution{}, err
	}
	c := contribution{node: node, count: whole(p, "count"), first: whole(p, "first")}
	for _, s := range texts(p, "represents") {
		side, title, _ := strings.Cut(s, "\t")
		whom, err := graph.ParseRef(side)
		if err != nil {
			return contribution{}, err
		}
		c.represents = append(c.represents, graph.Representation{Person: ref, For: whom, Title: title})
	}
	for _, key := range texts(p, "participated") {
		c.tookPart = append(c.tookPart, graph.Participation{Who: ref, Event: graph.Ref{Label: graph.Event, Key: key}})
	}
	return c, nil
}

// fingerprint tells whether an article is stored as it comes: a hash over all that its normalized record holds.
func fingerprint(r graph.Record) (string, error) {
	js, err := r.Marshal()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(js)
	return hex.EncodeToString(sum[:]), nil
}

// refFrom finds the entity label among a node's labels.
func refFrom(labels, key any) (graph.Ref, error) {
	list, _ := labels.([]any)
	for _, l := range list {
		name, _ := l.(string)
		if label, err := graph.ParseLabel(name); err == nil {
			k, _ := key.(string)
			return graph.Ref{Label: label, Key: k}, nil
		}
	}
	return graph.Ref{}, fmt.Errorf("node %v has none of the labels of an entity: %v", key, labels)
}

// edgeType is a type as a statement or an edge has it: its name, and true where it is one's own and symmetric.
func edgeType(name, symmetric any) (graph.EdgeType, error) {
	n, _ := name.(string)
	s, _ := symmetric.(bool)
	return graph.NewEdgeType(n, s)
}

func text(p map[string]any, name string) string {
	s, _ := p[name].(string)
	return s
}

func texts(p map[string]any, name string) []string {
	list, _ := p[name].([]any)
	var out []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func whole(p map[string]any, name string) int {
	n, _ := p[name].(int64)
	return int(n)
}

func number(p map[string]any, name string) float64 {
	f, _ := p[name].(float64)
	return f
}

// dateFrom reads a date and its basis; basis may be "" where none is stored.
func dateFrom(p map[string]any, name, basis string) (graph.Date, error) {
	d, err := graph.ParseDate(text(p, name))
	if err != nil || basis == "" {
		return d, err
	}
	d.Basis, err = graph.ParseBasis(text(p, basis))
	return d, err
}
