package render

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"newsgraph/graph"
)

func smallGraph() graph.Graph {
	x := graph.Node{Ref: graph.Ref{Label: graph.Person, Key: "x"}, Name: `O'X "x" \ <y>`}
	c := graph.Node{Ref: graph.Ref{Label: graph.Country, Key: "NOR"}, Name: "Norway", ISO2: "NO"}
	e := graph.Node{Ref: graph.Ref{Label: graph.Event, Key: "s"}, Name: "summit"}
	day := graph.Date{Year: 2024, Month: 3, Day: 5, Basis: graph.Stated}
	return graph.Graph{Nodes: []graph.Node{x, c, e},
		Edges:          []graph.Edge{{Fact: graph.Fact{Type: graph.MetWith, From: c.Ref, To: x.Ref}, Date: day, Confidence: 0.9, Articles: 2}},
		Represents:     []graph.Represents{{Representation: graph.Representation{Person: x.Ref, For: c.Ref, Title: "minister"}}},
		Participations: []graph.Participation{{Who: x.Ref, Event: e.Ref}}}
}

func TestGraph(t *testing.T) {
	for f, want := range map[GraphFormat]string{
		DOT: `digraph newsgraph {
  "Person:x" [label="O'X \"x\" \\ <y>", shape=ellipse];
  "Country:NOR" [label="Norway", shape=box];
  "Event:s" [label="summit", shape=diamond];
  "Country:NOR" -> "Person:x" [label="MET_WITH 2024-03-05", dir=none];
  "Person:x" -> "Country:NOR" [label="REPRESENTS minister"];
  "Person:x" -> "Event:s" [label="PARTICIPATED_IN"];
}
`,
		CytoscapeJS: `{"elements":{"nodes":[
{"data":{"id":"Person:x","label":"Person","name":"O'X \"x\" \\ <y>"}},
{"data":{"id":"Country:NOR","label":"Country","name":"Norway","iso2":"NO"}},
{"data":{"id":"Event:s","label":"Event","name":"summit"}}
],"edges":[
{"data":{"id":"e0","source":"Country:NOR","target":"Person:x","type":"MET_WITH","key":"MET_WITH Country:NOR Person:x 2024-03-05","date":"2024-03-05","basis":"stated","confidence":0.9,"articles":2}},
{"data":{"id":"e1","source":"Person:x","target":"Country:NOR","type":"REPRESENTS","title":"minister"}},
{"data":{"id":"e2","source":"Person:x","target":"Event:s","type":"PARTICIPATED_IN"}}
]}}
`,
		CypherScript: `MERGE (n:Person {key: 'x'}) SET n.name = 'O\'X "x" \\ <y>';
MERGE (n:Country {key: 'NOR'}) SET n.name = 'Norway', n.iso2 = 'NO';
MERGE (n:Event {key: 's'}) SET n.name = 'summit';
MATCH (x:Country {key: 'NOR'}), (y:Person {key: 'x'}) MERGE (x)-[r:MET_WITH {key: 'MET_WITH Country:NOR Person:x 2024-03-05'}]->(y) SET r.date = '2024-03-05', r.basis = 'stated', r.confidence = 0.9, r.articles = 2;
MATCH (x:Person {key: 'x'}), (y:Country {key: 'NOR'}) MERGE (x)-[r:REPRESENTS {title: 'minister'}]->(y);
MATCH (x:Person {key: 'x'}), (y:Event {key: 's'}) MERGE (x)-[r:PARTICIPATED_IN]->(y);
`,
	} {
		got := string(Graph(smallGraph(), f))
		if got != want {
			t.Errorf("%v: got\n%s\nwant\n%s", f, got, want)
		}
		if f == CytoscapeJS && !json.Valid([]byte(got)) {
			t.Error("cytoscape: no JSON")
		}
	}
	got := string(Graph(smallGraph(), GraphML))
	for _, want := range []string{
		`  <node id="Person:x"><data key="n_label">Person</data><data key="n_name">O&#39;X &#34;x&#34; \ &lt;y&gt;</data></node>` + "\n",
		`  <edge id="e0" source="Country:NOR" target="Person:x" directed="false"><data key="e_type">MET_WITH</data>`,
		`<data key="e_confidence">0.9</data><data key="e_articles">2</data></edge>` + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("graphml lacks %s: %s", want, got)
		}
	}
	for d := xml.NewDecoder(strings.NewReader(got)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
