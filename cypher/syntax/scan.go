package syntax

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/cypher/diag"
)

// maxOpen is how many brackets can be open at once: no more than five stand on one level of
// nesting, as in [(a)-[{x: (.
const maxOpen = 5 * MaxDepth

type kind uint8

const (
	endOfInput  kind = iota
	word             // an unquoted identifier or keyword
	quotedName       // `name`
	stringToken      // 'text' or "text"
	integer
	float
	parameter // $name
	symbol    // punctuation; text is its spelling
	dynamic   // $( of a dynamic label
	bad       // cannot begin any token; problem says why
)

// token is one lexeme. text is the unescaped content of names, strings and parameters, the
// spelling of everything else; keyword is the upper-case spelling of a word that can be one.
type token struct {
	Span
	kind    kind
	text    string
	keyword string
	match   int  // index of the matching bracket, -1 without
	bar     bool // an opening bracket that has | at its own level
	problem *diag.Error
}

// keywords are the words that have a meaning in some place of the grammar. None is reserved: any of
// them can name a variable, label or property where the grammar leaves no doubt.
var keywords = wordSet(`ACCESS ALL ALLSHORTESTPATHS AND ANY AS ASC ASCENDING BREAK BTREE BUILT BY
	CALL CASE COLLECT CONCURRENT CONSTRAINT CONSTRAINTS CONTAINS CONTINUE COUNT CREATE CSV CYPHER
	DATABASE DATABASES DELETE DESC DESCENDING DETACH DISTINCT DROP EACH ELSE END ENDS ERROR EXISTS
	EXPLAIN FAIL FALSE FINISH FOR FOREACH FROM FULLTEXT FUNCTION FUNCTIONS IF IN INDEX INDEXES
	INF INFINITY INSERT IS JOIN KEY LET LIMIT LOAD LOOKUP MATCH MERGE NAN NEXT NFC NFD NFKC NFKD NODE NODETACH NONE
	NORMALIZED NOT NULL OF OFFSET ON OPTIONAL OPTIONS OR ORDER POINT PROCEDURE PROCEDURES PROFILE
	RANGE REDUCE RELATIONSHIP RELATIONSHIPS REMOVE REPLACE REPORT REQUIRE RETURN ROW ROWS SCAN SEEK
	SET SHORTEST SHORTESTPATH SHOW SINGLE SKIP STARTS STATUS TERMINATE TEXT THEN TRANSACTION
	TRANSACTIONS TRUE TYPED UNION UNIQUE UNWIND USE USING VECTOR WHEN WHERE WITH XOR YIELD`)

func wordSet(list string) map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(list) {
		m[w] = w
	}
	return m
}

type scanner struct {
	text   string
	at     int
	tokens []token
	open   []int // indexes of the brackets that are open
}

// scan splits text into tokens; the last is always endOfInput. What is no token becomes one of
// kind bad, and scanning ends there.
func scan(text string) []token {
	s := &scanner{text: text, tokens: make([]token, 0, len(text)/4+8)}
	for s.next() {
	}
	return s.tokens
}

func (s *scanner) next() bool {
	if problem := s.skipBlank(); problem != nil {
		return s.fail(s.at, problem)
	}
	if s.at >= len(s.text) {
		s.add(token{Span: Span{s.at, s.at}})
		return false
	}
	start, c := s.at, s.text[s.at]
	switch {
	case c == '\'' || c == '"':
		return s.quoted(c, stringToken)
	case c == '`':
		return s.quoted(c, quotedName)
	case c >= '0' && c <= '9', c == '.' && isDigit(s.peek(1)) && !s.afterDot():
		return s.number()
	case c == '$':
		return s.parameter()
	}
	r, size := utf8.DecodeRuneInString(s.text[start:])
	if r == utf8.RuneError && size <= 1 {
		return s.fail(start, diag.Syntax("invalid UTF-8 in the query text").With("InvalidUnicodeCharacter"))
	}
	if nameStart(r) {
		s.at = s.nameEnd(start)
		text := s.text[start:s.at]
		s.add(token{Span: Span{start, s.at}, kind: word, text: text, keyword: keywordOf(text)})
		return true
	}
	for _, n := range [2]int{2, 1} {
		if start+n <= len(s.text) && isSymbol(s.text[start:start+n]) {
			s.at += n
			s.symbol(token{Span: Span{start, s.at}, kind: symbol, text: s.text[start:s.at]})
			if len(s.open) > maxOpen {
				return s.fail(start, diag.Syntax("the query nests deeper than %d levels", MaxDepth).With("UnexpectedSyntax"))
			}
			return true
		}
	}
	if r < utf8.RuneSelf {
		return s.fail(start, diag.Syntax("Invalid input '%c': no token begins with it", r).With("UnexpectedSyntax"))
	}
	return s.fail(start, diag.Syntax("Invalid character '%c' (U+%04X)", r, r).With("InvalidUnicodeCharacter"))
}

func isSymbol(s string) bool {
	switch s {
	case "..", "::", "+=", "=~", "<>", "<=", ">=", "||", "(", ")", "[", "]", "{", "}", ",", ".", ":",
		";", "|", "+", "-", "*", "/", "%", "^", "=", "<", ">", "&", "!":
		return true
	}
	return false
}

func (s *scanner) add(t token) {
	t.match = -1
	s.tokens = append(s.tokens, t)
}

// symbol adds a punctuation token and pairs brackets.
func (s *scanner) symbol(t token) {
	s.add(t)
	i := len(s.tokens) - 1
	switch t.text {
	case "(", "[", "{":
		s.open = append(s.open, i)
	case ")", "]", "}":
		if n := len(s.open); n > 0 && closes(s.tokens[s.open[n-1]].text, t.text) {
			s.tokens[s.open[n-1]].match, s.tokens[i].match = i, s.open[n-1]
			s.open = s.open[:n-1]
		}
	case "|":
		if n := len(s.open); n > 0 {
			s.tokens[s.open[n-1]].bar = true
		}
	}
}

func closes(open, close string) bool {
	return open == "(" && close == ")" || open == "[" && close == "]" || open == "{" && close == "}"
}

func (s *scanner) fail(at int, problem *diag.Error) bool {
	s.add(token{Span: Span{at, len(s.text)}, kind: bad, problem: problem.In(s.text, at)})
	s.add(token{Span: Span{len(s.text), len(s.text)}})
	return false
}

func (s *scanner) peek(n int) byte {
	if s.at+n < len(s.text) {
		return s.text[s.at+n]
	}
	return 0
}

// afterDot says whether the previous token is ".." or a name directly before, so that a dot and a
// digit do not begin a number: list[..5], n.5.
func (s *scanner) afterDot() bool {
	if len(s.tokens) == 0 {
		return false
	}
	last := s.tokens[len(s.tokens)-1]
	return last.End == s.at && (last.kind == word || last.kind == quotedName || last.text == "." || last.text == ")" || last.text == "]")
}

// skipBlank moves over white space and comments.
func (s *scanner) skipBlank() *diag.Error {
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			s.at++
		case c == '/' && s.peek(1) == '/':
			if n := strings.IndexByte(s.text[s.at:], '\n'); n >= 0 {
				s.at += n + 1
			} else {
				s.at = len(s.text)
			}
		case c == '/' && s.peek(1) == '*':
			n := strings.Index(s.text[s.at+2:], "*/")
			if n < 0 {
				return diag.Syntax("the comment that begins here is not closed by */").With("UnexpectedSyntax")
			}
			s.at += n + 4
		case c >= utf8.RuneSelf || c >= 0x1c && c <= 0x1f:
			r, size := utf8.DecodeRuneInString(s.text[s.at:])
			if c >= utf8.RuneSelf && !unicode.IsSpace(r) && r != '\ufeff' && r != '\u180e' {
				return nil
			}
			s.at += size
		default:
			return nil
		}
	}
	return nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func nameStart(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Pc)
}

func namePart(r rune) bool {
	return nameStart(r) || unicode.In(r, unicode.Nd, unicode.Mn, unicode.Mc)
}

// nameEnd gives the end of the run of name characters that begins at from.
func (s *scanner) nameEnd(from int) int {
	for from < len(s.text) {
		if c := s.text[from]; c < utf8.RuneSelf {
			if c != '_' && !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') {
				break
			}
			from++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[from:])
		if !namePart(r) {
			break
		}
		from += size
	}
	return from
}

func keywordOf(text string) string {
	if len(text) > 16 {
		return ""
	}
	var upper [16]byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		upper[i] = c
	}
	return keywords[string(upper[:len(text)])]
}

func (s *scanner) parameter() bool {
	start := s.at
	switch c := s.peek(1); {
	case c == '`':
		s.at++
		if !s.quoted('`', quotedName) {
			return false
		}
		t := &s.tokens[len(s.tokens)-1]
		t.kind, t.Start = parameter, start
		return true
	case c == '(':
		s.at++
		s.add(token{Span: Span{start, s.at}, kind: dynamic, text: "$("})
		return true
	}
	end := s.nameEnd(start + 1)
	if end == start+1 {
		return s.fail(start, diag.Syntax("Invalid input '$': expected the name of a parameter behind it").With("UnexpectedSyntax"))
	}
	s.at = end
	s.add(token{Span: Span{start, end}, kind: parameter, text: s.text[start+1 : end]})
	return true
}

// number scans an integer or float. A number with trailing name characters is one bad token, so
// that the message names the whole of it.
func (s *scanner) number() bool {
	start := s.at
	k := integer
	if s.peek(0) == '0' && (s.peek(1)|0x20 == 'x' || s.peek(1)|0x20 == 'o') {
		s.at = s.nameEnd(start)
	} else {
		s.digits()
		if s.peek(0) == '.' && isDigit(s.peek(1)) {
			k = float
			s.at++
			s.digits()
		}
		if s.peek(0)|0x20 == 'e' && (isDigit(s.peek(1)) || (s.peek(1) == '-' || s.peek(1) == '+') && isDigit(s.peek(2))) {
			k = float
			s.at += 2
			s.digits()
		}
		s.at = s.nameEnd(s.at)
	}
	text := s.text[start:s.at]
	s.add(token{Span: Span{start, s.at}, kind: k, text: strings.ReplaceAll(text, "_", "")})
	return true
}

func (s *scanner) digits() {
	for isDigit(s.peek(0)) || s.peek(0) == '_' && isDigit(s.peek(1)) {
		s.at++
	}
}

// quoted scans a string or a backquoted name and unescapes it.
func (s *scanner) quoted(quote byte, k kind) bool {
	start := s.at
	s.at++
	run := s.at
	var b strings.Builder
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c == quote && k == quotedName && s.peek(1) == quote:
			b.WriteString(s.text[run : s.at+1])
			s.at += 2
			run = s.at
		case c == quote:
			text := s.text[run:s.at]
			if b.Len() > 0 {
				b.WriteString(text)
				text = b.String()
			}
			s.at++
			if !utf8.ValidString(text) {
				return s.fail(start, diag.Syntax("invalid UTF-8 in the query text").With("InvalidUnicodeCharacter"))
			}
			s.add(token{Span: Span{start, s.at}, kind: k, text: text})
			return true
		case c == '\\' && (k == stringToken || s.peek(1) == 'u'):
			b.WriteString(s.text[run:s.at])
			if problem := s.escape(&b); problem != nil {
				return s.fail(s.at, problem)
			}
			run = s.at
		default:
			s.at++
		}
	}
	what := "string"
	if k == quotedName {
		what = "name"
	}
	return s.fail(start, diag.Syntax("the quoted %s that begins here is not closed by %c", what, quote).With("UnexpectedSyntax"))
}

// escape reads the escape sequence at s.at into b.
func (s *scanner) escape(b *strings.Builder) *diag.Error {
	c := s.peek(1)
	if i := strings.IndexByte(`bfnrt\'"`+"`", c); i >= 0 && c != 0 {
		b.WriteByte("\b\f\n\r\t\\'\"`"[i])
		s.at += 2
		return nil
	}
	width := 0
	switch c {
	case 'u':
		width = 4
	case 'U':
		width = 8
	default:
		b.WriteByte('\\')
		s.at++
		return nil
	}
	r, ok := s.hex(s.at+2, width)
	if !ok {
		return diag.Syntax("Invalid input: expected %d hexadecimal digits behind \\%c", width, c).With("InvalidUnicodeLiteral")
	}
	s.at += 2 + width
	if r >= 0xd800 && r < 0xdc00 && width == 4 && s.peek(0) == '\\' && s.peek(1) == 'u' {
		if low, ok := s.hex(s.at+2, 4); ok && low >= 0xdc00 && low < 0xe000 {
			r = 0x10000 + (r-0xd800)<<10 + (low - 0xdc00)
			s.at += 6
		}
	}
	if !utf8.ValidRune(rune(r)) || r > unicode.MaxRune {
		return diag.Syntax("Invalid input: U+%X is not a Unicode character", r).With("InvalidUnicodeLiteral")
	}
	b.WriteRune(rune(r))
	return nil
}

func (s *scanner) hex(from, width int) (uint64, bool) {
	if from+width > len(s.text) {
		return 0, false
	}
	r, err := strconv.ParseUint(s.text[from:from+width], 16, 64)
	return r, err == nil
}
