package bolt

import (
	"bufio"
	"bytes"
	"testing"
)

func TestChunks(t *testing.T) {
	for _, n := range []int{1, maxChunk - 1, maxChunk, maxChunk + 1, 3 * maxChunk} {
		msg := bytes.Repeat([]byte{0xa5}, n)
		r := bufio.NewReader(bytes.NewReader(append([]byte{0, 0}, appendMessage(nil, msg)...)))
		got, err := ReadMessage(r, n)
		if err != nil || !bytes.Equal(got, msg) {
			t.Errorf("message of %d bytes came back with %d, %v", n, len(got), err)
		}
		if _, err := ReadMessage(bufio.NewReader(bytes.NewReader(appendMessage(nil, msg))), n-1); err == nil {
			t.Errorf("message of %d bytes passes a limit of %d", n, n-1)
		}
	}
}

func FuzzReadMessage(f *testing.F) {
	f.Add([]byte{0, 0, 0, 2, 1, 2, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		msg, err := ReadMessage(bufio.NewReader(bytes.NewReader(b)), 1<<10)
		if err == nil && (len(msg) == 0 || len(msg) > 1<<10) {
			t.Errorf("a message of %d bytes", len(msg))
		}
	})
}
