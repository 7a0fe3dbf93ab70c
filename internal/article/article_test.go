package article

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"newsgraph/graph"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the case files with today's output")

// list reads all that Read yields, as the case files write it.
func list(ctx context.Context, sources []string, o Options) string {
	var b strings.Builder
	for a, err := range Read(ctx, sources, o) {
		if err != nil {
			fmt.Fprintf(&b, "error: %v\n", err)
			continue
		}
		fmt.Fprintf(&b, "article %s\n", a.ID)
		for _, f := range [][2]string{{"title", a.Title}, {"date", a.Published.String()}, {"url", a.URL}, {"source", a.Source}, {"language", a.Language}} {
			if f[1] != "" {
				fmt.Fprintf(&b, "  %s: %s\n", f[0], f[1])
			}
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(a.Text, "\n"), "\n") {
			fmt.Fprintf(&b, "  | %s\n", line)
		}
	}
	return b.String()
}

// TestCases reads the files of each case in testdata. The comment gives sources and options, one a line ("read
// a.txt b.txt", "map text=body", "format csv", "max 100"); the file "want" is what comes out.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases:", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			file, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			want := -1
			o := Options{}
			for i, f := range ar.Files {
				if f.Name == "want" {
					want = i
					continue
				}
				if f.Name == "stdin" {
					o.Stdin = bytes.NewReader(f.Data)
					continue
				}
				if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var sources []string
			for line := range strings.Lines(string(ar.Comment)) {
				verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
				var err error
				switch verb {
				case "read":
					sources = strings.Fields(rest)
				case "map":
					o.Map, err = ParseMapping(rest)
				case "format":
					o.Format, err = ParseFormat(rest)
				case "max":
					_, err = fmt.Sscan(rest, &o.MaxBytes)
				case "#", "":
				default:
					err = fmt.Errorf("no such option: %s", verb)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			got := list(t.Context(), sources, o)
			if *rewrite {
				if want < 0 {
					ar.Files, want = append(ar.Files, txtar.File{Name: "want"}), len(ar.Files)
				}
				ar.Files[want].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want < 0 {
				t.Fatal("case has no want")
			}
			if w := string(ar.Files[want].Data); got != w {
				t.Errorf("got\n%s\nwant\n%s", got, w)
			}
		})
	}
}

const sentence = "The “café” treaty — signed on 6 September 2018 — cost €5m.\n"

func encoded(t *testing.T, enc interface{ Bytes([]byte) ([]byte, error) }, s string) []byte {
	t.Helper()
	b, err := enc.Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(sentence))
	z.Close()
	russian := "Президент подписал договор о дружбе.\n"
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	bare := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	for _, c := range []struct {
		name, encoding string
		in             []byte
		want           string // the text, or the error after "error: "
	}{
		{"utf8.txt", "", []byte(sentence), sentence},
		{"bom.txt", "", []byte("\xef\xbb\xbf" + sentence), sentence},
		{"crlf.txt", "", []byte("One.\r\n\r\nTwo.\r\n"), "One.\r\n\r\nTwo.\r\n"},
		{"utf16le.txt", "", encoded(t, utf16le, sentence), sentence},
		{"utf16be-bare.txt", "", encoded(t, bare, sentence), sentence},
		{"1252.txt", "", encoded(t, charmap.Windows1252.NewEncoder(), sentence), sentence},
		{"1251.txt", "", encoded(t, charmap.Windows1251.NewEncoder(), russian), "error: encoding not recognised: byte 0xcf at 0 is not UTF-8, and too much is beyond ASCII for Windows-1252; name it with --encoding"},
		{"1251-named.txt", "windows-1251", encoded(t, charmap.Windows1251.NewEncoder(), russian), russian},
		{"unknown-name.txt", "klingon", []byte(sentence), `error: encoding "klingon" is not known: use a name such as utf-8, utf-16le, windows-1252`},
		{"damaged.txt", "", []byte("Café “one” \xff two.\n"), "error: not UTF-8: byte 0xff at 16"},
		{"undefined.txt", "", []byte("All letters here \x81 plain.\n"), "error: encoding not recognised: byte 0x81 at 17 fits neither UTF-8 nor Windows-1252; name it with --encoding"},
		{"zero.txt", "", []byte("abc\x00def ghi jkl"), "error: not text: zero byte at 3"},
		{"image.txt", "", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "error: not text but image/png"},
		{"paper.txt", "", []byte("%PDF-1.7\n1 0 obj\n"), "error: not text but application/pdf"},
		{"controls.txt", "", []byte("a\x01b\x02c\x03d"), "error: not text: 3 control characters in 7 bytes"},
		{"empty.txt", "", nil, "error: empty"},
		{"blank.txt", "", []byte(" \n\t\n"), "error: empty"},
		{"zipped.txt.gz", "", zipped.Bytes(), sentence},
		{"cut.txt.gz", "", zipped.Bytes()[:20], "error: unexpected EOF"},
		{"latin.html", "", []byte("<html><head><meta charset=iso-8859-1></head><body><p>Caf\xe9 treaty signed in Oslo.</p></body></html>"), "Café treaty signed in Oslo."},
		{"cyrillic.html", "", encoded(t, charmap.Windows1251.NewEncoder(), "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head><body><p>"+russian+"</p></body></html>"), strings.TrimSpace(russian)},
		{"lying.html", "", []byte("<html><head><meta charset=iso-8859-1></head><body><p>Café treaty.</p></body></html>"), "Café treaty."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile(c.name, c.in, 0o644); err != nil {
				t.Fatal(err)
			}
			got := ""
			for a, err := range Read(t.Context(), []string{c.name}, Options{Encoding: c.encoding}) {
				if got = a.Text; err != nil {
					got = "error: " + errors.Unwrap(err).Error()
				}
			}
			if got != c.want {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestLongLine reads a line of 50 MB between two articles: it is one error, and both articles come.
func TestLongLine(t *testing.T) {
	long := strings.NewReader(`{"text":"` + strings.Repeat("x", 50<<20) + `"}`)
	in := []string{`{"id":"a","text":"First."}` + "\n", "\n" + `{"id":"b","text":"Second."}` + "\n"}
	multi := Options{Stdin: &joined{[]interface{ Read([]byte) (int, error) }{strings.NewReader(in[0]), long, strings.NewReader(in[1])}}}
	want := "article a\n  source: standard input\n  | First.\nerror: read standard input:2: longer than 8 MiB: not one article\narticle b\n  source: standard input\n  | Second.\n"
	if got := list(t.Context(), []string{"-"}, multi); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

type joined struct {
	parts []interface{ Read([]byte) (int, error) }
}

func (j *joined) Read(p []byte) (int, error) {
	n, err := j.parts[0].Read(p)
	if err != nil && len(j.parts) > 1 {
		j.parts, err = j.parts[1:], nil
	}
	return n, err
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	defer cancel(nil)
	n := 0
	var last error
	for _, err := range Read(ctx, []string{"-"}, Options{Stdin: strings.NewReader(strings.Repeat(`{"text":"A."}`+"\n", 5))}) {
		if n++; n == 2 {
			cancel(stop)
		}
		last = err
	}
	if n != 3 || last != stop {
		t.Errorf("%d items, last %v; want two articles and the cause", n, last)
	}
}

func TestKey(t *testing.T) {
	for _, c := range [][2]string{
		{"HTTPS://News.Example:443/a/b/?utm_source=x&id=7&fbclid=1#top", "https://news.example/a/b?id=7"},
		{" http://news.example/ ", "http://news.example"},
		{"urn:x:1", "urn:x:1"},
		{"", ""},
	} {
		if got := CanonicalURL(c[0]); got != c[1] {
			t.Errorf("CanonicalURL(%q) = %q, want %q", c[0], got, c[1])
		}
	}
	if a, b := Key("https://x.example/1", "s", "t"), Key("https://x.example/1", "other", "changed"); a != b {
		t.Error("an article's key changes with its text although it has an address")
	}
	if a, b := Key("", "s", "t"), Key("", "s", "u"); a == b {
		t.Error("two texts of one source have one key")
	}
}

func TestParseDate(t *testing.T) {
	for _, c := range [][2]string{
		{"2018-09-06", "2018-09-06"}, {"2018-09-06T10:11:12.5+05:30", "2018-09-06"}, {"2018-09-06 10:11", "2018-09-06"},
		{"20180906", "2018-09-06"}, {"2018/9/6", "2018-09-06"}, {"6 September 2018", "2018-09-06"},
		{"Thursday, 6th of September, 2018", "2018-09-06"}, {"Sept. 6, 2018, 10:30 a.m. ET", "2018-09-06"},
		{"Thu, 06 Sep 2018 10:11:12 GMT", "2018-09-06"}, {"Thu Sep 06 10:11:12 +0000 2018", "2018-09-06"},
		{"06.09.2018", "2018-09-06"}, {"26/09/2018", "2018-09-26"}, {"09/26/2018", "2018-09-26"}, {"6-Sep-2018", "2018-09-06"},
		{"September 2018", "2018-09"}, {"2018-09", "2018-09"}, {"2018", "2018"},
		{"06/09/2018", `date "06/09/2018" is ambiguous: write it as YYYY-MM-DD`},
		{"2018-02-30", `date "2018-02-30" is not one: write it as YYYY-MM-DD`},
		{"yesterday", `date "yesterday" is not one: write it as YYYY-MM-DD`},
		{"2018-09-06 and later", `date "2018-09-06 and later" is not one: write it as YYYY-MM-DD`},
		{"0001-01-01", `date "0001-01-01" is not one: write it as YYYY-MM-DD`},
	} {
		d, err := parseDate(c[0])
		got := d.String()
		if err != nil {
			got = err.Error()
		}
		if got != c[1] || err == nil && d.Basis != graph.Stated {
			t.Errorf("parseDate(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestLeadingDate(t *testing.T) {
	for _, c := range [][2]string{
		{"date 2018-09-06 It rained. Both sides agreed.", "2018-09-06"},
		{"A headline\n\nPublished: 6 September 2018\n\nThe text.", "2018-09-06"},
		{"A headline\nThursday, September 6, 2018 10:30 GMT\nText.", "2018-09-06"},
		{"NEW DELHI, Sept 6, 2018 (Agency) - The ministers met.", "2018-09-06"},
		{"Washington, D.C., April 8, 2010 — They signed.", "2010-04-08"},
		{"Talks go on\nPort Louis, 3 May 2011 (Island News). The ministers met.", "2011-05-03"},
		{"Geneva, 14 July 2015\n\nThe ministers met.", "2015-07-14"},
		{"The ministers met.\n\n(April 12, 2011)", "2011-04-12"},
		{"NEW DELHI, Sept 6 (Agency) - The ministers met.", ""},
		{"On 6 September 2018 the ministers met.", ""},
		{"Berlin, 12 September 1990 was a day of joy.", ""},
		{"2018 was the year of talks.", ""},
		{"", ""},
	} {
		if got := leadingDate(c[0]).String(); got != c[1] {
			t.Errorf("leadingDate(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestFirstLine(t *testing.T) {
	for _, c := range [][2]string{
		{"A title\n\nText.", "A title"}, {"date 2018-09-06\n\nA title\n\nText.", "A title"}, {"\nA title\r\n\r\nText.", "A title"},
		{"Published: 6 September 2018\n\nA title\n\nText.", "A title"}, {"A sentence.\n\nText.", ""}, {"A line\nthat goes on\n\nText.", ""},
		{"date 2018-09-06 Text without a title\n\nMore.", ""}, {"2018-09-06\n\n2018-09-07\n\nText.", ""}, {"Only this", ""}, {"", ""},
	} {
		if got := firstLine(c[0]); got != c[1] {
			t.Errorf("firstLine(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// FuzzRead holds, for any bytes in any format, that nothing panics and every article's text is valid and hashed.
func FuzzRead(f *testing.F) {
	for _, s := range []string{sentence, `{"text":"a"}`, `[{"text":"a"},{}]`, "text,id\n\"a\nb\",1\n", "---\ntitle: x\n---\n# H\n*a*", "<html><p>One two.</p>", "\xff\xfea\x00"} {
		for format := range formats {
			f.Add([]byte(s), byte(format))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, format byte) {
		o := Options{Format: Format(int(format) % len(formats)), Stdin: bytes.NewReader(b), MaxBytes: 1 << 16}
		for a, err := range Read(t.Context(), []string{"-"}, o) {
			if err != nil {
				continue
			}
			if !utf8.ValidString(a.Text) || strings.TrimSpace(a.Text) == "" || a.Digest != hash(a.Text) || a.Key == "" || a.ID == "" {
				t.Fatalf("article %+v", a)
			}
		}
	})
}
