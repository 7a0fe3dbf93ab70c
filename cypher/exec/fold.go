package exec

import (
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// What an expression gives that holds constants only is calculated once, when it is compiled. One that fails is left as
// it is: its error is for the row that reaches it, if one does.

// constantOf is the value of an expression that is the same for all rows of the run; false if it is not known to be.
func (b *builder) constantOf(e syntax.Expr) (value.Value, bool) {
	if _, ok := b.plan.Slots[e]; ok {
		return value.Null, false
	}
	switch e := e.(type) {
	case *syntax.Null:
		return value.Null, true
	case *syntax.Boolean:
		return value.Boolean(e.Value), true
	case *syntax.Integer:
		return value.Integer(e.Value), true
	case *syntax.Float:
		return value.Float(e.Value), true
	case *syntax.String:
		return value.String(e.Value), true
	case *syntax.Parameter:
		v, ok := b.run.Params[e.Name]
		return v, ok
	}
	v, ok := b.folded[e]
	return v, ok
}

func (b *builder) constants(es []syntax.Expr) bool {
	for _, e := range es {
		if _, ok := b.constantOf(e); !ok {
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
	b.remember(e, v)
	return constant(v)
}

func (b *builder) foldTruth(e syntax.Expr, f truth, operands ...syntax.Expr) truth {
	if b.err != nil || !b.constants(operands) {
		return f
	}
	t, err := f(b.run)
	if err != nil {
		return f
	}
	return b.known(e, t)
}

// known is a condition that is the same for all rows.
func (b *builder) known(e syntax.Expr, t value.Ternary) truth {
	b.remember(e, t.Value())
	return func(*Run) (value.Ternary, error) { return t, nil }
}

func (b *builder) remember(e syntax.Expr, v value.Value) {
	if b.folded == nil {
		b.folded = map[syntax.Expr]value.Value{}
	}
	b.folded[e] = v
}

// isConstant says whether e is the same boolean or null for all rows.
func (b *builder) isConstant(e syntax.Expr, t value.Ternary) bool {
	v, ok := b.constantOf(e)
	return ok && v == t.Value()
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
	for _, c := range b.cells {
		if c.slot == slot && c.key.name == key {
			return c
		}
	}
	c := &cell{slot: slot, key: propKey{name: key}}
	b.cells = append(b.cells, c)
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
