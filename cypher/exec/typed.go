package exec

import (
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// typeKinds maps the names of types to kinds of value.
var typeKinds = map[string]function.Types{
	"BOOL": function.Boolean, "BOOLEAN": function.Boolean, "VARCHAR": function.String, "STRING": function.String,
	"INT": function.Integer, "INTEGER": function.Integer, "SIGNED INTEGER": function.Integer, "FLOAT": function.Float,
	"DATE": function.Date, "LOCAL TIME": function.LocalTime, "ZONED TIME": function.Time, "TIME": function.Time,
	"LOCAL DATETIME": function.LocalDateTime, "ZONED DATETIME": function.DateTime, "DURATION": function.Duration,
	"POINT": function.Point, "NODE": function.Node, "VERTEX": function.Node, "RELATIONSHIP": function.Relationship,
	"EDGE": function.Relationship, "MAP": function.Map, "PATH": function.Path, "ANY": function.Any,
	"PROPERTY VALUE": function.Any &^ (function.Node | function.Relationship | function.Path | function.Map),
}

// hasType says whether v IS :: t; null is of every type that does not exclude it.
func hasType(v value.Value, t *syntax.TypeName) bool {
	for _, o := range t.Or {
		if hasType(v, o) {
			return true
		}
	}
	if v.IsNull() {
		return !t.NotNull && t.Name != "NOTHING"
	}
	if t.Name == "LIST" {
		if v.Kind() != value.KindList {
			return false
		}
		for _, x := range v.List() {
			if !hasType(x, t.Element) {
				return false
			}
		}
		return true
	}
	kinds, ok := typeKinds[t.Name]
	return ok && kinds.Has(v.Kind())
}

// unknownType gives the first name in t that is no type.
func unknownType(t *syntax.TypeName) string {
	for _, o := range t.Or {
		if name := unknownType(o); name != "" {
			return name
		}
	}
	if t.Element != nil {
		return unknownType(t.Element)
	}
	if _, ok := typeKinds[t.Name]; !ok && t.Name != "NOTHING" && t.Name != "NULL" {
		return t.Name
	}
	return ""
}

func normalized(s, form string) (bool, error) {
	f, err := function.NormalForm(form)
	if err != nil {
		return false, err
	}
	return f.IsNormalString(s), nil
}
