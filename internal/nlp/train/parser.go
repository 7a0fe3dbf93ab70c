package train

import (
	"context"
	"fmt"
	"io"

	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/perceptron"
	"newsgraph/internal/nlp/tag"
)

// folds is the number of parts for jack-knifing: each part is tagged by a tagger that has not seen it.
const folds = 5

var parserOptions = depparse.Options{Epochs: 8, Seed: 1, Explore: 0.9, Prune: perceptron.Prune{MinUpdates: 4, MinWeight: 0.5}}

func trainParser(ctx context.Context, dir string, log io.Writer) ([]byte, error) {
	trees, err := treebank(dir, fileEWT, fileGUM)
	if err != nil {
		return nil, err
	}
	sentences, err := jackknife(ctx, only(trees, "train", ""), log)
	if err != nil {
		return nil, err
	}
	return depparse.Learn(ctx, sentences, parserOptions, log)
}

// jackknife returns the trees with the tags that a tagger trained on the other parts gives them.
func jackknife(ctx context.Context, trees []tree, log io.Writer) ([]depparse.Example, error) {
	out := make([]depparse.Example, len(trees))
	o := taggerOptions
	o.Epochs, o.Recase = 5, 0.05
	for f := range folds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var rest []tree
		for i, t := range trees {
			if i*folds/len(trees) != f {
				rest = append(rest, t)
			}
		}
		packed, err := tag.Learn(examples(rest), o, io.Discard)
		if err != nil {
			return nil, err
		}
		m, err := tag.Open(string(packed))
		if err != nil {
			return nil, err
		}
		for i, t := range trees {
			if i*folds/len(trees) == f {
				out[i] = t.example(m)
			}
		}
		fmt.Fprintf(log, "parser: tagged part %d of %d\n", f+1, folds)
	}
	return out, nil
}

// example is the tree with tags by m.
func (t *tree) example(m *tag.Model) depparse.Example {
	e := depparse.Example{Input: depparse.Input{Words: t.words}}
	for _, c := range m.Tag(t.words, nil) {
		e.Tags = append(e.Tags, c.Tag)
		e.POS = append(e.POS, c.POS)
	}
	for i, h := range t.heads {
		e.Arcs = append(e.Arcs, depparse.Arc{Head: h, Dep: t.deps[i]})
	}
	return e
}

// attachment counts the words of trees, those with the right head, and those with the right head and relation.
func attachment(m *depparse.Model, tagger *tag.Model, trees []tree) (uas, las, all int) {
	for _, t := range trees {
		e := t.example(tagger)
		for i, a := range m.Parse(e.Input) {
			if a.Head == t.heads[i] {
				uas++
				if a.Dep == t.deps[i] {
					las++
				}
			}
		}
		all += len(t.words)
	}
	return uas, las, all
}
