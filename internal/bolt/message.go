package bolt

import (
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
	"newsgraph/internal/bolt/packstream"
)

// metadata is the map of a SUCCESS or the fields of a request, in the order in which they are sent.
type metadata []value.Entry

func (m *metadata) add(key string, v value.Value) { *m = append(*m, value.Entry{Key: key, Value: v}) }

// fields are a request's fields. The accessors treat what is absent or null as the zero value, as the
// specification lets optional entries be left out.
type fields []value.Value

// shape is what each message's fields must be: s string, m map, l list, ? string or null.
var shape = map[byte]string{
	msgHello: "m", msgLogon: "m", msgLogoff: "", msgRun: "smm", msgBegin: "m", msgPull: "m", msgDiscard: "m",
	msgCommit: "", msgRollback: "", msgRoute: "mlm", msgTelemetry: "i", msgReset: "", msgGoodbye: "",
}

var kinds = [...]value.Kind{'s': value.KindString, 'm': value.KindMap, 'l': value.KindList, 'i': value.KindInteger}

func fieldsOf(r request) (fields, error) {
	want := shape[r.Tag]
	if len(r.Fields) != len(want) {
		return nil, diag.New(codeRequest, "message %s has %d fields, not %d", messageNames[r.Tag], len(r.Fields), len(want))
	}
	for i, v := range r.Fields {
		if v.Kind() != kinds[want[i]] {
			return nil, diag.New(codeRequest, "message %s: field %d is a %s, not a %s", messageNames[r.Tag], i, v.Kind(), kinds[want[i]])
		}
	}
	return r.Fields, nil
}

func (f fields) lookup(field int, key string, kind value.Kind) (value.Value, bool) {
	v, ok := f[field].Lookup(key)
	return v, ok && v.Kind() == kind
}

func (f fields) str(field int, key string) string {
	if v, ok := f.lookup(field, key, value.KindString); ok {
		return v.Str()
	}
	return ""
}

func (f fields) int(field int, key string, missing int64) int64 {
	if v, ok := f.lookup(field, key, value.KindInteger); ok {
		return v.Int()
	}
	return missing
}

// success sends m, of which the memory is then for the next metadata.
func (c *conn) success(m metadata) error {
	err := c.send(func(b []byte) []byte {
		b = packstream.AppendMap(packstream.AppendStruct(b, msgSuccess, 1), len(m))
		for _, e := range m {
			b = packstream.AppendValue(packstream.AppendString(b, e.Key), e.Value)
		}
		return b
	})
	clear(m)
	if m != nil {
		c.meta = m[:0]
	}
	return err
}

// gqlStatus is the GQL status of every error: the engine does not tell them apart by the GQL classification.
const gqlStatus, gqlDescription = "50N42", "error: general processing exception - unexpected error"

// failure sends err, as a GQL error object from Bolt 5.7 on.
func (c *conn) failure(err *diag.Error) error {
	return c.send(func(b []byte) []byte {
		b = packstream.AppendStruct(b, msgFailure, 1)
		str := func(key, s string) { b = packstream.AppendString(packstream.AppendString(b, key), s) }
		if c.minor < 7 {
			b = packstream.AppendMap(b, 2)
			str("code", err.Code)
			str("message", err.Error())
			return b
		}
		b = packstream.AppendMap(b, 5)
		str("neo4j_code", err.Code)
		str("message", err.Error())
		str("gql_status", gqlStatus)
		str("description", gqlDescription)
		b = packstream.AppendString(b, "diagnostic_record")
		b = packstream.AppendMap(b, 6)
		str("CURRENT_SCHEMA", "/")
		str("OPERATION", "")
		str("OPERATION_CODE", "0")
		str("_classification", classification(err.Code))
		str("_tckClass", err.Class())
		str("_tckDetail", err.Detail)
		return b
	})
}

// classification is the GQL class of a Neo4j status code.
func classification(code string) string {
	switch {
	case strings.HasPrefix(code, "Neo.ClientError."):
		return "CLIENT_ERROR"
	case strings.HasPrefix(code, "Neo.TransientError."):
		return "TRANSIENT_ERROR"
	}
	return "DATABASE_ERROR"
}

func (c *conn) record(row []value.Value) error {
	return c.send(func(b []byte) []byte {
		b = packstream.AppendList(packstream.AppendStruct(b, msgRecord, 1), len(row))
		for _, v := range row {
			b = packstream.AppendValue(b, v)
		}
		return b
	})
}
