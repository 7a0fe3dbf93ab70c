package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

var errEmpty = errors.New("empty")

// named is the encoding with a WHATWG name.
func named(name string) (encoding.Encoding, error) {
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("encoding %q is not known: use a name such as utf-8, utf-16le, windows-1252", name)
	}
	return e, nil
}

// utf16Of is the UTF-16 encoding that b shows by its byte order mark, or without one by zero bytes at every
// second place; nil if it is not UTF-16.
func utf16Of(b []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	var zeros [2]int
	n := min(len(b), 1<<10)
	for i := range n {
		if b[i] == 0 {
			zeros[i%2]++
		}
	}
	switch half := n / 2; {
	case half < 8:
	case zeros[1]*10 > half*7 && zeros[0]*10 < half:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0]*10 > half*7 && zeros[1]*10 < half:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// decode gives b as UTF-8. With a name the encoding is that; without one it is found: a byte order mark, UTF-8,
// what an HTML page declares, Windows-1252, in this order.
func decode(b []byte, name string, isHTML bool) (string, error) {
	if name != "" {
		e, err := named(name)
		if err != nil {
			return "", err
		}
		return transcode(b, e)
	}
	if e := utf16Of(b); e != nil {
		return transcode(b, e)
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if err := binary(b); err != nil {
		return "", err
	}
	if utf8.Valid(b) {
		return string(b), nil
	}
	if isHTML {
		// Windows-1252 is also what this answers when nothing is declared.
		if e, declared, _ := charset.DetermineEncoding(b[:min(len(b), 4<<10)], ""); declared != "utf-8" && declared != "windows-1252" {
			return transcode(b, e)
		}
	}
	if err := notWindows1252(b); err != nil {
		return "", err
	}
	return transcode(b, charmap.Windows1252)
}

func transcode(b []byte, e encoding.Encoding) (string, error) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", fmt.Errorf("decode text: %w", err)
	}
	s := strings.TrimPrefix(string(out), "\ufeff")
	if i := strings.IndexRune(s, utf8.RuneError); i >= 0 && !bytes.Contains(b, []byte("\ufffd")) {
		return "", fmt.Errorf("not valid text in its encoding near byte %d", i)
	}
	return s, binary([]byte(s))
}

// binary says why b is no text, nil if it may be.
func binary(b []byte) error {
	if kind := http.DetectContentType(b[:min(len(b), 512)]); !strings.HasPrefix(kind, "text/") && kind != "application/octet-stream" && kind != "application/json" {
		return fmt.Errorf("not text but %s", kind)
	}
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return fmt.Errorf("not text: zero byte at %d", i)
	}
	controls := 0
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1b {
			controls++
		}
	}
	if controls*100 > len(b) {
		return fmt.Errorf("not text: %d control characters in %d bytes", controls, len(b))
	}
	return nil
}

// notWindows1252 says why b, which is not valid UTF-8, is not taken for Windows-1252: it holds more proper UTF-8
// sequences than broken ones (it is damaged UTF-8), bytes that Windows-1252 leaves undefined, or so many letters
// beyond ASCII that it is another script's encoding. One in four is more than any language written in it has.
func notWindows1252(b []byte) error {
	good, bad, first, high, letters := 0, 0, -1, 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch c := b[i]; {
		case r == utf8.RuneError && n == 1:
			if bad++; first < 0 {
				first = i
			}
			if c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d {
				return fmt.Errorf("encoding not recognised: byte %#x at %d fits neither UTF-8 nor Windows-1252; name it with --encoding", c, i)
			}
			high++
		case n > 1:
			good++
			high += n
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letters++
		}
		i += n
	}
	if good > bad {
		return fmt.Errorf("not UTF-8: byte %#x at %d", b[first], first)
	}
	if high*3 > letters {
		return fmt.Errorf("encoding not recognised: byte %#x at %d is not UTF-8, and too much is beyond ASCII for Windows-1252; name it with --encoding", b[first], first)
	}
	return nil
}

// utf8Record gives one line or row as UTF-8.
func utf8Record(b []byte) ([]byte, error) {
	if utf8.Valid(b) {
		return b, nil
	}
	if err := notWindows1252(b); err != nil {
		return nil, err
	}
	return charmap.Windows1252.NewDecoder().Bytes(b)
}

// transcoded is the stream as UTF-8 without byte order mark where its head shows UTF-16 or a name is given, else
// as it is.
func transcoded(in *bufio.Reader, head []byte, name string) (*bufio.Reader, error) {
	var e encoding.Encoding
	if name != "" {
		var err error
		if e, err = named(name); err != nil {
			return nil, err
		}
	} else if e = utf16Of(head); e == nil {
		if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
			_, err := in.Discard(3)
			return in, err
		}
		return in, binary(head)
	}
	return bufio.NewReaderSize(e.NewDecoder().Reader(io.Reader(in)), 64<<10), nil
}
