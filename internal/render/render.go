// Package render prints rows as table, JSON, JSON lines, CSV and Markdown.
//
// # Input and output
//
// Rows hold what the Neo4j driver gives: nil, booleans, int64, float64, strings, bytes, lists, maps, nodes,
// relationships, paths, temporal values, durations and points. A table and Markdown show them as Cypher writes
// them; JSON loses nothing: see AppendJSON.
//
// # Invariants
//
// Columns keep their order and maps are sorted by key, so equal rows give equal bytes. No output lets a value
// control the terminal: control characters are shown, not sent.
package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Format is how rows are written.
type Format uint8

const (
	FormatUnset Format = iota
	Table              // aligned columns, for people
	JSON               // one array of objects
	JSONLines          // one object a line
	CSV                // a header row, then rows; lists, maps and graph values as JSON
	Markdown           // a table
)

var formats = [...]string{"", "table", "json", "jsonl", "csv", "markdown"}

// String is the format's name on the command line.
func (f Format) String() string { return formats[f] }

// ParseFormat is the inverse of Format.String, and takes "md" for Markdown; "" is FormatUnset.
func ParseFormat(s string) (Format, error) {
	if s == "md" {
		return Markdown, nil
	}
	for i, n := range formats {
		if n == s {
			return Format(i), nil
		}
	}
	return FormatUnset, fmt.Errorf("parse output format: %q is not one of %s", s, strings.Join(formats[1:], ", "))
}

// Writer writes rows one after another. JSON, JSON lines and CSV are written as rows come; a table and Markdown are
// written by Close, which must be called.
type Writer struct {
	out     io.Writer
	format  Format
	columns []string
	width   int
	rows    [][]string
	numeric []bool // whether every value of a column so far is a number or null
	count   int
	csv     *csv.Writer
	buf     bytes.Buffer
}

// New returns a Writer of rows with these columns. A table is fitted to width terminal columns by wrapping its
// cells; width 0 leaves it as wide as it is.
func New(out io.Writer, format Format, columns []string, width int) *Writer {
	w := &Writer{out: out, format: format, columns: columns, width: width, numeric: make([]bool, len(columns))}
	for i := range w.numeric {
		w.numeric[i] = true
	}
	if format == CSV {
		w.csv = csv.NewWriter(out)
	}
	return w
}

// Row writes one row, which has a value for each column.
func (w *Writer) Row(row []any) error {
	if len(row) != len(w.columns) {
		return fmt.Errorf("write row: %d values for %d columns", len(row), len(w.columns))
	}
	w.count++
	switch w.format {
	case JSON, JSONLines:
		w.buf.Reset()
		if w.format == JSON {
			if w.count == 1 {
				w.buf.WriteString("[\n")
			} else {
				w.buf.WriteString(",\n")
			}
		}
		if err := w.object(row); err != nil {
			return err
		}
		if w.format == JSONLines {
			w.buf.WriteByte('\n')
		}
		_, err := w.out.Write(w.buf.Bytes())
		return err
	case CSV:
		if err := w.header(); err != nil {
			return err
		}
		cells := make([]string, len(row))
		for i, v := range row {
			var err error
			if cells[i], err = csvCell(v); err != nil {
				return err
			}
		}
		return w.csv.Write(cells)
	}
	cells := make([]string, len(row))
	for i, v := range row {
		cells[i] = cell(v)
		switch v.(type) {
		case nil, int, int64, float64:
		default:
			w.numeric[i] = false
		}
	}
	w.rows = append(w.rows, cells)
	return nil
}

// cell is a value for people: a string as it is, a list of strings with commas, nothing for null.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []string:
		return strings.Join(v, ", ")
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			s, ok := x.(string)
			if !ok {
				return Text(v)
			}
			parts[i] = s
		}
		return strings.Join(parts, ", ")
	}
	return Text(v)
}

func (w *Writer) object(row []any) error {
	w.buf.WriteByte('{')
	for i, c := range w.columns {
		if i > 0 {
			w.buf.WriteByte(',')
		}
		appendString(&w.buf, c)
		w.buf.WriteByte(':')
		if err := AppendJSON(&w.buf, row[i]); err != nil {
			return fmt.Errorf("write column %s: %w", c, err)
		}
	}
	w.buf.WriteByte('}')
	return nil
}

func (w *Writer) header() error {
	if w.count > 1 {
		return nil
	}
	return w.csv.Write(w.columns)
}

// Close writes what is held back.
func (w *Writer) Close() error {
	var s string
	switch w.format {
	case JSON:
		if s = "\n]\n"; w.count == 0 {
			s = "[]\n"
		}
	case JSONLines:
	case CSV:
		if w.count == 0 {
			if err := w.csv.Write(w.columns); err != nil {
				return err
			}
		}
		w.csv.Flush()
		return w.csv.Error()
	case Markdown:
		s = w.markdown()
	default:
		s = w.table()
	}
	_, err := io.WriteString(w.out, s)
	return err
}

// Rows writes all rows at once.
func Rows(out io.Writer, format Format, columns []string, rows [][]any, width int) error {
	w := New(out, format, columns, width)
	for _, r := range rows {
		if err := w.Row(r); err != nil {
			return err
		}
	}
	return w.Close()
}

func csvCell(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	var b bytes.Buffer
	if err := AppendJSON(&b, v); err != nil {
		return "", err
	}
	if s := b.String(); strings.HasPrefix(s, `"`) { // a temporal value or bytes: JSON has only a string for it
		return strings.Trim(s, `"`), nil
	}
	return b.String(), nil
}

func (w *Writer) markdown() string {
	var b strings.Builder
	line := func(cells []string) {
		b.WriteByte('|')
		for _, c := range cells {
			b.WriteString(" " + EscapeMarkdown(c) + " |")
		}
		b.WriteByte('\n')
	}
	line(w.columns)
	b.WriteByte('|')
	for i := range w.columns {
		if w.numeric[i] && w.count > 0 {
			b.WriteString(" ---: |")
		} else {
			b.WriteString(" --- |")
		}
	}
	b.WriteByte('\n')
	for _, r := range w.rows {
		line(r)
	}
	return b.String()
}

// markdownMarks are the characters that Markdown or the HTML in it may read as marks wherever they stand.
const markdownMarks = "\\`*_[]<>|~$"

// EscapeMarkdown writes s so that a Markdown reader shows it as it is, on one line, within a paragraph, a list item
// or a table cell.
func EscapeMarkdown(s string) string {
	var b strings.Builder
	s = strings.TrimSpace(s)
	for i, r := range s {
		switch {
		case r == '\n':
			b.WriteString(" ")
		case r == '\r':
		case r == '\t':
			b.WriteByte(' ')
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case strings.ContainsRune(markdownMarks, r), i == 0 && strings.ContainsRune("#+-=", r):
			b.WriteString("\\" + string(r))
		case r == '.' || r == ')':
			if i > 0 && len(s[:i]) <= 9 && strings.Trim(s[:i], "0123456789") == "" { // would begin a numbered list
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		case isControl(r):
			fmt.Fprintf(&b, "\\\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isControl reports whether r could move the cursor, change colours or reverse the text around it.
func isControl(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
