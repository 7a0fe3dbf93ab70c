package plan

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// names of the operators, where Neo4j's differ from the Go types'.
var operatorNames = map[string]string{
	"AllNodes": "AllNodesScan", "LabelScan": "NodeByLabelScan", "TypeScan": "RelationshipTypeScan", "IndexSeek": "NodeIndexSeek",
	"ByID": "NodeByIdSeek", "Expand": "Expand(All)", "VarExpand": "VarLengthExpand(All)", "Repeat": "Repeat(Trail)", "Search": "StatefulShortestPath(All)", "BoundRel": "ProjectEndpoints",
	"Shortest": "ShortestPath", "MakePath": "ProjectPath", "Project": "Projection", "Aggregate": "EagerAggregation", "HashJoin": "ValueHashJoin",
	"Nothing": "EmptyResult", "Count": "CountStore", "Degree": "GetDegree", "Procedure": "ProcedureCall", "Set": "SetProperties", "Sort": "Sort",
}

// Describe gives a plan's tree as EXPLAIN shows it; measured gives the rows and hits of an
// operator, with those of its sources, when the plan was profiled.
func Describe(p *Plan, measured func(Node) (rows, hits int64)) *Description {
	d := &describer{p: p, measured: measured}
	if p.Schema != nil {
		return &Description{Operator: strings.TrimPrefix(fmt.Sprintf("%T", p.Schema), "*syntax."), Arguments: []value.Entry{{Key: "Details", Value: value.String(p.Text)}}}
	}
	root := &Description{Operator: "ProduceResults", Identifiers: p.Columns, Profiled: measured != nil,
		Arguments: []value.Entry{{Key: "Details", Value: value.String(strings.Join(p.Columns, ", "))}}}
	child := d.node(p.Root)
	root.Rows = child.Rows
	root.Children = []*Description{child}
	if p.Columns == nil {
		return child
	}
	return root
}

type describer struct {
	p        *Plan
	measured func(Node) (rows, hits int64)
}

func (d *describer) node(n Node) *Description {
	name := reflect.TypeOf(n).Elem().Name()
	out := &Description{Operator: name}
	if o, ok := operatorNames[name]; ok {
		out.Operator = o
	}
	if e, ok := n.(*Expand); ok && e.Into {
		out.Operator = "Expand(Into)"
	}
	if e, ok := n.(*VarExpand); ok && e.Into {
		out.Operator = "VarLengthExpand(Into)"
	}
	if s, ok := n.(*Search); ok && s.Into {
		out.Operator = "StatefulShortestPath(Into)"
	}
	if s, ok := n.(*IndexSeek); ok && s.Unique {
		out.Operator = "NodeUniqueIndexSeek"
	}
	if a, ok := n.(*AnyOf); ok {
		out.Operator = "UnionNodeByLabelsScan"
		if _, seeks := a.Leaves[0].(*IndexSeek); seeks {
			out.Operator = "UnionNodeIndexSeek"
		}
	}
	if b, ok := n.(*ByID); ok && b.Relationship {
		out.Operator = "RelationshipByIdSeek"
	}
	if s, ok := n.(*Sort); ok && s.Limit != nil {
		out.Operator = "Top"
	}
	if details := d.details(n); details != "" {
		out.Arguments = []value.Entry{{Key: "Details", Value: value.String(details)}}
	}
	sources := Sources(n)
	inner := int64(0)
	for _, s := range sources {
		c := d.node(s)
		out.Children = append(out.Children, c)
		if d.measured != nil {
			_, hits := d.measured(s)
			inner += hits
		}
		out.Identifiers = append(out.Identifiers, c.Identifiers...)
	}
	for _, s := range d.binds(n) {
		if name := d.p.Names[s]; name != "" {
			out.Identifiers = append(out.Identifiers, name)
		}
	}
	slices.Sort(out.Identifiers)
	out.Identifiers = slices.Compact(out.Identifiers)
	if d.measured != nil {
		out.Profiled = true
		rows, hits := d.measured(n)
		out.Rows, out.Hits = rows, hits-inner
	}
	return out
}

// Sources gives the operators that n takes rows from.
func Sources(n Node) []Node {
	v := reflect.ValueOf(n).Elem()
	var out []Node
	for _, field := range sourceFields {
		if f := v.FieldByName(field); f.IsValid() && !f.IsNil() {
			out = append(out, f.Interface().(Node))
		}
	}
	switch n := n.(type) {
	case *Union:
		out = append(out, n.Branches...)
	case *Search:
		for _, p := range n.Parts {
			out = append(out, p.Body)
		}
	}
	return out
}

// binds gives the slots that an operator fills.
func (d *describer) binds(n Node) []int {
	switch n := n.(type) {
	case *AllNodes:
		return []int{n.Slot}
	case *LabelScan:
		return []int{n.Slot}
	case *IndexSeek:
		return []int{n.Slot}
	case *AnyOf:
		return []int{n.Slot}
	case *ByID:
		return []int{n.Slot}
	case *TypeScan:
		return []int{n.Rel, n.From, n.To}
	case *Expand:
		return []int{n.Rel, n.To}
	case *VarExpand:
		return []int{n.Rel, n.To}
	case *Repeat:
		return append(n.outer(), n.To)
	case *Search:
		out := slices.Clone(n.Paths)
		for _, p := range n.Parts {
			out = append(out, p.outer()...)
		}
		for _, c := range n.Checks {
			out = append(out, c.Slot)
		}
		return out
	case *Shortest:
		if n.Path >= 0 {
			return []int{n.Path, n.Rel}
		}
		return []int{n.Rel}
	case *MakePath:
		return []int{n.Slot}
	case *Unwind:
		return []int{n.Slot}
	case *Project:
		return itemSlots(n.Items)
	case *Aggregate:
		return itemSlots(n.Keys)
	}
	return nil
}

func itemSlots(items []Item) []int {
	var out []int
	for _, it := range items {
		out = append(out, it.Slot)
	}
	return out
}

func (d *describer) name(slot int) string {
	if slot >= 0 && d.p.Names[slot] != "" {
		return d.p.Names[slot]
	}
	return fmt.Sprintf("anon_%d", slot)
}

// text is an expression as the query has it; made-up ones are named after their slot.
func (d *describer) text(e syntax.Expr) string {
	if v, ok := e.(*syntax.Variable); ok {
		if slot, bound := d.p.Slots[v]; bound {
			return d.name(slot)
		}
		return v.Name // within what is read from a column's slot
	}
	if h, ok := e.(*syntax.HasLabels); ok {
		return d.text(h.X) + ":" + d.source(h.Labels)
	}
	if c, ok := e.(*syntax.Comparison); ok {
		out := d.text(c.Operands[0])
		for i, op := range c.Ops {
			out += " " + op + " " + d.text(c.Operands[i+1])
		}
		return out
	}
	if n, ok := e.(*syntax.IsNull); ok && n.Negated {
		return d.text(n.X) + " IS NOT NULL"
	}
	if p, ok := e.(*syntax.Property); ok {
		return d.text(p.Subject) + "." + p.Key.Text
	}
	return d.source(e)
}

func (d *describer) source(n syntax.Node) string {
	r := n.Range()
	return d.p.Text[r.Start:r.End]
}

func (d *describer) texts(es []syntax.Expr, sep string) string {
	var out []string
	for _, e := range es {
		out = append(out, d.text(e))
	}
	return strings.Join(out, sep)
}

func (d *describer) hop(from, rel, to int, types []string, dir storage.Direction, length string) string {
	left, right := "-", "->"
	switch dir {
	case storage.Incoming:
		left, right = "<-", "-"
	case storage.Both:
		right = "-"
	}
	label := d.name(rel)
	if len(types) > 0 {
		label += ":" + strings.Join(types, "|")
	}
	return fmt.Sprintf("(%s)%s[%s%s]%s(%s)", d.name(from), left, label, length, right, d.name(to))
}

func lengthText(lo, hi int64) string {
	if hi < 0 {
		return fmt.Sprintf("*%d..", lo)
	}
	return fmt.Sprintf("*%d..%d", lo, hi)
}

func (d *describer) details(n Node) string {
	switch n := n.(type) {
	case *AllNodes:
		return d.name(n.Slot)
	case *LabelScan:
		return d.name(n.Slot) + ":" + n.Label
	case *ByID:
		return d.name(n.Slot) + " = " + d.text(n.Value)
	case *TypeScan:
		return d.hop(n.From, n.Rel, n.To, n.Types, n.Direction, "")
	case *IndexSeek:
		return d.seekDetails(n)
	case *AnyOf:
		var leaves []string
		for _, l := range n.Leaves {
			leaves = append(leaves, d.details(l))
		}
		return strings.Join(leaves, " OR ")
	case *Expand:
		return d.hop(n.From, n.Rel, n.To, n.Types, n.Direction, "")
	case *VarExpand:
		return d.hop(n.From, n.Rel, n.To, n.Types, n.Direction, lengthText(n.Min, n.Max))
	case *Repeat:
		from, to := n.From, n.To
		if n.Reversed {
			from, to = to, from
		}
		return fmt.Sprintf("(%s) %s (%s)", d.name(from), d.source(n.Pattern), d.name(to))
	case *Search:
		return d.source(n.Pattern)
	case *Choose:
		if n.If != nil {
			return d.text(n.If)
		}
		var ends []string
		for _, e := range n.Ends {
			ends = append(ends, d.name(e.Slot)+":"+strings.Join(e.Labels, "|"))
		}
		return strings.Join(ends, " AND ")
	case *BoundRel:
		return d.hop(n.From, n.Rel, n.To, n.Types, n.Direction, "")
	case *Shortest:
		return d.hop(n.From, n.Rel, n.To, n.Types, n.Direction, lengthText(n.Min, n.Max))
	case *Degree:
		to := d.hop(n.From, n.Rel, n.To, n.Types, n.Direction, "")
		for _, l := range n.Labels {
			to = strings.TrimSuffix(to, ")") + ":" + l + ")"
		}
		return "count( " + to + " ) AS " + d.name(n.Slot)
	case *MakePath:
		return d.name(n.Slot)
	case *Filter:
		return d.texts(n.Where, " AND ")
	case *Project:
		return d.items(n.Items)
	case *Unwind:
		return d.text(n.List) + " AS " + d.name(n.Slot)
	case *Aggregate:
		var out []string
		for _, c := range n.Calls {
			if c.Star {
				out = append(out, "count(*)")
			} else {
				out = append(out, c.Function.Name+"("+d.texts(c.Args, ", ")+")")
			}
		}
		return strings.TrimPrefix(d.items(n.Keys)+", "+strings.Join(out, ", "), ", ")
	case *Sort:
		var out []string
		for _, k := range n.Keys {
			dir := " ASC"
			if k.Descending {
				dir = " DESC"
			}
			out = append(out, d.text(k.Expr)+dir)
		}
		return strings.Join(out, ", ")
	case *Skip:
		return d.text(n.Count)
	case *Limit:
		return d.text(n.Count)
	case *HashJoin:
		return d.texts(n.Left, ", ") + " = " + d.texts(n.Right, ", ")
	case *Procedure:
		return n.Name
	case *Show:
		return n.Kind
	case *Count:
		if n.Rels {
			text := "count( ()-[" + strings.TrimSuffix(":"+strings.Join(n.Types, "|"), ":") + "]->() )"
			if n.ByType {
				text += " by type"
			}
			return text
		}
		return "count( (" + strings.TrimSuffix(":"+n.Label, ":") + ") )"
	case *Delete:
		return d.texts(n.Exprs, ", ")
	}
	return ""
}

func (d *describer) items(items []Item) string {
	var out []string
	for _, it := range items {
		text := d.source(it.Expr)
		if name := d.name(it.Slot); name != text && text != "" {
			text += " AS " + name
		} else {
			text = name
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func (d *describer) seekDetails(n *IndexSeek) string {
	var out []string
	for i, p := range n.Properties {
		subject := d.name(n.Slot) + "." + p
		switch {
		case i < len(n.Equal):
			out = append(out, subject+" = "+d.text(n.Equal[i]))
		case i > len(n.Equal):
		case n.In != nil:
			out = append(out, subject+" IN "+d.text(n.In))
		case n.Prefix != nil:
			out = append(out, subject+" STARTS WITH "+d.text(n.Prefix))
		default:
			if n.Low != nil {
				out = append(out, subject+[2]string{" > ", " >= "}[flag(n.Low.Inclusive)]+d.text(n.Low.Value))
			}
			if n.High != nil {
				out = append(out, subject+[2]string{" < ", " <= "}[flag(n.High.Inclusive)]+d.text(n.High.Value))
			}
		}
	}
	return fmt.Sprintf("%s %s:%s(%s) WHERE %s", n.Index, d.name(n.Slot), n.Label, strings.Join(n.Properties, ", "), strings.Join(out, " AND "))
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// String is the tree as indented text, sources below the operators that take from them.
func (d *Description) String() string {
	var b strings.Builder
	d.write(&b, 0)
	return b.String()
}

func (d *Description) write(b *strings.Builder, depth int) {
	b.WriteString(strings.Repeat("  ", depth) + d.Operator)
	for _, a := range d.Arguments {
		b.WriteString("  " + a.Value.Text())
	}
	if d.Profiled {
		fmt.Fprintf(b, "  [rows %d, hits %d]", d.Rows, d.Hits)
	}
	b.WriteByte('\n')
	for _, c := range d.Children {
		c.write(b, depth+1)
	}
}
