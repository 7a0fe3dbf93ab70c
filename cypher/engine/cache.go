package engine

import (
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
)

// planCache keeps the plans of recent queries. A plan is dropped when the schema changes, and when
// the graph has grown or shrunk so much that another plan may be better.
type planCache struct {
	entries map[string]*cached
	order   []string // oldest first
}

type cached struct {
	plan   *plan.Plan
	schema uint64
	size   int64
	used   bool
}

const (
	maxPlans    = 500
	maxPlanText = 64 << 10
)

func newPlanCache() planCache { return planCache{entries: map[string]*cached{}} }

func graphSize(v *storage.View) int64 { return v.NodeCount() + v.RelCount() }

func (c *planCache) get(query string, v *storage.View) (*plan.Plan, bool) {
	e, ok := c.entries[query]
	if !ok || e.schema != v.SchemaVersion() {
		return nil, false
	}
	if n := graphSize(v); n > 2*e.size+100 || 2*n+100 < e.size {
		return nil, false
	}
	e.used = true
	return e.plan, true
}

// put adds a plan. When the cache is full, the oldest plan goes that was not used since it was last
// considered.
func (c *planCache) put(query string, v *storage.View, p *plan.Plan) {
	if len(query) > maxPlanText {
		return
	}
	if _, known := c.entries[query]; !known {
		for len(c.entries) >= maxPlans {
			oldest := c.order[0]
			c.order = c.order[1:]
			if e := c.entries[oldest]; e.used {
				e.used = false
				c.order = append(c.order, oldest)
				continue
			}
			delete(c.entries, oldest)
		}
		c.order = append(c.order, query)
	}
	c.entries[query] = &cached{plan: p, schema: v.SchemaVersion(), size: graphSize(v)}
}
