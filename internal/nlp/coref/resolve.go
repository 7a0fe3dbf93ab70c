package coref

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
)

// resolver is one document's resolution.
type resolver struct {
	g        *gazetteer.Gazetteer
	d        *nlp.Doc
	ms       []mention.Mention
	r        Resolution
	sentence []int            // of each mention
	country  map[string]int   // alpha-3 to entity
	org      map[string]int   // name of an organisation to entity
	named    map[int][]int    // a person's entity to the mentions by name, ascending
	times    map[int]int      // entity to how often it is named, places aside
	quoted   []bool           // tokens within quotation marks
	byName   map[string]int   // kind and name of an agreement or event to the last entity with that name
	holders  map[string][]int // office ("minister") to the people who hold it, as entities
}

// Resolve joins the mentions of d, as a mention.Finder returns them.
func Resolve(d *nlp.Doc, ms []mention.Mention) Resolution {
	ms = slices.Clone(ms)
	r := &resolver{g: gazetteer.Load(), d: d, ms: ms, country: map[string]int{}, org: map[string]int{}, named: map[int][]int{}, times: map[int]int{}, byName: map[string]int{}, holders: map[string][]int{}}
	r.r = Resolution{Mentions: ms, Of: make([][]int, len(ms))}
	r.sentence = make([]int, len(ms))
	k := 0
	for i, m := range ms {
		for k+1 < len(d.Sentences) && m.First >= d.Sentences[k].Last {
			k++
		}
		r.sentence[i] = k
	}
	r.shareCountry()
	r.countries()
	r.people()
	r.organizations()
	r.appositions()
	r.offices()
	r.counterparts()
	r.index()
	r.quotes()
	r.inTextOrder()
	r.headlineAgreement()
	r.signersLater()
	r.severalLater()
	r.nameLater()
	r.finish()
	return r.r
}

func (r *resolver) entity(e Entity) int {
	r.r.Entities = append(r.r.Entities, e)
	return len(r.r.Entities) - 1
}

// join makes mention m denote entity e alone.
func (r *resolver) join(m, e int) { r.r.Of[m] = []int{e} }

func (r *resolver) countries() {
	for i, m := range r.ms {
		if m.Kind != mention.Country {
			continue
		}
		codes := m.Codes
		if codes == nil {
			codes = []string{m.Code}
		}
		for _, code := range codes {
			e, ok := r.country[code]
			if !ok {
				c, _ := r.g.Country(code)
				e = r.entity(Entity{Kind: mention.Country, Name: c.Name, Code: code, Place: true})
				r.country[code] = e
			}
			if !(m.Place && m.Seat) {
				r.r.Entities[e].Place = false
			}
			r.r.Of[i] = append(r.r.Of[i], e)
		}
	}
}

func (r *resolver) organizations() {
	byName, short := map[string]int{}, map[string]int{}
	for _, m := range r.ms {
		if m.Kind == mention.Organization && m.Acronym != "" {
			short[m.Acronym] = -1
		}
	}
	for i, m := range r.ms {
		if m.Kind != mention.Organization {
			continue
		}
		e, ok := byName[gazetteer.Fold(m.Name)]
		if !ok && m.Acronym != "" {
			if k := short[m.Acronym]; k > 0 {
				e, ok = k-1, true
			}
		}
		if !ok {
			e = r.entity(Entity{Kind: mention.Organization, Name: m.Name, Code: m.Code})
			byName[gazetteer.Fold(m.Name)] = e
			r.org[m.Name] = e
		}
		if m.Acronym != "" {
			r.r.Entities[e].Acronym = m.Acronym
			short[m.Acronym] = e + 1
		}
		if form := r.form(m); ok && len(form) > len(r.r.Entities[e].Name) || !ok {
			r.r.Entities[e].Name = form
		}
		r.join(i, e)
	}
}

// form is the name by which mention m calls what it names in this article: its own words, or the long form that the
// article gives for them somewhere.
func (r *resolver) form(m mention.Mention) string {
	words := strings.Join(strings.Fields(r.d.Slice(r.d.TokenSpan(m.First, m.Last))), " ")
	if len(words) > 4 && strings.EqualFold(words[:4], "the ") {
		words = words[4:]
	}
	if m.Name == words || strings.Contains(r.d.Text, m.Name) {
		return m.Name
	}
	return strings.TrimPrefix(words, "#")
}

// inTextOrder resolves what needs the text before it: agreements and events, roles, pronouns.
func (r *resolver) inTextOrder() {
	for i, m := range r.ms {
		if len(r.r.Of[i]) > 0 {
			continue
		}
		switch m.Kind {
		case mention.Agreement, mention.Event:
			r.thing(i)
		case mention.Role:
			r.r.Of[i] = r.role(i)
		case mention.Pronoun:
			r.r.Of[i] = r.pronoun(i)
		}
	}
}

// index prepares the search for who holds an office.
func (r *resolver) index() {
	for i, m := range r.ms {
		if len(r.r.Of[i]) == 1 && !m.Place {
			r.times[r.r.Of[i][0]]++
		}
		if m.Kind == mention.Person && len(r.r.Of[i]) == 1 {
			r.named[r.r.Of[i][0]] = append(r.named[r.r.Of[i][0]], i)
		}
	}
	for e, p := range r.r.Entities {
		if p.Kind == mention.Person && p.Title != "" {
			own := r.roleHead(p.Title)
			r.holders[own] = append(r.holders[own], e)
		}
	}
}

// finish sorts the entities by first mention and fills in their mentions and aliases.
func (r *resolver) finish() {
	n := len(r.r.Entities)
	first := make([]int, n)
	for e := range first {
		first[e] = len(r.ms)
	}
	for i := len(r.ms) - 1; i >= 0; i-- {
		if len(r.r.Of[i]) == 1 {
			first[r.r.Of[i][0]] = i
		}
	}
	order := make([]int, n)
	for e := range order {
		order[e] = e
	}
	slices.SortStableFunc(order, func(a, b int) int { return first[a] - first[b] })
	place := make([]int, n)
	sorted := make([]Entity, n)
	for to, from := range order {
		place[from], sorted[to] = to, r.r.Entities[from]
	}
	for e := range sorted {
		for k, f := range sorted[e].For {
			sorted[e].For[k] = place[f]
		}
		slices.Sort(sorted[e].For)
	}
	for i := range r.r.Of {
		for k, e := range r.r.Of[i] {
			r.r.Of[i][k] = place[e]
		}
		slices.Sort(r.r.Of[i])
	}
	r.r.Entities = sorted
	for i, of := range r.r.Of {
		if len(of) == 1 {
			sorted[of[0]].Mentions = append(sorted[of[0]].Mentions, i)
			r.alias(&sorted[of[0]], i)
		}
	}
	for e := range sorted {
		slices.Sort(sorted[e].Aliases)
		sorted[e].Aliases = slices.Compact(sorted[e].Aliases)
	}
}

// alias adds the words of mention i to e's other names where they are a name.
func (r *resolver) alias(e *Entity, i int) {
	m := r.ms[i]
	if m.Kind != e.Kind || m.Last <= m.First {
		return
	}
	form := m.Name
	switch {
	case m.Handle, m.Kind == mention.Country, m.Kind == mention.Organization:
		first := m.First
		if m.Handle {
			first = m.Last - 1
		}
		form = strings.Join(strings.Fields(r.d.Slice(r.d.TokenSpan(first, m.Last))), " ")
	case (m.Kind == mention.Agreement || m.Kind == mention.Event) && m.Bare:
		return
	}
	for _, f := range []string{form, m.Acronym} {
		if f != "" && f != e.Name {
			e.Aliases = append(e.Aliases, f)
		}
	}
}
