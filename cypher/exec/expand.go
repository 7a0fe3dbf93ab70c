package exec

import (
	"math"
	"slices"

	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// expand follows single relationships.
type expand struct {
	src    operator
	n      *plan.Expand
	types  *relTypes
	cross  *crossing
	hops   storage.Hops
	coming hopsAhead
	into   between
}

func (e *expand) open(r *Run) error {
	e.hops = storage.Hops{}
	return e.src.open(r)
}

func (e *expand) next(r *Run) (bool, error) {
	for {
		for {
			if !e.n.Into {
				e.coming.before(r, &e.hops, e.cross.ahead, e.n.Rel, e.n.To)
			}
			hop, ok := e.hops.Next()
			if !ok {
				break
			}
			if err := r.step(); err != nil {
				return false, err
			}
			if len(e.n.Unique) > 0 && used(r, e.n.Unique, hop.Rel) {
				continue
			}
			r.row[e.n.Rel] = value.RelationshipRef(hop.Rel)
			if !e.n.Into {
				r.row[e.n.To] = value.NodeRef(hop.Node)
			}
			return true, nil
		}
		ok, err := e.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := e.begin(r); err != nil {
			return false, err
		}
	}
}

func (e *expand) begin(r *Run) error {
	from, ok, err := r.nodeID(e.n.From)
	if err != nil || !ok {
		return err
	}
	types, some := e.types.get(r.View)
	if !some {
		return nil
	}
	e.coming = hopsAhead{}
	e.cross.taken++
	if !e.n.Into {
		e.hops = r.View.Expand(from, e.n.Direction, types...)
		return nil
	}
	to, ok, err := r.nodeID(e.n.To)
	if err != nil || !ok {
		return err
	}
	e.hops, err = e.into.hops(r, from, to, e.n.Direction, types)
	return err
}

// varExpand follows paths of relationships in depth-first order.
type varExpand struct {
	src    operator
	n      *plan.VarExpand
	types  *relTypes
	where  []truth
	ahead  ahead
	stack  []pathHops // the relationships still to be tried at each depth
	rels   []int64    // of the path so far
	lists  slab[value.Value]
	start  int64
	target int64
	into   between
	zero   bool // the empty path is to be given
	active bool
}

type pathHops struct {
	storage.Hops
	coming hopsAhead
}

func (e *varExpand) open(r *Run) error {
	e.active = false
	return e.src.open(r)
}

func (e *varExpand) next(r *Run) (bool, error) {
	for {
		if e.active {
			ok, err := e.advance(r)
			if err != nil || ok {
				return ok, err
			}
			e.active = false
		}
		ok, err := e.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		start, ok, err := r.nodeID(e.n.From)
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		if e.n.Into {
			if e.target, ok, err = r.nodeID(e.n.To); err != nil {
				return false, err
			}
			if !ok {
				continue
			}
		}
		e.start, e.active, e.zero = start, true, e.n.Min == 0
		e.rels, e.stack = e.rels[:0], e.stack[:0]
		if err := e.push(r, start); err != nil {
			return false, err
		}
	}
}

// push begins to try the relationships of the path's last node, unless the path is as long as it
// may be. The last relationship that a path to a known node may have leads there.
func (e *varExpand) push(r *Run, node int64) (err error) {
	var hops storage.Hops
	var coming hopsAhead
	types, some := e.types.get(r.View)
	switch left := e.n.Max - int64(len(e.rels)); {
	case !some || e.n.Max >= 0 && left <= 0:
	case e.n.Max >= 0 && left == 1 && e.n.Into:
		hops, err = e.into.hops(r, node, e.target, e.n.Direction, types)
		coming.left = math.MaxInt
	default:
		hops = r.View.Expand(node, e.n.Direction, types...)
	}
	e.stack = append(e.stack, pathHops{Hops: hops, coming: coming})
	return err
}

func (e *varExpand) advance(r *Run) (bool, error) {
	if e.zero {
		e.zero = false
		if e.give(r, e.start) {
			return true, nil
		}
	}
	for len(e.stack) > 0 {
		top := len(e.stack) - 1
		e.rels = e.rels[:top]
		e.stack[top].coming.before(r, &e.stack[top].Hops, e.ahead, e.n.Rel, e.n.To)
		hop, ok := e.stack[top].Next()
		if !ok {
			e.stack = e.stack[:top]
			continue
		}
		if err := r.step(); err != nil {
			return false, err
		}
		if slices.Contains(e.rels, hop.Rel) || used(r, e.n.Unique, hop.Rel) {
			continue
		}
		if ok, err := e.fits(r, hop.Rel); err != nil {
			return false, err
		} else if !ok {
			continue
		}
		e.rels = append(e.rels, hop.Rel)
		if err := e.push(r, hop.Node); err != nil {
			return false, err
		}
		if int64(len(e.rels)) >= e.n.Min && e.give(r, hop.Node) {
			return true, nil
		}
	}
	return false, nil
}

// fits checks the conditions on a single relationship.
func (e *varExpand) fits(r *Run, rel int64) (bool, error) {
	if len(e.where) == 0 {
		return true, nil
	}
	r.row[e.n.Step] = value.RelationshipRef(rel)
	return holds(r, e.where)
}

// give puts the path so far, which ends at node, into the row; false if it has to end elsewhere.
func (e *varExpand) give(r *Run, node int64) bool {
	if e.n.Into && node != e.target {
		return false
	}
	list := e.lists.take(len(e.rels))
	for i, id := range e.rels {
		if e.n.Reversed {
			i = len(list) - 1 - i
		}
		list[i] = value.RelationshipRef(id)
	}
	r.row[e.n.Rel] = value.List(list)
	if !e.n.Into {
		r.row[e.n.To] = value.NodeRef(node)
	}
	return true
}

// boundRel checks relationships that are in the row already, and gives their ends.
type boundRel struct {
	src   operator
	n     *plan.BoundRel
	types *relTypes
	where []truth
	ends  [][2]int64 // pairs of ends still to be given
}

func (e *boundRel) open(r *Run) error {
	e.ends = nil
	return e.src.open(r)
}

func (e *boundRel) next(r *Run) (bool, error) {
	for {
		for len(e.ends) > 0 {
			pair := e.ends[0]
			e.ends = e.ends[1:]
			if ok, err := e.give(r, pair); err != nil || ok {
				return ok, err
			}
		}
		ok, err := e.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := r.step(); err != nil {
			return false, err
		}
		if e.ends, err = e.candidates(r); err != nil {
			return false, err
		}
	}
}

// candidates gives the pairs of nodes that the relationship, or the list of them, joins in the
// direction of the pattern.
func (e *boundRel) candidates(r *Run) ([][2]int64, error) {
	v := r.row[e.n.Rel]
	if v.IsNull() {
		return nil, nil
	}
	rels := []value.Value{v}
	if e.n.Many {
		if v.Kind() != value.KindList {
			return nil, wrongType(v, "a list of relationships")
		}
		rels = v.List()
		if n := int64(len(rels)); n < e.n.Min || e.n.Max >= 0 && n > e.n.Max {
			return nil, nil
		}
	}
	var pairs [][2]int64
	for i, x := range rels {
		if x.Kind() != value.KindRelationship {
			return nil, wrongType(x, "a Relationship")
		}
		rel, ok := r.View.Rel(x.ID())
		if !ok || !e.types.has(r.View, rel.Type) || used(r, e.n.Unique, x.ID()) {
			return nil, nil
		}
		if len(e.where) > 0 {
			r.row[e.n.Step] = x
			if ok, err := holds(r, e.where); err != nil || !ok {
				return nil, err
			}
		}
		steps := e.steps(rel)
		if i == 0 {
			pairs = steps
			continue
		}
		pairs = chain(pairs, steps)
	}
	return pairs, nil
}

// steps gives the ways to walk over a relationship in the pattern's direction.
func (e *boundRel) steps(rel storage.Rel) [][2]int64 {
	forth, back := [2]int64{rel.Start, rel.End}, [2]int64{rel.End, rel.Start}
	switch {
	case e.n.Direction == storage.Outgoing || rel.Start == rel.End:
		return [][2]int64{forth}
	case e.n.Direction == storage.Incoming:
		return [][2]int64{back}
	}
	return [][2]int64{forth, back}
}

func chain(pairs, steps [][2]int64) [][2]int64 {
	var out [][2]int64
	for _, p := range pairs {
		for _, s := range steps {
			if p[1] == s[0] {
				out = append(out, [2]int64{p[0], s[1]})
			}
		}
	}
	return out
}

func (e *boundRel) give(r *Run, pair [2]int64) (bool, error) {
	for i, slot := range [2]int{e.n.From, e.n.To} {
		bound := i == 0 && e.n.FromBound || i == 1 && (e.n.ToBound || e.n.From == e.n.To)
		if !bound {
			r.row[slot] = value.NodeRef(pair[i])
			continue
		}
		id, ok, err := r.nodeID(slot)
		if err != nil || !ok || id != pair[i] {
			return false, err
		}
	}
	return true, nil
}

// makePath puts a path together.
type makePath struct {
	src operator
	n   *plan.MakePath
}

func (p *makePath) open(r *Run) error { return p.src.open(r) }

func (p *makePath) next(r *Run) (bool, error) {
	ok, err := p.src.next(r)
	if err != nil || !ok {
		return false, err
	}
	r.row[p.n.Slot] = pathOver(r, p.n)
	return true, nil
}

// pathOver is the path over the slots of its parts, null if one is missing.
func pathOver(r *Run, n *plan.MakePath) value.Value {
	p := &value.Path{}
	node := r.row[n.Nodes[0]]
	if node.Kind() != value.KindNode {
		return value.Null
	}
	p.Nodes = append(p.Nodes, node)
	for i, slot := range n.Rels {
		v := r.row[slot]
		rels := []value.Value{v}
		if v.Kind() == value.KindList {
			rels = v.List()
		}
		for _, x := range rels {
			if x.Kind() != value.KindRelationship {
				return value.Null
			}
			node = value.NodeRef(otherEnd(r, x.ID(), node.ID()))
			p.Relationships = append(p.Relationships, x)
			p.Nodes = append(p.Nodes, node)
		}
		if end := r.row[n.Nodes[i+1]]; end.Kind() != value.KindNode {
			return value.Null
		}
	}
	return value.PathOf(p)
}

func otherEnd(r *Run, rel, node int64) int64 {
	x, ok := r.View.Rel(rel)
	if !ok {
		x = r.deletedRels[rel]
	}
	if x.Start == node {
		return x.End
	}
	return x.Start
}
