package resolve

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// aggregates says whether an expression may aggregate where it stands.
type aggregates uint8

const (
	forbidden aggregates = iota
	allowed
	within // an argument of an aggregation
)

// context is where an expression stands.
type context struct {
	aggregates aggregates
	test       bool // its truth is all that counts, so that a pattern may stand for "there is one"
}

func (ctx context) value() context { return context{aggregates: ctx.aggregates} }

// body is the context of what a comprehension does with each item, where aggregation has no meaning.
func (ctx context) body() context { return context{} }

// aggregation refuses an aggregation where it has no meaning.
func (c *checker) aggregation(e *syntax.Call, ctx context) error {
	switch ctx.aggregates {
	case forbidden:
		return c.syntax(e, "InvalidAggregation", "`%s` aggregates, which cannot be done here", e.Name.Text)
	case within:
		return c.syntax(e, "NestedAggregation", "`%s` aggregates within an aggregation", e.Name.Text)
	}
	return nil
}

func (c *checker) mismatch(n syntax.Node, what string, want function.Types, got typ) error {
	return c.syntax(n, "InvalidArgumentType", "%s wants %s, not %s", what, want, got.kinds)
}

// predicate checks an expression that must be true or false.
func (c *checker) predicate(e syntax.Expr, sc *scope, ctx context) error {
	ctx.test = true
	t, err := c.expr(e, sc, ctx)
	if err != nil {
		return err
	}
	if !t.can(function.Boolean) {
		return c.mismatch(e, "a condition", function.Boolean, t)
	}
	return nil
}

// exprs checks expressions whose types do not matter.
func (c *checker) exprs(sc *scope, ctx context, es ...syntax.Expr) error {
	for _, e := range es {
		if e == nil {
			continue
		}
		if _, err := c.expr(e, sc, ctx); err != nil {
			return err
		}
	}
	return nil
}

// expr checks an expression and gives its type.
func (c *checker) expr(e syntax.Expr, sc *scope, ctx context) (typ, error) {
	switch e := e.(type) {
	case *syntax.Null:
		return typ{}, nil
	case *syntax.Boolean:
		return kindType(value.KindBoolean), nil
	case *syntax.Integer:
		return kindType(value.KindInteger), nil
	case *syntax.Float:
		return kindType(value.KindFloat), nil
	case *syntax.String:
		return kindType(value.KindString), nil
	case *syntax.Parameter:
		c.parameters[e.Name] = true
		return anything, nil
	case *syntax.Variable:
		t, ok := sc.lookup(e.Name)
		if !ok {
			return anything, c.undefined(e, e.Name, sc.visible())
		}
		return t, nil
	case *syntax.Property:
		return c.property(e, sc, ctx.value())
	case *syntax.Index:
		return c.index(e, sc, ctx.value())
	case *syntax.Slice:
		t, err := c.expr(e.Subject, sc, ctx.value())
		if err != nil {
			return anything, err
		}
		if !t.can(function.List) {
			return anything, c.mismatch(e.Subject, "[..]", function.List, t)
		}
		return t, c.exprs(sc, ctx.value(), e.From, e.To)
	case *syntax.List:
		return c.list(e, sc, ctx.value())
	case *syntax.MapLiteral:
		return kindType(value.KindMap), c.exprs(sc, ctx.value(), e.Values...)
	case *syntax.MapProjection:
		return c.mapProjection(e, sc, ctx.value())
	case *syntax.Unary:
		return c.unary(e, sc, ctx)
	case *syntax.Binary:
		return c.binary(e, sc, ctx)
	case *syntax.Comparison:
		return kindType(value.KindBoolean), c.exprs(sc, ctx.value(), e.Operands...)
	case *syntax.IsNull:
		return kindType(value.KindBoolean), c.exprs(sc, ctx.value(), e.X)
	case *syntax.IsTyped:
		return kindType(value.KindBoolean), c.exprs(sc, ctx.value(), e.X)
	case *syntax.IsNormalized:
		return kindType(value.KindBoolean), c.exprs(sc, ctx.value(), e.X)
	case *syntax.HasLabels:
		if dynamic := syntax.LabelExprs(e.Labels); len(dynamic) > 0 {
			return typ{}, c.syntax(dynamic[0], "UnexpectedSyntax", "a dynamic label or type can stand in a pattern and in SET and REMOVE only")
		}
		t, err := c.expr(e.X, sc, ctx.value())
		if want := function.Node | function.Relationship; err == nil && !t.can(want) {
			err = c.mismatch(e.X, "a label test", want, t)
		}
		return kindType(value.KindBoolean), err
	case *syntax.Call:
		return c.call(e, sc, ctx)
	case *syntax.Case:
		return c.caseExpr(e, sc, ctx.value())
	case *syntax.ListComprehension:
		return c.listComprehension(e, sc, ctx)
	case *syntax.Quantifier:
		return kindType(value.KindBoolean), c.quantifier(e, sc, ctx)
	case *syntax.Reduce:
		return c.reduce(e, sc, ctx)
	case *syntax.PatternComprehension:
		return c.patternComprehension(e, sc)
	case *syntax.PatternExpr:
		return c.patternExpr(e, sc, ctx)
	case *syntax.Subquery:
		return c.subquery(e, sc)
	}
	return anything, nil
}

// propertied is what has properties or components.
const propertied = function.Map | function.Node | function.Relationship | function.Instant | function.Duration | function.Point

// storable is what a property may be: no entity, no path and no map, nor a list of them.
var storable = typ{kinds: scalar | function.List, items: &typ{kinds: scalar}}

const scalar = function.Any &^ (function.Node | function.Relationship | function.Path | function.Map | function.List)

func (c *checker) property(e *syntax.Property, sc *scope, ctx context) (typ, error) {
	t, err := c.expr(e.Subject, sc, ctx)
	if err != nil {
		return anything, err
	}
	switch {
	case t.is(function.Node | function.Relationship):
		return storable, nil
	case t.can(propertied):
		return anything, nil
	}
	if t.is(function.Path) {
		return anything, c.mismatch(e.Subject, "."+e.Key.Text, propertied, t)
	}
	return anything, c.at(e.Subject, diag.Type(".%s wants %s, not %s", e.Key.Text, propertied, t.kinds), "InvalidArgumentType")
}

func (c *checker) index(e *syntax.Index, sc *scope, ctx context) (typ, error) {
	t, err := c.expr(e.Subject, sc, ctx)
	if err != nil {
		return anything, err
	}
	if _, err := c.expr(e.Index, sc, ctx); err != nil {
		return anything, err
	}
	switch want := function.List | function.Map | function.Node | function.Relationship; {
	case t.is(function.Node | function.Relationship):
		return storable, nil
	case t.kinds&want == function.List && t.items != nil:
		return *t.items, nil
	case !t.can(want):
		return anything, c.at(e.Subject, diag.Type("[] wants %s, not %s", want, t.kinds), "InvalidArgumentType")
	}
	return anything, nil
}

func (c *checker) list(e *syntax.List, sc *scope, ctx context) (typ, error) {
	items := typ{}
	for _, x := range e.Items {
		t, err := c.expr(x, sc, ctx)
		if err != nil {
			return anything, err
		}
		items = union(items, t)
	}
	return listOf(items), nil
}

func (c *checker) mapProjection(e *syntax.MapProjection, sc *scope, ctx context) (typ, error) {
	t, err := c.expr(e.Subject, sc, ctx)
	if err != nil {
		return anything, err
	}
	if want := function.Node | function.Relationship | function.Map; !t.can(want) {
		return anything, c.mismatch(e.Subject, "a map projection", want, t)
	}
	for _, it := range e.Items {
		if err := c.exprs(sc, ctx, it.Value); err != nil {
			return anything, err
		}
	}
	return kindType(value.KindMap), nil
}

func (c *checker) unary(e *syntax.Unary, sc *scope, ctx context) (typ, error) {
	if e.Op == "NOT" {
		return kindType(value.KindBoolean), c.predicate(e.X, sc, ctx)
	}
	t, err := c.expr(e.X, sc, ctx.value())
	if want := function.Number | function.Duration; err == nil && !t.can(want) {
		err = c.mismatch(e.X, e.Op, want, t)
	}
	return t, err
}

// operand is what the sides of an arithmetic operator take.
var operand = map[string][2]function.Types{
	"-": {function.Number | function.Duration | function.Instant, function.Number | function.Duration},
	"*": {function.Number | function.Duration, function.Number | function.Duration},
	"/": {function.Number | function.Duration, function.Number},
	"%": {function.Number, function.Number},
	"^": {function.Number, function.Number},
}

func (c *checker) binary(e *syntax.Binary, sc *scope, ctx context) (typ, error) {
	switch e.Op {
	case "AND", "OR", "XOR":
		if err := c.predicate(e.Left, sc, ctx); err != nil {
			return anything, err
		}
		return kindType(value.KindBoolean), c.predicate(e.Right, sc, ctx)
	}
	left, err := c.expr(e.Left, sc, ctx.value())
	if err != nil {
		return anything, err
	}
	right, err := c.expr(e.Right, sc, ctx.value())
	if err != nil {
		return anything, err
	}
	switch e.Op {
	case "IN":
		if !right.can(function.List) {
			return anything, c.mismatch(e.Right, "IN", function.List, right)
		}
		return kindType(value.KindBoolean), nil
	case "STARTS WITH", "ENDS WITH", "CONTAINS", "=~":
		return kindType(value.KindBoolean), nil
	case "||":
		return sum(left, right), nil
	case "+":
		if !addable(left, right) {
			return anything, c.mismatch(e.Right, left.kinds.String()+" +", addends(left), right)
		}
		return sum(left, right), nil
	}
	want := operand[e.Op]
	if !left.can(want[0]) {
		return anything, c.mismatch(e.Left, e.Op, want[0], left)
	}
	if !right.can(want[1]) {
		return anything, c.mismatch(e.Right, e.Op, want[1], right)
	}
	switch {
	case e.Op == "^":
		return kindType(value.KindFloat), nil
	case left.is(function.Integer) && right.is(function.Integer):
		return kindType(value.KindInteger), nil
	case left.is(function.Number) && right.is(function.Number):
		return of(function.Number), nil
	}
	return of(function.Number | function.Duration | function.Instant), nil
}

// addends is what can be added to a value of the type.
func addends(t typ) function.Types {
	const text = function.String | function.Number | function.Boolean | function.Instant | function.Duration | function.Point
	out := function.List
	for _, a := range [...]struct{ left, right function.Types }{
		{function.List, function.Any}, {function.String, text}, {text, function.String}, {function.Number, function.Number},
		{function.Duration, function.Duration | function.Instant}, {function.Instant, function.Duration},
	} {
		if t.kinds&a.left != 0 {
			out |= a.right
		}
	}
	return out
}

func addable(left, right typ) bool { return left.kinds == 0 || right.can(addends(left)) }

// sum is the type of left + right.
func sum(left, right typ) typ {
	switch {
	case left.is(function.List) && right.is(function.List):
		return union(left, right)
	case left.is(function.List) || right.is(function.List):
		return of(function.List)
	case left.is(function.Integer) && right.is(function.Integer):
		return kindType(value.KindInteger)
	case left.is(function.Number) && right.is(function.Number):
		return of(function.Number)
	}
	return anything
}

func (c *checker) caseExpr(e *syntax.Case, sc *scope, ctx context) (typ, error) {
	if err := c.exprs(sc, ctx, e.Subject); err != nil {
		return anything, err
	}
	out := typ{}
	for _, w := range e.Whens {
		for _, v := range w.Values {
			if e.Subject == nil {
				if err := c.predicate(v, sc, ctx); err != nil {
					return anything, err
				}
			} else if err := c.exprs(sc, ctx, v); err != nil {
				return anything, err
			}
		}
		for _, t := range w.Tests {
			if err := c.predicate(t, sc, ctx); err != nil {
				return anything, err
			}
		}
		t, err := c.expr(w.Then, sc, ctx)
		if err != nil {
			return anything, err
		}
		out = union(out, t)
	}
	if e.Else != nil {
		t, err := c.expr(e.Else, sc, ctx)
		if err != nil {
			return anything, err
		}
		out = union(out, t)
	}
	return out, nil
}

// eachOf checks a list and gives a scope in which the variable is one of its items.
func (c *checker) eachOf(variable *syntax.Name, list syntax.Expr, sc *scope, ctx context) (*scope, typ, error) {
	t, err := c.expr(list, sc, ctx.value())
	if err != nil {
		return nil, anything, err
	}
	if !t.can(function.List) {
		return nil, anything, c.mismatch(list, "a comprehension", function.List, t)
	}
	inner := newScope(sc)
	inner.add(variable.Text, t.item())
	return inner, t.item(), nil
}

func (c *checker) listComprehension(e *syntax.ListComprehension, sc *scope, ctx context) (typ, error) {
	inner, item, err := c.eachOf(e.Variable, e.List, sc, ctx)
	if err != nil {
		return anything, err
	}
	if e.Where != nil {
		if err := c.predicate(e.Where, inner, ctx.body()); err != nil {
			return anything, err
		}
	}
	if e.Project != nil {
		if item, err = c.expr(e.Project, inner, ctx.body()); err != nil {
			return anything, err
		}
	}
	return listOf(item), nil
}

func (c *checker) quantifier(e *syntax.Quantifier, sc *scope, ctx context) error {
	inner, item, err := c.eachOf(e.Variable, e.List, sc, ctx)
	if err != nil {
		return err
	}
	if e.Where != nil {
		return c.predicate(e.Where, inner, ctx.body())
	}
	if !item.can(function.Boolean) {
		return c.mismatch(e.List, "a condition", function.Boolean, item)
	}
	return nil
}

func (c *checker) reduce(e *syntax.Reduce, sc *scope, ctx context) (typ, error) {
	if err := c.exprs(sc, ctx.value(), e.Init); err != nil {
		return anything, err
	}
	inner, _, err := c.eachOf(e.Variable, e.List, sc, ctx)
	if err != nil {
		return anything, err
	}
	inner.add(e.Accumulator.Text, anything)
	return anything, c.exprs(inner, ctx.body(), e.Body)
}

func (c *checker) patternComprehension(e *syntax.PatternComprehension, sc *scope) (typ, error) {
	inner := newScope(sc)
	if err := c.patterns([]*syntax.Path{e.Pattern}, inner, matching); err != nil {
		return anything, err
	}
	if err := c.condition(e.Where, inner); err != nil {
		return anything, err
	}
	t, err := c.expr(e.Project, inner, context{})
	return listOf(t), err
}

func (c *checker) patternMisplaced(e *syntax.PatternExpr) error {
	return c.syntax(e, "UnexpectedSyntax", "a pattern is no value: it can only stand as a condition, or in exists(…), COUNT { … } and [pattern | …]")
}

// patternExpr checks a pattern that stands as a condition, or a shortest path.
func (c *checker) patternExpr(e *syntax.PatternExpr, sc *scope, ctx context) (typ, error) {
	switch e.Pattern.Kind {
	case syntax.ShortestPath:
		return kindType(value.KindPath), c.patternTest(e, sc, ctx)
	case syntax.AllShortestPaths:
		return listOf(kindType(value.KindPath)), c.patternTest(e, sc, ctx)
	}
	if !ctx.test {
		return anything, c.patternMisplaced(e)
	}
	return kindType(value.KindBoolean), c.patternTest(e, sc, ctx)
}

// patternTest checks a pattern that binds nothing.
func (c *checker) patternTest(e *syntax.PatternExpr, sc *scope, _ context) error {
	return c.patterns([]*syntax.Path{e.Pattern}, newScope(sc), asking)
}

func (c *checker) subquery(e *syntax.Subquery, sc *scope) (typ, error) {
	columns, err := c.query(e.Query, sc, inExpr)
	if err != nil {
		return anything, err
	}
	switch e.Kind {
	case "EXISTS":
		return kindType(value.KindBoolean), nil
	case "COUNT":
		return kindType(value.KindInteger), nil
	}
	if len(columns) != 1 {
		return anything, c.syntax(e, "UnexpectedSyntax", "COLLECT { } must return exactly one column")
	}
	return listOf(columns[0].typ), nil
}
