package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"go.etcd.io/bbolt"
)

// Options says how to open a store. The zero Options is the usual one.
type Options struct {
	MaxBytes  int64 // most bytes that the record file may take, 0 for as many as the disk has
	NoColumns bool  // neither read nor write the column file
}

// Open opens the store in a directory, which it makes if need be. It answers ErrLocked if somebody has the
// store open. A damaged file is an error that names the file.
func Open(dir string, o Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	path := filepath.Join(dir, RecordsFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := createRecords(path, nil); err != nil && !errors.Is(err, os.ErrExist) {
			return nil, fmt.Errorf("create %s: %w", path, err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	s, err := openLocked(dir, f, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

// openLocked takes the lock on the record file, reads it and gives it to bbolt.
func openLocked(dir string, f *os.File, o Options) (*Store, error) {
	taken, err := lockFile(f)
	switch {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
	case !taken:
		return nil, fmt.Errorf("lock %s: %w", f.Name(), ErrLocked)
	}
	removeLeftovers(dir)
	g, state, fromColumns, err := readGraph(dir, f, o)
	if err != nil {
		return nil, err
	}
	db, err := openBolt(f, o)
	if err != nil {
		return nil, err
	}
	releasePages(db)
	d := &disk{dir: dir, path: f.Name(), store: state.store, db: db, state: *state}
	s := newStore(g, d)
	s.columns.off = o.NoColumns
	if fromColumns {
		s.columns.commit = g.commit
	}
	return s, nil
}

// openBolt opens a record file that was found to be sound.
func openBolt(f *os.File, o Options) (db *bbolt.DB, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &damage{f.Name(), fmt.Errorf("%v", p)}
		}
	}()
	db, err = bbolt.Open(f.Name(), 0o600, boltOptions(f, o.MaxBytes))
	switch {
	case errors.Is(err, bbolt.ErrTimeout):
		return nil, fmt.Errorf("lock %s: %w", f.Name(), ErrLocked)
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", f.Name(), err)
	}
	return db, nil
}

// removeLeftovers deletes what a process left that ended in the middle of writing a new file.
func removeLeftovers(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), RecordsFile+".new-") || strings.HasPrefix(e.Name(), ColumnsFile+".new-") {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// readGraph checks the whole record file and makes the graph, from the column file if that is of the same
// commit, else from the records.
func readGraph(dir string, f *os.File, o Options) (g *graph, state *diskState, fromColumns bool, err error) {
	columnsPath := filepath.Join(dir, ColumnsFile)
	if !o.NoColumns {
		state, err := peekState(f)
		if err != nil {
			return nil, nil, false, &damage{f.Name(), err}
		}
		store, commit, ok := peekColumns(columnsPath)
		switch {
		case !ok || store != state.store || commit < state.commit:
		case commit > state.commit:
			return nil, nil, false, &damage{f.Name(), fmt.Errorf("it ends with commit %d, and %s has commit %d", state.commit, ColumnsFile, commit)}
		default:
			var wait sync.WaitGroup
			wait.Go(func() { g = readColumnFile(columnsPath) })
			state, err = readRecords(f, nil)
			wait.Wait()
			if err != nil {
				return nil, nil, false, &damage{f.Name(), err}
			}
			if g != nil && g.commit == state.commit && state.matches(g) {
				return g, state, true, nil
			}
		}
	}
	b := newBuilder()
	state, err = readRecords(f, b.record)
	if err == nil {
		g, err = b.finish()
	}
	if err != nil {
		return nil, nil, false, &damage{f.Name(), err}
	}
	if g.nextNode > state.nextNode || g.nextRel > state.nextRel {
		return nil, nil, false, &damage{f.Name(), errors.New("its ids go beyond the last one given out")}
	}
	g.commit, g.nextNode, g.nextRel = state.commit, state.nextNode, state.nextRel
	return g, state, false, nil
}

// peekState reads the state of the record file and nothing else.
func peekState(f *os.File) (*diskState, error) {
	file, err := openBoltFile(f)
	if err != nil {
		return nil, err
	}
	top, err := file.top(bucketNames)
	if err != nil {
		return nil, err
	}
	var state *diskState
	err = file.bucket(bucketMeta, top[bucketMeta], func(_ string, key, value []byte) error {
		if len(value) < 4 || binary.BigEndian.Uint32(value) != checksum(bucketMeta, key, value[4:]) {
			return errors.New("its state does not match its checksum")
		}
		state, err = decodeState(value[4:])
		return err
	})
	if err == nil && state == nil {
		err = errors.New("it has no state")
	}
	return state, err
}

// matches says whether a graph has as much of everything as the state says.
func (s *diskState) matches(g *graph) bool {
	return s.nextNode == g.nextNode && s.nextRel == g.nextRel && s.counts == [4]uint64{uint64(g.allNodes.n), uint64(g.allRels.n),
		uint64(len(g.schema.indexes) + len(g.schema.constraints)), uint64(len(g.labels.names) + len(g.types.names) + len(g.keys.names))}
}

// readRecords checks every page and record of the file and visits the records, if visit is not nil.
func readRecords(f *os.File, visit func(bucket string, key, payload []byte) error) (*diskState, error) {
	file, err := openBoltFile(f)
	if err != nil {
		return nil, err
	}
	var state *diskState
	found := diskState{}
	count := map[string]*uint64{bucketNodes: &found.counts[0], bucketRels: &found.counts[1], bucketSchema: &found.counts[2], bucketSymbols: &found.counts[3]}
	err = file.walk(bucketNames, func(bucket string, key, value []byte) error {
		if len(value) < 4 {
			return fmt.Errorf("record %x of bucket %q is too short", key, bucket)
		}
		sum := binary.BigEndian.Uint32(value)
		if sum != checksum(bucket, key, value[4:]) {
			return fmt.Errorf("record %x of bucket %q does not match its checksum", key, bucket)
		}
		if bucket == bucketMeta {
			state, err = decodeState(value[4:])
			return err
		}
		*count[bucket]++
		found.sum += recordHash(bucket, key, sum)
		if visit == nil {
			return nil
		}
		return visit(bucket, key, value[4:])
	})
	switch {
	case err != nil:
		return nil, err
	case state == nil:
		return nil, errors.New("it has no state")
	case found.counts != state.counts || found.sum != state.sum:
		return nil, fmt.Errorf("it has %d nodes and %d relationships of commit %d; %d and %d were written",
			found.counts[0], found.counts[1], state.commit, state.counts[0], state.counts[1])
	}
	return state, nil
}
