package value

import (
	"strings"

	"newsgraph/cypher/diag"
)

// Measure says in what units a difference of two moments is counted.
type Measure uint8

const (
	InAll     Measure = iota // months, then days, then seconds
	InMonths                 // whole months
	InDays                   // whole days
	InSeconds                // seconds
)

// Between is the duration from a to b, two dates or times of any kinds. What only one of them has of a date
// and a zone is the other's too, and a missing time of day is midnight; without any date, times are counted
// in seconds.
func Between(measure Measure, a, b Value) (Value, error) {
	if a.IsNull() || b.IsNull() {
		return Null, nil
	}
	if !a.isInstant() || !b.isInstant() {
		return Null, diag.Type("no duration between %s and %s", a.kind, b.kind).With("InvalidArgumentType")
	}
	x, y := a.moment(), b.moment()
	dated := x.hasDate && y.hasDate
	switch {
	case !x.hasDate:
		x.days = y.days
	case !y.hasDate:
		y.days = x.days
	}
	zone := UTC
	switch {
	case x.zone != nil && y.zone != nil:
		if !dated {
			x.hasDate, y.hasDate = true, true
		}
		zone = x.zone
		y = y.in(zone)
	case x.zone != nil:
		zone = x.zone
	case y.zone != nil:
		zone = y.zone
	}
	from, to := x.on(zone), y.on(zone)
	if !dated && (measure == InMonths || measure == InDays) {
		return DurationOf(Duration{}), nil
	}
	return difference(measure, from, to, dated)
}

// on is the moment as a datetime in the zone.
func (m moment) on(z *Zone) Value {
	seconds, nanos := m.seconds()
	if m.zone == nil {
		return LocalInZone(seconds, nanos, z)
	}
	return DateTimeOf(z.instantNear(seconds, m.offset), nanos, z)
}

func difference(measure Measure, from, to Value, dated bool) (Value, error) {
	d := Duration{}
	if dated && (measure == InAll || measure == InMonths) {
		d.Months = monthsBetween(from, to)
	}
	if measure == InMonths {
		return DurationOf(d), nil
	}
	moved, err := addToInstant(from, Duration{Months: d.Months}, 1)
	if err != nil {
		return Null, err
	}
	if dated && measure != InSeconds {
		d.Days = daysBetween(moved, to)
	}
	if measure == InDays {
		return DurationOf(d), nil
	}
	if moved, err = addToInstant(moved, Duration{Days: d.Days}, 1); err != nil {
		return Null, err
	}
	return NewDuration(d.Months, d.Days, to.EpochSeconds()-moved.EpochSeconds(), int64(to.Nanos()-moved.Nanos()))
}

// monthsBetween is the whole months on the local clocks.
func monthsBetween(from, to Value) int64 {
	count := func(v Value) (months, rest int64) {
		days, clock, _, _ := v.split()
		y, m, d := civil(days)
		// The rest is compared only: day and second; the nanosecond below.
		return y*12 + int64(m) - 1, int64(d)*secondsPerDay + clock/nanosPerSecond
	}
	fm, fr := count(from)
	tm, tr := count(to)
	months := tm - fm
	rest := tr - fr
	if rest == 0 {
		rest = int64(to.Nanos() - from.Nanos())
	}
	switch {
	case months > 0 && rest < 0:
		months--
	case months < 0 && rest > 0:
		months++
	}
	return months
}

// daysBetween is the whole days on the local clocks.
func daysBetween(from, to Value) int64 {
	fd, fc, _, _ := from.split()
	td, tc, _, _ := to.split()
	days := td - fd
	switch {
	case days > 0 && tc < fc:
		days--
	case days < 0 && tc > fc:
		days++
	}
	return days
}

// Truncate is the date or time v, cut off below the unit and made a value of the kind, with the fields of
// the map set on it; parts is a map or null. A zone that neither has is the given one.
func Truncate(kind Kind, unit string, v, parts Value, zone *Zone) (Value, error) {
	if !v.isInstant() {
		return Null, diag.Type("%s cannot be truncated", v.kind).With("InvalidArgumentType")
	}
	m := v.moment()
	date, clock := kind.needs()
	unit = strings.ToLower(unit)
	if date && !m.hasDate || clock && !m.hasClock && (!date || contains(clockFields, unit)) {
		return Null, diag.Argument("%s cannot become a %s: a part is missing", v.kind, kind).With("InvalidArgumentValue")
	}
	ok := m.truncateClock(unit)
	if ok {
		ok = clock
	} else if date || unit == "day" {
		ok = m.truncateDate(unit)
		m.clock = 0
	}
	if !ok {
		return Null, diag.Argument("a %s cannot be truncated to `%s`", kind, unit).With("InvalidArgumentValue")
	}
	m.hasClock = true
	entries := []Entry(nil)
	if parts.kind == KindMap {
		entries = append(entries, parts.Entries()...)
	}
	fields, zoned := Map(entries), kind == KindTime || kind == KindDateTime
	base := m
	if _, ok := fields.Lookup("timezone"); ok || !zoned {
		base.zone = nil // a zone that is named replaces the old one, at the same local time
	}
	if len(entries) == 0 {
		return base.as(kind, zone)
	}
	return base.with(kind, unit, entries, zone)
}

// with is the moment with the fields set on it. Sub-seconds below the unit add to what is left of them.
func (m moment) with(kind Kind, unit string, entries []Entry, zone *Zone) (Value, error) {
	f := Map(entries)
	sub, _ := clockComponent(m.clock, unit)
	_, hasMicro := f.Lookup("microsecond")
	_, hasNano := f.Lookup("nanosecond")
	if unit == "millisecond" && (hasMicro || hasNano) || unit == "microsecond" && hasNano {
		if n, _ := f.Lookup("nanosecond"); n.kind == KindInteger && n.Int() > 999 {
			return Null, (&fields{}).outOfRange()
		}
		entries = append(entries, Entry{unit, Integer(sub)})
	}
	date, clock := kind.needs()
	full := LocalDateTimeOf(m.seconds())
	if m.zone != nil {
		full = m.on(m.zone)
	}
	switch {
	case date && clock:
		entries = append(entries, Entry{"datetime", full})
	case date:
		entries = append(entries, Entry{"date", full})
	default:
		entries = append(entries, Entry{"time", full})
	}
	return BuildInstant(kind, Map(entries), zone)
}

// truncateClock cuts the time of day off below the unit and reports whether it is one of a time of day.
func (m *moment) truncateClock(unit string) bool {
	size := int64(0)
	switch unit {
	case "hour":
		size = 3600 * nanosPerSecond
	case "minute":
		size = 60 * nanosPerSecond
	case "second":
		size = nanosPerSecond
	case "millisecond":
		size = 1_000_000
	case "microsecond":
		size = 1000
	default:
		return false
	}
	m.clock -= m.clock % size
	return true
}

// truncateDate cuts the date off below the unit and reports whether it is one of a date.
func (m *moment) truncateDate(unit string) bool {
	year, month, _ := civil(m.days)
	switch unit {
	case "millennium":
		m.days = epochDays(year/1000*1000, 1, 1)
	case "century":
		m.days = epochDays(year/100*100, 1, 1)
	case "decade":
		m.days = epochDays(year/10*10, 1, 1)
	case "year":
		m.days = epochDays(year, 1, 1)
	case "weekyear":
		y, _ := isoWeek(m.days)
		m.days = weekYearStart(y)
	case "quarter":
		m.days = epochDays(year, (month-1)/3*3+1, 1)
	case "month":
		m.days = epochDays(year, month, 1)
	case "week":
		m.days -= dayOfWeek(m.days) - 1
	case "day":
	default:
		return false
	}
	return true
}
