package storage

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsgraph/cypher/value"
)

// formatGraph is the graph that testdata/format1.db.gz holds, which a store of format 1 wrote in these commits.
func formatGraph(t *testing.T, s *Store) {
	t.Helper()
	commit := func(work func(tx *Tx)) {
		tx, err := s.Begin(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		work(tx)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	must := func(_ any, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	commit(func(tx *Tx) {
		must(tx.CreateConstraint(&Constraint{Kind: UniqueConstraint, Entity: Nodes, Label: "Person", Properties: []string{"key"}}, false))
		must(tx.CreateIndex(&Index{Kind: RangeIndex, Entity: Nodes, Labels: []string{"Person"}, Properties: []string{"name"}}, false))
	})
	commit(func(tx *Tx) {
		person, article := tx.InternLabel("Person"), tx.InternLabel("Article")
		key, name, text, day := tx.InternPropKey("key"), tx.InternPropKey("name"), tx.InternPropKey("text"), tx.InternPropKey("day")
		for i := range 100 {
			if i%10 == 0 {
				must(tx.CreateNode([]Label{article}, []Prop{{text, value.String(strings.Repeat(fmt.Sprintf("sentence %d. ", i), 20+i))}, {day, value.DateOf(int64(17_000 + i))}}))
			} else {
				must(tx.CreateNode([]Label{person}, []Prop{{key, value.String(fmt.Sprint("p", i))}, {name, value.String(fmt.Sprint("Person ", i%50))}}))
			}
		}
		for i := range int64(300) {
			must(tx.CreateRel(i%100, i*7%100, tx.InternRelType([]string{"KNOWS", "MENTIONS"}[i%2]), []Prop{{day, value.Integer(i)}, {name, value.ListOf(value.Float(0.5), value.Float(float64(i)))}}))
		}
	})
	commit(func(tx *Tx) {
		for id := int64(3); id < 100; id += 17 {
			_, _, err := tx.DetachDeleteNode(id)
			must(nil, err)
		}
		for id := int64(0); id < 60; id++ {
			must(tx.DeleteNode(1000))
			must(tx.DeleteRel(2*id + 100))
		}
	})
}

// TestFormat1 opens what a store of format 1 wrote: the graph is the same, and kept in today's format from then on.
func TestFormat1(t *testing.T) {
	for _, cut := range []string{"", "in the middle of writing it anew"} {
		dir := t.TempDir()
		unpack(t, "testdata/format1.db.gz", filepath.Join(dir, RecordsFile))
		if cut != "" {
			if err := os.WriteFile(filepath.Join(dir, RecordsFile+".new-1"), []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, fresh := mustOpen(t, dir, Options{}), OpenMemory()
		formatGraph(t, fresh)
		if got, want := viewText(&s.Snapshot().View), viewText(&fresh.Snapshot().View); got != want {
			t.Fatalf("another graph was read:\n%s\nnot\n%s", got, want)
		}
		if err := s.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		formatGraph2(t, s)
		want := viewText(&s.Snapshot().View)
		mustClose(t, s)
		s = mustOpen(t, dir, Options{NoColumns: true})
		if got := viewText(&s.Snapshot().View); s.disk.state.format != formatVersion || got != want {
			t.Errorf("opened again, it is of format %d, and has another graph:\n%s\nnot\n%s", s.disk.state.format, got, want)
		}
		mustClose(t, s)
		if left, err := filepath.Glob(filepath.Join(dir, "*.new-*")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	}
}

// TestOlderColumns reads a column file that does not say yet which properties relationships may have.
func TestOlderColumns(t *testing.T) {
	s := OpenMemory()
	formatGraph(t, s)
	g := *s.Snapshot().g
	g.relKeys = nil
	path := filepath.Join(t.TempDir(), ColumnsFile)
	if err := writeColumnFile(path, &g, [16]byte{}, false); err != nil {
		t.Fatal(err)
	}
	read := readColumnFile(path)
	if read == nil {
		t.Fatal("the file was not read")
	}
	if got, want := viewText(&View{read}), viewText(&s.Snapshot().View); got != want {
		t.Errorf("another graph was read:\n%s\nnot\n%s", got, want)
	}
	if text, ok := read.keys.lookup("text"); !ok || (&View{read}).MayHave(0, PropKey(text)) {
		t.Error("relationships may have what none has")
	}
}

// formatGraph2 changes some of what formatGraph made.
func formatGraph2(t *testing.T, s *Store) {
	t.Helper()
	tx, err := s.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	text := tx.InternPropKey("text")
	for id := int64(0); id < 100; id += 4 { // large records become small ones and the other way round
		if err := tx.SetNodeProps(id, []Prop{{text, value.String(strings.Repeat("x", int(id%8)*500))}}); err != nil && tx.HasNode(id) {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestLaterFormat(t *testing.T) {
	s := &diskState{}
	b := s.encode()
	b[0]++
	if _, err := decodeState(b); err == nil || !strings.Contains(err.Error(), "open it with the newer one that wrote it") {
		t.Errorf("a later format: %v", err)
	}
}
