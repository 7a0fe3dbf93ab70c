package extract

import (
	"maps"
	"testing"
)

// FuzzRuleFile: any file gives rules or an error, and rules whose every frame has a type that the graph can have.
func FuzzRuleFile(f *testing.F) {
	builtin, err := ruleFiles.ReadFile("rules/frames.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{string(builtin), visited, declared, "- null", "types:\n- &a {name: A, to: Event}\n- *a", "frames: [[]]", "- {rule: a, type: A, nouns: \"\"}", "\x00"} {
		f.Add(s)
	}
	lex, err := loadLexicon()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := ruleSet{lex: &lexicon{class: maps.Clone(lex.class)}} // a file adds classes to it
		if r.add("fuzz.yaml", []byte(text)) != nil {
			return
		}
		for _, frame := range r.frames {
			if known := r.typeOf(frame.Type); known == nil || known.Name != frame.typ.Name || len(known.From) == 0 || len(known.To) == 0 {
				t.Errorf("frame %s has the type %+v", frame.Rule, frame.typ)
			}
		}
	})
}
