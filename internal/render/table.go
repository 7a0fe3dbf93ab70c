package render

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// narrow is the width under which a table does not squeeze a column, in terminal columns.
const narrow = 8

// cells measures text the same on every machine: what East Asian width leaves open is one column.
var cells = &runewidth.Condition{StrictEmojiNeutral: true}

// table is the rows under a header and a line, columns two spaces apart, numbers to the right. Cells too wide for
// the terminal go on in the next line, so that nothing is lost.
func (w *Writer) table() string {
	rows := make([][]string, 0, len(w.rows)+1)
	for _, r := range append([][]string{w.columns}, w.rows...) {
		clean := make([]string, len(r))
		for i, c := range r {
			clean[i] = Printable(c)
		}
		rows = append(rows, clean)
	}
	widths := fit(rows, w.width)
	var b strings.Builder
	for i, r := range rows {
		w.line(&b, r, widths)
		if i == 0 {
			var rule []string
			for _, n := range widths {
				rule = append(rule, strings.Repeat("─", n))
			}
			b.WriteString(strings.TrimRight(strings.Join(rule, "  "), " ") + "\n")
		}
	}
	fmt.Fprintf(&b, "(%s)\n", Count(w.count, "row"))
	return b.String()
}

// Count is a number of things in words: "1 row", "2 rows".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func (w *Writer) line(b *strings.Builder, row []string, widths []int) {
	wrapped := make([][]string, len(row))
	lines := 1
	for i, c := range row {
		wrapped[i] = wrap(c, widths[i])
		lines = max(lines, len(wrapped[i]))
	}
	for l := range lines {
		var out strings.Builder
		for i := range row {
			part := ""
			if l < len(wrapped[i]) {
				part = wrapped[i][l]
			}
			pad := strings.Repeat(" ", max(0, widths[i]-cells.StringWidth(part)))
			if i > 0 {
				out.WriteString("  ")
			}
			if w.numeric[i] && w.count > 0 {
				out.WriteString(pad + part)
			} else {
				out.WriteString(part + pad)
			}
		}
		b.WriteString(strings.TrimRight(out.String(), " ") + "\n")
	}
}

// fit is the width of each column: as wide as its widest cell, and where the sum is over total, the widest columns
// give way to one common width.
func fit(rows [][]string, total int) []int {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], cells.StringWidth(c))
		}
	}
	if total <= 0 || len(widths) == 0 {
		return widths
	}
	room := total - 2*(len(widths)-1)
	top := 0
	for _, n := range widths {
		top = max(top, n)
	}
	sum := func(limit int) (s int) {
		for _, n := range widths {
			s += min(n, limit)
		}
		return s
	}
	if sum(top) > room {
		top = max(narrow, sort.Search(top, func(n int) bool { return sum(n+1) > room }))
	}
	spare := room - sum(top)
	for i, n := range widths {
		if n > top {
			more := max(0, min(spare, n-top))
			widths[i], spare = top+more, spare-more
		}
	}
	return widths
}

// wrap cuts a cell into lines of at most width columns, between words where it can.
func wrap(s string, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for i, word := range strings.Split(s, " ") {
		if i > 0 {
			if part, whole := head(word, width-used-1); whole {
				line.WriteString(" " + part)
				used += 1 + cells.StringWidth(part)
				continue
			}
			lines, used = append(lines, line.String()), 0
			line.Reset()
		}
		for {
			part, whole := head(word, width)
			if whole {
				line.WriteString(part)
				used = cells.StringWidth(part)
				break
			}
			lines, word = append(lines, part), word[len(part):]
		}
	}
	return append(lines, line.String())
}

// head is as much of a word as fits into width columns, at least one character, and whether that is all of it. It
// looks at no more of a long word than it may take.
func head(word string, width int) (part string, whole bool) {
	if width < 0 {
		return "", false
	}
	near := word
	if most := 4*width + 64; len(near) > most {
		for !utf8.RuneStart(near[most]) {
			most--
		}
		near = near[:most]
	}
	if cells.StringWidth(near) <= width {
		return near, len(near) == len(word)
	}
	if part = cells.Truncate(near, width, ""); part == "" {
		_, n := utf8.DecodeRuneInString(near)
		part = near[:n]
	}
	return part, false
}

// Printable is s on one line, with control characters shown as a string literal writes them.
func Printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r == '\r':
		case isControl(r):
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
