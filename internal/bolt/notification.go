package bolt

import (
	"slices"
	"strings"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/value"
)

// remarks are the notifications that a client wants to have. The zero value is all of them.
type remarks struct {
	least string // severity: WARNING, INFORMATION or OFF; "" is all
	not   []string
}

// with is what HELLO, BEGIN or RUN says in one of its fields, where it says something; the rest stays.
func (r remarks) with(f fields, field int) remarks {
	if s := f.str(field, "notifications_minimum_severity"); s != "" {
		r.least = s
	}
	for _, key := range []string{"notifications_disabled_categories", "notifications_disabled_classifications"} { // the latter since 5.5
		if list, ok := f.lookup(field, key, value.KindList); ok {
			r.not = nil
			for _, v := range list.List() {
				if v.Kind() == value.KindString {
					r.not = append(r.not, strings.Clone(v.Str()))
				}
			}
		}
	}
	return r
}

// of keeps those that are wanted.
func (r remarks) of(list []engine.Notification) []engine.Notification {
	var out []engine.Notification
	for _, n := range list {
		if r.least != "OFF" && (r.least != "WARNING" || n.Severity == "WARNING") && !slices.Contains(r.not, n.Category) {
			out = append(out, n)
		}
	}
	return out
}

// gqlOf is the GQL status of a notification, with its text.
func gqlOf(n engine.Notification) (status, text string) {
	switch n.Code {
	case "Neo.ClientNotification.Statement.UnknownLabelWarning":
		return "01N50", "warn: label does not exist. " + n.Description
	case "Neo.ClientNotification.Statement.UnknownRelationshipTypeWarning":
		return "01N51", "warn: relationship type does not exist. " + n.Description
	}
	if n.Severity == "WARNING" {
		return "01N42", "warn: unknown warning"
	}
	return "03N42", "info: unknown notification"
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
	out := append(make([]value.Value, 0, 1+len(list)), object(status, text))
	for _, n := range list {
		status, text := gqlOf(n)
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
