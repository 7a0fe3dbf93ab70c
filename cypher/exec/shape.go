package exec

import (
	"maps"
	"slices"
	"strings"

	"newsgraph/cypher/function"
	"newsgraph/cypher/value"
)

// shape says of nodes with the same labels, or of relationships of one type, which properties they have.
type shape struct {
	labels     []string
	count      int64
	properties map[string]*propertyShape
}

type propertyShape struct {
	count int64
	types []string // in the order in which they were met
}

// shapes is by labels, joined, or by type.
type shapes map[string]*shape

func (s shapes) add(labels []string, properties []value.Entry) {
	name := typeText(labels)
	sh, ok := s[name]
	if !ok {
		sh = &shape{labels: labels, properties: map[string]*propertyShape{}}
		s[name] = sh
	}
	sh.count++
	for _, e := range properties {
		p, ok := sh.properties[e.Key]
		if !ok {
			p = &propertyShape{}
			sh.properties[e.Key] = p
		}
		p.count++
		if t := javaType(e.Value); !slices.Contains(p.types, t) {
			p.types = append(p.types, t)
		}
	}
}

// typeText is :`A`:`B`, or "" without labels.
func typeText(labels []string) string {
	var b strings.Builder
	for _, l := range labels {
		b.WriteString(":" + quoted(l))
	}
	return b.String()
}

// javaType is Neo4j's name for the type of a property.
func javaType(v value.Value) string {
	switch v.Kind() {
	case value.KindInteger:
		return "Long"
	case value.KindFloat:
		return "Double"
	case value.KindString:
		return "String"
	case value.KindBoolean:
		return "Boolean"
	case value.KindBytes:
		return "ByteArray"
	case value.KindDate:
		return "Date"
	case value.KindLocalTime:
		return "LocalTime"
	case value.KindTime:
		return "Time"
	case value.KindLocalDateTime:
		return "LocalDateTime"
	case value.KindDateTime:
		return "DateTime"
	case value.KindDuration:
		return "Duration"
	case value.KindPoint:
		return "Point"
	case value.KindList:
		if items := v.List(); len(items) > 0 {
			return javaType(items[0]) + "Array"
		}
		return "StringArray" // of an empty list, as Neo4j says too
	}
	return v.Kind().String()
}

func shapeFields(name string, more ...function.Param) []function.Param {
	return slices.Concat(params(function.String, name), more, []function.Param{{Name: "propertyName", Types: function.String},
		{Name: "propertyTypes", Types: function.List}, {Name: "mandatory", Types: function.Boolean}})
}

// rows gives a row for each property, or one where there is none, sorted.
func (s shapes) rows(withLabels bool) [][]value.Value {
	var out [][]value.Value
	for _, name := range slices.Sorted(maps.Keys(s)) {
		sh := s[name]
		begin := []value.Value{value.String(name)}
		if withLabels {
			begin = append(begin, stringsOf(sh.labels))
		}
		if len(sh.properties) == 0 {
			out = append(out, slices.Concat(begin, []value.Value{value.Null, value.Null, value.False}))
		}
		for _, key := range slices.Sorted(maps.Keys(sh.properties)) {
			p := sh.properties[key]
			out = append(out, slices.Concat(begin, []value.Value{value.String(key), stringsOf(p.types), value.Boolean(p.count == sh.count)}))
		}
	}
	return out
}

func nodeTypeProperties(r *Run, _ []value.Value) ([][]value.Value, error) {
	s := shapes{}
	it := r.View.AllNodes()
	for id, ok := it.Next(); ok; id, ok = it.Next() {
		if err := r.step(); err != nil {
			return nil, err
		}
		s.add(r.View.NodeLabelNames(id), r.View.NodeEntries(id))
	}
	return s.rows(true), nil
}

func relTypeProperties(r *Run, _ []value.Value) ([][]value.Value, error) {
	s := shapes{}
	it := r.View.AllRels()
	for id, ok := it.Next(); ok; id, ok = it.Next() {
		if err := r.step(); err != nil {
			return nil, err
		}
		rel, _ := r.View.Rel(id)
		s.add([]string{r.View.RelTypeName(rel.Type)}, r.View.RelEntries(id))
	}
	return s.rows(false), nil
}
