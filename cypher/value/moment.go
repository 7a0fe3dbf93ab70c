package value

import (
	"strings"

	"newsgraph/cypher/diag"
)

// moment is a date, a time of day and a zone, each of which may be missing: what the temporal types have in
// common, and what one type keeps of another.
type moment struct {
	days, clock       int64 // days since 1970-01-01; nanoseconds of the day
	hasDate, hasClock bool
	zone              *Zone // nil without
	offset            int   // of the zone at the moment
}

// moment is the parts of the date or time v.
func (v Value) moment() moment {
	m := moment{}
	m.days, m.clock, m.hasDate, m.hasClock = v.split()
	switch v.kind {
	case KindTime:
		m.zone, m.offset = FixedZone(int(v.aux)), int(v.aux)
	case KindDateTime:
		m.zone, m.offset = v.zone(), v.Offset()
	}
	return m
}

// seconds is the seconds since 1970-01-01T00:00 on the moment's clock, and the nanoseconds.
func (m moment) seconds() (int64, int) {
	return m.days*secondsPerDay + m.clock/nanosPerSecond, int(m.clock % nanosPerSecond)
}

// as is the moment as a value of the kind; a zone that it lacks is the given one.
func (m moment) as(kind Kind, missing *Zone) (Value, error) {
	if m.zone == nil {
		m.zone = missing
		m.offset = missing.OffsetAt(m.days * secondsPerDay)
	}
	seconds, nanos := m.seconds()
	switch kind {
	case KindDate:
		return checkDate(m.days)
	case KindLocalTime:
		return LocalTimeOf(m.clock), nil
	case KindTime:
		return TimeOf(m.clock, m.offset), nil
	case KindLocalDateTime:
		return checkDateTime(LocalDateTimeOf(seconds, nanos))
	}
	return checkDateTime(DateTimeOf(m.zone.instantNear(seconds, m.offset), nanos, m.zone))
}

// in is the moment on the clock of another zone, at the same instant if it has a zone already.
func (m moment) in(z *Zone) moment {
	seconds, nanos := m.seconds()
	if m.zone == nil {
		m.zone, m.offset = z, z.OffsetAt(z.instant(seconds))
		return m
	}
	utc := m.zone.instantNear(seconds, m.offset)
	m.zone, m.offset = z, z.OffsetAt(utc)
	days, clock := floorDiv(utc+int64(m.offset), secondsPerDay)
	if m.hasDate {
		m.days = days
	}
	m.clock = clock*nanosPerSecond + int64(nanos)
	return m
}

// needs reports which parts a value of the kind has.
func (k Kind) needs() (date, clock bool) {
	switch k {
	case KindDate:
		return true, false
	case KindLocalTime, KindTime:
		return false, true
	}
	return true, true
}

// ConvertInstant is the date or time v as a value of another temporal kind, which may not have a part that
// v lacks, but for a zone, which is then the given one.
func ConvertInstant(kind Kind, v Value, zone *Zone) (Value, error) {
	if !v.isInstant() {
		return Null, diag.Type("%s cannot become a %s", v.kind, kind).With("InvalidArgumentType")
	}
	m := v.moment()
	date, clock := kind.needs()
	if date && !m.hasDate || clock && !m.hasClock {
		return Null, diag.Argument("%s cannot become a %s: a part is missing", v.kind, kind).With("InvalidArgumentValue")
	}
	return m.as(kind, zone)
}

// ParseZone is the zone that the text names: an offset or a name of the IANA database.
func ParseZone(text string) (*Zone, error) {
	p := isoParser{text: text}
	if offset, ok := p.offset(); ok && p.rest() == "" {
		return FixedZone(offset), nil
	}
	z, err := NamedZone(strings.Trim(text, "[]"))
	if err != nil {
		return nil, diag.Argument("%q is no time zone", text).With("InvalidArgumentValue")
	}
	return z, nil
}
