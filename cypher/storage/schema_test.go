package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

func begin(t *testing.T, s *Store) *Tx {
	t.Helper()
	tx, err := s.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func wantError(t *testing.T, err error, code, message string) {
	t.Helper()
	if e := diag.As(err); e == nil || e.Code != code || e.Message != message {
		t.Errorf("got %#v\nwant %s: %s", e, code, message)
	}
}

func TestUniqueConstraint(t *testing.T) {
	s := OpenMemory()
	tx := begin(t, s)
	l, k := tx.InternLabel("Person"), tx.InternPropKey("key")
	a, _ := tx.CreateNode([]Label{l}, []Prop{{k, value.Integer(1)}})
	b, _ := tx.CreateNode([]Label{l}, []Prop{{k, value.Float(1)}})
	bare, _ := tx.CreateNode(nil, []Prop{{k, value.Integer(2)}})
	c := &Constraint{Name: "person_key", Kind: UniqueConstraint, Entity: Nodes, Label: "Person", Properties: []string{"key"}}
	_, err := tx.CreateConstraint(c, false)
	wantError(t, err, diag.CodeConstraintCreation, "Unable to create Constraint( name='person_key', type='UNIQUENESS', schema=(:Person {key}) ):\n"+
		"Both Node(0) and Node(1) have the label `Person` and property `key` = 1")
	if len(tx.Constraints())+len(tx.Indexes()) != 0 {
		t.Error("the refused constraint is there")
	}
	if err := tx.SetNodeProps(b, []Prop{{k, value.Integer(2)}}); err != nil {
		t.Fatal(err)
	}
	if created, err := tx.CreateConstraint(c, false); !created || err != nil {
		t.Fatal(created, err)
	}
	_, err = tx.CreateNode([]Label{l}, []Prop{{k, value.Integer(1)}})
	wantError(t, err, diag.CodeConstraint, "Node(0) already exists with label `Person` and property `key` = 1")
	wantError(t, tx.SetNodeProps(a, []Prop{{k, value.Float(2)}}), diag.CodeConstraint, "Node(1) already exists with label `Person` and property `key` = 2.0")
	_, err = tx.AddLabel(bare, l)
	wantError(t, err, diag.CodeConstraint, "Node(1) already exists with label `Person` and property `key` = 2")
	if _, err := tx.DeleteNode(b); err != nil {
		t.Fatal(err)
	}
	if added, err := tx.AddLabel(bare, l); !added || err != nil {
		t.Error("the key of a deleted node is not free:", err)
	}
	_, err = tx.DropIndex("person_key", false)
	wantError(t, err, diag.CodeIndexInUse, "Unable to drop index: Index belongs to constraint: 'person_key'")
	_, err = tx.CreateIndex(&Index{Kind: RangeIndex, Entity: Nodes, Labels: []string{"Person"}, Properties: []string{"key"}}, false)
	wantError(t, err, diag.CodeConstraintExists, "There is a uniqueness constraint on (:Person {key}), so an index is already created that matches this.")
	if created, err := tx.CreateConstraint(&Constraint{Kind: UniqueConstraint, Entity: Nodes, Label: "Person", Properties: []string{"key"}}, true); created || err != nil {
		t.Error(created, err)
	}
	if dropped, err := tx.DropConstraint("person_key", false); !dropped || err != nil || len(tx.Indexes()) != 0 {
		t.Error(dropped, err)
	}
	if _, err := tx.CreateNode([]Label{l}, []Prop{{k, value.Integer(1)}}); err != nil {
		t.Error("the dropped constraint holds:", err)
	}
}

func TestExistenceConstraint(t *testing.T) {
	s := OpenMemory()
	tx := begin(t, s)
	l, k, knows := tx.InternLabel("Person"), tx.InternPropKey("name"), tx.InternRelType("KNOWS")
	a, _ := tx.CreateNode([]Label{l}, nil)
	nodes := &Constraint{Name: "n", Kind: ExistsConstraint, Entity: Nodes, Label: "Person", Properties: []string{"name"}}
	_, err := tx.CreateConstraint(nodes, false)
	wantError(t, err, diag.CodeConstraintCreation, "Unable to create Constraint( name='n', type='NODE PROPERTY EXISTENCE', schema=(:Person {name}) ):\n"+
		"Node(0) with label `Person` must have the property `name`")
	if err := tx.SetNodeProps(a, []Prop{{k, value.String("A")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.CreateConstraint(nodes, false); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.CreateConstraint(&Constraint{Name: "r", Kind: ExistsConstraint, Entity: Relationships, Label: "KNOWS", Properties: []string{"name"}}, false); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}

	tx = begin(t, s)
	b, err := tx.CreateNode([]Label{l}, nil)
	if err != nil {
		t.Fatal("an existence constraint counts at commit only:", err)
	}
	wantError(t, tx.Commit(), diag.CodeConstraint, fmt.Sprintf("Node(%d) with label `Person` must have the property `name`", b))
	if s.Snapshot().NodeCount() != 1 {
		t.Error("the refused node can be seen")
	}
	tx = begin(t, s)
	r, err := tx.CreateRel(a, a, knows, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, tx.Commit(), diag.CodeConstraint, fmt.Sprintf("Relationship(%d) with type `KNOWS` must have the property `name`", r))
	tx = begin(t, s)
	if err := tx.SetNodeProps(a, []Prop{{k, value.Null}}); err != nil {
		t.Fatal(err)
	}
	if err := tx.SetNodeProps(a, []Prop{{k, value.Integer(3)}}); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Error("a property that was away in between:", err)
	}
}

func TestSchemaNames(t *testing.T) {
	tx := begin(t, OpenMemory())
	index := func(name string, ifNotExists bool, label string) error {
		_, err := tx.CreateIndex(&Index{Name: name, Kind: RangeIndex, Entity: Nodes, Labels: []string{label}, Properties: []string{"p"}}, ifNotExists)
		return err
	}
	if err := index("one", false, "A"); err != nil {
		t.Fatal(err)
	}
	wantError(t, index("one", false, "A"), diag.CodeEquivalentRule, "An equivalent index already exists, 'Index( name='one', type='RANGE', schema=(:A {p}) )'.")
	wantError(t, index("two", false, "A"), diag.CodeIndexExists, "There already exists an index (:A {p}).")
	wantError(t, index("one", false, "B"), codeIndexNameTaken, "There already exists an index called 'one'.")
	if err := errors.Join(index("one", true, "A"), index("two", true, "A"), index("one", true, "B")); err != nil {
		t.Error(err)
	}
	_, err := tx.CreateConstraint(&Constraint{Name: "c", Kind: UniqueConstraint, Entity: Nodes, Label: "A", Properties: []string{"p"}}, false)
	wantError(t, err, diag.CodeIndexExists, "There already exists an index (:A {p}). A constraint cannot be created until the index has been dropped.")
	_, err = tx.DropIndex("none", false)
	wantError(t, err, codeIndexDropFailed, "Unable to drop index called `none`. There is no such index.")
	_, err = tx.DropConstraint("none", false)
	wantError(t, err, codeConstraintDrop, "Unable to drop constraint `none`: No such constraint none.")
	for _, drop := range []func(string, bool) (bool, error){tx.DropIndex, tx.DropConstraint} {
		if dropped, err := drop("none", true); dropped || err != nil {
			t.Error(dropped, err)
		}
	}
}

func TestDeleteConnectedNode(t *testing.T) {
	s := OpenMemory()
	tx := begin(t, s)
	a, _ := tx.CreateNode(nil, nil)
	b, _ := tx.CreateNode(nil, nil)
	r, _ := tx.CreateRel(a, b, tx.InternRelType("T"), nil)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	tx = begin(t, s)
	if deleted, err := tx.DeleteNode(a); !deleted || err != nil {
		t.Fatal(deleted, err)
	}
	wantError(t, tx.Commit(), diag.CodeConstraint, "Cannot delete node<0>, because it still has relationships. To delete this node, you must first delete its relationships.")
	tx = begin(t, s)
	for _, f := range []func() (bool, error){func() (bool, error) { return tx.DeleteNode(a) }, func() (bool, error) { return tx.DeleteRel(r) }} {
		if deleted, err := f(); !deleted || err != nil {
			t.Fatal(deleted, err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Error("node first, relationship next:", err)
	}
	if v := s.Snapshot(); v.NodeCount() != 1 || v.RelCount() != 0 || v.Degree(b, Both) != 0 {
		t.Error("the deleted are there")
	}
}

func TestNotStorable(t *testing.T) {
	tx := begin(t, OpenMemory())
	k := tx.InternPropKey("k")
	for _, v := range []value.Value{
		value.Map(nil),
		value.ListOf(value.Null),
		value.ListOf(value.ListOf(value.True)),
		value.ListOf(value.True, value.String("x")),
		value.ListOf(value.Map(nil)),
		value.NodeRef(1),
	} {
		_, err := tx.CreateNode(nil, []Prop{{k, v}})
		if e := diag.As(err); e == nil || e.Code != diag.CodeType || e.Detail != "InvalidPropertyType" {
			t.Errorf("%s: %#v", v, e)
		}
	}
	id, err := tx.CreateNode(nil, []Prop{{k, value.ListOf(value.Integer(1), value.Float(2.5))}})
	if got := tx.NodeProp(id, k).String(); err != nil || got != "[1.0, 2.5]" {
		t.Error(got, err)
	}
	if tx.NodeCount() != 1 {
		t.Error("a refused node is there")
	}
}

// TestWriterQueue checks that writers take turns and that waiting ends with the context.
func TestWriterQueue(t *testing.T) {
	s := OpenMemory()
	tx := begin(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := s.Begin(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("begin while another writes: %v", err)
	}
	tx.Rollback()
	tx.Rollback()
	if _, err := tx.CreateNode(nil, nil); !errors.Is(err, errDone) {
		t.Errorf("create after rollback: %v", err)
	}
	if err := tx.Commit(); !errors.Is(err, errDone) {
		t.Errorf("commit after rollback: %v", err)
	}
}

// TestConcurrentWriters lets writers merge the same keys at once, while readers check their snapshots.
func TestConcurrentWriters(t *testing.T) {
	s := OpenMemory()
	tx := begin(t, s)
	if _, err := tx.CreateConstraint(&Constraint{Name: "k", Kind: UniqueConstraint, Entity: Nodes, Label: "K", Properties: []string{"key"}}, false); err != nil {
		t.Fatal(err)
	}
	hub, err := tx.CreateNode(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	const keys, writers, turns = 50, 4, 100
	var wait sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				v := s.Snapshot()
				ix, _ := v.Index("k")
				entries, distinct := v.IndexSize(ix)
				if l, _ := v.Label("K"); entries != distinct || entries != v.LabelCount(l) || v.RelCount() != entries {
					t.Errorf("a snapshot has %d entries, %d distinct, %d nodes, %d relationships", entries, distinct, v.LabelCount(l), v.RelCount())
					return
				}
				n, hops := int64(0), v.Expand(hub, Incoming)
				for h, ok := hops.Next(); ok; h, ok = hops.Next() {
					if r, ok := v.Rel(h.Rel); !ok || r.Start != h.Node || r.End != hub {
						t.Errorf("hop %+v over relationship %+v", h, r)
						return
					}
					n++
				}
				if n != entries || v.Degree(hub, Both) != int(n) {
					t.Errorf("the hub has %d relationships, degree %d; want %d", n, v.Degree(hub, Both), entries)
					return
				}
			}
		})
	}
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for i := range turns {
				tx, err := s.Begin(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				l, k, to := tx.InternLabel("K"), tx.InternPropKey("key"), tx.InternRelType("TO")
				id, err := tx.CreateNode([]Label{l}, []Prop{{k, value.Integer(int64((i*7 + w) % keys))}})
				if err == nil {
					_, err = tx.CreateRel(id, hub, to, nil)
				} else if diag.As(err).Code != diag.CodeConstraint {
					t.Error(err)
				}
				if err != nil || i%10 == 0 {
					tx.Rollback()
					continue
				}
				if err := tx.Commit(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	close(stop)
	wait.Wait()
	if n := s.Snapshot().NodeCount(); n != keys+1 {
		t.Errorf("%d nodes, want %d", n, keys+1)
	}
}

func TestFullText(t *testing.T) {
	s := OpenMemory()
	tx := begin(t, s)
	ix := &Index{Name: "texts", Kind: FullTextIndex, Entity: Nodes, Labels: []string{"Article", "Note"}, Properties: []string{"title", "body"}}
	article, note, other := tx.InternLabel("Article"), tx.InternLabel("Note"), tx.InternLabel("Other")
	title, body := tx.InternPropKey("title"), tx.InternPropKey("body")
	add := func(l Label, a, b string) int64 {
		id, err := tx.CreateNode([]Label{l}, []Prop{{title, value.String(a)}, {body, value.String(b)}})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	add(article, "Harbour treaty signed", "The two ports agreed.")
	add(note, "Port visit", "A minister met the harbour master; the TREATY was not mentioned.")
	if _, err := tx.CreateIndex(ix, false); err != nil {
		t.Fatal(err)
	}
	add(article, "Weather", "Rain over the harbour, rain over the port, rain.")
	add(other, "Harbour", "not indexed")
	search := func(query string, want ...int64) {
		t.Helper()
		hits, err := tx.SearchText(ix, query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
		var got []int64
		for i, h := range hits {
			got = append(got, h.ID)
			if h.Score <= 0 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%s: scores %v", query, hits)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", query, got, want)
		}
	}
	search("harbour", 0, 2, 1)
	search("Treaty HARBOUR", 0, 1, 2)
	search("treaty AND master", 1)
	search("harbour -treaty", 2)
	search("harbour NOT rain", 0, 1)
	search("+port harbour", 2, 1)
	search(`"harbour master"`, 1)
	search(`"treaty signed the"`)
	search("por*", 0, 2, 1)
	search("nothing")
	for query, want := range map[string]string{
		"":         `parse full-text query "": there is no word in it`,
		`"open`:    `parse full-text query "\"open": a quote is not closed`,
		"a~2":      `parse full-text query "a~2": '~' is not supported`,
		"title:x":  `parse full-text query "title:x": 'title:x' is not supported: only a final * is`,
		"(a OR b)": `parse full-text query "(a OR b)": '(' is not supported`,
	} {
		_, err := tx.SearchText(ix, query)
		wantError(t, err, diag.CodeArgument, want)
	}
	if err := tx.SetNodeProps(2, []Prop{{body, value.String("Sun")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.RemoveLabel(0, article); err != nil {
		t.Fatal(err)
	}
	search("harbour rain sun", 2, 1)
	if _, err := tx.DeleteNode(1); err != nil {
		t.Fatal(err)
	}
	search("harbour")
	if dropped, err := tx.DropIndex("texts", false); !dropped || err != nil {
		t.Error(dropped, err)
	}
	_, err := tx.SearchText(ix, "sun")
	wantError(t, err, diag.CodeIndexNotFound, "there is no full-text index 'texts'")
}
