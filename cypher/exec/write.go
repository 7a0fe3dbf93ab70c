package exec

import (
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// writing builds the operators that change the graph.
func (b *builder) writing(n plan.Node) operator {
	switch n := n.(type) {
	case *plan.Create:
		return &create{src: b.operator(n.Source), pattern: b.newPattern(n.Nodes, n.Rels, n.Paths)}
	case *plan.Merge:
		return b.merge(n)
	case *plan.Set:
		return &set{src: b.operator(n.Source), items: b.assignments(n.Items)}
	case *plan.Delete:
		return &remove{src: b.operator(n.Source), detach: n.Detach, exprs: b.all(n.Exprs), positions: n.Exprs, text: b.plan.Text}
	case *plan.Foreach:
		return &foreach{src: b.operator(n.Source), slot: n.Slot, list: b.listOf(n.List), body: b.operator(n.Body)}
	}
	return nil
}

// newPattern makes the nodes and relationships of CREATE and MERGE.
type newPattern struct {
	nodes []newNode
	rels  []newRel
	paths []plan.MakePath
}

type newNode struct {
	slot     int
	labels   []string
	labelsOf []eval
	props    func(*Run) ([]storage.Prop, error)
	ids      []storage.Label // numbers of labels
	of       *storage.View   // for which ids were found
}

type newRel struct {
	slot, from, to int
	name           string
	nameOf         []eval // at most one, instead of name
	props          func(*Run) ([]storage.Prop, error)
	node           syntax.Node
}

func (b *builder) newPattern(nodes []plan.NewNode, rels []plan.NewRel, paths []plan.MakePath) *newPattern {
	p := &newPattern{paths: paths}
	for _, n := range nodes {
		p.nodes = append(p.nodes, newNode{slot: n.Slot, labels: n.Labels, labelsOf: b.all(n.LabelsOf), props: b.properties(n.Properties)})
	}
	for _, x := range rels {
		rel := newRel{slot: x.Slot, from: x.From, to: x.To, name: x.Type, props: b.properties(x.Properties)}
		if x.TypeOf != nil {
			rel.nameOf = b.all([]syntax.Expr{x.TypeOf})
		}
		p.rels = append(p.rels, rel)
	}
	return p
}

// properties compiles a property map: keys that are written in the query are looked up once. What it gives holds until
// it is asked again.
func (b *builder) properties(e syntax.Expr) func(*Run) ([]storage.Prop, error) {
	switch e := e.(type) {
	case nil:
		return func(*Run) ([]storage.Prop, error) { return nil, nil }
	case *syntax.MapLiteral:
		values, keys, out := b.all(e.Values), make([]propKey, len(e.Keys)), make([]storage.Prop, len(e.Keys))
		for i := range keys {
			keys[i].name = e.Keys[i].Text
		}
		return func(r *Run) ([]storage.Prop, error) {
			for i, f := range values {
				v, err := f(r)
				if err != nil {
					return nil, err
				}
				out[i] = storage.Prop{Key: keys[i].intern(r.Tx), Value: v}
			}
			return out, nil
		}
	}
	f := b.expr(e)
	return func(r *Run) ([]storage.Prop, error) {
		v, err := f(r)
		if err != nil {
			return nil, err
		}
		if v.IsNull() {
			return nil, nil
		}
		entries, err := r.entries(v)
		return r.intern(nil, entries), err
	}
}

// intern appends entries to dst as properties.
func (r *Run) intern(dst []storage.Prop, entries []value.Entry) []storage.Prop {
	for _, e := range entries {
		dst = append(dst, storage.Prop{Key: r.Tx.InternPropKey(e.Key), Value: e.Value})
	}
	return dst
}

// make makes the pattern. With whole, a null property is an error, as MERGE has it.
func (p *newPattern) make(r *Run, whole bool) error {
	tx, err := r.tx()
	if err != nil {
		return err
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		props, err := n.props(r)
		if err != nil {
			return err
		}
		if err := r.countProps(props, whole, "node"); err != nil {
			return err
		}
		labels, err := n.labelIDs(r, tx)
		if err != nil {
			return err
		}
		id, err := tx.CreateNode(labels, props)
		if err != nil {
			return err
		}
		r.stats.NodesCreated++
		r.stats.LabelsAdded += int64(len(r.View.NodeLabels(id)))
		r.row[n.slot] = value.NodeRef(id)
	}
	for i := range p.rels {
		if err := p.makeRel(r, tx, &p.rels[i], whole); err != nil {
			return err
		}
	}
	for i := range p.paths {
		r.row[p.paths[i].Slot] = pathOver(r, &p.paths[i])
	}
	return nil
}

// labelIDs is the numbers of the node's labels, ascending. They hold until it is asked again.
func (n *newNode) labelIDs(r *Run, tx *storage.Tx) ([]storage.Label, error) {
	if n.labelsOf == nil && n.of == &tx.View {
		return n.ids, nil
	}
	names, err := r.namesOf(n.labels, n.labelsOf, "node label")
	n.ids, n.of = n.ids[:0], &tx.View
	for _, l := range names {
		n.ids = append(n.ids, tx.InternLabel(l))
	}
	slices.Sort(n.ids)
	return n.ids, err
}

func (p *newPattern) makeRel(r *Run, tx *storage.Tx, x *newRel, whole bool) error {
	props, err := x.props(r)
	if err != nil {
		return err
	}
	if err := r.countProps(props, whole, "relationship"); err != nil {
		return err
	}
	name := x.name
	if x.nameOf != nil {
		names, err := r.namesOf(nil, x.nameOf, "relationship type")
		if err != nil {
			return err
		}
		if len(names) != 1 {
			return diag.New("Neo.ClientError.Statement.ExecutionFailed", "A single relationship type must be specified for CREATE, not %d", len(names))
		}
		name = names[0]
	}
	from, okFrom, err := r.nodeID(x.from)
	if err != nil {
		return err
	}
	to, okTo, err := r.nodeID(x.to)
	if err != nil {
		return err
	}
	if !okFrom || !okTo {
		return diag.Type("Failed to create a relationship of type `%s`: one of its nodes is null", name).With("InvalidArgumentType")
	}
	id, err := tx.CreateRel(from, to, tx.InternRelType(name), props)
	if err != nil {
		return err
	}
	r.stats.RelationshipsCreated++
	r.row[x.slot] = value.RelationshipRef(id)
	return nil
}

// namesOf is the labels or types that a query names, and those that expressions give: each a string or a list of
// strings.
func (r *Run) namesOf(names []string, dynamic []eval, what string) ([]string, error) {
	if len(dynamic) == 0 {
		return names, nil
	}
	out := slices.Clone(names)
	for _, f := range dynamic {
		v, err := f(r)
		if err != nil {
			return nil, err
		}
		for _, it := range oneOrMore(v) {
			switch {
			case it.Kind() == value.KindString && it.Str() == "":
				return nil, diag.Syntax("'' is not a valid %s", what).With("InvalidTokenName")
			case it.Kind() != value.KindString:
				return nil, diag.Type("Expected a %s to be a string or a list of strings, not %s", what, describe(it)).With("InvalidArgumentType")
			}
			out = append(out, it.Str())
		}
	}
	return out, nil
}

// countProps counts the properties that are set.
func (r *Run) countProps(props []storage.Prop, whole bool, what string) error {
	for _, p := range props {
		if !p.Value.IsNull() {
			r.stats.PropertiesSet++
		} else if whole {
			return diag.Semantic("Cannot merge the following %s because of null property value for '%s'", what, r.View.PropKeyName(p.Key)).With("MergeReadOwnWrites")
		}
	}
	return nil
}

type create struct {
	src     operator
	pattern *newPattern
}

func (c *create) open(r *Run) error { return c.src.open(r) }

func (c *create) next(r *Run) (bool, error) {
	ok, err := c.src.next(r)
	if err != nil || !ok {
		return false, err
	}
	if err := r.step(); err != nil {
		return false, err
	}
	return true, c.pattern.make(r, false)
}

// merge gives the matches of a pattern, or makes it.
type merge struct {
	src, inner operator
	pattern    *newPattern
	onCreate   []assignment
	onMatch    []assignment
	slots      []int         // that a match fills
	found      []value.Value // what the matches that are still to be given filled them with, one after the other
	left       int           // matches that are still to be given
}

func (b *builder) merge(n *plan.Merge) operator {
	m := &merge{src: b.operator(n.Source), inner: b.operator(n.Inner), pattern: b.newPattern(n.Nodes, n.Rels, n.Paths),
		onCreate: b.assignments(n.OnCreate), onMatch: b.assignments(n.OnMatch)}
	for _, x := range n.Nodes {
		m.slots = append(m.slots, x.Slot)
	}
	for _, x := range n.Rels {
		m.slots = append(m.slots, x.Slot)
	}
	for _, x := range n.Paths {
		m.slots = append(m.slots, x.Slot)
	}
	return m
}

func (m *merge) open(r *Run) error {
	m.left = 0
	return m.src.open(r)
}

func (m *merge) next(r *Run) (bool, error) {
	if m.left == 0 {
		ok, err := m.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := r.step(); err != nil {
			return false, err
		}
		if _, err := r.tx(); err != nil {
			return false, err
		}
		if err := m.match(r); err != nil {
			return false, err
		}
		if m.left == 0 {
			if err := m.pattern.make(r, true); err != nil {
				return false, err
			}
			return true, r.assign(m.onCreate)
		}
	}
	r.restore(m.slots, m.found[len(m.found)-m.left*len(m.slots):])
	m.left--
	return true, r.assign(m.onMatch)
}

// match collects all matches before anything is set, so that setting cannot change what matches.
func (m *merge) match(r *Run) error {
	m.found = m.found[:0]
	if err := m.inner.open(r); err != nil {
		return err
	}
	for {
		ok, err := m.inner.next(r)
		if err != nil || !ok {
			return err
		}
		for _, s := range m.slots {
			m.found = append(m.found, r.row[s])
		}
		m.left++
	}
}

type foreach struct {
	src  operator
	slot int
	list func(r *Run) ([]value.Value, bool, error)
	body operator
}

func (f *foreach) open(r *Run) error { return f.src.open(r) }

func (f *foreach) next(r *Run) (bool, error) {
	ok, err := f.src.next(r)
	if err != nil || !ok {
		return false, err
	}
	items, _, err := f.list(r)
	if err != nil {
		return false, err
	}
	for _, x := range items {
		r.row[f.slot] = x
		if err := f.body.open(r); err != nil {
			return false, err
		}
		for ok := true; ok; {
			if ok, err = f.body.next(r); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// remove is DELETE.
type remove struct {
	src       operator
	detach    bool
	exprs     []eval
	positions []syntax.Expr
	text      string
}

func (d *remove) open(r *Run) error { return d.src.open(r) }

func (d *remove) next(r *Run) (bool, error) {
	ok, err := d.src.next(r)
	if err != nil || !ok {
		return false, err
	}
	if err := r.step(); err != nil {
		return false, err
	}
	for i, f := range d.exprs {
		v, err := f(r)
		if err != nil {
			return false, err
		}
		if err := d.delete(r, v); err != nil {
			return false, diag.As(err).Near(d.text, d.positions[i].Range().Start)
		}
	}
	return true, nil
}

func (d *remove) delete(r *Run, v value.Value) error {
	tx, err := r.tx()
	if err != nil {
		return err
	}
	switch v.Kind() {
	case value.KindNull:
		return nil
	case value.KindNode:
		return d.deleteNode(r, tx, v.ID())
	case value.KindRelationship:
		return r.deleteRel(tx, v.ID())
	case value.KindPath:
		for _, x := range v.Path().Relationships {
			if err := r.deleteRel(tx, x.ID()); err != nil {
				return err
			}
		}
		for _, x := range v.Path().Nodes {
			if err := d.deleteNode(r, tx, x.ID()); err != nil {
				return err
			}
		}
		return nil
	}
	return wrongType(v, "a Node, Relationship or Path")
}

func (d *remove) deleteNode(r *Run, tx *storage.Tx, id int64) error {
	r.deleted = true
	if !d.detach {
		ok, err := tx.DeleteNode(id)
		if ok {
			r.stats.NodesDeleted++
		}
		return err
	}
	hops := r.View.Expand(id, storage.Both)
	for hop, ok := hops.Next(); ok; hop, ok = hops.Next() {
		if err := r.step(); err != nil {
			return err
		}
		r.noteDeleted(hop.Rel)
	}
	rels, ok, err := tx.DetachDeleteNode(id)
	r.stats.RelationshipsDeleted += int64(rels)
	if ok {
		r.stats.NodesDeleted++
	}
	return err
}

// noteDeleted keeps what a relationship that is being deleted was: type() and paths still know it.
func (r *Run) noteDeleted(id int64) {
	rel, ok := r.View.Rel(id)
	if !ok {
		return
	}
	if r.deletedRels == nil {
		r.deletedRels = map[int64]storage.Rel{}
	}
	r.deletedRels[id] = rel
}

func (r *Run) deleteRel(tx *storage.Tx, id int64) error {
	r.deleted = true
	r.noteDeleted(id)
	ok, err := tx.DeleteRel(id)
	if ok {
		r.stats.RelationshipsDeleted++
	}
	return err
}
