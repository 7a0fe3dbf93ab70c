package article

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"

	"newsgraph/graph"
)

// parseMarkdown reads front matter in YAML ("---") or TOML ("+++"), and gives the text after it without its marks.
func parseMarkdown(s string, m Mapping) (graph.Article, error) {
	front, body, err := frontMatter(s)
	if err != nil {
		return graph.Article{}, err
	}
	title, text := plainMarkdown(body)
	if strings.TrimSpace(text) == "" {
		return graph.Article{}, errEmpty
	}
	meta, err := m.meta(front)
	if err != nil {
		return graph.Article{}, err
	}
	if meta.Title == "" {
		meta.Title = title
	}
	meta.Text = withTitle(meta.Title, text)
	return meta, nil
}

// meta reads an article's fields but its text out of front matter.
func (m Mapping) meta(front map[string]string) (graph.Article, error) {
	mapped := Mapping{FieldText: "\x00"}
	for f, c := range m {
		if _, there := front[c]; f != FieldText && (c == "" || there) {
			mapped[f] = c
		}
	}
	get := func(column string, f Field) (string, bool, error) {
		if f == FieldText {
			return "-", true, nil
		}
		v, ok := front[column]
		return v, ok, nil
	}
	a, err := mapped.article(get, "", 0)
	if a.ID == ":0" {
		a.ID = ""
	}
	if a.Source == "." {
		a.Source = ""
	}
	return a, err
}

// frontMatter splits the front matter's plain values from the text after it.
func frontMatter(s string) (map[string]string, string, error) {
	first, rest, _ := strings.Cut(s, "\n")
	mark := strings.TrimRight(first, " \t\r")
	if mark != "---" && mark != "+++" {
		return nil, s, nil
	}
	end, after := -1, 0
	at := 0
	for line := range strings.Lines(rest) {
		if t := strings.TrimRight(line, " \t\r\n"); t == mark || mark == "---" && t == "..." {
			end, after = at, at+len(line)
			break
		}
		at += len(line)
	}
	if end < 0 {
		if mark == "---" {
			return nil, s, nil // a rule, not front matter
		}
		return nil, "", errors.New("front matter has no closing +++")
	}
	out := map[string]string{}
	if mark == "+++" {
		var v map[string]any
		if err := toml.Unmarshal([]byte(rest[:end]), &v); err != nil {
			return nil, "", fmt.Errorf("front matter: %w", err)
		}
		for k, x := range v {
			out[k] = fmt.Sprint(x)
		}
		return out, rest[after:], nil
	}
	var v map[string]yaml.Node
	if err := yaml.Unmarshal([]byte(rest[:end]), &v); err != nil {
		return nil, "", fmt.Errorf("front matter: %w", err)
	}
	for k, n := range v {
		if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
			out[k] = n.Value
		}
	}
	return out, rest[after:], nil
}

var (
	fence      = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	atxHeading = regexp.MustCompile(`^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$`)
	underline  = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	rule       = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	bullet     = regexp.MustCompile(`^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+`)
	quoteMark  = regexp.MustCompile(`^ {0,3}(?:>[ \t]?)+`)
	linkDef    = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:[ \t]*\S+`)
	tableRule  = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$`)
	comment    = regexp.MustCompile(`(?s)<!--.*?-->`)
	image      = regexp.MustCompile(`!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])`)
	link       = regexp.MustCompile(`\[([^\]\[]+)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])`)
	footnote   = regexp.MustCompile(`\[\^[^\]]+\]:?`)
	autolink   = regexp.MustCompile(`<((?:https?://|mailto:)[^>\s]+)>`)
	tag        = regexp.MustCompile(`</?[A-Za-z][^>]*>`)
	code       = regexp.MustCompile("`+([^`]+)`+")
	stars      = regexp.MustCompile(`(\*{1,3})([^\s*](?:[^*]*[^\s*])?)\*{1,3}`)
	unders     = regexp.MustCompile(`(^|[\s(\["'“‘])(_{1,3})([^\s_](?:[^_]*[^\s_])?)_{1,3}($|[\s.,;:!?)\]"'”’])`)
	escaped    = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!~|<>-])")
)

// plainMarkdown is the text that a reader of the rendered page sees, code blocks left out, and its first
// top-level heading.
func plainMarkdown(s string) (title, text string) {
	var out []string
	open := ""
	lines := strings.Split(strings.ReplaceAll(comment.ReplaceAllString(s, ""), "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if m := fence.FindStringSubmatch(line); m != nil && (open == "" || strings.HasPrefix(m[1], open)) {
			if open == "" {
				open = m[1]
			} else {
				open = ""
			}
			continue
		}
		if open != "" || linkDef.MatchString(line) || tableRule.MatchString(line) && strings.Contains(line, "|") {
			continue
		}
		line = quoteMark.ReplaceAllString(line, "")
		heading := false
		if m := atxHeading.FindStringSubmatch(line); m != nil {
			line, heading = m[1], true
			if title == "" {
				title = inline(line)
			}
		} else if i+1 < len(lines) && strings.TrimSpace(line) != "" && underline.MatchString(lines[i+1]) && !bullet.MatchString(line) && (i == 0 || strings.TrimSpace(lines[i-1]) == "") {
			heading = true
			if title == "" {
				title = inline(strings.TrimSpace(line))
			}
			i++
		} else if rule.MatchString(line) {
			line = ""
		}
		if loc := bullet.FindStringIndex(line); loc != nil && !heading {
			line = line[loc[1]:]
		}
		if t := strings.TrimSpace(line); strings.HasPrefix(t, "|") && strings.HasSuffix(t, "|") && len(t) > 1 {
			line = strings.Join(strings.FieldsFunc(t, func(r rune) bool { return r == '|' }), "\t")
		}
		if heading {
			out = append(out, "", inline(strings.TrimSpace(line)), "")
		} else {
			out = append(out, inline(strings.TrimRight(line, " \t")))
		}
	}
	return title, tidy(strings.Join(out, "\n"))
}

func inline(s string) string {
	s = image.ReplaceAllString(s, "")
	s = footnote.ReplaceAllString(s, "")
	s = autolink.ReplaceAllString(s, "$1")
	s = link.ReplaceAllString(s, "$1")
	s = code.ReplaceAllString(s, "$1")
	s = tag.ReplaceAllString(s, "")
	s = stars.ReplaceAllString(s, "$2")
	s = unders.ReplaceAllString(s, "$1$3$4")
	return html.UnescapeString(escaped.ReplaceAllString(s, "$1"))
}

var blank = regexp.MustCompile(`\n[ \t]*\n(?:[ \t]*\n)+`)

// tidy leaves one empty line between paragraphs and none at the ends.
func tidy(s string) string { return strings.TrimSpace(blank.ReplaceAllString(s, "\n\n")) }
