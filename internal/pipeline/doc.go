// Package pipeline assembles the stages: an article in, a graph record out.
package pipeline
