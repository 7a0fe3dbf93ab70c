package extract

import (
	"embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed rules/*.yaml
var ruleFiles embed.FS

// lexicon holds the word classes and cue tables that the frames refer to.
type lexicon struct {
	class   map[string]map[string]bool
	cue     map[string]map[string]map[string]bool // kind of word, effect, words
	nominal map[string]string                     // verb to the noun of its action
	action  map[string]bool                       // these nouns
}

func loadLexicon() (*lexicon, error) {
	l := &lexicon{class: map[string]map[string]bool{}, cue: map[string]map[string]map[string]bool{}}
	var classes map[string]string
	if err := decode("rules/lexicon.yaml", &classes); err != nil {
		return nil, err
	}
	if err := l.addClasses(classes); err != nil {
		return nil, fmt.Errorf("read rules/lexicon.yaml: %w", err)
	}
	var cues map[string]any
	if err := decode("rules/cues.yaml", &cues); err != nil {
		return nil, err
	}
	for kind, v := range cues {
		l.cue[kind] = map[string]map[string]bool{}
		switch v := v.(type) {
		case string:
			l.cue[kind]["denied"] = words(v)
		case map[string]any:
			for effect, w := range v {
				s, ok := w.(string)
				if !ok {
					return nil, fmt.Errorf("read rules/cues.yaml: %s.%s is no text", kind, effect)
				}
				l.cue[kind][effect] = words(s)
			}
		}
	}
	if err := decode("rules/nominal.yaml", &l.nominal); err != nil {
		return nil, err
	}
	l.action = map[string]bool{}
	for _, noun := range l.nominal {
		l.action[strings.Fields(noun)[0]] = true
	}
	return l, nil
}

func decode(name string, into any) error {
	b, err := ruleFiles.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := yaml.Unmarshal(b, into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// addClasses adds word classes; "@name" in one stands for the words of another.
func (l *lexicon) addClasses(classes map[string]string) error {
	for name, text := range classes {
		set := map[string]bool{}
		for _, w := range strings.Fields(text) {
			if !strings.HasPrefix(w, "@") {
				set[w] = true
				continue
			}
			other, ok := classes[w[1:]]
			if !ok {
				return fmt.Errorf("class %s: no class %s", name, w)
			}
			for _, v := range strings.Fields(other) {
				set[v] = true
			}
		}
		l.class[name] = set
	}
	return nil
}

// in reports whether word w belongs to class name.
func (l *lexicon) in(name, w string) bool { return l.class[name][w] }

// effect is what word w of a kind does to what it governs: "planned", "denied", "keep", or "".
func (l *lexicon) effect(kind, w string) string {
	for _, e := range [...]string{"keep", "denied", "planned"} {
		if l.cue[kind][e][w] {
			return e
		}
	}
	return ""
}

// nominal reports whether a noun takes prepositional phrases and infinitives of its own rather than leave them to
// the verb; the shallow parser asks.
func nominal(lemma string) bool { return nominals[lemma] }

var nominals = words("talk talks meeting summit discussion discussions negotiation negotiations consultation consultations agreement treaty pact deal accord ceasefire plan plans intention decision invitation visit offer proposal call conversation dialogue signing announcement memorandum contract readiness willingness government leader president minister ministers leaders officials official delegation declaration")

// sayVerb reports whether a verb reports what somebody says; the shallow parser asks.
func sayVerb(lemma string) bool { return sayVerbs[lemma] }

var sayVerbs = words("say tell state add report note explain confirm declare announce indicate reveal claim write insist stress reiterate deny hope believe think expect know warn argue suggest agree decide acknowledge admit")
