// Package plan turns a query into a tree of operators.
//
// Input and output: a parsed statement that the checks of package resolve have passed, with a view
// of the graph for counts and indexes; a Plan, which holds the tree of operators, the slot of every
// variable, and the plans of the patterns and queries inside expressions. A Plan prints as a stable
// text tree (Describe).
//
// Invariants: every slot has one meaning in the whole statement. Between two clauses of which one
// writes and the other reads or writes stands an Eager, so that each clause sees all that the
// clauses before it did, and nothing of its own or later ones; MERGE alone sees its own earlier
// rows. A predicate is applied as soon as all that it reads is bound, and dropped only where an
// index or a scan answers it exactly.
//
// How a pattern is solved: greedily, by the exact counts that the store keeps of labels, types,
// labels with types, and index entries. First the relationships that can be followed from what is
// bound, the one first that leaves the fewest rows; where nothing can be followed, the cheapest
// beginning: index seek, relationship by id or by type, label scan, all nodes; where a node may have
// one of several labels, a seek or scan for each of them. A node without labels has those that all nodes
// have at that end of relationships of the type that leads there; a plan that uses it is one of two of
// which each run chooses one (Choose, Ends). A part that only an equality joins to the
// rest is solved for itself and joined by hash. A path that is repeated, ((a)-->(b) WHERE …){1,3}, is
// to the pattern around it one relationship, and a pattern of its own of which one repetition is planned,
// from the end that is bound first; so is a path from which some are selected, SHORTEST 3 …, whose parts
// are planned like that. What remains to be improved is left to the ordered
// rules in rules.go.
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
