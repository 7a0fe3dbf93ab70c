package engine_test

import (
	"context"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
)

// TestPathLimits holds that following repeated paths ends with its time, and within its memory.
func TestPathLimits(t *testing.T) {
	h := newHarness(t, engine.Options{Memory: 1 << 20})
	h.setup(`UNWIND range(1, 14) AS i CREATE (:K {k: i});
MATCH (a:K), (b:K) WHERE a.k < b.k CREATE (a)-[:R]->(b);
CREATE (:Hub);
UNWIND range(1, 9000) AS i MATCH (h:Hub) CREATE (h)-[:R]->(:Leaf);`)
	for _, c := range []struct{ query, code string }{
		{"MATCH (a:K) ((x)--(y) WHERE x.k <> 0)+ (b:Leaf) RETURN count(*)", diag.CodeTransactionTimedOut},
		{"MATCH (h:Hub) ((x)-->(y))+ (b:K) RETURN count(*)", diag.CodeMemory},
		{"MATCH SHORTEST 1000000000 (a:K {k: 1})--+(b:K {k: 2}) RETURN count(*)", diag.CodeTransactionTimedOut},
		{"MATCH ANY SHORTEST (h:Hub)-->+(b) RETURN count(*)", diag.CodeMemory},
	} {
		var timeout time.Duration
		if c.code == diag.CodeTransactionTimedOut {
			timeout = 100 * time.Millisecond
		}
		r, err := h.session.Run(context.Background(), c.query, nil, engine.Read, timeout)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := r.Next(); code(err) != c.code {
			t.Errorf("%s: %v", c.query, err)
		}
	}
}
