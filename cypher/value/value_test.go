package value

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func m(kv ...any) Value {
	var es []Entry
	for i := 0; i < len(kv); i += 2 {
		es = append(es, Entry{kv[i].(string), kv[i+1].(Value)})
	}
	return Map(es)
}

// ladder is values in the global sort order, each strictly before the next.
var ladder = []Value{
	m(), m("a", Integer(1)), m("a", Null), m("b", Integer(0)), m("a", Integer(1), "b", Integer(1)),
	NodeRef(1), NodeOf(&Node{ID: 2, Labels: []string{"A"}}), RelationshipRef(-1), RelationshipRef(7),
	ListOf(), ListOf(String("a")), ListOf(String("a"), Integer(1)), ListOf(Integer(1)), ListOf(Integer(1), Integer(2)), ListOf(Null),
	Bytes([]byte{1}), Bytes([]byte{1, 2}),
	PathOf(&Path{Nodes: []Value{NodeRef(1)}}),
	PathOf(&Path{Nodes: []Value{NodeRef(1), NodeRef(2)}, Relationships: []Value{RelationshipRef(3)}}),
	PointOf(Point{SRID: WGS84, X: 1}), PointOf(Point{SRID: Cartesian}),
	DateTimeOf(-5, 0, UTC), DateTimeOf(0, 0, FixedZone(-3600)), DateTimeOf(0, 0, UTC), DateTimeOf(0, 1, UTC),
	LocalDateTimeOf(-1, 5), LocalDateTimeOf(0, 0), DateOf(-1), DateOf(0),
	TimeOf(0, 3600), TimeOf(0, 0), TimeOf(3600e9, 3600), LocalTimeOf(0), LocalTimeOf(1),
	DurationOf(Duration{Seconds: -1}), DurationOf(Duration{Seconds: 86400}), DurationOf(Duration{Days: 1}),
	DurationOf(Duration{Days: 30}), DurationOf(Duration{Months: 1}), DurationOf(Duration{Months: math.MaxInt64}),
	String(""), String("a"), String("aa"), String("b"), False, True,
	Float(math.Inf(-1)), Integer(math.MinInt64), Float(-1.5), Integer(-1), Integer(0), Float(0.5), Integer(1),
	Integer(1 << 53), Integer(1<<53 + 1), Integer(math.MaxInt64), Float(1 << 63), Float(math.Inf(1)), Float(math.NaN()),
	Null,
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func TestOrderIsTheLadder(t *testing.T) {
	for i, a := range ladder {
		for j, b := range ladder {
			if got := sign(Order(a, b)); got != sign(i-j) {
				t.Errorf("Order(%v, %v) = %d, want %d", a, b, got, sign(i-j))
			}
			same := bytes.Equal(AppendKey(nil, a), AppendKey(nil, b))
			if same != (i == j) || Equivalent(a, b) != (i == j) {
				t.Errorf("%v and %v: same key %v, equivalent %v", a, b, same, Equivalent(a, b))
			}
		}
	}
}

func TestOrderPrefix(t *testing.T) {
	told := 0
	values := append([]Value{String(""), String("2024-05-17"), String("2024-05-18"), String("a longer text, one"), String("a longer text, two"),
		String("a"), String("a\x00"), Integer(1<<53 + 2), Float(math.Copysign(0, -1)), Float(-1e300), Integer(-5), Float(-4.5), Integer(math.MinInt64)}, ladder...)
	for _, a := range values {
		for _, b := range values {
			x, y := OrderPrefix(a), OrderPrefix(b)
			if c := slices.Compare(x[:], y[:]); c != 0 {
				told++
				if c != sign(Order(a, b)) {
					t.Errorf("the prefixes of %v and %v compare as %d, the values as %d", a, b, c, Order(a, b))
				}
			}
		}
	}
	if told < len(values)*len(values)*3/4 {
		t.Errorf("prefixes tell %d of %d pairs apart", told, len(values)*len(values))
	}
}

func TestEquivalentAcrossNumberKinds(t *testing.T) {
	for _, p := range [][2]Value{
		{Integer(1), Float(1)}, {Float(0), Float(math.Copysign(0, -1))}, {Float(math.NaN()), Float(-math.NaN())},
		{ListOf(Integer(3), Null), ListOf(Float(3), Null)}, {Integer(math.MinInt64), Float(-1 << 63)},
	} {
		if !Equivalent(p[0], p[1]) || !bytes.Equal(AppendKey(nil, p[0]), AppendKey(nil, p[1])) {
			t.Errorf("%v and %v are not equivalent", p[0], p[1])
		}
	}
}

func TestEqual(t *testing.T) {
	nan := Float(math.NaN())
	for _, c := range []struct {
		a, b Value
		want Ternary
	}{
		{Null, Null, Unknown}, {Null, Integer(1), Unknown}, {Integer(1), Float(1), Yes}, {Integer(1), String("1"), No},
		{Integer(1<<53 + 1), Float(1 << 53), No}, {nan, nan, No}, {nan, Integer(1), No}, {True, True, Yes},
		{ListOf(Integer(1)), ListOf(Integer(1), Null), No}, {ListOf(Null), ListOf(Null), Unknown},
		{ListOf(Integer(1), Null), ListOf(Integer(2), Null), No}, {ListOf(Null, Integer(1)), ListOf(Integer(1), Integer(2)), No},
		{ListOf(nan), ListOf(nan), No}, {m("k", Null), m("k", Null), Unknown}, {m("k", Null), m("j", Null), No},
		{m("k", Integer(1)), m("k", Float(1)), Yes}, {m(), m(), Yes}, {NodeRef(1), NodeOf(&Node{ID: 1}), Yes},
		{NodeRef(1), RelationshipRef(1), No}, {TimeOf(0, 0), TimeOf(3600e9, 3600), No},
		{DurationOf(Duration{Days: 1}), DurationOf(Duration{Seconds: 86400}), No},
	} {
		if got := Equal(c.a, c.b); got != c.want {
			t.Errorf("%v = %v is %v, want %v", c.a, c.b, got.Value(), c.want.Value())
		}
		if got := Equal(c.b, c.a); got != c.want {
			t.Errorf("%v = %v is %v, want %v", c.b, c.a, got.Value(), c.want.Value())
		}
	}
}

func TestComparability(t *testing.T) {
	for _, c := range []struct {
		a, b           Value
		lt, le, gt, ge Ternary
	}{
		{Integer(1), Float(3.14), Yes, Yes, No, No}, {Integer(1), Float(1), No, Yes, No, Yes},
		{Float(math.NaN()), Integer(1), No, No, No, No}, {Float(math.NaN()), String("a"), Unknown, Unknown, Unknown, Unknown},
		{Null, Integer(1), Unknown, Unknown, Unknown, Unknown}, {m(), m(), No, Yes, No, Yes},
		{m("a", Integer(1)), m("a", Integer(2)), Yes, Yes, No, No}, {m("a", Integer(1)), m("a", Null), Unknown, Unknown, Unknown, Unknown},
		{DurationOf(Duration{Days: 1}), DurationOf(Duration{Days: 1}), Unknown, Yes, Unknown, Yes},
		{False, True, Yes, Yes, No, No}, {String("a"), String("B"), No, No, Yes, Yes},
		{ListOf(Integer(1), Null), ListOf(Integer(1)), No, No, Yes, Yes},
		{ListOf(Integer(1), Integer(2)), ListOf(Integer(1), Null), Unknown, Unknown, Unknown, Unknown},
		{ListOf(Integer(1), Integer(2)), ListOf(Integer(3), Null), Yes, Yes, No, No},
		{DateOf(1), LocalDateTimeOf(1, 0), Unknown, Unknown, Unknown, Unknown}, {DateOf(1), DateOf(2), Yes, Yes, No, No},
		{DurationOf(Duration{Days: 1}), DurationOf(Duration{Days: 2}), Unknown, Unknown, Unknown, Unknown},
	} {
		got := [4]Ternary{Less(c.a, c.b), LessEqual(c.a, c.b), Greater(c.a, c.b), GreaterEqual(c.a, c.b)}
		if got != [4]Ternary{c.lt, c.le, c.gt, c.ge} {
			t.Errorf("%v against %v: <, <=, >, >= are %v", c.a, c.b, got)
		}
	}
}

func TestTernary(t *testing.T) {
	for _, c := range []struct{ a, b, and, or, xor Ternary }{
		{Yes, Yes, Yes, Yes, No}, {Yes, No, No, Yes, Yes}, {No, No, No, No, No},
		{Yes, Unknown, Unknown, Yes, Unknown}, {No, Unknown, No, Unknown, Unknown}, {Unknown, Unknown, Unknown, Unknown, Unknown},
	} {
		got := [3]Ternary{c.a.And(c.b), c.a.Or(c.b), c.a.Xor(c.b)}
		if got != [3]Ternary{c.and, c.or, c.xor} {
			t.Errorf("%v, %v: and, or, xor are %v", c.a, c.b, got)
		}
	}
}

func TestString(t *testing.T) {
	node := NodeOf(&Node{ID: 1, Labels: []string{"A", "b c"}, Properties: []Entry{{"name", String("x'y")}}})
	rel := RelationshipOf(&Relationship{ID: 1, Type: "T", Start: 2, End: 1})
	for _, c := range []struct {
		v    Value
		want string
	}{
		{Null, "null"}, {Integer(-3), "-3"}, {Float(1), "1.0"}, {Float(-0.1), "-0.1"}, {Float(1e7), "1.0E7"},
		{Float(1.5e-9), "1.5E-9"}, {Float(math.Inf(-1)), "-Infinity"}, {Float(math.NaN()), "NaN"}, {Float(123456.5), "123456.5"},
		{String("a'b\\\n\té"), `'a\'b\\\n\té'`}, {ListOf(Integer(1), Null), "[1, null]"}, {Bytes([]byte{0, 255}), `\x00\xff`},
		{m("b", True, "a x", Integer(1), "b", False), "{`a x`: 1, b: false}"},
		{node, "(:A:`b c` {name: 'x\\'y'})"}, {NodeRef(4), "(#4)"}, {rel, "[:T]"},
		{PathOf(&Path{Nodes: []Value{node, NodeRef(2)}, Relationships: []Value{rel}}), "<(:A:`b c` {name: 'x\\'y'})<-[:T]-(#2)>"},
		{PointOf(Point{SRID: Cartesian3D, X: 1, Y: 2, Z: 3}), "point({x: 1.0, y: 2.0, z: 3.0, crs: 'cartesian-3d'})"},
		{DateOf(-1), "'1969-12-31'"}, {DateOf(epochDays(MaxYear, 12, 31)), "'+999999999-12-31'"}, {DateOf(epochDays(-1, 1, 1)), "'-0001-01-01'"},
		{LocalTimeOf(3661e9 + 5e6), "'01:01:01.005'"}, {TimeOf(60e9, -5400), "'00:01:00-01:30'"}, {TimeOf(1, 3205), "'00:00:00.000000001+00:53:25'"},
		{LocalDateTimeOf(-1, 1000), "'1969-12-31T23:59:59.000001'"}, {DateTimeOf(0, 0, FixedZone(3600)), "'1970-01-01T01:00:00+01:00'"},
		{LocalDateTimeOf(0, 0), "'1970-01-01T00:00:00'"}, {LocalTimeOf(1e8), "'00:00:00.1'"},
		{DurationOf(Duration{Months: 14, Days: -3, Seconds: -1, Nanos: 500_000_000}), "'P1Y2M-3DT-0.5S'"}, {DurationOf(Duration{}), "'PT0S'"},
		{DurationOf(Duration{Seconds: 3723}), "'PT1H2M3S'"},
	} {
		if got := c.v.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestCivilRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	lo, hi := epochDays(MinYear, 1, 1), epochDays(MaxYear, 12, 31)
	for range 20_000 {
		days := lo + rng.Int64N(hi-lo+1)
		y, mo, d := civil(days)
		if epochDays(y, mo, d) != days || d > daysInMonth(y, mo) {
			t.Fatalf("day %d is %d-%d-%d, which is day %d", days, y, mo, d, epochDays(y, mo, d))
		}
	}
}

func TestNamedZone(t *testing.T) {
	z, err := NamedZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for local, want := range map[Value]string{
		LocalDateTimeOf(epochDays(2018, 7, 1)*86400, 0):               "2018-07-01T00:00:00+02:00[Europe/Berlin]",
		LocalDateTimeOf(epochDays(2018, 3, 25)*86400+2*3600+1800, 0):  "2018-03-25T03:30:00+02:00[Europe/Berlin]", // skipped
		LocalDateTimeOf(epochDays(2018, 10, 28)*86400+2*3600+1800, 0): "2018-10-28T02:30:00+02:00[Europe/Berlin]", // twice
	} {
		if got := LocalInZone(local.EpochSeconds(), 0, z).Text(); got != want {
			t.Errorf("%s in Berlin is %s, want %s", local, got, want)
		}
	}
	if _, err := NamedZone("Nowhere/Place"); err == nil {
		t.Error("an unknown zone was loaded")
	}
}

func TestSize(t *testing.T) {
	for v, want := range map[*Value]int64{
		{}: 24, new(String("abcd")): 28, new(ListOf(Integer(1), String("ab"))): 24 + 24 + 26,
		new(m("ab", Integer(1))): 24 + 16 + 2 + 24, new(NodeRef(1)): 24,
	} {
		if got := v.Size(); got != want {
			t.Errorf("%v takes %d bytes, want %d", *v, got, want)
		}
	}
}
