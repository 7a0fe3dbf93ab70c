package value

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"strings"
)

// rank is the place of a kind in the global sort order.
var rank = [...]int8{
	KindMap: 1, KindNode: 2, KindRelationship: 3, KindList: 4, KindBytes: 5, KindPath: 6, KindPoint: 7,
	KindDateTime: 8, KindLocalDateTime: 9, KindDate: 10, KindTime: 11, KindLocalTime: 12, KindDuration: 13,
	KindString: 14, KindBoolean: 15, KindInteger: 16, KindFloat: 16, KindNull: 17,
}

// Equal is a = b.
func Equal(a, b Value) Ternary {
	if a.kind == KindNull || b.kind == KindNull {
		return Unknown
	}
	if rank[a.kind] != rank[b.kind] {
		return No
	}
	switch a.kind {
	case KindString:
		return TernaryOf(a.Str() == b.Str())
	case KindFloat, KindInteger:
		if isNaN(a) || isNaN(b) {
			return No
		}
	case KindList:
		return equalLists(a.List(), b.List())
	case KindMap:
		return equalMaps(a.Entries(), b.Entries())
	}
	return TernaryOf(Order(a, b) == 0)
}

func equalLists(x, y []Value) Ternary {
	if len(x) != len(y) {
		return No
	}
	t := Yes
	for i := range x {
		if t = t.And(Equal(x[i], y[i])); t == No {
			return No
		}
	}
	return t
}

func equalMaps(x, y []Entry) Ternary {
	if len(x) != len(y) {
		return No
	}
	for i := range x {
		if x[i].Key != y[i].Key {
			return No
		}
	}
	t := Yes
	for i := range x {
		if t = t.And(Equal(x[i].Value, y[i].Value)); t == No {
			return No
		}
	}
	return t
}

// Less is a < b.
func Less(a, b Value) Ternary {
	c, t := compare(a, b)
	switch {
	case t != Yes:
		return t
	case c == 0 && !ordered(a.kind):
		return Unknown
	}
	return TernaryOf(c < 0)
}

// LessEqual is a <= b.
func LessEqual(a, b Value) Ternary {
	c, t := compare(a, b)
	if t != Yes {
		return t
	}
	return TernaryOf(c <= 0)
}

// Greater is a > b.
func Greater(a, b Value) Ternary { return Less(b, a) }

// GreaterEqual is a >= b.
func GreaterEqual(a, b Value) Ternary { return LessEqual(b, a) }

// ordered reports whether the values of a kind have an order for comparability. Where they have none, a
// value is still as great as itself.
func ordered(k Kind) bool {
	switch k {
	case KindNode, KindRelationship, KindPath, KindDuration, KindPoint:
		return false
	}
	return true
}

// compare is the order of a and b under comparability. It is Unknown if the two cannot be compared, and No
// if neither is less, equal or greater (NaN).
func compare(a, b Value) (int, Ternary) {
	if a.kind == KindString && b.kind == KindString {
		return strings.Compare(a.Str(), b.Str()), Yes
	}
	if rank[a.kind] != rank[b.kind] {
		return 0, Unknown
	}
	switch a.kind {
	case KindInteger, KindFloat:
		if isNaN(a) || isNaN(b) {
			return 0, No
		}
	case KindString, KindBoolean, KindDate, KindLocalTime, KindTime, KindLocalDateTime, KindDateTime, KindBytes:
	case KindList:
		x, y := a.List(), b.List()
		for i := 0; i < len(x) && i < len(y); i++ {
			if c, t := compare(x[i], y[i]); t != Yes || c != 0 {
				return c, t
			}
		}
		return cmp.Compare(len(x), len(y)), Yes
	case KindMap:
		return compareMaps(a.Entries(), b.Entries())
	default:
		if Equal(a, b) == Yes {
			return 0, Yes
		}
		return 0, Unknown
	}
	return Order(a, b), Yes
}

// compareMaps compares by size, then by the keys, then by the values.
func compareMaps(x, y []Entry) (int, Ternary) {
	if c := orderKeys(x, y); c != 0 {
		return c, Yes
	}
	for i := range x {
		if c, t := compare(x[i].Value, y[i].Value); t != Yes || c != 0 {
			return c, t
		}
	}
	return 0, Yes
}

func isNaN(v Value) bool { return v.kind == KindFloat && math.IsNaN(v.Float()) }

// Order is the place of a relative to b in the total order of all values, as ORDER BY has it: maps, nodes,
// relationships, lists, bytes, paths, points, datetimes, local datetimes, dates, times, local times,
// durations, strings, booleans, numbers, NaN, null. It is negative, 0 or positive.
func Order(a, b Value) int {
	if c := int(rank[a.kind]) - int(rank[b.kind]); c != 0 {
		return c
	}
	switch a.kind {
	case KindInteger, KindFloat:
		return orderNumbers(a, b)
	case KindString:
		return strings.Compare(a.Str(), b.Str())
	case KindBytes:
		return bytes.Compare(a.Bytes(), b.Bytes())
	case KindBoolean, KindNode, KindRelationship, KindDate, KindLocalTime:
		return cmp.Compare(int64(a.num), int64(b.num))
	case KindList:
		return orderLists(a.List(), b.List())
	case KindMap:
		return orderMaps(a.Entries(), b.Entries())
	case KindPath:
		return orderPaths(a.Path(), b.Path())
	case KindPoint:
		return orderPoints(a.Point(), b.Point())
	case KindTime:
		x, y := int64(a.num)-int64(a.aux)*1e9, int64(b.num)-int64(b.aux)*1e9
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.aux, b.aux))
	case KindLocalDateTime:
		return cmp.Or(cmp.Compare(int64(a.num), int64(b.num)), cmp.Compare(a.aux, b.aux))
	case KindDateTime:
		return orderDateTimes(a, b)
	case KindDuration:
		return orderDurations(a.Duration(), b.Duration())
	}
	return 0
}

func orderNumbers(a, b Value) int {
	if a.kind == KindInteger && b.kind == KindInteger {
		return cmp.Compare(int64(a.num), int64(b.num))
	}
	x, y := a.Float(), b.Float()
	switch {
	case isNaN(a):
		return boolInt(!isNaN(b))
	case isNaN(b):
		return -1
	case a.kind == KindFloat && b.kind == KindFloat:
		return cmp.Compare(x, y)
	case a.kind == KindFloat:
		return -orderIntFloat(int64(b.num), x)
	}
	return orderIntFloat(int64(a.num), y)
}

// orderIntFloat compares exactly, also where i has no float of its own.
func orderIntFloat(i int64, f float64) int {
	switch {
	case f >= 1<<63:
		return -1
	case f < -1<<63:
		return 1
	}
	whole := math.Trunc(f)
	return cmp.Or(cmp.Compare(i, int64(whole)), cmp.Compare(whole, f))
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func orderLists(x, y []Value) int {
	for i := 0; i < len(x) && i < len(y); i++ {
		if c := Order(x[i], y[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x), len(y))
}

// orderMaps compares by size, then by the keys, then by the values.
func orderMaps(x, y []Entry) int {
	if c := orderKeys(x, y); c != 0 {
		return c
	}
	for i := range x {
		if c := Order(x[i].Value, y[i].Value); c != 0 {
			return c
		}
	}
	return 0
}

func orderKeys(x, y []Entry) int {
	if c := cmp.Compare(len(x), len(y)); c != 0 {
		return c
	}
	for i := range x {
		if c := strings.Compare(x[i].Key, y[i].Key); c != 0 {
			return c
		}
	}
	return 0
}

// orderPaths compares as the alternating lists of nodes and relationships would.
func orderPaths(p, q *Path) int {
	for i := 0; i < len(p.Nodes) && i < len(q.Nodes); i++ {
		if c := Order(p.Nodes[i], q.Nodes[i]); c != 0 {
			return c
		}
		if i < len(p.Relationships) && i < len(q.Relationships) {
			if c := Order(p.Relationships[i], q.Relationships[i]); c != 0 {
				return c
			}
		}
	}
	return cmp.Compare(len(p.Nodes), len(q.Nodes))
}

func orderPoints(p, q Point) int {
	return cmp.Or(cmp.Compare(p.SRID, q.SRID), cmp.Compare(p.X, q.X), cmp.Compare(p.Y, q.Y), cmp.Compare(p.Z, q.Z))
}

// OrderPrefix is what orders most values: where the prefixes of two differ, so do the values under Order, in the same
// direction; where they are the same, nothing is said.
func OrderPrefix(v Value) (prefix [2]uint64) {
	const sign = 1 << 63
	head := uint64(rank[v.kind]) << 56
	var rest uint64 // what follows rank, to be shifted
	switch v.kind {
	case KindInteger, KindFloat:
		f := v.Float()
		switch {
		case isNaN(v):
			rest = 1<<64 - 1
		case f < 0:
			rest = ^math.Float64bits(f)
		default:
			rest = canonicalBits(f) | sign
		}
	case KindString:
		var b [16]byte
		copy(b[1:], v.Str())
		return [2]uint64{head | binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
	case KindBoolean, KindNode, KindRelationship, KindDate, KindLocalTime:
		rest = v.num ^ sign
	}
	return [2]uint64{head | rest>>8, rest << 56}
}

// Equivalent reports whether a and b fall together under DISTINCT and as grouping keys: as equality, with
// null equivalent to null and NaN to NaN.
func Equivalent(a, b Value) bool {
	if a.kind == KindString && b.kind == KindString {
		return a.Str() == b.Str()
	}
	return Order(a, b) == 0
}

// AppendKey appends an encoding of v that is the same for equivalent values and different for all others,
// for use as the key of a hash table. No key is a prefix of another, so keys can be concatenated.
func AppendKey(dst []byte, v Value) []byte {
	kind := v.kind
	switch kind {
	case KindInteger, KindFloat:
		return appendNumberKey(dst, v)
	}
	dst = append(dst, byte(kind))
	switch kind {
	case KindBoolean:
		return append(dst, byte(v.num))
	case KindNode, KindRelationship, KindDate, KindLocalTime:
		return binary.AppendVarint(dst, int64(v.num))
	case KindString:
		return append(binary.AppendUvarint(dst, v.num), v.Str()...)
	case KindBytes:
		return append(binary.AppendUvarint(dst, v.num), v.Bytes()...)
	case KindList:
		dst = binary.AppendUvarint(dst, v.num)
		for _, x := range v.List() {
			dst = AppendKey(dst, x)
		}
	case KindMap:
		dst = binary.AppendUvarint(dst, v.num)
		for _, e := range v.Entries() {
			dst = append(binary.AppendUvarint(dst, uint64(len(e.Key))), e.Key...)
			dst = AppendKey(dst, e.Value)
		}
	case KindPath:
		p := v.Path()
		dst = binary.AppendUvarint(dst, uint64(len(p.Nodes)))
		for i, n := range p.Nodes {
			dst = binary.AppendVarint(dst, n.ID())
			if i < len(p.Relationships) {
				dst = binary.AppendVarint(dst, p.Relationships[i].ID())
			}
		}
	case KindPoint:
		p := v.Point()
		dst = binary.AppendVarint(dst, int64(p.SRID))
		for _, f := range [...]float64{p.X, p.Y, p.Z} {
			dst = binary.BigEndian.AppendUint64(dst, canonicalBits(f))
		}
	case KindTime, KindLocalDateTime:
		dst = binary.AppendVarint(binary.AppendVarint(dst, int64(v.num)), int64(v.aux))
	case KindDateTime:
		dst = binary.AppendVarint(binary.AppendVarint(dst, int64(v.num)), int64(v.aux))
		z := v.zone()
		dst = binary.AppendVarint(dst, int64(z.offset))
		dst = append(binary.AppendUvarint(dst, uint64(len(z.name))), z.name...)
	case KindDuration:
		d := v.Duration()
		for _, n := range [...]int64{d.Months, d.Days, d.Seconds, int64(d.Nanos)} {
			dst = binary.AppendVarint(dst, n)
		}
	}
	return dst
}

func appendNumberKey(dst []byte, v Value) []byte {
	if v.kind == KindFloat {
		f := v.Float()
		whole := f == math.Trunc(f) && f >= -1<<63 && f < 1<<63
		if !whole {
			return binary.BigEndian.AppendUint64(append(dst, byte(KindFloat)), canonicalBits(f))
		}
		v = Integer(int64(f))
	}
	return binary.AppendVarint(append(dst, byte(KindInteger)), int64(v.num))
}

// canonicalBits is the bits of f with one zero and one NaN.
func canonicalBits(f float64) uint64 {
	if f == 0 {
		return 0
	}
	if math.IsNaN(f) {
		return math.Float64bits(math.NaN())
	}
	return math.Float64bits(f)
}
