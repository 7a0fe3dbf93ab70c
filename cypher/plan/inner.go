package plan

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
)

// patternInner plans a pattern inside an expression: a predicate, a pattern comprehension, or
// shortestPath as a value.
func (p *planner) patternInner(e syntax.Expr, path *syntax.Path, where, project syntax.Expr, sc *scope) error {
	p.noteRead()
	inner := newScope(sc)
	if path.Kind != syntax.AllPaths {
		return p.shortestInner(e, path, inner)
	}
	node, _, err := p.nested(func() (Node, *outputs, error) {
		node, _, err := p.solve([]*syntax.Path{path}, where, inner, &Argument{})
		return node, nil, err
	})
	if err != nil {
		return err
	}
	in := &Inner{Root: node, Result: project, Slot: -1}
	p.plan.Inner[e] = in
	return p.bindExpr(project, inner)
}

// shortestInner plans shortestPath((a)-[*]-(b)) as a value: the path, or null; the paths for
// allShortestPaths.
func (p *planner) shortestInner(e syntax.Expr, path *syntax.Path, inner *scope) error {
	for _, n := range path.Nodes {
		if n.Variable == nil {
			return p.errorAt(n, diag.Syntax("A shortestPath(...) as an expression requires bound nodes").With("UnexpectedSyntax"))
		}
		if _, ok := inner.lookup(n.Variable.Text); !ok {
			return p.undefined(n.Variable, n.Variable.Text)
		}
	}
	named := *path
	named.Variable = &syntax.Name{Span: path.Span, Text: "  path"}
	node, _, err := p.nested(func() (Node, *outputs, error) {
		node, _, err := p.solve([]*syntax.Path{&named}, nil, inner, &Argument{})
		return node, nil, err
	})
	if err != nil {
		return err
	}
	slot, _ := inner.lookup("  path")
	p.plan.Inner[e] = &Inner{Root: node, Slot: slot}
	return nil
}

// nested plans a part inside an expression: it notes the outer slots that the part reads, and
// keeps the outer query's account of reads and writes.
func (p *planner) nested(plan func() (Node, *outputs, error)) (Node, *outputs, error) {
	dirty, creates := p.dirty, p.creates
	p.dirty = false
	node, out, err := plan()
	p.touched, p.dirty, p.creates = true, dirty, creates
	return node, out, err
}

// subqueryInner plans EXISTS, COUNT and COLLECT { }.
func (p *planner) subqueryInner(e *syntax.Subquery, sc *scope) error {
	p.noteRead()
	if QueryWrites(e.Query) {
		return p.errorAt(e, diag.Syntax("%s { } cannot contain clauses that write", e.Kind).With("InvalidClauseComposition"))
	}
	node, out, err := p.nested(func() (Node, *outputs, error) { return p.query(e.Query, sc, &Argument{}) })
	if err != nil {
		return err
	}
	in := &Inner{Root: node, Slot: -1}
	if e.Kind == "COLLECT" {
		if out == nil || len(out.names) != 1 {
			return p.errorAt(e, diag.Syntax("A COLLECT { } must end with a single RETURN column").With("UnexpectedSyntax"))
		}
		in.Slot = out.slots[out.names[0]]
	}
	p.plan.Inner[e] = in
	return nil
}

// subquery plans CALL { }.
func (p *planner) subquery(c *syntax.CallSubquery, sc *scope, source Node) (Node, error) {
	apply := &Apply{Keep: sc.live()}
	if c.Transactions != nil {
		if err := p.batches(c, sc, apply); err != nil {
			return nil, err
		}
	}
	dirty := p.dirty
	p.dirty = false
	node, out, err := p.branches(c.Query, &Argument{}, func(b *syntax.SingleQuery) *scope { return imports(c, b, sc) })
	if err != nil {
		return nil, err
	}
	p.dirty = dirty || p.dirty || QueryWrites(c.Query)
	p.creates, p.since = false, footprint{unknown: true}
	if err := p.checkImports(c, sc); err != nil {
		return nil, err
	}
	if out == nil {
		apply.Unit = true
		node = &Nothing{Source: node}
	} else {
		if node, err = p.export(c, out, sc, node); err != nil {
			return nil, err
		}
		apply.Out = sc.newest(len(out.names))
	}
	if c.Optional && out != nil {
		return &Optional{Source: source, Inner: node, Slots: apply.Out}, nil
	}
	apply.Source, apply.Inner = source, node
	if b := apply.Transactions; b != nil && b.Report >= 0 {
		sc.add(c.Transactions.Report.Text, b.Report)
	}
	return apply, nil
}

// newest gives the slots of the n names that came last.
func (s *scope) newest(n int) []int {
	var out []int
	for _, name := range s.names[len(s.names)-n:] {
		out = append(out, s.slots[name])
	}
	return out
}

// export makes the columns of a subquery variables of the query around it, in slots of their own.
func (p *planner) export(c *syntax.CallSubquery, out *outputs, sc *scope, node Node) (Node, error) {
	project := &Project{Source: node}
	for _, n := range out.names {
		if _, taken := sc.lookup(n); taken {
			return nil, p.errorAt(c, diag.Syntax("Variable `%s` already declared in outer scope", n).With("VariableAlreadyBound"))
		}
		slot := p.newSlot(n)
		project.Items = append(project.Items, Item{Slot: slot, Expr: p.slotExpr(out.slots[n])})
	}
	for i, n := range out.names {
		sc.add(n, project.Items[i].Slot)
	}
	return project, nil
}

// imports gives the scope in which a branch of a subquery begins.
func imports(c *syntax.CallSubquery, b *syntax.SingleQuery, sc *scope) *scope {
	inner := newScope(nil)
	if c.Scoped {
		for _, n := range sc.names {
			if c.ImportAll || imported(c.Imports, n) {
				inner.add(n, sc.slots[n])
			}
		}
		return newScope(inner) // which stays in sight behind a WITH
	}
	if w, ok := b.Clauses[0].(*syntax.With); ok && isImporting(w) {
		return sc.clone()
	}
	return inner
}

func imported(names []*syntax.Name, name string) bool {
	for _, n := range names {
		if n.Text == name {
			return true
		}
	}
	return false
}

// isImporting says whether a WITH at the beginning of a subquery does nothing but import
// variables.
func isImporting(w *syntax.With) bool {
	for _, it := range w.Projection.Items {
		if _, ok := it.Expr.(*syntax.Variable); !ok || it.Aliased {
			return false
		}
	}
	return true
}

func (p *planner) checkImports(c *syntax.CallSubquery, sc *scope) error {
	for _, n := range c.Imports {
		if _, ok := sc.lookup(n.Text); !ok {
			return p.undefined(n, n.Text)
		}
	}
	return nil
}

func (p *planner) batches(c *syntax.CallSubquery, sc *scope, apply *Apply) error {
	t := c.Transactions
	if err := p.bindExpr(t.Rows, newScope(nil)); err != nil {
		return err
	}
	apply.Transactions = &Batches{Rows: t.Rows, OnError: t.OnError, Report: -1}
	if t.Report != nil {
		apply.Transactions.Report = p.newSlot(t.Report.Text)
	}
	return nil
}
