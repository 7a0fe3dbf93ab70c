package perceptron

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// Model is a packed model, laid out for looking up: in a line of the processor's cache are the features whose keys are
// next to each other, as many as there is room for.
type Model struct {
	classes  int
	filter   []uint64 // two bits for each key that there is
	count    uint64   // of lines
	lines    []byte
	overflow overflow
	value    [256]int32
	rows     []byte // long rows: the number of weights, then those
	vectors  vectors
}

// A line is, like a block, a number of features, the low half of each one's key, the size of each row in weights, and the
// rows. A row of more than short weights is its place, in four bytes, with the size 2|long. The number of features has
// the bit more if the overflow has others.
const (
	line     = 64 // bytes
	inLine   = 8  // features of a line at most: as many as are looked at together
	fill     = 4  // features of a line on the average, or fewer: half a key must tell those of a line apart
	short    = 16 // weights
	sizeMask = 0x1f
	long     = 0x80
	more     = 0x80
	perKey   = 6 // bits of the filter
)

// ErrFormat is returned for bytes that are no packed model.
var ErrFormat = errors.New("not a packed perceptron")

// Open returns the model packed in data and what follows it.
func Open(data string) (*Model, string, error) { return open(data, hasVectors) }

// open is Open; wide tells whether long rows are made vectors.
func open(data string, wide bool) (*Model, string, error) {
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
		wide = wide && math.MinInt16 < v && v <= math.MaxInt16
	}
	if wide {
		m.vectors.chunks = (m.classes + chunk - 1) / chunk
	}
	m.filter = make([]uint64, features*perKey/64+1)
	m.count = uint64(max(1<<16, features/fill))
	m.lines = make([]byte, m.count*line, m.count*line+m.count*line/64)
	if err := m.read(data[from:from+size], buckets); err != nil {
		return nil, "", err
	}
	m.lines = append(m.lines, make([]byte, reach)...)
	return m, data[end:], nil
}

// read lays out the features of the packed blocks.
func (m *Model) read(blocks string, buckets uint) error {
	at, shift := 0, 32-buckets
	var next lineWriter
	for b := range 1 << buckets {
		if at >= len(blocks) || at+1+3*int(blocks[at]) > len(blocks) {
			return fmt.Errorf("%w: block %d at %d of %d", ErrFormat, b, at, len(blocks))
		}
		n, keys := int(blocks[at]), at+1
		counts := keys + 2*n
		at = counts + n
		for i := range n {
			low := Key(blocks[keys+2*i]) | Key(blocks[keys+2*i+1])<<8
			k, row := Key(b)<<shift|low&(1<<shift-1), at
			if at += 2 * int(blocks[counts+i]); at > len(blocks) {
				return fmt.Errorf("%w: row at %d of %d", ErrFormat, row, len(blocks))
			}
			l := int(m.line(k))
			if l < next.line {
				return fmt.Errorf("%w: key %08x is out of order", ErrFormat, k)
			}
			if l > next.line {
				next.write(m.lines)
				next = lineWriter{line: l}
			}
			size, pairs, ok := m.row(blocks[row:at])
			if !ok {
				return fmt.Errorf("%w: classes of the row at %d", ErrFormat, row)
			}
			if !next.add(k, size, pairs) {
				m.overflow.add(k, found{uint32(len(m.lines)), uint32(size)})
				m.lines = append(m.lines, pairs...)
			}
			m.filter[m.word(k)] |= 1<<(k&63) | 1<<(k>>6&63)
		}
	}
	next.write(m.lines)
	if at != len(blocks) {
		return fmt.Errorf("%w: blocks end at %d of %d", ErrFormat, at, len(blocks))
	}
	return nil
}

// row is the size and the weights of a row as they stand in a line; false if its classes do not ascend to the last.
func (m *Model) row(pairs string) (size byte, in string, ok bool) {
	n := len(pairs) / 2
	if n <= short {
		return byte(n), pairs, true
	}
	var place int
	if m.vectors.chunks > 0 {
		if place, ok = m.vectors.append(pairs, &m.value, m.classes); !ok {
			return 0, "", false
		}
	} else {
		place = len(m.rows)
		m.rows = append(append(m.rows, byte(n)), pairs...)
	}
	var ref [4]byte
	binary.LittleEndian.PutUint32(ref[:], uint32(place))
	return 2 | long, string(ref[:]), true
}

// lineWriter gathers the features of a line.
type lineWriter struct {
	line, n int
	more    byte
	keys    [2 * inLine]byte
	sizes   [inLine]byte
	rows    [line]byte
	used    int // bytes of rows
}

// add adds a feature, or notes that there are more than the line has room for and returns false.
func (w *lineWriter) add(k Key, size byte, pairs string) bool {
	if w.n == inLine || 1+3*(w.n+1)+w.used+len(pairs) > line {
		w.more = more
		return false
	}
	binary.LittleEndian.PutUint16(w.keys[2*w.n:], uint16(k))
	w.sizes[w.n] = size
	w.n++
	w.used += copy(w.rows[w.used:], pairs)
	return true
}

func (w *lineWriter) write(lines []byte) {
	out := lines[w.line*line:][:line]
	out[0] = byte(w.n) | w.more
	at := 1 + copy(out[1:], w.keys[:2*w.n])
	at += copy(out[at:], w.sizes[:w.n])
	copy(out[at:], w.rows[:w.used])
}

// line is the number of the line that a key belongs to, word that of its word of the filter.
func (m *Model) line(k Key) uint64 { return uint64(k) * m.count >> 32 }
func (m *Model) word(k Key) uint64 { return uint64(k) * uint64(len(m.filter)) >> 32 }

// Classes is the number of classes.
func (m *Model) Classes() int { return m.classes }

const (
	batch = 128      // how many features are looked up together
	reach = 2 * line // how far behind a line's beginning bytes may be read
)

// Score adds the weights of the features to scores.
func (m *Model) Score(features []Key, scores *[256]int32) {
	for len(features) > batch {
		m.score(features[:batch], scores)
		features = features[batch:]
	}
	m.score(features, scores)
}

// known is a feature that may be in the model, with the beginning of its line.
type known struct {
	start uint32
	key   Key
}

// found is where the weights of a feature are in lines, and their size as it stands there.
type found struct{ at, size uint32 }

// score looks a batch up in passes, so that the processor waits for the memory of many features at once and seldom
// guesses a branch wrong: which features the model may have, which it has, what they weigh. What is found is written
// behind what was found before, and overwritten by the next if it counts for nothing.
func (m *Model) score(features []Key, scores *[256]int32) {
	var all [batch + 1]known
	n := 0
	for _, k := range features {
		w := m.filter[m.word(k)]
		all[n%(batch+1)] = known{uint32(m.line(k) * line), k}
		n += int(w >> (k & 63) & (w >> (k >> 6 & 63)) & 1)
	}
	if n == 0 {
		return
	}
	prefetch(m.lines, all[:n])
	var pairs [2*short*batch + 2*short]byte // the weights of short rows
	var places [batch + 1]uint32            // of long rows
	np, nl := 0, 0
	for _, f := range all[:n] {
		r := m.find(f)
		size := r.size & sizeMask
		// The second half is read from the first half's place if there is none: the next line is not asked for.
		half := r.at + short&-((short/2-size)>>31)
		to := (*[2 * short]byte)(pairs[np:])
		*(*[short]byte)(to[:]) = *(*[short]byte)(m.lines[r.at:])
		*(*[short]byte)(to[short:]) = *(*[short]byte)(m.lines[half:])
		places[nl] = binary.LittleEndian.Uint32(m.lines[r.at:])
		isLong := r.size / long
		nl += int(isLong)
		np += int(2 * size &^ -isLong)
	}
	m.add(pairs[:np], scores)
	if m.vectors.chunks > 0 {
		m.vectors.add(places[:nl], scores)
		return
	}
	for _, at := range places[:nl] {
		m.add(m.rows[at+1:][:2*int(m.rows[at])], scores)
	}
}

// find is where the weights of f are, of size 0 if the model has none.
func (m *Model) find(f known) found {
	at := int(f.start)
	head := int(m.lines[at])
	n := head &^ more
	place := m.place(at+1, uint16(f.key))
	is := (place - n) >> 63
	if head >= more && is == 0 {
		return m.overflow.find(f.key)
	}
	// The sum of the sizes before place: as bytes, in four sums of two, in one.
	const each, even = sizeMask * 0x0101_0101_0101_0101, 0x00ff_00ff_00ff_00ff
	sizes := at + 1 + 2*n
	c := m.le64(sizes) & (1<<(8*place&63) - 1) & each
	row := sizes + n + 2*int((c&even+c>>8&even)*0x0001_0001_0001_0001>>48)
	return found{uint32(row & is), uint32(int(m.lines[sizes+place]) & is)}
}

// place is where a key stands among the first eight at a place of the lines, 8 if it is not there. Bytes behind
// the line's keys may be taken for it.
func (m *Model) place(at int, key uint16) int {
	const low, high = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	a := m.le64(at) ^ uint64(key)*low
	b := m.le64(at+8) ^ uint64(key)*low
	// The lowest high bit of (x-low)&^x is that of the first quarter of x that is zero.
	i := bits.TrailingZeros64((a-low)&^a&high) >> 4
	j := bits.TrailingZeros64((b-low)&^b&high) >> 4
	return i + j&-(i>>2)
}

func (m *Model) le64(at int) uint64 { return binary.LittleEndian.Uint64(m.lines[at:]) }

// add adds weights as they are packed.
func (m *Model) add(pairs []byte, scores *[256]int32) {
	for ; len(pairs) >= 8; pairs = pairs[8:] {
		x := binary.LittleEndian.Uint64(pairs)
		scores[uint8(x)] += m.value[uint8(x>>8)]
		scores[uint8(x>>16)] += m.value[uint8(x>>24)]
		scores[uint8(x>>32)] += m.value[uint8(x>>40)]
		scores[uint8(x>>48)] += m.value[uint8(x>>56)]
	}
	for ; len(pairs) >= 2; pairs = pairs[2:] {
		scores[pairs[0]] += m.value[pairs[1]]
	}
}
