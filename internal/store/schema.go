package store

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"newsgraph/cypher"
)

//go:embed schema/*.cypher
var schemaFiles embed.FS

// Schema is the schema's statements in the order in which they run.
func Schema() []string {
	var out []string
	entries, err := schemaFiles.ReadDir("schema")
	if err != nil {
		panic(err) // the files are part of the binary
	}
	for _, e := range entries {
		text, err := schemaFiles.ReadFile("schema/" + e.Name())
		if err != nil {
			panic(err)
		}
		out = append(out, split(string(text))...)
	}
	return out
}

// split cuts a schema file at the semicolons that end lines; whole-line comments are left out.
func split(text string) []string {
	var out []string
	var statement strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		body, ends := strings.CutSuffix(line, ";")
		statement.WriteString(body)
		if ends {
			out = append(out, statement.String())
			statement.Reset()
		} else {
			statement.WriteByte('\n')
		}
	}
	if statement.Len() > 0 {
		out = append(out, statement.String())
	}
	return out
}

// ApplySchema creates the constraints and indexes that are missing and waits until they are ready.
func (s *Store) ApplySchema(ctx context.Context) (cypher.Counters, error) {
	var sum cypher.Counters
	for _, statement := range Schema() {
		r, err := s.db.Run(ctx, statement, nil)
		if err != nil {
			return sum, fmt.Errorf("apply schema: %w", err)
		}
		sum = sum.Add(r.Counters)
	}
	return sum, nil
}
