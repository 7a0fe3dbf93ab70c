package resolve

import (
	"newsgraph/cypher/function"
	"newsgraph/cypher/value"
)

// typ is what an expression may give: a set of kinds, empty for null alone, and what the items of a list
// may be.
type typ struct {
	kinds function.Types
	items *typ // nil: anything
}

var anything = typ{kinds: function.Any}

func of(kinds function.Types) typ { return typ{kinds: kinds} }

func listOf(items typ) typ { return typ{kinds: function.List, items: &items} }

// can reports whether a value of the type may be of one of the kinds, or null.
func (t typ) can(kinds function.Types) bool { return t.kinds == 0 || t.kinds&kinds != 0 }

// is reports whether every value of the type, but null, is of one of the kinds.
func (t typ) is(kinds function.Types) bool { return t.kinds != 0 && t.kinds&^kinds == 0 }

// item is the type of what UNWIND makes of the value: an item of a list, or the value itself.
func (t typ) item() typ {
	if !t.is(function.List) || t.items == nil {
		return anything
	}
	return *t.items
}

// union is the type of a value that is of one or the other.
func union(a, b typ) typ {
	out := typ{kinds: a.kinds | b.kinds}
	aList, bList := a.kinds&function.List != 0, b.kinds&function.List != 0
	switch {
	case aList && bList && a.items != nil && b.items != nil:
		items := union(*a.items, *b.items)
		out.items = &items
	case aList && !bList:
		out.items = a.items
	case bList && !aList:
		out.items = b.items
	}
	return out
}

// kindType is the type of a function's result or a pattern's variable.
func kindType(k value.Kind) typ { return of(function.Of(k)) }

// column is one name of a projection.
type column struct {
	name string
	typ  typ
}

// scope is the variables that a place in the statement sees, in the order in which they came. What it lacks
// it looks for in its parent.
type scope struct {
	parent *scope
	fixed  bool // the imports of CALL (…) { }, whose names cannot be used again
	names  []string
	types  map[string]typ
}

func newScope(parent *scope) *scope { return &scope{parent: parent, types: map[string]typ{}} }

func (s *scope) lookup(name string) (typ, bool) {
	for ; s != nil; s = s.parent {
		if t, ok := s.types[name]; ok {
			return t, true
		}
	}
	return typ{}, false
}

// imported reports whether the name is an import of the CALL (…) { } around.
func (s *scope) imported(name string) bool {
	if s == nil || !s.fixed {
		return false
	}
	_, ok := s.types[name]
	return ok
}

func (s *scope) add(name string, t typ) {
	if _, ok := s.types[name]; !ok {
		s.names = append(s.names, name)
	}
	s.types[name] = t
}

func (s *scope) clone() *scope {
	out := newScope(s.parent)
	for _, n := range s.names {
		out.add(n, s.types[n])
	}
	return out
}
