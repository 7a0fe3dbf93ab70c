package value

import (
	"math"
	"math/bits"

	"newsgraph/cypher/diag"
)

// The operators below give null if an operand is null, and a *diag.Error for operands that they do not
// take, for integers that overflow and for a division by zero.

func operandError(op string, a, b Value) error {
	return diag.Type("cannot apply `%s` to %s and %s", op, a.kind, b.kind).With("InvalidArgumentType")
}

func overflow(op string, a, b Value) error {
	return diag.Arithmetic("integer overflow: %s %s %s", a, op, b).With("IntegerOverflow")
}

// Add is a + b: of numbers and durations, of a temporal value and a duration, of strings, of a list and a
// list or an item.
func Add(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.kind == KindInteger && b.kind == KindInteger:
		x, y := a.Int(), b.Int()
		sum := x + y
		if (sum > x) != (y > 0) {
			return Null, overflow("+", a, b)
		}
		return Integer(sum), nil
	case a.IsNumber() && b.IsNumber():
		return Float(a.Float() + b.Float()), nil
	case a.kind == KindList || b.kind == KindList:
		return Concat(a, b), nil
	case a.kind == KindString && joins(b) || b.kind == KindString && joins(a):
		return String(a.Text() + b.Text()), nil
	case a.kind == KindDuration && b.kind == KindDuration:
		return addDurations(a.Duration(), b.Duration(), 1)
	case b.kind == KindDuration && a.isInstant():
		return addToInstant(a, b.Duration(), 1)
	case a.kind == KindDuration && b.isInstant():
		return addToInstant(b, a.Duration(), 1)
	}
	return Null, operandError("+", a, b)
}

// joins reports whether v can be joined to a string.
func joins(v Value) bool {
	switch v.kind {
	case KindString, KindInteger, KindFloat, KindBoolean, KindDuration, KindPoint:
		return true
	}
	return v.isInstant()
}

// isInstant reports whether v is a date or time of any kind.
func (v Value) isInstant() bool {
	switch v.kind {
	case KindDate, KindLocalTime, KindTime, KindLocalDateTime, KindDateTime:
		return true
	}
	return false
}

// Concat is the items of the lists a and b in one list; what is no list is one item.
func Concat(a, b Value) Value {
	x, y := []Value{a}, []Value{b}
	if a.kind == KindList {
		x = a.List()
	}
	if b.kind == KindList {
		y = b.List()
	}
	out := make([]Value, 0, len(x)+len(y))
	return List(append(append(out, x...), y...))
}

// Subtract is a - b: of numbers and durations, and of a temporal value and a duration.
func Subtract(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.kind == KindInteger && b.kind == KindInteger:
		x, y := a.Int(), b.Int()
		diff := x - y
		if (diff < x) != (y > 0) {
			return Null, overflow("-", a, b)
		}
		return Integer(diff), nil
	case a.IsNumber() && b.IsNumber():
		return Float(a.Float() - b.Float()), nil
	case a.kind == KindDuration && b.kind == KindDuration:
		return addDurations(a.Duration(), b.Duration(), -1)
	case b.kind == KindDuration && a.isInstant():
		return addToInstant(a, b.Duration(), -1)
	}
	return Null, operandError("-", a, b)
}

// Multiply is a * b: of numbers, and of a duration and a number.
func Multiply(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.kind == KindInteger && b.kind == KindInteger:
		x, y := a.Int(), b.Int()
		p, ok := multiply(x, y)
		if !ok {
			return Null, overflow("*", a, b)
		}
		return Integer(p), nil
	case a.IsNumber() && b.IsNumber():
		return Float(a.Float() * b.Float()), nil
	case a.kind == KindDuration && b.IsNumber():
		return scaleDuration(a.Duration(), b.Float())
	case a.IsNumber() && b.kind == KindDuration:
		return scaleDuration(b.Duration(), a.Float())
	}
	return Null, operandError("*", a, b)
}

// multiply is x * y, and false if it is no int64.
func multiply(x, y int64) (int64, bool) {
	abs := func(n int64) uint64 {
		if n < 0 {
			return -uint64(n)
		}
		return uint64(n)
	}
	hi, lo := bits.Mul64(abs(x), abs(y))
	negative := (x < 0) != (y < 0)
	if hi != 0 || lo > 1<<63 || lo == 1<<63 && !negative {
		return 0, false
	}
	return x * y, true
}

// Divide is a / b: of numbers, and of a duration by a number. Integers divide to the integer towards zero.
func Divide(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.kind == KindInteger && b.kind == KindInteger:
		x, y := a.Int(), b.Int()
		if y == 0 {
			return Null, divisionByZero(a, "/")
		}
		if x == math.MinInt64 && y == -1 {
			return Null, overflow("/", a, b)
		}
		return Integer(x / y), nil
	case a.IsNumber() && b.IsNumber():
		return Float(a.Float() / b.Float()), nil
	case a.kind == KindDuration && b.IsNumber():
		if b.Float() == 0 {
			return Null, divisionByZero(a, "/")
		}
		return divideDuration(a.Duration(), b.Float())
	}
	return Null, operandError("/", a, b)
}

func divisionByZero(a Value, op string) error {
	return diag.Arithmetic("division by zero: %s %s 0", a, op).With("DivisionByZero")
}

// Modulo is a % b, with the sign of a.
func Modulo(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.kind == KindInteger && b.kind == KindInteger:
		if b.Int() == 0 {
			return Null, divisionByZero(a, "%")
		}
		if b.Int() == -1 {
			return Integer(0), nil
		}
		return Integer(a.Int() % b.Int()), nil
	case a.IsNumber() && b.IsNumber():
		return Float(math.Mod(a.Float(), b.Float())), nil
	}
	return Null, operandError("%", a, b)
}

// Power is a ^ b, always a float.
func Power(a, b Value) (Value, error) {
	switch {
	case a.IsNull() || b.IsNull():
		return Null, nil
	case a.IsNumber() && b.IsNumber():
		return Float(power(a.Float(), b.Float())), nil
	}
	return Null, operandError("^", a, b)
}

// power is x to the y; unlike math.Pow, an exponent without a value has none, even of 1.
func power(x, y float64) float64 {
	if math.IsNaN(y) || math.IsInf(y, 0) && math.Abs(x) == 1 {
		return math.NaN()
	}
	return math.Pow(x, y)
}

// Negate is -a, of a number or a duration.
func Negate(a Value) (Value, error) {
	switch a.kind {
	case KindNull:
		return Null, nil
	case KindInteger:
		if a.Int() == math.MinInt64 {
			return Null, diag.Arithmetic("integer overflow: -(%s)", a).With("IntegerOverflow")
		}
		return Integer(-a.Int()), nil
	case KindFloat:
		return Float(-a.Float()), nil
	case KindDuration:
		return addDurations(Duration{}, a.Duration(), -1)
	}
	return Null, diag.Type("cannot negate %s", a.kind).With("InvalidArgumentType")
}
