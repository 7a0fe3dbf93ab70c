package syntax

import (
	"fmt"
	"slices"
	"strings"

	"newsgraph/cypher/diag"
)

// MaxDepth is how deep expressions, subqueries and patterns may nest.
const MaxDepth = 200

// MaxText is how many bytes a statement may have; data belongs in parameters.
const MaxText = 8 << 20

// maxChain bounds the operators of one statement that nest to the left without brackets (a + b + c
// …), since later passes walk the tree recursively.
const maxChain = 100_000

// Parse parses one statement.
func Parse(text string) (*Statement, error) {
	if len(text) > MaxText {
		return nil, diag.Syntax("the query has %d bytes, more than %d: pass data as parameters", len(text), MaxText).With("UnexpectedSyntax").In(text[:1], 0)
	}
	p := &parser{text: text, tokens: scan(text)}
	s := p.statement()
	if p.err != nil {
		return nil, p.err
	}
	return s, nil
}

// Split cuts a script into its statements at the semicolons outside strings and comments; empty
// statements are dropped, the texts keep their comments. It does not check the statements.
func Split(script string) []string {
	var out []string
	start, empty := 0, true
	for _, t := range scan(script) {
		switch {
		case t.kind == endOfInput || t.kind == symbol && t.text == ";":
			if !empty {
				out = append(out, strings.TrimSpace(script[start:t.Start]))
			}
			start, empty = t.End, true
		default:
			empty = false
		}
	}
	return out
}

// parser is a cursor over the tokens. Its first error sticks and moves the cursor to the end of
// the input, so that every loop ends; what is parsed after that is thrown away.
type parser struct {
	text   string
	tokens []token
	i      int
	err    *diag.Error
	depth  int
	chain  int
	noBar  bool // | belongs to the enclosing comprehension, not to a label expression
}

func (p *parser) cur() *token { return &p.tokens[p.i] }

func (p *parser) ahead(n int) *token {
	return &p.tokens[min(p.i+n, len(p.tokens)-1)]
}

func (p *parser) advance() *token {
	t := &p.tokens[p.i]
	if p.i < len(p.tokens)-1 {
		p.i++
	}
	return t
}

// from gives the span from start to the end of the last token taken.
func (p *parser) from(start int) Span {
	end := start
	if p.i > 0 {
		end = max(end, p.tokens[p.i-1].End)
	}
	return Span{start, end}
}

func (p *parser) start() int { return p.cur().Start }

// fail records the first error and ends the parse.
func (p *parser) fail(e *diag.Error) {
	if p.err == nil {
		p.err = e
	}
	p.i = len(p.tokens) - 1
}

// failAt records an error about the text at offset.
func (p *parser) failAt(offset int, e *diag.Error) { p.fail(e.In(p.text, offset)) }

// refuse reports a part of the language that the engine does not have.
func (p *parser) refuse(offset int, what string) {
	p.failAt(offset, diag.NotSupported("%s is not supported", what).With("NotSupported"))
}

// unexpected reports the current token and what was wanted instead.
func (p *parser) unexpected(wanted ...string) {
	if p.err != nil {
		return
	}
	t := p.cur()
	if t.kind == bad {
		p.fail(t.problem)
		return
	}
	p.failAt(t.Start, diag.Syntax("Invalid input %s: expected %s", found(p.text, t), list(wanted)).With("UnexpectedSyntax"))
}

func found(text string, t *token) string {
	if t.kind == endOfInput {
		return "end of input"
	}
	s := text[t.Start:t.End]
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:37], "") + "..."
	}
	return "'" + s + "'"
}

func list(wanted []string) string {
	n := len(wanted)
	if n == 1 {
		return wanted[0]
	}
	return strings.Join(wanted[:n-1], ", ") + " or " + wanted[n-1]
}

// enter counts a level of nesting; leave ends it.
func (p *parser) enter() {
	p.depth++
	if p.depth > MaxDepth {
		p.failAt(p.start(), diag.Syntax("the query nests deeper than %d levels", MaxDepth).With("UnexpectedSyntax"))
	}
}

func (p *parser) leave() { p.depth-- }

// link counts an operator of a left-nested chain.
func (p *parser) link() {
	p.chain++
	if p.chain > maxChain {
		p.failAt(p.start(), diag.Syntax("the query chains more than %d operators", maxChain).With("UnexpectedSyntax"))
	}
}

func (p *parser) isSymbol(s string) bool {
	t := p.cur()
	return t.kind == symbol && t.text == s
}

func (t *token) is(s string) bool { return t.kind == symbol && t.text == s }

func (p *parser) accept(s string) bool {
	if p.isSymbol(s) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) expect(s string, others ...string) bool {
	if p.accept(s) {
		return true
	}
	p.unexpected(append(others, "'"+s+"'")...)
	return false
}

// isWord says whether the current token is the first of the keywords and the next ones follow.
func (p *parser) isWord(ws ...string) bool {
	for n, w := range ws {
		if p.ahead(n).keyword != w {
			return false
		}
	}
	return true
}

func (p *parser) acceptWord(ws ...string) bool {
	if !p.isWord(ws...) {
		return false
	}
	for range ws {
		p.advance()
	}
	return true
}

func (p *parser) expectWord(ws ...string) bool {
	for _, w := range ws {
		if !p.acceptWord(w) {
			p.unexpected(w)
			return false
		}
	}
	return true
}

// anyWord takes the current token if it is one of the keywords, and gives it.
func (p *parser) anyWord(ws ...string) string {
	if k := p.cur().keyword; k != "" && slices.Contains(ws, k) {
		p.advance()
		return k
	}
	return ""
}

func (t *token) isName() bool { return t.kind == word || t.kind == quotedName }

// name takes an identifier; what says, for the message, of what.
func (p *parser) name(what string) *Name {
	t := p.cur()
	if !t.isName() {
		p.unexpected(what)
		return &Name{Span: Span{t.Start, t.Start}}
	}
	p.advance()
	return &Name{Span: t.Span, Text: t.text}
}

// dotted takes a name with its namespace: a.b.c.
func (p *parser) dotted(what string) *Name {
	n := p.name(what)
	for p.isSymbol(".") && p.ahead(1).isName() {
		p.advance()
		part := p.name(what)
		n = &Name{Span: Span{n.Start, part.End}, Text: n.Text + "." + part.Text}
	}
	return n
}

func (p *parser) statement() *Statement {
	s := &Statement{Text: p.text}
	if p.acceptWord("CYPHER") {
		p.versionAndOptions()
	}
	switch {
	case p.acceptWord("EXPLAIN"):
		s.Mode = Explain
	case p.acceptWord("PROFILE"):
		s.Mode = Profile
	}
	start := p.start()
	if p.cur().kind == endOfInput {
		p.unexpected("a query")
	}
	s.Body = p.statementBody()
	s.Span = p.from(start)
	p.accept(";")
	if p.err == nil && p.cur().kind != endOfInput {
		p.unexpected(p.afterClause())
	}
	return s
}

// versionAndOptions takes the version of Cypher, of which there is one, and options for Neo4j's planner, which mean nothing here.
func (p *parser) versionAndOptions() {
	if t := p.cur(); t.kind == integer || t.kind == float {
		if t.text != "5" {
			p.failAt(t.Start, diag.Argument("%s is not a version of Cypher that is supported, which is 5", t.text))
		}
		p.advance()
	}
	for p.cur().kind == word && p.ahead(1).is("=") {
		for range 3 {
			p.advance()
		}
	}
}

// afterClause says what can follow the clause that was just parsed.
func (p *parser) afterClause() string {
	if p.i > 0 && p.cur().kind == word && p.cur().keyword == "" {
		return fmt.Sprintf("an operator, ',', a clause or the end of the query behind '%s'", p.text[p.tokens[p.i-1].Start:p.tokens[p.i-1].End])
	}
	return "a clause or the end of the query"
}

func (p *parser) statementBody() Body {
	p.use()
	p.refuseAdministration()
	switch {
	case p.isWord("CREATE") && p.isSchemaObject(1), p.isWord("CREATE", "OR", "REPLACE"):
		return p.createSchema()
	case p.isWord("DROP"):
		return p.dropSchema()
	}
	return p.query()
}

// query parses branches joined by UNION.
func (p *parser) query() *Query {
	p.enter()
	defer p.leave()
	start := p.start()
	q := &Query{Branches: []*SingleQuery{p.singleQuery()}}
	for p.acceptWord("UNION") {
		all := p.acceptWord("ALL")
		if !all {
			p.acceptWord("DISTINCT")
		}
		q.All = append(q.All, all)
		q.Branches = append(q.Branches, p.singleQuery())
	}
	q.Span = p.from(start)
	return q
}

func (p *parser) singleQuery() *SingleQuery {
	start := p.start()
	q := &SingleQuery{}
	p.use()
	for {
		c := p.clause()
		if c == nil || p.err != nil {
			break
		}
		q.Clauses = append(q.Clauses, c)
	}
	if len(q.Clauses) == 0 {
		p.unexpected("MATCH", "OPTIONAL MATCH", "UNWIND", "WITH", "RETURN", "CREATE", "MERGE", "SET", "REMOVE",
			"DELETE", "DETACH DELETE", "FOREACH", "CALL", "SHOW", "CREATE INDEX", "CREATE CONSTRAINT", "DROP INDEX", "DROP CONSTRAINT")
	}
	q.Span = p.from(start)
	return q
}

// clause parses the next clause, or gives nil when none begins here.
func (p *parser) clause() Clause {
	start := p.start()
	switch p.cur().keyword {
	case "MATCH", "OPTIONAL":
		if p.isWord("OPTIONAL", "CALL") {
			p.advance()
			return p.call(start, true)
		}
		return p.match()
	case "UNWIND":
		p.advance()
		u := &Unwind{List: p.expr()}
		p.expectWord("AS")
		u.Variable = p.name("a variable")
		u.Span = p.from(start)
		return u
	case "WITH":
		p.advance()
		w := &With{Projection: p.projection(start)}
		w.Where = p.where()
		w.Span = p.from(start)
		return w
	case "ORDER", "SKIP", "OFFSET", "LIMIT": // WITH * without the words
		w := &With{Projection: &Projection{Star: true}}
		p.orderAndLimit(w.Projection)
		w.Span = p.from(start)
		w.Projection.Span = w.Span
		return w
	case "RETURN":
		p.advance()
		r := &Return{Projection: p.projection(start)}
		r.Span = p.from(start)
		return r
	case "CREATE", "INSERT":
		if p.isWord("CREATE") && p.isSchemaObject(1) {
			return nil
		}
		p.advance()
		c := &Create{Patterns: p.patterns()}
		c.Span = p.from(start)
		return c
	case "CALL":
		return p.call(start, false)
	case "SHOW":
		return p.show()
	case "TERMINATE":
		return p.terminate()
	}
	return p.updateOrRefused(start)
}

func (p *parser) updateOrRefused(start int) Clause {
	switch p.cur().keyword {
	case "MERGE":
		return p.merge()
	case "SET":
		p.advance()
		s := &Set{Items: p.setItems()}
		s.Span = p.from(start)
		return s
	case "REMOVE":
		return p.remove()
	case "DELETE", "DETACH", "NODETACH":
		d := &Delete{Detach: p.acceptWord("DETACH")}
		p.acceptWord("NODETACH")
		p.expectWord("DELETE")
		d.Exprs = append(d.Exprs, p.expr())
		for p.accept(",") {
			d.Exprs = append(d.Exprs, p.expr())
		}
		d.Span = p.from(start)
		return d
	case "FOREACH":
		return p.foreach()
	case "LOAD":
		p.refuse(start, "LOAD CSV")
	case "FINISH":
		p.advance()
		return &Finish{Span: p.from(start)}
	case "LET", "FOR", "NEXT":
		p.refuse(start, p.cur().keyword)
	}
	return nil
}

func (p *parser) where() Expr {
	if p.acceptWord("WHERE") {
		return p.expr()
	}
	return nil
}

func (p *parser) match() *Match {
	m := &Match{}
	start := p.start()
	m.Optional = p.acceptWord("OPTIONAL")
	p.expectWord("MATCH")
	m.Patterns = p.patterns()
	for p.isWord("USING") {
		m.Hints = append(m.Hints, p.hint())
	}
	m.Where = p.where()
	m.Span = p.from(start)
	return m
}

func (p *parser) hint() *Hint {
	start := p.advance().Start
	h := &Hint{}
	p.anyWord("RANGE", "TEXT", "POINT", "BTREE")
	h.Kind = p.anyWord("INDEX", "SCAN", "JOIN")
	switch h.Kind {
	case "JOIN":
		p.expectWord("ON")
		h.Variables = append(h.Variables, p.name("a variable"))
		for p.accept(",") {
			h.Variables = append(h.Variables, p.name("a variable"))
		}
	case "INDEX", "SCAN":
		p.acceptWord("SEEK")
		h.Variables = []*Name{p.name("a variable")}
		p.expect(":")
		h.Label = p.name("a label or type")
		if h.Kind == "INDEX" && p.expect("(") {
			h.Properties = p.names("a property")
			p.expect(")")
		}
	default:
		p.unexpected("INDEX", "SCAN", "JOIN")
	}
	h.Span = p.from(start)
	return h
}

// names parses a comma-separated list of identifiers.
func (p *parser) names(what string) []*Name {
	out := []*Name{p.name(what)}
	for p.accept(",") {
		out = append(out, p.name(what))
	}
	return out
}

// projection parses what follows WITH or RETURN.
func (p *parser) projection(start int) *Projection {
	r := &Projection{Distinct: p.acceptWord("DISTINCT")}
	if p.accept("*") {
		r.Star = true
		if p.accept(",") {
			r.Items = p.items()
		}
	} else {
		r.Items = p.items()
	}
	p.orderAndLimit(r)
	r.Span = p.from(start)
	return r
}

// orderAndLimit parses [ORDER BY …] [SKIP …] [LIMIT …].
func (p *parser) orderAndLimit(r *Projection) {
	if p.acceptWord("ORDER") {
		p.expectWord("BY")
		r.Order = p.sortItems()
	}
	if p.acceptWord("SKIP") || p.acceptWord("OFFSET") {
		r.Skip = p.expr()
	}
	if p.acceptWord("LIMIT") {
		r.Limit = p.expr()
	}
}

func (p *parser) items() []*Item {
	var out []*Item
	for {
		start := p.start()
		it := &Item{Expr: p.expr()}
		span := p.from(start)
		it.Name = &Name{Span: span, Text: p.text[span.Start:span.End]}
		switch e := it.Expr.(type) {
		case *Variable:
			it.Name.Text = e.Name
		case *MapProjection: // named after its subject, as Neo4j has it
			it.Name.Text = e.Subject.Name
		}
		if p.acceptWord("AS") {
			it.Name, it.Aliased = p.name("a name"), true
		}
		it.Span = p.from(start)
		out = append(out, it)
		if !p.accept(",") {
			return out
		}
	}
}

func (p *parser) sortItems() []*SortItem {
	var out []*SortItem
	for {
		start := p.start()
		it := &SortItem{Expr: p.expr()}
		switch p.anyWord("ASC", "ASCENDING", "DESC", "DESCENDING") {
		case "DESC", "DESCENDING":
			it.Descending = true
		}
		it.Span = p.from(start)
		out = append(out, it)
		if !p.accept(",") {
			return out
		}
	}
}
