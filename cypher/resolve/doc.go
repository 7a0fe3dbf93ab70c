// Package resolve checks a parsed query: scopes, types, aggregation rules; and says whether it
// reads, writes or changes the schema.
package resolve
