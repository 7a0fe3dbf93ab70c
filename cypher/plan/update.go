package plan

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
)

// update plans a clause that changes the graph.
func (p *planner) update(c syntax.Clause, sc *scope, source Node) (Node, error) {
	switch c := c.(type) {
	case *syntax.Create:
		return p.create(c, sc, source)
	case *syntax.Merge:
		return p.merge(c, sc, source)
	case *syntax.Set:
		items, err := p.assignments(c.Items, sc)
		return &Set{Source: source, Items: items}, err
	case *syntax.Remove:
		items, err := p.assignments(c.Items, sc)
		for i := range items {
			items[i].Remove = true
		}
		return &Set{Source: source, Items: items}, err
	case *syntax.Delete:
		for _, e := range c.Exprs {
			if _, err := p.bind(e, sc); err != nil {
				return nil, err
			}
		}
		return &Delete{Source: source, Detach: c.Detach, Exprs: c.Exprs}, nil
	case *syntax.Foreach:
		return p.foreach(c, sc, source)
	}
	return nil, p.errorAt(c, diag.NotSupported("this clause is not supported"))
}

func (p *planner) foreach(c *syntax.Foreach, sc *scope, source Node) (Node, error) {
	if _, err := p.bind(c.List, sc); err != nil {
		return nil, err
	}
	inner := sc.clone()
	slot, err := p.declare(c.Variable, inner)
	if err != nil {
		return nil, err
	}
	var body Node = &Argument{}
	p.touched, p.dirty = false, false
	for _, u := range c.Body {
		body = p.separate(u, body, inner)
		if body, err = p.update(u, inner, body); err != nil {
			return nil, err
		}
	}
	p.dirty, p.creates, p.since = true, false, footprint{unknown: true}
	return &Foreach{Source: source, Slot: slot, List: c.List, Body: body}, nil
}

// newPattern collects what CREATE and MERGE make.
type newPattern struct {
	nodes []NewNode
	rels  []NewRel
	paths []MakePath
}

func (p *planner) create(c *syntax.Create, sc *scope, source Node) (Node, error) {
	n := &newPattern{}
	for _, path := range c.Patterns {
		if err := p.newPath(path, sc, n, "CREATE"); err != nil {
			return nil, err
		}
	}
	return &Create{Source: source, Nodes: n.nodes, Rels: n.rels, Paths: n.paths}, nil
}

// newPath adds what a path of CREATE or MERGE makes to n. Its new variables are added to sc.
func (p *planner) newPath(path *syntax.Path, sc *scope, n *newPattern, clause string) error {
	if path.Kind != syntax.AllPaths {
		return p.errorAt(path, diag.Syntax("shortestPath(...) cannot be used to %s", clause).With("UnexpectedSyntax"))
	}
	m := MakePath{Slot: -1}
	for i, node := range path.Nodes {
		slot, err := p.newNode(node, sc, n, len(path.Nodes) == 1, clause)
		if err != nil {
			return err
		}
		m.Nodes = append(m.Nodes, slot)
		if i == 0 {
			continue
		}
		rel, err := p.newRel(path.Rels[i-1], m.Nodes[i-1], slot, sc, clause)
		if err != nil {
			return err
		}
		n.rels = append(n.rels, rel)
		m.Rels = append(m.Rels, rel.Slot)
		m.Many = append(m.Many, false)
	}
	if path.Variable != nil {
		slot, err := p.declare(path.Variable, sc)
		if err != nil {
			return err
		}
		m.Slot = slot
		n.paths = append(n.paths, m)
	}
	return nil
}

func (p *planner) newNode(node *syntax.NodePattern, sc *scope, n *newPattern, alone bool, clause string) (int, error) {
	if node.Where != nil {
		return 0, p.errorAt(node.Where, diag.Syntax("WHERE is not allowed in the pattern of %s", clause).With("UnexpectedSyntax"))
	}
	if node.Variable != nil {
		if slot, bound := sc.lookup(node.Variable.Text); bound {
			if alone || node.Labels != nil || node.Properties != nil {
				return 0, p.errorAt(node, diag.Syntax("Can't create node `%s` with labels or properties here. The variable is already declared in this context", node.Variable.Text).With("VariableAlreadyBound"))
			}
			return slot, nil
		}
	}
	labels, plain := syntax.AllLabels(node.Labels)
	if !plain {
		return 0, p.errorAt(node.Labels, diag.Syntax("Label expressions are not allowed in the pattern of %s", clause).With("UnexpectedSyntax"))
	}
	if _, err := p.bind(node.Properties, sc); err != nil {
		return 0, err
	}
	nn := NewNode{Properties: node.Properties}
	for _, l := range labels {
		if l.Dynamic == nil {
			nn.Labels = append(nn.Labels, l.Name)
			continue
		}
		if _, err := p.bind(l.Dynamic, sc); err != nil {
			return 0, err
		}
		nn.LabelsOf = append(nn.LabelsOf, l.Dynamic)
	}
	name := ""
	if node.Variable != nil {
		name = node.Variable.Text
	}
	nn.Slot = p.newSlot(name)
	if name != "" {
		sc.add(name, nn.Slot)
	}
	p.labels[nn.Slot] = nn.Labels
	n.nodes = append(n.nodes, nn)
	return nn.Slot, nil
}

func (p *planner) newRel(r *syntax.RelPattern, left, right int, sc *scope, clause string) (NewRel, error) {
	rel := NewRel{From: left, To: right, Properties: r.Properties}
	types, plain := syntax.AnyLabel(r.Types)
	switch {
	case r.Length != nil:
		return rel, p.errorAt(r, diag.Syntax("Variable length relationships cannot be used in %s", clause).With("CreatingVarLength"))
	case !plain || len(types) != 1:
		return rel, p.errorAt(r, diag.Syntax("Exactly one relationship type must be specified for %s. Did you forget to prefix your relationship type with a ':'?", clause).With("NoSingleRelationshipType"))
	case r.Where != nil:
		return rel, p.errorAt(r.Where, diag.Syntax("WHERE is not allowed in the pattern of %s", clause).With("UnexpectedSyntax"))
	case r.Direction == syntax.Both && clause == "CREATE":
		return rel, p.errorAt(r, diag.Syntax("Only directed relationships are supported in CREATE").With("RequiresDirectedRelationship"))
	}
	rel.Type, rel.TypeOf = types[0].Name, types[0].Dynamic
	if _, err := p.bind(rel.TypeOf, sc); err != nil {
		return rel, err
	}
	if r.Direction == syntax.Incoming {
		rel.From, rel.To = right, left
	}
	if _, err := p.bind(r.Properties, sc); err != nil {
		return rel, err
	}
	if r.Variable == nil {
		rel.Slot = p.newSlot("")
		return rel, nil
	}
	var err error
	rel.Slot, err = p.declare(r.Variable, sc)
	return rel, err
}

// merge plans MERGE: the pattern is planned once for matching, once for making, with the same
// slots.
func (p *planner) merge(c *syntax.Merge, sc *scope, source Node) (Node, error) {
	p.plan.Reads = true
	before := sc.clone()
	n := &newPattern{}
	if err := p.newPath(c.Pattern, sc, n, "MERGE"); err != nil {
		return nil, err
	}
	m := &Merge{Source: source, Nodes: n.nodes, Rels: n.rels, Paths: n.paths}
	inner, err := p.mergeMatch(c.Pattern, before, sc, n)
	if err != nil {
		return nil, err
	}
	m.Inner = inner
	if m.OnCreate, err = p.assignments(c.OnCreate, sc); err != nil {
		return nil, err
	}
	m.OnMatch, err = p.assignments(c.OnMatch, sc)
	return m, err
}

// mergeMatch plans the matching of a MERGE. What it binds is moved to the slots that making binds.
func (p *planner) mergeMatch(path *syntax.Path, before, after *scope, n *newPattern) (Node, error) {
	node, _, err := p.solve([]*syntax.Path{path}, nil, before, &Argument{})
	if err != nil {
		return nil, err
	}
	project := &Project{Source: node}
	for _, name := range before.names {
		if from, to := before.slots[name], after.slots[name]; from != to {
			project.Items = append(project.Items, Item{Slot: to, Expr: p.slotExpr(from)})
		}
	}
	if len(project.Items) == 0 {
		return node, nil
	}
	return project, nil
}

func (p *planner) assignments(items []*syntax.SetItem, sc *scope) ([]Assignment, error) {
	var out []Assignment
	for _, it := range items {
		a := Assignment{Kind: it.Kind, Target: it.Target, Value: it.Value, Item: it}
		switch t := it.Target.(type) {
		case *syntax.Property:
			a.Target, a.Key = t.Subject, t.Key.Text
		case *syntax.Index:
			a.Target, a.KeyOf = t.Subject, t.Index
		}
		for _, l := range it.Labels {
			a.Labels = append(a.Labels, l.Text)
		}
		a.LabelsOf = it.Dynamic
		for _, e := range append([]syntax.Expr{a.Target, a.KeyOf, a.Value}, a.LabelsOf...) {
			if _, err := p.bind(e, sc); err != nil {
				return nil, err
			}
		}
		out = append(out, a)
	}
	return out, nil
}
