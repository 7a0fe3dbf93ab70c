package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// csv reads rows under a header row, as RFC 4180 writes them, with the separator that the header uses most.
// It is not encoding/csv because that reads a field without its closing quote into memory to the end of the
// file, and loses the rows after it: here such a row is one error, and reading goes on at the line after it.
func (r *reader) csv(in *bufio.Reader, name string) bool {
	rows := &rows{in: in, max: r.o.MaxBytes, line: 1, comma: ','}
	header, line, err := rows.next(true)
	if err != nil {
		return r.fail(name, line, err)
	}
	columns := map[string]int{}
	for i, h := range header {
		h = strings.TrimSpace(h)
		if _, twice := columns[h]; !twice {
			columns[h] = i
		}
		if _, twice := columns[strings.ToLower(h)]; !twice {
			columns[strings.ToLower(h)] = i
		}
	}
	if err := r.o.Map.needs(columns, header); err != nil {
		return r.fail(name, line, err)
	}
	for {
		row, line, err := rows.next(false)
		if err == io.EOF {
			return true
		}
		if err == nil && len(row) != len(header) {
			err = fmt.Errorf("%d columns, but the header has %d", len(row), len(header))
		}
		if err != nil {
			if rows.broken != nil {
				return r.fail(name, line, err)
			}
			if !r.fail(name, line, err) {
				return false
			}
			continue
		}
		get := func(column string, _ Field) (string, bool, error) {
			i, ok := columns[column]
			if !ok {
				i, ok = columns[strings.ToLower(column)]
			}
			if !ok {
				return "", false, nil
			}
			return row[i], true, nil
		}
		a, err := r.o.Map.article(get, name, line)
		if err == nil {
			if !r.give(a) {
				return false
			}
		} else if !r.fail(name, line, err) {
			return false
		}
	}
}

// needs says which column that the mapping names is not in the header, or that nothing in it can be the text.
func (m Mapping) needs(columns map[string]int, header []string) error {
	has := func(c string) bool {
		_, exact := columns[c]
		_, lower := columns[strings.ToLower(c)]
		return exact || lower
	}
	for f := FieldID; int(f) < len(fields); f++ {
		if c := m[f]; c != "" && !has(c) {
			return fmt.Errorf("no column %q, which --map names for %s; the header has %s", c, f, strings.Join(header, ", "))
		}
	}
	if m[FieldText] != "" {
		return nil
	}
	for _, c := range usual[FieldText] {
		if has(c) {
			return nil
		}
	}
	return fmt.Errorf("no column for the text: none of %s; name it with --map text=COLUMN; the header has %s", strings.Join(usual[FieldText], ", "), strings.Join(header, ", "))
}

// rows reads CSV records.
type rows struct {
	in     *bufio.Reader
	again  []byte // what is read once more before in
	max    int    // longest record in bytes
	line   int    // 1-based line of the next record
	comma  byte
	broken error // why in gave no more
}

var errQuote = errors.New("a quoted field has no closing quote")

// next reads one record and says at which line it begins; io.EOF at the end. Empty lines are passed over.
func (r *rows) next(header bool) ([]string, int, error) {
	for {
		line := r.line
		raw, err := r.record()
		if err != nil {
			return nil, line, err
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		if raw, err = utf8Record(raw); err != nil {
			return nil, line, err
		}
		if header {
			r.comma = separator(raw)
		}
		row, err := split(raw, r.comma)
		return row, line, err
	}
}

// record reads the bytes of one record: to a line feed outside quotes.
func (r *rows) record() ([]byte, error) {
	var raw []byte
	quotes, long, lines := 0, false, 0
	for {
		part, full, err := r.chunk()
		if err != nil && err != io.EOF {
			r.broken = err
			return nil, plain(err)
		}
		quotes += bytes.Count(part, []byte{'"'})
		if !long {
			if raw = append(raw, part...); len(raw) > r.max+1 {
				raw, long = nil, true
			}
		}
		if full {
			continue
		}
		if len(part) > 0 {
			lines++
		}
		open := quotes%2 == 1
		switch {
		case err == io.EOF && len(part) == 0 && lines == 0:
			return nil, io.EOF
		case err == io.EOF && open && !long:
			first := bytes.IndexByte(raw, '\n') + 1
			if first > 0 {
				r.again = raw[first:]
				r.line++
			}
			return nil, errQuote
		case open && err == nil:
			continue
		}
		r.line += lines
		if long {
			return nil, tooLong(r.max)
		}
		return bytes.TrimRight(raw, "\r\n"), nil
	}
}

// chunk reads a line with its line feed, or a part of one: then full is true and the rest follows.
func (r *rows) chunk() (part []byte, full bool, err error) {
	if len(r.again) > 0 {
		n := bytes.IndexByte(r.again, '\n') + 1
		if n == 0 {
			n = len(r.again)
		}
		part, r.again = r.again[:n], r.again[n:]
		return part, false, nil
	}
	part, err = r.in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		return part, true, nil
	}
	return part, false, err
}

// separator is the one of comma, semicolon and tab that stands most often outside quotes.
func separator(header []byte) byte {
	best, most := byte(','), 0
	for _, sep := range []byte{',', ';', '\t'} {
		n, quoted := 0, false
		for _, c := range header {
			if c == '"' {
				quoted = !quoted
			} else if c == sep && !quoted {
				n++
			}
		}
		if n > most {
			best, most = sep, n
		}
	}
	return best
}

// split cuts a record into its fields.
func split(raw []byte, comma byte) ([]string, error) {
	var out []string
	for {
		if len(raw) == 0 || raw[0] != '"' {
			n := bytes.IndexByte(raw, comma)
			if n < 0 {
				n = len(raw)
			}
			if bytes.IndexByte(raw[:n], '"') >= 0 {
				return nil, fmt.Errorf("column %d: a quote within a field that is not quoted", len(out)+1)
			}
			out = append(out, string(raw[:n]))
			if n == len(raw) {
				return out, nil
			}
			raw = raw[n+1:]
			continue
		}
		var field []byte
		raw = raw[1:]
		for {
			n := bytes.IndexByte(raw, '"')
			if n < 0 {
				return nil, errQuote
			}
			field, raw = append(field, raw[:n]...), raw[n+1:]
			if len(raw) == 0 || raw[0] != '"' {
				break
			}
			field, raw = append(field, '"'), raw[1:]
		}
		out = append(out, string(field))
		if len(raw) == 0 {
			return out, nil
		}
		if raw[0] != comma {
			return nil, fmt.Errorf("column %d: text after the closing quote", len(out))
		}
		raw = raw[1:]
	}
}
