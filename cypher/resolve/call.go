package resolve

import (
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// call checks a function call and gives the type of its result.
func (c *checker) call(e *syntax.Call, sc *scope, ctx context) (typ, error) {
	if e.Star {
		if err := c.aggregation(e, ctx); err != nil {
			return anything, err
		}
		return kindType(value.KindInteger), nil
	}
	f, ok := function.Lookup(e.Name.Text)
	if !ok {
		return c.builtIn(e, sc, ctx)
	}
	inner := context{aggregates: ctx.aggregates}
	if f.Aggregating() {
		if err := c.aggregation(e, ctx); err != nil {
			return anything, err
		}
		inner.aggregates = within
	} else if e.Distinct {
		return anything, c.syntax(e, "UnexpectedSyntax", "DISTINCT only has a meaning in a function that aggregates, not in %s()", f.Name)
	} else if f.Volatile && ctx.aggregates == within {
		return anything, c.syntax(e, "NonConstantExpression", "%s() cannot be aggregated: it changes with every call", f.Name)
	}
	if !f.Accepts(len(e.Args)) {
		return anything, c.syntax(e, "InvalidNumberOfArguments", "%s does not take %d arguments", f.Signature(), len(e.Args))
	}
	types := make([]typ, len(e.Args))
	for i, a := range e.Args {
		if p, ok := a.(*syntax.PatternExpr); ok && p.Pattern.Kind == syntax.AllPaths {
			return anything, c.patternMisplaced(p)
		}
		t, err := c.expr(a, sc, inner)
		if err != nil {
			return anything, err
		}
		if param := f.Param(i); !t.can(param.Types) {
			return anything, c.mismatch(a, f.Name+"()", param.Types, t)
		}
		types[i] = t
	}
	return resultOf(f, types), nil
}

// resultOf is the type of a call, from its arguments where they say more than the function does.
func resultOf(f *function.Function, args []typ) typ {
	switch f.Name {
	case "coalesce":
		t := args[0]
		for _, a := range args[1:] {
			t = union(t, a)
		}
		return t
	case "min", "max", "nullIf":
		return args[0]
	case "collect":
		return listOf(args[0])
	case "head", "last":
		return args[0].item()
	case "tail", "reverse":
		return args[0]
	case "nodes":
		return listOf(kindType(value.KindNode))
	case "relationships":
		return listOf(kindType(value.KindRelationship))
	case "labels", "keys", "split":
		return listOf(kindType(value.KindString))
	case "range":
		return listOf(kindType(value.KindInteger))
	}
	return of(f.Result)
}

// builtIn checks the calls that are no functions of values: exists(pattern).
func (c *checker) builtIn(e *syntax.Call, sc *scope, ctx context) (typ, error) {
	p, ok := (*syntax.PatternExpr)(nil), false
	if len(e.Args) == 1 {
		p, ok = e.Args[0].(*syntax.PatternExpr)
	}
	if !strings.EqualFold(e.Name.Text, "exists") || !ok {
		return anything, c.syntax(e, "UnknownFunction", "unknown function `%s`%s", e.Name.Text, didYouMean(e.Name.Text, functionNames()))
	}
	return kindType(value.KindBoolean), c.patternTest(p, sc, ctx)
}

// callProcedure checks the call of a procedure and binds what it yields. A call that is the whole statement
// gives all its results without saying so, and may take its arguments from the parameters.
func (c *checker) callProcedure(call *syntax.CallProcedure, sc *scope, standalone bool) ([]column, error) {
	proc, ok := (*Procedure)(nil), false
	if c.opts.Procedure != nil {
		proc, ok = c.opts.Procedure(call.Name.Text)
	}
	if !ok {
		return nil, c.at(call.Name, diag.ProcedureNotFound("there is no procedure `%s`", call.Name.Text), "ProcedureNotFound")
	}
	if proc.Writes {
		c.access = max(c.access, Write)
	}
	if err := c.procedureArgs(call, proc, sc, standalone); err != nil {
		return nil, err
	}
	var columns []column
	if call.Yield == nil {
		if standalone {
			for _, f := range proc.Outputs {
				columns = append(columns, column{f.Name, of(f.Types)})
			}
		}
		return columns, nil
	}
	if call.Yield.Star && !standalone {
		return nil, c.syntax(call.Yield, "UnexpectedSyntax", "YIELD * can only stand in a call that is the whole statement: name the results")
	}
	columns, err := c.yield(call.Yield, proc.Outputs, sc)
	if err != nil || !standalone {
		return nil, err
	}
	return columns, nil
}

func (c *checker) procedureArgs(call *syntax.CallProcedure, proc *Procedure, sc *scope, standalone bool) error {
	if !call.HasArgs {
		if !standalone {
			return c.syntax(call, "InvalidArgumentPassingMode", "a call within a query names its arguments: %s(…)", proc.Name)
		}
		for _, f := range proc.Inputs[:min(proc.Required, len(proc.Inputs))] {
			c.parameters[f.Name] = true
		}
		return nil
	}
	if n := len(call.Args); n < proc.Required || n > len(proc.Inputs) {
		return c.syntax(call, "InvalidNumberOfArguments", "%s takes %d arguments, not %d", proc.Name, len(proc.Inputs), n)
	}
	for i, a := range call.Args {
		t, err := c.expr(a, sc, context{})
		if err != nil {
			return err
		}
		want := proc.Inputs[i].Types
		accepted := want
		if want&function.Float != 0 {
			accepted |= function.Integer // an integer is turned into a float
		}
		if !t.can(accepted) {
			return c.mismatch(a, proc.Name, want, t)
		}
	}
	return nil
}

// yield binds the fields that YIELD names, or all of them.
func (c *checker) yield(y *syntax.Yield, fields []Field, sc *scope) ([]column, error) {
	var columns []column
	if y.Star {
		for _, f := range fields {
			columns = append(columns, column{f.Name, of(f.Types)})
			sc.add(f.Name, of(f.Types))
		}
	}
	for _, it := range y.Items {
		t, found := typ{}, false
		for _, f := range fields {
			if f.Name == it.Field.Text {
				t, found = of(f.Types), true
			}
		}
		if !found {
			var known []string
			for _, f := range fields {
				known = append(known, f.Name)
			}
			return nil, c.undefined(it.Field, it.Field.Text, known)
		}
		if _, bound := sc.lookup(it.Alias.Text); bound {
			return nil, c.bound(it.Alias, it.Alias.Text)
		}
		sc.add(it.Alias.Text, t)
		columns = append(columns, column{it.Alias.Text, t})
	}
	for _, s := range y.Order {
		if _, err := c.expr(s.Expr, sc, context{}); err != nil {
			return nil, err
		}
	}
	if err := c.counts(y.Skip, y.Limit); err != nil {
		return nil, err
	}
	return columns, c.condition(y.Where, sc)
}

// show binds what SHOW … YIELD names; the columns themselves are known where the command runs.
func (c *checker) show(s *syntax.Show, sc *scope) ([]column, error) {
	if err := c.exprs(sc, context{}, s.IDs...); err != nil {
		return nil, err
	}
	if s.Yield != nil {
		for _, it := range s.Yield.Items {
			if _, bound := sc.lookup(it.Alias.Text); bound {
				return nil, c.bound(it.Alias, it.Alias.Text)
			}
			sc.add(it.Alias.Text, anything)
		}
	}
	return nil, nil
}

// callSubquery checks CALL { } and binds what it returns.
func (c *checker) callSubquery(call *syntax.CallSubquery, sc *scope) error {
	inner := newScope(nil)
	if call.Scoped {
		imports := call.Imports
		if call.ImportAll {
			for s := sc; s != nil; s = s.parent {
				for _, n := range s.names {
					inner.add(n, s.types[n])
				}
			}
		}
		for _, v := range imports {
			t, ok := sc.lookup(v.Text)
			if !ok {
				return c.undefined(v, v.Text, sc.visible())
			}
			inner.add(v.Text, t)
		}
	}
	columns, err := c.importing(call, inner, sc)
	if err != nil {
		return err
	}
	for _, col := range columns {
		if _, bound := sc.lookup(col.name); bound {
			return c.bound(call, col.name)
		}
		sc.add(col.name, col.typ)
	}
	if tx := call.Transactions; tx != nil {
		c.access = max(c.access, Write)
		if err := c.counts(tx.Rows, tx.Concurrency); err != nil {
			return err
		}
		if tx.Report != nil {
			if _, bound := sc.lookup(tx.Report.Text); bound {
				return c.bound(tx.Report, tx.Report.Text)
			}
			sc.add(tx.Report.Text, kindType(value.KindMap))
		}
	}
	return nil
}

// importing checks the branches of a CALL { }. In the old form, a WITH of plain variables that begins a
// branch takes them from outside.
func (c *checker) importing(call *syntax.CallSubquery, inner, outer *scope) ([]column, error) {
	if call.Scoped {
		inner.fixed = true
		return c.query(call.Query, inner, inScoped)
	}
	q := *call.Query
	q.Branches = nil
	var scopes []*scope
	for _, b := range call.Query.Branches {
		sc := inner.clone()
		branch := *b
		if w, ok := b.Clauses[0].(*syntax.With); ok && importsOnly(w) && len(b.Clauses) > 1 {
			if w.Projection.Star {
				for s := outer; s != nil; s = s.parent {
					for _, n := range s.names {
						sc.add(n, s.types[n])
					}
				}
			}
			for _, it := range w.Projection.Items {
				v := it.Expr.(*syntax.Variable)
				t, ok := outer.lookup(v.Name)
				if !ok {
					return nil, c.undefined(v, v.Name, outer.visible())
				}
				sc.add(v.Name, t)
			}
			branch.Clauses = b.Clauses[1:]
		}
		scopes = append(scopes, sc)
		q.Branches = append(q.Branches, &branch)
	}
	if len(q.Branches) == 1 {
		return c.query(&q, scopes[0], inCall)
	}
	// Each branch has imports of its own: the columns of one are checked against those of the next.
	var first []column
	for i, b := range q.Branches {
		one := syntax.Query{Span: b.Span, Branches: []*syntax.SingleQuery{b}}
		columns, err := c.query(&one, scopes[i], inCall)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = columns
		} else if !sameNames(first, columns) {
			return nil, c.syntax(b, "DifferentColumnsInUnion", "all parts of a UNION must have the same columns: %s is not %s", names(columns), names(first))
		}
	}
	return first, nil
}

func importsOnly(w *syntax.With) bool {
	p := w.Projection
	if w.Where != nil || p.Distinct || len(p.Order) > 0 || p.Skip != nil || p.Limit != nil {
		return false
	}
	for _, it := range p.Items {
		v, ok := it.Expr.(*syntax.Variable)
		if !ok || it.Name.Text != v.Name {
			return false
		}
	}
	return true
}
