package exec

import (
	"math"
	"runtime"
	"slices"

	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// A query that reads a snapshot and takes long is run by several workers. What they share is a stretch of the plan: from
// a leaf that gives many ids through the operators that hand on row by row to the first that gathers rows, or to the
// result. The ids are cut into morsels; each worker has operators and a row of its own, and what it makes of a morsel is
// taken in the order of the morsels. So rows, their order and errors are those of one worker: where a worker fails, the
// one that pulls does that morsel again itself, and meets the error when its turn comes.
//
// A stretch begins with one worker. When it has taken so many steps that more will pay, its leaf pauses as if it had
// ended, and all that it gave is handed on; then the others come in. The one that pulls works, too, while what it needs
// next is not there. How many morsels are ahead of it is bounded, and workers without a morsel end, so that none are left
// when nobody pulls.

// Parallel says how queries are shared out. The zero Parallel is the usual way.
type Parallel struct {
	Workers int // at work in the process at once, those that pull long queries among them; 0: GOMAXPROCS; 1: only those
	After   int // steps before others come in; 0: usualAfter
	Morsel  int // steps that a morsel takes, roughly; 0: from fewestSteps on, the more the longer the query runs
}

const (
	usualAfter             = 4_096
	fewestSteps, mostSteps = 2_048, 16_384 // of a morsel
	mostIDs                = 4_096         // of a morsel
)

func (p Parallel) workers() int { return orUsual(p.Workers, runtime.GOMAXPROCS(0)) }

func orUsual(n, usual int) int {
	if n > 0 {
		return n
	}
	return usual
}

// leaf is an operator where a stretch begins. Its source is an argument.
type leaf interface {
	operator
	// pauses has the leaf ask p before each id.
	pauses(p *pause)
	// rest takes over the ids that are still to come: each call appends up to n, fewer only at the end.
	rest(r *Run) func(dst []uint32, n int) ([]uint32, error)
	// feed has the leaf, which is at its end or just opened, give these ids.
	feed(ids []uint32)
}

// pause is where a leaf stops so that others can come in. A leaf has none unless a stretch begins at it.
type pause struct {
	stretch *stretch
	given   int // ids
	at      int // steps of the run from which on the leaf may stop
}

// due counts an id that the leaf is about to give, and says whether it is to stop instead.
func (p *pause) due(r *Run) bool {
	if r.steps >= p.at && p.stretch.divides(r) {
		return true
	}
	p.given++
	return false
}

// stretch is a part of the plan that can be shared out, as one operator.
type stretch struct {
	top, bottom plan.Node
	sink        plan.Node // gathers the rows, in the workers too; nil if the rows themselves are wanted of them
	above       operator  // built for sink
	src         operator
	leaf        leaf
	pause       pause
	opened      int   // steps of the run then
	known       bool  // whether it may be shared out, and what is to be shipped
	refused     bool  // it may not
	ship        []int // slots that are read above
	team        *team
	direct      bool    // rows come from src
	now         *morsel // whose rows are given
	at          int     // in its rows: the next
	nth         int     // of the row that was given, in the morsel
	part        any     // what the sink made of a morsel, given in place of a row
	wasted      int     // morsels that a worker failed at
	crew        []*worker
}

// fewestWasted is from how many morsels on, done again by the one that pulls, the others are no help.
const fewestWasted = 4

// stretchBelow is the stretch that n is the top of; nil if it is of none.
func (b *builder) stretchBelow(n plan.Node) *stretch {
	if b.alone || b.run.Tx != nil || b.plan.Mode == syntax.Profile {
		return nil
	}
	bottom := b.leafBelow(n)
	if bottom == nil || b.run.Parallel.workers() < 2 {
		return nil
	}
	s := &stretch{top: n, bottom: bottom}
	s.pause.stretch = s
	defer b.apart()()
	b.bottom = bottom
	s.src = b.operator(n)
	s.leaf = b.leaf
	s.leaf.pauses(&s.pause)
	return s
}

// apart begins a part of the plan in which there are no stretches; the result ends it.
func (b *builder) apart() (end func()) {
	outer := b.alone
	b.alone = true
	return func() { b.alone = outer }
}

// inner builds a plan that is run for each row, by whoever has the row.
func (b *builder) inner(n plan.Node) operator {
	defer b.apart()()
	return b.operator(n)
}

// gathers notes that the operator n gathers the rows of src, if they are those of a stretch.
func gathers(n plan.Node, src operator, op operator) *stretch {
	s, _ := src.(*stretch)
	if s != nil {
		s.sink, s.above = n, op
	}
	return s
}

// leafBelow is the leaf that gives the rows of n if all between them hand on row by row, or run by run, else nil; nil in a
// query that writes, too.
func (b *builder) leafBelow(n plan.Node) plan.Node {
	for !b.plan.Writes {
		var source plan.Node
		isLeaf := false
		switch n := n.(type) {
		case *plan.Distinct:
			leaf := b.leafBelow(n.Source)
			if leaf == nil || !slices.Contains(n.Slots, givenBy(leaf)) {
				return nil
			}
			return leaf
		case *plan.Aggregate:
			rows, order := unsorted(n)
			if order != nil && b.plan.Mode == syntax.Profile { // the Sort has numbers of its own
				return nil
			}
			leaf := b.leafBelow(rows)
			if leaf == nil || !slices.Contains(itemSlots(n.Keys), givenBy(leaf)) {
				return nil
			}
			return leaf
		case *plan.AllNodes:
			source, isLeaf = n.Source, true
		case *plan.LabelScan:
			source, isLeaf = n.Source, true
		case *plan.TypeScan:
			source, isLeaf = n.Source, true
		case *plan.AnyOf:
			source, isLeaf = n.Source, slices.ContainsFunc(n.Leaves, func(leaf plan.Node) bool {
				seek, ok := leaf.(*plan.IndexSeek)
				return !ok || !seek.Unique || seek.In != nil
			})
		case *plan.IndexSeek:
			source, isLeaf = n.Source, !n.Unique || n.In != nil
		case *plan.ByID:
			source = n.Source
		case *plan.Expand:
			source = n.Source
		case *plan.VarExpand:
			source = n.Source
		case *plan.Repeat:
			source = n.Source
		case *plan.Search:
			source = n.Source
		case *plan.BoundRel:
			source = n.Source
		case *plan.Shortest:
			source = n.Source
		case *plan.MakePath:
			source = n.Source
		case *plan.Degree:
			source = n.Source
		case *plan.Filter:
			source = n.Source
		case *plan.Project:
			source = n.Source
		case *plan.Unwind:
			source = n.Source
		case *plan.Optional:
			source = n.Source
		case *plan.Choose:
			source = n.Source
		case *plan.Apply:
			source = n.Source
		default:
			return nil
		}
		if _, once := source.(*plan.Argument); once {
			if isLeaf {
				return n
			}
			return nil
		}
		n = source
	}
	return nil
}

// followEachOther says whether rows in which e is the same surely follow each other: it is a node or relationship that the
// leaf below n gives, each once.
func (b *builder) followEachOther(n plan.Node, e syntax.Expr) bool {
	slot, ok := b.plan.Slots[e]
	leaf := b.leafBelow(n)
	return ok && leaf != nil && slot == givenBy(leaf)
}

// learn finds out whether the stretch may be shared out, and which slots above it read what it writes.
func (s *stretch) learn(p *plan.Plan) {
	s.known = true
	top := s.top
	if s.sink != nil {
		top = s.sink
	}
	within, above := make([]bool, p.Width), make([]bool, p.Width)
	marks := func(slots []bool) func(int) {
		return func(i int) {
			if i >= 0 && i < len(slots) {
				slots[i] = true
			}
		}
	}
	p.Inspect(top, plan.Inspector{Slot: marks(within), Node: func(n plan.Node) bool {
		switch n := n.(type) {
		case *plan.Procedure, *plan.Show:
			s.refused = true
		case *plan.Apply:
			s.refused = s.refused || n.Transactions != nil
		}
		return !s.refused
	}, Expr: func(e syntax.Expr) {
		if c, ok := e.(*syntax.Call); ok {
			f, known := function.Lookup(c.Name.Text)
			s.refused = s.refused || known && f.Volatile
		}
	}})
	p.Inspect(p.Root, plan.Inspector{Slot: marks(above), Node: func(n plan.Node) bool { return n != top }, Expr: func(syntax.Expr) {}})
	for _, slot := range p.Output {
		above[slot] = true
	}
	for slot := range within {
		if within[slot] && above[slot] {
			s.ship = append(s.ship, slot)
		}
	}
}

func (s *stretch) open(r *Run) error {
	s.end(r)
	s.direct, s.now, s.part, s.wasted = true, nil, nil, 0
	s.opened, s.pause.given = r.steps, 0
	s.pause.at = r.steps + orUsual(r.Parallel.After, usualAfter)
	if s.refused {
		s.pause.at = math.MaxInt
	}
	return s.src.open(r)
}

// divides says whether others come in now. If so, the leaf has nothing to give until it is fed.
func (s *stretch) divides(r *Run) bool {
	if !s.known {
		s.learn(r.plan)
	}
	if s.refused {
		s.pause.at = math.MaxInt
		return false
	}
	if s.team = newTeam(r, s); s.team == nil {
		s.pause.at = r.steps + orUsual(r.Parallel.After, usualAfter)
		return false
	}
	s.pause.at = math.MaxInt
	return true
}

func (s *stretch) next(r *Run) (bool, error) {
	s.part = nil
	for {
		if s.now != nil {
			if s.row(r) {
				return true, nil
			}
			s.team.recycle(r, s.now)
			s.now = nil
		}
		if s.direct {
			ok, err := s.src.next(r)
			if ok || err != nil {
				return ok, err
			}
			s.direct = false
		}
		if s.team == nil {
			return false, nil
		}
		m, err := s.team.turn(r)
		switch {
		case err != nil:
			return false, err
		case m == nil:
			s.end(r)
			return false, nil
		case m.state != done:
			if m.state == failed {
				if s.wasted++; s.wasted == fewestWasted {
					s.team.dismiss(r)
				}
			}
			s.leaf.feed(m.ids)
			s.direct = true
		case m.part != nil:
			s.part = m.part
			s.team.recycle(r, m)
			return true, nil
		default:
			s.now, s.at, s.nth = m, 0, -1
		}
	}
}

// row gives the next row of the morsel.
func (s *stretch) row(r *Run) bool {
	if s.nth++; s.nth == s.now.count {
		return false
	}
	r.restore(s.ship, s.now.rows[s.at:])
	s.at += len(s.ship)
	return true
}

// key is the key of the row that was given, if the sink is a Distinct that a worker has run.
func (s *stretch) key() ([]byte, bool) {
	if s == nil || s.now == nil || s.now.keys == nil {
		return nil, false
	}
	return s.now.keys.key(s.nth), true
}

// end sends the others away.
func (s *stretch) end(r *Run) {
	if s.team != nil {
		s.team.disband(r)
		s.team = nil
	}
}

// The leaves.

func (s *scan) pauses(p *pause) { s.pause = p }

func (s *scan) rest(*Run) func([]uint32, int) ([]uint32, error) {
	s.active = false
	read := make([]uint32, len(s.ids.rest))
	for i, id := range s.ids.rest {
		read[i] = uint32(id)
	}
	ids := s.ids.ids
	return func(dst []uint32, n int) ([]uint32, error) {
		some := min(n, len(read))
		dst, read = append(dst, read[:some]...), read[some:]
		return ids.Take(dst, n-some), nil
	}
}

func (s *scan) feed(ids []uint32) {
	s.src.(*argument).given = true
	s.ids.begin(storage.Listed(ids))
	s.active = true
}

func (s *typeScan) pauses(p *pause) { s.pause = p }

func (s *typeScan) rest(r *Run) func([]uint32, int) ([]uint32, error) {
	s.active = false
	types, _ := s.types.get(r.View)
	ids, types := s.ids, slices.Clone(types[s.at:])
	return func(dst []uint32, n int) ([]uint32, error) {
		for wanted := len(dst) + n; ; {
			dst = ids.Take(dst, wanted-len(dst))
			if len(dst) == wanted || len(types) == 0 {
				return dst, nil
			}
			ids, types = r.View.RelsByType(types[0]), types[1:]
		}
	}
}

func (s *typeScan) feed(ids []uint32) {
	s.src.(*argument).given = true
	s.ids, s.at = storage.Listed(ids), math.MaxInt
	s.active, s.again = true, false
}

func (a *anyOf) pauses(p *pause) { a.pause = p }

func (a *anyOf) rest(r *Run) func([]uint32, int) ([]uint32, error) {
	a.active = false
	from := *a
	return func(dst []uint32, n int) ([]uint32, error) {
		for n > 0 {
			id, ok := from.ids.Next()
			if ok {
				if !from.given(r, id) {
					dst, n = append(dst, uint32(id)), n-1
				}
				continue
			}
			if from.at == len(from.begin) {
				break
			}
			if err := from.advance(r); err != nil {
				return dst, err
			}
		}
		return dst, nil
	}
}

func (a *anyOf) feed(ids []uint32) {
	a.src.(*argument).given = true
	a.ids, a.fed, a.active = storage.Listed(ids), true, true
}
