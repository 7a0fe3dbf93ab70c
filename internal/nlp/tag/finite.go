package tag

import "strings"

// subject are the tags of the words that a verb's subject ends with.
var subject = map[string]bool{"NN": true, "NNS": true, "NNP": true, "NNPS": true, "PRP": true}

// finite are the tags of the verbs that make a sentence.
var finite = map[string]bool{"VBD": true, "VBZ": true, "VBP": true, "MD": true}

// plain are verbs whose plain form is a noun or an adjective too, and that make headlines: "Norway, Poland ink deal".
var plain = set("sign seal ink initial hold host welcome visit back end open plan vow pledge cut ban form name call launch order " +
	"strike clinch reach meet talk agree raise ease lift halt join mark seek swap trade share extend review close exchange " +
	"resume broker dispute discuss debate chair address press push boost face probe mull eye near clash fight shake")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// makeFinite gives words without a verb one where there can be one: in "The ministers held talks." nothing but the
// missing verb tells "held" from the participle, in "Norway, Poland ink deal" nothing else tells "ink" from the noun, nor
// "meets" from the plural in "Ann Roe, Chad's president, meets King Bob in Oslo."
func (m *Model) makeFinite(words []string, out []int) {
	if len(words) < 4 || m.past < 0 || m.present < 0 || m.third < 0 {
		return
	}
	whole := words[len(words)-1] == "."
	candidate, class := -1, -1
	for i, c := range out {
		switch t := m.classes[c].Tag; {
		case finite[t] || t == "VB" && !whole:
			return
		case candidate >= 0 || i == 0 || i+1 == len(words):
		case t == "VBN" && whole && words[i+1] != "by" && past(words[i]) && m.follows(i, out):
			candidate, class = i, m.past
		case plain[words[i]] && t != "VBN" && m.several(i, words, out):
			candidate, class = i, m.present
		case t == "NNS" && plain[strings.TrimSuffix(words[i], "s")] && m.afterAside(i, words, out):
			candidate, class = i, m.third
		}
	}
	if candidate >= 0 {
		out[candidate] = class
	}
}

// afterAside reports whether word i follows an aside between commas behind a name, and something that a verb takes follows
// it.
func (m *Model) afterAside(i int, words []string, out []int) bool {
	if words[i-1] != "," {
		return false
	}
	switch m.classes[out[i+1]].Tag {
	case "NNP", "NNPS", "DT", "IN", "PRP$":
	default:
		if words[i+1] != "hands" {
			return false
		}
	}
	for k := i - 2; k > 0; k-- {
		if words[k] == "," {
			return strings.HasPrefix(m.classes[out[k-1]].Tag, "NNP")
		}
		if words[k] == "and" {
			return false
		}
	}
	return false
}

// several reports whether two names or a plural noun end before word i: what takes a verb in its plain form.
func (m *Model) several(i int, words []string, out []int) bool {
	switch m.classes[out[i-1]].Tag {
	case "NNS", "NNPS":
		return true
	case "NNP":
		for k := i - 1; k > 0; k-- {
			if t := m.classes[out[k]].Tag; words[k] == "," || words[k] == "and" || words[k] == "&" {
				return subject[m.classes[out[k-1]].Tag]
			} else if t != "NNP" && t != "DT" {
				return false
			}
		}
	}
	return false
}

// follows reports whether a noun stands before word i, adverbs and a closing comma aside.
func (m *Model) follows(i int, out []int) bool {
	for i--; i > 0; i-- {
		if t := m.classes[out[i]].Tag; t != "RB" && t != "," {
			break
		}
	}
	return i >= 0 && subject[m.classes[out[i]].Tag]
}

// past reports whether the form of a participle is that of the past tense too: not that of "taken" and "gone".
func past(w string) bool {
	for _, end := range [...]string{"en", "wn", "ne", "rn", "ung", "unk"} {
		if strings.HasSuffix(w, end) {
			return false
		}
	}
	return true
}
