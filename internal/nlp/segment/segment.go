package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// Stage is the pipeline stage.
type Stage struct{}

// New returns the stage.
func New() *Stage { return &Stage{} }

func (*Stage) Name() string   { return "segment" }
func (*Stage) Needs() nlp.Set { return 0 }
func (*Stage) Sets() nlp.Set  { return nlp.Blocks }

// Apply sets d.Blocks.
func (*Stage) Apply(d *nlp.Doc) error {
	d.Blocks = Blocks(d.Text)
	return nil
}

// line is one line of the text without the white space around it.
type line struct {
	nlp.Span
	gap  bool // an empty line, or the start of the text, before it
	last bool // an empty line, or the end of the text, after it
	kind nlp.BlockKind
	item bool // starts with a bullet or a number
}

// Blocks divides text.
func Blocks(text string) []nlp.Block {
	lines := split(text)
	fenced := false
	for i := range lines {
		l := &lines[i]
		s := text[l.Start:l.End]
		if strings.HasPrefix(s, "```") || strings.HasPrefix(s, "~~~") {
			fenced = !fenced
			l.kind = nlp.BlockFurniture
			continue
		}
		if fenced {
			l.kind = nlp.BlockFurniture
			continue
		}
		l.item = isItem(s)
		l.kind = classify(s, *l, i)
	}
	for i := range lines[:max(0, len(lines)-1)] {
		if r, _ := utf8.DecodeRuneInString(text[lines[i+1].Start:]); lines[i].kind == nlp.BlockHeadline && !lines[i].last && unicode.IsLower(r) {
			lines[i].kind = nlp.BlockBody // wrapped text
		}
	}
	closeList(text, lines)
	var out []nlp.Block
	for i := 0; i < len(lines); {
		if lines[i].kind != nlp.BlockBody {
			out = append(out, nlp.Block{Span: lines[i].Span, Kind: lines[i].kind})
			i++
			continue
		}
		j := i + 1
		for j < len(lines) && joins(text, lines[j-1], lines[j]) {
			j++
		}
		out = appendParagraph(out, text, nlp.Span{Start: lines[i].Start, End: lines[j-1].End})
		i = j
	}
	return out
}

// split returns the lines of text that hold more than white space.
func split(text string) []line {
	var out []line
	gap := true
	for start := 0; start <= len(text); {
		end := len(text)
		if i := strings.IndexAny(text[start:], "\n\r\u2028\u2029\v\f"); i >= 0 {
			end = start + i
		}
		s := text[start:end]
		left := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		if left == len(s) {
			// "\r\n" is one break, not an empty line between two.
			if !(end < len(text) && text[end] == '\n' && end > 0 && end == start && text[end-1] == '\r') {
				gap = true
				if len(out) > 0 {
					out[len(out)-1].last = true
				}
			}
		} else {
			right := start + len(strings.TrimRightFunc(s, unicode.IsSpace))
			out = append(out, line{Span: nlp.Span{Start: start + left, End: right}, gap: gap})
			gap = false
		}
		if end == len(text) {
			break
		}
		_, n := utf8.DecodeRuneInString(text[end:])
		start = end + n
	}
	if len(out) > 0 {
		out[len(out)-1].last = true
	}
	return out
}

// joins reports whether b goes on with the paragraph that a, the line before it, belongs to: text that was
// wrapped at a fixed width.
func joins(text string, a, b line) bool {
	if b.gap || b.item || b.kind != nlp.BlockBody || a.kind != nlp.BlockBody {
		return false
	}
	if strings.HasSuffix(text[a.Start:a.End], ":") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[b.Start:])
	return unicode.IsLower(r) || a.Len() >= 50 && !endsSentence(text[a.Start:a.End])
}

// endsSentence reports whether s ends with a mark that closes a sentence, quotes and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…")
}

// isItem reports whether s starts as an item of a list.
func isItem(s string) bool {
	for _, p := range [...]string{"- ", "* ", "• ", "– ", "— ", "· ", "▪ ", "◦ ", "o ", "+ "} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	i := 0
	for i < len(s) && i < 3 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i > 0 && i+1 < len(s) && (s[i] == '.' || s[i] == ')') && s[i+1] == ' '
}

// closeList makes furniture of what follows a heading such as "Sources" or "Related articles", up to the end or
// the next paragraph of running text.
func closeList(text string, lines []line) {
	open := false
	for i := range lines {
		l := &lines[i]
		s := text[l.Start:l.End]
		switch {
		case listHeads[strings.ToLower(strings.TrimRight(s, ":"))]:
			open, l.kind = true, nlp.BlockRelated
		case open && l.kind == nlp.BlockBody && !l.item && endsSentence(s) && !strings.Contains(s, " — ") && l.Len() > 120:
			open = false
		case open && l.kind.States():
			l.kind = nlp.BlockRelated
		}
	}
}
