// Package article reads news articles from files, directories, globs and streams in several formats, and gives
// each as UTF-8 text with byte offsets that stay true.
//
// # Input and output
//
// Read takes the names of sources and yields graph articles: plain text, Markdown with front matter, HTML, JSON
// (an object, an array, or one object a line) and CSV or TSV with a header row, each also compressed with gzip.
// UTF-8, UTF-16 and Windows-1252 are told apart, and an HTML page's declared charset is believed. An item that
// cannot be read is one *Error naming its file, line and reason, and the items after it are still read.
//
// # Invariants
//
// Text is valid UTF-8, is not blank, and is never changed afterwards: Digest is its sha-256. A plain text file in
// UTF-8 and the text field of a JSON object or CSV row are kept byte for byte, so offsets hold in the source too.
// Markdown and HTML give the text that a reader sees, the title first. The same source gives the same articles in
// the same order.
//
// # Performance
//
// One article is in memory at a time, at most Options.MaxBytes of it; an item that is longer is passed over
// without being held.
package article

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strings"

	"newsgraph/graph"
)

// DefaultMaxBytes is the size above which an item is taken not to be one article.
const DefaultMaxBytes = 8 << 20

// Options says how sources are read. The zero value works.
type Options struct {
	Format   Format    // FormatUnset: by the name's ending, else by the first bytes
	Map      Mapping   // which columns or JSON fields hold what; nil: the usual names
	Encoding string    // WHATWG name of the encoding ("windows-1251"); "": detected
	MaxBytes int       // largest item, in bytes as read; 0: DefaultMaxBytes
	Stdin    io.Reader // what the source "-" reads; nil: nothing
}

// Error is an item that could not be read.
type Error struct {
	Source string // the file as named, "standard input" for "-"
	Line   int    // 1-based; 0 where the item is the whole file
	Err    error
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("read %s:%d: %v", e.Source, e.Line, e.Err)
	}
	return fmt.Sprintf("read %s: %v", e.Source, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Read yields the articles of the sources in order. A source is a file, a directory (read recursively in the
// order of the names), a glob (in which ** stands for any folders) or "-" for standard input. Each error is an
// *Error and stands for one item or source; only a cancelled context ends the sequence early, with its cause.
func Read(ctx context.Context, sources []string, o Options) iter.Seq2[graph.Article, error] {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	return func(yield func(graph.Article, error) bool) {
		r := &reader{ctx: ctx, o: o, yield: yield}
		for _, s := range sources {
			if !r.source(s) {
				break
			}
		}
		if ctx.Err() != nil && !r.stopped {
			yield(graph.Article{}, context.Cause(ctx))
		}
	}
}

// reader is one run of Read. Its methods return false when the sequence is over.
type reader struct {
	ctx     context.Context
	o       Options
	yield   func(graph.Article, error) bool
	stopped bool // the consumer asked for no more
}

func (r *reader) give(a graph.Article) bool {
	if r.ctx.Err() != nil {
		return false
	}
	r.stopped = !r.yield(a, nil)
	return !r.stopped
}

func (r *reader) fail(source string, line int, err error) bool {
	if r.ctx.Err() != nil {
		return false
	}
	r.stopped = !r.yield(graph.Article{}, &Error{source, line, err})
	return !r.stopped
}

// complete fills in what follows from the rest: Digest, Key and Origin.
func complete(a graph.Article) graph.Article {
	a.URL = CanonicalURL(a.URL)
	a.Digest = hash(a.Text)
	a.Key = Key(a.URL, a.Source, a.Text)
	a.Origin = a.Key
	return a
}

// Key is an article's stable identity: the sha-256, in hex, of its canonical URL, or where it has none, of its
// source and text.
func Key(canonicalURL, source, text string) string {
	if canonicalURL != "" {
		return hash(canonicalURL)
	}
	return hash(source + "\x00" + text)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// CanonicalURL is the URL without what does not change the page: fragment, tracking parameters, default port, a
// slash at the end; scheme and host in lower case. What is no http address is returned as it is, without spaces
// around it.
func CanonicalURL(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return raw
	}
	u.Host = strings.ToLower(u.Host)
	if port := u.Port(); u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || tracking[k] {
			q.Del(k)
		}
	}
	u.RawQuery = q.Encode()
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u.String()
}

// tracking are parameters that campaigns and social networks add to a link.
var tracking = map[string]bool{"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "igshid": true,
	"mc_cid": true, "mc_eid": true, "ocid": true, "cmpid": true, "ref_src": true}
