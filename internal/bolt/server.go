// Package bolt serves an engine over the Bolt 5 protocol on unix sockets and TCP.
//
// # Input and output
//
// A Server accepts connections from listeners, speaks Bolt 5.0 to 5.8 on each (with or without the manifest
// handshake), and runs what clients send in one engine session per connection. On the same port, a client that is to give
// a token may send and receive the same bytes over WebSocket, which is all that a browser can do; the first byte tells.
//
// # Invariants
//
// After a failure every request is answered IGNORED until RESET. RESET and a closed connection interrupt the query
// that is running; what it wrote is dropped. A connection that was given a token lets its client in with that only,
// also where another process relays it. Records are sent as they are pulled: a slow reader slows its query down, and never grows memory.
//
// # Concurrency
//
// Each connection has a goroutine that reads messages and answers them in order. While it is long about one, a second
// reads on, so that RESET and the end of the connection are seen while a query runs.
//
// # Why not ask for the origin
//
// What lets a web page in is the token: it has no cookie that it could use without knowing, and tools for Neo4j come from
// any origin. Where there is no token, there is no WebSocket. A page can try tokens, as any program of the machine can:
// wrong ones are answered slowly.
//
// # Source
//
// Bolt protocol message and server-state specifications, versions 5.0 to 5.8; RFC 6455.
package bolt

import (
	"context"
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"newsgraph/cypher/engine"
)

// Options are a Server's settings. The zero value works.
type Options struct {
	// ReadOnly refuses writes on every connection.
	ReadOnly bool
	// Agent is what HELLO answers as the server's name; "" is DefaultAgent. Drivers want it to begin with "Neo4j/".
	Agent string
	// Address is what the routing table answers, "host:port"; "" is the address that the client connected to.
	Address string
	// MaxMessage bounds a message in bytes; 0 is 64 MiB. Before its client has logged on it is 64 KiB at most.
	MaxMessage int
	// MaxConnections bounds the connections that are open at once; 0 is 1000. One more is closed.
	MaxConnections int
	// WriteTimeout bounds how long a client may refuse to read; 0 is 2 minutes.
	WriteTimeout time.Duration
	// IdleTransaction bounds how long a transaction may wait for its client's next message; 0 is 5 minutes.
	IdleTransaction time.Duration
	// LoginTimeout bounds the time from connecting to logging on; 0 is 30 seconds.
	LoginTimeout time.Duration
}

// DefaultAgent names the server in the form that drivers and tools expect; the version is the one whose behaviour
// the engine follows.
const DefaultAgent = "Neo4j/5.26.0"

func (o Options) withDefaults() Options {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	def(&o.WriteTimeout, 2*time.Minute)
	def(&o.IdleTransaction, 5*time.Minute)
	def(&o.LoginTimeout, 30*time.Second)
	if o.Agent == "" {
		o.Agent = DefaultAgent
	}
	if o.MaxMessage == 0 {
		o.MaxMessage = 64 << 20
	}
	if o.MaxConnections == 0 {
		o.MaxConnections = 1000
	}
	return o
}

// Server serves one engine.
type Server struct {
	engine *engine.Engine
	opts   Options

	mu        sync.Mutex
	closed    bool
	listeners map[net.Listener]bool
	conns     map[*conn]bool
	serial    int
	running   sync.WaitGroup // connections

	wrong chan struct{} // full while a wrong token is being answered
}

// NewServer returns a server over e.
func NewServer(e *engine.Engine, opts Options) *Server {
	return &Server{engine: e, opts: opts.withDefaults(), listeners: map[net.Listener]bool{}, conns: map[*conn]bool{}, wrong: make(chan struct{}, 1)}
}

// Serve accepts connections from l until Shutdown, when it returns nil, or until l fails. It may be called for
// several listeners at once, and closes l.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return l.Close()
	}
	s.listeners[l] = true
	s.mu.Unlock()
	err := Accept(l, func(nc net.Conn) { s.ServeConn(nc, Terms{}) })
	s.mu.Lock()
	delete(s.listeners, l)
	closed := s.closed
	s.mu.Unlock()
	l.Close()
	if closed && errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// The waits before a listener is asked again after the process has run out of file descriptors.
const minPause, maxPause = 5 * time.Millisecond, time.Second

// Accept gives each connection that l accepts to serve, which must not block, until l fails or is closed. Having no
// more file descriptors is no failure: it passes when connections end.
func Accept(l net.Listener, serve func(net.Conn)) error {
	pause := minPause
	for {
		nc, err := l.Accept()
		switch {
		case err == nil:
			pause = minPause
			serve(nc)
		case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE), errors.Is(err, syscall.ECONNABORTED):
			time.Sleep(pause)
			pause = min(2*pause, maxPause)
		default:
			return err
		}
	}
}

// Terms are what a client is served on. The zero Terms are right for a socket that the file system guards.
type Terms struct {
	// Token is what the client gives as its password, under any name; it may then speak Bolt over WebSocket, too. ""
	// lets everybody in, but no WebSocket.
	Token string
	// Timeout is the longest that a transaction of the client may take; 0 is as long as the client says. A
	// relay passes it on in milliseconds, rounded up.
	Timeout time.Duration
}

// ServeConn serves one connection in the background, or closes it when there are too many.
func (s *Server) ServeConn(nc net.Conn, t Terms) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.conns) >= s.opts.MaxConnections {
		nc.Close()
		return
	}
	if t.Token != "" { // without one, any web page would get in
		nc = newWebConn(nc)
	}
	s.serial++
	ctx, cancel := context.WithCancel(context.Background())
	c := &conn{
		server: s, nc: nc, r: newReader(nc), ctx: ctx, close: cancel, id: s.serial, terms: t,
	}
	c.queue = newQueue(s.opts.MaxMessage, c.watch)
	s.conns[c] = true
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		c.serve()
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
	}()
}

// wrongPause is how long the answer to a wrong token takes.
const wrongPause = 100 * time.Millisecond

// pauseWrong waits before a wrong token is answered, one connection after another, so that no more than ten a second can
// be tried. Right ones do not wait. The end of the connection, ctx, ends the wait.
func (s *Server) pauseWrong(ctx context.Context) {
	select {
	case s.wrong <- struct{}{}:
		defer func() { <-s.wrong }()
	case <-ctx.Done():
		return
	}
	select {
	case <-time.After(wrongPause):
	case <-ctx.Done():
	}
}

// Shutdown closes the listeners, then every connection, interrupting what runs on it, and waits until all are gone
// or ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	for l := range s.listeners {
		l.Close()
	}
	for c := range s.conns {
		c.stop()
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() { s.running.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
