package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

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
	for {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return nil, fmt.Errorf("open store: %w", err)
		}
		if err = lockRecords(f); err == nil {
			var s *Store
			if s, err = openLocked(dir, f, o); err == nil {
				return s, nil
			}
		}
		f.Close()
		if !errors.Is(err, errReplaced) {
			return nil, err
		}
	}
}

// errReplaced says that a new file was put into the place of the one that was opened.
var errReplaced = errors.New("the file was replaced")

// lockRecords takes the lock on the record file.
func lockRecords(f *os.File) error {
	taken, err := lockFile(f)
	switch {
	case err != nil:
		return fmt.Errorf("lock %s: %w", f.Name(), err)
	case !taken:
		return fmt.Errorf("lock %s: %w", f.Name(), ErrLocked)
	}
	ours, err := f.Stat()
	if err != nil {
		return err
	}
	if now, err := os.Stat(f.Name()); err != nil || !os.SameFile(ours, now) {
		return errors.Join(err, errReplaced)
	}
	return nil
}

// openLocked reads the record file, which it locked, and gives it to bbolt. The file is the store's once that succeeds.
func openLocked(dir string, f *os.File, o Options) (*Store, error) {
	removeLeftovers(dir)
	g, state, fromColumns, err := readGraph(dir, f, o)
	if err != nil {
		return nil, err
	}
	if state.format < formatVersion {
		if err := upgrade(f.Name(), g, state); err != nil {
			return nil, fmt.Errorf("write %s in format %d, which it is not: %w", f.Name(), formatVersion, err)
		}
		return nil, errReplaced
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
	if g.allNodes.n+g.allRels.n >= largeGraph {
		time.AfterFunc(quietTime, s.useLargePages) // who asks one thing has ended by then
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
	var has diskState
	has.of(g)
	return s.nextNode == has.nextNode && s.nextRel == has.nextRel && s.counts == has.counts
}

// visitRecord is called with each symbol and schema entry, by its key, and with each node and relationship, by its id.
// Key and payload are valid during the call.
type visitRecord func(bucket string, key []byte, id uint32, payload []byte) error

// readRecords checks every page and record of the file and visits the records, if visit is not nil.
func readRecords(f *os.File, visit visitRecord) (*diskState, error) {
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
		sum, payload := binary.BigEndian.Uint32(value), value[4:]
		if sum != checksum(bucket, key, payload) {
			return fmt.Errorf("record %x of bucket %q does not match its checksum", key, bucket)
		}
		if bucket == bucketMeta {
			state, err = decodeState(payload)
			return err
		}
		found.sum += recordHash(bucket, key, sum)
		if state == nil {
			return errors.New("it has no state")
		}
		n := count[bucket]
		return state.recordsOf(bucket, key, payload, func(id uint32, record []byte) error {
			*n++
			if visit == nil {
				return nil
			}
			return visit(bucket, key, id, record)
		})
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

// recordsOf visits the records in an entry: nodes and relationships by their ids, symbols and schema entries as 0.
func (s *diskState) recordsOf(bucket string, key, payload []byte, f func(id uint32, record []byte) error) error {
	switch {
	case bucket != bucketNodes && bucket != bucketRels:
		return f(0, payload)
	case s.format > 1:
		return eachOfBlock(key, payload, f)
	case len(key) != 4:
		return fmt.Errorf("%w: key %x", errMalformed, key)
	}
	return f(binary.BigEndian.Uint32(key), payload)
}
