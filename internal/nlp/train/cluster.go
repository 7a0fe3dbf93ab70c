package train

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/cluster"
	"newsgraph/internal/nlp/tokenize"
)

// Sizes of the word classes and how often a word must occur to have one.
const (
	fineClasses   = 512
	middleClasses = 96
	coarseClasses = 24
	clusterCount  = 4
	clusterPasses = 12
)

// sentencesOf cuts the plain text of a record and calls f with the words of each sentence.
func sentencesOf(f func(words []string)) func(*record) error {
	stage := tokenize.New()
	return func(r *record) error {
		d := nlp.New(r.Text)
		if err := stage.Apply(d); err != nil {
			return err
		}
		for _, s := range d.Sentences {
			words := make([]string, 0, s.Last-s.First)
			for i := s.First; i < s.Last; i++ {
				words = append(words, d.Word(i))
			}
			f(words)
		}
		return nil
	}
}

// corpus calls f with the words of each sentence of the running text to cluster.
func corpus(dir string, f func(words []string)) error {
	for _, name := range []string{fileEvents, fileBriefings} {
		if err := read(dir, name, sentencesOf(f)); err != nil {
			return err
		}
	}
	for _, name := range []string{fileEWT, fileGUM, fileGMB} {
		err := read(dir, name, func(r *record) error {
			if r.Split != "train" {
				return nil
			}
			for _, s := range r.Sentences {
				words := r.Tokens.Form[s.Tok[0]:s.Tok[1]]
				if name == fileGMB {
					words = retokenize(words)
				}
				f(words)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// retokenize cuts the words of a sentence tokenised elsewhere the way package tokenize does.
func retokenize(words []string) []string {
	var out []string
	for _, w := range words {
		if !strings.Contains(w, "-") && !strings.Contains(w, "/") { // cut already; "'s" alone would be cut again
			out = append(out, w)
			continue
		}
		d := nlp.New(w)
		if tokenize.New().Apply(d) != nil || len(d.Tokens) == 0 {
			out = append(out, w)
			continue
		}
		for i := range d.Tokens {
			out = append(out, d.Word(i))
		}
	}
	return out
}

// exchange clusters words by moving each in turn to the class where the class bigrams are likeliest.
type exchange struct {
	words []string
	count []int
	class []int     // of each word
	left  [][]pair  // words before each word
	right [][]pair  // words after each word
	next  [][]int32 // bigrams of classes: next[a][b]
	prev  [][]int32 // the transpose
	total []int64   // words in each class
	flogs []float64 // n log n
	nl    []int32   // scratch: counts by class on the left and right of a word
	nr    []int32
	ls    []int
	rs    []int
}

type pair struct{ word, n int32 }

func trainClusters(ctx context.Context, dir string, log io.Writer) ([]byte, error) {
	x, err := newExchange(dir)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(log, "clusters: %d words\n", len(x.words)-1)
	for pass := range clusterPasses {
		moved := 0
		for w := 1; w < len(x.words); w++ {
			if w%1000 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if x.move(w) {
				moved++
			}
		}
		fmt.Fprintf(log, "clusters: pass %d moved %d words\n", pass+1, moved)
		if moved*500 < len(x.words) {
			break
		}
	}
	return x.pack(), nil
}

// newExchange counts words and pairs. Word 0 is the edge of a sentence and every word too rare to have a class.
func newExchange(dir string) (*exchange, error) {
	count := map[string]int{}
	err := corpus(dir, func(words []string) {
		for _, w := range words {
			count[cluster.Normal(w)]++
		}
	})
	if err != nil {
		return nil, err
	}
	x := &exchange{words: []string{""}}
	for w, n := range count {
		if n >= clusterCount && len(w) <= 32 {
			x.words = append(x.words, w)
		}
	}
	slices.SortFunc(x.words[1:], func(a, b string) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a, b))
	})
	index := make(map[string]int32, len(x.words))
	for i, w := range x.words[1:] {
		index[w] = int32(i + 1)
	}
	bigrams := map[[2]int32]int32{}
	tokens := 0
	err = corpus(dir, func(words []string) {
		last := int32(0)
		for _, w := range words {
			i := index[cluster.Normal(w)]
			bigrams[[2]int32{last, i}]++
			last = i
			tokens++
		}
		bigrams[[2]int32{last, 0}]++
	})
	if err != nil {
		return nil, err
	}
	x.fill(bigrams)
	return x, nil
}

func (x *exchange) fill(bigrams map[[2]int32]int32) {
	n := len(x.words)
	x.left, x.right = make([][]pair, n), make([][]pair, n)
	x.count, x.class = make([]int, n), make([]int, n)
	x.total = make([]int64, fineClasses+1)
	x.next, x.prev = make([][]int32, fineClasses+1), make([][]int32, fineClasses+1)
	for c := range x.next {
		x.next[c], x.prev[c] = make([]int32, fineClasses+1), make([]int32, fineClasses+1)
	}
	for w := 1; w < n; w++ {
		x.class[w] = (w-1)%fineClasses + 1
	}
	for b, k := range bigrams {
		x.right[b[0]] = append(x.right[b[0]], pair{b[1], k})
		x.left[b[1]] = append(x.left[b[1]], pair{b[0], k})
		x.count[b[1]] += int(k)
		x.next[x.class[b[0]]][x.class[b[1]]] += k
		x.prev[x.class[b[1]]][x.class[b[0]]] += k
	}
	for w := range n {
		byWord := func(a, b pair) int { return int(a.word - b.word) }
		slices.SortFunc(x.left[w], byWord)
		slices.SortFunc(x.right[w], byWord)
		x.total[x.class[w]] += int64(x.count[w])
	}
	x.flogs = make([]float64, 1<<16)
	for i := 1; i < len(x.flogs); i++ {
		x.flogs[i] = float64(i) * math.Log(float64(i))
	}
	x.nl, x.nr = make([]int32, fineClasses+1), make([]int32, fineClasses+1)
}

func (x *exchange) flog(n int64) float64 {
	if n < int64(len(x.flogs)) {
		return x.flogs[n]
	}
	return float64(n) * math.Log(float64(n))
}

// around counts the classes left and right of w; pairs of w with itself are returned apart.
func (x *exchange) around(w int) (self int32) {
	for _, c := range x.ls {
		x.nl[c] = 0
	}
	for _, c := range x.rs {
		x.nr[c] = 0
	}
	x.ls, x.rs = x.ls[:0], x.rs[:0]
	for _, p := range x.left[w] {
		if int(p.word) == w {
			self = p.n
			continue
		}
		c := x.class[p.word]
		if x.nl[c] == 0 {
			x.ls = append(x.ls, c)
		}
		x.nl[c] += p.n
	}
	for _, p := range x.right[w] {
		if int(p.word) == w {
			continue
		}
		c := x.class[p.word]
		if x.nr[c] == 0 {
			x.rs = append(x.rs, c)
		}
		x.nr[c] += p.n
	}
	return self
}

// shift adds (by 1) or takes away (by -1) the word whose surroundings were counted to class c.
func (x *exchange) shift(w, c int, self, by int32) {
	for _, l := range x.ls {
		x.next[l][c] += by * x.nl[l]
		x.prev[c][l] += by * x.nl[l]
	}
	for _, r := range x.rs {
		x.next[c][r] += by * x.nr[r]
		x.prev[r][c] += by * x.nr[r]
	}
	x.next[c][c] += by * self
	x.prev[c][c] += by * self
	x.total[c] += int64(by) * int64(x.count[w])
}

func (x *exchange) move(w int) bool {
	self := x.around(w)
	from := x.class[w]
	x.shift(w, from, self, -1)
	best, gain := from, math.Inf(-1)
	for c := 1; c <= fineClasses; c++ {
		next, prev := x.next[c], x.prev[c]
		g := 2 * (x.flog(x.total[c]) - x.flog(x.total[c]+int64(x.count[w])))
		for _, l := range x.ls {
			if l != c {
				g += x.flog(int64(prev[l]+x.nl[l])) - x.flog(int64(prev[l]))
			}
		}
		for _, r := range x.rs {
			if r != c {
				g += x.flog(int64(next[r]+x.nr[r])) - x.flog(int64(next[r]))
			}
		}
		g += x.flog(int64(next[c]+x.nl[c]+x.nr[c]+self)) - x.flog(int64(next[c]))
		if g > gain+1e-9 || c == from && g > gain-1e-9 {
			best, gain = c, g
		}
	}
	x.class[w] = best
	x.shift(w, best, self, 1)
	return best != from
}

// pack writes the table that package cluster reads.
func (x *exchange) pack() []byte {
	middle, coarse := x.join()
	type row struct {
		key   uint32
		class int
	}
	var rows []row
	for w := 1; w < len(x.words); w++ {
		rows = append(rows, row{uint32(cluster.Key(x.words[w])), x.class[w]})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.key, b.key) })
	rows = slices.CompactFunc(rows, func(a, b row) bool { return a.key == b.key })
	out := []byte(cluster.Magic)
	le := binary.LittleEndian
	out = le.AppendUint32(out, uint32(len(rows)))
	out = le.AppendUint16(out, fineClasses)
	out = le.AppendUint16(out, 0)
	for c := 1; c <= fineClasses; c++ {
		out = le.AppendUint16(out, uint16(middle[c]))
		out = le.AppendUint16(out, uint16(coarse[c]))
	}
	for _, r := range rows {
		out = le.AppendUint32(out, r.key)
	}
	for _, r := range rows {
		out = le.AppendUint16(out, uint16(r.class))
	}
	return out
}

// join groups the classes by Ward's method over the square roots of their distributions of neighbours, and numbers
// the middle and coarse groups from 1.
func (x *exchange) join() (middle, coarse []int) {
	n := fineClasses + 1
	vec := make([][]float64, n)
	size := make([]float64, n)
	for c := 1; c < n; c++ {
		v := make([]float64, 2*n)
		for k := range n {
			v[k] = math.Sqrt(float64(x.next[c][k]) / float64(max(x.total[c], 1)))
			v[n+k] = math.Sqrt(float64(x.prev[c][k]) / float64(max(x.total[c], 1)))
		}
		vec[c], size[c] = v, 1
	}
	dist := make([][]float64, n)
	for a := 1; a < n; a++ {
		dist[a] = make([]float64, n)
		for b := 1; b < a; b++ {
			d := 0.0
			for k, u := range vec[a] {
				d += (u - vec[b][k]) * (u - vec[b][k])
			}
			dist[a][b], dist[b][a] = d/2, d/2
		}
	}
	group := make([]int, n)
	for c := range group {
		group[c] = c
	}
	for left := fineClasses; left > coarseClasses; left-- {
		if left == middleClasses {
			middle = number(group)
		}
		a, b := nearest(dist, size)
		for c := 1; c < n; c++ {
			if size[c] > 0 && c != a && c != b {
				d := ((size[a]+size[c])*dist[a][c] + (size[b]+size[c])*dist[b][c] - size[c]*dist[a][b]) / (size[a] + size[b] + size[c])
				dist[a][c], dist[c][a] = d, d
			}
		}
		size[a] += size[b]
		size[b] = 0
		for c := range group {
			if group[c] == b {
				group[c] = a
			}
		}
	}
	return middle, number(group)
}

func nearest(dist [][]float64, size []float64) (a, b int) {
	best := math.Inf(1)
	for i := 1; i < len(size); i++ {
		if size[i] == 0 {
			continue
		}
		for j := 1; j < i; j++ {
			if size[j] > 0 && dist[i][j] < best {
				a, b, best = j, i, dist[i][j]
			}
		}
	}
	return a, b
}

func number(group []int) []int {
	out := make([]int, len(group))
	ids := map[int]int{}
	for c := 1; c < len(group); c++ {
		if ids[group[c]] == 0 {
			ids[group[c]] = len(ids) + 1
		}
		out[c] = ids[group[c]]
	}
	return out
}
