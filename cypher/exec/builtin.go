package exec

import (
	"math"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// builtin is the procedures that every graph has.
func builtin() []*ProcedureDef {
	text := func(names ...string) []function.Param { return params(function.String, names...) }
	return []*ProcedureDef{
		{Name: "db.labels", Description: "The labels in use.", Mode: "READ", Fields: text("label"),
			Call: func(r *Run, _ []value.Value) ([][]value.Value, error) { return column(r.View.Labels()), nil }},
		{Name: "db.relationshipTypes", Description: "The relationship types in use.", Mode: "READ", Fields: text("relationshipType"),
			Call: func(r *Run, _ []value.Value) ([][]value.Value, error) { return column(r.View.RelTypes()), nil }},
		{Name: "db.propertyKeys", Description: "The property keys in use.", Mode: "READ", Fields: text("propertyKey"),
			Call: func(r *Run, _ []value.Value) ([][]value.Value, error) { return column(r.View.PropKeys()), nil }},
		{Name: "dbms.components", Description: "The engine and its version.", Mode: "DBMS",
			Fields: []function.Param{{Name: "name", Types: function.String}, {Name: "versions", Types: function.List}, {Name: "edition", Types: function.String}},
			Call: func(*Run, []value.Value) ([][]value.Value, error) {
				return [][]value.Value{{value.String("Neo4j Kernel"), value.ListOf(value.String(ServerVersion)), value.String("community")}}, nil
			}},
		{Name: "db.ping", Description: "Says that the graph answers.", Mode: "READ", Fields: []function.Param{{Name: "success", Types: function.Boolean}},
			Call: func(*Run, []value.Value) ([][]value.Value, error) { return [][]value.Value{{value.True}}, nil }},
		{Name: "dbms.showCurrentUser", Description: "Who the client says it is; the graph has no users.", Mode: "DBMS",
			Fields: []function.Param{{Name: "username", Types: function.String}, {Name: "roles", Types: function.List}, {Name: "flags", Types: function.List}},
			Call: func(r *Run, _ []value.Value) ([][]value.Value, error) {
				return [][]value.Value{{value.String(r.Client.User), value.Null, value.List(nil)}}, nil
			}},
		{Name: "db.awaitIndexes", Description: "Waits until all indexes are there; they always are.", Mode: "READ",
			Params: params(function.Integer, "timeOutSeconds"), Defaults: []value.Value{value.Integer(awaitSeconds)},
			Call: func(*Run, []value.Value) ([][]value.Value, error) { return nil, nil }},
		{Name: "db.awaitIndex", Description: "Waits until an index is there; it is, or it is unknown.", Mode: "READ",
			Params:   []function.Param{{Name: "indexName", Types: function.String}, {Name: "timeOutSeconds", Types: function.Integer}},
			Defaults: []value.Value{value.Integer(awaitSeconds)}, Call: awaitIndex},
		{Name: "db.schema.nodeTypeProperties", Description: "For each set of labels, the properties that its nodes have.", Mode: "READ",
			Fields: shapeFields("nodeType", function.Param{Name: "nodeLabels", Types: function.List}), Call: nodeTypeProperties},
		{Name: "db.schema.relTypeProperties", Description: "For each type, the properties that its relationships have.", Mode: "READ",
			Fields: shapeFields("relType"), Call: relTypeProperties},
		{Name: "db.schema.visualization", Description: "The labels as nodes and the types between them as relationships.", Mode: "READ",
			Fields: params(function.List, "nodes", "relationships"), Call: visualization},
		{Name: "db.index.fulltext.queryNodes", Description: "The nodes that a full-text index finds, best first.", Mode: "READ",
			Params: fullTextParams(), Defaults: []value.Value{value.Map(nil)},
			Fields: []function.Param{{Name: "node", Types: function.Node}, {Name: "score", Types: function.Float}},
			Call:   func(r *Run, args []value.Value) ([][]value.Value, error) { return fullText(r, args, storage.Nodes) }},
		{Name: "db.index.fulltext.queryRelationships", Description: "The relationships that a full-text index finds, best first.", Mode: "READ",
			Params: fullTextParams(), Defaults: []value.Value{value.Map(nil)},
			Fields: []function.Param{{Name: "relationship", Types: function.Relationship}, {Name: "score", Types: function.Float}},
			Call: func(r *Run, args []value.Value) ([][]value.Value, error) {
				return fullText(r, args, storage.Relationships)
			}},
	}
}

// ServerVersion is the version of Neo4j whose behaviour the engine follows; drivers and tools
// choose what they do by it.
const ServerVersion = "5.26.0"

// awaitSeconds is the default of a time that nobody ever waits.
const awaitSeconds = 300

func awaitIndex(r *Run, args []value.Value) ([][]value.Value, error) {
	if _, ok := r.View.Index(args[0].Str()); !ok {
		return nil, diag.New(diag.CodeIndexNotFound, "No such index '%s'", args[0].Str())
	}
	return nil, nil
}

func fullTextParams() []function.Param {
	return append(params(function.String, "indexName", "queryString"), function.Param{Name: "options", Types: function.Map})
}

func params(t function.Types, names ...string) []function.Param {
	var out []function.Param
	for _, n := range names {
		out = append(out, function.Param{Name: n, Types: t})
	}
	return out
}

func column(names []string) [][]value.Value {
	out := make([][]value.Value, len(names))
	for i, n := range names {
		out[i] = []value.Value{value.String(n)}
	}
	return out
}

func fullText(r *Run, args []value.Value, entity storage.Entity) ([][]value.Value, error) {
	if args[0].IsNull() || args[1].IsNull() {
		return nil, diag.ProcedureFailed("db.index.fulltext takes the name of an index and a query, not null")
	}
	ix, ok := r.View.Index(args[0].Str())
	if !ok || ix.Kind != storage.FullTextIndex || ix.Entity != entity {
		return nil, diag.ProcedureFailed("There is no such fulltext schema index: %s", args[0].Str())
	}
	skip, limit, err := fullTextOptions(args[2])
	if err != nil {
		return nil, err
	}
	hits, err := r.View.SearchText(ix, args[1].Str())
	if err != nil {
		return nil, err
	}
	hits = hits[min(skip, len(hits)):]
	hits = hits[:min(limit, len(hits))]
	out := make([][]value.Value, len(hits))
	for i, h := range hits {
		if err := r.step(); err != nil {
			return nil, err
		}
		ref := value.NodeRef(h.ID)
		if entity == storage.Relationships {
			ref = value.RelationshipRef(h.ID)
		}
		out[i] = []value.Value{ref, value.Float(h.Score)}
	}
	return out, nil
}

// fullTextOptions reads the map of options: how many hits to leave out, and how many to give.
func fullTextOptions(options value.Value) (skip, limit int, err error) {
	limit = math.MaxInt
	for _, o := range options.Entries() {
		if (o.Key != "skip" && o.Key != "limit") || o.Value.Kind() != value.KindInteger || o.Value.Int() < 0 {
			return 0, 0, diag.ProcedureFailed("db.index.fulltext takes the options skip and limit, each a number from 0, not %s: %s", o.Key, o.Value)
		}
		if n := int(o.Value.Int()); o.Key == "skip" {
			skip = n
		} else {
			limit = n
		}
	}
	return skip, limit, nil
}

// visualization gives one made-up node per label and one made-up relationship per combination of
// labels that a type joins. Their ids are negative: they are not in the graph.
func visualization(r *Run, _ []value.Value) ([][]value.Value, error) {
	ids := map[string]int64{}
	var nodes, rels []value.Value
	for i, name := range r.View.Labels() {
		id := int64(-1 - i)
		ids[name] = id
		indexes, constraints := describedSchema(r.View, name)
		nodes = append(nodes, value.NodeOf(&value.Node{ID: id, ElementID: nodeElement(id), Labels: []string{name}, Properties: value.SortEntries([]value.Entry{
			{Key: "name", Value: value.String(name)}, {Key: "indexes", Value: indexes}, {Key: "constraints", Value: constraints}})}))
	}
	seen := map[[3]string]bool{}
	next := int64(-1)
	for _, typ := range r.View.RelTypes() {
		t, ok := r.View.RelType(typ)
		if !ok {
			continue
		}
		it := r.View.RelsByType(t)
		for id, ok := it.Next(); ok; id, ok = it.Next() {
			if err := r.step(); err != nil {
				return nil, err
			}
			rel, _ := r.View.Rel(id)
			for _, from := range r.View.NodeLabelNames(rel.Start) {
				for _, to := range r.View.NodeLabelNames(rel.End) {
					if seen[[3]string{from, typ, to}] {
						continue
					}
					seen[[3]string{from, typ, to}] = true
					rels = append(rels, value.RelationshipOf(&value.Relationship{ID: next, ElementID: relElement(next), Type: typ,
						Start: ids[from], End: ids[to], StartElementID: nodeElement(ids[from]), EndElementID: nodeElement(ids[to]),
						Properties: []value.Entry{{Key: "name", Value: value.String(typ)}}}))
					next--
				}
			}
		}
	}
	return [][]value.Value{{value.List(nodes), value.List(rels)}}, nil
}

// describedSchema gives the indexed properties of a label, and its constraints as texts.
func describedSchema(v *storage.View, label string) (indexes, constraints value.Value) {
	var xs, cs []value.Value
	for _, ix := range v.RangeIndexes(storage.Nodes, label) {
		if ix.Constraint == "" {
			for _, p := range ix.Properties {
				xs = append(xs, value.String(p))
			}
		}
	}
	for _, c := range v.Constraints() {
		if c.Entity == storage.Nodes && c.Label == label {
			cs = append(cs, value.String(createConstraint(c)))
		}
	}
	return value.List(xs), value.List(cs)
}
