package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"newsgraph/cypher"
)

//go:embed peers.py
var peersScript []byte

// peers runs peers.py on the graph and adds its columns to the table of queries.
func (b *bench) peers(ctx context.Context, python string) error {
	dir := filepath.Join(b.scratch, "peers")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	progress("writing the graph for the other engines")
	if err := b.export(ctx, dir); err != nil {
		return err
	}
	script := filepath.Join(dir, "peers.py")
	if err := os.WriteFile(script, peersScript, 0o600); err != nil {
		return err
	}
	for _, name := range []string{"Kùzu", "LadybugDB", "FalkorDB"} {
		p := peer{name: name, p50: map[string]float64{}, reason: map[string]string{}}
		if err := p.measure(exec.CommandContext(ctx, python, script, name, dir)); err != nil {
			p.reason[""] = err.Error()
		}
		b.others = append(b.others, p)
	}
	return nil
}

// measure runs peers.py for one engine and notes what it says.
func (p *peer) measure(cmd *exec.Cmd) error {
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var said struct {
			Query, Reason string
			P50           float64
		}
		if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
			return errors.Join(fmt.Errorf("read %q of peers.py: %w", lines.Text(), err), cmd.Process.Kill(), cmd.Wait())
		}
		if said.Reason != "" {
			progress("%s, %s: %s", p.name, said.Query, said.Reason)
			p.reason[said.Query] = said.Reason
			continue
		}
		progress("%s, %s: %s", p.name, said.Query, seconds(said.P50))
		p.p50[said.Query] = said.P50
	}
	return cmd.Wait()
}

// table is a file of nodes or relationships. Columns are the properties' types in Kùzu's words.
type table struct {
	Label   string            `json:"label,omitempty"`
	Type    string            `json:"type,omitempty"`
	From    string            `json:"from,omitempty"`
	To      string            `json:"to,omitempty"`
	File    string            `json:"file"`
	Columns map[string]string `json:"columns"`
}

// export writes what peers.py reads.
func (b *bench) export(ctx context.Context, dir string) error {
	var tables struct {
		Nodes         []*table `json:"nodes"`
		Relationships []*table `json:"relationships"`
	}
	r, err := b.embedded.Read(ctx, "MATCH (n) WHERE NOT n:Newsgraph RETURN DISTINCT labels(n)[0] AS label ORDER BY label", nil)
	if err != nil {
		return err
	}
	for _, row := range r.Rows {
		tables.Nodes = append(tables.Nodes, &table{Label: row[0].(string)})
	}
	r, err = b.embedded.Read(ctx, "MATCH (a)-[r]->(b) RETURN DISTINCT type(r) AS type, labels(a)[0] AS from, labels(b)[0] AS to ORDER BY type, from, to", nil)
	if err != nil {
		return err
	}
	for _, row := range r.Rows {
		tables.Relationships = append(tables.Relationships, &table{Type: row[0].(string), From: row[1].(string), To: row[2].(string)})
	}
	for i, t := range slices.Concat(tables.Nodes, tables.Relationships) {
		t.File = fmt.Sprintf("table%d.jsonl", i)
		query := "MATCH (n:" + t.Label + ") RETURN null AS from, null AS to, properties(n) AS properties"
		if t.Type != "" {
			query = "MATCH (a:" + t.From + ")-[r:" + t.Type + "]->(b:" + t.To + ") RETURN a.key AS from, b.key AS to, properties(r) AS properties"
		}
		if t.Columns, err = exportRows(ctx, b.embedded, query, filepath.Join(dir, t.File)); err != nil {
			return err
		}
	}
	if err := writeJSON(filepath.Join(dir, "tables.json"), tables); err != nil {
		return err
	}
	return b.exportQueries(ctx, filepath.Join(dir, "queries.json"))
}

// exportRows writes a query's rows as JSON lines and says of which types their properties are.
func exportRows(ctx context.Context, db *cypher.DB, query, path string) (map[string]string, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	types, lines := map[string]string{}, json.NewEncoder(w)
	_, err = db.Stream(ctx, cypher.ReadAccess, query, nil, func(columns []string, row []any) error {
		for name, v := range row[2].(map[string]any) {
			switch v.(type) {
			case int64:
				types[name] = "INT64"
			case float64:
				types[name] = "DOUBLE"
			case []any:
				types[name] = "STRING[]"
			default:
				types[name] = "STRING"
			}
		}
		return lines.Encode(map[string]any{columns[0]: row[0], columns[1]: row[1], columns[2]: row[2]})
	})
	if err != nil {
		return nil, err
	}
	return types, w.Flush()
}

// exportQueries writes the canned queries with their parameters and the right rows.
func (b *bench) exportQueries(ctx context.Context, path string) error {
	type query struct {
		Name   string           `json:"name"`
		Text   string           `json:"text"`
		Params []map[string]any `json:"params"`
		Rows   [][][]any        `json:"rows"`
	}
	var out []query
	for _, w := range b.work {
		q := query{Name: w.name, Text: w.text, Params: w.params}
		for _, params := range w.params {
			rows := [][]any{}
			if _, err := b.embedded.Stream(ctx, cypher.ReadAccess, w.text, params, func(_ []string, row []any) error {
				rows = append(rows, slices.Clone(row))
				return nil
			}); err != nil {
				return err
			}
			q.Rows = append(q.Rows, rows)
		}
		out = append(out, q)
	}
	return writeJSON(path, out)
}

func writeJSON(path string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
