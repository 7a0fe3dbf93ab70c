package storage

import (
	"encoding/binary"
	"slices"
)

// smallBlob is the most bytes of properties that a record keeps in its page's common slab; more get an
// allocation of their own, so that a page stays cheap to copy.
const smallBlob = 4 << 10

// blobs keeps the properties of a page's records in one slab. Bytes once written are never changed: what
// was read out of the slab stays valid for ever.
type blobs struct {
	at     [pageSize]uint32 // 0: none; top bit: index into big; else offset of the length in data
	data   []byte           // begins with one unused byte
	big    [][]byte
	waste  int
	shared bool // data and big belong to another epoch as well
}

const bigBlob = 1 << 31

func (b *blobs) get(i uint32) []byte {
	at := b.at[i]
	switch {
	case at == 0:
		return nil
	case at&bigBlob != 0:
		return b.big[at&^bigBlob]
	}
	n, from := uvarintAt(b.data, int(at))
	return b.data[from : from+int(n) : from+int(n)]
}

// set keeps a copy of blob as the properties of record i.
func (b *blobs) set(i uint32, blob []byte) {
	old := b.get(i)
	if b.at[i]&bigBlob == 0 {
		b.waste += len(old)
	}
	b.at[i] = 0
	if b.shared || b.waste > 1<<10 && b.waste > len(b.data)/2 {
		b.compact(len(blob))
	}
	switch {
	case len(blob) == 0:
	case len(blob) > smallBlob:
		b.big = append(b.big, slices.Clone(blob))
		b.at[i] = bigBlob | uint32(len(b.big)-1)
	default:
		if len(b.data) == 0 {
			b.data = append(b.data, 0)
		}
		b.at[i] = uint32(len(b.data))
		b.data = append(binary.AppendUvarint(b.data, uint64(len(blob))), blob...)
	}
}

// compact moves the live blobs to a slab of this epoch's own, with room for more bytes.
func (b *blobs) compact(more int) {
	fresh := make([]byte, 1, max(16, len(b.data)-b.waste+min(more, smallBlob)+16))
	var big [][]byte
	for i, at := range b.at {
		blob := b.get(uint32(i))
		switch {
		case at == 0:
		case at&bigBlob != 0:
			b.at[i] = bigBlob | uint32(len(big))
			big = append(big, blob)
		default:
			b.at[i] = uint32(len(fresh))
			fresh = append(binary.AppendUvarint(fresh, uint64(len(blob))), blob...)
		}
	}
	b.data, b.big, b.waste, b.shared = fresh, big, 0, false
}

// nodePage is 128 nodes.
type nodePage struct {
	owner  uint32
	labels [pageSize]uint32 // number of the label set plus 1, 0 for no node
	adj    [pageSize]*adjacency
	props  blobs
}

func (p *nodePage) ownedBy(epoch uint32) bool { return p.owner == epoch }

func (p *nodePage) cloneFor(epoch uint32) *nodePage {
	c := &nodePage{}
	if p != nil {
		*c = *p
		c.props.shared = true
	}
	c.owner = epoch
	return c
}

// relPage is 128 relationships.
type relPage struct {
	owner uint32
	types [pageSize]uint32 // number of the type plus 1, 0 for no relationship
	start [pageSize]uint32
	end   [pageSize]uint32
	props blobs
}

func (p *relPage) ownedBy(epoch uint32) bool { return p.owner == epoch }

func (p *relPage) cloneFor(epoch uint32) *relPage {
	c := &relPage{}
	if p != nil {
		*c = *p
		c.props.shared = true
	}
	c.owner = epoch
	return c
}

// link is one relationship as seen from one of its ends.
type link struct {
	rel   uint32
	other uint32 // gone for a deleted relationship
}

const gone = ^uint32(0)

// group is the relationships of a node of one type and direction, by ascending id. A writer appends to
// links in place, beyond what any snapshot sees, and copies them before it changes one.
type group struct {
	kind  uint32 // type<<1, +1 for incoming
	dead  uint32 // links that are gone
	loops uint32 // live links to the node itself
	owner uint32 // epoch that may change links in place
	links []link
}

func (g *group) live() int { return len(g.links) - int(g.dead) }

// adjacency is all relationships of a node, groups by ascending kind.
type adjacency struct {
	owner  uint32
	groups []group
}

func groupKind(t RelType, incoming bool) uint32 {
	if incoming {
		return uint32(t)<<1 | 1
	}
	return uint32(t) << 1
}

// find is the place of kind in a's groups, or where it belongs.
func (a *adjacency) find(kind uint32) (int, bool) {
	if a == nil {
		return 0, false
	}
	for i := range a.groups {
		if k := a.groups[i].kind; k >= kind {
			return i, k == kind
		}
	}
	return len(a.groups), false
}

// mutableAdj is the adjacency of record i for changing.
func (p *nodePage) mutableAdj(i uint32) *adjacency {
	a := p.adj[i]
	switch {
	case a == nil:
		a = &adjacency{owner: p.owner}
	case a.owner != p.owner:
		a = &adjacency{owner: p.owner, groups: slices.Clone(a.groups)}
	}
	p.adj[i] = a
	return a
}

// addLink adds a relationship to record i of the page; its id is above all that the group has.
func (p *nodePage) addLink(i, kind uint32, l link, self bool) {
	a := p.mutableAdj(i)
	at, ok := a.find(kind)
	if !ok {
		a.groups = slices.Insert(slices.Clip(a.groups), at, group{kind: kind, owner: p.owner})
	}
	g := &a.groups[at]
	g.links = append(g.links, l)
	if self {
		g.loops++
	}
}

// dropLink marks a relationship as gone. Groups more than half gone are rewritten.
func (p *nodePage) dropLink(i, kind, rel uint32, self bool) {
	a := p.mutableAdj(i)
	at, ok := a.find(kind)
	if !ok {
		panic("storage: adjacency lost a relationship group")
	}
	g := &a.groups[at]
	n, ok := slices.BinarySearchFunc(g.links, rel, func(l link, rel uint32) int { return int(int64(l.rel) - int64(rel)) })
	if !ok || g.links[n].other == gone {
		panic("storage: adjacency lost a relationship")
	}
	if g.owner != p.owner {
		g.links, g.owner = slices.Clone(g.links), p.owner
	}
	g.links[n].other = gone
	g.dead++
	if self {
		g.loops--
	}
	switch {
	case g.live() == 0:
		a.groups = slices.Delete(slices.Clone(a.groups), at, at+1)
	case g.dead > 8 && int(g.dead) > len(g.links)/2:
		live := make([]link, 0, g.live()+g.live()/4)
		for _, l := range g.links {
			if l.other != gone {
				live = append(live, l)
			}
		}
		g.links, g.dead = live, 0
	}
}
