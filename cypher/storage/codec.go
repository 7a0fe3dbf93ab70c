package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"unsafe"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// The tags of stored values. They are part of the file format: never renumber.
const (
	tagFalse byte = iota + 1
	tagTrue
	tagInteger       // zigzag varint
	tagFloat         // 8 bytes, big endian
	tagString        // length, bytes
	tagBytes         // length, bytes
	tagList          // count, values
	tagDate          // varint days
	tagLocalTime     // varint nanoseconds
	tagTime          // varint nanoseconds, varint offset
	tagLocalDateTime // varint seconds, varint nanoseconds
	tagDateTime      // varint seconds, varint nanoseconds, varint offset, length, zone name
	tagDuration      // varint months, days, seconds, nanoseconds
	tagPoint         // varint SRID, 3 floats
)

// Prop is a property of a node or relationship.
type Prop struct {
	Key   PropKey
	Value value.Value
}

// storable reports why v cannot be a property. Lists of integers and floats become floats.
func storable(v value.Value) (value.Value, error) {
	switch v.Kind() {
	case value.KindMap, value.KindNode, value.KindRelationship, value.KindPath:
		return v, diag.Type("Property values can only be of primitive types or arrays thereof. Encountered: %s.", v.Kind()).
			With("InvalidPropertyType")
	case value.KindList:
		return storableList(v)
	}
	return v, nil
}

func storableList(v value.Value) (value.Value, error) {
	items := v.List()
	kinds := [32]bool{}
	for _, item := range items {
		switch k := item.Kind(); k {
		case value.KindNull:
			return v, diag.Type("Collections containing null values can not be stored in properties.").With("InvalidPropertyType")
		case value.KindList:
			return v, diag.Type("Collections containing collections can not be stored in properties.").With("InvalidPropertyType")
		case value.KindMap, value.KindNode, value.KindRelationship, value.KindPath, value.KindBytes:
			return v, diag.Type("Property values can only be of primitive types or arrays thereof. Encountered: a list with %s.", k).
				With("InvalidPropertyType")
		default:
			kinds[k] = true
		}
	}
	distinct := 0
	for _, seen := range kinds {
		if seen {
			distinct++
		}
	}
	if distinct < 2 {
		return v, nil
	}
	if distinct == 2 && kinds[value.KindInteger] && kinds[value.KindFloat] {
		floats := make([]value.Value, len(items))
		for i, item := range items {
			floats[i] = value.Float(item.Float())
		}
		return value.List(floats), nil
	}
	return v, diag.Type("Property arrays can only hold values of one type.").With("InvalidPropertyType")
}

// appendValue appends the stored form of a storable value.
func appendValue(dst []byte, v value.Value) []byte {
	switch v.Kind() {
	case value.KindBoolean:
		if v.Bool() {
			return append(dst, tagTrue)
		}
		return append(dst, tagFalse)
	case value.KindInteger:
		return binary.AppendVarint(append(dst, tagInteger), v.Int())
	case value.KindFloat:
		return binary.BigEndian.AppendUint64(append(dst, tagFloat), math.Float64bits(v.Float()))
	case value.KindString:
		return appendText(append(dst, tagString), v.Str())
	case value.KindBytes:
		b := v.Bytes()
		return append(binary.AppendUvarint(append(dst, tagBytes), uint64(len(b))), b...)
	case value.KindList:
		dst = binary.AppendUvarint(append(dst, tagList), uint64(v.Len()))
		for _, item := range v.List() {
			dst = appendValue(dst, item)
		}
		return dst
	case value.KindDate:
		return binary.AppendVarint(append(dst, tagDate), v.EpochDays())
	case value.KindLocalTime:
		return binary.AppendVarint(append(dst, tagLocalTime), v.DayNanos())
	case value.KindTime:
		return appendVarints(append(dst, tagTime), v.DayNanos(), int64(v.Offset()))
	case value.KindLocalDateTime:
		return appendVarints(append(dst, tagLocalDateTime), v.EpochSeconds(), int64(v.Nanos()))
	case value.KindDateTime:
		name, offset := v.Zone().Name(), 0
		if name == "" {
			offset = v.Offset()
		}
		dst = appendVarints(append(dst, tagDateTime), v.EpochSeconds(), int64(v.Nanos()), int64(offset))
		return appendText(dst, name)
	case value.KindDuration:
		d := v.Duration()
		return appendVarints(append(dst, tagDuration), d.Months, d.Days, d.Seconds, int64(d.Nanos))
	case value.KindPoint:
		p := v.Point()
		dst = binary.AppendVarint(append(dst, tagPoint), int64(p.SRID))
		for _, f := range [...]float64{p.X, p.Y, p.Z} {
			dst = binary.BigEndian.AppendUint64(dst, math.Float64bits(f))
		}
		return dst
	}
	panic("storage: value of type " + v.Kind().String() + " is not storable")
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

func appendVarints(dst []byte, ns ...int64) []byte {
	for _, n := range ns {
		dst = binary.AppendVarint(dst, n)
	}
	return dst
}

// reader walks over stored bytes. Strings that it returns share the bytes' memory. Its first failure
// sticks, and reads after it give zeros.
type reader struct {
	b   []byte
	bad bool
}

var errMalformed = errors.New("malformed record")

func (r *reader) fail() { r.b, r.bad = nil, true }

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail()
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		n := uint64(r.b[0])
		r.b = r.b[1:]
		return n
	}
	return r.longUvarint()
}

func (r *reader) longUvarint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) varint() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) float() float64 {
	if len(r.b) < 8 {
		r.fail()
		return 0
	}
	f := math.Float64frombits(binary.BigEndian.Uint64(r.b))
	r.b = r.b[8:]
	return f
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.fail()
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) text() string {
	b := r.take(r.uvarint())
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// value reads one value; its strings share the reader's memory.
func (r *reader) value() value.Value { return r.valueWithin(2) }

func (r *reader) valueWithin(depth int) value.Value {
	switch tag := r.byte(); tag {
	case tagFalse:
		return value.False
	case tagTrue:
		return value.True
	case tagInteger:
		return value.Integer(r.varint())
	case tagFloat:
		return value.Float(r.float())
	case tagString:
		return value.String(r.text())
	case tagBytes:
		return value.Bytes(r.take(r.uvarint()))
	case tagList:
		n := r.uvarint()
		if depth == 1 || n > uint64(len(r.b)) {
			r.fail()
			return value.Null
		}
		items := make([]value.Value, n)
		for i := range items {
			items[i] = r.valueWithin(depth - 1)
		}
		return value.List(items)
	case tagDate:
		return value.DateOf(r.varint())
	case tagLocalTime:
		return value.LocalTimeOf(r.varint())
	case tagTime:
		nanos := r.varint()
		return value.TimeOf(nanos, int(r.varint()))
	case tagLocalDateTime:
		seconds := r.varint()
		return value.LocalDateTimeOf(seconds, int(r.varint()))
	case tagDateTime:
		seconds, nanos, offset := r.varint(), int(r.varint()), int(r.varint())
		z, err := zone(r.text(), offset)
		if err != nil {
			r.fail()
		}
		return value.DateTimeOf(seconds, nanos, z)
	case tagDuration:
		d := value.Duration{Months: r.varint(), Days: r.varint(), Seconds: r.varint(), Nanos: int32(r.varint())}
		return value.DurationOf(d)
	case tagPoint:
		srid := int32(r.varint())
		x, y := r.float(), r.float()
		return value.PointOf(value.Point{SRID: srid, X: x, Y: y, Z: r.float()})
	}
	r.fail()
	return value.Null
}

// skip passes over one value.
func (r *reader) skip() {
	switch r.byte() {
	case tagFalse, tagTrue:
	case tagInteger, tagDate, tagLocalTime:
		r.uvarint()
	case tagFloat:
		r.take(8)
	case tagString, tagBytes:
		r.take(r.uvarint())
	case tagList:
		for n := r.uvarint(); n > 0 && !r.bad; n-- {
			r.skip()
		}
	case tagTime, tagLocalDateTime:
		r.uvarint()
		r.uvarint()
	case tagDateTime:
		r.uvarint()
		r.uvarint()
		r.uvarint()
		r.take(r.uvarint())
	case tagDuration:
		for range 4 {
			r.uvarint()
		}
	case tagPoint:
		r.uvarint()
		r.take(24)
	default:
		r.fail()
	}
}

func zone(name string, offset int) (*value.Zone, error) {
	if name == "" {
		return value.FixedZone(offset), nil
	}
	return value.NamedZone(name)
}

// appendProps appends the stored form of properties: ascending keys, each followed by its value. Null
// values are left out, and of two values of one key the later counts. It sorts props.
func appendProps(dst []byte, props []Prop) []byte {
	sortProps(props)
	return appendSorted(dst, props)
}

func appendSorted(dst []byte, props []Prop) []byte {
	for i, p := range props {
		if p.Value.IsNull() || i+1 < len(props) && props[i+1].Key == p.Key {
			continue
		}
		dst = appendValue(binary.AppendUvarint(dst, uint64(p.Key)), p.Value)
	}
	return dst
}

func sortProps(props []Prop) {
	byKey := func(a, b Prop) int { return int(a.Key) - int(b.Key) }
	if !slices.IsSortedFunc(props, byKey) {
		slices.SortStableFunc(props, byKey)
	}
}

// findProp is the value of key in stored properties, null if absent. The common values before it are passed over by
// their offsets: this is where queries spend their time.
func findProp(blob []byte, key PropKey) value.Value {
	for i := 0; i < len(blob); {
		k := uint64(blob[i])
		if i++; k >= 0x80 {
			k, i = uvarintAt(blob, i-1)
		}
		switch {
		case k == uint64(key):
			r := reader{b: blob[i:]}
			return r.value()
		case k > uint64(key) || i >= len(blob):
			return value.Null
		}
		switch blob[i] {
		case tagString:
			n, from := uvarintAt(blob, i+1)
			i = from + int(n)
		case tagFloat:
			i += 9
		default:
			r := reader{b: blob[i:]}
			r.skip()
			i = len(blob) - len(r.b)
		}
	}
	return value.Null
}

// uvarintAt is the number at b[i:], and where it ends; the end of b if there is none.
func uvarintAt(b []byte, i int) (n uint64, end int) {
	if i < len(b) && b[i] < 0x80 {
		return uint64(b[i]), i + 1
	}
	n, size := binary.Uvarint(b[min(i, len(b)):])
	if size <= 0 {
		return 0, len(b)
	}
	return n, i + size
}

// decodeProps appends the properties in a blob to dst.
func decodeProps(dst []Prop, blob []byte) []Prop {
	r := reader{b: blob}
	for len(r.b) > 0 {
		k := PropKey(r.uvarint())
		dst = append(dst, Prop{Key: k, Value: r.value()})
	}
	return dst
}

// checkProps reports whether a blob is well formed, uses keys below keys, and holds values that exist.
func checkProps(blob []byte, keys int) error {
	r := reader{b: blob}
	last := -1
	for len(r.b) > 0 {
		k := r.uvarint()
		if k >= uint64(keys) || int(k) <= last {
			return fmt.Errorf("property key %d: %w", k, errMalformed)
		}
		last = int(k)
		r.check(true)
	}
	if r.bad {
		return errMalformed
	}
	return nil
}

// The widest that the parts of a temporal value may be: years of nine digits, and offsets of 18 hours.
const (
	maxDays    = 366 * 1_000_000_000
	maxSeconds = maxDays * 86_400
	maxOffset  = 18 * 3600
	dayNanos   = 86_400_000_000_000
)

func (r *reader) within(low, high int64) int64 {
	n := r.varint()
	if n < low || n > high {
		r.fail()
	}
	return n
}

// check passes over one value and fails if there is no such value.
func (r *reader) check(lists bool) {
	if len(r.b) == 0 {
		r.fail()
		return
	}
	switch r.b[0] {
	case tagList:
		r.byte()
		n := r.uvarint()
		if !lists || n > uint64(len(r.b)) {
			r.fail()
		}
		for ; n > 0 && !r.bad; n-- {
			r.check(false)
		}
	case tagInteger:
		r.byte()
		r.varint()
	case tagDate:
		r.byte()
		r.within(-maxDays, maxDays)
	case tagLocalTime:
		r.byte()
		r.within(0, dayNanos-1)
	case tagTime:
		r.byte()
		r.within(0, dayNanos-1)
		r.within(-maxOffset, maxOffset)
	case tagLocalDateTime, tagDateTime:
		zoned := r.byte() == tagDateTime
		r.within(-maxSeconds, maxSeconds)
		r.within(0, 999_999_999)
		if zoned {
			offset := r.within(-maxOffset, maxOffset)
			if _, err := zone(r.text(), int(offset)); err != nil {
				r.fail()
			}
		}
	case tagDuration:
		r.byte()
		for range 3 {
			r.varint()
		}
		r.within(-999_999_999, 999_999_999)
	case tagPoint:
		r.byte()
		switch r.varint() {
		case value.WGS84, value.WGS84Height, value.Cartesian, value.Cartesian3D:
		default:
			r.fail()
		}
		r.take(24)
	default:
		r.skip()
	}
}
