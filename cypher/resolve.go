package cypher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Candidate is something in the graph that a name may stand for.
type Candidate struct {
	Label, Key, Name string
}

// NameError says that a name stands for nothing in the graph, or for more than one thing.
type NameError struct {
	Type       Type
	Name       string
	Candidates []Candidate // what matches equally well; empty if nothing does
	Similar    []string    // names that look alike, if nothing matches
}

// Ambiguous reports whether the name stands for several things, rather than for none.
func (e *NameError) Ambiguous() bool { return len(e.Candidates) > 0 }

func (e *NameError) Error() string {
	if !e.Ambiguous() {
		return fmt.Sprintf("look up %s %q: not in the graph%s", e.Type, e.Name, didYouMean(e.Similar))
	}
	var parts []string
	for _, c := range e.Candidates[:min(len(e.Candidates), 8)] {
		parts = append(parts, fmt.Sprintf("%s (key %s)", c.Name, c.Key))
	}
	more := ""
	if len(e.Candidates) > 8 {
		more = ", …"
	}
	return fmt.Sprintf("look up %s %q: it may be %s%s; give the key", e.Type, e.Name, strings.Join(parts, ", "), more)
}

// How well a name fits a candidate, best first.
const (
	byName  = iota // its name, whatever case, accents and punctuation
	byCode         // its ISO 3166-1 alpha-2 code, acronym, Wikidata id, or an article's id or address
	byAlias        // another of its names
	byWords        // all words given occur in one of its names
	noFit
)

// Resolve finds the key of what a name stands for: a key as it is, else the best fit by name, code, alias or words of
// a name, ignoring case, accents and punctuation. A name that fits nothing, or several things equally well, is a
// *NameError.
func (db *DB) Resolve(ctx context.Context, t Type, name string) (string, error) {
	labels := labelsOf[t]
	if labels == nil {
		return "", fmt.Errorf("look up %q: %q is no type of a name", name, t)
	}
	for _, label := range labels {
		r, err := db.Read(ctx, fmt.Sprintf("MATCH (n:%s {key: $key}) RETURN n.key", label), map[string]any{"key": name})
		if err != nil {
			return "", err
		}
		if len(r.Rows) > 0 {
			return name, nil
		}
	}
	s := search{wanted: fold(name)}
	for _, label := range labels {
		if err := db.scan(ctx, label, &s); err != nil {
			return "", err
		}
	}
	slices.SortFunc(s.best, func(a, b Candidate) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Label, b.Label), strings.Compare(a.Key, b.Key))
	})
	switch len(s.best) {
	case 1:
		return s.best[0].Key, nil
	case 0:
		return "", &NameError{Type: t, Name: name, Similar: closest(name, s.names)}
	}
	return "", &NameError{Type: t, Name: name, Candidates: s.best}
}

// search gathers the candidates that fit best so far.
type search struct {
	wanted string
	fit    int
	best   []Candidate
	names  []string // all names seen, for suggestions
}

// scan reads every node of a label: folding needs Unicode tables that Cypher has not. 10,000 nodes take about a
// quarter of a second on a Neo4j server.
func (db *DB) scan(ctx context.Context, label string, s *search) error {
	query := fmt.Sprintf("MATCH (n:%s) RETURN n.key, n.name, n.aliases, [n.iso2, n.acronym, n.wikidata]", label)
	if label == "Article" {
		query = "MATCH (n:Article) RETURN n.key, n.title, null, [n.id, n.url]"
	}
	_, err := db.Stream(ctx, ReadAccess, query, nil, func(_ []string, row []any) error {
		c := Candidate{Label: label}
		c.Key, _ = row[0].(string)
		c.Name, _ = row[1].(string)
		s.add(c, stringsOf(row[2]), stringsOf(row[3]))
		return nil
	})
	return err
}

func stringsOf(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		if s, ok := e.(string); ok && s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (s *search) add(c Candidate, aliases, codes []string) {
	s.names = append(s.names, c.Name)
	fit := s.fitOf(c, aliases, codes)
	if fit == noFit || len(s.best) > 0 && fit > s.fit {
		return
	}
	if len(s.best) > 0 && fit < s.fit {
		s.best = nil
	}
	s.fit, s.best = fit, append(s.best, c)
}

func (s *search) fitOf(c Candidate, aliases, codes []string) int {
	same := func(form string) bool { return fold(form) == s.wanted }
	switch {
	case s.wanted == "":
		return noFit
	case same(c.Name) || same(c.Key):
		return byName
	case slices.ContainsFunc(codes, same):
		return byCode
	case slices.ContainsFunc(aliases, same):
		return byAlias
	case hasWords(fold(c.Name), s.wanted):
		return byWords
	}
	for _, a := range aliases {
		if hasWords(fold(a), s.wanted) {
			return byWords
		}
	}
	return noFit
}

func hasWords(name, wanted string) bool {
	words := strings.Fields(name)
	for _, w := range strings.Fields(wanted) {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return true
}

// letters that Unicode does not take apart into a base and an accent.
var letters = strings.NewReplacer("ø", "o", "đ", "d", "ð", "d", "ł", "l", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "ı", "i")

// fold brings names that differ in case, accents and punctuation to one form: "Côte d'Ivoire" and "COTE DIVOIRE",
// "U.S." and "us".
func fold(s string) string {
	var sb strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '.', r == '\'', r == '’', r == '`':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			sb.WriteRune(r)
		default:
			sb.WriteByte(' ')
		}
	}
	return letters.Replace(strings.Join(strings.Fields(sb.String()), " "))
}

// closest gives up to three of names that differ from name by a few letters, the most alike first.
func closest(name string, names []string) []string {
	type scored struct {
		name     string
		distance int
	}
	wanted := []rune(fold(name))
	var near []scored
	for _, n := range names {
		if d := distance(wanted, []rune(fold(n))); d <= max(2, len(wanted)/3) {
			near = append(near, scored{n, d})
		}
	}
	slices.SortFunc(near, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), strings.Compare(a.name, b.name))
	})
	near = slices.CompactFunc(near, func(a, b scored) bool { return a.name == b.name })
	var out []string
	for _, s := range near[:min(len(near), 3)] {
		out = append(out, s.name)
	}
	return out
}

// distance is the Levenshtein distance; it stops early, with a value that is too big, for words of very different
// length.
func distance(a, b []rune) int {
	if d := len(a) - len(b); d > 8 || d < -8 {
		return len(a) + len(b)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
