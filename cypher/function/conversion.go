package function

import (
	"math"
	"strconv"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// printable is what toString takes.
const printable = Number | Boolean | String | Instant | Duration | Point

// conversionFunctions turn values into values of another type.
var conversionFunctions = []*Function{
	convert("toBoolean", Boolean|Integer|String, Boolean, toBoolean),
	convert("toFloat", Number|String, Float, toFloat),
	{Name: "toInteger", Category: "Scalar", Params: []Param{{"input", Number | Boolean | String}}, Required: 1, Result: Integer,
		Description: "The value as INTEGER; null for a string that is none, and an error for one that is too large.", Eval: toIntegerOrError},
	convert("toString", printable, String, toString),
	convertOrNull("toBooleanOrNull", Boolean|Integer|String, Boolean, toBoolean),
	convertOrNull("toFloatOrNull", Number|String, Float, toFloat),
	convertOrNull("toIntegerOrNull", Number|Boolean|String, Integer, toInteger),
	convertOrNull("toStringOrNull", printable, String, toString),
	convertList("toBooleanList", Boolean|Integer|String, toBoolean),
	convertList("toFloatList", Number|String, toFloat),
	convertList("toIntegerList", Number|Boolean|String, toInteger),
	convertList("toStringList", printable, toString),
}

func convert(name string, takes, gives Types, to func(value.Value) value.Value) *Function {
	return &Function{Name: name, Category: "Scalar", Params: []Param{{"input", takes}}, Required: 1, Result: gives,
		Description: "The value as " + gives.String() + "; null for a string that is none.",
		Eval:        func(_ *Context, a []value.Value) (value.Value, error) { return to(a[0]), nil }}
}

func convertOrNull(name string, takes, gives Types, to func(value.Value) value.Value) *Function {
	return &Function{Name: name, Category: "Scalar", Params: []Param{{"input", Any}}, Required: 1, Result: gives,
		Description: "The value as " + gives.String() + "; null if it cannot be one.",
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			if !takes.Has(a[0].Kind()) {
				return value.Null, nil
			}
			return to(a[0]), nil
		}}
}

func convertList(name string, takes Types, to func(value.Value) value.Value) *Function {
	return &Function{Name: name, Category: "List", Params: []Param{{"input", List}}, Required: 1, Result: List,
		Description: "The list with every item converted; null for an item that cannot be.",
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			out := make([]value.Value, a[0].Len())
			for i, v := range a[0].List() {
				if !v.IsNull() && takes.Has(v.Kind()) {
					out[i] = to(v)
				}
			}
			return value.List(out), nil
		}}
}

func toBoolean(v value.Value) value.Value {
	switch v.Kind() {
	case value.KindInteger:
		return value.Boolean(v.Int() != 0)
	case value.KindString:
		switch strings.ToLower(strings.TrimSpace(v.Str())) {
		case "true":
			return value.True
		case "false":
			return value.False
		}
		return value.Null
	}
	return v
}

func toFloat(v value.Value) value.Value {
	if v.Kind() != value.KindString {
		return value.Float(v.Float())
	}
	f, ok := parseFloat(v.Str())
	if !ok {
		return value.Null
	}
	return value.Float(f)
}

// parseFloat reads a decimal number, NaN or Infinity, with space around it.
func parseFloat(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	switch strings.TrimLeft(s, "+-") {
	case "NaN", "Infinity":
	default:
		if strings.Trim(s, "0123456789+-.eE") != "" {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil || math.IsInf(f, 0)
}

func toInteger(v value.Value) value.Value {
	switch v.Kind() {
	case value.KindBoolean:
		if v.Bool() {
			return value.Integer(1)
		}
		return value.Integer(0)
	case value.KindFloat:
		return value.Integer(saturate(v.Float()))
	case value.KindString:
		if i, err := strconv.ParseInt(v.Str(), 10, 64); err == nil {
			return value.Integer(i)
		}
		f, ok := wholeOf(v.Str())
		if !ok || f < -1<<63 || f >= 1<<63 {
			return value.Null
		}
		return value.Integer(int64(f))
	}
	return v
}

// wholeOf reads a decimal number without space around it.
func wholeOf(s string) (float64, bool) {
	if s != strings.TrimSpace(s) || !strings.ContainsAny(s, "0123456789") {
		return 0, false
	}
	return parseFloat(s)
}

func toIntegerOrError(_ *Context, a []value.Value) (value.Value, error) {
	v := toInteger(a[0])
	if v.IsNull() {
		if _, ok := wholeOf(a[0].Str()); ok {
			return value.Null, diag.Type("toInteger() of %s, which is too large", a[0]).With("InvalidArgumentValue")
		}
	}
	return v, nil
}

// saturate is f without its fraction; the nearest integer where there is none, and 0 for NaN.
func saturate(f float64) int64 {
	switch {
	case math.IsNaN(f):
		return 0
	case f >= 1<<63:
		return math.MaxInt64
	case f < -1<<63:
		return math.MinInt64
	}
	return int64(f)
}

func toString(v value.Value) value.Value { return value.String(v.Text()) }
