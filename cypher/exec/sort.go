package exec

import (
	"cmp"
	"container/heap"
	"math/bits"
	"slices"
	"sync/atomic"

	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// sorted is Sort: of all rows, or with a limit of the first ones.
type sorted struct {
	src         operator
	shared      *stretch                    // src, where workers sort the rows of morsels
	whole       *sorted                     // of a worker: that which gets what it sorts
	last        atomic.Pointer[value.Value] // first key of the last of first, where that is all it keeps and it is shared
	keys        []eval
	descending  []bool
	keep        []int
	limit, skip func(*Run) (int64, error)
	all         sortAll
	first       sortFirst
	coming      ahead // what is looked at in the rows that are given
	left        int   // rows until it is to be read ahead again
	filled      bool
	held        int64
}

func (b *builder) sort(n *plan.Sort) operator {
	s := &sorted{keep: n.Keep}
	s.coming = b.ahead
	end := b.stage()
	s.src = b.operator(n.Source)
	s.shared = gathers(n, s.src, s)
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
	s.filled, s.held, s.left = false, 0, 0
	s.last.Store(nil)
	s.all.reset()
	s.first.reset()
	s.all.sorted, s.first.sorted = s, s
	if s.limit != nil {
		n, err := s.limit(r)
		if err != nil {
			return err
		}
		s.first.most = n
		if s.skip != nil {
			if n, err = s.skip(r); err != nil {
				return err
			}
			s.first.most = max(s.first.most, s.first.most+n)
		}
	}
	return s.src.open(r)
}

func (s *sorted) fill(r *Run) error {
	s.filled = true
	if err := s.take(r); err != nil {
		return err
	}
	if s.limit == nil {
		s.all.sort()
	} else {
		s.first.sort()
	}
	return nil
}

// take takes all rows of the source.
func (s *sorted) take(r *Run) error {
	for seq := 0; ; seq++ {
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return err
		}
		if err := r.step(); err != nil {
			return err
		}
		if s.whole != nil && s.whole.limit != nil {
			if late, err := s.late(r); late || err != nil {
				if err != nil {
					return err
				}
				continue
			}
		}
		switch {
		case s.shared != nil && s.shared.part != nil:
			part := s.shared.part.(*sortedPart)
			err = s.merge(r, part, seq)
			seq += len(part.first)
		case s.limit == nil:
			err = s.all.add(r)
		case int64(len(s.first.rows)) >= s.first.most:
			err = s.first.replace(r, seq)
		default:
			err = s.first.add(r, seq)
		}
		if err != nil {
			return err
		}
	}
}

func (s *sorted) next(r *Run) (bool, error) {
	if !s.filled {
		if err := s.fill(r); err != nil {
			return false, err
		}
	}
	if s.limit == nil {
		return s.all.next(r), nil
	}
	return s.first.next(r), nil
}

func (s *sorted) charge(r *Run, n int64) error {
	s.held += n
	return r.charge(n)
}

// late says of a row of a worker whether it comes behind all that are kept of the morsels before.
func (s *sorted) late(r *Run) (bool, error) {
	last := s.whole.last.Load()
	if last == nil {
		return false, nil
	}
	v, err := s.keys[0](r)
	if err != nil {
		return false, err
	}
	c := value.Order(v, *last)
	if s.descending[0] {
		c = -c
	}
	return c > 0, nil
}

// tell lets workers know what is late.
func (s *sortFirst) tell() {
	if s.shared != nil && s.most > 0 && int64(len(s.rows)) == s.most {
		last := s.rows[0].keys[0]
		s.last.Store(&last)
	}
}

// order compares rows by their keys.
func (s *sorted) order(a, b []value.Value) int {
	for i, d := range s.descending {
		c := value.Order(a[i], b[i])
		if d {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// sortAll sorts all rows. Rows that follow each other with the same keys are one run, and are moved together.
type sortAll struct {
	*sorted
	runs   []sortRun
	items  []sortItem        // the runs in order
	other  []sortItem        // scratch for them
	values slab[value.Value] // of keys
	room   []value.Value     // for the rows of runs: the last of its arrays
	size   int               // of it, in rows
	now    []value.Value     // keys of the row that is added
	closed int               // runs that others made, to which no rows are added
	at     int               // in items
	given  int               // rows of the run at it
}

type sortRun struct {
	keys []value.Value
	rows []value.Value // one after the other
	n    int           // rows
}

// sortItem stands for a run while it is sorted: the prefix is that of one of its keys.
type sortItem struct {
	prefix [2]uint64
	run    int
}

// reset takes all rows away, and keeps the memory.
func (s *sortAll) reset() {
	clear(s.runs)
	clear(s.room)
	clear(s.now)
	s.runs, s.room, s.items, s.closed, s.at, s.given = s.runs[:0], s.room[:0], s.items[:0], 0, 0, 0
	s.values.reset()
}

// add keeps the row as it stands.
func (s *sortAll) add(r *Run) error {
	s.now = s.now[:0]
	for _, k := range s.keys {
		v, err := k(r)
		if err != nil {
			return err
		}
		s.now = append(s.now, v)
	}
	width, bytes := len(s.keep), int64(0)
	full := len(s.room)+width > cap(s.room)
	if full {
		s.size = min(max(firstRows, 2*s.size), mostRows)
		s.room = make([]value.Value, 0, s.size*max(1, width))
	}
	last := len(s.runs) - 1
	if full || last < s.closed || !slices.Equal(s.runs[last].keys, s.now) {
		keys := s.values.take(len(s.now))
		copy(keys, s.now)
		s.runs = append(s.runs, sortRun{keys: keys, rows: s.room[len(s.room):]})
		last++
		bytes = cost(keys) + rowOverhead
	}
	from := len(s.room)
	for _, slot := range s.keep {
		s.room = append(s.room, r.row[slot])
	}
	run := &s.runs[last]
	run.rows = run.rows[:len(run.rows)+width]
	run.n++
	return s.charge(r, bytes+cost(s.room[from:]))
}

func (s *sortAll) sort() {
	s.items = slices.Grow(s.items[:0], len(s.runs))[:len(s.runs)]
	for i := range s.items {
		s.items[i].run = i
	}
	s.by(0, s.items)
}

// by sorts items in the order of their runs, which have the same keys before the k-th, by the k-th and those behind it.
func (s *sortAll) by(k int, items []sortItem) {
	for i := range items {
		p := value.OrderPrefix(s.key(items[i], k))
		if s.descending[k] {
			p[0], p[1] = ^p[0], ^p[1]
		}
		items[i].prefix = p
	}
	s.other = slices.Grow(s.other[:0], len(items))[:len(items)]
	byPrefix(items, s.other)
	each(items, func(a, b sortItem) bool { return a.prefix == b.prefix }, func(part []sortItem) { s.settle(k, part) })
}

// settle sorts items of which the prefixes of the k-th key do not say the order.
func (s *sortAll) settle(k int, items []sortItem) {
	first := s.key(items[0], k)
	same := func(item sortItem) bool {
		v := s.key(item, k)
		return v == first || value.Order(v, first) == 0
	}
	switch {
	case slices.ContainsFunc(items, func(item sortItem) bool { return !same(item) }):
		slices.SortFunc(items, func(a, b sortItem) int {
			return cmp.Or(s.order(s.runs[a.run].keys, s.runs[b.run].keys), cmp.Compare(a.run, b.run))
		})
	case k+1 < len(s.descending):
		s.by(k+1, items)
	}
}

func (s *sortAll) key(item sortItem, k int) value.Value { return s.runs[item.run].keys[k] }

// each calls f with the parts of items of more than one in which each is like the first.
func each(items []sortItem, like func(a, b sortItem) bool, f func([]sortItem)) {
	for len(items) > 0 {
		n := 1
		for n < len(items) && like(items[0], items[n]) {
			n++
		}
		if n > 1 {
			f(items[:n])
		}
		items = items[n:]
	}
}

// before says whether a comes before b by prefix, or by run where that is the same.
func (a *sortItem) before(b *sortItem) bool {
	switch {
	case a.prefix[0] != b.prefix[0]:
		return a.prefix[0] < b.prefix[0]
	case a.prefix[1] != b.prefix[1]:
		return a.prefix[1] < b.prefix[1]
	}
	return a.run < b.run
}

func comparePrefix(a, b sortItem) int {
	switch {
	case a.before(&b):
		return -1
	case b.before(&a):
		return 1
	}
	return 0
}

// fewestByBytes is from how many items on counting their bytes is faster than comparing them, mostInserted up to how many
// each is best put into its place among those before it.
const fewestByBytes, mostInserted = 48, 16

// byPrefix sorts items by their prefixes and, where these are the same, by run: many by the first byte that is not the
// same in all of them, then those with the same byte there by the next. Other is as much memory, which it may use.
func byPrefix(items, other []sortItem) {
	if len(items) <= mostInserted {
		insertEach(items)
		return
	}
	differ := uint64(0)
	for i := range items {
		differ |= items[i].prefix[0] ^ items[0].prefix[0]
	}
	if differ == 0 || len(items) < fewestByBytes {
		slices.SortFunc(items, comparePrefix)
		return
	}
	shift := (bits.Len64(differ) - 1) &^ 7
	var ends [256]int
	for i := range items {
		ends[byte(items[i].prefix[0]>>shift)]++
	}
	sum := 0
	for i, n := range ends {
		ends[i] = sum
		sum += n
	}
	for i := range items {
		end := &ends[byte(items[i].prefix[0]>>shift)]
		other[*end] = items[i]
		*end++
	}
	copy(items, other)
	from := 0
	for _, end := range ends {
		if end-from > 1 {
			byPrefix(items[from:end], other[from:end])
		}
		from = end
	}
}

// insertEach puts each item into its place among those before it.
func insertEach(items []sortItem) {
	for i := 1; i < len(items); i++ {
		if !items[i].before(&items[i-1]) {
			continue
		}
		x, j := items[i], i
		for ; j > 0 && x.before(&items[j-1]); j-- {
			items[j] = items[j-1]
		}
		items[j] = x
	}
}

func (s *sortAll) next(r *Run) bool {
	if s.at >= len(s.items) {
		return false
	}
	if s.left == 0 {
		s.readAhead(r)
	}
	s.left--
	run := &s.runs[s.items[s.at].run]
	width := len(s.keep)
	r.restore(s.keep, run.rows[s.given*width:])
	if s.given++; s.given == run.n {
		*run = sortRun{}
		s.at++
		s.given = 0
	}
	return true
}

// readAhead has what is looked at in the next rows read.
func (s *sortAll) readAhead(r *Run) {
	var rows [storage.MostAhead][]value.Value
	width, n := len(s.keep), 0
	for at, row := s.at, s.given; at < len(s.items) && n < len(rows); n++ {
		run := &s.runs[s.items[at].run]
		rows[n] = run.rows[row*width:][:width]
		if row++; row == run.n {
			at, row = at+1, 0
		}
	}
	s.coming.readRows(r, s.keep, rows[:n])
	s.left = n
}

// sortFirst keeps a heap of the first rows, the last of them on top.
type sortFirst struct {
	*sorted
	rows   []sortRow
	values slab[value.Value] // of rows
	most   int64
	probe  []value.Value // keys of a row that may not be kept
	at     int
}

type sortRow struct {
	keys, values []value.Value // of one array
	seq          int
}

func (s *sortFirst) compare(a, b sortRow) int {
	if c := s.order(a.keys, b.keys); c != 0 {
		return c
	}
	return a.seq - b.seq
}

func (s *sortFirst) Len() int           { return len(s.rows) }
func (s *sortFirst) Less(i, j int) bool { return s.compare(s.rows[i], s.rows[j]) > 0 }
func (s *sortFirst) Swap(i, j int)      { s.rows[i], s.rows[j] = s.rows[j], s.rows[i] }
func (s *sortFirst) Push(x any)         { s.rows = append(s.rows, x.(sortRow)) }

func (s *sortFirst) Pop() any {
	last := s.rows[len(s.rows)-1]
	s.rows = s.rows[:len(s.rows)-1]
	return last
}

// reset takes all rows away, and keeps the memory.
func (s *sortFirst) reset() {
	clear(s.rows)
	clear(s.probe)
	s.rows, s.at = s.rows[:0], 0
	s.values.reset()
}

// push is heap.Push without an allocation.
func (s *sortFirst) push(row sortRow) {
	s.rows = append(s.rows, row)
	heap.Fix(s, len(s.rows)-1)
}

// add keeps the row as it stands.
func (s *sortFirst) add(r *Run, seq int) error {
	all := s.values.take(len(s.keys) + len(s.keep))
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
	s.push(row)
	s.tell()
	return s.charge(r, cost(all)+rowOverhead)
}

func (s *sortFirst) sort() { slices.SortFunc(s.rows, s.compare) }

// take keeps a row that comes after all that came; false if it, and with it all that are sorted behind it, come too late.
func (s *sortFirst) take(r *Run, row sortRow) (bool, error) {
	grown := cost(row.keys) + cost(row.values)
	switch {
	case int64(len(s.rows)) < s.most:
		s.push(row)
		s.tell()
		return true, s.charge(r, grown)
	case s.most == 0 || s.compare(row, s.rows[0]) > 0:
		return false, nil
	}
	grown -= cost(s.rows[0].keys) + cost(s.rows[0].values)
	s.rows[0] = row
	heap.Fix(s, 0)
	s.tell()
	return true, s.charge(r, grown)
}

// replace puts the row as it stands in the place of the last of those kept, if it comes before that. Its keys are
// calculated as far as that takes.
func (s *sortFirst) replace(r *Run, seq int) error {
	if s.most == 0 {
		return nil
	}
	if s.probe == nil {
		s.probe = make([]value.Value, len(s.keys))
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
	s.tell()
	return s.charge(r, grown)
}

func (s *sortFirst) next(r *Run) bool {
	if s.at >= len(s.rows) {
		return false
	}
	if s.left == 0 {
		s.readAhead(r)
	}
	s.left--
	r.restore(s.keep, s.rows[s.at].values)
	s.rows[s.at] = sortRow{}
	s.at++
	return true
}

// readAhead has what is looked at in the next rows read.
func (s *sortFirst) readAhead(r *Run) {
	var rows [storage.MostAhead][]value.Value
	n := 0
	for ; n < len(rows) && s.at+n < len(s.rows); n++ {
		rows[n] = s.rows[s.at+n].values
	}
	s.coming.readRows(r, s.keep, rows[:n])
	s.left = n
}
