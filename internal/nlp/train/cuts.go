package train

import (
	"fmt"
	"io"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/tokenize"
)

// evaluateCuts prints how well tokens and sentences are found in the plain text of the treebanks.
func evaluateCuts(dataDir string, w io.Writer) error {
	for _, s := range []struct{ name, file, split, genre string }{
		{"EWT test", fileEWT, "test", ""}, {"EWT blogs", fileEWT, "test", "weblog"}, {"GUM test", fileGUM, "test", ""}, {"GUM news", fileGUM, "test", "news"},
	} {
		var tokens, sentences counts
		err := read(dataDir, s.file, func(r *record) error {
			if r.Split != s.split || s.genre != "" && r.Genre != s.genre {
				return nil
			}
			return cuts(r, &tokens, &sentences)
		})
		if err != nil {
			return err
		}
		_, _, t := tokens.scores()
		_, _, f := sentences.scores()
		fmt.Fprintf(w, "%-9s tokens F1 %.2f  sentences F1 %.2f\n", s.name, t, f)
	}
	return nil
}

func cuts(r *record, tokens, sentences *counts) error {
	d := nlp.New(r.Text)
	if err := tokenize.New().Apply(d); err != nil {
		return err
	}
	gold := map[nlp.Span]bool{}
	for i := range r.Tokens.Form {
		gold[nlp.Span{Start: r.offsets[r.Tokens.Start[i]], End: r.offsets[r.Tokens.End[i]]}] = true
	}
	tokens.gold += len(gold)
	tokens.found += len(d.Tokens)
	for _, t := range d.Tokens {
		if gold[t.Span] {
			tokens.right++
		}
	}
	clear(gold)
	for _, s := range r.Sentences {
		gold[nlp.Span{Start: r.offsets[s.Start], End: r.offsets[s.End]}] = true
	}
	sentences.gold += len(gold)
	sentences.found += len(d.Sentences)
	for _, s := range d.Sentences {
		if gold[d.TokenSpan(s.First, s.Last)] {
			sentences.right++
		}
	}
	return nil
}
