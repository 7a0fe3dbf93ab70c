package pipeline

import (
	"os"
	"testing"

	"newsgraph/graph"
	"newsgraph/internal/article"
)

// BenchmarkExtract extracts, on one core, the articles in the file or folder that NEWSGRAPH_BENCH_ARTICLES names; by
// default the repository's examples. It reports articles and tokens per second.
func BenchmarkExtract(b *testing.B) {
	source := os.Getenv("NEWSGRAPH_BENCH_ARTICLES")
	if source == "" {
		source = "../examples/articles"
	}
	var articles []graph.Article
	for a, err := range article.Read(b.Context(), []string{source}, article.Options{}) {
		if err != nil {
			b.Fatal(err)
		}
		articles = append(articles, a)
	}
	e, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	tokens := 0
	for b.Loop() {
		tokens = 0
		for _, a := range articles {
			x, err := e.Analyze(b.Context(), a)
			if err != nil {
				b.Fatal(err)
			}
			tokens += len(x.Doc.Tokens)
		}
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(len(articles))/seconds, "articles/s")
	b.ReportMetric(float64(tokens)/seconds, "tokens/s")
}
