package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/internal/bolt/packstream"
)

// The tags of the messages.
const (
	msgHello     = 0x01
	msgGoodbye   = 0x02
	msgReset     = 0x0f
	msgRun       = 0x10
	msgBegin     = 0x11
	msgCommit    = 0x12
	msgRollback  = 0x13
	msgDiscard   = 0x2f
	msgPull      = 0x3f
	msgTelemetry = 0x54
	msgRoute     = 0x66
	msgLogon     = 0x6a
	msgLogoff    = 0x6b

	msgSuccess = 0x70
	msgRecord  = 0x71
	msgIgnored = 0x7e
	msgFailure = 0x7f
)

// codeRequest is the status code of a message that is malformed or not allowed in the connection's state.
const codeRequest = "Neo.ClientError.Request.Invalid"

// state is where a connection stands, by the specification's names.
type state uint8

const (
	stateNegotiation state = iota // HELLO is due
	stateAuthentication
	stateReady
	stateStreaming // an auto-commit result is open
	stateTx        // in a transaction, with or without open results
	stateFailed
	stateDefunct
)

var stateNames = [...]string{"negotiation", "authentication", "ready", "streaming", "transaction", "failed", "defunct"}

func (s state) String() string { return stateNames[s] }

// conn is one client. All fields but those under mu belong to the goroutine that answers.
type conn struct {
	server *Server
	nc     net.Conn
	r      *bufio.Reader // of whoever reads, as queue says
	large  int           // bytes of the last message of several chunks: the next is likely as large; belongs to who has r
	queue  *queue
	id     int
	minor  int // of Bolt 5
	terms  Terms

	ctx     context.Context // ends with the connection
	close   context.CancelFunc
	stopped atomic.Bool // by stop: deadlines are no longer ours to set
	trusted atomic.Bool // the client has logged on

	state   state
	session *engine.Session
	remarks remarks     // for transactions that say nothing else
	auto    *openResult // in stateStreaming
	tx      *engine.Tx  // in stateTx
	inTx    remarks
	results map[int64]*openResult // by qid, in stateTx
	nextQID int64
	overdue *diag.Error // why the transaction was given up; answers the next request
	msg     []byte      // scratch: the message being built
	meta    metadata    // scratch: that of the SUCCESS being built
	out     []byte      // chunked, not yet sent
	enough  int         // bytes of out that are sent without waiting for more

	resets    atomic.Int32 // RESETs read and not yet answered; changed under mu
	mu        sync.Mutex
	work      context.Context    // what queries run under: ends with RESET and with the connection
	interrupt context.CancelFunc // ends work
}

// openResult is a result with the number of rows taken from it.
type openResult struct {
	*engine.Result
	remarks remarks
	rows    int64
}

// The answer to a request is sent in pieces of at least so many bytes: a small one at first, so that the client wakes and
// reads the first rows while the next are made, then larger ones, since to send a piece takes as long as some rows do.
const firstPiece, largestPiece, pieceGrows = 1 << 10, 32 << 10, 4

// newReader buffers what a client sends.
func newReader(nc net.Conn) *bufio.Reader { return bufio.NewReaderSize(nc, 16<<10) }

func (c *conn) serve() {
	defer c.stop()
	defer c.nc.Close()
	if err := c.nc.SetDeadline(time.Now().Add(c.server.opts.LoginTimeout)); err != nil {
		return
	}
	if terms, relayed, err := readPreface(c.r); err != nil {
		return
	} else if relayed && c.terms.Token == "" {
		c.terms = terms
	}
	minor, err := negotiate(c.r, c.nc)
	if err != nil {
		return
	}
	c.minor = minor
	c.session = c.server.engine.Session()
	c.session.Client = engine.Client{Connection: c.name(), Protocol: "bolt"}
	if a := c.nc.RemoteAddr(); a.Network() != "unix" { // whose clients have no address
		c.session.Client.Address = a.String()
	}
	c.restart()
	for c.state != stateDefunct {
		r, ok, late := c.next()
		if late {
			c.abandon(diag.New(diag.CodeTransactionTimedOut, "the transaction waited longer than %s for its client", c.server.opts.IdleTransaction))
			continue
		}
		if !ok || c.answer(r) != nil {
			break
		}
	}
	if c.flush() == nil && c.state == stateDefunct && !c.stopped.Load() { // a failed flush has closed the connection
		linger(c.nc)
	}
	c.rollback()
	c.stop()
	c.nc.Close()
	c.queue.watchers.Wait()
}

// lingerFor and lingerBytes bound what is still read from a client before its connection is closed.
const lingerFor, lingerBytes = 500 * time.Millisecond, 1 << 20

// linger ends what a faulty client receives, and reads what it still sends: closing with unread bytes would take the last
// answer from it.
func linger(nc net.Conn) {
	half, ok := nc.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	if nc.SetReadDeadline(time.Now().Add(lingerFor)) == nil {
		io.CopyN(io.Discard, nc, lingerBytes) // the connection is given up in any case
	}
}

// stop ends the connection from any goroutine.
func (c *conn) stop() {
	c.close()
	c.queue.end()
	c.stopped.Store(true)
	c.nc.SetDeadline(time.Unix(1, 0)) // wakes what reads or writes; an error means that the connection is closed already
}

// maxLogin bounds the messages of a client that has not logged on, in bytes. No driver sends more than HELLO and LOGON
// before these are answered.
const maxLogin = 64 << 10

// limit is how large a message may be now.
func (c *conn) limit() int {
	if c.trusted.Load() {
		return c.server.opts.MaxMessage
	}
	return min(c.server.opts.MaxMessage, maxLogin)
}

// next is the next request. What was answered is sent before it is waited for. In a transaction the wait is bounded: late
// says that it was too long. Who stops in the middle of a message then has lost the connection.
func (c *conn) next() (r request, ok, late bool) {
	var wait time.Duration
	if c.tx != nil {
		wait = c.server.opts.IdleTransaction
	}
	r, ok, mine := c.queue.poll()
	c.enough = firstPiece
	switch {
	case ok:
		return r, true, false
	case mine && hasMessage(c.r):
	case c.flush() != nil:
		return request{}, false, false
	case !mine:
		return c.queue.pop(wait)
	case wait > 0:
		defer c.readDeadline(time.Time{})
		c.readDeadline(time.Now().Add(wait))
		if _, err := c.r.Peek(1); err != nil {
			return request{}, false, errors.Is(err, os.ErrDeadlineExceeded) && !c.stopped.Load()
		}
	}
	if r, ok = c.receive(); ok {
		c.queue.begin()
	}
	return r, ok, false
}

// readDeadline bounds reading; the zero time lifts the bound. An error means that the connection is closed, which shows
// when it is read.
func (c *conn) readDeadline(t time.Time) {
	c.nc.SetReadDeadline(t)
	if c.stopped.Load() {
		c.stop() // its deadline was just overwritten
	}
}

// watch reads requests while another one is being answered.
func (c *conn) watch() {
	for {
		r, ok := c.receive()
		if !ok {
			c.close()
			c.queue.end()
			return
		}
		if !c.queue.push(r) {
			return
		}
		if r.err != nil { // what follows cannot be understood
			c.queue.end()
			return
		}
	}
}

// receive reads one request; false at the end of the connection. A RESET interrupts what is being answered at once.
func (c *conn) receive() (request, bool) {
	msg, err := readMessage(c.r, c.limit, c.large)
	if err != nil {
		return request{err: err}, !isNetwork(err)
	}
	if len(msg) > maxChunk {
		c.large = len(msg)
		wakePoller()
	}
	r := request{size: len(msg)}
	r.Struct, r.err = packstream.Decode(msg)
	if r.err == nil && r.Tag == msgReset {
		c.mu.Lock()
		c.resets.Add(1)
		c.interrupt()
		c.mu.Unlock()
	}
	return r, true
}

// wakePoller is to be called before what may take milliseconds. A goroutine that waited for a message goes on on the
// thread that waited for the network, and if that was the only one, nobody does any more: the Go scheduler then looks
// what came for others every 10 ms. A new goroutine makes it wake a thread, which waits for the network when it finds
// nothing else to do. Of one-hop queries while a writer loads, one in a thousand took 16 ms without this, 5 ms with it.
func wakePoller() { go func() {}() }

// isNetwork reports whether err is the connection's end rather than a fault in what was sent.
func isNetwork(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// interrupted reports whether a RESET waits to be answered.
func (c *conn) interrupted() bool { return c.resets.Load() > 0 }

// restart gives queries a new context where the last one has ended, unless another RESET waits.
func (c *conn) restart() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.resets.Load() == 0 && (c.work == nil || c.work.Err() != nil) {
		c.work, c.interrupt = context.WithCancel(c.ctx)
	}
}

// working is the context that queries run under.
func (c *conn) working() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.work
}

// answer handles one request. An error means that the connection is broken.
func (c *conn) answer(r request) error {
	if r.err != nil {
		c.state = stateDefunct
		return c.failure(diag.New(codeRequest, "%v", r.err))
	}
	switch r.Tag {
	case msgGoodbye:
		c.state = stateDefunct
		c.stop()
		return nil
	case msgReset:
		c.overdue = nil
		return c.reset()
	}
	if err := c.overdue; err != nil {
		c.overdue = nil
		return c.fail(err)
	}
	if c.state == stateFailed || c.interrupted() {
		return c.send(func(b []byte) []byte { return packstream.AppendStruct(b, msgIgnored, 0) })
	}
	meta, err := c.handle(c.working(), r)
	if err == nil {
		return c.success(meta)
	}
	if errors.Is(err, errBroken) {
		return err
	}
	if c.interrupted() {
		c.state = stateFailed
		return c.send(func(b []byte) []byte { return packstream.AppendStruct(b, msgIgnored, 0) })
	}
	return c.fail(err)
}

// errBroken says that the connection can no longer be written to.
var errBroken = errors.New("connection broken")

// handle runs one request in the current state; what it returns is the metadata of SUCCESS.
func (c *conn) handle(ctx context.Context, r request) (metadata, error) {
	allowed, known := allowedIn[r.Tag]
	if !known {
		return nil, diag.New(codeRequest, "unknown message %#02x", r.Tag)
	}
	if allowed&(1<<c.state) == 0 {
		return nil, diag.New(codeRequest, "message %s is not allowed in state %s", messageNames[r.Tag], c.state)
	}
	f, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	switch r.Tag {
	case msgHello:
		return c.hello(f)
	case msgLogon:
		return c.logon(f)
	case msgLogoff:
		c.state = stateAuthentication
		c.trusted.Store(false)
	case msgRun:
		return c.run(ctx, f)
	case msgBegin:
		return c.begin(ctx, f)
	case msgPull:
		return c.pull(f, true)
	case msgDiscard:
		return c.pull(f, false)
	case msgCommit:
		return c.commit(ctx)
	case msgRollback:
		return nil, c.rollback()
	case msgRoute:
		return c.route(f)
	}
	return nil, nil // LOGOFF and TELEMETRY want no more
}

// allowedIn holds, for each message, the states that it may arrive in, as a set of bits.
var allowedIn = map[byte]uint8{
	msgHello:     1 << stateNegotiation,
	msgLogon:     1 << stateAuthentication,
	msgLogoff:    1 << stateReady,
	msgRun:       1<<stateReady | 1<<stateTx,
	msgBegin:     1 << stateReady,
	msgPull:      1<<stateStreaming | 1<<stateTx,
	msgDiscard:   1<<stateStreaming | 1<<stateTx,
	msgCommit:    1 << stateTx,
	msgRollback:  1 << stateTx,
	msgRoute:     1 << stateReady,
	msgTelemetry: 1 << stateReady,
}

var messageNames = map[byte]string{
	msgHello: "HELLO", msgLogon: "LOGON", msgLogoff: "LOGOFF", msgRun: "RUN", msgBegin: "BEGIN", msgPull: "PULL",
	msgDiscard: "DISCARD", msgCommit: "COMMIT", msgRollback: "ROLLBACK", msgRoute: "ROUTE", msgTelemetry: "TELEMETRY",
}

// reset rolls everything back and makes the connection ready; before login it stays where it is.
func (c *conn) reset() error {
	c.mu.Lock()
	c.resets.Add(-1)
	c.mu.Unlock()
	if c.state == stateNegotiation || c.state == stateAuthentication {
		return c.fail(diag.New(codeRequest, "message RESET is not allowed in state %s", c.state))
	}
	if err := c.rollback(); err != nil {
		return c.fail(err)
	}
	return c.success(nil)
}

// fail reports err; the connection then ignores all until RESET, or is closed when it failed to log on.
func (c *conn) fail(err error) error {
	defunct := c.state == stateNegotiation || c.state == stateAuthentication
	if rerr := c.rollback(); rerr != nil && defunct {
		err = errors.Join(err, rerr)
	}
	c.state = stateFailed
	if defunct {
		c.state = stateDefunct
	}
	return c.failure(diag.As(err))
}

// abandon rolls back a transaction whose client is silent. The client learns it as the answer to its next request.
func (c *conn) abandon(reason *diag.Error) {
	if err := c.rollback(); err != nil {
		reason = diag.As(errors.Join(reason, err))
	}
	c.overdue = reason
}

// rollback ends the open result or transaction without committing, and leaves the connection ready if it was logged
// on.
func (c *conn) rollback() error {
	var err error
	if c.auto != nil || c.tx != nil {
		// A result that is closed would commit: its context's end makes it fail instead.
		c.mu.Lock()
		c.interrupt()
		c.mu.Unlock()
	}
	if c.auto != nil {
		c.auto.Close() // the error is that of the interruption
		c.auto = nil
	}
	if c.tx != nil {
		err = c.tx.Rollback()
		c.tx, c.results = nil, nil
	}
	c.restart()
	if c.state > stateAuthentication && c.state != stateDefunct {
		c.state = stateReady
	}
	return err
}

// send builds one message and queues it, sending what is queued when that is much.
func (c *conn) send(build func([]byte) []byte) error {
	c.msg = build(c.msg[:0])
	c.out = appendMessage(c.out, c.msg)
	if len(c.out) < c.enough {
		return nil
	}
	c.enough = min(pieceGrows*c.enough, largestPiece)
	return c.flush()
}

func (c *conn) flush() error {
	if len(c.out) == 0 {
		return nil
	}
	deadline := c.server.opts.WriteTimeout
	if c.state == stateNegotiation || c.state == stateAuthentication {
		deadline = c.server.opts.LoginTimeout
	}
	err := c.nc.SetWriteDeadline(time.Now().Add(deadline))
	if c.stopped.Load() {
		err = net.ErrClosed // stop's deadline was just overwritten
	}
	if err == nil {
		_, err = c.nc.Write(c.out)
	}
	c.out = c.out[:0]
	if err != nil {
		c.stop()
		return fmt.Errorf("%w: %w", errBroken, err)
	}
	return nil
}
