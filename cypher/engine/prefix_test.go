package engine_test

import (
	"strings"
	"testing"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
)

// TestLeftSize compares left(s, size(like)) where both are variables, parameters or properties with what it is where the
// length is calculated in another way.
func TestLeftSize(t *testing.T) {
	h := newHarness(t, engine.Options{})
	_, rows, _, err := h.run(`
WITH ['', '2019', '2019-05', '2019-05-03', 'größe', 'gr', 'ß', '日本語', '日', 'größer als alles', null] AS texts
UNWIND texts AS s UNWIND texts + [[], [1, 2, 3]] AS like
WITH s, like, {s: s, like: like} AS m
RETURN s, like, left(s, size(like)) AS whole, left(m.s, size(m.like)) AS ofMap, left(s, size(like) + 0) AS parts`)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 11*13 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		if whole, ofMap, want := row[2].String(), row[3].String(), row[4].String(); whole != want || ofMap != want {
			t.Errorf("left(%s, size(%s)) is %s and %s, want %s", row[0], row[1], whole, ofMap, want)
		}
	}
	for _, query := range []string{
		"UNWIND [1] AS s UNWIND ['abc'] AS like RETURN left(s, size(like))",
		"UNWIND ['abc'] AS s UNWIND [1] AS like RETURN left(s, size(like))",
		"UNWIND [{a: 1}] AS s UNWIND ['a'] AS like RETURN left(s, size(like.x))",
	} {
		_, _, _, whole := h.run(query)
		_, _, _, parts := h.run(strings.Replace(query, "))", ") + 0)", 1))
		if whole == nil || parts == nil || diag.As(whole).Message != diag.As(parts).Message {
			t.Errorf("%s: %v, want %v", query, whole, parts)
		}
	}
	// The length alone is left of what was grouped by it.
	_, rows, _, err = h.run("UNWIND ['abc', 'abd', 'b'] AS y WITH size(y) AS n, 'xyz' AS s, count(*) AS c ORDER BY left(s, size(y)) RETURN left(s, n), c")
	if err != nil || len(rows) != 2 || rows[0][0].String() != "'x'" || rows[1][0].String() != "'xyz'" {
		t.Errorf("after grouping: %v, %v", rows, err)
	}
}
