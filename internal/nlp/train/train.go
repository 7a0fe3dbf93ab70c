// Package train trains the embedded models from the open data sets and measures them.
//
// # Input and output
//
// The data sets are gzipped files of JSON lines in a folder that is no part of the repository: treebank/ewt,
// treebank/gum-open, ner/gmb, ner/wikigold, news/current-events-before-2020, news/whitehouse-diplomacy, gazetteer/….
// Run writes one model; the models depend on each other in the order clusters, lemmas, tagger, parser, ner, each on
// the embedded ones before it.
//
// # Invariants
//
// Training is deterministic: the same data and the same embedded models give the same bytes.
package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Run trains one model ("clusters", "lemmas", "tagger", "parser" or "ner") from the data sets under dataDir and writes it
// under out. Progress goes to log.
func Run(ctx context.Context, which, dataDir, out string, log io.Writer) error {
	if _, err := os.Stat(dataDir); err != nil {
		return fmt.Errorf("open data: %w", err)
	}
	var (
		packed []byte
		err    error
		file   = "model.bin"
	)
	switch which {
	case "clusters":
		packed, err = trainClusters(ctx, dataDir, log)
	case "lemmas":
		packed, err = trainLemmas(ctx, dataDir, log)
		file = "table.txt"
	case "tagger":
		packed, err = trainTagger(ctx, dataDir, log)
	case "parser":
		packed, err = trainParser(ctx, dataDir, log)
	case "ner":
		packed, err = trainNames(ctx, dataDir, log)
	default:
		return fmt.Errorf("train %q: want clusters, lemmas, tagger, parser or ner", which)
	}
	if err != nil {
		return fmt.Errorf("train %s: %w", which, err)
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	name := filepath.Join(out, file)
	if err := os.WriteFile(name, packed, 0o666); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	fmt.Fprintf(log, "%s: %d bytes\n", name, len(packed))
	return nil
}
