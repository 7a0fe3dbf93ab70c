package extract

import (
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
	Heads      string  `yaml:"heads"`
	Nobut      string  `yaml:"nobut"`
	Unless     string  `yaml:"unless"`
	Particles  string  `yaml:"particles"`
	WithObject string  `yaml:"with-object"`
	Proper     bool    `yaml:"proper"`
	Clause     bool    `yaml:"clause"`
	Confidence float64 `yaml:"confidence"`
}

// frame is a frameEntry ready for use.
type frame struct {
	frameEntry
	order      int
	verbs      map[string]bool
	nouns      map[string]bool
	sources    []string
	targets    []string
	particles  map[string]bool
	withObject map[string]bool
}

// roles that a source or target may name beside prepositions.
const (
	roleSubject    = "subject"
	roleObject     = "object"
	rolePossessor  = "possessor"
	roleInfinitive = "infinitive"
	roleOwnClause  = "own-clause"
)

var (
	typeName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
	roleName = regexp.MustCompile(`^[a-z][a-z-]*$`)
	classes  = []string{"party", "person", "place", "agreement", "decision", "appointment", "event", "any"}
)

// loadFrames reads the built-in frames and those of files.
func loadFrames(lex *lexicon, files []string) ([]frame, error) {
	b, err := ruleFiles.ReadFile("rules/frames.yaml")
	if err != nil {
		return nil, fmt.Errorf("read rules/frames.yaml: %w", err)
	}
	out, err := parseFrames("rules/frames.yaml", b, lex, nil)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read rules: %w", err)
		}
		if out, err = parseFrames(f, b, lex, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// parseFrames appends the frames of one file to out. A file is a list of frames, or a mapping with "classes" and
// "frames".
func parseFrames(name string, b []byte, lex *lexicon, out []frame) ([]frame, error) {
	var entries []frameEntry
	if err := yaml.Unmarshal(b, &entries); err != nil {
		var file struct {
			Classes map[string]string `yaml:"classes"`
			Frames  []frameEntry      `yaml:"frames"`
		}
		if err2 := yaml.Unmarshal(b, &file); err2 != nil {
			return nil, fmt.Errorf("read rules %s: %w", name, err)
		}
		if err := lex.addClasses(file.Classes); err != nil {
			return nil, fmt.Errorf("read rules %s: %w", name, err)
		}
		entries = file.Frames
	}
	for i, e := range entries {
		f, err := newFrame(e, lex)
		if err != nil {
			return nil, fmt.Errorf("read rules %s: frame %d %q: %w", name, i+1, e.Rule, err)
		}
		for _, o := range out {
			if o.Rule == f.Rule {
				return nil, fmt.Errorf("read rules %s: frame %d: rule %q is defined twice", name, i+1, e.Rule)
			}
		}
		f.order = len(out)
		out = append(out, f)
	}
	return out, nil
}

func newFrame(e frameEntry, lex *lexicon) (frame, error) {
	f := frame{frameEntry: e, sources: strings.Fields(e.Source), targets: strings.Fields(e.Target),
		particles: words(e.Particles), withObject: words(e.WithObject)}
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
	case !typeName.MatchString(e.Type):
		return f, fmt.Errorf("type: %q is not a name in capitals, such as VISITED", e.Type)
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
	for _, r := range append(slices.Clone(f.sources), f.targets...) {
		if !roleName.MatchString(r) {
			return f, fmt.Errorf("%q is neither a role nor a preposition", r)
		}
	}
	for _, c := range append(strings.Fields(e.Unless), e.Heads, e.Nobut, e.Host) {
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
