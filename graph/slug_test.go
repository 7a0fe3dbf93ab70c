package graph

import "testing"

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Nicolás Maduro": "nicolas-maduro", "Kim Jong-un": "kim-jong-un", "U.S.-ASEAN  Summit": "us-asean-summit",
		"2+2 ministerial dialogue": "2+2-ministerial-dialogue", "Lech Wałęsa": "lech-walesa", "Sana'a": "sanaa", "—": "", "": "", "Straße": "strasse", "習近平": "習近平",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}
