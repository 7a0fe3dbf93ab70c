package exec

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// truth calculates a condition over the run's row.
type truth func(r *Run) (value.Ternary, error)

// truth compiles a condition. An expression that is none is calculated and must give a boolean or
// null.
func (b *builder) truth(e syntax.Expr) truth {
	if _, ok := b.plan.Slots[e]; ok || !isCondition(e) {
		return b.asTruth(e)
	}
	switch e := e.(type) {
	case *syntax.Unary:
		x := b.truth(e.X)
		return b.foldTruth(e, func(r *Run) (value.Ternary, error) {
			t, err := x(r)
			return t.Not(), err
		}, e.X)
	case *syntax.Binary:
		if f := b.connective(e); f != nil {
			return f
		}
		if f := b.textTest(e); f != nil {
			return f
		}
	case *syntax.Comparison:
		return b.foldTruth(e, b.comparison(e), e.Operands...)
	case *syntax.IsNull:
		x := b.expr(e.X)
		return func(r *Run) (value.Ternary, error) {
			v, err := x(r)
			return value.TernaryOf(v.IsNull() != e.Negated), err
		}
	case *syntax.IsTyped:
		return b.isTyped(e)
	case *syntax.IsNormalized:
		return b.isNormalized(e)
	case *syntax.HasLabels:
		return b.hasLabels(e)
	case *syntax.Quantifier:
		return b.quantifier(e)
	}
	return b.existsInner(b.plan.Inner[e])
}

// isCondition says whether e is compiled as a condition first.
func isCondition(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Comparison, *syntax.IsNull, *syntax.IsTyped, *syntax.IsNormalized, *syntax.HasLabels, *syntax.Quantifier:
		return true
	case *syntax.Unary:
		return e.Op == "NOT"
	case *syntax.Binary:
		return operations[e.Op] == nil
	case *syntax.PatternExpr:
		return e.Pattern.Kind == syntax.AllPaths
	case *syntax.Subquery:
		return e.Kind == "EXISTS"
	}
	return false
}

func (b *builder) asTruth(e syntax.Expr) truth {
	x := b.expr(e)
	text, offset := b.plan.Text, e.Range().Start
	return func(r *Run) (value.Ternary, error) {
		v, err := x(r)
		if err != nil {
			return value.Unknown, err
		}
		switch v.Kind() {
		case value.KindBoolean:
			return value.TernaryOf(v.Bool()), nil
		case value.KindNull:
			return value.Unknown, nil
		}
		return value.Unknown, diag.As(wrongType(v, "a Boolean")).Near(text, offset)
	}
}

func (b *builder) connective(e *syntax.Binary) truth {
	if e.Op != "AND" && e.Op != "OR" && e.Op != "XOR" {
		return nil
	}
	left, right := b.truth(e.Left), b.truth(e.Right)
	decided, combine := value.Ternary(2), value.Ternary.Xor
	switch e.Op {
	case "AND":
		decided, combine = value.No, value.Ternary.And
	case "OR":
		decided, combine = value.Yes, value.Ternary.Or
	}
	if e.Op != "XOR" {
		switch {
		case b.isConstant(e.Left, decided):
			return b.known(e, decided)
		case b.isConstant(e.Left, decided.Not()):
			if f := b.fixedOf(e.Right); f != nil {
				b.same(e, f)
			}
			return right
		case b.isConstant(e.Right, decided.Not()):
			return left
		}
	}
	return func(r *Run) (value.Ternary, error) {
		x, err := left(r)
		if err != nil || x == decided {
			return x, err
		}
		y, err := right(r)
		if err != nil {
			return y, err
		}
		return combine(x, y), nil
	}
}

// textTest compiles STARTS WITH, ENDS WITH, CONTAINS, IN and =~.
func (b *builder) textTest(e *syntax.Binary) truth {
	var test func(r *Run, x, y value.Value) (value.Ternary, error)
	switch e.Op {
	case "STARTS WITH":
		test = func(_ *Run, x, y value.Value) (value.Ternary, error) { return value.StartsWith(x, y), nil }
	case "ENDS WITH":
		test = func(_ *Run, x, y value.Value) (value.Ternary, error) { return value.EndsWith(x, y), nil }
	case "CONTAINS":
		test = func(_ *Run, x, y value.Value) (value.Ternary, error) { return value.Contains(x, y), nil }
	case "IN":
		if set := b.constantSet(e.Right); set != nil {
			b.oneRun()
			return b.inSet(e, set)
		}
		test = func(_ *Run, x, y value.Value) (value.Ternary, error) { return value.In(x, y), nil }
	case "=~":
		test = func(r *Run, x, y value.Value) (value.Ternary, error) { return r.fn.Matches(x, y) }
	default:
		return nil
	}
	left, right := b.expr(e.Left), b.expr(e.Right)
	text, offset := b.plan.Text, e.Right.Range().Start
	return func(r *Run) (value.Ternary, error) {
		x, err := left(r)
		if err != nil {
			return value.Unknown, err
		}
		y, err := right(r)
		if err != nil {
			return value.Unknown, err
		}
		t, err := test(r, x, y)
		if err != nil {
			return t, diag.As(err).Near(text, offset)
		}
		return t, nil
	}
}

// smallList is how many items are compared one by one rather than hashed.
const smallList = 8

// constantSet gives the keys of a parameter that is a list of strings and integers long enough to be
// worth it, else nil.
func (b *builder) constantSet(e syntax.Expr) map[string]struct{} {
	p, ok := e.(*syntax.Parameter)
	if !ok {
		return nil
	}
	v := b.run.Params[p.Name]
	if v.Kind() != value.KindList || v.Len() <= smallList {
		return nil
	}
	set := make(map[string]struct{}, v.Len())
	for _, x := range v.List() {
		if x.Kind() != value.KindString && x.Kind() != value.KindInteger {
			return nil
		}
		set[string(value.AppendKey(nil, x))] = struct{}{}
	}
	return set
}

// inSet is IN for a set without null: only a null is neither in it nor not.
func (b *builder) inSet(e *syntax.Binary, set map[string]struct{}) truth {
	left := b.expr(e.Left)
	var key []byte
	return func(r *Run) (value.Ternary, error) {
		v, err := left(r)
		if err != nil || v.IsNull() {
			return value.Unknown, err
		}
		key = value.AppendKey(key[:0], v)
		_, found := set[string(key)]
		return value.TernaryOf(found), nil
	}
}

var comparisons = map[string]func(a, b value.Value) value.Ternary{
	"=": value.Equal, "<": value.Less, "<=": value.LessEqual, ">": value.Greater, ">=": value.GreaterEqual,
	"<>": func(a, b value.Value) value.Ternary { return value.Equal(a, b).Not() },
}

func (b *builder) comparison(e *syntax.Comparison) truth {
	operands := b.all(e.Operands)
	ops := make([]func(a, b value.Value) value.Ternary, len(e.Ops))
	for i, op := range e.Ops {
		ops[i] = comparisons[op]
	}
	if len(ops) == 1 {
		left, right, op := operands[0], operands[1], ops[0]
		return func(r *Run) (value.Ternary, error) {
			x, err := left(r)
			if err != nil {
				return value.Unknown, err
			}
			y, err := right(r)
			if err != nil {
				return value.Unknown, err
			}
			return op(x, y), nil
		}
	}
	return func(r *Run) (value.Ternary, error) {
		x, err := operands[0](r)
		if err != nil {
			return value.Unknown, err
		}
		all := value.Yes
		for i, op := range ops {
			y, err := operands[i+1](r)
			if err != nil {
				return value.Unknown, err
			}
			if all = all.And(op(x, y)); all == value.No {
				return all, nil
			}
			x = y
		}
		return all, nil
	}
}

func (b *builder) quantifier(e *syntax.Quantifier) truth {
	list, slot := b.listOf(e.List), b.plan.Locals[e.Variable]
	where := func(r *Run) (value.Ternary, error) {
		v := r.row[slot]
		if v.Kind() == value.KindBoolean {
			return value.TernaryOf(v.Bool()), nil
		}
		if v.IsNull() {
			return value.Unknown, nil
		}
		return value.Unknown, wrongType(v, "a Boolean")
	}
	if e.Where != nil {
		where = b.truth(e.Where)
	}
	return func(r *Run) (value.Ternary, error) {
		items, ok, err := list(r)
		if err != nil || !ok {
			return value.Unknown, err
		}
		yes, unknown := 0, 0
		for _, x := range items {
			if err := r.step(); err != nil {
				return value.Unknown, err
			}
			r.row[slot] = x
			t, err := where(r)
			if err != nil {
				return value.Unknown, err
			}
			switch {
			case t == value.Unknown:
				unknown++
			case t == value.Yes:
				yes++
			}
			if decided, result := early(e.Kind, t, yes); decided {
				return result, nil
			}
		}
		return final(e.Kind, yes, unknown), nil
	}
}

// early says whether a quantifier is decided by the item just tested.
func early(kind string, t value.Ternary, yes int) (bool, value.Ternary) {
	switch {
	case kind == "ALL" && t == value.No:
		return true, value.No
	case kind == "ANY" && t == value.Yes:
		return true, value.Yes
	case kind == "NONE" && t == value.Yes, kind == "SINGLE" && yes > 1:
		return true, value.No
	}
	return false, value.Unknown
}

// final is a quantifier's result after the last item.
func final(kind string, yes, unknown int) value.Ternary {
	switch {
	case unknown > 0:
		return value.Unknown
	case kind == "ANY":
		return value.No
	case kind == "SINGLE":
		return value.TernaryOf(yes == 1)
	}
	return value.Yes
}

func (b *builder) hasLabels(e *syntax.HasLabels) truth {
	x, test := b.expr(e.X), b.labelTest(e.Labels)
	var anyOf []label // where the test is that alone
	if labels, plain := syntax.AnyLabel(e.Labels); plain {
		for _, l := range labels {
			if l.Dynamic != nil {
				anyOf = nil
				break
			}
			anyOf = append(anyOf, label{name: l.Name})
		}
		for i := range anyOf {
			b.found(&anyOf[i].of)
		}
	}
	text, offset := b.plan.Text, e.Range().Start
	return func(r *Run) (value.Ternary, error) {
		v, err := x(r)
		if err != nil {
			return value.Unknown, err
		}
		switch v.Kind() {
		case value.KindNull:
			return value.Unknown, nil
		case value.KindNode:
			if r.deleted {
				if err := (graphReader{r}).node(v.ID()); err != nil {
					return value.Unknown, err
				}
			}
			id := v.ID()
			for i := range anyOf {
				if n, ok := anyOf[i].get(r.View); ok && r.View.HasLabel(id, n) {
					return value.Yes, nil
				}
			}
			if anyOf != nil {
				return value.No, nil
			}
			has, err := test(r, func(l *label) bool {
				n, ok := l.get(r.View)
				return ok && r.View.HasLabel(id, n)
			}, func() bool { return len(r.View.NodeLabels(id)) > 0 })
			return value.TernaryOf(has), err
		case value.KindRelationship:
			name, err := graphReader{r}.RelationshipType(v.ID())
			if err != nil {
				return value.Unknown, err
			}
			has, err := test(r, func(l *label) bool { return l.name == name }, func() bool { return true })
			return value.TernaryOf(has), err
		}
		return value.Unknown, diag.As(wrongType(v, "a Node or Relationship")).Near(text, offset)
	}
}

// labelTest says whether a label expression holds, by has, which tests one label, and some, which says whether there is
// any.
type labelTest func(r *Run, has func(*label) bool, some func() bool) (bool, error)

func (b *builder) labelTest(e syntax.LabelExpr) labelTest {
	switch e := e.(type) {
	case *syntax.Label:
		if e.Dynamic != nil {
			return dynamicTest(b.expr(e.Dynamic), e.Any)
		}
		l := b.label(e.Name)
		return func(_ *Run, has func(*label) bool, _ func() bool) (bool, error) { return has(l), nil }
	case *syntax.LabelNot:
		x := b.labelTest(e.X)
		return func(r *Run, has func(*label) bool, some func() bool) (bool, error) {
			ok, err := x(r, has, some)
			return !ok, err
		}
	case *syntax.LabelAnd:
		x, y := b.labelTest(e.Left), b.labelTest(e.Right)
		return func(r *Run, has func(*label) bool, some func() bool) (bool, error) {
			if ok, err := x(r, has, some); !ok || err != nil {
				return false, err
			}
			return y(r, has, some)
		}
	case *syntax.LabelOr:
		x, y := b.labelTest(e.Left), b.labelTest(e.Right)
		return func(r *Run, has func(*label) bool, some func() bool) (bool, error) {
			if ok, err := x(r, has, some); ok || err != nil {
				return ok, err
			}
			return y(r, has, some)
		}
	}
	return func(_ *Run, _ func(*label) bool, some func() bool) (bool, error) { return some(), nil }
}

// dynamicTest wants all labels that an expression gives, or any of them.
func dynamicTest(names eval, any bool) labelTest {
	list := []eval{names}
	return func(r *Run, has func(*label) bool, _ func() bool) (bool, error) {
		want, err := r.namesOf(nil, list, "label or type")
		if err != nil {
			return false, err
		}
		for _, name := range want {
			if has(&label{name: name}) == any {
				return any, nil
			}
		}
		return !any, nil
	}
}

func (b *builder) isTyped(e *syntax.IsTyped) truth {
	x := b.expr(e.X)
	if name := unknownType(e.Type); name != "" {
		b.fail(e.Type, diag.Syntax("Unknown type %s", name).With("UnexpectedSyntax"))
	}
	return func(r *Run) (value.Ternary, error) {
		v, err := x(r)
		return value.TernaryOf(hasType(v, e.Type) != e.Negated), err
	}
}

func (b *builder) isNormalized(e *syntax.IsNormalized) truth {
	x := b.expr(e.X)
	return func(r *Run) (value.Ternary, error) {
		v, err := x(r)
		if err != nil || v.Kind() != value.KindString {
			return value.Unknown, err
		}
		ok, err := normalized(v.Str(), e.Form)
		return value.TernaryOf(ok != e.Negated), err
	}
}
