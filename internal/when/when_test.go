package when

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"newsgraph/internal/nlp"
)

// words makes a document of one sentence; tokens are what stands between spaces.
func words(text string) *nlp.Doc {
	d := nlp.New(text)
	pos := 0
	for _, w := range strings.Split(text, " ") {
		if w != "" {
			d.Tokens = append(d.Tokens, nlp.Token{Span: nlp.Span{Start: pos, End: pos + len(w)}, Head: -1})
		}
		pos += len(w) + 1
	}
	d.Sentences = []nlp.Sentence{{First: 0, Last: len(d.Tokens)}}
	return d
}

// The article's day is Thursday, 6 September 2018.
func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They met on Thursday .", "Thursday=2018-09-06/2018-09-06 relative"},
		{"They met on Friday .", "Friday=2018-08-31/2018-09-07 relative"},
		{"They met last Thursday evening .", "last Thursday evening=2018-08-30/2018-08-30 relative"},
		{"They will meet next Monday .", "next Monday=2018-09-10/2018-09-10 relative future"},
		{"They met today .", "today=2018-09-06/2018-09-06 article"},
		{"They met this morning .", "this morning=2018-09-06/2018-09-06 article"},
		{"They met yesterday .", "yesterday=2018-09-05/2018-09-05 relative"},
		{"They meet tomorrow .", "tomorrow=2018-09-07/2018-09-07 relative future"},
		{"They met on September 6 , 2018 .", "September 6 , 2018=2018-09-06/2018-09-06 stated"},
		{"They met on Wednesday , Sept. 5 , 2018 .", "Wednesday , Sept. 5 , 2018=2018-09-05/2018-09-05 stated"},
		{"They met on 5 September 2018 .", "5 September 2018=2018-09-05/2018-09-05 stated"},
		{"They met on the 5th of September .", "5th of September=2018-09-05/2018-09-05 relative"},
		{"They met on December 20 .", "December 20=2017-12-20/2018-12-20 relative"},
		{"They will meet on November 30 .", "November 30=2018-11-30/2018-11-30 relative"},
		{"They will meet on March 3 .", "March 3=2018-03-03/2019-03-03 relative"},
		{"They meet on March 29 - 30 , 2023 .", "March 29 - 30 , 2023=2023-03-29/2023-03-29 stated until 2023-03-30"},
		{"They met from 3 to 5 May 2018 .", "3 to 5 May 2018=2018-05-03/2018-05-03 stated until 2018-05-05"},
		{"They met last month .", "last month=2018-08/2018-08 relative"},
		{"They met earlier this week .", "earlier this week=2018-09/2018-09 relative"},
		{"They met last week .", "last week=2018/2018 relative"},
		{"They meet later this year .", "later this year=2018/2018 relative future"},
		{"They met two days ago .", "two days ago=2018-09-04/2018-09-04 relative"},
		{"They met a year ago .", "a year ago=2017/2017 relative"},
		{"They met in 2016 .", "2016=2016/2016 stated"},
		{"They met in March 2016 .", "March 2016=2016-03/2016-03 stated"},
		{"They met in March .", "March=2018-03/2019-03 relative"},
		{"It was signed on 2018-08-14 .", "2018-08-14=2018-08-14/2018-08-14 stated"},
		{"They may march in the sun with 2000 men .", ""},
		{"Mrs. May met the Sun reporters on June 31 .", ""},
		{"Over the past month they did not meet .", ""},
	} {
		d := words(c.text)
		d.Published = time.Date(2018, 9, 6, 0, 0, 0, 0, time.UTC)
		if got := dump(d); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func dump(d *nlp.Doc) string {
	var out []string
	for _, e := range Find(d, 0, len(d.Tokens)) {
		s := fmt.Sprintf("%s=%s/%s %s", d.Slice(e.Span(d)), e.Date, e.Ahead, e.Date.Basis)
		if e.Future {
			s += " future"
		}
		if !e.Until.IsZero() {
			s += " until " + e.Until.String()
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestNothingIsInvented(t *testing.T) {
	for _, text := range []string{"They met on Thursday .", "They met last month .", "They met on September 6 .", "They met today .", "They met two days ago .",
		"They met next year .", "They met in March ."} {
		for _, e := range Find(words(text), 0, len(words(text).Tokens)) {
			if !e.Date.IsZero() || !e.Ahead.IsZero() {
				t.Errorf("%s: %s, though the article has no date", text, e.Date)
			}
		}
	}
}

func TestAnyTokens(t *testing.T) {
	parts := strings.Fields("May 31 last next this week ago two , . September 6 2018 - Thursday in of morning \x00 é Ω 99999 to and")
	rng := rand.New(rand.NewSource(2))
	for i := 0; i < 3000; i++ {
		var b []string
		for n := rng.Intn(10); n >= 0; n-- {
			b = append(b, parts[rng.Intn(len(parts))])
		}
		d := words(strings.Join(b, " "))
		d.Published = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
		end := 0
		for _, e := range Find(d, 0, len(d.Tokens)) {
			if e.First < end || e.Last <= e.First || e.Last > len(d.Tokens) {
				t.Fatalf("%q: range [%d, %d) after %d", d.Text, e.First, e.Last, end)
			}
			end = e.Last
		}
	}
}
