// Package link gives the entities of a document the stable keys of the graph.
package link
