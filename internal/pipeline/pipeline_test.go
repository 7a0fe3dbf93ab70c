package pipeline

import (
	"strings"
	"testing"

	"newsgraph/graph"
)

// TestExtract reads a short article of its own: who signed, who met, on which day, and which sentence says so.
func TestExtract(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := graph.Article{
		ID: "own-1", Key: strings.Repeat("0", 64), Published: graph.Date{Year: 1994, Month: 10, Day: 27},
		Text: "King Hussein of Jordan met Israeli Prime Minister Yitzhak Rabin in Amman on Monday.\n\n" +
			"Jordan and Israel signed a peace treaty on Wednesday. Syria refused to sign the treaty.",
	}
	r, err := e.Extract(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	names := map[graph.Ref]string{}
	for _, n := range r.Nodes {
		names[n.Ref] = n.Name
	}
	for _, s := range r.Statements {
		if a.Text[s.Start:s.End] != s.Quote {
			t.Errorf("quote %q is not at [%d, %d)", s.Quote, s.Start, s.End)
		}
		got = append(got, strings.Join([]string{s.Type.String(), names[s.Subject], names[s.Object], s.Status.String(), s.Date.String()}, " | "))
	}
	want := []string{
		"MET_WITH | Hussein | Yitzhak Rabin | occurred | 1994-10-24",
		"SIGNED | Israel | peace treaty | occurred | 1994-10-26",
		"SIGNED | Jordan | peace treaty | occurred | 1994-10-26",
		"SIGNED | Syria | peace treaty | denied | ",
	}
	for _, w := range want {
		found := false
		for _, g := range got {
			found = found || g == w
		}
		if !found {
			t.Errorf("no statement %q among\n%s", w, strings.Join(got, "\n"))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d statements, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
}
