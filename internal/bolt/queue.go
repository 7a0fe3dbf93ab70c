package bolt

import (
	"sync"
	"time"

	"newsgraph/internal/bolt/packstream"
)

// request is a decoded message with its size on the wire.
type request struct {
	packstream.Struct
	size int
	err  error // the message could not be decoded
}

// queue holds the requests that were read and not yet answered: clients pipeline them. Its size is bounded in
// bytes, so that a client that never waits for answers is stopped by its own socket.
type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []request
	bytes int
	limit int
	ended bool
}

func newQueue(limit int) *queue {
	q := &queue{limit: limit}
	q.cond = sync.NewCond(&q.mu)
	return q
}

// requestCost is what a request counts beside its bytes, so that a million empty ones are bounded too.
const requestCost = 256

// push adds r, waiting while the queue is full; false means that the queue has ended.
func (q *queue) push(r request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > 0 && q.bytes+r.size+requestCost > q.limit && !q.ended {
		q.cond.Wait()
	}
	if q.ended {
		return false
	}
	q.items = append(q.items, r)
	q.bytes += r.size + requestCost
	q.cond.Broadcast()
	return true
}

// pop takes the oldest request; what was pushed before the end is still given out. A positive timeout bounds the
// wait: late is then true.
func (q *queue) pop(timeout time.Duration) (r request, ok, late bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	expired := false
	if timeout > 0 && len(q.items) == 0 {
		t := time.AfterFunc(timeout, func() {
			q.mu.Lock()
			defer q.mu.Unlock()
			expired = true
			q.cond.Broadcast()
		})
		defer t.Stop()
	}
	for len(q.items) == 0 && !q.ended && !expired {
		q.cond.Wait()
	}
	if len(q.items) == 0 {
		return request{}, false, !q.ended
	}
	r = q.items[0]
	q.items[0] = request{}
	q.items = q.items[1:]
	q.bytes -= r.size + requestCost
	q.cond.Broadcast()
	return r, true, false
}

// empty reports whether no request waits.
func (q *queue) empty() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items) == 0
}

// end lets no more requests in.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	q.cond.Broadcast()
}
