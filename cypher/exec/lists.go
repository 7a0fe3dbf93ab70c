package exec

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// oneOrMore is the items of a list; of another value it alone.
func oneOrMore(v value.Value) []value.Value {
	if v.Kind() == value.KindList {
		return v.List()
	}
	return []value.Value{v}
}

func (b *builder) list(e *syntax.List) eval {
	items := b.all(e.Items)
	return func(r *Run) (value.Value, error) {
		if err := r.room(int64(len(items)) * valueBytes); err != nil {
			return value.Null, err
		}
		out := make([]value.Value, len(items))
		for i, f := range items {
			var err error
			if out[i], err = f(r); err != nil {
				return value.Null, err
			}
		}
		return value.List(out), nil
	}
}

// listOf calculates a list to be walked over; ok is false for null.
func (b *builder) listOf(e syntax.Expr) func(r *Run) (items []value.Value, ok bool, err error) {
	f := b.expr(e)
	text, offset := b.plan.Text, e.Range().Start
	return func(r *Run) ([]value.Value, bool, error) {
		v, err := f(r)
		if err != nil || v.IsNull() {
			return nil, false, err
		}
		if v.Kind() != value.KindList {
			return nil, false, diag.As(wrongType(v, "a list")).Near(text, offset)
		}
		return v.List(), true, nil
	}
}

func (b *builder) listComprehension(e *syntax.ListComprehension) eval {
	list, slot := b.listOf(e.List), b.plan.Locals[e.Variable]
	var where truth
	var project eval
	if e.Where != nil {
		where = b.truth(e.Where)
	}
	if e.Project != nil {
		project = b.expr(e.Project)
	}
	return func(r *Run) (value.Value, error) {
		items, ok, err := list(r)
		if err != nil || !ok {
			return value.Null, err
		}
		var out []value.Value
		grown := r.grow()
		for _, x := range items {
			if err := r.step(); err != nil {
				return value.Null, err
			}
			r.row[slot] = x
			if where != nil {
				t, err := where(r)
				if err != nil {
					return value.Null, err
				}
				if t != value.Yes {
					continue
				}
			}
			if project != nil {
				if x, err = project(r); err != nil {
					return value.Null, err
				}
			}
			if err := grown.keep(r, x); err != nil {
				return value.Null, err
			}
			out = append(out, x)
		}
		grown.done(r)
		return value.List(out), nil
	}
}

func (b *builder) reduce(e *syntax.Reduce) eval {
	start, list, body := b.expr(e.Init), b.listOf(e.List), b.expr(e.Body)
	acc, slot := b.plan.Locals[e.Accumulator], b.plan.Locals[e.Variable]
	return func(r *Run) (value.Value, error) {
		v, err := start(r)
		if err != nil {
			return v, err
		}
		items, ok, err := list(r)
		if err != nil || !ok {
			return value.Null, err
		}
		before := r.made
		for _, x := range items {
			if err := r.step(); err != nil {
				return value.Null, err
			}
			r.row[acc], r.row[slot] = v, x
			if v, err = body(r); err != nil {
				return value.Null, err
			}
			r.made = before + growth(v)
		}
		return v, nil
	}
}
