package bolt

import "testing"

// TestWatcherStays has the watcher wait for room until who answers has taken all and waits for more: it must read on, since
// nobody else does.
func TestWatcherStays(t *testing.T) {
	for range 2000 {
		q := newQueue(1, func() {})
		q.busy, q.watched = true, true
		goesOn := make(chan bool)
		go func() { goesOn <- q.push(request{}) }()
		for ok := false; !ok; {
			_, ok, _ = q.poll()
			q.mu.Lock()
			q.busy = q.busy || !ok // until the request is there, another is being answered
			q.mu.Unlock()
		}
		_, ok, mine := q.poll()
		if reads := <-goesOn; ok || mine == reads {
			t.Fatalf("the watcher goes on: %v, whoever answers reads: %v; one of them must", reads, mine)
		}
		q.end()
	}
}
