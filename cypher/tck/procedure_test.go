package tck

import (
	"fmt"
	"regexp"
	"strings"

	"newsgraph/cypher/exec"
	"newsgraph/cypher/function"
	"newsgraph/cypher/value"
)

var signaturePattern = regexp.MustCompile(`^([\w.]+)\((.*)\) :: \((.*)\)\s*:?$`)

// procedure is one of the kit's test procedures: it looks its arguments up in the table's first columns and gives the
// rest of the rows that have them.
func procedure(signature string, table [][]string) (*exec.ProcedureDef, error) {
	m := signaturePattern.FindStringSubmatch(signature)
	if m == nil {
		return nil, fmt.Errorf("parse signature %q", signature)
	}
	def := &exec.ProcedureDef{Name: m[1], Mode: "READ"}
	var err error
	if def.Params, err = params(m[2]); err != nil {
		return nil, err
	}
	if def.Fields, err = params(m[3]); err != nil {
		return nil, err
	}
	var rows [][]value.Value
	for _, cells := range table[min(1, len(table)):] {
		var row []value.Value
		for _, c := range cells {
			v, err := parseValue(c)
			if err != nil {
				return nil, err
			}
			row = append(row, scalar(v))
		}
		rows = append(rows, row)
	}
	n := len(def.Params)
	def.Call = func(_ *exec.Run, args []value.Value) ([][]value.Value, error) {
		var out [][]value.Value
		for _, row := range rows {
			same := true
			for i, a := range args {
				same = same && (value.Equivalent(row[i], a) || value.Equal(row[i], a) == value.Yes)
			}
			if same {
				out = append(out, row[n:])
			}
		}
		return out, nil
	}
	return def, nil
}

var types = map[string]function.Types{"STRING": function.String, "INTEGER": function.Integer, "FLOAT": function.Float, "NUMBER": function.Number}

// params reads "name :: TYPE?, name :: TYPE?".
func params(list string) ([]function.Param, error) {
	var out []function.Param
	for _, part := range strings.Split(list, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, typ, ok := strings.Cut(part, "::")
		t, known := types[strings.TrimSuffix(strings.TrimSpace(typ), "?")]
		if !ok || !known {
			return nil, fmt.Errorf("parse parameter %q", part)
		}
		out = append(out, function.Param{Name: strings.TrimSpace(name), Types: t})
	}
	return out, nil
}

// scalar is the engine's value of a table's cell.
func scalar(v any) value.Value {
	switch v := v.(type) {
	case string:
		return value.String(v)
	case int64:
		return value.Integer(v)
	case float64:
		return value.Float(v)
	}
	return value.Null
}
