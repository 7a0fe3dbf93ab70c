package plan

import (
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// graphPattern is the pattern of one MATCH: nodes and relationships with their slots, and the
// predicates that the WHERE, the property maps and the labels amount to.
type graphPattern struct {
	nodes []*patternNode
	rels  []*patternRel
	paths []*patternPath
	preds []*predicate
}

// touches says whether a relationship of the pattern begins or ends at a node. A node that none
// does, and that was bound before, has only not to be null.
func (g *graphPattern) touches(n *patternNode) bool {
	for _, r := range g.rels {
		if r.from == n || r.to == n {
			return true
		}
	}
	return false
}

type patternNode struct {
	slot   int
	bound  bool     // before this MATCH
	labels []string // that the node must have, as far as they are plain
	anyOf  []string // of which it must have one
}

type patternRel struct {
	source   *syntax.RelPattern
	slot     int
	from, to *patternNode
	dir      storage.Direction
	types    []string
	length   *syntax.Length
	repeated *repeated // a path that is repeated: slot takes all its relationships
	search   *search   // a path from which some are selected: slot takes all its relationships
	min, max int64
	bound    bool
	step     int // slot of a single relationship of a variable-length one
	where    []syntax.Expr
	solved   bool
	shortest *patternPath
}

func (r *patternRel) many() bool { return r.length != nil }

type patternPath struct {
	slot  int // -1 without a name
	kind  syntax.PathKind
	nodes []*patternNode
	rels  []*patternRel
	made  bool
}

// predicate is a condition with the slots that it needs.
type predicate struct {
	expr syntax.Expr
	deps []int
	used bool
}

var directions = map[syntax.Direction]storage.Direction{
	syntax.Both: storage.Both, syntax.Outgoing: storage.Outgoing, syntax.Incoming: storage.Incoming,
}

// patternReader turns paths into a graphPattern, declaring their variables.
type patternReader struct {
	*planner
	sc     *scope
	g      *graphPattern
	bySlot map[int]*patternNode
	late   []func() error // bindings of expressions, once all variables are known
}

// readPattern reads the paths of a pattern. New variables are added to sc.
func (p *planner) readPattern(paths []*syntax.Path, sc *scope) (*graphPattern, error) {
	r := &patternReader{planner: p, sc: sc, g: &graphPattern{}, bySlot: map[int]*patternNode{}}
	for _, path := range paths {
		if err := r.path(path); err != nil {
			return nil, err
		}
	}
	for _, f := range r.late {
		if err := f(); err != nil {
			return nil, err
		}
	}
	return r.g, nil
}

func (r *patternReader) path(path *syntax.Path) error {
	if path.Selector != nil && len(path.Rels) > 0 {
		return r.selected(path)
	}
	pp := &patternPath{slot: -1, kind: path.Kind}
	for i, n := range path.Nodes {
		node, err := r.node(n)
		if err != nil {
			return err
		}
		pp.nodes = append(pp.nodes, node)
		if i == 0 {
			continue
		}
		read := r.rel
		if path.Rels[i-1].Repeated != nil {
			read = r.repetition
		}
		rel, err := read(path.Rels[i-1], pp.nodes[i-1], node)
		if err != nil {
			return err
		}
		if path.Kind != syntax.AllPaths {
			rel.shortest = pp
		}
		pp.rels = append(pp.rels, rel)
	}
	r.where(path.Where, r.condition)
	var err error
	if pp.slot, err = r.pathSlot(path.Variable); err != nil {
		return err
	}
	r.g.paths = append(r.g.paths, pp)
	return nil
}

// pathSlot is the slot of a path's name, -1 without one.
func (r *patternReader) pathSlot(name *syntax.Name) (int, error) {
	if name == nil {
		return -1, nil
	}
	return r.declare(name, r.sc)
}

func (r *patternReader) node(n *syntax.NodePattern) (*patternNode, error) {
	slot, bound := -1, false
	if n.Variable != nil {
		slot, bound = r.lookup(n.Variable.Text)
	}
	if bound {
		r.read(slot)
	} else {
		name := ""
		if n.Variable != nil {
			name = n.Variable.Text
		}
		slot = r.newSlot(name)
		if name != "" {
			r.sc.add(name, slot)
		}
	}
	node := r.bySlot[slot]
	if node == nil {
		node = &patternNode{slot: slot, bound: bound}
		r.bySlot[slot] = node
		r.g.nodes = append(r.g.nodes, node)
	}
	if n.Labels != nil {
		labels, plain := syntax.AllLabels(n.Labels)
		if !plain {
			r.condition(&syntax.HasLabels{Span: n.Labels.Range(), X: r.slotExpr(slot), Labels: n.Labels})
			if any, plain := syntax.AnyLabel(n.Labels); plain && len(syntax.LabelExprs(n.Labels)) == 0 {
				node.anyOf = labelNames(any)
			}
		}
		for _, l := range labels {
			if l.Dynamic == nil {
				node.labels = append(node.labels, l.Name)
			}
			r.condition(&syntax.HasLabels{Span: l.Span, X: r.slotExpr(slot), Labels: l})
		}
	}
	if err := r.properties(n.Properties, func() syntax.Expr { return r.slotExpr(slot) }, r.condition); err != nil {
		return nil, err
	}
	r.where(n.Where, r.condition)
	return node, nil
}

// labelNames gives the names of labels, each once.
func labelNames(labels []*syntax.Label) []string {
	var out []string
	for _, l := range labels {
		if !slices.Contains(out, l.Name) {
			out = append(out, l.Name)
		}
	}
	return out
}

func (r *patternReader) lookup(name string) (int, bool) { return r.sc.lookup(name) }

// condition adds a predicate, which is bound when all variables of the pattern are known.
func (r *patternReader) condition(e syntax.Expr) {
	r.late = append(r.late, func() error {
		pred, err := r.predicate(e, r.sc)
		r.g.preds = append(r.g.preds, pred)
		return err
	})
}

func (r *patternReader) where(e syntax.Expr, add func(syntax.Expr)) {
	if e != nil {
		for _, c := range conjuncts(e) {
			add(c)
		}
	}
}

// properties turns a property map into equalities.
func (r *patternReader) properties(e syntax.Expr, subject func() syntax.Expr, add func(syntax.Expr)) error {
	switch e := e.(type) {
	case nil:
	case *syntax.MapLiteral:
		for i, k := range e.Keys {
			property := &syntax.Property{Span: k.Span, Subject: subject(), Key: k}
			add(&syntax.Comparison{Span: syntax.Span{Start: k.Start, End: e.Values[i].Range().End},
				Operands: []syntax.Expr{property, e.Values[i]}, Ops: []string{"="}})
		}
	default:
		return r.errorAt(e, diag.Syntax("Parameter maps cannot be used in MATCH patterns (use a literal map instead, such as {id: $param.id})").With("InvalidParameterUse"))
	}
	return nil
}

func (p *planner) predicate(e syntax.Expr, sc *scope) (*predicate, error) {
	deps, err := p.bind(e, sc)
	return &predicate{expr: e, deps: deps}, err
}

// newPatternRel is a relationship, or several, that has no slot yet.
func newPatternRel(n *syntax.RelPattern, from, to *patternNode) *patternRel {
	rel := &patternRel{source: n, slot: -1, from: from, to: to, dir: directions[n.Direction], length: n.Length, min: 1, max: 1, step: -1}
	if n.Length != nil {
		rel.max = -1
		if n.Length.Min != nil {
			rel.min = *n.Length.Min
		}
		if n.Length.Max != nil {
			rel.max = *n.Length.Max
		}
	}
	return rel
}

func (r *patternReader) rel(n *syntax.RelPattern, from, to *patternNode) (*patternRel, error) {
	rel := newPatternRel(n, from, to)
	if n.Variable != nil {
		rel.slot, rel.bound = r.lookup(n.Variable.Text)
	}
	if !rel.bound {
		name := ""
		if n.Variable != nil {
			name = n.Variable.Text
		}
		rel.slot = r.newSlot(name)
		if name != "" {
			r.sc.add(name, rel.slot)
		}
	} else {
		r.read(rel.slot)
		for _, other := range r.g.rels {
			if other.slot == rel.slot {
				return nil, r.errorAt(n, diag.Syntax("Cannot use the same relationship variable '%s' for multiple relationships", n.Variable.Text).With("RelationshipUniquenessViolation"))
			}
		}
	}
	add := r.condition
	subject := rel.slot
	if n.Length != nil || rel.bound {
		rel.step = r.newSlot("")
		subject = rel.step
		inner := newScope(r.sc)
		if n.Variable != nil && n.Where != nil {
			inner.add(n.Variable.Text, rel.step)
		}
		add = func(e syntax.Expr) {
			rel.where = append(rel.where, e)
			r.late = append(r.late, func() error { _, err := r.bind(e, inner); return err })
		}
	}
	if n.Types != nil {
		types, plain := syntax.AnyLabel(n.Types)
		if plain && len(syntax.LabelExprs(n.Types)) == 0 {
			for _, t := range types {
				rel.types = append(rel.types, t.Name)
			}
		} else {
			add(&syntax.HasLabels{Span: n.Span, X: r.slotExpr(subject), Labels: n.Types})
		}
	}
	if err := r.properties(n.Properties, func() syntax.Expr { return r.slotExpr(subject) }, add); err != nil {
		return nil, err
	}
	r.where(n.Where, add)
	r.g.rels = append(r.g.rels, rel)
	return rel, nil
}
