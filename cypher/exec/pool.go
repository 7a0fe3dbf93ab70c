package exec

import (
	"sync/atomic"

	"newsgraph/cypher/diag"
)

// Pool bounds the bytes that all runs of a graph hold together, so that many queries that each keep to their own budget
// cannot end the process. It may be used from any number of goroutines.
type Pool struct {
	limit int64
	used  atomic.Int64
}

// NewPool is a pool of limit bytes.
func NewPool(limit int64) *Pool { return &Pool{limit: limit} }

// Used is how many bytes runs hold, to within poolStep for each.
func (p *Pool) Used() int64 { return p.used.Load() }

// poolStep is how many bytes a run holds more or less before it tells the pool.
const poolStep = 256 << 10

// share keeps the run's part of the pool in step with what the run holds.
func (r *Run) share() error {
	d := r.used - r.shared
	if r.Pool == nil || -poolStep < d && d < poolStep {
		return nil
	}
	if err := r.Pool.take(d); err != nil {
		return err
	}
	r.shared = r.used
	return nil
}

// take takes bytes from the pool; a negative number gives some back. A nil pool has any number.
func (p *Pool) take(bytes int64) error {
	if p == nil {
		return nil
	}
	if p.used.Add(bytes) > p.limit && bytes > 0 {
		p.used.Add(-bytes)
		return diag.New(diag.CodeMemoryPool, "The queries that run now need more than the %d bytes that all have together. Try again later", p.limit)
	}
	return nil
}

// Release ends what still works for the run, and gives back what it has of the pool. A second Release does nothing.
func (r *Run) Release() {
	for len(r.teams) > 0 {
		r.teams[0].stretch.end(r)
	}
	if r.Pool != nil {
		r.Pool.used.Add(-r.shared)
		r.shared = 0
	}
}
