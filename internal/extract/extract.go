package extract

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
	"newsgraph/internal/when"
)

// Extractor finds relations. It holds no state of a document and can be used by several goroutines.
type Extractor struct {
	lex    *lexicon
	parser Parser
	frames []frame
	types  []Type           // that rule files add
	verbs  map[string][]int // lemma to frames, in order
	nouns  map[string][]int
}

// New returns an Extractor with the built-in rules and those of the options' files.
func New(o Options) (*Extractor, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	x := &Extractor{lex: lex, parser: o.Parser, verbs: map[string][]int{}, nouns: map[string][]int{}}
	rules, err := loadRules(lex, o)
	if err != nil {
		return nil, err
	}
	x.frames, x.types = rules.frames, rules.types
	for i := range x.frames {
		f := &x.frames[i]
		for w := range f.verbs {
			x.verbs[w] = append(x.verbs[w], i)
		}
		for w := range f.nouns {
			x.nouns[w] = append(x.nouns[w], i)
		}
	}
	return x, nil
}

// Types are the relation types that the rule files add, in their order. The caller must not change them.
func (x *Extractor) Types() []Type { return x.types }

// Triggers reports whether sentence i of d holds a word that a rule starts from. Only such sentences need a parse.
// Tokens need lemmas, or stand for themselves in lower case.
func (x *Extractor) Triggers(d *nlp.Doc, i int) bool {
	s := d.Sentences[i]
	if s.Block < len(d.Blocks) && len(d.Blocks) > 0 && !d.Blocks[s.Block].Kind.States() {
		return false
	}
	t := &tree{d: d, s: s}
	for k := s.First; k < s.Last; k++ {
		if v, n := x.triggers(t, k); len(v)+len(n) > 0 {
			return true
		}
	}
	return false
}

// triggers are the frames that token k can start: as a verb, as a noun.
func (x *Extractor) triggers(t *tree, k int) (verbs, nouns []int) {
	l := t.lemma(k)
	verbs, nouns = x.verbs[l], x.nouns[l]
	if nouns == nil {
		nouns = x.nouns[t.lower(k)]
	}
	if l == "one" && !oneOnOne(t, k) {
		nouns = nil
	}
	if len(verbs)+len(nouns) == 0 {
		return nil, nil
	}
	if tag := t.tag(k); tag != "" && l != "one" {
		if !t.isVerb(k) && !(t.tags == nil && mistaken(t, k)) {
			verbs = nil
		} else if !(tag == "VBG" && (t.lower(k+1) == "of" || t.lower(k-1) == "the")) {
			nouns = nil
		} else if len(nouns) > 0 {
			verbs = nil
		}
		if tag != "VBG" && !t.isNoun(k) && !(tag == "JJ" && t.lemma(k+1) == "be") { // "the other signatory was X"
			nouns = nil
		}
	}
	return x.apt(t, k, verbs), x.apt(t, k, nouns)
}

// mistaken reports whether token k is a verb of meeting that the tagger takes for another word, before the tags are mended.
func mistaken(t *tree, k int) bool {
	w := t.lower(k)
	return w == "met" && t.tag(k) != "NNP" || w == "talks" && (t.lower(k+1) == "to" || t.lower(k+1) == "with") && t.tag(k-1) == "NNP" || w == "meets" && (t.tag(k+1) == "IN" || t.tag(k+1) == "JJ" || strings.HasPrefix(t.tag(k+1), "NNP"))
}

// oneOnOne reports whether a meeting of two is called by the adverb at k: "a one-on-one with X".
func oneOnOne(t *tree, k int) bool {
	return privately(t, k) && !t.isNoun(k+5) && (t.tag(k-1) == "DT" || t.tag(k-1) == "JJ" || t.tag(k-1) == "VBN" || t.tag(k-1) == "PRP$")
}

// privately reports whether "one-on-one" or "face-to-face" begins at k.
func privately(t *tree, k int) bool {
	w, prep := t.lower(k), t.lower(k+2)
	return (w == "one" || w == "face") && t.lower(k+1) == "-" && (prep == "on" || prep == "to") && t.lower(k+3) == "-" && t.lower(k+4) == w
}

// faceToFace reports whether the adverb "face to face" or "one on one" begins at k, behind whom somebody meets.
func (s *scene) faceToFace(k int) bool {
	t := s.t
	w, prep := t.lower(k), t.lower(k+1)
	return (w == "face" && prep == "to" || w == "one" && prep == "on") && t.lower(k+2) == w && s.at(k-1) >= 0 && isParty(s.r.Mentions[s.at(k-1)])
}

// apt are those of the frames of trigger k that want no other word, or have it near.
func (x *Extractor) apt(t *tree, k int, frames []int) []int {
	fits := func(i int) bool {
		f := &x.frames[i]
		switch {
		case f.List && (!heading(t, k) || len(f.followedBy) > 0 && t.s.Last-t.s.First > longestHeading):
			return false
		case len(f.withObject) > 0 && !near(t, k-farObject, k+farObject, f.withObject),
			len(f.followedBy) > 0 && !near(t, k+1, k+4, f.followedBy) && !(f.List && endsLine(t, k)):
			return false
		case f.Class == "official" && slices.Contains(f.targets, roleObject):
			return t.tag(k) == "" || strings.HasPrefix(t.tag(k+1), "NNP") || strings.HasPrefix(t.tag(k+2), "NNP") || strings.HasPrefix(t.tag(k+3), "NNP")
		}
		return true
	}
	for n, i := range frames {
		if fits(i) {
			continue
		}
		out := slices.Clone(frames[:n])
		for _, i := range frames[n+1:] {
			if fits(i) {
				out = append(out, i)
			}
		}
		return out
	}
	return frames
}

// farObject is how far from its verb an object may stand that a frame wants, in tokens.
const farObject = 10

// near reports whether one of the words, in dictionary form or as they stand, is among tokens [first, last).
func near(t *tree, first, last int, words map[string]bool) bool {
	for k := first; k < last; k++ {
		if words[t.lemma(k)] || words[t.lower(k)] {
			return true
		}
	}
	return false
}

// Extract returns the relations in d. r is not changed.
func (x *Extractor) Extract(d *nlp.Doc, r coref.Resolution) Result {
	var out Result
	bySentence := inSentences(d, &r)
	voices := x.listen(d, &r, bySentence)
	narrative, sport, named, lists := past(d), x.sporting(d), &states{count: map[int]int{}}, mention.Lists(d)
	for i := range d.Sentences {
		if !x.Triggers(d, i) {
			continue
		}
		if st := d.Sentences[i]; st.Last-st.First > longest {
			x.skip(d, i, "the sentence is too long", &out)
			continue
		}
		if why := x.foregone(d, &r, i, bySentence[i]); why != "" {
			x.skip(d, i, why, &out)
			continue
		}
		s := x.newScene(d, &r, i, bySentence)
		s.sport, s.speech, s.states, s.before, s.lists = sport[i], voices, named, &out, lists
		x.sentence(s, narrative, &out)
	}
	x.namedBelow(d, &r, &out)
	x.contracting(d, &r, bySentence, &out)
	return out
}

// farLead is the last sentence of those that say again what the headline says.
const farLead = 2

// namedBelow takes back what the headline says of who met whom where the text says better: that somebody met a state or
// body, "X's Call with UN Officials", where the text tells whom of it or lists whom he met; and that two met, "Meeting
// Between X and Y", who the text says will meet.
func (x *Extractor) namedBelow(d *nlp.Doc, r *coref.Resolution, out *Result) {
	headline := func(rel Relation) bool {
		b := d.Sentences[rel.Sentence].Block
		return rel.Type == MetWith && b < len(d.Blocks) && d.Blocks[b].Kind == nlp.BlockHeadline && b == d.Sentences[0].Block
	}
	if !slices.ContainsFunc(out.Relations, headline) {
		return
	}
	pair := func(rel Relation) [2]int {
		return [2]int{min(rel.Source.Entity, rel.Target.Entity), max(rel.Source.Entity, rel.Target.Entity)}
	}
	met := map[[2]int]bool{} // person, and the state or body of whom he met below the headline
	said := map[[2]int]Status{}
	listed := map[int]int{} // person to how many the text lists whom he met
	for _, rel := range out.Relations {
		if rel.Type != MetWith || headline(rel) {
			continue
		}
		if p := pair(rel); rel.Status == Occurred || said[p] == StatusUnset && rel.Sentence <= farLead {
			said[p] = rel.Status
		}
		for _, p := range [...][2]int{{rel.Source.Entity, rel.Target.Entity}, {rel.Target.Entity, rel.Source.Entity}} {
			for _, f := range r.Entities[p[1]].For {
				met[[2]int{p[0], f}] = true
			}
			if rel.Rule == "attendance" || rel.Rule == "roll" {
				listed[p[0]]++
			}
		}
	}
	untrue := func(rel Relation) bool {
		a, b := rel.Source.Entity, rel.Target.Entity
		status := said[pair(rel)]
		switch {
		case status != StatusUnset && status != Occurred && rel.Status == Occurred, met[[2]int{a, b}], met[[2]int{b, a}]:
			return true
		case status == Occurred:
			return false
		}
		return listed[a] > 1 && rel.Target.Kind != mention.Person || listed[b] > 1 && rel.Source.Kind != mention.Person
	}
	triggers := map[nlp.Span]bool{}
	gone := []Relation{}
	keep := out.Relations[:0:0]
	for _, rel := range out.Relations {
		if headline(rel) && untrue(rel) {
			gone = append(gone, rel)
			continue
		}
		triggers[rel.Trigger] = true
		keep = append(keep, rel)
	}
	for _, rel := range gone {
		if !triggers[rel.Trigger] {
			triggers[rel.Trigger] = true
			out.Abstentions = append(out.Abstentions, Abstention{rel.Sentence, rel.Trigger, rel.Rule, "the text names whom the headline does not"})
		}
	}
	if len(gone) > 0 {
		out.Relations = keep
		slices.SortStableFunc(out.Abstentions, func(a, b Abstention) int { return cmp.Compare(a.Trigger.Start, b.Trigger.Start) })
	}
}

// longest is the number of tokens beyond which a "sentence" is a list, a table or text without punctuation, and is
// not read: what is done per trigger looks at the whole sentence, and time must stay linear.
const longest = 400

// skip counts the triggers of a sentence that is not read.
func (x *Extractor) skip(d *nlp.Doc, i int, why string, out *Result) {
	s := d.Sentences[i]
	t := &tree{d: d, s: s}
	for k := s.First; k < s.Last; k++ {
		if v, n := x.triggers(t, k); len(v)+len(n) > 0 {
			out.Triggers++
			out.Abstentions = append(out.Abstentions, Abstention{i, d.Tokens[k].Span, x.frames[append(v[:len(v):len(v)], n...)[0]].Rule, why})
		}
	}
}

// said identifies a relation within a sentence.
type said struct {
	kind string
	a, b int
	text string
}

// sentence adds what one sentence says.
func (x *Extractor) sentence(s *scene, narrative bool, out *Result) {
	t := s.t
	seen := map[said]bool{}
	before := len(out.Relations)
	for k := t.s.First; k < t.s.Last; k++ {
		verbs, nouns := x.triggers(t, k)
		if len(verbs)+len(nouns) == 0 || t.is(k, "aux", "cop") {
			continue
		}
		out.Triggers++
		reason, rule := "", ""
		n := len(out.Relations)
		for i, fi := range append(slices.Clone(verbs), nouns...) {
			f := &x.frames[fi]
			if f.isRead(out.Relations[n:]) {
				continue
			}
			got := found{}
			switch {
			case s.sport && isBuiltIn(f.Type):
				got.reason = "the passage is about a sport"
			case i < len(verbs):
				got = x.verb(s, f, k)
			default:
				got = x.noun(s, f, k)
			}
			if list := x.signedList(s, f, k, got.relations); len(list.relations) > 0 {
				got = list
			} else if len(got.relations) == 0 {
				if list := x.register(s, f, k); len(list.relations) > 0 {
					got = list
				}
			}
			if !f.builtIn {
				got = f.typ.only(got)
			}
			out.unsigned = append(out.unsigned, got.unsigned...)
			for _, rel := range got.relations {
				if id := identity(rel); !seen[id] && !slices.ContainsFunc(out.Relations[before:], rel.within) {
					seen[id] = true
					out.Relations = append(out.Relations, x.settle(s, f, k, rel, narrative))
				}
			}
			switch {
			case len(out.Relations) > n:
			case len(got.relations) > 0:
				reason, rule = "said already in this sentence", f.Rule
			case reason == "" || reason == "no target":
				reason, rule = got.reason, f.Rule
			}
		}
		if len(out.Relations) == n {
			out.Abstentions = append(out.Abstentions, Abstention{s.index, t.d.Tokens[k].Span, rule, reason})
		}
	}
}

// isRead reports whether the relations that a trigger gave leave nothing for the frame to find: one rule reads a word,
// but types of the user's own are read beside the others.
func (f *frame) isRead(given []Relation) bool {
	return slices.ContainsFunc(given, func(r Relation) bool { return r.Type == f.Type || f.builtIn && isBuiltIn(r.Type) })
}

func identity(rel Relation) said {
	a, b := rel.Source.Entity, rel.Target.Entity
	if rel.Symmetric && b < a {
		a, b = b, a
	}
	return said{rel.Type, a, b, rel.Target.Text}
}

// within reports whether rel is part of what relation whole of the same sentence says: "ordered an inquiry", of whom it says
// that he "announced the launch of an inquiry".
func (rel Relation) within(whole Relation) bool {
	return rel.Type == whole.Type && rel.Source.Entity == whole.Source.Entity && rel.Target.Text != "" && strings.HasSuffix(whole.Target.Text, " "+rel.Target.Text)
}

// settle takes back what the sentence as a whole does not present as a fact: a question, a day to come, a present
// tense that tells a schedule.
func (x *Extractor) settle(s *scene, f *frame, k int, rel Relation, narrative bool) Relation {
	t := s.t
	switch {
	case f.Type == MetWith && rel.Status == Planned && (rel.Cue == "to" || rel.Cue == "go") && readout(s.d) && x.travelled(t, k):
		rel.Status, rel.Cue = Occurred, "" // "Readout of X's Trip: X travelled upriver to meet Y"
	case f.Type == MetWith && rel.Status == Planned && (rel.Cue == "to" || rel.Cue == "go") && len(t.dates) == 1 && !t.dates[0].Future &&
		earlier(t.dates[0].Date, s.d) && x.travelled(t, k):
		rel.Status, rel.Cue, rel.Date = Occurred, "", t.dates[0].Date // "in May X travelled upriver to meet Y"
	case rel.Status != Occurred:
	case t.lower(t.s.Last-1) == "?":
		rel.Status, rel.Cue = Planned, "?"
	case t.tag(k) == "VBG" && t.markOf(k) == "of" && x.lex.in("accusing", t.lemma(t.parent(k))):
		rel.Status, rel.Cue = Planned, t.lemma(t.parent(k)) // "accused X of meeting Y", "of signing": may have done so
	case f.Type == Signed && t.tag(k) == "VBG" && x.lex.in("sealing", t.lemma(k)) && t.lemma(k) != "sign" && t.lemma(k) != "ink" && t.child(k, "aux") >= 0:
		rel.Status, rel.Cue = Planned, "is "+t.lower(k) // "are concluding a deal"
	case f.Type == Signed && x.aimed(t, k):
		rel.Status, rel.Cue = Planned, t.lower(k-1)+" "+t.lower(k) // "talks on reaching a truce"
	case f.Type == Signed && later(rel.Date, s.d) && x.withinTerms(s, k, rel.Date):
		rel.Date = when.Date{} // "signed an accord to close the base by 2030"
	case f.Type != Announced && later(rel.Date, s.d):
		rel.Status, rel.Cue = Planned, rel.Date.String()
	case f.Type != Announced && x.scheduled(s, k, narrative):
		rel.Status, rel.Cue = Planned, "present tense"
	}
	return rel
}

// readout reports whether the headline says that the text tells how something went.
func readout(d *nlp.Doc) bool {
	return strings.EqualFold(d.Word(d.Sentences[0].First), "readout")
}

// past reports whether a document tells in the past tense, so that its present with a day means a schedule.
func past(d *nlp.Doc) bool {
	past, present := 0, 0
	for _, t := range d.Tokens {
		switch t.Tag {
		case "VBD":
			past++
		case "VBZ", "VBP":
			present++
		}
	}
	return len(d.Sentences) >= 3 && past >= 3 && 2*past >= present
}

// samePast are verbs whose past tense is their present: "they put their names to it on Monday".
var samePast = map[string]bool{"put": true, "set": true, "cut": true, "let": true, "hit": true, "shut": true, "quit": true, "split": true, "cast": true, "bid": true, "spread": true, "read": true}

// scheduled reports whether verb k is in the present tense with a day, in a text that tells in the past: "X meets Y
// on Thursday", "is meeting Y on Thursday".
func (x *Extractor) scheduled(s *scene, k int, narrative bool) bool {
	t := s.t
	if h := t.parent(k); !t.isVerb(k) && h >= 0 && t.isVerb(h) && t.is(k, "obj", "nsubj:pass") && x.lex.in("holdtalks", t.lemma(h)) {
		k = h // "hold talks on Friday"
	}
	if !narrative || !t.isVerb(k) {
		return false
	}
	if b := s.d.Sentences[s.index].Block; b < len(s.d.Blocks) && s.d.Blocks[b].Kind == nlp.BlockHeadline {
		return false
	}
	present := t.tag(k) == "VBZ" || t.tag(k) == "VBP" && !samePast[t.lower(k)]
	if t.tag(k) == "VBG" {
		for _, c := range t.children(k) {
			if t.base(c) == "aux" && (t.tag(c) == "VBZ" || t.tag(c) == "VBP") {
				present = true
			}
		}
	}
	if !present {
		return false
	}
	return x.hasDay(s, k)
}

// later reports whether a day lies after the article's.
func later(day when.Date, d *nlp.Doc) bool {
	if day.Day == 0 || d.Published.IsZero() {
		return false
	}
	return time.Date(day.Year, time.Month(day.Month), day.Day, 0, 0, 0, 0, time.UTC).After(d.Published.UTC())
}

// earlier reports whether a day or month lies wholly before the article's.
func earlier(day when.Date, d *nlp.Doc) bool {
	p := d.Published
	if day.Year == 0 || p.IsZero() {
		return false
	}
	if day.Year != p.Year() || day.Month == 0 {
		return day.Year < p.Year()
	}
	if day.Month != int(p.Month()) || day.Day == 0 {
		return day.Month < int(p.Month())
	}
	return day.Day < p.Day()
}

// travelled reports whether the verb that governs verb or noun k tells in the past tense of going somewhere.
func (x *Extractor) travelled(t *tree, k int) bool {
	for range 3 {
		if k = t.parent(k); k < 0 {
			return false
		}
		if t.isVerb(k) {
			return t.tag(k) == "VBD" && x.lex.in("going", t.lemma(k))
		}
	}
	return false
}

// inSentences are the mentions of each sentence, in order.
func inSentences(d *nlp.Doc, r *coref.Resolution) [][]int {
	bySentence := make([][]int, len(d.Sentences))
	k := 0
	order := make([]int, len(r.Mentions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.Mentions[a].First, r.Mentions[b].First) })
	for _, m := range order {
		for k < len(d.Sentences) && r.Mentions[m].First >= d.Sentences[k].Last {
			k++
		}
		if k < len(d.Sentences) && r.Mentions[m].First >= d.Sentences[k].First && r.Mentions[m].Last <= d.Sentences[k].Last {
			bySentence[k] = append(bySentence[k], m)
		}
	}
	return bySentence
}
