// Package examples embeds the example articles that the repository brings along.
//
// They were written for it: short reports, in our own words, on public events whose dates and signatories are a
// matter of record, in every format that newsgraph reads. Some update each other: a meeting that is called off and
// then held, one that is planned and then held. The publisher, "The Example", the accounts and the addresses at
// example.org are invented.
package examples

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed articles
var files embed.FS

// Files is the folder of articles.
func Files() fs.FS {
	sub, err := fs.Sub(files, "articles")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// Write writes the articles into a folder, which it makes if it is not there, and says how many files it wrote. It
// replaces no file.
func Write(dir string) (int, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, fmt.Errorf("write examples: %w", err)
	}
	n := 0
	err := fs.WalkDir(Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(Files(), name)
		if err != nil {
			return err
		}
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		if _, err := f.Write(b); err != nil {
			f.Close()
			return err
		}
		n++
		return f.Close()
	})
	if err != nil {
		return n, fmt.Errorf("write examples: %w", err)
	}
	return n, nil
}
