package train

import (
	"path/filepath"

	"newsgraph/internal/nlp/tag"
)

// tree is a sentence of a treebank.
type tree struct {
	words, lemmas []string
	classes       []tag.Class
	heads         []int // index of the head, -1 for the root
	deps          []string
	split, genre  string
	times         int // how often an epoch of training reads it
}

// treebank reads the sentences of the EWT and GUM treebanks whose words are not cut out.
func treebank(dir string, files ...string) ([]tree, error) {
	var trees []tree
	for _, name := range files {
		err := read(dir, name, func(r *record) error {
			for _, s := range r.Sentences {
				trees = append(trees, newTree(r, s.Tok[0], s.Tok[1]))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return trees, nil
}

// goldTimes is how often the treebanks are read beside a reading of the silver trees, of which there are more.
const goldTimes = 2

// learnt is the trees to learn from: the training parts of the treebanks, and the silver trees if a file of them is named.
func learnt(to Options) ([]tree, error) {
	trees, err := treebank(to.Data, fileEWT, fileGUM)
	if err != nil {
		return nil, err
	}
	trees = only(trees, "train", "")
	if to.Silver == "" {
		return trees, nil
	}
	for i := range trees {
		trees[i].times = goldTimes
	}
	dir, name := filepath.Split(to.Silver)
	silver, err := treebank(dir, name)
	return append(trees, silver...), err
}

func newTree(r *record, first, last int) tree {
	t := tree{split: r.Split, genre: r.Genre, times: 1}
	tok := &r.Tokens
	for i := first; i < last; i++ {
		t.words = append(t.words, tok.Form[i])
		if len(tok.Lemma) > 0 {
			t.lemmas = append(t.lemmas, tok.Lemma[i])
		}
		t.classes = append(t.classes, tag.Class{Tag: tok.Xpos[i], POS: tok.Upos[i]})
		t.heads = append(t.heads, tok.Head[i]-1)
		t.deps = append(t.deps, tok.Deprel[i])
	}
	return t
}

// only is the trees of a split, of one genre if one is named.
func only(trees []tree, split, genre string) []tree {
	var out []tree
	for _, t := range trees {
		if t.split == split && (genre == "" || t.genre == genre) {
			out = append(out, t)
		}
	}
	return out
}

// news is the trees of the news genre outside the training part.
func news(trees []tree) []tree {
	return append(only(trees, "test", "news"), only(trees, "dev", "news")...)
}
