package exec

import (
	"fmt"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// reading builds the operators that read the graph.
func (b *builder) reading(n plan.Node) operator {
	switch n := n.(type) {
	case *plan.AllNodes:
		return &scan{src: b.operator(n.Source), slot: n.Slot, begin: func(r *Run) (storage.IDs, error) { return r.View.AllNodes(), nil }}
	case *plan.LabelScan:
		return &scan{src: b.operator(n.Source), slot: n.Slot, begin: labelScan(b.label(n.Label))}
	case *plan.IndexSeek:
		s := &scan{src: b.operator(n.Source), slot: n.Slot, ahead: b.ahead}
		index := &indexed{name: n.Index}
		s.begin, s.reach = b.seek(n, index), b.reach(n, index)
		return s
	case *plan.AnyOf:
		return b.anyOf(n)
	case *plan.ByID:
		return b.byID(n)
	case *plan.TypeScan:
		return &typeScan{src: b.operator(n.Source), n: n, types: b.relTypes(n.Types)}
	case *plan.Expand:
		into, types := b.between(n.From), b.relTypes(n.Types)
		b.only(types, b.narrowed[n])
		return &expand{src: b.operator(n.Source), n: n, types: types, cross: b.cross(n, types), into: into}
	case *plan.VarExpand:
		into := b.between(n.From)
		if n.Max != 1 {
			b.look(n.To, storage.WantLinks)
		}
		return &varExpand{src: b.operator(n.Source), n: n, types: b.relTypes(n.Types), where: b.truths(n.Where), ahead: b.ahead, into: into}
	case *plan.Repeat:
		return &repeat{src: b.operator(n.Source), step: b.step(&n.Step), n: n}
	case *plan.Search:
		return b.search(n)
	case *plan.BoundRel:
		return &boundRel{src: b.operator(n.Source), n: n, types: b.relTypes(n.Types), where: b.truths(n.Where)}
	case *plan.Shortest:
		return &shortest{src: b.operator(n.Source), n: n, types: b.relTypes(n.Types), where: b.truths(n.Where), accept: b.truths(n.Accept)}
	case *plan.MakePath:
		return &makePath{src: b.operator(n.Source), n: n}
	case *plan.Count:
		return &count{n: n, label: b.label(n.Label), types: b.relTypes(n.Types)}
	case *plan.Degree:
		return b.degree(n)
	case *plan.Procedure:
		return b.procedure(n)
	case *plan.Show:
		return b.show(n)
	}
	return nil
}

func (b *builder) truths(es []syntax.Expr) []truth {
	var out []truth
	for _, e := range es {
		out = append(out, b.truth(e))
	}
	return out
}

// holds says whether all conditions are true.
func holds(r *Run, where []truth) (bool, error) {
	for _, w := range where {
		t, err := w(r)
		if err != nil || t != value.Yes {
			return false, err
		}
	}
	return true, nil
}

// beginning finds the nodes that a scan or seek gives for the row as it stands.
type beginning func(r *Run) (storage.IDs, error)

func labelScan(l *label) beginning {
	return func(r *Run) (storage.IDs, error) {
		if id, ok := l.get(r.View); ok {
			return r.View.NodesByLabel(id), nil
		}
		return storage.IDs{}, nil
	}
}

// scan gives, for each row, the nodes of an iterator.
type scan struct {
	src    operator
	slot   int
	begin  beginning
	ahead  ahead  // nil where the nodes lie one after the other
	reach  *reach // nil if none is done ahead
	ids    idBuffer
	active bool
	pause  *pause
}

func (s *scan) open(r *Run) error {
	s.active = false
	return s.src.open(r)
}

func (s *scan) next(r *Run) (bool, error) {
	for {
		if s.active {
			if s.pause != nil && s.pause.due(r) {
				return false, nil
			}
			if err := r.step(); err != nil {
				return false, err
			}
			if id, ok := s.ids.next(r, s.ahead, s.slot); ok {
				r.row[s.slot] = value.NodeRef(id)
				return true, nil
			}
			s.active = false
		}
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		s.active = true
		if s.reach != nil {
			if ids, found := s.reach.take(r); found {
				s.ids.begin(ids)
				s.ids.done = true
				continue
			}
		}
		ids, err := s.begin(r)
		if err != nil {
			return false, err
		}
		s.ids.begin(ids)
	}
}

// anyOf gives, for each row, the nodes of several iterators, each of another label.
type anyOf struct {
	src    operator
	slot   int
	begin  []beginning
	labels []*label
	at     int // in begin: the next iterator; those of the labels before it were walked over
	ids    storage.IDs
	active bool
	pause  *pause
	fed    bool     // ids are those that feed gave
	same   bool     // the iterators give the same for all rows
	found  []uint32 // what they gave for the row so far
	all    *finding // what they give for every row, if they give the same
	listed bool     // ids are those of all
}

// finding is the nodes that iterators give for every row of a run, once one operator has walked over them all. All
// operators with the same iterators share it.
type finding struct {
	ids   []uint32
	known bool
}

// mostFound is how many nodes are remembered that iterators give for all rows.
const mostFound = 64

func (b *builder) anyOf(n *plan.AnyOf) operator {
	a := &anyOf{src: b.operator(n.Source), slot: n.Slot, same: true, all: b.findingOf(n)}
	for _, leaf := range n.Leaves {
		switch leaf := leaf.(type) {
		case *plan.IndexSeek:
			a.labels, a.begin = append(a.labels, b.label(leaf.Label)), append(a.begin, b.seek(leaf, &indexed{name: leaf.Index}))
			a.same = a.same && b.seeksOnce(leaf)
		case *plan.LabelScan:
			l := b.label(leaf.Label)
			a.labels, a.begin = append(a.labels, l), append(a.begin, labelScan(l))
			a.same = false
		}
	}
	return a
}

// findingOf is the finding of all operators that seek for the same parameters in the same indexes, else one of its own.
func (b *builder) findingOf(n *plan.AnyOf) *finding {
	var name strings.Builder
	for _, leaf := range n.Leaves {
		seek, ok := leaf.(*plan.IndexSeek)
		if !ok || !b.seeksOnce(seek) {
			return &finding{}
		}
		fmt.Fprintf(&name, "%q", seek.Index)
		for _, e := range seek.Equal {
			p, ok := e.(*syntax.Parameter)
			if !ok {
				return &finding{}
			}
			fmt.Fprintf(&name, "%q", p.Name)
		}
		name.WriteByte(';')
	}
	f := b.findings[name.String()]
	if f == nil {
		f = &finding{}
		if b.findings == nil {
			b.findings = map[string]*finding{}
		}
		b.findings[name.String()] = f
	}
	return f
}

func (a *anyOf) open(r *Run) error {
	a.active, a.fed = false, false
	return a.src.open(r)
}

func (a *anyOf) next(r *Run) (bool, error) {
	for {
		for a.active {
			if a.pause != nil && a.pause.due(r) {
				return false, nil
			}
			if err := r.step(); err != nil {
				return false, err
			}
			if id, ok := a.ids.Next(); ok {
				if !a.fed && a.given(r, id) {
					continue
				}
				a.remember(id)
				r.row[a.slot] = value.NodeRef(id)
				return true, nil
			}
			if a.active = a.at < len(a.begin) && !a.fed; a.active {
				if err := a.advance(r); err != nil {
					return false, err
				}
			} else if a.same && !a.fed && !a.listed && len(a.found) <= mostFound {
				*a.all = finding{a.found, true}
				a.found = nil // which it has now
			}
		}
		ok, err := a.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		a.active = true
		if a.listed = a.all.known; a.listed {
			a.at, a.ids = len(a.begin), storage.Listed(a.all.ids)
			continue
		}
		a.at, a.found = 0, a.found[:0]
		if err := a.advance(r); err != nil {
			return false, err
		}
	}
}

func (a *anyOf) advance(r *Run) (err error) {
	a.ids, err = a.begin[a.at](r)
	a.at++
	return err
}

// remember adds what is given for the row, in case that it is the same for all rows.
func (a *anyOf) remember(id int64) {
	if a.same && !a.listed && !a.fed && len(a.found) <= mostFound {
		a.found = append(a.found, uint32(id))
	}
}

// given says whether an iterator before this one gave the node.
func (a *anyOf) given(r *Run, id int64) bool {
	if a.listed {
		return false
	}
	for _, l := range a.labels[:a.at-1] {
		if known, ok := l.get(r.View); ok && r.View.HasLabel(id, known) {
			return true
		}
	}
	return false
}

// seeksOnce says whether a seek gives the same for all rows: it is an exact one by constants, and nothing is written.
func (b *builder) seeksOnce(n *plan.IndexSeek) bool {
	return !b.plan.Writes && len(n.Equal) > 0 && b.constants(n.Equal) && n.In == nil && n.Prefix == nil && n.Low == nil && n.High == nil
}

// indexed is an index, which is looked up by its name once for each state of the schema.
type indexed struct {
	name   string
	is     *storage.Index
	schema uint64 // that it is of
}

func (x *indexed) get(r *Run) (*storage.Index, error) {
	if v := r.View.SchemaVersion(); x.is == nil || x.schema != v {
		is, ok := r.View.Index(x.name)
		if !ok {
			return nil, diag.New(diag.CodeUnknown, "the index %s was dropped while the query was running", x.name)
		}
		x.is, x.schema = is, v
	}
	return x.is, nil
}

// seek compiles an index seek. A null among its values finds nothing.
func (b *builder) seek(n *plan.IndexSeek, index *indexed) beginning {
	equal := b.all(n.Equal)
	values := make([]value.Value, len(equal))
	optional := func(e syntax.Expr) eval {
		if e == nil {
			return nil
		}
		return b.expr(e)
	}
	in, prefix := optional(n.In), optional(n.Prefix)
	low, high := b.bound(n.Low), b.bound(n.High)
	var once struct { // what it finds, if that stays the same
		ids  storage.IDs
		done bool
	}
	b.lastly(func() {
		clear(values)
		once.ids, once.done = storage.IDs{}, false
	})
	fixed := b.seeksOnce(n)
	return func(r *Run) (storage.IDs, error) {
		var none storage.IDs
		if once.done {
			return once.ids, nil
		}
		ix, err := index.get(r)
		if err != nil {
			return none, err
		}
		for i, f := range equal {
			v, err := f(r)
			if err != nil || v.IsNull() {
				return none, err
			}
			values[i] = v
		}
		switch {
		case in != nil:
			v, err := in(r)
			if err != nil || v.IsNull() {
				return none, err
			}
			if v.Kind() != value.KindList {
				return none, wrongType(v, "a list")
			}
			return r.View.SeekIn(ix, v.List()), nil
		case prefix != nil:
			v, err := prefix(r)
			if err != nil || v.Kind() != value.KindString {
				return none, err
			}
			return r.View.SeekPrefix(ix, v.Str(), values...), nil
		case low != nil || high != nil:
			return seekRange(r, ix, low, high, values)
		}
		ids := r.View.SeekEqual(ix, values...)
		if fixed && ids.AtHand() {
			once.ids, once.done = ids, true
		}
		return ids, nil
	}
}

type boundEval struct {
	value     eval
	inclusive bool
}

func (b *builder) bound(n *plan.Bound) *boundEval {
	if n == nil {
		return nil
	}
	return &boundEval{b.expr(n.Value), n.Inclusive}
}

func seekRange(r *Run, ix *storage.Index, low, high *boundEval, lead []value.Value) (storage.IDs, error) {
	var none storage.IDs
	var bounds [2]storage.Bound
	for i, b := range [2]*boundEval{low, high} {
		if b == nil {
			continue
		}
		v, err := b.value(r)
		if err != nil || v.IsNull() {
			return none, err
		}
		bounds[i] = storage.Bound{Value: v, Inclusive: b.inclusive}
	}
	if ids, ok := r.View.SeekRange(ix, bounds[0], bounds[1], lead...); ok {
		return ids, nil
	}
	if len(lead) > 0 {
		return r.View.SeekEqual(ix, lead...), nil
	}
	return r.View.SeekAll(ix), nil
}

// byID finds nodes or relationships by id or element id.
type byID struct {
	src     operator
	slot    int
	value   eval
	list    bool
	element bool
	rel     bool
	items   []value.Value
	at      int
	one     [1]value.Value
}

func (b *builder) byID(n *plan.ByID) operator {
	return &byID{src: b.operator(n.Source), slot: n.Slot, value: b.expr(n.Value), list: n.List, element: n.Element, rel: n.Relationship}
}

func (s *byID) open(r *Run) error {
	s.items, s.at = nil, 0
	return s.src.open(r)
}

func (s *byID) next(r *Run) (bool, error) {
	for {
		for s.at < len(s.items) {
			v := s.items[s.at]
			s.at++
			if err := r.step(); err != nil {
				return false, err
			}
			if id, ok := s.id(v); ok && s.find(r, id) {
				return true, nil
			}
		}
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		v, err := s.value(r)
		if err != nil {
			return false, err
		}
		s.at, s.one[0], s.items = 0, v, s.one[:]
		if s.list {
			s.items = unique(v)
		}
	}
}

// find puts the node or relationship of this id into the row, if there is one.
func (s *byID) find(r *Run, id int64) bool {
	if !s.rel {
		r.row[s.slot] = value.NodeRef(id)
		return r.View.HasNode(id)
	}
	r.row[s.slot] = value.RelationshipRef(id)
	_, ok := r.View.Rel(id)
	return ok
}

func (s *byID) id(v value.Value) (int64, bool) {
	switch {
	case s.element && s.rel && v.Kind() == value.KindString:
		return parseElement(v.Str(), relPrefix)
	case s.element && v.Kind() == value.KindString:
		return parseElement(v.Str(), nodePrefix)
	case !s.element && v.Kind() == value.KindInteger:
		return v.Int(), true
	case !s.element && v.Kind() == value.KindFloat && v.Float() == float64(int64(v.Float())):
		return int64(v.Float()), true
	}
	return 0, false
}

// unique gives the items of a list without repetitions.
func unique(v value.Value) []value.Value {
	if v.Kind() != value.KindList {
		return nil
	}
	seen := map[string]bool{}
	var out []value.Value
	for _, x := range v.List() {
		k := string(value.AppendKey(nil, x))
		if !seen[k] {
			seen[k] = true
			out = append(out, x)
		}
	}
	return out
}

// typeScan gives relationships of some types with their ends.
type typeScan struct {
	src    operator
	n      *plan.TypeScan
	types  *relTypes
	at     int // in the types
	ids    storage.IDs
	active bool
	again  bool // the relationship in the row is to be given in the other direction
	rel    storage.Rel
	pause  *pause
}

func (s *typeScan) open(r *Run) error {
	s.active, s.again = false, false
	return s.src.open(r)
}

func (s *typeScan) next(r *Run) (bool, error) {
	for {
		if s.again {
			s.again = false
			s.give(r, s.rel.End, s.rel.Start)
			return true, nil
		}
		if s.active {
			if s.pause != nil && s.pause.due(r) {
				return false, nil
			}
			ok, err := s.advance(r)
			if err != nil || ok {
				return ok, err
			}
			s.active = false
		}
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		ids, some := s.types.get(r.View)
		if some {
			s.at, s.active = 1, true
			s.ids = r.View.RelsByType(ids[0])
		}
	}
}

func (s *typeScan) advance(r *Run) (bool, error) {
	for {
		if err := r.step(); err != nil {
			return false, err
		}
		id, ok := s.ids.Next()
		if !ok {
			ids, _ := s.types.get(r.View)
			if s.at >= len(ids) {
				return false, nil
			}
			s.ids = r.View.RelsByType(ids[s.at])
			s.at++
			continue
		}
		if used(r, s.n.Unique, id) {
			continue
		}
		s.rel, _ = r.View.Rel(id)
		r.row[s.n.Rel] = value.RelationshipRef(id)
		if s.n.Direction == storage.Incoming {
			s.give(r, s.rel.End, s.rel.Start)
		} else {
			s.give(r, s.rel.Start, s.rel.End)
		}
		s.again = s.n.Direction == storage.Both && s.rel.Start != s.rel.End
		return true, nil
	}
}

func (s *typeScan) give(r *Run, from, to int64) {
	r.row[s.n.From], r.row[s.n.To] = value.NodeRef(from), value.NodeRef(to)
}

// used says whether one of the slots holds the relationship.
func used(r *Run, others []plan.Other, id int64) bool {
	for _, o := range others {
		v := r.row[o.Slot]
		if !o.Many {
			if v.Kind() == value.KindRelationship && v.ID() == id {
				return true
			}
			continue
		}
		if v.Kind() != value.KindList {
			continue
		}
		for _, x := range v.List() {
			if x.Kind() == value.KindRelationship && x.ID() == id {
				return true
			}
		}
	}
	return false
}

// nodeID gives the id of the node in a slot; false for null.
func (r *Run) nodeID(slot int) (int64, bool, error) {
	v := r.row[slot]
	switch v.Kind() {
	case value.KindNode:
		return v.ID(), true, nil
	case value.KindNull:
		return 0, false, nil
	}
	return 0, false, wrongType(v, "a Node")
}

// count gives a number that the store keeps, or those of several types.
type count struct {
	n     *plan.Count
	label *label
	types *relTypes
	left  []string // types of which the number is still to be given
	given bool
}

func (c *count) open(r *Run) error {
	c.given, c.left = false, nil
	if c.n.ByType {
		c.left = c.types.names
		if c.types.any {
			c.left = r.View.RelTypes()
		}
	}
	return nil
}

func (c *count) next(r *Run) (bool, error) {
	for len(c.left) > 0 {
		name := c.left[0]
		c.left = c.left[1:]
		if id, ok := r.View.RelType(name); ok && r.View.TypeCount(id) > 0 {
			r.row[c.n.Type], r.row[c.n.Slot] = value.String(name), value.Integer(r.View.TypeCount(id))
			return true, r.step()
		}
	}
	if c.given || c.n.ByType {
		return false, nil
	}
	c.given = true
	r.row[c.n.Slot] = value.Integer(c.total(r))
	return true, r.step()
}

func (c *count) total(r *Run) int64 {
	switch {
	case c.n.Rels && c.types.any:
		return r.View.RelCount()
	case c.n.Rels:
		ids, _ := c.types.get(r.View)
		n := int64(0)
		for _, id := range ids {
			n += r.View.TypeCount(id)
		}
		return n
	case c.n.Label == "":
		return r.View.NodeCount()
	}
	if id, ok := c.label.get(r.View); ok {
		return r.View.LabelCount(id)
	}
	return 0
}
