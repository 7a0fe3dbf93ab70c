package resolve

import (
	"slices"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
)

// Field is an argument or a result of a procedure.
type Field struct {
	Name  string
	Types function.Types
}

// Procedure is what there is to know of a procedure before it is called.
type Procedure struct {
	Name     string
	Inputs   []Field
	Required int // arguments that a call has at least; the others have defaults
	Outputs  []Field
	Writes   bool
}

// Options are what a check depends on besides the statement.
type Options struct {
	// Procedure finds a procedure by name; nil finds none.
	Procedure func(name string) (*Procedure, bool)
}

// Access is what a statement does to the graph, the most of it.
type Access uint8

const (
	Read   Access = iota + 1
	Write         // may change nodes and relationships
	Schema        // changes indexes and constraints
)

// Info is what Check found out.
type Info struct {
	Access     Access
	Columns    []string // of the result; nil for a statement without one
	Parameters []string // that the statement uses, sorted
}

// checker walks one statement. Its access grows as it finds more.
type checker struct {
	st         *syntax.Statement
	opts       Options
	access     Access
	parameters map[string]bool
}

// Check checks a statement.
func Check(st *syntax.Statement, opts Options) (*Info, error) {
	c := &checker{st: st, opts: opts, access: Read, parameters: map[string]bool{}}
	q, ok := st.Body.(*syntax.Query)
	if !ok {
		return &Info{Access: Schema}, nil
	}
	columns, err := c.query(q, newScope(nil), whole)
	if err != nil {
		return nil, err
	}
	info := &Info{Access: c.access}
	for _, col := range columns {
		info.Columns = append(info.Columns, col.name)
	}
	for name := range c.parameters {
		info.Parameters = append(info.Parameters, name)
	}
	slices.Sort(info.Parameters)
	return info, nil
}

// at is e with the position of n.
func (c *checker) at(n syntax.Node, e *diag.Error, detail string) error {
	return e.With(detail).In(c.st.Text, n.Range().Start)
}

func (c *checker) syntax(n syntax.Node, detail, format string, args ...any) error {
	return c.at(n, diag.Syntax(format, args...), detail)
}

// place says where a query stands, which decides what it may contain and how it ends.
type place uint8

const (
	whole    place = iota // the statement
	inCall                // CALL { }, whose imports a WITH ends like any other variable
	inScoped              // CALL (…) { }, whose imports are seen throughout
	inExpr                // EXISTS, COUNT or COLLECT { }
)

// query checks the branches of a query and gives its columns, nil without a RETURN.
func (c *checker) query(q *syntax.Query, outer *scope, where place) ([]column, error) {
	var first []column
	for i, b := range q.Branches {
		columns, err := c.single(b, outer, where, len(q.Branches) == 1)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = columns
			continue
		}
		if !sameNames(first, columns) {
			return nil, c.syntax(b, "DifferentColumnsInUnion", "all parts of a UNION must have the same columns: %s is not %s", names(columns), names(first))
		}
		if q.All[i-1] != q.All[0] {
			return nil, c.syntax(b, "InvalidClauseComposition", "UNION and UNION ALL cannot be mixed")
		}
		for j := range first {
			for _, col := range columns {
				if col.name == first[j].name {
					first[j].typ = union(first[j].typ, col.typ)
				}
			}
		}
	}
	return first, nil
}

func sameNames(a, b []column) bool {
	if len(a) != len(b) || (a == nil) != (b == nil) {
		return false
	}
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y column) bool { return x.name == y.name }) {
			return false
		}
	}
	return true
}

func names(columns []column) string {
	if columns == nil {
		return "no columns"
	}
	var out []string
	for _, c := range columns {
		out = append(out, c.name)
	}
	return strings.Join(out, ", ")
}

// single checks a list of clauses.
func (c *checker) single(q *syntax.SingleQuery, outer *scope, where place, alone bool) ([]column, error) {
	sc := newScope(outer)
	if where == inCall {
		sc = outer.clone()
	}
	for i, clause := range q.Clauses {
		last := i == len(q.Clauses)-1
		if where == inExpr && updates(clause) {
			return nil, c.syntax(clause, "InvalidClauseComposition", "an EXISTS, COUNT or COLLECT subquery cannot write")
		}
		if i > 0 && updates(q.Clauses[i-1]) && fetches(clause) {
			return nil, c.syntax(clause, "InvalidClauseComposition", "WITH is required between a clause that writes and a MATCH, UNWIND or CALL")
		}
		columns, next, err := c.clause(clause, sc, last && i == 0 && alone && where == whole)
		if err != nil {
			return nil, err
		}
		if r, ok := clause.(*syntax.Return); ok && !last {
			return nil, c.syntax(r, "InvalidClauseComposition", "RETURN can only be the last clause")
		}
		if f, ok := clause.(*syntax.Finish); ok && (!last || where == inExpr) {
			return nil, c.syntax(f, "InvalidClauseComposition", "FINISH can only be the last clause, and not that of an EXISTS, COUNT or COLLECT subquery")
		}
		if last {
			if err := c.named(clause, where); err != nil {
				return nil, err
			}
			return columns, c.ending(clause, where)
		}
		sc = next
	}
	return nil, nil
}

// ending refuses a query that ends in a clause without an effect.
func (c *checker) ending(clause syntax.Clause, where place) error {
	name := ""
	switch clause.(type) {
	case *syntax.Match:
		name = "MATCH"
	case *syntax.Unwind:
		name = "UNWIND"
	case *syntax.With:
		name = "WITH"
	}
	if name == "" || where == inExpr {
		return nil
	}
	return c.syntax(clause, "InvalidClauseComposition", "a query cannot end with %s: it must return or change something", name)
}

// named refuses a CALL { } that returns an expression without a name.
func (c *checker) named(clause syntax.Clause, where place) error {
	r, ok := clause.(*syntax.Return)
	if !ok || where != inCall && where != inScoped {
		return nil
	}
	for _, it := range r.Projection.Items {
		if _, plain := it.Expr.(*syntax.Variable); !plain && !it.Aliased {
			return c.syntax(it, "NoExpressionAlias", "an expression that CALL { } returns needs a name: AS …")
		}
	}
	return nil
}

func updates(clause syntax.Clause) bool {
	switch clause.(type) {
	case *syntax.Create, *syntax.Merge, *syntax.Set, *syntax.Remove, *syntax.Delete, *syntax.Foreach:
		return true
	}
	return false
}

// fetches says whether a clause brings in rows.
func fetches(clause syntax.Clause) bool {
	switch clause.(type) {
	case *syntax.Match, *syntax.Unwind, *syntax.CallProcedure, *syntax.CallSubquery, *syntax.Show:
		return true
	}
	return false
}

// clause checks a clause in sc and gives the scope after it, and the columns of a RETURN or a CALL that is
// the whole statement.
func (c *checker) clause(clause syntax.Clause, sc *scope, standalone bool) ([]column, *scope, error) {
	if updates(clause) {
		c.access = max(c.access, Write)
	}
	switch cl := clause.(type) {
	case *syntax.Match:
		return nil, sc, c.match(cl, sc)
	case *syntax.Unwind:
		return nil, sc, c.unwind(cl, sc)
	case *syntax.With:
		_, next, err := c.projection(cl.Projection, cl.Where, sc, true)
		return nil, next, err
	case *syntax.Return:
		columns, next, err := c.projection(cl.Projection, nil, sc, false)
		return columns, next, err
	case *syntax.Create:
		return nil, sc, c.create(cl, sc)
	case *syntax.Merge:
		return nil, sc, c.merge(cl, sc)
	case *syntax.Set:
		return nil, sc, c.setItems(cl.Items, sc)
	case *syntax.Remove:
		return nil, sc, c.setItems(cl.Items, sc)
	case *syntax.Delete:
		return nil, sc, c.delete(cl, sc)
	case *syntax.Foreach:
		return nil, sc, c.foreach(cl, sc)
	case *syntax.CallProcedure:
		columns, err := c.callProcedure(cl, sc, standalone)
		return columns, sc, err
	case *syntax.CallSubquery:
		return nil, sc, c.callSubquery(cl, sc)
	case *syntax.Show:
		columns, err := c.show(cl, sc)
		return columns, sc, err
	}
	return nil, sc, nil
}

// match checks a pattern, binds its variables, and checks its condition.
func (c *checker) match(m *syntax.Match, sc *scope) error {
	if err := c.patterns(m.Patterns, sc, matching); err != nil {
		return err
	}
	for _, h := range m.Hints {
		for _, v := range h.Variables {
			if _, ok := sc.lookup(v.Text); !ok {
				return c.undefined(v, v.Text, sc.visible())
			}
		}
	}
	return c.condition(m.Where, sc)
}

// condition checks a WHERE.
func (c *checker) condition(e syntax.Expr, sc *scope) error {
	if e == nil {
		return nil
	}
	return c.predicate(e, sc, context{})
}

func (c *checker) unwind(u *syntax.Unwind, sc *scope) error {
	t, err := c.expr(u.List, sc, context{})
	if err != nil {
		return err
	}
	if _, bound := sc.lookup(u.Variable.Text); bound {
		return c.bound(u.Variable, u.Variable.Text)
	}
	sc.add(u.Variable.Text, t.item())
	return nil
}

func (c *checker) undefined(n syntax.Node, name string, candidates []string) error {
	return c.syntax(n, "UndefinedVariable", "variable `%s` is not defined%s", name, didYouMean(name, candidates))
}

func (c *checker) bound(n syntax.Node, name string) error {
	return c.syntax(n, "VariableAlreadyBound", "variable `%s` is already bound", name)
}

func (c *checker) delete(d *syntax.Delete, sc *scope) error {
	for _, e := range d.Exprs {
		if h, ok := e.(*syntax.HasLabels); ok {
			return c.syntax(h, "InvalidDelete", "DELETE takes nodes and relationships, not labels or types: use REMOVE for a label")
		}
		t, err := c.expr(e, sc, context{})
		if err != nil {
			return err
		}
		if !t.can(function.Node | function.Relationship | function.Path) {
			return c.mismatch(e, "DELETE", function.Node|function.Relationship|function.Path, t)
		}
	}
	return nil
}

func (c *checker) setItems(items []*syntax.SetItem, sc *scope) error {
	for _, it := range items {
		t, err := c.expr(it.Target, sc, context{})
		if err != nil {
			return err
		}
		for _, e := range it.Dynamic {
			if err := c.labelNames(e, sc); err != nil {
				return err
			}
		}
		entity := function.Node | function.Relationship
		if it.Kind == syntax.SetLabels {
			entity = function.Node
		}
		if it.Kind == syntax.SetProperty {
			if err := c.ownsProperty(it.Target, sc); err != nil {
				return err
			}
		}
		if it.Kind != syntax.SetProperty && !t.can(entity) {
			return c.mismatch(it.Target, "the target", entity, t)
		}
		if it.Value == nil {
			continue
		}
		v, err := c.expr(it.Value, sc, context{})
		if err != nil {
			return err
		}
		if from := entity | function.Map; it.Kind != syntax.SetProperty && !v.can(from) {
			return c.mismatch(it.Value, "the new properties", from, v)
		}
	}
	return nil
}

// ownsProperty refuses to set or remove a property of what is stored nowhere.
func (c *checker) ownsProperty(target syntax.Expr, sc *scope) error {
	var subject syntax.Expr
	switch target := target.(type) {
	case *syntax.Property:
		subject = target.Subject
	case *syntax.Index:
		subject = target.Subject
	default:
		return nil
	}
	t, err := c.expr(subject, sc, context{})
	if err != nil {
		return err
	}
	if want := function.Node | function.Relationship; !t.can(want) {
		return c.mismatch(subject, "the owner of the property", want, t)
	}
	return nil
}

func (c *checker) foreach(f *syntax.Foreach, sc *scope) error {
	t, err := c.expr(f.List, sc, context{})
	if err != nil {
		return err
	}
	if !t.can(function.List) {
		return c.mismatch(f.List, "FOREACH", function.List, t)
	}
	if _, bound := sc.lookup(f.Variable.Text); bound {
		return c.bound(f.Variable, f.Variable.Text)
	}
	inner := newScope(sc)
	inner.add(f.Variable.Text, t.item())
	for _, clause := range f.Body {
		if !updates(clause) {
			return c.syntax(clause, "InvalidClauseComposition", "FOREACH can only contain clauses that write")
		}
		_, next, err := c.clause(clause, inner, false)
		if err != nil {
			return err
		}
		inner = next
	}
	return nil
}
