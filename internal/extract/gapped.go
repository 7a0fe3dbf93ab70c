package extract

import "newsgraph/internal/mention"

// gapped are those of a second and third meeting that share the verb of the first: "met A in Oslo and Chancellor B in
// Berlin", "saw A on Monday, B at lunch and C in the evening". heads are those of the first. Parsers hang such names on
// the place or day before them. Each has a place or day of its own; the last follows "and" and begins no clause.
func (x *Extractor) gapped(s *scene, heads []int) []int {
	if len(heads) == 0 {
		return nil
	}
	t := s.t
	var out []int
	for k := s.setting(s.last(heads[len(heads)-1])); k >= 0; {
		and := t.lower(k) == "and"
		if !and && t.lower(k) != "," {
			return nil
		}
		for k++; t.lower(k) == "with" || t.tag(k) == "RB" || t.tag(k) == "DT"; {
			k++
		}
		m := s.at(k)
		if m < 0 || s.r.Mentions[m].First != k || s.r.Mentions[m].Kind != mention.Person && s.r.Mentions[m].Kind != mention.Role {
			return nil
		}
		end := s.r.Mentions[m].Last
		if t.lower(end) == "," { // an apposition
			for j := end + 1; t.in(j) && j < end+10 && !t.isFinite(j); j++ {
				if t.lower(j) == "," {
					end = j + 1
					break
				}
			}
		}
		out = append(out, s.r.Mentions[m].Head)
		after := s.setting(end)
		switch {
		case and && after >= 0 && !t.isVerb(after) && t.tag(after) != "MD" && t.tag(after) != "RB" && !(t.lower(after) == "," && t.isFinite(after+1)):
			return out
		case and:
			return nil
		}
		k = after
	}
	return nil
}

// andWith is who follows a second preposition like that of heads, with nothing but "and" between: "met with the minister, A,
// |and with| President B".
func (s *scene) andWith(heads []int, prep string) []int {
	if len(heads) == 0 {
		return nil
	}
	t := s.t
	var out []int
	for k := s.last(heads[len(heads)-1]); t.in(k); {
		if m := s.at(k + 1); t.lower(k) == "," && m >= 0 && s.r.Mentions[m].Kind == mention.Person {
			k = s.r.Mentions[m].Last // "the minister, A,"
		}
		if t.lower(k) == "," {
			k++
		}
		if t.lower(k) != "and" {
			break
		}
		for k++; t.tag(k) == "RB" || t.lower(k) == "then"; {
			k++
		}
		if t.lower(k) != prep {
			break
		}
		if k++; t.tag(k) == "DT" || t.tag(k) == "PRP$" {
			k++
		}
		m := s.at(k)
		if m < 0 || s.r.Mentions[m].First != k {
			break
		}
		h := s.r.Mentions[m].Head
		out, k = append(out, h), s.last(h)
	}
	return out
}

// setting is the token after the places and days that begin at token k, -1 if none does.
func (s *scene) setting(k int) int {
	t, first := s.t, k
	for t.in(k) {
		switch w := t.lower(k); {
		case dateWord(t, k):
			k++
		case w == "in" || w == "at" || w == "on" || w == "over" || w == "during":
			for k++; t.in(k) && (t.isNoun(k) || t.tag(k) == "DT" || t.tag(k) == "JJ" || t.tag(k) == "CD" || dateWord(t, k)); k++ {
				if m := s.at(k); m >= 0 && s.r.Mentions[m].Kind == mention.Person {
					return -1
				}
			}
		default:
			if k == first {
				return -1
			}
			return k
		}
	}
	if k == first {
		return -1
	}
	return k
}
