package storetest

import "newsgraph/graph"

// The types of relations that OwnTypes states beside the built-in ones.
var (
	Visited    = ownType("VISITED", false)
	AlliedWith = ownType("ALLIED_WITH", true)
)

func ownType(name string, symmetric bool) graph.EdgeType {
	t, err := graph.NewEdgeType(name, symmetric)
	if err != nil {
		panic(err)
	}
	return t
}

// OwnTypes is three further articles, about the people and countries of Records, that state relations of types that
// are not built in.
func OwnTypes() []graph.Record {
	const did, will, not = graph.Occurred, graph.Planned, graph.Denied
	return records(
		article("visit", "2024-08-03", "Example Post",
			"Kari Berg of Norway visited India on 1 August and met Priya Rao.",
			"Norway and Iceland have been allies since 1949.",
			"Rao will visit Norway in October.").
			nodes(Norway, Iceland, India, Berg, Rao).
			says(0, Visited, Berg, India, did, day("2024-08-01", graph.Stated), "visited").
			says(0, graph.MetWith, Berg, Rao, did, day("2024-08-01", graph.Stated), "met").
			says(1, AlliedWith, Norway, Iceland, did, graph.Date{}, "have been allies").
			says(2, Visited, Rao, Norway, will, day("2024-10", graph.Stated), "will visit").
			represents(Berg, Norway, "foreign minister").represents(Rao, India, "trade envoy"),
		article("visit-again", "2024-08-04", "Example Wire",
			"Berg visited India this week.",
			"Iceland is allied with Norway.",
			"Berg did not visit Ivory Coast.").
			nodes(Norway, Iceland, India, IvoryCoast, Berg).
			says(0, Visited, Berg, India, did, day("2024-08", graph.Relative), "visited").
			says(1, AlliedWith, Iceland, Norway, did, graph.Date{}, "is allied with").
			says(2, Visited, Berg, IvoryCoast, not, graph.Date{}, "did not visit"),
		article("visit-october", "2024-10-09", "Example Wire",
			"Priya Rao visited Norway on 8 October.").
			nodes(Norway, Rao).
			says(0, Visited, Rao, Norway, did, day("2024-10-08", graph.Stated), "visited"),
	)
}
