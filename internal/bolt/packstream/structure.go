package packstream

import (
	"fmt"
	"math"

	"newsgraph/cypher/value"
)

const nanosPerSecond, nanosPerDay = 1_000_000_000, 86_400 * 1_000_000_000

// maxOffset is the largest zone offset from UTC in seconds.
const maxOffset = 18 * 3600

// appendTemporal appends dates, times, durations and points.
func appendTemporal(b []byte, v value.Value) []byte {
	switch v.Kind() {
	case value.KindDate:
		return AppendInt(AppendStruct(b, tagDate, 1), v.EpochDays())
	case value.KindLocalTime:
		return AppendInt(AppendStruct(b, tagLocalTime, 1), v.DayNanos())
	case value.KindTime:
		return AppendInt(AppendInt(AppendStruct(b, tagTime, 2), v.DayNanos()), int64(v.Offset()))
	case value.KindLocalDateTime:
		return AppendInt(AppendInt(AppendStruct(b, tagLocalDateTime, 2), v.EpochSeconds()), int64(v.Nanos()))
	case value.KindDateTime:
		zone := v.Zone().Name()
		if zone == "" {
			b = AppendInt(AppendInt(AppendStruct(b, tagDateTime, 3), v.EpochSeconds()), int64(v.Nanos()))
			return AppendInt(b, int64(v.Offset()))
		}
		b = AppendInt(AppendInt(AppendStruct(b, tagDateTimeZone, 3), v.EpochSeconds()), int64(v.Nanos()))
		return AppendString(b, zone)
	case value.KindDuration:
		d := v.Duration()
		b = AppendInt(AppendInt(AppendStruct(b, tagDuration, 4), d.Months), d.Days)
		return AppendInt(AppendInt(b, d.Seconds), int64(d.Nanos))
	case value.KindPoint:
		p := v.Point()
		if p.Dimensions() == 2 {
			b = AppendInt(AppendStruct(b, tagPoint2D, 3), int64(p.SRID))
			return AppendFloat(AppendFloat(b, p.X), p.Y)
		}
		b = AppendInt(AppendStruct(b, tagPoint3D, 4), int64(p.SRID))
		return AppendFloat(AppendFloat(AppendFloat(b, p.X), p.Y), p.Z)
	}
	panic(fmt.Sprintf("packstream: no encoding for a value of type %s", v.Kind()))
}

// structured is the value that a structure stands for, or the reason why it stands for none.
func structured(tag byte, f []value.Value) (v value.Value, reason string) {
	if name, ok := notParameters[tag]; ok {
		return value.Null, "a " + name + " can be no parameter"
	}
	if tag == tagDateTimeZone {
		return zonedDateTime(f)
	}
	if tag == tagPoint2D || tag == tagPoint3D {
		return point(tag, f)
	}
	n, ok := integers(f)
	if want, known := fieldCount[tag]; !known || !ok || len(f) != want {
		return value.Null, fmt.Sprintf("a structure %q of %d fields is no value", tag, len(f))
	}
	in := func(i, low, high int64) bool { return low <= i && i < high }
	switch tag {
	case tagDate:
		return value.DateOf(n[0]), ""
	case tagLocalTime:
		ok = in(n[0], 0, nanosPerDay)
		v = value.LocalTimeOf(n[0])
	case tagTime:
		ok = in(n[0], 0, nanosPerDay) && in(n[1], -maxOffset, maxOffset+1)
		v = value.TimeOf(n[0], int(n[1]))
	case tagLocalDateTime:
		ok = in(n[1], 0, nanosPerSecond)
		v = value.LocalDateTimeOf(n[0], int(n[1]))
	case tagDateTime:
		ok = in(n[1], 0, nanosPerSecond) && in(n[2], -maxOffset, maxOffset+1)
		v = value.DateTimeOf(n[0], int(n[1]), value.FixedZone(int(n[2])))
	case tagDuration:
		carry, nanos := n[3]/nanosPerSecond, n[3]%nanosPerSecond
		if nanos < 0 {
			carry, nanos = carry-1, nanos+nanosPerSecond
		}
		ok = carry >= 0 == (n[2]+carry >= n[2])
		v = value.DurationOf(value.Duration{Months: n[0], Days: n[1], Seconds: n[2] + carry, Nanos: int32(nanos)})
	}
	if !ok {
		return value.Null, fmt.Sprintf("a structure %q has a field out of range", tag)
	}
	return v, ""
}

var notParameters = map[byte]string{
	tagNode: "node", tagRelationship: "relationship", tagUnboundRel: "relationship", tagPath: "path",
}

var fieldCount = map[byte]int{
	tagDate: 1, tagLocalTime: 1, tagTime: 2, tagLocalDateTime: 2, tagDateTime: 3, tagDuration: 4,
}

func integers(f []value.Value) (n [4]int64, ok bool) {
	for i, v := range f {
		if v.Kind() != value.KindInteger {
			return n, false
		}
		n[i] = v.Int()
	}
	return n, true
}

func zonedDateTime(f []value.Value) (value.Value, string) {
	if len(f) != 3 || f[0].Kind() != value.KindInteger || f[1].Kind() != value.KindInteger || f[2].Kind() != value.KindString {
		return value.Null, "a zoned date-time takes two integers and a string"
	}
	if n := f[1].Int(); n < 0 || n >= nanosPerSecond {
		return value.Null, "a zoned date-time has nanoseconds out of range"
	}
	zone, err := value.NamedZone(f[2].Str())
	if err != nil {
		return value.Null, err.Error()
	}
	return value.DateTimeOf(f[0].Int(), int(f[1].Int()), zone), ""
}

func point(tag byte, f []value.Value) (value.Value, string) {
	want := 3
	if tag == tagPoint3D {
		want = 4
	}
	if len(f) != want || f[0].Kind() != value.KindInteger {
		return value.Null, fmt.Sprintf("a point %q takes a reference system and %d coordinates", tag, want-1)
	}
	srid := f[0].Int()
	if srid < math.MinInt32 || srid > math.MaxInt32 {
		return value.Null, "a point's reference system is out of range"
	}
	p := value.Point{SRID: int32(srid)}
	for i, c := range []*float64{&p.X, &p.Y, &p.Z}[:want-1] {
		if f[i+1].Kind() != value.KindFloat {
			return value.Null, "a point's coordinate is no float"
		}
		*c = f[i+1].Float()
	}
	known := srid == value.WGS84 || srid == value.Cartesian
	if want == 4 {
		known = srid == value.WGS84Height || srid == value.Cartesian3D
	}
	if !known {
		return value.Null, fmt.Sprintf("a point %q has no reference system %d", tag, srid)
	}
	return value.PointOf(p), ""
}
