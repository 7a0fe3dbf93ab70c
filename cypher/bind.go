package cypher

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ParameterError says what is wrong with a value that was given to a canned query.
type ParameterError struct {
	Query, Parameter string
	Reason           string
}

func (e *ParameterError) Error() string {
	return fmt.Sprintf("run query %s: parameter %s: %s", e.Query, e.Parameter, e.Reason)
}

// Binder turns what a user typed into the parameters of canned queries.
type Binder struct {
	DB *DB
	// Also gives further forms of a name, by what the caller knows outside the graph ("UK" for a country: "GBR"). They
	// are tried in their order where the graph does not know the name itself. It may be nil.
	Also func(t Type, name string) []string
}

// Bind checks the values given to q, fills in defaults and replaces names by the keys of what they name in the graph.
// Its errors are *ParameterError, *NameError or a database's.
func (b Binder) Bind(ctx context.Context, q Query, given map[string]string) (map[string]any, error) {
	var names []string
	for _, p := range q.Parameters {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(names, name) {
			reason := "the query has no parameter of that name" + didYouMean(closest(name, names))
			if len(names) == 0 {
				reason = "the query takes no parameters"
			}
			return nil, &ParameterError{q.Name, name, reason}
		}
	}
	out := make(map[string]any, len(names))
	for _, p := range q.Parameters {
		text, ok := given[p.Name]
		switch {
		case ok:
			v, err := b.value(ctx, q, p, text)
			if err != nil {
				return nil, err
			}
			out[p.Name] = v
		case p.Optional:
			out[p.Name] = p.Default
		default:
			return nil, &ParameterError{q.Name, p.Name, fmt.Sprintf("it is missing and has no default; it is %s, of type %s", p.About, p.Type)}
		}
	}
	return out, nil
}

var datePattern = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)

func (b Binder) value(ctx context.Context, q Query, p Parameter, text string) (any, error) {
	switch {
	case p.Type == TypeInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return nil, &ParameterError{q.Name, p.Name, fmt.Sprintf("%q is not a whole number of 0 or more", text)}
		}
		return n, nil
	case p.Type == TypeDate:
		if text != "" && !datePattern.MatchString(text) {
			return nil, &ParameterError{q.Name, p.Name, fmt.Sprintf("%q is not YYYY, YYYY-MM or YYYY-MM-DD", text)}
		}
		return text, nil
	case labelsOf[p.Type] == nil:
		return text, nil
	case text == "" && p.Optional:
		return p.Default, nil
	}
	return b.key(ctx, p.Type, text)
}

// key finds the key of what the name stands for, also by the further forms that the caller knows.
func (b Binder) key(ctx context.Context, t Type, name string) (string, error) {
	key, err := b.DB.Resolve(ctx, t, name)
	unknown, ok := errors.AsType[*NameError](err)
	if err == nil || !ok || unknown.Ambiguous() || b.Also == nil {
		return key, err
	}
	for _, form := range b.Also(t, name) {
		key, other := b.DB.Resolve(ctx, t, form)
		if other == nil {
			return key, nil
		}
	}
	return "", err
}

// Run binds the values and runs the query in a read transaction.
func (b Binder) Run(ctx context.Context, q Query, given map[string]string) (*Result, error) {
	params, err := b.Bind(ctx, q, given)
	if err != nil {
		return nil, err
	}
	return b.DB.Read(ctx, q.Text, params)
}

// didYouMean is "; did you mean a, b?" or "".
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(names, ", ") + "?"
}
