package perceptron

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"sync/atomic"
	"unsafe"
)

// Model is a packed model. It is read as it is packed until it has been asked for as many features as it has: about then,
// laying it out for quicker looking up has paid. It may be used by several goroutines.
type Model struct {
	classes int
	value   [256]int32 // of each code
	blocks  blocks
	asked   atomic.Int64          // features
	lines   atomic.Pointer[lines] // nil while blocks are read
}

// ErrFormat is returned for bytes that are no packed model.
var ErrFormat = errors.New("not a packed perceptron")

// Open returns the model packed in data and what follows it. The model reads data in place.
func Open(data string) (*Model, string, error) {
	if len(data) < headerSize || data[:4] != magic {
		return nil, "", ErrFormat
	}
	head := []byte(data[:headerSize])
	m := &Model{classes: int(binary.LittleEndian.Uint16(head[4:]))}
	buckets := uint(head[6])
	features, size := int(binary.LittleEndian.Uint32(head[8:])), int(binary.LittleEndian.Uint32(head[12:]))
	from := headerSize + 4*codes
	end := from + size + tail
	if buckets < 16 || buckets > 20 || m.classes > 256 || len(data) < end || features > size/3 {
		return nil, "", fmt.Errorf("%w: header %x, %d bytes", ErrFormat, head, len(data))
	}
	for i := range codes {
		v := int32(binary.LittleEndian.Uint32([]byte(data[headerSize+4*i:][:4])))
		m.value[i+1] = v
		m.value[256-i-1] = -v
	}
	packed := data[from:end]
	// The models are part of the program, which is not to be copied.
	m.blocks = blocks{features: features, shift: 32 - buckets, bytes: unsafe.Slice(unsafe.StringData(packed), len(packed)), value: &m.value}
	if err := m.blocks.index(); err != nil {
		return nil, "", err
	}
	return m, data[end:], nil
}

// Classes is the number of classes.
func (m *Model) Classes() int { return m.classes }

// Score adds the weights of the features to scores.
func (m *Model) Score(features []Key, scores *[256]int32) {
	if l := m.lines.Load(); l != nil {
		l.Score(features, scores)
		return
	}
	m.blocks.Score(features, scores)
	n, enough := int64(len(features)), int64(m.blocks.features)
	if now := m.asked.Add(n); now > enough && now-n <= enough { // the one call that makes it enough
		if l, ok := layOut(&m.blocks, m.classes, hasVectors); ok {
			m.lines.Store(l)
		}
	}
}

// add adds weights as they are packed.
func add(pairs []byte, value, scores *[256]int32) {
	for ; len(pairs) >= 8; pairs = pairs[8:] {
		x := binary.LittleEndian.Uint64(pairs)
		scores[uint8(x)] += value[uint8(x>>8)]
		scores[uint8(x>>16)] += value[uint8(x>>24)]
		scores[uint8(x>>32)] += value[uint8(x>>40)]
		scores[uint8(x>>48)] += value[uint8(x>>56)]
	}
	for ; len(pairs) >= 2; pairs = pairs[2:] {
		scores[pairs[0]] += value[pairs[1]]
	}
}

func le64(s []byte, at int) uint64 { return binary.LittleEndian.Uint64(s[at:]) }

// place is where a key stands among the eight whose low halves begin there, 8 if it is not there.
func place(s []byte, at int, key uint16) int {
	const low, high = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	a := le64(s, at) ^ uint64(key)*low
	b := le64(s, at+8) ^ uint64(key)*low
	// The lowest high bit of (x-low)&^x is that of the first quarter of x that is zero.
	i := bits.TrailingZeros64((a-low)&^a&high) >> 4
	j := bits.TrailingZeros64((b-low)&^b&high) >> 4
	return i + j&-(i>>2)
}

// sum8 is the sum of eight bytes: in four sums of two, in one.
func sum8(x uint64) int {
	const even = 0x00ff_00ff_00ff_00ff
	return int((x&even + x>>8&even) * 0x0001_0001_0001_0001 >> 48)
}
