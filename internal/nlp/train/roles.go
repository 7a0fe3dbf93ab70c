package train

import (
	"slices"
	"strings"

	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/tag"
)

var roleNames = []string{"subject", "passive", "object", "oblique", "conjunct", "negation"}

// role is a relation that rules read off a tree: words a and b in it, or a, b and the preposition c.
type role struct {
	name    string
	a, b, c int
}

// roles lists the roles of a tree: subjects, passive subjects and objects with their heads, obliques with their head
// and preposition, conjuncts that are proper nouns, negations.
func roles(words []string, pos []string, heads []int, deps []string) map[role]bool {
	out := map[role]bool{}
	for i, d := range deps {
		h := heads[i]
		switch {
		case h < 0:
		case d == "nsubj" || d == "nsubj:outer":
			out[role{"subject", h, i, 0}] = true
		case d == "nsubj:pass":
			out[role{"passive", h, i, 0}] = true
		case d == "obj":
			out[role{"object", h, i, 0}] = true
		case d == "obl" || d == "obl:agent":
			for j, e := range deps {
				if e == "case" && heads[j] == i {
					out[role{"oblique", h, i, j}] = true
					break
				}
			}
		case d == "conj" && pos[i] == "PROPN" && pos[h] == "PROPN":
			out[role{"conjunct", h, i, 0}] = true
		case d == "advmod" && slices.Contains([]string{"not", "n't", "n’t", "never"}, strings.ToLower(words[i])):
			out[role{"negation", h, i, 0}] = true
		}
	}
	return out
}

// scoreRoles counts the roles of trees that the parser finds. Which words are proper nouns is read from the treebank
// on both sides, so that the tagger's errors do not count twice.
func scoreRoles(m *depparse.Model, tagger *tag.Model, trees []tree) map[string]counts {
	out := map[string]counts{}
	for _, t := range trees {
		pos := make([]string, len(t.words))
		for i, c := range t.classes {
			pos[i] = c.POS
		}
		e := t.example(tagger)
		arcs := m.Parse(e.Input)
		heads, deps := make([]int, len(arcs)), make([]string, len(arcs))
		for i, a := range arcs {
			heads[i], deps[i] = a.Head, a.Dep
		}
		gold, got := roles(t.words, pos, t.heads, t.deps), roles(t.words, pos, heads, deps)
		for r := range gold {
			c := out[r.name]
			c.gold++
			if got[r] {
				c.right++
			}
			out[r.name] = c
		}
		for r := range got {
			c := out[r.name]
			c.found++
			out[r.name] = c
		}
	}
	return out
}
