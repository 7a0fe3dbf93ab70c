// Package storage keeps a property graph: copy-on-write in memory for snapshot readers and one
// writer, bbolt as the durable record store beneath.
package storage
