package article

import (
	"encoding/json"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsgraph/graph"
)

// pageMeta reads what a page says about its article: JSON-LD before meta elements before the page's own elements.
func pageMeta(doc *html.Node) graph.Article {
	ld := linkedData{}
	meta := map[string]string{} // by name, property or itemprop in lower case; the first wins
	var title, h1, canonical, lang, clock string
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
				ld.read(n.FirstChild.Data)
			}
		case atom.Meta:
			for _, k := range []string{"property", "name", "itemprop"} {
				if name := strings.ToLower(attr(n, k)); name != "" && meta[name] == "" {
					meta[name] = strings.TrimSpace(attr(n, "content"))
				}
			}
		case atom.Link:
			if canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
				canonical = attr(n, "href")
			}
		case atom.Html:
			lang = attr(n, "lang")
		case atom.Title:
			if title == "" && !inside(n, atom.Svg) {
				title = line(n)
			}
		case atom.H1:
			if h1 == "" {
				h1 = line(n)
			}
		case atom.Time:
			if v := attr(n, "datetime"); clock == "" && v != "" {
				clock = v
			}
		}
	}
	a := graph.Article{
		Title:    first(ld.Headline, meta["og:title"], h1, siteless(title, meta["og:site_name"])),
		URL:      first(canonical, meta["og:url"], ld.URL),
		Source:   first(ld.Publisher, meta["og:site_name"], meta["application-name"]),
		Language: first(ld.Language, lang),
	}
	for _, s := range []string{ld.Published, meta["article:published_time"], meta["og:published_time"], meta["datepublished"],
		meta["date"], meta["pubdate"], meta["publishdate"], meta["publish-date"], meta["dc.date"], meta["dc.date.issued"],
		meta["dcterms.created"], meta["parsely-pub-date"], meta["sailthru.date"], clock} {
		if d, err := parseDate(strings.TrimSpace(s)); err == nil && d.Precision() == "day" {
			a.Published = d
			break
		}
	}
	return a
}

func line(n *html.Node) string { return strings.Join(strings.Fields(textOf(n, false)), " ") }

func first(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

var siteSuffix = regexp.MustCompile(`\s+[|–—]\s+[^|–—]{1,40}$`)

// siteless is a page's title without the site's name at its end.
func siteless(title, site string) string {
	if site != "" {
		if t, ok := strings.CutSuffix(title, site); ok {
			return strings.TrimRight(t, " |–—-·:")
		}
	}
	return siteSuffix.ReplaceAllString(title, "")
}

// linkedData is what a schema.org Article says, as far as we read it; the first value found of each stays.
type linkedData struct{ Headline, Published, Publisher, URL, Language string }

func (l *linkedData) read(script string) {
	var v any
	if json.Unmarshal([]byte(script), &v) == nil {
		l.find(v, 0)
	}
}

func (l *linkedData) find(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.find(x, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			set(&l.Headline, html.UnescapeString(text(v["headline"])))
			set(&l.Published, text(v["datePublished"]))
			set(&l.Publisher, html.UnescapeString(text(v["publisher"])))
			set(&l.URL, first(text(v["url"]), text(v["mainEntityOfPage"])))
			set(&l.Language, text(v["inLanguage"]))
		}
		for _, k := range []string{"@graph", "mainEntity"} {
			l.find(v[k], depth+1)
		}
	}
}

func set(field *string, v string) {
	if *field == "" {
		*field = strings.TrimSpace(v)
	}
}

func isArticle(t any) bool {
	switch t := t.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting")
	case []any:
		for _, x := range t {
			if isArticle(x) {
				return true
			}
		}
	}
	return false
}

// text is a value's string: its own, or the name or identifier of an object, or of the first of several.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return text(v[0])
		}
	case map[string]any:
		for _, k := range []string{"name", "@id", "@value"} {
			if s, ok := v[k].(string); ok {
				return s
			}
		}
	}
	return ""
}
