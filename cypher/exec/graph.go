package exec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// graphReader shows the run's graph to functions.
type graphReader struct{ r *Run }

func (g graphReader) node(id int64) error {
	if !g.r.View.HasNode(id) {
		return diag.EntityNotFound("Unable to load NODE %s: it has been deleted in this transaction", nodeElement(id)).With("DeletedEntityAccess")
	}
	return nil
}

func (g graphReader) rel(id int64) (storage.Rel, error) {
	rel, ok := g.r.View.Rel(id)
	if !ok {
		return rel, diag.EntityNotFound("Unable to load RELATIONSHIP %s: it has been deleted in this transaction", relElement(id)).With("DeletedEntityAccess")
	}
	return rel, nil
}

func (g graphReader) Labels(node int64) (value.Value, error) {
	set, ok := g.r.View.LabelSet(node)
	if !ok {
		return value.Null, g.node(node)
	}
	list, ok := g.r.labelLists[set]
	if !ok {
		var names []value.Value
		for _, name := range g.r.View.NodeLabelNames(node) {
			names = append(names, value.String(name))
		}
		list = value.List(names)
		if g.r.labelLists == nil {
			g.r.labelLists = map[uint32]value.Value{}
		}
		g.r.labelLists[set] = list
	}
	return list, nil
}

func (g graphReader) NodeProperties(node int64) ([]value.Entry, error) {
	return g.r.View.NodeEntries(node), g.node(node)
}

func (g graphReader) RelationshipType(rel int64) (string, error) {
	if x, ok := g.r.deletedRels[rel]; ok {
		return g.r.View.RelTypeName(x.Type), nil
	}
	x, err := g.rel(rel)
	if err != nil {
		return "", err
	}
	return g.r.View.RelTypeName(x.Type), nil
}

func (g graphReader) RelationshipProperties(rel int64) ([]value.Entry, error) {
	_, err := g.rel(rel)
	return g.r.View.RelEntries(rel), err
}

func (g graphReader) Ends(rel int64) (start, end int64, err error) {
	x, err := g.rel(rel)
	return x.Start, x.End, err
}

func (g graphReader) NodeElementID(node int64) string        { return nodeElement(node) }
func (g graphReader) RelationshipElementID(rel int64) string { return relElement(rel) }

// Element ids have the form of Neo4j's: 4 for nodes, 5 for relationships, the graph, the number.
const nodePrefix, relPrefix = "4:graph:", "5:graph:"

func nodeElement(id int64) string { return nodePrefix + strconv.FormatInt(id, 10) }
func relElement(id int64) string  { return relPrefix + strconv.FormatInt(id, 10) }

// parseElement gives the number in an element id.
func parseElement(s, prefix string) (int64, bool) {
	digits, ok := strings.CutPrefix(s, prefix)
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil
}

// property reads a property of a node or relationship.
func (r *Run) property(v value.Value, key *propKey) (value.Value, error) {
	var out value.Value
	if v.Kind() == value.KindNode {
		if n := v.Node(); n != nil {
			out, _ = value.LookupEntry(n.Properties, key.name)
			return out, nil
		}
		if k, ok := key.get(r.View); ok {
			out = r.View.NodeProp(v.ID(), k)
		}
		if r.deleted && out.IsNull() {
			return out, graphReader{r}.node(v.ID())
		}
		return out, nil
	}
	if n := v.Relationship(); n != nil {
		out, _ = value.LookupEntry(n.Properties, key.name)
		return out, nil
	}
	if k, ok := key.get(r.View); ok {
		out = r.View.RelProp(v.ID(), k)
	}
	if r.deleted && out.IsNull() {
		_, err := graphReader{r}.rel(v.ID())
		return out, err
	}
	return out, nil
}

// propKey, label and relTypes are names with their numbers, which are looked up when the graph first knows them, and
// again for each transaction of a run: a name that one of them brought in and rolled back loses its number.
type propKey struct {
	name string
	id   storage.PropKey
	of   *storage.View // for which id was found
}

func (k *propKey) get(v *storage.View) (storage.PropKey, bool) {
	if k.of == v {
		return k.id, true
	}
	id, ok := v.PropKey(k.name)
	if ok {
		k.id, k.of = id, v
	}
	return id, ok
}

// intern is get that adds the name.
func (k *propKey) intern(tx *storage.Tx) storage.PropKey {
	if k.of != &tx.View {
		k.id, k.of = tx.InternPropKey(k.name), &tx.View
	}
	return k.id
}

// propKey is a key that the run may look up.
func (b *builder) propKey(name string) *propKey {
	k := &propKey{name: name}
	b.found(&k.of)
	return k
}

func (b *builder) label(name string) *label {
	l := &label{name: name}
	b.found(&l.of)
	return l
}

func (b *builder) relTypes(names []string) *relTypes {
	t := newRelTypes(names)
	b.found(&t.of)
	return t
}

type label struct {
	name string
	id   storage.Label
	of   *storage.View
}

func (l *label) get(v *storage.View) (storage.Label, bool) {
	if l.of == v {
		return l.id, true
	}
	id, ok := v.Label(l.name)
	if ok {
		l.id, l.of = id, v
	}
	return id, ok
}

// relTypes is the types that a relationship may have; any says that all are fine which pass the tests.
type relTypes struct {
	names []string
	any   bool
	tests []typeTest
	ids   []storage.RelType
	of    *storage.View // for which ids were found
}

func newRelTypes(names []string) *relTypes {
	if len(names) > 1 {
		names = slices.Compact(slices.Sorted(slices.Values(names)))
	}
	return &relTypes{names: names, any: len(names) == 0}
}

// get gives the numbers of those types that exist; false if there can be no relationship.
func (t *relTypes) get(v *storage.View) ([]storage.RelType, bool) {
	if len(t.tests) > 0 {
		return t.narrowed(v)
	}
	if t.any {
		return nil, true
	}
	if len(t.ids) < len(t.names) || t.of != v {
		t.ids, t.of = t.ids[:0], v
		for _, n := range t.names {
			if id, ok := v.RelType(n); ok {
				t.ids = append(t.ids, id)
			}
		}
	}
	return t.ids, len(t.ids) > 0
}

func (t *relTypes) has(v *storage.View, id storage.RelType) bool {
	ids, _ := t.get(v)
	return t.any || slices.Contains(ids, id)
}

// complete replaces bare references to nodes and relationships in v by what they carry.
func (r *Run) complete(v value.Value) (value.Value, error) {
	switch v.Kind() {
	case value.KindNode:
		return r.completeNode(v), nil
	case value.KindRelationship:
		return r.completeRel(v), nil
	case value.KindList:
		if !hasEntity(v) {
			return v, nil
		}
		items := make([]value.Value, v.Len())
		for i, x := range v.List() {
			var err error
			if items[i], err = r.complete(x); err != nil {
				return v, err
			}
		}
		return value.List(items), nil
	case value.KindMap:
		if !hasEntity(v) {
			return v, nil
		}
		entries := slices.Clone(v.Entries())
		for i := range entries {
			var err error
			if entries[i].Value, err = r.complete(entries[i].Value); err != nil {
				return v, err
			}
		}
		return value.Map(entries), nil
	case value.KindPath:
		p := v.Path()
		out := &value.Path{Nodes: make([]value.Value, len(p.Nodes)), Relationships: make([]value.Value, len(p.Relationships))}
		for i, n := range p.Nodes {
			out.Nodes[i] = r.completeNode(n)
		}
		for i, x := range p.Relationships {
			out.Relationships[i] = r.completeRel(x)
		}
		return value.PathOf(out), nil
	}
	return v, nil
}

func hasEntity(v value.Value) bool {
	switch v.Kind() {
	case value.KindNode, value.KindRelationship, value.KindPath:
		return true
	case value.KindList:
		return slices.ContainsFunc(v.List(), hasEntity)
	case value.KindMap:
		return slices.ContainsFunc(v.Entries(), func(e value.Entry) bool { return hasEntity(e.Value) })
	}
	return false
}

func (r *Run) completeNode(v value.Value) value.Value {
	if v.Kind() != value.KindNode || v.Node() != nil {
		return v
	}
	id := v.ID()
	return value.NodeOf(&value.Node{ID: id, ElementID: nodeElement(id), Labels: r.View.NodeLabelNames(id), Properties: r.View.NodeEntries(id)})
}

func (r *Run) completeRel(v value.Value) value.Value {
	if v.Kind() != value.KindRelationship || v.Relationship() != nil {
		return v
	}
	id := v.ID()
	rel, ok := r.View.Rel(id)
	if !ok {
		rel, ok = r.deletedRels[id]
	}
	out := &value.Relationship{ID: id, ElementID: relElement(id), Start: rel.Start, End: rel.End,
		StartElementID: nodeElement(rel.Start), EndElementID: nodeElement(rel.End)}
	if ok {
		out.Type, out.Properties = r.View.RelTypeName(rel.Type), r.View.RelEntries(id)
	}
	return value.RelationshipOf(out)
}

func wrongType(v value.Value, wanted string) error {
	return diag.Type("Type mismatch: expected %s but was %s", wanted, describe(v)).With("InvalidArgumentType")
}

func describe(v value.Value) string {
	text := v.String()
	if len(text) > 60 {
		text = text[:57] + "..."
	}
	return fmt.Sprintf("%s (%s)", v.Kind(), text)
}
