package exec

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// repeat follows a path that is repeated, in depth-first order. The ways through one repetition are taken all at once, so
// that one operator serves at every depth; what is held is the ways from the nodes of one path.
type repeat struct {
	src    operator
	step   *step
	n      *plan.Repeat
	levels []repetitions
	rels   []value.Value // of the path so far, in the order in which they were walked
	start  int64
	target int64
	zero   bool // the empty path is to be given
	active bool
	held   int64
}

// repetitions is the ways on from one node, of which the first at are done.
type repetitions struct {
	ways []way
	at   int
	rels int // that the path had before
}

func (o *repeat) open(r *Run) error {
	o.reset(r)
	return o.src.open(r)
}

func (o *repeat) reset(r *Run) {
	r.used -= o.held
	o.levels, o.rels, o.held, o.active = o.levels[:0], o.rels[:0], 0, false
}

func (o *repeat) next(r *Run) (bool, error) {
	for {
		if o.active {
			ok, err := o.advance(r)
			if err != nil || ok {
				return ok, err
			}
			o.reset(r)
		}
		ok, err := o.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if o.start, ok, err = r.nodeID(o.n.From); err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		if o.n.Into {
			if o.target, ok, err = r.nodeID(o.n.To); err != nil {
				return false, err
			}
			if !ok {
				continue
			}
		}
		o.active, o.zero = true, o.n.Min == 0
		if err := o.push(r, o.start); err != nil {
			return false, err
		}
	}
}

func (o *repeat) advance(r *Run) (bool, error) {
	if o.zero {
		o.zero = false
		if o.give(r, o.start) {
			return true, nil
		}
	}
	for len(o.levels) > 0 {
		top := &o.levels[len(o.levels)-1]
		o.rels = o.rels[:top.rels]
		if top.at == len(top.ways) {
			o.pop(r)
			continue
		}
		w := &top.ways[top.at]
		top.at++
		o.rels = append(o.rels, w.rels...)
		depth := int64(len(o.levels))
		if err := o.push(r, w.end); err != nil {
			return false, err
		}
		if depth >= o.n.Min && o.give(r, w.end) {
			return true, nil
		}
	}
	return false, nil
}

// push takes the ways on from the path's last node, none if there are as many repetitions as there may be.
func (o *repeat) push(r *Run, node int64) error {
	level := repetitions{rels: len(o.rels)}
	if o.n.Max < 0 || int64(len(o.levels)) < o.n.Max {
		err := o.step.ways(r, node, o.rels, func(w way) error {
			level.ways = append(level.ways, w)
			o.held += w.size()
			return r.charge(w.size())
		})
		if err != nil {
			return err
		}
	}
	o.levels = append(o.levels, level)
	return nil
}

func (o *repeat) pop(r *Run) {
	n := len(o.levels) - 1
	for _, w := range o.levels[n].ways {
		o.held -= w.size()
		r.used -= w.size()
	}
	o.levels = o.levels[:n]
}

// give puts the path so far, which ends at node, into the row; false if it has to end elsewhere. The level on top is that
// of the ways on from there.
func (o *repeat) give(r *Run, node int64) bool {
	if o.n.Into && node != o.target {
		return false
	}
	r.row[o.n.Rel] = value.List(ordered(o.rels, o.n.Reversed))
	for i, g := range o.n.Groups {
		list := make([]value.Value, len(o.levels)-1)
		for j, l := range o.levels[:len(list)] {
			list[j] = l.ways[l.at-1].vars[i]
		}
		r.row[g.Outer] = value.List(ordered(list, o.n.Reversed))
	}
	if !o.n.Into {
		r.row[o.n.To] = value.NodeRef(node)
	}
	return true
}

// ordered is a copy of a list, turned round if reversed.
func ordered(list []value.Value, reversed bool) []value.Value {
	out := make([]value.Value, len(list))
	for i, v := range list {
		if reversed {
			i = len(list) - 1 - i
		}
		out[i] = v
	}
	return out
}

// step takes the ways through one repetition of a path.
type step struct {
	*plan.Step
	body operator
}

func (b *builder) step(s *plan.Step) *step { return &step{Step: s, body: b.inner(s.Body)} }

// way is one way through a repetition.
type way struct {
	rels []value.Value // in the order in which they are walked
	end  int64
	vars []value.Value // of the groups
}

func (w *way) size() int64 { return 72 + valueBytes*int64(len(w.rels)+len(w.vars)) }

// ways gives take the ways on from a node, over relationships that are not among the used ones.
func (s *step) ways(r *Run, node int64, used []value.Value, take func(way) error) error {
	r.row[s.First], r.row[s.Used] = value.NodeRef(node), value.List(used)
	if err := s.body.open(r); err != nil {
		return err
	}
	for {
		ok, err := s.body.next(r)
		if err != nil || !ok {
			return err
		}
		w := way{rels: r.save(s.Rels), end: r.row[s.Last].ID()}
		if len(s.Groups) > 0 {
			w.vars = make([]value.Value, len(s.Groups))
			for i, g := range s.Groups {
				w.vars[i] = r.row[g.Inner]
			}
		}
		if err := take(w); err != nil {
			return err
		}
	}
}
