package train

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// record is a line of a data file: a document with its annotations. Offsets count code points.
type record struct {
	ID, Set, Split, Genre, Text string
	Damage, Doc                 json.RawMessage
	Sentences                   []struct {
		Start, End int
		Tok        [2]int
	}
	Tokens struct {
		Form, Lemma, Upos, Xpos, Deprel []string
		Start, End, Head                []int
	}
	Entities []struct {
		Type  string
		Tok   [2]int
		Named bool
	}
	offsets []int // byte offset of each code point
}

// read calls f for each record of a gzipped file of JSON lines.
func read(dir, name string, f func(*record) error) error {
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("open data: %w", err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	dec := json.NewDecoder(bufio.NewReaderSize(z, 1<<20))
	for n := 1; ; n++ {
		r := new(record)
		if err := dec.Decode(r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read %s: record %d: %w", name, n, err)
		}
		for i := range r.Text {
			r.offsets = append(r.offsets, i)
		}
		r.offsets = append(r.offsets, len(r.Text))
		if err := f(r); err != nil {
			return fmt.Errorf("read %s: record %d: %w", name, n, err)
		}
	}
}

const (
	fileEWT      = "treebank/ewt.jsonl.gz"
	fileGUM      = "treebank/gum-open.jsonl.gz"
	fileGMB      = "ner/gmb.jsonl.gz"
	fileWikiGold = "ner/wikigold.jsonl.gz"
)

const (
	fileEvents    = "news/current-events-before-2020.jsonl.gz"
	fileBriefings = "news/whitehouse-diplomacy.jsonl.gz"
)
