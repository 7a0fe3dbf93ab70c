package resolve

import (
	"strings"

	"newsgraph/cypher/function"
)

// Beyond these, no hint is worth its time.
const (
	maxSuggested  = 64   // bytes of a name
	maxCandidates = 1000 // names to compare it with
)

// didYouMean is a hint at the candidate that is spelled most like the name, "" if none is near. Of two at the
// same distance the earlier counts.
func didYouMean(name string, candidates []string) string {
	if len(name) > maxSuggested {
		return ""
	}
	best, limit := "", len(name)/3
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		if d := editDistance(strings.ToLower(name), strings.ToLower(c), limit); d <= limit && c != name {
			best, limit = c, d-1
		}
	}
	if best == "" {
		return ""
	}
	return ": did you mean `" + best + "`?"
}

// editDistance counts the bytes to insert, drop, replace or swap with their neighbour to turn a into b; beyond the
// limit it may be any number above it.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || limit < 0 {
		return limit + 1
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// visible is the names that the scope and those around it have.
func (s *scope) visible() []string {
	var out []string
	for ; s != nil; s = s.parent {
		out = append(out, s.names...)
	}
	return out
}

func functionNames() []string {
	var out []string
	for _, f := range function.All() {
		out = append(out, f.Name)
	}
	return out
}
