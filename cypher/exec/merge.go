package exec

import "newsgraph/cypher/value"

// What gathers rows can do so in the workers of a stretch first, for the rows of a morsel. What they make of it is put
// together here in the order of the morsels, as if the rows had come one by one.

// groups is the part of an aggregation's groups that is of one morsel, in the order of their first rows.
type groups struct {
	keys keyTable
	all  []group
}

// unsummed keeps the arguments of all rows, for an aggregator that has to see them one by one.
type unsummed struct {
	args []value.Value
	size int64
}

func (u *unsummed) Add(args []value.Value) error {
	u.args = append(u.args, args...)
	for _, v := range args {
		u.size += v.Size()
	}
	return nil
}

func (u *unsummed) Result() (value.Value, error) { return value.Null, nil }
func (u *unsummed) Size() int64                  { return u.size }

func (a *aggregate) handOver() *groups {
	g := &groups{keys: a.table, all: a.groups}
	a.table, a.groups = keyTable{}, nil
	a.values, a.sums, a.sets = slab[value.Value]{}, slab[sum]{}, slab[valueSet]{}
	return g
}

// reuse takes the memory of groups that were merged.
func (a *aggregate) reuse(g *groups) {
	clear(g.keys.places)
	clear(g.all)
	a.table = keyTable{places: g.keys.places, ends: g.keys.ends[:0], bytes: g.keys.bytes[:0]}
	a.groups = g.all[:0]
}

// merge adds a part to the groups.
func (a *aggregate) merge(r *Run, part *groups) error {
	for i := range part.all {
		g := &part.all[i]
		key := part.keys.key(i)
		n, fresh := a.table.number(key)
		if fresh {
			a.groups = append(a.groups, group{keys: g.keys, sums: g.sums})
			if err := a.charge(r, int64(len(key)+groupOverhead*(1+len(a.calls)))); err != nil {
				return err
			}
		}
		for j := range a.calls {
			var err error
			if fresh {
				err = a.adopt(r, &a.calls[j], &a.groups[n].sums[j])
			} else {
				err = a.unite(r, &a.calls[j], &a.groups[n].sums[j], &g.sums[j])
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// adopt makes the sum of a part that of the group.
func (a *aggregate) adopt(r *Run, c *aggregateCall, s *sum) error {
	var bytes int64
	if s.seen != nil {
		bytes = s.seen.size()
	}
	u, toSum := s.aggregator.(*unsummed)
	if !toSum {
		return a.charge(r, bytes+s.size)
	}
	if err := a.charge(r, bytes); err != nil {
		return err
	}
	s.aggregator, s.size = c.function.New(), 0
	return a.sumAll(r, c, s, u.args)
}

// unite adds the sum of a part to that of the group.
func (a *aggregate) unite(r *Run, c *aggregateCall, s, part *sum) error {
	switch {
	case c.counts && (!c.distinct || c.runs): // of the values in runs, each is of one morsel
		s.count += part.count
		if c.runs {
			s.seen = part.seen
		}
		return nil
	case c.counts:
		before := s.seen.size()
		n, room := s.seen.unite(part.seen, a.key)
		a.key = room
		s.count += n
		return a.charge(r, s.seen.size()-before)
	case c.extreme:
		v, err := part.aggregator.Result()
		if err != nil {
			return err
		}
		return a.sum(r, c, s, []value.Value{v})
	case !c.distinct:
		return a.sumAll(r, c, s, part.aggregator.(*unsummed).args)
	}
	for args := part.aggregator.(*unsummed).args; len(args) > 0; args = args[len(c.args):] {
		var fresh bool
		if fresh, a.key = s.seen.add(args[0], a.key); !fresh {
			continue
		}
		if err := a.charge(r, int64(len(a.key)+rowOverhead)); err != nil {
			return err
		}
		if err := a.sum(r, c, s, args[:len(c.args)]); err != nil {
			return err
		}
	}
	return nil
}

func (a *aggregate) sumAll(r *Run, c *aggregateCall, s *sum, args []value.Value) error {
	for ; len(args) > 0; args = args[len(c.args):] {
		if err := a.sum(r, c, s, args[:len(c.args)]); err != nil {
			return err
		}
	}
	return nil
}

// again aggregates all rows anew with one worker, whose error is the one that counts: within a part, rows of different
// groups are not put together in their order.
func (a *aggregate) again(r *Run) error {
	a.shared.refused = true
	if err := a.open(r); err != nil {
		return err
	}
	return a.fill(r)
}

// size is the memory of what the set keeps.
func (s *valueSet) size() int64 {
	n := int64(rowOverhead * len(s.few))
	for _, t := range s.refs {
		if t != nil {
			n += int64(rowOverhead * len(t.keys))
		}
	}
	if s.more != nil {
		n += int64(len(s.more.bytes) + rowOverhead*len(s.more.ends))
	}
	return n
}

// count is the number of values.
func (s *valueSet) count() int64 {
	n := len(s.few)
	for _, t := range s.refs {
		if t != nil {
			n += len(t.keys)
		}
	}
	if s.more != nil {
		n += len(s.more.ends)
	}
	return int64(n)
}

// unite adds the values of another set; n of them were not in this one. room is for keys, and is returned.
func (s *valueSet) unite(o *valueSet, room []byte) (n int64, key []byte) {
	if !s.some() {
		*s = *o
		return s.count(), room
	}
	before := s.count()
	for _, v := range o.few {
		_, room = s.add(v, room)
	}
	if !o.many {
		return s.count() - before, room
	}
	if !s.many {
		room = s.tabulate(room)
	}
	s.last = o.last
	for i, t := range o.refs {
		if t != nil {
			own := s.table(value.KindNode + value.Kind(i))
			for _, id := range t.keys {
				own.number(id)
			}
		}
	}
	if o.more != nil {
		if s.more == nil {
			s.more = &keyTable{}
		}
		for i := range o.more.ends {
			s.more.number(o.more.key(i))
		}
	}
	return s.count() - before, room
}

// sortedPart is what a Sort made of the rows of one morsel.
type sortedPart struct {
	runs  []sortRun // of all rows
	first []sortRow // with a limit, the first in order
	bytes int64
}

func (s *sorted) handOver() *sortedPart {
	p := &sortedPart{runs: s.all.runs, first: s.first.rows, bytes: s.held}
	if s.limit != nil {
		s.first.sort()
	}
	s.all, s.first.rows, s.first.values = sortAll{sorted: s}, nil, slab[value.Value]{}
	return p
}

// merge adds the rows of a part, the first of which comes as the seq-th.
func (s *sorted) merge(r *Run, part *sortedPart, seq int) error {
	if s.limit == nil {
		s.all.runs = append(s.all.runs, part.runs...)
		s.all.closed = len(s.all.runs)
		return s.charge(r, part.bytes)
	}
	for i, row := range part.first {
		row.seq = seq + i
		ok, err := s.first.take(r, row)
		if !ok || err != nil {
			return err
		}
	}
	return nil
}
