package pipeline

import (
	"context"
	"iter"
	"sync"

	"newsgraph/graph"
)

// Outcome is what became of one article: its record, or why there is none.
type Outcome struct {
	Article graph.Article
	Record  graph.Record
	Err     error
}

// Records runs extract over the articles with that many workers (at least one) and yields the outcomes in the order
// of the articles, so that the number of workers cannot be seen in the output. An article that could not be read is
// an outcome with its error. At most a few articles per worker are held at a time. The sequence ends early when ctx
// does; it must then be asked why.
func Records(ctx context.Context, articles iter.Seq2[graph.Article, error], workers int,
	extract func(context.Context, graph.Article) (graph.Record, error)) iter.Seq[Outcome] {
	workers = max(workers, 1)
	return func(yield func(Outcome) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		type job struct {
			Outcome
			done chan struct{}
		}
		todo := make(chan *job)
		order := make(chan *job, 2*workers) // its capacity bounds what is held
		var wg sync.WaitGroup
		defer wg.Wait()
		wg.Add(1 + workers)
		go func() {
			defer wg.Done()
			defer close(order)
			defer close(todo)
			for a, err := range articles {
				j := &job{Outcome: Outcome{Article: a, Err: err}, done: make(chan struct{})}
				select {
				case order <- j:
				case <-ctx.Done():
					return
				}
				if err != nil {
					close(j.done)
					continue
				}
				select {
				case todo <- j:
				case <-ctx.Done():
					return
				}
			}
		}()
		for range workers {
			go func() {
				defer wg.Done()
				for j := range todo {
					j.Record, j.Err = extract(ctx, j.Article)
					close(j.done)
				}
			}()
		}
		defer cancel()
		for j := range order {
			select {
			case <-j.done:
			case <-ctx.Done():
				return
			}
			if !yield(j.Outcome) {
				return
			}
		}
	}
}
