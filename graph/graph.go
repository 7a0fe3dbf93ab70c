// Package graph is the domain: what articles say as nodes, edges and the statements behind them.
//
// A Record is what one article says. A Graph is the sum of records. Neither knows how text is read or how a
// database stores it.
//
// # Invariants
//
// Every edge is the sum of its occurred statements. Every statement's Quote equals Text[Start:End] of its
// article, or stands in its title. Nothing here depends on the order in which records arrive.
package graph

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Label is the kind of a node.
type Label uint8

const (
	LabelUnset Label = iota
	Person
	Country
	Organization
	Agreement
	Event
)

var labels = [...]string{"", "Person", "Country", "Organization", "Agreement", "Event"}

// String is the label's spelling in the graph.
func (l Label) String() string { return labels[l] }

// ParseLabel is the inverse of Label.String.
func ParseLabel(s string) (Label, error) {
	for i, n := range labels {
		if i > 0 && n == s {
			return Label(i), nil
		}
	}
	return LabelUnset, fmt.Errorf("parse label: %q is not one of %s", s, strings.Join(labels[1:], ", "))
}

// Status says how an article presents what it states.
type Status uint8

const (
	StatusUnset Status = iota
	Occurred           // as having happened
	Planned            // as to come, possible or wanted
	Denied             // as not having happened
)

var statuses = [...]string{"", "occurred", "planned", "denied"}

// String is the status's spelling in the graph.
func (s Status) String() string { return statuses[s] }

// ParseStatus is the inverse of Status.String.
func ParseStatus(s string) (Status, error) {
	for i, n := range statuses {
		if i > 0 && n == s {
			return Status(i), nil
		}
	}
	return StatusUnset, fmt.Errorf("parse status: %q is not one of %s", s, strings.Join(statuses[1:], ", "))
}

// Basis says what a date rests on.
type Basis uint8

const (
	BasisUnset Basis = iota
	Stated           // the text gives it: "on 6 September 2018"
	Relative         // resolved against the article's date: "on Thursday"
	ArticleDay       // the article's own date
)

var bases = [...]string{"", "stated", "relative", "article"}

// String is the basis's spelling in the graph.
func (b Basis) String() string { return bases[b] }

// ParseBasis is the inverse of Basis.String; "" is BasisUnset.
func ParseBasis(s string) (Basis, error) {
	for i, n := range bases {
		if n == s {
			return Basis(i), nil
		}
	}
	return BasisUnset, fmt.Errorf("parse basis: %q is not one of %s", s, strings.Join(bases[1:], ", "))
}

// Date is a day, a month or a year in the Gregorian calendar. The zero Date is unknown. Month and Day are
// 1-based; 0 means that the date is no more precise.
type Date struct {
	Year, Month, Day int
	Basis            Basis
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// Precision is "day", "month", "year", or "" for an unknown date.
func (d Date) Precision() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return "year"
	case d.Day == 0:
		return "month"
	}
	return "day"
}

// String is the date in ISO 8601 at its precision: "2018-09-06", "2018-09", "2018"; "" if unknown.
func (d Date) String() string {
	if d.Year == 0 {
		return ""
	}
	text := strconv.Itoa(d.Year)
	if len(text) < 4 {
		text = strings.Repeat("0", 4-len(text)) + text
	}
	for _, part := range []int{d.Month, d.Day} {
		switch {
		case part == 0:
			return text
		case part < 10:
			text += "-0" + strconv.Itoa(part)
		default:
			text += "-" + strconv.Itoa(part)
		}
	}
	return text
}

// Compare orders dates as their text does, whatever their basis: an unknown one first, a year before its months.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// ParseDate reads what Date.String writes; "" is the zero Date. The basis is left unset.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	var n [3]int
	parts := strings.Split(s, "-")
	bad := len(parts) > 3 || len(parts[0]) != 4
	for i := 0; i < len(parts) && !bad; i++ {
		v, err := strconv.Atoi(parts[i])
		bad = err != nil || v < 1 || i > 0 && len(parts[i]) != 2
		n[i] = v
	}
	if bad || n[1] > 12 || n[2] > daysIn(n[0], n[1]) {
		return Date{}, fmt.Errorf("parse date: %q is not YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	return Date{Year: n[0], Month: n[1], Day: n[2]}, nil
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Ref identifies a node: keys are unique within a label.
type Ref struct {
	Label Label
	Key   string
}

// Less orders refs by key, then label: the order in which a symmetric type stores its ends.
func (r Ref) Less(s Ref) bool { return r.Key < s.Key || r.Key == s.Key && r.Label < s.Label }

// Node is a person, country, organisation, agreement or event.
type Node struct {
	Ref
	Name     string
	Aliases  []string // other forms, sorted, without Name and without duplicates
	Wikidata string   // "Q…", where the gazetteer knows it
	ISO2     string   // countries: ISO 3166-1 alpha-2
	Acronym  string   // agreements
	Place    string   // events
	Date     Date     // agreements, events
}

// Article is a news article as published.
type Article struct {
	Key       string // sha-256, hex: of the canonical URL, else of source and text
	ID        string // the caller's own name for it, kept as it is; may be ""
	Title     string
	URL       string
	Source    string // publisher, feed or file
	Published Date
	Language  string // BCP 47, "" if unknown
	Digest    string // sha-256 of the text, hex
	Origin    string // key of the near-duplicate group's first article; its own key if it has none
	Text      string // as stored: every offset refers to its bytes; may be "" in a record read back
}

// Statement is one fact as one sentence of one article states it.
type Statement struct {
	Type       EdgeType
	Subject    Ref // who; of a symmetric type the smaller end
	Object     Ref
	Status     Status
	Date       Date   // the day of the fact, zero if the text does not say
	Quote      string // the sentence, verbatim
	Start, End int    // the quote's byte range in the article's text; negative in its title: see Article.Slice
	Trigger    string // the words that say it: "met with"
	Rule       string // name of the rule that found it
	Confidence float64
}

// Representation says that an article gives a person an office or a side: REPRESENTS.
type Representation struct {
	Person Ref
	For    Ref // Country or Organization
	Title  string
}

// Participation says that somebody took part in an event: PARTICIPATED_IN.
type Participation struct {
	Who   Ref
	Event Ref
}

// MentionCount says how often an article mentions a node, and where first (byte offset).
type MentionCount struct {
	Node  Ref
	Count int
	First int
}

// Record is what one article says. Slices are sorted by Normalize.
type Record struct {
	Article         Article
	Nodes           []Node
	Statements      []Statement
	Representations []Representation
	Participations  []Participation
	Mentions        []MentionCount
}
