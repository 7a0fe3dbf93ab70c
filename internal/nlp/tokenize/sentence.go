package tokenize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// split adds the sentences of a block, whose tokens begin at first.
func split(d *nlp.Doc, block, first int) {
	start := first
	for i := first; i < len(d.Tokens); {
		next := endsAt(d, start, i)
		if next == 0 && i+1-start >= MaxTokens {
			next = i + 1
		}
		if next == 0 {
			i++
			continue
		}
		d.Sentences = append(d.Sentences, nlp.Sentence{First: start, Last: next, Block: block})
		start, i = next, next
	}
	if start < len(d.Tokens) {
		d.Sentences = append(d.Sentences, nlp.Sentence{First: start, Last: len(d.Tokens), Block: block})
	}
}

// endsAt returns the token after the sentence that began at start if it ends with token i or with what closes after
// it, else 0.
func endsAt(d *nlp.Doc, start, i int) int {
	last := len(d.Tokens)
	if i+1 < last && blankLine(d.Text[d.Tokens[i].End:d.Tokens[i+1].Start]) {
		return i + 1
	}
	w := d.Word(i)
	kind := endMark(w)
	if kind == 0 {
		return 0
	}
	j := closers(d, i+1)
	if j >= last {
		return last
	}
	if blankLine(d.Text[d.Tokens[j-1].End:d.Tokens[j].Start]) {
		return j
	}
	next := d.Word(j)
	gap := d.Tokens[j].Start > d.Tokens[j-1].End
	switch kind {
	case markAbbreviation:
		if j == i+1 && (!gap || !abbreviationEnds(w, next)) || startsLower(next) {
			return 0
		}
	case markEllipsis:
		if !begins(next, true) {
			return 0
		}
	case markStop:
		// No space after a full stop: a missing space ("talks.The") or an unknown abbreviation.
		if w != "." { // scripts that put no space after it
			return j
		}
		if !gap && (!begins(next, true) || j > i+1 && !unicode.IsUpper(firstRune(next))) {
			return 0
		}
		if j == i+1 && i == start+1 && listLabel(d.Word(start)) { // "1. The parties agree"
			return 0
		}
		if startsLower(next) && !strings.HasPrefix(next, "@") {
			return 0
		}
	case markCall: // "Yahoo! said", "'Help!' he cried"
		if startsLower(next) || !gap && !begins(next, true) {
			return 0
		}
	}
	return j
}

const (
	markStop = 1 + iota
	markCall
	markEllipsis
	markAbbreviation
)

// endMark says how token w can end a sentence, 0 if it cannot.
func endMark(w string) int {
	switch w {
	case ".", "。", "｡", "।", "؟", "۔":
		return markStop
	case "…":
		return markEllipsis
	}
	switch c := w[len(w)-1]; {
	case c == '!' || c == '?':
		if strings.Trim(w, "!?") == "" {
			return markCall
		}
	case c == '.':
		if strings.Trim(w, ".") == "" {
			return markEllipsis
		}
		return markAbbreviation
	}
	if w == "！" || w == "？" {
		return markStop
	}
	return 0
}

// closers skips the quotes and brackets that close what ended before token i: they touch the token before them, or
// are a quote that stands alone before a space.
func closers(d *nlp.Doc, i int) int {
	for k := 0; k < 4 && i < len(d.Tokens); k++ {
		w := d.Word(i)
		touches := d.Tokens[i].Start == d.Tokens[i-1].End
		free := i+1 >= len(d.Tokens) || d.Tokens[i+1].Start > d.Tokens[i].End
		switch w {
		case "”", "’", "''", "»", ")", "]", "\"", "'":
			if !touches && (w != "\"" && w != "''" && w != "»" || !free) {
				return i
			}
			if w == "\"" && !free && !touches {
				return i
			}
		default:
			return i
		}
		i++
	}
	return i
}

// abbreviationEnds reports whether a sentence ends at abbreviation w before the word next.
func abbreviationEnds(w, next string) bool {
	if !begins(next, false) {
		return false
	}
	stem := strings.ToLower(strings.TrimSuffix(w, "."))
	switch {
	case abbreviations[stem] == abbrevTitle || stem == "no" || stem == "nos" || capitalTitles[w[:len(w)-1]]:
		return false
	case stem == "a.m" || stem == "p.m": // "at 5 p.m. Monday"
		return starters[strings.ToLower(next)] && !weekdays[strings.ToLower(next)]
	case runes(stem) == 1: // an initial
		return false
	}
	return starters[strings.ToLower(next)]
}

// begins reports whether a sentence can begin with w: a capital, a letter without case, an opening mark or, if
// digits is set, a digit.
func begins(w string, digits bool) bool {
	r := firstRune(w)
	switch {
	case unicode.IsUpper(r), unicode.IsTitle(r):
		return true
	case unicode.IsLetter(r):
		return !unicode.IsLower(r)
	case unicode.IsDigit(r):
		return digits
	}
	return strings.ContainsRune("\"“‘'`«([@#—–-*•", r)
}

func startsLower(w string) bool { return unicode.IsLower(firstRune(w)) }

func firstRune(w string) rune {
	r, _ := utf8.DecodeRuneInString(w)
	return r
}

// listLabel reports whether w numbers an item of a list.
func listLabel(w string) bool {
	return len(w) <= 2 && allDigits(w)
}

// blankLine reports whether the white space s holds an empty line.
func blankLine(s string) bool {
	k := strings.IndexByte(s, '\n')
	return k >= 0 && strings.IndexByte(s[k+1:], '\n') >= 0 || strings.Contains(s, "\u2029")
}
