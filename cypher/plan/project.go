package plan

import (
	"slices"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
)

// column is one projected item on its way.
type column struct {
	name  string
	expr  syntax.Expr
	slot  int
	agg   bool
	reads []int // slots that expr reads
}

// projection plans WITH or RETURN with its sorting, cutting and filtering. The new scope has the
// columns as its names, in order.
func (p *planner) projection(r *syntax.Projection, where syntax.Expr, sc *scope, source Node) (Node, *scope, error) {
	columns, err := p.columns(r, sc)
	if err != nil {
		return nil, nil, err
	}
	next := newScope(sc.parent)
	aggregating := slices.ContainsFunc(columns, func(c column) bool { return c.agg })
	for _, s := range r.Order {
		aggregating = aggregating || Aggregates(s.Expr)
	}
	node := source
	var order []SortKey
	if aggregating {
		node, order, err = p.aggregate(r, columns, sc, next, source)
	} else {
		node, order, err = p.plain(r, columns, sc, next, source)
	}
	if err != nil {
		return nil, nil, err
	}
	visible := next
	if !aggregating && !r.Distinct {
		visible = overlay(next, sc)
	}
	p.reuse(where, columns)
	reads, err := p.bind(where, visible)
	if err != nil {
		return nil, nil, err
	}
	if err := p.bindAll([]syntax.Expr{r.Skip, r.Limit}, newScope(nil)); err != nil {
		return nil, nil, err
	}
	if len(order) > 0 {
		keep := append(next.live(), reads...)
		slices.Sort(keep)
		node = &Sort{Source: node, Keys: order, Skip: r.Skip, Limit: r.Limit, Keep: slices.Compact(keep)}
	}
	if r.Skip != nil {
		node = &Skip{Source: node, Count: r.Skip}
	}
	if r.Limit != nil {
		node = &Limit{Source: node, Count: r.Limit}
	}
	if where != nil {
		node = &Filter{Source: node, Where: conjuncts(where)}
	}
	return node, next, nil
}

// overlay is the names of next, and behind them those of sc.
func overlay(next, sc *scope) *scope {
	o := newScope(sc)
	for _, n := range next.names {
		o.add(n, next.slots[n])
	}
	return o
}

func (p *planner) columns(r *syntax.Projection, sc *scope) ([]column, error) {
	var out []column
	seen := map[string]bool{}
	if r.Star {
		names := slices.Clone(sc.names)
		if !sc.listed {
			slices.Sort(names)
		}
		for _, n := range names {
			out = append(out, column{name: n, expr: p.slotExpr(sc.slots[n]), slot: -1})
			seen[n] = true
		}
	}
	for _, it := range r.Items {
		if seen[it.Name.Text] {
			return nil, p.errorAt(it, diag.Syntax("Multiple result columns with the same name `%s` are not supported", it.Name.Text).With("ColumnNameConflict"))
		}
		seen[it.Name.Text] = true
		out = append(out, column{name: it.Name.Text, expr: it.Expr, slot: -1, agg: Aggregates(it.Expr)})
	}
	return out, nil
}

// plain plans a projection without aggregation, up to its sort keys.
func (p *planner) plain(r *syntax.Projection, columns []column, sc, next *scope, source Node) (Node, []SortKey, error) {
	project := &Project{Source: source}
	for i := range columns {
		c := &columns[i]
		var err error
		if c.reads, err = p.bind(c.expr, sc); err != nil {
			return nil, nil, err
		}
		p.place(c, project)
	}
	node := source
	if len(project.Items) > 0 {
		node = project
	}
	for _, c := range columns {
		next.add(c.name, c.slot)
	}
	visible := overlay(next, sc)
	if r.Distinct {
		node = &Distinct{Source: node, Slots: slotsOf(columns)}
		visible = next
	}
	var order []SortKey
	for _, s := range r.Order {
		p.reuse(s.Expr, columns)
		if _, err := p.bind(s.Expr, visible); err != nil {
			return nil, nil, err
		}
		order = append(order, SortKey{s.Expr, s.Descending})
	}
	return node, order, nil
}

// place gives a column its slot: the slot of a plain variable, or a new one that project fills.
func (p *planner) place(c *column, project *Project) {
	if slot, ok := p.plan.Slots[c.expr]; ok {
		c.slot = slot
		return
	}
	c.slot = p.newSlot(c.name)
	project.Items = append(project.Items, Item{Slot: c.slot, Expr: c.expr, Reads: c.reads})
}

func slotsOf(columns []column) []int {
	var out []int
	for _, c := range columns {
		out = append(out, c.slot)
	}
	return out
}

// reuse lets the parts of e that were calculated as a column, judged by their text, be read from
// the column's slot.
func (p *planner) reuse(e syntax.Expr, columns []column) {
	syntax.Walk(e, func(e syntax.Expr) bool {
		if _, isVariable := e.(*syntax.Variable); isVariable {
			return false
		}
		for _, c := range columns {
			if _, isVariable := c.expr.(*syntax.Variable); !isVariable && c.slot >= 0 && p.sameText(c.expr, e) {
				p.plan.Slots[e] = c.slot
				return false
			}
		}
		return !isAggregate(e)
	})
}

func (p *planner) sameText(a, b syntax.Expr) bool {
	return a == b || squeeze(p.source(a)) == squeeze(p.source(b))
}

func (p *planner) source(n syntax.Node) string {
	r := n.Range()
	return p.plan.Text[r.Start:r.End]
}

func squeeze(s string) string {
	if strings.ContainsAny(s, "'\"`") {
		return s
	}
	return strings.Join(strings.Fields(s), "")
}

// aggregate plans a projection that aggregates: its plain columns are the grouping keys, the calls
// are calculated per group, and what is around the calls afterwards.
func (p *planner) aggregate(r *syntax.Projection, columns []column, sc, next *scope, source Node) (Node, []SortKey, error) {
	agg := &Aggregate{Source: source}
	after := newScope(sc.parent) // what the expressions around the calls can see
	for i := range columns {
		c := &columns[i]
		if c.agg {
			continue
		}
		if _, err := p.bind(c.expr, sc); err != nil {
			return nil, nil, err
		}
		if slot, ok := p.plan.Slots[c.expr]; ok {
			c.slot = slot
		} else {
			c.slot = p.newSlot(c.name)
		}
		if v, ok := c.expr.(*syntax.Variable); ok {
			after.add(v.Name, c.slot)
		}
		agg.Keys = append(agg.Keys, Item{Slot: c.slot, Expr: c.expr})
	}
	project := &Project{Source: agg}
	keys := slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return c.agg })
	for i := range columns {
		c := &columns[i]
		if !c.agg {
			continue
		}
		var err error
		if c.reads, err = p.around(c.expr, keys, agg, sc, after); err != nil {
			return nil, nil, err
		}
		p.place(c, project)
	}
	for _, c := range columns {
		next.add(c.name, c.slot)
	}
	var node Node = agg
	if len(project.Items) > 0 {
		node = project
	}
	if r.Distinct {
		node = &Distinct{Source: node, Slots: slotsOf(columns)}
	}
	var order []SortKey
	visible := overlay(next, after)
	for _, s := range r.Order {
		p.reuse(s.Expr, columns)
		if _, err := p.around(s.Expr, columns, agg, sc, visible); err != nil {
			return nil, nil, err
		}
		order = append(order, SortKey{s.Expr, s.Descending})
	}
	return node, order, nil
}

// around plans an expression with aggregating calls: the calls go to agg, what equals a key is read
// from the key, and the rest can see after. It returns the slots that e reads.
func (p *planner) around(e syntax.Expr, keys []column, agg *Aggregate, sc, after *scope) ([]int, error) {
	p.reuse(e, keys)
	var err error
	syntax.Walk(e, func(e syntax.Expr) bool {
		if _, done := p.plan.Slots[e]; done || err != nil {
			return false
		}
		if !isAggregate(e) {
			return true
		}
		err = p.aggregatingCall(e.(*syntax.Call), agg, sc)
		return false
	})
	if err != nil {
		return nil, err
	}
	reads, err := p.bind(e, after)
	if err != nil {
		if d := diag.As(err); d.Detail == "UndefinedVariable" {
			if _, known := sc.lookup(undefinedName(e, after)); known {
				return nil, p.errorAt(e, diag.Syntax("Aggregation column contains implicit grouping expressions: only grouping keys can stand beside an aggregating function").With("AmbiguousAggregationExpression"))
			}
		}
	}
	return reads, err
}

// undefinedName is the first variable in e that after lacks.
func undefinedName(e syntax.Expr, after *scope) string {
	name := ""
	syntax.Walk(e, func(e syntax.Expr) bool {
		if v, ok := e.(*syntax.Variable); ok && name == "" {
			if _, found := after.lookup(v.Name); !found {
				name = v.Name
			}
		}
		return name == "" && !isAggregate(e)
	})
	return name
}

func (p *planner) aggregatingCall(c *syntax.Call, agg *Aggregate, sc *scope) error {
	call := Call{Slot: p.newSlot(""), Args: c.Args, Distinct: c.Distinct, Star: c.Star}
	if !c.Star {
		f, _ := function.Lookup(c.Name.Text)
		if !f.Accepts(len(c.Args)) {
			return p.errorAt(c, diag.Syntax("%s takes another number of arguments: %s", c.Name.Text, f.Signature()).With("InvalidNumberOfArguments"))
		}
		call.Function = f
	}
	for _, a := range c.Args {
		if Aggregates(a) {
			return p.errorAt(c, diag.Syntax("Can't use aggregate functions inside of aggregate functions").With("NestedAggregation"))
		}
	}
	for _, a := range c.Args {
		if _, err := p.bind(a, sc); err != nil {
			return err
		}
	}
	p.plan.Slots[c] = call.Slot
	agg.Calls = append(agg.Calls, call)
	return nil
}

// conjuncts splits a condition at its ANDs.
func conjuncts(e syntax.Expr) []syntax.Expr {
	if b, ok := e.(*syntax.Binary); ok && b.Op == "AND" {
		return append(conjuncts(b.Left), conjuncts(b.Right)...)
	}
	return []syntax.Expr{e}
}
