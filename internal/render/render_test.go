package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"
)

var (
	lee    = dbtype.Node{ElementId: "n:1", Labels: []string{"Person"}, Props: map[string]any{"name": "Ann Lee", "aliases": []any{"Lee"}}}
	pact   = dbtype.Node{ElementId: "n:2", Labels: []string{"B", "A b"}, Props: map[string]any{}}
	signed = dbtype.Relationship{ElementId: "r:1", StartElementId: "n:1", EndElementId: "n:2", Type: "SIGNED", Props: map[string]any{"n": int64(1)}}
	day    = time.Date(2018, 9, 6, 10, 30, 0, 5000, time.UTC)
)

func TestValues(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in         any
		json, text string
	}{
		{nil, `null`, `null`},
		{true, `true`, `true`},
		{int64(math.MinInt64), `-9223372036854775808`, `-9223372036854775808`},
		{1.0, `1.0`, `1.0`},
		{1e300, `1e+300`, `1e+300`},
		{0.1, `0.1`, `0.1`},
		{math.NaN(), `"NaN"`, `NaN`},
		{math.Inf(-1), `"-Infinity"`, `-Infinity`},
		{"a<b>&\"\n", `"a<b>&\"\n"`, `"a<b>&\"\n"`},
		{[]byte{1, 2}, `"AQI="`, `bytes:AQI=`},
		{[]any{int64(1), "x", nil}, `[1,"x",null]`, `[1, "x", null]`},
		{[]string{"x"}, `["x"]`, `["x"]`},
		{map[string]any{"b": int64(1), "a c": []any{}}, `{"a c":[],"b":1}`, "{`a c`: [], b: 1}"},
		{lee, `{"element_id":"n:1","labels":["Person"],"properties":{"aliases":["Lee"],"name":"Ann Lee"}}`, `(:Person {aliases: ["Lee"], name: "Ann Lee"})`},
		{pact, `{"element_id":"n:2","labels":["A b","B"],"properties":{}}`, "(:`A b`:B)"},
		{signed, `{"element_id":"r:1","type":"SIGNED","start":"n:1","end":"n:2","properties":{"n":1}}`, `[:SIGNED {n: 1}]`},
		{dbtype.Path{Nodes: []dbtype.Node{pact, lee}, Relationships: []dbtype.Relationship{signed}},
			`{"nodes":[{"element_id":"n:2","labels":["A b","B"],"properties":{}},{"element_id":"n:1","labels":["Person"],"properties":{"aliases":["Lee"],"name":"Ann Lee"}}],"relationships":[{"element_id":"r:1","type":"SIGNED","start":"n:1","end":"n:2","properties":{"n":1}}]}`,
			"(:`A b`:B)<-[:SIGNED {n: 1}]-(:Person {aliases: [\"Lee\"], name: \"Ann Lee\"})"},
		{dbtype.Date(day), `"2018-09-06"`, `2018-09-06`},
		{dbtype.LocalTime(day), `"10:30:00.000005"`, `10:30:00.000005`},
		{dbtype.LocalDateTime(day), `"2018-09-06T10:30:00.000005"`, `2018-09-06T10:30:00.000005`},
		{day, `"2018-09-06T10:30:00.000005Z"`, `2018-09-06T10:30:00.000005Z`},
		{day.In(paris), `"2018-09-06T12:30:00.000005+02:00[Europe/Paris]"`, `2018-09-06T12:30:00.000005+02:00[Europe/Paris]`},
		{dbtype.Duration{Months: 14, Days: 3, Seconds: 5}, `"P14M3DT5S"`, `P14M3DT5S`},
		{dbtype.Point2D{X: 1, Y: 2.5, SpatialRefId: 4326}, `{"srid":4326,"x":1.0,"y":2.5}`, `point({srid: 4326, x: 1.0, y: 2.5})`},
		{dbtype.Point3D{X: 1, Y: 2, Z: 3, SpatialRefId: 4979}, `{"srid":4979,"x":1.0,"y":2.0,"z":3.0}`, `point({srid: 4979, x: 1.0, y: 2.0, z: 3.0})`},
	} {
		var b bytes.Buffer
		if err := AppendJSON(&b, c.in); err != nil || b.String() != c.json || !json.Valid(b.Bytes()) {
			t.Errorf("AppendJSON(%v) = %s, %v; want %s", c.in, b.String(), err, c.json)
		}
		if got := Text(c.in); got != c.text {
			t.Errorf("Text(%v) = %s, want %s", c.in, got, c.text)
		}
	}
	if err := AppendJSON(new(bytes.Buffer), make(chan int)); err == nil {
		t.Error("AppendJSON of a channel gives no error")
	}
}

var columns = []string{"name", "met", "quote"}

var rows = [][]any{
	{"日本 | x", int64(2), "They *met*\nin Oslo, and talked for a long time about fish."},
	{nil, int64(10), "\x1b[31mred"},
}

func TestCell(t *testing.T) {
	for _, c := range []struct {
		in   any
		want string
	}{{nil, ""}, {"a\"b", "a\"b"}, {[]any{"a", "b c"}, "a, b c"}, {[]any{"a", int64(1)}, `["a", 1]`}, {[]string{"x", "y"}, "x, y"}, {[]any{}, ""}, {int64(1), "1"}} {
		if got := cell(c.in); got != c.want {
			t.Errorf("cell(%v) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		format Format
		width  int
		want   string
	}{
		{Table, 0, `
name      met  quote
────────  ───  ──────────────────────────────────────────────────────────
日本 | x    2  They *met* in Oslo, and talked for a long time about fish.
           10  \u001b[31mred
(2 rows)
`},
		{Table, 40, `
name      met  quote
────────  ───  ─────────────────────────
日本 | x    2  They *met* in Oslo, and
               talked for a long time
               about fish.
           10  \u001b[31mred
(2 rows)
`},
		{JSON, 0, `
[
{"name":"日本 | x","met":2,"quote":"They *met*\nin Oslo, and talked for a long time about fish."},
{"name":null,"met":10,"quote":"\u001b[31mred"}
]
`},
		{JSONLines, 0, `
{"name":"日本 | x","met":2,"quote":"They *met*\nin Oslo, and talked for a long time about fish."}
{"name":null,"met":10,"quote":"\u001b[31mred"}
`},
		{CSV, 0, "\nname,met,quote\n日本 | x,2,\"They *met*\nin Oslo, and talked for a long time about fish.\"\n,10,\x1b[31mred\n"},
		{Markdown, 0, `
| name | met | quote |
| --- | ---: | --- |
| 日本 \| x | 2 | They \*met\* in Oslo, and talked for a long time about fish. |
|  | 10 | \\u001b\[31mred |
`},
	} {
		var b bytes.Buffer
		if err := Rows(&b, c.format, columns, rows, c.width); err != nil {
			t.Fatal(err)
		}
		if got := "\n" + b.String(); got != c.want {
			t.Errorf("%v in %d columns:%s\nwant%s", c.format, c.width, got, c.want)
		}
	}
}

func TestNoRows(t *testing.T) {
	for f, want := range map[Format]string{JSON: "[]\n", JSONLines: "", CSV: "name,met,quote\n",
		Markdown: "| name | met | quote |\n| --- | --- | --- |\n", Table: "name  met  quote\n────  ───  ─────\n(0 rows)\n"} {
		var b bytes.Buffer
		if err := Rows(&b, f, columns, nil, 0); err != nil || b.String() != want {
			t.Errorf("%v: %q, %v; want %q", f, b.String(), err, want)
		}
	}
	if err := Rows(new(bytes.Buffer), JSON, columns, [][]any{{1}}, 0); err == nil {
		t.Error("a row with too few values gives no error")
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for _, c := range [][2]string{
		{"# No heading", `\# No heading`}, {"- no item", `\- no item`}, {"1. no item", `1\. no item`}, {"In 2018.", "In 2018."},
		{"[a](b) `c` <i> _x_ a|b &amp;", "\\[a\\](b) \\`c\\` &lt;i\\> \\_x\\_ a\\|b &amp;amp;"}, {"two\nlines", "two lines"}, {"C# and a-b", "C# and a-b"},
	} {
		if got := EscapeMarkdown(c[0]); got != c[1] {
			t.Errorf("EscapeMarkdown(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// FuzzRows holds that each line of a table fits, and that JSON and CSV give back the text.
func FuzzRows(f *testing.F) {
	f.Add("a b", "c", 20)
	f.Add("日本語 日本語", "\x1b\n\r", 12)
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		width = 20 + (width%80+80)%80
		var out bytes.Buffer
		if err := Rows(&out, Table, []string{"x", "y"}, [][]any{{a, b}}, width); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if w := cells.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
				t.Fatalf("line of %d columns, of %d: %q", w, width, line)
			}
		}
		out.Reset()
		if err := Rows(&out, JSON, []string{"x", "y"}, [][]any{{a, b}}, 0); err != nil {
			t.Fatal(err)
		}
		var back []struct{ X, Y string }
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || back[0].X != a || back[0].Y != b {
			t.Fatalf("JSON gives back %q, %v", back, err)
		}
		out.Reset()
		if err := Rows(&out, CSV, []string{"x", "y"}, [][]any{{a, b}}, 0); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		want := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
		if err != nil || len(rows) != 2 || rows[1][0] != want(a) || rows[1][1] != want(b) {
			t.Fatalf("CSV gives back %q, %v", rows, err)
		}
	})
}
