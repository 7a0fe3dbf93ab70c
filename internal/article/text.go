package article

import (
	"path"
	"regexp"
	"strings"

	"newsgraph/graph"
)

// parseWhole reads a source that is one article.
func parseWhole(b []byte, name string, format Format, o Options) (graph.Article, error) {
	s, err := decode(b, o.Encoding, format == HTML)
	if err != nil {
		return graph.Article{}, err
	}
	var a graph.Article
	switch format {
	case HTML:
		a, err = parseHTML(s)
	case Markdown:
		a, err = parseMarkdown(s, o.Map)
	default:
		a = graph.Article{Text: s, Title: firstLine(s)}
	}
	if err != nil {
		return graph.Article{}, err
	}
	if strings.TrimSpace(a.Text) == "" {
		if format == HTML {
			return graph.Article{}, errNoText
		}
		return graph.Article{}, errEmpty
	}
	if a.Published.IsZero() {
		a.Published = leadingDate(a.Text)
	}
	if a.Published.IsZero() {
		a.Published = nameDate(name)
	}
	if a.ID == "" {
		a.ID = name
	}
	if a.Source == "" {
		a.Source = path.Base(name)
	}
	return complete(a), nil
}

var datedName = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}\b`)

// nameDate is the date that a file's name begins with.
func nameDate(name string) graph.Date {
	d, n := datePrefix(datedName.FindString(path.Base(name)))
	if n == 0 {
		return graph.Date{}
	}
	return d
}

// firstLine is a plain text's title: a short first line that stands alone and is no sentence, date or dateline. A line
// that is only a date may stand before it.
func firstLine(s string) string {
	for range 2 {
		s = strings.TrimLeft(s, " \t\r\n")
		line, rest, ok := strings.Cut(s, "\n")
		line = strings.TrimSpace(line)
		next, _, _ := strings.Cut(rest, "\n")
		if !ok || strings.TrimSpace(next) != "" || len(line) > 200 || strings.HasSuffix(line, ".") {
			return ""
		}
		switch {
		case onlyDate(line):
			s = rest
		case leadingDate(line).IsZero():
			return line
		default:
			return ""
		}
	}
	return ""
}

func onlyDate(line string) bool {
	line = dateWord.ReplaceAllString(line, "")
	_, n := datePrefix(line)
	return n > 0 && afterDate.MatchString(line[n:])
}

// withTitle puts the title before the text, unless the text begins with it, so that what a headline states can be
// quoted from the text.
func withTitle(title, text string) string {
	if title == "" || strings.HasPrefix(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(title), " ")) {
		return text
	}
	return title + "\n\n" + text
}
