package storetest

import "newsgraph/graph"

// Two of each that have one name.
var (
	leeNorway  = graph.Node{Ref: ref(graph.Person, "ann-lee-nor"), Name: "Ann Lee"}
	leeIceland = graph.Node{Ref: ref(graph.Person, "ann-lee-isl"), Name: "Ann Lee"}

	memoIndia   = graph.Node{Ref: ref(graph.Agreement, "memorandum-ind-nor"), Name: "memorandum of understanding"}
	memoIceland = graph.Node{Ref: ref(graph.Agreement, "memorandum-isl-nor"), Name: "memorandum of understanding"}

	talksIndia   = graph.Node{Ref: ref(graph.Event, "trade-talks-ind-nor"), Name: "trade talks", Date: day("2024-09", graph.Stated)}
	talksIceland = graph.Node{Ref: ref(graph.Event, "trade-talks-isl-nor"), Name: "trade talks", Date: day("2024-09", graph.Stated)}
)

// Namesakes is two further articles, about people, agreements and events that have the names of others.
func Namesakes() []graph.Record {
	const did, will, not = graph.Occurred, graph.Planned, graph.Denied
	first := day("2024-09-01", graph.Stated)
	return records(
		article("namesakes", "2024-09-02", "Example Post",
			"Norway and India signed a memorandum of understanding on 1 September.",
			"Norway and Iceland signed a memorandum of understanding on 1 September.",
			"Ann Lee of Norway met Priya Rao on 1 September.",
			"Ann Lee of Iceland met Priya Rao and Kari Berg on 1 September.",
			"Each Ann Lee will meet Dana Miller in October.",
			"Norway and India, and Norway and Iceland, held trade talks in September.").
			nodes(Norway, India, Iceland, leeNorway, leeIceland, Rao, Berg, Miller, memoIndia, memoIceland, talksIndia, talksIceland).
			says(0, graph.Signed, Norway, memoIndia, did, first, "signed").
			says(0, graph.Signed, India, memoIndia, did, first, "signed").
			says(1, graph.Signed, Norway, memoIceland, did, first, "signed").
			says(1, graph.Signed, Iceland, memoIceland, did, first, "signed").
			says(2, graph.MetWith, leeNorway, Rao, did, first, "met").
			says(3, graph.MetWith, leeIceland, Rao, did, first, "met").
			says(3, graph.MetWith, leeIceland, Berg, did, first, "met").
			says(4, graph.MetWith, leeNorway, Miller, will, day("2024-10", graph.Stated), "will meet").
			says(4, graph.MetWith, leeIceland, Miller, will, day("2024-10", graph.Stated), "will meet").
			represents(leeNorway, Norway, "minister").represents(leeIceland, Iceland, "minister").
			tookPart(talksIndia, Norway, India).tookPart(talksIceland, Norway, Iceland),
		article("namesakes-denied", "2024-09-03", "Example Wire",
			"Neither Ann Lee met Priya Rao.").
			nodes(leeNorway, leeIceland, Rao).
			says(0, graph.MetWith, leeNorway, Rao, not, first, "met").
			says(0, graph.MetWith, leeIceland, Rao, not, first, "met"),
	)
}
