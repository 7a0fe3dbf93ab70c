package store

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"newsgraph/graph"
)

// edgeGroup is what one query can name: a relationship type and the labels of its ends.
type edgeGroup struct {
	typ graph.EdgeType
	pair
}

func (g edgeGroup) compare(h edgeGroup) int {
	return cmp.Or(g.typ.Compare(h.typ), g.pair.compare(h.pair))
}

// writeEdges adds up the statements of every touched fact again and writes the edges that changed.
func (b *batch) writeEdges() {
	facts := slices.SortedFunc(maps.Keys(b.facts), graph.Fact.Compare)
	sightings := b.sightings(facts)
	groups := map[edgeGroup][]graph.Fact{}
	for _, f := range facts {
		g := edgeGroup{f.Type, pair{f.From.Label, f.To.Label}}
		groups[g] = append(groups[g], f)
	}
	for _, g := range slices.SortedFunc(maps.Keys(groups), edgeGroup.compare) {
		b.writeEdgeGroup(g, groups[g], sightings)
	}
}

// sightings reads the occurred statements of facts.
func (b *batch) sightings(facts []graph.Fact) map[graph.Fact][]graph.Sighting {
	byText := make(map[string]graph.Fact, len(facts))
	rows := make([]any, len(facts))
	for i, f := range facts {
		rows[i] = f.String()
		byText[f.String()] = f
	}
	// The status is looked at here and not there, or a server that planned the query while the graph was small would
	// go on reading all statements of one status for each fact.
	const query = "UNWIND $rows AS fact MATCH (s:Statement {fact: fact})<-[:STATES]-(a:Article) " +
		"RETURN fact, s.date AS date, s.basis AS basis, s.confidence, a.key, a.origin, a.published AS published, s.status"
	out := map[graph.Fact][]graph.Sighting{}
	for _, row := range b.run(query, rows) {
		if row[7] != graph.Occurred.String() {
			continue
		}
		p := map[string]any{"date": row[1], "basis": row[2], "confidence": row[3], "article": row[4], "origin": row[5], "published": row[6]}
		name, _ := row[0].(string)
		f := byText[name]
		date, err := dateFrom(p, "date", "basis")
		b.fail(err)
		published, err := dateFrom(p, "published", "")
		b.fail(err)
		out[f] = append(out[f], graph.Sighting{Article: text(p, "article"), Origin: text(p, "origin"), Published: published,
			Statement: graph.Statement{Type: f.Type, Subject: f.From, Object: f.To, Status: graph.Occurred, Date: date, Confidence: number(p, "confidence")}})
	}
	return out
}

// ours is the condition that tells the relationships e of a type from others that its name may also be of: those of a
// type that is symmetric where this one is not, and those that somebody else made.
func ours(t graph.EdgeType) string {
	switch {
	case t.BuiltIn():
		return ""
	case t.Symmetric():
		return " WHERE e.symmetric"
	}
	return " WHERE e.symmetric IS NULL AND e.statements IS NOT NULL"
}

func (b *batch) writeEdgeGroup(g edgeGroup, facts []graph.Fact, sightings map[graph.Fact][]graph.Sighting) {
	ends := make([]any, len(facts))
	for i, f := range facts {
		ends[i] = map[string]any{"i": i, "from": f.From.Key, "to": f.To.Key}
	}
	match := fmt.Sprintf("UNWIND $rows AS row MATCH (x:%s {key: row.from}) MATCH (y:%s {key: row.to}) ", g.from, g.to)
	have := map[string]graph.Edge{}
	for _, row := range b.run(match+fmt.Sprintf("MATCH (x)-[e:%s]->(y)%s RETURN row.i, properties(e)", g.typ, ours(g.typ)), ends) {
		i, _ := row[0].(int64)
		p, _ := row[1].(map[string]any)
		e, err := edgeFrom(facts[i], p)
		b.fail(err)
		have[e.Key()] = e
	}
	var changed []any
	for _, f := range facts {
		for _, e := range graph.Edges(sightings[f]) {
			old, stored := have[e.Key()]
			delete(have, e.Key())
			if !stored || !reflect.DeepEqual(e, old) {
				changed = append(changed, map[string]any{"from": f.From.Key, "to": f.To.Key, "key": e.Key(), "properties": edgeProperties(e)})
			}
		}
	}
	var stale []any
	for _, key := range slices.Sorted(maps.Keys(have)) {
		stale = append(stale, map[string]any{"from": have[key].From.Key, "to": have[key].To.Key, "key": key})
	}
	b.run(match+fmt.Sprintf("MATCH (x)-[e:%s {key: row.key}]->(y) DELETE e", g.typ), stale)
	b.run(match+fmt.Sprintf("MERGE (x)-[e:%s {key: row.key}]->(y) SET e = row.properties", g.typ), changed)
}

// writeOffices adds up REPRESENTS: what is stored and what comes, or, for persons whom a gone article mentioned, what
// remains and what comes.
func (b *batch) writeOffices() {
	wanted := map[graph.Representation]graph.Represents{}
	maps.Copy(wanted, b.offices)
	persons := map[graph.Ref]bool{}
	for _, o := range b.offices {
		persons[o.Person] = true
	}
	for ref, left := range b.left {
		if ref.Label != graph.Person || left.node == nil && b.nodes[ref] == nil {
			continue
		}
		persons[ref] = true
		for p, o := range left.offices {
			if have, ok := wanted[p]; ok {
				o = o.Join(have)
			}
			wanted[p] = o
		}
	}
	have := b.storedOffices(persons)
	var stale []any
	for _, p := range slices.SortedFunc(maps.Keys(have), graph.Representation.Compare) {
		o := have[p]
		if w, ok := wanted[p]; ok && b.left[p.Person] == nil {
			wanted[p] = o.Join(w)
		} else if !ok && b.left[p.Person] != nil {
			stale = append(stale, officeRow(o))
		}
	}
	rows := map[graph.Label][]any{}
	for _, p := range slices.SortedFunc(maps.Keys(wanted), graph.Representation.Compare) {
		o := wanted[p]
		if old, stored := have[p]; !stored || old != o {
			rows[p.For.Label] = append(rows[p.For.Label], officeRow(o))
		}
	}
	b.run("UNWIND $rows AS row MATCH (p:Person {key: row.person})-[e:REPRESENTS {title: row.title}]->(c {key: row.whom}) WHERE row.label IN labels(c) DELETE e", stale)
	for _, label := range []graph.Label{graph.Country, graph.Organization} {
		b.run(fmt.Sprintf("UNWIND $rows AS row MATCH (p:Person {key: row.person}) MATCH (c:%s {key: row.whom}) "+
			"MERGE (p)-[e:REPRESENTS {title: row.title}]->(c) SET e = row.properties", label), rows[label])
	}
}

func officeRow(o graph.Represents) map[string]any {
	p := properties("from", o.From, "to", o.To)
	p["title"] = o.Title // also where it is "": MERGE needs a value
	return map[string]any{"person": o.Person.Key, "label": o.For.Label.String(), "whom": o.For.Key, "title": o.Title, "properties": p}
}

func (b *batch) storedOffices(persons map[graph.Ref]bool) map[graph.Representation]graph.Represents {
	var keys []any
	for _, ref := range slices.SortedFunc(maps.Keys(persons), graph.Ref.Compare) {
		keys = append(keys, ref.Key)
	}
	out := map[graph.Representation]graph.Represents{}
	for _, row := range b.run("UNWIND $rows AS key MATCH (p:Person {key: key})-[e:REPRESENTS]->(c) RETURN key, labels(c), c.key, properties(e)", keys) {
		key, _ := row[0].(string)
		p, _ := row[3].(map[string]any)
		o, err := officeFrom(graph.Ref{Label: graph.Person, Key: key}, row[1], row[2], p)
		b.fail(err)
		out[o.Representation] = o
	}
	return out
}

func officeFrom(person graph.Ref, labels, key any, p map[string]any) (graph.Represents, error) {
	whom, err := refFrom(labels, key)
	if err != nil {
		return graph.Represents{}, err
	}
	from, err := dateFrom(p, "from", "")
	if err != nil {
		return graph.Represents{}, err
	}
	to, err := dateFrom(p, "to", "")
	return graph.Represents{Representation: graph.Representation{Person: person, For: whom, Title: text(p, "title")}, From: from, To: to}, err
}

// writeParts adds up PARTICIPATED_IN.
func (b *batch) writeParts() {
	add, remove := map[graph.Label][]any{}, map[graph.Label][]any{}
	for _, p := range slices.SortedFunc(maps.Keys(b.parts), graph.Participation.Compare) {
		add[p.Who.Label] = append(add[p.Who.Label], map[string]any{"who": p.Who.Key, "event": p.Event.Key})
	}
	mentioned := map[graph.Label][]any{}
	for _, ref := range slices.SortedFunc(maps.Keys(b.left), graph.Ref.Compare) {
		if b.left[ref].node != nil || b.nodes[ref] != nil {
			mentioned[ref.Label] = append(mentioned[ref.Label], ref.Key)
		}
	}
	for _, label := range []graph.Label{graph.Person, graph.Country, graph.Organization} {
		for _, row := range b.run(fmt.Sprintf("UNWIND $rows AS key MATCH (n:%s {key: key})-[:PARTICIPATED_IN]->(e:Event) RETURN key, e.key", label), mentioned[label]) {
			who, _ := row[0].(string)
			event, _ := row[1].(string)
			p := graph.Participation{Who: graph.Ref{Label: label, Key: who}, Event: graph.Ref{Label: graph.Event, Key: event}}
			if !b.parts[p] && !b.left[p.Who].parts[p] {
				remove[label] = append(remove[label], map[string]any{"who": who, "event": event})
			}
		}
		b.run(fmt.Sprintf("UNWIND $rows AS row MATCH (n:%s {key: row.who})-[e:PARTICIPATED_IN]->(:Event {key: row.event}) DELETE e", label), remove[label])
		b.run(fmt.Sprintf("UNWIND $rows AS row MATCH (n:%s {key: row.who}) MATCH (e:Event {key: row.event}) MERGE (n)-[:PARTICIPATED_IN]->(e)", label), add[label])
	}
}
