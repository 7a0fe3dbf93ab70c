//go:build unix

package pipeline

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"newsgraph/graph"
)

// TestLinear: four times the text takes no more than about four times the time and the memory. A bad measurement is
// repeated: on a busy machine the processor itself is slower for a while.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const small = 8_000
	analyze(t, graph.Article{Key: "k", Text: salad(100)}) // opens the models
	for name, text := range map[string]func(int) string{
		"salad": salad, "names": names,
		"one word":  func(n int) string { return strings.Repeat("word ", n) },
		"one name":  func(n int) string { return strings.Repeat("Norway ", n) },
		"sentences": func(n int) string { return strings.Repeat("Norway and Iceland signed an accord. ", n/8) },
		"lines":     func(n int) string { return strings.Repeat("Anna Berg\n", n/2) },
		"capitals":  func(n int) string { return strings.ToUpper(salad(n)) },
	} {
		for left := 3; left > 0; left-- {
			t1, m1 := cost(t, text(small))
			t4, m4 := cost(t, text(4*small))
			t.Logf("%s: %d words %v %d MB, %d words %v %d MB", name, small, t1, m1>>20, 4*small, t4, m4>>20)
			if t4 <= 8*t1 && m4 <= 6*m1 {
				break
			}
			if left == 1 { // what grows with the square takes 16 times as long each time it is asked
				t.Errorf("%s: %d words take %v and %d MB, %d words %v and %d MB", name, small, t1, m1>>20, 4*small, t4, m4>>20)
			}
		}
	}
}

// cost is the processor time that a text takes and what it allocates.
func cost(t *testing.T, text string) (time.Duration, uint64) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime(t)
	analyze(t, graph.Article{Key: "k", Text: text})
	took := processorTime(t) - start
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc
}

// processorTime is what this process has used so far; the clock would also count the other work of a busy machine.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
