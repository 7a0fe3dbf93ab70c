package tck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"
)

// canon is the form in which expected and actual values are compared. With bag, lists have no order.
func canon(v any, bag bool) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return canonFloat(v)
	case string:
		return strconv.Quote(v)
	case []any:
		items := make([]string, len(v))
		for i, x := range v {
			items[i] = canon(x, bag)
		}
		if bag {
			slices.Sort(items)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		return canonMap(v, bag)
	case node:
		return canonNode(v.labels, v.props, bag)
	case rel:
		return canonRel(v.typ, v.props, bag)
	case walk:
		s := "<" + canonNode(v.from.labels, v.from.props, bag)
		for _, h := range v.hops {
			s += arrow(canonRel(h.rel.typ, h.rel.props, bag), h.forward) + canonNode(h.to.labels, h.to.props, bag)
		}
		return s + ">"
	case dbtype.Node:
		return canonNode(v.Labels, v.Props, bag)
	case dbtype.Relationship:
		return canonRel(v.Type, v.Props, bag)
	case dbtype.Path:
		return canonPath(v, bag)
	}
	if s, ok := temporal(v); ok {
		return strconv.Quote(s)
	}
	return fmt.Sprintf("%T(%v)", v, v)
}

func canonFloat(f float64) string {
	if f == 0 {
		f = 0 // -0.0
	}
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(s, ".eIN") && !math.IsInf(f, 0) {
		s += ".0"
	}
	return s
}

func canonMap(m map[string]any, bag bool) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		keys[i] = k + ": " + canon(m[k], bag)
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

func canonNode(labels []string, props map[string]any, bag bool) string {
	labels = slices.Clone(labels)
	slices.Sort(labels)
	var b strings.Builder
	b.WriteByte('(')
	for _, l := range labels {
		b.WriteString(":" + l)
	}
	if len(props) > 0 {
		b.WriteString(" " + canonMap(props, bag))
	}
	return b.String() + ")"
}

func canonRel(typ string, props map[string]any, bag bool) string {
	if len(props) == 0 {
		return "[:" + typ + "]"
	}
	return "[:" + typ + " " + canonMap(props, bag) + "]"
}

func arrow(rel string, forward bool) string {
	if forward {
		return "-" + rel + "->"
	}
	return "<-" + rel + "-"
}

// canonPath walks a driver's path, whose Nodes are only the distinct ones, by its relationships' ends.
func canonPath(p dbtype.Path, bag bool) string {
	if len(p.Nodes) == 0 {
		return "<>"
	}
	by := map[string]dbtype.Node{}
	for _, n := range p.Nodes {
		by[n.ElementId] = n
	}
	at := p.Nodes[0].ElementId
	s := "<" + canon(p.Nodes[0], bag)
	for _, r := range p.Relationships {
		forward := r.StartElementId == at
		if at = r.StartElementId; forward {
			at = r.EndElementId
		}
		s += arrow(canon(r, bag), forward) + canon(by[at], bag)
	}
	return s + ">"
}

// temporal is the ISO 8601 form of the driver's temporal values, as Cypher's toString gives it.
func temporal(v any) (string, bool) {
	switch v := v.(type) {
	case dbtype.Date:
		return date(v.Time()), true
	case dbtype.LocalTime:
		return clock(v.Time()), true
	case dbtype.Time:
		return clock(v.Time()) + offset(v.Time()), true
	case dbtype.LocalDateTime:
		return date(v.Time()) + "T" + clock(v.Time()), true
	case time.Time:
		s := date(v) + "T" + clock(v) + offset(v)
		if name := v.Location().String(); name != "Offset" && name != "" && name != "UTC" {
			s += "[" + name + "]"
		}
		return s, true
	case dbtype.Duration:
		return duration(v), true
	}
	return "", false
}

func date(t time.Time) string {
	y := t.Year()
	switch {
	case y > 9999:
		return fmt.Sprintf("+%d-%02d-%02d", y, t.Month(), t.Day())
	case y < 0:
		return fmt.Sprintf("-%04d-%02d-%02d", -y, t.Month(), t.Day())
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, t.Month(), t.Day())
}

func clock(t time.Time) string {
	s := fmt.Sprintf("%02d:%02d", t.Hour(), t.Minute())
	if t.Second() == 0 && t.Nanosecond() == 0 {
		return s
	}
	return s + fmt.Sprintf(":%02d", t.Second()) + fraction(t.Nanosecond())
}

// fraction is ".123" for nanoseconds in [0, 1e9), "" for none.
func fraction(nanos int) string {
	if nanos == 0 {
		return ""
	}
	return strings.TrimRight(fmt.Sprintf(".%09d", nanos), "0")
}

func offset(t time.Time) string {
	_, off := t.Zone()
	if off == 0 {
		return "Z"
	}
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	s := fmt.Sprintf("%c%02d:%02d", sign, off/3600, off/60%60)
	if off%60 != 0 {
		s += fmt.Sprintf(":%02d", off%60)
	}
	return s
}

func duration(d dbtype.Duration) string {
	sec, nanos := d.Seconds, d.Nanos
	if sec < 0 && nanos > 0 {
		sec, nanos = sec+1, nanos-1_000_000_000
	}
	var b strings.Builder
	b.WriteByte('P')
	part := func(n int64, unit byte) {
		if n != 0 {
			fmt.Fprintf(&b, "%d%c", n, unit)
		}
	}
	part(d.Months/12, 'Y')
	part(d.Months%12, 'M')
	part(d.Days, 'D')
	if sec != 0 || nanos != 0 {
		b.WriteByte('T')
		part(sec/3600, 'H')
		part(sec/60%60, 'M')
		if s := sec % 60; s != 0 || nanos != 0 {
			if s < 0 || nanos < 0 {
				b.WriteByte('-')
			}
			fmt.Fprintf(&b, "%d%sS", max(s, -s), fraction(max(nanos, -nanos)))
		}
	}
	if b.Len() == 1 {
		return "PT0S"
	}
	return b.String()
}

// sortRows orders rows for comparison where the result has no order.
func sortRows(rows [][]string) {
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(strings.Join(a, "\x00"), strings.Join(b, "\x00")) })
}

// Canonical is the form in which a driver's value is compared: type and content. Lists have no order in it.
func Canonical(v any) string { return canon(v, true) }
