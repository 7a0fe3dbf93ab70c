// Package storage keeps a property graph: copy-on-write in memory for snapshot readers and one
// writer, bbolt as the durable record store beneath.
//
// A Store hands out Snapshots, which never change, and one Tx at a time, which reads its own writes. Both
// read through View, so that whoever reads takes a *View and cannot write.
//
// # Invariants
//
// A commit is on disk before any Snapshot shows it. A Snapshot stays as it was for as long as it is held.
// Ids of nodes and relationships are given out in ascending order and never a second time. Unique
// constraints hold after every call of a Tx, existence constraints and the rule that a relationship has
// both its ends hold after every commit. Iterators give ascending ids, index seeks ascending values, and
// expansions ascending types, then relationship ids.
//
// # Concurrency
//
// A Store and a Snapshot may be used from any number of goroutines, a Tx from one at a time.
package storage
