package extract

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// frameEntry is a frame as a rule file writes it. See rules/frames.yaml for what the fields mean.
type frameEntry struct {
	Rule       string  `yaml:"rule"`
	Type       string  `yaml:"type"`
	Verbs      string  `yaml:"verbs"`
	Nouns      string  `yaml:"nouns"`
	Host       string  `yaml:"host"`
	Source     string  `yaml:"source"`
	Target     string  `yaml:"target"`
	Pair       bool    `yaml:"pair"`
	Between    bool    `yaml:"between"`
	Class      string  `yaml:"class"`
	By         string  `yaml:"by"`
	Heads      string  `yaml:"heads"`
	Given      string  `yaml:"given"`
	Nobut      string  `yaml:"nobut"`
	Unless     string  `yaml:"unless"`
	Particles  string  `yaml:"particles"`
	WithObject string  `yaml:"with-object"`
	FollowedBy string  `yaml:"followed-by"`
	Silent     bool    `yaml:"silent"`
	Echo       bool    `yaml:"echo"`
	Proper     bool    `yaml:"proper"`
	Clause     bool    `yaml:"clause"`
	List       bool    `yaml:"list"`
	Confidence float64 `yaml:"confidence"`
	Says       string  `yaml:"says"`
	Not        string  `yaml:"not"`
}

// frame is a frameEntry ready for use.
type frame struct {
	frameEntry
	typ        Type
	builtIn    bool // the type is
	verbs      map[string]bool
	nouns      map[string]bool
	sources    []string
	targets    []string
	particles  map[string]bool
	withObject map[string]bool
	followedBy map[string]bool
}

// roles that a source or target may name beside prepositions.
const (
	roleSubject    = "subject"
	roleObject     = "object"
	rolePossessor  = "possessor"
	roleInfinitive = "infinitive"
	roleOwnClause  = "own-clause"
	roleAction     = "action"  // what the verb itself does to an object of the frame's class
	roleStyled     = "styling" // what the verb calls its object: "designated X as a terrorist group"
)

// byAuthority is the one class of those who do what a frame says.
const byAuthority = "authority"

var (
	typeName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
	roleName = regexp.MustCompile(`^[a-z][a-z-]*$`)
	classes  = []string{"party", "person", "official", "place", "agreement", "decision", "appointment", "event", "any"}
)

// ruleSet is what rule files say.
type ruleSet struct {
	lex    *lexicon
	check  func(Type) error
	frames []frame
	types  []Type // that are not built in
}

// loadRules reads the built-in rules and those of the options' files.
func loadRules(lex *lexicon, o Options) (ruleSet, error) {
	r := ruleSet{lex: lex, check: o.CheckType}
	b, err := ruleFiles.ReadFile("rules/frames.yaml")
	if err != nil {
		return r, fmt.Errorf("read rules/frames.yaml: %w", err)
	}
	if err := r.add("rules/frames.yaml", b); err != nil {
		return r, err
	}
	for _, f := range o.RuleFiles {
		b, err := os.ReadFile(f)
		if err != nil {
			return r, fmt.Errorf("read rules: %w", err)
		}
		if err := r.add(f, b); err != nil {
			return r, err
		}
	}
	return r, nil
}

// ruleFile is a rule file: a mapping of these three, or the frames alone.
type ruleFile struct {
	Classes map[string]string `yaml:"classes"`
	Types   []typeEntry       `yaml:"types"`
	Frames  []frameEntry      `yaml:"frames"`
}

// places are the lines on which the entries of a rule file begin.
type places struct {
	Types  []yaml.Node `yaml:"types"`
	Frames []yaml.Node `yaml:"frames"`
}

// parseFile reads a rule file without understanding it.
func parseFile(b []byte) (file ruleFile, at places, err error) {
	var root yaml.Node
	if err := yaml.Unmarshal(b, &root); err != nil || len(root.Content) == 0 {
		return file, at, err
	}
	strict := yaml.NewDecoder(bytes.NewReader(b))
	strict.KnownFields(true) // a misspelt field is not one that is absent
	if root.Content[0].Kind == yaml.SequenceNode {
		if err := strict.Decode(&file.Frames); err != nil {
			return file, at, err
		}
		return file, at, root.Decode(&at.Frames)
	}
	if err := strict.Decode(&file); err != nil {
		return file, at, err
	}
	return file, at, root.Decode(&at)
}

// add takes in a file, whose types and frames must not be those of a file before.
func (r *ruleSet) add(name string, b []byte) error {
	file, at, err := parseFile(b)
	if err == nil {
		err = r.lex.addClasses(file.Classes)
	}
	if err != nil {
		return fmt.Errorf("read rules %s: %w", name, err)
	}
	for i, e := range file.Types {
		if err := r.addType(e); err != nil {
			return fmt.Errorf("read rules %s:%d: type %q: %w", name, at.Types[i].Line, e.Name, err)
		}
	}
	first := len(r.frames)
	for i, e := range file.Frames {
		if err := r.addFrame(e); err != nil {
			return fmt.Errorf("read rules %s:%d: frame %q: %w", name, at.Frames[i].Line, e.Rule, err)
		}
	}
	for i := range r.frames[first:] {
		if err := r.giveType(&r.frames[first+i], r.frames[first:]); err != nil {
			return fmt.Errorf("read rules %s:%d: frame %q: %w", name, at.Frames[i].Line, file.Frames[i].Rule, err)
		}
	}
	return nil
}

func (r *ruleSet) addType(e typeEntry) error {
	t, err := newType(e)
	switch {
	case isBuiltIn(e.Name):
		return errors.New("it is built in")
	case r.typeOf(e.Name) != nil:
		return errors.New("it is declared twice, or used in a file before this one without being declared")
	case err != nil:
		return err
	}
	return r.keep(t)
}

// keep takes in a type that the graph can have.
func (r *ruleSet) keep(t Type) error {
	if !typeName.MatchString(t.Name) {
		return fmt.Errorf("type: %q is not a name in capitals, such as VISITED", t.Name)
	}
	if r.check != nil {
		if err := r.check(t); err != nil {
			return err
		}
	}
	r.types = append(r.types, t)
	return nil
}

func (r *ruleSet) addFrame(e frameEntry) error {
	f, err := newFrame(e, r.lex)
	if err != nil {
		return err
	}
	for _, o := range r.frames {
		if o.Rule == f.Rule {
			return fmt.Errorf("rule %q is defined twice", e.Rule)
		}
	}
	r.frames = append(r.frames, f)
	return nil
}

// giveType gives a frame its type: one that is built in, one that is declared, or one that the file's frames imply.
func (r *ruleSet) giveType(f *frame, file []frame) error {
	f.builtIn = isBuiltIn(f.Type)
	if r.typeOf(f.Type) == nil {
		if err := r.keep(implied(f.Type, file)); err != nil {
			return err
		}
	}
	f.typ = *r.typeOf(f.Type)
	if f.Pair && !f.typ.Symmetric {
		return fmt.Errorf("pair: %s is not symmetric", f.Type)
	}
	return nil
}

// typeOf is the type of that name, nil if there is none yet.
func (r *ruleSet) typeOf(name string) *Type {
	for _, list := range [][]Type{builtIn, r.types} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}

func newFrame(e frameEntry, lex *lexicon) (frame, error) {
	f := frame{frameEntry: e, sources: strings.Fields(e.Source), targets: strings.Fields(e.Target),
		particles: words(e.Particles), withObject: words(e.WithObject), followedBy: words(e.FollowedBy)}
	if e.Confidence == 0 {
		f.Confidence = 0.8
	}
	var err error
	if f.verbs, err = wordList(e.Verbs, lex); err != nil {
		return f, err
	}
	if f.nouns, err = wordList(e.Nouns, lex); err != nil {
		return f, err
	}
	switch {
	case !roleName.MatchString(e.Rule):
		return f, fmt.Errorf("rule: %q is not a name in lower case", e.Rule)
	case len(f.verbs)+len(f.nouns) == 0:
		return f, fmt.Errorf("verbs, nouns: a frame needs a trigger")
	case len(f.sources) == 0:
		return f, fmt.Errorf("source: missing")
	case len(f.targets) == 0 && !e.Pair:
		return f, fmt.Errorf("target: missing")
	case e.Confidence < 0 || e.Confidence > 1:
		return f, fmt.Errorf("confidence: %v is not between 0 and 1", e.Confidence)
	case !slices.Contains(classes, e.Class):
		return f, fmt.Errorf("class: %q is not one of %s", e.Class, strings.Join(classes, ", "))
	}
	if e.By != "" && e.By != byAuthority {
		return f, fmt.Errorf("by: %q is not %q", e.By, byAuthority)
	}
	for _, r := range append(slices.Clone(f.sources), f.targets...) {
		if !roleName.MatchString(r) {
			return f, fmt.Errorf("%q is neither a role nor a preposition", r)
		}
	}
	for _, c := range append(strings.Fields(e.Unless), e.Heads, e.Nobut, e.Host, e.Given) {
		if c != "" && lex.class[c] == nil {
			return f, fmt.Errorf("no word class %q", c)
		}
	}
	return f, nil
}

// wordList reads trigger words: words, or the name of a class.
func wordList(s string, lex *lexicon) (map[string]bool, error) {
	out := words(s)
	if len(out) == 1 && lex.class[strings.TrimSpace(s)] != nil {
		return lex.class[strings.TrimSpace(s)], nil
	}
	return out, nil
}
