package exec

import (
	"slices"

	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// aggregate groups its rows; groups come in the order of their first rows.
type aggregate struct {
	src     operator
	shared  *stretch // src, where workers make parts of the groups
	partial bool     // this is one of them
	keys    []eval
	refs    *groupRefs // nil: the keys have to be calculated for each row
	slots   []int      // of the keys
	calls   []aggregateCall
	table   keyTable // numbers the groups
	groups  []group
	spent   []group // that were given, and are used again
	values  slab[value.Value]
	sums    slab[sum]
	sets    slab[valueSet]
	last    int           // group of the row before
	before  []value.Value // its key
	at      int
	filled  bool
	key     []byte
	vals    []value.Value
	held    int64
}

type aggregateCall struct {
	slot     int
	function *function.Function // nil for count(*)
	counts   bool               // it is count(), for which no aggregator is needed
	extreme  bool               // it is min() or max(): parts of a group can be put together
	args     []eval
	buffer   []value.Value
	distinct bool
	runs     bool // of DISTINCT: rows with the same value follow each other
}

type group struct {
	keys []value.Value
	sums []sum
}

type sum struct {
	aggregator function.Aggregator
	count      int64     // of count()
	seen       *valueSet // of DISTINCT
	size       int64
}

// valueSet is a set of values. Most groups have a few values only, or the same one in many rows that follow each other:
// these need no table. Of many, nodes and relationships are in tables of their own.
type valueSet struct {
	last value.Value
	few  []value.Value // in the order in which they came; none once there are more
	many bool
	refs [2]*refTable // of many, the nodes and the relationships; nil: none
	more *keyTable    // the others; nil: none
}

// mostFew is how many values are compared one by one, fewAtFirst for how many there is room from the beginning.
const mostFew, fewAtFirst = 8, 4

func (s *valueSet) some() bool { return len(s.few) > 0 || s.many }

// add adds a value that was not there; false if it was. room is for its key, which is returned.
func (s *valueSet) add(v value.Value, room []byte) (fresh bool, key []byte) {
	if v == s.last && s.some() {
		return false, room[:0]
	}
	s.last = v
	if !s.many {
		for i := range s.few {
			if known := s.few[i]; known == v || !bothRefs(known, v) && value.Equivalent(known, v) {
				return false, room[:0]
			}
		}
		if len(s.few) < mostFew {
			s.few = append(s.few, v)
			return true, room[:0]
		}
		room = s.tabulate(room)
	}
	return s.enter(v, room)
}

// bothRefs says of two different values whether they are nodes or relationships of which nothing but the id is known, so
// that they are surely not equivalent.
func bothRefs(a, b value.Value) bool { return isBare(a) && isBare(b) }

func isBare(v value.Value) bool {
	return v.Kind() == value.KindNode && v.Node() == nil || v.Kind() == value.KindRelationship && v.Relationship() == nil
}

// enter adds a value to the tables.
func (s *valueSet) enter(v value.Value, room []byte) (fresh bool, key []byte) {
	if id, ok := refID(v); ok {
		_, fresh = s.table(v.Kind()).number(id)
		return fresh, room[:0]
	}
	if s.more == nil {
		s.more = &keyTable{}
	}
	room = value.AppendKey(room[:0], v)
	_, fresh = s.more.number(room)
	return fresh, room
}

// table is the table of nodes or of relationships.
func (s *valueSet) table(k value.Kind) *refTable {
	t := &s.refs[k-value.KindNode]
	if *t == nil {
		*t = &refTable{}
	}
	return *t
}

// tabulate puts the few values into tables.
func (s *valueSet) tabulate(room []byte) (key []byte) {
	few := s.few
	s.few, s.many = nil, true
	for _, v := range few {
		_, room = s.enter(v, room)
	}
	return room
}

// groupRefs finds the group of a row by the one or two nodes or relationships on which the keys depend alone: keys are
// calculated once for each of them, not once a row.
type groupRefs struct {
	refSlots
	some  bool
	last  uint64 // key of the row before, if there is one
	group int    // of that
	table refTable
	of    []uint32 // groups, by number in the table
	found int      // rows whose group the table knew
	off   bool     // it knew too few
}

// refBytes is the memory that a reference takes of which the group is remembered.
const refBytes = 24

// fewestTried is how many references are remembered before it is seen whether that helps.
const fewestTried = 256

func (g *groupRefs) reset() {
	g.table.empty()
	*g = groupRefs{refSlots: refSlots{slots: g.slots}, table: g.table, of: g.of[:0]}
}

func (b *builder) aggregate(n *plan.Aggregate) operator {
	defer b.stage()()
	if leaf := b.leafBelow(n); leaf != nil {
		return b.aggregateRuns(n, leaf)
	}
	a := &aggregate{src: b.operator(n.Source)}
	b.groups(a, n)
	a.shared = gathers(n, a.src, a)
	return a
}

// groups compiles the keys and calls of an aggregation.
func (b *builder) groups(a *aggregate, n *plan.Aggregate) {
	a.slots, a.keys, a.vals = itemSlots(n.Keys), b.items(n.Keys), make([]value.Value, len(n.Keys))
	for _, c := range n.Calls {
		a.calls = append(a.calls, aggregateCall{slot: c.Slot, function: c.Function, counts: c.Star || c.Function.Name == "count",
			extreme: !c.Star && (c.Function.Name == "min" || c.Function.Name == "max"),
			args:    b.all(c.Args), buffer: make([]value.Value, len(c.Args)), distinct: c.Distinct,
			runs: c.Distinct && b.followEachOther(n.Source, c.Args[0])})
	}
	if slots := b.onlyOf(n.Keys); slots != nil {
		a.refs = &groupRefs{refSlots: refSlots{slots: slots}}
	}
}

func (a *aggregate) open(r *Run) error {
	r.used -= a.held
	a.at, a.filled, a.held = 0, false, 0
	a.reset()
	return a.src.open(r)
}

// reset takes all groups away, and keeps the memory.
func (a *aggregate) reset() {
	a.table.empty()
	clear(a.groups)
	a.groups, a.spent = a.groups[:0], nil
	a.values.reset()
	a.sums.reset()
	a.sets.reset()
	if a.refs != nil {
		a.refs.reset()
	}
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
		if a.shared != nil && a.shared.part != nil {
			if err := a.merge(r, a.shared.part.(*groups)); err != nil {
				return a.again(r)
			}
			continue
		}
		if err := a.take(r); err != nil {
			return err
		}
	}
}

// take adds the row as it stands to its group.
func (a *aggregate) take(r *Run) (err error) {
	var g *group
	if a.refs != nil {
		g, err = a.groupByRefs(r)
	} else {
		g, err = a.groupByKeys(r)
	}
	if err != nil {
		return err
	}
	for i := range a.calls {
		if err := a.add(r, &a.calls[i], &g.sums[i]); err != nil {
			return err
		}
	}
	return nil
}

// groupByRefs finds or makes the group of the row by what its keys depend on.
func (a *aggregate) groupByRefs(r *Run) (*group, error) {
	refs := a.refs
	key, ok := refs.key(r)
	switch {
	case !ok:
		return a.groupByKeys(r)
	case refs.some && key == refs.last:
		return &a.groups[refs.group], nil
	}
	fresh := false
	if !refs.off {
		var n int
		if n, fresh = refs.table.number(key); !fresh {
			refs.found++
			refs.last, refs.group = key, int(refs.of[n])
			return &a.groups[refs.group], nil
		}
	}
	g, err := a.groupByKeys(r)
	if err != nil {
		return nil, err
	}
	refs.some, refs.last, refs.group = true, key, a.last
	if !fresh {
		return g, nil
	}
	if refs.of = append(refs.of, uint32(a.last)); len(refs.of) > fewestTried && 2*refs.found < len(refs.of) {
		refs.off = true
	}
	return g, a.charge(r, refBytes)
}

// groupByKeys finds or makes the group of the row.
func (a *aggregate) groupByKeys(r *Run) (g *group, err error) {
	for i, k := range a.keys {
		if a.vals[i], err = k(r); err != nil {
			return nil, err
		}
	}
	return a.group(r)
}

// group finds or makes the group of the key values.
func (a *aggregate) group(r *Run) (*group, error) {
	if len(a.groups) > 0 && slices.Equal(a.before, a.vals) {
		return &a.groups[a.last], nil
	}
	a.key = a.key[:0]
	for _, v := range a.vals {
		a.key = value.AppendKey(a.key, v)
	}
	n, fresh := a.table.number(a.key)
	a.last, a.before = n, append(a.before[:0], a.vals...)
	if !fresh {
		return &a.groups[n], nil
	}
	g := a.fresh(n)
	copy(g.keys, a.vals)
	for i, c := range a.calls {
		switch {
		case c.counts:
		case a.partial && !c.extreme:
			g.sums[i].aggregator = &unsummed{}
		default:
			g.sums[i].aggregator = c.function.New()
		}
		if c.distinct {
			g.sums[i].seen = &a.sets.take(1)[0]
			if !c.runs {
				g.sums[i].seen.few = a.values.take(fewAtFirst)[:0]
			}
		}
	}
	a.groups = append(a.groups, g)
	return &a.groups[n], a.charge(r, int64(len(a.key)+groupOverhead*(1+len(a.calls))))
}

// fresh is an empty group, the n-th, in the memory of one that was given, if there is one.
func (a *aggregate) fresh(n int) group {
	if n < len(a.spent) {
		clear(a.spent[n].sums)
		return a.spent[n]
	}
	return group{keys: a.values.take(len(a.vals)), sums: a.sums.take(len(a.calls))}
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
	if c.counts && c.buffer[0].IsNull() {
		return nil
	}
	switch {
	case c.runs && c.counts:
		if s.count > 0 && c.buffer[0] == s.seen.last {
			return nil
		}
		s.seen.last = c.buffer[0]
	case c.distinct:
		var fresh bool
		if fresh, a.key = s.seen.add(c.buffer[0], a.key); !fresh {
			return nil
		}
		if err := a.charge(r, int64(len(a.key)+rowOverhead)); err != nil {
			return err
		}
	}
	if c.counts {
		s.count++
		return nil
	}
	return a.sum(r, c, s, c.buffer)
}

// sum adds the arguments of a row.
func (a *aggregate) sum(r *Run, c *aggregateCall, s *sum, args []value.Value) error {
	if err := c.function.Add(s.aggregator, args); err != nil {
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
	if a.at >= len(a.groups) {
		return false, nil
	}
	g := a.groups[a.at]
	a.groups[a.at] = group{}
	a.at++
	return true, a.give(r, &g)
}

// give puts a group into the row.
func (a *aggregate) give(r *Run, g *group) error {
	r.restore(a.slots, g.keys)
	for i, c := range a.calls {
		v := value.Integer(g.sums[i].count)
		if !c.counts {
			var err error
			if v, err = g.sums[i].aggregator.Result(); err != nil {
				return err
			}
		}
		r.row[c.slot] = v
	}
	return nil
}
