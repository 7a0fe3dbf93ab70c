package cypher

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed queries/*.cypher
var queryFiles embed.FS

// Query is a canned query with what its file's head says of it.
type Query struct {
	Name       string
	Answers    string // what it answers: a sentence or two
	Parameters []Parameter
	Columns    []Column
	Text       string // the Cypher, without the head
}

// Parameter is a value that the query takes.
type Parameter struct {
	Name     string
	Type     Type
	Optional bool // then Default stands where none is given
	Default  any  // string or int64; nil unless Optional
	About    string
}

// Column is a value that each row has.
type Column struct {
	Name  string
	Type  string // string, integer, float, list of strings
	About string
}

// Type says what a parameter's text stands for.
type Type string

const (
	TypeString    Type = "string"
	TypeInteger   Type = "integer"
	TypeDate      Type = "date" // YYYY, YYYY-MM or YYYY-MM-DD
	TypePerson    Type = "person"
	TypeCountry   Type = "country"
	TypeActor     Type = "actor" // person, country or organisation
	TypeAgreement Type = "agreement"
	TypeEvent     Type = "event"
	TypeEntity    Type = "entity" // any of these
	TypeArticle   Type = "article"
)

// labelsOf are the labels among which a name is looked up, for the types that are names.
var labelsOf = map[Type][]string{
	TypePerson:    {"Person"},
	TypeCountry:   {"Country"},
	TypeActor:     {"Person", "Country", "Organization"},
	TypeAgreement: {"Agreement"},
	TypeEvent:     {"Event"},
	TypeEntity:    {"Person", "Country", "Organization", "Agreement", "Event"},
	TypeArticle:   {"Article"},
}

// Queries is every canned query, sorted by name. The caller must not change it.
func Queries() []Query { return queries() }

var queries = sync.OnceValue(func() []Query {
	entries, err := queryFiles.ReadDir("queries")
	if err != nil {
		panic(err) // the files are part of the binary
	}
	var out []Query
	for _, e := range entries {
		text, err := queryFiles.ReadFile("queries/" + e.Name())
		if err != nil {
			panic(err)
		}
		q, err := ParseQuery(strings.TrimSuffix(e.Name(), ".cypher"), string(text))
		if err != nil {
			panic(err) // a test reads every file
		}
		out = append(out, q)
	}
	return out
})

// Lookup finds a canned query by name.
func Lookup(name string) (Query, error) {
	var names []string
	for _, q := range Queries() {
		if q.Name == name {
			return q, nil
		}
		names = append(names, q.Name)
	}
	return Query{}, fmt.Errorf("look up query %q: there is none of that name%s", name, didYouMean(closest(name, names)))
}

// ParseQuery reads a query file: a head of comment lines, then the Cypher. The head says first what the query answers,
// then, after an empty comment line, has a line for each parameter and column:
//
//	// param NAME TYPE: about it
//	// param NAME TYPE = DEFAULT: about it
//	// column NAME TYPE: about it
func ParseQuery(name, text string) (Query, error) {
	q := Query{Name: name}
	var answers []string
	lines := strings.SplitAfter(text, "\n")
	n := 0
	for ; n < len(lines) && strings.HasPrefix(lines[n], "//"); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(lines[n]), "//"))
		kind, rest, _ := strings.Cut(line, " ")
		var err error
		switch {
		case line == "":
		case kind == "param":
			var p Parameter
			p, err = parseParameter(rest)
			q.Parameters = append(q.Parameters, p)
		case kind == "column":
			var c Column
			c, err = parseColumn(rest)
			q.Columns = append(q.Columns, c)
		case q.Parameters != nil || q.Columns != nil:
			err = fmt.Errorf("%q is neither a parameter nor a column", line)
		default:
			answers = append(answers, line)
		}
		if err != nil {
			return Query{}, fmt.Errorf("parse query: %s.cypher:%d: %w", name, n+1, err)
		}
	}
	q.Answers = strings.Join(answers, " ")
	q.Text = strings.Join(lines[n:], "")
	switch {
	case q.Answers == "":
		return Query{}, fmt.Errorf("parse query: %s.cypher: the head does not say what it answers", name)
	case q.Columns == nil:
		return Query{}, fmt.Errorf("parse query: %s.cypher: the head names no columns", name)
	case strings.TrimSpace(q.Text) == "":
		return Query{}, fmt.Errorf("parse query: %s.cypher: there is no query", name)
	}
	return q, nil
}

func parseParameter(s string) (Parameter, error) {
	head, about, ok := strings.Cut(s, ": ")
	head, value, optional := strings.Cut(head, " = ")
	fields := strings.Fields(head)
	if !ok || len(fields) != 2 {
		return Parameter{}, fmt.Errorf("%q is not param NAME TYPE: ABOUT or param NAME TYPE = DEFAULT: ABOUT", s)
	}
	p := Parameter{Name: fields[0], Type: Type(fields[1]), Optional: optional, About: about}
	if _, isName := labelsOf[p.Type]; !isName && p.Type != TypeString && p.Type != TypeInteger && p.Type != TypeDate {
		return Parameter{}, fmt.Errorf("%q is no type of a parameter", p.Type)
	}
	if !optional {
		return p, nil
	}
	var err error
	if p.Type == TypeInteger {
		p.Default, err = strconv.ParseInt(value, 10, 64)
	} else {
		p.Default, err = strconv.Unquote(value)
	}
	if err != nil {
		return Parameter{}, fmt.Errorf("%s is no default of type %s", value, p.Type)
	}
	return p, nil
}

func parseColumn(s string) (Column, error) {
	head, about, ok := strings.Cut(s, ": ")
	name, typ, both := strings.Cut(head, " ")
	if !ok || !both || !slices.Contains([]string{"string", "integer", "float", "list of strings"}, typ) {
		return Column{}, fmt.Errorf("%q is not column NAME TYPE: ABOUT", s)
	}
	return Column{name, typ, about}, nil
}
