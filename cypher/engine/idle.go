package engine

import (
	"slices"

	"newsgraph/cypher/exec"
	"newsgraph/cypher/plan"
)

// idleRuns are runs that have ended and wait for a query with their plan, the one that ended last at the end.
type idleRuns []*exec.Run

// mostIdle is how many runs wait. Each has some ten kilobytes.
const mostIdle = 64

// take is a run of a plan, which then waits no more; nil if there is none.
func (i *idleRuns) take(p *plan.Plan) *exec.Run {
	for at, r := range slices.Backward(*i) {
		if r.Plan() == p {
			*i = slices.Delete(*i, at, at+1)
			return r
		}
	}
	return nil
}

// add has a run wait. If there are too many, the one goes that has waited longest.
func (i *idleRuns) add(r *exec.Run) {
	if len(*i) == mostIdle {
		*i = slices.Delete(*i, 0, 1)
	}
	*i = append(*i, r)
}

// run prepares the execution of a plan.
func (e *Engine) run(p *plan.Plan, in exec.Input) (*exec.Run, error) {
	e.mu.Lock()
	r := e.idle.take(p)
	e.mu.Unlock()
	if r != nil && r.Again(in) {
		return r, nil
	}
	return exec.New(p, in)
}

// keep has a run that has ended wait for the next query with its plan, if it can serve it.
func (e *Engine) keep(r *exec.Run) {
	if !r.Rest() {
		return
	}
	e.mu.Lock()
	e.idle.add(r)
	e.mu.Unlock()
}
