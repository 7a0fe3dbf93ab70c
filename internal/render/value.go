package render

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"
)

// AppendJSON writes a value of a row as JSON. Integers stay integers and floats have a fraction or exponent; what
// JSON has no form for is a string: dates, times, date-times with their zone and durations in ISO 8601, bytes in
// base64, "NaN", "Infinity" and "-Infinity". Nodes are {"element_id", "labels", "properties"}, relationships
// {"element_id", "type", "start", "end", "properties"}, paths {"nodes", "relationships"}, points {"srid", "x", "y"}.
func AppendJSON(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int:
		b.WriteString(strconv.Itoa(v))
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case float64:
		appendFloat(b, v)
	case string:
		appendString(b, v)
	case []byte:
		appendString(b, base64.StdEncoding.EncodeToString(v))
	case []any:
		return appendList(b, len(v), func(i int) error { return AppendJSON(b, v[i]) })
	case []string:
		return appendList(b, len(v), func(i int) error { appendString(b, v[i]); return nil })
	case map[string]any:
		return appendMap(b, v)
	case dbtype.Node:
		return appendNode(b, v)
	case dbtype.Relationship:
		return appendRelationship(b, v)
	case dbtype.Path:
		b.WriteString(`{"nodes":`)
		if err := appendList(b, len(v.Nodes), func(i int) error { return appendNode(b, v.Nodes[i]) }); err != nil {
			return err
		}
		b.WriteString(`,"relationships":`)
		if err := appendList(b, len(v.Relationships), func(i int) error { return appendRelationship(b, v.Relationships[i]) }); err != nil {
			return err
		}
		b.WriteByte('}')
	case dbtype.Point2D:
		fmt.Fprintf(b, `{"srid":%d,"x":`, v.SpatialRefId)
		appendFloat(b, v.X)
		b.WriteString(`,"y":`)
		appendFloat(b, v.Y)
		b.WriteByte('}')
	case dbtype.Point3D:
		fmt.Fprintf(b, `{"srid":%d,"x":`, v.SpatialRefId)
		appendFloat(b, v.X)
		b.WriteString(`,"y":`)
		appendFloat(b, v.Y)
		b.WriteString(`,"z":`)
		appendFloat(b, v.Z)
		b.WriteByte('}')
	default:
		if s, ok := temporal(v); ok {
			appendString(b, s)
			return nil
		}
		return fmt.Errorf("no JSON form for %T", v)
	}
	return nil
}

// temporal is a date, time or duration in ISO 8601; a named zone follows in brackets.
func temporal(v any) (string, bool) {
	switch v := v.(type) {
	case time.Time:
		s := v.Format(time.RFC3339Nano)
		if zone := v.Location().String(); strings.Contains(zone, "/") {
			s += "[" + zone + "]"
		}
		return s, true
	case dbtype.Date, dbtype.Time, dbtype.LocalTime, dbtype.LocalDateTime, dbtype.Duration:
		return v.(fmt.Stringer).String(), true
	}
	return "", false
}

func appendList(b *bytes.Buffer, n int, item func(int) error) error {
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := item(i); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func appendMap(b *bytes.Buffer, m map[string]any) error {
	b.WriteByte('{')
	for i, k := range keys(m) {
		if i > 0 {
			b.WriteByte(',')
		}
		appendString(b, k)
		b.WriteByte(':')
		if err := AppendJSON(b, m[k]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func keys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func appendNode(b *bytes.Buffer, n dbtype.Node) error {
	b.WriteString(`{"element_id":`)
	appendString(b, n.ElementId)
	b.WriteString(`,"labels":`)
	labels := slices.Sorted(slices.Values(n.Labels))
	if err := appendList(b, len(labels), func(i int) error { appendString(b, labels[i]); return nil }); err != nil {
		return err
	}
	b.WriteString(`,"properties":`)
	if err := appendMap(b, n.Props); err != nil {
		return err
	}
	b.WriteByte('}')
	return nil
}

func appendRelationship(b *bytes.Buffer, r dbtype.Relationship) error {
	for _, f := range [][2]string{{`{"element_id":`, r.ElementId}, {`,"type":`, r.Type}, {`,"start":`, r.StartElementId}, {`,"end":`, r.EndElementId}} {
		b.WriteString(f[0])
		appendString(b, f[1])
	}
	b.WriteString(`,"properties":`)
	if err := appendMap(b, r.Props); err != nil {
		return err
	}
	b.WriteByte('}')
	return nil
}

func appendString(b *bytes.Buffer, s string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.Encode(s) // a string has no way to fail
	b.Truncate(b.Len() - 1)
}

func appendFloat(b *bytes.Buffer, f float64) {
	if s := floatText(f); math.IsNaN(f) || math.IsInf(f, 0) {
		appendString(b, s)
	} else {
		b.WriteString(s)
	}
}

// floatText is the shortest text that reads back as f and as no integer.
func floatText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	s := strconv.FormatFloat(f, format, -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// Text is a value as Cypher writes it: (:Person {name: "…"}), [:SIGNED {…}], lists, maps, quoted strings. A node's
// and relationship's element id is left out.
func Text(v any) string {
	var b strings.Builder
	writeText(&b, v)
	return b.String()
}

func writeText(b *strings.Builder, v any) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int:
		b.WriteString(strconv.Itoa(v))
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case float64:
		b.WriteString(floatText(v))
	case string:
		b.WriteString(strconv.Quote(v))
	case []byte:
		b.WriteString("bytes:" + base64.StdEncoding.EncodeToString(v))
	case []any:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			writeText(b, x)
		}
		b.WriteByte(']')
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		writeText(b, list)
	case map[string]any:
		writeMap(b, v)
	case dbtype.Node:
		writeNode(b, v)
	case dbtype.Relationship:
		writeRelationship(b, v)
	case dbtype.Path:
		for i, n := range v.Nodes {
			writeNode(b, n)
			if i >= len(v.Relationships) {
				break
			}
			r := v.Relationships[i]
			if r.StartElementId == n.ElementId {
				b.WriteByte('-')
				writeRelationship(b, r)
				b.WriteString("->")
			} else {
				b.WriteString("<-")
				writeRelationship(b, r)
				b.WriteByte('-')
			}
		}
	case dbtype.Point2D:
		fmt.Fprintf(b, "point({srid: %d, x: %s, y: %s})", v.SpatialRefId, floatText(v.X), floatText(v.Y))
	case dbtype.Point3D:
		fmt.Fprintf(b, "point({srid: %d, x: %s, y: %s, z: %s})", v.SpatialRefId, floatText(v.X), floatText(v.Y), floatText(v.Z))
	default:
		if s, ok := temporal(v); ok {
			b.WriteString(s)
		} else {
			fmt.Fprint(b, v)
		}
	}
}

func writeMap(b *strings.Builder, m map[string]any) {
	b.WriteByte('{')
	for i, k := range keys(m) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name(k) + ": ")
		writeText(b, m[k])
	}
	b.WriteByte('}')
}

func writeNode(b *strings.Builder, n dbtype.Node) {
	b.WriteByte('(')
	for _, l := range slices.Sorted(slices.Values(n.Labels)) {
		b.WriteString(":" + name(l))
	}
	if len(n.Props) > 0 {
		if len(n.Labels) > 0 {
			b.WriteByte(' ')
		}
		writeMap(b, n.Props)
	}
	b.WriteByte(')')
}

func writeRelationship(b *strings.Builder, r dbtype.Relationship) {
	b.WriteString("[:" + name(r.Type))
	if len(r.Props) > 0 {
		b.WriteByte(' ')
		writeMap(b, r.Props)
	}
	b.WriteByte(']')
}

// name is a label, type or key, quoted with backticks where it is no plain name.
func name(s string) string {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return "`" + strings.ReplaceAll(s, "`", "``") + "`"
		}
	}
	if s == "" {
		return "``"
	}
	return s
}
