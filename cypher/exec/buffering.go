package exec

import (
	"bytes"
	"container/heap"
	"slices"

	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// The operators here keep rows, and take the memory for them from the run's budget.

const (
	rowOverhead   = 48
	groupOverhead = 160
	valueBytes    = 24
)

// cost estimates the memory that keeping values takes: what they share with the graph does not
// count.
func cost(values []value.Value) int64 {
	n := int64(rowOverhead + valueBytes*len(values))
	for _, v := range values {
		switch v.Kind() {
		case value.KindList, value.KindMap, value.KindPath:
			n += v.Size()
		}
	}
	return n
}

func (r *Run) save(slots []int) []value.Value {
	out := make([]value.Value, len(slots))
	for i, s := range slots {
		out[i] = r.row[s]
	}
	return out
}

func (r *Run) restore(slots []int, values []value.Value) {
	for i, s := range slots {
		r.row[s] = values[i]
	}
}

// eager takes all rows of its source before it gives the first.
type eager struct {
	src    operator
	keep   []int
	chunks [][]value.Value // of the rows that are still to be given, each a number of rows one after the other
	at     int             // in the first chunk: where the next row is
	left   int             // rows that are still to be given
	filled bool
	held   int64
}

// The rows of a chunk: the first has firstRows, each of the others twice as many as the one before, to mostRows.
const firstRows, mostRows = 8, 1024

func (e *eager) open(r *Run) error {
	e.chunks, e.at, e.left, e.filled = nil, 0, 0, false
	r.used -= e.held
	e.held = 0
	return e.src.open(r)
}

func (e *eager) fill(r *Run) error {
	width, rows := len(e.keep), firstRows
	for {
		ok, err := e.src.next(r)
		if err != nil || !ok {
			e.filled = true
			return err
		}
		e.left++
		last := len(e.chunks) - 1
		if last < 0 || len(e.chunks[last])+width > cap(e.chunks[last]) {
			e.chunks = append(e.chunks, make([]value.Value, 0, max(1, rows*width)))
			rows, last = min(2*rows, mostRows), last+1
		}
		row := e.chunks[last]
		for _, s := range e.keep {
			row = append(row, r.row[s])
		}
		e.chunks[last] = row
		n := cost(row[len(row)-width:])
		e.held += n
		if err := r.charge(n); err != nil {
			return err
		}
	}
}

func (e *eager) next(r *Run) (bool, error) {
	if !e.filled {
		if err := e.fill(r); err != nil {
			return false, err
		}
	}
	if e.left == 0 {
		return false, nil
	}
	e.left--
	r.restore(e.keep, e.chunks[0][e.at:])
	if e.at += len(e.keep); e.at == len(e.chunks[0]) && e.at > 0 {
		e.chunks, e.at = e.chunks[1:], 0
	}
	return true, nil
}

type distinct struct {
	src   operator
	slots []int
	seen  map[string]struct{}
	key   []byte
	held  int64
}

func (d *distinct) open(r *Run) error {
	d.seen = map[string]struct{}{}
	r.used -= d.held
	d.held = 0
	return d.src.open(r)
}

func (d *distinct) next(r *Run) (bool, error) {
	for {
		ok, err := d.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		d.key = d.key[:0]
		for _, s := range d.slots {
			d.key = value.AppendKey(d.key, r.row[s])
		}
		if _, dup := d.seen[string(d.key)]; dup {
			if err := r.step(); err != nil {
				return false, err
			}
			continue
		}
		d.seen[string(d.key)] = struct{}{}
		n := int64(len(d.key) + rowOverhead)
		d.held += n
		return true, r.charge(n)
	}
}

// sorted is Sort. With a limit it keeps a heap of the first rows.
type sorted struct {
	src         operator
	keys        []eval
	descending  []bool
	keep        []int
	limit, skip func(*Run) (int64, error)
	rows        []sortRow
	most        int64         // rows to keep; -1: all
	probe       []value.Value // keys of a row that may not be kept
	at          int
	filled      bool
	held        int64
}

type sortRow struct {
	keys, values []value.Value // of one array
	seq          int
}

func (b *builder) sort(n *plan.Sort) operator {
	end := b.stage()
	s := &sorted{src: b.operator(n.Source), keep: n.Keep}
	for i, k := range n.Keys {
		if i == 1 && n.Limit != nil { // seldom read
			end()
			end = b.stage()
		}
		s.keys = append(s.keys, b.expr(k.Expr))
		s.descending = append(s.descending, k.Descending)
	}
	end()
	if n.Limit != nil {
		s.limit = b.count(n.Limit, "LIMIT")
	}
	if n.Skip != nil {
		s.skip = b.count(n.Skip, "SKIP")
	}
	return s
}

func (s *sorted) open(r *Run) error {
	r.used -= s.held
	s.rows, s.at, s.filled, s.most, s.held = nil, 0, false, -1, 0
	if s.limit != nil {
		n, err := s.limit(r)
		if err != nil {
			return err
		}
		s.most = n
		if s.skip != nil {
			if n, err = s.skip(r); err != nil {
				return err
			}
			s.most = max(s.most, s.most+n)
		}
	}
	return s.src.open(r)
}

func (s *sorted) compare(a, b sortRow) int {
	for i, d := range s.descending {
		c := value.Order(a.keys[i], b.keys[i])
		if d {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return a.seq - b.seq
}

// sorted is a heap with the last row on top while it is being filled up to a limit.
func (s *sorted) Len() int           { return len(s.rows) }
func (s *sorted) Less(i, j int) bool { return s.compare(s.rows[i], s.rows[j]) > 0 }
func (s *sorted) Swap(i, j int)      { s.rows[i], s.rows[j] = s.rows[j], s.rows[i] }
func (s *sorted) Push(x any)         { s.rows = append(s.rows, x.(sortRow)) }

func (s *sorted) Pop() any {
	last := s.rows[len(s.rows)-1]
	s.rows = s.rows[:len(s.rows)-1]
	return last
}

func (s *sorted) fill(r *Run) error {
	s.filled, s.probe = true, make([]value.Value, len(s.keys))
	for seq := 0; ; seq++ {
		ok, err := s.src.next(r)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := r.step(); err != nil {
			return err
		}
		if s.most >= 0 && int64(len(s.rows)) >= s.most {
			err = s.replace(r, seq)
		} else {
			err = s.add(r, seq)
		}
		if err != nil {
			return err
		}
	}
	slices.SortFunc(s.rows, s.compare)
	return nil
}

// add keeps the row as it stands.
func (s *sorted) add(r *Run, seq int) error {
	all := make([]value.Value, len(s.keys)+len(s.keep))
	row := sortRow{keys: all[:len(s.keys):len(s.keys)], values: all[len(s.keys):], seq: seq}
	for i, k := range s.keys {
		var err error
		if row.keys[i], err = k(r); err != nil {
			return err
		}
	}
	for i, slot := range s.keep {
		row.values[i] = r.row[slot]
	}
	if s.most >= 0 {
		heap.Push(s, row)
	} else {
		s.rows = append(s.rows, row)
	}
	n := cost(all) + rowOverhead
	s.held += n
	return r.charge(n)
}

// replace puts the row as it stands in the place of the last of those kept, if it comes before that. Its keys are
// calculated as far as that takes.
func (s *sorted) replace(r *Run, seq int) error {
	if s.most == 0 {
		return nil
	}
	last, before := &s.rows[0], false
	for i, k := range s.keys {
		v, err := k(r)
		if err != nil {
			return err
		}
		s.probe[i] = v
		if before {
			continue
		}
		c := value.Order(v, last.keys[i])
		if s.descending[i] {
			c = -c
		}
		if c > 0 {
			return nil
		}
		before = c < 0
	}
	if !before {
		return nil
	}
	freed := cost(last.keys) + cost(last.values)
	copy(last.keys, s.probe)
	for i, slot := range s.keep {
		last.values[i] = r.row[slot]
	}
	last.seq = seq
	grown := cost(last.keys) + cost(last.values) - freed
	heap.Fix(s, 0)
	s.held += grown
	return r.charge(grown)
}

func (s *sorted) next(r *Run) (bool, error) {
	if !s.filled {
		if err := s.fill(r); err != nil {
			return false, err
		}
	}
	if s.at >= len(s.rows) {
		return false, nil
	}
	r.restore(s.keep, s.rows[s.at].values)
	s.rows[s.at] = sortRow{}
	s.at++
	return true, nil
}

// aggregate groups its rows; groups come in the order of their first rows.
type aggregate struct {
	src     operator
	keys    []eval
	slots   []int // of the keys
	calls   []aggregateCall
	groups  map[string]*group
	order   []*group
	last    *group // of the row before, whose key lastKey is
	lastKey []byte
	at      int
	filled  bool
	key     []byte
	vals    []value.Value
	held    int64
}

type aggregateCall struct {
	slot     int
	function *function.Function // nil for count(*)
	args     []eval
	buffer   []value.Value
	distinct bool
}

type group struct {
	keys []value.Value
	sums []sum
}

type sum struct {
	aggregator function.Aggregator
	count      int64 // count(*)
	seen       keySet
	size       int64
}

// keySet is a set of keys. Most groups have one value only, for which it needs no map.
type keySet struct {
	some  bool
	first string
	more  map[string]struct{}
}

// add adds a key that was not there; false if it was.
func (s *keySet) add(key []byte) bool {
	if !s.some {
		s.some, s.first = true, string(key)
		return true
	}
	if s.first == string(key) {
		return false
	}
	if _, dup := s.more[string(key)]; dup {
		return false
	}
	if s.more == nil {
		s.more = map[string]struct{}{}
	}
	s.more[string(key)] = struct{}{}
	return true
}

func (b *builder) aggregate(n *plan.Aggregate) operator {
	defer b.stage()()
	a := &aggregate{src: b.operator(n.Source), slots: itemSlots(n.Keys), keys: b.items(n.Keys), vals: make([]value.Value, len(n.Keys))}
	for _, c := range n.Calls {
		a.calls = append(a.calls, aggregateCall{slot: c.Slot, function: c.Function, args: b.all(c.Args),
			buffer: make([]value.Value, len(c.Args)), distinct: c.Distinct})
	}
	return a
}

func (a *aggregate) open(r *Run) error {
	r.used -= a.held
	a.groups, a.order, a.last, a.at, a.filled, a.held = map[string]*group{}, nil, nil, 0, false, 0
	return a.src.open(r)
}

func (a *aggregate) fill(r *Run) error {
	a.filled = true
	if len(a.keys) == 0 {
		a.group(r)
	}
	for {
		ok, err := a.src.next(r)
		if err != nil || !ok {
			return err
		}
		if err := r.step(); err != nil {
			return err
		}
		for i, k := range a.keys {
			if a.vals[i], err = k(r); err != nil {
				return err
			}
		}
		g, err := a.group(r)
		if err != nil {
			return err
		}
		for i := range a.calls {
			if err := a.add(r, &a.calls[i], &g.sums[i]); err != nil {
				return err
			}
		}
	}
}

// group finds or makes the group of the key values.
func (a *aggregate) group(r *Run) (*group, error) {
	a.key = a.key[:0]
	for _, v := range a.vals {
		a.key = value.AppendKey(a.key, v)
	}
	if a.last != nil && bytes.Equal(a.key, a.lastKey) {
		return a.last, nil
	}
	a.lastKey = append(a.lastKey[:0], a.key...)
	if g, ok := a.groups[string(a.key)]; ok {
		a.last = g
		return g, nil
	}
	g := &group{keys: slices.Clone(a.vals), sums: make([]sum, len(a.calls))}
	for i, c := range a.calls {
		if c.function != nil {
			g.sums[i].aggregator = c.function.New()
		}
	}
	a.groups[string(a.key)], a.last = g, g
	a.order = append(a.order, g)
	return g, a.charge(r, int64(len(a.key)+groupOverhead*(1+len(a.calls))))
}

func (a *aggregate) charge(r *Run, n int64) error {
	a.held += n
	return r.charge(n)
}

func (a *aggregate) add(r *Run, c *aggregateCall, s *sum) error {
	if c.function == nil {
		s.count++
		return nil
	}
	for i, f := range c.args {
		var err error
		if c.buffer[i], err = f(r); err != nil {
			return err
		}
	}
	if c.distinct {
		a.key = value.AppendKey(a.key[:0], c.buffer[0])
		if !s.seen.add(a.key) {
			return nil
		}
		if err := a.charge(r, int64(len(a.key)+rowOverhead)); err != nil {
			return err
		}
	}
	if err := c.function.Add(s.aggregator, c.buffer); err != nil {
		return err
	}
	size := s.aggregator.Size()
	grown := size - s.size
	s.size = size
	if grown == 0 {
		return nil
	}
	return a.charge(r, grown)
}

func (a *aggregate) next(r *Run) (bool, error) {
	if !a.filled {
		if err := a.fill(r); err != nil {
			return false, err
		}
	}
	if a.at >= len(a.order) {
		return false, nil
	}
	g := a.order[a.at]
	a.order[a.at] = nil
	a.at++
	r.restore(a.slots, g.keys)
	for i, c := range a.calls {
		v := value.Integer(g.sums[i].count)
		if c.function != nil {
			var err error
			if v, err = g.sums[i].aggregator.Result(); err != nil {
				return false, err
			}
		}
		r.row[c.slot] = v
	}
	return true, nil
}
