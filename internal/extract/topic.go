package extract

import "newsgraph/internal/nlp"

// nearby is how many sentences on either side belong to a sentence's topic: an article may be a digest of many.
const nearby = 3

// sporting says of each sentence whether it is about a sport, in which teams meet, players sign and coaches announce, and
// a country's name means its team: it and the sentences near it hold three or more
// different words of playing, and more of them than words of public affairs.
func (x *Extractor) sporting(d *nlp.Doc) []bool {
	words := make([][]string, len(d.Sentences)) // of playing
	affairs := make([]int, len(d.Sentences))
	sport := false
	for i, s := range d.Sentences {
		for k := s.First; k < s.Last; k++ {
			switch w := d.Tokens[k].Lemma; {
			case x.lex.in("playing", w):
				words[i] = append(words[i], w)
				sport = true
			case x.lex.in("affairs", w):
				affairs[i]++
			}
		}
	}
	out := make([]bool, len(d.Sentences))
	for i := 0; sport && i < len(out); i++ {
		playing, public := 0, 0
		different := map[string]bool{}
		for k := max(0, i-nearby); k < min(len(out), i+nearby+1); k++ {
			playing += len(words[k])
			public += affairs[k]
			for _, w := range words[k] {
				different[w] = true
			}
		}
		out[i] = len(different) >= 3 && playing > public
	}
	return out
}
