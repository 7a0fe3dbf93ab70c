package bolt

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gobwas/ws"
)

// webConn is a connection whose client may wrap its bytes in WebSocket, as the driver in a browser has to: it then begins
// with an HTTP request, whose first byte is a letter, where the first of Bolt is none. The first bytes read decide. What
// is no WebSocket passes as it is.
//
// Read and Write are of the Bolt stream alone. A read whose deadline has passed may be repeated, in the middle of a frame
// too. Frames are passed on as they come and never gathered, so that their length, which the client chooses, costs no
// memory. Pings are answered.
//
// The end of the stream is told by a closing frame where the client has asked for it by one of its own, or has sent what
// is no frame. In all other cases the connection just ends: a driver in a browser takes a closing frame for an end that
// it wanted, and whoever waits for an answer then waits for ever.
//
// Source: RFC 6455.
type webConn struct {
	net.Conn
	begun  time.Time
	speaks atomic.Int32 // speaksBolt or speaksWeb; 0 while nothing has been read

	reading sync.Mutex // guards these
	r       *bufio.Reader
	state   ws.State  // ws.StateFragmented within a message of several frames
	frame   ws.Header // the frame that is being read
	left    int64     // bytes of it that have not been read; -1 between frames
	err     error     // why nothing more can be read

	ping    atomic.Pointer[[]byte] // what the last ping said that has not been answered
	hungUp  atomic.Bool            // the client has sent a closing frame
	refused atomic.Bool            // the client has been told what it did wrong

	writing sync.Mutex // held while a frame is written
	over    bool       // no frame can follow; changed under writing

	deadlines sync.Mutex
	by        time.Time // for writing, as set last; zero is none. Before begun it means: end now
}

const (
	speaksBolt = 1 + iota
	speaksWeb
)

// maxHead bounds an HTTP request, in bytes: browsers add the cookies of all that is served on the same host.
const maxHead = 16 << 10

// pongWithin bounds how long a client may refuse to take the answer to its ping.
const pongWithin = 30 * time.Second

func newWebConn(nc net.Conn) *webConn { return &webConn{Conn: nc, begun: time.Now(), left: -1} }

func (c *webConn) Read(p []byte) (int, error) {
	if c.speaks.Load() == speaksBolt {
		return c.Conn.Read(p)
	}
	c.reading.Lock()
	defer c.reading.Unlock()
	switch c.speaks.Load() {
	case speaksBolt:
		return c.Conn.Read(p)
	case speaksWeb:
		return c.read(p)
	}
	n, err := c.Conn.Read(p)
	if n == 0 {
		return 0, err
	}
	if p[0] < 'A' || p[0] > 'Z' {
		c.speaks.Store(speaksBolt)
		return n, err
	}
	c.r = bufio.NewReader(io.MultiReader(bytes.NewReader(bytes.Clone(p[:n])), c.Conn))
	c.speaks.Store(speaksWeb)
	c.err = c.upgrade()
	return c.read(p)
}

// errLongHead says that an HTTP request does not end within maxHead bytes.
var errLongHead = fmt.Errorf("the request has more than %d bytes", maxHead)

// upgrade reads the client's HTTP request and answers it.
func (c *webConn) upgrade() error {
	head, err := readHead(c.r)
	var answer bytes.Buffer
	if err == nil {
		_, err = ws.Upgrader{}.Upgrade(struct {
			io.Reader
			io.Writer
		}{bytes.NewReader(head), &answer})
	}
	var refused *ws.ConnectionRejectedError
	if err == nil {
		_, err = c.Conn.Write(answer.Bytes())
	} else if errors.As(err, &refused) || errors.Is(err, errLongHead) {
		return c.refuse(func() error { _, err := c.Conn.Write(refusal(err)); return err }, err)
	}
	return err
}

// readHead reads an HTTP request up to the empty line, which is the end of one without a body.
func readHead(r *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := r.ReadSlice('\n')
		head = append(head, line...)
		switch {
		case len(head) > maxHead:
			return nil, errLongHead
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case bytes.HasSuffix(head, []byte("\n\r\n")), bytes.HasSuffix(head, []byte("\n\n")):
			return head, nil
		}
	}
}

// refusal is the answer to an HTTP request that cannot become a WebSocket. It repeats nothing of the request.
func refusal(err error) []byte {
	status, more, body := http.StatusBadRequest, "", "This is a Bolt server, for the Neo4j drivers: bolt:// with this host and port.\nIn a browser they use WebSocket. There is no web page here.\n"
	switch err {
	case ws.ErrHandshakeBadUpgrade, ws.ErrHandshakeBadConnection, ws.ErrHandshakeUpgradeRequired:
		status, more = http.StatusUpgradeRequired, "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade, close\r\n"
	default:
		more, body = "Connection: close\r\n", body+"\n"+err.Error()+"\n"
	}
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\n%sContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: %d\r\n\r\n%s",
		status, http.StatusText(status), more, len(body), body)
}

// read reads what the frames hold.
func (c *webConn) read(p []byte) (int, error) {
	for c.err == nil && len(p) > 0 {
		if c.left < 0 {
			if err := c.next(); err != nil {
				return 0, err
			}
		}
		switch {
		case c.frame.OpCode.IsControl():
			if err := c.control(); err != nil {
				return 0, err
			}
		case c.left > 0:
			n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
			ws.Cipher(p[:n], c.frame.Mask, int((c.frame.Length-c.left)%4))
			c.left -= int64(n)
			if n > 0 || err != nil {
				return n, err
			}
		default:
			c.left = -1
		}
	}
	return 0, c.err
}

// next reads the header of a frame.
func (c *webConn) next() error {
	head, err := c.r.Peek(ws.MinHeaderSize)
	if err == nil {
		_, err = c.r.Peek(headerSize(head[1]))
	}
	if err != nil {
		return err // nothing was taken yet: this may be repeated
	}
	h, err := ws.ReadHeader(c.r)
	if err == nil {
		err = ws.CheckHeader(h, c.state|ws.StateServerSide)
	}
	switch {
	case err != nil:
		return c.fault(ws.StatusProtocolError, err)
	case h.OpCode == ws.OpText:
		return c.fault(ws.StatusUnsupportedData, errors.New("Bolt is sent in binary frames, not in text"))
	case !h.OpCode.IsControl():
		c.state = 0
		if !h.Fin {
			c.state = ws.StateFragmented
		}
	}
	c.frame, c.left = h, h.Length
	return nil
}

// headerSize is the length of a frame's header, by its second byte.
func headerSize(second byte) int {
	n := ws.MinHeaderSize
	switch second & 0x7f {
	case 126:
		n += 2
	case 127:
		n += 8
	}
	if second&0x80 != 0 {
		n += 4
	}
	return n
}

// control reads the rest of a frame that is a ping, its answer or the closing frame: at most 125 bytes.
func (c *webConn) control() error {
	b, err := c.r.Peek(int(c.left))
	if err != nil {
		return err
	}
	body := bytes.Clone(b)
	c.r.Discard(len(b))
	c.left = -1
	switch c.frame.OpCode {
	case ws.OpPing:
		ws.Cipher(body, c.frame.Mask, 0)
		c.ping.Store(&body)
		c.pong()
	case ws.OpClose:
		c.hungUp.Store(true)
		c.err = io.EOF
	}
	return c.err
}

// pong answers a ping, unless somebody is writing, who then does it afterwards.
func (c *webConn) pong() {
	for c.ping.Load() != nil && c.writing.TryLock() {
		if body := c.ping.Swap(nil); body != nil && c.arm() {
			c.write(ws.OpPong, *body) // that it failed shows with the next frame
			c.disarm()
		}
		c.writing.Unlock()
	}
}

// arm sets the deadline for a pong, where the one that was set last is past or further off; false where the connection has
// been told to end.
func (c *webConn) arm() bool {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	now := time.Now()
	by := now.Add(pongWithin)
	switch {
	case c.by.IsZero():
	case c.by.Before(c.begun):
		return false
	case c.by.After(now) && c.by.Before(by):
		by = c.by
	}
	return c.Conn.SetWriteDeadline(by) == nil
}

func (c *webConn) disarm() {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	c.Conn.SetWriteDeadline(c.by) // fails only where the connection is closed
}

func (c *webConn) SetDeadline(t time.Time) error {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	c.by = t
	return c.Conn.SetDeadline(t)
}

func (c *webConn) SetWriteDeadline(t time.Time) error {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	c.by = t
	return c.Conn.SetWriteDeadline(t)
}

func (c *webConn) Write(p []byte) (int, error) {
	if c.speaks.Load() != speaksWeb {
		return c.Conn.Write(p)
	}
	c.writing.Lock()
	n, err := c.write(ws.OpBinary, p)
	c.writing.Unlock()
	c.pong()
	return n, err
}

// write writes a frame; the caller holds writing.
func (c *webConn) write(op ws.OpCode, p []byte) (int, error) {
	if c.over {
		return 0, net.ErrClosed
	}
	var head bytes.Buffer
	err := ws.WriteHeader(&head, ws.Header{Fin: true, OpCode: op, Length: int64(len(p))})
	if err != nil {
		return 0, err
	}
	frame := net.Buffers{head.Bytes(), p}
	n, err := frame.WriteTo(c.Conn)
	c.over = err != nil || op == ws.OpClose // after half a frame nothing would be understood
	return max(0, int(n)-head.Len()), err
}

// fault ends a connection whose client has sent what is no frame of Bolt, and tells it why.
func (c *webConn) fault(status ws.StatusCode, cause error) error {
	c.err = c.refuse(func() error {
		_, err := c.write(ws.OpClose, ws.NewCloseFrameBody(status, cause.Error()))
		return err
	}, cause)
	return c.err
}

// refuse gives the client a last answer. Its error is also net.ErrClosed, since no Bolt can follow.
func (c *webConn) refuse(answer func() error, cause error) error {
	if c.last() {
		c.refused.Store(answer() == nil)
		c.over = true
	}
	c.writing.Unlock()
	return fmt.Errorf("read websocket: %w: %w", net.ErrClosed, cause)
}

// hangUp answers the client's closing frame.
func (c *webConn) hangUp() {
	if !c.hungUp.Load() {
		return
	}
	if c.last() {
		c.write(ws.OpClose, ws.NewCloseFrameBody(ws.StatusNormalClosure, "")) // the client is gone in any case
	}
	c.writing.Unlock()
}

// last takes writing for what is written last, if anything can be. A client that does not read what is being written has
// no more time than for this.
func (c *webConn) last() bool {
	c.Conn.SetWriteDeadline(time.Now().Add(lingerFor)) // fails only where the connection is closed
	c.writing.Lock()
	return !c.over
}

// CloseWrite ends what the client receives.
func (c *webConn) CloseWrite() error {
	c.hangUp()
	half, ok := c.Conn.(interface{ CloseWrite() error })
	if !ok {
		return errors.ErrUnsupported
	}
	return half.CloseWrite()
}

func (c *webConn) Close() error {
	c.hangUp()
	if c.refused.Load() {
		linger(c.Conn)
	}
	return c.Conn.Close()
}
