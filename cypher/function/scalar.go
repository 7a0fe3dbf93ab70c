package function

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"newsgraph/cypher/value"
)

// scalarFunctions take values of several kinds.
var scalarFunctions = []*Function{
	{Name: "coalesce", Category: "Scalar", Description: "The first argument that is not null.",
		Params: []Param{{"input", Any}}, Required: 1, Variadic: true, Result: Any, TakesNull: true, Eval: coalesce},
	{Name: "nullIf", Category: "Scalar", Description: "Null if the arguments are equal, else the first.",
		Params: []Param{{"v1", Any}, {"v2", Any}}, Required: 2, Result: Any, TakesNull: true,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			if value.Equal(a[0], a[1]) == value.Yes {
				return value.Null, nil
			}
			return a[0], nil
		}},
	{Name: "size", Category: "Scalar", Description: "The number of items of a list or characters of a string.",
		Params: []Param{{"input", List | String}}, Required: 1, Result: Integer, Eval: size},
	{Name: "isEmpty", Category: "Predicate", Description: "Whether a list, map or string is empty.",
		Params: []Param{{"input", List | Map | String}}, Required: 1, Result: Boolean,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			if a[0].Kind() == value.KindString {
				return value.Boolean(a[0].Str() == ""), nil
			}
			return value.Boolean(a[0].Len() == 0), nil
		}},
	{Name: "reverse", Category: "List", Description: "A list or string from its end to its beginning.",
		Params: []Param{{"input", List | String}}, Required: 1, Result: List | String, Eval: reverse},
	{Name: "valueType", Category: "Scalar", Description: "The name of the type of a value.",
		Params: []Param{{"input", Any}}, Required: 1, Result: String, TakesNull: true,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.String(typeName(a[0])), nil }},
	{Name: "timestamp", Category: "Scalar", Description: "Milliseconds since 1970-01-01T00:00Z when the query began.",
		Result: Integer,
		Eval: func(c *Context, _ []value.Value) (value.Value, error) {
			return value.Integer(c.Statement.UnixMilli()), nil
		}},
	{Name: "randomUUID", Category: "Scalar", Description: "A random UUID, version 4.", Result: String, Volatile: true,
		Eval: func(c *Context, _ []value.Value) (value.Value, error) {
			hi := c.Rand.Uint64()&^0xf000 | 0x4000
			lo := c.Rand.Uint64()&^(3<<62) | 2<<62
			return value.String(fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xffff, hi&0xffff, lo>>48, lo&(1<<48-1))), nil
		}},
}

func coalesce(_ *Context, a []value.Value) (value.Value, error) {
	for _, v := range a {
		if !v.IsNull() {
			return v, nil
		}
	}
	return value.Null, nil
}

func size(_ *Context, a []value.Value) (value.Value, error) {
	if a[0].Kind() == value.KindString {
		return value.Integer(int64(utf8.RuneCountInString(a[0].Str()))), nil
	}
	return value.Integer(int64(a[0].Len())), nil
}

func reverse(_ *Context, a []value.Value) (value.Value, error) {
	if a[0].Kind() == value.KindString {
		runes := []rune(a[0].Str())
		slices.Reverse(runes)
		return value.String(string(runes)), nil
	}
	items := slices.Clone(a[0].List())
	slices.Reverse(items)
	return value.List(items), nil
}

// typeName is the type of v as valueType has it: INTEGER NOT NULL, LIST<INTEGER NOT NULL | STRING NOT NULL>
// NOT NULL.
func typeName(v value.Value) string {
	switch v.Kind() {
	case value.KindNull:
		return "NULL"
	case value.KindList:
	default:
		return v.Kind().String() + " NOT NULL"
	}
	names := map[string]bool{}
	null := false
	for _, x := range v.List() {
		if x.IsNull() {
			null = true
			continue
		}
		names[typeName(x)] = true
	}
	inner := make([]string, 0, len(names))
	for n := range names {
		if null {
			n = strings.TrimSuffix(n, " NOT NULL")
		}
		inner = append(inner, n)
	}
	slices.SortFunc(inner, orderTypeNames)
	switch {
	case len(inner) == 0 && null:
		inner = []string{"NULL"}
	case len(inner) == 0:
		inner = []string{"NOTHING"}
	}
	return "LIST<" + strings.Join(inner, " | ") + "> NOT NULL"
}

// typeOrder is the order of types within a union.
var typeOrder = []string{
	"BOOLEAN", "STRING", "INTEGER", "FLOAT", "DATE", "LOCAL TIME", "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME",
	"DURATION", "POINT", "NODE", "RELATIONSHIP", "MAP", "LIST", "PATH",
}

func orderTypeNames(a, b string) int {
	place := func(name string) int {
		return slices.IndexFunc(typeOrder, func(t string) bool {
			return name == t || strings.HasPrefix(name, t+" NOT") || strings.HasPrefix(name, t+"<") || strings.HasPrefix(name, t+">")
		})
	}
	if d := place(a) - place(b); d != 0 {
		return d
	}
	x, list := strings.CutPrefix(a, "LIST<")
	if y, both := strings.CutPrefix(b, "LIST<"); list && both && a != b {
		// The types of the items decide, one after the other.
		return slices.CompareFunc(strings.Split(x, " | "), strings.Split(y, " | "), orderTypeNames)
	}
	return strings.Compare(a, b)
}
