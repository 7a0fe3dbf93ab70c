package graph_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"newsgraph/internal/storetest"
)

// TestMarshal holds Marshal against json.Marshal, which escapes some characters of what MarshalJSON gives.
func TestMarshal(t *testing.T) {
	records := storetest.Records()
	odd := records[0]
	odd.Article.Text, odd.Article.Title = "a <b> & c\u2028d\u2029 \xff \x00 é", "\"quoted\" \\ <title>"
	for _, r := range append(records, odd) {
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := r.Marshal(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v: %s, not %s", r.Article.Key, err, got, want)
		}
	}
}
