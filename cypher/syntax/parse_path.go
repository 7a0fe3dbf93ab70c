package syntax

import "newsgraph/cypher/diag"

func (p *parser) patterns() []*Path {
	out := []*Path{p.path()}
	for p.accept(",") {
		out = append(out, p.path())
	}
	return out
}

// path parses [variable =] [selector] pattern, with shortestPath and allShortestPaths, as a clause has it.
func (p *parser) path() *Path {
	return p.assigned(func() *Path {
		selector := p.selector()
		if p.isShortest() {
			if selector != nil {
				p.failAt(p.start(), diag.Syntax("shortestPath(...) cannot be selected from: use SHORTEST before the pattern itself").With("UnexpectedSyntax"))
			}
			return p.shortest()
		}
		path := p.concatenation(selector != nil)
		path.Selector = selector
		return path
	})
}

// simplePath parses [variable =] pattern as an expression has it: nodes and relationships only.
func (p *parser) simplePath() *Path { return p.assigned(p.chainOfNodes) }

// assigned parses [variable =] and a path.
func (p *parser) assigned(parse func() *Path) *Path {
	p.enter()
	defer p.leave()
	start := p.start()
	var variable *Name
	if p.cur().isName() && p.ahead(1).is("=") {
		variable = p.name("a variable")
		p.advance()
	}
	path := parse()
	path.Variable = variable
	path.Span = p.from(start)
	return path
}

// isSelector says whether a word that begins a selector stands here.
func (p *parser) isSelector() bool { return p.isWord("ALL") || p.isWord("ANY") || p.isWord("SHORTEST") }

// selector parses ALL [PATHS], ANY [k] [PATHS], ALL SHORTEST [PATHS], ANY SHORTEST [PATHS], SHORTEST k [PATHS] and
// SHORTEST [k] [PATHS] GROUPS. It is nil without one, and for ALL.
func (p *parser) selector() *Selector {
	if !p.isSelector() {
		return nil
	}
	start := p.start()
	s := &Selector{Count: 1}
	first := p.advance().keyword
	shortest := first == "SHORTEST"
	if !shortest && p.acceptWord("SHORTEST") {
		s.Groups = first == "ALL"
	} else if n := p.cur(); first != "ALL" && n.kind == integer {
		if s.Count = *p.lengthBound(); s.Count < 1 {
			p.failAt(n.Start, diag.Syntax("the number of paths is at least 1").With("NumberOutOfRange"))
		}
		shortest = false
	} else if first == "ALL" {
		s = nil
	}
	p.anyPlural("PATH")
	if first == "SHORTEST" && p.anyPlural("GROUP") {
		s.Groups, shortest = true, false
	}
	if shortest {
		p.unexpected("a number", "GROUPS")
	}
	if s != nil {
		s.Span = p.from(start)
	}
	return s
}

// anyPlural takes a word, or its plural.
func (p *parser) anyPlural(word string) bool {
	w := p.wordAhead(0)
	if w != word && w != word+"S" {
		return false
	}
	p.advance()
	return true
}

func (p *parser) isShortest() bool {
	return (p.isWord("SHORTESTPATH") || p.isWord("ALLSHORTESTPATHS")) && p.ahead(1).is("(")
}

func (p *parser) shortest() *Path {
	start := p.start()
	kind := ShortestPath
	if p.advance().keyword == "ALLSHORTESTPATHS" {
		kind = AllShortestPaths
	}
	p.expect("(")
	path := p.chainOfNodes()
	if p.err == nil && len(path.Rels) != 1 {
		p.failAt(start, diag.Syntax("shortestPath(...) requires a pattern of exactly one relationship").With("UnexpectedSyntax"))
	}
	p.expect(")")
	path.Kind = kind
	path.Span = p.from(start)
	return path
}

// startsParenthesized says whether the parenthesis here holds a path, and not what is in a node pattern.
func (p *parser) startsParenthesized() bool {
	return p.isSymbol("(") && (p.ahead(1).is("(") || p.ahead(1).isName() && (p.ahead(2).is("=") || p.ahead(2).is("(")))
}

// concatenation parses chains of nodes and paths in parentheses that follow each other: (a)-->(b) ((c)-->(d)){2} (e).
// Of two neighbours, one is repeated. What is not is the whole path: ((a)-->(b) WHERE …), which can have a name inside
// if paths are selected.
func (p *parser) concatenation(selected bool) *Path {
	p.enter()
	defer p.leave()
	start := p.start()
	out := &Path{}
	fixed, some := false, false // the last part is not repeated; a part has a node however often others are repeated
	for first := true; p.err == nil && (first || p.isSymbol("(")); first = false {
		at := p.start()
		if !p.startsParenthesized() {
			chain := p.chainOfNodes()
			p.juxtapose(at, fixed)
			out.Nodes, out.Rels = append(out.Nodes, chain.Nodes...), append(out.Rels, chain.Rels...)
			fixed, some = true, true
			continue
		}
		inner := p.parenthesizedPath(selected && first)
		if !p.isQuantifier() {
			p.juxtapose(at, !first)
			if p.err == nil && p.isSymbol("(") {
				p.juxtapose(p.start(), true)
			}
			return inner
		}
		p.repeatable(inner)
		r := &RelPattern{Repeated: inner, Length: p.quantifier()}
		r.Span = p.from(at)
		if !fixed {
			out.Nodes = append(out.Nodes, &NodePattern{Span: Span{at, at}})
		}
		out.Rels = append(out.Rels, r)
		fixed, some = false, some || p.err == nil && *r.Length.Min > 0
	}
	if !fixed && p.err == nil {
		end := p.from(start).End
		out.Nodes = append(out.Nodes, &NodePattern{Span: Span{end, end}})
	}
	if !some {
		p.failAt(start, diag.Syntax("a path must have a node: everything in it may be repeated no times at all").With("UnexpectedSyntax"))
	}
	out.Span = p.from(start)
	return out
}

// juxtapose refuses a part of a path behind one that is not repeated, if it is not repeated itself.
func (p *parser) juxtapose(at int, fixed bool) {
	if fixed {
		p.failAt(at, diag.Syntax("of two neighbours in a path one must be repeated, as in (a) ((b)-->(c)){1,3} (d)").With("UnexpectedSyntax"))
	}
}

// parenthesizedPath parses ([name =] path WHERE condition).
func (p *parser) parenthesizedPath(named bool) *Path {
	start := p.start()
	p.expect("(")
	var name *Name
	if p.cur().isName() && p.ahead(1).is("=") {
		if !named {
			p.failAt(p.start(), diag.Syntax("a part of a path cannot be named").With("UnexpectedSyntax"))
		}
		name = p.name("a variable")
		p.advance()
	}
	if p.isShortest() {
		p.failAt(p.start(), diag.Syntax("shortestPath(...) cannot stand within a path").With("UnexpectedSyntax"))
	}
	path := p.concatenation(false)
	path.Part = name
	if where := p.where(); where != nil {
		if path.Where != nil {
			where = &Binary{Span: Span{path.Where.Range().Start, where.Range().End}, Op: "AND", Left: path.Where, Right: where}
		}
		path.Where = where
	}
	p.expect(")", "WHERE")
	path.Span = p.from(start)
	return path
}

// repeatable refuses what a path that is repeated cannot hold.
func (p *parser) repeatable(path *Path) {
	if path.Part != nil {
		p.failAt(path.Part.Start, diag.Syntax("a part of a path cannot be named").With("UnexpectedSyntax"))
	}
	if p.err == nil && len(path.Rels) == 0 {
		p.failAt(path.Start, diag.Syntax("a path that is repeated needs a relationship").With("UnexpectedSyntax"))
	}
	for _, r := range path.Rels {
		if r.Length != nil {
			p.failAt(r.Start, diag.Syntax("what is repeated cannot hold what is repeated itself, or a relationship of variable length").With("UnexpectedSyntax"))
		}
	}
}
