package eval_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"newsgraph/graph"
	"newsgraph/internal/article"
	"newsgraph/internal/eval"
	"newsgraph/internal/pipeline"
)

var accept = flag.Bool("accept", false, "accept the scores as they are now")

// goldSets are articles with the graphs that a reader sees in them, as paths from the repository's root. The made-up
// articles are in two sets: errors in the first may be looked at, the second is only scored, and says how good the rules
// are on what they were not made for.
var goldSets = []struct {
	name, articles, gold, accepted string
	hidden                         bool // errors are not shown
}{
	{"examples", "internal/examples/articles", "internal/examples/gold.jsonl", "internal/eval/testdata/examples.json", false},
	{"seen", "internal/eval/testdata/seen/articles.jsonl", "internal/eval/testdata/seen/gold.jsonl", "internal/eval/testdata/seen.json", false},
	{"unseen", "internal/eval/testdata/unseen/articles.jsonl", "internal/eval/testdata/unseen/gold.jsonl", "internal/eval/testdata/unseen.json", true},
}

// TestGold scores what is extracted from each set against its gold, and fails where the scores are not those that were
// last accepted.
func TestGold(t *testing.T) {
	t.Chdir("../..")
	for _, set := range goldSets {
		t.Run(set.name, func(t *testing.T) {
			b, err := os.ReadFile(set.gold)
			if err != nil {
				t.Fatal(err)
			}
			gold, err := eval.Read(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			r := eval.Score(gold, predictions(t, set.articles))
			if r.Predicted() != len(gold) {
				t.Errorf("%d of %d gold articles are read", r.Predicted(), len(gold))
			}
			var parts strings.Builder
			if err := eval.WriteGroups(&parts, r.Phenomena()); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s\n%s%s", set.name, r, parts.String())
			for _, a := range r.Articles {
				if !set.hidden {
					t.Logf("%s: %s", a.ID, strings.Join(a.Errors, "; "))
				}
			}
			fallen, changed, err := r.Accepted().Hold(set.accepted, *accept)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range append(fallen, changed...) {
				t.Errorf("%s; where that is right, run make accept", line)
			}
		})
	}
}

func predictions(t *testing.T, articles string) []eval.Graph {
	t.Helper()
	x, err := pipeline.New(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for a, err := range article.Read(t.Context(), []string{articles}, article.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		record, err := x.Extract(t.Context(), a)
		if err == nil {
			err = enc.Encode(record)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	pred, err := eval.Read(&lines)
	if err != nil {
		t.Fatal(err)
	}
	return pred
}

// TestExamplesGold holds the gold itself: it has a graph for each example, whose edges have a sentence of the article
// as their evidence and can be edges of the graph.
func TestExamplesGold(t *testing.T) {
	t.Chdir("../..")
	texts := map[string]string{}
	for a, err := range article.Read(t.Context(), []string{goldSets[0].articles}, article.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		texts[a.ID] = strings.Join(strings.Fields(a.Title+"\n"+a.Text), " ")
	}
	b, err := os.ReadFile(goldSets[0].gold)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(b) {
		var r graph.Record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Error(err)
			continue
		}
		text, ok := texts[r.Article.Key]
		if !ok {
			t.Errorf("%s: no such example", r.Article.Key)
		}
		delete(texts, r.Article.Key)
		for i, s := range r.Statements {
			if !strings.Contains(text, s.Quote) {
				t.Errorf("%s: edge %d: the article does not say %q", r.Article.Key, i, s.Quote)
			}
			r.Statements[i].End = len(s.Quote) // the gold has no offsets
		}
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
	}
	for id := range texts {
		t.Errorf("%s has no gold", id)
	}
}
