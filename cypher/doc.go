// Package cypher holds the canned queries and DB, the one connection type that runs Cypher: a
// thin concrete type over the official Neo4j driver.
//
// # Input and output
//
// In: query text and parameters. Out: rows of the driver's Go values (nil, bool, int64, float64, string, []byte,
// []any, map[string]any, Node, Relationship, Path and the temporal and spatial types of its package dbtype).
//
// # Errors
//
// ErrUnreachable, ErrUnauthorized and ErrNoDatabase say that the database could not be used; a *QueryError says that
// it refused a query, and where in its text. No error holds a password.
//
// # Concurrency
//
// A DB may be used by many goroutines. What one call wrote, the next call reads, on a cluster too.
package cypher
