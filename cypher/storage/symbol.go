package storage

import (
	"maps"
	"slices"
	"strings"
)

// Label, RelType and PropKey are the store's own numbers for names. A number holds for the life of the
// store, except that a name which a transaction brought in and rolled back loses its number again.
type (
	Label   uint32
	RelType uint32
	PropKey uint32
)

// symbols numbers names in the order of their first use.
type symbols struct {
	owner uint32
	names []string
	ids   map[string]uint32
}

func (s *symbols) lookup(name string) (uint32, bool) {
	id, ok := s.ids[name]
	return id, ok
}

// intern gives name its number; a table that belongs to another epoch is copied before it grows.
func (s *symbols) intern(name string, epoch uint32) uint32 {
	if id, ok := s.ids[name]; ok {
		return id
	}
	if s.owner != epoch {
		s.owner, s.names, s.ids = epoch, slices.Clip(s.names), maps.Clone(s.ids)
		if s.ids == nil {
			s.ids = map[string]uint32{}
		}
	}
	id := uint32(len(s.names))
	name = strings.Clone(name) // which may lie in a larger text
	s.names = append(s.names, name)
	s.ids[name] = id
	return id
}

// labelSets numbers the distinct sets of labels that nodes carry; number 0 is the empty set.
type labelSets struct {
	owner uint32
	sets  [][]Label // each ascending
	ids   map[string]uint32
}

func newLabelSets() labelSets {
	return labelSets{sets: [][]Label{nil}, ids: map[string]uint32{"": 0}}
}

func appendLabelSet(key []byte, set []Label) []byte {
	for _, l := range set {
		key = append(key, byte(l), byte(l>>8), byte(l>>16), byte(l>>24))
	}
	return key
}

// intern numbers an ascending set without duplicates; it copies the set if it keeps it.
func (s *labelSets) intern(set []Label, epoch uint32) uint32 {
	var room [32]byte
	key := appendLabelSet(room[:0], set)
	if id, ok := s.ids[string(key)]; ok {
		return id
	}
	if s.owner != epoch {
		s.owner, s.sets, s.ids = epoch, slices.Clip(s.sets), maps.Clone(s.ids)
	}
	id := uint32(len(s.sets))
	s.sets = append(s.sets, slices.Clone(set))
	s.ids[string(key)] = id
	return id
}
