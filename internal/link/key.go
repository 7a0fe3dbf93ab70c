package link

import (
	"fmt"
	"slices"
	"strings"

	"newsgraph/graph"
	"newsgraph/internal/extract"
	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// keys gives every entity its ref; two entities of one article that get the same key are one node.
func (l *linker) keys() {
	l.refs = make([]graph.Ref, len(l.r.Entities))
	for i, e := range l.r.Entities {
		l.refs[i] = graph.Ref{Label: labels[e.Kind], Key: l.key(i, e)}
		if l.refs[i].Key == "" {
			l.wanted[i] = false
		}
	}
	for i, e := range l.r.Entities { // nothing refers to an entity without a key
		l.r.Entities[i].For = slices.DeleteFunc(slices.Clone(e.For), func(f int) bool { return l.refs[f].Key == "" })
		if l.refs[i].Key == "" {
			l.r.Entities[i].For = nil
		}
	}
}

func (l *linker) key(i int, e coref.Entity) string {
	switch e.Kind {
	case mention.Person:
		if id, ok := l.leader(e); ok {
			return id
		}
		return graph.Slug(e.Name)
	case mention.Country:
		return e.Code
	case mention.Organization:
		if o, ok := l.g.FindOrganization(e.Name); ok && (o.Kind != gazetteer.Organ || o.Code == e.Code) {
			return graph.Slug(o.Name)
		}
		return graph.Slug(e.Name)
	}
	if full, ok := l.g.FindAgreement(e.Name); ok && e.Kind == mention.Agreement {
		return graph.Slug(full)
	}
	slug := graph.Slug(e.Name)
	if slug == "" {
		return ""
	}
	var rel extract.Relation
	if ks := l.related[i]; len(ks) > 0 {
		rel = l.x.Relations[ks[0]]
	}
	switch {
	case e.Kind == mention.Agreement && e.Proper:
		return slug
	case e.Proper:
		return l.qualified(slug, nil, l.year(rel.Date))
	}
	return l.qualified(slug, l.parties(i, rel), l.month(rel.Date))
}

// relate lists for every entity the relations that have it at an end and, for an event, those whose sentence names it.
func (l *linker) relate() {
	l.related = map[int][]int{}
	bySentence := map[int][]int{}
	for k, rel := range l.x.Relations {
		bySentence[rel.Sentence] = append(bySentence[rel.Sentence], k)
		for _, a := range []extract.Arg{rel.Source, rel.Target} {
			if l.known(a) {
				l.related[a.Entity] = append(l.related[a.Entity], k)
			}
		}
	}
	for i, e := range l.r.Entities {
		if e.Kind != mention.Event {
			continue
		}
		for _, m := range e.Mentions {
			l.related[i] = append(l.related[i], bySentence[l.sentence(l.r.Mentions[m].First)]...)
		}
	}
	for i, ks := range l.related {
		slices.Sort(ks)
		l.related[i] = slices.Compact(ks)
	}
}

// parties are the codes of the countries, or the slugs of the others, at the ends of relations with entity i, or of
// rel where i is -1; at most four, sorted.
func (l *linker) parties(i int, rel extract.Relation) []string {
	var out []string
	add := func(a extract.Arg) {
		if !l.known(a) || a.Entity == i {
			return
		}
		e := l.r.Entities[a.Entity]
		p := ""
		switch e.Kind {
		case mention.Country, mention.Person:
			p = strings.ToLower(e.Code)
		}
		if p == "" && (e.Kind == mention.Person || e.Kind == mention.Organization) {
			p = graph.Slug(e.Name)
		}
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	if i < 0 {
		add(rel.Source)
	} else {
		for _, k := range l.related[i] {
			add(l.x.Relations[k].Source)
			add(l.x.Relations[k].Target)
		}
		if c := l.r.Entities[i].Code; len(out) == 0 && c != "" {
			out = append(out, strings.ToLower(c))
		}
	}
	slices.Sort(out)
	return out[:min(len(out), 4)]
}

func (l *linker) qualified(slug string, parties []string, window string) string {
	parts := append([]string{slug}, parties...)
	if window != "" {
		parts = append(parts, window)
	}
	return strings.Join(parts, "-")
}

// month is the month of a date, else of the article.
func (l *linker) month(d when.Date) string {
	year, month := d.Year, d.Month
	if year == 0 {
		year, month = l.article.Published.Year, l.article.Published.Month
	}
	switch {
	case year == 0:
		return ""
	case month == 0:
		return fmt.Sprintf("%04d", year)
	}
	return fmt.Sprintf("%04d-%02d", year, month)
}

func (l *linker) year(d when.Date) string {
	year := d.Year
	if year == 0 {
		year = l.article.Published.Year
	}
	if year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d", year)
}

func (l *linker) dateOf(i int) graph.Date {
	for _, k := range l.related[i] {
		if rel := l.x.Relations[k]; rel.Target.Entity == i && rel.Status == extract.Occurred && !rel.Date.IsZero() {
			return date(rel.Date)
		}
	}
	return graph.Date{}
}

// placeOf is the country or capital that "in" puts right after the event.
func (l *linker) placeOf(e coref.Entity) string {
	for _, m := range e.Mentions {
		t := l.r.Mentions[m].Last
		if t >= len(l.d.Tokens) || !strings.EqualFold(l.d.Word(t), "in") {
			continue
		}
		k, _ := slices.BinarySearchFunc(l.r.Mentions, t+1, func(m mention.Mention, t int) int { return m.First - t })
		if k < len(l.r.Mentions) && l.r.Mentions[k].First == t+1 && l.r.Mentions[k].Kind == mention.Country {
			p := l.r.Mentions[k]
			return l.d.Slice(l.d.TokenSpan(p.First, p.Last))
		}
	}
	return ""
}

// leader is the Wikidata id of the one leader whom the entity can mean: by the full name, if nothing speaks against it,
// or by the surname with country, office and year.
func (l *linker) leader(e coref.Entity) (string, bool) {
	id := ""
	if !strings.Contains(e.Name, " ") {
		for _, c := range l.g.LeadersBySurname(e.Name) {
			if e.Code == "" || c.Code != e.Code || !l.inOffice(c) || !sameOffice(e.Title, c.Office) {
				continue
			}
			if id != "" && id != c.Wikidata {
				return "", false
			}
			id = c.Wikidata
		}
		return id, id != ""
	}
	for _, c := range l.g.Leaders(e.Name) {
		if e.Code != "" && c.Code != "" && e.Code != c.Code {
			continue
		}
		if e.Code == "" && !l.inOffice(c) {
			continue
		}
		if id != "" && id != c.Wikidata {
			return "", false
		}
		id = c.Wikidata
	}
	return id, id != ""
}

// sameOffice reports whether a title names a leader's office: "President", "Prime Minister", "King".
func sameOffice(title, office string) bool {
	t := strings.Fields(gazetteer.Fold(title))
	return len(t) > 0 && t[0] != "former" && t[0] != "vice" && t[0] != "deputy" && slices.Contains(strings.Fields(gazetteer.Fold(office)), t[len(t)-1])
}

// inOffice reports whether the article's day lies within the leader's years of office.
func (l *linker) inOffice(c gazetteer.Leader) bool {
	y := l.article.Published.Year
	return y != 0 && c.From != 0 && c.From <= y && (c.To == 0 || y <= c.To)
}
