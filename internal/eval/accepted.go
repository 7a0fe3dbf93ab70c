package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
)

// Accepted is the counts of the last accepted scores, by the name of what is scored. Scores that fall below theirs
// are an error until somebody accepts them.
type Accepted map[string]Count

// Accepted is the counts of every line of the report. Factuality counts what was kept apart as right and what was
// asserted as wrong.
func (r Result) Accepted() Accepted {
	out := Accepted{}
	for _, l := range r.Lines() {
		out[l.Name] = l.Count
	}
	kept, asserted := r.Factuality()
	out["factuality"] = Count{TP: kept, FP: asserted}
	return out
}

// ReadAccepted reads a file that Write wrote.
func ReadAccepted(file string) (Accepted, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read accepted scores: %w", err)
	}
	var out Accepted
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("read accepted scores: %s: %w", file, err)
	}
	return out, nil
}

// Write writes the scores to a file, a line for each.
func (a Accepted) Write(file string) error {
	var b bytes.Buffer
	for i, name := range slices.Sorted(maps.Keys(a)) {
		key, err := json.Marshal(name)
		if err != nil {
			return fmt.Errorf("write accepted scores: %w", err)
		}
		c := a[name]
		fmt.Fprintf(&b, "%s%s: {\"tp\": %d, \"fp\": %d, \"fn\": %d}", []string{"{\n", ",\n"}[min(i, 1)], key, c.TP, c.FP, c.FN)
	}
	b.WriteString("\n}\n")
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		return fmt.Errorf("write accepted scores: %w", err)
	}
	return nil
}

// Hold writes the scores to a file where accept is set, and else compares those in the file with them: see Compare.
func (a Accepted) Hold(file string, accept bool) (fallen, changed []string, err error) {
	if accept {
		return nil, nil, a.Write(file)
	}
	accepted, err := ReadAccepted(file)
	if err != nil {
		return nil, nil, err
	}
	fallen, changed = accepted.Compare(a)
	return fallen, changed, nil
}

// Compare says how the scores now differ from those accepted: what fell by F1, and what else changed; a line each,
// sorted by name.
func (a Accepted) Compare(now Accepted) (fallen, changed []string) {
	names := map[string]bool{}
	for name := range a {
		names[name] = true
	}
	for name := range now {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, accepted := a[name]
		is, scored := now[name]
		switch {
		case !scored:
			fallen = append(fallen, fmt.Sprintf("%s: accepted at %s, and not scored", name, was))
		case !accepted:
			changed = append(changed, fmt.Sprintf("%s: %s, and not accepted yet", name, is))
		case is.f1() < was.f1():
			fallen = append(fallen, fmt.Sprintf("%s: fell from %s to %s", name, was, is))
		case is != was:
			changed = append(changed, fmt.Sprintf("%s: from %s to %s", name, was, is))
		}
	}
	return fallen, changed
}

func (c Count) f1() float64 {
	_, _, f := c.PRF()
	return f
}

// String is the counts with the F1 that they give.
func (c Count) String() string {
	return fmt.Sprintf("F1 %.3f (tp %d fp %d fn %d)", c.f1(), c.TP, c.FP, c.FN)
}
