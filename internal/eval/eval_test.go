package eval

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

func load(t *testing.T, path string) []Graph {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gs, err := Read(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return gs
}

// TestReferenceNumbers holds both reports to what the reference scorer printed for the same made-up graphs.
func TestReferenceNumbers(t *testing.T) {
	r := Score(load(t, "testdata/gold.jsonl"), load(t, "testdata/pred.jsonl"))
	for file, got := range map[string]string{"want.txt": r.String(), "want.json": string(r.JSON()) + "\n"} {
		want, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
		}
	}
}

// TestAgainstReference runs the reference scorer itself, whose path is in NEWSGRAPH_SCORE_PY, on the graphs in
// NEWSGRAPH_SCORE_GOLD and NEWSGRAPH_SCORE_PRED.
func TestAgainstReference(t *testing.T) {
	script, gold, pred := os.Getenv("NEWSGRAPH_SCORE_PY"), os.Getenv("NEWSGRAPH_SCORE_GOLD"), os.Getenv("NEWSGRAPH_SCORE_PRED")
	if script == "" {
		t.Skip("NEWSGRAPH_SCORE_PY is not set")
	}
	want, err := exec.Command("python3", script, gold, pred, "--json").Output()
	if err != nil {
		t.Fatalf("run reference scorer: %v", err)
	}
	if got := Score(load(t, gold), load(t, pred)).JSON(); !bytes.Equal(bytes.TrimSpace(want), got) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCompareErrors(t *testing.T) {
	gold := Graph{Nodes: []Node{{ID: "1", Label: "Person", Name: "Ana Roth"}, {ID: "2", Label: "Country", Name: "Kenya"}},
		Edges: []Edge{{Type: "MET_WITH", Source: "1", Target: "2"}}}
	pred := Graph{Nodes: []Node{{ID: "a", Label: "Person", Name: "Minister Roth"}, {ID: "b", Label: "Country", Name: "Kenya"}},
		Edges: []Edge{{Type: "MET_WITH", Source: "b", Target: "a"}}}
	got := Compare(gold, pred).Errors
	want := []string{"extra Person: Minister Roth", "extra edge: MET_WITH(Kenya, Minister Roth)",
		"missed Person: Ana Roth", "missed edge: MET_WITH(Ana Roth, Kenya)"}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("error %d: got %q, want %q", i, got[i], want[i])
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":"a","nodes":[{"id":1,"label":"Person","name":"X"}],"edges":[{"type":"SIGNED","source":1,"target":"2"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if gs, err := Read(bytes.NewReader(b)); err == nil {
			_ = Score(gs, gs).String()
		}
	})
}
