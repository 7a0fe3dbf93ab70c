package extract

import (
	"strings"

	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
)

// longestItem is how many tokens a line of a list has at most.
const longestItem = 40

// register relates what a list names, where frame f found nobody for trigger k before it: behind a colon, "The following
// have signed the charter: …", on the lines below one, or below a line without a verb: "SIGNATORIES TO THE CHARTER",
// "Signed at Oslo on 5 May".
func (x *Extractor) register(s *scene, f *frame, k int) found {
	t := s.t
	if f.Type != Signed || t.isNoun(k) && !strings.HasPrefix(t.lower(k), "signator") {
		return found{}
	}
	colon := -1
	for i := k + 1; t.in(i) && colon < 0; i++ {
		if t.lower(i) == ":" {
			colon = i
		}
	}
	var src ends
	switch {
	case colon < 0 && x.hasVerb(t):
	case colon < 0:
		for i := s.index + 1; i < len(s.d.Sentences) && s.isItem(i) && s.forWhom(s.d.Sentences[i].First); i++ {
			src.add(s.itemParties(i), false)
		}
	case colon+1 < t.s.Last:
		for _, m := range s.men {
			if mm := s.r.Mentions[m]; mm.First > colon && s.at(mm.Head) == m {
				src.add(s.denoted(m))
			}
		}
	default:
		for i := s.index + 1; i < len(s.d.Sentences) && s.isItem(i); i++ {
			src.add(s.itemParties(i), false)
		}
	}
	if len(src.args) == 0 {
		return found{}
	}
	target, ok := x.registerTarget(s)
	if !ok {
		return found{}
	}
	return x.fan(s, f, k, k, src, []headed{{arg: target, head: k, status: happened}})
}

// signedList relates the agreements that the lines below a colon name, where what stands before it says that they were
// signed: "The following were signed: - Agreement on Trade between Chile and Peru". Those of a line that names no parties
// were signed by the sources of given, which frame f found before the colon.
func (x *Extractor) signedList(s *scene, f *frame, k int, given []Relation) found {
	t := s.t
	if f.Type != Signed || !x.lex.in("sealing", t.lemma(k)) && t.lemma(k) != "signing" && t.lemma(k) != "exchange" || t.lower(t.s.Last-1) != ":" || x.status(t, k).status != Occurred {
		return found{}
	}
	var src ends
	for _, rel := range given {
		src.add([]Arg{rel.Source}, false)
	}
	if len(given) == 0 && t.isVerb(k) {
		heads, _ := x.subjects(t, k)
		x.collectFirst(s, f, &src, heads)
	}
	var out []Relation
	for i := s.index + 1; i < len(s.d.Sentences); i++ {
		if st := s.d.Sentences[i]; !s.isItem(i) && !(s.marked(st) && st.Last-st.First <= longest) { // several lines may have run into one
			if i > s.index+1 && s.d.Sentences[i].Block == s.d.Sentences[i-1].Block {
				continue // more about the line before
			}
			break
		}
		line := bareScene(s.d, s.r, i, s.sentences, nil)
		for _, m := range s.sentences[i] {
			e, ok := s.r.One(m)
			if mm := s.r.Mentions[m]; !ok || mm.Kind != mention.Agreement || !line.opensLine(mm.First) {
				continue
			}
			parties, _ := x.whose(line, m)
			if len(parties) < 2 {
				parties = src.args
			}
			out = append(out, x.fan(s, f, k, k, ends{args: parties}, []headed{{arg: s.agreement(m, e), head: k, status: happened}}).relations...)
		}
	}
	return found{relations: out}
}

// denoted are the parties that mention m stands for.
func (s *scene) denoted(m int) (args []Arg, unresolved bool) {
	mm := s.r.Mentions[m]
	if !isParty(mm) {
		return nil, false
	}
	for _, e := range s.r.Of[m] {
		args = append(args, Arg{Entity: e, Span: s.d.TokenSpan(mm.First, mm.Last), Kind: s.r.Entities[e].Kind})
	}
	return args, len(args) == 0
}

// isItem reports whether sentence i is a line of a list: it begins with a mark or a number, or is a short line that
// ends without a full stop.
func (s *scene) isItem(i int) bool {
	st := s.d.Sentences[i]
	switch {
	case st.Last-st.First > longestItem && !s.forWhom(st.First) || st.Last-st.First > longest:
		return false
	case s.marked(st):
		return true
	case st.Block == s.d.Sentences[i-1].Block:
		return false
	case listNumber(s.d.Word(st.First)):
		return true
	}
	last := s.d.Word(st.Last - 1)
	return last != "." && last != ":" && last != "?"
}

// opensLine reports whether token k is the first word of a line of a list, of those that have run into one sentence too:
// "(a) |Agreement| on Fish; (b) |Protocol| on Trade".
func (s *scene) opensLine(k int) bool {
	for k--; s.t.in(k); k-- {
		switch w := s.t.lower(k); {
		case w == ";", w == ")" && s.t.lower(k-2) == "(":
			return true
		case w == "the" || w == "a" || w == "an" || w == "and" || s.t.tag(k) == "CD" || s.t.tag(k) == "JJ":
		case k == s.t.s.First:
			return true // its mark
		default:
			return false
		}
	}
	return true
}

// marked reports whether a sentence begins with the mark of a line of a list: "-", "(a)".
func (s *scene) marked(st nlp.Sentence) bool {
	switch s.d.Word(st.First) {
	case "-", "–", "—", "•", "*", "·":
		return true
	case "(":
		return st.First+2 < st.Last && s.d.Word(st.First+2) == ")"
	}
	return false
}

// listNumber reports whether w numbers a line: "1", "1.", "a)".
func listNumber(w string) bool {
	w = strings.TrimRight(w, ".)")
	return w != "" && len(w) <= 2 && strings.Trim(w, "0123456789") == ""
}

// forWhom reports whether the words at token k open a line of a register of signatures: "For the Government of Chile:".
func (s *scene) forWhom(k int) bool { return s.d.Word(k) == "For" || s.d.Word(k) == "FOR" }

// itemParties are who a line of a list names first, and the person behind a bracket, colon or dash after it: "Chile
// (Minister Ana Ruiz)". Lines that run into each other are several: "For Chile: Ana Ruiz For Peru: Bo Lind".
func (s *scene) itemParties(i int) []Arg {
	var out []Arg
	end := -1
	for _, m := range s.sentences[i] {
		mm := s.r.Mentions[m]
		if mm.Within >= 0 || !isParty(mm) {
			continue
		}
		before := mm.First - 1
		if strings.EqualFold(s.d.Word(max(before, 0)), "the") {
			before--
		}
		args, _ := s.denoted(m)
		switch {
		case len(args) == 0:
		case end < 0, before >= s.d.Sentences[i].First && s.forWhom(before):
			out, end = append(out, args...), mm.Last
		case mm.Kind == mention.Person && opens(s.d.Word(end)):
			out, end = append(out, args...), mm.Last
		}
	}
	return out
}

func opens(w string) bool { return w == "(" || w == ":" || w == "-" || w == "–" || w == "—" }

// registerTarget is the agreement that the sentence names, or else the last one before it with a name, or the only one
// with a name after it.
func (x *Extractor) registerTarget(s *scene) (Arg, bool) {
	for i := s.index; i >= 0 && i > s.index-6; i-- {
		for _, m := range s.sentences[i] {
			if e, ok := s.r.One(m); ok && s.r.Mentions[m].Kind == mention.Agreement && (i == s.index || s.r.Entities[e].Proper) {
				return s.agreement(m, e), true
			}
		}
	}
	out, found := Arg{Entity: -1}, false
	for _, men := range s.sentences[s.index:] {
		for _, m := range men {
			if e, ok := s.r.One(m); ok && s.r.Mentions[m].Kind == mention.Agreement && s.r.Entities[e].Proper && e != out.Entity {
				if found {
					return Arg{}, false
				}
				out, found = s.agreement(m, e), true
			}
		}
	}
	return out, found
}

func (s *scene) agreement(m, e int) Arg {
	mm := s.r.Mentions[m]
	return Arg{Entity: e, Span: s.d.TokenSpan(mm.First, mm.Last), Kind: mention.Agreement}
}
