package storage

import (
	"encoding/binary"
	"fmt"
)

// The records of nodes and relationships are kept in blocks: those of blockSize ids that follow each other are one
// entry of their bucket, under the number of the block. What was made together is written together, and bbolt's work
// for each entry is more than that for the few bytes of a record. A record of more than bigRecord bytes is an entry of
// its own, under the number of the block followed by the record's place in it, so that a change of its neighbours does
// not write it again.
const (
	blockBits = 4
	blockSize = 1 << blockBits
	bigRecord = 1 << 10
)

func blockKey(dst []byte, block uint32) []byte { return binary.BigEndian.AppendUint32(dst, block) }

func bigKey(dst []byte, id uint32) []byte {
	return append(blockKey(dst, id>>blockBits), byte(id&(blockSize-1)))
}

// eachOfBlock visits the records in an entry.
func eachOfBlock(key, payload []byte, f func(id uint32, record []byte) error) error {
	if len(key) < 4 || len(key) > 5 || binary.BigEndian.Uint32(key) > maxID>>blockBits {
		return fmt.Errorf("%w: key %x", errMalformed, key)
	}
	first := binary.BigEndian.Uint32(key) << blockBits
	if len(key) == 5 {
		if key[4] >= blockSize {
			return fmt.Errorf("%w: key %x", errMalformed, key)
		}
		return f(first|uint32(key[4]), payload)
	}
	r, next := reader{b: payload}, 0
	for len(r.b) > 0 {
		place := int(r.byte())
		record := r.take(r.uvarint())
		if r.bad || place < next || place >= blockSize || len(record) == 0 {
			return fmt.Errorf("%w: block %x", errMalformed, key)
		}
		next = place + 1
		if err := f(first|uint32(place), record); err != nil {
			return err
		}
	}
	return nil
}

// blockWriter puts the blocks of nodes or of relationships in which something changed.
type blockWriter struct {
	*recordBucket
	encode  func(dst []byte, g *graph, id uint32) []byte // the record of an id; nothing if there is none
	base, g *graph
	changed changes
	first   uint32 // id that base did not give out
	block   []byte // scratch
	record  []byte // scratch
}

// blocks puts the blocks of the changed ids, and of those from b.first up to next.
func (b *blockWriter) blocks(next uint32) error {
	done := int64(-1)
	for _, id := range sortedKeys(b.changed) {
		if n := id >> blockBits; int64(n) != done {
			done = int64(n)
			if err := b.write(n); err != nil {
				return err
			}
		}
	}
	for n := max(int64(b.first>>blockBits), done+1); n<<blockBits < int64(next); n++ {
		if err := b.write(uint32(n)); err != nil {
			return err
		}
	}
	return nil
}

// write puts one block, with those of its large records that changed.
func (b *blockWriter) write(n uint32) error {
	b.block = b.block[:0]
	for place := range uint32(blockSize) {
		id := n<<blockBits | place
		b.record = b.encode(b.record[:0], b.g, id)
		_, changed := b.changed[id]
		switch big := len(b.record) > bigRecord; {
		case big && (changed || id >= b.first):
			if err := b.put(bigKey(b.w.bytes(5), id), b.record, changed); err != nil {
				return err
			}
		case big || len(b.record) == 0:
		default:
			b.block = append(binary.AppendUvarint(append(b.block, byte(place)), uint64(len(b.record))), b.record...)
		}
		if changed && len(b.record) <= bigRecord {
			if b.record = b.encode(b.record[:0], b.base, id); len(b.record) > bigRecord {
				if err := b.remove(bigKey(b.w.bytes(5), id)); err != nil {
					return err
				}
			}
		}
	}
	key, known := blockKey(b.w.bytes(4), n), n<<blockBits < b.first
	if len(b.block) > 0 {
		return b.put(key, b.block, known)
	}
	if known {
		return b.remove(key)
	}
	return nil
}

// encodeNode appends the record of a node: the number of its labels, the labels, its properties.
func encodeNode(dst []byte, g *graph, id uint32) []byte {
	p, i := g.nodeAt(int64(id))
	if p == nil {
		return dst
	}
	labels := g.labelSets.sets[p.labels[i]-1]
	dst = binary.AppendUvarint(dst, uint64(len(labels)))
	for _, l := range labels {
		dst = binary.AppendUvarint(dst, uint64(l))
	}
	return append(dst, p.props.get(i)...)
}

// encodeRel appends the record of a relationship: type, start, end, properties.
func encodeRel(dst []byte, g *graph, id uint32) []byte {
	p, i := g.relAt(int64(id))
	if p == nil {
		return dst
	}
	for _, n := range [...]uint32{p.types[i] - 1, p.start[i], p.end[i]} {
		dst = binary.AppendUvarint(dst, uint64(n))
	}
	return append(dst, p.props.get(i)...)
}
