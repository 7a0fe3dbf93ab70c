package exec

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// degree counts the relationships of a node.
type degree struct {
	src    operator
	n      *plan.Degree
	types  *relTypes
	labels []label       // that the other ends must have, as far as some lack them
	of     *storage.View // for which labels is known
}

func (b *builder) degree(n *plan.Degree) operator {
	b.look(n.From, storage.WantDegree)
	return &degree{src: b.operator(n.Source), n: n, types: b.relTypes(n.Types)}
}

func (d *degree) open(r *Run) error { return d.src.open(r) }

func (d *degree) next(r *Run) (bool, error) {
	for {
		ok, err := d.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := r.step(); err != nil {
			return false, err
		}
		from, ok, err := r.nodeID(d.n.From)
		if err != nil {
			return false, err
		}
		n := int64(0)
		if types, some := d.types.get(r.View); ok && some {
			if n, err = d.count(r, from, types); err != nil {
				return false, err
			}
		}
		if n > 0 || d.n.Optional || d.n.Zero {
			r.row[d.n.Slot] = value.Integer(n)
			return true, nil
		}
	}
}

func (d *degree) count(r *Run, node int64, types []storage.RelType) (n int64, err error) {
	if d.of != r.View {
		d.of, d.labels = r.View, d.labels[:0]
		for _, name := range d.n.Labels {
			if l := (label{name: name}); !d.all(r.View, &l, types) {
				d.labels = append(d.labels, l)
			}
		}
	}
	if len(d.labels) == 0 {
		return int64(r.View.Degree(node, d.n.Direction, types...)), nil
	}
	hops := r.View.Expand(node, d.n.Direction, types...)
	for {
		hop, ok := hops.Next()
		if !ok {
			return n, nil
		}
		if err := r.step(); err != nil {
			return n, err
		}
		if d.has(r.View, hop.Node) {
			n++
		}
	}
}

// all says whether the nodes that relationships of these types lead to all have a label, which the store's counts tell.
func (d *degree) all(v *storage.View, l *label, types []storage.RelType) bool {
	id, ok := l.get(v)
	if !ok {
		return false
	}
	total := int64(0)
	for _, t := range types {
		total += v.TypeCount(t)
	}
	if d.types.any {
		total = v.RelCount()
	}
	if d.n.Direction == storage.Both {
		total *= 2
	}
	return v.DegreeCount(id, d.n.Direction.Reverse(), types...) == total
}

func (d *degree) has(v *storage.View, node int64) bool {
	for i := range d.labels {
		if id, ok := d.labels[i].get(v); !ok || !v.HasLabel(node, id) {
			return false
		}
	}
	return true
}
