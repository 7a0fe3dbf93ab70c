package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"newsgraph/cypher"
	"newsgraph/graph"
)

// reader reads rows inside one transaction; after the first error its methods do nothing, and err keeps it.
type reader struct {
	ctx context.Context
	tx  *cypher.Tx
	err error
}

func (r *reader) rows(query string) [][]any {
	if r.err != nil {
		return nil
	}
	res, err := r.tx.Run(r.ctx, query, nil)
	if err != nil {
		r.err = err
		return nil
	}
	return res.Rows
}

func (r *reader) fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
	}
}

func (r *reader) ref(labels, key any) graph.Ref {
	ref, err := refFrom(labels, key)
	r.fail(err)
	return ref
}

// Read reads the graph as it is stored, edges and all; nothing is added up.
func (s *Store) Read(ctx context.Context) (graph.Graph, error) {
	var g graph.Graph
	err := s.db.ReadTx(ctx, func(tx *cypher.Tx) error {
		g = graph.Graph{}
		r := &reader{ctx: ctx, tx: tx}
		r.nodes(&g)
		r.edges(&g)
		r.offices(&g)
		r.articles(&g)
		r.statements(&g)
		r.mentions(func(article string, c contribution) {
			g.ArticleMentions = append(g.ArticleMentions, graph.ArticleMention{Article: article,
				MentionCount: graph.MentionCount{Node: c.node.Ref, Count: c.count, First: c.first}})
		})
		return r.err
	})
	if err != nil {
		return graph.Graph{}, fmt.Errorf("read graph: %w", err)
	}
	g.Sort()
	return g, nil
}

// Digest is the digest of the stored graph's text form.
func (s *Store) Digest(ctx context.Context) (string, error) {
	g, err := s.Read(ctx)
	return g.Digest(), err
}

func (r *reader) nodes(g *graph.Graph) {
	for _, label := range entityLabels {
		for _, row := range r.rows(fmt.Sprintf("MATCH (n:%s) RETURN properties(n)", label)) {
			p, _ := row[0].(map[string]any)
			n, err := nodeFrom(graph.Ref{Label: label, Key: text(p, "key")}, p)
			r.fail(err)
			g.Nodes = append(g.Nodes, n)
		}
	}
}

func (r *reader) edges(g *graph.Graph) {
	for _, typ := range r.edgeTypes() {
		for _, row := range r.rows(fmt.Sprintf("MATCH (x)-[e:%s]->(y)%s RETURN labels(x), x.key, labels(y), y.key, properties(e)", typ, ours(typ))) {
			p, _ := row[4].(map[string]any)
			e, err := edgeFrom(graph.Fact{Type: typ, From: r.ref(row[0], row[1]), To: r.ref(row[2], row[3])}, p)
			r.fail(err)
			g.Edges = append(g.Edges, e)
		}
	}
}

// edgeTypes are those that the database's relationships may have; which they are is known from nowhere else.
func (r *reader) edgeTypes() []graph.EdgeType {
	var out []graph.EdgeType
	for _, row := range r.rows("CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType") {
		for _, symmetric := range []bool{false, true} {
			if t, err := edgeType(row[0], symmetric); err == nil && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

func (r *reader) offices(g *graph.Graph) {
	for _, row := range r.rows("MATCH (p:Person)-[e:REPRESENTS]->(c) RETURN p.key, labels(c), c.key, properties(e)") {
		key, _ := row[0].(string)
		p, _ := row[3].(map[string]any)
		o, err := officeFrom(graph.Ref{Label: graph.Person, Key: key}, row[1], row[2], p)
		r.fail(err)
		g.Represents = append(g.Represents, o)
	}
	for _, row := range r.rows("MATCH (n)-[:PARTICIPATED_IN]->(e) RETURN labels(n), n.key, labels(e), e.key") {
		g.Participations = append(g.Participations, graph.Participation{Who: r.ref(row[0], row[1]), Event: r.ref(row[2], row[3])})
	}
}

func (r *reader) articles(g *graph.Graph) {
	for _, row := range r.rows("MATCH (a:Article) RETURN properties(a)") {
		p, _ := row[0].(map[string]any)
		a, err := articleFrom(p)
		r.fail(err)
		g.Articles = append(g.Articles, a)
	}
}

func (r *reader) statements(g *graph.Graph) {
	const query = "MATCH (a:Article)-[:STATES]->(s:Statement) MATCH (s)-[:SUBJECT]->(x) MATCH (s)-[:OBJECT]->(y) " +
		"RETURN a.key, labels(x), x.key, labels(y), y.key, properties(s)"
	for _, row := range r.rows(query) {
		article, _ := row[0].(string)
		p, _ := row[5].(map[string]any)
		st, err := statementFrom(r.ref(row[1], row[2]), r.ref(row[3], row[4]), p)
		r.fail(err)
		g.Statements = append(g.Statements, graph.ArticleStatement{Article: article, Statement: st})
	}
}

func (r *reader) mentions(each func(article string, c contribution)) {
	for _, row := range r.rows("MATCH (a:Article)-[m:MENTIONS]->(n) RETURN a.key, labels(n), n.key, properties(m)") {
		article, _ := row[0].(string)
		p, _ := row[3].(map[string]any)
		c, err := contributionFrom(r.ref(row[1], row[2]), p)
		r.fail(err)
		each(article, c)
	}
}

// Records reads back what each article said, sorted by article key; without the articles' texts unless withText.
// It is what Ingest was given, normalized, so that another store can be filled from it.
func (s *Store) Records(ctx context.Context, withText bool) ([]graph.Record, error) {
	byKey := map[string]*graph.Record{}
	err := s.db.ReadTx(ctx, func(tx *cypher.Tx) error {
		clear(byKey)
		r := &reader{ctx: ctx, tx: tx}
		var g graph.Graph
		r.articles(&g)
		r.statements(&g)
		for _, a := range g.Articles {
			byKey[a.Key] = &graph.Record{Article: a}
		}
		for _, st := range g.Statements {
			if rec := byKey[st.Article]; rec != nil {
				rec.Statements = append(rec.Statements, st.Statement)
			}
		}
		r.mentions(func(article string, c contribution) {
			if rec := byKey[article]; rec != nil {
				rec.Nodes = append(rec.Nodes, c.node)
				rec.Mentions = append(rec.Mentions, graph.MentionCount{Node: c.node.Ref, Count: c.count, First: c.first})
				rec.Representations = append(rec.Representations, c.represents...)
				rec.Participations = append(rec.Participations, c.tookPart...)
			}
		})
		if withText {
			for _, row := range r.rows("MATCH (t:ArticleText) RETURN t.key, t.text") {
				key, _ := row[0].(string)
				if rec := byKey[key]; rec != nil {
					rec.Article.Text, _ = row[1].(string)
				}
			}
		}
		return r.err
	})
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	out := make([]graph.Record, 0, len(byKey))
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		byKey[key].Normalize()
		out = append(out, *byKey[key])
	}
	return out, nil
}
