package syntax

import (
	"slices"

	"newsgraph/cypher/diag"
)

var indexKinds = []string{"RANGE", "TEXT", "POINT", "LOOKUP", "FULLTEXT", "VECTOR", "BTREE"}

// isSchemaObject says whether the token n ahead begins what CREATE and DROP do to the schema.
func (p *parser) isSchemaObject(n int) bool {
	k := p.ahead(n).keyword
	if slices.Contains(indexKinds, k) {
		n++
		k = p.ahead(n).keyword
	}
	return (k == "INDEX" || k == "CONSTRAINT") && !p.ahead(n+1).is("=")
}

// createSchema parses CREATE INDEX and CREATE CONSTRAINT.
func (p *parser) createSchema() Body {
	start := p.advance().Start
	if p.isWord("OR", "REPLACE") {
		p.refuse(p.start(), "OR REPLACE (use IF NOT EXISTS, or DROP first)")
	}
	if p.acceptWord("CONSTRAINT") {
		return p.createConstraint(start)
	}
	c := &CreateIndex{Kind: p.anyWord(indexKinds...)}
	switch c.Kind {
	case "":
		c.Kind = "RANGE"
	case "VECTOR", "BTREE":
		p.refuse(start, "an index of kind "+c.Kind)
	}
	p.expectWord("INDEX")
	c.Name = p.schemaName("FOR")
	c.IfNotExists = p.acceptWord("IF", "NOT", "EXISTS")
	if p.isWord("ON") {
		p.refuse(start, "the old form CREATE INDEX ON (use CREATE INDEX FOR (n:Label) ON (n.property))")
	}
	p.expectWord("FOR")
	variable := p.schemaPattern(&c.Relationship, &c.Labels, c.Kind == "LOOKUP")
	p.expectWord("ON")
	switch c.Kind {
	case "FULLTEXT":
		p.expectWord("EACH")
		p.expect("[")
		c.Properties = p.schemaProperties(variable)
		p.expect("]")
	case "LOOKUP":
		p.acceptWord("EACH")
		p.name("labels or type")
		p.expect("(")
		p.name("a variable")
		p.expect(")")
	default:
		if p.accept("(") {
			c.Properties = p.schemaProperties(variable)
			p.expect(")", "','")
		} else {
			p.unexpected("'('")
		}
	}
	c.Options = p.options()
	c.Span = p.from(start)
	return c
}

func (p *parser) options() Expr {
	if !p.acceptWord("OPTIONS") {
		return nil
	}
	return p.patternProperties()
}

// schemaName takes the optional name of an index or constraint, unless the word next begins.
func (p *parser) schemaName(next string) string {
	if p.cur().kind == parameter {
		p.refuse(p.start(), "a parameter as the name of an index or constraint")
	}
	if !p.cur().isName() || p.isWord(next) || p.isWord("ON") || p.isWord("IF", "NOT") {
		return ""
	}
	return p.name("a name").Text
}

// schemaPattern parses (n:Label) or ()-[r:TYPE]-() and gives the variable's name. A lookup index
// has no labels.
func (p *parser) schemaPattern(rel *bool, labels *[]*Name, lookup bool) string {
	path := p.chainOfNodes()
	if p.err != nil {
		return ""
	}
	at := path.Start
	var variable *Name
	var expr LabelExpr
	switch len(path.Rels) {
	case 0:
		variable, expr = path.Nodes[0].Variable, path.Nodes[0].Labels
	case 1:
		*rel = true
		variable, expr = path.Rels[0].Variable, path.Rels[0].Types
	default:
		p.failAt(at, diag.Syntax("expected one node or one relationship in the pattern of an index or constraint").With("UnexpectedSyntax"))
		return ""
	}
	names, ok := AnyLabel(expr)
	if !ok || variable == nil || (len(names) == 0) != lookup {
		p.failAt(at, diag.Syntax("expected a pattern such as (n:Label) or ()-[r:TYPE]-() with one variable").With("UnexpectedSyntax"))
		return ""
	}
	for _, l := range names {
		if l.Dynamic != nil {
			p.refuse(l.Start, "a dynamic label or type in the schema")
		}
		*labels = append(*labels, &Name{Span: l.Span, Text: l.Name})
	}
	return variable.Text
}

// schemaProperties parses n.a, n.b for the variable of the pattern.
func (p *parser) schemaProperties(variable string) []*Name {
	var out []*Name
	for {
		at := p.start()
		n := p.name("a property such as " + variable + ".name")
		if p.err == nil && n.Text != variable {
			p.failAt(at, diag.Syntax("Variable `%s` not defined", n.Text).With("UndefinedVariable"))
		}
		p.expect(".")
		out = append(out, p.name("a property"))
		if !p.accept(",") {
			return out
		}
	}
}

func (p *parser) createConstraint(start int) Body {
	c := &CreateConstraint{}
	c.Name = p.schemaName("FOR")
	c.IfNotExists = p.acceptWord("IF", "NOT", "EXISTS")
	if p.isWord("ON") {
		p.refuse(start, "the old form CREATE CONSTRAINT ON (use CREATE CONSTRAINT FOR (n:Label) REQUIRE n.property IS UNIQUE)")
	}
	p.expectWord("FOR")
	var labels []*Name
	variable := p.schemaPattern(&c.Relationship, &labels, false)
	if p.err == nil && len(labels) != 1 {
		p.failAt(start, diag.Syntax("a constraint is about one label or type").With("UnexpectedSyntax"))
	}
	p.expectWord("REQUIRE")
	if p.accept("(") {
		c.Properties = p.schemaProperties(variable)
		p.expect(")", "','")
	} else {
		c.Properties = p.schemaProperties(variable)
	}
	p.constraintKind(c)
	c.Options = p.options()
	if p.err == nil {
		c.Label = labels[0]
	}
	c.Span = p.from(start)
	return c
}

func (p *parser) constraintKind(c *CreateConstraint) {
	if p.accept("::") {
		c.Kind, c.Type = "TYPED", p.typeName()
		return
	}
	p.expectWord("IS")
	entity := p.anyWord("NODE", "RELATIONSHIP")
	switch {
	case entity != "" && (entity == "RELATIONSHIP") != c.Relationship:
		p.failAt(p.tokens[p.i-1].Start, diag.Syntax("IS %s does not fit the pattern of the constraint", entity).With("UnexpectedSyntax"))
	case p.acceptWord("UNIQUE"):
		c.Kind = "UNIQUE"
	case p.acceptWord("KEY"):
		c.Kind = "KEY"
	case p.acceptWord("NOT", "NULL"):
		c.Kind = "NOT NULL"
	case p.acceptWord("TYPED"), p.accept("::"):
		c.Kind, c.Type = "TYPED", p.typeName()
	default:
		p.unexpected("UNIQUE", "KEY", "NOT NULL", "'::'")
	}
}

func (p *parser) dropSchema() Body {
	start := p.advance().Start
	index := p.isWord("INDEX")
	if p.anyWord("INDEX", "CONSTRAINT") == "" {
		p.unexpected("INDEX", "CONSTRAINT")
	}
	if p.isWord("ON") {
		p.refuse(start, "the old form DROP … ON (use DROP INDEX name or DROP CONSTRAINT name)")
	}
	name := p.name("the name of the index or constraint").Text
	exists := p.acceptWord("IF", "EXISTS")
	if index {
		return &DropIndex{Name: name, IfExists: exists, Span: p.from(start)}
	}
	return &DropConstraint{Name: name, IfExists: exists, Span: p.from(start)}
}
