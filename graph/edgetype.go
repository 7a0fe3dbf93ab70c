package graph

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// EdgeType is the kind of a fact between two nodes: one of the three that are built in, or one that a user's rules
// add. Types can be compared with ==. The zero EdgeType is unset.
type EdgeType struct {
	name      string
	symmetric bool
}

// The built-in types.
var (
	Signed    = EdgeType{name: "SIGNED"}
	MetWith   = EdgeType{name: "MET_WITH", symmetric: true}
	Announced = EdgeType{name: "ANNOUNCED"}
)

// edgeTypes are the built-in types in the order of the text form.
var edgeTypes = []EdgeType{Signed, MetWith, Announced}

// reserved are the names of the graph's other relationships, which no fact can have.
var reserved = []string{"REPRESENTS", "PARTICIPATED_IN", "MENTIONS", "STATES", "SUBJECT", "OBJECT", "HAS_TEXT"}

// maxTypeName bounds the name of a type, in bytes.
const maxTypeName = 64

// Cypher has no parameters for types, so a name must be one that needs no quotes.
var typeName = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// NewEdgeType is the type of that name: a built-in one, for which symmetric may be left false, or one of the user's
// own. The ends of a symmetric type have no order.
func NewEdgeType(name string, symmetric bool) (EdgeType, error) {
	for _, t := range edgeTypes {
		if t.name == name && (t.symmetric || !symmetric) {
			return t, nil
		}
		if t.name == name {
			return EdgeType{}, fmt.Errorf("relation type %s is built in, and not symmetric", name)
		}
	}
	switch {
	case !typeName.MatchString(name) || len(name) > maxTypeName:
		return EdgeType{}, fmt.Errorf("relation type %q is not a name of at most %d capitals and digits, such as VISITED or ALLIED_WITH", name, maxTypeName)
	case slices.Contains(reserved, name):
		return EdgeType{}, fmt.Errorf("relation type %s: the graph has other relationships of that name", name)
	}
	return EdgeType{name, symmetric}, nil
}

// String is the relationship type's spelling in the graph.
func (t EdgeType) String() string { return t.name }

// Symmetric reports whether the ends have no order: such a fact is stored once, smaller key first.
func (t EdgeType) Symmetric() bool { return t.symmetric }

// BuiltIn reports whether the type is one of the three that are there without rules of one's own.
func (t EdgeType) BuiltIn() bool { return slices.Contains(edgeTypes, t) }

// Marked reports whether the name alone does not say that the type is symmetric, so that it must be written down.
func (t EdgeType) Marked() bool { return t.symmetric && !t.BuiltIn() }

// Compare orders the built-in types as they are listed, and the others after them by name.
func (t EdgeType) Compare(u EdgeType) int {
	c := cmp.Or(cmp.Compare(t.place(), u.place()), strings.Compare(t.name, u.name))
	switch {
	case c != 0 || t.symmetric == u.symmetric:
		return c
	case u.symmetric:
		return -1
	}
	return 1
}

func (t EdgeType) place() int {
	if i := slices.Index(edgeTypes, t); i >= 0 {
		return i
	}
	return len(edgeTypes)
}
