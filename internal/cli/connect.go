package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"newsgraph/cypher"
	"newsgraph/internal/config"
	"newsgraph/internal/embedded"
)

// openFor is how long another process may take to open or give up a directory.
const openFor = 15 * time.Second

// access says what a command does to the store.
type access uint8

const (
	reads access = iota
	writes
)

// session is an open store: a database, and for a directory the graph in it, which this process may be serving.
type session struct {
	*cypher.DB
	graph *embedded.Graph // nil for a server
}

// errStore says that the directory of an embedded graph cannot be used.
type errStore struct{ error }

func (e errStore) Unwrap() error { return e.error }

// connect opens the store. To a command that only reads, a directory without a graph is an error.
func (a *app) connect(ctx context.Context, do access) (*session, error) {
	agent := "newsgraph/" + version
	if config.IsAddress(a.set.Store) {
		db, err := cypher.Open(ctx, cypher.Config{URI: a.set.Store, Username: a.set.Username, Password: a.set.Password,
			Database: a.set.Database, UserAgent: agent})
		return &session{DB: db}, err
	}
	opening, cancel := context.WithTimeout(ctx, openFor)
	defer cancel()
	g, err := embedded.Open(opening, a.set.Store, embedded.Options{ReadOnly: do == reads})
	if err != nil {
		return nil, errStore{err}
	}
	db, err := cypher.Open(ctx, cypher.Config{URI: g.URI(), UserAgent: agent})
	if err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return &session{db, g}, nil
}

// with opens the store, lets work use it and closes it. An error of closing an embedded graph, which may be a write
// that did not reach the disk, is reported where work has none.
func (a *app) with(ctx context.Context, do access, work func(*session) error) error {
	s, err := a.connect(ctx, do)
	if err != nil {
		return err
	}
	err = work(s)
	closing := s.DB.Close(context.WithoutCancel(ctx))
	if s.graph != nil {
		closing = errors.Join(closing, s.graph.Close())
	}
	if closing != nil && err == nil {
		return fmt.Errorf("close store: %w", closing)
	}
	return err
}

// hintStore says what to do about a directory.
func hintStore(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "Put articles in with 'newsgraph ingest', or name another store with --store or NEO4J_URI."
	}
	return "Name another store with --store or NEO4J_URI."
}
