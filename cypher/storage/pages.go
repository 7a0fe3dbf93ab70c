package storage

import "math/bits"

const (
	pageBits = 7 // records of a page: 128
	pageSize = 1 << pageBits
	dirBits  = 8 // pages of a directory: 256
	dirSize  = 1 << dirBits
)

// page is what a tree holds: it knows which epoch may change it in place and how to copy itself for another.
type page[P any] interface {
	*P
	ownedBy(epoch uint32) bool
	cloneFor(epoch uint32) *P
}

// tree is a sparse array of pages of which a writer copies what it changes: a copy of the struct is a
// snapshot for as long as later changes carry another epoch.
type tree[P any, PP page[P]] struct {
	owner uint32
	dirs  []*dir[P]
}

type dir[P any] struct {
	owner uint32
	pages [dirSize]*P
}

// get is page n, nil if there is none.
func (t *tree[P, PP]) get(n uint32) *P {
	d := int(n >> dirBits)
	if d >= len(t.dirs) || t.dirs[d] == nil {
		return nil
	}
	return t.dirs[d].pages[n&(dirSize-1)]
}

// mutable is page n for changing in epoch, made if there is none.
func (t *tree[P, PP]) mutable(n, epoch uint32) *P {
	d := int(n >> dirBits)
	if t.owner != epoch {
		dirs := make([]*dir[P], max(len(t.dirs), d+1))
		copy(dirs, t.dirs)
		t.dirs, t.owner = dirs, epoch
	}
	for len(t.dirs) <= d {
		t.dirs = append(t.dirs, nil)
	}
	own := t.dirs[d]
	if own == nil {
		own = &dir[P]{owner: epoch}
		t.dirs[d] = own
	} else if own.owner != epoch {
		c := *own
		c.owner = epoch
		own = &c
		t.dirs[d] = own
	}
	p := own.pages[n&(dirSize-1)]
	if p == nil || !PP(p).ownedBy(epoch) {
		p = PP(p).cloneFor(epoch)
		own.pages[n&(dirSize-1)] = p
	}
	return p
}

// drop takes page n away; it must be one that epoch may change.
func (t *tree[P, PP]) drop(n, epoch uint32) {
	t.mutable(n, epoch)
	t.dirs[n>>dirBits].pages[n&(dirSize-1)] = nil
}

// pages is one more than the highest page number that can be present.
func (t *tree[P, PP]) pages() uint32 { return uint32(len(t.dirs)) << dirBits }

const (
	bitPageBits = 12
	bitWords    = 1 << (bitPageBits - 6)
)

type bitPage struct {
	owner uint32
	n     int32
	words [bitWords]uint64
}

func (p *bitPage) ownedBy(epoch uint32) bool { return p.owner == epoch }

func (p *bitPage) cloneFor(epoch uint32) *bitPage {
	c := &bitPage{}
	if p != nil {
		*c = *p
	}
	c.owner = epoch
	return c
}

// bitset is a copy-on-write set of ids.
type bitset struct {
	tree tree[bitPage, *bitPage]
	n    int64
}

func (b *bitset) has(id uint32) bool {
	p := b.tree.get(id >> bitPageBits)
	return p != nil && p.words[id>>6&(bitWords-1)]&(1<<(id&63)) != 0
}

func (b *bitset) add(id, epoch uint32) {
	if b.has(id) {
		return
	}
	p := b.tree.mutable(id>>bitPageBits, epoch)
	p.words[id>>6&(bitWords-1)] |= 1 << (id & 63)
	p.n++
	b.n++
}

func (b *bitset) remove(id, epoch uint32) {
	if !b.has(id) {
		return
	}
	p := b.tree.mutable(id>>bitPageBits, epoch)
	p.words[id>>6&(bitWords-1)] &^= 1 << (id & 63)
	p.n--
	b.n--
}

// next is the first id of the set at or after from.
func (b *bitset) next(from uint32) (uint32, bool) {
	end := b.tree.pages()
	for n := from >> bitPageBits; n < end; n++ {
		p := b.tree.get(n)
		if p == nil || p.n == 0 {
			if p == nil && b.tree.dirs[n>>dirBits] == nil {
				n |= dirSize - 1
			}
			continue
		}
		w := uint32(0)
		mask := ^uint64(0)
		if n == from>>bitPageBits {
			w = from >> 6 & (bitWords - 1)
			mask <<= from & 63
		}
		for ; w < bitWords; w, mask = w+1, ^uint64(0) {
			if word := p.words[w] & mask; word != 0 {
				return n<<bitPageBits | w<<6 | uint32(bits.TrailingZeros64(word)), true
			}
		}
	}
	return 0, false
}
