package function

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// mathFunctions work on numbers.
var mathFunctions = []*Function{
	{Name: "abs", Category: "Numeric", Description: "The number without its sign.",
		Params: []Param{{"input", Number}}, Required: 1, Result: Number, Eval: abs},
	{Name: "sign", Category: "Numeric", Description: "-1, 0 or 1, as the number is.",
		Params: []Param{{"input", Number}}, Required: 1, Result: Integer, Eval: sign},
	{Name: "isNaN", Category: "Numeric", Description: "Whether the number is NaN.",
		Params: []Param{{"input", Number}}, Required: 1, Result: Boolean,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			return value.Boolean(math.IsNaN(a[0].Float())), nil
		}},
	{Name: "round", Category: "Numeric",
		Description: "The nearest number with precision digits after the point; a tie is settled by the mode: UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN or HALF_EVEN.",
		Params:      []Param{{"value", Number}, {"precision", Number}, {"mode", String}}, Required: 1, Result: Float, Eval: round},
	{Name: "rand", Category: "Numeric", Description: "A random number in [0, 1).", Result: Float, Volatile: true,
		Eval: func(c *Context, _ []value.Value) (value.Value, error) { return value.Float(c.Rand.Float64()), nil }},
	constant("e", "The base of the natural logarithm.", math.E),
	constant("pi", "The ratio of a circle's circumference to its diameter.", math.Pi),
	real("ceil", "The smallest whole number that is not less.", math.Ceil),
	real("ceiling", "The smallest whole number that is not less.", math.Ceil),
	real("floor", "The largest whole number that is not more.", math.Floor),
	real("sqrt", "The square root.", math.Sqrt),
	real("exp", "e to the power.", math.Exp),
	real("log", "The natural logarithm.", math.Log),
	real("ln", "The natural logarithm.", math.Log),
	real("log10", "The logarithm to base 10.", math.Log10),
	real("sin", "The sine.", math.Sin),
	real("cos", "The cosine.", math.Cos),
	real("tan", "The tangent.", math.Tan),
	real("cot", "The cotangent.", func(x float64) float64 { return 1 / math.Tan(x) }),
	real("asin", "The arcsine.", math.Asin),
	real("acos", "The arccosine.", math.Acos),
	real("atan", "The arctangent.", math.Atan),
	real("sinh", "The hyperbolic sine.", math.Sinh),
	real("cosh", "The hyperbolic cosine.", math.Cosh),
	real("tanh", "The hyperbolic tangent.", math.Tanh),
	real("coth", "The hyperbolic cotangent.", func(x float64) float64 { return 1 / math.Tanh(x) }),
	real("degrees", "Radians as degrees.", func(x float64) float64 { return x * (180 / math.Pi) }),
	real("radians", "Degrees as radians.", func(x float64) float64 { return x * (math.Pi / 180) }),
	real("haversin", "Half of one minus the cosine.", func(x float64) float64 { return (1 - math.Cos(x)) / 2 }),
	{Name: "atan2", Category: "Trigonometric", Description: "The arctangent of y / x, in the quadrant of the two.",
		Params: []Param{{"y", Number}, {"x", Number}}, Required: 2, Result: Float,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			return value.Float(math.Atan2(a[0].Float(), a[1].Float())), nil
		}},
}

func constant(name, description string, x float64) *Function {
	return &Function{Name: name, Category: "Numeric", Description: description, Result: Float,
		Eval: func(*Context, []value.Value) (value.Value, error) { return value.Float(x), nil }}
}

func real(name, description string, f func(float64) float64) *Function {
	return &Function{Name: name, Category: "Numeric", Description: description,
		Params: []Param{{"input", Number}}, Required: 1, Result: Float,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.Float(f(a[0].Float())), nil }}
}

func abs(_ *Context, a []value.Value) (value.Value, error) {
	if a[0].Kind() == value.KindFloat {
		return value.Float(math.Abs(a[0].Float())), nil
	}
	if a[0].Int() < 0 {
		return value.Negate(a[0])
	}
	return a[0], nil
}

func sign(_ *Context, a []value.Value) (value.Value, error) {
	switch f := a[0].Float(); {
	case f > 0:
		return value.Integer(1), nil
	case f < 0:
		return value.Integer(-1), nil
	}
	return value.Integer(0), nil
}

// round without a precision rounds ties up; with a precision, the default mode rounds ties away from zero.
func round(_ *Context, a []value.Value) (value.Value, error) {
	x := a[0].Float()
	if len(a) == 1 {
		if math.Abs(x) >= 1<<52 || math.IsNaN(x) {
			return value.Float(x), nil
		}
		floor := math.Floor(x)
		if x-floor >= 0.5 {
			floor++
		}
		return value.Float(floor), nil
	}
	mode := "HALF_UP"
	if len(a) == 3 {
		mode = strings.ToUpper(a[2].Str())
	}
	precision := a[1].Float()
	if precision < 0 || precision != math.Trunc(precision) {
		return value.Null, diag.Argument("the precision of round() is %s, and a whole number from 0 is wanted", a[1]).With("NumberOutOfRange")
	}
	if math.IsNaN(x) || math.IsInf(x, 0) || precision > 330 {
		return value.Float(x), nil
	}
	return roundDecimal(x, int64(precision), mode)
}

// roundDecimal rounds the number that the shortest decimal form of x names.
func roundDecimal(x float64, precision int64, mode string) (value.Value, error) {
	scaled, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(precision), nil))
	scaled.Mul(scaled, unit)
	whole := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	rest := new(big.Rat).Sub(scaled, new(big.Rat).SetInt(whole))
	half := new(big.Rat).Abs(rest)
	half.Sub(half, big.NewRat(1, 2))
	away := false
	switch mode {
	case "UP":
		away = rest.Sign() != 0
	case "DOWN":
	case "CEILING":
		away = rest.Sign() > 0
	case "FLOOR":
		away = rest.Sign() < 0
	case "HALF_UP":
		away = half.Sign() >= 0
	case "HALF_DOWN":
		away = half.Sign() > 0
	case "HALF_EVEN":
		away = half.Sign() > 0 || half.Sign() == 0 && whole.Bit(0) == 1
	default:
		return value.Null, diag.Argument("unknown rounding mode %q", mode).With("InvalidArgumentValue")
	}
	if away {
		whole.Add(whole, big.NewInt(int64(rest.Sign())))
	}
	f, _ := new(big.Rat).Quo(new(big.Rat).SetInt(whole), unit).Float64()
	return value.Float(f), nil
}
