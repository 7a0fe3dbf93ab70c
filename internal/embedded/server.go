package embedded

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/internal/bolt"
)

// server is what the process that holds the lock runs.
type server struct {
	dir     string
	lock    *os.File
	store   *storage.Store
	sockets string       // directory of the sockets
	full    *bolt.Server // nil until the sockets are there
	reading *bolt.Server // refuses writes
	control net.Listener
	procs   func() // gives back what spareProcs took
}

// startServer opens the store and serves it. It owns the lock once it succeeds.
func startServer(dir string, lock *os.File, o Options) (s *server, err error) {
	s = &server{dir: dir, lock: lock}
	defer func() {
		if err != nil {
			s.lock = nil // stays the caller's
			err = errors.Join(err, s.close())
		}
	}()
	if err := errors.Join(lock.Truncate(0), writeAt(lock, strconv.Itoa(os.Getpid())+"\n")); err != nil {
		return s, err
	}
	if s.store, err = storage.Open(dir, o.Storage); err != nil {
		return s, err
	}
	s.procs = spareProcs()
	if s.sockets, err = socketDir(dir); err != nil {
		return s, err
	}
	e := engine.Open(s.store, o.Engine)
	s.full, s.reading = bolt.NewServer(e, bolt.Options{}), bolt.NewServer(e, bolt.Options{ReadOnly: true})
	if err := s.listen(socketName, s.full); err != nil {
		return s, err
	}
	if err := s.listen(readName, s.reading); err != nil {
		return s, err
	}
	if s.control, err = listenUnix(filepath.Join(s.sockets, controlName)); err != nil {
		return s, err
	}
	go serveControl(s.control, s.store)
	return s, nil
}

// leastProcs is how many goroutines may run at once where queries are served. While all that may run do run, the Go
// scheduler looks for what came over the network every 10 ms only, and with one or two a bulk write and the collector
// are all. With more than there are processors, the operating system chooses, which prefers who has slept. Measured by
// enginebench at a twentieth of its scale, three times each by turns, on two processors that others kept busy: the
// 99th percentile of a one-hop query while a writer loads 1.8, 2.3 and 2.6 ms with 2, and 1.2, 1.7 and 2.2 ms with 4;
// nothing that it measures got slower.
const leastProcs = 4

// spared counts the servers of this process that want leastProcs, and remembers what was there before the first.
var spared struct {
	sync.Mutex
	servers, before int
}

// spareProcs raises GOMAXPROCS to leastProcs, unless the environment sets it. When all servers have given back what
// they took, it is what it was before, if nobody else has changed it meanwhile.
func spareProcs() (giveBack func()) {
	if _, set := os.LookupEnv("GOMAXPROCS"); set {
		return func() {}
	}
	spared.Lock()
	defer spared.Unlock()
	if spared.servers == 0 {
		if spared.before = runtime.GOMAXPROCS(0); spared.before >= leastProcs {
			return func() {}
		}
		runtime.GOMAXPROCS(leastProcs)
	}
	spared.servers++
	return func() {
		spared.Lock()
		defer spared.Unlock()
		if spared.servers--; spared.servers == 0 && runtime.GOMAXPROCS(0) == leastProcs {
			runtime.GOMAXPROCS(spared.before)
		}
	}
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// listen serves on a socket. That it fails later shows to its clients, which cannot connect.
func (s *server) listen(name string, b *bolt.Server) error {
	l, err := listenUnix(filepath.Join(s.sockets, name))
	if err != nil {
		return err
	}
	go b.Serve(l)
	return nil
}

// listenUnix replaces a socket that a dead process left; whoever calls it holds the lock.
func listenUnix(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// bolt is the server that refuses writes, or the one that does not.
func (s *server) bolt(readOnly bool) *bolt.Server {
	if readOnly {
		return s.reading
	}
	return s.full
}

func (s *server) uri(readOnly bool) string {
	if readOnly {
		return socketURI(filepath.Join(s.sockets, readName))
	}
	return socketURI(filepath.Join(s.sockets, socketName))
}

// close ends the connections, then the store, then gives the lock back.
func (s *server) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdown)
	defer cancel()
	var errs []error
	if s.full != nil {
		errs = append(errs, s.full.Shutdown(ctx), s.reading.Shutdown(ctx))
	}
	if s.control != nil {
		errs = append(errs, s.control.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	if s.procs != nil {
		s.procs()
	}
	return errors.Join(errs...)
}
