package gazetteer

import (
	"slices"
	"strings"
	"testing"
)

// TestSorted holds the large tables to the order that searching them needs, without a key twice.
func TestSorted(t *testing.T) {
	for name, table := range map[string]table{"names": nameTable, "given": givenTable, "nicknames": nicknameTable, "places": placeTable, "bodies": bodyTable, "surnames": surnameTable, "census": censusTable, "cities": cityTable} {
		var keys []string
		for line := range strings.Lines(string(table)) {
			key, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			keys = append(keys, key)
		}
		if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != len(keys) {
			t.Errorf("%s: keys out of order or twice", name)
		}
		for i, k := range keys {
			if words := Split(k); strings.Join(words, " ") != k && (name == "places" || name == "bodies" || name == "cities") {
				t.Errorf("%s: %q is not cut as the tokenizer does", name, k)
			}
			if _, ok := table.row(k); !ok {
				t.Errorf("%s: row %d, %q, is not found", name, i, k)
			}
		}
	}
}

func TestTable(t *testing.T) {
	x := sorted("# head\n# more\na b\t1\na b c d\t2\na b'c\t3\nb\nc\t4\t5")
	for key, want := range map[string]string{"a b": "1", "a b c d": "2", "a b'c": "3", "b": "", "c": "4\t5"} {
		if got, ok := x.row(key); got != want || !ok {
			t.Errorf("row %q is %q, %v", key, got, ok)
		}
	}
	for _, key := range []string{"", "a", "a b c", "aa", "c\t4", "d", "#", "# head"} {
		if got, ok := x.row(key); ok {
			t.Errorf("row %q is %q", key, got)
		}
	}
	for text, want := range map[string]struct {
		row   string
		words int
	}{"a b c d e": {"2", 4}, "a b c e": {"1", 2}, "a": {"", 0}, "b b": {"", 1}, "c": {"4\t5", 1}, "z": {"", 0}, "": {"", 0}} {
		words := strings.Fields(text)
		if row, n := x.longest(len(words), func(i int) string { return words[i] }); row != want.row || n != want.words {
			t.Errorf("longest of %q is %q, %d", text, row, n)
		}
	}
	if _, ok := sorted("").row("a"); ok {
		t.Error("an empty table has a row")
	}
}
