package embedded

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/internal/bolt"
)

// server is what the process that holds the lock runs.
type server struct {
	dir     string
	lock    *os.File
	store   *storage.Store
	sockets string // directory of the sockets
	servers []*bolt.Server
	control net.Listener
	tcp     string
	token   string
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
	spareProcs()
	if s.sockets, err = socketDir(dir); err != nil {
		return s, err
	}
	e := engine.Open(s.store, o.Engine)
	if err := s.listen(socketName, bolt.NewServer(e, bolt.Options{})); err != nil {
		return s, err
	}
	if err := s.listen(readName, bolt.NewServer(e, bolt.Options{ReadOnly: true})); err != nil {
		return s, err
	}
	if s.control, err = listenUnix(filepath.Join(s.sockets, controlName)); err != nil {
		return s, err
	}
	go serveControl(s.control, s.store)
	if o.TCP != "" {
		return s, s.listenTCP(e, o)
	}
	return s, nil
}

// leastProcs is how many goroutines may run at once where queries are served. While all that may run do run, the Go
// scheduler looks for what came over the network every 10 ms only, and with one or two a bulk write and the collector
// are all. With more than there are processors, the operating system chooses, which prefers who has slept:
// BenchmarkQueries/one-hop-while-loading on two busy processors, p99 8 to 22 ms with 2, 1 to 5 ms with 4.
const leastProcs = 4

func spareProcs() {
	if _, set := os.LookupEnv("GOMAXPROCS"); !set && runtime.GOMAXPROCS(0) < leastProcs {
		runtime.GOMAXPROCS(leastProcs)
	}
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

func (s *server) listen(name string, b *bolt.Server) error {
	l, err := listenUnix(filepath.Join(s.sockets, name))
	if err != nil {
		return err
	}
	s.serve(b, l)
	return nil
}

// serve runs a Bolt server. That a listener fails shows to its clients, which cannot connect.
func (s *server) serve(b *bolt.Server, l net.Listener) {
	s.servers = append(s.servers, b)
	go b.Serve(l)
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

// listenTCP serves on a loopback address to clients that know the token.
func (s *server) listenTCP(e *engine.Engine, o Options) error {
	host, _, err := net.SplitHostPort(o.TCP)
	if err != nil {
		return fmt.Errorf("serve on %s: %w", o.TCP, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("serve on %s: only loopback addresses are served, such as 127.0.0.1", o.TCP)
	}
	if s.token, err = readToken(filepath.Join(s.dir, tokenFile)); err != nil {
		return err
	}
	l, err := net.Listen("tcp", o.TCP)
	if err != nil {
		return err
	}
	s.tcp = l.Addr().String()
	if err := os.WriteFile(filepath.Join(s.dir, tcpFile), []byte(s.tcp+"\n"), 0o600); err != nil {
		return errors.Join(err, l.Close())
	}
	s.serve(bolt.NewServer(e, bolt.Options{ReadOnly: o.ReadOnly, Authenticate: s.authenticate}), l)
	return nil
}

var errToken = errors.New("the password is not the token of this graph")

func (s *server) authenticate(scheme, _, credentials string) error {
	if scheme != "basic" || subtle.ConstantTimeCompare([]byte(credentials), []byte(s.token)) != 1 {
		return errToken
	}
	return nil
}

// readToken reads the token of the directory, which it makes if there is none.
func readToken(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		if token := strings.TrimSpace(string(text)); len(token) >= 32 {
			return token, os.Chmod(path, 0o600)
		}
		return "", fmt.Errorf("read %s: it holds no token; delete it to have a new one made", path)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	token := hex.EncodeToString(random)
	return token, os.WriteFile(path, []byte(token+"\n"), 0o600)
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
	for _, b := range s.servers {
		errs = append(errs, b.Shutdown(ctx))
	}
	if s.control != nil {
		errs = append(errs, s.control.Close())
	}
	if s.tcp != "" {
		errs = append(errs, os.Remove(filepath.Join(s.dir, tcpFile)))
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}
