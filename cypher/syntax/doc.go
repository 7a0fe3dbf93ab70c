// Package syntax scans and parses Cypher text into a tree whose nodes all carry their position.
package syntax
