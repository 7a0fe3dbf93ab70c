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
