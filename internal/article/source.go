package article

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Format is how a source writes its articles.
type Format uint8

const (
	FormatUnset Format = iota
	Text
	Markdown
	HTML
	JSON // one object, or an array of objects
	JSONLines
	CSV // comma, semicolon or tab, as the header row shows
)

var formats = [...]string{"", "text", "markdown", "html", "json", "jsonl", "csv"}

// String is the format's name on the command line.
func (f Format) String() string { return formats[f] }

// ParseFormat is the inverse of Format.String; "" is FormatUnset.
func ParseFormat(s string) (Format, error) {
	for i, n := range formats {
		if n == s {
			return Format(i), nil
		}
	}
	return FormatUnset, fmt.Errorf("parse format: %q is not one of %s", s, strings.Join(formats[1:], ", "))
}

// endings lists the file names that a directory is searched for.
var endings = map[string]Format{
	".txt": Text, ".text": Text, ".md": Markdown, ".markdown": Markdown, ".html": HTML, ".htm": HTML,
	".xhtml": HTML, ".json": JSON, ".jsonl": JSONLines, ".ndjson": JSONLines, ".csv": CSV, ".tsv": CSV,
}

func formatByName(name string) Format {
	return endings[filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))]
}

// formatByContent guesses from a source's first bytes.
func formatByContent(head []byte) Format {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	lower := bytes.ToLower(head[:min(len(head), 512)])
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		return JSONLines
	case bytes.HasPrefix(head, []byte("[{")), bytes.HasPrefix(head, []byte("[")) && bytes.HasPrefix(bytes.TrimLeft(head[1:], " \t\r\n"), []byte("{")):
		return JSON
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.Contains(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<?xml")):
		return HTML
	case bytes.HasPrefix(head, []byte("---\n")), bytes.HasPrefix(head, []byte("---\r\n")):
		return Markdown
	}
	return Text
}

var errNoArticles = errors.New("no articles: a directory is searched for .txt, .md, .html, .json, .jsonl, .csv and .tsv files, also with .gz")

// source reads one source as named by the caller.
func (r *reader) source(name string) bool {
	if name == "-" {
		in := r.o.Stdin
		if in == nil {
			in = strings.NewReader("")
		}
		return r.stream(in, "standard input")
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return r.dir(name)
	case err == nil:
		return r.file(name)
	case !errors.Is(err, fs.ErrNotExist) || !strings.ContainsAny(name, "*?["):
		return r.fail(name, 0, plain(err))
	}
	return r.glob(name)
}

// plain is a file system error without the operation and path, which the reader's error already names.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func (r *reader) dir(root string) bool {
	found, goOn := 0, true
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch hidden := strings.HasPrefix(d.Name(), ".") && p != root; {
		case err != nil:
			goOn = r.fail(p, 0, plain(err))
			found++
			if d.IsDir() && goOn {
				return fs.SkipDir
			}
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir() || formatByName(p) == FormatUnset:
		default:
			if info, err := os.Stat(p); err == nil && !info.Mode().IsRegular() {
				return nil
			}
			found++
			goOn = r.file(p)
		}
		if !goOn {
			return fs.SkipAll
		}
		return nil
	})
	if goOn && err != nil {
		return r.fail(root, 0, plain(err))
	}
	if goOn && found == 0 {
		return r.fail(root, 0, errNoArticles)
	}
	return goOn
}

func (r *reader) glob(pattern string) bool {
	root := "."
	parts := strings.Split(filepath.ToSlash(pattern), "/")
	for i, p := range parts {
		if strings.ContainsAny(p, "*?[") {
			if i > 0 {
				root = strings.Join(parts[:i], "/") + "/"
			}
			parts = parts[i:]
			break
		}
	}
	if _, err := path.Match(strings.Join(parts, "/"), ""); err != nil {
		return r.fail(pattern, 0, err)
	}
	found, goOn := 0, true
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, p)
		if err != nil || relErr != nil || rel == "." || d.IsDir() || !match(parts, strings.Split(filepath.ToSlash(rel), "/")) {
			return nil
		}
		found++
		if goOn = r.file(p); !goOn {
			return fs.SkipAll
		}
		return nil
	})
	if goOn && (err != nil || found == 0) {
		return r.fail(pattern, 0, errors.New("no file matches"))
	}
	return goOn
}

// match reports whether the folders and name of a path match those of a pattern.
func match(pattern, name []string) bool {
	if len(pattern) == 0 || len(name) == 0 {
		return len(pattern) == len(name)
	}
	if pattern[0] == "**" {
		return match(pattern[1:], name) || match(pattern, name[1:])
	}
	ok, _ := path.Match(pattern[0], name[0])
	return ok && match(pattern[1:], name[1:])
}

func (r *reader) file(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return r.fail(name, 0, plain(err))
	}
	defer f.Close()
	return r.stream(f, filepath.ToSlash(filepath.Clean(name)))
}

// stream reads the articles of one opened source.
func (r *reader) stream(in io.Reader, name string) bool {
	buf := bufio.NewReaderSize(in, 64<<10)
	if magic, _ := buf.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(buf)
		if err != nil {
			return r.fail(name, 0, err)
		}
		buf = bufio.NewReaderSize(z, 64<<10)
	}
	head, err := buf.Peek(4 << 10)
	if err != nil && err != io.EOF {
		return r.fail(name, 0, plain(err))
	}
	if len(bytes.TrimSpace(head)) == 0 && err == io.EOF {
		return r.fail(name, 0, errEmpty)
	}
	format := r.o.Format
	if format == FormatUnset {
		format = formatByName(name)
	}
	if format == FormatUnset {
		format = formatByContent(head)
	}
	switch format {
	case JSON, JSONLines, CSV:
		buf, err := transcoded(buf, head, r.o.Encoding)
		if err != nil {
			return r.fail(name, 0, err)
		}
		switch format {
		case JSONLines:
			return r.jsonLines(buf, name)
		case CSV:
			return r.csv(buf, name)
		}
		return r.json(buf, name)
	}
	return r.whole(buf, name, format)
}

// whole reads a source that is one article.
func (r *reader) whole(in io.Reader, name string, format Format) bool {
	b, err := io.ReadAll(io.LimitReader(in, int64(r.o.MaxBytes)+1))
	if err != nil {
		return r.fail(name, 0, plain(err))
	}
	if len(b) > r.o.MaxBytes {
		return r.fail(name, 0, tooLong(r.o.MaxBytes))
	}
	a, err := parseWhole(b, name, format, r.o)
	if err != nil {
		return r.fail(name, 0, err)
	}
	return r.give(a)
}

func tooLong(max int) error {
	return fmt.Errorf("longer than %s: not one article", size(max))
}

func size(n int) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
