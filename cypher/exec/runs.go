package exec

import (
	"slices"

	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// What the leaf of a plan gives is the same in rows that follow each other, a run, and in no others. What gathers rows by
// it and more, gathers those of a run: it keeps few rows, hands on what it made of them when the run ends, and can be part
// of a stretch.

// unsorted is what the rows of an aggregation come from, before they are sorted for it.
func unsorted(n *plan.Aggregate) (source plan.Node, order *plan.Sort) {
	if s, ok := n.Source.(*plan.Sort); ok && s.Limit == nil {
		return s.Source, s
	}
	return n.Source, nil
}

// givenBy is the slot that is the same in no two runs of rows of a leaf.
func givenBy(leaf plan.Node) int {
	switch leaf := leaf.(type) {
	case *plan.AllNodes:
		return leaf.Slot
	case *plan.LabelScan:
		return leaf.Slot
	case *plan.AnyOf:
		return leaf.Slot
	case *plan.IndexSeek:
		return leaf.Slot
	case *plan.TypeScan:
		return leaf.Rel
	}
	return -1
}

// aggregateRuns is an aggregation run by run. Where the rows are sorted for it, those of each run are.
type aggregateRuns struct {
	aggregate
	slot   int         // which is the same in a run
	now    value.Value // what it is
	order  *sorted     // nil: rows are taken as they come
	rows   []sortRow   // of the run, to be sorted
	writes []int       // slots of rows that are written while a run ends
	first  []value.Value
	waits  bool // first is what of the first row of the next run was in these slots
}

func (b *builder) aggregateRuns(n *plan.Aggregate, leaf plan.Node) operator {
	source, order := unsorted(n)
	a := &aggregateRuns{slot: givenBy(leaf)}
	a.src = b.operator(source)
	if order != nil {
		a.order = &sorted{keep: order.Keep}
		for _, k := range order.Keys {
			a.order.keys, a.order.descending = append(a.order.keys, b.expr(k.Expr)), append(a.order.descending, k.Descending)
		}
		a.writes = slices.Clone(order.Keep)
	}
	b.groups(&a.aggregate, n)
	a.refs = nil // the groups of a run are few
	a.writes = append(a.writes, a.slots...)
	a.first = make([]value.Value, len(a.writes))
	return a
}

func (a *aggregateRuns) open(r *Run) error {
	a.waits, a.rows = false, a.rows[:0]
	return a.aggregate.open(r)
}

func (a *aggregateRuns) next(r *Run) (bool, error) {
	for a.at >= len(a.groups) {
		if ok, err := a.run(r); err != nil || !ok {
			return false, err
		}
	}
	a.at++
	return true, a.give(r, &a.groups[a.at-1])
}

// run takes the rows of the next run.
func (a *aggregateRuns) run(r *Run) (bool, error) {
	r.used -= a.held
	a.held, a.at = 0, 0
	if len(a.groups) > len(a.spent) {
		a.spent = a.groups
	}
	a.groups = a.groups[:0]
	a.table.empty()
	if a.waits {
		r.restore(a.writes, a.first)
		a.waits = false
	} else if ok, err := a.src.next(r); err != nil || !ok {
		return false, err
	}
	for a.now = r.row[a.slot]; ; {
		if err := a.keep(r); err != nil {
			return false, err
		}
		ok, err := a.src.next(r)
		if err != nil {
			return false, err
		}
		if a.waits = ok && r.row[a.slot] != a.now; a.waits {
			for i, slot := range a.writes {
				a.first[i] = r.row[slot]
			}
		}
		if !ok || a.waits {
			return true, a.takeSorted(r)
		}
	}
}

// keep adds a row to the run.
func (a *aggregateRuns) keep(r *Run) (err error) {
	if err := r.step(); err != nil {
		return err
	}
	if a.order == nil {
		return a.take(r)
	}
	n := len(a.rows)
	if n == cap(a.rows) {
		a.rows = slices.Grow(a.rows, 1)
	}
	a.rows = a.rows[:n+1]
	row, keys := &a.rows[n], len(a.order.keys)
	if row.keys == nil {
		all := make([]value.Value, keys+len(a.order.keep))
		row.keys, row.values = all[:keys:keys], all[keys:]
	}
	row.seq = n
	for i, k := range a.order.keys {
		if row.keys[i], err = k(r); err != nil {
			return err
		}
	}
	for i, slot := range a.order.keep {
		row.values[i] = r.row[slot]
	}
	return a.charge(r, cost(row.keys)+cost(row.values))
}

// takeSorted adds the rows that were kept to their groups.
func (a *aggregateRuns) takeSorted(r *Run) error {
	if len(a.rows) > 1 {
		slices.SortFunc(a.rows, func(x, y sortRow) int {
			if c := a.order.order(x.keys, y.keys); c != 0 {
				return c
			}
			return x.seq - y.seq
		})
	}
	for i := range a.rows {
		r.restore(a.order.keep, a.rows[i].values)
		if err := a.take(r); err != nil {
			return err
		}
	}
	a.rows = a.rows[:0]
	return nil
}
