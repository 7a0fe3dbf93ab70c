// Package plan turns a resolved query into a tree of operators by an ordered list of named rules
// over exact counts.
package plan
