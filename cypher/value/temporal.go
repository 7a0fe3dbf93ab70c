package value

import (
	"cmp"
	"fmt"
	"math/bits"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the zones of a machine without a zone database, and the same on every machine
	"unsafe"
)

// The years that dates span, both inclusive.
const (
	MinYear = -999_999_999
	MaxYear = 999_999_999
)

const (
	nanosPerSecond = 1_000_000_000
	secondsPerDay  = 86_400
	nanosPerDay    = secondsPerDay * nanosPerSecond
	// secondsPerMonth is the average Gregorian month, 400 years / 4800.
	secondsPerMonth = 2_629_746
)

// maxOffset is the largest offset of a zone from UTC, in seconds.
const maxOffset = 18 * 3600

// Zone is a fixed offset from UTC or a named zone of the IANA database.
type Zone struct {
	name   string         // "" for a fixed offset
	offset int32          // seconds east of UTC; 0 for a named zone
	loc    *time.Location // nil for a fixed offset
}

// UTC is the offset Z.
var UTC = &Zone{}

// FixedZone is the zone with a fixed offset in seconds east of UTC.
func FixedZone(offset int) *Zone {
	if offset == 0 {
		return UTC
	}
	return &Zone{offset: int32(offset)}
}

// zones is the named zones that were loaded, by name. The database bounds them.
var zones sync.Map

// NamedZone is the zone of this name in the IANA database.
func NamedZone(name string) (*Zone, error) {
	if z, ok := zones.Load(name); ok {
		return z.(*Zone), nil
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("load zone: unknown name %q", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load zone: unknown name %q", name)
	}
	name = strings.Clone(name) // which may lie in a larger text
	z, _ := zones.LoadOrStore(name, &Zone{name: name, loc: loc})
	return z.(*Zone), nil
}

// Name is the zone's name in the IANA database, "" for a fixed offset.
func (z *Zone) Name() string { return z.name }

// OffsetAt is the zone's offset in seconds east of UTC at the instant in seconds since 1970.
func (z *Zone) OffsetAt(utc int64) int {
	if z.loc == nil {
		return int(z.offset)
	}
	_, off := time.Unix(utc, 0).In(z.loc).Zone()
	return off
}

// instant is the UTC second of the local second: of two, the earlier; in a gap, as far after it as local
// is after the gap's start.
func (z *Zone) instant(local int64) int64 {
	if z.loc == nil {
		return local - int64(z.offset)
	}
	return z.instantNear(local, z.OffsetAt(local-secondsPerDay))
}

// instantNear is the UTC second of the local second; of two, the one at the preferred offset.
func (z *Zone) instantNear(local int64, preferred int) int64 {
	if z.loc == nil {
		return local - int64(z.offset)
	}
	if z.OffsetAt(local-int64(preferred)) == preferred {
		return local - int64(preferred)
	}
	before := int64(z.OffsetAt(local - secondsPerDay))
	after := int64(z.OffsetAt(local + secondsPerDay))
	for _, off := range [...]int64{before, after} {
		if int64(z.OffsetAt(local-off)) == off {
			return local - off
		}
	}
	return local - before
}

// Duration is an amount of time in four parts that do not carry over: a month has no fixed number of days,
// a day no fixed number of seconds. Nanos is in [0, 1e9), also for negative durations.
type Duration struct {
	Months, Days, Seconds int64
	Nanos                 int32
}

// averageSeconds is the length of d in seconds as a 128 bit number, hi and lo, with average months.
func (d Duration) averageSeconds() (hi int64, lo uint64) {
	add := func(n, unit int64) {
		h, l := bits.Mul64(uint64(n), uint64(unit))
		if n < 0 {
			h -= uint64(unit)
		}
		var carry uint64
		lo, carry = bits.Add64(lo, l, 0)
		hi += int64(h) + int64(carry)
	}
	add(d.Months, secondsPerMonth)
	add(d.Days, secondsPerDay)
	add(d.Seconds, 1)
	return hi, lo
}

// orderDurations orders by average length, then by the parts.
func orderDurations(a, b Duration) int {
	ah, al := a.averageSeconds()
	bh, bl := b.averageSeconds()
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl), cmp.Compare(a.Nanos, b.Nanos),
		cmp.Compare(a.Months, b.Months), cmp.Compare(a.Days, b.Days), cmp.Compare(a.Seconds, b.Seconds))
}

// DurationOf is the value of a duration.
func DurationOf(d Duration) Value { return Value{kind: KindDuration, ref: unsafe.Pointer(&d)} }

// Duration is the duration in v; v must be one.
func (v Value) Duration() Duration { v.must(KindDuration); return *(*Duration)(v.ref) }

// DateOf is the date that is days after 1970-01-01.
func DateOf(days int64) Value { return Value{kind: KindDate, num: uint64(days)} }

// EpochDays is the days from 1970-01-01 to the date v; v must be a date.
func (v Value) EpochDays() int64 { v.must(KindDate); return int64(v.num) }

// LocalTimeOf is the time of day without a zone, in nanoseconds since midnight.
func LocalTimeOf(nanos int64) Value { return Value{kind: KindLocalTime, num: uint64(nanos)} }

// TimeOf is the local time of day, in nanoseconds since midnight, at an offset in seconds east of UTC.
func TimeOf(nanos int64, offset int) Value {
	return Value{kind: KindTime, num: uint64(nanos), aux: int32(offset)}
}

// DayNanos is the nanoseconds since midnight of the local time or time v.
func (v Value) DayNanos() int64 {
	if v.kind != KindLocalTime {
		v.must(KindTime)
	}
	return int64(v.num)
}

// LocalDateTimeOf is the date and time without a zone, as the seconds and nanoseconds since
// 1970-01-01T00:00; nanos is in [0, 1e9).
func LocalDateTimeOf(seconds int64, nanos int) Value {
	return Value{kind: KindLocalDateTime, num: uint64(seconds), aux: int32(nanos)}
}

// DateTimeOf is the instant in UTC seconds and nanoseconds since 1970-01-01T00:00Z, seen in the zone;
// nanos is in [0, 1e9).
func DateTimeOf(seconds int64, nanos int, z *Zone) Value {
	return Value{kind: KindDateTime, num: uint64(seconds), aux: int32(nanos), ref: unsafe.Pointer(z)}
}

// LocalInZone is the date and time seconds and nanos after 1970-01-01T00:00 on the clock of the zone. A
// time that the zone's clock shows twice is the earlier one, and one that it skips is moved on by the skip.
func LocalInZone(seconds int64, nanos int, z *Zone) Value {
	return DateTimeOf(z.instant(seconds), nanos, z)
}

// EpochSeconds is the seconds since 1970-01-01T00:00 of v: in UTC for a datetime, on its own clock for a
// local datetime.
func (v Value) EpochSeconds() int64 {
	if v.kind != KindLocalDateTime {
		v.must(KindDateTime)
	}
	return int64(v.num)
}

// Nanos is the nanoseconds within the second of a datetime or local datetime.
func (v Value) Nanos() int {
	if v.kind != KindLocalDateTime {
		v.must(KindDateTime)
	}
	return int(v.aux)
}

// Zone is the zone of the datetime v; v must be one.
func (v Value) Zone() *Zone { v.must(KindDateTime); return v.zone() }

func (v Value) zone() *Zone { return (*Zone)(v.ref) }

// Offset is the offset of a time or datetime in seconds east of UTC.
func (v Value) Offset() int {
	if v.kind == KindTime {
		return int(v.aux)
	}
	v.must(KindDateTime)
	return v.zone().OffsetAt(int64(v.num))
}

// localSeconds is the seconds since 1970-01-01T00:00 on the clock of the datetime or local datetime v.
func (v Value) localSeconds() int64 {
	if v.kind == KindDateTime {
		return int64(v.num) + int64(v.Offset())
	}
	return int64(v.num)
}

// orderDateTimes orders by instant, then by offset, then by the zone's name.
func orderDateTimes(a, b Value) int {
	if c := cmp.Or(cmp.Compare(int64(a.num), int64(b.num)), cmp.Compare(a.aux, b.aux)); c != 0 {
		return c
	}
	x, y := a.zone(), b.zone()
	return cmp.Or(cmp.Compare(a.Offset(), b.Offset()), cmp.Compare(x.name, y.name))
}

// floorDiv is the quotient rounded down and the remainder in [0, b).
func floorDiv(a, b int64) (q, r int64) {
	q, r = a/b, a%b
	if r < 0 {
		q, r = q-1, r+b
	}
	return q, r
}

// civil is the date days after 1970-01-01 in the proleptic Gregorian calendar.
func civil(days int64) (year int64, month, day int) {
	// Years that begin in March have their leap day at the end; an era is 400 years.
	era, doe := floorDiv(days+719_468, 146_097)
	yoe := (doe - doe/1460 + doe/36_524 - doe/146_096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy - (153*mp+2)/5 + 1)
	month = int(mp + 3)
	year = yoe + era*400
	if month > 12 {
		month, year = month-12, year+1
	}
	return year, month, day
}

// epochDays is the inverse of civil.
func epochDays(year int64, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era, yoe := floorDiv(year, 400)
	doy := int64(153*(month-3)+2)/5 + int64(day) - 1
	return era*146_097 + yoe*365 + yoe/4 - yoe/100 + doy - 719_468
}

func isLeap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysInMonth(year int64, month int) int {
	switch month {
	case 2:
		if isLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
