package storage

import (
	"context"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"newsgraph/cypher/diag"
)

// Store is one graph: its current state and the right to write the next.
type Store struct {
	current atomic.Pointer[graph]
	writer  chan struct{} // holds one token while a transaction is open
	closing chan struct{}
	closed  sync.Once
	epoch   uint32 // last one given to a transaction; the writer's
	disk    *disk  // nil for a store in memory only
	columns columnKeeper
}

// OpenMemory is an empty store that keeps nothing on disk.
func OpenMemory() *Store { return newStore(newGraph(), nil) }

func newStore(g *graph, d *disk) *Store {
	s := &Store{writer: make(chan struct{}, 1), closing: make(chan struct{}), epoch: g.epoch, disk: d}
	g.publish()
	s.current.Store(g)
	return s
}

// Snapshot is the graph as of the last commit.
func (s *Store) Snapshot() *Snapshot { return &Snapshot{View{s.current.Load()}} }

// Begin waits for its turn and opens the transaction that may write. It gives up when ctx ends.
func (s *Store) Begin(ctx context.Context) (*Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case <-s.closing:
		return nil, errClosed()
	default:
	}
	select {
	case s.writer <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.closing:
		return nil, errClosed()
	}
	if s.epoch == math.MaxUint32 {
		s.release()
		return nil, diag.New(diag.CodeTransactionStart, "begin transaction: the store has had %d transactions since it was opened; open it again", s.epoch)
	}
	base := s.current.Load()
	s.epoch++
	tx := &Tx{View: View{base.fork(s.epoch)}, store: s, base: base, nodes: changes{}, rels: changes{},
		dangling: map[int64]bool{}, touched: map[int64]bool{}, relTouch: map[int64]bool{}}
	for _, c := range base.schema.constraints {
		tx.exists = tx.exists || c.Kind.exists()
	}
	return tx, nil
}

// largeGraph is from how many records on a graph is larger than what a processor knows small pages for, by far.
const largeGraph = 100_000

// useLargePages is for a graph that is going to be read for a while. It takes a part of a second of another core for each
// 100 MiB; what reads the graph all over was 0 to 25 % faster then, a tenth more often than not (the canned queries planned,
// met, denied, sources, unsigned, most-connected; the least of 60 times in three pairs of runs).
func (s *Store) useLargePages() {
	closed := func() bool {
		select {
		case <-s.closing:
			return true
		default:
			return false
		}
	}
	if g := s.current.Load(); g.allNodes.n+g.allRels.n >= largeGraph && len(g.rels.dirs) > 0 && !closed() {
		useLargePages(unsafe.Pointer(g.rels.dirs[0]), closed)
	}
}

func errClosed() error {
	return diag.New(diag.CodeTransactionStart, "begin transaction: the store is closed")
}

func (s *Store) release() { <-s.writer }

// changed says whether the transaction changed anything that is kept.
func (tx *Tx) changed() bool {
	return len(tx.nodes)+len(tx.rels) > 0 || tx.g.nextNode != tx.base.nextNode || tx.g.nextRel != tx.base.nextRel ||
		tx.g.schema != tx.base.schema
}

func (s *Store) commit(tx *Tx) error {
	if !tx.changed() {
		return nil
	}
	tx.g.dropEmptyPages(tx.nodes, tx.rels)
	tx.g.commit = tx.base.commit + 1
	if s.disk != nil {
		if err := s.disk.write(tx); err != nil {
			return err
		}
	}
	tx.g.publish()
	s.current.Store(tx.g)
	if s.disk != nil {
		s.columns.committed(s, tx)
	}
	return nil
}

// closeWait is how long Close waits for an open transaction. One that was forgotten must not keep a process alive.
const closeWait = 10 * time.Second

// Close waits for the open transaction, writes the column file if that is worth while, and gives the
// directory back. A transaction that stays open for 10 s cannot commit any more. Snapshots can still be read.
// Closing twice is no error.
func (s *Store) Close() error { return s.closeAfter(closeWait) }

func (s *Store) closeAfter(wait time.Duration) error {
	var err error
	s.closed.Do(func() {
		close(s.closing)
		select {
		case s.writer <- struct{}{}:
		case <-time.After(wait):
		}
		if s.disk == nil {
			return
		}
		s.columns.close(s)
		if e := s.disk.db.Close(); e != nil {
			err = fmt.Errorf("close %s: %w", s.disk.path, e)
		}
	})
	return err
}
