package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"newsgraph/internal/nlp/lemma"
	"newsgraph/internal/nlp/tag"
)

// Evaluate prints the scores of the embedded models on the open test sets under dataDir, or of those in the folder
// models where it holds any.
func Evaluate(ctx context.Context, dataDir, models string, w io.Writer) error {
	if _, err := os.Stat(dataDir); err != nil {
		return fmt.Errorf("open data: %w", err)
	}
	trees, err := treebank(dataDir, fileEWT, fileGUM)
	if err != nil {
		return err
	}
	ewt, gum := len(only(trees, "test", "")), 0
	_, _ = ewt, gum
	b, err := os.ReadFile(filepath.Join(models, "model.bin"))
	if err != nil {
		return err
	}
	m, err := tag.Open(string(b))
	if err != nil {
		return err
	}
	e, _ := treebank(dataDir, fileEWT)
	g, _ := treebank(dataDir, fileGUM)
	for _, s := range []struct {
		name  string
		trees []tree
	}{{"EWT dev", only(e, "dev", "")}, {"EWT test", only(e, "test", "")}, {"GUM test", only(g, "test", "")}, {"GUM news", news(g)}} {
		t, p, n := tagAccuracy(m, s.trees)
		lem, wrong := 0, map[string]int{}
		for _, t := range s.trees {
			for i, x := range t.words {
				if l := lemma.Of(x, t.classes[i].Tag); l == strings.ToLower(t.lemmas[i]) {
					lem++
				} else if t.classes[i].POS != "PROPN" {
					wrong[x+" "+t.classes[i].Tag+" "+l+" "+t.lemmas[i]]++
				}
			}
		}
		fmt.Fprintf(w, "lemmas (gold tags) %.2f ", 100*float64(lem)/float64(n))
		if os.Getenv("V") != "" {
			fmt.Fprintln(w, wrong)
		}
		fmt.Fprintf(w, "%s: %d words, XPOS %.2f, UPOS %.2f\n", s.name, n, 100*float64(t)/float64(n), 100*float64(p)/float64(n))
	}
	return nil
}
