package coref

import (
	"slices"
	"strings"
	"unicode"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
)

// headKinds groups the nouns that can stand for each other: "the pact" for "a trade agreement".
var headKinds = map[string]string{
	"agreement": "agreement", "accord": "agreement", "pact": "agreement", "deal": "agreement", "treaty": "agreement", "contract": "agreement", "memorandum": "agreement", "mou": "agreement", "protocol": "agreement", "compact": "agreement", "settlement": "agreement", "document": "agreement",
	"charter": "agreement", "initiative": "agreement", "roadmap": "agreement", "map": "agreement", "understanding": "agreement", "covenant": "agreement", "arrangement": "agreement",
	"fire": "truce", "ceasefire": "truce", "truce": "truce", "armistice": "truce",
	"letter":     "agreement",
	"communique": "statement", "communiqué": "statement", "declaration": "statement", "statement": "statement",
	"meeting": "meeting", "talk": "meeting", "summit": "meeting", "dialogue": "meeting", "session": "meeting", "discussion": "meeting", "negotiation": "meeting", "consultation": "meeting", "conversation": "meeting", "gathering": "meeting", "conference": "meeting", "forum": "meeting",
	"visit": "visit", "trip": "visit", "tour": "visit",
	"call": "call", "exercise": "exercise", "drill": "exercise", "maneuver": "exercise",
}

func lemma(w string) string {
	switch {
	case w == "memoranda":
		return "memorandum"
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3:
		return w[:len(w)-1]
	}
	return w
}

// contentWords are the words of a name that tell it apart, without the head.
func contentWords(name, head string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(gazetteer.Fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == ',' || r == '\'' }) {
		switch w {
		case "the", "a", "an", "of", "on", "in", "for", "to", "and", "with", "between", "new", "s", "major", "final", "first", "landmark", "historic", "crucial", "inaugural", "key", "important", "latest", "recent", "two", "three":
			continue
		}
		if l := lemma(w); l != head {
			out = append(out, l)
		}
	}
	return out
}

// thing resolves an agreement or event: to one with the same name, or, for "the accord", to the last one that it can
// stand for; else it is a new one.
func (r *resolver) thing(i int) {
	m := r.ms[i]
	head := lemma(gazetteer.Fold(r.word(m.Head)))
	content := contentWords(m.Name, head)
	if e, ok := r.sameThing(i, head, content); ok {
		r.joinThing(i, e)
		return
	}
	if head == "document" || head == "declaration" && m.Bare && m.Definite && !m.Proper { // says nothing by itself
		return
	}
	name := m.Name
	if m.Acronym != "" || m.Kind == mention.Agreement && m.Proper {
		name = r.form(m)
	}
	e := r.entity(Entity{Kind: m.Kind, Name: name, Acronym: m.Acronym, Proper: m.Proper, Code: m.Code})
	r.join(i, e)
	r.noteThing(m, e)
}

func (r *resolver) noteThing(m mention.Mention, e int) {
	if !m.Bare {
		r.byName[m.Kind.String()+" "+gazetteer.Fold(m.Name)] = e
	}
	if m.Acronym != "" {
		r.byName[m.Kind.String()+" "+m.Acronym] = e
	}
}

func (r *resolver) joinThing(i, e int) {
	m, ent := r.ms[i], &r.r.Entities[e]
	r.join(i, e)
	r.noteThing(m, e)
	if m.Acronym != "" {
		ent.Acronym = m.Acronym
	}
	if m.Proper && !ent.Proper || m.Proper == ent.Proper && !m.Bare && len(m.Name) > len(ent.Name) && len(m.Name) < 60 {
		ent.Name, ent.Proper = m.Name, m.Proper
		if m.Kind == mention.Agreement && m.Proper {
			ent.Name = r.form(m)
		}
	}
}

func (r *resolver) sameThing(i int, head string, content []string) (int, bool) {
	m := r.ms[i]
	if e, ok := r.byName[m.Kind.String()+" "+gazetteer.Fold(m.Name)]; ok && !m.Bare && (r.r.Entities[e].Name == m.Name || len(content) > 1) {
		return e, true
	}
	if e, ok := r.byName[m.Kind.String()+" "+m.Acronym]; ok && m.Acronym != "" {
		return e, true
	}
	renamed := m.Kind == mention.Agreement && m.Proper && r.renames(m.First)
	bare := m.Bare || r.bareWith(m)
	if m.Kind == mention.Agreement && m.Proper && r.renamesBehind(m.Last) {
		for k := i - 1; k >= 0 && r.sentence[k] >= r.sentence[i]-1; k-- {
			if p := r.ms[k]; p.Kind == mention.Agreement && !p.Plural && len(r.r.Of[k]) == 1 && !r.r.Entities[r.r.Of[k][0]].Proper {
				return r.r.Of[k][0], true
			}
		}
	}
	if e, ok := r.namedBeside(i); ok {
		return e, true
	}
	near := -1 // the last agreement that a noun of another word can stand for, where none of the same word is found
	for k := i - 1; k >= 0 && r.sentence[i]-r.sentence[k] <= 12; k-- {
		p := r.ms[k]
		if renamed && p.Kind == m.Kind && r.sentence[k] == r.sentence[i] && len(r.r.Of[k]) == 1 {
			return r.r.Of[k][0], true
		}
		if p.Kind != m.Kind || len(r.r.Of[k]) != 1 || p.Within >= 0 && p.Within == m.Within {
			continue
		}
		if w := strings.ToLower(r.word(p.First - 1)); bare && p.Plural && m.Plural && w == "including" {
			continue // "ten accords, including pacts on trade … The accords": all of them
		}
		e := r.r.Of[k][0]
		if p.Plural != m.Plural && !(m.Kind == mention.Event && headKinds[head] == "meeting") {
			continue
		}
		ph := lemma(gazetteer.Fold(r.word(p.Head)))
		alike := ph == head || headKinds[ph] != "" && headKinds[ph] == headKinds[head] ||
			m.Kind == mention.Agreement && m.Bare && m.Definite && (head == "document" || headKinds[ph] == "truce" && headKinds[head] == "agreement") // a ceasefire is an accord too
		if !alike {
			continue
		}
		old := contentWords(r.r.Entities[e].Name, ph)
		if own := contentWords(p.Name, ph); !contained(content, old) && contained(content, own) { // its other name
			old = own
		}
		switch {
		case bare && m.Definite && !m.Proper && r.sentence[i]-r.sentence[k] <= 6 && (m.Kind == mention.Agreement || ph == head || r.r.Entities[e].Proper || r.sentence[i]-r.sentence[k] <= 2):
			if ph == head || m.Kind != mention.Agreement || sayingNothing[head] {
				return e, true
			}
			if near < 0 {
				near = e
			}
		case m.Kind == mention.Agreement && m.Plural && m.Definite && !m.Proper && ph == head && len(old) == 0 && !bare:
			return e, true // "several agreements … the economic agreements"
		case bare || m.Kind == mention.Agreement && m.Proper && p.Proper:
			continue
		case m.Kind == mention.Event && m.Proper && r.r.Entities[e].Proper && len(content) > 0 && len(old) > 0 && (contained(content, old) || contained(old, content)) && slices.Equal(numbered(content), numbered(old)):
			return e, true
		case len(content) > 0 && len(old) > 0 && (m.Definite && contained(content, old) || contained(content, old) && contained(old, content) || m.Definite && ph == head && contained(old, content) && !r.r.Entities[e].Proper):
			return e, true
		}
	}
	if near >= 0 {
		return near, true
	}
	if m.Kind == mention.Agreement && m.Bare && m.Definite && !m.Plural {
		if unicode.IsUpper([]rune(r.word(m.Head))[0]) {
			return r.theOnly(i, head)
		}
		return r.theOnly(i, "")
	}
	return 0, false
}

// sayingNothing are nouns of agreements that can stand for any, and so mean the last one.
var sayingNothing = map[string]bool{"document": true, "agreement": true, "deal": true, "accord": true}

// bareWith reports whether agreement m is told apart by nothing but with whom it is: "the memorandum with Chad".
func (r *resolver) bareWith(m mention.Mention) bool {
	return m.Kind == mention.Agreement && m.Definite && !m.Proper && m.First == m.Head && m.Last == m.Head+1 && (r.word(m.Last) == "with" || r.word(m.Last) == "between")
}

// renamesBehind reports whether the words from token t say that a name for something known stands before them: ", as it is
// known", ", as the deal was called".
func (r *resolver) renamesBehind(t int) bool {
	if r.word(t) != "," || !strings.EqualFold(r.word(t+1), "as") {
		return false
	}
	for k := t + 2; k < t+7 && k < len(r.d.Tokens); k++ {
		switch strings.ToLower(r.word(k)) {
		case "known", "called", "dubbed":
			return true
		case ",", ".":
			return false
		}
	}
	return false
}

// namedBeside is what the agreement before mention i denotes where i is its name in apposition: "a deal, the Oslo
// Initiative, that …", "the pact (the Oslo Accord)".
func (r *resolver) namedBeside(i int) (int, bool) {
	m := r.ms[i]
	t := m.First - 1
	if strings.EqualFold(r.word(t), "the") {
		t--
	}
	if w := r.word(t); m.Kind != mention.Agreement || !m.Proper || w != "," && w != "(" && w != "—" && w != "–" {
		return 0, false
	}
	switch w := r.word(m.Last); {
	case w != "," && w != "." && w != ")" && w != "—" && w != "–", r.word(m.Last+1) == "and", r.word(m.Last+1) == "or":
		return 0, false // one of a list
	}
	for k := i - 1; k >= 0 && r.sentence[k] == r.sentence[i]; k-- {
		if p := r.ms[k]; p.Last == t && p.Kind == mention.Agreement && len(r.r.Of[k]) == 1 && !r.r.Entities[r.r.Of[k][0]].Proper {
			return r.r.Of[k][0], true
		}
	}
	return 0, false
}

// theOnly is the one agreement before mention i whose name has that head, "the Charter" long after "the Oslo Charter";
// without a head, the only agreement there is: "signed agreements on grain … The deal".
func (r *resolver) theOnly(i int, head string) (int, bool) {
	found := -1
	for k := range i {
		if m := r.ms[k]; m.Kind == mention.Agreement && len(r.r.Of[k]) == 1 && (head == "" && !r.inHeadline(k) || m.Proper && lemma(gazetteer.Fold(r.word(m.Head))) == head) {
			if e := r.r.Of[k][0]; found >= 0 && e != found {
				return 0, false
			}
			found = r.r.Of[k][0]
		}
	}
	return found, found >= 0
}

// renames reports whether the words before token t say that another name follows: "known as the", "called the".
func (r *resolver) renames(t int) bool {
	if strings.EqualFold(r.word(t-1), "the") {
		t--
	}
	switch w := strings.ToLower(r.word(t - 1)); w {
	case "as":
		return strings.EqualFold(r.word(t-2), "known")
	case "called", "dubbed", "named":
		return true
	}
	return false
}

// signing are the words beside which an agreement is one that is signed.
var signing = map[string]bool{"sign": true, "signed": true, "signs": true, "signing": true, "ink": true, "inked": true, "inks": true, "conclude": true, "concluded": true, "sealed": true, "initialed": true, "initialled": true, "seal": true, "seals": true, "clinch": true, "clinches": true, "clinched": true, "strike": true, "strikes": true, "struck": true, "reach": true, "reaches": true, "reached": true, "initial": true, "initials": true, "names": true, "signatures": true}

// nameLater joins the agreement that an article says to have been signed before it gives its name with the one that it
// names later, where there is one of each: "signed a defence pact … The signing of the Logistics Agreement …".
func (r *resolver) nameLater() {
	plain, proper := -1, -1
	seen := map[int]bool{}
	for i, m := range r.ms {
		if m.Kind != mention.Agreement || len(r.r.Of[i]) != 1 {
			continue
		}
		e := r.r.Of[i][0]
		ent := r.r.Entities[e]
		if seen[e] {
			continue
		}
		seen[e] = true
		if m.Plural || !r.beside(i) {
			continue
		}
		switch {
		case !ent.Proper && !m.Definite && plain < 0:
			plain = i
		case ent.Proper && proper < 0:
			proper = i
		default: // two that could be meant
			return
		}
	}
	if plain < 0 || proper < plain || r.sentence[proper]-r.sentence[plain] > 6 {
		return
	}
	r.rejoin(r.r.Of[plain][0], r.r.Of[proper][0])
}

// beside reports whether a word of signing stands in the ten tokens before mention i, in its sentence.
func (r *resolver) beside(i int) bool {
	first := r.d.Sentences[r.sentence[i]].First
	for t := r.ms[i].First - 1; t >= first && t >= r.ms[i].First-10; t-- {
		if signing[strings.ToLower(r.word(t))] {
			return true
		}
	}
	return false
}

// numbered are the words with digits: two summits of different years are two.
func numbered(words []string) []string {
	var out []string
	for _, w := range words {
		if strings.ContainsAny(w, "0123456789") {
			out = append(out, w)
		}
	}
	return out
}

func contained(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}
