// Package store writes graph records through a cypher.DB: schema, idempotent batches,
// verification, digest.
package store
