package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
)

// The files of a served directory, beside those of the store.
const (
	lockFile   = "lock"   // locked by the process that serves; holds its id
	socketFile = "socket" // where the socket is, if its path does not fit into the directory

	socketName  = "bolt.sock"
	readName    = "read.sock"
	controlName = "control.sock"
)

// TokenFile is the name of the file in a directory that holds what its TCP clients give as their password.
const TokenFile = "token"

// Options says how to open a directory. The zero Options is the usual one.
type Options struct {
	// ReadOnly makes URI that of a socket on which writes are refused, and opening a directory without a graph an
	// error.
	ReadOnly bool
	Engine   engine.Options
	Storage  storage.Options
}

// Graph is an open directory.
type Graph struct {
	dir     string
	opts    Options
	uri     string
	stop    context.CancelFunc
	stopped chan struct{} // closed when the watcher of an attached graph has ended

	mu        sync.Mutex
	server    *server // nil while another process serves
	failed    error   // why this process could not take over
	closed    bool
	listeners []*listener
}

const (
	retryEvery = 50 * time.Millisecond
	shutdown   = 10 * time.Second // for open connections when a serving graph closes
)

// Open opens the graph in a directory, which it makes if need be. It waits for a process that is just opening the
// same directory until ctx ends.
func Open(ctx context.Context, dir string, o Options) (*Graph, error) {
	dir, err := prepare(dir, o)
	if err != nil {
		return nil, fmt.Errorf("open graph %s: %w", dir, err)
	}
	g := &Graph{dir: dir, opts: o, stopped: make(chan struct{})}
	for {
		served, err := g.serve()
		switch {
		case err != nil:
			return nil, fmt.Errorf("open graph %s: %w", dir, err)
		case served:
			g.stop = func() {}
			close(g.stopped)
			return g, nil
		}
		if socket, err := attach(ctx, dir, o.ReadOnly); err == nil {
			g.uri = socketURI(socket)
			watch, stop := context.WithCancel(context.Background())
			g.stop = stop
			go g.takeOver(watch)
			return g, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("open graph %s: process %s has it and does not answer: %w", dir, holder(dir), ctx.Err())
		case <-time.After(retryEvery):
		}
	}
}

// prepare makes the directory, or refuses one that is somebody else's.
func prepare(dir string, o Options) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir, err
	}
	entries, err := os.ReadDir(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.ReadOnly {
			return abs, fmt.Errorf("there is no graph: %w", fs.ErrNotExist)
		}
		if err := os.MkdirAll(abs, 0o700); err != nil {
			return abs, err
		}
	case err != nil:
		return abs, err
	default:
		ours := false
		for _, e := range entries {
			ours = ours || e.Name() == storage.RecordsFile || e.Name() == lockFile
		}
		if !ours && len(entries) > 0 {
			return abs, errors.New("the directory has other files and no graph; name a new or an empty one")
		}
		if _, err := os.Stat(filepath.Join(abs, storage.RecordsFile)); o.ReadOnly && err != nil {
			return abs, fmt.Errorf("there is no graph: %w", fs.ErrNotExist)
		}
	}
	info, err := os.Stat(abs)
	if err != nil {
		return abs, err
	}
	if info.Mode().Perm() != 0o700 {
		if err := os.Chmod(abs, 0o700); err != nil {
			return abs, fmt.Errorf("make the directory private: %w", err)
		}
	}
	return filepath.EvalSymlinks(abs)
}

// serve takes the lock and everything after it; false if another process, or another Graph of this one, has it.
func (g *Graph) serve() (bool, error) {
	lock, err := os.OpenFile(filepath.Join(g.dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return false, err
	}
	taken, err := tryLock(lock)
	if err != nil || !taken {
		return false, errors.Join(err, lock.Close())
	}
	s, err := startServer(g.dir, lock, g.opts)
	if err != nil {
		return false, errors.Join(err, lock.Close())
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false, s.close()
	}
	g.server = s
	g.uri = s.uri(g.opts.ReadOnly)
	return true, nil
}

// takeOver waits until the serving process is gone, and then serves.
func (g *Graph) takeOver(ctx context.Context) {
	defer close(g.stopped)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(retryEvery):
		}
		served, err := g.serve()
		if err != nil {
			g.mu.Lock()
			g.failed = err
			g.mu.Unlock()
		}
		if served || err != nil {
			return
		}
	}
}

// URI is the address for drivers: bolt+unix and the path of the socket. It stays the same for the life of the
// directory, unless another way to a short enough path has to be found.
func (g *Graph) URI() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.uri
}

// Dir is the directory, absolute and without symbolic links.
func (g *Graph) Dir() string { return g.dir }

// Serving says whether this process serves the graph; otherwise another does.
func (g *Graph) Serving() bool { return g.serving() != nil }

// Wait waits until ctx ends, and gives its error; or until the process that served the graph is gone and this one
// could not take its place, and gives the reason.
func (g *Graph) Wait(ctx context.Context) error {
	select {
	case <-g.stopped:
		g.mu.Lock()
		err := g.failed
		g.mu.Unlock()
		if err != nil {
			return fmt.Errorf("serve graph %s: %w", g.dir, err)
		}
		<-ctx.Done()
	case <-ctx.Done():
	}
	return ctx.Err()
}

// Backup writes the graph as of its last commit to one file, which must not exist; the serving process writes it.
func (g *Graph) Backup(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("write backup: %w", err)
	}
	if s := g.serving(); s != nil {
		return s.store.Backup(path)
	}
	if err := ask(ctx, g.dir, request{Backup: path}); err != nil {
		return fmt.Errorf("process %s: %w", holder(g.dir), err)
	}
	return nil
}

// Verify reads the graph's file again and reports damage; the serving process does it.
func (g *Graph) Verify(ctx context.Context) error {
	if s := g.serving(); s != nil {
		return s.store.Verify(ctx)
	}
	if err := ask(ctx, g.dir, request{Verify: true}); err != nil {
		return fmt.Errorf("process %s: %w", holder(g.dir), err)
	}
	return nil
}

func (g *Graph) serving() *server {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.server
}

// Close gives the directory back. If this process serves it, connections that are still open end, and what they
// have not committed is rolled back.
func (g *Graph) Close() error {
	g.mu.Lock()
	g.closed = true
	listeners := g.listeners
	g.listeners = nil
	g.mu.Unlock()
	g.stop()
	<-g.stopped
	var errs []error
	for _, l := range listeners {
		errs = append(errs, l.shut())
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.server != nil {
		errs = append(errs, g.server.close())
		g.server = nil
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close graph %s: %w", g.dir, err)
	}
	return nil
}

// Restore makes a directory with the graph of a backup.
func Restore(path, dir string) error {
	abs, err := prepare(dir, Options{})
	if err != nil {
		return fmt.Errorf("restore graph %s: %w", dir, err)
	}
	return storage.Restore(path, abs)
}

// holder is the id of the process that holds the lock, for messages.
func holder(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, lockFile))
	if id, bad := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && bad == nil {
		return strconv.Itoa(id)
	}
	return "unknown"
}

func socketURI(path string) string { return (&url.URL{Scheme: "bolt+unix", Path: path}).String() }
