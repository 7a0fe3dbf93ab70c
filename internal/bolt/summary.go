package bolt

import (
	"time"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// summary is the metadata of a result's end.
func (c *conn) summary(r *openResult, sum *engine.Summary, took time.Duration) metadata {
	m := c.meta[:0]
	m.add("type", value.String(sum.Kind))
	m.add("t_last", value.Integer(took.Milliseconds()))
	m.add("db", value.String(database))
	if sum.Bookmark != "" && c.tx == nil {
		m.add("bookmark", value.String(sum.Bookmark))
	}
	if sum.Counters.ContainsUpdates() {
		m.add("stats", stats(sum.Counters))
	}
	if sum.Plan != nil {
		key := "plan"
		if sum.Plan.Profiled {
			key = "profile"
		}
		m.add(key, description(sum.Plan))
	}
	wanted := r.remarks.of(sum.Notifications)
	if c.minor >= 6 {
		m.add("statuses", statuses(r, wanted))
	} else if len(wanted) > 0 {
		m.add("notifications", notifications(wanted))
	}
	return m
}

func stats(n engine.Counters) value.Value {
	entries := []value.Entry{{Key: "contains-updates", Value: value.True}}
	for _, s := range []struct {
		key string
		n   int64
	}{
		{"nodes-created", n.NodesCreated}, {"nodes-deleted", n.NodesDeleted},
		{"relationships-created", n.RelationshipsCreated}, {"relationships-deleted", n.RelationshipsDeleted},
		{"properties-set", n.PropertiesSet}, {"labels-added", n.LabelsAdded}, {"labels-removed", n.LabelsRemoved},
		{"indexes-added", n.IndexesAdded}, {"indexes-removed", n.IndexesRemoved},
		{"constraints-added", n.ConstraintsAdded}, {"constraints-removed", n.ConstraintsRemoved},
	} {
		if s.n != 0 {
			entries = append(entries, value.Entry{Key: s.key, Value: value.Integer(s.n)})
		}
	}
	return value.Map(entries)
}

func description(d *plan.Description) value.Value {
	ids := make([]value.Value, len(d.Identifiers))
	for i, id := range d.Identifiers {
		ids[i] = value.String(id)
	}
	children := make([]value.Value, len(d.Children))
	for i, child := range d.Children {
		children[i] = description(child)
	}
	entries := []value.Entry{
		{Key: "operatorType", Value: value.String(d.Operator)},
		{Key: "args", Value: value.Map(append([]value.Entry{}, d.Arguments...))},
		{Key: "identifiers", Value: value.List(ids)},
		{Key: "children", Value: value.List(children)},
	}
	if d.Profiled {
		entries = append(entries, value.Entry{Key: "rows", Value: value.Integer(d.Rows)},
			value.Entry{Key: "dbHits", Value: value.Integer(d.Hits)})
	}
	return value.Map(entries)
}
