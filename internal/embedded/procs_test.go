package embedded

import (
	"context"
	"os"
	"runtime"
	"testing"
)

// TestProcsGivenBack opens two graphs where few goroutines may run at once: more may as long as one of them is open.
func TestProcsGivenBack(t *testing.T) {
	if _, set := os.LookupEnv("GOMAXPROCS"); set {
		t.Skip("the environment sets GOMAXPROCS")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var graphs []*Graph
	for range 2 {
		g, err := Open(context.Background(), t.TempDir(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		graphs = append(graphs, g)
	}
	for i, g := range graphs {
		if n := runtime.GOMAXPROCS(0); n != leastProcs {
			t.Errorf("with %d graphs open GOMAXPROCS is %d, not %d", len(graphs)-i, n, leastProcs)
		}
		if err := g.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if n := runtime.GOMAXPROCS(0); n != 2 {
		t.Errorf("afterwards GOMAXPROCS is %d, not 2", n)
	}
}
