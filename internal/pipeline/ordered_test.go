package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"newsgraph/graph"
)

// numbered yields n articles, every tenth an error.
func numbered(n int) iter.Seq2[graph.Article, error] {
	return func(yield func(graph.Article, error) bool) {
		for i := range n {
			var err error
			if i%10 == 9 {
				err = fmt.Errorf("bad %d", i)
			}
			if !yield(graph.Article{ID: fmt.Sprint(i)}, err) {
				return
			}
		}
	}
}

func echo(_ context.Context, a graph.Article) (graph.Record, error) {
	if a.ID == "5" {
		return graph.Record{}, errors.New("no words")
	}
	return graph.Record{Article: a}, nil
}

func TestRecordsKeepOrder(t *testing.T) {
	var want string
	for _, workers := range []int{0, 1, 2, 7, 100} {
		var b strings.Builder
		for o := range Records(context.Background(), numbered(200), workers, echo) {
			fmt.Fprintln(&b, o.Record.Article.ID, o.Err)
		}
		if want == "" {
			want = b.String()
		}
		if b.String() != want {
			t.Errorf("%d workers: %s", workers, b.String())
		}
	}
	if n := strings.Count(want, "\n"); n != 200 || strings.Count(want, "bad") != 20 || strings.Count(want, "no words") != 1 {
		t.Errorf("%d outcomes:\n%s", n, want)
	}
}

// TestRecordsStop ends early, by the consumer and by the context; nothing may hang.
func TestRecordsStop(t *testing.T) {
	n := 0
	for range Records(context.Background(), numbered(1000), 3, echo) {
		if n++; n == 5 {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for range Records(ctx, numbered(1000), 3, echo) {
		cancel()
	}
	if n != 5 {
		t.Errorf("%d outcomes", n)
	}
}
