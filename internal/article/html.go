package article

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsgraph/graph"
)

var errNoText = errors.New("no article text in the page")

// parseHTML finds the article of a page and what the page says about it.
func parseHTML(s string) (graph.Article, error) {
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return graph.Article{}, fmt.Errorf("parse page: %w", err)
	}
	a := pageMeta(doc)
	dropNoise(doc)
	a.Text = mainText(doc, a.URL)
	if a.Text == "" {
		return graph.Article{}, errNoText
	}
	a.Text = withTitle(a.Title, a.Text)
	return a, nil
}

// mainText is the text of the part that readability takes for the article, or where it finds none, of the page.
// What readability leaves of a page with only a few paragraphs can be less than there is, so of two texts of which
// one is less than half of the other's paragraphs, the longer wins.
func mainText(doc *html.Node, page string) string {
	paragraphs := textOf(doc, true)
	u, _ := url.Parse(page)
	found := ""
	if article, err := readable(doc, u); err == nil && article.Node != nil {
		found = textOf(article.Node, false)
	}
	if len(found) >= len(paragraphs)/2 && found != "" {
		return found
	}
	if paragraphs != "" {
		return paragraphs
	}
	return textOf(body(doc), false)
}

// readable turns a panic of the library, which walks trees that anybody can write, into an error.
func readable(doc *html.Node, page *url.URL) (a readability.Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("find article: %v", p)
		}
	}()
	return readability.FromDocument(doc, page)
}

func body(doc *html.Node) *html.Node {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return doc
}

// noiseElements never hold an article's sentences. A caption describes a picture, often an old one, and is dropped
// with its figure.
var noiseElements = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true,
	atom.Nav: true, atom.Aside: true, atom.Footer: true, atom.Form: true, atom.Button: true, atom.Iframe: true,
	atom.Svg: true, atom.Figure: true, atom.Select: true, atom.Dialog: true}

// noiseWords mark, in class and id, what is not the article.
var noiseWords = map[string]bool{"ad": true, "ads": true, "advert": true, "advertisement": true, "advertising": true,
	"sponsored": true, "related": true, "recommended": true, "newsletter": true, "cookie": true, "cookies": true,
	"comments": true, "promo": true, "breadcrumb": true, "breadcrumbs": true, "paywall": true}

var wordOfClass = regexp.MustCompile(`[A-Za-z]+`)

func dropNoise(doc *html.Node) {
	whole := textLen(body(doc))
	var drop []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode || n.Type == html.ElementNode && (noiseElements[n.DataAtom] || hidden(n)) {
			drop = append(drop, n)
			continue
		}
		if n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			continue
		}
		for _, w := range wordOfClass.FindAllString(attr(n, "class")+" "+attr(n, "id"), -1) {
			if noiseWords[strings.ToLower(w)] && textLen(n)*3 < whole {
				drop = append(drop, n)
				break
			}
		}
	}
	for _, n := range drop {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" || a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none") {
			return true
		}
	}
	return false
}

func textLen(n *html.Node) int {
	total := 0
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.DataAtom != atom.Script && d.Parent.DataAtom != atom.Style) {
			total += len(strings.TrimSpace(d.Data))
		}
	}
	return total
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true,
	atom.Header: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Blockquote: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Table: true, atom.Tr: true, atom.Pre: true, atom.Hr: true, atom.Address: true, atom.Details: true, atom.Summary: true,
	atom.Body: true, atom.Html: true, atom.Head: true, atom.Title: true}

// textOf writes a tree as paragraphs with an empty line between them. With onlyParagraphs it takes p, blockquote,
// li and headings below the first, which are where a page without structure keeps its sentences.
func textOf(root *html.Node, onlyParagraphs bool) string {
	w := &textWriter{}
	if !onlyParagraphs {
		w.walk(root)
		return tidy(w.out.String())
	}
	for n := range body(root).Descendants() {
		switch n.DataAtom {
		case atom.P, atom.Blockquote, atom.H1, atom.H2, atom.H3:
			if !inside(n, atom.Blockquote) {
				w.walk(n)
			}
		}
	}
	return tidy(w.out.String())
}

func inside(n *html.Node, a atom.Atom) bool {
	for p := range n.Ancestors() {
		if p.DataAtom == a {
			return true
		}
	}
	return false
}

type textWriter struct {
	out   strings.Builder
	space bool // white space is due before the next word
	any   bool // the line has a word
}

func (w *textWriter) walk(n *html.Node) {
	kind := element(n)
	switch {
	case n.Type == html.TextNode:
		w.words(n.Data)
		return
	case kind == atom.Br:
		w.end("\n")
		return
	case kind == atom.Script, kind == atom.Style, kind == atom.Head:
		return
	}
	if blocks[kind] {
		w.end("\n\n")
	}
	for c := range n.ChildNodes() {
		w.walk(c)
	}
	switch {
	case blocks[kind]:
		w.end("\n\n")
	case kind == atom.Td, kind == atom.Th:
		w.out.WriteByte('\t')
		w.space = false
	}
}

// element is what kind of element n is, 0 if it is none. Elements that readability makes, as p for a text between two
// br, have a name but no DataAtom.
func element(n *html.Node) atom.Atom {
	if n.Type != html.ElementNode {
		return 0
	}
	if n.DataAtom != 0 {
		return n.DataAtom
	}
	return atom.Lookup([]byte(n.Data))
}

func (w *textWriter) words(s string) {
	for i, word := range strings.FieldsFunc(s, isSpace) {
		if w.any && (w.space || i > 0 || strings.IndexFunc(s, isSpace) == 0) {
			w.out.WriteByte(' ')
		}
		w.out.WriteString(word)
		w.space, w.any = false, true
	}
	if s != "" && strings.LastIndexFunc(s, isSpace) == len(s)-1 {
		w.space = true
	}
	if strings.HasSuffix(s, "\u00a0") {
		w.space = true
	}
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\u00a0'
}

func (w *textWriter) end(mark string) {
	if w.any || mark == "\n\n" {
		w.out.WriteString(mark)
	}
	w.space, w.any = false, false
}
