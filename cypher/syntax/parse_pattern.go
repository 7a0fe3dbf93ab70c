package syntax

import "newsgraph/cypher/diag"

// startsPattern says whether the parenthesis at token i begins a node pattern that a relationship
// pattern follows, as opposed to an expression in parentheses. It looks at a fixed number of
// tokens: the first two inside, and those behind the matching bracket. (a)-[b]-(c) and (a)--(b)
// are patterns, though they could be read as arithmetic; Neo4j reads them the same way.
func (p *parser) startsPattern(i int) bool {
	if !p.tokens[i].is("(") || p.tokens[i].match < 0 {
		return false
	}
	first := &p.tokens[i+1]
	if first.isName() && !first.is(")") && i+2 < len(p.tokens) {
		next := &p.tokens[i+2]
		if !next.is(")") && !next.is(":") && !next.is("{") && next.kind != parameter && next.keyword != "WHERE" && first.keyword != "WHERE" {
			return false
		}
	} else if !first.is(")") && !first.is(":") && !first.is("{") {
		return false
	}
	return p.relFollows(p.tokens[i].match + 1)
}

// relFollows says whether a relationship pattern and a node begin at token i.
func (p *parser) relFollows(i int) bool {
	at := func(i int) *token { return &p.tokens[min(i, len(p.tokens)-1)] }
	if at(i).is("<") {
		i++
	}
	if !at(i).is("-") {
		return false
	}
	i++
	if at(i).is("[") {
		if i = at(i).match; i < 0 {
			return false
		}
		i++
	}
	if !at(i).is("-") {
		return false
	}
	i++
	if at(i).is(">") {
		i++
	}
	switch {
	case at(i).is("+"), at(i).is("*"):
		i++
	case at(i).is("{") && at(i).match > 0:
		i = at(i).match + 1
	}
	return at(i).is("(")
}

// chainOfNodes parses (node)-[rel]-(node)….
func (p *parser) chainOfNodes() *Path {
	start := p.start()
	path := &Path{Nodes: []*NodePattern{p.node()}}
	for p.err == nil && (p.isSymbol("-") || p.isSymbol("<") && p.ahead(1).is("-")) {
		path.Rels = append(path.Rels, p.rel())
		path.Nodes = append(path.Nodes, p.node())
	}
	path.Span = p.from(start)
	return path
}

func (p *parser) node() *NodePattern {
	start := p.start()
	n := &NodePattern{}
	saved := p.noBar
	p.noBar = false
	if !p.accept("(") {
		p.unexpected("a node pattern '('")
	}
	wanted := []string{"':'", "'{'", "WHERE", "')'"}
	switch {
	case p.cur().isName() && !p.isInnerWhere() && !p.isInnerIs():
		n.Variable = p.name("a variable")
	case !p.isSymbol(":") && !p.isSymbol("{") && !p.isSymbol(")") && p.cur().kind != parameter:
		wanted = append([]string{"a variable"}, wanted...)
	}
	if p.accept(":") || p.acceptWord("IS") {
		n.Labels = p.labelExpr(false)
		wanted = append([]string{"'&'", "'|'"}, wanted...)
	}
	n.Properties = p.patternProperties()
	if p.isWord("WHERE") {
		n.Where = p.where()
	}
	if n.Where != nil {
		wanted = []string{"an operator", "')'"}
	} else if n.Properties != nil {
		wanted = []string{"WHERE", "')'"}
	}
	if !p.accept(")") {
		wanted[len(wanted)-1] += " in node pattern"
		p.unexpected(wanted...)
	}
	p.noBar = saved
	n.Span = p.from(start)
	return n
}

// isInnerWhere says whether WHERE begins the condition of a node or relationship without a
// variable, as opposed to being its name.
func (p *parser) isInnerWhere() bool {
	if !p.isWord("WHERE") {
		return false
	}
	next := p.ahead(1)
	return !next.is(")") && !next.is("]") && !next.is(":") && !next.is("{")
}

// isInnerIs says whether IS stands before the labels of a node or the type of a relationship without a variable.
func (p *parser) isInnerIs() bool {
	next := p.ahead(1)
	return p.isWord("IS") && (next.isName() || next.is("!") || next.is("%") || next.is("("))
}

func (p *parser) patternProperties() Expr {
	switch {
	case p.isSymbol("{"):
		return p.mapLiteral()
	case p.cur().kind == parameter:
		t := p.advance()
		return &Parameter{Span: t.Span, Name: t.text}
	}
	return nil
}

func (p *parser) rel() *RelPattern {
	start := p.start()
	r := &RelPattern{Direction: Both}
	left := p.accept("<")
	p.expect("-")
	if p.isSymbol("[") {
		p.relDetail(r)
	}
	p.expect("-")
	right := p.accept(">")
	switch {
	case left && !right:
		r.Direction = Incoming
	case right && !left:
		r.Direction = Outgoing
	}
	if p.isQuantifier() {
		if r.Length != nil {
			p.failAt(p.start(), diag.Syntax("a relationship pattern has a length inside its brackets or a quantifier behind it, not both").With("InvalidRelationshipPattern"))
		}
		r.Length = p.quantifier()
	}
	r.Span = p.from(start)
	return r
}

func (p *parser) relDetail(r *RelPattern) {
	p.advance()
	saved := p.noBar
	p.noBar = false
	wanted := []string{"a variable", "':'", "'*'", "'{'", "WHERE", "']'"}
	if p.cur().isName() && !p.isInnerWhere() && !p.isInnerIs() {
		r.Variable = p.name("a variable")
		wanted = wanted[1:]
	}
	if p.accept(":") || p.acceptWord("IS") {
		r.Types = p.labelExpr(true)
		wanted = []string{"'|'", "'*'", "'{'", "WHERE", "']'"}
	}
	if p.isSymbol("*") {
		p.length(r)
	} else if p.isSymbol("..") {
		p.failAt(p.start(), diag.Syntax("Invalid input '..': a range of lengths begins with '*'").With("InvalidRelationshipPattern"))
	}
	r.Properties = p.patternProperties()
	if p.isWord("WHERE") {
		r.Where = p.where()
		wanted = []string{"an operator", "']'"}
	}
	if !p.accept("]") {
		wanted[len(wanted)-1] += " in relationship pattern"
		p.unexpected(wanted...)
	}
	p.noBar = saved
}

// length parses *, *n, *n.., *..m or *n..m.
func (p *parser) length(r *RelPattern) {
	start := p.advance().Start
	l := &Length{}
	if p.isSymbol("-") {
		p.failAt(p.start(), diag.Syntax("Invalid input '-': a length cannot be negative").With("InvalidRelationshipPattern"))
	}
	l.Min = p.lengthBound()
	if p.accept("..") {
		l.Max = p.lengthBound()
	} else {
		l.Max = l.Min
	}
	l.Span = p.from(start)
	r.Length = l
}

// isQuantifier says whether what was parsed is to be repeated.
func (p *parser) isQuantifier() bool { return p.isSymbol("+") || p.isSymbol("*") || p.isSymbol("{") }

// quantifier parses +, *, {n}, {n,}, {,m} or {n,m} behind a relationship or a path in parentheses.
func (p *parser) quantifier() *Length {
	start := p.start()
	l := &Length{Quantified: true}
	zero, one := int64(0), int64(1)
	switch {
	case p.accept("+"):
		l.Min = &one
	case p.accept("*"):
		l.Min = &zero
	case p.accept("{"):
		l.Min = p.lengthBound()
		if p.accept(",") {
			l.Max = p.lengthBound()
			if l.Min == nil {
				l.Min = &zero
			}
		} else if l.Max = l.Min; l.Max == nil {
			p.unexpected("a number", "','")
		}
		p.expect("}")
	}
	switch {
	case l.Max == nil:
	case *l.Max == 0:
		p.failAt(start, diag.Syntax("a quantifier that allows no repetition matches nothing: its upper bound is at least 1").With("InvalidRelationshipPattern"))
	case *l.Min > *l.Max:
		p.failAt(start, diag.Syntax("the lower bound %d of a quantifier exceeds its upper bound %d", *l.Min, *l.Max).With("InvalidRelationshipPattern"))
	}
	l.Span = p.from(start)
	return l
}

func (p *parser) lengthBound() *int64 {
	if p.cur().kind != integer {
		return nil
	}
	n, ok := p.number("").(*Integer)
	if !ok {
		return nil
	}
	return &n.Value
}

// labelExpr parses labels behind a colon; rel says that they are types, where a:b does not exist
// and a|:b does.
func (p *parser) labelExpr(rel bool) LabelExpr {
	p.enter()
	defer p.leave()
	start := p.start()
	l := p.labelAnd(rel)
	for p.isSymbol("|") && !p.noBar {
		p.link()
		p.advance()
		if rel {
			p.accept(":")
		}
		r := p.labelAnd(rel)
		l = &LabelOr{Left: l, Right: r, Span: p.from(start)}
	}
	return l
}

// isDynamic says whether a dynamic label or type begins here: $(…), $all(…) or $any(…).
func (p *parser) isDynamic() bool {
	t := p.cur()
	return t.kind == dynamic || t.kind == parameter && p.ahead(1).is("(") && (upper(t.text) == "ALL" || upper(t.text) == "ANY")
}

// dynamic parses $(names), $all(names) or $any(names).
func (p *parser) dynamic() (names Expr, any bool) {
	saved := p.noBar
	p.noBar = false
	any = upper(p.advance().text) == "ANY" // what is before the bracket
	p.expect("(")
	x := p.expr()
	p.expect(")", "an operator")
	p.noBar = saved
	return x, any
}

func (p *parser) labelAnd(rel bool) LabelExpr {
	start := p.start()
	l := p.labelNot(rel)
	for {
		colon := !rel && p.isSymbol(":")
		if !colon && !p.isSymbol("&") {
			return l
		}
		p.link()
		p.advance()
		r := p.labelNot(rel)
		l = &LabelAnd{Left: l, Right: r, Colon: colon, Span: p.from(start)}
	}
}

func (p *parser) labelNot(rel bool) LabelExpr {
	p.enter()
	defer p.leave()
	start := p.start()
	switch {
	case p.accept("!"):
		x := p.labelNot(rel)
		return &LabelNot{X: x, Span: p.from(start)}
	case p.accept("%"):
		return &LabelWildcard{Span: p.from(start)}
	case p.isSymbol("("):
		p.advance()
		saved := p.noBar
		p.noBar = false
		x := p.labelExpr(rel)
		p.noBar = saved
		p.expect(")")
		return x
	case p.isDynamic():
		x, any := p.dynamic()
		return &Label{Span: p.from(start), Dynamic: x, Any: any}
	}
	what := "a label"
	if rel {
		what = "a relationship type"
	}
	n := p.name(what)
	return &Label{Span: n.Span, Name: n.Text}
}
