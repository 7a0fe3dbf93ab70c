package train

import (
	"context"
	"io"

	"newsgraph/internal/nlp/perceptron"
	"newsgraph/internal/nlp/tag"
)

var taggerOptions = tag.Options{Epochs: 5, Seeds: 5, Recase: 0.1, Least: 5, Prune: perceptron.Prune{MinUpdates: 20, MinWeight: 0.4}}

func trainTagger(ctx context.Context, to Options, log io.Writer) ([]byte, error) {
	trees, err := learnt(to)
	if err != nil {
		return nil, err
	}
	return tag.Learn(examples(trees), taggerOptions, &lockedWriter{to: log})
}

func examples(trees []tree) []tag.Example {
	out := make([]tag.Example, len(trees))
	for i, t := range trees {
		out[i] = tag.Example{Words: t.words, Classes: t.classes, Times: t.times}
	}
	return out
}

// tagAccuracy counts the words of trees and those with the right Penn Treebank tag and universal part of speech.
func tagAccuracy(m *tag.Model, trees []tree) (tags, pos, all int) {
	for _, t := range trees {
		for i, c := range m.Tag(t.words, nil) {
			if c.Tag == t.classes[i].Tag {
				tags++
			}
			if c.POS == t.classes[i].POS {
				pos++
			}
		}
		all += len(t.words)
	}
	return tags, pos, all
}
