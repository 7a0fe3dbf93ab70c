package storage

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"newsgraph/cypher/diag"
)

// The files of a store in its directory.
const (
	RecordsFile = "graph.db"      // every committed record, in bbolt
	ColumnsFile = "graph.columns" // the same graph in columns, for opening quickly; may be missing or stale
)

// The buckets of the record file. Each value begins with a checksum of bucket, key and the rest.
const (
	bucketNodes   = "n" // blocks of records, see block.go
	bucketRels    = "e"
	bucketSymbols = "symbols" // kind ('l', 't' or 'k') and number, to the name
	bucketSchema  = "schema"  // kind ('i' or 'c') and name, to the description
	bucketMeta    = "meta"    // "state", to the state
)

// bucketNames is all buckets, those first that others refer to.
var bucketNames = []string{bucketMeta, bucketSymbols, bucketSchema, bucketNodes, bucketRels}

// ErrLocked is what Open answers if another process, or another Store of this one, has the directory.
var ErrLocked = errors.New("the graph is open already")

// diskState is what the record file says about itself. Sum is over all records: with Counts it proves that
// what is read is what was written, no more, no less, and nothing of an earlier commit.
type diskState struct {
	format   byte     // that the file was read in
	store    [16]byte // random, names this store for life
	commit   uint64
	nextNode uint32
	nextRel  uint32
	counts   [4]uint64 // nodes, relationships, schema entries, symbols
	sum      uint64
}

// formatVersion is that of the record file. Format 1 had an entry for each record; it is read, and then written anew.
const formatVersion = 2

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers everything about one record.
func checksum(bucket string, key, payload []byte) uint32 {
	sum := crc32.Update(uint32(bucket[0]), castagnoli, key)
	return crc32.Update(sum, castagnoli, payload)
}

// recordHash is a record's share of diskState.sum.
func recordHash(bucket string, key []byte, sum uint32) uint64 {
	h := uint64(sum) | uint64(crc32.Update(uint32(bucket[0]), crc32.IEEETable, key))<<32
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9 // splitmix64
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func (s *diskState) encode() []byte {
	b := append([]byte{formatVersion}, s.store[:]...)
	b = binary.BigEndian.AppendUint64(b, s.commit)
	b = binary.BigEndian.AppendUint32(b, s.nextNode)
	b = binary.BigEndian.AppendUint32(b, s.nextRel)
	for _, n := range s.counts {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return binary.BigEndian.AppendUint64(b, s.sum)
}

func decodeState(b []byte) (*diskState, error) {
	switch {
	case len(b) == 0 || b[0] == 0:
		return nil, errMalformed
	case b[0] > formatVersion:
		return nil, fmt.Errorf("its format is %d, and this program knows up to %d: open it with the newer one that wrote it", b[0], formatVersion)
	}
	s := &diskState{format: b[0]}
	if len(b) != len(s.encode()) {
		return nil, errMalformed
	}
	copy(s.store[:], b[1:])
	b = b[17:]
	s.commit, s.nextNode, s.nextRel = binary.BigEndian.Uint64(b), binary.BigEndian.Uint32(b[8:]), binary.BigEndian.Uint32(b[12:])
	for i := range s.counts {
		s.counts[i] = binary.BigEndian.Uint64(b[16+8*i:])
	}
	s.sum = binary.BigEndian.Uint64(b[48:])
	return s, nil
}

var stateKey = []byte("state")

// disk is the durable side of a store.
type disk struct {
	dir    string
	path   string // of the record file
	store  [16]byte
	db     *bbolt.DB
	state  diskState
	broken atomic.Pointer[diag.Error] // why nothing can be written any more
}

// createRecords makes the record file of a new store. The file appears under its name only when it is
// whole, and never in place of another.
func createRecords(path string, write func(*bbolt.DB, *diskState) error) error {
	tmp, err := newRecords(path, write)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	if err := os.Link(tmp, path); err != nil {
		if _, exists := os.Stat(path); exists == nil {
			return fmt.Errorf("make %s: %w", path, os.ErrExist)
		}
		if err := os.Rename(tmp, path); err != nil { // a file system without links
			return err
		}
	}
	return syncDir(filepath.Dir(path))
}

// newRecords makes a record file beside path, with what write puts into it, and says how it is called.
func newRecords(path string, write func(*bbolt.DB, *diskState) error) (name string, err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), RecordsFile+".new-*")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name())
		}
	}()
	tmp.Close()
	db, err := bbolt.Open(tmp.Name(), 0o600, boltOptions(nil, 0))
	if err != nil {
		return "", err
	}
	state := &diskState{}
	if _, err := rand.Read(state.store[:]); err != nil {
		return "", errors.Join(err, db.Close())
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range bucketNames {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return putState(tx, state)
	})
	if err == nil && write != nil {
		err = write(db, state)
	}
	return tmp.Name(), errors.Join(err, db.Close())
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func boltOptions(f *os.File, maxBytes int64) *bbolt.Options {
	o := &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, NoStatistics: true, MaxSize: int(maxBytes)}
	if f != nil {
		o.OpenFile = func(string, int, os.FileMode) (*os.File, error) { return f, nil }
	}
	return o
}

func putState(tx *bbolt.Tx, s *diskState) error {
	payload := s.encode()
	value := binary.BigEndian.AppendUint32(nil, checksum(bucketMeta, stateKey, payload))
	return tx.Bucket([]byte(bucketMeta)).Put(stateKey, append(value, payload...))
}

// recordWriter puts records into one bbolt transaction and keeps the sum.
type recordWriter struct {
	tx    *bbolt.Tx
	state diskState
	arena []byte // holds keys and values until the transaction ends
}

// The room for keys and values grows from leastArena to mostArena at a time.
const leastArena, mostArena = 4 << 10, 1 << 20

// bytes is n bytes, empty, that stay where they are.
func (w *recordWriter) bytes(n int) []byte {
	if cap(w.arena)-len(w.arena) < n {
		w.arena = make([]byte, 0, max(n, min(max(leastArena, 2*cap(w.arena)), mostArena)))
	}
	from := len(w.arena)
	w.arena = w.arena[:from+n]
	return w.arena[from : from : from+n]
}

// bucket is a bucket of records.
func (w *recordWriter) bucket(name string) *recordBucket {
	b := w.tx.Bucket([]byte(name))
	b.FillPercent = 0.95
	return &recordBucket{w: w, b: b, name: name}
}

type recordBucket struct {
	w    *recordWriter
	b    *bbolt.Bucket
	name string
}

// remove forgets the entry of key, if there is one.
func (r *recordBucket) remove(key []byte) error {
	old := r.b.Get(key)
	if old == nil {
		return nil
	}
	r.w.state.sum -= recordHash(r.name, key, binary.BigEndian.Uint32(old))
	return r.b.Delete(key)
}

// put writes an entry, which is there before only if known says that it may be.
func (r *recordBucket) put(key, payload []byte, known bool) error {
	if known {
		if old := r.b.Get(key); old != nil {
			r.w.state.sum -= recordHash(r.name, key, binary.BigEndian.Uint32(old))
		}
	}
	sum := checksum(r.name, key, payload)
	r.w.state.sum += recordHash(r.name, key, sum)
	return r.b.Put(key, append(binary.BigEndian.AppendUint32(r.w.bytes(4+len(payload)), sum), payload...))
}

// write makes what a transaction changed durable.
func (d *disk) write(tx *Tx) (err error) {
	if broken := d.broken.Load(); broken != nil {
		return broken
	}
	var btx *bbolt.Tx
	defer func() {
		if p := recover(); p != nil {
			abandon(btx)
			err = d.failed(fmt.Errorf("%v", p), true)
		}
	}()
	btx, err = d.db.Begin(true)
	if err != nil {
		return d.failed(err, false)
	}
	w := &recordWriter{tx: btx, state: d.state}
	if err := w.changes(tx); err != nil {
		return d.failed(errors.Join(err, btx.Rollback()), false)
	}
	w.state.commit = tx.g.commit
	if err := putState(btx, &w.state); err != nil {
		return d.failed(errors.Join(err, btx.Rollback()), false)
	}
	if err := btx.Commit(); err != nil {
		return d.failed(err, d.reached(w.state.commit))
	}
	d.state = w.state
	return nil
}

// abandon ends a transaction that panicked, so that the file can be closed.
func abandon(btx *bbolt.Tx) {
	defer func() { _ = recover() }()
	if btx != nil {
		_ = btx.Rollback()
	}
}

// reached says whether a commit that failed may be in the file all the same, as when only its last sync
// went wrong.
func (d *disk) reached(commit uint64) bool {
	seen := true
	err := d.db.View(func(tx *bbolt.Tx) error {
		raw := tx.Bucket([]byte(bucketMeta)).Get(stateKey)
		s, err := decodeState(raw[4:])
		if err == nil {
			seen = s.commit >= commit
		}
		return err
	})
	return err != nil || seen
}

// failed is the error of a commit that failed. If it is uncertain what is in the file, nothing more is
// written to it: what the store shows is what was acknowledged, and opening it again tells.
func (d *disk) failed(cause error, uncertain bool) error {
	err := diag.New(diag.CodeStoreFailed, "write %s: %v; nothing of this transaction was kept", d.path, cause)
	if uncertain {
		err = diag.New(diag.CodeStoreFailed, "write %s: %v; the store takes no more writes until it is opened again", d.path, cause)
		d.broken.Store(err)
	}
	return err
}

// changes puts all records that differ between a transaction and its base.
func (w *recordWriter) changes(tx *Tx) error {
	if err := w.symbols(tx.base, tx.g); err != nil {
		return err
	}
	if tx.g.schema != tx.base.schema {
		if err := w.schema(tx.base.schema, tx.g.schema); err != nil {
			return err
		}
	}
	if err := w.nodes(tx.base, tx.g, tx.nodes).blocks(tx.g.nextNode); err != nil {
		return err
	}
	if err := w.rels(tx.base, tx.g, tx.rels).blocks(tx.g.nextRel); err != nil {
		return err
	}
	w.state.of(tx.g)
	return nil
}

// of makes s say how much g has of everything.
func (s *diskState) of(g *graph) {
	s.nextNode, s.nextRel = g.nextNode, g.nextRel
	s.counts = [4]uint64{uint64(g.allNodes.n), uint64(g.allRels.n), uint64(len(g.schema.indexes) + len(g.schema.constraints)),
		uint64(len(g.labels.names) + len(g.types.names) + len(g.keys.names))}
}

// nodes writes the nodes that differ between two states.
func (w *recordWriter) nodes(base, g *graph, changed changes) *blockWriter {
	return &blockWriter{recordBucket: w.bucket(bucketNodes), encode: encodeNode, base: base, g: g, changed: changed, first: base.nextNode}
}

// rels is nodes for relationships.
func (w *recordWriter) rels(base, g *graph, changed changes) *blockWriter {
	return &blockWriter{recordBucket: w.bucket(bucketRels), encode: encodeRel, base: base, g: g, changed: changed, first: base.nextRel}
}

func (w *recordWriter) symbols(old, new *graph) error {
	b := w.bucket(bucketSymbols)
	for _, t := range [...]struct {
		kind     byte
		old, new []string
	}{{'l', old.labels.names, new.labels.names}, {'t', old.types.names, new.types.names}, {'k', old.keys.names, new.keys.names}} {
		for i := len(t.old); i < len(t.new); i++ {
			if err := b.put(binary.BigEndian.AppendUint32([]byte{t.kind}, uint32(i)), []byte(t.new[i]), false); err != nil {
				return err
			}
		}
	}
	return nil
}

// schemaRecords is a schema as records.
func schemaRecords(s *schema) (map[string][]byte, error) {
	records := map[string][]byte{}
	put := func(kind, name string, description any) error {
		text, err := json.Marshal(description)
		records[kind+name] = text
		return err
	}
	for _, ix := range s.indexes {
		if err := put("i", ix.Name, ix); err != nil {
			return nil, err
		}
	}
	for _, c := range s.constraints {
		if err := put("c", c.Name, c); err != nil {
			return nil, err
		}
	}
	return records, nil
}

func (w *recordWriter) schema(old, new *schema) error {
	before, err := schemaRecords(old)
	if err != nil {
		return err
	}
	after, err := schemaRecords(new)
	if err != nil {
		return err
	}
	b := w.bucket(bucketSchema)
	for key, value := range before {
		if !bytes.Equal(after[key], value) {
			if err := b.remove([]byte(key)); err != nil {
				return err
			}
		}
	}
	for key, value := range after {
		if !bytes.Equal(before[key], value) {
			if err := b.put([]byte(key), value, false); err != nil {
				return err
			}
		}
	}
	return nil
}
