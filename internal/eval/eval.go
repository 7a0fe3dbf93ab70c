// Package eval scores predicted graphs against gold graphs by the definitions of the project's ontology.
//
// # Input and output
//
// Both sides are JSON lines of {"id", "nodes": [{"id", "label", "name", "aliases"}], "edges": [{"type", "source",
// "target", "status"}]}. Score gives precision, recall and F1 per label and edge type, micro-averaged, each with a
// 95 % bootstrap interval over articles.
//
// # Matching rule
//
// Person and Country nodes match by name or alias after normalisation; Agreement, Event and Organization nodes
// also when enough content words are shared. Each gold node is matched once. An edge is right when its type and
// both ends are, and its status is "occurred"; MET_WITH has no direction. What the gold marks "disputed" counts
// neither way. Agreement and Event nodes in no predicted edge are not held against precision.
//
// # Sources and phenomena
//
// The report is also broken down by who published the articles, and by phenomena of the edges: what the gold marks
// ("phenomena": ["passive"], on an edge or an article), and what can be seen in an edge's evidence. A right or missed
// edge has the phenomena of the gold's, an extra one those of the prediction.
//
// # Invariants
//
// The numbers equal, to the last digit, those of the reference scorer in Python that the gold data comes with,
// the bootstrap intervals included: the generator is Python's (see mersenne.go), and the order of draws is the same.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
)

// ID is a node's name within its record. A JSON number is read as its text.
type ID string

// UnmarshalJSON reads a string or a number.
func (id *ID) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(id))
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	*id = ID(n)
	return nil
}

// Node is a node of a gold or predicted graph.
type Node struct {
	ID       ID       `json:"id"`
	Label    string   `json:"label"`
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases"`
	Disputed bool     `json:"disputed"`
}

// Edge is an edge of a gold or predicted graph. An empty Status is "occurred".
type Edge struct {
	Type     string `json:"type"`
	Source   ID     `json:"source"`
	Target   ID     `json:"target"`
	Status   string `json:"status"`
	Disputed bool   `json:"disputed"`

	Evidence  optional   `json:"evidence"`
	Date      optional   `json:"date"`
	Phenomena []optional `json:"phenomena"` // what the edge is an example of, where the gold says so
}

func (e Edge) occurred() bool { return e.Status == "" || e.Status == "occurred" }

// Graph is one article's gold or predicted graph.
type Graph struct {
	ID    string `json:"id"`
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`

	Source    optional    `json:"source"`    // who published it, where the gold says so
	Phenomena []optional  `json:"phenomena"` // what all its edges are examples of
	Article   publication `json:"article"`   // of predictions
}

// Read reads graphs as JSON lines, in order; of two with one id the last counts, in the first one's place.
// Errors carry the line.
func Read(r io.Reader) ([]Graph, error) {
	var out []Graph
	at := map[string]int{}
	br := bufio.NewReader(r)
	for line := 1; ; line++ {
		text, err := br.ReadBytes('\n')
		if len(bytes.TrimSpace(text)) > 0 {
			var g Graph
			if err := json.Unmarshal(text, &g); err != nil {
				return nil, fmt.Errorf("read graph: line %d: %w", line, err)
			}
			if i, ok := at[g.ID]; ok {
				out[i] = g
			} else {
				at[g.ID] = len(out)
				out = append(out, g)
			}
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read graph: line %d: %w", line, err)
		}
	}
}

// Count is what one comparison found.
type Count struct {
	TP int `json:"tp"`
	FP int `json:"fp"`
	FN int `json:"fn"`
}

// Plus is what two comparisons found together.
func (c Count) Plus(d Count) Count { return Count{c.TP + d.TP, c.FP + d.FP, c.FN + d.FN} }

// The names of the counts, in the order of the report.
var (
	nodeMeasures = []string{"node.Person", "node.Country", "node.Agreement", "node.Event"}
	edgeMeasures = []string{"edge.SIGNED", "edge.MET_WITH", "edge.ANNOUNCED"}
)

// Article is one article's counts and errors.
type Article struct {
	ID         string
	Source     string           // "" if neither side gives it
	Counts     map[string]Count // by measure
	Phenomena  map[string]Count // of edges, by phenomenon
	Kept       int              // gold planned or denied edges predicted, and not as occurred
	Asserted   int              // gold planned or denied edges predicted as occurred
	Errors     []string         // "missed edge: SIGNED(A, B)", sorted
	Prediction bool             // whether there was one
}

// Compare scores one article. A missing prediction is the empty Graph.
func Compare(gold, pred Graph) Article {
	a := Article{ID: gold.ID, Source: source(gold, pred), Counts: map[string]Count{}, Phenomena: map[string]Count{}}
	p2g := matchNodes(gold.Nodes, pred.Nodes)
	compareNodes(&a, gold, pred, p2g)
	compareEdges(&a, gold, pred, p2g)
	sort.Strings(a.Errors)
	return a
}

func (a *Article) count(measure string, c Count) {
	a.Counts[measure] = a.Counts[measure].Plus(c)
}

// countEdge counts an edge, and for each of its phenomena.
func (a *Article) countEdge(typ string, c Count, phenomena map[string]bool) {
	a.count("edge."+typ, c)
	for p := range phenomena {
		a.Phenomena[p] = a.Phenomena[p].Plus(c)
	}
}

func (a *Article) err(kind, what string) { a.Errors = append(a.Errors, kind+": "+what) }

func compareNodes(a *Article, gold, pred Graph, p2g map[ID]ID) {
	label, disputed, hit, inEdge := map[ID]string{}, map[ID]bool{}, map[ID]bool{}, map[ID]bool{}
	for _, n := range gold.Nodes {
		label[n.ID] = n.Label
		if n.Disputed {
			disputed[n.ID] = true
		}
	}
	for _, g := range p2g {
		hit[g] = true
	}
	for _, e := range pred.Edges {
		inEdge[e.Source], inEdge[e.Target] = true, true
	}
	for _, n := range pred.Nodes {
		if !scored(n.Label) {
			continue
		}
		g, matched := p2g[n.ID]
		switch {
		case matched && label[g] == n.Label && !disputed[g]:
			a.count("node."+n.Label, Count{TP: 1})
		case matched && disputed[g]:
		case matched:
			a.count("node."+n.Label, Count{FP: 1})
			delete(hit, g)
		case n.Label == "Person" || n.Label == "Country" || inEdge[n.ID]:
			a.count("node."+n.Label, Count{FP: 1})
			a.err("extra "+n.Label, n.Name)
		}
	}
	for _, n := range gold.Nodes {
		if scored(n.Label) && !hit[n.ID] && !disputed[n.ID] {
			a.count("node."+n.Label, Count{FN: 1})
			a.err("missed "+n.Label, n.Name)
		}
	}
}

func scored(label string) bool {
	return label == "Person" || label == "Country" || label == "Agreement" || label == "Event"
}

// edgeKey is an edge's identity: its type and its ends in gold ids; an end that matches no gold node is "?" and
// its own id.
type edgeKey struct{ typ, source, target string }

func keyOf(e Edge, ids map[ID]ID) edgeKey {
	end := func(id ID) string {
		if g, ok := ids[id]; ok {
			return string(g)
		}
		return "?" + string(id)
	}
	k := edgeKey{e.Type, end(e.Source), end(e.Target)}
	if e.Type == "MET_WITH" && k.target < k.source {
		k.source, k.target = k.target, k.source
	}
	return k
}

func compareEdges(a *Article, gold, pred Graph, p2g map[ID]ID) {
	names, ids := map[string]string{}, map[ID]ID{}
	for _, n := range pred.Nodes {
		names["?"+string(n.ID)] = n.Name
	}
	for _, n := range gold.Nodes {
		names[string(n.ID)], ids[n.ID] = n.Name, n.ID
	}
	wanted, ignored, found, any := map[edgeKey]bool{}, map[edgeKey]bool{}, map[edgeKey]bool{}, map[edgeKey]bool{}
	for _, e := range gold.Edges {
		if e.Disputed {
			ignored[keyOf(e, ids)] = true
		} else if e.occurred() {
			wanted[keyOf(e, ids)] = true
		}
	}
	for _, e := range pred.Edges {
		k := keyOf(e, p2g)
		any[k] = true
		ours := k.typ == "SIGNED" || k.typ == "MET_WITH" || k.typ == "ANNOUNCED"
		if e.occurred() && ours && k.source != k.target && !ignored[k] {
			found[k] = true
		}
	}
	show := func(k edgeKey) string {
		name := func(id string) string {
			if n := names[id]; n != "" {
				return n
			}
			return id
		}
		return fmt.Sprintf("%s(%s, %s)", k.typ, name(k.source), name(k.target))
	}
	ofGold, ofPred := phenomenaByKey(gold, ids), phenomenaByKey(pred, p2g)
	for k := range found {
		if wanted[k] {
			a.countEdge(k.typ, Count{TP: 1}, ofGold[k])
		} else {
			a.countEdge(k.typ, Count{FP: 1}, ofPred[k])
			a.err("extra edge", show(k))
		}
	}
	for k := range wanted {
		if !found[k] {
			a.countEdge(k.typ, Count{FN: 1}, ofGold[k])
			a.err("missed edge", show(k))
		}
	}
	for _, e := range gold.Edges {
		if k := keyOf(e, ids); !e.occurred() && !e.Disputed && any[k] && !wanted[k] {
			if found[k] {
				a.Asserted++
			} else {
				a.Kept++
			}
		}
	}
}

// phenomenaByKey are those of the edges that are one edge by its key.
func phenomenaByKey(g Graph, ids map[ID]ID) map[edgeKey]map[string]bool {
	out := map[edgeKey]map[string]bool{}
	for i, of := range phenomena(g) {
		k := keyOf(g.Edges[i], ids)
		if out[k] == nil {
			out[k] = map[string]bool{}
		}
		for _, p := range of {
			out[k][p] = true
		}
	}
	return out
}

// Result is a scored set of articles, in the order of the gold.
type Result struct{ Articles []Article }

// Score compares each gold graph with the prediction of the same id.
func Score(gold, pred []Graph) Result {
	by := map[string]Graph{}
	for _, p := range pred {
		by[p.ID] = p
	}
	var r Result
	for _, g := range gold {
		p, ok := by[g.ID]
		a := Compare(g, p)
		a.Prediction = ok
		r.Articles = append(r.Articles, a)
	}
	return r
}

// PRF is precision, recall and F1 in [0, 1], each 0 where its denominator is.
func (c Count) PRF() (p, r, f float64) {
	if c.TP+c.FP > 0 {
		p = float64(c.TP) / float64(c.TP+c.FP)
	}
	if c.TP+c.FN > 0 {
		r = float64(c.TP) / float64(c.TP+c.FN)
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// Line is one row of the report.
type Line struct {
	Name     string
	Count    Count
	P, R, F1 float64
	Low, Up  float64 // 95 % bootstrap interval of F1 over articles
}

// String is the row as the reference scorer prints it.
func (l Line) String() string {
	return fmt.Sprintf("%-16s P %.3f  R %.3f  F1 %.3f  [%.3f, %.3f]  tp %d fp %d fn %d",
		l.Name, round4(l.P), round4(l.R), round4(l.F1), round4(l.Low), round4(l.Up), l.Count.TP, l.Count.FP, l.Count.FN)
}

// resamples is the number of bootstrap samples, and seed their generator's: the reference scorer's choices.
const resamples, seed = 300, 7

// Lines is the report: a row a measure, then all nodes and all edges.
func (r Result) Lines() []Line {
	rng := newMersenne(seed)
	var out []Line
	for _, m := range slices.Concat(nodeMeasures, edgeMeasures) {
		out = append(out, r.line(m, []string{m}, rng))
	}
	return append(out, r.line("node.all", nodeMeasures, rng), r.line("edge.all", edgeMeasures, rng))
}

func (r Result) line(name string, sel []string, rng *mersenne) Line {
	per := make([]Count, len(r.Articles))
	for i, a := range r.Articles {
		for _, m := range sel {
			per[i] = per[i].Plus(a.Counts[m])
		}
	}
	l := Line{Name: name}
	for _, c := range per {
		l.Count = l.Count.Plus(c)
	}
	l.P, l.R, l.F1 = l.Count.PRF()
	if len(per) == 0 {
		return l
	}
	boots := make([]float64, resamples)
	for b := range boots {
		var t Count
		for range per {
			t = t.Plus(per[rng.below(len(per))])
		}
		_, _, boots[b] = t.PRF()
	}
	slices.Sort(boots)
	l.Low, l.Up = boots[resamples*25/1000], boots[resamples*975/1000-1]
	return l
}

// Factuality counts, over all articles, the gold's planned or denied edges that were predicted: kept apart, and
// asserted as having occurred.
func (r Result) Factuality() (kept, asserted int) {
	for _, a := range r.Articles {
		kept, asserted = kept+a.Kept, asserted+a.Asserted
	}
	return kept, asserted
}

// Predicted is the number of articles that had a prediction.
func (r Result) Predicted() (n int) {
	for _, a := range r.Articles {
		if a.Prediction {
			n++
		}
	}
	return n
}

// String is the report as text, as the reference scorer prints it.
func (r Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d gold articles, %d of them predicted\n", len(r.Articles), r.Predicted())
	for _, l := range r.Lines() {
		fmt.Fprintln(&b, l)
	}
	kept, asserted := r.Factuality()
	fmt.Fprintf(&b, "planned or denied edges kept apart: %d, asserted as occurred: %d\n", kept, asserted)
	return b.String()
}

// JSON is the report as one line of JSON, with the reference scorer's keys and numbers; those of groups have keys
// such as "edge.all, source NAME".
func (r Result) JSON(groups ...Group) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	write := func(name string, l Line) {
		key, _ := json.Marshal(name) // strings have a form
		fmt.Fprintf(&b, `%s: {"p": %s, "r": %s, "f1": %s, "tp": %d, "fp": %d, "fn": %d, "ci": [%s, %s]}, `, key,
			digits(l.P), digits(l.R), digits(l.F1), l.Count.TP, l.Count.FP, l.Count.FN, digits(l.Low), digits(l.Up))
	}
	for _, l := range r.Lines() {
		write(l.Name, l)
	}
	for _, g := range groups {
		for _, l := range g.Lines {
			write(l.Name+", "+g.By+" "+g.Name, l)
		}
	}
	kept, asserted := r.Factuality()
	fmt.Fprintf(&b, `"factuality": {"kept": %d, "asserted": %d}, "articles": %d, "predicted": %d}`,
		kept, asserted, len(r.Articles), r.Predicted())
	return b.Bytes()
}
