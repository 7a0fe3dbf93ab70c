package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsgraph/graph"
)

// GraphFormat is a form of a whole graph that other programs read. All hold the entities with what links them:
// facts, offices and who took part in what; articles and statements are left out.
type GraphFormat uint8

const (
	GraphUnset   GraphFormat = iota
	GraphML                  // XML, for Gephi, yEd, NetworkX
	DOT                      // Graphviz
	CytoscapeJS              // cytoscape.js and Cytoscape
	CypherScript             // MERGE statements, safe to run again
)

var graphFormats = [...]string{"", "graphml", "dot", "cytoscape", "cypher"}

// String is the format's name on the command line.
func (f GraphFormat) String() string { return graphFormats[f] }

// ParseGraphFormat is the inverse of GraphFormat.String for the formats that there are.
func ParseGraphFormat(s string) (GraphFormat, bool) {
	i := slices.Index(graphFormats[1:], s)
	return GraphFormat(i + 1), i >= 0
}

// property is a name with a string, an int64 or a float64.
type property struct {
	name  string
	value any
}

// link is a relationship of the graph with what is worth telling of it.
type link struct {
	from, to   graph.Ref
	typ        string
	symmetric  bool
	properties []property
}

// Graph writes a graph in a format; equal graphs give equal bytes.
func Graph(g graph.Graph, f GraphFormat) []byte {
	var b bytes.Buffer
	switch f {
	case GraphML:
		writeGraphML(&b, g)
	case DOT:
		writeDOT(&b, g)
	case CytoscapeJS:
		writeCytoscape(&b, g)
	case CypherScript:
		writeCypher(&b, g)
	}
	return b.Bytes()
}

func links(g graph.Graph) []link {
	var out []link
	for _, e := range g.Edges {
		out = append(out, link{e.From, e.To, e.Type.String(), e.Type.Symmetric(), given(property{"key", e.Key()}, property{"date", e.Date.String()},
			property{"basis", e.Date.Basis.String()}, property{"confidence", e.Confidence}, property{"articles", int64(e.Articles)},
			property{"first_seen", e.FirstSeen.String()}, property{"last_seen", e.LastSeen.String()})})
	}
	for _, o := range g.Represents {
		out = append(out, link{o.Person, o.For, "REPRESENTS", false, given(property{"title", o.Title}, property{"from", o.From.String()}, property{"to", o.To.String()})})
	}
	for _, p := range g.Participations {
		out = append(out, link{p.Who, p.Event, "PARTICIPATED_IN", false, nil})
	}
	return out
}

// given leaves out empty strings.
func given(all ...property) []property {
	return slices.DeleteFunc(all, func(p property) bool { return p.value == "" })
}

func nodeProperties(n graph.Node) []property {
	return given(property{"name", n.Name}, property{"wikidata", n.Wikidata}, property{"iso2", n.ISO2},
		property{"acronym", n.Acronym}, property{"place", n.Place}, property{"date", n.Date.String()})
}

func writeGraphML(b *bytes.Buffer, g graph.Graph) {
	escape := func(s string) string {
		var out bytes.Buffer
		xml.EscapeText(&out, []byte(s)) // into memory
		return out.String()
	}
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, name := range []string{"label", "name", "wikidata", "iso2", "acronym", "place", "date"} {
		fmt.Fprintf(b, ` <key id="n_%s" for="node" attr.name="%s" attr.type="string"/>`+"\n", name, name)
	}
	for _, name := range []string{"type", "key", "date", "basis", "confidence", "articles", "first_seen", "last_seen", "title", "from", "to"} {
		kind := map[string]string{"confidence": "double", "articles": "long"}[name]
		if kind == "" {
			kind = "string"
		}
		fmt.Fprintf(b, ` <key id="e_%s" for="edge" attr.name="%s" attr.type="%s"/>`+"\n", name, name, kind)
	}
	data := func(prefix string, p property) {
		s, ok := p.value.(string)
		if !ok {
			s = Text(p.value)
		}
		fmt.Fprintf(b, `<data key="%s_%s">%s</data>`, prefix, p.name, escape(s))
	}
	b.WriteString(` <graph edgedefault="directed">` + "\n")
	for _, n := range g.Nodes {
		fmt.Fprintf(b, `  <node id="%s">`, escape(n.Ref.String()))
		for _, p := range append([]property{{"label", n.Label.String()}}, nodeProperties(n)...) {
			data("n", p)
		}
		b.WriteString("</node>\n")
	}
	for i, l := range links(g) {
		directed := ""
		if l.symmetric {
			directed = ` directed="false"`
		}
		fmt.Fprintf(b, `  <edge id="e%d" source="%s" target="%s"%s>`, i, escape(l.from.String()), escape(l.to.String()), directed)
		for _, p := range append([]property{{"type", l.typ}}, l.properties...) {
			data("e", p)
		}
		b.WriteString("</edge>\n")
	}
	b.WriteString(" </graph>\n</graphml>\n")
}

// shapes tell the labels apart in a drawing.
var shapes = map[graph.Label]string{graph.Person: "ellipse", graph.Country: "box", graph.Organization: "hexagon", graph.Agreement: "note", graph.Event: "diamond"}

func writeDOT(b *bytes.Buffer, g graph.Graph) {
	quote := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", "").Replace(s) + `"`
	}
	b.WriteString("digraph newsgraph {\n")
	for _, n := range g.Nodes {
		fmt.Fprintf(b, "  %s [label=%s, shape=%s];\n", quote(n.Ref.String()), quote(n.Name), shapes[n.Label])
	}
	for _, l := range links(g) {
		text := l.typ
		for _, p := range l.properties {
			if p.name == "date" || p.name == "title" {
				text += fmt.Sprintf(" %v", p.value)
			}
		}
		both := ""
		if l.symmetric {
			both = ", dir=none"
		}
		fmt.Fprintf(b, "  %s -> %s [label=%s%s];\n", quote(l.from.String()), quote(l.to.String()), quote(text), both)
	}
	b.WriteString("}\n")
}

func writeCytoscape(b *bytes.Buffer, g graph.Graph) {
	element := func(i int, all []property) {
		b.WriteString([]string{"\n", ",\n"}[min(i, 1)] + `{"data":{`)
		for j, p := range all {
			if j > 0 {
				b.WriteByte(',')
			}
			appendString(b, p.name)
			b.WriteByte(':')
			AppendJSON(b, p.value) // strings and numbers have a form
		}
		b.WriteString("}}")
	}
	b.WriteString(`{"elements":{"nodes":[`)
	for i, n := range g.Nodes {
		element(i, append([]property{{"id", n.Ref.String()}, {"label", n.Label.String()}}, nodeProperties(n)...))
	}
	b.WriteString("\n],\"edges\":[")
	for i, l := range links(g) {
		element(i, append([]property{{"id", "e" + strconv.Itoa(i)}, {"source", l.from.String()}, {"target", l.to.String()}, {"type", l.typ}}, l.properties...))
	}
	b.WriteString("\n]}}\n")
}

func writeCypher(b *bytes.Buffer, g graph.Graph) {
	quote := func(s string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + "'"
	}
	set := func(v string, all []property) {
		for i, p := range all {
			b.WriteString([]string{" SET ", ", "}[min(i, 1)] + v + "." + p.name + " = ")
			if s, ok := p.value.(string); ok {
				b.WriteString(quote(s))
			} else {
				b.WriteString(Text(p.value))
			}
		}
		b.WriteString(";\n")
	}
	for _, n := range g.Nodes {
		fmt.Fprintf(b, "MERGE (n:%s {key: %s})", n.Label, quote(n.Key))
		set("n", nodeProperties(n))
	}
	for _, l := range links(g) {
		only, rest := "", l.properties
		if len(rest) > 0 && (rest[0].name == "key" || rest[0].name == "title") {
			only, rest = fmt.Sprintf(" {%s: %s}", rest[0].name, quote(rest[0].value.(string))), rest[1:]
		}
		fmt.Fprintf(b, "MATCH (x:%s {key: %s}), (y:%s {key: %s}) MERGE (x)-[r:%s%s]->(y)", l.from.Label, quote(l.from.Key), l.to.Label, quote(l.to.Key), l.typ, only)
		set("r", rest)
	}
}
