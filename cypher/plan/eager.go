package plan

import "newsgraph/cypher/syntax"

// separate puts an Eager between clauses of which one reads and the other writes, so that a clause
// sees all that the clauses before it did and nothing that it or later ones do. It does without where
// neither can matter to the other.
func (p *planner) separate(c syntax.Clause, source Node, sc *scope) Node {
	_, isCreate := c.(*syntax.Create)
	writes := writing(c)
	if !(p.dirty && !(p.creates && isCreate) || writes && p.touched) || p.apart(c, sc) {
		p.since.note(c)
		p.noteWrite(writes, isCreate)
		return source
	}
	p.touched, p.dirty, p.since = false, false, footprint{}
	p.since.note(c)
	p.noteWrite(writes, isCreate)
	return &Eager{Source: source, Keep: sc.live()}
}

func (p *planner) noteWrite(writes, isCreate bool) {
	if writes {
		p.creates = isCreate && (!p.dirty || p.creates)
		p.dirty, p.plan.Writes = true, true
	}
}

func (p *planner) noteRead() { p.touched, p.plan.Reads = true, true }

// footprint is what clauses that follow each other look at in the graph and what they set, beside the labels of nodes
// and the nodes and relationships that CREATE and MERGE make. The zero footprint is that of no clauses.
type footprint struct {
	unknown bool            // a clause may do anything
	rels    bool            // which relationships there are
	reads   map[string]bool // properties, by key
	sets    map[string]bool
}

func (f *footprint) read(key string) {
	if f.reads == nil {
		f.reads = map[string]bool{}
	}
	f.reads[key] = true
}

func (f *footprint) set(key string) {
	if f.sets == nil {
		f.sets = map[string]bool{}
	}
	f.sets[key] = true
}

// note adds what a clause does.
func (f *footprint) note(c syntax.Clause) {
	switch c := c.(type) {
	case *syntax.Unwind:
		f.exprs(c.List)
	case *syntax.Match:
		for _, path := range c.Patterns {
			f.path(path)
		}
		f.exprs(c.Where)
	case *syntax.Create:
		for _, path := range c.Patterns {
			f.exprs(syntax.PathExprs(path)...)
		}
	case *syntax.Merge:
		f.path(c.Pattern)
		f.assignments(c.OnCreate)
		f.assignments(c.OnMatch)
	case *syntax.Set:
		f.assignments(c.Items)
	default:
		f.unknown = true
	}
}

func (f *footprint) path(path *syntax.Path) {
	f.rels = f.rels || len(path.Rels) > 0
	f.exprs(syntax.PathExprs(path)...)
	for _, n := range path.Nodes {
		f.matched(n.Properties)
	}
	for _, r := range path.Rels {
		f.unknown = f.unknown || r.Repeated != nil
		f.matched(r.Properties)
	}
	f.unknown = f.unknown || path.Kind != syntax.AllPaths || path.Selector != nil
}

// matched notes the keys of a pattern's properties.
func (f *footprint) matched(properties syntax.Expr) {
	switch e := properties.(type) {
	case nil:
	case *syntax.MapLiteral:
		for _, k := range e.Keys {
			f.read(k.Text)
		}
	default:
		f.unknown = true
	}
}

// assignments notes properties that are set by their names.
func (f *footprint) assignments(items []*syntax.SetItem) {
	for _, it := range items {
		target, ok := it.Target.(*syntax.Property)
		if !ok || it.Kind != syntax.SetProperty {
			f.unknown = true
			return
		}
		f.set(target.Key.Text)
		f.exprs(target.Subject, it.Value)
	}
}

// exprs notes what expressions read, of those kinds that read nothing but properties that they name.
func (f *footprint) exprs(es ...syntax.Expr) {
	for _, e := range es {
		syntax.Walk(e, func(e syntax.Expr) bool {
			switch e := e.(type) {
			case *syntax.Property:
				f.read(e.Key.Text)
			case *syntax.Null, *syntax.Boolean, *syntax.Integer, *syntax.Float, *syntax.String, *syntax.Parameter, *syntax.Variable,
				*syntax.List, *syntax.MapLiteral, *syntax.Unary, *syntax.Binary, *syntax.Comparison, *syntax.IsNull, *syntax.HasLabels:
			default:
				f.unknown = true
			}
			return !f.unknown
		})
	}
}

// apart says whether a clause may run for each row before those since the last Eager see the next. That is so for
// MERGE between nodes that are bound, where nobody looked at relationships and nothing was written, and for SET; if
// neither side reads a property that the other sets.
func (p *planner) apart(c syntax.Clause, sc *scope) bool {
	switch c := c.(type) {
	case *syntax.Merge:
		if p.dirty || p.since.rels || !between(c.Pattern, sc) {
			return false
		}
	case *syntax.Set:
	default:
		return false
	}
	var own footprint
	own.note(c)
	return !p.since.unknown && !own.unknown && !meet(own.sets, p.since.reads) && !meet(own.reads, p.since.sets)
}

// between says whether a pattern has relationships only between nodes that are bound, so that MERGE makes no nodes.
func between(path *syntax.Path, sc *scope) bool {
	for _, n := range path.Nodes {
		if n.Variable == nil {
			return false
		}
		if _, bound := sc.lookup(n.Variable.Text); !bound {
			return false
		}
	}
	return true
}

func meet(a, b map[string]bool) bool {
	for key := range a {
		if b[key] {
			return true
		}
	}
	return false
}
