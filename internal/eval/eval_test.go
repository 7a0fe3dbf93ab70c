package eval

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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

// TestHold writes accepted scores and compares others with them.
func TestHold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "scores.json")
	was := Accepted{"a": {TP: 3, FP: 1, FN: 2}, "b": {TP: 1}, "c \"d\"": {TP: 5, FN: 5}, "gone": {}}
	if fallen, changed, err := was.Hold(file, true); fallen != nil || changed != nil || err != nil {
		t.Fatalf("accept: %v, %v, %v", fallen, changed, err)
	}
	if fallen, changed, err := was.Hold(file, false); fallen != nil || changed != nil || err != nil {
		t.Errorf("compare with the same: %v, %v, %v", fallen, changed, err)
	}
	now := Accepted{"a": {TP: 2, FP: 1, FN: 3}, "b": {TP: 2}, "c \"d\"": {TP: 6, FN: 4}, "new": {TP: 1}}
	fallen, changed, err := now.Hold(file, false)
	wantFallen := []string{"a: fell from F1 0.667 (tp 3 fp 1 fn 2) to F1 0.500 (tp 2 fp 1 fn 3)", "gone: accepted at F1 0.000 (tp 0 fp 0 fn 0), and not scored"}
	wantChanged := []string{"b: from F1 1.000 (tp 1 fp 0 fn 0) to F1 1.000 (tp 2 fp 0 fn 0)",
		`c "d": from F1 0.667 (tp 5 fp 0 fn 5) to F1 0.750 (tp 6 fp 0 fn 4)`, "new: F1 1.000 (tp 1 fp 0 fn 0), and not accepted yet"}
	if !slices.Equal(fallen, wantFallen) || !slices.Equal(changed, wantChanged) || err != nil {
		t.Errorf("fallen %q\nchanged %q\n%v\nwant\n%q\n%q", fallen, changed, err, wantFallen, wantChanged)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := now.Hold(file, false); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a broken file: %v", err)
	}
}

// TestPhenomena: a right or missed edge counts for the gold's phenomena, an extra one for the prediction's.
func TestPhenomena(t *testing.T) {
	nodes := []Node{{ID: "1", Label: "Person", Name: "Ana Roth"}, {ID: "2", Label: "Country", Name: "Kenya", Aliases: []string{"Kenyan"}}, {ID: "3", Label: "Country", Name: "Peru"}}
	met := func(a, b ID, evidence, date optional, phenomena ...optional) Edge {
		return Edge{Type: "MET_WITH", Source: a, Target: b, Evidence: evidence, Date: date, Phenomena: phenomena}
	}
	gold := Graph{Nodes: nodes, Phenomena: []optional{"telephone"}, Edges: []Edge{met("1", "2", "Ms Roth met Kenyan “officials”.", ""), met("1", "3", "She met Peru.", "2020", "pronoun")}}
	pred := Graph{Nodes: nodes, Edges: []Edge{met("2", "1", "Kenya met her.", "2020"), met("2", "3", "Kenya met Peru.", "2021")}}
	want := map[string]Count{
		"telephone":                          {TP: 1, FN: 1},
		"pronoun":                            {FN: 1},
		"actors named in the sentence":       {TP: 1, FP: 1},
		"an actor not named in the sentence": {FN: 1},
		"in a sentence with a quotation":     {TP: 1},
		"with a day, month or year":          {FP: 1, FN: 1},
	}
	if got := Compare(gold, pred).Phenomena; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
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
	f.Add([]byte(`{"id":"a","source":1,"article":"x","nodes":[],"edges":[{"evidence":[],"phenomena":["x",2]}]}`))
	f.Add([]byte(`{"id":"a","nodes":[{"id":1,"label":"Person","name":"X"}],"edges":[{"type":"SIGNED","source":1,"target":"2"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if gs, err := Read(bytes.NewReader(b)); err == nil {
			_ = Score(gs, gs).String()
		}
	})
}
