package exec

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// existsInner compiles a pattern predicate or EXISTS { }: true if there is a row.
func (b *builder) existsInner(in *plan.Inner) truth {
	op := b.inner(in.Root)
	return func(r *Run) (value.Ternary, error) {
		if err := op.open(r); err != nil {
			return value.Unknown, err
		}
		ok, err := op.next(r)
		return value.TernaryOf(ok), err
	}
}

func (b *builder) countInner(e *syntax.Subquery) eval {
	in := b.plan.Inner[e]
	op := b.inner(in.Root)
	if in.Slot >= 0 { // one row has the number
		return func(r *Run) (value.Value, error) {
			if err := op.open(r); err != nil {
				return value.Null, err
			}
			_, err := op.next(r)
			return r.row[in.Slot], err
		}
	}
	return func(r *Run) (value.Value, error) {
		if err := op.open(r); err != nil {
			return value.Null, err
		}
		n := int64(0)
		for {
			ok, err := op.next(r)
			if err != nil || !ok {
				return value.Integer(n), err
			}
			n++
		}
	}
}

// collectInner compiles a pattern comprehension or COLLECT { }: the list of the items.
func (b *builder) collectInner(e syntax.Expr, in *plan.Inner) eval {
	op := b.inner(in.Root)
	item := func(r *Run) (value.Value, error) { return r.row[in.Slot], nil }
	if in.Result != nil {
		item = b.expr(in.Result)
	}
	return func(r *Run) (value.Value, error) {
		if err := op.open(r); err != nil {
			return value.Null, err
		}
		var out []value.Value
		grown := r.grow()
		for {
			ok, err := op.next(r)
			if err != nil {
				return value.Null, err
			}
			if !ok {
				grown.done(r)
				return value.List(out), nil
			}
			v, err := item(r)
			if err != nil {
				return value.Null, err
			}
			if err := grown.keep(r, v); err != nil {
				return value.Null, err
			}
			out = append(out, v)
		}
	}
}

// shortestValue compiles shortestPath((a)-[*]-(b)) as a value: the path or null, or the list of
// all shortest paths.
func (b *builder) shortestValue(e *syntax.PatternExpr, in *plan.Inner) eval {
	list := b.collectInner(e, in)
	if e.Pattern.Kind == syntax.AllShortestPaths {
		return list
	}
	return func(r *Run) (value.Value, error) {
		v, err := list(r)
		if err != nil || v.Len() == 0 {
			return value.Null, err
		}
		return v.List()[0], nil
	}
}
