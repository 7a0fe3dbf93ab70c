// Package tokenize cuts the blocks of a Doc into sentences and tokens.
//
// # Input and output
//
// Needs nothing; reads Doc.Blocks where a segmenter set them and makes one unset block over the whole text where
// none did. Sets Tokens and Sentences.
//
// Tokens follow the English UD treebanks, which the tagger and parser are trained on: clitics are tokens ("do|n't",
// "Modi|'s", "ministers|'", "can|not"); abbreviations, initials and acronyms keep their full stop ("Mr.", "U.S.",
// "a.m."); numbers are whole ("1,200.50", "2+2", "9/11", "2018-09-06"); a hyphenated word is split at its hyphens
// ("two|-|day", "al|-|Qaida", "U.S.|-|led") except after a prefix that is no word ("pro-Russian", "non-nuclear",
// "re-elected"). Addresses, @handles and #hashtags are whole. Letters of scripts without spaces stay together.
//
// A sentence ends at a full stop, question or exclamation mark (with the quotes and brackets that close after it),
// at a blank line, at the end of its block, and after MaxTokens tokens.
//
// # Invariants
//
// Those of package nlp, for any bytes: spans lie on rune boundaries, a byte that is no valid UTF-8 counts as one
// rune; every token is non-empty and holds no white space; every token belongs to exactly one sentence.
//
// # Performance
//
// Linear: BenchmarkTokenize 30 MB/s, 7 million tokens/s, on one core; a million words without a full stop take as long
// per byte as news does.
package tokenize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// MaxTokens is the length at which a sentence is cut off even if it has not ended. The longest sentence of the
// treebanks has 204 tokens; the parser's time per token grows with none of them, but its stack of open words does.
const MaxTokens = 300

// Stage is the tokenizer.
type Stage struct{}

// New returns the tokenizer.
func New() *Stage { return &Stage{} }

func (*Stage) Name() string   { return "tokenize" }
func (*Stage) Needs() nlp.Set { return 0 }
func (*Stage) Sets() nlp.Set  { return nlp.Tokens | nlp.Sentences }

// Apply sets Tokens and Sentences, replacing what was there.
func (*Stage) Apply(d *nlp.Doc) error {
	if len(d.Blocks) == 0 && d.Text != "" {
		d.Blocks = []nlp.Block{{Span: nlp.Span{Start: 0, End: len(d.Text)}}}
	}
	d.Tokens = make([]nlp.Token, 0, len(d.Text)/5+1)
	d.Sentences = make([]nlp.Sentence, 0, len(d.Text)/120+1)
	for i, b := range d.Blocks {
		first := len(d.Tokens)
		s := scanner{text: d.Text[:b.End], tokens: d.Tokens, pos: b.Start}
		s.scan()
		d.Tokens = s.tokens
		split(d, i, first)
	}
	return nil
}

// scanner cuts text into tokens, a run of non-space (a chunk) at a time.
type scanner struct {
	text   string
	pos    int
	tokens []nlp.Token
}

func (s *scanner) scan() {
	for s.pos < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.pos:])
		if isSpace(r) {
			s.pos += n
			continue
		}
		end := s.pos + n
		for end < len(s.text) {
			r, n := utf8.DecodeRuneInString(s.text[end:])
			if isSpace(r) {
				break
			}
			end += n
		}
		s.chunk(end)
		s.pos = end
	}
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060' || unicode.Is(unicode.Bidi_Control, r)
}

func (s *scanner) add(start, end int) {
	s.tokens = append(s.tokens, nlp.Token{Span: nlp.Span{Start: start, End: end}, Head: -1})
}

// chunk cuts text[s.pos:end].
func (s *scanner) chunk(end int) {
	for i := s.pos; i < end; {
		next := s.address(i, end)
		if next > i {
			s.add(i, next)
			i = next
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[i:end])
		switch {
		case isWord(r):
			i = s.word(i, end)
		case (r == '\'' || r == '’') && s.apostrophe(i, end) > i:
			next = s.apostrophe(i, end)
			s.add(i, next)
			i = next
		case r == '.' && i+1 < end && isDigit(s.text[i+1]):
			next = s.number(i+1, end)
			s.add(i, next)
			i = next
		case (r == '+' || r == '-' || r == '−') && s.signed(i, n, end):
			next = s.number(i+n, end)
			s.add(i, next)
			i = next
		default:
			next = s.run(i, n, r, end)
			s.add(i, next)
			i = next
		}
	}
}

// run is the end of the punctuation token at i: a run of one mark for those that repeat, one rune otherwise.
func (s *scanner) run(i, n int, r rune, end int) int {
	next := i + n
	switch r {
	case '.', '-', '_', '*', '=', '#', '~', '!', '?':
		for next < end && (s.text[next] == byte(r) || (r == '!' && s.text[next] == '?') || (r == '?' && s.text[next] == '!')) {
			next++
		}
	case '`':
		if next < end && s.text[next] == '`' {
			next++
		}
	case '\'':
		if next < end && s.text[next] == '\'' {
			next++
		}
	case '…', '—', '–':
		for next < end && strings.HasPrefix(s.text[next:end], string(r)) {
			next += n
		}
	default:
		// Marks and joiners stay with what they modify.
		for next < end {
			m, k := utf8.DecodeRuneInString(s.text[next:end])
			if !unicode.IsMark(m) && m != '\u200d' {
				break
			}
			next += k
		}
	}
	return next
}

// signed reports whether the sign of n bytes at i begins a number: it begins the chunk and digits follow.
func (s *scanner) signed(i, n, end int) bool {
	return i == s.pos && i+n < end && isDigit(s.text[i+n])
}

// apostrophe is the end of a token that begins with an apostrophe at i: a clitic left by a quote or bracket before
// it, or a shortened word ("'90s", "'em").
func (s *scanner) apostrophe(i, end int) int {
	_, n := utf8.DecodeRuneInString(s.text[i:end])
	j := i + n
	for j < end && isASCIIAlnum(s.text[j]) {
		j++
	}
	w := strings.ToLower(s.text[i+n : j])
	if i > s.pos {
		switch w {
		case "s", "d", "m", "re", "ve", "ll":
			return j
		}
		return i
	}
	switch {
	case w == "em", w == "tis", w == "twas", w == "cause", w == "til":
		return j
	case len(w) == 3 && isDigit(w[0]) && isDigit(w[1]) && w[2] == 's', len(w) == 2 && isDigit(w[0]) && isDigit(w[1]):
		return j
	}
	return i
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIAlnum(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func isASCIIAlnum(c byte) bool { return isDigit(c) || isASCIILetter(c) }
func isDigit(c byte) bool      { return '0' <= c && c <= '9' }
func isASCIILetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
