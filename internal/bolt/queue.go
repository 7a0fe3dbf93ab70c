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

// queue says who reads a connection's requests, and holds those that were read and not yet answered. The goroutine that
// answers reads too, so that an answer that takes microseconds costs no change of goroutines. Where an answer takes
// longer than watchAfter another one, the watcher, reads on: RESET and the end of the connection are seen meanwhile. It
// goes when it has read what the answering goroutine waits for. What it reads ahead is bounded in bytes, so that a client
// that never waits for answers is stopped by its own socket.
type queue struct {
	mu      sync.Mutex
	cond    *sync.Cond
	items   []request
	bytes   int
	limit   int
	ended   bool
	busy    bool   // a request is being answered
	serial  uint64 // of the last request to be answered
	watched bool   // the watcher reads

	watch    func() // the watcher: reads until push says that that is enough
	watchers sync.WaitGroup
	timer    *time.Timer // nil before the first request
	ticking  bool        // timer will fire
	looked   uint64      // serial when timer was started
}

// watchAfter is how long an answer takes, or up to twice as long, before somebody else reads.
const watchAfter = 5 * time.Millisecond

func newQueue(limit int, watch func()) *queue {
	q := &queue{limit: limit, watch: watch}
	q.cond = sync.NewCond(&q.mu)
	return q
}

// requestCost is what a request counts beside its bytes, so that a million empty ones are bounded too.
const requestCost = 256

// poll takes the oldest request that was read already. Else mine says whether the caller has to read the next one and
// then call begin; if not, the watcher reads it, and pop waits for it.
func (q *queue) poll() (r request, ok, mine bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) > 0 {
		return q.take(), true, false
	}
	q.busy = false
	return request{}, false, !q.watched && !q.ended
}

// begin says that a request is being answered.
func (q *queue) begin() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.answering()
}

func (q *queue) answering() {
	q.busy = true
	q.serial++
	if !q.ticking && !q.watched {
		q.tick()
	}
}

// tick starts the timer. It is started again when it has fired and requests came meanwhile, rather than by each of them.
func (q *queue) tick() {
	q.looked, q.ticking = q.serial, true
	if q.timer == nil {
		q.timer = time.AfterFunc(watchAfter, q.look)
		return
	}
	q.timer.Reset(watchAfter)
}

// look is the timer's: it becomes the watcher where the request is still being answered that was when the timer was
// started.
func (q *queue) look() {
	if q.overdue() {
		defer q.watchers.Done()
		q.watch()
	}
}

func (q *queue) overdue() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ticking = false
	switch {
	case q.ended:
		return false
	case q.serial != q.looked:
		q.tick()
		return false
	case q.busy:
		q.watched = true
		q.watchers.Add(1)
	}
	return q.busy
}

// push adds what the watcher read, waiting while there is too much; false means that the watcher has to go.
func (q *queue) push(r request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, r)
	q.bytes += r.size + requestCost
	q.cond.Broadcast()
	for q.busy && q.bytes > q.limit && !q.ended {
		q.cond.Wait()
	}
	// Who answers may have taken r during the wait, and wait for what comes after it.
	q.watched = (q.busy || len(q.items) == 0) && !q.ended
	return q.watched
}

// pop waits for the oldest request; what was pushed before the end is still given out. A positive timeout bounds the
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
	return q.take(), true, false
}

func (q *queue) take() request {
	r := q.items[0]
	q.items[0] = request{}
	q.items = q.items[1:]
	q.bytes -= r.size + requestCost
	q.cond.Broadcast()
	q.answering()
	return r
}

// end lets no more requests in.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
	if q.timer != nil {
		q.timer.Stop()
	}
	q.cond.Broadcast()
}
