package function

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// stringFunctions work on strings. They count in characters (code points).
var stringFunctions = []*Function{
	stringMap("toLower", "The string in lower case.", lowerCase),
	stringMap("lower", "The string in lower case.", lowerCase),
	stringMap("toUpper", "The string in upper case.", upperCase),
	stringMap("upper", "The string in upper case.", upperCase),
	trim("trim", "The string without space, or the given characters, at both ends.", strings.TrimFunc),
	trim("bTrim", "The string without space, or the given characters, at both ends.", strings.TrimFunc),
	trim("lTrim", "The string without space, or the given characters, at its beginning.", strings.TrimLeftFunc),
	trim("rTrim", "The string without space, or the given characters, at its end.", strings.TrimRightFunc),
	{Name: "replace", Category: "String", Description: "The string with every search, or the first limit of them, replaced.",
		Params:   []Param{{"original", String}, {"search", String}, {"replace", String}, {"limit", Integer}},
		Required: 3, Result: String, Eval: replace},
	{Name: "substring", Category: "String", Description: "The characters from start, counted from 0, at most length of them.",
		Params: []Param{{"original", String}, {"start", Integer}, {"length", Integer}}, Required: 2, Result: String, Eval: substring},
	{Name: "left", Category: "String", Description: "The first length characters.",
		Params: []Param{{"original", String}, {"length", Integer}}, Required: 2, Result: String,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return cut(a[0].Str(), 0, a[1].Int()) }},
	{Name: "right", Category: "String", Description: "The last length characters.",
		Params: []Param{{"original", String}, {"length", Integer}}, Required: 2, Result: String,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			n := int64(utf8.RuneCountInString(a[0].Str()))
			if a[1].Int() < 0 {
				return value.Null, negativeLength()
			}
			return cut(a[0].Str(), max(0, n-a[1].Int()), n)
		}},
	{Name: "split", Category: "String", Description: "The parts of the string between the delimiters.",
		Params: []Param{{"original", String}, {"delimiters", String | List}}, Required: 2, Result: List, Eval: split},
	{Name: "normalize", Category: "String", Description: "The string in a Unicode normal form: NFC, NFD, NFKC or NFKD.",
		Params: []Param{{"input", String}, {"form", String}}, Required: 1, Result: String, Eval: normalize},
	{Name: "char_length", Category: "String", Description: "The number of characters.",
		Params: []Param{{"input", String}}, Required: 1, Result: Integer, Eval: size},
	{Name: "character_length", Category: "String", Description: "The number of characters.",
		Params: []Param{{"input", String}}, Required: 1, Result: Integer, Eval: size},
}

func stringMap(name, description string, f func(string) string) *Function {
	return &Function{Name: name, Category: "String", Description: description,
		Params: []Param{{"input", String}}, Required: 1, Result: String,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.String(f(a[0].Str())), nil }}
}

// upperCase and lowerCase follow Unicode's full mappings, where ß becomes SS.
func upperCase(s string) string {
	if isASCII(s) {
		return strings.ToUpper(s)
	}
	return cases.Upper(language.Und).String(s)
}

func lowerCase(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return cases.Lower(language.Und).String(s)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func trim(name, description string, f func(string, func(rune) bool) string) *Function {
	return &Function{Name: name, Category: "String", Description: description,
		Params: []Param{{"input", String}, {"trimCharacters", String}}, Required: 1, Result: String,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			drop := isSpace
			if len(a) == 2 {
				drop = func(r rune) bool { return strings.ContainsRune(a[1].Str(), r) }
			}
			return value.String(f(a[0].Str(), drop)), nil
		}}
}

// isSpace is what trim drops: space at which a line may break, and control characters that divide.
func isSpace(r rune) bool {
	switch r {
	case '\u00a0', '\u2007', '\u202f', '\u0085':
		return false
	case '\x1c', '\x1d', '\x1e', '\x1f':
		return true
	}
	return unicode.IsSpace(r)
}

func replace(c *Context, a []value.Value) (value.Value, error) {
	limit := -1
	if len(a) == 4 {
		if a[3].Int() < 0 {
			return value.Null, negativeLength()
		}
		limit = int(a[3].Int())
	}
	original, search, by := a[0].Str(), a[1].Str(), a[2].Str()
	if grown := int64(strings.Count(original, search)) * int64(len(by)-len(search)); grown > 0 {
		if err := c.charge(grown); err != nil {
			return value.Null, err
		}
	}
	return value.String(strings.Replace(original, search, by, limit)), nil
}

func negativeLength() error {
	return diag.Argument("a length or position in a string is negative").With("NegativeIntegerArgument")
}

func substring(_ *Context, a []value.Value) (value.Value, error) {
	start, length := a[1].Int(), int64(len(a[0].Str()))
	if len(a) == 3 {
		length = min(length, a[2].Int())
	}
	return cut(a[0].Str(), start, length)
}

// cut is up to length characters of s from the character start.
func cut(s string, start, length int64) (value.Value, error) {
	if start < 0 || length < 0 {
		return value.Null, negativeLength()
	}
	for ; start > 0 && s != ""; start-- {
		_, n := utf8.DecodeRuneInString(s)
		s = s[n:]
	}
	if length >= int64(len(s)) { // a character has a byte at least
		return value.String(s), nil
	}
	end := 0
	for ; length > 0 && end < len(s); length-- {
		if s[end] < utf8.RuneSelf {
			end++
			continue
		}
		_, n := utf8.DecodeRuneInString(s[end:])
		end += n
	}
	return value.String(s[:end]), nil
}

// LeftAs is as many of the first characters of s as like has.
func LeftAs(s, like string) string {
	if n := len(like); isASCII(like) {
		switch {
		case n >= len(s):
			return s
		case isASCII(s[:n]):
			return s[:n]
		}
	}
	first, _ := cut(s, 0, int64(utf8.RuneCountInString(like))) // the length is not negative
	return first.Str()
}

func split(c *Context, a []value.Value) (value.Value, error) {
	s := a[0].Str()
	if err := c.charge(int64(len(s)) * listItem / 2); err != nil {
		return value.Null, err
	}
	if a[1].Kind() == value.KindString {
		if s == "" {
			return stringList([]string{""}), nil
		}
		return stringList(strings.Split(s, a[1].Str())), nil
	}
	var delimiters []string
	for _, d := range a[1].List() {
		if d.IsNull() {
			return value.Null, nil
		}
		if d.Kind() != value.KindString {
			return value.Null, diag.Type("split() wants strings as delimiters, not %s", d.Kind()).With("InvalidArgumentValue")
		}
		delimiters = append(delimiters, d.Str())
	}
	return stringList(splitAny(s, delimiters)), nil
}

// splitAny splits s at every delimiter; of two at one place, the earlier in the list counts.
func splitAny(s string, delimiters []string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); {
		width := 0
		for _, d := range delimiters {
			if d != "" && strings.HasPrefix(s[i:], d) {
				width = len(d)
				break
			}
		}
		if width == 0 {
			i++
			continue
		}
		parts = append(parts, s[start:i])
		i += width
		start = i
	}
	return append(parts, s[start:])
}

func normalize(_ *Context, a []value.Value) (value.Value, error) {
	form := "NFC"
	if len(a) == 2 {
		form = a[1].Str()
	}
	f, err := NormalForm(form)
	if err != nil {
		return value.Null, err
	}
	return value.String(f.String(a[0].Str())), nil
}

// NormalForm is the Unicode normal form of this name.
func NormalForm(name string) (norm.Form, error) {
	switch strings.ToUpper(name) {
	case "NFC":
		return norm.NFC, nil
	case "NFD":
		return norm.NFD, nil
	case "NFKC":
		return norm.NFKC, nil
	case "NFKD":
		return norm.NFKD, nil
	}
	return 0, diag.Argument("unknown normal form %q: NFC, NFD, NFKC and NFKD exist", name).With("InvalidArgumentValue")
}
