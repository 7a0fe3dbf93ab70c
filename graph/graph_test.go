package graph

import "testing"

func TestDateString(t *testing.T) {
	for _, s := range []string{"", "2018", "2018-09", "2018-09-06", "2016-02-29"} {
		d, err := ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"2018-13", "2018-02-30", "18-01-01", "2018-9-6", "2018-00", "x", "2018-09-06-01"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
}

func TestArticleSlice(t *testing.T) {
	a := Article{Title: " A signs B ", Text: "On Monday A signed B."}
	for _, c := range []struct {
		start, end int
		want       string
		ok         bool
	}{
		{0, 9, "On Monday", true}, {21, 21, "", true}, {10, 22, "", false}, {5, 4, "", false},
		{-11, -2, "A signs B", true}, {-3, -2, "B", true}, {-12, -2, "", false}, {-3, -1, "", false}, {-3, 4, "", false},
	} {
		if got, ok := a.Slice(c.start, c.end); got != c.want || ok != c.ok {
			t.Errorf("Slice(%d, %d) = %q, %v, want %q, %v", c.start, c.end, got, ok, c.want, c.ok)
		}
	}
}
