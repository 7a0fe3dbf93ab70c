package train

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"

	"newsgraph/internal/nlp/depparse"
	"newsgraph/internal/nlp/perceptron"
	"newsgraph/internal/nlp/tag"
)

// folds is the number of parts for jack-knifing: each part is tagged, and parsed for the guide, by models that have not
// seen it. A part is every third block of sentences, so that it has all genres and, mostly, whole documents.
const (
	folds     = 3
	blockSize = 50
)

func fold(sentence int) int { return sentence / blockSize % folds }

// The options of the parsers that are trained: those that guide in jack-knifing, and those whose means are packed.
var (
	foldBackward  = depparse.Options{Epochs: 2, Explore: 0.9, Least: 3, Backward: true}
	finalBackward = depparse.Options{Epochs: 3, Explore: 0.9, Least: 4, Backward: true}
	finalForward  = depparse.Options{Epochs: 3, Explore: 0.9, Least: 4}

	foldPrune     = perceptron.Prune{MinUpdates: 2}
	backwardPrune = perceptron.Prune{MinUpdates: 5, MinWeight: 2}
	forwardPrune  = perceptron.Prune{MinUpdates: 9, MinWeight: 1.5}
)

// How many parsers of each direction there are to take the mean of.
const (
	backwardSeeds = 1
	forwardSeeds  = 3
)

// trainParser trains the two parsers and packs them.
func trainParser(ctx context.Context, to Options, log io.Writer) ([]byte, error) {
	log = &lockedWriter{to: log}
	trees, err := learnt(to)
	if err != nil {
		return nil, err
	}
	sentences, err := jackknife(ctx, trees, log)
	if err != nil {
		return nil, err
	}
	if err := guide(ctx, sentences, log); err != nil {
		return nil, err
	}
	forward, backward, err := final(ctx, sentences, log)
	if err != nil {
		return nil, err
	}
	return append(forward.Pack(forwardPrune), backward.Pack(backwardPrune)...), nil
}

// final trains the parsers of both directions: of each the mean of several with seeds from 1 up, which set the order of
// the sentences that they learn from.
func final(ctx context.Context, sentences []depparse.Example, log io.Writer) (forward, backward depparse.Trained, err error) {
	all := make([]depparse.Trained, forwardSeeds+backwardSeeds)
	err = parallel(len(all), func(i int) (err error) {
		o, seed := finalForward, i+1
		if i >= forwardSeeds {
			o, seed = finalBackward, i+1-forwardSeeds
		}
		o.Seed = uint64(seed)
		all[i], err = depparse.Learn(ctx, sentences, o, log)
		return err
	})
	if err != nil {
		return forward, backward, err
	}
	return depparse.Mean(all[:forwardSeeds]...), depparse.Mean(all[forwardSeeds:]...), nil
}

// guide gives each sentence the tree that a parser from the end that was trained on the other parts finds.
func guide(ctx context.Context, sentences []depparse.Example, log io.Writer) error {
	guides := make([]depparse.Guide, len(sentences))
	err := parallel(folds, func(f int) error {
		o := foldBackward
		o.Seed = uint64(f)
		t, err := depparse.Learn(ctx, others(sentences, f), o, io.Discard)
		if err != nil {
			return err
		}
		m, err := depparse.Open(string(t.Pack(foldPrune)))
		if err != nil {
			return err
		}
		for i := range sentences {
			if fold(i) == f {
				guides[i] = m.Guide(sentences[i].Input)
			}
		}
		fmt.Fprintf(log, "parser: parsed part %d of %d for the guide\n", f+1, folds)
		return nil
	})
	for i, g := range guides {
		sentences[i].Guide = g
	}
	return err
}

// jackknife returns the trees with the tags that a tagger trained on the other parts gives them.
func jackknife(ctx context.Context, trees []tree, log io.Writer) ([]depparse.Example, error) {
	out := make([]depparse.Example, len(trees))
	o := tag.Options{Epochs: 3, Seeds: 1, Recase: 0.05, Prune: perceptron.Prune{MinUpdates: 3, MinWeight: 0.1}}
	err := parallel(folds, func(f int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		packed, err := tag.Learn(examples(others(trees, f)), o, io.Discard)
		if err != nil {
			return err
		}
		m, err := tag.Open(string(packed))
		if err != nil {
			return err
		}
		for i, t := range trees {
			if fold(i) == f {
				out[i] = t.example(m)
			}
		}
		fmt.Fprintf(log, "parser: tagged part %d of %d\n", f+1, folds)
		return nil
	})
	return out, err
}

// others is the sentences outside fold f.
func others[S any](sentences []S, f int) []S {
	var rest []S
	for i, s := range sentences {
		if fold(i) != f {
			rest = append(rest, s)
		}
	}
	return rest
}

// parallel calls f for 0 to n-1, as many at a time as there are processors but at most four, each of which may take
// two gigabytes, and returns the first error in that order.
func parallel(n int, f func(i int) error) error {
	errs := make([]error, n)
	slots := make(chan struct{}, min(runtime.GOMAXPROCS(0), 4))
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			slots <- struct{}{}
			errs[i] = f(i)
			<-slots
		})
	}
	wait.Wait()
	return cmp.Or(errs...)
}

// lockedWriter lets several trainings write to one log.
type lockedWriter struct {
	mutex sync.Mutex
	to    io.Writer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.to.Write(p)
}

// example is the tree with tags by m.
func (t *tree) example(m *tag.Model) depparse.Example {
	e := depparse.Example{Input: depparse.Input{Words: t.words}, Times: t.times}
	for _, c := range m.Tag(t.words, nil) {
		e.Tags = append(e.Tags, c.Tag)
		e.POS = append(e.POS, c.POS)
	}
	for i, h := range t.heads {
		e.Arcs = append(e.Arcs, depparse.Arc{Head: h, Dep: t.deps[i]})
	}
	return e
}

// attachment counts the words of trees, those with the right head, and those with the right head and relation.
func attachment(m *depparse.Model, tagger *tag.Model, trees []tree) (uas, las, all int) {
	for _, t := range trees {
		e := t.example(tagger)
		for i, a := range m.Parse(e.Input) {
			if a.Head == t.heads[i] {
				uas++
				if a.Dep == t.deps[i] {
					las++
				}
			}
		}
		all += len(t.words)
	}
	return uas, las, all
}
