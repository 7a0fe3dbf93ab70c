// Package value holds the values of Cypher: null, boolean, integer, float, string, list, map,
// node, relationship, path, the temporal types, duration and point, with equality, comparability,
// orderability and equivalence as openCypher 9 defines them.
package value
