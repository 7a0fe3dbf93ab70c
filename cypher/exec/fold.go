package exec

import (
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// What an expression gives that holds constants only is calculated once, when it is compiled. One that fails is left as
// it is: its error is for the row that reaches it, if one does.

// fixed is what an expression gives that is the same for all rows of a run.
type fixed struct {
	is      value.Value
	literal bool // it is the same in all runs
}

// parameter is the value that a run has for a parameter.
type parameter struct {
	fixed
	name string
}

// parameter is the parameter of this name, which all expressions share; nil if the run has none.
func (b *builder) parameter(name string) *parameter {
	known := &b.run.renewal.params
	for _, p := range *known {
		if p.name == name {
			return p
		}
	}
	v, ok := b.run.Params[name]
	if !ok {
		return nil
	}
	p := &parameter{fixed: fixed{is: v}, name: name}
	*known = append(*known, p)
	return p
}

// fixedOf is what an expression gives that is the same for all rows of the run; nil if it is not known to be.
func (b *builder) fixedOf(e syntax.Expr) *fixed {
	if _, ok := b.plan.Slots[e]; ok {
		return nil
	}
	literal := func(v value.Value) *fixed { return &fixed{is: v, literal: true} }
	switch e := e.(type) {
	case *syntax.Null:
		return literal(value.Null)
	case *syntax.Boolean:
		return literal(value.Boolean(e.Value))
	case *syntax.Integer:
		return literal(value.Integer(e.Value))
	case *syntax.Float:
		return literal(value.Float(e.Value))
	case *syntax.String:
		return literal(value.String(e.Value))
	case *syntax.Parameter:
		if p := b.parameter(e.Name); p != nil {
			return &p.fixed
		}
		return nil
	}
	return b.folded[e]
}

func (b *builder) constants(es []syntax.Expr) bool {
	for _, e := range es {
		if b.fixedOf(e) == nil {
			return false
		}
	}
	return true
}

// fold calculates e, compiled as f, if all its operands are constants.
func (b *builder) fold(e syntax.Expr, f eval, operands ...syntax.Expr) eval {
	if b.err != nil || !b.constants(operands) {
		return f
	}
	v, err := f(b.run)
	if err != nil {
		return f
	}
	c := b.remember(e, v)
	b.each(func(r *Run) bool {
		c.is, err = f(r)
		return err == nil
	})
	return func(*Run) (value.Value, error) { return c.is, nil }
}

func (b *builder) foldTruth(e syntax.Expr, f truth, operands ...syntax.Expr) truth {
	if b.err != nil || !b.constants(operands) {
		return f
	}
	t, err := f(b.run)
	if err != nil {
		return f
	}
	c := b.remember(e, t.Value())
	b.each(func(r *Run) bool {
		t, err = f(r)
		c.is = t.Value()
		return err == nil
	})
	return func(*Run) (value.Ternary, error) { return t, nil }
}

// known is a condition that is the same for all rows of all runs that the compiled parts serve.
func (b *builder) known(e syntax.Expr, t value.Ternary) truth {
	b.remember(e, t.Value()).literal = true
	return func(*Run) (value.Ternary, error) { return t, nil }
}

func (b *builder) remember(e syntax.Expr, v value.Value) *fixed {
	c := &fixed{is: v}
	b.run.renewal.fixed = append(b.run.renewal.fixed, c)
	b.same(e, c)
	return c
}

// same notes that e gives what c is.
func (b *builder) same(e syntax.Expr, c *fixed) {
	if b.folded == nil {
		b.folded = map[syntax.Expr]*fixed{}
	}
	b.folded[e] = c
}

// isConstant says whether e is the same boolean or null for all rows, for what is compiled in another way if it is not.
func (b *builder) isConstant(e syntax.Expr, t value.Ternary) bool {
	f := b.fixedOf(e)
	if f == nil {
		return false
	}
	v := t.Value()
	is := f.is == v
	if !f.literal {
		b.each(func(*Run) bool { return (f.is == v) == is })
	}
	return is
}

// cell keeps what a property of a slot was when it was last read. Several expressions ask for it in the same row, and
// rows that follow each other often have the same node.
type cell struct {
	slot int
	key  propKey
	of   value.Value
	is   value.Value
}

// cellOf is the cell of a property, which all expressions of the run share.
func (b *builder) cellOf(slot int, key string) *cell {
	known := &b.run.renewal.cells
	for _, c := range *known {
		if c.slot == slot && c.key.name == key {
			return c
		}
	}
	c := &cell{slot: slot, key: propKey{name: key}}
	b.found(&c.key.of)
	*known = append(*known, c)
	return c
}

func (c *cell) get(r *Run) (value.Value, error) {
	v := r.row[c.slot]
	if v == c.of {
		return c.is, nil
	}
	x, err := r.propertyOf(v, &c.key)
	if err == nil {
		c.of, c.is = v, x
	}
	return x, err
}
