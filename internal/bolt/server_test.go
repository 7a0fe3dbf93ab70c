package bolt

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"

	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/internal/bolt/packstream"
)

// serve starts a server over an empty graph on a unix socket and returns its address and socket path.
func serve(t *testing.T, opts Options) (uri, socket string) {
	t.Helper()
	store := storage.OpenMemory()
	s := NewServer(engine.Open(store, engine.Options{}), opts)
	socket = filepath.Join(t.TempDir(), "b.sock")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			t.Errorf("shut down: %v", err)
		}
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := store.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return "bolt+unix://" + socket, socket
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
	uri, _ := serve(t, Options{Authenticate: func(scheme, principal, credentials string) error {
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
	*conn
	t *testing.T
}

func dial(t *testing.T, socket string, minor byte) raw {
	t.Helper()
	nc, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	r := raw{&conn{nc: nc, r: newReader(nc)}, t}
	if err := nc.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := nc.Write(append(append([]byte{}, magic...), 0, 0, minor, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)); err != nil {
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
	if _, err := r.nc.Write(appendMessage(nil, msg)); err != nil {
		r.t.Fatal(err)
	}
}

// hear reads a message and fails unless its tag is want.
func (r raw) hear(want byte) packstream.Struct {
	r.t.Helper()
	msg, err := readMessage(r.r, 1<<20)
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
	_, socket := serve(t, Options{})
	r := dial(t, socket, 4)
	r.say(msgHello, empty)
	r.hear(msgSuccess)
	r.say(msgLogon, empty)
	r.hear(msgSuccess)
	r.say(msgRun, query("RETURN"), empty, empty) // no query
	r.say(msgPull, all)
	r.say(msgReset)
	code, _ := r.hear(msgFailure).Fields[0].Lookup("code")
	if code.Str() != "Neo.ClientError.Statement.SyntaxError" {
		t.Errorf("code %s", code)
	}
	r.hear(msgIgnored)
	r.hear(msgSuccess)
	r.say(msgPull, all) // nothing to pull
	r.hear(msgFailure)
	r.say(msgReset)
	r.hear(msgSuccess)
	r.say(msgBegin, empty)
	r.hear(msgSuccess)
	r.say(msgRoute, empty, packstream.AppendList(nil, 0), empty) // not in a transaction
	r.hear(msgFailure)
	r.say(msgCommit)
	r.hear(msgIgnored)
	r.say(msgReset)
	r.hear(msgSuccess)
	r.say(msgLogoff)
	r.hear(msgSuccess)
	r.say(msgRun, query("RETURN 1"), empty, empty) // not logged on: the connection ends
	r.hear(msgFailure)
	if _, err := readMessage(r.r, 100); err == nil {
		t.Error("the connection is open after a request without login")
	}
}

// TestBadMessages sends what is no message; each ends the connection with a failure.
func TestBadMessages(t *testing.T) {
	_, socket := serve(t, Options{MaxMessage: 1 << 16})
	for name, bytes := range map[string][]byte{
		"not a structure": appendMessage(nil, []byte{1}),
		"cut short":       appendMessage(nil, []byte{0xb1, msgHello, 0xa1}),
		"too large":       appendMessage(nil, make([]byte, 1<<17)),
	} {
		r := dial(t, socket, 8)
		if _, err := r.nc.Write(bytes); err != nil {
			t.Fatal(err)
		}
		code, _ := r.hear(msgFailure).Fields[0].Lookup("neo4j_code")
		if code.Str() != codeRequest {
			t.Errorf("%s: code %s", name, code)
		}
	}
	r := dial(t, socket, 8)
	r.say(0x7a, empty)
	r.hear(msgFailure)
}
