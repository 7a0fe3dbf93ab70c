//go:build unix

package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const childEnv, fullEnv = "NEWSGRAPH_EMBEDDED_DIR", "NEWSGRAPH_EMBEDDED_FULL"

// TestMain serves a directory until it is killed, if it runs as the child of a test.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		g, err := Open(context.Background(), dir, Options{})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(g.URI())
		if os.Getenv(fullEnv) != "" {
			fillDisk()
		}
		select {}
	}
	os.Exit(m.Run())
}

// child starts a process that serves dir, and waits until it does.
func child(t *testing.T, dir string) (kill func(), uri string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^$")
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "bolt+unix://") {
		t.Fatalf("child: %q %v", line, err)
	}
	return kill, strings.TrimSpace(line)
}

// tempDir is a short temporary directory: that of t may be too long for a socket.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ng")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func open(t *testing.T, dir string, o Options) *Graph {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	g, err := Open(ctx, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeGraph(t, g) })
	return g
}

func closeGraph(t *testing.T, g *Graph) {
	t.Helper()
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}

// connects reports why the driver cannot use an address.
func connects(t *testing.T, uri string, auth neo4j.AuthToken) error {
	t.Helper()
	d, err := neo4j.NewDriverWithContext(uri, auth)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(t.Context())
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	return d.VerifyConnectivity(ctx)
}

func modes(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s\n", info.Mode(), strings.TrimPrefix(path, dir))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestServe(t *testing.T) {
	dir := filepath.Join(tempDir(t), "a graph?")
	g := open(t, dir, Options{})
	tcp := listen(t, g, TCP{Address: "127.0.0.1:0"})
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	if u, err := url.Parse(g.URI()); err != nil || u.Scheme != "bolt+unix" || u.Host != "" || u.Path != filepath.Join(real, "bolt.sock") {
		t.Errorf("URI is %s: %v", g.URI(), err)
	}
	want := `drwx------ 
Srw------- /bolt.sock
Srw------- /control.sock
-rw------- /graph.db
-rw------- /lock
Srw------- /read.sock
-rw------- /token
`
	if got := modes(t, real); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if err := connects(t, g.URI(), neo4j.NoAuth()); err != nil {
		t.Error(err)
	}
	closeGraph(t, g)
	want = "drwx------ \n-rw------- /graph.db\n-rw------- /lock\n-rw------- /token\n"
	if got := modes(t, real); got != want {
		t.Errorf("closed: got\n%swant\n%s", got, want)
	}
	again := listen(t, open(t, dir, Options{}), TCP{Address: "localhost:0"})
	if !tcp.Made || again.Made || again.Token != tcp.Token {
		t.Errorf("first %+v, then %+v", tcp, again)
	}
}

// TestAttach opens one directory several times. When the serving one closes, another takes its place.
func TestAttach(t *testing.T) {
	dir := tempDir(t)
	first, second, third := open(t, dir, Options{}), open(t, dir, Options{}), open(t, dir, Options{ReadOnly: true})
	if !first.Serving() || second.Serving() || third.Serving() {
		t.Error("more or fewer than one serve")
	}
	if first.URI() != second.URI() || third.URI() != strings.Replace(first.URI(), "bolt.sock", "read.sock", 1) {
		t.Errorf("%s, %s, %s", first.URI(), second.URI(), third.URI())
	}
	backup := filepath.Join(dir, "..", filepath.Base(dir)+".backup")
	defer os.Remove(backup)
	if err := second.Backup(t.Context(), backup); err != nil {
		t.Error(err)
	}
	if err := second.Backup(t.Context(), backup); err == nil || !strings.Contains(err.Error(), "file already exists") {
		t.Errorf("second backup to one file: %v", err)
	}
	if err := Restore(backup, tempDir(t)); err != nil {
		t.Error(err)
	}
	for _, g := range []*Graph{first, second} {
		if err := g.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	}
	closeGraph(t, first)
	await(t, func() bool { return second.Serving() != third.Serving() })
	for _, g := range []*Graph{second, third} {
		if err := connects(t, g.URI(), neo4j.NoAuth()); err != nil {
			t.Error(err)
		}
	}
}

func await(t *testing.T, ready func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ready(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come about within 10 s")
		}
	}
}

// TestKilled kills the serving process: an attached one takes over, and a socket left behind is replaced.
func TestKilled(t *testing.T) {
	dir := tempDir(t)
	kill, uri := child(t, dir)
	g := open(t, dir, Options{})
	if g.Serving() || g.URI() != uri {
		t.Fatalf("serving %v at %s, the child at %s", g.Serving(), g.URI(), uri)
	}
	if err := connects(t, g.URI(), neo4j.NoAuth()); err != nil {
		t.Error(err)
	}
	kill()
	await(t, g.Serving)
	if err := connects(t, g.URI(), neo4j.NoAuth()); err != nil {
		t.Error(err)
	}
	closeGraph(t, g)
	kill, _ = child(t, dir)
	kill()
	if _, err := os.Stat(filepath.Join(dir, socketName)); err != nil {
		t.Fatal("the killed process left no socket:", err)
	}
	g = open(t, dir, Options{})
	if err := connects(t, g.URI(), neo4j.NoAuth()); err != nil || !g.Serving() {
		t.Error(err)
	}
}

// TestLongPath has a directory whose path is too long for a socket, and a second process with another environment.
func TestLongPath(t *testing.T) {
	run := tempDir(t)
	if err := os.Chmod(run, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", run)
	dir := filepath.Join(tempDir(t), strings.Repeat("long", 30))
	g := open(t, dir, Options{})
	if !strings.HasPrefix(g.URI(), "bolt+unix://"+run+"/newsgraph-") {
		t.Errorf("URI is %s", g.URI())
	}
	t.Setenv("XDG_RUNTIME_DIR", "/nowhere")
	second := open(t, dir, Options{})
	if second.Serving() || second.URI() != g.URI() {
		t.Errorf("second is at %s", second.URI())
	}
	if err := connects(t, second.URI(), neo4j.NoAuth()); err != nil {
		t.Error(err)
	}
}

func TestRefused(t *testing.T) {
	full := tempDir(t)
	if err := os.WriteFile(filepath.Join(full, "thesis.doc"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	damaged := tempDir(t)
	closeGraph(t, open(t, damaged, Options{}))
	if err := os.Truncate(filepath.Join(damaged, "graph.db"), 9000); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(full, "thesis.doc")
	for _, c := range []struct {
		dir  string
		o    Options
		want string
	}{
		{full, Options{}, "the directory has other files and no graph; name a new or an empty one"},
		{file, Options{}, "not a directory"},
		{damaged, Options{}, "graph.db: the file is damaged"},
		{filepath.Join(full, "new"), Options{ReadOnly: true}, "there is no graph: file does not exist"},
	} {
		g, err := Open(t.Context(), c.dir, c.o)
		if err == nil {
			closeGraph(t, g)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "open graph "+c.dir) {
			t.Errorf("%s: %v", c.dir, err)
		}
	}
	if info, err := os.Stat(full); err != nil || info.Mode().Perm() == 0 {
		t.Error(info, err)
	}
	if _, err := os.Stat(filepath.Join(full, "new")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("reading made a directory")
	}
}

// TestNoAnswer has a lock that is held by something that serves nothing: opening ends with its context.
func TestNoAnswer(t *testing.T) {
	dir := tempDir(t)
	lock, err := os.Create(filepath.Join(dir, lockFile))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if taken, err := tryLock(lock); !taken || err != nil {
		t.Fatal(taken, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, dir, Options{}); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "process unknown has it and does not answer") {
		t.Errorf("got %v", err)
	}
}
