package plan

import (
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// Options are what planning depends on besides the statement.
type Options struct {
	View *storage.View // counts and indexes
	// Fields gives the result fields of a procedure, and whether it gives rows at all; false if
	// there is no such procedure.
	Fields func(procedure string) (fields []string, void bool, ok bool)
}

type planner struct {
	plan    *Plan
	view    *storage.View
	opts    Options
	labels  map[int][]string // labels that the node in a slot is known to have, for estimates
	anyOf   map[int][]string // labels of which it has one
	reads   []int            // slots that the expression being bound reads
	writes  bool             // the statement may change the graph
	touched bool             // the operators since the last Eager read the graph
	dirty   bool             // … write to it
	creates bool             // … and only create
	since   footprint        // of the clauses since the last Eager
}

// Make plans a statement.
func Make(st *syntax.Statement, opts Options) (*Plan, error) {
	p := &planner{view: opts.View, opts: opts, labels: map[int][]string{}, anyOf: map[int][]string{}, plan: &Plan{
		Text: st.Text, Mode: st.Mode,
		Slots: map[syntax.Expr]int{}, Locals: map[*syntax.Name]int{}, Inner: map[syntax.Expr]*Inner{},
	}}
	q, ok := st.Body.(*syntax.Query)
	if !ok {
		p.plan.Schema, p.plan.Writes, p.plan.Command = st.Body, true, true
		return p.plan, nil
	}
	p.writes = QueryWrites(q)
	root, out, err := p.query(q, nil, &Argument{})
	if err != nil {
		return nil, err
	}
	if out == nil {
		root = &Nothing{Source: root}
	} else {
		p.plan.Columns = out.names
		for _, n := range out.names {
			p.plan.Output = append(p.plan.Output, out.slots[n])
		}
	}
	p.plan.Root = p.improve(root)
	for e, in := range p.plan.Inner {
		in.Root = p.improve(in.Root)
		if s, ok := e.(*syntax.Subquery); ok && s.Kind == "COUNT" {
			p.countInnerByDegree(in)
		}
	}
	return p.plan, nil
}

// outputs is the columns of a query: a scope whose names are the columns in order.
type outputs = scope

// query plans the branches of a query whose expressions can see outer, from rows of source. The
// outputs are nil for a query without RETURN.
func (p *planner) query(q *syntax.Query, outer *scope, source Node) (Node, *outputs, error) {
	return p.branches(q, source, func(*syntax.SingleQuery) *scope { return newScope(outer) })
}

func (p *planner) branches(q *syntax.Query, source Node, begin func(*syntax.SingleQuery) *scope) (Node, *outputs, error) {
	if len(q.Branches) == 1 {
		return p.single(q.Branches[0], begin(q.Branches[0]), source)
	}
	u := &Union{}
	var common *outputs
	for i, b := range q.Branches {
		node, out, err := p.single(b, begin(b), &Argument{})
		if err != nil {
			return nil, nil, err
		}
		if common == nil && out != nil {
			common = newScope(nil)
			for _, n := range out.names {
				slot := p.newSlot(n)
				common.add(n, slot)
				u.Slots = append(u.Slots, slot)
			}
		}
		from, ok := matchColumns(common, out)
		if !ok {
			return nil, nil, p.errorAt(b, diag.Syntax("All sub queries in an UNION must have the same return column names").With("DifferentColumnsInUnion"))
		}
		if i > 1 && q.All[i-1] != q.All[0] {
			return nil, nil, p.errorAt(b, diag.Syntax("Invalid combination of UNION and UNION ALL").With("InvalidClauseComposition"))
		}
		u.Branches = append(u.Branches, node)
		u.From = append(u.From, from)
	}
	if common == nil {
		return u, nil, nil
	}
	var node Node = u
	if !q.All[0] {
		node = &Distinct{Source: u, Slots: u.Slots}
	}
	return node, common, nil
}

// matchColumns gives the slots of out in the order of the common columns.
func matchColumns(common, out *outputs) ([]int, bool) {
	if common == nil || out == nil {
		return nil, common == out
	}
	if len(common.names) != len(out.names) {
		return nil, false
	}
	var from []int
	for _, n := range common.names {
		slot, ok := out.slots[n]
		if !ok {
			return nil, false
		}
		from = append(from, slot)
	}
	return from, true
}

// single plans the clauses of one branch.
func (p *planner) single(q *syntax.SingleQuery, sc *scope, source Node) (Node, *outputs, error) {
	node := source
	var out *outputs
	var err error
	for _, c := range q.Clauses {
		node = p.separate(c, node, sc)
		switch c := c.(type) {
		case *syntax.Match:
			node, err = p.match(c, sc, node)
		case *syntax.Unwind:
			node, err = p.unwind(c, sc, node)
		case *syntax.With:
			node, sc, err = p.projection(c.Projection, c.Where, sc, node)
		case *syntax.Return:
			node, out, err = p.projection(c.Projection, nil, sc, node)
		case *syntax.CallProcedure:
			last := c == q.Clauses[len(q.Clauses)-1]
			node, out, err = p.procedure(c, sc, node, last && len(q.Clauses) == 1)
		case *syntax.CallSubquery:
			node, err = p.subquery(c, sc, node)
		case *syntax.Show:
			node, out, err = p.show(c, sc, node)
		case *syntax.Finish:
		default:
			node, err = p.update(c, sc, node)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return node, out, nil
}

// writing says whether a clause may change the graph.
func writing(c syntax.Clause) bool {
	switch c := c.(type) {
	case *syntax.Create, *syntax.Merge, *syntax.Set, *syntax.Remove, *syntax.Delete, *syntax.Foreach:
		return true
	case *syntax.CallSubquery:
		return c.Transactions != nil || QueryWrites(c.Query)
	}
	return false
}

// QueryWrites says whether a query may change the graph.
func QueryWrites(q *syntax.Query) bool {
	return slices.ContainsFunc(q.Branches, func(b *syntax.SingleQuery) bool { return slices.ContainsFunc(b.Clauses, writing) })
}

func (p *planner) unwind(c *syntax.Unwind, sc *scope, source Node) (Node, error) {
	if _, err := p.bind(c.List, sc); err != nil {
		return nil, err
	}
	slot, err := p.declare(c.Variable, sc)
	if err != nil {
		return nil, err
	}
	return &Unwind{Source: source, Slot: slot, List: c.List}, nil
}

// declare adds a new variable to the scope.
func (p *planner) declare(n *syntax.Name, sc *scope) (int, error) {
	if _, taken := sc.lookup(n.Text); taken {
		return 0, p.errorAt(n, diag.Syntax("Variable `%s` already declared", n.Text).With("VariableAlreadyBound"))
	}
	slot := p.newSlot(n.Text)
	sc.add(n.Text, slot)
	return slot, nil
}

// isAggregate says whether e is the call of an aggregating function.
func isAggregate(e syntax.Expr) bool {
	c, ok := e.(*syntax.Call)
	if !ok {
		return false
	}
	if c.Star {
		return true
	}
	f, ok := function.Lookup(c.Name.Text)
	return ok && f.Aggregating()
}

// Aggregates says whether an aggregating function is called anywhere in e, outside inner queries.
func Aggregates(e syntax.Expr) bool {
	found := false
	syntax.Walk(e, func(e syntax.Expr) bool {
		found = found || isAggregate(e)
		return !found
	})
	return found
}
