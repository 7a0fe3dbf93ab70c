package engine

import (
	"fmt"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
)

// Notification is a remark about a query that ran.
type Notification struct {
	Code, Title, Description, Severity, Category string
	Position                                     diag.Position
}

// notifications remarks on the labels and types that a query asks for and that the graph has never
// had: mostly they are misspelt.
func notifications(p *plan.Plan, v *storage.View) []Notification {
	var out []Notification
	for _, m := range p.Mentions {
		what, code := "label", "Neo.ClientNotification.Statement.UnknownLabelWarning"
		_, known := v.Label(m.Label.Name)
		if m.Type {
			what, code = "relationship type", "Neo.ClientNotification.Statement.UnknownRelationshipTypeWarning"
			_, known = v.RelType(m.Label.Name)
		}
		if known {
			continue
		}
		out = append(out, Notification{Code: code, Severity: "WARNING", Category: "UNRECOGNIZED",
			Title:       fmt.Sprintf("The provided %s is not in the database.", what),
			Description: fmt.Sprintf("Nothing in the graph has the %s `%s`, so that this part of the query finds nothing; it may be misspelt", what, m.Label.Name),
			Position:    diag.At(p.Text, m.Label.Start)})
	}
	return out
}
