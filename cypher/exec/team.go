package exec

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"newsgraph/cypher/value"
)

// busy is how many workers there are in the process, those that pull a shared query among them.
var busy atomic.Int64

// team is the workers of a stretch while it is shared out: the one that pulls, which alone reads ids and takes
// results, and others.
type team struct {
	stretch *stretch
	run     *Run // of the one that pulls; its parts that do not change are read by all
	base    []value.Value
	most    int // workers in the process
	ctx     context.Context
	cancel  context.CancelFunc
	take    func(dst []uint32, n int) ([]uint32, error)
	ended   bool  // there are no more ids
	err     error // of reading ids: for when all before is taken
	steps   int   // of a morsel, wanted; 0: by those of all before
	all     int   // steps of the stretch so far
	size    int   // of the next morsel, in ids
	window  int   // most morsels ahead
	allowed int64 // bytes that the morsels ahead, and what workers make, may take: the run's budget has this less
	own     *worker
	spare   []*morsel // to be used again

	mu        sync.Mutex
	finished  sync.Cond
	queue     []*morsel // in order, from the one whose turn is next
	held      int64     // bytes of those in it that are done
	helpers   int
	dismissed bool
	free      []*worker
	gone      sync.WaitGroup
}

type morsel struct {
	ids   []uint32
	state state
	steps int           // that it took
	rows  []value.Value // the slots that are shipped, row by row
	count int           // of rows
	keys  *keyTable     // of the rows, where a Distinct was run
	part  any           // what another sink made of it
	spent *groups       // that another morsel had, to be used again
	bytes int64
}

type state uint8

const (
	waiting state = iota
	running
	done
	failed // to be done again by the one that pulls
)

// newTeam is nil while there is nobody who could help.
func newTeam(r *Run, s *stretch) *team {
	most := r.Parallel.workers()
	if int(busy.Load())+2 > most {
		return nil
	}
	busy.Add(1)
	t := &team{stretch: s, run: r, base: slices.Clone(r.row), most: most, window: 4 * most, steps: r.Parallel.Morsel,
		allowed: (r.Memory - r.used) / 4, free: s.crew}
	s.crew = nil
	t.finished.L = &t.mu
	t.ctx, t.cancel = context.WithCancel(r.Context)
	t.take = s.leaf.rest(r)
	t.resize(r.steps-s.opened, s.pause.given)
	r.teams = append(r.teams, t)
	r.ahead += t.allowed
	return t
}

// resize sets the size of the next morsel by the steps that the last ids took. Ids that follow each other may take very
// different numbers of them, so that a size at most doubles.
func (t *team) resize(steps, ids int) {
	t.all += steps
	wanted := orUsual(t.steps, min(max(fewestSteps, t.all/(4*t.window)), mostSteps))
	size := min(max(1, wanted*ids/max(1, steps)), mostIDs)
	if t.size > 0 {
		size = min(size, 2*t.size)
	}
	t.size = size
}

// disband ends the team: nobody is left when it returns.
func (t *team) disband(r *Run) {
	t.dismiss(r)
	busy.Add(-1)
	for _, m := range t.queue {
		r.Pool.take(-m.bytes)
	}
	if m := t.stretch.now; m != nil {
		r.Pool.take(-m.bytes)
	}
	if t.own != nil {
		t.free = append(t.free, t.own)
	}
	for _, w := range t.free {
		w.run.Release()
	}
	t.stretch.crew = t.free
	r.teams = slices.DeleteFunc(r.teams, func(o *team) bool { return o == t })
}

// dismiss sends the helpers away for good, and forgets what they did whose turn has not come.
func (t *team) dismiss(r *Run) {
	t.mu.Lock()
	t.dismissed = true
	t.mu.Unlock()
	t.cancel()
	t.gone.Wait()
	for _, m := range t.queue {
		if m.state != waiting {
			r.Pool.take(-m.bytes)
			*m = morsel{ids: m.ids}
		}
	}
	t.held = 0
	r.ahead -= t.allowed
	t.allowed = 0
}

// turn gives the morsel whose turn it is: done, or to be done by the one that pulls; nil at the end.
func (t *team) turn(r *Run) (*morsel, error) {
	for {
		if r.Context.Err() != nil {
			return nil, r.interrupted()
		}
		t.fill()
		t.mu.Lock()
		if len(t.queue) == 0 {
			t.mu.Unlock()
			return nil, t.err
		}
		m := t.queue[0]
		if m.state != running {
			t.queue = slices.Delete(t.queue, 0, 1)
			t.mu.Unlock()
			if m.state == done {
				t.resize(m.steps, len(m.ids))
			}
			return m, nil
		}
		other := t.claim()
		if other == nil {
			t.finished.Wait()
		}
		t.mu.Unlock()
		if other != nil {
			if t.own == nil {
				t.own = t.worker()
			}
			t.do(t.own, other)
		}
	}
}

// fill reads ids, and has helpers come in for them.
func (t *team) fill() {
	t.mu.Lock()
	defer t.mu.Unlock()
	more := len(t.queue) <= t.window/2
	for more && !t.ended && len(t.queue) < t.window && (len(t.queue) == 0 || !t.dismissed && t.held <= t.allowed/2) {
		m := t.unused()
		if m.ids, t.err = t.take(m.ids, t.size); t.err != nil || len(m.ids) < t.size {
			t.ended = true
		}
		if len(m.ids) > 0 {
			t.queue = append(t.queue, m)
		}
	}
	open := 0
	for _, m := range t.queue {
		if m.state == waiting {
			open++
		}
	}
	if len(t.queue) > 0 && t.queue[0].state == waiting {
		open-- // for the one that pulls
	}
	for ; !t.dismissed && t.helpers < open && t.helpers < t.most-1 && int(busy.Load()) < t.most; t.helpers++ {
		busy.Add(1)
		t.gone.Add(1)
		go t.help()
	}
}

// claim gives a morsel that nobody has begun; nil if there is none. The team is locked.
func (t *team) claim() *morsel {
	for _, m := range t.queue {
		if m.state == waiting {
			m.state = running
			return m
		}
	}
	return nil
}

// help does morsels until there are none, or others need the place.
func (t *team) help() {
	defer t.gone.Done()
	defer busy.Add(-1)
	var w *worker
	for {
		t.mu.Lock()
		var m *morsel
		if !t.dismissed && int(busy.Load()) <= t.most {
			m = t.claim()
		}
		if m == nil {
			t.helpers--
			if w != nil {
				t.free = append(t.free, w)
			}
			t.mu.Unlock()
			return
		}
		t.mu.Unlock()
		if w == nil {
			w = t.worker()
		}
		t.do(w, m)
	}
}

// do has a worker make what is wanted of a morsel.
func (t *team) do(w *worker, m *morsel) {
	before := w.run.steps
	err := w.make(m)
	m.steps = w.run.steps - before
	if err == nil {
		err = w.run.Pool.take(m.bytes)
	}
	t.mu.Lock()
	if m.state = done; err != nil {
		*m = morsel{ids: m.ids, state: failed}
	}
	t.held += m.bytes
	t.finished.Signal()
	t.mu.Unlock()
}

// unused is an empty morsel.
func (t *team) unused() *morsel {
	n := len(t.spare)
	if n == 0 {
		return &morsel{}
	}
	m := t.spare[n-1]
	t.spare = t.spare[:n-1]
	spent, _ := m.part.(*groups)
	*m = morsel{ids: m.ids[:0], rows: m.rows[:0], spent: spent}
	return m
}

// recycle takes back a morsel that is done and given.
func (t *team) recycle(r *Run, m *morsel) {
	r.Pool.take(-m.bytes)
	t.mu.Lock()
	t.held -= m.bytes
	t.mu.Unlock()
	t.spare = append(t.spare, m)
}

// worker is a stretch's operators with a run of their own.
type worker struct {
	run  *Run
	op   operator // the sink, or the top
	leaf leaf
	ship []int
}

// worker is one that is free, or a new one.
func (t *team) worker() *worker {
	t.mu.Lock()
	n := len(t.free)
	var w *worker
	if n > 0 {
		w, t.free = t.free[n-1], t.free[:n-1]
	}
	t.mu.Unlock()
	if w == nil {
		w = t.hire()
	}
	w.run.Context, w.run.Memory = t.ctx, max(1, t.allowed/int64(2*t.most))
	copy(w.run.row, t.base)
	return w
}

// hire builds the operators of the stretch once more.
func (t *team) hire() *worker {
	r := &Run{plan: t.run.plan, row: make([]value.Value, len(t.base))}
	r.fn.Graph, r.fn.Charge = graphReader{r}, r.room
	r.begin(t.run.Input)
	s := t.stretch
	b := &builder{run: r, plan: r.plan, ahead: make(ahead, r.plan.Width), alone: true, bottom: s.bottom}
	top := s.top
	if s.sink != nil {
		top = s.sink
	}
	w := &worker{run: r, op: b.operator(top), leaf: b.leaf, ship: s.ship}
	switch op := w.op.(type) {
	case *aggregate:
		op.partial = true
	case *sorted:
		op.whole = s.above.(*sorted)
	case *distinct:
		op.pairs = nil // the keys of rows go with them
	}
	return w
}

// make runs the operators over a morsel.
func (w *worker) make(m *morsel) error {
	r := w.run
	if err := w.op.open(r); err != nil {
		return err
	}
	w.leaf.feed(m.ids)
	switch op := w.op.(type) {
	case *aggregate:
		if m.spent != nil {
			op.reuse(m.spent)
			m.spent = nil
		}
		if err := op.fill(r); err != nil {
			return err
		}
		m.part, m.bytes = op.handOver(), op.held
		op.held = 0
	case *sorted:
		if err := op.take(r); err != nil {
			return err
		}
		m.part, m.bytes = op.handOver(), op.held
		op.held = 0
	default:
		if err := w.rows(m); err != nil {
			r.used -= m.bytes
			m.bytes = 0
			return err
		}
		if d, ok := op.(*distinct); ok && d.run < 0 {
			keys := d.seen
			m.keys, d.seen = &keys, keyTable{}
			m.bytes += d.held
			d.held = 0
		}
	}
	r.used -= m.bytes
	return r.share()
}

func (w *worker) rows(m *morsel) error {
	r := w.run
	for {
		ok, err := w.op.next(r)
		if err != nil || !ok {
			return err
		}
		from := len(m.rows)
		for _, slot := range w.ship {
			m.rows = append(m.rows, r.row[slot])
		}
		m.count++
		n := cost(m.rows[from:])
		m.bytes += n
		if err := r.charge(n); err != nil {
			return err
		}
	}
}
