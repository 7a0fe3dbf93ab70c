// Package plan turns a resolved query into a tree of operators by an ordered list of named rules
// over exact counts.
package plan

import "newsgraph/cypher/value"

// Description is a plan as EXPLAIN and PROFILE show it.
type Description struct {
	Operator    string
	Arguments   []value.Entry
	Identifiers []string
	Children    []*Description
	Profiled    bool  // the numbers below were measured
	Rows        int64 // rows that the operator gave
	Hits        int64 // steps over nodes, relationships and index entries that it took itself
}
