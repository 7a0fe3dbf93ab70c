package main

import (
	"testing"

	"newsgraph/graph"
)

func TestCorpus(t *testing.T) {
	s := fullSize.scaled(0.01)
	records := newWorld(s).records(s.articles)
	for _, r := range records {
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
	}
	if again := newWorld(s).records(s.articles); graph.Sum(again).Digest() != graph.Sum(records).Digest() {
		t.Error("the corpus is another one the second time")
	}
}
