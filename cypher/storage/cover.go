package storage

import "slices"

// Covers says whether every relationship of some types, or of all without types, begins (Outgoing), ends (Incoming), or
// does both (Both) at a node with one of these labels, by the counts that the store keeps. Where nodes had two of the
// labels since the store was opened the counts do not tell, and it says no.
func (v *View) Covers(labels []Label, dir Direction, types ...RelType) bool {
	for _, set := range v.g.labelSets.sets {
		n := 0
		for _, l := range set {
			if slices.Contains(labels, l) {
				n++
			}
		}
		if n > 1 {
			return false
		}
	}
	ends := int64(0)
	for _, l := range labels {
		ends += v.DegreeCount(l, dir, types...)
	}
	rels := int64(0)
	for _, t := range types {
		rels += v.TypeCount(t)
	}
	if len(types) == 0 {
		rels = v.RelCount()
	}
	if dir == Both {
		rels *= 2
	}
	return ends == rels
}
