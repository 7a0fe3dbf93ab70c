package value

import (
	"math"
	"strconv"
	"strings"
)

// String is v as the text of a Cypher literal where there is one; nodes, relationships and paths have the
// form of a pattern, temporal values and durations their ISO 8601 form in quotes.
func (v Value) String() string { return string(appendLiteral(nil, v)) }

func appendLiteral(dst []byte, v Value) []byte {
	switch v.kind {
	case KindNull:
		return append(dst, "null"...)
	case KindBoolean:
		return strconv.AppendBool(dst, v.num == 1)
	case KindInteger:
		return strconv.AppendInt(dst, int64(v.num), 10)
	case KindFloat:
		return AppendFloat(dst, v.Float())
	case KindString:
		return appendQuoted(dst, v.Str())
	case KindBytes:
		const hex = "0123456789abcdef"
		for _, b := range v.Bytes() {
			dst = append(dst, '\\', 'x', hex[b>>4], hex[b&15])
		}
		return dst
	case KindList:
		dst = append(dst, '[')
		for i, x := range v.List() {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = appendLiteral(dst, x)
		}
		return append(dst, ']')
	case KindMap:
		return appendEntries(dst, v.Entries())
	case KindNode:
		return appendNode(dst, v)
	case KindRelationship:
		return appendRelationship(dst, v)
	case KindPath:
		return appendPath(dst, v.Path())
	case KindPoint:
		return append(dst, v.Point().text()...)
	}
	dst = append(dst, '\'')
	dst = appendTemporal(dst, v)
	return append(dst, '\'')
}

func (p Point) text() string {
	f := func(x float64) string { return string(AppendFloat(nil, x)) }
	s := "point({x: " + f(p.X) + ", y: " + f(p.Y)
	if p.Dimensions() == 3 {
		s += ", z: " + f(p.Z)
	}
	return s + ", crs: '" + p.CRS() + "'})"
}

// AppendFloat appends f as Cypher prints it: with a point always, and an exponent outside [1e-3, 1e7).
func AppendFloat(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	}
	abs := math.Abs(f)
	if abs == 0 || (abs >= 1e-3 && abs < 1e7) {
		start := len(dst)
		dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
		if strings.IndexByte(string(dst[start:]), '.') < 0 {
			dst = append(dst, ".0"...)
		}
		return dst
	}
	s := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	sign := ""
	if exponent[0] == '-' {
		sign = "-"
	}
	return append(dst, mantissa+"E"+sign+strings.TrimLeft(exponent[1:], "0")...)
}

func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '\'')
	for _, r := range s {
		switch r {
		case '\\', '\'':
			dst = append(dst, '\\', byte(r))
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		default:
			dst = append(dst, string(r)...)
		}
	}
	return append(dst, '\'')
}

func appendEntries(dst []byte, entries []Entry) []byte {
	dst = append(dst, '{')
	for i, e := range entries {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendName(dst, e.Key)
		dst = append(dst, ": "...)
		dst = appendLiteral(dst, e.Value)
	}
	return append(dst, '}')
}

// appendName appends a symbolic name, in backquotes where it needs them.
func appendName(dst []byte, name string) []byte {
	plain := name != ""
	for i := 0; i < len(name) && plain; i++ {
		c := name[i]
		plain = c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9'
	}
	if plain {
		return append(dst, name...)
	}
	return append(dst, "`"+strings.ReplaceAll(name, "`", "``")+"`"...)
}

func appendNode(dst []byte, v Value) []byte {
	dst = append(dst, '(')
	n := v.Node()
	if n == nil {
		return append(strconv.AppendInt(append(dst, '#'), v.ID(), 10), ')')
	}
	for _, l := range n.Labels {
		dst = appendName(append(dst, ':'), l)
	}
	if len(n.Properties) > 0 {
		if len(n.Labels) > 0 {
			dst = append(dst, ' ')
		}
		dst = appendEntries(dst, n.Properties)
	}
	return append(dst, ')')
}

func appendRelationship(dst []byte, v Value) []byte {
	dst = append(dst, '[')
	r := v.Relationship()
	if r == nil {
		return append(strconv.AppendInt(append(dst, '#'), v.ID(), 10), ']')
	}
	dst = appendName(append(dst, ':'), r.Type)
	if len(r.Properties) > 0 {
		dst = appendEntries(append(dst, ' '), r.Properties)
	}
	return append(dst, ']')
}

func appendPath(dst []byte, p *Path) []byte {
	dst = append(dst, '<')
	for i, n := range p.Nodes {
		if i > 0 {
			rel := p.Relationships[i-1]
			left, right := "-", "->"
			if r := rel.Relationship(); r != nil && r.Start == n.ID() && r.End == p.Nodes[i-1].ID() && r.Start != r.End {
				left, right = "<-", "-"
			}
			dst = append(appendRelationship(append(dst, left...), rel), right...)
		}
		dst = appendNode(dst, n)
	}
	return append(dst, '>')
}
