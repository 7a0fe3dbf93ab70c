package value

import (
	"math"
	"testing"

	"newsgraph/cypher/diag"
)

func TestOperators(t *testing.T) {
	type op = func(a, b Value) (Value, error)
	day := DurationOf(Duration{Days: 1})
	lowest, highest := Integer(math.MinInt64), Integer(math.MaxInt64)
	for _, c := range []struct {
		name string
		op   op
		a, b Value
		want string
	}{
		{"+", Add, Integer(1), Float(2.5), "3.5"}, {"+", Add, highest, Integer(1), "IntegerOverflow"},
		{"+", Add, lowest, Integer(-1), "IntegerOverflow"}, {"+", Add, highest, lowest, "-1"},
		{"+", Add, String("a"), Integer(1), "'a1'"}, {"+", Add, Float(1), String("a"), "'1.0a'"},
		{"+", Add, ListOf(Integer(1)), Integer(2), "[1, 2]"}, {"+", Add, Integer(1), ListOf(Integer(2)), "[1, 2]"},
		{"+", Add, ListOf(Integer(1)), ListOf(Integer(2)), "[1, 2]"}, {"+", Add, ListOf(), Null, "null"},
		{"+", Add, True, Integer(1), "InvalidArgumentType"}, {"+", Add, m(), m(), "InvalidArgumentType"},
		{"-", Subtract, lowest, Integer(1), "IntegerOverflow"}, {"-", Subtract, Integer(0), lowest, "IntegerOverflow"},
		{"-", Subtract, Integer(-1), lowest, "9223372036854775807"}, {"-", Subtract, String("a"), String("a"), "InvalidArgumentType"},
		{"*", Multiply, Integer(-3), Integer(4), "-12"}, {"*", Multiply, lowest, Integer(-1), "IntegerOverflow"},
		{"*", Multiply, Integer(1 << 32), Integer(1 << 31), "IntegerOverflow"}, {"*", Multiply, Integer(1 << 32), Integer(-1 << 31), "-9223372036854775808"},
		{"*", Multiply, day, Float(1.5), "'P1DT12H'"}, {"*", Multiply, day, Float(math.NaN()), "NumberOutOfRange"},
		{"/", Divide, Integer(-7), Integer(2), "-3"}, {"/", Divide, Integer(1), Integer(0), "DivisionByZero"},
		{"/", Divide, Float(1), Float(0), "Infinity"}, {"/", Divide, lowest, Integer(-1), "IntegerOverflow"},
		{"/", Divide, DurationOf(Duration{Seconds: 10}), Integer(-3), "'PT-3.333333333S'"}, {"/", Divide, day, Integer(0), "DivisionByZero"},
		{"%", Modulo, Integer(-7), Integer(3), "-1"}, {"%", Modulo, Integer(7), Integer(0), "DivisionByZero"},
		{"%", Modulo, lowest, Integer(-1), "0"}, {"%", Modulo, Float(7.5), Integer(2), "1.5"},
		{"^", Power, Integer(2), Integer(3), "8.0"}, {"^", Power, Integer(1), Float(math.NaN()), "NaN"}, {"^", Power, String("2"), Integer(3), "InvalidArgumentType"},
		{"||", Concatenate, String("a"), String("b"), "'ab'"}, {"||", Concatenate, String("a"), Integer(1), "InvalidArgumentType"},
		{"[]", At, ListOf(Integer(1), Integer(2)), Integer(-1), "2"}, {"[]", At, ListOf(Integer(1)), Integer(1), "null"},
		{"[]", At, ListOf(Integer(1)), Float(0), "ListElementAccessByNonInteger"}, {"[]", At, m("a", Integer(1)), String("a"), "1"},
		{"[]", At, m("a", Integer(1)), Integer(0), "MapElementAccessByNonString"}, {"[]", At, Integer(1), Integer(0), "InvalidArgumentType"},
		{"[]", At, Integer(1), Null, "null"},
	} {
		v, err := c.op(c.a, c.b)
		got := v.String()
		if err != nil {
			got = diag.As(err).Detail
		}
		if got != c.want {
			t.Errorf("%v %s %v = %s, want %s", c.a, c.name, c.b, got, c.want)
		}
	}
}

func TestIn(t *testing.T) {
	list := ListOf(Integer(1), Null, ListOf(Integer(2)))
	for _, c := range []struct {
		item, list Value
		want       Ternary
	}{
		{Integer(1), list, Yes}, {Integer(2), list, Unknown}, {ListOf(Integer(2)), list, Yes}, {Null, ListOf(), No}, {Null, list, Unknown},
		{Integer(1), Null, Unknown}, {Integer(2), ListOf(Integer(1)), No}, {Integer(2), Integer(2), Yes},
	} {
		if got := In(c.item, c.list); got != c.want {
			t.Errorf("%v IN %v is %v, want %v", c.item, c.list, got.Value(), c.want.Value())
		}
	}
}

func TestSlice(t *testing.T) {
	list := ListOf(Integer(0), Integer(1), Integer(2), Integer(3))
	for _, c := range []struct {
		from, to       Value
		hasFrom, hasTo bool
		want           string
	}{
		{Integer(1), Null, true, false, "[1, 2, 3]"}, {Null, Integer(-1), false, true, "[0, 1, 2]"}, {Integer(-2), Integer(9), true, true, "[2, 3]"},
		{Integer(3), Integer(1), true, true, "[]"}, {Null, Integer(1), true, true, "null"}, {Integer(-9), Integer(1), true, true, "[0]"},
		{Float(1), Null, true, false, "InvalidArgumentType"},
	} {
		v, err := Slice(list, c.from, c.to, c.hasFrom, c.hasTo)
		got := v.String()
		if err != nil {
			got = diag.As(err).Detail
		}
		if got != c.want {
			t.Errorf("list[%v..%v] = %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func TestStringPredicates(t *testing.T) {
	if got := [...]Ternary{StartsWith(String("abc"), String("ab")), EndsWith(String("abc"), String("ab")), Contains(String("abc"), String("b")), Contains(Integer(1), String("b"))}; got != [...]Ternary{Yes, No, Yes, Unknown} {
		t.Errorf("got %v", got)
	}
}
