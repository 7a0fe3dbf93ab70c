package storage

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// keyTree is a set of byte strings in ascending order of which a writer copies what it changes, as of a tree of pages:
// a B+ tree. A copy of the struct is a snapshot for as long as later changes carry another epoch.
type keyTree struct {
	root *keyNode // nil: empty
	n    int
}

// nodeKeys is how many keys a node holds: so many that it fills an allocation of 768 bytes. With more than nodeBytes of
// keys it is full before.
const nodeKeys, nodeBytes = 58, 1 << 20

// keyNode is a leaf, or a node of which key i divides kid i from kid i+1: what lies before the key from what lies at and
// after it. The keys lie packed in data, which is appended to beyond what any snapshot sees and never changed, so that
// a copy shares it, and a node costs the garbage collector one pointer, not one a key.
type keyNode struct {
	data  []byte   // keys, each after its length, in the order in which they came
	kids  []keyKid // one more than keys; nil in a leaf
	owner uint32   // epoch that may change the node
	n     int      // keys
	skip  int      // bytes that all keys begin with, or fewer
	waste int      // bytes of data that belong to no key any more
	heads [nodeKeys]uint64
	at    [nodeKeys]uint32
}

// keyKid is a node and the number of keys in the leaves below it.
type keyKid struct {
	node *keyNode
	n    int
}

// head is the first 8 bytes after skip, such that heads compare as keys do as far as they go.
func (nd *keyNode) head(key []byte) uint64 {
	key = key[nd.skip:]
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	h := uint64(0)
	for i, c := range key {
		h |= uint64(c) << (56 - 8*i)
	}
	return h
}

func (nd *keyNode) key(i int) []byte {
	n, from := uvarintAt(nd.data, int(nd.at[i]))
	return nd.data[from : from+int(n) : from+int(n)]
}

// search is the place of the first key at or after one, and whether that is the key itself.
func (nd *keyNode) search(key []byte) (int, bool) {
	if nd.n == 0 {
		return 0, false
	}
	if len(key) < nd.skip {
		if bytes.Compare(key, nd.key(0)) < 0 { // the beginning of what all keys begin with counts as less, too
			return 0, false
		}
		return nd.n, false
	}
	h := nd.head(key)
	low, high := nd.near(h), 0
	// What all keys begin with is looked at in the one that is read next.
	next := nd.key(min(low, nd.n-1))
	if c := bytes.Compare(key[:nd.skip], next[:nd.skip]); c < 0 {
		return 0, false
	} else if c > 0 {
		return nd.n, false
	}
	// What is left to compare is those with the same head: mostly one, or what is sought is before all of them.
	if low == nd.n || nd.heads[low] != h {
		return low, false
	}
	if c := bytes.Compare(next, key); c >= 0 {
		return low, c == 0
	}
	low++
	for high = low; high < nd.n && nd.heads[high] == h; high++ {
	}
	for low < high {
		mid := int(uint(low+high) >> 1)
		switch c := bytes.Compare(nd.key(mid), key); {
		case c == 0:
			return mid, true
		case c < 0:
			low = mid + 1
		default:
			high = mid
		}
	}
	return low, false
}

// near is the place of the first head that is not less.
func (nd *keyNode) near(head uint64) int {
	low, high := 0, nd.n
	for low < high {
		if mid := int(uint(low+high) >> 1); nd.heads[mid] < head {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// child is which kid a key belongs to.
func (nd *keyNode) child(key []byte) int {
	i, found := nd.search(key)
	if found {
		i++
	}
	return i
}

// insert puts a key at place i.
func (nd *keyNode) insert(i int, key []byte) {
	if nd.n == 0 {
		nd.skip = len(key)
	} else if same := commonPrefix(key, nd.key(0)[:nd.skip]); same < nd.skip {
		nd.skip = same
		for j := range nd.n {
			nd.heads[j] = nd.head(nd.key(j))
		}
	}
	copy(nd.heads[i+1:nd.n+1], nd.heads[i:nd.n])
	copy(nd.at[i+1:nd.n+1], nd.at[i:nd.n])
	nd.n++
	nd.heads[i], nd.at[i] = nd.head(key), uint32(len(nd.data))
	nd.data = append(binary.AppendUvarint(nd.data, uint64(len(key))), key...)
}

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// delete takes key i away.
func (nd *keyNode) delete(i int) {
	nd.waste += len(nd.key(i)) + 1
	copy(nd.heads[i:], nd.heads[i+1:nd.n])
	copy(nd.at[i:], nd.at[i+1:nd.n])
	nd.n--
	if nd.waste > 1<<10 && nd.waste > len(nd.data)/2 {
		nd.pack(0, nd.n)
	}
}

// pack keeps the keys from one place to another, in data of the node's own.
func (nd *keyNode) pack(from, to int) {
	keys := make([][]byte, 0, nodeKeys)
	size := 0
	for i := from; i < to; i++ {
		keys = append(keys, nd.key(i))
		size += len(keys[i-from]) + binary.MaxVarintLen32
	}
	nd.data, nd.n, nd.waste = make([]byte, 0, size), 0, 0
	for i, key := range keys {
		nd.insert(i, key)
	}
}

func (nd *keyNode) full() bool { return nd.n == nodeKeys || nd.n > 1 && len(nd.data) > nodeBytes }

// split moves the keys from place i on, and the kids that belong to them, to a new node. Of an inner node key i itself
// goes up: it is what divides the two, shortened where it need not be a key.
func (nd *keyNode) split(i int) (right *keyNode, between []byte) {
	c := *nd
	right = &c
	if nd.kids == nil {
		between = bytes.Clone(nd.key(i))
		between = between[:commonPrefix(between, nd.key(i-1))+1]
		right.pack(i, nd.n)
		nd.pack(0, i)
		return right, between
	}
	between = bytes.Clone(nd.key(i))
	right.kids, nd.kids = slices.Clone(nd.kids[i+1:]), slices.Clone(nd.kids[:i+1])
	right.pack(i+1, nd.n)
	nd.pack(0, i)
	return right, between
}

func (nd *keyNode) mutable(epoch uint32) *keyNode {
	if nd.owner == epoch {
		return nd
	}
	c := *nd
	c.owner, c.kids = epoch, slices.Clone(nd.kids)
	return &c
}

// size is the number of keys in the leaves below a node, or in it if it is one.
func (nd *keyNode) size() int {
	if nd.kids == nil {
		return nd.n
	}
	n := 0
	for _, k := range nd.kids {
		n += k.n
	}
	return n
}

// add enters a key; false if it was there.
func (t *keyTree) add(key []byte, epoch uint32) bool { return t.put(key, epoch, false) }

// load is add of a key that comes after all others; false if it does not.
func (t *keyTree) load(key []byte, epoch uint32) bool {
	if t.n > 0 {
		last := t.root
		for last.kids != nil {
			last = last.kids[len(last.kids)-1].node
		}
		if bytes.Compare(last.key(last.n-1), key) >= 0 {
			return false
		}
	}
	return t.put(key, epoch, true)
}

func (t *keyTree) put(key []byte, epoch uint32, last bool) bool {
	if t.root == nil {
		t.root = &keyNode{owner: epoch}
	}
	t.root = t.root.mutable(epoch)
	added, right, between := t.root.put(key, epoch, last)
	if right != nil {
		root := &keyNode{owner: epoch, kids: []keyKid{{t.root, t.root.size()}, {right, right.size()}}}
		root.insert(0, between)
		t.root = root
	}
	if added {
		t.n++
	}
	return added
}

// put enters a key below the node, which is split if it is full.
func (nd *keyNode) put(key []byte, epoch uint32, last bool) (added bool, right *keyNode, between []byte) {
	if nd.kids == nil {
		i, found := nd.n, false
		if !last {
			i, found = nd.search(key)
		}
		if found {
			return false, nil, nil
		}
		if nd.full() {
			right, between = nd.divide(i, key, epoch)
			return true, right, between
		}
		nd.insert(i, key)
		return true, nil, nil
	}
	i := nd.n
	if !last {
		i = nd.child(key)
	}
	kid := nd.kids[i].node.mutable(epoch)
	added, newKid, divider := kid.put(key, epoch, last)
	nd.kids[i].node = kid
	if newKid == nil {
		if added {
			nd.kids[i].n++
		}
		return added, nil, nil
	}
	nd.kids[i].n = kid.size()
	into := nd
	if nd.full() {
		if i == nd.n { // at the end: begin a node, and leave this one full
			return added, &keyNode{owner: epoch, kids: []keyKid{{newKid, newKid.size()}}}, divider
		}
		if right, between = nd.split(nd.n / 2); i > nd.n {
			into, i = right, i-nd.n-1
		}
	}
	into.insert(i, divider)
	into.kids = slices.Insert(into.kids, i+1, keyKid{newKid, newKid.size()})
	return added, right, between
}

// divide splits a full leaf and enters a key at place i. At the end it begins a new leaf: what comes in ascending order
// fills its leaves.
func (nd *keyNode) divide(i int, key []byte, epoch uint32) (right *keyNode, between []byte) {
	if i == nd.n {
		nd.data = bytes.Clone(nd.data) // without the room for more
		right = &keyNode{owner: epoch}
		right.insert(0, key)
		return right, bytes.Clone(key[:commonPrefix(key, nd.key(i-1))+1])
	}
	right, between = nd.split(nd.n / 2)
	if bytes.Compare(key, between) < 0 {
		nd.insert(i, key)
	} else {
		right.insert(i-nd.n, key)
	}
	return right, between
}

// remove takes a key away; false if it was not there.
func (t *keyTree) remove(key []byte, epoch uint32) bool {
	if c := t.seek(key); t.root == nil || !bytes.Equal(c.next(), key) {
		return false
	}
	t.root = t.root.mutable(epoch)
	t.root.remove(key, epoch)
	for t.n--; t.root.kids != nil && len(t.root.kids) == 1; {
		t.root = t.root.kids[0].node
	}
	if t.n == 0 {
		t.root = nil
	}
	return true
}

// remove takes a key away that is there. A kid that is empty then goes; others are not joined.
func (nd *keyNode) remove(key []byte, epoch uint32) {
	if nd.kids == nil {
		i, _ := nd.search(key)
		nd.delete(i)
		return
	}
	i := nd.child(key)
	kid := nd.kids[i].node.mutable(epoch)
	nd.kids[i].node = kid
	kid.remove(key, epoch)
	if nd.kids[i].n--; nd.kids[i].n == 0 {
		nd.kids = slices.Delete(nd.kids, i, i+1)
		if nd.n > 0 {
			nd.delete(max(0, i-1))
		}
	}
}

// rank is the number of keys before one.
func (t *keyTree) rank(key []byte) int {
	n, nd := 0, t.root
	if nd == nil {
		return 0
	}
	for nd.kids != nil {
		i := nd.child(key)
		for _, k := range nd.kids[:i] {
			n += k.n
		}
		nd = nd.kids[i].node
	}
	i, _ := nd.search(key)
	return n + i
}

// maxHeight is how many levels a tree has at most: a node is split after some 30 keys at least came to it.
const maxHeight = 12

// keyCursor walks over the keys of a tree that does not change meanwhile.
type keyCursor struct {
	path  [maxHeight]keyPlace // from the root to a leaf
	depth int                 // of the leaf
}

type keyPlace struct {
	node *keyNode
	i    int // of the next key in a leaf, of the kid in others
}

// seek is a cursor before the first key at or after one.
func (t *keyTree) seek(key []byte) keyCursor {
	var c keyCursor
	nd := t.root
	if nd == nil {
		nd = &emptyLeaf
	}
	for nd.kids != nil {
		i := nd.child(key)
		c.path[c.depth] = keyPlace{nd, i}
		c.depth++
		nd = nd.kids[i].node
	}
	i, _ := nd.search(key)
	c.path[c.depth] = keyPlace{nd, i}
	return c
}

var emptyLeaf keyNode

// seekEach is seek for several keys, at most MostAhead, on each level for all of them. The result says nothing.
func (t *keyTree) seekEach(keys [][]byte, cursors *[MostAhead]keyCursor) (sum uint32) {
	root := t.root
	if root == nil {
		root = &emptyLeaf
	}
	var nodes [MostAhead]*keyNode
	for i := range keys {
		nodes[i], cursors[i].depth = root, 0
	}
	for depth := 0; ; depth++ {
		sum += touchKeys(nodes[:len(keys)], keys)
		leaf := root.kids == nil
		for i, nd := range nodes[:len(keys)] {
			c := &cursors[i]
			c.depth = depth
			if leaf {
				at, _ := nd.search(keys[i])
				c.path[depth] = keyPlace{nd, at}
			} else {
				at := nd.child(keys[i])
				c.path[depth] = keyPlace{nd, at}
				nodes[i] = nd.kids[at].node
			}
		}
		if leaf || len(keys) == 0 {
			return sum
		}
		root = nodes[0]
	}
}

// touchKeys reads what of each node a search for its key compares with it, and the first keys that may begin with it.
func touchKeys(nodes []*keyNode, keys [][]byte) (sum uint32) {
	for _, nd := range nodes {
		for i := 0; i < nodeKeys; i += cacheLine / 8 {
			sum += uint32(nd.heads[i])
		}
	}
	for i, nd := range nodes {
		if len(keys[i]) < nd.skip {
			continue
		}
		head := nd.head(keys[i])
		from := nd.near(head)
		for at := from; at < min(nd.n, from+fewIDs) && (at == from || nd.heads[at] == head); at++ {
			sum += uint32(nd.data[nd.at[at]])
		}
	}
	return sum
}

// next is the next key, which stays as it is; nil after the last.
func (c *keyCursor) next() []byte {
	leaf := &c.path[c.depth]
	for leaf.i >= leaf.node.n {
		d := c.depth - 1
		for d >= 0 && c.path[d].i+1 == len(c.path[d].node.kids) {
			d--
		}
		if d < 0 {
			return nil
		}
		c.path[d].i++
		for ; d < c.depth; d++ {
			c.path[d+1] = keyPlace{node: c.path[d].node.kids[c.path[d].i].node}
		}
	}
	leaf.i++
	return leaf.node.key(leaf.i - 1)
}
