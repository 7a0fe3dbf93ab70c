package main

import (
	"context"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"sync"

	"newsgraph/cypher"
)

// tape is a server that answers with the very bytes that the embedded graph gave before, at once. What the driver needs
// on it is the floor: the least that a query takes over Bolt on any server.
type tape struct {
	db       *cypher.DB // whose only server is the tape
	listener net.Listener
	graph    string // the socket that it records from

	mu      sync.Mutex
	answers [][]byte // of the query that is asked, to one request after another
	given   int      // of them, when they are played
	plays   bool     // else they are recorded
}

// newTape is a tape in front of the graph at uri. It ends with stop.
func newTape(ctx context.Context, dir, uri string) (*tape, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return nil, err
	}
	t := &tape{graph: u.Path}
	if t.listener, err = net.Listen("unix", filepath.Join(dir, "tape.sock")); err != nil {
		return nil, err
	}
	go func() {
		for {
			client, err := t.listener.Accept()
			if err != nil {
				return
			}
			go t.serve(client)
		}
	}()
	if t.db, err = cypher.Open(ctx, cypher.Config{URI: "bolt+unix://" + t.listener.Addr().String()}); err != nil {
		t.listener.Close()
	}
	return t, err
}

func (t *tape) stop(ctx context.Context) {
	t.db.Close(ctx)
	t.listener.Close()
}

// serve takes what one read gives for a request: the driver sends all that it wants answered at once in one piece.
func (t *tape) serve(client net.Conn) {
	defer client.Close()
	graph, err := net.Dial("unix", t.graph)
	if err != nil {
		return
	}
	defer graph.Close()
	go t.listen(graph, client)
	request := make([]byte, 64<<10)
	for {
		n, err := client.Read(request)
		if err != nil {
			return
		}
		to, msg := graph, request[:n]
		if answer := t.next(); answer != nil {
			to, msg = client, answer
		}
		if _, err := to.Write(msg); err != nil {
			return
		}
	}
}

// listen passes on what the graph answers, and records it.
func (t *tape) listen(graph, client net.Conn) {
	part := make([]byte, 64<<10)
	for {
		n, err := graph.Read(part)
		if err != nil {
			return
		}
		t.mu.Lock()
		last := &t.answers[len(t.answers)-1]
		*last = append(*last, part[:n]...)
		t.mu.Unlock()
		if _, err := client.Write(part[:n]); err != nil {
			return
		}
	}
}

// next is the answer to the next request, nil where it is to be recorded.
func (t *tape) next() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.plays && t.given < len(t.answers) {
		t.given++
		return t.answers[t.given-1]
	}
	t.answers = append(t.answers, nil)
	return nil
}

// use has the next query answered from answers; nil records it.
func (t *tape) use(answers [][]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answers, t.given, t.plays = slices.Clip(answers), 0, answers != nil
}

// record asks a query with each of its parameters, and returns what was answered.
func (t *tape) record(ctx context.Context, q workload) ([][][]byte, error) {
	var out [][][]byte
	for _, params := range q.params {
		t.use(nil)
		if _, err := t.db.Stream(ctx, cypher.ReadAccess, q.text, params, nil); err != nil {
			return nil, err
		}
		t.mu.Lock()
		out = append(out, t.answers)
		t.mu.Unlock()
	}
	return out, nil
}
