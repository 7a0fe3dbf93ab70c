package bolt

import (
	"time"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// summary is the metadata of a result's end.
func (c *conn) summary(r *openResult, sum *engine.Summary, took time.Duration) metadata {
	m := metadata{
		{Key: "type", Value: value.String(sum.Kind)},
		{Key: "t_last", Value: value.Integer(took.Milliseconds())},
		{Key: "db", Value: value.String(database)},
	}
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
	if c.minor >= 6 {
		m.add("statuses", statuses(r, sum.Notifications))
	} else if len(sum.Notifications) > 0 {
		m.add("notifications", notifications(sum.Notifications))
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

func notifications(list []engine.Notification) value.Value {
	out := make([]value.Value, len(list))
	for i, n := range list {
		out[i] = value.Map([]value.Entry{
			{Key: "code", Value: value.String(n.Code)},
			{Key: "title", Value: value.String(n.Title)},
			{Key: "description", Value: value.String(n.Description)},
			{Key: "severity", Value: value.String(n.Severity)},
			{Key: "category", Value: value.String(n.Category)},
			{Key: "position", Value: position(n)},
		})
	}
	return value.List(out)
}

func position(n engine.Notification) value.Value {
	return value.Map([]value.Entry{
		{Key: "offset", Value: value.Integer(int64(n.Position.Offset))},
		{Key: "line", Value: value.Integer(int64(n.Position.Line))},
		{Key: "column", Value: value.Integer(int64(n.Position.Column))},
	})
}

// statuses are the GQL status objects of Bolt 5.6 and later: first how the query ended, then the notifications.
func statuses(r *openResult, list []engine.Notification) value.Value {
	status, text := "00000", "note: successful completion"
	if len(r.Columns()) == 0 {
		status, text = "00001", "note: successful completion - omitted result"
	} else if r.rows == 0 {
		status, text = "02000", "note: no data"
	}
	object := func(status, text string, more ...value.Entry) value.Value {
		return value.Map(append([]value.Entry{
			{Key: "gql_status", Value: value.String(status)}, {Key: "status_description", Value: value.String(text)},
		}, more...))
	}
	out := []value.Value{object(status, text)}
	for _, n := range list {
		status, text := "03N42", "info: unknown notification"
		if n.Severity == "WARNING" {
			status, text = "01N42", "warn: unknown warning"
		}
		out = append(out, object(status, text,
			value.Entry{Key: "neo4j_code", Value: value.String(n.Code)},
			value.Entry{Key: "title", Value: value.String(n.Title)},
			value.Entry{Key: "description", Value: value.String(n.Description)},
			value.Entry{Key: "diagnostic_record", Value: value.Map([]value.Entry{
				{Key: "_severity", Value: value.String(n.Severity)},
				{Key: "_classification", Value: value.String(n.Category)},
				{Key: "_position", Value: position(n)},
			})}))
	}
	return value.List(out)
}
