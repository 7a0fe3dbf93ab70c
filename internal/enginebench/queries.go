package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"newsgraph/cypher"
	"newsgraph/cypher/tck"
	"newsgraph/graph"
)

// workload is a query with the parameters that it is asked with, by turns.
type workload struct {
	name, text string
	params     []map[string]any
}

// sets is how many different parameters a query is asked with.
const sets = 8

// workloads are the canned queries, with parameters from the corpus: from what everybody reports on to what few do.
func workloads(w *world, records []graph.Record) []workload {
	p := &picker{w: w, statements: map[graph.EdgeType][]graph.Statement{}}
	for _, r := range records {
		for _, s := range r.Statements {
			if s.Status == graph.Occurred {
				p.statements[s.Type] = append(p.statements[s.Type], s)
			}
		}
		p.articles = append(p.articles, r.Article.Key)
	}
	var out []workload
	for _, q := range cypher.Queries() {
		one := workload{name: q.Name, text: q.Text}
		for i := range sets {
			params := p.params(q, i)
			if !slices.ContainsFunc(one.params, func(m map[string]any) bool { return maps.Equal(m, params) }) {
				one.params = append(one.params, params)
			}
		}
		out = append(out, one)
	}
	return out
}

// chosen are the workloads that names names, with commas between them; all of them if it is "".
func chosen(all []workload, names string) ([]workload, error) {
	if names == "" {
		return all, nil
	}
	var out []workload
	for _, name := range strings.Split(names, ",") {
		i := slices.IndexFunc(all, func(w workload) bool { return w.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no query %q", name)
		}
		out = append(out, all[i])
	}
	return out, nil
}

// picker picks parameters.
type picker struct {
	w          *world
	statements map[graph.EdgeType][]graph.Statement
	articles   []string
}

// statement is the i-th of some statements of a type that lie far apart.
func (p *picker) statement(t graph.EdgeType, i int) graph.Statement {
	all := p.statements[t]
	return all[(i*len(all)/sets+i)%len(all)]
}

// person is the i-th of some people from the first to those in the middle, shifted.
func (p *picker) person(i, shift int) graph.Node {
	return p.w.people[i*i*len(p.w.people)/(2*sets*sets)+shift]
}

// params are the i-th parameters of a query.
func (p *picker) params(q cypher.Query, i int) map[string]any {
	met, signed := p.statement(graph.MetWith, i), p.statement(graph.Signed, i)
	out := map[string]any{}
	for _, param := range q.Parameters {
		if param.Optional {
			out[param.Name] = param.Default
		}
		switch {
		case q.Name == "evidence":
			out["a"], out["b"] = signed.Subject.Key, signed.Object.Key
		case param.Name == "a" && param.Type == cypher.TypeActor:
			out["a"], out["b"] = met.Subject.Key, met.Object.Key
		case param.Name == "b" && param.Type == cypher.TypeActor:
		case param.Name == "from":
			out["from"] = fmt.Sprint(2015 + i%3)
		case param.Name == "to":
			out["to"] = fmt.Sprintf("%d-06", 2019+i%3)
		case param.Type == cypher.TypePerson && param.Name == "b":
			out["b"] = p.person(i, 7).Key
		case param.Type == cypher.TypePerson:
			out[param.Name] = p.person(i, 0).Key
		case param.Type == cypher.TypeCountry && param.Name == "b":
			out["b"] = p.w.countries[i+1].Key
		case param.Type == cypher.TypeCountry:
			out[param.Name] = p.w.countries[i*i*2].Key
		case param.Type == cypher.TypeActor && i%2 == 0:
			out[param.Name] = p.w.countries[i*i].Key
		case param.Type == cypher.TypeActor && q.Name != "announcements":
			out[param.Name] = signed.Subject.Key
		case param.Type == cypher.TypeEvent && i%4 != 0:
			out[param.Name] = p.statement(graph.Announced, i).Object.Key
		case param.Type == cypher.TypeAgreement || param.Type == cypher.TypeEntity && i%2 == 0:
			out[param.Name] = signed.Object.Key
		case param.Type == cypher.TypeEntity:
			out[param.Name] = met.Subject.Key
		case param.Type == cypher.TypeArticle:
			out[param.Name] = p.articles[i*len(p.articles)/sets]
		}
	}
	return out
}

// answer is the rows of a query, each in canonical form, sorted: where several rows are alike in all that the
// query orders by, either order is right.
func answer(ctx context.Context, db *cypher.DB, q workload, params map[string]any) ([]string, error) {
	var rows []string
	_, err := db.Stream(ctx, cypher.ReadAccess, q.text, params, func(_ []string, row []any) error {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = tck.Canonical(v)
		}
		rows = append(rows, strings.Join(cells, " | "))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("run query %s on %s: %w", q.name, db.Address(), err)
	}
	slices.Sort(rows)
	return rows, nil
}

// check asks both sides every query with all its parameters, and says where they differ and which query gives no
// rows at all. It returns the mean number of rows of each query.
func (b *bench) check(ctx context.Context) ([]int, error) {
	means := make([]int, len(b.work))
	for i, q := range b.work {
		total := 0
		for _, params := range q.params {
			var first []string
			for j, db := range b.sides() {
				rows, err := answer(ctx, db, q, params)
				switch {
				case err != nil:
					return nil, err
				case j == 0:
					first = rows
				case !slices.Equal(first, rows):
					return nil, fmt.Errorf("query %s with %v: %s", q.name, params, difference(first, rows))
				}
			}
			total += len(first)
		}
		if total == 0 {
			return nil, fmt.Errorf("query %s gives no rows: the corpus does not suit it", q.name)
		}
		means[i] = (total + len(q.params) - 1) / len(q.params)
	}
	return means, nil
}

func difference(ours, theirs []string) string {
	for i := range min(len(ours), len(theirs)) {
		if ours[i] != theirs[i] {
			return fmt.Sprintf("the embedded graph gives %s, Neo4j %s", ours[i], theirs[i])
		}
	}
	return fmt.Sprintf("the embedded graph gives %d rows, Neo4j %d", len(ours), len(theirs))
}

const (
	warmUp  = 1500 * time.Millisecond // for each query and side, at least
	atATime = 20 * time.Millisecond   // for a side's turn, at least
	measure = 2 * time.Second         // for each query, on the slower side
	fewest  = 5                       // times that a query is timed, at least
)

// What a query is timed on.
const (
	onGraph = iota // the embedded one
	onTape         // of the embedded graph
	onNeo4j
	timed
)

// timing is what was measured of a query: its mean number of rows, and seconds on each of what it is timed on.
type timing struct {
	name     string
	rows     int
	p50, p99 [timed]float64
}

// queries compares the answers to all queries and then times each.
func (b *bench) queries(ctx context.Context) error {
	progress("comparing the answers to %d queries", len(b.work))
	rows, err := b.check(ctx)
	if err != nil {
		return err
	}
	mib, err := b.server.memory()
	if err != nil {
		return err
	}
	b.add("memory, after the queries", fmt.Sprintf("%d MiB", mib), "", "", "500 MiB")
	return b.inProcess(ctx, func() error {
		return b.profiled(func() error { return b.timeAll(ctx, rows) })
	})
}

// profiled runs work, and writes a profile of it if one is wanted.
func (b *bench) profiled(work func() error) error {
	if b.profile == "" {
		return work()
	}
	f, err := os.Create(b.profile)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = work()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

func (b *bench) timeAll(ctx context.Context, rows []int) error {
	t, err := newTape(ctx, b.scratch, b.embedded.Address())
	if err != nil {
		return err
	}
	defer t.stop(ctx)
	for i, q := range b.work {
		took, err := b.time(ctx, t, q)
		if err != nil {
			return err
		}
		t := timing{name: q.name, rows: rows[i]}
		for on, took := range took {
			if len(took) > 0 {
				t.p50[on], t.p99[on] = quantile(took, 0.5), quantile(took, 0.99)
			}
		}
		progress("%s: %s, floor %s, Neo4j %s", t.name, seconds(t.p50[onGraph]), seconds(t.p50[onTape]), seconds(t.p50[onNeo4j]))
		b.timings = append(b.timings, t)
	}
	return nil
}

// addRatios adds how the canned queries compare on the whole.
func (b *bench) addRatios() {
	canned := 0
	for canned < len(b.timings) && !strings.HasPrefix(b.timings[canned].name, "(") {
		canned++
	}
	if b.neo4j == nil || canned == 0 {
		return
	}
	for _, c := range []struct {
		on    int
		where string
	}{{onGraph, ""}, {onTape, ", floor"}} {
		logs, fast := 0.0, 0
		for _, t := range b.timings[:canned] {
			r := t.p50[onNeo4j] / t.p50[c.on]
			logs += math.Log(r)
			if r >= 10 {
				fast++
			}
		}
		b.add("canned queries, p50, geometric mean"+c.where, "", "", times(math.Exp(logs/float64(canned))), "10x")
		b.add("canned queries at least 10x faster"+c.where, fmt.Sprintf("%d of %d", fast, canned), "", "", "all")
	}
}

// simple are queries of one and two hops beside the canned ones.
func simple(records []graph.Record) []workload {
	var params []map[string]any
	for _, r := range records[:64] {
		params = append(params, map[string]any{"key": r.Nodes[0].Key, "article": r.Article.Key})
	}
	return []workload{
		{"(constant)", "RETURN 1", params},
		{"(point)", "MATCH (a:Article {key: $article}) RETURN a.title", params},
		{"(one hop)", oneHop, params},
		{"(two hops)", "MATCH (:Article {key: $article})-[:STATES]->()-[:SUBJECT]->(x) RETURN DISTINCT x.name", params},
	}
}

const oneHop = "MATCH (:Article {key: $article})-[:MENTIONS]->(x) RETURN x.name"

// time asks a query on all sides by turns of like length, in which all its parameters come again and again, as from a
// program that has one database: what a side finds of its data in the processor's caches is what it left there itself,
// but for the beginning of a turn. It returns the times of each side in seconds, sorted.
func (b *bench) time(ctx context.Context, t *tape, q workload) ([timed][]float64, error) {
	var took [timed][]float64
	answers, err := t.record(ctx, q)
	if err != nil {
		return took, err
	}
	on := [timed]*cypher.DB{onGraph: b.embedded, onTape: t.db, onNeo4j: b.neo4j}
	// ask adds a side's times to took until their sum is enough, and returns it.
	ask := func(side int, enough time.Duration) (sum time.Duration, err error) {
		for sum < enough {
			for i, params := range q.params {
				if side == onTape {
					t.use(answers[i])
				}
				begun := time.Now()
				if _, err := on[side].Stream(ctx, cypher.ReadAccess, q.text, params, nil); err != nil {
					return 0, err
				}
				d := time.Since(begun)
				took[side] = append(took[side], d.Seconds())
				sum += d
			}
		}
		return sum, nil
	}
	for side, db := range on {
		if db == nil {
			continue
		}
		if _, err := ask(side, warmUp); err != nil {
			return took, err
		}
		took[side] = nil
	}
	for slowest := time.Duration(0); slowest < measure || len(took[onGraph]) < fewest; {
		longest := time.Duration(0)
		for side, db := range on {
			if db == nil {
				continue
			}
			d, err := ask(side, atATime)
			if err != nil {
				return took, err
			}
			longest = max(longest, d)
		}
		slowest += longest
	}
	for side := range took {
		slices.Sort(took[side])
	}
	return took, nil
}

func quantile(sorted []float64, q float64) float64 {
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
