package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"newsgraph/cypher"
	"newsgraph/graph"
)

// batch is one write transaction: articles that go, then articles that come. After the first error its methods do
// nothing, and err keeps it.
type batch struct {
	ctx      context.Context
	tx       *cypher.Tx
	gone     []string // keys of articles to take out
	entries  []entry  // articles to put in; none of them is stored, or it is among gone
	counters cypher.Counters
	err      error

	// What the batch touches, and so must be added up again.
	nodes   map[graph.Ref]*graph.Node // what the coming articles say together
	left    map[graph.Ref]*remains    // nodes that the gone articles mentioned
	facts   map[graph.Fact]bool
	offices map[graph.Representation]graph.Represents
	parts   map[graph.Participation]bool
}

// remains is what the articles that stay say of a node that an article which goes mentioned.
type remains struct {
	node    *graph.Node // nil if no article mentions it any more
	offices map[graph.Representation]graph.Represents
	parts   map[graph.Participation]bool
}

func newBatch(ctx context.Context, tx *cypher.Tx) *batch {
	return &batch{ctx: ctx, tx: tx, nodes: map[graph.Ref]*graph.Node{}, left: map[graph.Ref]*remains{},
		facts: map[graph.Fact]bool{}, offices: map[graph.Representation]graph.Represents{}, parts: map[graph.Participation]bool{}}
}

// run runs a query for rows, or not at all where there are none.
func (b *batch) run(query string, rows []any) [][]any {
	if b.err != nil || len(rows) == 0 {
		return nil
	}
	r, err := b.tx.Run(b.ctx, query, map[string]any{"rows": rows})
	if err != nil {
		b.err = err
		return nil
	}
	b.counters = b.counters.Add(r.Counters)
	return r.Rows
}

func (b *batch) fail(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

// lock makes writers take turns. Its own change is not counted.
func (b *batch) lock() {
	b.run("UNWIND $rows AS key MERGE (g:Newsgraph {key: key}) SET g.writes = coalesce(g.writes, 0) + 1", []any{"graph"})
	b.counters = cypher.Counters{}
}

func (b *batch) stored(keys []string) map[string]string {
	found := map[string]string{}
	if b.err != nil {
		return found
	}
	r, err := b.tx.Run(b.ctx, queryStored, map[string]any{"keys": keys})
	if err != nil {
		b.err = err
		return found
	}
	addStored(found, r)
	return found
}

// write takes out the articles that go, puts in those that come and adds up again what both touch.
func (b *batch) write() {
	b.takeOut()
	b.collect()
	b.writeArticles()
	b.writeNodes()
	b.writeMentions()
	b.writeStatements()
	b.writeEdges()
	b.writeOffices()
	b.writeParts()
	b.deleteForgotten()
}

// takeOut deletes the articles that go with their texts, statements and mentions, and reads what remains of the
// nodes that they mentioned.
func (b *batch) takeOut() {
	slices.Sort(b.gone)
	gone := anys(b.gone)
	b.readFacts(gone)
	mentioned := map[graph.Label][]any{}
	for _, row := range b.run("UNWIND $rows AS key MATCH (:Article {key: key})-[:MENTIONS]->(n) RETURN DISTINCT labels(n), n.key", gone) {
		ref, err := refFrom(row[0], row[1])
		b.fail(err)
		b.left[ref] = &remains{offices: map[graph.Representation]graph.Represents{}, parts: map[graph.Participation]bool{}}
		mentioned[ref.Label] = append(mentioned[ref.Label], ref.Key)
	}
	b.run("UNWIND $rows AS key MATCH (:Article {key: key})-[:STATES]->(s:Statement) DETACH DELETE s", gone)
	b.run("UNWIND $rows AS key MATCH (t:ArticleText {key: key}) DETACH DELETE t", gone)
	b.run("UNWIND $rows AS key MATCH (a:Article {key: key}) DETACH DELETE a", gone)
	for _, label := range entityLabels {
		for _, row := range b.run(fmt.Sprintf(queryRemains, label), mentioned[label]) {
			b.fail(b.addRemains(label, row))
		}
	}
}

// queryRemains reads what articles say of nodes. A country that a hundred thousand articles mention is mentioned in a
// few different ways only, hence DISTINCT and no more columns than count; $rows are keys.
const queryRemains = "UNWIND $rows AS key MATCH (n:%s {key: key})<-[m:MENTIONS]-(a:Article) " +
	"RETURN DISTINCT key, m.name AS name, m.aliases AS aliases, m.wikidata AS wikidata, m.iso2 AS iso2, m.acronym AS acronym, " +
	"m.place AS place, m.date AS date, m.date_basis AS date_basis, m.represents AS represents, m.participated AS participated, " +
	"CASE WHEN m.represents IS NULL THEN null ELSE a.published END AS published"

var remainsColumns = []string{"key", "name", "aliases", "wikidata", "iso2", "acronym", "place", "date", "date_basis", "represents", "participated", "published"}

func (b *batch) readFacts(articles []any) {
	const query = "UNWIND $rows AS key MATCH (:Article {key: key})-[:STATES]->(s:Statement) MATCH (s)-[:SUBJECT]->(x) MATCH (s)-[:OBJECT]->(y) " +
		"RETURN DISTINCT s.type, s.symmetric, labels(x), x.key, labels(y), y.key"
	for _, row := range b.run(query, articles) {
		typ, err := edgeType(row[0], row[1])
		b.fail(err)
		from, err := refFrom(row[2], row[3])
		b.fail(err)
		to, err := refFrom(row[4], row[5])
		b.fail(err)
		b.facts[graph.Fact{Type: typ, From: from, To: to}] = true
	}
}

func (b *batch) addRemains(label graph.Label, row []any) error {
	p := make(map[string]any, len(row))
	for i, name := range remainsColumns {
		p[name] = row[i]
	}
	c, err := contributionFrom(graph.Ref{Label: label, Key: text(p, "key")}, p)
	if err != nil {
		return err
	}
	day, err := dateFrom(p, "published", "")
	if err != nil {
		return err
	}
	left := b.left[c.node.Ref]
	if left.node == nil {
		left.node = &c.node
	} else {
		*left.node = left.node.Join(c.node)
	}
	addOffices(left.offices, c.represents, day)
	for _, t := range c.tookPart {
		left.parts[t] = true
	}
	return nil
}

func addOffices(to map[graph.Representation]graph.Represents, from []graph.Representation, published graph.Date) {
	for _, p := range from {
		office := graph.Represents{Representation: p, From: published, To: published}
		if have, ok := to[p]; ok {
			office = have.Join(office)
		}
		to[p] = office
	}
}

// collect adds up what the coming articles say of nodes, offices and parts.
func (b *batch) collect() {
	for _, e := range b.entries {
		for _, n := range e.Nodes {
			if have, ok := b.nodes[n.Ref]; ok {
				*have = have.Join(n)
			} else {
				b.nodes[n.Ref] = &n
			}
		}
		addOffices(b.offices, e.Representations, e.Article.Published)
		for _, p := range e.Participations {
			b.parts[p] = true
		}
		for _, s := range e.Statements {
			b.facts[s.Fact()] = true
		}
	}
}

func (b *batch) writeArticles() {
	var articles, withText []any
	for _, e := range b.entries {
		articles = append(articles, map[string]any{"key": e.Article.Key, "properties": articleProperties(e.Article, e.fingerprint)})
		if e.Article.Text != "" {
			withText = append(withText, map[string]any{"key": e.Article.Key, "text": e.Article.Text})
		}
	}
	b.run("UNWIND $rows AS row MERGE (a:Article {key: row.key}) SET a = row.properties", articles)
	b.run("UNWIND $rows AS row MATCH (a:Article {key: row.key}) MERGE (t:ArticleText {key: row.key}) SET t.text = row.text MERGE (a)-[:HAS_TEXT]->(t)", withText)
}

// writeNodes writes the nodes that are new, or of which more or less is known than before.
func (b *batch) writeNodes() {
	wanted := map[graph.Ref]*graph.Node{}
	maps.Copy(wanted, b.nodes)
	for ref, left := range b.left {
		if left.node != nil && wanted[ref] == nil {
			wanted[ref] = left.node
		}
	}
	byLabel := map[graph.Label][]graph.Ref{}
	for ref := range wanted {
		byLabel[ref.Label] = append(byLabel[ref.Label], ref)
	}
	for _, label := range entityLabels {
		refs := byLabel[label]
		slices.SortFunc(refs, graph.Ref.Compare)
		keys := make([]any, len(refs))
		for i, ref := range refs {
			keys[i] = ref.Key
		}
		have := map[graph.Ref]graph.Node{}
		for _, row := range b.run(fmt.Sprintf("UNWIND $rows AS key MATCH (n:%s {key: key}) RETURN properties(n)", label), keys) {
			p, _ := row[0].(map[string]any)
			n, err := nodeFrom(graph.Ref{Label: label, Key: text(p, "key")}, p)
			b.fail(err)
			have[n.Ref] = n
		}
		var changed []any
		for _, ref := range refs {
			n := *wanted[ref]
			old, stored := have[ref]
			// Of a node that a gone article mentioned, the stored properties say too much.
			if left := b.left[ref]; left != nil && left.node != nil {
				n = left.node.Join(n)
			} else if left == nil && stored {
				n = old.Join(n)
			}
			if !stored || !reflect.DeepEqual(n, old) {
				changed = append(changed, map[string]any{"key": ref.Key, "properties": nodeProperties(n)})
			}
		}
		b.run(fmt.Sprintf("UNWIND $rows AS row MERGE (n:%s {key: row.key}) SET n = row.properties", label), changed)
	}
}

func (b *batch) writeMentions() {
	rows := map[graph.Label][]any{}
	for _, e := range b.entries {
		for _, c := range contributions(e.Record) {
			label := c.node.Label
			rows[label] = append(rows[label], map[string]any{"article": e.Article.Key, "node": c.node.Key, "properties": c.properties()})
		}
	}
	for _, label := range entityLabels {
		b.run(fmt.Sprintf("UNWIND $rows AS row MATCH (a:Article {key: row.article}) MATCH (n:%s {key: row.node}) "+
			"CREATE (a)-[m:MENTIONS]->(n) SET m = row.properties", label), rows[label])
	}
}

func (b *batch) writeStatements() {
	rows := map[pair][]any{}
	for _, e := range b.entries {
		for _, s := range e.Statements {
			p := pair{s.Subject.Label, s.Object.Label}
			rows[p] = append(rows[p], map[string]any{"article": e.Article.Key, "subject": s.Subject.Key, "object": s.Object.Key,
				"properties": statementProperties(e.Article.Key, s)})
		}
	}
	for _, p := range pairs(rows) {
		b.run(fmt.Sprintf("UNWIND $rows AS row MATCH (a:Article {key: row.article}) MATCH (x:%s {key: row.subject}) MATCH (y:%s {key: row.object}) "+
			"CREATE (a)-[:STATES]->(s:Statement) SET s = row.properties CREATE (s)-[:SUBJECT]->(x) CREATE (s)-[:OBJECT]->(y)", p.from, p.to), rows[p])
	}
}

// pair is the labels of two ends: what a query must name, and so what rows are grouped by.
type pair struct{ from, to graph.Label }

func pairs[V any](m map[pair]V) []pair {
	return slices.SortedFunc(maps.Keys(m), pair.compare)
}

func (p pair) compare(q pair) int {
	return cmp.Or(cmp.Compare(p.from, q.from), cmp.Compare(p.to, q.to))
}

// deleteForgotten deletes the nodes that no article mentions any more.
func (b *batch) deleteForgotten() {
	rows := map[graph.Label][]any{}
	for _, ref := range slices.SortedFunc(maps.Keys(b.left), graph.Ref.Compare) {
		if b.left[ref].node == nil && b.nodes[ref] == nil {
			rows[ref.Label] = append(rows[ref.Label], ref.Key)
		}
	}
	for _, label := range entityLabels {
		b.run(fmt.Sprintf("UNWIND $rows AS key MATCH (n:%s {key: key}) DETACH DELETE n", label), rows[label])
	}
}

func anys[T any](in []T) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}
