package extract

import (
	"strings"

	"newsgraph/internal/mention"
)

// longestTitle is how many tokens the offices behind a name have at most.
const longestTitle = 40

// titlesBehind is the token after the offices that stand between commas behind the person of mention m: "A|, adviser to the
// council and director of the office of harbours,| B and C". The comma that closes them stays outside. Parts without a
// name after them are read together: "A|, adviser to the council, chief of staff and director of the office,| B". It is
// m's own end where none stand there, or where it could be the next of a list.
func (s *scene) titlesBehind(m mention.Mention) int {
	t, end := s.t, m.Last
	if m.Kind != mention.Person {
		return end
	}
	for t.lower(end) == "," {
		first := end + 1
		if t.lower(first) == "and" && end > m.Last {
			first++
		}
		last := s.titlesTo(first)
		if last < 0 || last-m.Last > longestTitle {
			break
		}
		end = last
	}
	return end
}

// titlesTo is the end of the offices that begin at token k, at the mark behind them; -1 if no office of one person begins
// there, or if something else than a title follows.
func (s *scene) titlesTo(k int) int {
	t := s.t
	office := s.at(k)
	if office < 0 || s.r.Mentions[office].Kind != mention.Role || s.r.Mentions[office].First != k || s.r.Mentions[office].Plural || s.r.Mentions[office].Definite {
		return -1
	}
	for ; t.in(k); k++ {
		if m := s.at(k); m >= 0 && (s.r.Mentions[m].Kind == mention.Person || s.r.Mentions[m].Kind == mention.Pronoun) {
			return -1
		}
		switch g, w := t.tag(k), t.lower(k); {
		case w == "," || w == ";" || w == ".":
			return k
		case t.isNoun(k), strings.HasPrefix(g, "JJ"), g == "DT", g == "CC" && w != "but", g == "POS", g == "CD", g == "HYPH", w == "to", w == "of", w == "for", w == "at", w == "in", w == "on":
		default:
			return -1
		}
	}
	return -1
}
