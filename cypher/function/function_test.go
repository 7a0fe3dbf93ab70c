package function

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// val is the value of a Go constant.
func val(x any) value.Value {
	switch x := x.(type) {
	case nil:
		return value.Null
	case value.Value:
		return x
	case bool:
		return value.Boolean(x)
	case int:
		return value.Integer(int64(x))
	case float64:
		return value.Float(x)
	case string:
		return value.String(x)
	case []any:
		return value.List(vals(x...))
	case map[string]any:
		var es []value.Entry
		for k, v := range x {
			es = append(es, value.Entry{Key: k, Value: val(v)})
		}
		return value.Map(es)
	}
	panic("no value")
}

func vals(xs ...any) []value.Value {
	out := make([]value.Value, len(xs))
	for i, x := range xs {
		out[i] = val(x)
	}
	return out
}

type l = []any
type m = map[string]any

func testContext() *Context {
	return &Context{
		Statement:   time.Date(2018, 9, 6, 12, 30, 1, 500, time.UTC),
		Transaction: time.Date(2018, 9, 6, 12, 29, 0, 0, time.UTC),
		Rand:        rand.New(rand.NewPCG(1, 2)),
		Graph:       testGraph{},
	}
}

// testGraph has the node 1:A:B {x: 1} and the relationship 5:T {w: 2} from it to node 2; all else was deleted.
type testGraph struct{}

var errDeleted = diag.EntityNotFound("deleted").With("DeletedEntityAccess")

func (testGraph) Labels(n int64) (value.Value, error) {
	if n != 1 {
		return value.Null, errDeleted
	}
	return value.List([]value.Value{value.String("A"), value.String("B")}), nil
}
func (testGraph) NodeProperties(int64) ([]value.Entry, error) {
	return []value.Entry{{Key: "x", Value: val(1)}}, nil
}
func (testGraph) RelationshipType(int64) (string, error) { return "T", nil }
func (testGraph) RelationshipProperties(int64) ([]value.Entry, error) {
	return []value.Entry{{Key: "w", Value: val(2)}}, nil
}
func (testGraph) Ends(int64) (int64, int64, error)   { return 1, 2, nil }
func (testGraph) NodeElementID(int64) string         { return "n:1" }
func (testGraph) RelationshipElementID(int64) string { return "r:5" }

// call is the text of the result, or "Class: Detail" of the error.
func call(t *testing.T, name string, args []value.Value) string {
	t.Helper()
	f, ok := Lookup(name)
	if !ok {
		t.Fatalf("no function %s", name)
	}
	if !f.Accepts(len(args)) {
		t.Fatalf("%s does not take %d arguments", name, len(args))
	}
	v, err := f.Call(testContext(), args)
	var e *diag.Error
	if errors.As(err, &e) {
		return e.Class() + ": " + e.Detail
	}
	if err != nil {
		t.Fatalf("%s: error of another type: %v", name, err)
	}
	return v.String()
}

func TestFunctions(t *testing.T) {
	path := value.PathOf(&value.Path{Nodes: []value.Value{value.NodeRef(1), value.NodeRef(2)}, Relationships: []value.Value{value.RelationshipRef(5)}})
	for _, c := range []struct {
		name string
		args []value.Value
		want string
	}{
		{"id", vals(value.NodeRef(7)), "7"},
		{"elementId", vals(value.NodeRef(1)), "'n:1'"},
		{"ELEMENTID", vals(value.RelationshipRef(5)), "'r:5'"},
		{"labels", vals(value.NodeRef(1)), "['A', 'B']"},
		{"labels", vals(value.NodeRef(3)), "EntityNotFound: DeletedEntityAccess"},
		{"labels", vals(value.NodeOf(&value.Node{Labels: []string{"Q"}})), "['Q']"},
		{"labels", vals(1), "TypeError: InvalidArgumentValue"},
		{"labels", vals(nil), "null"},
		{"type", vals(value.RelationshipRef(5)), "'T'"},
		{"keys", vals(m{"b": 1, "a": nil}), "['a', 'b']"},
		{"keys", vals(value.NodeRef(1)), "['x']"},
		{"properties", vals(value.RelationshipRef(5)), "{w: 2}"},
		{"startNode", vals(value.RelationshipRef(5)), "(#1)"},
		{"endNode", vals(value.RelationshipRef(5)), "(#2)"},
		{"nodes", vals(path), "[(#1), (#2)]"},
		{"relationships", vals(path), "[[#5]]"},
		{"length", vals(path), "1"},

		{"coalesce", vals(nil, nil, 3, 4), "3"},
		{"coalesce", vals(nil), "null"},
		{"nullIf", vals(1, 1.0), "null"},
		{"nullIf", vals(1, nil), "1"},
		{"size", vals("häß"), "3"},
		{"size", vals(l{1, nil}), "2"},
		{"size", vals(1), "TypeError: InvalidArgumentValue"},
		{"isEmpty", vals(m{}), "true"},
		{"isEmpty", vals(" "), "false"},
		{"reverse", vals("añb"), "'bña'"},
		{"reverse", vals(l{1, "x", nil}), "[null, 'x', 1]"},
		{"valueType", vals(nil), "'NULL'"},
		{"valueType", vals(l{1, "x", l{}}), "'LIST<STRING NOT NULL | INTEGER NOT NULL | LIST<NOTHING> NOT NULL> NOT NULL'"},
		{"valueType", vals(l{nil, 2}), "'LIST<INTEGER> NOT NULL'"},
		{"valueType", vals(l{l{1}, l{"x"}}), "'LIST<LIST<STRING NOT NULL> NOT NULL | LIST<INTEGER NOT NULL> NOT NULL> NOT NULL'"},
		{"timestamp", vals(), "1536237001000"},

		{"toBoolean", vals(" tRue"), "true"},
		{"toBoolean", vals("yes"), "null"},
		{"toBoolean", vals(0), "false"},
		{"toBoolean", vals(1.5), "TypeError: InvalidArgumentValue"},
		{"toInteger", vals("2.9"), "2"},
		{"toInteger", vals("-2.9e2"), "-290"},
		{"toInteger", vals("0x10"), "null"},
		{"toInteger", vals("9223372036854775808"), "TypeError: InvalidArgumentValue"},
		{"toIntegerOrNull", vals("9223372036854775808"), "null"},
		{"toInteger", vals(" 5"), "null"},
		{"toInteger", vals("Infinity"), "null"},
		{"toInteger", vals(math.NaN()), "0"},
		{"toInteger", vals(1e300), "9223372036854775807"},
		{"toInteger", vals(true), "1"},
		{"toInteger", vals(l{}), "TypeError: InvalidArgumentValue"},
		{"toFloat", vals("5"), "5.0"},
		{"toFloat", vals("1e400"), "Infinity"},
		{"toFloat", vals("infinite"), "null"},
		{"toFloat", vals(true), "TypeError: InvalidArgumentValue"},
		{"toString", vals(1e10), "'1.0E10'"},
		{"toString", vals(value.DateOf(0)), "'1970-01-01'"},
		{"toString", vals(m{}), "TypeError: InvalidArgumentValue"},
		{"toStringOrNull", vals(m{}), "null"},
		{"toIntegerList", vals(l{"1", 2.5, m{}, nil}), "[1, 2, null, null]"},

		{"toUpper", vals("äß"), "'ÄSS'"},
		{"toLower", vals("ÄB"), "'äb'"},
		{"trim", vals(" \tx y\n"), "'x y'"},
		{"trim", vals("\u00a0x\u2003"), "'\u00a0x'"},
		{"lTrim", vals("xxyx", "x"), "'yx'"},
		{"rtrim", vals("xxyx", "yx"), "''"},
		{"bTrim", vals(nil, "x"), "null"},
		{"replace", vals("hello", "l", "LL"), "'heLLLLo'"},
		{"replace", vals("hello", "l", "L", 1), "'heLlo'"},
		{"substring", vals("0123456789", 1), "'123456789'"},
		{"substring", vals("größe", 2, 2), "'öß'"},
		{"substring", vals("abc", 5), "''"},
		{"substring", vals("abc", -1), "ArgumentError: NegativeIntegerArgument"},
		{"left", vals("abc", 2), "'ab'"},
		{"left", vals("abc", 9), "'abc'"},
		{"right", vals("größe", 3), "'öße'"},
		{"right", vals("abc", -1), "ArgumentError: NegativeIntegerArgument"},
		{"split", vals("a,b,,c", ","), "['a', 'b', '', 'c']"},
		{"split", vals("", ""), "['']"},
		{"split", vals("abc", ""), "['a', 'b', 'c']"},
		{"split", vals("a,b;c", l{",", ";"}), "['a', 'b', 'c']"},
		{"normalize", vals("\u212b"), "'\u00c5'"},
		{"normalize", vals("x", "NFX"), "ArgumentError: InvalidArgumentValue"},
		{"char_length", vals("größe"), "5"},

		{"range", vals(1, 4), "[1, 2, 3, 4]"},
		{"range", vals(4, 1, -2), "[4, 2]"},
		{"range", vals(4, 1), "[]"},
		{"range", vals(math.MaxInt64-1, math.MaxInt64), "[9223372036854775806, 9223372036854775807]"},
		{"range", vals(math.MinInt64, math.MaxInt64, math.MaxInt64), "[-9223372036854775808, -1, 9223372036854775806]"},
		{"range", vals(1, 2, 0), "ArgumentError: NumberOutOfRange"},
		{"range", vals(1, 2.0), "ArgumentError: InvalidArgumentType"},
		{"range", vals(math.MinInt64, math.MaxInt64), "TransactionOutOfMemoryError: "},
		{"head", vals(l{}), "null"},
		{"last", vals(l{1, 2}), "2"},
		{"tail", vals(l{1, 2, 3}), "[2, 3]"},
		{"tail", vals(l{}), "[]"},

		{"abs", vals(-3), "3"},
		{"abs", vals(-3.5), "3.5"},
		{"abs", vals(math.MinInt64), "ArithmeticError: IntegerOverflow"},
		{"sign", vals(-0.2), "-1"},
		{"isNaN", vals(math.NaN()), "true"},
		{"ceil", vals(0.1), "1.0"},
		{"floor", vals(-0.1), "-1.0"},
		{"round", vals(-1.5), "-1.0"},
		{"round", vals(2.5), "3.0"},
		{"round", vals(0.49999999999999994), "0.0"},
		{"round", vals(1.249, 1), "1.2"},
		{"round", vals(-1.55, 1), "-1.6"},
		{"round", vals(1.55, 1, "HALF_DOWN"), "1.5"},
		{"round", vals(1.45, 1, "half_even"), "1.4"},
		{"round", vals(1.21, 1, "CEILING"), "1.3"},
		{"round", vals(-1.21, 1, "FLOOR"), "-1.3"},
		{"round", vals(1.0, -1), "ArgumentError: NumberOutOfRange"},
		{"round", vals(1.0, 1, "NEAR"), "ArgumentError: InvalidArgumentValue"},
		{"sqrt", vals(12.96), "3.6"},
		{"sqrt", vals(-1), "NaN"},
		{"log10", vals(1000), "3.0"},
		{"atan2", vals(1, 1), "0.7853981633974483"},
		{"degrees", vals(math.Pi), "180.0"},
		{"pi", vals(), "3.141592653589793"},

		{"point", vals(m{"x": 1, "y": 2.5}), "point({x: 1.0, y: 2.5, crs: 'cartesian'})"},
		{"point", vals(m{"longitude": 190, "latitude": 60}), "point({x: -170.0, y: 60.0, crs: 'wgs-84'})"},
		{"point", vals(m{"x": 1, "y": 2, "z": 3, "crs": "WGS-84-3D"}), "point({x: 1.0, y: 2.0, z: 3.0, crs: 'wgs-84-3d'})"},
		{"point", vals(m{"x": 1, "y": nil}), "null"},
		{"point", vals(m{"x": 1}), "ArgumentError: InvalidArgumentValue"},
		{"point", vals(m{"x": 1, "y": 2, "crs": "mars"}), "ArgumentError: InvalidArgumentValue"},
		{"point.distance", vals(value.PointOf(value.Point{SRID: value.Cartesian}), value.PointOf(value.Point{SRID: value.Cartesian, X: 3, Y: 4})), "5.0"},
		{"point.distance", vals(value.PointOf(value.Point{SRID: value.Cartesian}), value.PointOf(value.Point{SRID: value.WGS84})), "null"},
	} {
		if got := call(t, c.name, c.args); got != c.want {
			t.Errorf("%s(%v) = %s, want %s", c.name, c.args, got, c.want)
		}
	}
}

func TestAggregates(t *testing.T) {
	for _, c := range []struct {
		name string
		rows l
		want string
	}{
		{"count", l{1, nil, "x"}, "2"},
		{"sum", l{}, "0"},
		{"sum", l{1, nil, 2}, "3"},
		{"sum", l{1, 2.5}, "3.5"},
		{"sum", l{math.MaxInt64, 1}, "ArithmeticError: IntegerOverflow"},
		{"sum", l{"x"}, "TypeError: InvalidArgumentValue"},
		{"sum", l{value.DurationOf(value.Duration{Days: 1}), value.DurationOf(value.Duration{Days: 2})}, "'P3D'"},
		{"avg", l{}, "null"},
		{"avg", l{1, 2, nil}, "1.5"},
		{"avg", l{value.DurationOf(value.Duration{Days: 1}), value.DurationOf(value.Duration{Days: 2})}, "'P1DT12H'"},
		{"avg", l{1, value.DurationOf(value.Duration{Days: 2})}, "TypeError: InvalidArgumentValue"},
		{"min", l{1, "a", nil, l{1}, 0.5}, "[1]"},
		{"max", l{1, "a", nil, l{1}, 0.5}, "1"},
		{"max", l{nil}, "null"},
		{"collect", l{1, nil, "x"}, "[1, 'x']"},
		{"collect", l{}, "[]"},
		{"stDev", l{42}, "0.0"},
		{"stDev", l{1, 2, 3, 4}, "1.2909944487358056"},
		{"stDevP", l{1, 2, 3, 4}, "1.118033988749895"},
	} {
		f, _ := Lookup(c.name)
		a := f.New()
		var err error
		for _, row := range vals(c.rows...) {
			if err = f.Add(a, []value.Value{row}); err != nil {
				break
			}
		}
		if got := result(a, err); got != c.want {
			t.Errorf("%s of %v = %s, want %s", c.name, c.rows, got, c.want)
		}
	}
}

func result(a Aggregator, err error) string {
	if err == nil {
		var v value.Value
		if v, err = a.Result(); err == nil {
			return v.String()
		}
	}
	e := diag.As(err)
	return e.Class() + ": " + e.Detail
}

func TestPercentiles(t *testing.T) {
	for _, c := range []struct {
		at         float64
		cont, disc string
	}{
		{0, "10.0", "10"}, {0.5, "20.0", "20"}, {0.4, "18.0", "20"}, {1, "30.0", "30"}, {1.1, "ArgumentError: NumberOutOfRange", "ArgumentError: NumberOutOfRange"},
	} {
		for name, want := range map[string]string{"percentileCont": c.cont, "percentileDisc": c.disc} {
			f, _ := Lookup(name)
			a := f.New()
			var err error
			for _, x := range []int{30, 10, 20} {
				if err = f.Add(a, vals(x, c.at)); err != nil {
					break
				}
			}
			if got := result(a, err); got != want {
				t.Errorf("%s at %v = %s, want %s", name, c.at, got, want)
			}
		}
	}
}

func TestMatches(t *testing.T) {
	c := testContext()
	for _, k := range []struct {
		s, pattern any
		want       value.Ternary
	}{
		{"abc", "a.c", value.Yes}, {"abcd", "a.c", value.No}, {"xb", "a|xb", value.Yes}, {nil, "a", value.Unknown}, {1, "1", value.Unknown},
		{"ABC", "(?i)abc", value.Yes},
	} {
		if got, err := c.Matches(val(k.s), val(k.pattern)); got != k.want || err != nil {
			t.Errorf("%v =~ %v is %v, %v", k.s, k.pattern, got, err)
		}
	}
	if _, err := c.Matches(val("a"), val("(")); diag.As(err).Code != diag.CodeSyntax {
		t.Errorf("a broken pattern gives %v", err)
	}
}

func TestLibraryIsComplete(t *testing.T) {
	if len(byName) != len(library) {
		t.Errorf("%d functions have %d names", len(library), len(byName))
	}
	for _, f := range library {
		if (f.Eval == nil) == (f.New == nil) || f.Category == "" || f.Result == 0 || f.Required > len(f.Params) || !strings.HasSuffix(f.Description, ".") {
			t.Errorf("%s is not written out", f.Name)
		}
	}
}

func TestSignature(t *testing.T) {
	for name, want := range map[string]string{
		"coalesce":  "coalesce(input... :: ANY) :: ANY",
		"substring": "substring(original :: STRING, start :: INTEGER, length = null :: INTEGER) :: STRING",
		"pi":        "pi() :: FLOAT",
	} {
		f, _ := Lookup(name)
		if got := f.Signature(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestRandomIsTheContexts(t *testing.T) {
	for _, name := range []string{"rand", "randomUUID"} {
		if a, b := call(t, name, nil), call(t, name, nil); a != b {
			t.Errorf("%s gives %s and %s from one seed", name, a, b)
		}
	}
}
