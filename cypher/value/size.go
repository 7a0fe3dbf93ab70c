package value

import "unsafe"

const (
	valueSize = int64(unsafe.Sizeof(Value{}))
	entrySize = int64(unsafe.Sizeof(Entry{}))
)

// Size is the memory that v takes, in bytes, with all that it refers to, for the budget of a query. What
// two values share counts for both.
func (v Value) Size() int64 {
	switch v.kind {
	case KindString, KindBytes:
		return valueSize + int64(v.num)
	case KindList:
		n := valueSize
		for _, x := range v.List() {
			n += x.Size()
		}
		return n
	case KindMap:
		return valueSize + entriesSize(v.Entries())
	case KindNode:
		n := v.Node()
		if n == nil {
			return valueSize
		}
		size := valueSize + int64(unsafe.Sizeof(*n)) + int64(len(n.ElementID)) + entriesSize(n.Properties)
		for _, l := range n.Labels {
			size += int64(unsafe.Sizeof(l)) + int64(len(l))
		}
		return size
	case KindRelationship:
		r := v.Relationship()
		if r == nil {
			return valueSize
		}
		return valueSize + int64(unsafe.Sizeof(*r)) + int64(3*len(r.ElementID)+len(r.Type)) + entriesSize(r.Properties)
	case KindPath:
		p := v.Path()
		n := valueSize + int64(unsafe.Sizeof(*p))
		for _, x := range p.Nodes {
			n += x.Size()
		}
		for _, x := range p.Relationships {
			n += x.Size()
		}
		return n
	case KindDuration:
		return valueSize + int64(unsafe.Sizeof(Duration{}))
	case KindPoint:
		return valueSize + int64(unsafe.Sizeof(Point{}))
	}
	return valueSize
}

func entriesSize(entries []Entry) int64 {
	n := int64(0)
	for _, e := range entries {
		n += entrySize - valueSize + int64(len(e.Key)) + e.Value.Size()
	}
	return n
}
