package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Group is a part of the scored articles, or of the edges in them, with its scores.
type Group struct {
	By       string // "source" or "phenomenon"
	Name     string
	Articles int
	Lines    []Line
}

// optional is text in a field that the scorer does not need: anything else in its place counts as absent.
type optional string

func (o *optional) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*o = optional(s)
	}
	return nil
}

// publication is what a record says of its article; anything but an object counts as absent.
type publication struct{ Source optional }

func (p *publication) UnmarshalJSON(b []byte) error {
	var object struct {
		Source optional `json:"source"`
	}
	if json.Unmarshal(b, &object) == nil {
		p.Source = object.Source
	}
	return nil
}

// source is who published the article: what stands before " via ", which tells where it was taken from. The gold is
// asked first.
func source(gold, pred Graph) string {
	name := cmp.Or(string(gold.Source), string(pred.Article.Source))
	name, _, _ = strings.Cut(name, " via ")
	return name
}

// Sources is the scores for each source, the one with most articles first. Articles without a source are left out.
func (r Result) Sources() []Group {
	by := map[string][]Article{}
	for _, a := range r.Articles {
		if a.Source != "" {
			by[a.Source] = append(by[a.Source], a)
		}
	}
	var out []Group
	for name, articles := range by {
		part := Result{articles}
		out = append(out, Group{"source", name, len(articles), []Line{
			part.line("edge.all", edgeMeasures, newMersenne(seed)), part.line("node.all", nodeMeasures, newMersenne(seed))}})
	}
	return inOrder(out)
}

// Phenomena is the scores of the edges of each phenomenon, the one with most articles first.
func (r Result) Phenomena() []Group {
	names := map[string]int{}
	for _, a := range r.Articles {
		for name := range a.Phenomena {
			names[name]++
		}
	}
	var out []Group
	for name, n := range names {
		part := Result{make([]Article, len(r.Articles))}
		for i, a := range r.Articles {
			part.Articles[i].Counts = map[string]Count{name: a.Phenomena[name]}
		}
		out = append(out, Group{"phenomenon", name, n, []Line{part.line("edge.all", []string{name}, newMersenne(seed))}})
	}
	return inOrder(out)
}

func inOrder(groups []Group) []Group {
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.Name, b.Name))
	})
	return groups
}

// WriteGroups writes groups as text: a line for each of their scores.
func WriteGroups(w io.Writer, groups []Group) error {
	width := 0
	for _, g := range groups {
		width = max(width, utf8.RuneCountInString(g.Name))
	}
	by := ""
	for _, g := range groups {
		if g.By != by {
			by = g.By
			if _, err := fmt.Fprintf(w, "\nby %s\n", by); err != nil {
				return err
			}
		}
		name, articles := g.Name, fmt.Sprintf("%d articles", g.Articles)
		if g.Articles == 1 {
			articles = "1 article"
		}
		for _, l := range g.Lines {
			if _, err := fmt.Fprintf(w, "%-*s  %13s  %s\n", width, name, articles, l); err != nil {
				return err
			}
			name, articles = "", ""
		}
	}
	return nil
}

// phenomena are those of each edge of a graph: what the gold says of it and of the article, and what can be seen in
// its evidence. Edges without evidence have only the former.
func phenomena(g Graph) [][]string {
	forms := map[ID][]string{}
	for _, n := range g.Nodes {
		if n.Label == "Person" || n.Label == "Country" || n.Label == "Organization" {
			forms[n.ID] = nameForms(n)
		}
	}
	together := map[[2]string]int{}
	for _, e := range g.Edges {
		together[[2]string{e.Type, string(e.Evidence)}]++
	}
	out := make([][]string, len(g.Edges))
	for i, e := range g.Edges {
		set := map[string]bool{}
		for _, name := range append(slices.Clone(g.Phenomena), e.Phenomena...) {
			set[string(name)] = name != ""
		}
		if e.Evidence != "" {
			set[seen(e, forms)] = true
			set["a list: three or more in a sentence"] = together[[2]string{e.Type, string(e.Evidence)}] > 2
			set["in a sentence with a quotation"] = strings.ContainsAny(string(e.Evidence), "\"“”")
			set["with a day, month or year"] = e.Date != ""
		}
		for _, name := range slices.Sorted(maps.Keys(set)) {
			if set[name] {
				out[i] = append(out[i], name)
			}
		}
	}
	return out
}

// nameForms are an actor's name and aliases in lower case; of a person also the last word of the name.
func nameForms(n Node) []string {
	var out []string
	for _, s := range append([]string{n.Name}, n.Aliases...) {
		out = append(out, strings.ToLower(s))
	}
	if words := strings.Fields(out[0]); n.Label == "Person" && len(words) > 1 {
		out = append(out, words[len(words)-1])
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// seen says whether the evidence names the actors at the edge's ends, or leaves one to reference: "he", "both sides".
func seen(e Edge, forms map[ID][]string) string {
	evidence := strings.ToLower(string(e.Evidence))
	for _, end := range []ID{e.Source, e.Target} {
		named := slices.ContainsFunc(forms[end], func(f string) bool { return strings.Contains(evidence, f) })
		if len(forms[end]) > 0 && !named {
			return "an actor not named in the sentence"
		}
	}
	return "actors named in the sentence"
}
