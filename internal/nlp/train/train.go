// Package train trains the embedded models from the open data sets and measures them.
//
// # Input and output
//
// The data sets are gzipped files of JSON lines in a folder that is no part of the repository: treebank/ewt,
// treebank/gum-open, ner/gmb, ner/wikigold, news/current-events-before-2020, news/whitehouse-diplomacy, gazetteer/….
// Run writes one model; the models depend on each other in the order clusters, lemmas, tagger, parser, ner, each on
// the embedded ones before it.
//
// Tagger and parser learn silver trees beside those of the treebanks: Run writes sentences of news, a neural parser that
// is too large and slow for the pipeline (folder teacher) labels them, and Options.Silver names the file that it wrote.
// The small models learn its answers where the treebanks have none.
//
// # Invariants
//
// Training is deterministic: the same data, silver trees included, and the same embedded models give the same bytes.
package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Options of Run.
type Options struct {
	Data    string   // folder of the data sets
	Out     string   // folder to write into
	Silver  string   // file of sentences with trees by a teacher, from which tagger and parser learn too; "" for none
	Without []string // files of articles whose sentences are not to be among those for a teacher
}

// Run trains one model ("clusters", "lemmas", "tagger", "parser" or "ner") and writes it, or writes the "sentences" for
// a teacher to label. Progress goes to log.
func Run(ctx context.Context, which string, o Options, log io.Writer) error {
	if _, err := os.Stat(o.Data); err != nil {
		return fmt.Errorf("open data: %w", err)
	}
	var (
		packed []byte
		err    error
		file   = "model.bin"
	)
	switch which {
	case "clusters":
		packed, err = trainClusters(ctx, o.Data, log)
	case "lemmas":
		packed, err = trainLemmas(ctx, o.Data, log)
		file = "table.txt"
	case "tagger":
		packed, err = trainTagger(ctx, o, log)
	case "parser":
		packed, err = trainParser(ctx, o, log)
	case "ner":
		packed, err = trainNames(ctx, o.Data, log)
	case "sentences":
		packed, err = gather(ctx, o.Data, o.Without, log)
		file = "sentences.jsonl.gz"
	default:
		return fmt.Errorf("train %q: want sentences, clusters, lemmas, tagger, parser or ner", which)
	}
	if err != nil {
		return fmt.Errorf("train %s: %w", which, err)
	}
	if err := os.MkdirAll(o.Out, 0o777); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	name := filepath.Join(o.Out, file)
	if err := os.WriteFile(name, packed, 0o666); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	fmt.Fprintf(log, "%s: %d bytes\n", name, len(packed))
	return nil
}
