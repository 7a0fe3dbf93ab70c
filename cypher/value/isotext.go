package value

import "strconv"

// Text is what toString gives for v: strings as they are, temporal values in ISO 8601, all else as String.
func (v Value) Text() string {
	switch v.kind {
	case KindString:
		return v.Str()
	case KindDate, KindLocalTime, KindTime, KindLocalDateTime, KindDateTime, KindDuration:
		return string(appendTemporal(nil, v))
	}
	return v.String()
}

// appendTemporal appends the ISO 8601 form of a temporal value or duration.
func appendTemporal(dst []byte, v Value) []byte {
	switch v.kind {
	case KindDate:
		return appendDate(dst, int64(v.num))
	case KindLocalTime:
		return appendClock(dst, int64(v.num))
	case KindTime:
		return appendOffset(appendClock(dst, int64(v.num)), int(v.aux))
	case KindLocalDateTime, KindDateTime:
		days, sec := floorDiv(v.localSeconds(), secondsPerDay)
		dst = append(appendDate(dst, days), 'T')
		dst = appendClock(dst, sec*nanosPerSecond+int64(v.aux))
		if v.kind == KindLocalDateTime {
			return dst
		}
		dst = appendOffset(dst, v.Offset())
		if name := v.zone().name; name != "" {
			dst = append(append(append(dst, '['), name...), ']')
		}
		return dst
	}
	return appendDuration(dst, v.Duration())
}

func appendPadded(dst []byte, n int64, width int) []byte {
	s := strconv.FormatInt(n, 10)
	for i := len(s); i < width; i++ {
		dst = append(dst, '0')
	}
	return append(dst, s...)
}

func appendDate(dst []byte, days int64) []byte {
	year, month, day := civil(days)
	switch {
	case year < 0:
		dst, year = append(dst, '-'), -year
	case year > 9999:
		dst = append(dst, '+')
	}
	dst = append(appendPadded(dst, year, 4), '-')
	dst = append(appendPadded(dst, int64(month), 2), '-')
	return appendPadded(dst, int64(day), 2)
}

// appendClock appends hh:mm:ss and as much of the fraction as there is.
func appendClock(dst []byte, nanos int64) []byte {
	sec, frac := nanos/nanosPerSecond, nanos%nanosPerSecond
	dst = append(appendPadded(dst, sec/3600, 2), ':')
	dst = append(appendPadded(dst, sec/60%60, 2), ':')
	return appendFraction(appendPadded(dst, sec%60, 2), frac)
}

// appendFraction appends a point and the digits of so many nanoseconds, or nothing.
func appendFraction(dst []byte, nanos int64) []byte {
	if nanos == 0 {
		return dst
	}
	dst = appendPadded(append(dst, '.'), nanos, 9)
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

func appendOffset(dst []byte, offset int) []byte {
	if offset == 0 {
		return append(dst, 'Z')
	}
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	dst = appendPadded(append(dst, sign), int64(offset/3600), 2)
	dst = appendPadded(append(dst, ':'), int64(offset/60%60), 2)
	if offset%60 != 0 {
		dst = appendPadded(append(dst, ':'), int64(offset%60), 2)
	}
	return dst
}

func appendDuration(dst []byte, d Duration) []byte {
	if d == (Duration{}) {
		return append(dst, "PT0S"...)
	}
	dst = append(dst, 'P')
	part := func(n int64, unit byte) {
		if n != 0 {
			dst = append(strconv.AppendInt(dst, n, 10), unit)
		}
	}
	part(d.Months/12, 'Y')
	part(d.Months%12, 'M')
	part(d.Days, 'D')
	if d.Seconds == 0 && d.Nanos == 0 {
		return dst
	}
	dst = append(dst, 'T')
	sec, nanos := d.Seconds, int64(d.Nanos)
	if sec < 0 && nanos > 0 {
		sec, nanos = sec+1, nanos-nanosPerSecond
	}
	part(sec/3600, 'H')
	part(sec/60%60, 'M')
	sec %= 60
	if sec == 0 && nanos == 0 {
		return dst
	}
	if sec < 0 || nanos < 0 {
		dst, sec, nanos = append(dst, '-'), -sec, -nanos
	}
	return append(appendFraction(strconv.AppendInt(dst, sec, 10), nanos), 'S')
}
