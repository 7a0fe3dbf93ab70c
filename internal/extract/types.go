package extract

import (
	"fmt"
	"slices"
	"strings"

	"newsgraph/internal/mention"
)

// The relation types that are built in. A rule file can add others.
const (
	Signed    = "SIGNED"
	MetWith   = "MET_WITH"
	Announced = "ANNOUNCED"
)

// Type is a relation type.
type Type struct {
	Name      string
	Symmetric bool           // its ends have no order
	From, To  []mention.Kind // what may stand at either end
	About     string         // what it means, in words; "" where the rules do not say
}

var (
	actors   = []mention.Kind{mention.Person, mention.Country, mention.Organization}
	things   = []mention.Kind{mention.Agreement, mention.Event}
	endKinds = append(slices.Clone(actors), things...)
)

var builtIn = []Type{
	{Name: Signed, From: actors, To: []mention.Kind{mention.Agreement}},
	{Name: MetWith, Symmetric: true, From: actors, To: actors},
	{Name: Announced, From: actors, To: things},
}

// BuiltIn is the types that are there without a rule file.
func BuiltIn() []Type { return slices.Clone(builtIn) }

func isBuiltIn(name string) bool {
	return slices.ContainsFunc(builtIn, func(t Type) bool { return t.Name == name })
}

// only leaves the relations whose ends the type can have. A new target takes a kind that it can have.
func (t *Type) only(got found) found {
	if len(got.relations) == 0 {
		return got
	}
	var keep []Relation
	for _, r := range got.relations {
		if r.Target.Entity < 0 {
			r.Target.Kind = t.NewTarget(r.Target.Kind.String())
		}
		if slices.Contains(t.From, r.Source.Kind) && slices.Contains(t.To, r.Target.Kind) {
			keep = append(keep, r)
		}
	}
	if len(keep) == 0 {
		return found{reason: "no ends that " + t.Name + " can have"}
	}
	return found{relations: keep}
}

// NewTarget is the kind of a target that the article has no mention of: an agreement or event, the one of that name
// where the type can have both; Unset if it can have neither, or if the name is that of somebody who must be mentioned.
func (t Type) NewTarget(kind string) mention.Kind {
	out := mention.Unset
	for _, k := range t.To {
		switch {
		case !slices.Contains(things, k) && k.String() == kind:
			return mention.Unset
		case slices.Contains(things, k) && (out == mention.Unset || k.String() == kind):
			out = k
		}
	}
	return out
}

// typeEntry is a type as a rule file declares it. See rules/frames.yaml for what the fields mean.
type typeEntry struct {
	Name      string `yaml:"name"`
	Symmetric bool   `yaml:"symmetric"`
	From      string `yaml:"from"`
	To        string `yaml:"to"`
	About     string `yaml:"about"`
}

func newType(e typeEntry) (Type, error) {
	t := Type{Name: e.Name, Symmetric: e.Symmetric, From: actors, About: strings.Join(strings.Fields(e.About), " ")}
	var err error
	if e.From != "" {
		if t.From, err = kindList(e.From, actors); err != nil {
			return t, fmt.Errorf("from: %w", err)
		}
	}
	switch {
	case e.To == "" && e.Symmetric:
		t.To = t.From
	case e.To == "":
		return t, fmt.Errorf("to: missing")
	default:
		if t.To, err = kindList(e.To, endKinds); err != nil {
			return t, fmt.Errorf("to: %w", err)
		}
	}
	if e.Symmetric && !slices.Equal(t.From, t.To) {
		return t, fmt.Errorf("to: a symmetric type has the same kinds at both ends")
	}
	return t, nil
}

// kindList reads names of kinds; the result is in the order of allowed.
func kindList(s string, allowed []mention.Kind) ([]mention.Kind, error) {
	names := make([]string, len(allowed))
	for i, k := range allowed {
		names[i] = k.String()
	}
	var out []mention.Kind
	given := strings.Fields(s)
	for _, g := range given {
		if !slices.Contains(names, g) {
			return nil, fmt.Errorf("%q is not one of %s", g, strings.Join(names, ", "))
		}
	}
	for i, n := range names {
		if slices.Contains(given, n) {
			out = append(out, allowed[i])
		}
	}
	return out, nil
}

// classKinds are the kinds that a frame's targets have, by its class.
var classKinds = map[string][]mention.Kind{
	"party":       actors,
	"person":      {mention.Person, mention.Country}, // a country by somebody unnamed: "the Thai foreign minister"
	"official":    {mention.Person},
	"place":       {mention.Country},
	"agreement":   things,
	"decision":    things,
	"appointment": {mention.Event},
	"event":       things,
	"any":         endKinds,
}

// implied is the type that frames use without declaring it: as the frames are.
func implied(name string, frames []frame) Type {
	t := Type{Name: name, Symmetric: true, From: actors}
	for _, k := range endKinds {
		if slices.ContainsFunc(frames, func(f frame) bool { return f.Type == name && slices.Contains(classKinds[f.Class], k) }) {
			t.To = append(t.To, k)
		}
	}
	for _, f := range frames {
		t.Symmetric = t.Symmetric && (f.Type != name || f.Pair)
	}
	if t.Symmetric {
		t.To = t.From
	}
	return t
}
