// Package cypher holds the canned queries and DB, the one connection type that runs Cypher: a
// thin concrete type over the official Neo4j driver.
package cypher
