package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
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

func TestAuthentication(t *testing.T) {
	uri, _ := serve(t, bolt.Options{Authenticate: func(scheme, principal, credentials string) error {
		if scheme == "basic" && principal == "neo4j" && credentials == "right" {
			return nil
		}
		return errors.New("wrong name or password")
	}})
	ctx := context.Background()
	if err := open(t, uri, neo4j.BasicAuth("neo4j", "right", "")).VerifyConnectivity(ctx); err != nil {
		t.Errorf("right password: %v", err)
	}
	var e *db.Neo4jError
	err := open(t, uri, neo4j.BasicAuth("neo4j", "wrong", "")).VerifyConnectivity(ctx)
	if !errors.As(err, &e) || e.Code != "Neo.ClientError.Security.Unauthorized" {
		t.Errorf("wrong password: %v", err)
	}
}

// raw is a client that speaks the protocol message by message.
type raw struct {
	nc net.Conn
	r  *bufio.Reader
	t  *testing.T
}

func dial(t *testing.T, socket string, minor byte) raw {
	t.Helper()
	nc, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	r := raw{nc, bolt.NewReader(nc), t}
	if err := nc.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
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

func query(s string) []byte { return packstream.AppendString(nil, s) }

// TestStates walks through the protocol's states: what fails, what is ignored, what RESET repairs.
func TestStates(t *testing.T) {
	_, socket := serve(t, bolt.Options{})
	r := dial(t, socket, 4)
	r.say(bolt.MsgHello, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgLogon, empty)
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
func TestBadMessages(t *testing.T) {
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
