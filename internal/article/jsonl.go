package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// jsonLines reads one object a line; blank lines are passed over.
func (r *reader) jsonLines(in *bufio.Reader, name string) bool {
	for line := 1; ; line++ {
		b, long, err := readLine(in, r.o.MaxBytes)
		if err != nil && err != io.EOF {
			return r.fail(name, line, plain(err))
		}
		switch {
		case long:
			if !r.fail(name, line, tooLong(r.o.MaxBytes)) {
				return false
			}
		case len(bytes.TrimSpace(b)) == 0:
		default:
			if !r.object(b, name, line) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
	}
}

// readLine reads up to and without the next line feed. A line of more than max bytes is read to its end and not
// returned. err is io.EOF for the last line.
func readLine(in *bufio.Reader, max int) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			if line = append(line, part...); len(line) > max+1 {
				line, long = nil, true
			}
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimSuffix(line, []byte("\n")), long, err
		}
	}
}

// object gives the article of one JSON object.
func (r *reader) object(b []byte, name string, line int) bool {
	if !utf8.Valid(b) {
		i := 0
		for rest := b; ; {
			c, n := utf8.DecodeRune(rest)
			if c == utf8.RuneError && n == 1 {
				return r.fail(name, line, fmt.Errorf("not UTF-8: byte %#x at %d of the line", rest[0], i))
			}
			i, rest = i+n, rest[n:]
		}
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal(b, &o); err != nil {
		return r.fail(name, line, jsonReason(b, err))
	}
	if o == nil {
		return r.fail(name, line, errors.New("null, want an object"))
	}
	get := func(column string, f Field) (string, bool, error) { return lookup(o, column, f) }
	a, err := r.o.Map.article(get, name, line)
	if err != nil {
		return r.fail(name, line, err)
	}
	return r.give(a)
}

func jsonReason(b []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("not JSON at byte %d: %s", syntax.Offset, strings.TrimPrefix(syntax.Error(), "json: "))
	}
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		return fmt.Errorf("%s, want an object", kind(bytes.TrimSpace(b)))
	}
	return err
}

// lookup finds a column, or a path of columns joined by dots, in a JSON object.
func lookup(o map[string]json.RawMessage, column string, f Field) (string, bool, error) {
	raw, ok := o[column]
	if !ok {
		for k, v := range o { // equal but for case: at most one such key is usual, and the smallest wins if not
			if strings.EqualFold(k, column) && (!ok || k < column) {
				raw, ok, column = v, true, k
			}
		}
	}
	if head, rest, dotted := strings.Cut(column, "."); !ok && dotted {
		var inner map[string]json.RawMessage
		if v, there := o[head]; there && json.Unmarshal(v, &inner) == nil {
			return lookup(inner, rest, f)
		}
	}
	if !ok || bytes.Equal(raw, []byte("null")) {
		return "", ok, nil
	}
	if f == FieldID && (raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9') {
		return string(raw), true, nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", true, fmt.Errorf("field %q is %s, want a string", column, kind(raw))
	}
	return s, true, nil
}

// kind says what sort of JSON value b is.
func kind(b []byte) string {
	switch {
	case len(b) == 0:
		return "nothing"
	case b[0] == '{':
		return "an object"
	case b[0] == '[':
		return "an array"
	case b[0] == '"':
		return "a string"
	case b[0] == 't' || b[0] == 'f':
		return "a boolean"
	case b[0] == 'n':
		return "null"
	}
	return "a number"
}

// json reads objects one after another, or the objects of an array.
func (r *reader) json(in *bufio.Reader, name string) bool {
	src := &counted{in: in, max: r.o.MaxBytes + in.Size()}
	dec := json.NewDecoder(src)
	inArray := false
	for {
		if inArray && !dec.More() {
			if _, err := dec.Token(); err != nil {
				return r.fail(name, src.line(dec.InputOffset()), cutOff(err))
			}
			inArray = false
			continue
		}
		if c, err := src.peekValue(dec); err == nil && c == '[' && !inArray {
			if _, err := dec.Token(); err != nil {
				return r.fail(name, src.line(dec.InputOffset()), cutOff(err))
			}
			inArray = true
			continue
		}
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err == io.EOF && !inArray {
			return true
		}
		line := src.line(dec.InputOffset() - int64(len(raw)))
		if err != nil {
			return r.fail(name, line, cutOff(err))
		}
		if !r.object(raw, name, line) {
			return false
		}
		src.used = 0
	}
}

func cutOff(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("not JSON: it ends in the middle of a value")
	case errors.Is(err, errItemLong):
		return fmt.Errorf("%w; the rest of the file is not read", err)
	}
	return fmt.Errorf("not JSON: %s; the rest of the file is not read", strings.TrimPrefix(err.Error(), "json: "))
}

var errItemLong = errors.New("an item too long to be one article")

// counted passes a stream on, remembers where its lines begin, and ends when an item is longer than max bytes.
type counted struct {
	in      io.Reader
	max     int
	used    int // bytes read since the last item
	read    int64
	newline []int64 // offsets of line feeds after passed ones
	passed  int     // line feeds forgotten, all before any offset still asked for
}

func (c *counted) Read(p []byte) (int, error) {
	if c.used >= c.max {
		return 0, errItemLong
	}
	n, err := c.in.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.newline = append(c.newline, c.read+int64(i))
		}
	}
	c.read += int64(n)
	c.used += n
	return n, err
}

// line is the 1-based line of an offset; offsets must not decrease from call to call.
func (c *counted) line(offset int64) int {
	n := 0
	for n < len(c.newline) && c.newline[n] < offset {
		n++
	}
	c.newline, c.passed = c.newline[n:], c.passed+n
	return c.passed + 1
}

// peekValue is the first byte of the next value, which the decoder has not read.
func (c *counted) peekValue(dec *json.Decoder) (byte, error) {
	if !dec.More() {
		return 0, io.EOF
	}
	b := make([]byte, 512)
	rest := dec.Buffered()
	for {
		n, err := rest.Read(b)
		if t := bytes.TrimLeft(b[:n], " \t\r\n,"); len(t) > 0 {
			return t[0], nil
		}
		if err != nil {
			return 0, err
		}
	}
}
