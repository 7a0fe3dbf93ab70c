package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"

	"newsgraph/cypher/engine"
	"newsgraph/internal/bolt"
	"newsgraph/internal/bolt/bolttest"
	"newsgraph/internal/bolt/packstream"
)

// serve starts a server over an empty graph and returns its address and socket.
func serve(t *testing.T, opts bolt.Options) (uri, socket string) {
	t.Helper()
	uri, _ = bolttest.Serve(t, engine.Options{}, opts)
	return uri, strings.TrimPrefix(uri, "bolt+unix://")
}

func open(t *testing.T, uri string, auth neo4j.AuthToken) neo4j.DriverWithContext {
	t.Helper()
	d, err := neo4j.NewDriverWithContext(uri, auth)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(context.Background()) })
	return d
}

// token is that of the servers that want one.
const token = "right"

// terms are what their clients are served on.
var terms = bolt.Terms{Token: token, Timeout: time.Minute}

// guarded starts a server over an empty graph and a TCP listener for it, whose clients need the token, directly or through
// a relay. It returns the graph's address for drivers that need none, and the TCP address.
func guarded(t *testing.T, opts bolt.Options, relayed bool) (uri, address string) {
	t.Helper()
	uri, e := bolttest.Serve(t, engine.Options{}, opts)
	direct := bolt.NewServer(e, opts)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() {
		l.Close()
		cancel()
		if err := direct.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		work.Wait()
	})
	work.Go(func() {
		bolt.Accept(l, func(nc net.Conn) {
			if !relayed {
				direct.ServeConn(nc, terms)
				return
			}
			server, err := net.Dial("unix", strings.TrimPrefix(uri, "bolt+unix://"))
			if err != nil {
				t.Error(err)
				return
			}
			work.Go(func() { bolt.Relay(ctx, nc, server, terms) })
		})
	})
	return uri, l.Addr().String()
}

// way is a way to serve an empty graph: it returns the graph's address for drivers, and that for connect.
type way func(t *testing.T, opts bolt.Options) (uri, address string)

// everyWay runs a test with clients of a unix socket, and with clients that use WebSocket, directly and through a relay.
func everyWay(t *testing.T, test func(t *testing.T, serve way)) {
	t.Run("unix", func(t *testing.T) { test(t, serve) })
	for name, relayed := range map[string]bool{"websocket": false, "websocket relayed": true} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T, opts bolt.Options) (uri, address string) {
				uri, address = guarded(t, opts, relayed)
				return uri, "ws://" + address
			})
		})
	}
}

func TestToken(t *testing.T) {
	for _, relayed := range []bool{false, true} {
		_, address := guarded(t, bolt.Options{}, relayed)
		for _, scheme := range []string{"bolt", "neo4j"} {
			uri := scheme + "://" + address
			if err := open(t, uri, neo4j.BasicAuth("anybody", token, "")).VerifyConnectivity(t.Context()); err != nil {
				t.Errorf("relayed %v, right token: %v", relayed, err)
			}
			for _, auth := range []neo4j.AuthToken{neo4j.NoAuth(), neo4j.BasicAuth("neo4j", "wrong", ""), neo4j.BearerAuth(token)} {
				var e *db.Neo4jError
				err := open(t, uri, auth).VerifyConnectivity(t.Context())
				if !errors.As(err, &e) || e.Code != "Neo.ClientError.Security.Unauthorized" {
					t.Errorf("relayed %v, %v: %v", relayed, auth.Tokens["scheme"], err)
				}
			}
		}
	}
}

// TestRelayedFault sends what is no message through a relay: the failure arrives, and then the end.
func TestRelayedFault(t *testing.T) {
	_, address := guarded(t, bolt.Options{}, true)
	nc, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	r := greet(t, nc, 4)
	r.say(bolt.MsgReset)
	r.hear(bolt.MsgFailure)
	if n, err := nc.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("after the failure: %d bytes, %v", n, err)
	}
}

// raw is a client that speaks the protocol message by message.
type raw struct {
	nc net.Conn
	r  *bufio.Reader
	t  *testing.T
}

func dial(t *testing.T, address string, minor byte) raw {
	t.Helper()
	if strings.HasPrefix(address, "ws://") {
		return greet(t, upgrade(t, connect(t, address)), minor)
	}
	return greet(t, connect(t, address), minor)
}

// connect opens a connection to a unix socket or to ws://host:port, of which it says nothing yet.
func connect(t *testing.T, address string) net.Conn {
	t.Helper()
	network := "unix"
	if host, ok := strings.CutPrefix(address, "ws://"); ok {
		network, address = "tcp", host
	}
	nc, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	if err := nc.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return nc
}

// greet agrees on a version with a server.
func greet(t *testing.T, nc net.Conn, minor byte) raw {
	t.Helper()
	t.Cleanup(func() { nc.Close() })
	r := raw{nc, bolt.NewReader(nc), t}
	if err := nc.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := nc.Write(append(append([]byte{}, bolt.Magic...), 0, 0, minor, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 4)
	if _, err := nc.Read(answer); err != nil || answer[2] != minor || answer[3] != 5 {
		t.Fatalf("handshake: % x, %v", answer, err)
	}
	return r
}

// say sends a message whose fields are already encoded.
func (r raw) say(tag byte, encoded ...[]byte) {
	r.t.Helper()
	msg := packstream.AppendStruct(nil, tag, len(encoded))
	for _, f := range encoded {
		msg = append(msg, f...)
	}
	if _, err := r.nc.Write(bolt.AppendMessage(nil, msg)); err != nil {
		r.t.Fatal(err)
	}
}

// hear reads a message and fails unless its tag is want.
func (r raw) hear(want byte) packstream.Struct {
	r.t.Helper()
	msg, err := bolt.ReadMessage(r.r, 1<<20)
	if err != nil {
		r.t.Fatalf("waiting for message %#x: %v", want, err)
	}
	s, err := packstream.Decode(msg)
	if err != nil {
		r.t.Fatal(err)
	}
	if s.Tag != want {
		r.t.Fatalf("message %#x, want %#x: %v", s.Tag, want, s.Fields)
	}
	return s
}

var (
	empty = packstream.AppendMap(nil, 0)
	all   = append(packstream.AppendString(packstream.AppendMap(nil, 1), "n"), 0xff)
)

// credentials are what LOGON says of a client with a token.
func credentials(token string) []byte {
	b := packstream.AppendMap(nil, 2)
	for _, s := range []string{"scheme", "basic", "credentials", token} {
		b = packstream.AppendString(b, s)
	}
	return b
}

func query(s string) []byte { return packstream.AppendString(nil, s) }

// TestStates walks through the protocol's states: what fails, what is ignored, what RESET repairs.
func TestStates(t *testing.T) { everyWay(t, states) }

func states(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{})
	r := dial(t, socket, 4)
	r.say(bolt.MsgHello, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgLogon, credentials(token))
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query("RETURN"), empty, empty) // no query
	r.say(bolt.MsgPull, all)
	code, _ := r.hear(bolt.MsgFailure).Fields[0].Lookup("code")
	if code.Str() != "Neo.ClientError.Statement.SyntaxError" {
		t.Errorf("code %s", code)
	}
	r.hear(bolt.MsgIgnored)
	r.say(bolt.MsgReset)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all) // nothing to pull
	r.hear(bolt.MsgFailure)
	r.say(bolt.MsgReset)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgBegin, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRoute, empty, packstream.AppendList(nil, 0), empty) // not in a transaction
	r.hear(bolt.MsgFailure)
	r.say(bolt.MsgCommit)
	r.hear(bolt.MsgIgnored)
	r.say(bolt.MsgReset)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgLogoff)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgRun, query("RETURN 1"), empty, empty) // not logged on: the connection ends
	r.hear(bolt.MsgFailure)
	if _, err := bolt.ReadMessage(r.r, 100); err == nil {
		t.Error("the connection is open after a request without login")
	}
}

// TestBadMessages sends what is no message; each ends the connection with a failure.
func TestBadMessages(t *testing.T) { everyWay(t, badMessages) }

func badMessages(t *testing.T, serve way) {
	_, socket := serve(t, bolt.Options{MaxMessage: 1 << 16})
	for name, bytes := range map[string][]byte{
		"not a structure": bolt.AppendMessage(nil, []byte{1}),
		"cut short":       bolt.AppendMessage(nil, []byte{0xb1, bolt.MsgHello, 0xa1}),
		"too large":       bolt.AppendMessage(nil, make([]byte, 1<<17)),
	} {
		r := dial(t, socket, 8)
		if _, err := r.nc.Write(bytes); err != nil {
			t.Fatal(err)
		}
		code, _ := r.hear(bolt.MsgFailure).Fields[0].Lookup("neo4j_code")
		if code.Str() != bolt.CodeRequest {
			t.Errorf("%s: code %s", name, code)
		}
	}
	r := dial(t, socket, 8)
	r.say(0x7a, empty)
	r.hear(bolt.MsgFailure)
}
