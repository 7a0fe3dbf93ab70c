//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// fillDisk has the operating system refuse to let this process's files grow further, as on a full disk.
func fillDisk() {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: fullAt, Max: fullAt}); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

const fullAt = 512 << 10 // bytes in a file

// TestFullDisk writes until the disk is full: the write fails with an error that says so and that drivers do not retry,
// and what was committed can be read, at once and after opening the directory again.
func TestFullDisk(t *testing.T) {
	dir := tempDir(t)
	t.Setenv(fullEnv, "1")
	kill, uri := child(t, dir)
	d := driver(t, uri, neo4j.NoAuth())
	committed := 0
	var failed error
	for ; committed < 1000; committed++ {
		if _, failed = rows(t, d, fmt.Sprintf("CREATE (:Page {number: %d, text: '%s'})", committed, strings.Repeat("x", 10_000))); failed != nil {
			break
		}
	}
	var neo *neo4j.Neo4jError
	if !errors.As(failed, &neo) || neo.Code != "Neo.DatabaseError.Transaction.TransactionCommitFailed" || neo4j.IsRetryable(failed) ||
		!strings.Contains(neo.Msg, filepath.Join(dir, "graph.db")) {
		t.Fatalf("after %d pages: %v", committed, failed)
	}
	want := fmt.Sprint(committed)
	wantRows(t, d, "MATCH (p:Page) RETURN count(p)", want)
	kill()
	t.Setenv(fullEnv, "")
	d = driver(t, open(t, dir, Options{}).URI(), neo4j.NoAuth())
	wantRows(t, d, "MATCH (p:Page) RETURN count(p)", want)
	wantRows(t, d, "CREATE (p:Page {number: -1}) RETURN p.number", "-1")
}
