// Package examples embeds the example articles that the repository brings along.
package examples
