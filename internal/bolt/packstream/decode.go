package packstream

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"
	"unsafe"

	"newsgraph/cypher/value"
)

// maxDepth is how deep lists and maps may nest in what is decoded.
const maxDepth = 200

// Struct is a decoded message: its tag and its fields.
type Struct struct {
	Tag    byte
	Fields []value.Value
}

// Error says what was wrong with a message, and at which of its bytes.
type Error struct {
	Offset int
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("decode message: byte %d: %s", e.Offset, e.Reason) }

// Decode reads a message, which must be one structure and nothing after it. Strings and byte arrays share its memory,
// which must not change any more: who keeps one of them longer than its message copies it. The error is an *Error.
func Decode(msg []byte) (Struct, error) {
	d := decoder{buf: msg}
	m := d.byte()
	if d.err == nil && m&0xf0 != tinyStruct {
		d.fail("not a structure")
	}
	s := Struct{Tag: d.byte()}
	if n := int(m & 0x0f); n > 0 {
		s.Fields = make([]value.Value, 0, n)
	}
	for range m & 0x0f {
		s.Fields = append(s.Fields, d.value(0))
		if d.err != nil {
			break
		}
	}
	if d.err == nil && d.pos != len(msg) {
		d.fail("bytes after the message")
	}
	return s, d.error()
}

// DecodeValue reads one value and nothing after it, and shares b's memory as Decode does. The error is an *Error.
func DecodeValue(b []byte) (value.Value, error) {
	d := decoder{buf: b}
	v := d.value(0)
	if d.err == nil && d.pos != len(b) {
		d.fail("bytes after the value")
	}
	return v, d.error()
}

type decoder struct {
	buf  []byte
	pos  int
	err  *Error
	room []value.Entry // for the entries of small maps, which are many in a list of rows
}

func (d *decoder) error() error {
	if d.err == nil {
		return nil
	}
	return d.err
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = &Error{d.pos, fmt.Sprintf(format, args...)}
	}
}

// take is the next n bytes, or nil after a failure.
func (d *decoder) take(n int) []byte {
	if d.err != nil || n > len(d.buf)-d.pos {
		d.fail("the message ends early")
		return nil
	}
	b := d.buf[d.pos : d.pos+n]
	d.pos += n
	return b
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

// uint is the next n bytes as a big-endian number, n one of 1, 2, 4, 8.
func (d *decoder) uint(n int) uint64 {
	b := d.take(n)
	if b == nil {
		return 0
	}
	switch n {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.BigEndian.Uint16(b))
	case 4:
		return uint64(binary.BigEndian.Uint32(b))
	}
	return binary.BigEndian.Uint64(b)
}

func (d *decoder) string(n int) string {
	b := d.take(n)
	if !utf8.Valid(b) {
		d.fail("a string is not UTF-8")
		return ""
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (d *decoder) value(depth int) value.Value {
	if depth > maxDepth {
		d.fail("nested more than %d levels", maxDepth)
		return value.Null
	}
	m := d.byte()
	if d.err != nil {
		return value.Null
	}
	switch {
	case m < 0x80 || m >= 0xf0:
		return value.Integer(int64(int8(m)))
	case m < tinyList:
		return value.String(d.string(int(m & 0x0f)))
	case m < tinyMap:
		return d.list(int(m&0x0f), depth)
	case m < tinyStruct:
		return d.entries(int(m&0x0f), depth)
	case m < null:
		return d.structure(int(m&0x0f), depth)
	}
	switch m {
	case null:
		return value.Null
	case float64bit:
		return value.Float(math.Float64frombits(d.uint(8)))
	case boolFalse, boolTrue:
		return value.Boolean(m == boolTrue)
	case int8bit:
		return value.Integer(int64(int8(d.uint(1))))
	case int16bit:
		return value.Integer(int64(int16(d.uint(2))))
	case int32bit:
		return value.Integer(int64(int32(d.uint(4))))
	case int64bit:
		return value.Integer(int64(d.uint(8)))
	case bytes8, bytes16, bytes32:
		return value.Bytes(d.take(int(d.uint(1 << (m - bytes8)))))
	case string8, string16, string32:
		return value.String(d.string(int(d.uint(1 << (m - string8)))))
	case list8, list16, list32:
		return d.list(int(d.uint(1<<(m-list8))), depth)
	case map8, map16, map32:
		return d.entries(int(d.uint(1<<(m-map8))), depth)
	}
	d.pos--
	d.fail("unknown marker %#02x", m)
	return value.Null
}

// least bounds a claimed number of elements, each at least size bytes long, by the bytes that are left.
func (d *decoder) least(n, size int) bool {
	if d.err == nil && n > (len(d.buf)-d.pos)/size {
		d.fail("%d elements in %d bytes", n, len(d.buf)-d.pos)
	}
	return d.err == nil
}

// share is how many of n elements get room before the first is read. An element takes a byte on the wire and up to
// 40 in memory: no more room is made than the bytes that are left will fill if they are 16 an element, so that a claim
// alone costs little.
func (d *decoder) share(n int) int { return min(n, 16+(len(d.buf)-d.pos)/16) }

func (d *decoder) list(n, depth int) value.Value {
	if !d.least(n, 1) {
		return value.Null
	}
	items := make([]value.Value, 0, d.share(n))
	for range n {
		items = append(items, d.value(depth+1))
		if d.err != nil {
			return value.Null
		}
	}
	return value.List(items)
}

func (d *decoder) entries(n, depth int) value.Value {
	if !d.least(n, 2) {
		return value.Null
	}
	entries := d.entryRoom(n)
	for range n {
		key := d.value(depth + 1)
		if d.err == nil && key.Kind() != value.KindString {
			d.fail("a map's key is no string")
		}
		if d.err != nil {
			return value.Null
		}
		entries = append(entries, value.Entry{Key: key.Str(), Value: d.value(depth + 1)})
	}
	if d.err != nil {
		return value.Null
	}
	return value.Map(entries)
}

// The maps that share room, by their entries, and how many entries that room has.
const smallMap, sharedEntries = 16, 256

// entryRoom is room for n entries, or to begin with.
func (d *decoder) entryRoom(n int) []value.Entry {
	if n > smallMap {
		return make([]value.Entry, 0, d.share(n))
	}
	if len(d.room) < n {
		d.room = make([]value.Entry, max(n, min(sharedEntries, (len(d.buf)-d.pos)/16)))
	}
	entries := d.room[:0:n]
	d.room = d.room[n:]
	return entries
}

func (d *decoder) structure(n, depth int) value.Value {
	at := d.pos - 1
	tag := d.byte()
	var fields [4]value.Value
	if n > len(fields) {
		d.fail("a structure %q of %d fields is no value", tag, n)
	}
	for i := 0; i < n && d.err == nil; i++ {
		fields[i] = d.value(depth + 1)
	}
	if d.err != nil {
		return value.Null
	}
	v, reason := structured(tag, fields[:n])
	if reason != "" {
		d.pos = at
		d.fail("%s", reason)
	}
	return v
}
