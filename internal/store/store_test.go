package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/store"
	"newsgraph/internal/storetest"
)

var ctx = context.Background()

// open gives a store with its schema on an empty database.
func open(t *testing.T, db *cypher.DB, o store.Options) *store.Store {
	t.Helper()
	s := store.New(db, o)
	if _, err := s.ApplySchema(ctx); err != nil {
		t.Fatal(err)
	}
	return s
}

func ingest(t *testing.T, s *store.Store, records []graph.Record) store.Report {
	t.Helper()
	r, err := s.Ingest(ctx, slices.Values(records))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// everything is the fixture with its relations of types that are not built in.
func everything() []graph.Record { return append(storetest.Records(), storetest.OwnTypes()...) }

// holds checks that the store's graph is the sum of records, by its text form, by its digest and by Verify.
func holds(t *testing.T, s *store.Store, what string, records []graph.Record) {
	t.Helper()
	want := graph.Sum(records)
	got, err := s.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if d := want.Compare(got); !d.IsZero() {
		t.Errorf("%s: the stored graph is not the sum of the records:\n%s", what, d)
	}
	digest, err := s.Digest(ctx)
	if err != nil || digest != want.Digest() {
		t.Errorf("%s: digest %s, %v, want %s", what, digest, err, want.Digest())
	}
	v, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	wantV := store.Verification{Articles: len(want.Articles), Statements: len(want.Statements), Edges: len(want.Edges),
		Nodes: len(want.Nodes), Quotes: len(want.Statements)}
	if !reflect.DeepEqual(v, wantV) {
		t.Errorf("%s: Verify = %+v, want %+v", what, v, wantV)
	}
}

func TestSchemaTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		s := open(t, db, store.Options{})
		again, err := s.ApplySchema(ctx)
		if err != nil || again != (cypher.Counters{}) {
			t.Errorf("the second time: %s, %v", again, err)
		}
	})
}

func TestIngestIsIdempotent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := everything()
		s := open(t, db, store.Options{})
		if r := ingest(t, s, records); r.New != len(records) || r.Counters.NodesCreated == 0 {
			t.Errorf("first run: %+v", r)
		}
		holds(t, s, "once", records)
		if r := ingest(t, s, records); !reflect.DeepEqual(r, store.Report{Unchanged: len(records)}) {
			t.Errorf("second run: %+v, want every article unchanged and no counter set", r)
		}
		holds(t, s, "twice", records)
		back, err := s.Records(ctx, true)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(records, func(a, b graph.Record) int { return strings.Compare(a.Article.Key, b.Article.Key) })
		if !reflect.DeepEqual(back, records) {
			t.Errorf("records read back differ:\n%+v\nwant\n%+v", back, records)
		}
	})
}

// TestAnyOrderAndBatch stores the articles in many orders and batch sizes, and in several runs.
func TestAnyOrderAndBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := everything()
		rng := rand.New(rand.NewPCG(5, 6))
		for i, size := range []int{1, 2, 3, 100} {
			clearGraph(t, db)
			rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
			s := open(t, db, store.Options{BatchArticles: size})
			half := i + 1
			ingest(t, s, records[:half])
			ingest(t, s, records)
			holds(t, s, fmt.Sprintf("batches of %d", size), records)
		}
	})
}

func clearGraph(t *testing.T, db *cypher.DB) {
	t.Helper()
	if _, err := db.Write(ctx, "MATCH (n) DETACH DELETE n", nil); err != nil {
		t.Fatal(err)
	}
}

// TestRetract takes articles out one by one, in many orders; what the others support must stay exactly.
func TestRetract(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := everything()
		rng := rand.New(rand.NewPCG(7, 8))
		for range 2 {
			s := open(t, db, store.Options{})
			ingest(t, s, records)
			rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
			for i, r := range records {
				report, err := s.Retract(ctx, r.Article.Key, "no such key")
				if err != nil || report.Retracted != 1 {
					t.Fatalf("Retract = %+v, %v", report, err)
				}
				holds(t, s, fmt.Sprintf("without %d articles", i+1), records[i+1:])
			}
			left, err := db.Read(ctx, "MATCH (n) RETURN labels(n), count(*)", nil)
			if err != nil || !reflect.DeepEqual(left.Rows, [][]any{{[]any{"Newsgraph"}, int64(1)}}) {
				t.Errorf("after the last article: %v, %v", left.Rows, err)
			}
		}
	})
}

// TestChangedArticle replaces articles by others of the same key, which say less, more and something else.
func TestChangedArticle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := everything()
		s := open(t, db, store.Options{BatchArticles: 3})
		ingest(t, s, records)
		rng := rand.New(rand.NewPCG(9, 10))
		for round := range 8 {
			// Articles swap what they say and keep their keys.
			i, j := rng.IntN(len(records)), rng.IntN(len(records)-1)
			if j >= i {
				j++
			}
			a, b := records[i].Clone(), records[j].Clone()
			a.Article.Key, b.Article.Key = b.Article.Key, a.Article.Key
			a.Article.Origin, b.Article.Origin = "", ""
			records[i], records[j] = a, b
			if r := ingest(t, s, records); r.Changed != 2 || r.Unchanged != len(records)-2 {
				t.Fatalf("round %d: %+v", round, r)
			}
			holds(t, s, fmt.Sprintf("round %d", round), records)
		}
	})
}

func TestRefusedRecordsLeaveTheOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := storetest.Records()
		bad := records[2].Clone()
		bad.Statements[0].Quote = "not what it says"
		given := append([]graph.Record{bad}, records[3:]...)
		s := open(t, db, store.Options{})
		r := ingest(t, s, given)
		if len(r.Refused) != 1 || !strings.HasPrefix(r.Refused[0].Error(), `check record signed-copy: statement 0: quote "not what it says" is not the text at 0:71`) {
			t.Errorf("refused: %v", r.Refused)
		}
		holds(t, s, "the others", records[3:])
	})
}

// TestVerifyFinds breaks a graph behind the store's back, one way a case.
func TestVerifyFinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		signed := storetest.ArticleKey("signed")
		for _, c := range []struct{ damage, want string }{
			{"MATCH (:Person {key: 'kari-berg'})-[e:SIGNED]->() DELETE e", "the articles say, and the graph lacks: (:Person kari-berg)-[:SIGNED {"},
			{"MATCH (a:Person {key: 'kari-berg'}), (b:Person {key: 'dana-miller'}) CREATE (a)-[:MET_WITH {key: 'x'}]->(b)", "the graph has, and no article says: (:Person kari-berg)-[:MET_WITH {"},
			{"MATCH (:Person {key: 'kari-berg'})-[e:VISITED]->() DELETE e", "the articles say, and the graph lacks: (:Person kari-berg)-[:VISITED {"},
			{"MATCH (a:Country {key: 'IND'}), (b:Country {key: 'CIV'}) CREATE (a)-[:ALLIED_WITH {symmetric: true}]->(b)", "the graph has, and no article says: (:Country IND)-[:ALLIED_WITH {"},
			{"MATCH (s:Statement {start: 129})-[r:SUBJECT]->(:Person {key: 'kari-berg'}) DELETE r", "statement " + signed + ":129-177:"},
			{"MATCH (t:ArticleText {key: '" + signed + "'}) SET t.text = 'X' + t.text", "statement " + signed + ":0-56:"},
			{"MATCH (t:ArticleText {key: '" + signed + "'}) SET t.text = t.text + 'X'", "article " + signed + ": its text has not the digest "},
			{"CREATE (:Country {key: 'ZZZ', name: 'Nowhere'})", `the graph has, and no article says: (:Country {key: "ZZZ", name: "Nowhere"})`},
		} {
			clearGraph(t, db)
			s := open(t, db, store.Options{})
			ingest(t, s, everything())
			if r, err := db.Write(ctx, c.damage, nil); err != nil || r.Counters == (cypher.Counters{}) {
				t.Fatalf("%s: %v", c.damage, err)
			}
			v, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(v.Faults, func(f string) bool { return strings.HasPrefix(f, c.want) }) {
				t.Errorf("%s: faults %q, want one that begins %q", c.damage, v.Faults, c.want)
			}
		}
	})
}

// TestTypesApart: a symmetric type, one of the same name that has a direction, and relationships that somebody else
// made under that name are kept apart.
func TestTypesApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *cypher.DB) {
		records := storetest.OwnTypes()
		directed, err := graph.NewEdgeType(storetest.AlliedWith.String(), false)
		if err != nil {
			t.Fatal(err)
		}
		other := records[1].Clone()
		for i, s := range other.Statements {
			if s.Type == storetest.AlliedWith {
				other.Statements[i].Type = directed
			}
		}
		records[1] = other
		s := open(t, db, store.Options{})
		ingest(t, s, records[:1])
		const foreign = "MATCH (a:Country {key: 'ISL'}), (b:Country {key: 'NOR'}) CREATE (a)-[:ALLIED_WITH {mine: 1}]->(b) CREATE (a)-[:BORDERS]->(b) CREATE (a)-[:`likes to`]->(b)"
		if _, err := db.Write(ctx, foreign, nil); err != nil {
			t.Fatal(err)
		}
		ingest(t, s, records)
		holds(t, s, "both", records)
		if _, err := s.Retract(ctx, records[0].Article.Key); err != nil {
			t.Fatal(err)
		}
		holds(t, s, "without the symmetric one", records[1:])
		left, err := db.Read(ctx, "MATCH (:Country {key: 'ISL'})-[e]->(:Country {key: 'NOR'}) RETURN type(e), e.symmetric, e.key ORDER BY type(e), e.key", nil)
		want := [][]any{{"ALLIED_WITH", nil, "ALLIED_WITH Country:ISL Country:NOR"}, {"ALLIED_WITH", nil, nil}, {"BORDERS", nil, nil}, {"likes to", nil, nil}}
		if err != nil || !reflect.DeepEqual(left.Rows, want) {
			t.Errorf("left %v, %v, want %v", left.Rows, err, want)
		}
	})
}
