package article

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"newsgraph/graph"
)

// Field is a part of an article that a column or a JSON field can hold.
type Field uint8

const (
	FieldUnset Field = iota
	FieldID
	FieldTitle
	FieldText
	FieldDate
	FieldURL
	FieldSource
	FieldLanguage
)

var fields = [...]string{"", "id", "title", "text", "date", "url", "source", "language"}

// String is the field's name on the command line.
func (f Field) String() string { return fields[f] }

// usual are the names under which a field is looked for when no mapping names it, the first one found winning.
var usual = [...][]string{
	FieldID:       {"id", "guid"},
	FieldTitle:    {"title", "headline"},
	FieldText:     {"text", "body", "content", "article_text"},
	FieldDate:     {"date", "published", "published_at", "publish_date", "datePublished", "pubDate"},
	FieldURL:      {"url", "link", "canonical"},
	FieldSource:   {"source", "publisher", "site"},
	FieldLanguage: {"language", "lang"},
}

// Mapping names the column or JSON field that holds a field; "a.b" is field b of the object a. A field mapped to
// "" is not read. Fields that it lacks are looked for under their usual names.
type Mapping map[Field]string

// ParseMapping reads "text=body,date=published".
func ParseMapping(s string) (Mapping, error) {
	m := Mapping{}
	if strings.TrimSpace(s) == "" {
		return m, nil
	}
	for pair := range strings.SplitSeq(s, ",") {
		name, column, ok := strings.Cut(pair, "=")
		i := slices.Index(fields[1:], strings.TrimSpace(name))
		if !ok || i < 0 {
			return nil, fmt.Errorf("parse mapping: %q is not FIELD=COLUMN with FIELD one of %s", pair, strings.Join(fields[1:], ", "))
		}
		if _, twice := m[Field(i+1)]; twice {
			return nil, fmt.Errorf("parse mapping: %s is mapped twice", fields[i+1])
		}
		m[Field(i+1)] = strings.TrimSpace(column)
	}
	if c, mapped := m[FieldText]; mapped && c == "" {
		return nil, errors.New("parse mapping: text needs a column")
	}
	return m, nil
}

// values looks up a column's text: whether it is there, and an error if it is not of a type that f can have.
type values func(column string, f Field) (value string, present bool, err error)

// article makes an article of what get finds. It is named after the file and line where no id and source is given.
func (m Mapping) article(get values, file string, line int) (graph.Article, error) {
	var v [len(fields)]string
	for f := FieldID; int(f) < len(fields); f++ {
		if column, mapped := m[f]; mapped {
			if column == "" {
				continue
			}
			s, present, err := get(column, f)
			if err != nil {
				return graph.Article{}, err
			}
			if !present {
				return graph.Article{}, fmt.Errorf("no field %q, which --map names for %s", column, f)
			}
			v[f] = s
			continue
		}
		for _, column := range usual[f] {
			s, _, err := get(column, f)
			if err != nil {
				return graph.Article{}, err
			}
			if v[f] = s; s != "" {
				break
			}
		}
	}
	a := graph.Article{ID: v[FieldID], Title: strings.TrimSpace(v[FieldTitle]), Text: v[FieldText], URL: v[FieldURL],
		Source: strings.TrimSpace(v[FieldSource]), Language: strings.TrimSpace(v[FieldLanguage])}
	if strings.TrimSpace(a.Text) == "" {
		if _, mapped := m[FieldText]; !mapped && !hasAny(get, usual[FieldText]) {
			return graph.Article{}, fmt.Errorf("no text: none of the fields %s; name it with --map text=FIELD", strings.Join(usual[FieldText], ", "))
		}
		return graph.Article{}, errEmpty
	}
	if s := strings.TrimSpace(v[FieldDate]); s != "" {
		d, err := parseDate(s)
		if err != nil {
			return graph.Article{}, fmt.Errorf("%w; leave the field out with --map date=", err)
		}
		a.Published = d
	}
	if a.Published.IsZero() {
		a.Published = leadingDate(a.Text)
	}
	if a.ID == "" {
		a.ID = fmt.Sprintf("%s:%d", file, line)
	}
	if a.Source == "" {
		a.Source = path.Base(file)
	}
	return complete(a), nil
}

func hasAny(get values, columns []string) bool {
	for _, c := range columns {
		if _, present, _ := get(c, FieldText); present {
			return true
		}
	}
	return false
}
