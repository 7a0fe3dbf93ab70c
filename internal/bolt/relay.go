package bolt

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net"
	"sync"
	"time"
)

// prefaceMagic begins a connection that is relayed. It stands where other connections have the magic of Bolt. After it
// come the longest time that a transaction may take, in milliseconds, in four bytes of which the first counts most, the
// length of the token, in one byte, and the token that the relayed client has to log on with.
var prefaceMagic = []byte{'n', 'g', 'r', 2}

// MaxToken is the length of the longest token, in bytes.
const MaxToken = 255

// appendPreface appends what a relay says of a client on some terms.
func appendPreface(b []byte, t Terms) []byte {
	ms := uint32(min((t.Timeout + time.Millisecond - 1).Milliseconds(), math.MaxUint32)) // 0 would be no limit
	b = binary.BigEndian.AppendUint32(append(b, prefaceMagic...), ms)
	return append(append(b, byte(len(t.Token))), t.Token...)
}

// readPreface reads what a relay says before its client's own bytes; relayed is false where there is none.
func readPreface(r *bufio.Reader) (t Terms, relayed bool, err error) {
	begin, err := r.Peek(len(prefaceMagic))
	if err != nil || !bytes.Equal(begin, prefaceMagic) {
		return t, false, err
	}
	head := make([]byte, len(prefaceMagic)+5)
	if _, err := io.ReadFull(r, head); err != nil {
		return t, false, err
	}
	t.Timeout = time.Duration(binary.BigEndian.Uint32(head[len(prefaceMagic):])) * time.Millisecond
	text := make([]byte, head[len(head)-1])
	if _, err := io.ReadFull(r, text); err != nil {
		return t, false, err
	}
	t.Token = string(text)
	return t, true, nil
}

// Relay passes bytes between a client and a server that lets everybody in, which serves this client on terms with a
// token, until the server has ended, one has failed or ctx ends. It closes both. The client may speak Bolt over WebSocket.
func Relay(ctx context.Context, client, server net.Conn, t Terms) error {
	defer client.Close()
	defer server.Close()
	if n := len(t.Token); n == 0 || n > MaxToken {
		return fmt.Errorf("relay connection: the token has %d bytes, not 1 to %d", n, MaxToken)
	}
	client = newWebConn(client)
	if _, err := server.Write(appendPreface(nil, t)); err != nil {
		return fmt.Errorf("relay connection: %w", err)
	}
	defer context.AfterFunc(ctx, func() { client.Close(); server.Close() })()
	var asked sync.WaitGroup
	asked.Go(func() {
		if pass(client, server) != nil {
			server.Close() // a broken client would leave its query running
		}
	})
	err := pass(server, client)
	if err == nil {
		err = client.SetReadDeadline(time.Now().Add(lingerFor)) // the client reads the last answer, and hangs up
	}
	if err != nil {
		client.Close()
	}
	asked.Wait()
	return err
}

// pass copies what one connection receives to another, and then its end.
func pass(from, to net.Conn) error {
	_, err := io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok && err == nil {
		err = half.CloseWrite()
	}
	return err
}
