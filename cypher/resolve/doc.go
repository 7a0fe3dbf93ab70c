// Package resolve checks a parsed statement before it is planned: that every name is bound, once and to
// values of a type that fits its use, that aggregation stands where it has a meaning, that functions and
// procedures exist and are called as they are declared, and that clauses go together.
//
// # Input and output
//
// Check takes a statement and the procedures that there are, and gives an Info: whether the statement reads,
// writes or changes the schema, its columns, and the parameters that it uses. Every error is a *diag.Error
// with its position and the detail of the openCypher kit. The tree is left as it is.
//
// # Invariants
//
// A type is a set of what a value may be, never more precise than the text allows: a statement is refused
// only if it fails for every graph and all parameters. What depends on values fails when it runs.
//
// # Source
//
// openCypher 9 and the error scenarios of its TCK; Neo4j 5 for subqueries.
package resolve
