// Package when reads dates in text: "on Thursday", "September 6", "last month", "6 September 2018".
//
// # Input and output
//
// A date in the text becomes a Date by way of the article's day. Nothing is invented: what the text leaves open
// (a weekday in an article without a day, "recently") stays unknown.
//
// # Invariants
//
// A Date says how exact it is and what it rests on; its zero value is unknown.
package when

import (
	"fmt"

	"newsgraph/internal/nlp"
)

// Basis is what a date rests on.
type Basis uint8

const (
	BasisUnset Basis = iota
	Stated           // the text gives day, month and year
	Relative         // the text gives a part, the article's day the rest: "Thursday", "September 6", "last month"
	Article          // the text says "today", or gives the article's day itself
)

var bases = [...]string{"", "stated", "relative", "article"}

// String is the basis's spelling in the graph.
func (b Basis) String() string { return bases[b] }

// Date is a day, a month or a year. Month and Day are 1-based; 0 means that the text does not say.
type Date struct {
	Year, Month, Day int
	Basis            Basis
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// String is YYYY-MM-DD, YYYY-MM or YYYY, "" for an unknown date.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Expr is a date in the text.
type Expr struct {
	First, Last int  // tokens [First, Last)
	Date        Date // as read in a sentence about what happened: "on Thursday" is the last one up to the article's day
	Ahead       Date // as read in a sentence about what is to come: the next one from the article's day on
	Until       Date // the last day of a range: "from 3 to 5 May"; zero if it is no range
	Future      bool // lies ahead of the article whatever the sentence: "tomorrow", "next week"
}

// Span is the expression's range in the text of d.
func (e Expr) Span(d *nlp.Doc) nlp.Span { return d.TokenSpan(e.First, e.Last) }

// In is the date when the sentence is about the future or about the past.
func (e Expr) In(future bool) Date {
	if future || e.Future {
		return e.Ahead
	}
	return e.Date
}
