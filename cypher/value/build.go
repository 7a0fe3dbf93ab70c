package value

import (
	"math/big"
	"strings"

	"newsgraph/cypher/diag"
)

// durationParts collects the parts of a duration exactly.
type durationParts struct{ months, days, seconds *big.Rat }

func newDurationParts() *durationParts {
	return &durationParts{new(big.Rat), new(big.Rat), new(big.Rat)}
}

// add adds n of the unit, whose name is in lower case, and reports whether there is such a unit.
func (d *durationParts) add(unit string, n *big.Rat) bool {
	scaled := func(num, den int64) *big.Rat { return new(big.Rat).Mul(n, big.NewRat(num, den)) }
	switch unit {
	case "years":
		d.months.Add(d.months, scaled(12, 1))
	case "quarters":
		d.months.Add(d.months, scaled(3, 1))
	case "months":
		d.months.Add(d.months, n)
	case "weeks":
		d.days.Add(d.days, scaled(7, 1))
	case "days":
		d.days.Add(d.days, n)
	case "hours":
		d.seconds.Add(d.seconds, scaled(3600, 1))
	case "minutes":
		d.seconds.Add(d.seconds, scaled(60, 1))
	case "seconds":
		d.seconds.Add(d.seconds, n)
	case "milliseconds":
		d.seconds.Add(d.seconds, scaled(1, 1000))
	case "microseconds":
		d.seconds.Add(d.seconds, scaled(1, 1_000_000))
	case "nanoseconds":
		d.seconds.Add(d.seconds, scaled(1, nanosPerSecond))
	default:
		return false
	}
	return true
}

func (d *durationParts) negate() {
	d.months.Neg(d.months)
	d.days.Neg(d.days)
	d.seconds.Neg(d.seconds)
}

func (d *durationParts) duration() (Value, error) { return carryFractions(d.months, d.days, d.seconds) }

// BuildDuration is the duration of the map's units, years to nanoseconds. A null unit makes it null.
func BuildDuration(units Value) (Value, error) {
	d := newDurationParts()
	for _, e := range units.Entries() {
		var n *big.Rat
		switch e.Value.kind {
		case KindNull:
			return Null, nil
		case KindInteger:
			n = new(big.Rat).SetInt64(e.Value.Int())
		case KindFloat:
			if n = decimal(e.Value.Float()); n == nil {
				return Null, durationOverflow()
			}
		default:
			return Null, fieldError(e)
		}
		if !d.add(strings.ToLower(e.Key), n) {
			return Null, diag.Argument("a duration has no unit `%s`", e.Key).With("InvalidArgumentValue")
		}
	}
	return d.duration()
}

func fieldError(e Entry) error {
	return diag.Argument("`%s` cannot be %s", e.Key, e.Value).With("InvalidArgumentValue")
}

// fields is the map that a temporal value is built from: its numbers by their names in lower case, what it
// builds on, and the zone.
type fields struct {
	numbers              map[string]int64
	date, time, datetime *moment
	zone                 *Zone
}

// The names of the fields, from the largest unit to the smallest of each way to count.
var (
	dateFields  = []string{"year", "month", "day", "week", "dayofweek", "quarter", "dayofquarter", "ordinalday"}
	clockFields = []string{"hour", "minute", "second", "millisecond", "microsecond", "nanosecond"}
)

// BuildInstant is the value of the temporal kind that the map says: its fields, and what they leave out
// from the values under date, time and datetime. A null field counts as left out, but
// nothing can be built on a null value. A zone that is not said is the given one.
func BuildInstant(kind Kind, parts Value, zone *Zone) (Value, error) {
	f, null, err := readFields(kind, parts.Entries())
	if err != nil || null {
		return Null, err
	}
	if s, ok := f.numbers["epochseconds"]; ok {
		return f.fromEpoch(kind, s, 0, zone)
	}
	if ms, ok := f.numbers["epochmillis"]; ok {
		s, rest := floorDiv(ms, 1000)
		return f.fromEpoch(kind, s, rest*1_000_000, zone)
	}
	m := moment{}
	date, clock := kind.needs()
	if date {
		base := f.date
		if base == nil {
			base = f.datetime
		}
		if err := f.setDate(&m, base); err != nil {
			return Null, err
		}
	}
	if clock {
		base := f.time
		if base == nil {
			base = f.datetime
		}
		if err := f.setClock(&m, base, !date); err != nil {
			return Null, err
		}
		if base != nil && base.zone != nil && (kind == KindTime || kind == KindDateTime) {
			m.zone, m.offset = base.zone, base.offset
			if kind == KindDateTime {
				seconds, _ := m.seconds()
				m.offset = m.zone.OffsetAt(m.zone.instantNear(seconds, m.offset))
			}
		}
	}
	if f.zone != nil {
		m = m.in(f.zone)
	}
	return m.as(kind, zone)
}

// readFields sorts out the map; null says that what it builds on is null.
func readFields(kind Kind, entries []Entry) (f fields, null bool, err error) {
	f.numbers = make(map[string]int64, len(entries))
	date, clock := kind.needs()
	for _, e := range entries {
		key := strings.ToLower(e.Key)
		if e.Value.IsNull() {
			if base := key == "date" || key == "time" || key == "datetime" || key == "timezone"; base {
				return f, true, nil
			}
			continue
		}
		switch {
		case key == "timezone" && (kind == KindTime || kind == KindDateTime):
			if e.Value.kind != KindString {
				return f, false, fieldError(e)
			}
			if f.zone, err = ParseZone(e.Value.Str()); err != nil {
				return f, false, err
			}
		case key == "date" && date, key == "time" && clock, key == "datetime" && date && clock:
			if err := f.setBase(key, e); err != nil {
				return f, false, err
			}
		case date && contains(dateFields, key), clock && contains(clockFields, key),
			kind == KindDateTime && (key == "epochseconds" || key == "epochmillis"):
			if e.Value.kind != KindInteger {
				return f, false, fieldError(e)
			}
			f.numbers[key] = e.Value.Int()
		default:
			return f, false, diag.Argument("a %s has no field `%s`", kind, e.Key).With("InvalidArgumentValue")
		}
	}
	return f, false, nil
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func (f *fields) setBase(key string, e Entry) error {
	if !e.Value.isInstant() {
		return fieldError(e)
	}
	m := e.Value.moment()
	if key != "time" && !m.hasDate || key != "date" && !m.hasClock {
		return fieldError(e)
	}
	switch key {
	case "date":
		f.date = &m
	case "time":
		f.time = &m
	default:
		f.datetime = &m
	}
	return nil
}

// fromEpoch is the datetime of an instant, with the sub-seconds that the map adds.
func (f *fields) fromEpoch(kind Kind, seconds, nanos int64, zone *Zone) (Value, error) {
	frac, err := f.subSecond(nanos)
	if err != nil {
		return Null, err
	}
	if f.zone != nil {
		zone = f.zone
	}
	return NewDateTime(seconds, frac, zone)
}

// NewDateTime is the datetime nanos after the UTC second, seen in the zone.
func NewDateTime(seconds, nanos int64, zone *Zone) (Value, error) {
	carry, rest := floorDiv(nanos, nanosPerSecond)
	seconds, ok := addInt(seconds, carry)
	if !ok {
		return Null, outOfRange()
	}
	return checkDateTime(DateTimeOf(seconds, int(rest), zone))
}

// number is the field, or else the default.
func (f *fields) number(name string, otherwise int64) int64 {
	if n, ok := f.numbers[name]; ok {
		return n
	}
	return otherwise
}

func (f *fields) has(names ...string) bool {
	for _, n := range names {
		if _, ok := f.numbers[n]; ok {
			return true
		}
	}
	return false
}

// need is an error if one of the names is there and the larger unit is not.
func (f *fields) need(larger string, names ...string) error {
	if f.has(names...) && !f.has(larger) {
		return diag.Argument("`%s` is missing", larger).With("InvalidArgumentValue")
	}
	return nil
}

// setDate sets the date of m from the fields, of one way to count, over those of the base. Where the day of
// the base is not in the new month or quarter, it becomes the last one.
func (f *fields) setDate(m *moment, base *moment) error {
	way, err := f.wayToCount(base != nil)
	if err != nil {
		return err
	}
	b := moment{days: epochDays(1, 1, 1)}
	if base != nil {
		b = *base
	}
	// part is the field, or else that of the base, or else 1.
	part := func(name string) int64 {
		n, _ := dateComponent(b.days, name)
		if base == nil {
			n = 1
		}
		return f.number(name, n)
	}
	year := part("year")
	ok := year >= MinYear && year <= MaxYear
	for _, name := range dateFields[1:] {
		n := f.number(name, 1)
		ok = ok && n >= 1 && n <= 366
	}
	if !ok {
		return f.outOfRange()
	}
	switch way {
	case "week":
		if !f.has("year") {
			year, _ = dateComponent(b.days, "weekyear")
		}
		m.days, ok = weekDate(year, part("week"), part("dayofweek"))
		ok = ok || base != nil && part("week") == 53
	case "quarter":
		m.days, ok = lastOf(quarterDate, year, part("quarter"), part("dayofquarter"), !f.has("dayofquarter"))
	case "ordinalday":
		m.days, ok = ordinalDate(year, part("ordinalday"))
	default:
		m.days, ok = lastOf(monthDate, year, part("month"), part("day"), !f.has("day"))
	}
	m.hasDate = true
	if !ok {
		return f.outOfRange()
	}
	return nil
}

// lastOf is the date by make, or that of the last day before it that there is, if that is allowed.
func lastOf(make func(year, part, day int64) (int64, bool), year, part, day int64, allowed bool) (int64, bool) {
	days, ok := make(year, part, day)
	for ; !ok && allowed && day > 28; day-- {
		days, ok = make(year, part, day-1)
	}
	return days, ok
}

// wayToCount is how the fields say the date: by week, quarter, ordinalday or month. Without a base, a unit
// needs the larger ones; and before a time of day, the date has to be complete.
func (f *fields) wayToCount(base bool) (string, error) {
	missing := func(name string) error {
		return diag.Argument("`%s` is missing", name).With("InvalidArgumentValue")
	}
	way := "month"
	ways := 0
	for _, w := range [...][2]string{{"month", "day"}, {"week", "dayofweek"}, {"quarter", "dayofquarter"}, {"ordinalday", "ordinalday"}} {
		if !f.has(w[0], w[1]) {
			continue
		}
		way = w[0]
		if ways++; ways > 1 {
			return "", diag.Argument("a date by month, by week, by quarter and by day of the year exclude each other").With("InvalidArgumentValue")
		}
		switch {
		case base:
		case !f.has(w[0]):
			return "", missing(w[0])
		case !f.has(w[1]) && f.has(clockFields...):
			return "", missing(w[1])
		}
	}
	switch {
	case base:
	case !f.has("year"):
		return "", missing("year")
	case ways == 0 && f.has(clockFields...):
		return "", missing("month")
	}
	return way, nil
}

func (f *fields) outOfRange() error {
	return diag.Argument("there is no such date or time").With("InvalidArgumentValue")
}

// setClock sets the time of day of m from the fields over those of the base. Without a base, a unit needs
// the larger ones, and the hour is needed at all if so said.
func (f *fields) setClock(m *moment, base *moment, needHour bool) error {
	b := moment{}
	if base != nil {
		b = *base
	} else {
		if needHour && !f.has("hour") {
			return diag.Argument("`hour` is missing").With("InvalidArgumentValue")
		}
		for i, larger := range clockFields[:3] {
			if err := f.need(larger, clockFields[i+1:]...); err != nil {
				return err
			}
		}
	}
	total := int64(0)
	for i, limit := range [...]int64{23, 59, 59} {
		n, _ := clockComponent(b.clock, clockFields[i])
		if n = f.number(clockFields[i], n); n < 0 || n > limit {
			return f.outOfRange()
		}
		total = total*60 + n
	}
	frac, err := f.subSecond(b.clock % nanosPerSecond)
	if err != nil {
		return err
	}
	m.clock, m.hasClock = total*nanosPerSecond+frac, true
	return nil
}

// subSecond is the nanoseconds of the sub-second fields, or else the default. A field beside a larger one
// counts the rest of that only.
func (f *fields) subSecond(otherwise int64) (int64, error) {
	if !f.has("millisecond", "microsecond", "nanosecond") {
		return otherwise, nil
	}
	total, limit := int64(0), int64(nanosPerSecond)
	for _, u := range []struct {
		name string
		unit int64
	}{{"millisecond", 1_000_000}, {"microsecond", 1000}, {"nanosecond", 1}} {
		n, ok := f.numbers[u.name]
		if !ok {
			continue
		}
		if n < 0 || n >= limit/u.unit {
			return 0, f.outOfRange()
		}
		total += n * u.unit
		limit = u.unit
	}
	return total, nil
}
