package tck

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/db"
)

// Verdict is how a scenario ended.
type Verdict uint8

const (
	VerdictUnset Verdict = iota
	Passed
	Wrong   // another answer, other side effects, or no error where one was due
	Errored // an error that was not due, or another one
	Skipped // the database lacks what the scenario needs: counts as not passed
)

var verdicts = [...]string{"", "passed", "wrong", "error", "skipped"}

func (v Verdict) String() string { return verdicts[v] }

// Outcome is a verdict with its reason, which is empty for Passed.
type Outcome struct {
	Verdict Verdict
	Reason  string
}

// Runner runs scenarios on one database, which they empty and fill.
type Runner struct {
	Driver   neo4j.DriverWithContext
	Database string
	// Define makes a procedure known whose signature is given in the kit's notation and whose table has its
	// arguments and results by name, and forgets those of before; nil where the database cannot do that. It is
	// called with an empty signature where a scenario begins.
	Define func(signature string, table [][]string) error
	// Timeout bounds one statement; 0 is 20 seconds.
	Timeout time.Duration
}

// Run runs one scenario. An error means that the database cannot be worked with at all.
func (r *Runner) Run(ctx context.Context, kit *Kit, s Scenario) (Outcome, error) {
	x := &execution{Runner: r, kit: kit, scenario: s, params: map[string]any{}}
	x.session = r.Driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: r.Database})
	defer x.session.Close(ctx)
	if _, err := x.run(ctx, "MATCH (n) DETACH DELETE n", nil); err != nil {
		return Outcome{}, fmt.Errorf("empty database: %w", err)
	}
	if r.Define != nil {
		if err := r.Define("", nil); err != nil {
			return Outcome{}, err
		}
	}
	for _, st := range s.Steps {
		if o := x.step(ctx, st); o.Verdict != Passed {
			o.Reason = fmt.Sprintf("%s: %s", st.Text, o.Reason)
			return o, nil
		}
	}
	if x.err != nil {
		return Outcome{Errored, x.err.Error()}, nil
	}
	return Outcome{Verdict: Passed}, nil
}

// execution is one scenario under way.
type execution struct {
	*Runner
	kit      *Kit
	scenario Scenario
	session  neo4j.SessionWithContext
	params   map[string]any
	before   snapshot
	result   rows
	err      error // of the query under test; nil once a step has expected it
}

// rows is a result.
type rows struct {
	columns []string
	values  [][]any
}

func ok() Outcome { return Outcome{Verdict: Passed} }

func wrong(format string, args ...any) Outcome { return Outcome{Wrong, fmt.Sprintf(format, args...)} }

// setup is the outcome of a step that prepares the scenario.
func setup(err error) Outcome {
	if err != nil {
		return Outcome{Errored, err.Error()}
	}
	return ok()
}

func (x *execution) step(ctx context.Context, s Step) Outcome {
	text := strings.TrimSuffix(s.Text, ":")
	switch {
	case text == "an empty graph" || text == "any graph":
		return ok()
	case strings.HasPrefix(text, "the ") && strings.HasSuffix(text, " graph"):
		name := strings.TrimSuffix(strings.TrimPrefix(text, "the "), " graph")
		statement, known := x.kit.graphs[name]
		if !known {
			return setup(fmt.Errorf("the kit has no graph %q", name))
		}
		_, err := x.run(ctx, statement, nil)
		return setup(err)
	case text == "having executed":
		_, err := x.run(ctx, s.Doc, x.params)
		return setup(err)
	case text == "parameters are":
		return setup(x.setParams(s.Table))
	case strings.HasPrefix(text, "there exists a procedure "):
		if x.Define == nil {
			return Outcome{Skipped, "the database takes no test procedures"}
		}
		return setup(x.Define(strings.TrimPrefix(text, "there exists a procedure "), s.Table))
	case text == "executing query" || text == "executing control query":
		return x.execute(ctx, s.Doc)
	case strings.Contains(text, "should be raised at "):
		return x.raised(text)
	case x.err != nil:
		return Outcome{Errored, x.err.Error()}
	case text == "no side effects":
		return x.sideEffects(ctx, nil)
	case text == "the side effects should be":
		return x.sideEffects(ctx, s.Table)
	case text == "the result should be empty":
		if n := len(x.result.values); n > 0 {
			return wrong("%d rows", n)
		}
		return ok()
	case strings.HasPrefix(text, "the result should be"):
		return x.compare(s.Table, strings.Contains(text, "in order"), strings.Contains(text, "ignoring element order"))
	}
	return setup(fmt.Errorf("unknown step"))
}

func (x *execution) setParams(table [][]string) error {
	for _, row := range table {
		v, err := parseValue(row[1])
		if err != nil {
			return err
		}
		x.params[row[0]] = v
	}
	return nil
}

func (x *execution) run(ctx context.Context, query string, params map[string]any) (rows, error) {
	timeout := x.Timeout
	if timeout == 0 {
		timeout = 20 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	res, err := x.session.Run(ctx, query, params)
	if err != nil {
		return rows{}, err
	}
	var out rows
	if out.columns, err = res.Keys(); err != nil {
		return rows{}, err
	}
	for res.Next(ctx) {
		out.values = append(out.values, res.Record().Values)
	}
	return out, res.Err()
}

// execute runs the query under test, with a snapshot before where a later step asks for side effects.
func (x *execution) execute(ctx context.Context, query string) Outcome {
	var err error
	if slices.ContainsFunc(x.scenario.Steps, func(s Step) bool { return strings.Contains(s.Text, "side effects") }) {
		if x.before, err = x.snapshot(ctx); err != nil {
			return setup(err)
		}
	}
	x.result, x.err = x.run(ctx, query, x.params)
	return ok()
}

// raised checks the query's error against "a CLASS should be raised at PHASE: DETAIL".
func (x *execution) raised(text string) Outcome {
	if x.err == nil {
		return wrong("no error")
	}
	class := strings.TrimPrefix(strings.TrimPrefix(strings.Fields(text)[1], "a "), "an ")
	_, detail, _ := strings.Cut(text, ": ")
	var e *db.Neo4jError
	if !errors.As(x.err, &e) {
		return Outcome{Errored, x.err.Error()}
	}
	x.err = nil
	said, exact := e.GqlDiagnosticRecord[detailKey].(string)
	if !exact {
		return ok()
	}
	if got, _ := e.GqlDiagnosticRecord[classKey].(string); got != class {
		return Outcome{Errored, fmt.Sprintf("class %s: %s", got, e.Msg)}
	}
	if detail != "*" && said != detail {
		return Outcome{Errored, fmt.Sprintf("detail %s: %s", said, e.Msg)}
	}
	return ok()
}

// The keys under which our server puts the kit's class and detail into the GQL diagnostic record.
const classKey, detailKey = "_tckClass", "_tckDetail"

// compare holds the result against a table: columns by name, rows in order or not.
func (x *execution) compare(table [][]string, ordered, bag bool) Outcome {
	if want, got := table[0], x.result.columns; !slices.Equal(want, got) {
		return wrong("columns %q, want %q", got, want)
	}
	want, got := make([][]string, 0, len(table)), make([][]string, 0, len(x.result.values))
	for _, cells := range table[1:] {
		row := make([]string, len(cells))
		for i, c := range cells {
			v, err := parseValue(c)
			if err != nil {
				return setup(err)
			}
			row[i] = canon(v, bag)
		}
		want = append(want, row)
	}
	for _, values := range x.result.values {
		row := make([]string, len(values))
		for i, v := range values {
			row[i] = canon(v, bag)
		}
		got = append(got, row)
	}
	if !ordered {
		sortRows(want)
		sortRows(got)
	}
	for i := range min(len(want), len(got)) {
		if !slices.Equal(want[i], got[i]) {
			return wrong("row %s, want %s", strings.Join(got[i], " | "), strings.Join(want[i], " | "))
		}
	}
	if len(want) != len(got) {
		return wrong("%d rows, want %d", len(got), len(want))
	}
	return ok()
}

// snapshot is the whole graph as sets, each element in text form.
type snapshot map[string]map[string]bool

var effects = []string{"nodes", "relationships", "labels", "properties"}

func (x *execution) snapshot(ctx context.Context) (snapshot, error) {
	s := snapshot{}
	for _, e := range effects {
		s[e] = map[string]bool{}
	}
	nodes, err := x.run(ctx, "MATCH (n) RETURN elementId(n), labels(n), properties(n)", nil)
	if err != nil {
		return nil, fmt.Errorf("take snapshot: %w", err)
	}
	rels, err := x.run(ctx, "MATCH ()-[r]->() RETURN elementId(r), [], properties(r)", nil)
	if err != nil {
		return nil, fmt.Errorf("take snapshot: %w", err)
	}
	for kind, part := range map[string]rows{"nodes": nodes, "relationships": rels} {
		for _, row := range part.values {
			id := fmt.Sprint(kind, row[0])
			s[kind][id] = true
			for _, l := range row[1].([]any) {
				s["labels"][fmt.Sprint(l)] = true
			}
			for k, v := range row[2].(map[string]any) {
				s["properties"][id+" "+k+" "+canon(v, false)] = true
			}
		}
	}
	return s, nil
}

// sideEffects compares the difference between the snapshots with the table; what it does not name is 0.
func (x *execution) sideEffects(ctx context.Context, table [][]string) Outcome {
	after, err := x.snapshot(ctx)
	if err != nil {
		return setup(err)
	}
	want := map[string]string{}
	for _, row := range table {
		want[row[0]] = row[1]
	}
	for _, e := range effects {
		for sign, n := range map[string]int{"+": missing(after[e], x.before[e]), "-": missing(x.before[e], after[e])} {
			w := want[sign+e]
			if w == "" {
				w = "0"
			}
			if w != fmt.Sprint(n) {
				return wrong("%s%s is %d, want %s", sign, e, n, w)
			}
		}
	}
	return ok()
}

// missing counts the elements of a that b lacks.
func missing(a, b map[string]bool) (n int) {
	for k := range a {
		if !b[k] {
			n++
		}
	}
	return n
}
