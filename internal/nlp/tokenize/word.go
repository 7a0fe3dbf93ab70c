package tokenize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word adds the tokens of the word at i and returns where it ends.
func (s *scanner) word(i, end int) int {
	if isDigit(s.text[i]) {
		j := s.number(i, end)
		if j >= end || !s.wordAt(j, end) {
			s.add(i, j)
			return j
		}
		if k := s.letters(j, end); units[strings.ToLower(strings.Trim(s.text[j:k], "."))] {
			if k+2 <= end && s.text[k] == '.' && s.text[k-2] == '.' { // "9a.m."
				k++
			}
			s.add(i, j)
			s.add(j, k)
			return k
		}
	}
	j := s.letters(i, end)
	if j == i { // a combining mark alone
		_, n := utf8.DecodeRuneInString(s.text[i:end])
		j = i + n
	}
	j = s.stop(i, j, end)
	s.clitics(i, j)
	return j
}

func (s *scanner) wordAt(i, end int) bool {
	if i >= end {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:end])
	return isWord(r)
}

// letters is the end of the run of letters and digits at i, with the apostrophes, full stops, hyphens and
// ampersands that belong inside it.
func (s *scanner) letters(i, end int) int {
	start := i
	for i < end {
		r, n := utf8.DecodeRuneInString(s.text[i:end])
		switch {
		case isWord(r) || r == '\u00ad' || r == '\u200d' || r == '\u200c':
			i += n
			continue
		case i == start || !s.wordAt(i+n, end):
			return i
		case r == '\'' || r == '’':
		case r == '_':
		case r == '&' && i-start <= 2 && isUpper(s.text[start:i]): // "AT&T", "R&D"
		case r == '.' && s.dotted(start, i, end):
		case r == '-' && s.hyphenInside(start, i, end):
		default:
			return i
		}
		i += n
	}
	return i
}

// dotted reports whether the full stop at i lies inside one word: between single letters ("U.S", "a.m", "Ph.D"), or
// in a name of a site or file ("whitehouse.gov").
func (s *scanner) dotted(start, i, end int) bool {
	before := s.text[start:i]
	if k := strings.LastIndexByte(before, '.'); k >= 0 {
		before = before[k+1:]
	}
	j := i + 1
	for s.wordAt(j, end) {
		_, n := utf8.DecodeRuneInString(s.text[j:end])
		j += n
	}
	after := s.text[i+1 : j]
	nb, na := runes(before), runes(after)
	switch {
	case nb == 1 && na == 1, before == "Ph" && na == 1, nb == 1 && after == "Sc":
		return true
	case nb == 1 && na <= 3 && start < i-2 && isUpper(after): // "U.S.SR"
		return true
	case domains[strings.ToLower(after)] && nb > 1 && before == strings.ToLower(before):
		return true
	case nb == 1 && na > 1 && isUpper(before): // "J.Smith": an initial
		return false
	}
	return false
}

// hyphenInside reports whether the hyphen at i does not split the word text[start:i]-….
func (s *scanner) hyphenInside(start, i, end int) bool {
	w := s.text[start:i]
	if len(w) > 12 {
		return false
	}
	return prefixes[strings.ToLower(w)]
}

// stop extends the word text[i:j] over a full stop that belongs to it: after an abbreviation, an initial or an
// acronym.
func (s *scanner) stop(i, j, end int) int {
	if j >= end || s.text[j] != '.' || j+1 < end && s.text[j+1] == '.' {
		return j
	}
	w := s.text[i:j]
	if k := strings.LastIndexAny(w, "-"); k >= 0 {
		w = w[k+1:]
	}
	switch {
	case len(w) > 1 && strings.Contains(w, ".") && len(w) <= 8: // "U.S.", "a.m.", not "whitehouse.gov."
		if runes(w[strings.LastIndexByte(w, '.')+1:]) <= 2 {
			return j + 1
		}
	case runes(w) == 1 && isUpper(w) && w != "I":
		return j + 1
	case w == "I" && s.nextCapital(j+1): // an initial, not the pronoun at the end of a sentence
		return j + 1
	case strings.EqualFold(w, "no") || strings.EqualFold(w, "nos"):
		if s.nextDigit(j + 1) {
			return j + 1
		}
	case abbreviations[strings.ToLower(w)] != 0, capitalTitles[w] && s.nextCapital(j+1):
		return j + 1
	}
	return j
}

// nextCapital reports whether the word after position i, spaces aside, begins with a capital.
func (s *scanner) nextCapital(i int) bool {
	i = s.skipBlanks(i)
	if i >= len(s.text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return unicode.IsUpper(r)
}

func (s *scanner) nextDigit(i int) bool {
	i = s.skipBlanks(i)
	return i < len(s.text) && isDigit(s.text[i])
}

// skipBlanks looks a few bytes ahead only, so that a long run of spaces costs nothing.
func (s *scanner) skipBlanks(i int) int {
	for k := 0; k < 4 && i < len(s.text) && (s.text[i] == ' ' || s.text[i] == '\n' || s.text[i] == '\t'); k++ {
		i++
	}
	return i
}

// clitics adds text[i:j], a word with its inner apostrophes, as one token or as a stem and a clitic.
func (s *scanner) clitics(i, j int) {
	w := s.text[i:j]
	if len(w) <= 6 {
		if k := fused[strings.ToLower(w)]; k > 0 {
			s.add(i, i+k)
			s.add(i+k, j)
			return
		}
	}
	k := strings.LastIndexAny(w, "'’")
	if k <= 0 {
		s.add(i, j)
		return
	}
	_, n := utf8.DecodeRuneInString(w[k:])
	tail := w[k+n:]
	switch strings.ToLower(tail) {
	case "t":
		if k >= 2 && (w[k-1] == 'n' || w[k-1] == 'N') {
			s.add(i, i+k-1)
			s.add(i+k-1, j)
			return
		}
	case "s", "d", "m", "re", "ve", "ll":
		if stem := w[:k]; strings.HasSuffix(strings.ToLower(stem), "n't") || strings.HasSuffix(strings.ToLower(stem), "n’t") {
			s.clitics(i, i+k) // "couldn't've"
		} else {
			s.add(i, i+k)
		}
		s.add(i+k, j)
		return
	}
	s.add(i, j)
}

// number is the end of the number at i: digits with the separators that stand between digits.
func (s *scanner) number(i, end int) int {
	start, hyphens := i, 0
	for i < end {
		c := s.text[i]
		if isDigit(c) {
			i++
			continue
		}
		if i == start || i+1 >= end || !isDigit(s.text[i+1]) {
			break
		}
		if c == '-' {
			if hyphens == 0 && !s.hyphenNumber(start, i, end) {
				break
			}
			hyphens++
		} else if c != '.' && c != ',' && c != ':' && c != '/' && c != '+' {
			break
		}
		i++
	}
	// Ordinals and decades: "21st", "1990s".
	for _, suffix := range [...]string{"st", "nd", "rd", "th", "s"} {
		if k := i + len(suffix); i > start && k <= end && strings.EqualFold(s.text[i:k], suffix) && !s.wordAt(k, end) {
			return k
		}
	}
	return i
}

// hyphenNumber reports whether the first hyphen of a number at i keeps it whole: two or more hyphens ("2018-09-06",
// a telephone number) or 3 and 4 digits ("555-0199"); not a range ("2003-2007") or a score ("2-1").
func (s *scanner) hyphenNumber(start, i, end int) bool {
	j := i + 1
	for j < end && isDigit(s.text[j]) {
		j++
	}
	if i-start == 3 && j-i-1 == 4 {
		return true
	}
	return j+1 < end && s.text[j] == '-' && isDigit(s.text[j+1])
}

func runes(s string) int { return utf8.RuneCountInString(s) }

func isUpper(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return s != ""
}

// address is the end of the web address, mail address, @handle or #hashtag at i, or i if there is none. Marks that
// close a sentence are left out.
func (s *scanner) address(i, end int) int {
	if i > s.pos {
		if p, _ := utf8.DecodeLastRuneInString(s.text[s.pos:i]); isWord(p) {
			return i
		}
	}
	c := s.text[i]
	rest := s.text[i:end]
	switch {
	case c == '@' || c == '#':
		j := i + 1
		for j < end && (isASCIIAlnum(s.text[j]) || s.text[j] == '_') {
			j++
		}
		if j-i < 2 || c == '#' && allDigits(s.text[i+1:j]) {
			return i
		}
		return j
	case hasPrefixFold(rest, "http://"), hasPrefixFold(rest, "https://"), hasPrefixFold(rest, "www."), hasPrefixFold(rest, "ftp://"):
		return i + len(trimAddress(rest))
	}
	if at := i == s.pos && isASCIIAlnum(c); at {
		return s.mail(i, end)
	}
	return i
}

// mail is the end of the mail address at i, or i.
func (s *scanner) mail(i, end int) int {
	j := i
	for j < end && (isASCIIAlnum(s.text[j]) || strings.IndexByte("._-+", s.text[j]) >= 0) {
		j++
	}
	if j == i || j+1 >= end || s.text[j] != '@' || !isASCIIAlnum(s.text[j+1]) {
		return i
	}
	k := j + 1
	for k < end && (isASCIIAlnum(s.text[k]) || s.text[k] == '.' || s.text[k] == '-') {
		k++
	}
	host := strings.TrimRight(s.text[j+1:k], ".-")
	if !strings.Contains(host, ".") {
		return i
	}
	return j + 1 + len(host)
}

func trimAddress(s string) string {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("<>\"{}|\\^`", s[i]) >= 0 {
			s = s[:i]
			break
		}
	}
	round, square := !strings.Contains(s, "("), !strings.Contains(s, "[")
	for {
		r, n := utf8.DecodeLastRuneInString(s)
		if n == 0 || n == len(s) || !strings.ContainsRune(".,;:!?'\"’”»…", r) && !(r == ')' && round) && !(r == ']' && square) {
			return s
		}
		s = s[:len(s)-n]
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
