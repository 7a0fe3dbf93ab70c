package storage

import (
	"encoding/binary"
	"math"
	"strings"

	"newsgraph/cypher/value"
)

// Classes of values within which Cypher compares; they are the first byte of a sort key. Their order is
// the order of index scans only.
const (
	classBytes byte = iota + 1
	classPoint
	classDateTime
	classLocalDateTime
	classDate
	classTime
	classLocalTime
	classDuration
	classString
	classBoolean
	classNumber
	classNaN
	classList
	classEnd
)

// appendSortKey appends an encoding of v such that bytes compare as the values do within one class, that
// is equal for equal values only, and that is no prefix of another's. v is storable and not null.
func appendSortKey(dst []byte, v value.Value) []byte {
	switch v.Kind() {
	case value.KindBoolean:
		if v.Bool() {
			return append(dst, classBoolean, 1)
		}
		return append(dst, classBoolean, 0)
	case value.KindInteger:
		i := v.Int()
		f := float64(i)
		rest := int64(0)
		if f >= 1<<63 {
			rest = i - math.MaxInt64 - 1
		} else {
			rest = i - int64(f)
		}
		return appendNumber(dst, f, int16(rest))
	case value.KindFloat:
		f := v.Float()
		if math.IsNaN(f) {
			return append(dst, classNaN)
		}
		return appendNumber(dst, f, 0)
	case value.KindString:
		return appendEscaped(append(dst, classString), v.Str())
	case value.KindBytes:
		return appendEscaped(append(dst, classBytes), string(v.Bytes()))
	case value.KindDate:
		return appendOrdered(append(dst, classDate), v.EpochDays())
	case value.KindLocalTime:
		return appendOrdered(append(dst, classLocalTime), v.DayNanos())
	case value.KindTime:
		return appendOrdered(append(dst, classTime), v.DayNanos()-int64(v.Offset())*1e9, int64(v.Offset()))
	case value.KindLocalDateTime:
		return appendOrdered(append(dst, classLocalDateTime), v.EpochSeconds(), int64(v.Nanos()))
	case value.KindDateTime:
		dst = appendOrdered(append(dst, classDateTime), v.EpochSeconds(), int64(v.Nanos()), int64(v.Offset()))
		return appendEscaped(dst, v.Zone().Name())
	case value.KindDuration:
		return value.AppendKey(append(dst, classDuration), v)
	case value.KindPoint:
		return value.AppendKey(append(dst, classPoint), v)
	case value.KindList:
		dst = append(dst, classList)
		for _, item := range v.List() {
			dst = appendSortKey(dst, item)
		}
		return append(dst, 0)
	}
	panic("storage: value of type " + v.Kind().String() + " has no sort key")
}

// appendNumber encodes f + rest, where f is the float nearest to the number.
func appendNumber(dst []byte, f float64, rest int16) []byte {
	bits := math.Float64bits(f)
	if f == 0 {
		bits = 0
	}
	if bits>>63 == 1 {
		bits = ^bits
	} else {
		bits |= 1 << 63
	}
	dst = binary.BigEndian.AppendUint64(append(dst, classNumber), bits)
	return binary.BigEndian.AppendUint16(dst, uint16(rest)^1<<15)
}

func appendOrdered(dst []byte, ns ...int64) []byte {
	for _, n := range ns {
		dst = binary.BigEndian.AppendUint64(dst, uint64(n)^1<<63)
	}
	return dst
}

// appendEscaped ends s so that no encoding is a prefix of another: 0 becomes 0 255, the end is 0 1.
func appendEscaped(dst []byte, s string) []byte {
	dst = appendEscapedPrefix(dst, s)
	return append(dst, 0, 1)
}

func appendEscapedPrefix(dst []byte, s string) []byte {
	if strings.IndexByte(s, 0) < 0 {
		return append(dst, s...)
	}
	for i := 0; i < len(s); i++ {
		if dst = append(dst, s[i]); s[i] == 0 {
			dst = append(dst, 255)
		}
	}
	return dst
}

// rangeable says whether the order of v's sort keys is that of Cypher's < and >.
func rangeable(v value.Value) bool {
	switch v.Kind() {
	case value.KindNull, value.KindDuration, value.KindPoint, value.KindList:
		return false
	}
	return true
}

// successor is the least byte string above all that begin with prefix, "" if there is none.
func successor(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 255 {
			next := append([]byte(nil), prefix[:i+1]...)
			next[i]++
			return next
		}
	}
	return nil
}
