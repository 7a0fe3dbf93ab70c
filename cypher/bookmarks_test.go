package cypher

import (
	"context"
	"slices"
	"testing"
)

func TestBookmarks(t *testing.T) {
	b := &bookmarks{}
	for i, c := range []struct{ begun, given, want []string }{
		{nil, nil, nil},
		{nil, []string{"1"}, []string{"1"}},
		{[]string{"1"}, []string{"1"}, []string{"1"}},
		{nil, []string{"2"}, []string{"2", "1"}}, // both were begun at the same time
		{[]string{"1"}, nil, []string{"2", "1"}},
		{[]string{"1"}, []string{"3"}, []string{"3", "2"}},
		{[]string{"1"}, []string{"2"}, []string{"2", "3"}},
		{[]string{"2", "3"}, []string{"4"}, []string{"4"}},
	} {
		before, _ := b.GetBookmarks(context.Background())
		kept := slices.Clone(before)
		if err := b.UpdateBookmarks(context.Background(), c.begun, c.given); err != nil {
			t.Fatal(err)
		}
		got, err := b.GetBookmarks(context.Background())
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%d: there are %v, %v; want %v", i, got, err, c.want)
		}
		if !slices.Equal(before, kept) {
			t.Errorf("%d: what was given out has changed to %v", i, before)
		}
	}
}
