package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/perceptron"
	"newsgraph/internal/nlp/tag"
)

// folds is the number of parts for jack-knifing: each part is tagged by a tagger that has not seen it.
const folds = 5

// agreedSentences is how many sentences of news, parsed alike from either end, are learnt beside the treebanks.
const agreedSentences = 12000

// The options of the three parsers that are trained: one that reads from the start of a sentence and one that reads
// from its end, which parse the news together, and one from the start that learns that news too. The second stays
// without it: a pair that has learnt the same news agrees too much to gain from voting.
var (
	firstForward  = depparse.Options{Epochs: 8, Seed: 1, Explore: 0.9, Prune: perceptron.Prune{MinUpdates: 4, MinWeight: 1}}
	firstBackward = depparse.Options{Epochs: 8, Seed: 7, Explore: 0.9, Prune: perceptron.Prune{MinUpdates: 4, MinWeight: 0.5}, Backward: true}
	finalForward  = depparse.Options{Epochs: 6, Seed: 1, Explore: 0.9, Prune: perceptron.Prune{MinUpdates: 4, MinWeight: 1}}
)

// trainParser trains the parsers and packs the second and the third, which vote.
func trainParser(ctx context.Context, dir string, log io.Writer) ([]byte, error) {
	trees, err := treebank(dir, fileEWT, fileGUM)
	if err != nil {
		return nil, err
	}
	sentences, err := jackknife(ctx, only(trees, "train", ""), log)
	if err != nil {
		return nil, err
	}
	forward, err := depparse.Learn(ctx, sentences, firstForward, log)
	if err != nil {
		return nil, err
	}
	backward, err := depparse.Learn(ctx, sentences, firstBackward, log)
	if err != nil {
		return nil, err
	}
	more, err := agreed(ctx, dir, slices.Concat(forward, backward), log)
	if err != nil {
		return nil, err
	}
	forward, err = depparse.Learn(ctx, append(sentences, more...), finalForward, log)
	if err != nil {
		return nil, err
	}
	return append(forward, backward...), nil
}

// agreed parses news and returns sentences of 8 to 45 words for which the model finds one tree from either end.
func agreed(ctx context.Context, dir string, packed []byte, log io.Writer) ([]depparse.Example, error) {
	m, err := depparse.Open(string(packed))
	if err != nil {
		return nil, err
	}
	tagger, err := tag.New().Model()
	if err != nil {
		return nil, err
	}
	var out []depparse.Example
	tried, seen := 0, map[string]bool{}
	err = newswire(dir, func(words []string) {
		text := strings.Join(words, " ")
		if len(words) < 8 || len(words) > 45 || len(out) == agreedSentences || seen[text] || ctx.Err() != nil {
			return
		}
		seen[text] = true
		tried++
		t := tree{words: words}
		e := t.example(tagger)
		if e.Arcs = m.Agreed(e.Input); e.Arcs != nil {
			out = append(out, e)
		}
	})
	fmt.Fprintf(log, "parser: %d of %d sentences of news parsed alike from either end\n", len(out), tried)
	return out, errors.Join(err, ctx.Err())
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

// newswire calls f with the words of sentences of unlabelled news, the three sources in turn, so that any number of
// them from the start is a mixture.
func newswire(dir string, f func(words []string)) error {
	var queues [3][][]string
	err := read(dir, fileGMB, func(r *record) error {
		if r.Split == "train" && !damaged(r) {
			for _, s := range r.Sentences {
				queues[0] = append(queues[0], retokenize(r.Tokens.Form[s.Tok[0]:s.Tok[1]]))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, name := range []string{fileEvents, fileBriefings} {
		if err := read(dir, name, sentencesOf(func(words []string) { queues[i+1] = append(queues[i+1], words) })); err != nil {
			return err
		}
	}
	for i := 0; i < max(len(queues[0]), len(queues[1]), len(queues[2])); i++ {
		for _, q := range queues {
			if i < len(q) {
				f(q[i])
			}
		}
	}
	return nil
}
