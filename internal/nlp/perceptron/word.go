package perceptron

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is what features use of a word, as hashes.
type Word struct {
	Form, Lower uint64
	Shape       uint64    // runs of one kind of letter: "Xx", "d.d", "X-x"
	Suffix      [4]uint64 // of the lower-case form, 1 to 4 runes; the whole word if it is shorter
	Prefix      [3]uint64 // likewise
	Case        Case
}

// Case is how a word is written.
type Case uint8

const (
	CaseNone    Case = iota // no letters
	CaseLower               // all lower case
	CaseCapital             // one capital, at the start
	CaseUpper               // two or more letters, all capitals
	CaseMixed               // anything else
)

// Look hashes a word. It does not allocate for ASCII.
func Look(s string) Word {
	low := s
	if ascii, upper := scan(s); !ascii || upper {
		if !ascii || len(s) > 64 {
			low = strings.ToLower(s)
		} else {
			var buf [64]byte
			for i := 0; i < len(s); i++ {
				c := s[i]
				if 'A' <= c && c <= 'Z' {
					c += 'a' - 'A'
				}
				buf[i] = c
			}
			w := ends(string(buf[:len(s)]))
			w.Form = String(s)
			w.Shape, w.Case = shape(s)
			return w
		}
	}
	w := ends(low)
	w.Form = String(s)
	w.Shape, w.Case = shape(s)
	return w
}

func scan(s string) (ascii, upper bool) {
	ascii = true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
		} else if 'A' <= s[i] && s[i] <= 'Z' {
			upper = true
		}
	}
	return ascii, upper
}

func ends(low string) Word {
	var w Word
	w.Lower = String(low)
	at := len(low)
	for n := range w.Suffix {
		if at > 0 {
			_, k := utf8.DecodeLastRuneInString(low[:at])
			at -= k
		}
		w.Suffix[n] = String(low[at:])
	}
	at = 0
	for n := range w.Prefix {
		if at < len(low) {
			_, k := utf8.DecodeRuneInString(low[at:])
			at += k
		}
		w.Prefix[n] = String(low[:at])
	}
	return w
}

// shape hashes the kinds of a word's characters, runs of one kind counted as one, up to eight runs.
func shape(s string) (uint64, Case) {
	h, last, runs := uint64(0), rune(0), 0
	upper, lower, first := 0, 0, false
	for i, r := range s {
		k := r
		switch {
		case 'a' <= r && r <= 'z', r >= utf8.RuneSelf && unicode.IsLower(r):
			k = 'x'
			lower++
		case 'A' <= r && r <= 'Z', r >= utf8.RuneSelf && unicode.IsUpper(r):
			k = 'X'
			upper++
			first = first || i == 0
		case '0' <= r && r <= '9':
			k = 'd'
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			k = 'c'
		}
		if k != last && runs < 8 {
			h = Mix(h, uint64(k))
			runs++
		}
		last = k
	}
	switch {
	case upper == 0 && lower == 0:
		return h, CaseNone
	case upper == 0:
		return h, CaseLower
	case upper == 1 && first && (lower > 0 || utf8.RuneCountInString(s) == 1):
		return h, CaseCapital
	case lower == 0:
		return h, CaseUpper
	}
	return h, CaseMixed
}
