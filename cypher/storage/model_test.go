package storage

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"newsgraph/cypher/value"
)

// model is the graph in its most naive form, as the judge of the real one.
type model struct {
	nodes map[int64]*modelNode
	rels  map[int64]*modelRel
}

type modelNode struct {
	labels map[string]bool
	props  map[string]value.Value
}

type modelRel struct {
	start, end int64
	typ        string
	props      map[string]value.Value
}

func newModel() *model { return &model{nodes: map[int64]*modelNode{}, rels: map[int64]*modelRel{}} }

func (m *model) clone() *model {
	c := newModel()
	for id, n := range m.nodes {
		c.nodes[id] = &modelNode{maps.Clone(n.labels), maps.Clone(n.props)}
	}
	for id, r := range m.rels {
		c.rels[id] = &modelRel{r.start, r.end, r.typ, maps.Clone(r.props)}
	}
	return c
}

func (m *model) degree(id int64) int {
	n := 0
	for _, r := range m.rels {
		if r.start == id || r.end == id {
			n++
		}
	}
	return n
}

func propText(props map[string]value.Value) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(props)) {
		parts = append(parts, k+": "+props[k].String())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func entriesText(entries []value.Entry) string {
	props := map[string]value.Value{}
	for _, e := range entries {
		props[e.Key] = e.Value
	}
	return propText(props)
}

// text is the whole graph with everything that can be counted or found in it, one fact a line.
func (m *model) text() string {
	var b strings.Builder
	ids := slices.Sorted(maps.Keys(m.nodes))
	for _, id := range ids {
		n := m.nodes[id]
		fmt.Fprintf(&b, "node %d %v %s\n", id, slices.Sorted(maps.Keys(n.labels)), propText(n.props))
		for _, dir := range []Direction{Outgoing, Incoming, Both} {
			var hops []string
			for rel, r := range m.rels {
				switch {
				case dir != Incoming && r.start == id:
					hops = append(hops, fmt.Sprintf("%s %08d to %d", r.typ, rel, r.end))
				case dir != Outgoing && r.end == id:
					hops = append(hops, fmt.Sprintf("%s %08d from %d", r.typ, rel, r.start))
				}
			}
			slices.Sort(hops)
			fmt.Fprintf(&b, "hops %d %d %v\n", id, dir, hops)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.rels)) {
		r := m.rels[id]
		fmt.Fprintf(&b, "rel %d %d-%s->%d %s\n", id, r.start, r.typ, r.end, propText(r.props))
	}
	for _, l := range modelLabels {
		var with []int64
		degrees := map[string]int{}
		for _, id := range ids {
			if m.nodes[id].labels[l] {
				with = append(with, id)
			}
		}
		for _, r := range m.rels {
			if m.nodes[r.start].labels[l] {
				degrees[r.typ+" out"]++
			}
			if m.nodes[r.end].labels[l] {
				degrees[r.typ+" in"]++
			}
		}
		fmt.Fprintf(&b, "label %s %d %v %v\n", l, len(with), with, degrees)
	}
	return b.String()
}

func viewText(v *View) string {
	var b strings.Builder
	nodes := v.AllNodes()
	for id, ok := nodes.Next(); ok; id, ok = nodes.Next() {
		fmt.Fprintf(&b, "node %d %v %s\n", id, v.NodeLabelNames(id), entriesText(v.NodeEntries(id)))
		for _, dir := range []Direction{Outgoing, Incoming, Both} {
			var texts []string
			hops := v.Expand(id, dir)
			for h, ok := hops.Next(); ok; h, ok = hops.Next() {
				way := "to"
				if h.Leave == Incoming {
					way = "from"
				}
				texts = append(texts, fmt.Sprintf("%s %08d %s %d", v.RelTypeName(h.Type), h.Rel, way, h.Node))
			}
			if n := v.Degree(id, dir); n != len(texts) {
				fmt.Fprintf(&b, "degree of %d is %d, not %d\n", id, len(texts), n)
			}
			slices.Sort(texts)
			fmt.Fprintf(&b, "hops %d %d %v\n", id, dir, texts)
		}
	}
	rels := v.AllRels()
	for id, ok := rels.Next(); ok; id, ok = rels.Next() {
		r, _ := v.Rel(id)
		fmt.Fprintf(&b, "rel %d %d-%s->%d %s\n", id, r.Start, v.RelTypeName(r.Type), r.End, entriesText(v.RelEntries(id)))
		for _, e := range v.RelEntries(id) {
			if k, ok := v.PropKey(e.Key); !ok || !v.MayHave(r.Type, k) {
				fmt.Fprintf(&b, "rel %d has %s, which none of its type may have\n", id, e.Key)
			}
		}
	}
	for _, name := range modelLabels {
		var with []int64
		degrees := map[string]int{}
		count := int64(0)
		if l, ok := v.Label(name); ok {
			ids := v.NodesByLabel(l)
			for id, ok := ids.Next(); ok; id, ok = ids.Next() {
				with = append(with, id)
			}
			count = v.LabelCount(l)
			for _, typ := range modelTypes {
				if t, ok := v.RelType(typ); ok {
					if n := v.DegreeCount(l, Outgoing, t); n > 0 {
						degrees[typ+" out"] = int(n)
					}
					if n := v.DegreeCount(l, Incoming, t); n > 0 {
						degrees[typ+" in"] = int(n)
					}
				}
			}
		}
		fmt.Fprintf(&b, "label %s %d %v %v\n", name, count, with, degrees)
	}
	return b.String()
}

var (
	modelLabels = []string{"Person", "City", "Thing"}
	modelTypes  = []string{"KNOWS", "IN", "SAW"}
	modelKeys   = []string{"name", "age", "tags"}
)

func randomValue(r *rand.Rand) value.Value {
	switch r.IntN(9) {
	case 0:
		return value.Integer(int64(r.IntN(20) - 10))
	case 1:
		return value.Float(float64(r.IntN(40)-20) / 2)
	case 2:
		return value.Boolean(r.IntN(2) == 0)
	case 3:
		return value.DateOf(int64(r.IntN(30) - 15))
	case 4:
		return value.ListOf(value.Integer(int64(r.IntN(3))), value.Integer(2))
	case 5:
		return value.String(strings.Repeat("x", 4090+r.IntN(20)) + fmt.Sprint(r.IntN(3)))
	case 6:
		return value.DateTimeOf(int64(r.IntN(5)), 7, value.FixedZone(3600*r.IntN(2)))
	default:
		return value.String([]string{"", "a", "ab", "abc", "b", "ab\x00", "ä"}[r.IntN(7)])
	}
}

// rig runs random operations on a store and on the model.
type rig struct {
	t     *testing.T
	r     *rand.Rand
	m     *model
	tx    *Tx
	index []*Index
}

func (g *rig) someNode() int64 { return someKey(g.r, g.m.nodes) }

func someKey[V any](r *rand.Rand, m map[int64]V) int64 {
	if len(m) == 0 || r.IntN(50) == 0 {
		return int64(r.IntN(1000))
	}
	ids := slices.Sorted(maps.Keys(m))
	return ids[r.IntN(len(ids))]
}

func (g *rig) props() (map[string]value.Value, []Prop) {
	props := map[string]value.Value{}
	var list []Prop
	for range g.r.IntN(4) {
		k, v := modelKeys[g.r.IntN(len(modelKeys))], randomValue(g.r)
		props[k] = v
		list = append(list, Prop{g.tx.InternPropKey(k), v})
	}
	return props, list
}

// step does one random thing; both sides must agree on whether it is possible.
func (g *rig) step() {
	g.t.Helper()
	expect := func(what string, err error, want bool) {
		g.t.Helper()
		if (err == nil) != want {
			g.t.Fatalf("%s: %v, but possible is %v", what, err, want)
		}
	}
	switch op := g.r.IntN(20); {
	case op < 6:
		labels := map[string]bool{}
		var ids []Label
		for range g.r.IntN(3) {
			l := modelLabels[g.r.IntN(len(modelLabels))]
			labels[l] = true
			ids = append(ids, g.tx.InternLabel(l))
		}
		props, list := g.props()
		id, err := g.tx.CreateNode(ids, list)
		expect("create node", err, true)
		g.m.nodes[id] = &modelNode{labels, props}
	case op < 11:
		a, b, typ := g.someNode(), g.someNode(), modelTypes[g.r.IntN(len(modelTypes))]
		props, list := g.props()
		id, err := g.tx.CreateRel(a, b, g.tx.InternRelType(typ), list)
		expect("create rel", err, g.m.nodes[a] != nil && g.m.nodes[b] != nil)
		if err == nil {
			g.m.rels[id] = &modelRel{a, b, typ, props}
		}
	case op < 13:
		id, k, v := g.someNode(), modelKeys[g.r.IntN(len(modelKeys))], randomValue(g.r)
		if g.r.IntN(4) == 0 {
			v = value.Null
		}
		err := g.tx.SetNodeProps(id, []Prop{{g.tx.InternPropKey(k), v}})
		expect("set node property", err, g.m.nodes[id] != nil)
		if err == nil {
			setModel(g.m.nodes[id].props, k, v)
		}
	case op < 14:
		id, k, v := someKey(g.r, g.m.rels), modelKeys[g.r.IntN(len(modelKeys))], randomValue(g.r)
		err := g.tx.SetRelProps(id, []Prop{{g.tx.InternPropKey(k), v}})
		expect("set relationship property", err, g.m.rels[id] != nil)
		if err == nil {
			setModel(g.m.rels[id].props, k, v)
		}
	case op < 15 && g.r.IntN(2) == 0:
		id := g.someNode()
		props, list := g.props()
		err := g.tx.SetNodeProps(id, list)
		expect("set node properties", err, g.m.nodes[id] != nil)
		if err == nil {
			for k, v := range props {
				setModel(g.m.nodes[id].props, k, v)
			}
		}
	case op < 15:
		id := g.someNode()
		props, list := g.props()
		err := g.tx.ReplaceNodeProps(id, list)
		expect("replace node properties", err, g.m.nodes[id] != nil)
		if err == nil {
			g.m.nodes[id].props = props
		}
	case op < 17:
		id, l := g.someNode(), modelLabels[g.r.IntN(len(modelLabels))]
		n := g.m.nodes[id]
		if g.r.IntN(2) == 0 {
			added, err := g.tx.AddLabel(id, g.tx.InternLabel(l))
			expect("add label", err, n != nil)
			if n != nil && added == n.labels[l] {
				g.t.Fatalf("AddLabel(%d, %s) = %v", id, l, added)
			}
			if n != nil {
				n.labels[l] = true
			}
			return
		}
		removed, err := g.tx.RemoveLabel(id, g.tx.InternLabel(l))
		expect("remove label", err, n != nil)
		if n != nil && removed != n.labels[l] {
			g.t.Fatalf("RemoveLabel(%d, %s) = %v", id, l, removed)
		}
		if n != nil {
			delete(n.labels, l)
		}
	case op < 19:
		id := someKey(g.r, g.m.rels)
		deleted, err := g.tx.DeleteRel(id)
		if err != nil || deleted != (g.m.rels[id] != nil) {
			g.t.Fatalf("DeleteRel(%d) = %v, %v", id, deleted, err)
		}
		delete(g.m.rels, id)
	default:
		id := g.someNode()
		want := g.m.degree(id)
		rels, deleted, err := g.tx.DetachDeleteNode(id)
		if err != nil || deleted != (g.m.nodes[id] != nil) || rels != want {
			g.t.Fatalf("DetachDeleteNode(%d) = %d, %v, %v; want %d", id, rels, deleted, err, want)
		}
		delete(g.m.nodes, id)
		maps.DeleteFunc(g.m.rels, func(_ int64, r *modelRel) bool { return r.start == id || r.end == id })
	}
}

func setModel(props map[string]value.Value, k string, v value.Value) {
	if v.IsNull() {
		delete(props, k)
	} else {
		props[k] = v
	}
}

func collect(ids IDs) []int64 {
	var out []int64
	for id, ok := ids.Next(); ok; id, ok = ids.Next() {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// checkSeeks compares index seeks with scans of the model.
func checkSeeks(t *testing.T, r *rand.Rand, v *View, m *model) {
	t.Helper()
	for _, ix := range v.Indexes() {
		if ix.Kind != RangeIndex {
			continue
		}
		scan := func(ok func(value.Value) bool) []int64 {
			var ids []int64
			if ix.Entity == Nodes {
				for id, n := range m.nodes {
					if x, has := n.props[ix.Properties[0]]; n.labels[ix.Labels[0]] && has && ok(x) {
						ids = append(ids, id)
					}
				}
			} else {
				for id, rel := range m.rels {
					if x, has := rel.props[ix.Properties[0]]; rel.typ == ix.Labels[0] && has && ok(x) {
						ids = append(ids, id)
					}
				}
			}
			slices.Sort(ids)
			return ids
		}
		compare := func(what string, got, want []int64) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Fatalf("%s %s: got %v, want %v", ix.Name, what, got, want)
			}
		}
		compare("all", collect(v.SeekAll(ix)), scan(func(value.Value) bool { return true }))
		a, b := randomValue(r), randomValue(r)
		equal := collect(v.SeekEqual(ix, a))
		compare("= "+a.String(), equal, scan(func(x value.Value) bool { return value.Equal(x, a) == value.Yes }))
		if n := v.CountEqual(ix, a); n != int64(len(equal)) {
			t.Errorf("index %s: CountEqual(%s) is %d, and SeekEqual gives %d", ix.Name, a, n, len(equal))
		}
		compare("in", collect(v.SeekIn(ix, []value.Value{a, b, a, value.Null})), scan(func(x value.Value) bool {
			return value.Equal(x, a) == value.Yes || value.Equal(x, b) == value.Yes
		}))
		compare("prefix", collect(v.SeekPrefix(ix, "ab")), scan(func(x value.Value) bool {
			return x.Kind() == value.KindString && strings.HasPrefix(x.Str(), "ab")
		}))
		for _, c := range []struct {
			low, high Bound
		}{{Bound{a, true}, Bound{}}, {Bound{}, Bound{a, true}}, {Bound{a, false}, Bound{}}, {Bound{}, Bound{a, false}}, {Bound{a, true}, Bound{b, false}}} {
			ids, ok := v.SeekRange(ix, c.low, c.high)
			if !ok {
				continue
			}
			compare(fmt.Sprintf("range %v %v", c.low, c.high), collect(ids), scan(func(x value.Value) bool {
				t := value.Yes
				if !c.low.Value.IsNull() {
					if t = t.And(value.Greater(x, c.low.Value)); c.low.Inclusive {
						t = value.GreaterEqual(x, c.low.Value)
					}
				}
				if !c.high.Value.IsNull() {
					if c.high.Inclusive {
						t = t.And(value.LessEqual(x, c.high.Value))
					} else {
						t = t.And(value.Less(x, c.high.Value))
					}
				}
				return t == value.Yes
			}))
		}
		distinct := map[string]bool{}
		entries := scan(func(x value.Value) bool { distinct[string(value.AppendKey(nil, x))] = true; return true })
		if n, d := v.IndexSize(ix); n != int64(len(entries)) || d != int64(len(distinct)) {
			t.Fatalf("%s has size %d, %d distinct; want %d, %d", ix.Name, n, d, len(entries), len(distinct))
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d\n got %.300s\nwant %.300s", i, g[i], append(w, "nothing")[min(i, len(w))])
		}
	}
	return fmt.Sprintf("got ends after line %d", len(g))
}

// TestAgainstModel runs random transactions, some of them rolled back, and compares every state with the
// model, and old snapshots with what they were.
func TestAgainstModel(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { runModel(t, OpenMemory(), seed, nil) })
	}
}

func runModel(t *testing.T, s *Store, seed uint64, reopen func(*Store) *Store) *Store {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	g := &rig{t: t, r: r, m: newModel()}
	type old struct {
		snapshot *Snapshot
		text     string
	}
	var olds []old
	rounds := 60
	if testing.Short() {
		rounds = 25
	}
	for round := range rounds {
		tx, err := s.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		g.tx = tx
		before := g.m.clone()
		if round == 5 {
			for i, ix := range []*Index{
				{Kind: RangeIndex, Entity: Nodes, Labels: []string{"Person"}, Properties: []string{"name"}},
				{Kind: RangeIndex, Entity: Nodes, Labels: []string{"Thing"}, Properties: []string{"age"}},
				{Kind: RangeIndex, Entity: Relationships, Labels: []string{"KNOWS"}, Properties: []string{"age"}},
			} {
				if created, err := tx.CreateIndex(ix, false); !created || err != nil {
					t.Fatalf("index %d: %v %v", i, created, err)
				}
			}
		}
		for range r.IntN(60) {
			g.step()
		}
		if got, want := viewText(&tx.View), g.m.text(); got != want {
			t.Fatalf("round %d, in the transaction: %s", round, firstDifference(got, want))
		}
		checkSeeks(t, r, &tx.View, g.m)
		if r.IntN(4) == 0 && round != 5 {
			tx.Rollback()
			g.m = before
		} else if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if reopen != nil && r.IntN(6) == 0 {
			s = reopen(s)
		}
		snap := s.Snapshot()
		text := viewText(&snap.View)
		if want := g.m.text(); text != want {
			t.Fatalf("round %d, after it: %s", round, firstDifference(text, want))
		}
		checkSeeks(t, r, &snap.View, g.m)
		olds = append(olds, old{snap, text})
	}
	for i, o := range olds {
		if got := viewText(&o.snapshot.View); got != o.text {
			t.Fatalf("snapshot %d changed: %s", i, firstDifference(got, o.text))
		}
	}
	return s
}
