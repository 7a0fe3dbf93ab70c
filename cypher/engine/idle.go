package engine

import (
	"slices"

	"newsgraph/cypher/exec"
	"newsgraph/cypher/plan"
)

// idleRuns are runs that have ended and wait for a query with their plan.
type idleRuns struct {
	runs  []*exec.Run // the one that ended last at the end
	bytes int64       // that they have
}

// mostIdle is how many bytes the runs that wait may have.
const mostIdle = 16 << 20

// take is a run of a plan, which then waits no more; nil if there is none.
func (i *idleRuns) take(p *plan.Plan) *exec.Run {
	for at, r := range slices.Backward(i.runs) {
		if r.Plan() == p {
			i.drop(at)
			return r
		}
	}
	return nil
}

// add has a run wait. Where there is no room for it, those go that have waited longest.
func (i *idleRuns) add(r *exec.Run) {
	i.runs = append(i.runs, r)
	i.bytes += r.Keeps()
	for i.bytes > mostIdle {
		i.drop(0)
	}
}

func (i *idleRuns) drop(at int) {
	i.bytes -= i.runs[at].Keeps()
	i.runs = slices.Delete(i.runs, at, at+1)
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
