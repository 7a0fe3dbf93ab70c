package function

import (
	"errors"
	"math"
	"testing"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// anyValues is values of every kind, at their edges too.
func anyValues() []value.Value {
	zone, _ := value.NamedZone("Europe/Dublin")
	path := &value.Path{Nodes: []value.Value{value.NodeRef(1), value.NodeRef(2)}, Relationships: []value.Value{value.RelationshipRef(5)}}
	return []value.Value{
		value.Null, value.True, value.Integer(0), value.Integer(-1), value.Integer(2), value.Integer(math.MaxInt64), value.Integer(math.MinInt64),
		value.Float(0.5), value.Float(math.NaN()), value.Float(math.Inf(-1)), value.Float(1e300), value.String(""), value.String("P1D"),
		value.String("+999999999-12-31T23:59:59.999999999+18:00"), value.String("day"), value.String("\xff\xfe"), value.Bytes([]byte{1}),
		value.List(nil), vals(l{1, nil, "x"})[0], val(m{}), val(m{"year": 2020, "day": math.MaxInt64}), val(m{"hours": math.MaxInt64, "days": 0.1}),
		value.NodeRef(1), value.NodeRef(9), value.NodeOf(&value.Node{}), value.RelationshipRef(5), value.RelationshipOf(&value.Relationship{}), value.PathOf(path),
		value.DateOf(0), value.LocalTimeOf(0), value.TimeOf(86_399_999_999_999, -64_800), value.LocalDateTimeOf(-62_167_219_201, 1),
		value.DateTimeOf(1_445_733_000, 0, zone), value.DurationOf(value.Duration{Months: math.MinInt64, Days: math.MaxInt64, Seconds: math.MinInt64}),
		value.PointOf(value.Point{SRID: value.WGS84, X: math.Inf(1), Y: math.NaN()}),
	}
}

// TestAnyArguments calls every function with every value in every place: each call gives a value or an
// error of the engine, and what it gives can be printed, measured, compared and keyed.
func TestAnyArguments(t *testing.T) {
	pool := anyValues()
	ctx := testContext()
	ctx.Charge = func(n int64) error {
		if n > 1<<20 {
			return diag.Memory("%d bytes", n)
		}
		return nil
	}
	calls := 0
	check := func(f *Function, args ...value.Value) {
		t.Helper()
		calls++
		var v value.Value
		var err error
		if f.Aggregating() {
			a := f.New()
			for range 2 {
				if err = f.Add(a, args); err != nil {
					break
				}
			}
			if err == nil {
				v, err = a.Result()
			}
		} else {
			v, err = f.Call(ctx, args)
		}
		var e *diag.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%s(%v): an error without a code: %v", f.Name, args, err)
		}
		if err == nil {
			if _ = v.String(); v.Size() < 24 || value.Order(v, v) != 0 || len(value.AppendKey(nil, v)) == 0 {
				t.Fatalf("%s(%v) = %v is not equivalent to itself", f.Name, args, v)
			}
		}
	}
	for _, f := range All() {
		if f.Accepts(0) {
			check(f)
		}
		for _, a := range pool {
			if f.Accepts(1) {
				check(f, a)
			}
			for _, b := range pool {
				if f.Accepts(2) {
					check(f, a, b)
				}
				if !f.Accepts(3) || f.Variadic {
					continue
				}
				for i, c := range pool {
					if !testing.Short() || i%4 == 0 {
						check(f, a, b, c)
					}
				}
			}
		}
	}
	t.Logf("%d calls", calls)
}

func TestAnyOperands(t *testing.T) {
	pool := anyValues()
	ops := map[string]func(a, b value.Value) (value.Value, error){
		"+": value.Add, "-": value.Subtract, "*": value.Multiply, "/": value.Divide, "%": value.Modulo, "^": value.Power, "||": value.Concatenate, "[]": value.At,
	}
	for name, op := range ops {
		for _, a := range pool {
			for _, b := range pool {
				v, err := op(a, b)
				var e *diag.Error
				if err != nil && !errors.As(err, &e) {
					t.Errorf("%v %s %v: an error without a code: %v", a, name, b, err)
				}
				_ = v.String()
			}
		}
	}
	for _, a := range pool {
		for _, b := range pool {
			if value.Equal(a, b) != value.Equal(b, a) || value.Less(a, b) != value.Greater(b, a) || value.Order(a, b) != -value.Order(b, a) {
				t.Errorf("%v and %v: a relation has no mirror", a, b)
			}
			if value.Equal(a, b) == value.Yes && !value.Equivalent(a, b) {
				t.Errorf("%v and %v are equal and not equivalent", a, b)
			}
		}
	}
}
