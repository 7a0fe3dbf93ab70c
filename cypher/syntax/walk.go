package syntax

// Walk calls visit for e and, where visit says so, for the expressions below it: those of patterns
// inside e too, but not those of the queries of EXISTS, COUNT and COLLECT { }. A nil e is nothing.
func Walk(e Expr, visit func(Expr) bool) {
	if e == nil || !visit(e) {
		return
	}
	for _, c := range Children(e) {
		Walk(c, visit)
	}
}

// Children gives the expressions directly below e, in the order of the text, without nils.
func Children(e Expr) []Expr {
	var out []Expr
	add := func(es ...Expr) {
		for _, c := range es {
			if c != nil {
				out = append(out, c)
			}
		}
	}
	switch e := e.(type) {
	case *Property:
		add(e.Subject)
	case *Index:
		add(e.Subject, e.Index)
	case *Slice:
		add(e.Subject, e.From, e.To)
	case *List:
		add(e.Items...)
	case *MapLiteral:
		add(e.Values...)
	case *MapProjection:
		add(e.Subject)
		for _, it := range e.Items {
			add(it.Value)
		}
	case *Unary:
		add(e.X)
	case *Binary:
		add(e.Left, e.Right)
	case *Comparison:
		add(e.Operands...)
	case *IsNull:
		add(e.X)
	case *IsTyped:
		add(e.X)
	case *IsNormalized:
		add(e.X)
	case *HasLabels:
		add(e.X)
		add(LabelExprs(e.Labels)...)
	case *Call:
		add(e.Args...)
	case *Case:
		add(e.Subject)
		for _, w := range e.Whens {
			add(w.Values...)
			add(w.Tests...)
			add(w.Then)
		}
		add(e.Else)
	case *ListComprehension:
		add(e.List, e.Where, e.Project)
	case *Quantifier:
		add(e.List, e.Where)
	case *Reduce:
		add(e.Init, e.List, e.Body)
	case *PatternComprehension:
		add(PathExprs(e.Pattern)...)
		add(e.Where, e.Project)
	case *PatternExpr:
		add(PathExprs(e.Pattern)...)
	}
	return out
}

// PathExprs gives the expressions of a path's dynamic labels, properties and inner conditions, those of what is repeated
// in it too.
func PathExprs(p *Path) []Expr {
	var out []Expr
	add := func(e Expr) {
		if e != nil {
			out = append(out, e)
		}
	}
	for i, n := range p.Nodes {
		if i > 0 {
			r := p.Rels[i-1]
			if r.Repeated != nil {
				out = append(out, PathExprs(r.Repeated)...)
			}
			out = append(out, LabelExprs(r.Types)...)
			add(r.Properties)
			add(r.Where)
		}
		out = append(out, LabelExprs(n.Labels)...)
		add(n.Properties)
		add(n.Where)
	}
	add(p.Where)
	return out
}
