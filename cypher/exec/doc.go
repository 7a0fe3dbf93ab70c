// Package exec runs plans: typed rows, pulled one at a time, under a byte budget.
package exec
