package value

import (
	"math/big"
	"strings"

	"newsgraph/cypher/diag"
)

// ParseInstant reads the ISO 8601 text of a value of the temporal kind: dates by month, week, quarter or day
// of the year, with separators or without, reduced to the year if wanted; times from the hour on; years
// beyond 9999 with a sign. A datetime and a local datetime may lack the time. A zone that the text lacks is
// the given one.
func ParseInstant(kind Kind, text string, zone *Zone) (Value, error) {
	p := isoParser{text: text}
	m := moment{}
	date, clock := kind.needs()
	ok := true
	if date {
		m.days, ok = p.date()
	}
	if date && clock {
		clock = ok && p.accept("Tt")
	}
	if ok && clock {
		m.clock, ok = p.clock()
	}
	mismatch := false
	if ok && (kind == KindTime || kind == KindDateTime) {
		mismatch, ok = p.zone(&m, kind == KindDateTime)
	}
	if !ok || p.rest() != "" {
		return Null, diag.Argument("%q is no %s", text, kind).With("InvalidArgumentValue")
	}
	if mismatch {
		return Null, diag.Argument("%q: the zone has another offset at that time", text).With("InvalidArgumentValue")
	}
	return m.as(kind, zone)
}

// isoParser reads the parts of an ISO 8601 text from left to right.
type isoParser struct {
	text string
	at   int
}

func (p *isoParser) rest() string { return p.text[p.at:] }

// accept takes one byte of the set.
func (p *isoParser) accept(set string) bool {
	if p.at < len(p.text) && strings.IndexByte(set, p.text[p.at]) >= 0 {
		p.at++
		return true
	}
	return false
}

// digits counts the digits that come next.
func (p *isoParser) digits() int {
	n := 0
	for p.at+n < len(p.text) && p.text[p.at+n] >= '0' && p.text[p.at+n] <= '9' {
		n++
	}
	return n
}

// number takes exactly n digits.
func (p *isoParser) number(n int) (int64, bool) {
	if p.digits() < n {
		return 0, false
	}
	x := int64(0)
	for range n {
		x = x*10 + int64(p.text[p.at]-'0')
		p.at++
	}
	return x, true
}

// date takes a date and gives its day since 1970-01-01.
func (p *isoParser) date() (int64, bool) {
	negative := strings.HasPrefix(p.rest(), "-")
	digits := 4
	if p.accept("+-") {
		if digits = p.digits(); digits < 1 || digits > 9 {
			return 0, false
		}
	}
	year, ok := p.number(digits)
	if !ok {
		return 0, false
	}
	if negative {
		year = -year
	}
	dashed := p.accept("-")
	switch {
	case p.accept("Ww"):
		return p.weekDate(year, dashed)
	case p.accept("Qq"):
		return p.quarterDate(year, dashed)
	}
	switch n := p.digits(); {
	case n == 0:
		return epochDays(year, 1, 1), !dashed
	case n == 3:
		day, _ := p.number(3)
		return ordinalDate(year, day)
	case dashed && (n == 1 || n == 2):
		month, _ := p.number(n)
		if n == 1 && !strings.HasPrefix(p.rest(), "-") {
			return 0, false
		}
		if !p.accept("-") {
			return monthDate(year, month, 1)
		}
		day, ok := p.number(p.width(true))
		if !ok {
			return 0, false
		}
		return monthDate(year, month, day)
	case !dashed && (n == 2 || n == 4):
		month, _ := p.number(2)
		day := int64(1)
		if n == 4 {
			day, _ = p.number(2)
		}
		return monthDate(year, month, day)
	}
	return 0, false
}

// subDay takes the last part of a week or quarter date, if there is one, of so many digits.
func (p *isoParser) subDay(dashed bool, width int) (int64, bool) {
	if dashed {
		if !p.accept("-") {
			return 1, true
		}
		return p.number(width)
	}
	if p.digits() == 0 {
		return 1, true
	}
	return p.number(width)
}

func (p *isoParser) weekDate(year int64, dashed bool) (int64, bool) {
	week, ok := p.number(2)
	if !ok {
		return 0, false
	}
	day, ok := p.subDay(dashed, 1)
	if !ok {
		return 0, false
	}
	return weekDate(year, week, day)
}

func (p *isoParser) quarterDate(year int64, dashed bool) (int64, bool) {
	quarter, ok := p.number(1)
	if !ok {
		return 0, false
	}
	day, ok := p.subDay(dashed, 2)
	if !ok {
		return 0, false
	}
	return quarterDate(year, quarter, day)
}

// clock takes a time of day and gives its nanoseconds.
func (p *isoParser) clock() (int64, bool) {
	hour, ok := p.number(p.width(true))
	if !ok || hour > 23 {
		return 0, false
	}
	nanos := hour * 3600
	colons := strings.HasPrefix(p.rest(), ":")
	unit := int64(60)
	for ; unit > 0 && (colons && p.accept(":") || !colons && p.digits() > 0); unit /= 60 {
		n, ok := p.number(p.width(colons))
		if !ok || n > 59 {
			return 0, false
		}
		nanos += n * unit
	}
	nanos *= nanosPerSecond
	if unit == 0 && p.accept(".,") {
		n := p.digits()
		if n == 0 || n > 9 {
			return 0, false
		}
		frac, _ := p.number(n)
		for ; n < 9; n++ {
			frac *= 10
		}
		nanos += frac
	}
	return nanos, true
}

// width is the number of digits of the next part: one will do where separators divide.
func (p *isoParser) width(loose bool) int {
	if loose && p.digits() == 1 {
		return 1
	}
	return 2
}

// offset takes Z or an offset and gives its seconds.
func (p *isoParser) offset() (int, bool) {
	if p.accept("Zz") {
		return 0, true
	}
	negative := strings.HasPrefix(p.rest(), "-")
	if !p.accept("+-") {
		return 0, false
	}
	total, unit := int64(0), int64(3600)
	for colons := false; unit > 0; unit /= 60 {
		if unit < 3600 {
			if unit == 60 {
				colons = strings.HasPrefix(p.rest(), ":")
			}
			if colons && !p.accept(":") || !colons && p.digits() == 0 {
				break
			}
		}
		n, ok := p.number(2)
		if !ok || n > 59 {
			return 0, false
		}
		total += n * unit
	}
	if total > maxOffset {
		return 0, false
	}
	if negative {
		total = -total
	}
	return int(total), true
}

// zone takes what stands for the zone of m: an offset, a name in brackets, both, or nothing. It reports
// whether the two contradict each other.
func (p *isoParser) zone(m *moment, named bool) (mismatch, ok bool) {
	if p.rest() == "" {
		return false, true
	}
	offset, hasOffset := 0, false
	if p.text[p.at] != '[' {
		if offset, hasOffset = p.offset(); !hasOffset {
			return false, false
		}
		m.zone, m.offset = FixedZone(offset), offset
	}
	if !named || !p.accept("[") {
		return false, true
	}
	name, ok := strings.CutSuffix(p.rest(), "]")
	p.at = len(p.text)
	if !ok {
		return false, false
	}
	z, err := NamedZone(name)
	if err != nil {
		return false, false
	}
	m.zone = z
	seconds, _ := m.seconds()
	if !hasOffset {
		m.offset = z.OffsetAt(z.instant(seconds))
		return false, true
	}
	return z.OffsetAt(seconds-int64(offset)) != offset, true
}

// monthDate is the day since 1970-01-01 of a date by month and day, and false if there is none.
func monthDate(year, month, day int64) (int64, bool) {
	if month < 1 || month > 12 || day < 1 || day > int64(daysInMonth(year, int(month))) {
		return 0, false
	}
	return epochDays(year, int(month), int(day)), true
}

// ordinalDate is the same for a date by day of the year.
func ordinalDate(year, day int64) (int64, bool) {
	days := epochDays(year, 1, 1) + day - 1
	return days, day >= 1 && days < epochDays(year+1, 1, 1)
}

// weekDate is the same for a date by ISO week and day of the week.
func weekDate(year, week, day int64) (int64, bool) {
	if week < 1 || day < 1 || day > 7 {
		return 0, false
	}
	monday := weekYearStart(year) + (week-1)*7
	return monday + day - 1, monday < weekYearStart(year+1)
}

// weekYearStart is the Monday of the year's first week.
func weekYearStart(year int64) int64 {
	jan4 := epochDays(year, 1, 4)
	return jan4 - dayOfWeek(jan4) + 1
}

// quarterDate is the same for a date by quarter and day of the quarter.
func quarterDate(year, quarter, day int64) (int64, bool) {
	if quarter < 1 || quarter > 4 || day < 1 {
		return 0, false
	}
	days := epochDays(year, int(quarter)*3-2, 1) + day - 1
	next := epochDays(year+1, 1, 1)
	if quarter < 4 {
		next = epochDays(year, int(quarter)*3+1, 1)
	}
	return days, days < next
}

// ParseDuration reads the ISO 8601 text of a duration: P1Y2M3W4DT5H6M7.8S, where every number may have a
// sign and a fraction, or P2012-02-02T14:37:21.545.
func ParseDuration(text string) (Value, error) {
	invalid := diag.Argument("%q is no DURATION", text).With("InvalidArgumentValue")
	p := isoParser{text: text}
	negative := strings.HasPrefix(text, "-")
	p.accept("+-")
	if !p.accept("Pp") || p.rest() == "" {
		return Null, invalid
	}
	d := newDurationParts()
	if !p.dateTimeDuration(d) {
		p.at = strings.IndexAny(text, "Pp") + 1
		if !p.units(d, "YMWD", []string{"years", "months", "weeks", "days"}) {
			return Null, invalid
		}
		if p.accept("Tt") && (p.rest() == "" || !p.units(d, "HMS", []string{"hours", "minutes", "seconds"})) {
			return Null, invalid
		}
		if p.rest() != "" {
			return Null, invalid
		}
	}
	if negative {
		d.negate()
	}
	return d.duration()
}

// units takes numbers, each with the letter of its unit, in the order of the letters.
func (p *isoParser) units(d *durationParts, letters string, names []string) bool {
	for p.at < len(p.text) && p.text[p.at] != 'T' && p.text[p.at] != 't' {
		start := p.at
		p.accept("+-")
		whole := p.digits()
		p.at += whole
		if whole == 0 {
			return false
		}
		if p.accept(".,") {
			if p.digits() == 0 {
				return false
			}
			p.at += p.digits()
		}
		if p.at-start > 40 { // no number of that many digits fits
			return false
		}
		n, ok := new(big.Rat).SetString(strings.Replace(p.text[start:p.at], ",", ".", 1))
		if !ok || p.rest() == "" {
			return false
		}
		i := strings.Index(letters, strings.ToUpper(p.rest()[:1]))
		if i < 0 {
			return false
		}
		d.add(names[i], n)
		letters, names = letters[i+1:], names[i+1:]
		p.at++
	}
	return true
}

// dateTimeDuration takes a duration in the form of a date and a time.
func (p *isoParser) dateTimeDuration(d *durationParts) bool {
	widths := [...]int{4, 2, 2, 2, 2, 2}
	names := [...]string{"years", "months", "days", "hours", "minutes", "seconds"}
	separators := [...]string{"", "-", "-", "Tt", ":", ":"}
	parsed := newDurationParts()
	for i, width := range widths {
		if separators[i] != "" && !p.accept(separators[i]) {
			return false
		}
		n, ok := p.number(width)
		if !ok {
			return false
		}
		parsed.add(names[i], new(big.Rat).SetInt64(n))
	}
	if p.accept(".,") {
		n := p.digits()
		frac, ok := new(big.Rat).SetString("0." + p.rest()[:n])
		if n == 0 || n > 9 || !ok {
			return false
		}
		p.at += n
		parsed.add("seconds", frac)
	}
	if p.rest() != "" {
		return false
	}
	*d = *parsed
	return true
}
