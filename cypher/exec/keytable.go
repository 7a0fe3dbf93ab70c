package exec

import (
	"bytes"
	"hash/maphash"
	"slices"
)

// keyTable numbers keys, which are byte strings, from 0 in the order in which they first come. The zero keyTable is
// empty. Its keys lie one after the other in one piece of memory, and so do its places: a table of many small keys costs
// a few allocations.
type keyTable struct {
	places []keyPlace // by hash; a power of two, at most three quarters of them taken
	ends   []int      // of the keys in bytes, by number
	bytes  []byte
}

type keyPlace struct {
	number uint32 // plus 1; 0: free
	hash   uint32 // of the key, which says where it belongs in a table of any size
}

var keySeed = maphash.MakeSeed()

const fewestPlaces = 8

// number is the number of a key; fresh says that it was not there.
func (t *keyTable) number(key []byte) (n int, fresh bool) {
	if len(t.ends) >= len(t.places)/4*3 {
		t.grow()
	}
	hash := uint32(maphash.Bytes(keySeed, key))
	i := t.find(hash, key)
	if p := t.places[i]; p.number != 0 {
		return int(p.number - 1), false
	}
	if len(t.bytes)+len(key) > cap(t.bytes) {
		t.bytes = slices.Grow(t.bytes, max(len(key), len(t.bytes))) // append alone would copy a large one more often
	}
	t.bytes = append(t.bytes, key...)
	t.ends = append(t.ends, len(t.bytes))
	t.places[i] = keyPlace{uint32(len(t.ends)), hash}
	return len(t.ends) - 1, true
}

// find is the place of a key, or where it belongs.
func (t *keyTable) find(hash uint32, key []byte) int {
	mask := len(t.places) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		p := t.places[i]
		if p.number == 0 || p.hash == hash && bytes.Equal(t.key(int(p.number-1)), key) {
			return i
		}
	}
}

func (t *keyTable) key(n int) []byte {
	from := 0
	if n > 0 {
		from = t.ends[n-1]
	}
	return t.bytes[from:t.ends[n]]
}

// empty takes all keys away and keeps the memory, unless it is much more than they needed: to clear it has to cost no more
// than they did.
func (t *keyTable) empty() {
	switch {
	case len(t.ends) == 0:
		return
	case len(t.places) > 64*max(fewestPlaces, len(t.ends)):
		*t = keyTable{}
		return
	}
	clear(t.places)
	t.ends, t.bytes = t.ends[:0], t.bytes[:0]
}

func (t *keyTable) grow() {
	before := t.places
	t.places = make([]keyPlace, max(fewestPlaces, 2*len(before)))
	t.ends = slices.Grow(t.ends, len(t.places)/4*3-len(t.ends))
	mask := len(t.places) - 1
	for _, p := range before {
		if p.number == 0 {
			continue
		}
		i := int(p.hash) & mask
		for t.places[i].number != 0 {
			i = (i + 1) & mask
		}
		t.places[i] = p
	}
}

// slab gives out pieces of larger and larger arrays.
type slab[T any] struct {
	all  []T // the last array
	used int // of it
}

// The pieces that the first array of a slab has, and the most that one has.
const fewestPieces, mostPieces = 4, 512

// take is n zero values.
func (s *slab[T]) take(n int) []T {
	if len(s.all)-s.used < n {
		s.all, s.used = make([]T, max(fewestPieces*n, min(2*len(s.all), mostPieces*n))), 0
	}
	from := s.used
	s.used += n
	return s.all[from:s.used:s.used]
}

// reset takes back what was given out, of which nothing may be in use any more.
func (s *slab[T]) reset() {
	clear(s.all[:s.used])
	s.used = 0
}
