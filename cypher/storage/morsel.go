package storage

// Take appends up to n of the next ids to dst; fewer where the iterator ends.
func (it *IDs) Take(dst []uint32, n int) []uint32 {
	for ; n > 0; n-- {
		id, ok := it.Next()
		if !ok {
			break
		}
		dst = append(dst, uint32(id))
	}
	return dst
}

// Listed is the ids of a list, which is not to change while they are walked over.
func Listed(ids []uint32) IDs { return IDs{rest: ids} }
