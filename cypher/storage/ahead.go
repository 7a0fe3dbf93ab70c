package storage

import "newsgraph/cypher/value"

// A node or relationship is spread over several places of memory, each of which has to be known to find the next. In a
// large graph few of them are in the processor's cache, and to wait for one after the other takes longer than all that a
// query does with what it finds. Who knows what it will look at next has the places of many read at once: the
// processor waits for them together.

// Want says what of nodes or relationships will be looked at.
type Want uint8

const (
	WantProps  Want = 1 << iota
	WantLinks       // of nodes
	WantDegree      // of nodes: how many relationships they have of each type
	WantLabels      // of nodes: the set of their labels
)

// MostAhead is how many nodes or relationships are read ahead at once: what they take fits into the fastest cache.
const MostAhead = 32

// ReadAhead reads what is wanted of nodes. The result says nothing; it keeps the reading from being left out.
func (v *View) ReadAhead(nodes []int64, want Want) (sum uint32) {
	nodes = nodes[:min(len(nodes), MostAhead)]
	if want&WantProps != 0 {
		var props [MostAhead]*blobs
		for i, id := range nodes {
			if p := v.g.nodes.get(uint32(id) >> pageBits); p != nil {
				props[i] = &p.props
			}
		}
		sum += touch(&props, nodes)
	}
	if want&WantLabels != 0 {
		for _, id := range nodes {
			if p := v.g.nodes.get(uint32(id) >> pageBits); p != nil {
				sum += p.labels[uint32(id)&(pageSize-1)]
			}
		}
	}
	if want&(WantLinks|WantDegree) != 0 {
		sum += v.touchLinks(nodes, want&WantLinks != 0)
	}
	return sum
}

// ReadRelsAhead reads the properties of relationships, as ReadAhead does those of nodes.
func (v *View) ReadRelsAhead(rels []int64) (sum uint32) {
	rels = rels[:min(len(rels), MostAhead)]
	var props [MostAhead]*blobs
	for i, id := range rels {
		if p := v.g.rels.get(uint32(id) >> pageBits); p != nil {
			props[i] = &p.props
		}
	}
	return touch(&props, rels)
}

// cacheLine is how many bytes a processor reads at once.
const cacheLine = 64

// mostOfRecord is how many bytes of a record's properties are read ahead at most.
const mostOfRecord = 4 * cacheLine

// touch reads the beginning of each record's properties: two cache lines, or as many as the records of its page have on
// average. How long a record itself is would have to be waited for.
func touch(props *[MostAhead]*blobs, ids []int64) (sum uint32) {
	var at [MostAhead]uint32
	for i, id := range ids {
		if props[i] != nil {
			at[i] = props[i].at[uint32(id)&(pageSize-1)]
		}
	}
	for i := range ids {
		if at[i] != 0 && at[i]&bigBlob == 0 {
			data := props[i].data
			end := min(int(at[i])+min(max(cacheLine+1, len(data)/pageSize), mostOfRecord), len(data))
			for next := int(at[i]); next < end; next += cacheLine {
				sum += uint32(data[next])
			}
		}
	}
	return sum
}

// touchLinks reads which types and directions of relationships there are, and the first one of each if they are wanted.
func (v *View) touchLinks(nodes []int64, first bool) (sum uint32) {
	var adj [MostAhead]*adjacency
	for i, id := range nodes {
		if p := v.g.nodes.get(uint32(id) >> pageBits); p != nil {
			adj[i] = p.adj[uint32(id)&(pageSize-1)]
		}
	}
	for _, a := range adj[:len(nodes)] {
		if a != nil && len(a.groups) > 0 {
			sum += a.groups[0].kind
		}
	}
	for _, a := range adj[:len(nodes)] {
		if a == nil || !first {
			continue
		}
		for i := range a.groups {
			if l := a.groups[i].links; len(l) > 0 {
				sum += l[0].other
			}
		}
	}
	return sum
}

// First puts the first relationship in a direction of each node, of any of the types, and its other end into rels and
// ends, and says of how many nodes there is one.
func (v *View) First(nodes []int64, dir Direction, types []RelType, rels, ends *[MostAhead]int64) (n int) {
	for _, id := range nodes[:min(len(nodes), MostAhead)] {
		h := v.Expand(id, dir, types...)
		if hop, ok := h.Next(); ok {
			rels[n], ends[n] = hop.Rel, hop.Node
			n++
		}
	}
	return n
}

// Several says whether h, which is what Expand gave, may give more than one relationship.
func (h *Hops) Several() bool {
	n := len(h.links)
	for i := range h.groups {
		if n > 1 {
			break
		}
		if h.wanted(h.groups[i].kind) {
			n += len(h.groups[i].links)
		}
	}
	return n > 1
}

// Ahead says how many relationships h, which is what Expand gave, gives next, at most MostAhead, and puts their ids and other
// ends into rels and nodes.
func (h *Hops) Ahead(rels, nodes *[MostAhead]int64) (n int) {
	links, kind, groups := h.links, h.kind, h.groups
	for {
		for _, l := range links {
			if h.leavesOut(l, kind) {
				continue
			}
			if n == MostAhead {
				return n
			}
			rels[n], nodes[n] = int64(l.rel), int64(l.other)
			n++
		}
		for len(groups) > 0 && !h.wanted(groups[0].kind) {
			groups = groups[1:]
		}
		if len(groups) == 0 || n == MostAhead {
			return n
		}
		links, kind, groups = groups[0].links, groups[0].kind, groups[1:]
	}
}

// SeekAhead finds what SeekEqual gives for a property of each of the nodes, at most MostAhead, and puts it into found.
func (v *View) SeekAhead(ix *Index, nodes []int64, k PropKey, found *[MostAhead]IDs) (sum uint32) {
	x, ok := v.g.index(ix)
	var keys [MostAhead][]byte
	var of [MostAhead]int // the place of a key's node
	n := 0
	room := make([]byte, 0, MostAhead*96) // where the keys lie, if it is enough
	for i, id := range nodes {
		found[i] = IDs{}
		is := findProp(v.g.nodeProps(id), k)
		if !ok || is.IsNull() {
			continue
		}
		if key, some := appendSeekKey(room, []value.Value{is}); some {
			keys[n], of[n] = key, i
			n++
			room = key[len(key):]
		}
	}
	if n == 0 {
		return 0
	}
	if t := x.probed(n); t != nil {
		var ids [MostAhead][]uint32
		sum = t.seekEach(v, x.keys[0], keys[:n], &ids)
		for i := range n {
			found[of[i]] = Listed(ids[i])
		}
		return sum
	}
	var cursors [MostAhead]keyCursor
	sum = x.tree.seekEach(keys[:n], &cursors)
	for i := range n {
		found[of[i]] = x.tree.idsFrom(&cursors[i], keys[i])
	}
	return sum
}
