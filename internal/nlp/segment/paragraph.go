package segment

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// Parts of a dateline.
const (
	capitals = `[A-Z][A-Z.'’-]+(?:[ /-][A-Z][A-Z.'’-]*){0,4}(?:, [A-Z][\pL.]+(?: [A-Z][\pL.]+)?)?`
	place    = `[A-Z]\pL+(?: [A-Z]\pL+){0,2}`
	day      = `(?:` + month + ` \d{1,2}(?:, \d{4})?|\d{1,2} ` + month + `(?: \d{4})?)`
	source   = `\([^()\n]{2,40}\)`
	agency   = `\((?:Reuters|AP|AFP|CNN|UPI|Xinhua|TASS|ANI|PTI|IANS|dpa|EFE|Kyodo|Yonhap|VOA|BBC|ANSA|MENA|WAFA|IRNA|Bloomberg)[^()\n]{0,20}\)`
)

var (
	// "date 2018-09-06 Two ministers …": the form some collectors put before the text.
	leadDate = regexp.MustCompile(`^(?:(?i:date|published|updated)[: ]\s*)?\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?\s+`)
	// "NEW DELHI, Sept 6 (Agency) -", "PARIS (AFP) –", "Geneva, 14 July 2015 —", "(AFP) --", "Port Louis, 3 May 2011 (Agency)."
	leadPlace = regexp.MustCompile(`^(?:` +
		`(?:` + capitals + `(?:,? ` + month + ` \d{1,2}(?:,? \d{4})?| \d{1,2} ` + month + `(?: \d{4})?)?,?(?: ?` + source + `)?` +
		`|` + place + `, ` + day + `(?: ?` + source + `)?` +
		`|(?:` + place + `(?:, [A-Z]\pL+)? ?)?` + agency + `)\s*[–—-]{1,3}` +
		`|` + place + `, ` + day + ` ?` + source + `[.:])\s+`)
	// "— Name (@handle) September 6, 2018" after a post.
	signature = regexp.MustCompile(`(?:(?:pic\.twitter\.com|https?://t\.co)/\w+\s*)*(?:[—–]|--)\s*[^\n—–@]{1,60}\(@\w{1,20}\)(?:\s*[·,]?\s*(?:` + month + ` \d{1,2},? \d{4}|\d{1,2} ` + month + ` \d{4}))?`)
	// "© AFP 2018 / PRAKASH …" within running text: the agency, a year, a name in capitals.
	inlineCredit = regexp.MustCompile(`(?:©|\(c\)|Photo:|File photo:|Image:)\s*(?:[A-Z][\w.]*\s?){1,3}(?:[12]\d{3})?(?:\s*/\s*(?:[A-Z][A-Z.'’-]+\s?){1,4})?`)
	// "READ MORE: Some Headline" within running text; written in capitals there.
	inlineRelated = regexp.MustCompile(`(?:READ MORE|READ ALSO|ALSO READ|RELATED|SEE ALSO|WATCH|DON['’]T MISS|Read more|Read also|Also read):\s*`)
	// "SECURING THE DEAL: During the visit …": a heading run into its paragraph.
	runInHead = regexp.MustCompile(`^[A-Z][A-Z0-9 ,.&'’–-]{8,90}: `)
	// The speaker of what follows in a transcript; it belongs to the words that are spoken.
	speaker = regexp.MustCompile(`^(?:(?:VICE |ACTING |FIRST |PRIME |FOREIGN |DEPUTY )?(?:PRESIDENT|MINISTER|SECRETARY|CHANCELLOR|KING|QUEEN|PRINCE|AMBASSADOR|SENATOR|GOVERNOR|GENERAL|LADY|MR\.?|MRS\.?|MS\.?|DR\.?|TAOISEACH|SPEAKER)\b)`)
)

// small are words that a title in capitals leaves in lower case.
var small = set("a", "an", "the", "of", "to", "in", "on", "for", "and", "with", "by", "at", "from", "as", "is", "or", "but", "not",
	"over", "into", "after", "amid", "vs", "via", "up", "off", "out", "no", "be", "are", "its", "his", "her", "their", "about")

// openers are words that start a sentence more often than they stand inside a title.
var openers = set("The", "This", "These", "Those", "Both", "He", "She", "It", "They", "We", "In", "On", "At", "According", "Meanwhile", "Earlier", "However")

// appendParagraph appends the blocks of one paragraph of running text.
func appendParagraph(out []nlp.Block, text string, p nlp.Span) []nlp.Block {
	add := func(start, end int, kind nlp.BlockKind) {
		s := text[start:end]
		start += len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		end -= len(s) - len(strings.TrimRightFunc(s, unicode.IsSpace))
		if start < end {
			out = append(out, nlp.Block{Span: nlp.Span{Start: start, End: end}, Kind: kind})
		}
	}
	pos := p.Start
	for _, lead := range [...]*regexp.Regexp{leadDate, leadPlace} {
		if m := lead.FindStringIndex(text[pos:min(p.End, pos+160)]); m != nil && pos+m[1] < p.End {
			add(pos, pos+m[1], nlp.BlockDateline)
			pos += m[1]
		}
	}
	if m := runInHead.FindStringIndex(text[pos:min(p.End, pos+100)]); m != nil && !speaker.MatchString(text[pos:pos+m[1]]) {
		add(pos, pos+m[1], nlp.BlockFurniture)
		pos += m[1]
	}
	for pos < p.End {
		rest := text[pos:p.End]
		kind, m := inline(rest)
		if m == nil {
			add(pos, p.End, nlp.BlockBody)
			break
		}
		switch kind {
		case nlp.BlockSign:
			add(pos, pos+m[0], nlp.BlockTweet)
		default:
			add(pos, pos+m[0], nlp.BlockBody)
			if kind == nlp.BlockRelated || kind == nlp.BlockCredit {
				m[1] += titleRun(rest[m[1]:])
			}
		}
		add(pos+m[0], pos+m[1], kind)
		pos += m[1]
	}
	return out
}

// inline finds the first insertion in s that is no running text: its kind and range.
func inline(s string) (nlp.BlockKind, []int) {
	kind, best := nlp.BlockUnset, []int(nil)
	try := func(k nlp.BlockKind, m []int) {
		if m != nil && (best == nil || m[0] < best[0]) {
			kind, best = k, []int{m[0], m[1]}
		}
	}
	if strings.Contains(s, "(@") {
		try(nlp.BlockSign, signature.FindStringIndex(s))
	}
	if strings.Contains(s, "©") || strings.Contains(s, "(c)") || strings.Contains(s, "hoto:") || strings.Contains(s, "Image:") {
		try(nlp.BlockCredit, inlineCredit.FindStringIndex(s))
	}
	if strings.Contains(s, ":") {
		try(nlp.BlockRelated, inlineRelated.FindStringIndex(s))
	}
	return kind, best
}

// titleRun is the length of the headline, in title case, that s starts with: up to an opening quote or to the
// sentence in which a word of weight is in lower case. It is 0 where s starts with a sentence.
func titleRun(s string) int {
	lastOpener, lastUpper, pos := -1, 0, 0
	for pos < len(s) {
		w := s[pos:]
		if i := strings.IndexByte(w, ' '); i >= 0 {
			w = w[:i]
		}
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case pos > 0 && (r == '"' || r == '“'):
			return pos
		case unicode.IsUpper(r):
			if pos > 0 && openers[w] {
				lastOpener = pos
			}
			lastUpper = pos
		case unicode.IsLower(r) && !small[w]:
			if lastOpener >= 0 {
				return lastOpener
			}
			return lastUpper
		}
		pos += len(w) + 1
	}
	return len(s)
}
