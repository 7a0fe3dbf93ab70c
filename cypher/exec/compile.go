package exec

import (
	"math/rand/v2"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// eval calculates an expression over the run's row.
type eval func(r *Run) (value.Value, error)

// builder turns a plan into operators and its expressions into closures. Its first error sticks.
type builder struct {
	run      *Run
	plan     *plan.Plan
	err      error
	folded   map[syntax.Expr]*fixed      // what fixedOf knows
	narrowed map[*plan.Expand][]typeTest // what the filters above say
	findings map[string]*finding         // what findingOf knows
	ahead    ahead                       // of the part of the plan that is being compiled
	alone    bool                        // this part has no stretches
	bottom   plan.Node
	leaf     leaf // built for bottom
}

func (b *builder) fail(n syntax.Node, e *diag.Error) eval {
	if b.err == nil {
		b.err = e.In(b.plan.Text, n.Range().Start)
	}
	return func(*Run) (value.Value, error) { return value.Null, b.err }
}

// at adds the position of n to the errors of f.
func (b *builder) at(n syntax.Node, f eval) eval {
	text, offset := b.plan.Text, n.Range().Start
	return func(r *Run) (value.Value, error) {
		v, err := f(r)
		if err != nil {
			return v, diag.As(err).Near(text, offset)
		}
		return v, nil
	}
}

func constant(v value.Value) eval { return func(*Run) (value.Value, error) { return v, nil } }

func (b *builder) all(es []syntax.Expr) []eval {
	out := make([]eval, len(es))
	for i, e := range es {
		out[i] = b.expr(e)
	}
	return out
}

// expr compiles an expression; what the plan has in a slot is read from there.
func (b *builder) expr(e syntax.Expr) eval {
	if slot, ok := b.plan.Slots[e]; ok {
		return func(r *Run) (value.Value, error) { return r.row[slot], nil }
	}
	return b.fresh(e)
}

// fresh compiles an expression that is to be calculated even if a slot waits for its value.
func (b *builder) fresh(e syntax.Expr) eval {
	switch e := e.(type) {
	case *syntax.Null:
		return constant(value.Null)
	case *syntax.Boolean:
		return constant(value.Boolean(e.Value))
	case *syntax.Integer:
		return constant(value.Integer(e.Value))
	case *syntax.Float:
		return constant(value.Float(e.Value))
	case *syntax.String:
		return constant(value.String(e.Value))
	case *syntax.Parameter:
		p := b.parameter(e.Name)
		if p == nil {
			return b.fail(e, diag.ParameterMissing("Expected parameter(s): %s", e.Name).With("MissingParameter"))
		}
		return func(*Run) (value.Value, error) { return p.is, nil }
	case *syntax.Variable:
		if slot, ok := b.plan.Slots[e]; ok {
			return func(r *Run) (value.Value, error) { return r.row[slot], nil }
		}
		return b.fail(e, diag.Syntax("Variable `%s` not defined", e.Name).With("UndefinedVariable"))
	case *syntax.Property:
		return b.property(e)
	case *syntax.Index:
		return b.at(e.Index, b.index(e))
	case *syntax.Slice:
		return b.at(e, b.slice(e))
	case *syntax.List:
		return b.list(e)
	case *syntax.MapLiteral:
		return b.mapLiteral(e)
	case *syntax.MapProjection:
		return b.at(e, b.mapProjection(e))
	case *syntax.Call:
		return b.call(e)
	case *syntax.Case:
		return b.caseExpr(e)
	case *syntax.ListComprehension:
		return b.listComprehension(e)
	case *syntax.Reduce:
		return b.reduce(e)
	case *syntax.PatternComprehension:
		return b.collectInner(e, b.plan.Inner[e])
	case *syntax.PatternExpr:
		if e.Pattern.Kind != syntax.AllPaths {
			return b.shortestValue(e, b.plan.Inner[e])
		}
	case *syntax.Subquery:
		switch e.Kind {
		case "COUNT":
			return b.countInner(e)
		case "COLLECT":
			return b.collectInner(e, b.plan.Inner[e])
		}
	case *syntax.Unary:
		if e.Op != "NOT" {
			return b.fold(e, b.at(e, b.sign(e)), e.X)
		}
	case *syntax.Binary:
		if f := b.arithmetic(e); f != nil {
			return b.fold(e, b.at(e, f), e.Left, e.Right)
		}
	}
	if !isCondition(e) {
		return b.fail(e, diag.NotSupported("this expression is not supported"))
	}
	t := b.truth(e)
	return func(r *Run) (value.Value, error) {
		v, err := t(r)
		return v.Value(), err
	}
}

func (b *builder) sign(e *syntax.Unary) eval {
	x := b.expr(e.X)
	return func(r *Run) (value.Value, error) {
		v, err := x(r)
		if err != nil || v.IsNull() {
			return v, err
		}
		if e.Op == "-" {
			return value.Negate(v)
		}
		if !v.IsNumber() && v.Kind() != value.KindDuration {
			return v, wrongType(v, "a number")
		}
		return v, nil
	}
}

var operations = map[string]func(a, b value.Value) (value.Value, error){
	"+": value.Add, "-": value.Subtract, "*": value.Multiply, "/": value.Divide, "%": value.Modulo, "^": value.Power,
	"||": value.Concatenate,
}

func (b *builder) arithmetic(e *syntax.Binary) eval {
	op, ok := operations[e.Op]
	if !ok {
		return nil
	}
	left, right := b.expr(e.Left), b.expr(e.Right)
	grows := e.Op == "+" || e.Op == "||"
	return func(r *Run) (value.Value, error) {
		x, err := left(r)
		if err != nil {
			return x, err
		}
		y, err := right(r)
		if err != nil {
			return y, err
		}
		if grows {
			if err := r.room(growth(x) + growth(y)); err != nil {
				return x, err
			}
		}
		return op(x, y)
	}
}

// growth estimates the bytes that a list or string takes in a longer one.
func growth(v value.Value) int64 {
	switch v.Kind() {
	case value.KindList:
		return int64(v.Len()) * valueBytes
	case value.KindString:
		return int64(len(v.Str()))
	}
	return 0
}

// property compiles n.key. In a query that only reads, what a slot's property was is kept in a cell.
func (b *builder) property(e *syntax.Property) eval {
	if v, ok := e.Subject.(*syntax.Variable); ok && !b.plan.Writes {
		if slot, ok := b.plan.Slots[v]; ok {
			b.look(slot, storage.WantProps)
			c, text, offset := b.cellOf(slot, e.Key.Text), b.plan.Text, e.Key.Range().Start
			return func(r *Run) (value.Value, error) {
				v, err := c.get(r)
				if err != nil {
					return v, diag.As(err).Near(text, offset)
				}
				return v, nil
			}
		}
	}
	subject := b.expr(e.Subject)
	key := b.propKey(e.Key.Text)
	return b.at(e.Key, func(r *Run) (value.Value, error) {
		v, err := subject(r)
		if err != nil {
			return v, err
		}
		return r.propertyOf(v, key)
	})
}

// propertyOf is the property of a node, relationship, map or temporal value; null of null.
func (r *Run) propertyOf(v value.Value, key *propKey) (value.Value, error) {
	switch v.Kind() {
	case value.KindNull:
		return value.Null, nil
	case value.KindNode, value.KindRelationship:
		return r.property(v, key)
	case value.KindMap:
		x, _ := v.Lookup(key.name)
		return x, nil
	}
	return value.Component(v, key.name)
}

func (b *builder) index(e *syntax.Index) eval {
	subject, index := b.expr(e.Subject), b.expr(e.Index)
	return func(r *Run) (value.Value, error) {
		v, err := subject(r)
		if err != nil {
			return v, err
		}
		i, err := index(r)
		if err != nil {
			return i, err
		}
		if k := v.Kind(); k == value.KindNode || k == value.KindRelationship {
			if i.IsNull() {
				return value.Null, nil
			}
			if i.Kind() != value.KindString {
				return value.Null, diag.Type("A property is named by a string, not by %s", describe(i)).With("MapElementAccessByNonString")
			}
			return r.property(v, &propKey{name: i.Str()})
		}
		return value.At(v, i)
	}
}

func (b *builder) slice(e *syntax.Slice) eval {
	subject := b.expr(e.Subject)
	from, to := constant(value.Null), constant(value.Null)
	if e.From != nil {
		from = b.expr(e.From)
	}
	if e.To != nil {
		to = b.expr(e.To)
	}
	return func(r *Run) (value.Value, error) {
		v, err := subject(r)
		if err != nil {
			return v, err
		}
		f, err := from(r)
		if err != nil {
			return f, err
		}
		t, err := to(r)
		if err != nil {
			return t, err
		}
		return value.Slice(v, f, t, e.From != nil, e.To != nil)
	}
}

func (b *builder) mapLiteral(e *syntax.MapLiteral) eval {
	values := b.all(e.Values)
	return func(r *Run) (value.Value, error) {
		out := make([]value.Entry, len(values))
		for i, f := range values {
			v, err := f(r)
			if err != nil {
				return value.Null, err
			}
			out[i] = value.Entry{Key: e.Keys[i].Text, Value: v}
		}
		return value.Map(out), nil
	}
}

func (b *builder) mapProjection(e *syntax.MapProjection) eval {
	subject := b.expr(e.Subject)
	values := make([]eval, len(e.Items))
	keys := make([]*propKey, len(e.Items))
	for i, it := range e.Items {
		if it.Value != nil {
			values[i] = b.expr(it.Value)
		}
		if it.Property {
			keys[i] = b.propKey(it.Key.Text)
		}
	}
	return func(r *Run) (value.Value, error) {
		v, err := subject(r)
		if err != nil || v.IsNull() {
			return value.Null, err
		}
		var out []value.Entry
		for i, it := range e.Items {
			switch {
			case it.All:
				entries, err := r.entries(v)
				if err != nil {
					return value.Null, err
				}
				out = append(out, entries...)
				continue
			case it.Property:
				var x value.Value
				if v.Kind() == value.KindMap {
					x, _ = v.Lookup(it.Key.Text)
				} else if x, err = r.property(v, keys[i]); err != nil {
					return value.Null, err
				}
				out = append(out, value.Entry{Key: it.Key.Text, Value: x})
			default:
				x, err := values[i](r)
				if err != nil {
					return value.Null, err
				}
				out = append(out, value.Entry{Key: it.Key.Text, Value: x})
			}
		}
		return value.Map(out), nil
	}
}

// entries gives the properties of a node or relationship, or the entries of a map; not to be
// changed.
func (r *Run) entries(v value.Value) ([]value.Entry, error) {
	switch v.Kind() {
	case value.KindMap:
		return v.Entries(), nil
	case value.KindNode:
		if n := v.Node(); n != nil {
			return n.Properties, nil
		}
		return graphReader{r}.NodeProperties(v.ID())
	case value.KindRelationship:
		if n := v.Relationship(); n != nil {
			return n.Properties, nil
		}
		return graphReader{r}.RelationshipProperties(v.ID())
	}
	return nil, wrongType(v, "a map, node or relationship")
}

func (b *builder) call(e *syntax.Call) eval {
	f, ok := function.Lookup(e.Name.Text)
	if !ok {
		if e.Name.Text == "exists" && len(e.Args) == 1 {
			return b.existsCall(e)
		}
		return b.fail(e, diag.Syntax("Unknown function '%s'", e.Name.Text).With("UnknownFunction"))
	}
	if f.Aggregating() {
		return b.fail(e, diag.Syntax("Invalid use of aggregating function %s(...) in this context", e.Name.Text).With("InvalidAggregation"))
	}
	if !f.Accepts(len(e.Args)) {
		return b.fail(e, diag.Syntax("%s takes another number of arguments: %s", e.Name.Text, f.Signature()).With("InvalidNumberOfArguments"))
	}
	args := b.all(e.Args)
	if f.Name == "labels" {
		if slot, ok := b.plan.Slots[e.Args[0]]; ok {
			b.look(slot, storage.WantLabels)
		}
	}
	if f.Name == "coalesce" {
		return firstNotNull(args)
	}
	buffer, vary := make([]value.Value, len(args)), make([]int, 0, len(args))
	for i, arg := range e.Args {
		f := b.fixedOf(arg)
		if f == nil {
			vary = append(vary, i)
			continue
		}
		buffer[i] = f.is
		if !f.literal {
			b.each(func(*Run) bool { buffer[i] = f.is; return true })
		}
	}
	b.lastly(func() {
		for _, i := range vary {
			buffer[i] = value.Null
		}
	})
	text, offset := b.plan.Text, e.Range().Start
	call := func(r *Run) (value.Value, error) {
		for _, i := range vary {
			v, err := args[i](r)
			if err != nil {
				return value.Null, diag.As(err).Near(text, offset)
			}
			buffer[i] = v
		}
		v, err := f.Call(&r.fn, buffer)
		if err != nil {
			return value.Null, diag.As(err).Near(text, offset)
		}
		return v, nil
	}
	if prefix := b.asFarAs(f, e, args, call); prefix != nil {
		return prefix
	}
	if f.Volatile {
		if b.run.fn.Rand == nil {
			b.run.fn.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
		}
		return call
	}
	return b.fold(e, call, e.Args...)
}

// firstNotNull is coalesce(), which calculates no more than it needs.
func firstNotNull(args []eval) eval {
	return func(r *Run) (v value.Value, err error) {
		for _, a := range args {
			if v, err = a(r); err != nil || !v.IsNull() {
				break
			}
		}
		return v, err
	}
}

// existsCall is the old exists(n.property) and exists((a)-->(b)).
func (b *builder) existsCall(e *syntax.Call) eval {
	if _, isPattern := e.Args[0].(*syntax.PatternExpr); isPattern {
		return b.expr(e.Args[0])
	}
	x := b.expr(e.Args[0])
	return func(r *Run) (value.Value, error) {
		v, err := x(r)
		return value.Boolean(!v.IsNull()), err
	}
}

func (b *builder) caseExpr(e *syntax.Case) eval {
	type arm struct {
		values []eval
		tests  []truth
		then   eval
	}
	var arms []arm
	for _, w := range e.Whens {
		a := arm{then: b.expr(w.Then)}
		if e.Subject != nil {
			a.values = b.all(w.Values)
		} else {
			for _, v := range w.Values {
				a.tests = append(a.tests, b.truth(v))
			}
		}
		for _, t := range w.Tests {
			a.tests = append(a.tests, b.truth(t))
		}
		arms = append(arms, a)
	}
	subject, otherwise := constant(value.Null), constant(value.Null)
	if e.Subject != nil {
		subject = b.expr(e.Subject)
	}
	if e.Else != nil {
		otherwise = b.expr(e.Else)
	}
	return func(r *Run) (value.Value, error) {
		v, err := subject(r)
		if err != nil {
			return v, err
		}
		for _, a := range arms {
			for _, f := range a.values {
				x, err := f(r)
				if err != nil {
					return x, err
				}
				if value.Equal(v, x) == value.Yes {
					return a.then(r)
				}
			}
			for _, f := range a.tests {
				t, err := f(r)
				if err != nil {
					return value.Null, err
				}
				if t == value.Yes {
					return a.then(r)
				}
			}
		}
		return otherwise(r)
	}
}
