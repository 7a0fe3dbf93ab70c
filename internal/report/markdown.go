package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsgraph/internal/render"
)

// Markdown writes the report for people.
func (p Pair) Markdown() string {
	w := &writer{a: esc(p.A.Name), b: esc(p.B.Name)}
	w.line("# %s and %s", w.a, w.b)
	w.line("")
	w.line("An event is counted once, however many articles report it. Beside it stands how many do; near copies of an")
	w.line("article are not independent of it. Numbers in brackets lead to the sentences at the end.")
	w.glance(p)
	w.agreements(p)
	w.meetings(p)
	w.announcements(p)
	w.others(p)
	w.open(p)
	w.timeline(p)
	w.evidence(p)
	return w.String()
}

type writer struct {
	strings.Builder
	a, b string
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func esc(s string) string { return render.EscapeMarkdown(s) }

func (w *writer) heading(s string) { w.line("\n## %s\n", s) }

func (w *writer) glance(p Pair) {
	w.heading("At a glance")
	meetings, open := 0, map[string]int{}
	for _, m := range p.Meetings {
		if !m.MayRepeat {
			meetings++
		}
	}
	for _, o := range p.Open {
		open[o.Status]++
	}
	others := ""
	if n := len(p.Others); n > 0 {
		others = ", " + render.Count(n, "other relation")
	}
	w.line("- %s, %s, %s%s; %d planned, %d denied.", render.Count(len(p.Agreements), "agreement"), render.Count(meetings, "meeting"),
		render.Count(len(p.Announcements), "announcement"), others, open["planned"], open["denied"])
	articles := map[string]bool{}
	first, last := "", ""
	for _, e := range p.Evidence {
		for _, at := range e.In {
			articles[at.Article] = true
			if at.Published != "" && (first == "" || at.Published < first) {
				first = at.Published
			}
			last = max(last, at.Published)
		}
	}
	switch {
	case first == "":
		w.line("- Based on %s.", render.Count(len(articles), "article"))
	case first == last:
		w.line("- Based on %s of %s.", render.Count(len(articles), "article"), first)
	default:
		w.line("- Based on %s from %s to %s.", render.Count(len(articles), "article"), first, last)
	}
	for _, s := range []Side{p.A, p.B} {
		if len(s.People) > 0 {
			w.line("- For %s: %s.", esc(s.Name), people(s.People))
		}
	}
}

// people lists each person once with all titles.
func people(offices []Office) string {
	var names []string
	titles := map[string][]string{}
	for _, o := range offices {
		if _, there := titles[o.Name]; !there {
			names, titles[o.Name] = append(names, o.Name), nil
		}
		if o.Title != "" {
			titles[o.Name] = append(titles[o.Name], esc(o.Title))
		}
	}
	for i, n := range names {
		names[i] = esc(n)
		if t := titles[n]; len(t) > 0 {
			names[i] += " (" + strings.Join(t, ", ") + ")"
		}
	}
	return strings.Join(names, ", ")
}

func list(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = esc(n)
	}
	return strings.Join(out, ", ")
}

func (s Support) articles() string {
	if s.Independent < s.Articles {
		return fmt.Sprintf("%d (%d independent)", s.Articles, s.Independent)
	}
	return strconv.Itoa(s.Articles)
}

func (s Support) marks() string {
	out := make([]string, len(s.Evidence))
	for i, n := range s.Evidence {
		out[i] = fmt.Sprintf("[%d]", n)
	}
	return strings.Join(out, " ")
}

func (w *writer) row(cells ...string) { w.line("| %s |", strings.Join(cells, " | ")) }

func (w *writer) table(columns ...string) {
	w.row(columns...)
	for i := range columns {
		columns[i] = "---"
	}
	w.row(columns...)
}

func (w *writer) agreements(p Pair) {
	w.heading("Agreements")
	if len(p.Agreements) == 0 {
		w.line("No article reports one that both signed.")
		return
	}
	w.table("agreement", "date", "for "+w.a, "for "+w.b, "articles", "evidence")
	for _, a := range p.Agreements {
		w.row(esc(a.Name), strings.Join(a.Dates, ", "), list(a.ForA), list(a.ForB), a.articles(), a.marks())
	}
}

func (w *writer) meetings(p Pair) {
	w.heading("Meetings")
	if len(p.Meetings) == 0 {
		w.line("No article reports one.")
		return
	}
	w.table("date", w.a, w.b, "articles", "evidence")
	for _, m := range p.Meetings {
		date := m.Date
		if m.MayRepeat {
			date = strings.TrimSpace(date + " (may be one of the others)")
		}
		w.row(date, list(m.OfA), list(m.OfB), m.articles(), m.marks())
	}
}

func (w *writer) announcements(p Pair) {
	w.heading("Announcements")
	if len(p.Announcements) == 0 {
		w.line("No article reports one that concerns both.")
		return
	}
	w.table("date", "who", "what", "articles", "evidence")
	for _, a := range p.Announcements {
		w.row(a.Date, list(a.Who), esc(a.What), a.articles(), a.marks())
	}
}

// others is left out where no rules of one's own have found anything.
func (w *writer) others(p Pair) {
	if len(p.Others) == 0 {
		return
	}
	w.heading("Other relations")
	w.table("date", "who", "relation", "to", "articles", "evidence")
	for _, o := range p.Others {
		w.row(strings.Join(o.Dates, ", "), esc(o.Who), esc(o.Type), esc(o.What), o.articles(), o.marks())
	}
}

// verbs say an edge of a built-in type in words.
var verbs = map[string]string{"SIGNED": "sign", "MET_WITH": "meet", "ANNOUNCED": "announce"}

func (w *writer) open(p Pair) {
	w.heading("Planned or denied")
	if len(p.Open) == 0 {
		w.line("Nothing.")
		return
	}
	w.table("status", "what", "date", "reported since", "articles", "evidence")
	for _, o := range p.Open {
		form, verb := "%s to %s %s", verbs[o.Type]
		switch {
		case verb == "":
			form, verb = "%s %s %s", esc(o.Type)
		case o.Status == "denied":
			form = "%s did not %s %s"
		}
		w.row(o.Status, fmt.Sprintf(form, list(o.Who), verb, list(o.What)), o.Date, o.Since, o.articles(), o.marks())
	}
}

func (w *writer) timeline(p Pair) {
	type item struct{ date, what string }
	var items []item
	for _, a := range p.Agreements {
		for _, d := range a.Dates {
			items = append(items, item{d, "signed: " + esc(a.Name) + " " + a.marks()})
		}
	}
	for _, m := range p.Meetings {
		items = append(items, item{m.Date, "met: " + list(m.OfA) + " – " + list(m.OfB) + " " + m.marks()})
	}
	for _, a := range p.Announcements {
		for d := range strings.SplitSeq(a.Date, ", ") {
			items = append(items, item{d, "announced: " + esc(a.What) + ", by " + list(a.Who) + " " + a.marks()})
		}
	}
	for _, o := range p.Others {
		for _, d := range o.Dates {
			items = append(items, item{d, esc(o.Who) + " " + esc(o.Type) + " " + esc(o.What) + " " + o.marks()})
		}
	}
	w.heading("Timeline")
	items = slices.DeleteFunc(items, func(i item) bool { return i.date == "" })
	slices.SortStableFunc(items, func(x, y item) int { return strings.Compare(x.date, y.date) })
	if len(items) == 0 {
		w.line("No article gives a date.")
	}
	for _, i := range items {
		w.line("- %s %s", i.date, i.what)
	}
}

func (w *writer) evidence(p Pair) {
	w.heading("Evidence")
	if len(p.Evidence) == 0 {
		w.line("No sentence of an article links the two.")
	}
	for i, e := range p.Evidence {
		more := ""
		if n := len(e.In) - 1; n > 0 {
			more = "; also in " + render.Count(n, "other article")
		}
		w.line("%d. “%s” — %s%s", i+1, esc(e.Quote), e.In[0].markdown(), more)
	}
}

func (p Place) markdown() string {
	var parts []string
	for _, s := range []string{esc(p.Title), esc(p.Source), p.Published} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if p.URL != "" {
		parts = append(parts, "<"+strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(p.URL)+">")
	}
	return strings.Join(parts, ", ")
}
