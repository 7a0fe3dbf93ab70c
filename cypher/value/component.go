package value

import (
	"strings"

	"newsgraph/cypher/diag"
)

// Component is subject.key of a map, a temporal value, a duration or a point, and null of null. The names
// of components are the same in any case.
func Component(subject Value, key string) (Value, error) {
	switch subject.kind {
	case KindNull:
		return Null, nil
	case KindMap:
		v, _ := subject.Lookup(key)
		return v, nil
	case KindPoint:
		if v, ok := pointComponent(subject.Point(), strings.ToLower(key)); ok {
			return v, nil
		}
	case KindDuration:
		key = strings.ToLower(key)
		if unit, ok := subSeconds[key]; ok {
			return subject.Duration().in(unit)
		}
		if n, ok := durationComponent(subject.Duration(), key); ok {
			return Integer(n), nil
		}
	case KindDate, KindLocalTime, KindTime, KindLocalDateTime, KindDateTime:
		if v, ok := instantComponent(subject, strings.ToLower(key)); ok {
			return v, nil
		}
	default:
		return Null, diag.Type("%s has no properties", subject.kind).With("InvalidArgumentType")
	}
	return Null, diag.Argument("%s has no component `%s`", subject.kind, key).With("InvalidArgumentValue")
}

func pointComponent(p Point, key string) (Value, bool) {
	switch key {
	case "x":
		return Float(p.X), true
	case "y":
		return Float(p.Y), true
	case "longitude":
		return Float(p.X), p.Geographic()
	case "latitude":
		return Float(p.Y), p.Geographic()
	case "z":
		return Float(p.Z), p.Dimensions() == 3
	case "height":
		return Float(p.Z), p.SRID == WGS84Height
	case "crs":
		return String(p.CRS()), true
	case "srid":
		return Integer(int64(p.SRID)), true
	}
	return Null, false
}

// subSeconds is the units below a second, by how many of them a second has.
var subSeconds = map[string]int64{"milliseconds": 1000, "microseconds": 1_000_000, "nanoseconds": nanosPerSecond}

// in is the seconds of d in a smaller unit, of which a second has so many.
func (d Duration) in(perSecond int64) (Value, error) {
	n, ok := multiply(d.Seconds, perSecond)
	if ok {
		n, ok = addInt(n, int64(d.Nanos)/(nanosPerSecond/perSecond))
	}
	if !ok {
		return Null, durationOverflow()
	}
	return Integer(n), nil
}

func durationComponent(d Duration, key string) (int64, bool) {
	nanos := int64(d.Nanos)
	switch key {
	case "years":
		return d.Months / 12, true
	case "quarters":
		return d.Months / 3, true
	case "months":
		return d.Months, true
	case "weeks":
		return d.Days / 7, true
	case "days":
		return d.Days, true
	case "hours":
		return d.Seconds / 3600, true
	case "minutes":
		return d.Seconds / 60, true
	case "seconds":
		return d.Seconds, true
	case "quartersofyear":
		return d.Months / 3 % 4, true
	case "monthsofyear":
		return d.Months % 12, true
	case "monthsofquarter":
		return d.Months % 3, true
	case "daysofweek":
		return d.Days % 7, true
	case "minutesofhour":
		return d.Seconds / 60 % 60, true
	case "secondsofminute":
		return d.Seconds % 60, true
	case "millisecondsofsecond":
		return nanos / 1_000_000, true
	case "microsecondsofsecond":
		return nanos / 1000, true
	case "nanosecondsofsecond":
		return nanos, true
	}
	return 0, false
}

// instantComponent is a component of a date or time; key is in lower case.
func instantComponent(v Value, key string) (Value, bool) {
	days, clock, hasDate, hasClock := v.split()
	if hasDate {
		if n, ok := dateComponent(days, key); ok {
			return Integer(n), true
		}
	}
	if hasClock {
		if n, ok := clockComponent(clock, key); ok {
			return Integer(n), true
		}
	}
	if v.kind == KindTime || v.kind == KindDateTime {
		return zoneComponent(v, key)
	}
	return Null, false
}

// split is the local day and nanosecond of the day of v, and which of the two its type has.
func (v Value) split() (days, clock int64, hasDate, hasClock bool) {
	switch v.kind {
	case KindDate:
		return int64(v.num), 0, true, false
	case KindLocalTime, KindTime:
		return 0, int64(v.num), false, true
	}
	days, seconds := floorDiv(v.localSeconds(), secondsPerDay)
	return days, seconds*nanosPerSecond + int64(v.aux), true, true
}

func dateComponent(days int64, key string) (int64, bool) {
	year, month, day := civil(days)
	switch key {
	case "year":
		return year, true
	case "quarter":
		return int64(month-1)/3 + 1, true
	case "month":
		return int64(month), true
	case "week":
		_, week := isoWeek(days)
		return week, true
	case "weekyear":
		y, _ := isoWeek(days)
		return y, true
	case "day":
		return int64(day), true
	case "ordinalday":
		return days - epochDays(year, 1, 1) + 1, true
	case "dayofweek", "weekday":
		return dayOfWeek(days), true
	case "dayofquarter":
		return days - epochDays(year, (month-1)/3*3+1, 1) + 1, true
	}
	return 0, false
}

// dayOfWeek is 1 for Monday to 7 for Sunday.
func dayOfWeek(days int64) int64 {
	_, r := floorDiv(days+3, 7) // 1970-01-01 was a Thursday
	return r + 1
}

// isoWeek is the ISO 8601 year and week of a day: week 1 is the one with the year's first Thursday.
func isoWeek(days int64) (year, week int64) {
	thursday := days - dayOfWeek(days) + 4
	year, _, _ = civil(thursday)
	return year, (thursday-epochDays(year, 1, 1))/7 + 1
}

func clockComponent(nanos int64, key string) (int64, bool) {
	frac := nanos % nanosPerSecond
	switch key {
	case "hour":
		return nanos / (3600 * nanosPerSecond), true
	case "minute":
		return nanos / (60 * nanosPerSecond) % 60, true
	case "second":
		return nanos / nanosPerSecond % 60, true
	case "millisecond":
		return frac / 1_000_000, true
	case "microsecond":
		return frac / 1000, true
	case "nanosecond":
		return frac, true
	}
	return 0, false
}

func zoneComponent(v Value, key string) (Value, bool) {
	offset := v.Offset()
	switch key {
	case "timezone":
		if v.kind == KindDateTime && v.zone().name != "" {
			return String(v.zone().name), true
		}
		return String(string(appendOffset(nil, offset))), true
	case "offset":
		return String(string(appendOffset(nil, offset))), true
	case "offsetminutes":
		return Integer(int64(offset / 60)), true
	case "offsetseconds":
		return Integer(int64(offset)), true
	}
	if v.kind != KindDateTime {
		return Null, false
	}
	switch key {
	case "epochseconds":
		return Integer(v.EpochSeconds()), true
	case "epochmillis":
		return Integer(v.EpochSeconds()*1000 + int64(v.Nanos())/1_000_000), true
	}
	return Null, false
}
