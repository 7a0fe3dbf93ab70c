package graph

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug is a name as a key: lower case, without accents, its words joined by hyphens. A name without a letter or
// digit gives "". Letters of other scripts stay.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			switch r = unicode.ToLower(r); r {
			case 'ø':
				r = 'o'
			case 'ł':
				r = 'l'
			case 'đ', 'ð':
				r = 'd'
			case 'ı':
				r = 'i'
			case 'ß':
				b.WriteByte('s')
				r = 's'
			case 'æ':
				b.WriteByte('a')
				r = 'e'
			case 'œ':
				b.WriteByte('o')
				r = 'e'
			case 'þ':
				b.WriteByte('t')
				r = 'h'
			}
			b.WriteRune(r)
		case r == '+': // "2+2" is not "22"
			b.WriteString("+")
		default:
			gap = true
		}
	}
	return b.String()
}
