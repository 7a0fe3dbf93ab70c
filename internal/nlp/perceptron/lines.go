package perceptron

import (
	"encoding/binary"
	"math"
)

// lines is a model laid out for looking up: in a line of the processor's cache are the features whose keys are next to
// each other, as many as there is room for.
type lines struct {
	classes  int
	filter   []uint64 // two bits for each key that there is
	count    uint64   // of lines
	bytes    []byte
	overflow overflow
	value    *[256]int32
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

// layOut lays out what b holds, with long rows as vectors if wide; false if the classes of a row do not ascend or keys are
// out of order, which no model that Pack made has.
func layOut(b *blocks, classes int, wide bool) (*lines, bool) {
	for _, v := range b.value {
		wide = wide && math.MinInt16 < v && v <= math.MaxInt16
	}
	m := &lines{classes: classes, value: b.value}
	if wide {
		m.vectors.chunks = (classes + chunk - 1) / chunk
	}
	m.filter = make([]uint64, b.features*perKey/64+1)
	m.count = uint64(max(1<<16, b.features/fill))
	m.bytes = make([]byte, m.count*line, m.count*line+m.count*line/64)
	if !m.read(b) {
		return nil, false
	}
	m.bytes = append(m.bytes, make([]byte, reach)...)
	return m, true
}

// read lays out the features of the blocks.
func (m *lines) read(b *blocks) bool {
	var next lineWriter
	for i, at := range b.starts {
		n, keys := int(b.bytes[at]), int(at)+1
		counts := keys + 2*n
		end := counts + n
		for j := range n {
			k, row := b.key(i, keys+2*j), end
			end += 2 * int(b.bytes[counts+j])
			l := int(m.line(k))
			if l < next.line {
				return false
			}
			if l > next.line {
				next.write(m.bytes)
				next = lineWriter{line: l}
			}
			size, pairs, ok := m.row(b.bytes[row:end])
			if !ok {
				return false
			}
			if !next.add(k, size, pairs) {
				m.overflow.add(k, found{uint32(len(m.bytes)), uint32(size)})
				m.bytes = append(m.bytes, pairs...)
			}
			m.filter[m.word(k)] |= 1<<(k&63) | 1<<(k>>6&63)
		}
	}
	next.write(m.bytes)
	return true
}

// row is the size and the weights of a row as they stand in a line; false if its classes do not ascend to the last.
func (m *lines) row(pairs []byte) (size byte, in []byte, ok bool) {
	n := len(pairs) / 2
	if n <= short {
		return byte(n), pairs, true
	}
	var place int
	if m.vectors.chunks > 0 {
		if place, ok = m.vectors.append(pairs, m.value, m.classes); !ok {
			return 0, nil, false
		}
	} else {
		place = len(m.rows)
		m.rows = append(append(m.rows, byte(n)), pairs...)
	}
	return 2 | long, binary.LittleEndian.AppendUint32(nil, uint32(place)), true
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
func (w *lineWriter) add(k Key, size byte, pairs []byte) bool {
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
func (m *lines) line(k Key) uint64 { return uint64(k) * m.count >> 32 }
func (m *lines) word(k Key) uint64 { return uint64(k) * uint64(len(m.filter)) >> 32 }

const (
	batch = 128      // how many features are looked up together
	reach = 2 * line // how far behind a line's beginning bytes may be read
)

// Score adds the weights of the features to scores.
func (m *lines) Score(features []Key, scores *[256]int32) {
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
func (m *lines) score(features []Key, scores *[256]int32) {
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
	prefetch(m.bytes, all[:n])
	var pairs [2*short*batch + 2*short]byte // the weights of short rows
	var places [batch + 1]uint32            // of long rows
	np, nl := 0, 0
	for _, f := range all[:n] {
		r := m.find(f)
		size := r.size & sizeMask
		// The second half is read from the first half's place if there is none: the next line is not asked for.
		half := r.at + short&-((short/2-size)>>31)
		to := (*[2 * short]byte)(pairs[np:])
		*(*[short]byte)(to[:]) = *(*[short]byte)(m.bytes[r.at:])
		*(*[short]byte)(to[short:]) = *(*[short]byte)(m.bytes[half:])
		places[nl] = binary.LittleEndian.Uint32(m.bytes[r.at:])
		isLong := r.size / long
		nl += int(isLong)
		np += int(2 * size &^ -isLong)
	}
	add(pairs[:np], m.value, scores)
	if m.vectors.chunks > 0 {
		m.vectors.add(places[:nl], scores)
		return
	}
	for _, at := range places[:nl] {
		add(m.rows[at+1:][:2*int(m.rows[at])], m.value, scores)
	}
}

// find is where the weights of f are, of size 0 if the model has none.
func (m *lines) find(f known) found {
	at := int(f.start)
	head := int(m.bytes[at])
	n := head &^ more
	place := place(m.bytes, at+1, uint16(f.key))
	is := (place - n) >> 63
	if head >= more && is == 0 {
		return m.overflow.find(f.key)
	}
	sizes := at + 1 + 2*n
	const each = sizeMask * 0x0101_0101_0101_0101
	row := sizes + n + 2*sum8(le64(m.bytes, sizes)&(1<<(8*place&63)-1)&each) // behind those before place
	return found{uint32(row & is), uint32(int(m.bytes[sizes+place]) & is)}
}
