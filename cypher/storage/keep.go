package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// The column file is written when the store closes with at least smallGraph records and when, after a load
// of at least loadShare of the graph's records, no commit came for quietTime.
const (
	smallGraph = 20_000
	loadShare  = 4 // one in
	quietTime  = 2 * time.Second
)

// columnKeeper decides when to write the column file. A failure to write it is not reported: nothing
// depends on the file but the time of the next opening.
type columnKeeper struct {
	off     bool
	mu      sync.Mutex
	commit  uint64 // of the file
	changed int64  // records since
	timer   *time.Timer
	writing sync.WaitGroup
	closed  bool
}

// committed notes the size of a commit.
func (k *columnKeeper) committed(s *Store, tx *Tx) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed += int64(len(tx.nodes)+len(tx.rels)) + int64(tx.g.nextNode-tx.base.nextNode) + int64(tx.g.nextRel-tx.base.nextRel)
	records := tx.NodeCount() + tx.RelCount()
	switch {
	case k.off || k.closed || records < smallGraph || k.changed < records/loadShare:
	case k.timer == nil:
		k.timer = time.AfterFunc(quietTime, func() { k.quiet(s) })
	default:
		k.timer.Reset(quietTime)
	}
}

// quiet writes the file in the background.
func (k *columnKeeper) quiet(s *Store) {
	k.mu.Lock()
	if k.closed {
		k.mu.Unlock()
		return
	}
	k.writing.Add(1)
	k.changed = 0
	k.mu.Unlock()
	defer k.writing.Done()
	k.write(s)
	s.useLargePages()
}

func (k *columnKeeper) write(s *Store) {
	g := s.current.Load()
	if writeColumnFile(filepath.Join(s.disk.dir, ColumnsFile), g, s.disk.store, false) == nil {
		k.mu.Lock()
		k.commit = g.commit
		k.mu.Unlock()
	}
}

// close writes the file for the next opening, unless it is there already.
func (k *columnKeeper) close(s *Store) {
	k.mu.Lock()
	k.closed = true
	if k.timer != nil {
		k.timer.Stop()
	}
	k.mu.Unlock()
	k.writing.Wait()
	g := s.current.Load()
	if !k.off && k.commit != g.commit && g.allNodes.n+g.allRels.n >= smallGraph {
		k.write(s)
	}
}

// Backup writes the graph as of the last commit to one file, which must not exist. Writing goes on
// meanwhile. The file is whole and on disk when Backup returns nil, and absent otherwise.
func (s *Store) Backup(path string) error { return backup(path, s.current.Load()) }

// Backup writes the snapshot to one file, as Store.Backup does.
func (s *Snapshot) Backup(path string) error { return backup(path, s.g) }

func backup(path string, g *graph) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("write backup %s: %w", path, errors.Join(err, os.ErrExist))
	}
	if err := writeColumnFile(path, g, [16]byte{}, true); err != nil {
		return fmt.Errorf("write backup %s: %w", path, err)
	}
	return nil
}

// Verify reads the record file again, and reports damage and every difference from the graph in memory. Writers wait
// meanwhile. A store in memory only has nothing to verify.
func (s *Store) Verify(ctx context.Context) error {
	if s.disk == nil {
		return nil
	}
	select {
	case s.writer <- struct{}{}:
		defer s.release()
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return errClosed()
	}
	f, err := os.Open(s.disk.path)
	if err != nil {
		return fmt.Errorf("verify store: %w", err)
	}
	defer f.Close()
	g := s.current.Load()
	var room []byte
	state, err := readRecords(f, func(bucket string, _ []byte, id uint32, payload []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		room = room[:0]
		switch bucket {
		case bucketNodes:
			room = encodeNode(room, g, id)
		case bucketRels:
			room = encodeRel(room, g, id)
		default:
			return nil
		}
		if !bytes.Equal(room, payload) {
			return fmt.Errorf("record %d of bucket %q is not what is in memory", id, bucket)
		}
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &damage{s.disk.path, err}
	case state.commit != g.commit || !state.matches(g):
		return &damage{s.disk.path, fmt.Errorf("it is of commit %d, memory of %d", state.commit, g.commit)}
	}
	return nil
}

// restoreBatch is how many ids of a backup go into one transaction of bbolt.
const restoreBatch = 1 << 16

// Restore makes a store in a directory, which must have none, from a backup. The new store keeps the ids.
func Restore(path, dir string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer f.Close()
	c := &columnReader{g: newGraph()}
	if err := c.read(f); err != nil {
		return fmt.Errorf("restore %s: the backup is damaged: %w", path, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	records := filepath.Join(dir, RecordsFile)
	if _, err := os.Lstat(records); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("restore: there is a graph already: %w", errors.Join(err, &os.PathError{Op: "create", Path: records, Err: os.ErrExist}))
	}
	err = createRecords(records, func(db *bbolt.DB, state *diskState) error { return restore(db, state, c.g) })
	if err != nil {
		return fmt.Errorf("restore %s: %w", path, err)
	}
	return nil
}

// restore puts all records of g into a new record file.
func restore(db *bbolt.DB, state *diskState, g *graph) error {
	db.NoSync = true
	batch := func(f func(w *recordWriter) error) error {
		return db.Update(func(tx *bbolt.Tx) error {
			w := &recordWriter{tx: tx, state: *state}
			if err := f(w); err != nil {
				return err
			}
			*state = w.state
			return putState(tx, state)
		})
	}
	err := batch(func(w *recordWriter) error {
		w.state.commit = g.commit
		w.state.of(g)
		if err := w.symbols(newGraph(), g); err != nil {
			return err
		}
		return w.schema(&schema{}, g.schema)
	})
	if err != nil {
		return err
	}
	none := newGraph()
	each := func(next uint32, writer func(w *recordWriter) *blockWriter) error {
		for from := int64(0); from < int64(next); from += restoreBatch {
			err := batch(func(w *recordWriter) error {
				b := writer(w)
				for id := from; id < min(from+restoreBatch, int64(next)); id += blockSize {
					if err := b.write(uint32(id >> blockBits)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	if err := each(g.nextNode, func(w *recordWriter) *blockWriter { return w.nodes(none, g, nil) }); err != nil {
		return err
	}
	if err := each(g.nextRel, func(w *recordWriter) *blockWriter { return w.rels(none, g, nil) }); err != nil {
		return err
	}
	return db.Sync()
}

// upgrade writes the record file anew in the format of today. The old file stays as it is until the new one is whole and
// takes its name.
func upgrade(path string, g *graph, state *diskState) error {
	tmp, err := newRecords(path, func(db *bbolt.DB, fresh *diskState) error {
		fresh.store = state.store
		return restore(db, fresh, g)
	})
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
