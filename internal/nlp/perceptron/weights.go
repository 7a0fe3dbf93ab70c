package perceptron

import (
	"cmp"
	"slices"
)

// Weights are the averaged weights of one or several trainers, by ascending key.
type Weights struct {
	classes int
	parts   int // how many trainers' weights are added up
	rows    []row
}

type row struct {
	key  Key
	hits int
	of   []weight // by class
}

type weight struct {
	class uint8
	value float64
}

// Weights averages what t has learned.
func (t *Trainer) Weights() Weights {
	w := Weights{t.classes, 1, make([]row, 0, t.used)}
	all := make([]weight, 0, len(t.entries))
	for _, s := range t.slots {
		if s.size == 0 {
			continue
		}
		from := len(all)
		for i, e := range t.entries[s.off : s.off+uint32(s.n)] {
			sum := t.sums[int(s.off)+i]
			all = append(all, weight{uint8(e.class), float64(e.weight) - float64(sum)/float64(max(t.steps, 1))})
		}
		of := all[from:len(all):len(all)]
		slices.SortFunc(of, func(a, b weight) int { return int(a.class) - int(b.class) })
		w.rows = append(w.rows, row{s.key, int(s.hits), of})
	}
	slices.SortFunc(w.rows, func(a, b row) int { return cmp.Compare(a.key, b.key) })
	return w
}

// Mean is the mean of the weights of trainers for the same classes.
func Mean(all ...Weights) Weights {
	out := all[0]
	for _, w := range all[1:] {
		out = out.plus(w)
	}
	return out
}

func (w Weights) plus(v Weights) Weights {
	out := Weights{w.classes, w.parts + v.parts, make([]row, 0, max(len(w.rows), len(v.rows)))}
	a, b := w.rows, v.rows
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].key < b[0].key:
			out.rows = append(out.rows, a[0])
			a = a[1:]
		case len(a) == 0 || b[0].key < a[0].key:
			out.rows = append(out.rows, b[0])
			b = b[1:]
		default:
			out.rows = append(out.rows, row{a[0].key, a[0].hits + b[0].hits, sum(a[0].of, b[0].of)})
			a, b = a[1:], b[1:]
		}
	}
	return out
}

func sum(a, b []weight) []weight {
	out := make([]weight, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].class < b[0].class:
			out = append(out, a[0])
			a = a[1:]
		case len(a) == 0 || b[0].class < a[0].class:
			out = append(out, b[0])
			b = b[1:]
		default:
			out = append(out, weight{a[0].class, a[0].value + b[0].value})
			a, b = a[1:], b[1:]
		}
	}
	return out
}
