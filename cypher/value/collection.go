package value

import (
	"strings"

	"newsgraph/cypher/diag"
)

// In is item IN list. What is no list counts as a list of itself.
func In(item, list Value) Ternary {
	switch list.kind {
	case KindNull:
		return Unknown
	case KindList:
	default:
		return Equal(item, list)
	}
	t := No
	for _, x := range list.List() {
		if t = t.Or(Equal(item, x)); t == Yes {
			return Yes
		}
	}
	return t
}

// At is subject[index]: an item of a list, counted from its end if index is negative and null outside it,
// or the value of a key of a map. Nodes and relationships are the caller's, who has the graph.
func At(subject, index Value) (Value, error) {
	if subject.IsNull() || index.IsNull() {
		return Null, nil
	}
	switch subject.kind {
	case KindList:
		if index.kind == KindInteger {
			return item(subject.List(), index.Int()), nil
		}
		return Null, diag.Type("a list is indexed by an integer, not %s", index.kind).With("ListElementAccessByNonInteger")
	case KindMap:
		if index.kind == KindString {
			v, _ := subject.Lookup(index.Str())
			return v, nil
		}
		return Null, diag.Type("a map is indexed by a string, not %s", index.kind).With("MapElementAccessByNonString")
	}
	return Null, diag.Type("%s cannot be indexed", subject.kind).With("InvalidArgumentType")
}

func item(list []Value, i int64) Value {
	n := int64(len(list))
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return Null
	}
	return list[i]
}

// Slice is list[from..to] with to exclusive; a bound counts from the end if it is negative, and is moved to
// the list's ends. A bound that is not written is the zero Value with its flag false.
func Slice(list, from, to Value, hasFrom, hasTo bool) (Value, error) {
	if list.IsNull() || hasFrom && from.IsNull() || hasTo && to.IsNull() {
		return Null, nil
	}
	if list.kind != KindList {
		return Null, diag.Type("%s cannot be sliced", list.kind).With("InvalidArgumentType")
	}
	items := list.List()
	bound := func(v Value, has bool, missing int64) (int64, error) {
		if !has {
			return missing, nil
		}
		if v.kind != KindInteger {
			return 0, diag.Type("a list is sliced by integers, not %s", v.kind).With("InvalidArgumentType")
		}
		i, n := v.Int(), int64(len(items))
		if i < 0 {
			i = max(i+n, 0)
		}
		return min(i, n), nil
	}
	lo, err := bound(from, hasFrom, 0)
	if err != nil {
		return Null, err
	}
	hi, err := bound(to, hasTo, int64(len(items)))
	if err != nil {
		return Null, err
	}
	if lo >= hi {
		return List(nil), nil
	}
	return List(items[lo:hi:hi]), nil
}

// StartsWith is a STARTS WITH b: null unless both are strings.
func StartsWith(a, b Value) Ternary { return stringTest(a, b, strings.HasPrefix) }

// EndsWith is a ENDS WITH b: null unless both are strings.
func EndsWith(a, b Value) Ternary { return stringTest(a, b, strings.HasSuffix) }

// Contains is a CONTAINS b: null unless both are strings.
func Contains(a, b Value) Ternary { return stringTest(a, b, strings.Contains) }

func stringTest(a, b Value, test func(s, part string) bool) Ternary {
	if a.kind != KindString || b.kind != KindString {
		return Unknown
	}
	return TernaryOf(test(a.Str(), b.Str()))
}

// Concatenate is a || b, of two strings or two lists.
func Concatenate(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.kind == KindString && b.kind == KindString, a.kind == KindList && b.kind == KindList:
		return Add(a, b)
	}
	return Null, operandError("||", a, b)
}
