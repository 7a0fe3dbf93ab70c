package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/lemma"
	"newsgraph/internal/nlp/ner"
	"newsgraph/internal/nlp/tag"
)

// Evaluate prints the scores, on the development and test parts of the open sets under dataDir, of the embedded models
// or of those that the folder models holds instead (tag/model.bin, depparse/model.bin, ner/model.bin): tokens and
// sentences from plain text, tags and lemmas, trees and the roles that rules use, names. Every later measure is on the
// sets' own tokens with our tags. News is no part of GUM's development part here, as it is measured by itself.
func Evaluate(ctx context.Context, dataDir, models string, w io.Writer) error {
	if _, err := os.Stat(dataDir); err != nil {
		return fmt.Errorf("open data: %w", err)
	}
	tagger, err := pick(models, "tag", tag.Open, tag.New().Model)
	if err != nil {
		return err
	}
	parser, err := pick(models, "depparse", depparse.Open, depparse.New().Model)
	if err != nil {
		return err
	}
	names, err := pick(models, "ner", ner.Open, ner.New().Model)
	if err != nil {
		return err
	}
	ewt, err := treebank(dataDir, fileEWT)
	if err != nil {
		return err
	}
	gum, err := treebank(dataDir, fileGUM)
	if err != nil {
		return err
	}
	if err := evaluateCuts(dataDir, w); err != nil {
		return err
	}
	for _, s := range []struct {
		name  string
		trees []tree
	}{
		{"EWT dev", only(ewt, "dev", "")}, {"GUM dev", slices.DeleteFunc(only(gum, "dev", ""), func(t tree) bool { return t.genre == "news" })},
		{"EWT test", only(ewt, "test", "")}, {"GUM test", only(gum, "test", "")}, {"GUM news", news(gum)},
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		evaluateTrees(s.name, s.trees, tagger, parser, w)
	}
	return evaluateNames(ctx, dataDir, names, tagger, w)
}

// pick opens the model of a folder of models where it is, else takes the embedded one.
func pick[M any](models, name string, open func(string) (M, error), embedded func() (M, error)) (M, error) {
	packed, err := os.ReadFile(filepath.Join(models, name, "model.bin"))
	if models == "" || errors.Is(err, fs.ErrNotExist) {
		return embedded()
	}
	if err != nil {
		var none M
		return none, fmt.Errorf("read model: %w", err)
	}
	return open(string(packed))
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

func evaluateTrees(name string, trees []tree, tagger *tag.Model, parser *depparse.Model, w io.Writer) {
	tags, pos, all := tagAccuracy(tagger, trees)
	lemmas := 0
	for _, t := range trees {
		for i, c := range tagger.Tag(t.words, nil) {
			if lemma.Of(t.words[i], c.Tag) == strings.ToLower(t.lemmas[i]) {
				lemmas++
			}
		}
	}
	uas, las, _ := attachment(parser, tagger, trees)
	fmt.Fprintf(w, "%-9s %6d words  tag %.2f  part of speech %.2f  lemma %.2f  UAS %.2f  LAS %.2f\n", name, all,
		percent(tags, all), percent(pos, all), percent(lemmas, all), percent(uas, all), percent(las, all))
	var sum counts
	fmt.Fprintf(w, "%-9s roles", name)
	scored := scoreRoles(parser, tagger, trees)
	for _, r := range roleNames {
		c := scored[r]
		sum.right, sum.found, sum.gold = sum.right+c.right, sum.found+c.found, sum.gold+c.gold
		_, _, f := c.scores()
		fmt.Fprintf(w, "  %s %.1f", r, f)
	}
	_, _, f := sum.scores()
	fmt.Fprintf(w, "  all %.1f\n", f)
}

// evaluateNames prints the scores of names. "GMB acted" is GMB's test part with the countries that it calls
// organisations where they act taken as places, as the stage has them.
func evaluateNames(ctx context.Context, dataDir string, m *ner.Model, tagger *tag.Model, w io.Writer) error {
	_, test, err := gmb(dataDir, "test", tagger)
	if err != nil {
		return err
	}
	gold, err := wikigold(dataDir, tagger)
	if err != nil {
		return err
	}
	for _, s := range []struct {
		name  string
		tests [][]testSentence
		as    scheme
	}{
		{"GMB test", test, scheme{demonyms: "PLACE", actors: "ORG"}}, {"GMB acted", acting(test), scheme{demonyms: "PLACE", actors: "PLACE"}},
		{"WikiGold", gold, scheme{demonyms: "MISC", actors: "PLACE"}},
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		fmt.Fprintf(w, "%-9s names, precision/recall/F1", s.name)
		c := scoreNames(m, s.tests, s.as)
		for _, k := range []string{"PERSON", "PLACE", "ORG", "MISC"} {
			p, r, f := c[k].scores()
			fmt.Fprintf(w, "  %s %.1f/%.1f/%.1f", k, p, r, f)
		}
		fmt.Fprintln(w)
	}
	return nil
}
