package storage

import "math/bits"

// Ends is the relationships of one node, found by their other end. It answers what View.Between does for many nodes and
// the same second one, and reads nothing of the nodes that it is asked for. It is of the view that it was made from as it
// was then; whoever changes the graph makes a new one. The zero Ends is of no node.
type Ends struct {
	node   uint32
	shift  uint8
	starts []uint32 // of the links of each hash in links, and the end of the last
	links  []link
}

// fewestHashes keeps the table of a node with few relationships from being made of one place.
const fewestHashes = 8

// Fill makes e the relationships that lead to node, in the direction as seen from their other ends, of any of the types,
// or of all without types. It uses e's memory again.
func (e *Ends) Fill(v *View, node int64, dir Direction, types ...RelType) {
	n := v.Degree(node, dir.Reverse(), types...)
	hashes := fewestHashes
	for hashes < n {
		hashes *= 2
	}
	e.node, e.shift = uint32(node), uint8(32-bits.TrailingZeros(uint(hashes)))
	e.starts = append(e.starts[:0], make([]uint32, hashes+1)...)
	e.links = append(e.links[:0], make([]link, n)...)
	hops := v.Expand(node, dir.Reverse(), types...)
	for h, ok := hops.Next(); ok; h, ok = hops.Next() {
		e.starts[e.hash(uint32(h.Node))+1]++
	}
	for i := range hashes {
		e.starts[i+1] += e.starts[i]
	}
	hops = v.Expand(node, dir.Reverse(), types...)
	for h, ok := hops.Next(); ok; h, ok = hops.Next() {
		at := &e.starts[e.hash(uint32(h.Node))]
		e.links[*at] = link{rel: uint32(h.Rel), other: uint32(h.Node)}
		*at++
	}
	copy(e.starts[1:], e.starts)
	e.starts[0] = 0
}

// hash spreads ids, of which those that follow each other are often asked for.
func (e *Ends) hash(id uint32) uint32 { return id * 0x9e3779b1 >> e.shift }

// From is the relationships that lead from another node to this one. Their hops do not say type and way.
func (e *Ends) From(other int64) Hops {
	h := e.hash(uint32(other))
	return Hops{links: e.links[e.starts[h]:e.starts[h+1]], self: e.node, only: uint32(other), limited: true, flip: true}
}

// Bytes is the memory that e takes.
func (e *Ends) Bytes() int64 { return int64(4*cap(e.starts) + 8*cap(e.links)) }
