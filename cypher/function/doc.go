// Package function is the library of Cypher's functions over values: scalar, string, list, mathematical,
// temporal, spatial and aggregating.
//
// The library is one written list. Lookup finds a function by name; its Params say how many arguments it
// takes and of which types, for checks before the query runs; Call checks the values of one call and runs
// it. An aggregating function has no Eval: New gives an Aggregator for each group. DISTINCT is the caller's,
// who drops the arguments that are equivalent to earlier ones.
//
// # Invariants
//
// A result depends on the arguments and the Context alone: the clock, the zone, chance and the graph come
// from there. Call gives null for a null argument unless the function says that it takes nulls.
//
// # Source
//
// openCypher 9, and the Neo4j 5 Cypher manual for what openCypher lacks.
package function
