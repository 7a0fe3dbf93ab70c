package plan

import (
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
)

// scope is the names that a place in the query can see. A name that a scope lacks is looked for in
// its parent.
type scope struct {
	parent *scope
	slots  map[string]int
	names  []string // in the order in which they came
	listed bool     // * gives them in that order, not sorted
}

func newScope(parent *scope) *scope { return &scope{parent: parent, slots: map[string]int{}} }

func (s *scope) lookup(name string) (int, bool) {
	for ; s != nil; s = s.parent {
		if slot, ok := s.slots[name]; ok {
			return slot, true
		}
	}
	return 0, false
}

func (s *scope) add(name string, slot int) {
	if _, ok := s.slots[name]; !ok {
		s.names = append(s.names, name)
	}
	s.slots[name] = slot
}

// clone is a scope of the same names that can be added to.
func (s *scope) clone() *scope {
	c := newScope(s.parent)
	for _, n := range s.names {
		c.add(n, s.slots[n])
	}
	return c
}

// live gives the slots that the scope can see, sorted.
func (s *scope) live() []int {
	var out []int
	for ; s != nil; s = s.parent {
		for _, n := range s.names {
			out = append(out, s.slots[n])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// newSlot makes a slot; an empty name is a hidden one.
func (p *planner) newSlot(name string) int {
	p.plan.Names = append(p.plan.Names, name)
	p.plan.Width = len(p.plan.Names)
	return p.plan.Width - 1
}

// slotExpr is a made-up variable that reads a slot.
func (p *planner) slotExpr(slot int) *syntax.Variable {
	v := &syntax.Variable{Name: p.plan.Names[slot]}
	p.plan.Slots[v] = slot
	return v
}

func (p *planner) errorAt(n syntax.Node, e *diag.Error) error {
	return e.In(p.plan.Text, n.Range().Start)
}

func (p *planner) undefined(n syntax.Node, name string) error {
	return p.errorAt(n, diag.Syntax("Variable `%s` not defined", name).With("UndefinedVariable"))
}

// bind gives every variable in e its slot, plans the patterns and queries inside e, and returns
// the slots of the row that e reads, sorted. A nil e reads nothing.
func (p *planner) bind(e syntax.Expr, sc *scope) ([]int, error) {
	if e == nil {
		return nil, nil
	}
	saved, mark := p.reads, p.plan.Width
	p.reads = nil
	err := p.bindExpr(e, sc)
	reads := p.reads
	p.reads = append(saved, reads...)
	if err != nil {
		return nil, err
	}
	reads = slices.DeleteFunc(slices.Clone(reads), func(s int) bool { return s >= mark })
	slices.Sort(reads)
	return slices.Compact(reads), nil
}

func (p *planner) bindAll(es []syntax.Expr, sc *scope) error {
	for _, e := range es {
		if err := p.bindExpr(e, sc); err != nil {
			return err
		}
	}
	return nil
}

// read notes that an expression reads a slot.
func (p *planner) read(slot int) { p.reads = append(p.reads, slot) }

func (p *planner) bindExpr(e syntax.Expr, sc *scope) error {
	if e == nil {
		return nil
	}
	if slot, ok := p.plan.Slots[e]; ok {
		p.read(slot)
		return nil
	}
	switch e := e.(type) {
	case *syntax.Variable:
		slot, ok := sc.lookup(e.Name)
		if !ok {
			return p.undefined(e, e.Name)
		}
		p.plan.Slots[e] = slot
		p.read(slot)
		return nil
	case *syntax.ListComprehension:
		return p.bindLocal(e.Variable, e.List, sc, e.Where, e.Project)
	case *syntax.Quantifier:
		return p.bindLocal(e.Variable, e.List, sc, e.Where)
	case *syntax.Reduce:
		if err := p.bindExpr(e.Init, sc); err != nil {
			return err
		}
		inner := newScope(sc)
		slot := p.newSlot("")
		p.plan.Locals[e.Accumulator] = slot
		inner.add(e.Accumulator.Text, slot)
		if err := p.bindExpr(e.List, sc); err != nil {
			return err
		}
		return p.bindLocal(e.Variable, nil, inner, e.Body)
	case *syntax.PatternComprehension:
		return p.patternInner(e, e.Pattern, e.Where, e.Project, sc)
	case *syntax.PatternExpr:
		return p.patternInner(e, e.Pattern, nil, nil, sc)
	case *syntax.Subquery:
		return p.subqueryInner(e, sc)
	}
	return p.bindAll(syntax.Children(e), sc)
}

// bindLocal binds list in sc and the rest in a scope that has variable too.
func (p *planner) bindLocal(variable *syntax.Name, list syntax.Expr, sc *scope, rest ...syntax.Expr) error {
	if err := p.bindExpr(list, sc); err != nil {
		return err
	}
	inner := newScope(sc)
	slot := p.newSlot("")
	p.plan.Locals[variable] = slot
	inner.add(variable.Text, slot)
	return p.bindAll(rest, inner)
}
