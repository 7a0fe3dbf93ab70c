package article

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"newsgraph/graph"
)

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

const (
	monthWord = `(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`
	weekday   = `(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?`
)

// dateForms are the written forms of a date at the start of a text, in the order in which they are tried; y, m
// and d are the groups that hold year, month and day, 0 where the form has none.
var dateForms = []struct {
	re      *regexp.Regexp
	y, m, d int
}{
	{regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:\b|T)`), 1, 2, 3},
	{regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})\b`), 1, 2, 3},
	{regexp.MustCompile(`(?i)^` + weekday + `(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+` + monthWord + `,?[\s-]+(\d{4})\b`), 3, 2, 1},
	{regexp.MustCompile(`(?i)^` + weekday + monthWord + `\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`), 3, 1, 2},
	{regexp.MustCompile(`(?i)^` + weekday + monthWord + `\s+(\d{1,2})\s+\d{2}:\d{2}:\d{2}\s+(?:[A-Z]{3,4}|[+-]\d{4})\s+(\d{4})\b`), 3, 1, 2},
	{regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})\b`), 3, 2, 1},
	{regexp.MustCompile(`(?i)^` + monthWord + `,?\s+(\d{4})\b`), 2, 1, 0},
	{regexp.MustCompile(`^(\d{4})-(\d{2})\b`), 1, 2, 0},
}

var (
	slashed   = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})\b`)
	afterDate = regexp.MustCompile(`^(?:[\s,T|]|at\b|\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\d{4} (?:GMT|UTC)|[AaPp]\.?[Mm]\.?|Z\b|[A-Z]{2,5}\b|[+-]\d{2}:?\d{2}|\([A-Z]+\))*$`)
	yearOnly  = regexp.MustCompile(`^\d{4}$`)
)

// datePrefix reads the date that s begins with, and how many bytes it takes; 0 if s begins with none. Of
// 06/09/2018 nobody can say which number is the month, so it is none; 26/09/2018 is one.
func datePrefix(s string) (graph.Date, int) {
	for _, f := range dateForms {
		m := f.re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		day := 0
		if f.d > 0 {
			day, _ = strconv.Atoi(m[f.d])
		}
		year, _ := strconv.Atoi(m[f.y])
		if d, ok := checked(year, month(m[f.m]), day, f.d > 0); ok {
			return d, len(m[0])
		}
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		year, _ := strconv.Atoi(m[3])
		if a > 12 || a == b {
			a, b = b, a
		}
		if d, ok := checked(year, a, b, true); ok && (b > 12 || a == b) {
			return d, len(m[0])
		}
	}
	return graph.Date{}, 0
}

func month(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	s = strings.ToLower(s)
	return 1 + slices.IndexFunc(monthNames[:], func(name string) bool { return name[:3] == s[:3] })
}

// checked is the date if the calendar has it, in the years in which there are newspapers.
func checked(year, month, day int, hasDay bool) (graph.Date, bool) {
	s := fmt.Sprintf("%04d-%02d", year, month)
	if hasDay {
		s += fmt.Sprintf("-%02d", day)
	}
	d, err := graph.ParseDate(s)
	d.Basis = graph.Stated
	return d, err == nil && year >= 1600 && year < 2200
}

// parseDate reads a whole field: a date, and a time or nothing after it.
func parseDate(s string) (graph.Date, error) {
	d, n := datePrefix(s)
	if n > 0 && afterDate.MatchString(s[n:]) {
		return d, nil
	}
	if yearOnly.MatchString(s) {
		year, _ := strconv.Atoi(s)
		d := graph.Date{Year: year, Basis: graph.Stated}
		if year >= 1600 && year < 2200 {
			return d, nil
		}
	}
	if slashed.MatchString(s) && n == 0 {
		return graph.Date{}, fmt.Errorf("date %q is ambiguous: write it as YYYY-MM-DD", s)
	}
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return graph.Date{}, fmt.Errorf("date %q is not one: write it as YYYY-MM-DD", s)
}

var (
	dateWord = regexp.MustCompile(`(?i)^(?:date|dated|published|posted|first published|updated|last updated)(?:\s+on)?\s*:?\s+`)
	dateline = regexp.MustCompile(`^(\p{Lu}[\p{L} .'’/-]*)(?:,\s+\p{Lu}[\p{L}.]+)*,\s+`)
	lineEnd  = regexp.MustCompile(`^\s*(?:$|[-–—:(/]|\[)`)
	// what follows a place that is not in capitals, lest it be a sentence's beginning
	placeEnd = regexp.MustCompile(`^\s*(?:\.?$|[-–—]|\([^)]*\)\s*(?:$|[-–—:.]))`)
)

// leadingDate is the date that an article's first lines give as its own: "date 2018-09-06 …", "Published: 6
// September 2018", a line that is only a date, or a dateline with a year ("NEW DELHI, Sept 6, 2018 (Agency) —", "Geneva, 14 July 2015").
func leadingDate(text string) graph.Date {
	head := text[:min(len(text), 1500)]
	seen := 0
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if inner, ok := strings.CutPrefix(line, "("); ok && strings.HasSuffix(inner, ")") {
			line = strings.TrimSuffix(inner, ")")
		}
		if seen++; seen > 6 {
			break
		}
		if m := dateWord.FindString(line); m != "" {
			if d, n := datePrefix(line[len(m):]); n > 0 && d.Precision() == "day" {
				return d
			}
		}
		if d, n := datePrefix(line); n > 0 && d.Precision() == "day" && afterDate.MatchString(line[n:]) {
			return d
		}
		if m := dateline.FindStringSubmatch(line); m != nil && len(m[0]) < 80 {
			end := placeEnd
			if strings.ToUpper(m[1]) == m[1] {
				end = lineEnd
			}
			if d, n := datePrefix(line[len(m[0]):]); n > 0 && d.Precision() == "day" && end.MatchString(line[len(m[0])+n:]) {
				return d
			}
		}
	}
	return graph.Date{}
}
