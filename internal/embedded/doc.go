// Package embedded opens a data directory as a graph served over Bolt on a socket inside it, or
// attaches to the process that already serves it.
//
// # Input and output
//
// Open gives a Graph whose URI any Bolt driver that knows unix sockets can use; Listen serves it on TCP as well, to
// clients with a token, in browsers too. The directory holds the store's files, a lock, the sockets and, once Listen made one, the
// token.
//
// # Invariants
//
// Of all processes that have a directory open, one holds the lock, the store and the sockets. When it closes or
// dies, one of the others takes its place under the same URI: what clients had not committed is lost to them, as
// with any server that restarts, and drivers retry it. A TCP address stays as long as the process that listens on it,
// whichever process has the store. The directory is 0700; sockets, token and all other files
// are 0600.
//
// # Concurrency
//
// A Graph may be used from any number of goroutines. A process may open a directory several times.
package embedded
