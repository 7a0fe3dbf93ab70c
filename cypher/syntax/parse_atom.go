package syntax

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"newsgraph/cypher/diag"
)

// primary parses an atom: a literal, a name, a call, a bracketed or a keyword expression.
func (p *parser) primary() Expr {
	t := p.cur()
	switch t.kind {
	case integer, float:
		return p.number("")
	case stringToken:
		p.advance()
		return &String{Span: t.Span, Value: t.text}
	case parameter:
		p.advance()
		return &Parameter{Span: t.Span, Name: t.text}
	case quotedName:
		return p.named()
	case word:
		if t.keyword != "" {
			if e := p.keywordAtom(t); e != nil {
				return e
			}
		}
		return p.named()
	case symbol:
		saved := p.noBar
		p.noBar = false
		defer func() { p.noBar = saved }()
		switch t.text {
		case "(":
			return p.parenthesized()
		case "[":
			return p.bracketed()
		case "{":
			return p.mapLiteral()
		}
	}
	p.unexpected("an expression")
	return &Null{Span: Span{t.Start, t.Start}}
}

// number takes a number token; sign is "-" or "".
func (p *parser) number(sign string) Expr {
	t := p.advance()
	if t.kind == float {
		v, err := strconv.ParseFloat(sign+t.text, 64)
		if math.IsInf(v, 0) {
			p.failAt(t.Start, diag.Syntax("the number %s is too large for a float", t.text).With("FloatingPointOverflow"))
		} else if err != nil {
			p.badNumber(t)
		}
		return &Float{Span: t.Span, Value: v}
	}
	digits, base := t.text, 10
	if len(digits) > 1 && digits[0] == '0' {
		switch digits[1] | 0x20 {
		case 'x':
			digits, base = digits[2:], 16
		case 'o':
			digits, base = digits[2:], 8
		}
	}
	v, err := strconv.ParseInt(sign+digits, base, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		p.failAt(t.Start, diag.Syntax("the integer %s%s is too large", sign, t.text).With("IntegerOverflow"))
	case err != nil || strings.HasPrefix(digits, "+") || strings.HasPrefix(digits, "-"):
		p.badNumber(t)
	}
	return &Integer{Span: t.Span, Value: v}
}

func (p *parser) badNumber(t *token) {
	p.failAt(t.Start, diag.Syntax("%s is no valid number", found(p.text, t)).With("InvalidNumberLiteral"))
}

// keywordAtom parses the expressions that a keyword begins, or gives nil when the word is a name.
func (p *parser) keywordAtom(t *token) Expr {
	next := p.ahead(1)
	call, brace := next.is("("), next.is("{")
	switch t.keyword {
	case "NULL":
		p.advance()
		return &Null{Span: t.Span}
	case "TRUE", "FALSE":
		p.advance()
		return &Boolean{Span: t.Span, Value: t.keyword == "TRUE"}
	case "INF", "INFINITY", "NAN":
		if !call {
			p.advance()
			v, _ := strconv.ParseFloat(t.keyword, 64) // reads just these words too
			return &Float{Span: t.Span, Value: v}
		}
	case "CASE":
		if !next.is(".") && !next.is(")") && !next.is(",") && next.kind != endOfInput {
			return p.caseExpr()
		}
	case "ALL", "ANY", "NONE", "SINGLE":
		if call && p.ahead(2).isName() && p.ahead(3).keyword == "IN" {
			return p.quantifierExpr()
		}
	case "REDUCE":
		if call && p.ahead(2).isName() && p.ahead(3).is("=") {
			return p.reduce()
		}
	case "EXISTS", "COUNT", "COLLECT":
		if brace && !p.ahead(2).is(".") {
			return p.subquery()
		}
	case "SHORTESTPATH", "ALLSHORTESTPATHS":
		if call {
			path := p.shortest()
			return &PatternExpr{Span: path.Span, Pattern: path}
		}
	case "WHERE", "RETURN", "WITH", "MATCH", "ORDER", "AS", "AND", "OR", "XOR", "IN", "IS", "THEN", "WHEN", "ELSE", "END", "UNION", "LIMIT", "SKIP":
		if !call && !brace && !next.endsName() {
			p.unexpected("an expression")
		}
	}
	return nil
}

// afterName are the keywords that can follow a variable.
var afterName = wordSet("AND AS ASC ASCENDING CONTAINS CREATE DELETE DESC DESCENDING DETACH ELSE END ENDS FOREACH IN IS LIMIT MATCH MERGE OPTIONAL OR ORDER REMOVE RETURN SET SKIP STARTS THEN UNION UNWIND WHEN WHERE WITH XOR")

// endsName reports whether the word before t, which is a keyword of some clause, can be a variable: "RETURN end, n".
// Where it begins its clause, an operand or BY follows.
func (t *token) endsName() bool {
	switch t.kind {
	case endOfInput:
		return true
	case word:
		return afterName[t.keyword] != ""
	case symbol:
		return t.text != "(" && t.text != "[" && t.text != "$"
	}
	return false
}

// named parses a variable, a function call or a map projection.
func (p *parser) named() Expr {
	t := p.cur()
	if p.ahead(1).is("(") || p.isQualifiedCall() {
		return p.callExpr()
	}
	p.advance()
	v := &Variable{Span: t.Span, Name: t.text}
	if p.isSymbol("{") {
		return p.mapProjection(v)
	}
	return v
}

// isQualifiedCall says whether a.b.c( begins here. The names are looked at once more when the call
// is parsed, and as property access otherwise, where each was passed over once: linear.
func (p *parser) isQualifiedCall() bool {
	i := p.i
	for p.tokens[i].isName() && i+2 < len(p.tokens) && p.tokens[i+1].is(".") {
		i += 2
	}
	return i > p.i && p.tokens[i].isName() && p.tokens[i+1].is("(")
}

func (p *parser) callExpr() Expr {
	if p.isTrim() {
		return p.trim()
	}
	saved := p.noBar
	p.noBar = false
	defer func() { p.noBar = saved }()
	start := p.start()
	c := &Call{Name: p.dotted("the name of a function")}
	p.expect("(")
	if p.isSymbol("*") && strings.EqualFold(c.Name.Text, "count") {
		p.advance()
		c.Star = true
	} else if !p.isSymbol(")") {
		c.Distinct = p.acceptWord("DISTINCT")
		if !c.Distinct {
			p.acceptWord("ALL")
		}
		for p.err == nil {
			c.Args = append(c.Args, p.expr())
			if !p.accept(",") {
				break
			}
		}
	}
	p.expect(")", "','")
	c.Span = p.from(start)
	c.nameForm()
	return c
}

// nameForm makes the keyword in normalize(text, NFD) the name that the function takes.
func (c *Call) nameForm() {
	if len(c.Args) != 2 || !strings.EqualFold(c.Name.Text, "normalize") {
		return
	}
	if v, ok := c.Args[1].(*Variable); ok && slices.Contains(normalForms, upper(v.Name)) {
		c.Args[1] = &String{Span: v.Span, Value: upper(v.Name)}
	}
}

// trims are the functions that trim([side] [characters] FROM text) stands for.
var trims = map[string]string{"LEADING": "ltrim", "TRAILING": "rtrim", "BOTH": "btrim"}

// isTrim says whether trim( … FROM …) begins here: FROM stands in it outside of other brackets.
func (p *parser) isTrim() bool {
	open := p.ahead(1)
	if !strings.EqualFold(p.cur().text, "trim") || !open.is("(") || open.match < 0 {
		return false
	}
	for i := p.i + 2; i < open.match; i++ {
		t := &p.tokens[i]
		if t.keyword == "FROM" && i > p.i+2 {
			return true
		}
		if t.match > i {
			i = t.match
		}
	}
	return false
}

func (p *parser) trim() Expr {
	start := p.start()
	c := &Call{Name: p.name("trim")}
	c.Name.Text = trims["BOTH"]
	p.expect("(")
	if f, ok := trims[p.wordAhead(0)]; ok && !p.ahead(1).is(".") {
		p.advance()
		c.Name.Text = f
	}
	var characters []Expr
	if !p.isWord("FROM") {
		characters = []Expr{p.expr()}
	}
	p.expectWord("FROM")
	c.Args = append([]Expr{p.expr()}, characters...)
	p.expect(")")
	c.Span = p.from(start)
	return c
}

func (p *parser) parenthesized() Expr {
	if p.startsPattern(p.i) {
		path := p.simplePath()
		return &PatternExpr{Span: path.Span, Pattern: path}
	}
	p.advance()
	e := p.expr()
	p.expect(")", "an operator")
	return e
}

// bracketed parses what [ begins: a list, a list comprehension or a pattern comprehension.
func (p *parser) bracketed() Expr {
	open := p.cur()
	start := open.Start
	switch first := p.ahead(1); {
	case first.isName() && p.ahead(2).keyword == "IN":
		return p.listComprehension()
	case open.bar && (p.startsPattern(p.i+1) || first.isName() && p.ahead(2).is("=") && p.startsPattern(p.i+3)):
		return p.patternComprehension()
	}
	p.advance()
	l := &List{}
	if !p.isSymbol("]") {
		for p.err == nil {
			l.Items = append(l.Items, p.expr())
			if !p.accept(",") {
				break
			}
		}
	}
	p.expect("]", "','")
	l.Span = p.from(start)
	return l
}

func (p *parser) listComprehension() Expr {
	start := p.advance().Start
	c := &ListComprehension{Variable: p.name("a variable")}
	p.expectWord("IN")
	p.noBar = true
	c.List = p.expr()
	c.Where = p.where()
	p.noBar = false
	if p.accept("|") {
		c.Project = p.expr()
	}
	wanted := []string{"WHERE", "'|'"}
	if c.Project != nil {
		wanted = []string{"an operator"}
	}
	p.expect("]", wanted...)
	c.Span = p.from(start)
	return c
}

func (p *parser) patternComprehension() Expr {
	start := p.advance().Start
	c := &PatternComprehension{Pattern: p.simplePath()}
	p.noBar = true
	c.Where = p.where()
	p.noBar = false
	if p.expect("|", "WHERE") {
		c.Project = p.expr()
	}
	p.expect("]")
	c.Span = p.from(start)
	return c
}

func (p *parser) mapLiteral() *MapLiteral {
	start := p.start()
	saved := p.noBar
	p.noBar = false
	defer func() { p.noBar = saved }()
	p.expect("{")
	m := &MapLiteral{}
	if !p.isSymbol("}") {
		for p.err == nil {
			m.Keys = append(m.Keys, p.name("a property"))
			p.expect(":")
			m.Values = append(m.Values, p.expr())
			if !p.accept(",") {
				break
			}
		}
	}
	p.expect("}", "','")
	m.Span = p.from(start)
	return m
}

func (p *parser) mapProjection(v *Variable) Expr {
	saved := p.noBar
	p.noBar = false
	defer func() { p.noBar = saved }()
	p.advance()
	m := &MapProjection{Subject: v}
	for p.err == nil && !p.isSymbol("}") {
		m.Items = append(m.Items, p.mapItem())
		if !p.accept(",") {
			break
		}
	}
	p.expect("}", "','")
	m.Span = p.from(v.Start)
	return m
}

func (p *parser) mapItem() *MapItem {
	start := p.start()
	it := &MapItem{}
	switch {
	case p.accept("."):
		if p.accept("*") {
			it.All = true
		} else {
			it.Property = true
			it.Key = p.name("a property")
		}
	default:
		it.Key = p.name("'.*', '.' and a property, or a key")
		if p.accept(":") {
			it.Value = p.expr()
		} else {
			it.Value = &Variable{Span: it.Key.Span, Name: it.Key.Text}
		}
	}
	it.Span = p.from(start)
	return it
}

func (p *parser) quantifierExpr() Expr {
	saved := p.noBar
	p.noBar = false
	t := p.advance()
	p.expect("(")
	q := &Quantifier{Kind: t.keyword, Variable: p.name("a variable")}
	p.expectWord("IN")
	q.List = p.expr()
	q.Where = p.where()
	p.expect(")", "WHERE")
	p.noBar = saved
	q.Span = p.from(t.Start)
	return q
}

func (p *parser) reduce() Expr {
	saved := p.noBar
	start := p.advance().Start
	p.expect("(")
	p.noBar = true
	r := &Reduce{Accumulator: p.name("a variable")}
	p.expect("=")
	r.Init = p.expr()
	p.expect(",")
	r.Variable = p.name("a variable")
	p.expectWord("IN")
	r.List = p.expr()
	p.expect("|")
	p.noBar = false
	r.Body = p.expr()
	p.expect(")")
	p.noBar = saved
	r.Span = p.from(start)
	return r
}

// subquery parses EXISTS, COUNT or COLLECT { }.
func (p *parser) subquery() Expr {
	saved := p.noBar
	p.noBar = false
	defer func() { p.noBar = saved }()
	t := p.advance()
	p.expect("{")
	s := &Subquery{Kind: t.keyword}
	if p.isSymbol("(") || p.isShortest() || p.isSelector() || p.cur().isName() && p.ahead(1).is("=") {
		if s.Kind == "COLLECT" {
			p.unexpected("MATCH")
		}
		start := p.start()
		m := &Match{Patterns: p.patterns()}
		m.Where = p.where()
		m.Span = p.from(start)
		s.Pattern = true
		s.Query = &Query{Span: m.Span, Branches: []*SingleQuery{{Span: m.Span, Clauses: []Clause{m}}}}
		p.expect("}", "WHERE")
	} else {
		s.Query = p.query()
		p.expect("}", "a clause")
	}
	s.Span = p.from(t.Start)
	return s
}

func (p *parser) caseExpr() Expr {
	start := p.advance().Start
	c := &Case{}
	if !p.isWord("WHEN") {
		c.Subject = p.expr()
	}
	for p.isWord("WHEN") {
		c.Whens = append(c.Whens, p.when(c.Subject))
	}
	if len(c.Whens) == 0 {
		p.unexpected("WHEN")
	}
	if p.acceptWord("ELSE") {
		c.Else = p.expr()
	}
	if !p.acceptWord("END") {
		p.unexpected("WHEN", "ELSE", "END")
	}
	c.Span = p.from(start)
	return c
}

func (p *parser) when(subject Expr) *When {
	start := p.advance().Start
	w := &When{}
	for p.err == nil {
		w.operand(p, subject)
		if subject == nil || !p.accept(",") {
			break
		}
	}
	p.expectWord("THEN")
	w.Then = p.expr()
	w.Span = p.from(start)
	return w
}

// operand parses one value or, where an operator begins it, one test of the subject.
func (w *When) operand(p *parser, subject Expr) {
	if subject != nil {
		start := p.start()
		if op := p.comparisonOp(); op != "" {
			p.advance()
			right := p.predicates(nil)
			w.Tests = append(w.Tests, &Comparison{Operands: []Expr{subject, right}, Ops: []string{op}, Span: p.from(start)})
			return
		}
		if p.isSymbol("=~") || p.isSymbol("::") || p.isWord("IS") || p.isWord("STARTS", "WITH") || p.isWord("ENDS", "WITH") ||
			p.isWord("IN") || p.isWord("CONTAINS") {
			w.Tests = append(w.Tests, p.predicates(subject))
			return
		}
	}
	w.Values = append(w.Values, p.expr())
}
