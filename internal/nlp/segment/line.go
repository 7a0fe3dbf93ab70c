package segment

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

// listHeads are headings whose lists name other texts, in lower case without a colon.
var listHeads = set("sources", "source", "references", "external links", "related news", "related articles",
	"related stories", "related topics", "related content", "sister links", "see also", "further reading",
	"more on this story", "more stories", "top stories", "most read", "most popular", "recommended", "you may also like",
	"trending", "latest news", "editor's picks", "editors' picks", "more from", "read more", "read also", "also read",
	"have an opinion on this story?", "share this story", "bookmark with:", "notes")

// furniture are lines that only help a reader to get around, whole and in lower case.
var furniture = set("advertisement", "advertisements", "ads by google", "ends", "end", "ends.", "(ends)", "-end-", "- end -",
	"share", "share this", "share this:", "share on facebook", "share on twitter", "tweet", "email", "print", "print this page",
	"print this article", "home", "menu", "search", "subscribe", "sign up", "log in", "login", "next", "previous",
	"back to top", "skip to content", "skip to main content", "skip navigation", "comments", "leave a comment", "loading...",
	"loading…", "continue reading", "story continues below", "story continues below advertisement", "live", "breaking",
	"for immediate release", "copy link", "save", "follow us", "contact us", "about us", "whatsapp", "facebook", "twitter",
	"linkedin", "reddit", "more", "click here", "watch live", "listen", "text size", "tags", "topics")

var (
	relatedStart = regexp.MustCompile(`^(?i:read more|read also|also read|related|see also|more on this|watch|don['’]t miss|recommended|more from [^:]{1,40}|related (?:articles?|stor(?:y|ies)|news|links?|video|coverage|content)|background|in pictures|video|opinion|analysis|explainer|live updates?|follow live|must read|editor['’]s picks?|next up|up next|from the archive|learn more|find out more|find more here|for more(?: information)?(?: visit| see)?|sources?|external links?|sister links?|categor(?:y|ies)|tags?|topics?|filed under|keywords?)\s*[:|»]`)
	shareStart   = regexp.MustCompile(`^(?i:share (?:this|on|via)|follow (?:us|@\S+|\S+ on (?:twitter|facebook))|sign up (?:for|to)|subscribe (?:to|now|for)|click (?:here|on)|download (?:the|our)|like us on|join (?:us on|our newsletter)|get (?:the latest|our)|please enable|this (?:site|website) uses cookies|we use cookies|accept (?:all )?cookies|all rights reserved|terms (?:of|and)|privacy policy|cookie policy|advertise with|for further information|for media (?:inquiries|enquiries)|media contacts?|press contacts?|for press inquiries|contact:|tel[.:]|phone:|e-?mail:|fax:|(?:reporting|editing|additional reporting|writing) by |your browser does not|\(?story continues)`)
	creditStart  = regexp.MustCompile(`^(?:©|\(c\) ?[12]\d{3}|\(C\) ?[12]\d{3}|(?i:copyright|photo(?:graph)?s?(?: credits?)?\s*(?::|/|by )|image(?: credits?| source)?\s*(?::|/|by )|picture(?: credits?)?\s*(?::|by )|credits?:|file (?:photo|picture|image)\b|\(?(?:ap|afp|epa|reuters|getty)(?: photo| images)?/|getty images|reuters pictures?|pool photo|illustration:|graphic:|caption:|by-?line:|written by |story by |posted by |published by |reported by ))`)
	creditLine   = regexp.MustCompile(`(?:Getty Images|AP Photo|AFP Photo|REUTERS/|Reuters/[A-Z]|EPA/|\(Photo(?: by|:|/)|\(Image(?: by|:|/)|Photo by [A-Z]|via Getty|via AP\b|/Getty|/AFP\b|/AP\))`)
	byline       = regexp.MustCompile(`^By [A-Z][\pL.'’-]+(?: [A-Z][\pL.'’-]*){0,3}(?:(?:,| and| \||/) ?[A-Z][\pL.'’ -]+){0,4}$`)
	rule         = regexp.MustCompile(`^[\s#*_=~<>|/\\\-–—.·•+!:-]+$`)
	dateOnly     = regexp.MustCompile(`^\(?(?i:(?:published|updated|posted|last updated|last modified|date|issued|created|first published)?(?: on| at)?[:\s]*)?(?:[A-Z][\pL.'’-]+(?: [A-Z][\pL.'’-]+){0,2}, )?(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)[.,]* )?(?:(?i:date )?\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|` + month + ` \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? ` + month + `,? \d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})[,.\s|–-]*(?:\d{1,2}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{2,4})?)?\)?$`)
	clockOnly    = regexp.MustCompile(`^\d{1,2}[:.]\d\d\s?(?:[AaPp]\.?\s?[Mm]\.?)?\s?[A-Z]{0,4}$`)
	urlOnly      = regexp.MustCompile(`^(?:[\w ]{0,30}:?\s*)?(?:https?://|www\.)\S+$`)
)

const month = `(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`

// classify says what a line is when seen alone. i is its number among the lines that are not empty.
func classify(s string, l line, i int) nlp.BlockKind {
	switch low := strings.ToLower(s); {
	case rule.MatchString(s), furniture[low], strings.HasPrefix(s, "<!--"), urlOnly.MatchString(s), isTable(s), isCode(s):
		return nlp.BlockFurniture
	case relatedStart.MatchString(s):
		return nlp.BlockRelated
	case shareStart.MatchString(s):
		return nlp.BlockFurniture
	case creditStart.MatchString(s), len(s) < 240 && creditLine.MatchString(s), len(s) < 120 && byline.MatchString(s):
		return nlp.BlockCredit
	case len(s) < 60 && (dateOnly.MatchString(s) || clockOnly.MatchString(s)):
		return nlp.BlockDateline
	case isHeadline(s, l, i):
		return nlp.BlockHeadline
	}
	return nlp.BlockBody
}

// isHeadline reports whether a line is the article's title or a heading in it: short, alone, and no sentence.
func isHeadline(s string, l line, i int) bool {
	if strings.HasPrefix(s, "#") {
		hashes := len(s) - len(strings.TrimLeft(s, "#"))
		return hashes <= 6 && strings.HasPrefix(s[hashes:], " ")
	}
	if l.item || !l.gap && i > 0 || endsSentence(s) && !strings.HasSuffix(s, "?") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ";") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.ContainsRune("\"'“‘«", r) {
		return false
	}
	if strings.Contains(s, "pic.twitter.com/") || strings.Contains(s, "://") {
		return false
	}
	words := strings.Count(s, " ") + 1
	if i == 0 {
		return words >= 2 && words <= 40 && len(s) < 300
	}
	return l.last && words <= 14 && len(s) < 100
}

// isTable reports whether a line is a row of a table or a row of figures: cells, or more digits than letters.
func isTable(s string) bool {
	if strings.Count(s, "|") >= 2 || strings.Count(s, "\t") >= 2 {
		return true
	}
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return digits > letters && digits >= 4 && !dateOnly.MatchString(s) && !clockOnly.MatchString(s)
}

// isCode reports whether a line is of a programming or markup language.
func isCode(s string) bool {
	if strings.HasPrefix(s, "</") || strings.HasPrefix(s, "<!") || strings.HasPrefix(s, "<script") || strings.HasPrefix(s, "<div") {
		return true
	}
	if !strings.HasSuffix(s, ";") && !strings.HasSuffix(s, "{") && s != "}" && s != "};" && s != "})" {
		return false
	}
	return strings.ContainsAny(s, "={}") || strings.HasPrefix(s, "import ") || strings.HasPrefix(s, "return")
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
