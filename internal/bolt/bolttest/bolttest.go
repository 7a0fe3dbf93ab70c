// Package bolttest serves an empty graph in memory over Bolt, for tests that use a driver.
package bolttest

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/internal/bolt"
)

// Serve starts a server over an empty graph on a unix socket, and stops it at the end of the test. It returns the
// address for drivers, bolt+unix://SOCKET, and the engine.
func Serve(t testing.TB, engineOptions engine.Options, serverOptions bolt.Options) (uri string, e *engine.Engine) {
	t.Helper()
	store := storage.OpenMemory()
	e = engine.Open(store, engineOptions)
	s := bolt.NewServer(e, serverOptions)
	dir, err := os.MkdirTemp("", "bolt") // not t.TempDir, whose name may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			t.Errorf("shut down server: %v", err)
		}
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := store.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return "bolt+unix://" + filepath.Join(dir, "s"), e
}
