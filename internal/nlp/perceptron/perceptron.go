// Package perceptron is the averaged perceptron over hashed features that the tagger, the entity recogniser and the
// parser share, and the packed form of what it learned.
//
// # Input and output
//
// A feature is a Key, the hash of a template's number and its values; a class is a number below 256. A Trainer
// counts mistakes; its Model method prunes, averages and packs the weights into bytes; Open reads those in place. A Model
// that is asked much lays itself out for quicker looking up, which takes some tens of nanoseconds and bytes a feature.
//
// # Invariants
//
// Training is integer arithmetic in the order of the updates: the same updates give the same bytes on any machine.
// Scoring adds integers: the order of the features does not matter.
//
// # Source
//
// Averaging: Freund and Schapire 1999, Large margin classification using the perceptron algorithm, in the lazy form
// of Daumé 2006. Dropping features with few updates: Goldberg and Elhadad 2011, Learning sparser perceptron models;
// they, too, keep them from the scores while the others are learnt.
//
// # Performance
//
// What costs time is memory: the processor's caches hold but a part of the models. Many features that are looked up have
// no weights, which a filter knows. In a model that is laid out, the others are read from one line of the cache each, or
// from that and a vector of weights if they have many; those of many features are waited for together. BenchmarkScore is the
// worst case, in which no feature is asked for twice; in text, a few thousand features are most of what is found.
package perceptron

import "math"

// Key is a hashed feature.
type Key uint32

// Hash is the Key of template number t over values.
func Hash(t uint64, values ...uint64) Key {
	h := t*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019
	for _, v := range values {
		h = Mix(h, v)
	}
	return Fold(h)
}

// Mix adds v to the running hash h.
func Mix(h, v uint64) uint64 {
	h ^= v
	h *= 0xff51afd7ed558ccd
	return h ^ h>>32
}

// Fold ends a running hash.
func Fold(h uint64) Key {
	h *= 0xc4ceb9fe1a85ec53
	return Key(h >> 32)
}

// String is the hash of a word or part of one, as a value for features (FNV-1a, finished by a multiplication).
func String(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return (h ^ h>>29) * 0xbf58476d1ce4e5b9
}

// Trainer learns weights from mistakes.
type Trainer struct {
	classes int
	slots   []slot // open addressing, a power of two
	used    int
	entries []entry // rows of entries, each row of capacity 2, 4, 8 …
	sums    []int64 // of each entry, Σ step·change, for the average: apart, as Score needs them not
	steps   int64
	least   uint8   // updates before a feature has weights
	pending []uint8 // by the high bits of a key, how many of those there have been, less than least; nil if least is below 2
	touched uint32  // of no meaning: the sum of what Score reads ahead of its use
}

// pendingBits of a key say which count of updates is its.
const pendingBits = 26

type slot struct {
	key  Key
	off  uint32
	n    uint16 // entries in the row
	size uint16 // capacity of the row; 0 marks a free slot
	hits uint16 // updates, saturating
}

type entry struct {
	weight int32
	class  uint16
}

// NewTrainer returns an empty trainer for that many classes. A feature has weights from its update number least, below
// 256, on: rare ones are in the way of those that tell more, and take most of the memory.
func NewTrainer(classes, least int) *Trainer {
	t := &Trainer{classes: classes, slots: make([]slot, 1<<16)}
	if least > 1 {
		t.least, t.pending = uint8(least), make([]uint8, 1<<pendingBits)
	}
	return t
}

// home is where the search for k begins.
func (t *Trainer) home(k Key) uint32 { return uint32(k) * 0x9e3779b1 >> 3 & uint32(len(t.slots)-1) }

// find returns the slot of k, or the free slot where it would go.
func (t *Trainer) find(k Key) *slot {
	mask := uint32(len(t.slots) - 1)
	for i := t.home(k); ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.size == 0 || s.key == k {
			return s
		}
	}
}

// Score adds the weights of the features to scores, which has an element a class. It looks features up in batches, as
// Model.Score does.
func (t *Trainer) Score(features []Key, scores []int32) {
	var rows [batch][]entry
	for len(features) > 0 {
		n := min(len(features), batch)
		for _, k := range features[:n] {
			t.touched += uint32(t.slots[t.home(k)].key)
		}
		for i, k := range features[:n] {
			s := t.find(k)
			rows[i] = t.entries[s.off : s.off+uint32(s.n)]
		}
		for _, row := range rows[:n] {
			if len(row) > 0 {
				t.touched += uint32(row[0].weight)
			}
		}
		for _, row := range rows[:n] {
			for _, e := range row {
				scores[e.class] += e.weight
			}
		}
		features = features[n:]
	}
}

// Step counts a decision, right or wrong: averages are over decisions.
func (t *Trainer) Step() { t.steps++ }

// Update makes right likelier and wrong less likely under the features.
func (t *Trainer) Update(features []Key, right, wrong int) {
	for _, k := range features {
		s := t.find(k)
		if s.size == 0 {
			if t.pending != nil {
				if n := &t.pending[k>>(32-pendingBits)]; *n+1 < t.least {
					*n++
					continue
				}
			}
			s = t.insert(k)
		}
		if s.hits < math.MaxUint16 {
			s.hits++
		}
		t.change(s, right, 1)
		t.change(s, wrong, -1)
	}
}

func (t *Trainer) insert(k Key) *slot {
	if t.used*2 >= len(t.slots) {
		old := t.slots
		t.slots = make([]slot, 2*len(old))
		for _, s := range old {
			if s.size != 0 {
				*t.find(s.key) = s
			}
		}
	}
	t.used++
	s := t.find(k)
	*s = slot{key: k, off: t.room(2), size: 2}
	return s
}

func (t *Trainer) room(n int) uint32 {
	off := len(t.entries)
	if off+n > cap(t.entries) {
		size := max(1<<16, off+off/2+n)
		entries, sums := make([]entry, off, size), make([]int64, off, size)
		copy(entries, t.entries)
		copy(sums, t.sums)
		t.entries, t.sums = entries, sums
	}
	t.entries, t.sums = t.entries[:off+n], t.sums[:off+n]
	return uint32(off)
}

func (t *Trainer) change(s *slot, class int, by int32) {
	row := t.entries[s.off : s.off+uint32(s.n)]
	for i := range row {
		if int(row[i].class) == class {
			row[i].weight += by
			t.sums[int(s.off)+i] += t.steps * int64(by)
			return
		}
	}
	if s.n == s.size {
		off := t.room(2 * int(s.size))
		copy(t.entries[off:], t.entries[s.off:s.off+uint32(s.n)])
		copy(t.sums[off:], t.sums[s.off:s.off+uint32(s.n)])
		s.off, s.size = off, 2*s.size
	}
	at := s.off + uint32(s.n)
	t.entries[at], t.sums[at] = entry{by, uint16(class)}, t.steps*int64(by)
	s.n++
}

// Features is the number of features with weights.
func (t *Trainer) Features() int { return t.used }
