package examples

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsgraph/internal/article"
)

// TestWrite writes the articles out and reads them back: each is dated, and what belongs to a page and not to its
// article is gone.
func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if n, err := Write(dir); n != 12 || err != nil {
		t.Fatalf("%d files, %v; want 12", n, err)
	}
	var got []string
	for a, err := range article.Read(t.Context(), []string{dir}, article.Options{}) {
		if err != nil {
			t.Error(err)
			continue
		}
		for _, s := range []string{"cookie", "Advertisement", "Home", "Related"} {
			if strings.Contains(a.Text, s) {
				t.Errorf("%s: the text holds %q", a.ID, s)
			}
		}
		got = append(got, a.Published.String()+" "+filepath.Base(a.ID))
	}
	want := []string{
		"1990-09-12 1990-two-plus-four.txt", "1991-07-31 start-1991", "1994-10-26 wadi-araba-1994", "1998-04-10 good-friday-1998",
		"2010-04-08 2010-new-start.md", "2013-09-27 2013-phone-call.md", "2018-05-24 2018-05-24-singapore-off.txt",
		"2018-06-01 2018-06-01-singapore-on.txt", "2018-06-12 2018-06-12-singapore-held.html", "2018-09-06 2018-comcasa.txt",
		"2018-06-28 helsinki-planned", "2018-07-16 helsinki-held", "2022-07-22 2022-grain.html", "2023-11-15 2023-woodside.md",
		"2024-03-07 2024-sweden.txt",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if _, err := Write(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("writing twice gives %v", err)
	}
}
