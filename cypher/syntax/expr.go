package syntax

// Expr is an expression; the types below are all of them.
type Expr interface {
	Node
	expr()
}

type (
	// Null is null.
	Null struct{ Span }
	// Boolean is true or false.
	Boolean struct {
		Span
		Value bool
	}
	// Integer is a 64-bit integer, its sign included.
	Integer struct {
		Span
		Value int64
	}
	// Float is a double, its sign included.
	Float struct {
		Span
		Value float64
	}
	// String is a text, unescaped.
	String struct {
		Span
		Value string
	}
	// Parameter is $name.
	Parameter struct {
		Span
		Name string
	}
	// Variable is a name that a clause or an enclosing expression binds.
	Variable struct {
		Span
		Name string
	}
	// Property is subject.key.
	Property struct {
		Span
		Subject Expr
		Key     *Name
	}
	// Index is subject[index].
	Index struct {
		Span
		Subject, Index Expr
	}
	// Slice is subject[from..to]; either bound may be nil.
	Slice struct {
		Span
		Subject, From, To Expr
	}
	// List is [items].
	List struct {
		Span
		Items []Expr
	}
	// MapLiteral is {key: value}; Keys and Values are parallel.
	MapLiteral struct {
		Span
		Keys   []*Name
		Values []Expr
	}
	// MapProjection is subject {.key, .*, key: value, variable}.
	MapProjection struct {
		Span
		Subject *Variable
		Items   []*MapItem
	}
	// Unary is NOT x, -x or +x; Op is "NOT", "-" or "+".
	Unary struct {
		Span
		Op string
		X  Expr
	}
	// Binary is left op right; Op is one of OR XOR AND + - * / % ^ || IN =~ and the predicates
	// STARTS WITH, ENDS WITH, CONTAINS.
	Binary struct {
		Span
		Op          string
		Left, Right Expr
	}
	// Comparison is a chain a < b <= c: len(Ops) == len(Operands)-1; an Op is one of = <> < <= >
	// >=. Each operand is to be evaluated once.
	Comparison struct {
		Span
		Operands []Expr
		Ops      []string
	}
	// IsNull is x IS [NOT] NULL.
	IsNull struct {
		Span
		X       Expr
		Negated bool
	}
	// IsTyped is x IS [NOT] :: type.
	IsTyped struct {
		Span
		X       Expr
		Negated bool
		Type    *TypeName
	}
	// IsNormalized is x IS [NOT] [form] NORMALIZED; Form is NFC, NFD, NFKC or NFKD.
	IsNormalized struct {
		Span
		X       Expr
		Negated bool
		Form    string
	}
	// HasLabels is x:Label.
	HasLabels struct {
		Span
		X      Expr
		Labels LabelExpr
	}
	// Call is name([DISTINCT] args), also count(*).
	Call struct {
		Span
		Name     *Name // with its namespace, as written
		Distinct bool
		Star     bool // count(*)
		Args     []Expr
	}
	// Case is CASE [subject] WHEN … THEN … [ELSE …] END.
	Case struct {
		Span
		Subject Expr // nil for the searched form
		Whens   []*When
		Else    Expr // nil without ELSE
	}
	// When is one WHEN; with a subject it can test several values, and an operand can begin with
	// an operator (WHEN < 3, WHEN IS NULL), which the parser turns into a full test in Tests with
	// Subject repeated; Values holds the plain ones.
	When struct {
		Span
		Values []Expr
		Tests  []Expr
		Then   Expr
	}
	// ListComprehension is [variable IN list WHERE … | project].
	ListComprehension struct {
		Span
		Variable *Name
		List     Expr
		Where    Expr
		Project  Expr
	}
	// PatternComprehension is [pattern WHERE … | project].
	PatternComprehension struct {
		Span
		Pattern *Path
		Where   Expr
		Project Expr
	}
	// Quantifier is all, any, none or single (variable IN list WHERE …); Kind is in upper case.
	Quantifier struct {
		Span
		Kind     string
		Variable *Name
		List     Expr
		Where    Expr // nil: the element itself
	}
	// Reduce is reduce(accumulator = init, variable IN list | body).
	Reduce struct {
		Span
		Accumulator *Name
		Init        Expr
		Variable    *Name
		List        Expr
		Body        Expr
	}
	// PatternExpr is a pattern as an expression: a predicate, the argument of exists or size, or
	// a shortest path.
	PatternExpr struct {
		Span
		Pattern *Path
	}
	// Subquery is EXISTS, COUNT or COLLECT { query }; Kind is in upper case. Pattern says that
	// the short form, patterns with an optional WHERE, was written.
	Subquery struct {
		Span
		Kind    string
		Query   *Query
		Pattern bool
	}
)

func (*Null) expr()                 {}
func (*Boolean) expr()              {}
func (*Integer) expr()              {}
func (*Float) expr()                {}
func (*String) expr()               {}
func (*Parameter) expr()            {}
func (*Variable) expr()             {}
func (*Property) expr()             {}
func (*Index) expr()                {}
func (*Slice) expr()                {}
func (*List) expr()                 {}
func (*MapLiteral) expr()           {}
func (*MapProjection) expr()        {}
func (*Unary) expr()                {}
func (*Binary) expr()               {}
func (*Comparison) expr()           {}
func (*IsNull) expr()               {}
func (*IsTyped) expr()              {}
func (*IsNormalized) expr()         {}
func (*HasLabels) expr()            {}
func (*Call) expr()                 {}
func (*Case) expr()                 {}
func (*ListComprehension) expr()    {}
func (*PatternComprehension) expr() {}
func (*Quantifier) expr()           {}
func (*Reduce) expr()               {}
func (*PatternExpr) expr()          {}
func (*Subquery) expr()             {}

// MapItem is one item of a map projection: .* (All), .key (Property), key: value (Key and Value),
// or variable (Key and Value are the variable).
type MapItem struct {
	Span
	All      bool
	Property bool
	Key      *Name
	Value    Expr
}

// TypeName is a type as IS :: and property type constraints name it.
type TypeName struct {
	Span
	Name    string // in upper case: INTEGER, LOCAL DATETIME, LIST, ANY, …
	NotNull bool
	Element *TypeName   // for LIST
	Or      []*TypeName // further alternatives
}
