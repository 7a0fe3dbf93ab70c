package when

import (
	"strconv"
	"strings"
	"time"

	"newsgraph/internal/nlp"
)

var months = map[string]int{"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
	"june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
	"november": 11, "nov": 11, "december": 12, "dec": 12}

var weekdays = map[string]time.Weekday{"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"sun": 0, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6}

var numbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12}

// dayParts follow a day without changing it.
var dayParts = map[string]bool{"morning": true, "afternoon": true, "evening": true, "night": true}

// Find returns the dates in tokens [first, last) of d, in order. They do not overlap.
func Find(d *nlp.Doc, first, last int) []Expr {
	s := scanner{d: d, first: first, last: last}
	if !d.Published.IsZero() {
		p := d.Published.UTC()
		s.day = time.Date(p.Year(), p.Month(), p.Day(), 0, 0, 0, 0, time.UTC)
	}
	var out []Expr
	for i := first; i < last; {
		e, ok := s.at(i)
		if !ok {
			i++
			continue
		}
		out = append(out, e)
		i = e.Last
	}
	return out
}

type scanner struct {
	d           *nlp.Doc
	first, last int
	day         time.Time // the article's day; zero if unknown
}

// word is token i in lower case without a final full stop, "" outside the range.
func (s *scanner) word(i int) string {
	if i < s.first || i >= s.last {
		return ""
	}
	w := s.d.Word(i)
	if len(w) > 24 {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(w), ".")
}

// skip is the token after i, a comma or a full stop of an abbreviation left out.
func (s *scanner) skip(i int) int {
	for s.word(i) == "," || i > s.first && i < s.last && s.d.Word(i) == "." {
		i++
	}
	return i
}

func (s *scanner) at(i int) (Expr, bool) {
	for _, f := range [...]func(int) (Expr, bool){s.iso, s.monthFirst, s.dayFirst, s.weekday, s.near, s.period, s.ago, s.monthOrYear} {
		if e, ok := f(i); ok {
			return e, true
		}
	}
	return Expr{}, false
}

// iso reads 2018-09-06.
func (s *scanner) iso(i int) (Expr, bool) {
	w := s.word(i)
	if len(w) != 10 || w[4] != '-' {
		return Expr{}, false
	}
	t, err := time.Parse("2006-01-02", w)
	if err != nil {
		return Expr{}, false
	}
	d := of(t, Stated)
	return Expr{First: i, Last: i + 1, Date: d, Ahead: d}, true
}

// month is the month that token i names. "May", "March" and the short forms count in title case only.
func (s *scanner) month(i int) int {
	m := months[s.word(i)]
	if m == 0 {
		return 0
	}
	if c := s.d.Word(i)[0]; c < 'A' || c > 'Z' {
		return 0
	}
	return m
}

// dayNumber reads "6", "6th", and ranges in one token "6-8": the first and the last day, 0 if it is none.
func (s *scanner) dayNumber(i int) (from, to int) {
	w := s.word(i)
	for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, suffix)
	}
	if a, b, ok := cutDash(w); ok {
		from, to = day(a), day(b)
		if from == 0 || to < from {
			return 0, 0
		}
		return from, to
	}
	n := day(w)
	return n, n
}

func cutDash(w string) (a, b string, ok bool) {
	if a, b, ok = strings.Cut(w, "-"); ok {
		return a, b, ok
	}
	return strings.Cut(w, "–")
}

func day(w string) int {
	if n, err := strconv.Atoi(w); err == nil && len(w) <= 2 && n >= 1 && n <= 31 {
		return n
	}
	return 0
}

// year reads "2018"; tokens that could be an amount are not years.
func (s *scanner) year(i int) int {
	w := s.word(i)
	if len(w) != 4 {
		return 0
	}
	if n, err := strconv.Atoi(w); err == nil && n >= 1800 && n < 2100 {
		return n
	}
	return 0
}

// span reads a day or a range of days at i: "6", "6-8", "6 - 8", "6 to 8", "6 and 8".
func (s *scanner) span(i int) (from, to, next int) {
	from, to = s.dayNumber(i)
	if from == 0 {
		return 0, 0, i
	}
	switch s.word(i + 1) {
	case "-", "–", "—", "to", "and", "through", "until":
		if a, b := s.dayNumber(i + 2); a > from && s.word(i+3) != "%" {
			return from, b, i + 3
		}
	}
	return from, to, i + 1
}

// monthFirst reads "September 6", "Sept. 6-8, 2018".
func (s *scanner) monthFirst(i int) (Expr, bool) {
	m := s.month(i)
	if m == 0 {
		return Expr{}, false
	}
	j := i + 1
	if j < s.last && s.d.Word(j) == "." {
		j++
	}
	from, to, j := s.span(j)
	if from == 0 {
		return Expr{}, false
	}
	y := s.year(j)
	if y != 0 {
		j++
	} else if k := s.skip(j); k == j+1 && s.year(k) != 0 {
		y, j = s.year(k), k+1
	}
	return s.full(i, j, y, m, from, to)
}

// dayFirst reads "6 September", "6th of September, 2018", "6-8 Sept 2018".
func (s *scanner) dayFirst(i int) (Expr, bool) {
	from, to, j := s.span(i)
	if from == 0 {
		return Expr{}, false
	}
	if s.word(j) == "of" {
		j++
	}
	m := s.month(j)
	if m == 0 {
		return Expr{}, false
	}
	j++
	if j < s.last && s.d.Word(j) == "." && s.year(j+1) != 0 {
		j++
	}
	y := s.year(j)
	if y != 0 {
		j++
	} else if k := s.skip(j); k == j+1 && s.year(k) != 0 {
		y, j = s.year(k), k+1
	}
	return s.full(i, j, y, m, from, to)
}

// full makes the expression of a month and day, in year y or in the year that is nearest to the article.
func (s *scanner) full(i, j, y, m, from, to int) (Expr, bool) {
	if time.Date(2000, time.Month(m), from, 0, 0, 0, 0, time.UTC).Month() != time.Month(m) {
		return Expr{}, false // 31 June
	}
	e := Expr{First: i, Last: j}
	if y != 0 {
		e.Date = Date{y, m, from, Stated}
		e.Ahead = e.Date
	} else if !s.day.IsZero() {
		past := time.Date(s.day.Year(), time.Month(m), from, 0, 0, 0, 0, time.UTC)
		// A date up to three months ahead is taken for one to come even in a sentence about the past: news says the
		// year of what is longer ago.
		if past.Sub(s.day) > 92*24*time.Hour {
			past = past.AddDate(-1, 0, 0)
		}
		ahead := past
		if ahead.Before(s.day.AddDate(0, 0, -1)) {
			ahead = ahead.AddDate(1, 0, 0)
		}
		e.Date, e.Ahead = of(past, Relative), of(ahead, Relative)
	}
	if to != from && !e.Date.IsZero() {
		e.Until = e.Date
		e.Until.Day = to
	}
	return e, true
}

// weekday reads "Thursday", "last Thursday", "next Thursday", "Thursday, September 6, 2018".
func (s *scanner) weekday(i int) (Expr, bool) {
	j, which := i, ""
	switch w := s.word(i); w {
	case "last", "next", "this", "this coming", "past":
		which, j = w, i+1
	}
	wd, ok := weekdays[s.word(j)]
	if !ok || s.d.Word(j)[0] < 'A' || s.d.Word(j)[0] > 'Z' {
		return Expr{}, false
	}
	if len(s.word(j)) <= 4 && (s.word(j) == "sun" || s.word(j) == "sat" || s.word(j) == "mon" || s.word(j) == "wed") && s.word(j+1) != "," {
		return Expr{}, false // "The Sun"
	}
	j++
	k := s.skip(j)
	for _, f := range [...]func(int) (Expr, bool){s.monthFirst, s.dayFirst} {
		if e, ok := f(k); ok {
			e.First = i
			return e, true
		}
	}
	for dayParts[s.word(j)] {
		j++
	}
	e := Expr{First: i, Last: j}
	if s.day.IsZero() {
		e.Future = which == "next"
		return e, true
	}
	back := (int(s.day.Weekday()) - int(wd) + 7) % 7
	fore := (7 - back) % 7
	switch which {
	case "last", "past":
		if back == 0 {
			back = 7
		}
		e.Date = of(s.day.AddDate(0, 0, -back), Relative)
		e.Ahead = e.Date
	case "next":
		if fore == 0 {
			fore = 7
		}
		e.Date = of(s.day.AddDate(0, 0, fore), Relative)
		e.Ahead, e.Future = e.Date, true
	default:
		e.Date, e.Ahead = of(s.day.AddDate(0, 0, -back), Relative), of(s.day.AddDate(0, 0, fore), Relative)
	}
	return e, true
}

// near reads "today", "this morning", "yesterday", "tomorrow".
func (s *scanner) near(i int) (Expr, bool) {
	off, j, basis := 0, i+1, Relative
	switch w := s.word(i); {
	case w == "today" || w == "tonight":
		basis = Article
	case w == "this" && dayParts[s.word(j)]:
		basis, j = Article, j+1
	case w == "earlier" && s.word(j) == "today":
		basis, j = Article, j+1
	case w == "yesterday":
		off = -1
	case w == "last" && s.word(j) == "night":
		off, j = -1, j+1
	case w == "tomorrow":
		off = 1
	default:
		return Expr{}, false
	}
	for dayParts[s.word(j)] {
		j++
	}
	e := Expr{First: i, Last: j, Future: off > 0}
	if !s.day.IsZero() {
		e.Date = of(s.day.AddDate(0, 0, off), basis)
		e.Ahead = e.Date
	}
	return e, true
}

// period reads "last month", "earlier this week", "later this year", "next week".
func (s *scanner) period(i int) (Expr, bool) {
	j, later := i, false
	switch s.word(i) {
	case "earlier", "later", "early", "late":
		j, later = i+1, s.word(i) == "later"
		if s.word(j) == "in" {
			j++
		}
	}
	off := 0
	switch s.word(j) {
	case "this":
	case "last":
		off = -1
	case "past", "previous":
		if s.word(j-1) != "the" {
			off = -1
			break
		}
		return Expr{}, false // "over the past month"
	case "next", "coming":
		off = 1
	default:
		return Expr{}, false
	}
	e := Expr{First: i, Last: j + 2, Future: off > 0 || later}
	var a, b time.Time
	switch s.word(j + 1) {
	case "week", "weekend":
		monday := s.day.AddDate(0, 0, -(int(s.day.Weekday())+6)%7+7*off)
		a, b = monday, monday.AddDate(0, 0, 6)
		if s.word(j+1) == "weekend" {
			a = monday.AddDate(0, 0, 5)
		}
	case "month":
		a = time.Date(s.day.Year(), s.day.Month()+time.Month(off), 1, 0, 0, 0, 0, time.UTC)
		b = a
	case "year":
		if !s.day.IsZero() {
			e.Date = Date{Year: s.day.Year() + off, Basis: Relative}
			e.Ahead = e.Date
		}
		return e, true
	default:
		return Expr{}, false
	}
	if !s.day.IsZero() {
		e.Date = common(a, b)
		e.Ahead = e.Date
	}
	return e, true
}

// common is the month, or else the year, that a and b share.
func common(a, b time.Time) Date {
	switch {
	case a.Year() == b.Year() && a.Month() == b.Month():
		return Date{Year: a.Year(), Month: int(a.Month()), Basis: Relative}
	case a.Year() == b.Year():
		return Date{Year: a.Year(), Basis: Relative}
	}
	return Date{}
}

// ago reads "two days ago", "a week ago", "three years earlier" is none.
func (s *scanner) ago(i int) (Expr, bool) {
	n := numbers[s.word(i)]
	if v, err := strconv.Atoi(s.word(i)); err == nil && v > 0 && v < 1000 {
		n = v
	}
	if n == 0 || s.word(i+2) != "ago" {
		return Expr{}, false
	}
	e := Expr{First: i, Last: i + 3}
	d := Date{}
	switch strings.TrimSuffix(s.word(i+1), "s") {
	case "day":
		d = of(s.day.AddDate(0, 0, -n), Relative)
	case "week":
		d = of(s.day.AddDate(0, 0, -7*n), Relative)
		d.Day = 0
	case "month":
		m := time.Date(s.day.Year(), s.day.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		d = Date{Year: m.Year(), Month: int(m.Month()), Basis: Relative}
	case "year":
		d = Date{Year: s.day.Year() - n, Basis: Relative}
	default:
		return Expr{}, false
	}
	if !s.day.IsZero() {
		e.Date, e.Ahead = d, d
	}
	return e, true
}

// monthOrYear reads "in September", "in September 2018", "in 2018", "early 2018".
func (s *scanner) monthOrYear(i int) (Expr, bool) {
	lead := s.word(i - 1)
	switch lead {
	case "in", "during", "of", "early", "late", "mid", "by", "last", "next", "this", "until", "for":
	default:
		if s.month(i) == 0 || s.year(i+1) == 0 {
			return Expr{}, false
		}
	}
	if m := s.month(i); m != 0 {
		if y := s.year(i + 1); y != 0 {
			d := Date{Year: y, Month: m, Basis: Stated}
			return Expr{First: i, Last: i + 2, Date: d, Ahead: d}, true
		}
		e := Expr{First: i, Last: i + 1, Future: lead == "next"}
		if !s.day.IsZero() {
			y := s.day.Year()
			past, ahead := y, y
			if m > int(s.day.Month()) {
				past--
			}
			if m < int(s.day.Month()) {
				ahead++
			}
			e.Date, e.Ahead = Date{Year: past, Month: m, Basis: Relative}, Date{Year: ahead, Month: m, Basis: Relative}
		}
		return e, true
	}
	if y := s.year(i); y != 0 && lead != "of" && lead != "for" {
		d := Date{Year: y, Basis: Stated}
		return Expr{First: i, Last: i + 1, Date: d, Ahead: d}, true
	}
	return Expr{}, false
}

func of(t time.Time, b Basis) Date { return Date{t.Year(), int(t.Month()), t.Day(), b} }
