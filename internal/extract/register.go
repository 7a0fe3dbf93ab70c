package extract

import (
	"strings"

	"newsgraph/internal/mention"
)

// longestItem is how many tokens a line of a list has at most.
const longestItem = 40

// register relates what a list after a colon names, where frame f found nobody for trigger k before it: "The following
// have signed the charter: …", with the signatories behind the colon or on the lines below.
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
	if colon < 0 {
		return found{}
	}
	var src ends
	if colon+1 < t.s.Last {
		for _, m := range s.men {
			if mm := s.r.Mentions[m]; mm.First > colon && s.at(mm.Head) == m {
				src.add(s.denoted(m))
			}
		}
	} else {
		for i := s.index + 1; i < len(s.d.Sentences) && s.isItem(i); i++ {
			src.add(s.itemParties(i), false)
		}
	}
	target, ok := x.registerTarget(s, k)
	if len(src.args) == 0 || !ok {
		return found{}
	}
	return x.fan(s, f, k, k, src, []headed{{arg: target, head: k, status: happened}})
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
	if st.Last-st.First > longestItem || st.Block == s.d.Sentences[i-1].Block {
		return false
	}
	switch w := s.d.Word(st.First); w {
	case "-", "–", "—", "•", "*", "·":
		return true
	default:
		if listNumber(w) {
			return true
		}
	}
	last := s.d.Word(st.Last - 1)
	return last != "." && last != ":" && last != "?"
}

// listNumber reports whether w numbers a line: "1", "1.", "a)".
func listNumber(w string) bool {
	w = strings.TrimRight(w, ".)")
	return w != "" && len(w) <= 2 && strings.Trim(w, "0123456789") == ""
}

// itemParties are who a line of a list names first, and the person behind a bracket, colon or dash after it: "Chile
// (Minister Ana Ruiz)".
func (s *scene) itemParties(i int) []Arg {
	var out []Arg
	end := -1
	for _, m := range s.sentences[i] {
		mm := s.r.Mentions[m]
		if mm.Within >= 0 || !isParty(mm) {
			continue
		}
		args, _ := s.denoted(m)
		switch {
		case len(args) == 0:
		case end < 0:
			out, end = args, mm.Last
		case mm.Kind == mention.Person && opens(s.d.Word(end)):
			return append(out, args...)
		}
	}
	return out
}

func opens(w string) bool { return w == "(" || w == ":" || w == "-" || w == "–" || w == "—" }

// registerTarget is the agreement that the sentence of trigger k names, or else the last one before it with a name.
func (x *Extractor) registerTarget(s *scene, k int) (Arg, bool) {
	for i := s.index; i >= 0 && i > s.index-6; i-- {
		for _, m := range s.sentences[i] {
			mm := s.r.Mentions[m]
			if e, ok := s.r.One(m); ok && mm.Kind == mention.Agreement && (i == s.index || s.r.Entities[e].Proper) {
				return Arg{Entity: e, Span: s.d.TokenSpan(mm.First, mm.Last), Kind: mention.Agreement}, true
			}
		}
	}
	return Arg{}, false
}
