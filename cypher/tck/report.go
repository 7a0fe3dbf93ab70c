package tck

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Report gathers outcomes in the order of the scenarios.
type Report struct {
	names    []string
	outcomes map[string]Outcome
	areas    map[string]*[5]int // counts by verdict
}

// NewReport returns an empty report.
func NewReport() *Report { return &Report{outcomes: map[string]Outcome{}, areas: map[string]*[5]int{}} }

// Add records how s ended.
func (r *Report) Add(s Scenario, o Outcome) {
	r.names = append(r.names, s.Name)
	r.outcomes[s.Name] = o
	if r.areas[s.Area] == nil {
		r.areas[s.Area] = &[5]int{}
	}
	r.areas[s.Area][o.Verdict]++
}

// Count is the number of scenarios with a verdict.
func (r *Report) Count(v Verdict) (n int) {
	for _, c := range r.areas {
		n += c[v]
	}
	return n
}

// String is a table, a row an area, with the share that passed; skipped counts as not passed.
func (r *Report) String() string {
	var b strings.Builder
	areas := make([]string, 0, len(r.areas))
	for a := range r.areas {
		areas = append(areas, a)
	}
	slices.Sort(areas)
	line := func(name string, c [5]int) {
		all := c[Passed] + c[Wrong] + c[Errored] + c[Skipped]
		fmt.Fprintf(&b, "%-40s %6d %6d %6d %6d %6d %8.2f %%\n", name, all, c[Passed], c[Wrong], c[Errored], c[Skipped],
			100*float64(c[Passed])/float64(max(all, 1)))
	}
	fmt.Fprintf(&b, "%-40s %6s %6s %6s %6s %6s %10s\n", "area", "all", "passed", "wrong", "error", "skip", "passed")
	var total [5]int
	for _, a := range areas {
		line(a, *r.areas[a])
		for v, n := range r.areas[a] {
			total[v] += n
		}
	}
	line("all", total)
	return b.String()
}

// Ratchet is the list of scenarios that are known not to pass, by name, with the reason for each.
type Ratchet map[string]string

// LoadRatchet reads a ratchet file: a line a scenario, "NAME" or "NAME\tREASON"; "#" begins a comment.
func LoadRatchet(path string) (Ratchet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := Ratchet{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, _ := strings.Cut(line, "\t")
		out[name] = reason
	}
	return out, sc.Err()
}

// Check lists what is not as the ratchet says: a listed scenario that passed, an unlisted one that did not, and a
// listed one that does not exist.
func (r *Report) Check(known Ratchet) []string {
	var out []string
	for _, n := range r.names {
		o := r.outcomes[n]
		_, listed := known[n]
		switch {
		case listed && o.Verdict == Passed:
			out = append(out, "passes and is listed: "+n)
		case !listed && o.Verdict != Passed:
			out = append(out, fmt.Sprintf("%s and is not listed: %s: %s", o.Verdict, n, firstLine(o.Reason)))
		}
	}
	for n := range known {
		if _, ran := r.outcomes[n]; !ran {
			out = append(out, "is listed and does not exist: "+n)
		}
	}
	slices.Sort(out)
	return out
}

// Lines is the ratchet file's content for what did not pass.
func (r *Report) Lines() string {
	var b strings.Builder
	for _, n := range r.names {
		if o := r.outcomes[n]; o.Verdict != Passed {
			fmt.Fprintf(&b, "%s\t%s: %s\n", n, o.Verdict, firstLine(o.Reason))
		}
	}
	return b.String()
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.ReplaceAll(s, "\t", " ")
}
