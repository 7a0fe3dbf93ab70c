package syntax

// PathKind says whether all matches of a path are wanted, or one shortest, or all shortest.
type PathKind uint8

const (
	AllPaths PathKind = iota
	ShortestPath
	AllShortestPaths
)

// Path is one path of a pattern: nodes joined by relationships, len(Nodes) == len(Rels)+1. Where no node is written
// beside a path that is repeated, there is one without anything in it.
type Path struct {
	Span
	Variable *Name // nil without "p ="
	Kind     PathKind
	Selector *Selector // nil: all paths
	Part     *Name     // the path's name within the parentheses of a selected path: ANY SHORTEST (q = … WHERE …)
	Nodes    []*NodePattern
	Rels     []*RelPattern
	Where    Expr // of the parentheses around the path, nil without
}

// Selector says how many paths are wanted between each pair of ends, the shortest first: SHORTEST 3, ANY, ALL SHORTEST, ….
type Selector struct {
	Span
	Count  int64
	Groups bool // Count is of lengths, of which all paths are wanted
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

// RelPattern is -[variable:types*range {properties} WHERE …]-, or with Repeated a path that is repeated, ((a)-->(b)){1,3},
// which has a quantified Length and nothing else.
type RelPattern struct {
	Span
	Repeated   *Path
	Variable   *Name
	Types      LabelExpr // nil: any
	Length     *Length   // nil: exactly one relationship
	Properties Expr
	Where      Expr
	Direction  Direction
}

// Length is the range of a variable-length relationship: nil Min means 1, nil Max no bound.
// Quantified says that it was written behind the relationship or path (->+, ->{1,3}), not as *1..3.
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
	// Label is one label or type, or with Dynamic, which is $(…), all those that an expression gives, or with Any, which is
	// $any(…), one of them: Name is "" then.
	Label struct {
		Span
		Name    string
		Dynamic Expr
		Any     bool
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
