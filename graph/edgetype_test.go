package graph

import (
	"slices"
	"strings"
	"testing"
)

func TestNewEdgeType(t *testing.T) {
	for _, c := range []struct {
		name      string
		symmetric bool
		want      EdgeType
		err       string
	}{
		{"SIGNED", false, Signed, ""},
		{"MET_WITH", false, MetWith, ""},
		{"MET_WITH", true, MetWith, ""},
		{"VISITED", false, EdgeType{"VISITED", false}, ""},
		{"ALLIED_WITH", true, EdgeType{"ALLIED_WITH", true}, ""},
		{"G20_HOST", false, EdgeType{"G20_HOST", false}, ""},
		{"SIGNED", true, EdgeType{}, "relation type SIGNED is built in, and not symmetric"},
		{"STATES", false, EdgeType{}, "relation type STATES: the graph has other relationships of that name"},
		{"REPRESENTS", true, EdgeType{}, "relation type REPRESENTS: the graph has other relationships of that name"},
		{"", false, EdgeType{}, `relation type "" is not a name`},
		{"visited", false, EdgeType{}, `relation type "visited" is not a name`},
		{"VISITED_", false, EdgeType{}, `relation type "VISITED_" is not a name`},
		{"A`]->() DETACH DELETE", false, EdgeType{}, "relation type \"A`]->() DETACH DELETE\" is not a name"},
		{"ÉTAT", false, EdgeType{}, `relation type "ÉTAT" is not a name`},
		{"A\n", false, EdgeType{}, `relation type "A\n" is not a name`},
		{strings.Repeat("A", 65), false, EdgeType{}, "is not a name of at most 64 capitals and digits"},
	} {
		got, err := NewEdgeType(c.name, c.symmetric)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("NewEdgeType(%q, %v) = %v, %v, want %v, %q", c.name, c.symmetric, got, err, c.want, c.err)
		}
	}
}

func TestEdgeTypeOrder(t *testing.T) {
	want := []EdgeType{Signed, MetWith, Announced, {"ALLIED_WITH", false}, {"ALLIED_WITH", true}, {"VISITED", false}}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, EdgeType.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %v, want %v", got, want)
	}
}

// TestSymmetricFact: a fact of a symmetric type is the same whichever end comes first, and never that of a type of
// the same name which has a direction.
func TestSymmetricFact(t *testing.T) {
	a, b := Ref{Country, "ISL"}, Ref{Country, "NOR"}
	both, oneWay := EdgeType{"ALLIED_WITH", true}, EdgeType{"ALLIED_WITH", false}
	for _, c := range []struct {
		s    Statement
		want string
	}{
		{Statement{Type: both, Subject: a, Object: b}, "ALLIED_WITH Country:ISL Country:NOR symmetric"},
		{Statement{Type: both, Subject: b, Object: a}, "ALLIED_WITH Country:ISL Country:NOR symmetric"},
		{Statement{Type: oneWay, Subject: a, Object: b}, "ALLIED_WITH Country:ISL Country:NOR"},
		{Statement{Type: oneWay, Subject: b, Object: a}, "ALLIED_WITH Country:NOR Country:ISL"},
		{Statement{Type: MetWith, Subject: b, Object: a}, "MET_WITH Country:ISL Country:NOR"},
	} {
		if got := c.s.Fact().String(); got != c.want {
			t.Errorf("%v %v %v: fact %q, want %q", c.s.Type, c.s.Subject, c.s.Object, got, c.want)
		}
	}
}
