package resolve

import (
	"strings"

	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
)

// projection checks WITH or RETURN, with its order, bounds and condition, and gives its columns and the
// scope of what follows.
func (c *checker) projection(p *syntax.Projection, where syntax.Expr, sc *scope, with bool) ([]column, *scope, error) {
	columns, err := c.items(p, sc, with)
	if err != nil {
		return nil, nil, err
	}
	aggregating := false
	for _, it := range p.Items {
		aggregating = aggregating || c.hasAggregate(it.Expr)
	}
	if aggregating {
		keys := c.groupingKeys(p)
		for _, it := range p.Items {
			if err := c.unambiguous(it.Expr, keys, nil); err != nil {
				return nil, nil, err
			}
		}
	}
	next := newScope(sc.parent)
	for _, col := range columns {
		next.add(col.name, col.typ)
	}
	visible := next
	if !aggregating && !p.Distinct {
		visible = overlay(next, sc)
	}
	byText := c.projected(p)
	for _, s := range p.Order {
		if err := c.sortKey(s.Expr, byText, sc, visible, aggregating); err != nil {
			return nil, nil, err
		}
	}
	if err := c.counts(p.Skip, p.Limit); err != nil {
		return nil, nil, err
	}
	if err := c.columnCondition(where, byText, visible, aggregating); err != nil {
		return nil, nil, err
	}
	for _, it := range p.Items {
		if _, plain := it.Expr.(*syntax.Variable); with && !it.Aliased && !plain {
			return nil, nil, c.syntax(it, "NoExpressionAlias", "an expression in WITH needs a name: AS …")
		}
	}
	return columns, next, nil
}

// columnCondition checks the WHERE of a WITH. Like a sort key, it may repeat a projected item.
func (c *checker) columnCondition(where syntax.Expr, p *projected, visible *scope, aggregating bool) error {
	err := c.condition(where, visible)
	if err == nil || !aggregating && !p.distinct || c.hasAggregate(where) {
		return err
	}
	if c.sortPart(where, p, visible, false) == nil {
		return nil
	}
	return err
}

// overlay is the names of next, and behind them those of sc.
func overlay(next, sc *scope) *scope {
	out := newScope(sc)
	for _, n := range next.names {
		out.add(n, next.types[n])
	}
	return out
}

// items checks what is projected.
func (c *checker) items(p *syntax.Projection, sc *scope, with bool) ([]column, error) {
	var columns []column
	seen := map[string]bool{}
	if p.Star {
		for _, n := range sc.names {
			columns = append(columns, column{n, sc.types[n]})
			seen[n] = true
		}
		if len(columns) == 0 && !with {
			return nil, c.syntax(p, "NoVariablesInScope", "RETURN * without a variable to return")
		}
	}
	for _, it := range p.Items {
		t, err := c.expr(it.Expr, sc, context{aggregates: allowed})
		if err != nil {
			return nil, err
		}
		if seen[it.Name.Text] {
			return nil, c.syntax(it, "ColumnNameConflict", "two columns have the name `%s`", it.Name.Text)
		}
		seen[it.Name.Text] = true
		if v, plain := it.Expr.(*syntax.Variable); with && sc.parent.imported(it.Name.Text) && (!plain || v.Name != it.Name.Text) {
			return nil, c.bound(it.Name, it.Name.Text)
		}
		columns = append(columns, column{it.Name.Text, t})
	}
	return columns, nil
}

// counts checks SKIP and LIMIT, which cannot depend on a row.
func (c *checker) counts(es ...syntax.Expr) error {
	for _, e := range es {
		if e == nil {
			continue
		}
		var variable syntax.Expr
		syntax.Walk(e, func(x syntax.Expr) bool {
			if _, ok := x.(*syntax.Variable); ok && variable == nil {
				variable = x
			}
			return variable == nil
		})
		if variable != nil {
			return c.syntax(variable, "NonConstantExpression", "SKIP and LIMIT cannot depend on variables")
		}
		t, err := c.expr(e, newScope(nil), context{})
		if err != nil {
			return err
		}
		if _, ok := e.(*syntax.Null); ok {
			return c.syntax(e, "InvalidArgumentType", "SKIP and LIMIT want an integer, not null")
		}
		if n, ok := e.(*syntax.Integer); ok && n.Value < 0 {
			return c.syntax(e, "NegativeIntegerArgument", "SKIP and LIMIT want an integer that is not negative")
		}
		if !t.can(function.Integer) {
			return c.mismatch(e, "SKIP or LIMIT", function.Integer, t)
		}
	}
	return nil
}

func isAggregate(e syntax.Expr) bool {
	call, ok := e.(*syntax.Call)
	if !ok {
		return false
	}
	f, known := function.Lookup(call.Name.Text)
	return call.Star || known && f.Aggregating()
}

func (c *checker) hasAggregate(e syntax.Expr) bool {
	found := false
	syntax.Walk(e, func(x syntax.Expr) bool {
		found = found || isAggregate(x)
		return !found
	})
	return found
}

// groupingKeys is the texts of the projected items by which rows are grouped; with *, every variable is one.
func (c *checker) groupingKeys(p *syntax.Projection) map[string]bool {
	keys := map[string]bool{"*": p.Star}
	for _, it := range p.Items {
		if !c.hasAggregate(it.Expr) {
			keys[c.text(it.Expr)] = true
		}
	}
	return keys
}

// text is the source of an expression with the space in it made even, to tell whether two are the same.
func (c *checker) text(e syntax.Expr) string {
	s := c.st.Source(e)
	if strings.ContainsAny(s, "'\"`") {
		return s
	}
	return strings.Join(strings.Fields(s), "")
}

// unambiguous checks an item of a projection that aggregates: beside its aggregations it may only have
// constants and grouping keys, and of those only variables and their properties, whose value is the same for
// the whole group. A key that is a larger expression counts as the item itself only.
func (c *checker) unambiguous(e syntax.Expr, keys map[string]bool, locals []string) error {
	if !c.hasAggregate(e) {
		return nil
	}
	return c.mixed(e, keys, locals)
}

// mixed checks a part of an expression that aggregates somewhere.
func (c *checker) mixed(e syntax.Expr, keys map[string]bool, locals []string) error {
	if e == nil || isAggregate(e) {
		return nil
	}
	switch e := e.(type) {
	case *syntax.Variable:
		for _, l := range locals {
			if l == e.Name {
				return nil
			}
		}
		if keys["*"] || keys[c.text(e)] {
			return nil
		}
		return c.syntax(e, "AmbiguousAggregationExpression", "`%s` is neither aggregated nor a grouping key: project it before, with WITH", e.Name)
	case *syntax.Property:
		if keys[c.text(e)] {
			return nil
		}
	}
	for _, child := range syntax.Children(e) {
		if err := c.mixed(child, keys, append(locals, bindings(e)...)); err != nil {
			return err
		}
	}
	return nil
}

// bindings is the variables that an expression binds for the expressions in it.
func bindings(e syntax.Expr) []string {
	switch e := e.(type) {
	case *syntax.ListComprehension:
		return []string{e.Variable.Text}
	case *syntax.Quantifier:
		return []string{e.Variable.Text}
	case *syntax.Reduce:
		return []string{e.Accumulator.Text, e.Variable.Text}
	case *syntax.PatternComprehension:
		var out []string
		for i, n := range e.Pattern.Nodes {
			if n.Variable != nil {
				out = append(out, n.Variable.Text)
			}
			if i < len(e.Pattern.Rels) && e.Pattern.Rels[i].Variable != nil {
				out = append(out, e.Pattern.Rels[i].Variable.Text)
			}
		}
		if e.Pattern.Variable != nil {
			out = append(out, e.Pattern.Variable.Text)
		}
		return out
	}
	return nil
}

// sortKey checks a key of ORDER BY. Behind an aggregation or DISTINCT, it sees the columns only; what it
// repeats of a projected item is that item's column.
func (c *checker) sortKey(e syntax.Expr, p *projected, sc, visible *scope, aggregating bool) error {
	if c.itemOf(e, p) != nil {
		return nil
	}
	if !aggregating && c.hasAggregate(e) {
		_, err := c.expr(e, overlay(visible, sc), context{})
		return err
	}
	if !aggregating && !p.distinct {
		_, err := c.expr(e, visible, context{})
		return err
	}
	return c.sortPart(e, p, visible, c.hasAggregate(e))
}

// projected is the items of a projection by their texts.
type projected struct {
	distinct bool
	items    map[string]*syntax.Item
	longest  int // bytes of an item's text
}

func (c *checker) projected(p *syntax.Projection) *projected {
	out := &projected{distinct: p.Distinct, items: make(map[string]*syntax.Item, len(p.Items))}
	for _, it := range p.Items {
		text := c.text(it.Expr)
		if out.items[text] == nil {
			out.items[text] = it
		}
		out.longest = max(out.longest, len(text))
	}
	return out
}

// itemOf is the projected item that e repeats. A text that is much longer than any item, even with space in
// it, is not looked at, so that time is linear in the query.
func (c *checker) itemOf(e syntax.Expr, p *projected) *syntax.Item {
	if r := e.Range(); r.End-r.Start > 2*p.longest+64 {
		return nil
	}
	return p.items[c.text(e)]
}

func (c *checker) sortPart(e syntax.Expr, p *projected, visible *scope, aggregates bool) error {
	if it := c.itemOf(e, p); it != nil {
		simple := isAggregate(e)
		switch e.(type) {
		case *syntax.Variable, *syntax.Property:
			simple = true
		}
		if aggregates && !simple && !c.hasAggregate(e) && len(syntax.Children(e)) > 0 {
			return c.syntax(e, "AmbiguousAggregationExpression", "a grouping key within an aggregation must be a variable or a property: give it a name")
		}
		return nil
	}
	if isAggregate(e) {
		_, err := c.expr(e, visible, context{aggregates: allowed})
		return err
	}
	if children := syntax.Children(e); len(children) > 0 && len(bindings(e)) == 0 {
		for _, child := range children {
			if err := c.sortPart(child, p, visible, aggregates); err != nil {
				return err
			}
		}
		return nil
	}
	_, err := c.expr(e, visible, context{test: true})
	return err
}
