package perceptron

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Prune says which weights a Model keeps; the zero value keeps all.
type Prune struct {
	MinUpdates int     // features updated less often are dropped
	MinWeight  float64 // weights that average less, of either sign, are dropped
}

// The packed form, all numbers little-endian:
//
//	"NGP1", classes u16, bits u8, 0 u8, features u32, size of the rows u32
//	value of each of the 127 magnitudes, i32
//	start of each bucket's rows, u32, 1<<bits of them and the end
//	rows: rest of the key (its low 32-bits bits) u16, count u8, then class u8 and code i8 per weight
//
// A key's high bits choose its bucket. A weight's code has its sign and the index of its magnitude; magnitudes are
// spaced quadratically, so that small weights keep their differences and large ones their size. A feature with more
// than 255 weights cannot be: classes are bytes and at most 255 are kept.
const (
	magic      = "NGP1"
	headerSize = 16
	codes      = 127
)

// scale is what a weight of 1 becomes in a Model's integers.
const scale = 64

// Model packs the averaged weights.
func (t *Trainer) Model(p Prune) []byte {
	slots := make([]slot, 0, t.used)
	largest := 0.0
	for _, s := range t.slots {
		if s.size == 0 || int(s.hits) < p.MinUpdates {
			continue
		}
		slots = append(slots, s)
		for _, e := range t.entries[s.off : s.off+uint32(s.n)] {
			largest = max(largest, math.Abs(t.average(e)))
		}
	}
	slices.SortFunc(slots, func(a, b slot) int { return int(int64(a.key) - int64(b.key)) })
	bits := 16
	for bits < 20 && len(slots)>>bits >= 6 {
		bits++
	}
	step := max(largest, 1) / (codes * codes)
	out := make([]byte, headerSize+4*codes+4*(1<<bits+1))
	base := len(out)
	kept, bucket := 0, 0
	mark := func(upTo int) {
		for ; bucket <= upTo; bucket++ {
			binary.LittleEndian.PutUint32(out[headerSize+4*codes+4*bucket:], uint32(len(out)-base))
		}
	}
	for _, s := range slots {
		mark(int(uint32(s.key) >> (32 - bits)))
		row := t.pack(s, p.MinWeight, step)
		if len(row) == 0 {
			continue
		}
		kept++
		out = binary.LittleEndian.AppendUint16(out, uint16(uint32(s.key)&(1<<(32-bits)-1)))
		out = append(out, byte(len(row)/2))
		out = append(out, row...)
	}
	mark(1 << bits)
	copy(out, magic)
	binary.LittleEndian.PutUint16(out[4:], uint16(t.classes))
	out[6] = byte(bits)
	binary.LittleEndian.PutUint32(out[8:], uint32(kept))
	binary.LittleEndian.PutUint32(out[12:], uint32(len(out)-base))
	for i := range codes {
		v := int32(math.Round(float64((i+1)*(i+1)) * step * scale))
		binary.LittleEndian.PutUint32(out[headerSize+4*i:], uint32(v))
	}
	return out
}

func (t *Trainer) average(e entry) float64 {
	return float64(e.weight) - float64(e.sum)/float64(max(t.steps, 1))
}

// pack is the row of a feature: class and code of each weight, by class.
func (t *Trainer) pack(s slot, least, step float64) []byte {
	entries := slices.Clone(t.entries[s.off : s.off+uint32(s.n)])
	slices.SortFunc(entries, func(a, b entry) int { return int(a.class) - int(b.class) })
	var row []byte
	for _, e := range entries {
		w := t.average(e)
		if math.Abs(w) < least {
			continue
		}
		code := int(math.Round(math.Sqrt(math.Abs(w) / step)))
		if code == 0 || len(row) == 2*255 {
			continue
		}
		code = min(code, codes)
		if w < 0 {
			code = -code
		}
		row = append(row, byte(e.class), byte(int8(code)))
	}
	return row
}

// Model is a packed model over the bytes it was opened with.
type Model struct {
	classes int
	shift   uint
	mask    uint16
	starts  string
	rows    string
	value   [256]int32
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
	bits := uint(head[6])
	size := int(binary.LittleEndian.Uint32(head[12:]))
	table := 4 * (1<<bits + 1)
	end := headerSize + 4*codes + table + size
	if bits < 16 || bits > 20 || m.classes > 256 || len(data) < end {
		return nil, "", fmt.Errorf("%w: header %x, %d bytes", ErrFormat, head, len(data))
	}
	m.shift, m.mask = 32-bits, uint16(1<<(32-bits)-1)
	for i := range codes {
		v := int32(le32(data, headerSize+4*i))
		m.value[i+1] = v
		m.value[256-i-1] = -v
	}
	m.starts = data[headerSize+4*codes : headerSize+4*codes+table]
	m.rows = data[end-size : end]
	return m, data[end:], m.check(1 << bits)
}

// check tells a truncated model from a whole one; the rows themselves are trusted.
func (m *Model) check(buckets int) error {
	if int(le32(m.starts, 4*buckets)) != len(m.rows) {
		return fmt.Errorf("%w: rows end at %d of %d", ErrFormat, le32(m.starts, 4*buckets), len(m.rows))
	}
	return nil
}

// Classes is the number of classes.
func (m *Model) Classes() int { return m.classes }

func le32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// Score adds the weights of the features to scores, which has at least 256 elements.
func (m *Model) Score(features []Key, scores *[256]int32) {
	for _, k := range features {
		b := int(uint32(k)>>m.shift) * 4
		at, end := le32(m.starts, b), le32(m.starts, b+4)
		rest := uint16(k) & m.mask
		lo, hi := byte(rest), byte(rest>>8)
		row := m.rows[at:end]
		for len(row) >= 3 {
			n := 3 + 2*int(row[2])
			if row[0] == lo && row[1] == hi {
				for w := row[3:n]; len(w) >= 2; w = w[2:] {
					scores[w[0]] += m.value[w[1]]
				}
				break
			}
			row = row[n:]
		}
	}
}
