package ner

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"newsgraph/internal/nlp/perceptron"
)

func TestLogSum(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	for range 500 {
		p, final := rnd.Intn(labels), rnd.Intn(2) == 0
		var scores [256]int32
		for i := range labels {
			scores[i] = int32(rnd.Intn(8*temperature) - 4*temperature)
		}
		best, _ := pick(scores[:labels], p, final)
		sum := 0.0
		for _, b := range successors[p] {
			if !final || canEnd(b) {
				sum += math.Exp(float64(scores[b]-scores[best]) / temperature)
			}
		}
		if got, want := float64(logSum(&scores, p, scores[best], final))/temperature, math.Log(sum); math.Abs(got-want) > 0.05 {
			t.Fatalf("after label %d: %.3f, want %.3f", p, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	b, u := label(Person, begin), label(Org, unit)
	l := &labeller{}
	for _, p := range []struct {
		from  path
		label int
		score int32
	}{{path{p1: 0, score: -50}, b, 0}, {path{p1: 0, score: -20}, b, -10}, {path{p1: 0, score: -20}, u, -10}, {path{p1: u, score: -5}, u, -1}, {path{p1: u}, b, -1 - reach}} {
		l.extend(p.from, p.label, p.score, 0)
	}
	got := ""
	for _, p := range likeliest(l.next) {
		got += fmt.Sprintln(p.p1, p.p2, p.score)
	}
	// Those that end alike are one; equals stay in order; the last is too unlikely.
	if want := fmt.Sprintln(u, u, -6) + fmt.Sprintln(b, 0, -30) + fmt.Sprintln(u, 0, -30); got != want {
		t.Errorf("paths\n%swant\n%s", got, want)
	}
}

// TestDoubt has a word that is rather the whole name of a place, but after which a word looks like the end of a
// person's.
func TestDoubt(t *testing.T) {
	in := Input{Words: []string{"Zarg", "Blip"}, Tags: []string{"NNP", "NNP"}}
	s := newSentence(in, newDocument([]Input{in}))
	place, person, org, end := label(Place, unit), label(Person, begin), label(Org, unit), label(Person, last)
	tr := perceptron.NewTrainer(labels, 0)
	teach := func(i, p1, right, wrong, times int) {
		keys := s.features(nil, i, p1, 0)
		for range times {
			tr.Step()
			tr.Update(keys[:1], right, wrong)
		}
	}
	teach(0, 0, place, org, 60)  // the place is likeliest
	teach(0, 0, person, org, 50) // the person nearly so
	for _, b := range []int{0, label(Person, unit), org} {
		teach(1, place, b, place, 100) // nothing fits after the place
	}
	teach(1, person, end, label(Person, inside), 200) // the end of the person's does
	m, err := Open(header + string(tr.Model(perceptron.Prune{})))
	if err != nil {
		t.Fatal(err)
	}
	l := labeller{weights: m.weights}
	out, margin := l.label(in, s)
	if fmt.Sprint(out) != fmt.Sprint([]int{person, end}) || margin[0] != 0 {
		t.Errorf("labels %v, margins %v, want %v and 0", out, margin, []int{person, end})
	}
}
