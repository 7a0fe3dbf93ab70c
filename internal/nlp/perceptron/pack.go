package perceptron

import (
	"encoding/binary"
	"math"
)

// Prune says which weights a Model keeps; the zero value keeps all.
type Prune struct {
	MinUpdates int     // features updated less often, by all trainers together, are dropped
	MinWeight  float64 // weights that average less, of either sign, are dropped
}

// The packed form, all numbers little-endian:
//
//	"NGP3", classes u16, bits u8, 0 u8, features u32, size of the blocks u32
//	value of each of the 127 magnitudes, i32
//	1<<bits blocks, one after the other: number of features u8, the low half of each one's key u16, the number of
//	weights of each u8, then class u8 and code i8 of the weights of the first, of the second, and so on
//	16 zeros
//
// A key's high bits choose its bucket. A weight's code has its sign and the index of its magnitude; magnitudes are
// spaced quadratically, so that small weights keep their differences and large ones their size. At most 255 weights of
// a feature and 255 features of a bucket are kept.
const (
	magic      = "NGP3"
	headerSize = 16
	codes      = 127
	tail       = 16
)

// scale is what a weight of 1 becomes in a Model's integers.
const scale = 64

// Model packs the averaged weights.
func (t *Trainer) Model(p Prune) []byte { return t.Weights().Pack(p) }

// packedRow is a feature with its classes and codes.
type packedRow struct {
	key  Key
	pair []byte
}

// Pack packs the weights that p keeps.
func (w Weights) Pack(p Prune) []byte {
	largest := float64(w.parts)
	for _, r := range w.rows {
		if r.hits >= p.MinUpdates {
			for _, x := range r.of {
				largest = max(largest, math.Abs(x.value))
			}
		}
	}
	least, step := p.MinWeight*float64(w.parts), largest/(codes*codes)
	var rows []packedRow
	for _, r := range w.rows {
		if r.hits < p.MinUpdates {
			continue
		}
		if pair := pack(r.of, least, step); len(pair) > 0 {
			rows = append(rows, packedRow{r.key, pair})
		}
	}
	bits := 16
	for bits < 20 && len(rows)>>bits >= 5 {
		bits++
	}
	out := make([]byte, headerSize, headerSize+4*codes)
	copy(out, magic)
	binary.LittleEndian.PutUint16(out[4:], uint16(w.classes))
	out[6] = byte(bits)
	binary.LittleEndian.PutUint32(out[8:], uint32(len(rows)))
	for i := range codes {
		v := int32(math.Round(float64((i+1)*(i+1)) * step * scale / float64(w.parts)))
		out = binary.LittleEndian.AppendUint32(out, uint32(v))
	}
	var blocks []byte
	for bucket := range 1 << bits {
		n := 0
		for n < len(rows) && int(rows[n].key>>(32-bits)) == bucket {
			n++
		}
		blocks = appendBlock(blocks, rows[:min(n, 255)])
		rows = rows[n:]
	}
	binary.LittleEndian.PutUint32(out[12:], uint32(len(blocks)))
	out = append(out, blocks...)
	return append(out, make([]byte, tail)...)
}

func appendBlock(out []byte, rows []packedRow) []byte {
	out = append(out, byte(len(rows)))
	for _, r := range rows {
		out = binary.LittleEndian.AppendUint16(out, uint16(r.key))
	}
	for _, r := range rows {
		out = append(out, byte(len(r.pair)/2))
	}
	for _, r := range rows {
		out = append(out, r.pair...)
	}
	return out
}

// pack is a feature's classes and codes.
func pack(weights []weight, least, step float64) []byte {
	var out []byte
	for _, x := range weights {
		if math.Abs(x.value) < least {
			continue
		}
		code := int(math.Round(math.Sqrt(math.Abs(x.value) / step)))
		if code == 0 || len(out) == 2*255 {
			continue
		}
		code = min(code, codes)
		if x.value < 0 {
			code = -code
		}
		out = append(out, x.class, byte(int8(code)))
	}
	return out
}
