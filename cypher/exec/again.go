package exec

import (
	"newsgraph/cypher/function"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// To build operators and closures takes longer than many a query runs. A run that only read is therefore kept when it has
// ended, and serves its plan again with other parameters and on a later snapshot. What its parts have is of three kinds:
//
//   - what the plan says, and the memory that they have made: it stays;
//   - what they saw of the graph: Rest forgets it, also so that nothing of an old snapshot is kept alive;
//   - what the parameters and the clock give before the first row: it is calculated anew by Again, in the order in which it
//     was compiled. Where operators were left out or chosen by it (a condition that is always true), Again says whether the
//     choice would be the same.
//
// A part that does not know of this, an operator without forget or a closure that has called builder.oneRun, makes the run
// one that is not kept.

// lasting is an operator that can serve another run.
type lasting interface {
	operator
	// forget drops the run that has ended: what it held, and all that is of its snapshot.
	forget()
}

// renewal is what a run needs in order to serve again.
type renewal struct {
	once   bool // it may not
	ops    []lasting
	names  []**storage.View // for which a number of a name was found
	cells  []*cell
	fixed  []*fixed
	params []*parameter
	ended  []func()
	begin  []func(*Run) bool // each sets what is the same for all rows of the run; false if the operators are not right for it
}

// The most that a run may have held or done to be kept: what took long to run need not be quick to begin, and its
// operators may have much memory.
const mostKeptBytes, mostKeptSteps = 2 << 20, 1 << 20

// Rest ends the use of a run that was released, and says whether Again may begin another one with it.
func (r *Run) Rest() bool {
	if !r.lasts() {
		return false
	}
	for _, op := range r.renewal.ops {
		op.forget()
	}
	for _, of := range r.renewal.names {
		if *of != nil {
			*of = &noView
		}
	}
	for _, c := range r.renewal.cells {
		c.of, c.is = value.Null, value.Null
	}
	for _, f := range r.renewal.fixed {
		f.is = value.Null
	}
	for _, p := range r.renewal.params {
		p.is = value.Null
	}
	for _, f := range r.renewal.ended {
		f()
	}
	clear(r.row)
	clear(r.out)
	*r = Run{keeps: max(r.keeps, r.used), plan: r.plan, row: r.row, out: r.out, root: r.root, labelLists: r.labelLists, renewal: r.renewal,
		fn: function.Context{Graph: r.fn.Graph, Charge: r.fn.Charge, Rand: r.fn.Rand}}
	return true
}

// noView stands for the snapshot that a name was found in: names keep their numbers in later ones.
var noView storage.View

func (r *Run) lasts() bool {
	return !r.renewal.once && r.root != nil && !r.plan.Writes && r.plan.Mode != syntax.Profile && r.Tx == nil &&
		r.used <= mostKeptBytes && r.steps <= mostKeptSteps
}

// Again has a run that rests serve its plan once more, as New does; false if it cannot with these parameters.
func (r *Run) Again(in Input) bool {
	r.begin(in)
	for _, of := range r.renewal.names {
		if *of != nil {
			*of = r.View
		}
	}
	for _, p := range r.renewal.params {
		var ok bool
		if p.is, ok = r.Params[p.name]; !ok {
			return false
		}
	}
	for _, f := range r.renewal.begin {
		if !f(r) {
			return false
		}
	}
	return true
}

// oneRun says that what is being compiled is right for this run only.
func (b *builder) oneRun() { b.run.renewal.once = true }

// found has the run forget in which snapshot the number of a name was found.
func (b *builder) found(of **storage.View) { b.run.renewal.names = append(b.run.renewal.names, of) }

// each has f called at the beginning of each run that the compiled parts serve after this one.
func (b *builder) each(f func(r *Run) bool) { b.run.renewal.begin = append(b.run.renewal.begin, f) }

// lastly has f called at the end of each run.
func (b *builder) lastly(f func()) { b.run.renewal.ended = append(b.run.renewal.ended, f) }

// The operators.

func (a *argument) forget() {}

func (s *scan) forget() { s.ids, s.active = idBuffer{}, false }

func (a *anyOf) forget() {
	if a.all.known { // the first to forget
		a.found = a.all.ids[:0]
	}
	*a.all = finding{}
	a.ids, a.active, a.listed = storage.IDs{}, false, false
}

func (s *byID) forget() { s.items, s.one[0] = nil, value.Null }

func (s *typeScan) forget() { s.ids, s.active = storage.IDs{}, false }

func (e *expand) forget() {
	e.hops = storage.Hops{}
	e.into.forget()
}

func (e *varExpand) forget() {
	clear(e.stack[:cap(e.stack)])
	e.lists, e.active = slab[value.Value]{}, false
	e.into.forget()
}

func (b *between) forget() {
	b.to, b.asked, b.known, b.held = 0, 0, false, 0
	b.readAhead(storage.WantLinks)
}

func (e *boundRel) forget() { e.ends = nil }

func (s *shortest) forget() {
	s.found = nil
	for i := range s.sides {
		if len(s.sides[i].nodes) > mostKeptVisits {
			s.sides[i] = side{}
		}
	}
}

// mostKeptVisits is how many nodes a search for shortest paths may have reached for its memory to be kept.
const mostKeptVisits = 4096

func (p *makePath) forget() {}

func (c *count) forget() { c.left = nil }

func (d *degree) forget() {
	d.of = nil
	clear(d.labels)
}

func (f *filter) forget() {}

func (p *project) forget() {}

func (u *unwind) forget() { u.items, u.one[0] = nil, value.Null }

func (s *skip) forget() {}

func (l *limit) forget() {}

func (o *optional) forget() { o.active = false }

func (a *apply) forget() { a.active = false }

func (u *union) forget() {}

func (n *nothing) forget() {}

func (e *eager) forget() { e.chunks, e.held = nil, 0 }

func (d *distinct) forget() {
	d.empty()
	d.now, d.held = value.Null, 0
}

func (s *sorted) forget() {
	s.all.reset()
	s.first.reset()
	s.held = 0
	s.last.Store(nil)
}

func (a *aggregate) forget() {
	a.reset()
	a.held = 0
	clear(a.before[:cap(a.before)])
	clear(a.vals)
	for i := range a.calls {
		clear(a.calls[i].buffer)
	}
}

func (a *aggregateRuns) forget() {
	a.aggregate.forget()
	a.now, a.rows, a.waits = value.Null, nil, false
	clear(a.first)
}

func (s *stretch) forget() { s.now, s.part, s.crew = nil, nil, nil }
