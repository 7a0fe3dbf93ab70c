// Package packstream encodes and decodes PackStream, the value format of the Bolt protocol.
package packstream
