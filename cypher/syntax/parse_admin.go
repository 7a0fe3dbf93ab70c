package syntax

import (
	"slices"
	"strings"

	"newsgraph/cypher/diag"
)

// Database is the name of the one graph that a statement can be about.
const Database = "neo4j"

// wordAhead is the token n ahead in upper case if it is an unquoted word, else "".
func (p *parser) wordAhead(n int) string {
	if t := p.ahead(n); t.kind == word {
		return upper(t.text)
	}
	return ""
}

// administrative are the words that begin a command about users, rights, servers and databases and nothing else.
var administrative = []string{"ALTER", "DEALLOCATE", "DENY", "DRYRUN", "ENABLE", "GRANT", "REALLOCATE", "RENAME", "REVOKE", "START", "STOP"}

// administered are what CREATE and DROP have in such commands.
var administered = []string{"ALIAS", "COMPOSITE", "DATABASE", "ROLE", "SERVER", "USER"}

// refuseAdministration refuses the commands that manage a server: a graph has no users, and is one.
func (p *parser) refuseAdministration() {
	first, second := p.wordAhead(0), p.wordAhead(1)
	if second == "OR" && p.wordAhead(2) == "REPLACE" {
		second = p.wordAhead(3)
	}
	if slices.Contains(administrative, first) && second != "" ||
		(first == "CREATE" || first == "DROP") && slices.Contains(administered, second) && !p.ahead(2).is("=") {
		p.failAt(p.start(), diag.New(diag.CodeAdministration, "Unsupported administration command: %s %s", first, second).With("NotSupported"))
	}
}

// use skips USE and the name of the one graph.
func (p *parser) use() {
	if !p.acceptWord("USE") {
		return
	}
	p.acceptWord("GRAPH")
	at := p.start()
	if name := p.dotted("the name of the database"); p.err == nil && !strings.EqualFold(name.Text, Database) {
		p.failAt(at, diag.New(diag.CodeDatabaseNotFound, "Graph not found: %s; this graph is %s", name.Text, Database).With("GraphNotFound"))
	}
}

// plurals are the kinds of SHOW that can be written in the singular.
var plurals = map[string]string{"INDEX": "INDEXES", "CONSTRAINT": "CONSTRAINTS", "PROCEDURE": "PROCEDURES", "FUNCTION": "FUNCTIONS",
	"DATABASE": "DATABASES", "TRANSACTION": "TRANSACTIONS", "SETTING": "SETTINGS"}

// show parses SHOW and what filters it.
func (p *parser) show() *Show {
	start := p.advance().Start
	s := &Show{}
	var words []string
	for p.cur().kind == word && !p.isWord("YIELD") && !p.isWord("WHERE") && !p.isWord("RETURN") && !slices.Contains(words, "TRANSACTIONS") {
		w := upper(p.advance().text)
		if plural, ok := plurals[w]; ok {
			words = append(words, plural)
			if w == "DATABASE" && len(words) == 1 && p.cur().isName() && !p.isWord("YIELD") && !p.isWord("WHERE") {
				s.Name = p.dotted("the name of a database").Text
			}
			continue
		}
		if w == "EXECUTABLE" { // for the one user, all are
			p.acceptExecutable()
			continue
		}
		words = append(words, w)
	}
	s.Kind = strings.Join(words, " ")
	if s.Kind == "" {
		p.unexpected("INDEXES", "CONSTRAINTS", "PROCEDURES", "FUNCTIONS", "DATABASES", "TRANSACTIONS", "CURRENT USER")
	}
	if s.Kind == "TRANSACTIONS" && p.cur().kind != endOfInput && !p.isSymbol(";") && !p.isWord("YIELD") && !p.isWord("WHERE") {
		s.IDs = p.transactionIDs()
	}
	if p.isWord("YIELD") {
		s.Yield = p.yield(true)
	} else {
		s.Where = p.where()
	}
	s.Span = p.from(start)
	return s
}

// acceptExecutable takes what may follow EXECUTABLE: BY CURRENT USER, but no other user.
func (p *parser) acceptExecutable() {
	if p.wordAhead(0) != "BY" {
		return
	}
	if p.wordAhead(1) != "CURRENT" || p.wordAhead(2) != "USER" {
		p.refuse(p.start(), "EXECUTABLE BY another user")
	}
	for range 3 {
		p.advance()
	}
}

// transactionIDs parses the ids behind TRANSACTIONS: strings, or one expression that gives one or a list of them.
func (p *parser) transactionIDs() []Expr {
	out := []Expr{p.expr()}
	for p.accept(",") {
		out = append(out, p.expr())
	}
	return out
}

// terminate parses TERMINATE TRANSACTIONS ids [YIELD …].
func (p *parser) terminate() *Show {
	start := p.advance().Start
	s := &Show{Kind: "TRANSACTIONS", Terminate: true}
	if !p.anyPlural("TRANSACTION") {
		p.unexpected("TRANSACTIONS")
	}
	s.IDs = p.transactionIDs()
	switch {
	case p.isWord("YIELD"):
		s.Yield = p.yield(true)
	case p.isWord("WHERE"):
		p.failAt(p.start(), diag.Syntax("WHERE can stand behind YIELD only").With("UnexpectedSyntax"))
	}
	s.Span = p.from(start)
	return s
}
