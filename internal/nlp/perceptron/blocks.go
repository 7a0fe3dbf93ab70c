package perceptron

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// blocks is a model as it is packed, read in place.
type blocks struct {
	features int
	shift    uint     // how many bits of a key do not choose its block
	starts   []uint32 // of each block in bytes
	bytes    []byte   // the blocks and the zeros behind them, only to be read
	filter   []uint64 // a bit for the high bits of each key that there is
	coarse   uint     // how many bits of a key the filter leaves out
	value    *[256]int32
}

// index finds where each block starts and makes the filter, with eight to sixteen bits a feature: most features that
// are looked up are not in the model, and the filter, unlike the blocks, stays in the processor's cache.
func (b *blocks) index() error {
	fine := max(uint(bits.Len(uint(b.features)))+3, 32-b.shift)
	b.coarse = 32 - fine
	b.filter = make([]uint64, 1<<(fine-6))
	b.starts = make([]uint32, 1<<(32-b.shift))
	at, size := 0, len(b.bytes)-tail
	for i := range b.starts {
		b.starts[i] = uint32(at)
		if at >= size || at+1+3*int(b.bytes[at]) > size {
			return fmt.Errorf("%w: block %d at %d of %d", ErrFormat, i, at, size)
		}
		n, keys := int(b.bytes[at]), at+1
		counts := keys + 2*n
		at = counts + n
		for j := range n {
			k := b.key(i, keys+2*j) >> b.coarse
			b.filter[k>>6] |= 1 << (k & 63)
			at += 2 * int(b.bytes[counts+j])
		}
	}
	if at != size {
		return fmt.Errorf("%w: blocks end at %d of %d", ErrFormat, at, size)
	}
	return nil
}

// key is the key of a feature of that block whose low half is at that place.
func (b *blocks) key(block, at int) Key {
	return Key(block)<<b.shift | Key(binary.LittleEndian.Uint16(b.bytes[at:]))&(1<<b.shift-1)
}

// inBlocks is how many features are looked up together.
const inBlocks = 64

// Score adds the weights of the features to scores.
func (b *blocks) Score(features []Key, scores *[256]int32) {
	var known [inBlocks + 1]Key
	n := 0
	for _, k := range features {
		known[n] = k
		c := uint32(k) >> (b.coarse & 31)
		n += int(b.filter[c>>6] >> (c & 63) & 1)
		if n == inBlocks {
			b.score(known[:n], scores)
			n = 0
		}
	}
	b.score(known[:n], scores)
}

// score looks a batch up in passes, so that the processor waits for the memory of many features at once and
// seldom guesses a branch wrong: where the block of each starts, how many features that has, whether it has this one,
// what that weighs.
func (b *blocks) score(features []Key, scores *[256]int32) {
	var starts [inBlocks]uint32
	for i, k := range features {
		starts[i%inBlocks] = b.starts[k>>(b.shift&31)]
	}
	var sizes [inBlocks]uint8
	for i, at := range starts[:len(features)] {
		sizes[i] = b.bytes[at]
	}
	var found [inBlocks]struct {
		start uint32
		key   uint16
		place uint8
	}
	n := 0
	for i, k := range features {
		at := starts[i%inBlocks]
		size, place := int(sizes[i%inBlocks]), place(b.bytes, int(at)+1, uint16(k))
		f := &found[n%inBlocks]
		f.start, f.key, f.place = at, uint16(k), uint8(place)
		n += int(uint(place-size)>>63 | uint(8-size)>>63) // found, or perhaps behind the first eight
	}
	for _, f := range found[:n] {
		b.add(int(f.start), f.key, int(f.place), scores)
	}
}

// add adds the weights of the feature in that place of the block at start; place 8 stands for any from there on.
func (b *blocks) add(start int, key uint16, place int, scores *[256]int32) {
	size := int(b.bytes[start])
	counts := start + 1 + 2*size
	row := counts + size
	if place < 8 {
		row += 2 * sum8(le64(b.bytes, counts)&(1<<(8*place&63)-1))
	} else {
		for place = 0; place < size && binary.LittleEndian.Uint16(b.bytes[start+1+2*place:]) != key; place++ {
			row += 2 * int(b.bytes[counts+place])
		}
		if place == size {
			return
		}
	}
	add(b.bytes[row:row+2*int(b.bytes[counts+place])], b.value, scores)
}
