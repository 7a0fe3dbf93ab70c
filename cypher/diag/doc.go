// Package diag holds the one error type of the Cypher engine: a Neo4j status code, the openCypher
// detail, the phase, and the position in the query that it is about.
package diag
