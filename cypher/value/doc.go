// Package value holds the values of Cypher: null, boolean, integer, float, string, bytes, list, map,
// node, relationship, path, the temporal types, duration and point, with the four relations that
// openCypher defines over them.
//
//	equality       =, three-valued              Equal
//	comparability  <, <=, >, >=, three-valued   Less, LessEqual, Greater, GreaterEqual
//	orderability   ORDER BY, min, max, total    Order
//	equivalence    DISTINCT, grouping keys      Equivalent, AppendKey
//
// # Invariants
//
// A Value is immutable: whoever builds one from a slice gives the slice away, and whoever reads a slice
// out of one leaves it unchanged. Nulls, booleans, integers, floats, dates and times do not allocate.
// Order(a, b) == 0 for values of one kind implies Equivalent(a, b), and Equivalent(a, b) holds exactly if
// AppendKey gives the same bytes for both. Maps keep their entries sorted by key, so that every output is
// deterministic.
//
// # Source
//
// openCypher 9, CIP2016-06-14 (comparability and orderability), CIP2015-08-06 (date and time).
package value
