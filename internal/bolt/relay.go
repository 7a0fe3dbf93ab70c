package bolt

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// prefaceMagic begins a connection that is relayed. It stands where other connections have the magic of Bolt. After it
// come the length of the token, in one byte, and the token that the relayed client has to log on with.
var prefaceMagic = []byte{'n', 'g', 'r', 1}

// MaxToken is the length of the longest token, in bytes.
const MaxToken = 255

// readPreface reads what a relay says before its client's own bytes; relayed is false where there is none.
func readPreface(r *bufio.Reader) (token string, relayed bool, err error) {
	begin, err := r.Peek(len(prefaceMagic))
	if err != nil || !bytes.Equal(begin, prefaceMagic) {
		return "", false, err
	}
	head := make([]byte, len(prefaceMagic)+1)
	if _, err := io.ReadFull(r, head); err != nil {
		return "", false, err
	}
	text := make([]byte, head[len(prefaceMagic)])
	if _, err := io.ReadFull(r, text); err != nil {
		return "", false, err
	}
	return string(text), true, nil
}

// Relay passes bytes between a client and a server that lets everybody in, which from this client alone wants the
// token, until the server has ended, one has failed or ctx ends. It closes both. The client may speak Bolt over WebSocket.
func Relay(ctx context.Context, client, server net.Conn, token string) error {
	defer client.Close()
	defer server.Close()
	if token == "" || len(token) > MaxToken {
		return fmt.Errorf("relay connection: the token has %d bytes, not 1 to %d", len(token), MaxToken)
	}
	client = newWebConn(client)
	preface := append(append(append([]byte{}, prefaceMagic...), byte(len(token))), token...)
	if _, err := server.Write(preface); err != nil {
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
