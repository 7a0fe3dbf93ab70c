package cypher_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"newsgraph/cypher"
	"newsgraph/internal/storetest"
)

var ctx = context.Background()

func TestReadWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		w, err := db.Write(ctx, "UNWIND $rows AS r CREATE (n:T {k: r.k, names: r.names})", map[string]any{
			"rows": []any{map[string]any{"k": 1, "names": []string{"é", "b"}}, map[string]any{"k": 2, "names": []string{}}}})
		if err != nil {
			t.Fatal(err)
		}
		if want := (cypher.Counters{NodesCreated: 2, LabelsAdded: 2, PropertiesSet: 4}); w.Counters != want {
			t.Errorf("counters %s, want %s", w.Counters, want)
		}
		const q = "MATCH (n:T) RETURN n.k AS k, n.names AS names ORDER BY k"
		r, err := db.Read(ctx, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := [][]any{{int64(1), []any{"é", "b"}}, {int64(2), []any{}}}
		if !reflect.DeepEqual(r.Columns, []string{"k", "names"}) || !reflect.DeepEqual(r.Rows, want) {
			t.Errorf("Read = %v %v", r.Columns, r.Rows)
		}
		var streamed [][]any
		_, err = db.Stream(ctx, cypher.ReadAccess, q, nil, func(_ []string, row []any) error {
			streamed = append(streamed, row)
			return nil
		})
		if err != nil || !reflect.DeepEqual(streamed, want) {
			t.Errorf("Stream = %v, %v", streamed, err)
		}
		if _, err := db.Read(ctx, "CREATE (n:T)", nil); err == nil {
			t.Error("a write in a read transaction was accepted")
		}
	})
}

func TestWriteTxRollsBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		own := errors.New("own")
		err := db.WriteTx(ctx, func(tx *cypher.Tx) error {
			if _, err := tx.Run(ctx, "CREATE (:T)", nil); err != nil {
				return err
			}
			return own
		})
		if err != own {
			t.Errorf("WriteTx = %v, want the work's own error", err)
		}
		err = db.WriteTx(ctx, func(tx *cypher.Tx) error {
			if _, err := tx.Run(ctx, "CREATE (:T)", nil); err != nil {
				return err
			}
			_, err := tx.Run(ctx, "RETRUN 1", nil)
			return fmt.Errorf("write it all: %w", err)
		})
		if q, ok := errors.AsType[*cypher.QueryError](err); !ok || q.Line != 1 || q.Column != 1 || !strings.HasPrefix(err.Error(), "write it all: run query: 1:1: ") {
			t.Errorf("WriteTx = %v, want the work's error around a *QueryError", err)
		}
		if r, err := db.Read(ctx, "MATCH (n:T) RETURN count(n)", nil); err != nil || r.Rows[0][0] != int64(0) {
			t.Errorf("after two rollbacks: %v, %v", r, err)
		}
	})
}

func TestQueryErrorPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		for _, c := range []struct {
			query, caret string
		}{
			{"MATCH (n)\n  RETRUN n", "  RETRUN n\n  ^"},
			{"MATCH (é:É) RETURN x", "MATCH (é:É) RETURN x\n                   ^"},
		} {
			_, err := db.Read(ctx, c.query, nil)
			q, ok := errors.AsType[*cypher.QueryError](err)
			if !ok {
				t.Errorf("%q: %v, want a *QueryError", c.query, err)
				continue
			}
			if q.Caret() != c.caret || strings.Contains(q.Message, "line ") || q.Query != c.query {
				t.Errorf("%q: caret\n%s\nmessage %q", c.query, q.Caret(), q.Message)
			}
		}
	})
}

func TestOpenRefused(t *testing.T) {
	c := storetest.Config(t)
	wrong := c
	wrong.Password = cypher.NewSecret("not-it-hunter2")
	if _, err := cypher.Open(ctx, wrong); !errors.Is(err, cypher.ErrUnauthorized) || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("Open = %v, want ErrUnauthorized without the password", err)
	}
	c.Database = "nosuch"
	if _, err := cypher.Open(ctx, c); !errors.Is(err, cypher.ErrNoDatabase) {
		t.Errorf("Open = %v, want ErrNoDatabase", err)
	}
}
