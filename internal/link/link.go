// Package link gives the entities of a document the stable keys of the graph, and writes what an article says as a
// graph.Record.
//
// # Input and output
//
// Record takes the document, who and what its mentions denote, and its relations. The document's text is the
// article's text, or the article's text with something before it, such as its title; what lies before it is counted
// as said, and a statement in it is quoted from the title: see graph.Article.Slice.
//
// # Keys
//
// A person's key is the Wikidata id where name, country or office, and date agree with one leader of the gazetteer,
// else the slug of the fullest name. A country's is its alpha-3 code, an organisation's the slug of its name, in full
// where the gazetteer knows it ("NATO" has the key of its long form). An
// agreement or event with a proper name has the slug of that name, an event with its year behind it; any other has
// the slug of its words with its parties and month: "free-trade-agreement-ind-jpn-2011-02".
//
// # Invariants
//
// The record is valid in the sense of graph.Record.Validate and normalised.
package link

import (
	"slices"
	"strings"

	"newsgraph/graph"
	"newsgraph/internal/extract"
	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// linker is one document's linking.
type linker struct {
	g       *gazetteer.Gazetteer
	d       *nlp.Doc
	r       coref.Resolution
	x       extract.Result
	article graph.Article
	before  int              // bytes of the document before the article's text
	wanted  []bool           // entities that become nodes
	refs    []graph.Ref      // of entities
	fresh   map[freshKey]int // targets made by the extractor to index in made
	made    []graph.Ref
	rec     graph.Record
	related map[int][]int // entity to relations, ascending
}

type freshKey struct {
	kind mention.Kind
	slug string
}

// Record is what the article says. Where the document's text does not end with the article's, it has no statements.
func Record(d *nlp.Doc, r coref.Resolution, x extract.Result, a graph.Article) graph.Record {
	l := &linker{g: gazetteer.Load(), d: d, r: r, x: x, article: a, before: -1, fresh: map[freshKey]int{}}
	if strings.HasSuffix(d.Text, a.Text) {
		l.before = len(d.Text) - len(a.Text)
	}
	l.rec.Article = a
	l.x.Relations = slices.DeleteFunc(slices.Clone(x.Relations), func(rel extract.Relation) bool {
		typ, err := graph.NewEdgeType(rel.Type, rel.Symmetric)
		return err != nil || !fits(typ, l.kind(rel.Source), l.kind(rel.Target))
	})
	l.relate()
	l.choose()
	l.keys()
	l.statements()
	l.settings()
	l.representations()
	l.nodes()
	l.mentions()
	l.rec.Normalize()
	return l.rec
}

// CheckType says why the graph can have no facts of a relation type.
func CheckType(t extract.Type) error {
	_, err := graph.NewEdgeType(t.Name, t.Symmetric)
	return err
}

var statuses = map[extract.Status]graph.Status{extract.Occurred: graph.Occurred, extract.Planned: graph.Planned, extract.Denied: graph.Denied}

var labels = map[mention.Kind]graph.Label{mention.Person: graph.Person, mention.Country: graph.Country, mention.Organization: graph.Organization, mention.Agreement: graph.Agreement, mention.Event: graph.Event}

// choose decides which entities become nodes: people, countries that are more than the place of something,
// agreements, what a relation has at an end, organisations that somebody represents, and events that have a proper
// name, are named in a headline or where a relation is stated, are somebody's or held or attended by somebody, or are
// what a meeting or signing told of just before is called.
func (l *linker) choose() {
	l.wanted = make([]bool, len(l.r.Entities))
	stated, held := map[int]bool{}, map[int]bool{}
	for _, rel := range l.x.Relations {
		stated[rel.Sentence] = true
		held[rel.Sentence] = held[rel.Sentence] || rel.Type == extract.MetWith || rel.Type == extract.Signed
		for _, a := range []extract.Arg{rel.Source, rel.Target} {
			if l.known(a) {
				l.wanted[a.Entity] = true
			}
		}
	}
	for i, e := range l.r.Entities {
		switch e.Kind {
		case mention.Person, mention.Agreement:
			l.wanted[i] = l.wanted[i] || len(e.Mentions) > 0
		case mention.Country:
			l.wanted[i] = l.wanted[i] || !e.Place
		case mention.Event:
			l.wanted[i] = l.wanted[i] || e.Proper
			for _, m := range e.Mentions {
				s := l.sentence(l.r.Mentions[m].First)
				l.wanted[i] = l.wanted[i] || stated[s] || l.headline(s) || l.attended(m) || (held[s-1] || held[s-2] || held[s-3]) && l.recalls(m)
			}
		}
		if e.Kind == mention.Person {
			for _, f := range e.For {
				l.wanted[f] = true
			}
		}
	}
}

// recalls reports whether an event's mention speaks of it as known, as what a sentence is about or its setting: "The
// meeting follows …", "during Thursday's phone conversation".
func (l *linker) recalls(m int) bool {
	ev := l.r.Mentions[m]
	s := l.sentence(ev.First)
	if !ev.Definite || s < 0 {
		return false
	}
	first := l.d.Sentences[s].First
	for t, n := ev.First-1, 0; t >= first && n < 3; t, n = t-1, n+1 {
		if w := strings.ToLower(l.d.Word(t)); w != "the" && w != "this" && w != "that" && w != "their" && w != "'s" && w != "’s" && l.d.Tokens[t].Tag != "NNP" {
			return slices.Contains(settingWords, w)
		}
	}
	return true
}

// headline reports whether sentence s belongs to a headline.
func (l *linker) headline(s int) bool {
	if s < 0 {
		return false
	}
	b := l.d.Sentences[s].Block
	return b < len(l.d.Blocks) && l.d.Blocks[b].Kind == nlp.BlockHeadline
}

// attendance are the words between an event and those whose it is: "talks with", "a meeting between".
var attendance = map[string]bool{"between": true, "with": true, "by": true, "among": true}

// attended reports whether the words around an event's mention say whose it is: "Mr. Roe's visit", "India-Nepal talks",
// "a meeting between".
func (l *linker) attended(m int) bool {
	ev := l.r.Mentions[m]
	if ev.Code != "" {
		return true
	}
	if !(ev.Bare && ev.Definite) && l.heldBefore(ev) {
		return true
	}
	if t := ev.First - 1; t >= 0 {
		switch strings.ToLower(l.d.Word(t)) {
		case "'s", "’s", "'", "’", "his", "her", "their", "its":
			return l.actorAt(t-1, t+1)
		}
	}
	for t := ev.Last; t < len(l.d.Tokens) && t < ev.Last+5 && !strings.HasPrefix(l.d.Tokens[t].Tag, "V"); t++ {
		switch w := strings.ToLower(l.d.Word(t)); {
		case attendance[w]:
			return l.actorAt(t+1, t+3)
		case w == "," || w == "." || w == "and":
			return false
		}
	}
	return false
}

// holding are the words before an event that say that somebody holds or attends it.
var holding = map[string]bool{"hold": true, "holds": true, "held": true, "holding": true, "have": true, "has": true, "had": true, "attend": true, "attends": true, "attended": true, "attending": true,
	"pay": true, "pays": true, "paid": true, "begin": true, "begins": true, "began": true, "begun": true, "start": true, "starts": true, "started": true, "resume": true, "resumes": true, "resumed": true,
	"restart": true, "restarted": true, "join": true, "joins": true, "joined": true, "host": true, "hosts": true, "hosted": true, "open": true, "opens": true, "opened": true, "make": true, "makes": true, "made": true,
	"cancel": true, "cancels": true, "cancelled": true, "canceled": true, "postpone": true, "postponed": true, "for": true}

// heldBefore reports whether a word of holding or attending stands right before an event, and somebody who acts before
// that in its sentence: "Mr. Roe attended the signing ceremony".
func (l *linker) heldBefore(ev mention.Mention) bool {
	s := l.sentence(ev.First)
	if s < 0 {
		return false
	}
	first, t := l.d.Sentences[s].First, ev.First-1
	for n := 0; t > first && n < 3; t, n = t-1, n+1 {
		switch strings.ToLower(l.d.Word(t)) {
		case "a", "an", "the", "their", "his", "her", "its", "another", "new", "more", "first", "second":
			continue
		}
		break
	}
	return t > first && holding[strings.ToLower(l.d.Word(t))] && l.actorAt(first, t)
}

// actorAt reports whether a mention that denotes a person, country or organisation covers a token of [first, last).
func (l *linker) actorAt(first, last int) bool {
	k, _ := slices.BinarySearchFunc(l.r.Mentions, first-maxMention, func(m mention.Mention, t int) int { return m.First - t })
	for ; k < len(l.r.Mentions) && l.r.Mentions[k].First < last; k++ {
		if m := l.r.Mentions[k]; m.Last > first && len(l.r.Of[k]) > 0 && actor(l.r.Entities[l.r.Of[k][0]].Kind) {
			return true
		}
	}
	return false
}

// maxMention is a bound on the tokens of a mention that is looked at from within.
const maxMention = 30

func (l *linker) known(a extract.Arg) bool { return a.Entity >= 0 && a.Entity < len(l.r.Entities) }

// sentence is the index of the sentence that holds token t.
func (l *linker) sentence(t int) int {
	i, ok := slices.BinarySearchFunc(l.d.Sentences, t, func(s nlp.Sentence, t int) int {
		switch {
		case t < s.First:
			return 1
		case t >= s.Last:
			return -1
		}
		return 0
	})
	if !ok {
		return -1
	}
	return i
}

// ref is the node at an end of a relation; false where it can have none.
func (l *linker) ref(a extract.Arg, rel extract.Relation) (graph.Ref, bool) {
	if l.known(a) {
		return l.refs[a.Entity], l.refs[a.Entity].Key != ""
	}
	label, ok := labels[a.Kind]
	slug := graph.Slug(a.Text)
	if !ok || slug == "" {
		return graph.Ref{}, false
	}
	k, seen := l.fresh[freshKey{a.Kind, slug}]
	if !seen {
		k = len(l.made)
		l.fresh[freshKey{a.Kind, slug}] = k
		l.made = append(l.made, graph.Ref{Label: label, Key: l.qualified(slug, l.parties(-1, rel), l.month(rel.Date))})
		l.rec.Nodes = append(l.rec.Nodes, graph.Node{Ref: l.made[k], Name: a.Text, Date: date(rel.Date)})
	}
	return l.made[k], true
}

func date(d when.Date) graph.Date {
	bases := map[when.Basis]graph.Basis{when.Stated: graph.Stated, when.Relative: graph.Relative, when.Article: graph.ArticleDay}
	return graph.Date{Year: d.Year, Month: d.Month, Day: d.Day, Basis: bases[d.Basis]}
}

// statements writes the relations whose two ends are nodes and whose sentence lies in the article's text.
func (l *linker) statements() {
	if l.before < 0 {
		return
	}
	for _, rel := range l.x.Relations {
		start, end := rel.Quote.Start-l.before, rel.Quote.End-l.before
		quote, ok := l.article.Slice(start, end)
		if !ok || quote != l.d.Slice(rel.Quote) {
			continue
		}
		typ, err := graph.NewEdgeType(rel.Type, rel.Symmetric)
		if err != nil {
			continue
		}
		from, okFrom := l.ref(rel.Source, rel)
		to, okTo := l.ref(rel.Target, rel)
		if !okFrom || !okTo || from == to {
			continue
		}
		l.rec.Statements = append(l.rec.Statements, graph.Statement{Type: typ, Subject: from, Object: to, Status: statuses[rel.Status], Date: date(rel.Date),
			Quote: quote, Start: start, End: end, Trigger: l.d.Slice(rel.Trigger), Rule: rel.Rule, Confidence: rel.Confidence})
	}
}

func (l *linker) kind(a extract.Arg) mention.Kind {
	if l.known(a) {
		return l.r.Entities[a.Entity].Kind
	}
	return a.Kind
}

func actor(k mention.Kind) bool {
	return k == mention.Person || k == mention.Country || k == mention.Organization
}

// fits reports whether an edge of the type can have these ends. Of types that are not built in, the extractor gives
// only relations whose ends their rules allow.
func fits(t graph.EdgeType, from, to mention.Kind) bool {
	switch t {
	case graph.Signed:
		return actor(from) && to == mention.Agreement
	case graph.MetWith:
		return actor(from) && actor(to)
	case graph.Announced:
		return actor(from) && (to == mention.Agreement || to == mention.Event)
	}
	return labels[from] != graph.LabelUnset && labels[to] != graph.LabelUnset
}

// settingWords before an event make it the setting of what the sentence states.
var settingWords = []string{"during", "at", "in", "after", "following", "for"}

// settings writes who took part in what: those who met in a sentence that names one event as the setting.
func (l *linker) settings() {
	events := map[int][]int{} // sentence to the events that are a setting in it
	for i, m := range l.r.Mentions {
		if m.Kind != mention.Event || len(l.r.Of[i]) != 1 {
			continue
		}
		t := m.First - 1
		for n := 0; t >= 0 && n < 3; t, n = t-1, n+1 {
			w := strings.ToLower(l.d.Word(t))
			if w != "the" && w != "a" && w != "an" && w != "their" && w != "this" && w != "first" {
				break
			}
		}
		if s := l.sentence(m.First); t >= 0 && s >= 0 && l.sentence(t) == s && slices.Contains(settingWords, strings.ToLower(l.d.Word(t))) && !slices.Contains(events[s], l.r.Of[i][0]) {
			events[s] = append(events[s], l.r.Of[i][0])
		}
	}
	for _, rel := range l.x.Relations {
		es := events[rel.Sentence]
		if rel.Type != extract.MetWith || rel.Status != extract.Occurred || len(es) != 1 || !l.wanted[es[0]] {
			continue
		}
		for _, a := range []extract.Arg{rel.Source, rel.Target} {
			if l.known(a) && actor(l.kind(a)) && l.wanted[a.Entity] {
				l.rec.Participations = append(l.rec.Participations, graph.Participation{Who: l.refs[a.Entity], Event: l.refs[es[0]]})
			}
		}
	}
}

func (l *linker) representations() {
	for i, e := range l.r.Entities {
		for _, f := range e.For {
			if e.Kind == mention.Person {
				l.rec.Representations = append(l.rec.Representations, graph.Representation{Person: l.refs[i], For: l.refs[f], Title: e.Title})
			}
		}
	}
}

func (l *linker) nodes() {
	for i, e := range l.r.Entities {
		if !l.wanted[i] {
			continue
		}
		n := graph.Node{Ref: l.refs[i], Name: e.Name, Aliases: slices.Clone(e.Aliases), Acronym: ""}
		switch e.Kind {
		case mention.Person:
			if strings.HasPrefix(n.Key, "Q") {
				n.Wikidata = n.Key
			}
		case mention.Country:
			c, _ := l.g.Country(e.Code)
			n.ISO2 = c.ISO2
		case mention.Agreement:
			n.Acronym = e.Acronym
			n.Date = l.dateOf(i)
		case mention.Event:
			n.Date, n.Place = l.dateOf(i), l.placeOf(e)
		}
		l.rec.Nodes = append(l.rec.Nodes, n)
	}
}

// mentions counts how often the article names each node, pronouns aside, and where first.
func (l *linker) mentions() {
	count, first := map[graph.Ref]int{}, map[graph.Ref]int{}
	for i, m := range l.r.Mentions {
		if m.Kind == mention.Pronoun {
			continue
		}
		for _, e := range l.r.Of[i] {
			if !l.wanted[e] {
				continue
			}
			ref := l.refs[e]
			if count[ref] == 0 {
				first[ref] = max(0, l.d.Tokens[m.First].Start-max(l.before, 0))
			}
			count[ref]++
		}
	}
	for ref, n := range count { // Normalize sorts them
		l.rec.Mentions = append(l.rec.Mentions, graph.MentionCount{Node: ref, Count: n, First: first[ref]})
	}
}
