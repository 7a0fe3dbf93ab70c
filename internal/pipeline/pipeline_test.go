package pipeline

import (
	"slices"
	"strings"
	"testing"

	"newsgraph/graph"
)

// TestExtract reads short articles of its own: who signed, who met, on which day, and which sentence says so.
func TestExtract(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"meeting and treaty": {
			"King Hussein of Jordan met Israeli Prime Minister Yitzhak Rabin in Amman on Monday.\n\n" +
				"Jordan and Israel signed a peace treaty on Wednesday. Syria refused to sign the treaty.",
			[]string{
				"MET_WITH | Hussein | Yitzhak Rabin | occurred | 1994-10-24",
				"SIGNED | Israel | peace treaty | occurred | 1994-10-26",
				"SIGNED | Jordan | peace treaty | occurred | 1994-10-26",
				"SIGNED | Syria | peace treaty | denied | ",
			},
		},
		"list of signatories": {
			"Lima Charter on Rivers: first signatories\n\nThe Lima Charter on Rivers was opened for signature in May. " +
				"As of today the following have signed:\n\n- Chile (Minister Ana Ruiz)\n- Peru\n\nBolivia has still to decide.",
			[]string{
				"SIGNED | Ana Ruiz | Lima Charter on Rivers | occurred | 1994-10-27",
				"SIGNED | Chile | Lima Charter on Rivers | occurred | 1994-10-27",
				"SIGNED | Peru | Lima Charter on Rivers | occurred | 1994-10-27",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := graph.Article{ID: "own-1", Key: strings.Repeat("0", 64), Published: graph.Date{Year: 1994, Month: 10, Day: 27}, Text: c.text}
			r, err := e.Extract(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			if got := statements(t, r); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// statements are a record's statements as lines in order; each quote must stand where its offsets say.
func statements(t *testing.T, r graph.Record) []string {
	t.Helper()
	names := map[graph.Ref]string{}
	for _, n := range r.Nodes {
		names[n.Ref] = n.Name
	}
	var out []string
	for _, s := range r.Statements {
		if r.Article.Text[s.Start:s.End] != s.Quote {
			t.Errorf("quote %q is not at [%d, %d)", s.Quote, s.Start, s.End)
		}
		out = append(out, strings.Join([]string{s.Type.String(), names[s.Subject], names[s.Object], s.Status.String(), s.Date.String()}, " | "))
	}
	slices.Sort(out)
	return out
}
