package storage

import (
	"testing"
	"unsafe"
)

// TestLargePages holds that memory has the same contents after it was put together, and that it stops when it is told.
func TestLargePages(t *testing.T) {
	data := make([]uint64, 8<<20/8)
	for i := range data {
		data[i] = uint64(i)
	}
	at := uintptr(unsafe.Pointer(&data[0]))
	if from, to := mapping(at); from > at || to <= at || to-from < 8<<20 {
		t.Fatalf("%x lies in %x-%x", at, from, to)
	}
	asked := 0
	useLargePages(unsafe.Pointer(&data[0]), func() bool { asked++; return false })
	for i, n := range data {
		if n != uint64(i) {
			t.Fatalf("place %d holds %d", i, n)
		}
	}
	if asked == 0 {
		t.Error("never asked whether to stop")
	}
	asked = 0
	if useLargePages(unsafe.Pointer(&data[0]), func() bool { asked++; return true }); asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
}
