package bolt_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"newsgraph/cypher/engine"
	"newsgraph/internal/bolt"
	"newsgraph/internal/bolt/bolttest"
)

// request is what a browser sends to open a WebSocket.
const request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:7687\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" +
	"Origin: https://example.org\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"

// accepted is the answer to request: with the key of RFC 6455, section 1.3.
const accepted = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

// webClient is the client's side of a WebSocket: what it writes goes out in a binary frame, and it reads what the server's
// binary frames hold. The closing frame ends reading with a closed.
type webClient struct {
	net.Conn
	r    *bufio.Reader
	left int64    // bytes of the frame that is being read
	pong []string // what the pongs said
}

// closed is a closing frame.
type closed struct {
	status ws.StatusCode
	reason string
}

func (c closed) Error() string { return fmt.Sprintf("closed: %d %s", c.status, c.reason) }

// upgrade makes a connection to a server a WebSocket.
func upgrade(t *testing.T, nc net.Conn) *webClient {
	t.Helper()
	if _, err := io.WriteString(nc, request); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, len(accepted))
	if _, err := io.ReadFull(nc, answer); err != nil || string(answer) != accepted {
		t.Fatalf("%v, %q", err, answer)
	}
	return &webClient{Conn: nc, r: bufio.NewReader(nc)}
}

func (c *webClient) Read(p []byte) (int, error) {
	for c.left == 0 {
		h, err := ws.ReadHeader(c.r)
		if err == nil {
			err = ws.CheckHeader(h, ws.StateClientSide)
		}
		if err != nil {
			return 0, err
		}
		if h.OpCode == ws.OpBinary {
			c.left = h.Length
			continue
		}
		body := make([]byte, h.Length)
		if _, err := io.ReadFull(c.r, body); err != nil {
			return 0, err
		}
		switch h.OpCode {
		case ws.OpPong:
			c.pong = append(c.pong, string(body))
		case ws.OpClose:
			status, reason := ws.ParseCloseFrameData(body)
			return 0, closed{status, reason}
		default:
			return 0, fmt.Errorf("frame %#x", h.OpCode)
		}
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

func (c *webClient) Write(p []byte) (int, error) {
	if err := c.send(ws.NewBinaryFrame(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// send sends frames as a client has to: masked.
func (c *webClient) send(frames ...ws.Frame) error {
	var b bytes.Buffer
	for _, f := range frames {
		ws.WriteFrame(&b, ws.MaskFrameWith(f, [4]byte{0x11, 0x80, 0xff, byte(f.Header.Length)}))
	}
	_, err := c.Conn.Write(b.Bytes())
	return err
}

// webWays are the ways of everyWay that are WebSocket's.
func webWays(t *testing.T, test func(t *testing.T, serve way)) {
	everyWay(t, func(t *testing.T, serve way) {
		if !strings.HasSuffix(t.Name(), "/unix") {
			test(t, serve)
		}
	})
}

// ends wants the connection to end, and returns what still came.
func ends(t *testing.T, nc net.Conn) string {
	t.Helper()
	rest, err := io.ReadAll(nc)
	if err != nil {
		t.Errorf("after %q: %v", rest, err)
	}
	return string(rest)
}

// TestWebToken logs on over WebSocket, from a page of any origin: with the token only.
func TestWebToken(t *testing.T) {
	webWays(t, func(t *testing.T, serve way) {
		_, address := serve(t, bolt.Options{})
		login(t, address)
		for _, logon := range [][]byte{empty, credentials("wrong")} {
			r := dial(t, address, 4)
			r.say(bolt.MsgHello, empty)
			r.hear(bolt.MsgSuccess)
			r.say(bolt.MsgLogon, logon)
			code, _ := r.hear(bolt.MsgFailure).Fields[0].Lookup("code")
			if code.Str() != "Neo.ClientError.Security.Unauthorized" {
				t.Errorf("code %s", code)
			}
			ends(t, r.nc)
		}
	})
}

// TestWebNeedsToken asks for a WebSocket where there is no token: any web page could.
func TestWebNeedsToken(t *testing.T) {
	_, e := bolttest.Serve(t, engine.Options{}, bolt.Options{})
	s := bolt.NewServer(e, bolt.Options{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Shutdown(context.Background()) })
	nc := connect(t, "ws://"+l.Addr().String())
	if _, err := io.WriteString(nc, request); err != nil {
		t.Fatal(err)
	}
	if n, err := nc.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// TestWebRequests sends HTTP requests that open no WebSocket: the answer says what the port is.
func TestWebRequests(t *testing.T) {
	without := func(line string) string { return strings.Replace(request, line+"\r\n", "", 1) }
	instead := func(old, new string) string { return strings.Replace(request, old, new, 1) }
	webWays(t, func(t *testing.T, serve way) {
		_, address := serve(t, bolt.Options{})
		for _, c := range []struct{ request, status, reason string }{
			{"GET / HTTP/1.1\r\nHost: 127.0.0.1:7687\r\nConnection: keep-alive\r\nAccept: */*\r\n\r\n", "426 Upgrade Required", ""},
			{"GET / HTTP/1.1\nHost: 127.0.0.1:7687\n\n", "426 Upgrade Required", ""},
			{instead("Version: 13", "Version: 8"), "426 Upgrade Required", ""},
			{instead("Upgrade: websocket", "Upgrade: h2c"), "426 Upgrade Required", ""},
			{"GET / HTTP/1.0\r\n\r\n", "400 Bad Request", "handshake error: bad HTTP protocol version"},
			{"POST /db/neo4j/tx HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + strings.Repeat("x", 100000), "400 Bad Request", "handshake error: bad HTTP request method"},
			{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 Bad Request", "handshake error: bad HTTP protocol version"},
			{"HELO example.org\r\n\r\n", "400 Bad Request", "malformed HTTP request"},
			{without("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), "400 Bad Request", `handshake error: bad "Sec-WebSocket-Key" header`},
			{instead("dGhlIHNhbXBsZSBub25jZQ==", "short"), "400 Bad Request", `handshake error: bad "Sec-WebSocket-Key" header`},
			{instead("Host", "no colon\r\nHost"), "400 Bad Request", "malformed HTTP request"},
			{"GET /" + strings.Repeat("x", 1<<20), "400 Bad Request", "the request has more than 16384 bytes"},
			{"GET / HTTP/1.1\r\n" + strings.Repeat("X: y\r\n", 1<<14), "400 Bad Request", "the request has more than 16384 bytes"},
		} {
			nc := connect(t, address)
			go io.WriteString(nc, c.request) // the server need not take all
			head, body, _ := strings.Cut(ends(t, nc), "\r\n\r\n")
			want := "This is a Bolt server, for the Neo4j drivers: bolt:// with this host and port.\nIn a browser they use WebSocket. There is no web page here.\n"
			if c.reason != "" {
				want += "\n" + c.reason + "\n"
			}
			upgrade := strings.Contains(head, "\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade, close\r\n")
			if !strings.HasPrefix(head, "HTTP/1.1 "+c.status+"\r\n") || body != want || upgrade != strings.HasPrefix(c.status, "426") ||
				!strings.HasSuffix(head, fmt.Sprintf("\r\nContent-Length: %d", len(want))) {
				t.Errorf("to %.60q: %q, %q", c.request, head, body)
			}
		}
		login(t, address)
	})
}

// TestWebHalfOpen stops at any place before logging on: the server hangs up after the login timeout.
func TestWebHalfOpen(t *testing.T) {
	webWays(t, func(t *testing.T, serve way) {
		_, address := serve(t, bolt.Options{LoginTimeout: 100 * time.Millisecond})
		for _, begin := range []string{"G", "GET / HTTP/1.1\r\n", request[:len(request)-1], request, request + "\x82", request + "\x82\x94\x00\x00\x00\x00\x60\x60\xb0"} {
			nc := connect(t, address)
			if _, err := io.WriteString(nc, begin); err != nil {
				t.Fatal(err)
			}
			if rest := ends(t, nc); rest != "" && rest != accepted {
				t.Errorf("after %q: %q", begin, rest)
			}
		}
		// One that never stops has no more time.
		nc := connect(t, address)
		go func() {
			for err := error(nil); err == nil; time.Sleep(10 * time.Millisecond) {
				_, err = io.WriteString(nc, "G")
			}
		}()
		io.Copy(io.Discard, nc) // may be reset
		c := upgrade(t, connect(t, address))
		go func() {
			for err := error(nil); err == nil; time.Sleep(10 * time.Millisecond) {
				err = c.send(ws.NewPingFrame([]byte("alive")))
			}
		}()
		io.Copy(io.Discard, c)
	})
}

// TestWebFaults sends what is no frame of Bolt: a closing frame says what is wrong, and the connection ends.
func TestWebFaults(t *testing.T) {
	masked := func(frames ...ws.Frame) string {
		var b bytes.Buffer
		for _, f := range frames {
			ws.WriteFrame(&b, ws.MaskFrameWith(f, [4]byte{1, 2, 3, 4}))
		}
		return b.String()
	}
	part := func(op ws.OpCode, fin bool, n int) ws.Frame { return ws.NewFrame(op, fin, make([]byte, n)) }
	webWays(t, func(t *testing.T, serve way) {
		uri, address := serve(t, bolt.Options{})
		for frames, want := range map[string]closed{
			masked(ws.NewTextFrame([]byte("text"))):                                       {1003, "Bolt is sent in binary frames, not in text"},
			masked(part(ws.OpText, false, 1<<20)):                                         {1003, "Bolt is sent in binary frames, not in text"},
			string(ws.MustCompileFrame(ws.NewBinaryFrame(nil))):                           {1002, "frames from client to server must be masked"},
			masked(part(3, true, 0)):                                                      {1002, "use of reserved op code"},
			"\xc2\x80\x01\x02\x03\x04":                                                    {1002, "non-zero rsv bits with no extension negotiated"},
			masked(part(ws.OpContinuation, true, 5)):                                      {1002, "unexpected continuation data frame"},
			masked(part(ws.OpBinary, false, 0), part(ws.OpBinary, true, 0)):               {1002, "unexpected non-continuation data frame"},
			masked(part(ws.OpPing, false, 3)):                                             {1002, "control frame is not final"},
			masked(part(ws.OpPing, true, 126)):                                            {1002, "control frame payload limit exceeded"},
			"\x82\xff\x80\x00\x00\x00\x00\x00\x00\x00\x01\x02\x03\x04":                    {1002, "header error: the most significant bit must be 0"},
			masked(part(ws.OpBinary, true, 0)) + masked(part(ws.OpContinuation, true, 0)): {1002, "unexpected continuation data frame"},
		} {
			for _, loggedOn := range []bool{false, true} {
				c := upgrade(t, connect(t, address))
				if loggedOn {
					r := login(t, address)
					c = r.nc.(*webClient)
					r.say(bolt.MsgBegin, empty)
					r.hear(bolt.MsgSuccess)
					r.say(bolt.MsgRun, query("CREATE (:Lost)"), empty, empty)
					r.hear(bolt.MsgSuccess)
				}
				if _, err := io.WriteString(c.Conn, frames); err != nil {
					t.Fatal(err)
				}
				_, err := c.Read(make([]byte, 1))
				if got := (closed{}); !errors.As(err, &got) || got != want {
					t.Errorf("after %.20q, logged on %v: %v, want %v", frames, loggedOn, err, want)
				}
				ends(t, c.Conn)
			}
		}
		writesNext(t, uri)
	})
}

// TestWebFrames cuts messages into frames in odd ways, with pings between: all arrive, and the pings are answered.
func TestWebFrames(t *testing.T) {
	webWays(t, func(t *testing.T, serve way) {
		_, address := serve(t, bolt.Options{})
		r := login(t, address)
		c := r.nc.(*webClient)
		r.nc = cutter{c}
		for i := range 50 {
			r.say(bolt.MsgRun, query("RETURN "+strings.Repeat("1 + ", i)+"1 AS n"), empty, empty)
			r.say(bolt.MsgPull, all)
			r.hear(bolt.MsgSuccess)
			if n := r.hear(bolt.MsgRecord).Fields[0].List()[0].Int(); n != int64(i+1) {
				t.Errorf("%d, want %d", n, i+1)
			}
			r.hear(bolt.MsgSuccess)
		}
		for _, s := range c.pong {
			if s != "still there?" {
				t.Errorf("pong %q", s)
			}
		}
		c.pong = nil
		long := strings.Repeat("p", 125)
		if err := c.send(ws.NewPingFrame([]byte(long)), ws.NewPongFrame([]byte("unasked"))); err != nil {
			t.Fatal(err)
		}
		r.say(bolt.MsgReset)
		r.hear(bolt.MsgSuccess)
		if fmt.Sprint(c.pong) != "["+long+"]" {
			t.Errorf("pongs %q", c.pong)
		}
	})
}

// cutter writes a message in frames of one to seven bytes, with empty ones and pings between.
type cutter struct{ *webClient }

func (c cutter) Write(p []byte) (int, error) {
	op := ws.OpBinary
	for i, rest := 1, p; ; i++ {
		n := min(i%8, len(rest))
		part := ws.NewFrame(op, n == len(rest), rest[:n])
		if err := c.send(part); err != nil {
			return 0, err
		}
		if rest = rest[n:]; part.Header.Fin {
			return len(p), nil
		}
		if op = ws.OpContinuation; i%5 == 0 {
			if err := c.send(ws.NewPingFrame([]byte("still there?"))); err != nil {
				return 0, err
			}
		}
	}
}

// TestWebHangUp sends a closing frame, while nothing is done and in the middle of a query that holds the right to write:
// it is answered, the connection ends, and the next writer gets its turn.
func TestWebHangUp(t *testing.T) {
	webWays(t, func(t *testing.T, serve way) {
		uri, address := serve(t, bolt.Options{})
		early, idle, busy := dial(t, address, 4), login(t, address), login(t, address)
		busy.say(bolt.MsgRun, query("CREATE (:Lost) WITH 1 AS one "+endless), empty, empty)
		busy.hear(bolt.MsgSuccess)
		busy.say(bolt.MsgPull, all)
		for _, r := range []raw{early, idle, busy} {
			c := r.nc.(*webClient)
			if err := c.send(ws.NewCloseFrame(nil)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadAll(c); err != (closed{status: 1000}) { // after the failure of the query
				t.Errorf("answer %v", err)
			}
			ends(t, c.Conn)
		}
		writesNext(t, uri)
	})
}

// TestWebEnd shuts the server down while a client waits for an answer: the connection ends without a closing frame, which
// the driver in a browser would take for an end that it wanted, and wait for ever.
func TestWebEnd(t *testing.T) {
	_, e := bolttest.Serve(t, engine.Options{}, bolt.Options{})
	s := bolt.NewServer(e, bolt.Options{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go bolt.Accept(l, func(nc net.Conn) { s.ServeConn(nc, terms) })
	defer l.Close()
	r := login(t, "ws://"+l.Addr().String())
	r.say(bolt.MsgRun, query(endless), empty, empty)
	r.hear(bolt.MsgSuccess)
	r.say(bolt.MsgPull, all)
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := r.nc.Read(make([]byte, 1)); n != 0 || err == nil || errors.As(err, new(closed)) {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// TestWebMemory sends a frame that claims to be endless, before logging on and after, and pings without reading the
// answers: the server's memory does not grow, and others are served.
func TestWebMemory(t *testing.T) {
	webWays(t, func(t *testing.T, serve way) {
		_, address := serve(t, bolt.Options{MaxMessage: 1 << 20, WriteTimeout: 100 * time.Millisecond})
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var huge bytes.Buffer
		ws.WriteHeader(&huge, ws.Header{Fin: true, OpCode: ws.OpBinary, Masked: true, Length: 1<<63 - 1}) // masked with zeros
		chunk := append([]byte{0xff, 0xff}, make([]byte, 0xffff)...)
		for _, r := range []raw{dial(t, address, 4), login(t, address)} {
			c := r.nc.(*webClient)
			_, err := c.Conn.Write(huge.Bytes())
			for n := 0; err == nil && n < 64<<20; n += len(chunk) {
				_, err = c.Conn.Write(chunk)
			}
			if err == nil {
				t.Error("64 MiB of one message were taken")
			}
		}
		pings := login(t, address).nc.(*webClient)
		ping := ws.MustCompileFrame(ws.MaskFrameWith(ws.NewPingFrame(make([]byte, 125)), [4]byte{}))
		if err := pings.SetDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		for n, err := 0, error(nil); !errors.Is(err, os.ErrDeadlineExceeded); n++ {
			if _, err = pings.Conn.Write(bytes.Repeat(ping, 1000)); n == 1000 || err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatalf("%d pings: %v", 1000*n, err)
			}
		}
		login(t, address)
		runtime.GC()
		runtime.ReadMemStats(&after)
		if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
			t.Errorf("memory grew by %d bytes", grown)
		}
	})
}

// pieces is a connection that gives its bytes in pieces, with a passed deadline after each, and takes everything.
type pieces struct {
	net.Conn // nil
	data     []byte
	size     int
	late     bool
	wrote    int
}

func (c *pieces) Read(p []byte) (int, error) {
	if c.late = !c.late; c.late && c.size > 0 {
		return 0, os.ErrDeadlineExceeded
	}
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.data[:min(len(c.data), max(c.size, 1))])
	c.data = c.data[n:]
	return n, nil
}

func (c *pieces) Write(p []byte) (int, error)        { c.wrote += len(p); return len(p), nil }
func (c *pieces) SetWriteDeadline(t time.Time) error { return nil }
func (c *pieces) Close() error                       { return nil }

// readAll reads a stream to its end, beyond passed deadlines.
func readAll(r io.Reader) ([]byte, error) {
	var got []byte
	p := make([]byte, 7)
	for {
		n, err := r.Read(p)
		got = append(got, p[:n]...)
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return got, err
		}
	}
}

// FuzzWebConn reads any bytes: what does not begin with a letter passes as it is, and nothing gives more than was sent.
func FuzzWebConn(f *testing.F) {
	f.Add([]byte(request + "\x82\x85\x01\x02\x03\x04hello\x89\x80\x01\x02\x03\x04\x88\x80\x01\x02\x03\x04"))
	f.Add([]byte(request + "\x02\xfe\x01\x00\x01\x02\x03\x04" + strings.Repeat("x", 256) + "\x80\xff\x00\x00\x00\x00\x00\x01\x00\x00\x01\x02\x03\x04x"))
	f.Add([]byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
	f.Add([]byte("POST / HTTP/1.1\n\n"))
	f.Add(append(bytes.Clone(bolt.Magic), make([]byte, 16)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		nc := &pieces{data: data}
		c := bolt.NewWebConn(nc)
		got, err := readAll(c)
		if len(data) > 0 && (data[0] < 'A' || data[0] > 'Z') {
			if !bytes.Equal(got, data) || err != io.EOF || nc.wrote > 0 {
				t.Errorf("read %q of %q: %v", got, data, err)
			}
			return
		}
		if len(got) > len(data) || nc.wrote > 1000+2*len(data) {
			t.Errorf("read %d and wrote %d bytes of %d", len(got), nc.wrote, len(data))
		}
		if n, again := c.Read(make([]byte, 1)); n != 0 || again != err {
			t.Errorf("after %v: %d bytes, %v", err, n, again)
		}
	})
}

// FuzzWebFrames cuts a stream into frames as cuts says, and these into pieces between which deadlines pass: the stream
// arrives as it was.
func FuzzWebFrames(f *testing.F) {
	f.Add([]byte("some text, and some more of it"), []byte{3, 0, 200, 131, 7}, 1)
	f.Add(bytes.Repeat([]byte("0123456789"), 10000), []byte{255, 127, 129, 255}, 5)
	f.Add([]byte(nil), []byte{0}, 3)
	f.Fuzz(func(t *testing.T, data, cuts []byte, size int) {
		stream := bytes.NewBufferString(request)
		op := ws.OpBinary
		for rest, i := data, 0; ; i++ {
			cut := byte(255)
			if i < len(cuts) {
				cut = cuts[i]
			}
			n := min(int(cut)*int(cut)*int(cut)/64, len(rest)) // up to 259,079 bytes: all three forms of a length
			fin := cut%3 == 0
			ws.WriteFrame(stream, ws.MaskFrameWith(ws.NewFrame(op, fin, rest[:n]), [4]byte{cut, byte(i), 7, 255}))
			if op = ws.OpContinuation; fin {
				op = ws.OpBinary
			}
			if cut > 128 {
				ws.WriteFrame(stream, ws.MaskFrameWith(ws.NewPingFrame(make([]byte, cut%126)), [4]byte{1, cut, 3}))
			}
			if rest = rest[n:]; len(rest) == 0 && i >= len(cuts) {
				break
			}
		}
		nc := &headFirst{&pieces{data: stream.Bytes(), size: 1 + (size&0x7fffffff)%100000}, len(request)}
		got, err := readAll(bolt.NewWebConn(nc))
		if !bytes.Equal(got, data) || err != io.EOF {
			t.Errorf("read %d bytes of %d: %v", len(got), len(data), err)
		}
	})
}

// headFirst gives the first head bytes without a passed deadline: before the WebSocket there is but one, which ends all.
type headFirst struct {
	*pieces
	head int
}

func (c *headFirst) Read(p []byte) (int, error) {
	if c.head == 0 {
		return c.pieces.Read(p)
	}
	n := copy(p, c.data[:c.head])
	c.data, c.head = c.data[n:], c.head-n
	return n, nil
}
