package graph

import (
	"slices"
	"strings"
)

// Diff is what turns one graph's text form into another's, line by line.
type Diff struct {
	Removed, Added []string // lines without newline, in the text form's order
}

// Compare gives the difference from g to h; both must be sorted. The zero Diff means that they are equal.
func (g Graph) Compare(h Graph) Diff {
	a, b := g.lines(), h.lines()
	return Diff{missing(a, b), missing(b, a)}
}

// missing gives the lines of a that b lacks.
func missing(a, b []string) []string {
	count := map[string]int{}
	for _, l := range b {
		count[l]++
	}
	var out []string
	for _, l := range a {
		if count[l]--; count[l] < 0 {
			out = append(out, strings.TrimSuffix(l, "\n"))
		}
	}
	return out
}

// IsZero reports whether the graphs were equal.
func (d Diff) IsZero() bool { return len(d.Removed) == 0 && len(d.Added) == 0 }

// String writes removed lines with "- " and added ones with "+ " before them, sorted by line.
func (d Diff) String() string {
	type line struct{ text, sign string }
	var all []line
	for _, l := range d.Removed {
		all = append(all, line{l, "- "})
	}
	for _, l := range d.Added {
		all = append(all, line{l, "+ "})
	}
	slices.SortStableFunc(all, func(a, b line) int { return strings.Compare(a.text, b.text) })
	var sb strings.Builder
	for _, l := range all {
		sb.WriteString(l.sign + l.text + "\n")
	}
	return sb.String()
}
