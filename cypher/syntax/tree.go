// Package syntax scans and parses Cypher text into a tree whose nodes all carry their position.
//
// Input and output: Parse takes one statement (a final semicolon is allowed) and gives a
// *Statement, or a *diag.Error that says what was found, what was wanted and where. The tree is
// close to the text: no name is resolved, no type is known, nothing is rewritten except that a
// minus before a number is part of the number, and that the pattern form of EXISTS, COUNT and
// COLLECT { } becomes a query of one MATCH.
//
// Invariants: a node's Span is a half-open range of bytes of Statement.Text, and the spans of
// children lie inside their parent's. Names are unescaped (without backquotes); keywords and
// operators are in upper case.
//
// Performance: the text becomes an array of tokens with their matching brackets in one pass, so
// that whether a parenthesis opens a pattern or an expression is decided by looking at a fixed
// number of tokens; time is linear in the text. Nesting is capped at MaxDepth, because Go cannot
// recover from an exhausted stack.
//
// Source: the openCypher 9 reference and grammar notes, the openCypher TCK, and the Neo4j 5 Cypher
// manual for what openCypher lacks. Why not a parser generator: the ANTLR grammar was measured
// at 28 to 44 times the time, 30,000 generated lines and worse messages.
package syntax

import "newsgraph/cypher/diag"

// Span is a half-open range of bytes in the statement's text.
type Span struct{ Start, End int }

// Range gives the span itself; through it every node that embeds Span is a Node.
func (s Span) Range() Span { return s }

// Node is anything with a place in the text.
type Node interface{ Range() Span }

// Mode says whether a statement is to be run, only explained, or run and measured.
type Mode uint8

const (
	Run Mode = iota
	Explain
	Profile
)

// Statement is a parsed text.
type Statement struct {
	Span
	Text string
	Mode Mode
	Body Body
}

// Source gives the text of a node.
func (s *Statement) Source(n Node) string {
	r := n.Range()
	return s.Text[r.Start:r.End]
}

// Position gives line and column of a node's first character.
func (s *Statement) Position(n Node) diag.Position { return diag.At(s.Text, n.Range().Start) }

// Body is a *Query or one of the schema commands *CreateIndex, *CreateConstraint, *DropIndex,
// *DropConstraint.
type Body interface {
	Node
	body()
}

// Name is an identifier with its place.
type Name struct {
	Span
	Text string
}

// Query is one or more branches joined by UNION. All[i] says that branch i+1 is joined by UNION
// ALL; len(All) == len(Branches)-1.
type Query struct {
	Span
	Branches []*SingleQuery
	All      []bool
}

// SingleQuery is a list of clauses.
type SingleQuery struct {
	Span
	Clauses []Clause
}

// Clause is *Match, *Unwind, *With, *Return, *Create, *Merge, *Set, *Remove, *Delete, *Foreach,
// *CallProcedure, *CallSubquery or *Show.
type Clause interface {
	Node
	clause()
}

type (
	// Match is [OPTIONAL] MATCH patterns [hints] [WHERE].
	Match struct {
		Span
		Optional bool
		Patterns []*Path
		Hints    []*Hint
		Where    Expr // nil without WHERE
	}
	// Hint is USING INDEX, USING SCAN or USING JOIN; Kind is the word after USING.
	Hint struct {
		Span
		Kind       string // INDEX, SCAN, JOIN
		Variables  []*Name
		Label      *Name // nil for JOIN
		Properties []*Name
	}
	// Unwind is UNWIND list AS variable.
	Unwind struct {
		Span
		List     Expr
		Variable *Name
	}
	// Projection is what WITH and RETURN share.
	Projection struct {
		Span
		Distinct bool
		Star     bool
		Items    []*Item
		Order    []*SortItem
		Skip     Expr // nil without SKIP
		Limit    Expr // nil without LIMIT
	}
	// Item is one projected expression. Name is its alias, or its own text as written.
	Item struct {
		Span
		Expr    Expr
		Name    *Name
		Aliased bool
	}
	// SortItem is one key of ORDER BY.
	SortItem struct {
		Span
		Expr       Expr
		Descending bool
	}
	// With is WITH projection [WHERE].
	With struct {
		Span
		Projection *Projection
		Where      Expr
	}
	// Return is RETURN projection.
	Return struct {
		Span
		Projection *Projection
	}
	// Create is CREATE patterns.
	Create struct {
		Span
		Patterns []*Path
	}
	// Merge is MERGE pattern with the items of its ON CREATE SET and ON MATCH SET.
	Merge struct {
		Span
		Pattern  *Path
		OnCreate []*SetItem
		OnMatch  []*SetItem
	}
	// Set is SET items.
	Set struct {
		Span
		Items []*SetItem
	}
	// Remove is REMOVE items; an item's Value is always nil.
	Remove struct {
		Span
		Items []*SetItem
	}
	// Delete is [DETACH] DELETE expressions.
	Delete struct {
		Span
		Detach bool
		Exprs  []Expr
	}
	// Foreach is FOREACH (variable IN list | clauses).
	Foreach struct {
		Span
		Variable *Name
		List     Expr
		Body     []Clause
	}
	// CallProcedure is [OPTIONAL] CALL name[(args)] [YIELD …].
	CallProcedure struct {
		Span
		Optional bool
		Name     *Name // with its namespace: db.labels
		Args     []Expr
		HasArgs  bool // parentheses were written
		Yield    *Yield
	}
	// Yield is YIELD * or YIELD items, with its WHERE, and for SHOW also ORDER BY, SKIP and LIMIT.
	Yield struct {
		Span
		Star  bool
		Items []*YieldItem
		Where Expr
		Order []*SortItem
		Skip  Expr
		Limit Expr
	}
	// YieldItem is field [AS name]; Alias is the field itself without AS.
	YieldItem struct {
		Span
		Field *Name
		Alias *Name
	}
	// CallSubquery is [OPTIONAL] CALL [(imports)] { query } [IN TRANSACTIONS …].
	CallSubquery struct {
		Span
		Optional     bool
		Scoped       bool // CALL ( … ) { } was written
		ImportAll    bool // CALL (*) { }
		Imports      []*Name
		Query        *Query
		Transactions *InTransactions // nil without
	}
	// InTransactions is IN [[n] CONCURRENT] TRANSACTIONS [OF n ROWS] [ON ERROR …] [REPORT STATUS AS name]. How many may run
	// at once is a bound, which one after another keeps to: only one at a time can write.
	InTransactions struct {
		Span
		Rows        Expr   // nil means the default
		OnError     string // "", FAIL, CONTINUE, BREAK
		Report      *Name
		Concurrency Expr
	}
	// Finish ends a query that gives no rows.
	Finish struct{ Span }
	// Show is SHOW kind [YIELD …] [WHERE …]; a RETURN may follow as the next clause. Kind is the
	// words without filler: INDEXES, RANGE INDEXES, CONSTRAINTS, PROCEDURES, FUNCTIONS,
	// DATABASES, …; Name is that of the database in SHOW DATABASE name, else "". IDs are those of
	// the TRANSACTIONS; with Terminate it is TERMINATE TRANSACTIONS, which shows what it did.
	Show struct {
		Span
		Kind      string
		Name      string
		IDs       []Expr
		Terminate bool
		Yield     *Yield
		Where     Expr
	}
)

func (*Finish) clause()        {}
func (*Match) clause()         {}
func (*Unwind) clause()        {}
func (*With) clause()          {}
func (*Return) clause()        {}
func (*Create) clause()        {}
func (*Merge) clause()         {}
func (*Set) clause()           {}
func (*Remove) clause()        {}
func (*Delete) clause()        {}
func (*Foreach) clause()       {}
func (*CallProcedure) clause() {}
func (*CallSubquery) clause()  {}
func (*Show) clause()          {}

// SetKind tells the forms of a SET or REMOVE item apart.
type SetKind uint8

const (
	SetProperty SetKind = iota + 1 // target is a *Property or *Index: n.key = value, n[key] = value
	SetAll                         // target is an entity: n = value
	SetMerge                       // target is an entity: n += value
	SetLabels                      // target is a node: n:A:B
)

// SetItem is one item of SET or REMOVE.
type SetItem struct {
	Span
	Kind    SetKind
	Target  Expr
	Labels  []*Name
	Dynamic []Expr // names of further labels
	Value   Expr   // nil for labels and for REMOVE
}

type (
	// CreateIndex is CREATE [kind] INDEX [name] [IF NOT EXISTS] FOR … ON ….
	CreateIndex struct {
		Span
		Kind         string // RANGE, TEXT, POINT, LOOKUP, FULLTEXT, VECTOR; RANGE when not written
		Name         string
		IfNotExists  bool
		Relationship bool
		Labels       []*Name // labels or types; more than one only for FULLTEXT
		Properties   []*Name
		Options      Expr
	}
	// CreateConstraint is CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR … REQUIRE ….
	CreateConstraint struct {
		Span
		Kind         string // UNIQUE, KEY, NOT NULL, TYPED
		Name         string
		IfNotExists  bool
		Relationship bool
		Label        *Name
		Properties   []*Name
		Type         *TypeName // for TYPED
		Options      Expr
	}
	// DropIndex is DROP INDEX name [IF EXISTS].
	DropIndex struct {
		Span
		Name     string
		IfExists bool
	}
	// DropConstraint is DROP CONSTRAINT name [IF EXISTS].
	DropConstraint struct {
		Span
		Name     string
		IfExists bool
	}
)

func (*Query) body()            {}
func (*CreateIndex) body()      {}
func (*CreateConstraint) body() {}
func (*DropIndex) body()        {}
func (*DropConstraint) body()   {}
