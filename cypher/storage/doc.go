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
// # Files
//
// graph.db is the truth: a bbolt file with a record for each node, relationship, symbol, index and constraint, those
// of nodes and relationships in blocks of 16, each entry with a checksum, and a sum over all of them. Opening reads
// and checks every page and record, so that a damaged or truncated file is an error that names it. graph.columns is
// the same graph in a form that loads faster; it is written when the store closes or rests after a load, and passed
// over if it is stale, damaged or missing. A graph.columns that is later than graph.db is an error, since commits
// have been lost then: who puts an older graph.db back on purpose deletes graph.columns. A graph.db of format 1,
// without blocks, is written anew when it is opened, and an older program then says that it does not know the format.
// graph.db never shrinks; a backup that is restored is compact.
//
// # Durability
//
// Commit returns after the operating system said that the data is on the disk (fdatasync on Linux, what Go's
// File.Sync does elsewhere). That covers the end of the process at any moment, kill -9 included, and of the
// operating system; at a loss of power it covers what the disk keeps of what it said it had written, which
// disks with a volatile cache that ignore flushes do not. Damage that such a loss leaves is found on opening and not
// mended: restore a backup. If a commit fails, nothing of it is visible; if it is uncertain whether it reached the
// disk, the store takes no more writes until it is opened again.
//
// # Concurrency
//
// A Store and a Snapshot may be used from any number of goroutines, a Tx from one at a time.
package storage
