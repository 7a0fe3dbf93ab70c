// Package render prints rows as table, JSON, JSON lines, CSV and Markdown.
package render
