package exec

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// apply runs a subquery for each row.
type apply struct {
	src, inner operator
	unit       bool
	active     bool
}

func (b *builder) apply(n *plan.Apply) operator {
	if n.Transactions != nil {
		return b.batches(n)
	}
	return &apply{src: b.operator(n.Source), inner: b.operator(n.Inner), unit: n.Unit}
}

// choose runs the part of the plan that is right for the run's parameters and graph; the other is not even built.
func (b *builder) choose(n *plan.Choose) operator {
	inner := n.Else
	if n.If == nil && b.supposed(n.Ends) {
		inner = n.Then
	} else if n.If != nil {
		if b.truth(n.If); b.isConstant(n.If, value.Yes) {
			inner = n.Then
		}
	}
	if _, once := n.Source.(*plan.Argument); once {
		return b.operator(inner)
	}
	return &apply{src: b.operator(n.Source), inner: b.operator(inner)}
}

// supposed says whether all of ends are so in the run's graph.
func (b *builder) supposed(ends []plan.Ends) bool {
	all := func(r *Run) bool {
		for i := range ends {
			if !ends[i].Hold(r.View) {
				return false
			}
		}
		return true
	}
	is := all(b.run)
	b.each(func(r *Run) bool { return all(r) == is })
	return is
}

func (a *apply) open(r *Run) error {
	a.active = false
	return a.src.open(r)
}

func (a *apply) next(r *Run) (bool, error) {
	for {
		if a.active {
			ok, err := a.inner.next(r)
			if err != nil || ok {
				return ok, err
			}
			a.active = false
			if a.unit {
				return true, nil
			}
		}
		ok, err := a.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := r.step(); err != nil {
			return false, err
		}
		if err := a.inner.open(r); err != nil {
			return false, err
		}
		a.active = true
	}
}

// batches is CALL { } IN TRANSACTIONS: the rows of one batch share a transaction, and their results
// are given when it is committed.
type batches struct {
	src, inner operator
	n          *plan.Apply
	size       func(*Run) (int64, error)
	rows       [][]value.Value // results of the batch
	slots      []int           // of a result
	ended      bool            // no further batch
	broken     bool            // ON ERROR BREAK after an error
}

const defaultBatch = 1000

func (b *builder) batches(n *plan.Apply) operator {
	o := &batches{src: b.operator(n.Source), inner: b.operator(n.Inner), n: n}
	o.slots = append(append(o.slots, n.Keep...), n.Out...)
	if n.Transactions.Report >= 0 {
		o.slots = append(o.slots, n.Transactions.Report)
	}
	o.size = func(*Run) (int64, error) { return defaultBatch, nil }
	if e := n.Transactions.Rows; e != nil {
		f := b.count(e, "OF ROWS")
		o.size = func(r *Run) (int64, error) {
			size, err := f(r)
			if err == nil && size < 1 {
				err = diag.Argument("Invalid input: IN TRANSACTIONS OF takes at least 1 row")
			}
			return size, err
		}
	}
	return o
}

func (o *batches) open(r *Run) error {
	o.rows, o.ended, o.broken = nil, false, false
	if r.Batch == nil {
		return diag.New("Neo.DatabaseError.Transaction.TransactionStartFailed",
			"A query with 'CALL { ... } IN TRANSACTIONS' can only be executed in an implicit transaction")
	}
	return o.src.open(r)
}

func (o *batches) next(r *Run) (bool, error) {
	for len(o.rows) == 0 {
		if o.ended {
			return false, nil
		}
		if err := o.batch(r); err != nil {
			return false, err
		}
	}
	r.restore(o.slots, o.rows[0])
	o.rows = o.rows[1:]
	return true, nil
}

// batch takes the rows of one batch and runs them.
func (o *batches) batch(r *Run) error {
	size, err := o.size(r)
	if err != nil {
		return err
	}
	var rows [][]value.Value
	for int64(len(rows)) < size {
		ok, err := o.src.next(r)
		if err != nil {
			return err
		}
		if !ok {
			o.ended = true
			break
		}
		rows = append(rows, r.save(o.n.Keep))
	}
	if len(rows) == 0 {
		return nil
	}
	if o.broken {
		o.give(rows, nil, false)
		return nil
	}
	before := r.stats
	results, err := o.run(r, rows)
	if err == nil {
		r.Tx, err = r.Batch(true)
	} else if ctxErr := r.Context.Err(); ctxErr == nil && o.n.Transactions.OnError != "" && o.n.Transactions.OnError != "FAIL" {
		failure := err
		r.stats = before
		if r.Tx, err = r.Batch(false); err == nil {
			r.View = &r.Tx.View
			o.broken = o.n.Transactions.OnError == "BREAK"
			o.give(rows, failure, true)
			return nil
		}
	}
	if err != nil {
		return err
	}
	r.View = &r.Tx.View
	for _, row := range results {
		o.rows = append(o.rows, o.report(row, nil, true))
	}
	return nil
}

func (o *batches) run(r *Run, rows [][]value.Value) ([][]value.Value, error) {
	var out [][]value.Value
	for _, row := range rows {
		r.restore(o.n.Keep, row)
		if err := o.inner.open(r); err != nil {
			return nil, err
		}
		for {
			ok, err := o.inner.next(r)
			if err != nil {
				return nil, err
			}
			if !ok {
				break
			}
			out = append(out, r.save(append(o.n.Keep[:len(o.n.Keep):len(o.n.Keep)], o.n.Out...)))
		}
		if o.n.Unit {
			out = append(out, row)
		}
	}
	return out, nil
}

// give passes the rows of a batch that was not committed on, with nulls for what the subquery
// would have added.
func (o *batches) give(rows [][]value.Value, failure error, started bool) {
	for _, row := range rows {
		full := append(row, make([]value.Value, len(o.n.Out))...)
		o.rows = append(o.rows, o.report(full, failure, started))
	}
}

// report adds the status that REPORT STATUS asks for.
func (o *batches) report(row []value.Value, failure error, started bool) []value.Value {
	if o.n.Transactions.Report < 0 {
		return row
	}
	message := value.Null
	if failure != nil {
		message = value.String(failure.Error())
	}
	return append(row, value.Map([]value.Entry{
		{Key: "started", Value: value.Boolean(started)},
		{Key: "committed", Value: value.Boolean(started && failure == nil)},
		{Key: "transactionId", Value: value.Null},
		{Key: "errorMessage", Value: message},
	}))
}

// hashJoin pairs the rows of its source with those of inner, which is run once and kept, by equal
// keys.
type hashJoin struct {
	src, inner  operator
	left, right []eval
	slots       []int
	table       map[string][][]value.Value
	matches     [][]value.Value
	key         []byte
	held        int64
}

func (b *builder) hashJoin(n *plan.HashJoin) operator {
	return &hashJoin{src: b.operator(n.Source), inner: b.operator(n.Inner), left: b.all(n.Left), right: b.all(n.Right), slots: n.InnerSlots}
}

func (h *hashJoin) open(r *Run) error {
	r.used -= h.held
	h.table, h.matches, h.held = nil, nil, 0
	return h.src.open(r)
}

func (h *hashJoin) build(r *Run) error {
	h.table = map[string][][]value.Value{}
	if err := h.inner.open(r); err != nil {
		return err
	}
	for {
		ok, err := h.inner.next(r)
		if err != nil || !ok {
			return err
		}
		some, err := h.keyOf(r, h.right)
		if err != nil {
			return err
		}
		if !some {
			continue
		}
		row := r.save(h.slots)
		n := cost(row) + int64(len(h.key))
		h.held += n
		if err := r.charge(n); err != nil {
			return err
		}
		h.table[string(h.key)] = append(h.table[string(h.key)], row)
	}
}

// keyOf puts the key of the current row together; false if nothing can equal it.
func (h *hashJoin) keyOf(r *Run, parts []eval) (bool, error) {
	h.key = h.key[:0]
	for _, f := range parts {
		v, err := f(r)
		if err != nil {
			return false, err
		}
		if value.Equal(v, v) != value.Yes {
			return false, nil
		}
		h.key = value.AppendKey(h.key, v)
	}
	return true, nil
}

func (h *hashJoin) next(r *Run) (bool, error) {
	if h.table == nil {
		if err := h.build(r); err != nil {
			return false, err
		}
	}
	for {
		if len(h.matches) > 0 {
			r.restore(h.slots, h.matches[0])
			h.matches = h.matches[1:]
			return true, nil
		}
		ok, err := h.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := r.step(); err != nil {
			return false, err
		}
		some, err := h.keyOf(r, h.left)
		if err != nil {
			return false, err
		}
		if some {
			h.matches = h.table[string(h.key)]
		}
	}
}

// measure is what PROFILE counts for one operator, its sources included in hits.
type measure struct{ rows, hits int64 }

type probe struct {
	operator
	m *measure
}

func (b *builder) measured(n plan.Node, op operator) operator {
	if b.run.profile == nil {
		b.run.profile = map[plan.Node]*measure{}
	}
	m := &measure{}
	b.run.profile[n] = m
	return &probe{op, m}
}

func (p *probe) next(r *Run) (bool, error) {
	before := r.steps
	ok, err := p.operator.next(r)
	p.m.hits += int64(r.steps - before)
	if ok {
		p.m.rows++
	}
	return ok, err
}

// Describe gives the plan's tree with what was measured, of a statement that was profiled.
func (r *Run) Describe() *plan.Description {
	return plan.Describe(r.plan, func(n plan.Node) (rows, hits int64) {
		if m := r.profile[n]; m != nil {
			return m.rows, m.hits
		}
		return 0, 0
	})
}
