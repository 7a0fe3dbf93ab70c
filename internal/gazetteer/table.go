package gazetteer

import "strings"

// table is the text of an embedded TSV file whose rows are sorted by their first cell, the key. It is searched as it
// is, so that the large tables cost nothing to open.
type table string

// sorted is the rows of a file of an embedded table, past the comments at its head.
func sorted(text string) table {
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	return table(text)
}

// seek is the offset of the first row whose key is not below key. Cells and rows end in bytes below any in a key, so
// that rows are in the order of their keys.
func (t table) seek(key string) int {
	low, high := 0, len(t) // the row begins in [low, high]
	for low < high {
		start := low + (high-low)/2
		for start > low && t[start-1] != '\n' {
			start--
		}
		if n, less := compare(string(t[start:]), key); less {
			end := strings.IndexByte(string(t[start+n:]), '\n')
			if end < 0 {
				return len(t)
			}
			low = start + n + end + 1
		} else {
			high = start
		}
	}
	return low
}

// compare is how many bytes the row that text begins with has in common with key, and whether it comes before key.
func compare(text, key string) (n int, less bool) {
	for n < len(text) && n < len(key) && text[n] == key[n] && text[n] != '\n' {
		n++
	}
	switch {
	case n == len(key):
		return n, false
	case n == len(text) || text[n] == '\n':
		return n, true
	}
	return n, text[n] < key[n]
}

// row is the cells after the key in its row, and whether there is one.
func (t table) row(key string) (string, bool) {
	return t.rowAt(t.seek(key), key)
}

func (t table) rowAt(at int, key string) (string, bool) {
	rest, ok := strings.CutPrefix(string(t[at:]), key)
	if !ok || key == "" || strings.ContainsAny(key, "\t\n") {
		return "", false
	}
	switch {
	case rest == "" || rest[0] == '\n':
		return "", true
	case rest[0] == '\t':
		cells, _, _ := strings.Cut(rest[1:], "\n")
		return cells, true
	}
	return "", false
}

// next is the offset of the row after the one at an offset.
func (t table) next(at int) int {
	for at < len(t) && t[at] != '\n' {
		at++
	}
	return min(at+1, len(t))
}

// longest is the row of the longest key that word(0), word(1), …, joined by spaces, begins with, of at most n words,
// and the number of its words, 0 if there is none.
func (t table) longest(n int, word func(int) string) (row string, words int) {
	key := ""
	for i := range n {
		key += word(i)
		at := t.seek(key)
		if r, ok := t.rowAt(at, key); ok {
			row, words = r, i+1
			at = t.next(at)
		}
		if key += " "; !strings.HasPrefix(string(t[at:]), key) {
			break // only a key's own row can stand between it and those that go on from it
		}
	}
	return row, words
}
