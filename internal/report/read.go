package report

import (
	"context"
	"fmt"
	"slices"

	"newsgraph/cypher"
	"newsgraph/graph"
)

// ReadPair reads the report of two people, countries or organisations. The graph must hold both.
func ReadPair(ctx context.Context, db *cypher.DB, a, b graph.Ref) (Pair, error) {
	if a == b {
		return Pair{}, fmt.Errorf("report pair: both are %s", a)
	}
	m := material{nodes: map[graph.Ref]graph.Node{}, taking: map[graph.Ref]map[graph.Ref]bool{}}
	err := db.ReadTx(ctx, func(tx *cypher.Tx) (err error) {
		r := reader{ctx: ctx, tx: tx, m: &m, seen: map[string]bool{}}
		if m.a, err = r.side(a); err != nil {
			return err
		}
		if m.b, err = r.side(b); err != nil {
			return err
		}
		for ref := range m.a.members { // who represents both stands for neither
			if m.b.members[ref] {
				delete(m.a.members, ref)
				delete(m.b.members, ref)
			}
		}
		for _, s := range []side{m.a, m.b} {
			for _, ref := range refs(s.members) {
				if err := r.statements(ref); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return Pair{}, fmt.Errorf("report pair: %w", err)
	}
	return m.pair(), nil
}

// reader fills material from one transaction.
type reader struct {
	ctx  context.Context
	tx   *cypher.Tx
	m    *material
	seen map[string]bool // keys of statements
}

func refs(set map[graph.Ref]bool) []graph.Ref {
	out := make([]graph.Ref, 0, len(set))
	for r := range set {
		out = append(out, r)
	}
	slices.SortFunc(out, graph.Ref.Compare)
	return out
}

func (r *reader) side(ref graph.Ref) (side, error) {
	res, err := r.tx.Run(r.ctx, "MATCH (n:"+ref.Label.String()+" {key: $key}) RETURN n", map[string]any{"key": ref.Key})
	if err != nil {
		return side{}, err
	}
	if len(res.Rows) == 0 {
		return side{}, fmt.Errorf("the graph has no %s", ref)
	}
	s := side{node: r.node(res.Rows[0][0]), members: map[graph.Ref]bool{ref: true}}
	res, err = r.tx.Run(r.ctx, "MATCH (p:Person)-[r:REPRESENTS]->(:"+ref.Label.String()+" {key: $key}) "+
		"RETURN p, r.title, r.from, r.to ORDER BY p.name, p.key, r.title", map[string]any{"key": ref.Key})
	if err != nil {
		return side{}, err
	}
	for _, row := range res.Rows {
		p := r.node(row[0])
		s.members[p.Ref] = true
		s.offices = append(s.offices, Office{person: p.Ref, Name: p.Name, Title: text(row[1]), From: text(row[2]), To: text(row[3])})
	}
	return s, nil
}

// statements reads those that have ref at one of their ends, with their articles and other ends.
func (r *reader) statements(ref graph.Ref) error {
	res, err := r.tx.Run(r.ctx, "MATCH (:"+ref.Label.String()+" {key: $key})<-[:SUBJECT|OBJECT]-(s:Statement)<-[:STATES]-(a:Article) "+
		"MATCH (s)-[:SUBJECT]->(x) MATCH (s)-[:OBJECT]->(y) "+
		"RETURN DISTINCT s, a, x, y", map[string]any{"key": ref.Key})
	if err != nil {
		return err
	}
	events := map[graph.Ref]bool{}
	for _, row := range res.Rows {
		s, ok := row[0].(cypher.Node)
		article, isArticle := row[1].(cypher.Node)
		if !ok || !isArticle || r.seen[text(s.Props["key"])] {
			continue
		}
		r.seen[text(s.Props["key"])] = true
		x, y := r.node(row[2]), r.node(row[3])
		sighting, err := newSighting(s.Props, article.Props, x.Ref, y.Ref)
		if err != nil {
			return fmt.Errorf("statement %s: %w", text(s.Props["key"]), err)
		}
		r.m.sightings = append(r.m.sightings, sighting)
		if y.Label == graph.Event {
			events[y.Ref] = true
		}
	}
	for _, e := range refs(events) {
		if err := r.takingPart(e); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) takingPart(event graph.Ref) error {
	if r.m.taking[event] != nil {
		return nil
	}
	r.m.taking[event] = map[graph.Ref]bool{}
	res, err := r.tx.Run(r.ctx, "MATCH (x)-[:PARTICIPATED_IN]->(:Event {key: $key}) RETURN labels(x), x.key", map[string]any{"key": event.Key})
	if err != nil {
		return err
	}
	for _, row := range res.Rows {
		r.m.taking[event][graph.Ref{Label: label(row[0]), Key: text(row[1])}] = true
	}
	return nil
}

func newSighting(s, article map[string]any, subject, object graph.Ref) (sighting, error) {
	out := sighting{Statement: graph.Statement{Subject: subject, Object: object, Quote: text(s["quote"]), Start: whole(s["start"]),
		End: whole(s["end"]), Trigger: text(s["trigger"]), Rule: text(s["rule"])},
		article: graph.Article{Key: text(article["key"]), ID: text(article["id"]), Title: text(article["title"]), URL: text(article["url"]),
			Source: text(article["source"]), Origin: text(article["origin"])}}
	out.Confidence, _ = s["confidence"].(float64)
	if out.article.Origin == "" {
		out.article.Origin = out.article.Key
	}
	var err error
	symmetric, _ := s["symmetric"].(bool)
	if out.Type, err = graph.NewEdgeType(text(s["type"]), symmetric); err != nil {
		return out, err
	}
	if out.Status, err = graph.ParseStatus(text(s["status"])); err != nil {
		return out, err
	}
	if out.Date, err = graph.ParseDate(text(s["date"])); err != nil {
		return out, err
	}
	if out.Date.Basis, err = graph.ParseBasis(text(s["basis"])); err != nil {
		return out, err
	}
	out.article.Published, err = graph.ParseDate(text(article["published"]))
	return out, err
}

// node is a node of the result, also noted among the material.
func (r *reader) node(v any) graph.Node {
	n, ok := v.(cypher.Node)
	if !ok {
		return graph.Node{}
	}
	labels := make([]any, len(n.Labels))
	for i, l := range n.Labels {
		labels[i] = l
	}
	out := graph.Node{Ref: graph.Ref{Label: label(labels), Key: text(n.Props["key"])}, Name: text(n.Props["name"])}
	if list, ok := n.Props["aliases"].([]any); ok {
		for _, a := range list {
			out.Aliases = append(out.Aliases, text(a))
		}
	}
	r.m.nodes[out.Ref] = out
	return out
}

// label is the one of a node's labels that the domain knows.
func label(v any) graph.Label {
	list, _ := v.([]any)
	for _, l := range list {
		if out, err := graph.ParseLabel(text(l)); err == nil {
			return out
		}
	}
	return graph.LabelUnset
}

func text(v any) string { s, _ := v.(string); return s }
func whole(v any) int   { n, _ := v.(int64); return int(n) }
