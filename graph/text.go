package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Text is the graph's text form: one node or relationship a line in a Cypher-like notation, sorted, so that two
// graphs are equal exactly if their texts are and a line diff shows where they differ. A node stands as (:Label key)
// where a relationship ends; an article's key is all that identifies it.
func (g Graph) Text() string {
	return strings.Join(g.lines(), "")
}

// Digest is the SHA-256 of the text form, in hex.
func (g Graph) Digest() string {
	sum := sha256.Sum256([]byte(g.Text()))
	return hex.EncodeToString(sum[:])
}

// Facts is the graph's edges for people to read: a line an edge, by names, with the day and the number of articles.
func (g Graph) Facts() string {
	names := map[Ref]string{}
	for _, n := range g.Nodes {
		names[n.Ref] = n.Name
	}
	var b strings.Builder
	for _, e := range g.Edges {
		arrow := "->"
		if e.Type.symmetric {
			arrow = "-"
		}
		day := ""
		if !e.Date.IsZero() {
			day = " " + e.Date.String()
		}
		fmt.Fprintf(&b, "(%s)-[%s%s]%s(%s)", names[e.From], e.Type, day, arrow, names[e.To])
		if e.Articles > 1 {
			fmt.Fprintf(&b, " ×%d", e.Articles)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// lines is the text form, a line with its newline for each node and relationship. The graph must be sorted.
func (g Graph) lines() []string {
	var out []string
	line := func(parts ...string) { out = append(out, strings.Join(parts, "")+"\n") }
	for _, n := range g.Nodes {
		line(n.text())
	}
	for _, e := range g.Edges {
		line(e.text())
	}
	for _, r := range g.Represents {
		line(r.Person.end(), "-[:REPRESENTS", properties("title", r.Title, "from", r.From, "to", r.To), "]->", r.For.end())
	}
	for _, p := range g.Participations {
		line(p.Who.end(), "-[:PARTICIPATED_IN]->", p.Event.end())
	}
	for _, a := range g.Articles {
		line(a.line())
	}
	for _, s := range g.Statements {
		line(s.text())
	}
	for _, m := range g.ArticleMentions {
		line(articleEnd(m.Article), "-[:MENTIONS", properties("count", m.Count, "first", m.First), "]->", m.Node.end())
	}
	return out
}

func (n Node) text() string {
	return "(:" + n.Label.String() + properties("key", n.Key, "name", n.Name, "aliases", n.Aliases, "acronym", n.Acronym,
		"wikidata", n.Wikidata, "iso2", n.ISO2, "date", n.Date, "date_basis", n.Date.Basis, "place", n.Place) + ")"
}

func (e Edge) text() string {
	arrow := "->"
	if e.Type.symmetric {
		arrow = "-"
	}
	return e.From.end() + "-[:" + e.Type.String() + properties("date", e.Date, "basis", e.Date.Basis,
		"confidence", e.Confidence, "statements", e.Statements, "articles", e.Articles, "origins", e.Origins,
		"first_seen", e.FirstSeen, "last_seen", e.LastSeen) + "]" + arrow + e.To.end()
}

func (a Article) line() string {
	return "(:Article" + properties("key", a.Key, "id", a.ID, "title", a.Title, "url", a.URL, "source", a.Source,
		"published", a.Published, "language", a.Language, "digest", a.Digest, "origin", a.Origin) + ")"
}

func (s ArticleStatement) text() string {
	return s.Subject.end() + "<-[:SUBJECT]-(:Statement" + properties("article", s.Article, "start", s.Start, "end", s.End,
		"type", s.Type, "symmetric", s.Type.Marked(), "status", s.Status, "date", s.Date, "basis", s.Date.Basis, "confidence", s.Confidence,
		"rule", s.Rule, "trigger", s.Trigger, "quote", s.Quote) + ")-[:OBJECT]->" + s.Object.end()
}

func (r Ref) end() string { return "(:" + r.Label.String() + " " + bare(r.Key) + ")" }

func articleEnd(key string) string { return "(:Article " + bare(key) + ")" }

// bare is s as it is where it is a plain word, else quoted.
func bare(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r)
	}
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return strconv.Quote(s)
	}
	return s
}

// properties writes alternating names and values as " {name: value, …}" without those that are empty or false; counts and
// offsets are always written. Nothing but "" is left if all are empty.
func properties(namesAndValues ...any) string {
	var parts []string
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		var text string
		switch v := namesAndValues[i+1].(type) {
		case bool:
			if v {
				text = "true"
			}
		case int:
			text = strconv.Itoa(v)
		case float64:
			text = strconv.FormatFloat(v, 'g', -1, 64)
		case []string:
			quoted := make([]string, len(v))
			for j, s := range v {
				quoted[j] = strconv.Quote(s)
			}
			if len(v) > 0 {
				text = "[" + strings.Join(quoted, ", ") + "]"
			}
		case string:
			if v != "" {
				text = strconv.Quote(v)
			}
		case fmt.Stringer: // dates and enumerations: their unset value is ""
			if s := v.String(); s != "" {
				text = strconv.Quote(s)
			}
		}
		if text != "" {
			parts = append(parts, namesAndValues[i].(string)+": "+text)
		}
	}
	if parts == nil {
		return ""
	}
	return " {" + strings.Join(parts, ", ") + "}"
}
