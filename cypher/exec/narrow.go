package exec

import (
	"slices"

	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// A condition on a relationship can be false for all relationships of a type: that a property is there which none of the
// type ever had, or that the type is another one. An expansion below the filter with such a condition leaves these types
// out, so that the relationships of a node are not read one by one only to be dropped.

// typeTest says whether a condition may hold for relationships of a type.
type typeTest func(v *storage.View, t storage.RelType) bool

// narrow notes what the first conditions of a filter say about the types of an expansion below it. A condition behind one
// that cannot be told by type is none of them, nor is one above an operator with conditions of its own: what fails there
// has to fail still.
func (b *builder) narrow(n *plan.Filter) {
	if b.plan.Writes {
		return
	}
	for _, e := range n.Where {
		slot, test := b.typeTest(e)
		if test == nil {
			return
		}
		if below := expandBelow(n.Source, slot); below != nil {
			if b.narrowed == nil {
				b.narrowed = map[*plan.Expand][]typeTest{}
			}
			b.narrowed[below] = append(b.narrowed[below], test)
		}
	}
}

// expandBelow is the expansion that puts relationships into a slot, nil if it is not among the first operators below.
func expandBelow(n plan.Node, slot int) *plan.Expand {
	for {
		switch x := n.(type) {
		case *plan.Expand:
			if x.Rel == slot {
				return x
			}
			n = x.Source
		case *plan.VarExpand:
			if len(x.Where) > 0 {
				return nil
			}
			n = x.Source
		default:
			return nil
		}
	}
}

// typeTest is what a condition says about the type of the relationship in a slot; nil if that is nothing.
func (b *builder) typeTest(e syntax.Expr) (slot int, test typeTest) {
	if _, known := b.plan.Slots[e]; known {
		return 0, nil
	}
	switch e := e.(type) {
	case *syntax.IsNull:
		p, ok := e.X.(*syntax.Property)
		if !ok || !e.Negated {
			return 0, nil
		}
		if slot, ok = b.variable(e.X, p.Subject); !ok {
			return 0, nil
		}
		key := b.propKey(p.Key.Text)
		return slot, func(v *storage.View, t storage.RelType) bool {
			k, ok := key.get(v)
			return ok && v.MayHave(t, k)
		}
	case *syntax.Comparison:
		if len(e.Ops) != 1 || e.Ops[0] != "=" && e.Ops[0] != "<>" {
			return 0, nil
		}
		compare := comparisons[e.Ops[0]]
		for i, x := range e.Operands {
			call, ok := x.(*syntax.Call)
			if !ok || len(call.Args) != 1 {
				continue
			}
			if f, ok := function.Lookup(call.Name.Text); !ok || f.Name != "type" {
				continue
			}
			other := b.fixedOf(e.Operands[1-i])
			if slot, ok = b.variable(x, call.Args[0]); ok && other != nil {
				return slot, func(v *storage.View, t storage.RelType) bool {
					return compare(value.String(v.RelTypeName(t)), other.is) == value.Yes
				}
			}
		}
	}
	return 0, nil
}

// variable is the slot of x, a variable in e; false if it is none, or if what e gives is in a slot already.
func (b *builder) variable(e, x syntax.Expr) (slot int, ok bool) {
	if _, known := b.plan.Slots[e]; known {
		return 0, false
	}
	if _, ok := x.(*syntax.Variable); !ok {
		return 0, false
	}
	slot, ok = b.plan.Slots[x]
	return slot, ok
}

// only has an expansion leave out the types that one of the tests refuses.
func (b *builder) only(t *relTypes, tests []typeTest) {
	if len(tests) == 0 {
		return
	}
	t.tests = tests
	b.lastly(func() { t.ids, t.of = t.ids[:0], nil })
}

// narrowed gives the numbers of the types that pass the tests, as get does.
func (t *relTypes) narrowed(v *storage.View) ([]storage.RelType, bool) {
	if t.of != v {
		t.ids, t.of = t.ids[:0], v
		v.EachRelType(func(id storage.RelType, name string) {
			if !t.any && !slices.Contains(t.names, name) {
				return
			}
			for _, test := range t.tests {
				if !test(v, id) {
					return
				}
			}
			t.ids = append(t.ids, id)
		})
	}
	return t.ids, len(t.ids) > 0
}
