package syntax

import "newsgraph/cypher/diag"

func (p *parser) merge() *Merge {
	start := p.advance().Start
	m := &Merge{Pattern: p.path()}
	for p.acceptWord("ON") {
		switch p.anyWord("CREATE", "MATCH") {
		case "CREATE":
			p.expectWord("SET")
			m.OnCreate = append(m.OnCreate, p.setItems()...)
		case "MATCH":
			p.expectWord("SET")
			m.OnMatch = append(m.OnMatch, p.setItems()...)
		default:
			p.unexpected("CREATE", "MATCH")
		}
	}
	m.Span = p.from(start)
	return m
}

func (p *parser) setItems() []*SetItem {
	var out []*SetItem
	for {
		out = append(out, p.setItem(true))
		if !p.accept(",") {
			return out
		}
	}
}

func (p *parser) remove() *Remove {
	start := p.advance().Start
	r := &Remove{}
	for {
		r.Items = append(r.Items, p.setItem(false))
		if !p.accept(",") {
			break
		}
	}
	r.Span = p.from(start)
	return r
}

// itemLabel parses one label of SET or REMOVE.
func (p *parser) itemLabel(it *SetItem) {
	if p.isDynamic() {
		at := p.start()
		names, any := p.dynamic()
		if any {
			p.failAt(at, diag.Syntax("$any( ) can stand in MATCH only").With("UnexpectedSyntax"))
		}
		it.Dynamic = append(it.Dynamic, names)
		return
	}
	it.Labels = append(it.Labels, p.name("a label"))
}

// setItem parses one item of SET (assign) or REMOVE.
func (p *parser) setItem(assign bool) *SetItem {
	start := p.start()
	it := &SetItem{Target: p.target()}
	_, isVariable := it.Target.(*Variable)
	switch {
	case isVariable && (p.isSymbol(":") || p.isWord("IS")):
		it.Kind = SetLabels
		if p.acceptWord("IS") {
			p.itemLabel(it)
		}
		for p.accept(":") {
			p.itemLabel(it)
		}
	case !assign && !isVariable:
		it.Kind = SetProperty
	case !assign:
		p.unexpected("':'", "'.'")
	case isVariable && p.accept("="):
		it.Kind, it.Value = SetAll, p.expr()
	case isVariable && p.accept("+="):
		it.Kind, it.Value = SetMerge, p.expr()
	case isVariable:
		p.unexpected("'.'", "':'", "'='", "'+='")
	case p.accept("="):
		it.Kind, it.Value = SetProperty, p.expr()
	default:
		p.unexpected("'.'", "'='")
	}
	it.Span = p.from(start)
	return it
}

// target parses what SET and REMOVE change: a variable, or a property of an expression.
func (p *parser) target() Expr {
	start := p.start()
	var e Expr
	if t := p.cur(); t.isName() && !p.ahead(1).is("(") {
		p.advance()
		e = &Variable{Span: t.Span, Name: t.text}
	} else {
		e = p.primary()
	}
	for {
		switch {
		case p.accept("."):
			p.link()
			e = &Property{Subject: e, Key: p.name("a property"), Span: p.from(start)}
		case p.accept("["):
			p.link()
			i := p.expr()
			p.expect("]")
			e = &Index{Subject: e, Index: i, Span: p.from(start)}
		default:
			switch e.(type) {
			case *Variable, *Property, *Index:
			default:
				p.unexpected("'.'")
			}
			return e
		}
	}
}

func (p *parser) foreach() *Foreach {
	p.enter()
	defer p.leave()
	start := p.advance().Start
	f := &Foreach{}
	p.expect("(")
	f.Variable = p.name("a variable")
	p.expectWord("IN")
	saved := p.noBar
	p.noBar = true
	f.List = p.expr()
	p.noBar = saved
	p.expect("|")
	for p.err == nil && !p.isSymbol(")") {
		at := p.start()
		c := p.clause()
		switch c.(type) {
		case *Create, *Merge, *Set, *Remove, *Delete, *Foreach:
			f.Body = append(f.Body, c)
		case nil:
			p.unexpected("CREATE", "MERGE", "SET", "REMOVE", "DELETE", "FOREACH", "')'")
		default:
			p.failAt(at, diag.Syntax("Invalid use of a reading clause inside FOREACH").With("InvalidClauseComposition"))
		}
	}
	if len(f.Body) == 0 {
		p.unexpected("CREATE", "MERGE", "SET", "REMOVE", "DELETE", "FOREACH")
	}
	p.expect(")")
	f.Span = p.from(start)
	return f
}

// call parses CALL of a procedure or of a subquery; OPTIONAL is already taken.
func (p *parser) call(start int, optional bool) Clause {
	p.expectWord("CALL")
	if p.isSymbol("{") || p.isSymbol("(") {
		return p.callSubquery(start, optional)
	}
	c := &CallProcedure{Optional: optional, Name: p.dotted("the name of a procedure")}
	if p.accept("(") {
		c.HasArgs = true
		for !p.isSymbol(")") && p.err == nil {
			c.Args = append(c.Args, p.expr())
			if !p.accept(",") {
				break
			}
		}
		p.expect(")", "','")
	}
	if p.isWord("YIELD") {
		c.Yield = p.yield(false)
	}
	c.Span = p.from(start)
	return c
}

// yield parses YIELD; with the clauses of sorting where SHOW allows them.
func (p *parser) yield(sorting bool) *Yield {
	start := p.advance().Start
	y := &Yield{}
	if p.accept("*") {
		y.Star = true
	} else if !(p.isSymbol("-") && p.ahead(1).kind == endOfInput) {
		for {
			at := p.start()
			it := &YieldItem{Field: p.name("a result field")}
			it.Alias = it.Field
			if p.acceptWord("AS") {
				it.Alias = p.name("a variable")
			}
			it.Span = p.from(at)
			y.Items = append(y.Items, it)
			if !p.accept(",") {
				break
			}
		}
	} else {
		p.advance()
	}
	if sorting {
		if p.acceptWord("ORDER", "BY") {
			y.Order = p.sortItems()
		}
		if p.acceptWord("SKIP") || p.acceptWord("OFFSET") {
			y.Skip = p.expr()
		}
		if p.acceptWord("LIMIT") {
			y.Limit = p.expr()
		}
	}
	y.Where = p.where()
	y.Span = p.from(start)
	return y
}

func (p *parser) callSubquery(start int, optional bool) *CallSubquery {
	c := &CallSubquery{Optional: optional}
	if p.accept("(") {
		c.Scoped = true
		switch {
		case p.accept("*"):
			c.ImportAll = true
		case !p.isSymbol(")"):
			c.Imports = p.names("a variable")
		}
		p.expect(")", "','")
	}
	p.expect("{")
	c.Query = p.query()
	p.expect("}", "a clause")
	if p.isWord("IN") {
		c.Transactions = p.inTransactions()
	}
	c.Span = p.from(start)
	return c
}

func (p *parser) inTransactions() *InTransactions {
	start := p.advance().Start
	t := &InTransactions{}
	if !p.isWord("TRANSACTIONS") {
		if !p.isWord("CONCURRENT") {
			t.Concurrency = p.expr()
		}
		p.expectWord("CONCURRENT")
	}
	p.expectWord("TRANSACTIONS")
	for p.err == nil {
		switch {
		case p.acceptWord("OF"):
			t.Rows = p.expr()
			if p.anyWord("ROW", "ROWS") == "" {
				p.unexpected("ROWS")
			}
		case p.acceptWord("ON"):
			p.expectWord("ERROR")
			if t.OnError = p.anyWord("CONTINUE", "BREAK", "FAIL"); t.OnError == "" {
				p.unexpected("CONTINUE", "BREAK", "FAIL")
			}
		case p.acceptWord("REPORT"):
			p.expectWord("STATUS", "AS")
			t.Report = p.name("a variable")
		default:
			t.Span = p.from(start)
			return t
		}
	}
	return t
}
