// Package report writes relationship reports from query results.
package report
