// Package function is the library of Cypher's scalar, list, string, mathematical, temporal and
// aggregating functions over values.
package function
