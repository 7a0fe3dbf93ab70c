package extract

import (
	"slices"

	"newsgraph/internal/mention"
)

// escorting are the verbs of coming along with somebody.
var escorting = words("accompany join flank")

// company is who comes along with the heads of a subject: "X, accompanied by Y, met Z".
func (x *Extractor) company(s *scene, heads []int) []int {
	t := s.t
	var out []int
	for _, h := range heads {
		k := s.last(h)
		if t.lower(k) == "," {
			k++
		}
		if !escorting[t.lemma(k)] || t.lower(k+1) != "by" {
			continue
		}
		for j := k + 2; t.in(j) && j < k+6; j++ {
			if m := s.at(j); m >= 0 {
				out = append(out, s.r.Mentions[m].Head)
				break
			}
		}
	}
	return out
}

// comeAlong adds who joins in behind those whom verb v says somebody to meet, to those of whose side he is: "spoke with A,
// joined by C".
func (x *Extractor) comeAlong(s *scene, f *frame, v int, left, right *ends) {
	t := s.t
	for k := v + 1; t.in(k+3) && k < v+30 && !(k > v && t.isFinite(k) && t.tag(k) != "VBD"); k++ {
		if t.lower(k) != "," || t.lower(k+2) != "by" || !escorting[t.lemma(k+1)] {
			continue
		}
		for j := k + 3; t.in(j) && j < k+6; j++ {
			m := s.at(j)
			if m < 0 {
				continue
			}
			var who ends
			x.collect(s, f, &who, []int{s.r.Mentions[m].Head}, "person")
			for _, a := range who.args {
				of := func(side []Arg) bool {
					return slices.ContainsFunc(side, func(b Arg) bool { return x.colleagues(s, a, b) })
				}
				switch there := of(right.args); {
				case there || !of(left.args) && t.lemma(k+1) != "join":
					right.add([]Arg{a}, false) // "met the cardinal, accompanied by C"
				default:
					left.add([]Arg{a}, false)
				}
			}
			return
		}
	}
}

// forTalks reports whether those whom verb v receives are there for talks with each other: "hosted A and B for talks with
// each other", "for talks between the two".
func (x *Extractor) forTalks(s *scene, v int) bool {
	t := s.t
	talks := false
	for k := v + 1; t.in(k) && k < v+50 && !t.isFinite(k); k++ {
		w, next := t.lower(k), t.lower(k+1)
		switch {
		case w == "for":
			talks = false
			for j := k + 1; t.in(j) && j < k+9; j++ {
				talks = talks || x.lex.in("talks", t.lemma(j))
			}
		case talks && w == "with" && (next == "each" && t.lower(k+2) == "other" || next == "one" && t.lower(k+2) == "another"),
			talks && w == "between" && (next == "them" || next == "themselves" || next == "the" && t.lower(k+2) == "two"):
			return true
		}
	}
	return false
}

// appositive is the person at the head of v's clause, where parsers take a noun of the titles behind the name for the
// subject: "A, adviser to the president and director of the harbour |office|, met B".
func (x *Extractor) appositive(s *scene, v int, subj []int) []int {
	if len(subj) == 0 || s.at(subj[0]) >= 0 || subj[0] > v {
		return nil
	}
	for _, m := range s.men {
		mm := s.r.Mentions[m]
		if mm.Kind != mention.Person || s.at(mm.Head) != m {
			continue
		}
		if mm.First > s.t.s.First+4 || mm.Last > subj[0] || s.t.lower(mm.Last) != "," || s.t.lower(v-1) != "," {
			return nil
		}
		return []int{mm.Head}
	}
	return nil
}
