package perceptron

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// Model is a packed model over the bytes it was opened with.
type Model struct {
	classes int
	shift   uint
	starts  []uint32 // of each bucket's block in blocks
	blocks  string
	value   [256]int32
	filter  []uint64 // a bit for the high bits of each key that there is
	coarse  uint     // how many bits of a key the filter leaves out
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
	m.shift = 32 - buckets
	for i := range codes {
		v := int32(le32(data, headerSize+4*i))
		m.value[i+1] = v
		m.value[256-i-1] = -v
	}
	m.blocks = data[from:end]
	if err := m.index(features, buckets); err != nil {
		return nil, "", err
	}
	return m, data[end:], nil
}

// index finds where each block starts and makes the filter, with eight to sixteen bits a feature: most features that
// are looked up are not in the model, and the filter, unlike the blocks, stays in the processor's cache.
func (m *Model) index(features int, buckets uint) error {
	fine := max(uint(bits.Len(uint(features)))+3, buckets)
	m.coarse = 32 - fine
	m.filter = make([]uint64, 1<<(fine-6))
	m.starts = make([]uint32, 1<<buckets)
	at, size := 0, len(m.blocks)-tail
	for b := range m.starts {
		m.starts[b] = uint32(at)
		if at >= size || at+1+3*int(m.blocks[at]) > size {
			return fmt.Errorf("%w: block %d at %d of %d", ErrFormat, b, at, size)
		}
		n, keys := int(m.blocks[at]), at+1
		counts := keys + 2*n
		at = counts + n
		for i := range n {
			k := uint32(b)<<m.shift | uint32(le16(m.blocks, keys+2*i))
			k >>= m.coarse
			m.filter[k>>6] |= 1 << (k & 63)
			at += 2 * int(m.blocks[counts+i])
		}
	}
	if at != size {
		return fmt.Errorf("%w: blocks end at %d of %d", ErrFormat, at, size)
	}
	return nil
}

// Classes is the number of classes.
func (m *Model) Classes() int { return m.classes }

func le16(s string, i int) uint16 { return uint16(s[i]) | uint16(s[i+1])<<8 }

func le32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

func le64(s string, i int) uint64 {
	_ = s[i+7]
	return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
		uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
}

// batch is how many features are looked up together.
const batch = 64

// Score adds the weights of the features to scores, which has at least 256 elements.
func (m *Model) Score(features []Key, scores *[256]int32) {
	var known [batch + 1]Key
	n := 0
	for _, k := range features {
		known[n] = k
		c := uint32(k) >> (m.coarse & 31)
		n += int(m.filter[c>>6] >> (c & 63) & 1)
		if n == batch {
			m.score(known[:n], scores)
			n = 0
		}
	}
	m.score(known[:n], scores)
}

// score looks a batch up in passes, so that the processor waits for the memory of many features at once and
// seldom guesses a branch wrong: where the block of each starts, how many features that has, whether it has this one,
// what that weighs.
func (m *Model) score(features []Key, scores *[256]int32) {
	var starts [batch]uint32
	for i, k := range features {
		starts[i%batch] = m.starts[k>>(m.shift&31)]
	}
	var sizes [batch]uint8
	for i, at := range starts[:len(features)] {
		sizes[i] = m.blocks[at]
	}
	var found [batch]struct {
		start uint32
		key   uint16
		place uint8
	}
	n := 0
	for i, k := range features {
		at := starts[i%batch]
		size, place := int(sizes[i%batch]), m.place(int(at), uint16(k))
		f := &found[n%batch]
		f.start, f.key, f.place = at, uint16(k), uint8(place)
		n += int(uint(place-size)>>63 | uint(8-size)>>63) // found, or perhaps behind the first eight
	}
	for _, f := range found[:n] {
		m.add(int(f.start), f.key, int(f.place), scores)
	}
}

// place is where a key stands among the first eight of the block at start; 8, or a number not below the size of the
// block, if it is not there.
func (m *Model) place(start int, key uint16) int {
	const low, high = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	a := le64(m.blocks, start+1) ^ uint64(key)*low
	b := le64(m.blocks, start+9) ^ uint64(key)*low
	// The lowest high bit of (x-low)&^x is that of the first quarter of x that is zero.
	i := bits.TrailingZeros64((a-low)&^a&high) >> 4
	j := bits.TrailingZeros64((b-low)&^b&high) >> 4
	return i + j&-(i>>2)
}

// add adds the weights of the feature in that place of the block at start; place 8 stands for any from there on.
func (m *Model) add(start int, key uint16, place int, scores *[256]int32) {
	size := int(m.blocks[start])
	counts := start + 1 + 2*size
	row := counts + size
	if place < 8 {
		// The sum of the counts before place: as bytes, in four sums of two, in one.
		const even = 0x00ff_00ff_00ff_00ff
		c := le64(m.blocks, counts) & (1<<(8*place&63) - 1)
		row += 2 * int((c&even+c>>8&even)*0x0001_0001_0001_0001>>48)
	} else {
		for place = 0; place < size && le16(m.blocks, start+1+2*place) != key; place++ {
			row += 2 * int(m.blocks[counts+place])
		}
		if place == size {
			return
		}
	}
	w := m.blocks[row : row+2*int(m.blocks[counts+place])]
	for ; len(w) >= 8; w = w[8:] {
		x := le64(w, 0)
		scores[uint8(x)] += m.value[uint8(x>>8)]
		scores[uint8(x>>16)] += m.value[uint8(x>>24)]
		scores[uint8(x>>32)] += m.value[uint8(x>>40)]
		scores[uint8(x>>48)] += m.value[uint8(x>>56)]
	}
	for ; len(w) >= 2; w = w[2:] {
		scores[w[0]] += m.value[w[1]]
	}
}
