package syntax

import "slices"

// expr parses an expression.
func (p *parser) expr() Expr {
	p.enter()
	defer p.leave()
	return p.operators(0)
}

// levels are the binary operators by precedence, weakest first. NOT stands between levels 2 and 3,
// comparisons and predicates with it.
var levels = [...][]string{{"OR"}, {"XOR"}, {"AND"}, {"+", "-", "||"}, {"*", "/", "%"}, {"^"}}

const (
	levelNot   = 3
	levelUnary = len(levels)
)

// operators parses a chain of the left-associative operators of a level.
func (p *parser) operators(level int) Expr {
	start := p.start()
	left := p.operand(level)
	for {
		op := p.operator(level)
		if op == "" {
			return left
		}
		p.link()
		p.advance()
		right := p.operand(level)
		left = &Binary{Op: op, Left: left, Right: right, Span: p.from(start)}
	}
}

// operand parses what the operators of a level join.
func (p *parser) operand(level int) Expr {
	switch level + 1 {
	case levelNot:
		return p.not()
	case levelUnary:
		return p.unary()
	}
	return p.operators(level + 1)
}

func (p *parser) operator(level int) string {
	t := p.cur()
	text := t.keyword
	if t.kind == symbol {
		text = t.text
	}
	if text == "" {
		return ""
	}
	for _, op := range levels[level] {
		if op == text {
			return op
		}
	}
	return ""
}

func (p *parser) not() Expr {
	if !p.isWord("NOT") {
		return p.comparison()
	}
	p.enter()
	defer p.leave()
	start := p.advance().Start
	x := p.not()
	return &Unary{Op: "NOT", X: x, Span: p.from(start)}
}

func (p *parser) comparison() Expr {
	start := p.start()
	left := p.predicates(nil)
	op := p.comparisonOp()
	if op == "" {
		return left
	}
	c := &Comparison{Operands: []Expr{left}}
	for ; op != ""; op = p.comparisonOp() {
		p.advance()
		c.Ops = append(c.Ops, op)
		c.Operands = append(c.Operands, p.predicates(nil))
	}
	c.Span = p.from(start)
	return c
}

func (p *parser) comparisonOp() string {
	t := p.cur()
	if t.kind != symbol {
		return ""
	}
	switch t.text {
	case "=", "<>", "<", "<=", ">", ">=":
		return t.text
	case "!":
		if p.ahead(1).is("=") {
			p.unexpected("'<>' for inequality")
		}
	}
	return ""
}

// predicates parses the suffixes of a comparison's operand: IN, STARTS WITH, IS NULL, …. With a
// left side given it continues from there, for the WHEN of CASE.
func (p *parser) predicates(left Expr) Expr {
	start := p.start()
	if left == nil {
		left = p.operators(levelNot)
	} else {
		start = left.Range().Start
	}
	for p.err == nil {
		op := ""
		switch {
		case p.isSymbol("=~"), p.isWord("IN"), p.isWord("CONTAINS"):
			op = p.cur().text
			if k := p.advance().keyword; k != "" {
				op = k
			}
		case p.acceptWord("STARTS", "WITH"):
			op = "STARTS WITH"
		case p.acceptWord("ENDS", "WITH"):
			op = "ENDS WITH"
		case p.isWord("IS") && (p.ahead(1).is("::") || slices.Contains(afterIs, p.ahead(1).keyword)):
			p.link()
			left = p.is(left, start)
			continue
		case p.isInnerIs() || p.isWord("IS") && p.ahead(1).kind == dynamic:
			p.link()
			p.advance()
			l := p.labelExpr(false)
			left = &HasLabels{X: left, Labels: l, Span: p.from(start)}
			continue
		case p.isSymbol("::"):
			p.link()
			p.advance()
			t := p.typeName()
			left = &IsTyped{X: left, Type: t, Span: p.from(start)}
			continue
		default:
			return left
		}
		p.link()
		right := p.operators(levelNot)
		left = &Binary{Op: op, Left: left, Right: right, Span: p.from(start)}
	}
	return left
}

// normalForms are the keywords for Unicode normal forms, and afterIs those that stand behind IS where no label does.
var (
	normalForms = []string{"NFC", "NFD", "NFKC", "NFKD"}
	afterIs     = append([]string{"NULL", "NOT", "TYPED", "NORMALIZED"}, normalForms...)
)

// is parses IS [NOT] NULL, IS [NOT] :: type and IS [NOT] NORMALIZED behind left.
func (p *parser) is(left Expr, start int) Expr {
	p.expectWord("IS")
	negated := p.acceptWord("NOT")
	switch {
	case p.acceptWord("NULL"):
		return &IsNull{X: left, Negated: negated, Span: p.from(start)}
	case p.accept("::"), p.acceptWord("TYPED"):
		t := p.typeName()
		return &IsTyped{X: left, Negated: negated, Type: t, Span: p.from(start)}
	}
	form := p.anyWord(normalForms...)
	if p.acceptWord("NORMALIZED") {
		if form == "" {
			form = "NFC"
		}
		return &IsNormalized{X: left, Negated: negated, Form: form, Span: p.from(start)}
	}
	p.unexpected("NULL", "NOT NULL", "'::'", "TYPED", "NORMALIZED")
	return left
}

func (p *parser) unary() Expr {
	t := p.cur()
	if !t.is("-") && !t.is("+") {
		return p.postfix()
	}
	start := t.Start
	p.advance()
	if next := p.cur(); t.text == "-" && (next.kind == integer || next.kind == float) {
		n := p.number("-")
		switch n := n.(type) {
		case *Integer:
			n.Start = start
		case *Float:
			n.Start = start
		}
		return p.suffixes(n, start)
	}
	p.enter()
	defer p.leave()
	x := p.unary()
	return &Unary{Op: t.text, X: x, Span: p.from(start)}
}

func (p *parser) postfix() Expr {
	start := p.start()
	return p.suffixes(p.primary(), start)
}

// suffixes parses property access, index, slice and label test behind e.
func (p *parser) suffixes(e Expr, start int) Expr {
	for {
		switch {
		case p.isSymbol("."):
			p.link()
			p.advance()
			key := p.name("a property")
			e = &Property{Subject: e, Key: key, Span: p.from(start)}
		case p.isSymbol("["):
			p.link()
			e = p.index(e, start)
		case p.isSymbol(":") && (isEntity(e) || p.tokens[p.i-1].is(")")):
			p.link()
			p.advance()
			l := p.labelExpr(false)
			e = &HasLabels{X: e, Labels: l, Span: p.from(start)}
		default:
			return e
		}
	}
}

// isEntity says whether e can be tested for labels. Other expressions leave the colon alone.
func isEntity(e Expr) bool {
	switch e.(type) {
	case *Variable, *Property, *Index, *Call, *Parameter, *Case, *MapProjection, *Reduce:
		return true
	}
	return false
}

func (p *parser) index(subject Expr, start int) Expr {
	saved := p.noBar
	p.noBar = false
	defer func() { p.noBar = saved }()
	p.advance()
	var from Expr
	if !p.isSymbol("..") {
		from = p.expr()
	}
	if !p.accept("..") {
		p.expect("]", "'..'")
		return &Index{Subject: subject, Index: from, Span: p.from(start)}
	}
	var to Expr
	if !p.isSymbol("]") {
		to = p.expr()
	}
	p.expect("]")
	return &Slice{Subject: subject, From: from, To: to, Span: p.from(start)}
}

// typeName parses the name of a type behind IS ::.
func (p *parser) typeName() *TypeName {
	p.enter()
	defer p.leave()
	start := p.start()
	t := p.oneType()
	for p.isSymbol("|") && !p.noBar {
		p.advance()
		t.Or = append(t.Or, p.oneType())
	}
	t.Span = p.from(start)
	return t
}

func (p *parser) oneType() *TypeName {
	start := p.start()
	t := &TypeName{Name: upper(p.name("the name of a type").Text)}
	switch t.Name {
	case "LOCAL", "ZONED":
		t.Name += " " + upper(p.name("TIME or DATETIME").Text)
	case "PROPERTY":
		t.Name += " " + upper(p.name("VALUE").Text)
	case "ANY":
		if upper(p.cur().text) == "VALUE" {
			p.advance()
		}
	case "TIME", "TIMESTAMP":
		if p.isWord("WITH") {
			p.advance()
			p.name("TIMEZONE")
			t.Name = "ZONED " + t.Name
		}
	case "LIST", "ARRAY":
		t.Name = "LIST"
		p.expect("<")
		t.Element = p.typeName()
		p.expect(">")
	}
	if p.accept("!") || p.acceptWord("NOT", "NULL") {
		t.NotNull = true
	}
	t.Span = p.from(start)
	return t
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}
