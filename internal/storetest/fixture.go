package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"newsgraph/graph"
)

// The people, agreements and events of the fixture are invented; its countries are real, so that their codes are.
var (
	India      = graph.Node{Ref: ref(graph.Country, "IND"), Name: "India", Aliases: []string{"Indian", "New Delhi"}, ISO2: "IN", Wikidata: "Q668"}
	Iceland    = graph.Node{Ref: ref(graph.Country, "ISL"), Name: "Iceland", Aliases: []string{"Icelandic"}, ISO2: "IS", Wikidata: "Q189"}
	IvoryCoast = graph.Node{Ref: ref(graph.Country, "CIV"), Name: "Ivory Coast", Aliases: []string{"Côte d'Ivoire"}, ISO2: "CI", Wikidata: "Q1008"}
	Norway     = graph.Node{Ref: ref(graph.Country, "NOR"), Name: "Norway", Aliases: []string{"Norwegian", "Oslo"}, ISO2: "NO", Wikidata: "Q20"}
	States     = graph.Node{Ref: ref(graph.Country, "USA"), Name: "United States", Aliases: []string{"America", "U.S.", "Washington"}, ISO2: "US", Wikidata: "Q30"}

	Berg   = graph.Node{Ref: ref(graph.Person, "kari-berg"), Name: "Kari Berg", Aliases: []string{"Berg"}}
	Jonas  = graph.Node{Ref: ref(graph.Person, "jon-asgeirsson"), Name: "Jón Ásgeirsson", Aliases: []string{"Ásgeirsson"}}
	Rao    = graph.Node{Ref: ref(graph.Person, "priya-rao"), Name: "Priya Rao", Aliases: []string{"Rao"}}
	Miller = graph.Node{Ref: ref(graph.Person, "dana-miller"), Name: "Dana Miller", Aliases: []string{"Miller"}}
	Koffi  = graph.Node{Ref: ref(graph.Person, "aya-koffi"), Name: "Aya Koffi"}

	Board = graph.Node{Ref: ref(graph.Organization, "north-sea-fisheries-board"), Name: "North Sea Fisheries Board", Aliases: []string{"the Board"}}

	Accord = graph.Node{Ref: ref(graph.Agreement, "arctic-fisheries-accord"), Name: "Arctic Fisheries Accord", Aliases: []string{"AFA"}, Acronym: "AFA", Date: day("2024-03-05", graph.Relative)}
	Pact   = graph.Node{Ref: ref(graph.Agreement, "polar-data-pact"), Name: "Polar Data Pact", Aliases: []string{"data pact"}}
	Treaty = graph.Node{Ref: ref(graph.Agreement, "harbour-treaty-ind-civ"), Name: "Harbour Treaty"}

	Summit = graph.Node{Ref: ref(graph.Event, "tromso-summit-2024"), Name: "Tromsø summit", Place: "Tromsø", Date: day("2024-03", graph.Stated)}
	Survey = graph.Node{Ref: ref(graph.Event, "joint-seabed-survey-2024"), Name: "joint seabed survey"}
)

func ref(l graph.Label, key string) graph.Ref { return graph.Ref{Label: l, Key: key} }

func day(s string, b graph.Basis) graph.Date {
	d, err := graph.ParseDate(s)
	if err != nil {
		panic(err)
	}
	d.Basis = b
	return d
}

// ArticleKey is the key of the fixture's article with the given id.
func ArticleKey(id string) string {
	sum := sha256.Sum256([]byte("https://example.org/" + id))
	return hex.EncodeToString(sum[:])
}

// article begins a record; the builder's methods fill it. Sentences become the text, one a line.
func article(id, published, source string, sentences ...string) *builder {
	text := strings.Join(sentences, "\n")
	digest := sha256.Sum256([]byte(text))
	return &builder{graph.Record{Article: graph.Article{Key: ArticleKey(id), ID: id, Title: "Report " + id,
		URL: "https://example.org/" + id, Source: source, Published: day(published, graph.BasisUnset), Language: "en",
		Digest: hex.EncodeToString(digest[:]), Text: text}}}
}

type builder struct{ r graph.Record }

// nodes adds nodes, each mentioned once where its name or an alias first stands, or with count 0.
func (b *builder) nodes(ns ...graph.Node) *builder {
	for _, n := range ns {
		m := graph.MentionCount{Node: n.Ref}
		for _, form := range append([]string{n.Name}, n.Aliases...) {
			if at := strings.Index(b.r.Article.Text, form); at >= 0 && (m.Count == 0 || at < m.First) {
				m.Count, m.First = 1, at
			}
		}
		b.r.Nodes, b.r.Mentions = append(b.r.Nodes, n), append(b.r.Mentions, m)
	}
	return b
}

// says adds a statement that the n-th sentence makes.
func (b *builder) says(n int, t graph.EdgeType, from, to graph.Node, status graph.Status, date graph.Date, trigger string) *builder {
	quote := strings.Split(b.r.Article.Text, "\n")[n]
	start := strings.Index(b.r.Article.Text, quote)
	if !strings.Contains(quote, trigger) {
		panic(fmt.Sprintf("%q is not in %q", trigger, quote))
	}
	b.r.Statements = append(b.r.Statements, graph.Statement{Type: t, Subject: from.Ref, Object: to.Ref, Status: status, Date: date,
		Quote: quote, Start: start, End: start + len(quote), Trigger: trigger, Rule: "fixture", Confidence: 0.8})
	return b
}

func (b *builder) represents(p, c graph.Node, title string) *builder {
	b.r.Representations = append(b.r.Representations, graph.Representation{Person: p.Ref, For: c.Ref, Title: title})
	return b
}

func (b *builder) tookPart(e graph.Node, who ...graph.Node) *builder {
	for _, w := range who {
		b.r.Participations = append(b.r.Participations, graph.Participation{Who: w.Ref, Event: e.Ref})
	}
	return b
}

// copies makes the article a near-duplicate of another.
func (b *builder) copies(id string) *builder {
	b.r.Article.Origin = ArticleKey(id)
	return b
}

func records(bs ...*builder) []graph.Record {
	out := make([]graph.Record, len(bs))
	for i, b := range bs {
		b.r.Normalize()
		out[i] = b.r
	}
	return out
}

// Records is the fixture: eight articles that agree, disagree and update each other.
func Records() []graph.Record {
	none := graph.Date{}
	march5, march4 := day("2024-03-05", graph.Relative), day("2024-03-04", graph.Stated)
	const did, will, not = graph.Occurred, graph.Planned, graph.Denied
	return records(
		article("planned", "2024-02-20", "Example Post",
			"Norwegian minister Kari Berg will meet Iceland's Jón Ásgeirsson in Tromsø in March.",
			"Norway and Iceland plan to sign the Arctic Fisheries Accord there.").
			nodes(Norway, Iceland, Berg, Jonas, Accord, Summit).
			says(0, graph.MetWith, Berg, Jonas, will, day("2024-03", graph.Stated), "will meet").
			says(1, graph.Signed, Norway, Accord, will, none, "plan to sign").
			says(1, graph.Signed, Iceland, Accord, will, none, "plan to sign").
			represents(Berg, Norway, "minister").represents(Jonas, Iceland, "").tookPart(Summit, Berg, Jonas),
		article("signed", "2024-03-06", "Example Post",
			"Kari Berg and Jón Ásgeirsson met in Tromsø on Monday.",
			"Norway and Iceland signed the Arctic Fisheries Accord (AFA) on Tuesday.",
			"Berg and Ásgeirsson put their names to the AFA.",
			"Norway announced a joint seabed survey.").
			nodes(Norway, Iceland, Berg, Jonas, Accord, Summit, Survey).
			says(0, graph.MetWith, Berg, Jonas, did, march4, "met").
			says(1, graph.Signed, Norway, Accord, did, march5, "signed").
			says(1, graph.Signed, Iceland, Accord, did, march5, "signed").
			says(2, graph.Signed, Berg, Accord, did, none, "put their names to").
			says(2, graph.Signed, Jonas, Accord, did, none, "put their names to").
			says(3, graph.Announced, Norway, Survey, did, none, "announced").
			represents(Berg, Norway, "foreign minister").tookPart(Summit, Berg, Jonas, Norway, Iceland),
		article("signed-copy", "2024-03-07", "Example Wire",
			"Norway and Iceland signed the Arctic Fisheries Accord (AFA) on Tuesday.").copies("signed").
			nodes(Norway, Iceland, Accord).
			says(0, graph.Signed, Norway, Accord, did, march5, "signed").
			says(0, graph.Signed, Iceland, Accord, did, march5, "signed"),
		article("again", "2024-04-11", "Example Wire",
			"Berg met Ásgeirsson again on April 10.",
			"The two have met in 2024.",
			"Berg also met Priya Rao of India on April 9.").
			nodes(Berg, Jonas, Rao, India).
			says(0, graph.MetWith, Jonas, Berg, did, day("2024-04-10", graph.Stated), "met").
			says(1, graph.MetWith, Berg, Jonas, did, day("2024", graph.Stated), "have met").
			says(2, graph.MetWith, Berg, Rao, did, day("2024-04-09", graph.Stated), "met").
			represents(Rao, India, "trade envoy"),
		article("washington", "2024-05-02", "Example Post",
			"Priya Rao held talks with Dana Miller of the United States on Wednesday.",
			"India and the U.S. met the North Sea Fisheries Board.",
			"Washington did not sign the Polar Data Pact.",
			"Miller announced the Polar Data Pact in April.").
			nodes(India, States, Rao, Miller, Board, Pact).
			says(0, graph.MetWith, Rao, Miller, did, day("2024-05-01", graph.Relative), "held talks with").
			says(1, graph.MetWith, India, Board, did, none, "met").
			says(1, graph.MetWith, States, Board, did, none, "met").
			says(2, graph.Signed, States, Pact, not, none, "did not sign").
			says(3, graph.Announced, Miller, Pact, did, day("2024-04", graph.Stated), "announced").
			represents(Miller, States, "special envoy"),
		article("harbour", "2024-06-15", "Example Wire",
			"India and Ivory Coast signed a Harbour Treaty on 14 June 2024.",
			"Aya Koffi signed for Côte d'Ivoire and met Priya Rao.").
			nodes(India, IvoryCoast, Rao, Koffi, Treaty).
			says(0, graph.Signed, India, Treaty, did, day("2024-06-14", graph.Stated), "signed").
			says(0, graph.Signed, IvoryCoast, Treaty, did, day("2024-06-14", graph.Stated), "signed").
			says(1, graph.Signed, Koffi, Treaty, did, day("2024-06-14", graph.Stated), "signed").
			says(1, graph.MetWith, Koffi, Rao, did, day("2024-06-14", graph.ArticleDay), "met").
			represents(Koffi, IvoryCoast, "").represents(Rao, India, "trade envoy"),
		article("talks", "2024-07-01", "Example Post",
			"Norway and India held talks on 30 June.",
			"Norwegian and Indian officials also met on 28 June.",
			"Norway will host Ivory Coast in July.").
			nodes(Norway, India, IvoryCoast).
			says(0, graph.MetWith, Norway, India, did, day("2024-06-30", graph.Stated), "held talks").
			says(1, graph.MetWith, Norway, India, did, day("2024-06-28", graph.Stated), "met").
			says(2, graph.MetWith, Norway, IvoryCoast, will, day("2024-07", graph.Stated), "will host"),
		article("later-day", "2024-07-20", "Example Wire",
			"Norway signed the Arctic Fisheries Accord on 6 March.",
			"The United States announced a joint seabed survey with Norway.").
			nodes(Norway, States, Accord, Survey).
			says(0, graph.Signed, Norway, Accord, did, day("2024-03-06", graph.Stated), "signed").
			says(1, graph.Announced, States, Survey, did, none, "announced"),
	)
}
