package mention

import (
	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// announcing are verbs whose subject, where it is a name and nobody's, is an organisation's.
var announcing = set(`announces announced announce unveils unveiled agrees agreed pledges pledged vows vowed decides decided declares declared says said launches launched`)

// making are those of them whose subject may be known for an organisation's by the verb alone.
var making = set(`announces announced unveils unveiled launches launched`)

// trades are the nouns before a company's name: "retail giant Wal-Mart".
var trades = set(`company giant maker retailer airline bank group firm chain carrier automaker carmaker newspaper magazine brewer insurer
	manufacturer operator producer conglomerate broadcaster publisher telco supermarket developer corporation venture startup lender
	drugmaker chipmaker utility shipbuilder planemaker subsidiary network agency regulator watchdog`)

// makers are those of them that stand before nobody's name: "paint firm Borealis".
var makers = set(`firm retailer airline automaker carmaker brewer insurer conglomerate telco drugmaker chipmaker shipbuilder planemaker`)

// announcer reports whether the capitals [i, j), which no table knows, name an organisation by what stands around them: a
// verb of announcing behind, and a noun such as "company" before or "it" within what is announced: "Qantas announced that it
// will …".
func (s *search) announcer(i, j int, t nlp.Sentence) bool {
	v, before := j, i-1
	if s.wordAt(before) == "," && s.wordAt(v) == "," { // "a brewer, Borealis, has unveiled"
		v, before = v+1, before-1
	} else if end := s.described(j, t); end > j {
		v = end // "Borealis, the Oslo-based brewer, has unveiled"
	}
	for v < t.Last && v < j+4 && (s.fold[v] == "has" || s.fold[v] == "have" || s.fold[v] == "also" || calendar[s.fold[v]]) {
		v++
	}
	if i > t.First && makers[s.fold[i-1]] && !s.nerIs(i, j, nlp.NamePerson) && s.tag(j-1) != "VBZ" && s.tag(j-1) != "JJ" {
		return true
	}
	if v >= t.Last || !announcing[s.fold[v]] || s.tag(v) == "NN" || s.tag(v) == "NNS" {
		return false
	}
	if before >= t.First && trades[s.fold[before]] {
		return true
	}
	if before == i-1 && (s.foldAt(v+1) == "it" || s.foldAt(v+1) == "that" && s.foldAt(v+2) == "it") && (i == t.First || s.tag(i-1) == "DT") && !s.officer(i, j) {
		return true
	}
	if before != i-1 || s.nerIs(i, j, nlp.NamePerson) || i > t.First && s.tag(i-1) != "DT" && !s.starts(i, t) || s.tag(j-1) != "NNP" && s.tag(j-1) != "NNPS" {
		return false
	}
	for k := v + 1; k < t.Last && k < v+5; k++ {
		switch s.fold[k] {
		case "it", "its":
			return true
		case "he", "she", "his", "her", "they", "their":
			return false
		}
	}
	return (i == t.First || i == t.First+1 && s.fold[t.First] == "the") && making[s.fold[v]] && !s.personLike(i, j)
}

// placed reports whether the capitals [i, j) are a known city's or place's name.
func (s *search) placed(i, j int) bool {
	word := func(k int) string { return s.fold[i+k] }
	_, city := s.g.City(j-i, word)
	_, place := s.g.Place(j-i, word)
	return max(city, place) == j-i
}

// described is the token after the commas around what tokens [j, …) say of the name before them, that it is a company or the
// like; j if they do not.
func (s *search) described(j int, t nlp.Sentence) int {
	if w := s.foldAt(j + 1); s.wordAt(j) != "," || w != "a" && w != "an" && w != "the" {
		return j
	}
	trade := false
	for k := j + 2; k < t.Last && k < j+14; k++ {
		if s.word[k] == "," {
			if !trade {
				return j
			}
			return k + 1
		}
		trade = trade || trades[s.word[k]]
	}
	return j
}

// personLike reports whether the capitals [i, j) may be somebody's name.
func (s *search) personLike(i, j int) bool {
	first, last := s.g.Name(s.word[i]), s.g.Name(s.word[j-1])
	return first.First > 0 || last.Last > 0 && j < i+3 || s.surnames[s.fold[j-1]] || s.officer(i, j)
}

// officer reports whether one of the words [i, j) tells somebody's office.
func (s *search) officer(i, j int) bool {
	for k := i; k < j; k++ {
		if t := s.title(k); t.Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific, gazetteer.Occupation) && !t.Plural {
			return true
		}
	}
	return false
}
