// Package embedded opens a data directory as a graph served over Bolt on a socket inside it, or
// attaches to the process that already serves it.
package embedded
