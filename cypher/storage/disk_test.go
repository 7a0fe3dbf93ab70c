package storage

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

func mustOpen(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustClose(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestReopen runs the model's random transactions on a store on disk that is closed and opened in between:
// from records, from columns, and from a backup.
func TestReopen(t *testing.T) {
	for _, way := range []string{"records", "columns", "backup"} {
		t.Run(way, func(t *testing.T) {
			dir, n := t.TempDir(), 0
			o := Options{NoColumns: way != "columns"}
			opened := 0
			reopen := func(s *Store) *Store {
				n++
				switch way {
				case "columns":
					s.columns.write(s)
				case "backup":
					path := filepath.Join(t.TempDir(), "backup")
					if err := s.Backup(path); err != nil {
						t.Fatal(err)
					}
					mustClose(t, s)
					dir = filepath.Join(t.TempDir(), "restored")
					if err := Restore(path, dir); err != nil {
						t.Fatal(err)
					}
				}
				mustClose(t, s)
				s = mustOpen(t, dir, o)
				if s.columns.commit == s.Snapshot().Commit() && s.columns.commit > 0 {
					opened++
				}
				return s
			}
			s := mustOpen(t, dir, o)
			s = runModel(t, s, 78, reopen)
			mustClose(t, s)
			if n < 3 || (way == "columns") != (opened == n) {
				t.Errorf("reopened %d times, %d of them from columns", n, opened)
			}
		})
	}
}

// fill makes a graph of n nodes and 2n relationships in commits of 100.
func fill(t testing.TB, s *Store, n int) {
	t.Helper()
	for from := 0; from < n; from += 100 {
		tx, err := s.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		person, knows := tx.InternLabel("Person"), tx.InternRelType("KNOWS")
		key, since := tx.InternPropKey("key"), tx.InternPropKey("since")
		if from == 0 {
			if _, err := tx.CreateConstraint(&Constraint{Kind: UniqueConstraint, Entity: Nodes, Label: "Person", Properties: []string{"key"}}, false); err != nil {
				t.Fatal(err)
			}
		}
		for i := from; i < from+100; i++ {
			id, err := tx.CreateNode([]Label{person}, []Prop{{key, value.String(fmt.Sprintf("person-%d", i))}})
			if err != nil {
				t.Fatal(err)
			}
			for _, to := range []int64{0, id / 2} {
				if _, err := tx.CreateRel(id, to, knows, []Prop{{since, value.DateOf(int64(i))}}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

// digest is the whole content of a graph.
func digest(v *View) string {
	var b bytes.Buffer
	if err := writeColumns(&b, v.g, [16]byte{}); err != nil {
		panic(err)
	}
	return b.String()
}

// TestDamage cuts and flips bits of the record file and of the column file. Whatever is damaged, opening
// gives the right graph or an error that names the file.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{})
	fill(t, s, 1000)
	s.columns.write(s)
	want := digest(&s.Snapshot().View)
	mustClose(t, s)
	records, err := os.ReadFile(filepath.Join(dir, RecordsFile))
	if err != nil {
		t.Fatal(err)
	}
	columns, err := os.ReadFile(filepath.Join(dir, ColumnsFile))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(4, 2))
	rounds := 1500
	if testing.Short() {
		rounds = 150
	}
	refused, right := 0, 0
	for round := range rounds {
		rec, col := bytes.Clone(records), bytes.Clone(columns)
		what := ""
		switch r.IntN(4) {
		case 0:
			rec = rec[:r.IntN(len(rec))]
			what = fmt.Sprintf("records cut to %d", len(rec))
		case 1:
			at := r.IntN(len(col))
			col[at] ^= 1 << r.IntN(8)
			what = fmt.Sprintf("columns flipped at %d", at)
		case 2:
			col = col[:r.IntN(len(col))]
			what = fmt.Sprintf("columns cut to %d", len(col))
			fallthrough
		default:
			at := r.IntN(len(rec))
			if r.IntN(2) == 0 { // page headers and elements, where most can go wrong
				at = at&^4095 + r.IntN(64)
			}
			if at == 0 && r.IntN(2) == 0 {
				at = len(rec) / 2
			}
			bit := byte(1 << r.IntN(8))
			rec[at] ^= bit
			what += fmt.Sprintf(" records flipped at %d by %d", at, bit)
		}
		bad := filepath.Join(t.TempDir(), "g")
		if err := os.Mkdir(bad, 0o700); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{RecordsFile: rec, ColumnsFile: col} {
			if err := os.WriteFile(filepath.Join(bad, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, err := Open(bad, Options{})
		if err != nil {
			if !strings.Contains(err.Error(), filepath.Join(bad, RecordsFile)) {
				t.Fatalf("round %d, %s: the error does not name the file: %v", round, what, err)
			}
			refused++
			continue
		}
		if digest(&s.Snapshot().View) != want {
			t.Fatalf("round %d, %s: opened as another graph", round, what)
		}
		right++
		mustClose(t, s)
	}
	t.Logf("%d damaged stores: %d refused, %d right", rounds, refused, right)
	if refused == 0 || right == 0 {
		t.Error("one of the two never happened")
	}
}

// TestDamagedBackup flips bits of a backup and cuts it; restoring it fails or gives the same graph.
func TestDamagedBackup(t *testing.T) {
	s := OpenMemory()
	fill(t, s, 200)
	path := filepath.Join(t.TempDir(), "backup")
	if err := s.Backup(path); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("second backup to one file: %v", err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		bad := bytes.Clone(good)
		if r.IntN(4) == 0 {
			bad = bad[:r.IntN(len(bad))]
		} else {
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		}
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Restore(path, filepath.Join(t.TempDir(), "g")); err == nil || !strings.Contains(err.Error(), path) {
			t.Fatalf("restoring a damaged backup: %v", err)
		}
	}
}

// TestOlderRecords puts an earlier record file beside a later column file: the commits in between would be
// lost without a word.
func TestOlderRecords(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{})
	fill(t, s, 100)
	mustClose(t, s)
	earlier, err := os.ReadFile(filepath.Join(dir, RecordsFile))
	if err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, Options{})
	tx, err := s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.CreateNode(nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	s.columns.write(s)
	mustClose(t, s)
	if err := os.WriteFile(filepath.Join(dir, RecordsFile), earlier, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "ends with commit 1") {
		t.Errorf("opened records older than columns: %v", err)
	}
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{})
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("second open: %v, want ErrLocked", err)
	}
	mustClose(t, s)
	mustClose(t, s)
	if _, err := s.Begin(t.Context()); err == nil || diag.As(err).Code != diag.CodeTransactionStart {
		t.Errorf("begin after close: %v", err)
	}
	mustClose(t, mustOpen(t, dir, Options{}))
}

// TestFull lets the record file run into its largest size: the commit fails with a clear error, what was
// committed stays and can be read, smaller commits go on, and so it is after opening again.
func TestFull(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{MaxBytes: 1 << 20})
	fill(t, s, 1000)
	want := viewText(&s.Snapshot().View)
	tx, err := s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k := tx.InternPropKey("text")
	for range 100 {
		if _, err := tx.CreateNode(nil, []Prop{{k, value.String(strings.Repeat("x", 20_000))}}); err != nil {
			t.Fatal(err)
		}
	}
	err = tx.Commit()
	if e := diag.As(err); e == nil || e.Code != diag.CodeStoreFailed || !strings.Contains(e.Message, RecordsFile) {
		t.Fatalf("commit beyond the largest size: %v", err)
	}
	if viewText(&s.Snapshot().View) != want {
		t.Error("the failed commit can be seen")
	}
	tx, err = s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id, err := tx.CreateNode(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatalf("small commit after the failed one: %v", err)
	}
	mustClose(t, s)
	s = mustOpen(t, dir, Options{NoColumns: true})
	if !s.Snapshot().HasNode(id) || s.Snapshot().NodeCount() != 1001 || s.Snapshot().RelCount() != 2000 {
		t.Errorf("after opening again: %d nodes, %d relationships", s.Snapshot().NodeCount(), s.Snapshot().RelCount())
	}
	mustClose(t, s)
}

// TestVerify flips a bit of a record under an open store.
func TestVerify(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{NoColumns: true})
	fill(t, s, 100)
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, RecordsFile), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(data, []byte("person-7"))
	if _, err := f.WriteAt([]byte("q"), int64(at)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context()); err == nil || !strings.Contains(err.Error(), f.Name()) || !strings.Contains(err.Error(), "does not match its checksum") {
		t.Errorf("verify of a damaged file: %v", err)
	}
	mustClose(t, s)
}

// TestForgottenTransaction closes a store under a transaction that nobody ends: it cannot commit any more.
func TestForgottenTransaction(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{})
	tx := begin(t, s)
	if _, err := tx.CreateNode(nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.closeAfter(time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err == nil || diag.As(err).Code != diag.CodeStoreFailed {
		t.Errorf("commit after close: %v", err)
	}
	s = mustOpen(t, dir, Options{})
	if n := s.Snapshot().NodeCount(); n != 0 {
		t.Errorf("%d nodes, want none", n)
	}
	mustClose(t, s)
}

// TestEmptyPages rewrites a graph again and again, and counts the pages that are kept.
func TestEmptyPages(t *testing.T) {
	s := OpenMemory()
	for range 20 {
		tx := begin(t, s)
		ids := tx.AllNodes()
		for id, ok := ids.Next(); ok; id, ok = ids.Next() {
			if _, _, err := tx.DetachDeleteNode(id); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 * pageSize {
			id, err := tx.CreateNode(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.CreateRel(id, id, tx.InternRelType("T"), nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	g, nodes, rels := s.Snapshot().g, 0, 0
	for n := range max(g.nodes.pages(), g.rels.pages()) {
		if g.nodes.get(n) != nil {
			nodes++
		}
		if g.rels.get(n) != nil {
			rels++
		}
	}
	if nodes != 2 || rels != 2 {
		t.Errorf("%d pages of nodes and %d of relationships, want 2 and 2", nodes, rels)
	}
}
