package exec

import (
	"slices"

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
	src    operator
	slots  []int
	shared *stretch    // src, where workers leave out some of the rows already
	run    int         // slot that tells rows of different runs apart; -1 where there are none
	now    value.Value // what it is in those that were seen
	seen   keyTable
	pairs  *pairs // nil: rows are told apart by their keys alone; else those that it has no number for
	key    []byte
	held   int64
}

func (b *builder) distinct(n *plan.Distinct) operator {
	d := &distinct{src: b.operator(n.Source), slots: n.Slots, run: -1}
	if leaf := b.leafBelow(n); leaf != nil {
		d.run = givenBy(leaf)
		d.slots = slices.DeleteFunc(slices.Clone(n.Slots), func(slot int) bool { return slot == d.run })
	} else {
		d.shared = gathers(n, d.src, d)
	}
	if d.shared == nil && 0 < len(d.slots) && len(d.slots) <= mostRefs {
		d.pairs = &pairs{}
	}
	return d
}

func (d *distinct) open(r *Run) error {
	d.empty()
	d.now = value.Null
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
		if d.run >= 0 && r.row[d.run] != d.now {
			d.now = r.row[d.run]
			d.empty()
			r.used -= d.held
			d.held = 0
		}
		fresh, bytes := d.add(r)
		if !fresh {
			if err := r.step(); err != nil {
				return false, err
			}
			continue
		}
		d.held += bytes
		return true, r.charge(bytes)
	}
}

// empty takes all rows away.
func (d *distinct) empty() {
	d.seen.empty()
	if d.pairs != nil {
		d.pairs.empty()
	}
}

// add adds the row as it stands, of which it keeps so many bytes; fresh says that there was none like it.
func (d *distinct) add(r *Run) (fresh bool, bytes int64) {
	if d.pairs != nil {
		if fresh, bytes, ok := d.pairs.add(r, d.slots); ok {
			return fresh, bytes
		}
	}
	key, known := d.shared.key()
	if !known {
		d.key = d.key[:0]
		for _, s := range d.slots {
			d.key = value.AppendKey(d.key, r.row[s])
		}
		key = d.key
	}
	_, fresh = d.seen.number(key)
	return fresh, int64(len(key) + rowOverhead)
}
