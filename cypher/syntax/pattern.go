package syntax

// PathKind says whether all matches of a path are wanted, or one shortest, or all shortest.
type PathKind uint8

const (
	AllPaths PathKind = iota
	ShortestPath
	AllShortestPaths
)

// Path is one path of a pattern: nodes joined by relationships, len(Nodes) == len(Rels)+1.
type Path struct {
	Span
	Variable *Name // nil without "p ="
	Kind     PathKind
	Nodes    []*NodePattern
	Rels     []*RelPattern
}

// NodePattern is (variable:labels {properties} WHERE …), each part optional.
type NodePattern struct {
	Span
	Variable   *Name
	Labels     LabelExpr // nil: any
	Properties Expr      // *MapLiteral or *Parameter, nil without
	Where      Expr
}

// Direction is where a relationship pattern's arrow points.
type Direction uint8

const (
	Both     Direction = iota + 1 // --, <-->
	Outgoing                      // -->
	Incoming                      // <--
)

// RelPattern is -[variable:types*range {properties} WHERE …]-.
type RelPattern struct {
	Span
	Variable   *Name
	Types      LabelExpr // nil: any
	Length     *Length   // nil: exactly one relationship
	Properties Expr
	Where      Expr
	Direction  Direction
}

// Length is the range of a variable-length relationship: nil Min means 1, nil Max no bound.
// Quantified says that it was written behind the relationship (->+, ->{1,3}), not as *1..3.
type Length struct {
	Span
	Min, Max   *int64
	Quantified bool
}

// LabelExpr is *Label, *LabelWildcard, *LabelNot, *LabelAnd or *LabelOr.
type LabelExpr interface {
	Node
	labelExpr()
}

type (
	// Label is one label or type, or with Dynamic, which is $(…), those that an expression gives: Name is "" then.
	Label struct {
		Span
		Name    string
		Dynamic Expr
	}
	// LabelWildcard is %: at least one label.
	LabelWildcard struct{ Span }
	// LabelNot is !x.
	LabelNot struct {
		Span
		X LabelExpr
	}
	// LabelAnd is a&b, and a:b on nodes. Colon says that it was written with a colon.
	LabelAnd struct {
		Span
		Left, Right LabelExpr
		Colon       bool
	}
	// LabelOr is a|b, and a|:b on relationships.
	LabelOr struct {
		Span
		Left, Right LabelExpr
	}
)

func (*Label) labelExpr()         {}
func (*LabelWildcard) labelExpr() {}
func (*LabelNot) labelExpr()      {}
func (*LabelAnd) labelExpr()      {}
func (*LabelOr) labelExpr()       {}

// LabelExprs gives the expressions of the dynamic labels or types in e.
func LabelExprs(e LabelExpr) []Expr {
	switch e := e.(type) {
	case *Label:
		if e.Dynamic != nil {
			return []Expr{e.Dynamic}
		}
	case *LabelNot:
		return LabelExprs(e.X)
	case *LabelAnd:
		return append(LabelExprs(e.Left), LabelExprs(e.Right)...)
	case *LabelOr:
		return append(LabelExprs(e.Left), LabelExprs(e.Right)...)
	}
	return nil
}

// AllLabels gives the names when e is a plain conjunction (one name or names joined by : or &),
// else false. A nil e is an empty conjunction.
func AllLabels(e LabelExpr) ([]*Label, bool) {
	return flatten(e, func(e LabelExpr) (LabelExpr, LabelExpr, bool) {
		if a, ok := e.(*LabelAnd); ok {
			return a.Left, a.Right, true
		}
		return nil, nil, false
	})
}

// AnyLabel gives the names when e is a plain disjunction (one name or names joined by |), else
// false. A nil e gives no names.
func AnyLabel(e LabelExpr) ([]*Label, bool) {
	return flatten(e, func(e LabelExpr) (LabelExpr, LabelExpr, bool) {
		if o, ok := e.(*LabelOr); ok {
			return o.Left, o.Right, true
		}
		return nil, nil, false
	})
}

func flatten(e LabelExpr, split func(LabelExpr) (LabelExpr, LabelExpr, bool)) ([]*Label, bool) {
	if e == nil {
		return nil, true
	}
	if l, ok := e.(*Label); ok {
		return []*Label{l}, true
	}
	left, right, ok := split(e)
	if !ok {
		return nil, false
	}
	a, ok := flatten(left, split)
	if !ok {
		return nil, false
	}
	b, ok := flatten(right, split)
	return append(a, b...), ok
}
