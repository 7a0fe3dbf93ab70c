// Package bolt serves an engine over the Bolt 5 protocol on unix sockets and TCP.
package bolt
