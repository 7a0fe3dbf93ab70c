package language

import "unicode"

// written are scripts with the language that most texts in them are in.
var written = [...]struct {
	code  string
	table *unicode.RangeTable
}{
	latin: {Unknown, unicode.Latin}, cyrillic: {"ru", unicode.Cyrillic}, arabic: {"ar", unicode.Arabic}, han: {"zh", unicode.Han},
	hiragana: {"ja", unicode.Hiragana}, katakana: {"ja", unicode.Katakana},
	{"ko", unicode.Hangul}, {"el", unicode.Greek}, {"he", unicode.Hebrew}, {"th", unicode.Thai}, {"hi", unicode.Devanagari},
	{"bn", unicode.Bengali}, {"ta", unicode.Tamil}, {"ka", unicode.Georgian}, {"hy", unicode.Armenian}, {"am", unicode.Ethiopic},
	{"my", unicode.Myanmar}, {"km", unicode.Khmer},
}

const (
	latin = iota
	cyrillic
	arabic
	han
	hiragana
	katakana
)

// telling are letters that only some of the languages of their script have; "ы" is Russian and Belarusian.
var telling = map[rune]string{
	'ы': "ru", 'э': "ru", 'ї': "uk", 'є': "uk", 'ґ': "uk", 'ў': "be", 'ъ': "bg",
	'ј': "sr", 'љ': "sr", 'њ': "sr", 'ћ': "sr", 'ђ': "sr", 'џ': "sr",
	'پ': "fa", 'چ': "fa", 'ژ': "fa", 'گ': "fa", 'ک': "fa", 'ی': "fa", 'ٹ': "ur", 'ڈ': "ur", 'ڑ': "ur", 'ے': "ur", 'ں': "ur",
}

// scripts counts letters by script, and those that tell languages of one script apart.
type scripts struct {
	letters int
	of      [len(written)]int
	told    map[string]int
}

func (s *scripts) count(r rune) {
	s.letters++
	if r < 0x250 {
		s.of[latin]++
		return
	}
	for i := range written {
		if unicode.Is(written[i].table, r) {
			s.of[i]++
			break
		}
	}
	if code := telling[unicode.ToLower(r)]; code != "" {
		if s.told == nil {
			s.told = map[string]int{}
		}
		s.told[code]++
	}
}

// language is that of a text most of whose letters are not Latin, else Unknown.
func (s *scripts) language() string {
	if s.letters == 0 || 2*s.of[latin] >= s.letters {
		return Unknown
	}
	most := cyrillic
	for i := cyrillic; i < len(s.of); i++ {
		if s.of[i] > s.of[most] {
			most = i
		}
	}
	if s.of[most] == 0 {
		return Other
	}
	switch most {
	case cyrillic:
		return s.cyrillic()
	case arabic:
		switch n := s.of[arabic]; {
		case 20*s.told["ur"] > n:
			return "ur"
		case 50*s.told["fa"] > n:
			return "fa"
		}
	case han:
		if 10*(s.of[hiragana]+s.of[katakana]) > s.of[han] {
			return "ja"
		}
	}
	return written[most].code
}

func (s *scripts) cyrillic() string {
	if s.told["be"] > 0 {
		return "be"
	}
	best := "ru"
	for _, code := range [...]string{"uk", "bg", "sr"} {
		if s.told[code] > s.told[best] {
			best = code
		}
	}
	return best
}
