package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"newsgraph/internal/bolt"
)

// TCP says where a graph is served besides its sockets, and to whom.
type TCP struct {
	Address string // host:port, such as 127.0.0.1:7687; port 0 takes any free one
	// Token is what clients give as their password, with any user name; "" is the directory's own, which is made when
	// there is none.
	Token string
	// Remote allows addresses that other machines reach. What passes is not encrypted.
	Remote bool
	// Timeout is the longest that a transaction of a client may take, in whole milliseconds; 0 is no limit but the
	// client's own.
	Timeout time.Duration
}

// minToken is the length of the shortest token that is accepted: that of the shortest password of Neo4j.
const minToken = 8

// Endpoint is a TCP address on which a graph is served.
type Endpoint struct {
	Address string // host:port
	Token   string
	Made    bool // the token is new: nobody has seen it yet
}

// listener serves a graph on TCP: with this process's own server, or, while another process serves the directory, by
// passing the bytes on to its socket.
type listener struct {
	graph *Graph
	net.Listener
	terms bolt.Terms
	ctx   context.Context
	stop  context.CancelFunc
	work  sync.WaitGroup // the accepting goroutine and the relayed connections
}

// Listen serves the graph on a TCP address until Close, whether this process or another has the directory.
func (g *Graph) Listen(t TCP) (Endpoint, error) {
	if err := t.Validate(); err != nil {
		return Endpoint{}, err
	}
	e, l, err := g.newListener(t)
	if err != nil {
		return Endpoint{}, fmt.Errorf("serve on %s: %w", t.Address, err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return Endpoint{}, errors.Join(fmt.Errorf("serve on %s: %w", t.Address, fs.ErrClosed), l.Close())
	}
	g.listeners = append(g.listeners, l)
	l.work.Go(func() { bolt.Accept(l, l.accept) }) // its end shows to clients, which cannot connect
	return e, nil
}

func (g *Graph) newListener(t TCP) (e Endpoint, l *listener, err error) {
	if e.Token = t.Token; e.Token == "" {
		if e.Token, e.Made, err = readToken(filepath.Join(g.dir, TokenFile)); err != nil {
			return e, nil, err
		}
	}
	l = &listener{graph: g, terms: bolt.Terms{Token: e.Token, Timeout: t.Timeout}}
	if l.Listener, err = net.Listen("tcp", t.Address); err != nil {
		return e, nil, errors.Unwrap(err) // its own text says the address again
	}
	l.ctx, l.stop = context.WithCancel(context.Background())
	e.Address = l.Addr().String()
	return e, l, nil
}

// Validate says why nothing can be served like this.
func (t TCP) Validate() error {
	host, _, err := net.SplitHostPort(t.Address)
	if err != nil {
		return fmt.Errorf("serve on %q: it is not host:port, such as 127.0.0.1:7687", t.Address)
	}
	if ip := net.ParseIP(host); !t.Remote && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("serve on %s: %w", t.Address, ErrRemote)
	}
	if n := len(t.Token); n > 0 && (n < minToken || n > bolt.MaxToken) {
		return fmt.Errorf("serve on %s: the token has %d bytes; it needs %d to %d", t.Address, n, minToken, bolt.MaxToken)
	}
	return nil
}

// ErrRemote says that an address is not one of this machine alone.
var ErrRemote = errors.New("other machines would reach that address")

// accept takes over one connection.
func (l *listener) accept(c net.Conn) {
	if s := l.graph.serving(); s != nil {
		s.bolt(l.graph.opts.ReadOnly).ServeConn(c, l.terms)
		return
	}
	l.work.Go(func() {
		defer c.Close()
		path, err := attachPath(l.graph.dir, l.graph.opts.ReadOnly)
		if err != nil {
			return // nobody serves just now: the client sees the end, and connects again
		}
		s, err := (&net.Dialer{}).DialContext(l.ctx, "unix", path)
		if err != nil {
			return
		}
		bolt.Relay(l.ctx, c, s, l.terms) // either end may break at any time: that is no fault of ours
	})
}

// shut ends the listener and what it relays.
func (l *listener) shut() error {
	l.stop()
	err := l.Close()
	l.work.Wait()
	return err
}

// readToken reads the token of the directory, which it makes if there is none.
func readToken(path string) (token string, made bool, err error) {
	text, err := os.ReadFile(path)
	if err == nil {
		if token := strings.TrimSpace(string(text)); len(token) >= minToken && len(token) <= bolt.MaxToken {
			return token, false, os.Chmod(path, 0o600)
		}
		return "", false, fmt.Errorf("read %s: it holds no token; delete it to have a new one made", path)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", false, err
	}
	token = rand.Text()
	f, err := os.CreateTemp(filepath.Dir(path), TokenFile+"-*") // 0600
	if err != nil {
		return "", false, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(token + "\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return "", false, err
	}
	if err := os.Link(f.Name(), path); errors.Is(err, os.ErrExist) { // another process has just made it
		return readToken(path)
	} else if err != nil {
		return "", false, err
	}
	return token, true, nil
}
