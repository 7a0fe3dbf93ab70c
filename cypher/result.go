package cypher

import (
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"
)

// The graph values that rows hold, by the driver's definition.
type (
	Node         = dbtype.Node
	Relationship = dbtype.Relationship
	Path         = dbtype.Path
)

// Result is what a query gave.
type Result struct {
	Columns  []string
	Rows     [][]any // as many values a row as Columns
	Counters Counters
	Notices  []Notice            // what the database thinks is doubtful about the query
	Summary  neo4j.ResultSummary // the driver's own, for plans and times
}

// Notice is the database's remark about a query that it ran.
type Notice struct {
	Code         string
	Text         string
	Line, Column int // 1-based; 0 where it names no place
}

// Counters say what a query changed.
type Counters struct {
	NodesCreated, NodesDeleted                 int
	RelationshipsCreated, RelationshipsDeleted int
	PropertiesSet                              int
	LabelsAdded, LabelsRemoved                 int
	IndexesAdded, IndexesRemoved               int
	ConstraintsAdded, ConstraintsRemoved       int
}

// Add is the sum of both.
func (c Counters) Add(d Counters) Counters {
	return Counters{
		NodesCreated: c.NodesCreated + d.NodesCreated, NodesDeleted: c.NodesDeleted + d.NodesDeleted,
		RelationshipsCreated: c.RelationshipsCreated + d.RelationshipsCreated,
		RelationshipsDeleted: c.RelationshipsDeleted + d.RelationshipsDeleted,
		PropertiesSet:        c.PropertiesSet + d.PropertiesSet,
		LabelsAdded:          c.LabelsAdded + d.LabelsAdded, LabelsRemoved: c.LabelsRemoved + d.LabelsRemoved,
		IndexesAdded: c.IndexesAdded + d.IndexesAdded, IndexesRemoved: c.IndexesRemoved + d.IndexesRemoved,
		ConstraintsAdded: c.ConstraintsAdded + d.ConstraintsAdded, ConstraintsRemoved: c.ConstraintsRemoved + d.ConstraintsRemoved,
	}
}

// String lists what changed: "1 node created, 5 properties set"; "no changes" if nothing did.
func (c Counters) String() string {
	var parts []string
	for _, p := range []struct {
		n               int
		one, many, what string
	}{
		{c.NodesCreated, "node", "nodes", "created"}, {c.NodesDeleted, "node", "nodes", "deleted"},
		{c.RelationshipsCreated, "relationship", "relationships", "created"},
		{c.RelationshipsDeleted, "relationship", "relationships", "deleted"},
		{c.PropertiesSet, "property", "properties", "set"},
		{c.LabelsAdded, "label", "labels", "added"}, {c.LabelsRemoved, "label", "labels", "removed"},
		{c.IndexesAdded, "index", "indexes", "added"}, {c.IndexesRemoved, "index", "indexes", "removed"},
		{c.ConstraintsAdded, "constraint", "constraints", "added"},
		{c.ConstraintsRemoved, "constraint", "constraints", "removed"},
	} {
		switch p.n {
		case 0:
		case 1:
			parts = append(parts, "1 "+p.one+" "+p.what)
		default:
			parts = append(parts, strconv.Itoa(p.n)+" "+p.many+" "+p.what)
		}
	}
	if parts == nil {
		return "no changes"
	}
	return strings.Join(parts, ", ")
}

func newResult(columns []string, rows [][]any, s neo4j.ResultSummary) *Result {
	c := s.Counters()
	r := &Result{Columns: columns, Rows: rows, Summary: s, Counters: Counters{
		NodesCreated: c.NodesCreated(), NodesDeleted: c.NodesDeleted(),
		RelationshipsCreated: c.RelationshipsCreated(), RelationshipsDeleted: c.RelationshipsDeleted(),
		PropertiesSet: c.PropertiesSet(), LabelsAdded: c.LabelsAdded(), LabelsRemoved: c.LabelsRemoved(),
		IndexesAdded: c.IndexesAdded(), IndexesRemoved: c.IndexesRemoved(),
		ConstraintsAdded: c.ConstraintsAdded(), ConstraintsRemoved: c.ConstraintsRemoved(),
	}}
	for _, n := range s.Notifications() {
		notice := Notice{Code: n.Code(), Text: n.Description()}
		if p := n.Position(); p != nil {
			notice.Line, notice.Column = p.Line(), p.Column()
		}
		r.Notices = append(r.Notices, notice)
	}
	return r
}
