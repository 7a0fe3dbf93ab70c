package value

import (
	"math"
	"slices"
	"strings"
	"unsafe"
)

// Kind is the type of a value.
type Kind uint8

// The zero Kind is that of null, so the zero Value is null.
const (
	KindNull Kind = iota
	KindBoolean
	KindInteger
	KindFloat
	KindString
	KindBytes
	KindList
	KindMap
	KindNode
	KindRelationship
	KindPath
	KindDate
	KindLocalTime
	KindTime
	KindLocalDateTime
	KindDateTime
	KindDuration
	KindPoint
)

var kindNames = [...]string{
	"NULL", "BOOLEAN", "INTEGER", "FLOAT", "STRING", "BYTEARRAY", "LIST", "MAP", "NODE", "RELATIONSHIP", "PATH",
	"DATE", "LOCAL TIME", "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "POINT",
}

// String is the kind's name in valueType() and in messages.
func (k Kind) String() string { return kindNames[k] }

// Value is one Cypher value in 24 bytes. The zero Value is null.
//
// What a kind keeps where:
//
//	kind            num                      aux        ref
//	boolean         0 or 1
//	integer         int64
//	float           bits
//	string, bytes   length in bytes                     first byte
//	list            length                              first Value
//	map             number of entries                   first Entry
//	node            id                                  *Node, nil for a bare reference
//	relationship    id                                  *Relationship, nil for a bare reference
//	path                                                *Path
//	date            days since 1970-01-01
//	local time      nanoseconds of the day
//	time            nanoseconds of the day   offset, s
//	local datetime  seconds since 1970       nanos
//	datetime        UTC seconds since 1970   nanos      *Zone
//	duration                                            *Duration
//	point                                               *Point
type Value struct {
	kind Kind
	aux  int32
	num  uint64
	ref  unsafe.Pointer
}

// Null is the null value.
var Null = Value{}

// True and False are the boolean values.
var (
	False = Value{kind: KindBoolean}
	True  = Value{kind: KindBoolean, num: 1}
)

// Boolean is the boolean b.
func Boolean(b bool) Value {
	if b {
		return True
	}
	return False
}

// Integer is the integer i.
func Integer(i int64) Value { return Value{kind: KindInteger, num: uint64(i)} }

// Float is the float f.
func Float(f float64) Value { return Value{kind: KindFloat, num: math.Float64bits(f)} }

// String is the string s. Strings are UTF-8.
func String(s string) Value {
	return Value{kind: KindString, num: uint64(len(s)), ref: unsafe.Pointer(unsafe.StringData(s))}
}

// Bytes is the byte array b, which the value now owns.
func Bytes(b []byte) Value {
	return Value{kind: KindBytes, num: uint64(len(b)), ref: unsafe.Pointer(unsafe.SliceData(b))}
}

// List is the list of items, which the value now owns.
func List(items []Value) Value {
	return Value{kind: KindList, num: uint64(len(items)), ref: unsafe.Pointer(unsafe.SliceData(items))}
}

// ListOf is the list of its arguments.
func ListOf(items ...Value) Value { return List(items) }

// Entry is one key of a map with its value.
type Entry struct {
	Key   string
	Value Value
}

// Map is the map of entries, which the value now owns and sorts. Of two entries with one key the later
// counts.
func Map(entries []Entry) Value {
	entries = SortEntries(entries)
	return Value{kind: KindMap, num: uint64(len(entries)), ref: unsafe.Pointer(unsafe.SliceData(entries))}
}

// SortEntries sorts entries by key in place and drops all but the last of equal keys.
func SortEntries(entries []Entry) []Entry {
	if len(entries) <= fewEntries {
		if insertionSort(entries) {
			return entries
		}
	} else {
		sorted := true
		for i := 1; i < len(entries) && sorted; i++ {
			sorted = entries[i-1].Key < entries[i].Key
		}
		if sorted {
			return entries
		}
		slices.SortStableFunc(entries, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
	}
	out := entries[:0]
	for i, e := range entries {
		if i+1 < len(entries) && entries[i+1].Key == e.Key {
			continue
		}
		out = append(out, e)
	}
	return out
}

// fewEntries is how many entries are sorted by insertion: those of rows, which come in great numbers.
const fewEntries = 12

// insertionSort sorts entries, equal keys in their order, and says whether all keys are different.
func insertionSort(entries []Entry) (distinct bool) {
	distinct = true
	for i := 1; i < len(entries); i++ {
		e, j := entries[i], i
		for ; j > 0; j-- {
			c := strings.Compare(entries[j-1].Key, e.Key)
			distinct = distinct && c != 0
			if c <= 0 {
				break
			}
			entries[j] = entries[j-1]
		}
		if j < i {
			entries[j] = e
		}
	}
	return distinct
}

// Kind is the value's type.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether v is null.
func (v Value) IsNull() bool { return v.kind == KindNull }

// IsTrue reports whether v is the boolean true.
func (v Value) IsTrue() bool { return v.kind == KindBoolean && v.num == 1 }

// IsNumber reports whether v is an integer or a float.
func (v Value) IsNumber() bool { return v.kind == KindInteger || v.kind == KindFloat }

// Bool is the boolean in v; v must be one.
func (v Value) Bool() bool { v.must(KindBoolean); return v.num == 1 }

// Int is the integer in v; v must be one.
func (v Value) Int() int64 { v.must(KindInteger); return int64(v.num) }

// Float is the number in v as a float; v must be an integer or a float.
func (v Value) Float() float64 {
	if v.kind == KindInteger {
		return float64(int64(v.num))
	}
	v.must(KindFloat)
	return math.Float64frombits(v.num)
}

// Str is the string in v; v must be one.
func (v Value) Str() string { v.must(KindString); return unsafe.String((*byte)(v.ref), int(v.num)) }

// Bytes is the byte array in v, to be read only; v must be one.
func (v Value) Bytes() []byte { v.must(KindBytes); return unsafe.Slice((*byte)(v.ref), int(v.num)) }

// List is the items of the list in v, to be read only; v must be one.
func (v Value) List() []Value { v.must(KindList); return unsafe.Slice((*Value)(v.ref), int(v.num)) }

// Entries is the entries of the map in v, sorted by key, to be read only; v must be a map.
func (v Value) Entries() []Entry { v.must(KindMap); return unsafe.Slice((*Entry)(v.ref), int(v.num)) }

// Len is the number of items of a list or entries of a map.
func (v Value) Len() int {
	if v.kind != KindMap {
		v.must(KindList)
	}
	return int(v.num)
}

// Lookup is the value of key in the map v; v must be a map.
func (v Value) Lookup(key string) (Value, bool) { return LookupEntry(v.Entries(), key) }

// LookupEntry is the value of key in entries, which are sorted by key.
func LookupEntry(entries []Entry, key string) (Value, bool) {
	if len(entries) <= 8 {
		for i := range entries {
			if entries[i].Key == key {
				return entries[i].Value, true
			}
		}
		return Null, false
	}
	i, ok := slices.BinarySearchFunc(entries, key, func(e Entry, k string) int { return strings.Compare(e.Key, k) })
	if !ok {
		return Null, false
	}
	return entries[i].Value, true
}

// must panics if v is of another kind: a bug in the caller, which has to look at Kind first.
func (v Value) must(k Kind) {
	if v.kind != k {
		panic("value: " + v.kind.String() + " read as " + k.String())
	}
}

// Ternary is a truth value of Cypher's three-valued logic. The zero Ternary is Unknown, which is null.
type Ternary int8

const (
	Unknown Ternary = 0
	No      Ternary = -1
	Yes     Ternary = 1
)

// TernaryOf is Yes or No.
func TernaryOf(b bool) Ternary {
	if b {
		return Yes
	}
	return No
}

// Not is Yes for No, No for Yes.
func (t Ternary) Not() Ternary { return -t }

// And is the lesser of t and u, with No < Unknown < Yes.
func (t Ternary) And(u Ternary) Ternary { return min(t, u) }

// Or is the greater of t and u, with No < Unknown < Yes.
func (t Ternary) Or(u Ternary) Ternary { return max(t, u) }

// Xor is Unknown if either is.
func (t Ternary) Xor(u Ternary) Ternary { return -t * u }

// Value is true, false or null.
func (t Ternary) Value() Value {
	switch t {
	case Yes:
		return True
	case No:
		return False
	}
	return Null
}
