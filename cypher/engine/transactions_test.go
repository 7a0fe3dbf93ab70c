package engine_test

import (
	"context"
	"testing"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/engine"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/value"
)

// rowsOf runs a query and gives its rows as text.
func rowsOf(t *testing.T, s *engine.Session, query string, params map[string]value.Value) []string {
	t.Helper()
	r, err := s.Run(context.Background(), query, params, engine.Read, 0)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for {
		row, ok, err := r.Next()
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if !ok {
			return out
		}
		out = append(out, value.List(row).String())
	}
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s, want %s", got[i], want[i])
		}
	}
}

func TestTransactionsShown(t *testing.T) {
	e := engine.Open(storage.OpenMemory(), engine.Options{})
	ann, bob := e.Session(), e.Session()
	ann.Client = engine.Client{User: "ann", Connection: "c-1", Address: "here", Protocol: "bolt", Metadata: value.Map([]value.Entry{{Key: "app", Value: value.String("x")}})}
	tx := begin(t, ann, engine.Write)
	defer tx.Rollback()
	const list = "SHOW TRANSACTIONS YIELD transactionId, username, connectionId, clientAddress, protocol, metaData, currentQuery, parameters, status ORDER BY transactionId"
	own := "['neo4j-transaction-%', '', '', '', '', {}, '" + list + "', {}, 'Running']"
	expect(t, rowsOf(t, bob, list, nil), "['neo4j-transaction-1', 'ann', 'c-1', 'here', 'bolt', {app: 'x'}, '', {}, 'Running']", replace(own, "2"))
	r, err := tx.Run(context.Background(), "UNWIND range(1, 9) AS x RETURN x + $y", map[string]value.Value{"y": value.Integer(1)})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, rowsOf(t, bob, list, nil),
		"['neo4j-transaction-1', 'ann', 'c-1', 'here', 'bolt', {app: 'x'}, 'UNWIND range(1, 9) AS x RETURN x + $y', {y: 1}, 'Running']", replace(own, "3"))
	expect(t, rowsOf(t, bob, "SHOW TRANSACTIONS 'neo4j-transaction-1', 'neo4j-transaction-99' YIELD username", nil), "['ann']")
	expect(t, rowsOf(t, bob, "SHOW TRANSACTIONS $ids YIELD username RETURN count(*)", map[string]value.Value{"ids": value.List(nil)}), "[0]")
	if _, err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	expect(t, rowsOf(t, bob, "SHOW TRANSACTIONS WHERE username = 'ann'", nil))
}

func replace(s, id string) string {
	for i := range s {
		if s[i] == '%' {
			return s[:i] + id + s[i+1:]
		}
	}
	return s
}

// TestTerminate ends transactions that run a query, that wait for the right to write, and that do nothing.
func TestTerminate(t *testing.T) {
	e := engine.Open(storage.OpenMemory(), engine.Options{})
	s := e.Session()
	running, idle := begin(t, e.Session(), engine.Read), begin(t, e.Session(), engine.Write)
	r, err := running.Run(context.Background(), endless, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := idle.Run(context.Background(), "CREATE (:A)", nil); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error)
	go func() {
		_, err := e.Session().Run(context.Background(), "CREATE (:B)", nil, engine.Write, 0)
		waiting <- err
	}()
	for len(rowsOf(t, s, "SHOW TRANSACTIONS WHERE currentQuery = 'CREATE (:B)'", nil)) == 0 {
	}
	expect(t, rowsOf(t, s, "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS q WHERE q = 'CREATE (:B)' "+
		"TERMINATE TRANSACTIONS id YIELD message RETURN q, message", nil), "['CREATE (:B)', 'Transaction terminated.']")
	if err := <-waiting; code(err) != diag.CodeTerminated {
		t.Errorf("waiting: %v", err)
	}
	expect(t, rowsOf(t, s, "TERMINATE TRANSACTIONS 'neo4j-transaction-1', 'neo4j-transaction-2', 'neo4j-transaction-99'", nil),
		"['neo4j-transaction-1', '', 'Transaction terminated.']", "['neo4j-transaction-2', '', 'Transaction terminated.']",
		"['neo4j-transaction-99', null, 'Transaction not found.']")
	if _, _, err := r.Next(); code(err) != diag.CodeTerminated {
		t.Errorf("running: %v", err)
	}
	if _, err := idle.Commit(context.Background()); code(err) != diag.CodeTerminated {
		t.Errorf("idle: %v", err)
	}
	expect(t, rowsOf(t, s, countAll, nil), "[0]")
	for query, want := range map[string]string{"TERMINATE TRANSACTIONS 'x'": "Neo.ClientError.General.InvalidArguments", "TERMINATE TRANSACTIONS 1": diag.CodeType} {
		r, err := s.Run(context.Background(), query, nil, engine.Read, 0)
		if err == nil {
			_, _, err = r.Next()
		}
		if code(err) != want {
			t.Errorf("%s: %v", query, err)
		}
	}
}
