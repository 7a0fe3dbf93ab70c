//go:build unix

package storage

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"newsgraph/cypher/value"
)

const (
	crashDirEnv    = "NEWSGRAPH_CRASH_DIR"
	crashRoundsEnv = "NEWSGRAPH_CRASH_ROUNDS"
	fullDirEnv     = "NEWSGRAPH_FULL_DIR"

	crashNodes = 40 // of a batch, in a ring
	crashKept  = 8  // batches; a batch deletes the one that many before it
)

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(crashDirEnv) != "":
		child(loadUntilKilled(os.Getenv(crashDirEnv)))
	case os.Getenv(fullDirEnv) != "":
		child(loadUntilFull(os.Getenv(fullDirEnv)))
	}
	os.Exit(m.Run())
}

func child(err error) {
	fmt.Println(err)
	os.Exit(1)
}

// crashBatch writes batch n: a ring of nodes, the number of the last batch, and the deletion of an old one.
func crashBatch(s *Store, n int64) error {
	tx, err := s.Begin(context.Background())
	if err != nil {
		return err
	}
	defer tx.Rollback()
	item, next, state := tx.InternLabel("Item"), tx.InternRelType("NEXT"), tx.InternLabel("State")
	key, batch, last := tx.InternPropKey("key"), tx.InternPropKey("batch"), tx.InternPropKey("last")
	var ids []int64
	for i := range int64(crashNodes) {
		id, err := tx.CreateNode([]Label{item}, []Prop{{key, value.Integer(n*crashNodes + i)}, {batch, value.Integer(n)}})
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for i, id := range ids {
		if _, err := tx.CreateRel(id, ids[(i+1)%len(ids)], next, []Prop{{batch, value.Integer(n)}}); err != nil {
			return err
		}
	}
	states := tx.NodesByLabel(state)
	if id, ok := states.Next(); ok {
		err = tx.SetNodeProps(id, []Prop{{last, value.Integer(n)}})
	} else {
		_, err = tx.CreateNode([]Label{state}, []Prop{{last, value.Integer(n)}})
	}
	if err != nil {
		return err
	}
	old, _ := tx.RangeIndex(Nodes, "Item", "batch")
	gone := collect(tx.SeekEqual(old, value.Integer(n-crashKept)))
	for _, id := range gone {
		if _, _, err := tx.DetachDeleteNode(id); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func crashSetup(s *Store) error {
	tx, err := s.Begin(context.Background())
	if err != nil {
		return err
	}
	defer tx.Rollback()
	unique := &Constraint{Kind: UniqueConstraint, Entity: Nodes, Label: "Item", Properties: []string{"key"}}
	if _, err := tx.CreateConstraint(unique, true); err != nil {
		return err
	}
	exists := &Constraint{Kind: ExistsConstraint, Entity: Relationships, Label: "NEXT", Properties: []string{"batch"}}
	if _, err := tx.CreateConstraint(exists, true); err != nil {
		return err
	}
	if _, err := tx.CreateIndex(&Index{Kind: RangeIndex, Entity: Nodes, Labels: []string{"Item"}, Properties: []string{"batch"}}, true); err != nil {
		return err
	}
	return tx.Commit()
}

// lastBatch is the number of the last batch in the graph, 0 if there is none.
func lastBatch(v *View) int64 {
	l, _ := v.Label("State")
	k, ok := v.PropKey("last")
	states := v.NodesByLabel(l)
	id, more := states.Next()
	if !ok || !more {
		return 0
	}
	return v.NodeProp(id, k).Int()
}

// loadUntilKilled writes batches for ever and prints the number of each that was acknowledged.
func loadUntilKilled(dir string) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	if err := crashSetup(s); err != nil {
		return err
	}
	for n := lastBatch(&s.Snapshot().View) + 1; ; n++ {
		if err := crashBatch(s, n); err != nil {
			return err
		}
		fmt.Printf("ack %d\n", n)
		if n%5 == 0 {
			s.columns.write(s)
		}
	}
}

// crashCheck says what is wrong with a graph in which acked batches were acknowledged.
func crashCheck(v *View, acked int64) error {
	last := lastBatch(v)
	if last != acked && last != acked+1 {
		return fmt.Errorf("last batch is %d, acknowledged were %d", last, acked)
	}
	if last == 0 {
		return nil
	}
	ix, ok := v.RangeIndex(Nodes, "Item", "batch")
	unique, ok2 := v.RangeIndex(Nodes, "Item", "key")
	if !ok || !ok2 || len(v.Constraints()) != 2 {
		return fmt.Errorf("schema is %v %v", v.Indexes(), v.Constraints())
	}
	kept := min(last, crashKept)
	if n := v.RelCount(); n != kept*crashNodes {
		return fmt.Errorf("%d relationships, want %d", n, kept*crashNodes)
	}
	if n, distinct := v.IndexSize(unique); n != kept*crashNodes || distinct != n || v.NodeCount() != n+1 {
		return fmt.Errorf("%d keys, %d distinct, %d nodes; want %d", n, distinct, v.NodeCount(), kept*crashNodes)
	}
	for n := last - kept + 1; n <= last; n++ {
		ids := collect(v.SeekEqual(ix, value.Integer(n)))
		if len(ids) != crashNodes {
			return fmt.Errorf("batch %d has %d nodes", n, len(ids))
		}
		for i, id := range ids {
			if hops := v.Between(id, ids[(i+1)%len(ids)], Outgoing); v.Degree(id, Both) != 2 {
				return fmt.Errorf("node %d of batch %d has degree %d", i, n, v.Degree(id, Both))
			} else if _, ok := hops.Next(); !ok {
				return fmt.Errorf("node %d of batch %d is not joined to the next", i, n)
			}
		}
	}
	return nil
}

// TestCrash kills a process that loads at random points, again and again on one directory, and checks that
// nothing acknowledged is lost, nothing is half there, and the constraints hold.
func TestCrash(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 3
	}
	if text := os.Getenv(crashRoundsEnv); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "graph")
	r := rand.New(rand.NewPCG(9, 9))
	acked, after := int64(0), 0
	for round := range rounds {
		cmd := exec.Command(self, "-test.run=^$")
		cmd.Env = append(os.Environ(), crashDirEnv+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The first acknowledgement starts the clock, so that a slow machine kills loads and not starts;
		// every fourth round kills anywhere.
		delay := time.Duration(r.IntN(150_000)) * time.Microsecond
		kill := func() { time.AfterFunc(delay, func() { cmd.Process.Kill() }) }
		if round%4 == 3 {
			kill()
		}
		first, lines := true, bufio.NewScanner(out)
		for lines.Scan() {
			text, ok := strings.CutPrefix(lines.Text(), "ack ")
			if !ok {
				t.Errorf("child says %q", lines.Text())
				continue
			}
			if acked, err = strconv.ParseInt(text, 10, 64); err != nil {
				t.Fatal(err)
			}
			if first && round%4 != 3 {
				kill()
			}
			first = false
		}
		cmd.Wait()
		if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGKILL {
			t.Fatalf("round %d: child was not killed: %v", round, cmd.ProcessState)
		}
		s, err := Open(dir, Options{NoColumns: round%2 == 1})
		if err != nil {
			t.Fatalf("round %d, %d acknowledged: %v", round, acked, err)
		}
		snapshot := s.Snapshot()
		if err := crashCheck(&snapshot.View, acked); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if lastBatch(&snapshot.View) > acked {
			after++
		}
		acked = lastBatch(&snapshot.View)
		mustClose(t, s)
	}
	t.Logf("%d kills, %d batches acknowledged, lost none; %d were on disk before they were acknowledged", rounds, acked, after)
	if acked == 0 {
		t.Error("no batch was ever acknowledged")
	}
}

// loadUntilFull lets the operating system refuse to let the file grow, as on a full disk, and says how the
// store behaves.
func loadUntilFull(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(dir, Options{NoColumns: true})
	if err != nil {
		return err
	}
	if err := crashSetup(s); err != nil {
		return err
	}
	limit := syscall.Rlimit{Cur: 400 << 10, Max: 400 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	n := int64(1)
	for ; n < 10_000; n++ {
		tx, err := s.Begin(context.Background())
		if err != nil {
			return err
		}
		if _, err := tx.CreateNode([]Label{tx.InternLabel("Item")}, []Prop{{tx.InternPropKey("key"), value.Integer(n)},
			{tx.InternPropKey("text"), value.String(strings.Repeat("x", 4000))}}); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			fmt.Printf("full at %d: %v\n", n, err)
			break
		}
	}
	if got := s.Snapshot().NodeCount(); got != n-1 {
		return fmt.Errorf("%d nodes can be read, %d were committed", got, n-1)
	}
	if err := s.Close(); err != nil {
		return err
	}
	s, err = Open(dir, Options{NoColumns: true})
	if err != nil {
		return err
	}
	if got := s.Snapshot().NodeCount(); got != n-1 && got != n {
		return fmt.Errorf("%d nodes after opening again, %d were committed", got, n-1)
	}
	return fmt.Errorf("done")
}

// TestDiskFull runs loadUntilFull in a process of its own, whose files cannot grow beyond a limit.
func TestDiskFull(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^$")
	cmd.Env = append(os.Environ(), fullDirEnv+"="+filepath.Join(t.TempDir(), "graph"))
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err == nil || len(lines) != 2 || !strings.HasPrefix(lines[0], "full at ") || !strings.Contains(lines[0], RecordsFile) || lines[1] != "done" {
		t.Errorf("child ended with %v:\n%s", err, out)
	}
	t.Log(lines[0])
}
