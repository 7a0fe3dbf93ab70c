package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Compare orders refs by label, then key: the order of the text form.
func (r Ref) Compare(s Ref) int {
	return cmp.Or(cmp.Compare(r.Label, s.Label), strings.Compare(r.Key, s.Key))
}

// String is "Label:key".
func (r Ref) String() string { return r.Label.String() + ":" + r.Key }

// ParseRef is the inverse of Ref.String.
func ParseRef(s string) (Ref, error) {
	name, key, ok := strings.Cut(s, ":")
	label, err := ParseLabel(name)
	if !ok || err != nil || key == "" {
		return Ref{}, fmt.Errorf("parse ref: %q is not Label:key", s)
	}
	return Ref{label, key}, nil
}

// Fact is what statements may agree on: an edge without its day. Ends of a symmetric type are in the order of Ref.Less.
type Fact struct {
	Type     EdgeType
	From, To Ref
}

// Fact is what s states.
func (s Statement) Fact() Fact {
	f := Fact{s.Type, s.Subject, s.Object}
	if f.Type.symmetric && f.To.Less(f.From) {
		f.From, f.To = f.To, f.From
	}
	return f
}

// String is "MET_WITH Person:a Person:b"; a symmetric type that is not built in is marked as such, so that it is not
// mistaken for a type of the same name that is not symmetric.
func (f Fact) String() string {
	text := f.Type.String() + " " + f.From.String() + " " + f.To.String()
	if f.Type.Marked() {
		return text + " symmetric"
	}
	return text
}

// Compare orders facts by type, then ends.
func (f Fact) Compare(g Fact) int {
	return cmp.Or(f.Type.Compare(g.Type), f.From.Compare(g.From), f.To.Compare(g.To))
}

// Key identifies the statement among all: its article's key, its byte range and a hash of what it says there.
func (s Statement) Key(article string) string {
	role := sha256.Sum256([]byte(s.Fact().String() + " " + s.Status.String() + " " + s.Date.String()))
	return fmt.Sprintf("%s:%d-%d:%s", article, s.Start, s.End, hex.EncodeToString(role[:8]))
}

func (s Statement) compare(t Statement) int {
	return cmp.Or(cmp.Compare(s.Start, t.Start), cmp.Compare(s.End, t.End), s.Fact().Compare(t.Fact()),
		cmp.Compare(s.Status, t.Status), s.Date.Compare(t.Date))
}

// Join is what two articles know of one node together. It does not matter in which order nodes are joined, or how
// often: the longest name wins, of equally long ones the bytewise greatest, which is the one in lower case and with
// its accents; names that do not win become aliases.
func (n Node) Join(m Node) Node {
	names := append(append([]string{n.Name, m.Name}, n.Aliases...), m.Aliases...)
	if length := cmp.Compare(utf8.RuneCountInString(m.Name), utf8.RuneCountInString(n.Name)); length > 0 || length == 0 && m.Name > n.Name {
		n.Name = m.Name
	}
	n.Aliases = aliases(n.Name, names)
	n.Wikidata = max(n.Wikidata, m.Wikidata)
	n.ISO2 = max(n.ISO2, m.ISO2)
	n.Acronym = max(n.Acronym, m.Acronym)
	n.Place = max(n.Place, m.Place)
	if m.Date.better(n.Date) {
		n.Date = m.Date
	}
	return n
}

// aliases gives names sorted, without duplicates, "" and the name itself; nil if none is left.
func aliases(name string, names []string) []string {
	out := slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == name || s == "" })
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) == 0 {
		return nil
	}
	return slices.Clip(out)
}

// better says whether d is to be preferred to e: the more precise, then the better founded, then the earlier one.
func (d Date) better(e Date) bool {
	precision := func(d Date) int { return min(d.Year, 1) + min(d.Month, 1) + min(d.Day, 1) }
	basis := func(d Date) int { // unset last
		if d.Basis == BasisUnset {
			return int(ArticleDay) + 1
		}
		return int(d.Basis)
	}
	return cmp.Or(cmp.Compare(precision(e), precision(d)), cmp.Compare(basis(d), basis(e)),
		d.Compare(e)) < 0
}

// Normalize brings the record into its one form: every slice sorted and without duplicates, a symmetric type's smaller end
// first, an article without a near-duplicate group as its own origin, its day without a basis, and a mention for every node, with count 0
// where the article does not name it. It changes the record's slices in place.
func (r *Record) Normalize() {
	if r.Article.Origin == "" {
		r.Article.Origin = r.Article.Key
	}
	r.Article.Published = r.Article.Published.day()
	r.normalizeNodes()
	r.normalizeStatements()
	slices.SortFunc(r.Representations, Representation.Compare)
	r.Representations = slices.Compact(r.Representations)
	slices.SortFunc(r.Participations, Participation.Compare)
	r.Participations = slices.Compact(r.Participations)
	r.normalizeMentions()
}

func (r *Record) normalizeNodes() {
	slices.SortStableFunc(r.Nodes, func(a, b Node) int { return a.Ref.Compare(b.Ref) })
	nodes := r.Nodes[:0]
	for _, n := range r.Nodes {
		n.Aliases = aliases(n.Name, n.Aliases)
		if last := len(nodes) - 1; last >= 0 && nodes[last].Ref == n.Ref {
			nodes[last] = nodes[last].Join(n)
		} else {
			nodes = append(nodes, n)
		}
	}
	r.Nodes = nodes
}

func (r *Record) normalizeStatements() {
	for i, s := range r.Statements {
		f := s.Fact()
		r.Statements[i].Subject, r.Statements[i].Object = f.From, f.To
	}
	// Of statements that differ only in how they were found, the most confident stays.
	slices.SortFunc(r.Statements, func(a, b Statement) int {
		return cmp.Or(a.compare(b), cmp.Compare(b.Confidence, a.Confidence), strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Trigger, b.Trigger), cmp.Compare(a.Date.Basis, b.Date.Basis), strings.Compare(a.Quote, b.Quote))
	})
	r.Statements = slices.CompactFunc(r.Statements, func(a, b Statement) bool { return a.compare(b) == 0 })
}

func (r *Record) normalizeMentions() {
	for _, n := range r.Nodes {
		r.Mentions = append(r.Mentions, MentionCount{Node: n.Ref})
	}
	// A node's real mentions come before the one with count 0.
	slices.SortFunc(r.Mentions, func(a, b MentionCount) int {
		return cmp.Or(a.Node.Compare(b.Node), cmp.Compare(min(b.Count, 1), min(a.Count, 1)), cmp.Compare(a.First, b.First))
	})
	mentions := r.Mentions[:0]
	for _, m := range r.Mentions {
		if last := len(mentions) - 1; last >= 0 && mentions[last].Node == m.Node {
			mentions[last].Count += m.Count
		} else {
			mentions = append(mentions, m)
		}
	}
	r.Mentions = mentions
}

// Compare orders representations by person, side and title.
func (a Representation) Compare(b Representation) int {
	return cmp.Or(a.Person.Compare(b.Person), a.For.Compare(b.For), strings.Compare(a.Title, b.Title))
}

// Compare orders participations by who and event.
func (a Participation) Compare(b Participation) int {
	return cmp.Or(a.Who.Compare(b.Who), a.Event.Compare(b.Event))
}

// Validate says what about the record no graph can hold; it names all faults. A valid record refers only to nodes
// that it has, its edges have the ends that their types allow, and its quotes are where they say.
func (r Record) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if r.Article.Key == "" || strings.ContainsFunc(r.Article.Key, unicode.IsControl) {
		fault("article key %q is empty or holds control characters", r.Article.Key)
	}
	if !utf8.ValidString(r.Article.Text) {
		fault("text is not UTF-8")
	}
	known := map[Ref]bool{}
	for _, n := range r.Nodes {
		known[n.Ref] = true
		if n.Label == LabelUnset || int(n.Label) >= len(labels) || n.Key == "" || strings.ContainsFunc(n.Key, unicode.IsControl) {
			fault("node %q %q: unset label, or a key that is empty or holds control characters", n.Ref, n.Name)
		}
		if n.Name == "" {
			fault("node %q has no name", n.Ref)
		}
	}
	refer := func(what string, rs ...Ref) {
		for _, ref := range rs {
			if !known[ref] {
				fault("%s refers to %q, which is no node of the record", what, ref)
			}
		}
	}
	for i, s := range r.Statements {
		what := fmt.Sprintf("statement %d", i)
		refer(what, s.Subject, s.Object)
		if err := s.validate(r.Article); err != nil {
			fault("%s: %w", what, err)
		}
	}
	for i, p := range r.Representations {
		refer(fmt.Sprintf("representation %d", i), p.Person, p.For)
		if p.Person.Label != Person || p.For.Label != Country && p.For.Label != Organization {
			fault("representation %d: %s for %s", i, p.Person.Label, p.For.Label)
		}
		if strings.ContainsFunc(p.Title, unicode.IsControl) {
			fault("representation %d: title %q holds control characters", i, p.Title)
		}
	}
	for i, p := range r.Participations {
		refer(fmt.Sprintf("participation %d", i), p.Who, p.Event)
		if !actor(p.Who.Label) || p.Event.Label != Event {
			fault("participation %d: %s in %s", i, p.Who.Label, p.Event.Label)
		}
	}
	for i, m := range r.Mentions {
		refer(fmt.Sprintf("mention %d", i), m.Node)
		if m.Count < 0 || m.First < 0 {
			fault("mention %d: count %d, first %d", i, m.Count, m.First)
		}
	}
	if faults == nil {
		return nil
	}
	return fmt.Errorf("check record %s: %w", cmp.Or(r.Article.ID, r.Article.Key), errors.Join(faults...))
}

func actor(l Label) bool { return l == Person || l == Country || l == Organization }

func (s Statement) validate(a Article) error {
	switch from, to := s.Subject.Label, s.Object.Label; {
	case s.Type == EdgeType{} || s.Status == StatusUnset || int(s.Status) >= len(statuses):
		return errors.New("unset type or status")
	case s.Type.BuiltIn() && !actor(from),
		s.Type == Signed && to != Agreement,
		s.Type == MetWith && !actor(to),
		s.Type == Announced && to != Agreement && to != Event:
		return fmt.Errorf("%s from %s to %s", s.Type, from, to)
	case s.Subject == s.Object:
		return fmt.Errorf("both ends are %s", s.Subject)
	case !(s.Confidence >= 0 && s.Confidence <= 1):
		return fmt.Errorf("confidence %v is not in [0, 1]", s.Confidence)
	}
	if a.Text == "" && s.Start >= 0 {
		if s.End < s.Start {
			return fmt.Errorf("range %d:%d ends before it begins", s.Start, s.End)
		}
		return nil // the text is not there to look at
	}
	switch quote, ok := a.Slice(s.Start, s.End); {
	case !ok:
		return fmt.Errorf("range %d:%d is not in the text of %d bytes", s.Start, s.End, len(a.Text))
	case quote != s.Quote:
		return fmt.Errorf("quote %q is not the text at %d:%d, which is %q", s.Quote, s.Start, s.End, quote)
	}
	return nil
}

// titleGap is the distance in bytes from the end of an article's title to the beginning of its text, where the title
// is not part of the text.
const titleGap = 2

// Slice is what stands at the bytes [start, end) of the article's text. Negative offsets count back from the
// beginning of the text into the title, without the space around it, which ends titleGap bytes before. It reports
// false for what is not within one of the two.
func (a Article) Slice(start, end int) (string, bool) {
	in := a.Text
	if start < 0 {
		in = strings.TrimSpace(a.Title)
		start, end = start+len(in)+titleGap, end+len(in)+titleGap
	}
	if start < 0 || end < start || end > len(in) {
		return "", false
	}
	return in[start:end], true
}
