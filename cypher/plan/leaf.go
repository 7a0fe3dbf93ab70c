package plan

import (
	"slices"
	"strings"

	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

type (
	storageDirection = storage.Direction
	relType          = storage.RelType
)

const bothWays = storage.Both

// leaf is a way to begin with a node, with the rows that it is estimated to give and the predicates
// that it answers.
type leaf struct {
	make func(source Node) Node
	rows float64
	uses []*predicate
	once bool // it seeks in unique indexes for what is the same in all rows: a run that only reads does so once
}

// nextLeaf begins a part of the pattern that nothing solved so far reaches; false if all is
// solved.
func (s *solver) nextLeaf() bool {
	if s.relByID() {
		return true
	}
	var best *patternNode
	var bestLeaf leaf
	for _, n := range s.g.nodes {
		if s.solved[n.slot] || s.only != nil && !s.only[n] {
			continue
		}
		if l := s.bestLeaf(n); best == nil || l.rows < bestLeaf.rows {
			best, bestLeaf = n, l
		}
	}
	if best == nil {
		return false
	}
	if s.join(best, bestLeaf) || s.typeScan(bestLeaf.rows) {
		return true
	}
	s.begin(best, bestLeaf)
	return true
}

// seekEnds finds the nodes at which the paths from what is solved are to arrive where a seek finds them that is done
// once: to see whether a relationship leads to a known node takes less than to follow it and look.
func (s *solver) seekEnds() {
	if s.writes {
		return
	}
	for _, n := range s.g.nodes {
		if s.solved[n.slot] || s.only != nil && !s.only[n] || !s.isReached(n) {
			continue
		}
		l := s.bestLeaf(n)
		if !l.once {
			continue
		}
		s.begin(n, l)
		if s.ends == nil {
			s.ends = map[*patternNode]bool{}
		}
		s.ends[n] = true
	}
}

// isReached says whether relationships lead from what is solved to a node.
func (s *solver) isReached(n *patternNode) bool {
	part, _ := s.part(n)
	for m := range part {
		if s.solved[m.slot] && !s.ends[m] {
			return true
		}
	}
	return false
}

// begin finds a node by a leaf.
func (s *solver) begin(n *patternNode, l leaf) {
	for _, pred := range l.uses {
		pred.used = true
	}
	s.node = l.make(s.node)
	s.solved[n.slot], s.began = true, true
	s.rows *= max(0.1, l.rows)
}

// typeScan begins with all relationships of some types where that is less than the best node scan.
func (s *solver) typeScan(rows float64) bool {
	for _, r := range s.g.rels {
		if s.only != nil && !s.only[r.from] || r.solved || r.bound || r.many() || r.shortest != nil || len(r.types) == 0 || s.solved[r.from.slot] || s.solved[r.to.slot] || r.from == r.to {
			continue
		}
		ids, _ := s.typeIDs(r.types)
		total := 0.0
		for _, t := range ids {
			total += float64(s.view.TypeCount(t))
		}
		if total >= rows {
			continue
		}
		s.node = &TypeScan{Source: s.node, Rel: r.slot, From: r.from.slot, To: r.to.slot, Types: r.types, Direction: r.dir, Unique: s.others(r)}
		r.solved, s.began = true, true
		s.solved[r.slot], s.solved[r.from.slot], s.solved[r.to.slot] = true, true, true
		s.rows *= max(1, total)
		return true
	}
	return false
}

func (s *solver) bestLeaf(n *patternNode) leaf {
	total := float64(s.view.NodeCount())
	best := leaf{rows: total + 1, make: func(src Node) Node { return &AllNodes{Source: src, Slot: n.slot} }}
	for _, name := range n.labels {
		rows := 0.0
		if l, ok := s.view.Label(name); ok {
			rows = float64(s.view.LabelCount(l))
		}
		if rows < best.rows {
			uses := s.labelPredicates(n, name)
			best = leaf{rows: rows, uses: uses, make: func(src Node) Node { return &LabelScan{Source: src, Slot: n.slot, Label: name} }}
		}
		for _, ix := range s.view.RangeIndexes(storage.Nodes, name) {
			if l, ok := s.seek(n, name, ix); ok && (l.rows < best.rows || l.rows <= best.rows && len(l.uses) > len(best.uses)) {
				best = l
			}
		}
	}
	for _, any := range [...]func(*patternNode) (leaf, bool){s.anyScan, s.anySeek} {
		if l, ok := any(n); ok && l.rows < best.rows {
			best = l
		}
	}
	if l, ok := s.byID(n); ok {
		best = l
	}
	return best
}

// anyScan begins with the scans of all labels of which the node must have one.
func (s *solver) anyScan(n *patternNode) (leaf, bool) {
	if len(n.anyOf) == 0 {
		return leaf{}, false
	}
	l, leaves := leaf{uses: s.anyPredicates(n)}, []Node{}
	l.rows, _ = s.hops(n.anyOf, bothWays, nil)
	for _, name := range n.anyOf {
		leaves = append(leaves, &LabelScan{Slot: n.slot, Label: name})
	}
	l.make = func(src Node) Node { return &AnyOf{Source: src, Slot: n.slot, Leaves: leaves} }
	return l, true
}

// anySeek begins with a seek for each label of which the node must have one, if there are indexes on the same
// property for all of them.
func (s *solver) anySeek(n *patternNode) (leaf, bool) {
	if len(n.anyOf) == 0 {
		return leaf{}, false
	}
	l, leaves := leaf{}, []Node{}
	for i, name := range n.anyOf {
		k, one, ok := s.seekAs(n, name, l.uses, i == 0)
		if !ok {
			return leaf{}, false
		}
		leaves = append(leaves, k)
		l.rows += one.rows
		l.uses, l.once = one.uses, one.once && (i == 0 || l.once)
	}
	l.uses = append(slices.Clone(l.uses), s.anyPredicates(n)...)
	l.make = func(src Node) Node { return &AnyOf{Source: src, Slot: n.slot, Leaves: leaves} }
	return l, true
}

// seekAs is the cheapest exact seek on one property for a label; unless any will do, it must answer the same
// predicates as those for other labels.
func (s *solver) seekAs(n *patternNode, label string, uses []*predicate, any bool) (best *IndexSeek, l leaf, ok bool) {
	for _, ix := range s.view.RangeIndexes(storage.Nodes, label) {
		k, one, found := s.indexSeek(n, label, ix)
		exact := found && len(ix.Properties) == 1 && k.Low == nil && k.High == nil
		if exact && (any || slices.Equal(one.uses, uses)) && (best == nil || one.rows < l.rows) {
			best, l = k, one
		}
	}
	return best, l, best != nil
}

// anyPredicates gives the label test of a node that may have one of several, which scans or seeks for all of them
// answer.
func (s *solver) anyPredicates(n *patternNode) []*predicate {
	var out []*predicate
	for _, pred := range s.g.preds {
		h, ok := pred.expr.(*syntax.HasLabels)
		if !ok || pred.used || !s.isSlot(h.X, n.slot) {
			continue
		}
		if labels, plain := syntax.AnyLabel(h.Labels); plain && slices.Equal(labelNames(labels), n.anyOf) {
			out = append(out, pred)
		}
	}
	return out
}

// labelPredicates gives the label tests of a node that a scan of the label makes unnecessary.
func (s *solver) labelPredicates(n *patternNode, label string) []*predicate {
	var out []*predicate
	for _, pred := range s.g.preds {
		h, ok := pred.expr.(*syntax.HasLabels)
		if !ok || pred.used || !s.isSlot(h.X, n.slot) {
			continue
		}
		if labels, plain := syntax.AllLabels(h.Labels); plain && len(labels) == 1 && labels[0].Name == label {
			out = append(out, pred)
		}
	}
	return out
}

func (s *solver) isSlot(e syntax.Expr, slot int) bool {
	v, ok := e.(*syntax.Variable)
	return ok && s.plan.Slots[v] == slot
}

// isProperty says whether e is the property key of the node in slot.
func (s *solver) isProperty(e syntax.Expr, slot int, key string) bool {
	p, ok := e.(*syntax.Property)
	return ok && p.Key.Text == key && s.isSlot(p.Subject, slot)
}

// seek tries to begin with an index.
func (s *solver) seek(n *patternNode, label string, ix *storage.Index) (leaf, bool) {
	k, l, ok := s.indexSeek(n, label, ix)
	l.make = func(src Node) Node { k.Source = src; return k }
	l.uses = append(l.uses, s.labelPredicates(n, label)...)
	return l, ok
}

// indexSeek is a seek by what the predicates say of the index's properties: equality for as many of the first as
// they give, then at most one of IN, a prefix or a range.
func (s *solver) indexSeek(n *patternNode, label string, ix *storage.Index) (*IndexSeek, leaf, bool) {
	k := &IndexSeek{Slot: n.slot, Index: ix.Name, Label: label, Properties: ix.Properties}
	l := leaf{}
	entries, distinct := s.view.IndexSize(ix)
	l.rows = float64(entries)
	next := 0
	for ; next < len(ix.Properties); next++ {
		pred, value := s.equality(n, ix.Properties[next])
		if pred == nil {
			break
		}
		k.Equal = append(k.Equal, value)
		l.uses = append(l.uses, pred)
	}
	switch {
	case next == len(ix.Properties):
		if values, ok := literals(k.Equal); ok {
			l.rows = float64(s.view.CountEqual(ix, values...))
		} else {
			l.rows /= float64(max(1, distinct))
		}
		k.Unique = ix.Unique()
		if k.Unique {
			l.rows = min(l.rows, 0.5)
			l.once = !slices.ContainsFunc(k.Equal, func(e syntax.Expr) bool { return !isConstant(e) })
		}
	case next > 0:
		l.rows /= float64(max(1, distinct)) / 10
		s.seekMore(n, ix.Properties[next], k, &l)
	default:
		if !s.seekMore(n, ix.Properties[0], k, &l) {
			return k, l, false
		}
	}
	return k, l, true
}

// literals gives the values of literals; false if one of the expressions is anything else.
func literals(es []syntax.Expr) ([]value.Value, bool) {
	var out []value.Value
	for _, e := range es {
		switch e := e.(type) {
		case *syntax.String:
			out = append(out, value.String(e.Value))
		case *syntax.Integer:
			out = append(out, value.Integer(e.Value))
		case *syntax.Float:
			out = append(out, value.Float(e.Value))
		case *syntax.Boolean:
			out = append(out, value.Boolean(e.Value))
		default:
			return nil, false
		}
	}
	return out, true
}

// equality finds a predicate that says what a property of the node equals.
func (s *solver) equality(n *patternNode, key string) (*predicate, syntax.Expr) {
	for _, pred := range s.g.preds {
		c, ok := pred.expr.(*syntax.Comparison)
		if !ok || pred.used || len(c.Ops) != 1 || c.Ops[0] != "=" {
			continue
		}
		for i := range 2 {
			if s.isProperty(c.Operands[i], n.slot, key) && s.known(c.Operands[1-i]) {
				return pred, c.Operands[1-i]
			}
		}
	}
	return nil, nil
}

// known says whether a bound expression can be calculated from what is solved.
func (s *solver) known(e syntax.Expr) bool {
	ok := true
	syntax.Walk(e, func(e syntax.Expr) bool {
		if slot, found := s.plan.Slots[e]; found {
			ok = ok && (s.solved[slot] || s.isLocal(slot))
		}
		if _, inner := s.plan.Inner[e]; inner {
			ok = false
		}
		return ok
	})
	return ok
}

func (s *solver) isLocal(slot int) bool {
	for _, l := range s.plan.Locals {
		if l == slot {
			return true
		}
	}
	return false
}

// seekMore adds IN, STARTS WITH or a range on the next property of an index.
func (s *solver) seekMore(n *patternNode, key string, k *IndexSeek, l *leaf) bool {
	found := false
	for _, pred := range s.g.preds {
		if pred.used {
			continue
		}
		switch e := pred.expr.(type) {
		case *syntax.Binary:
			if !s.isProperty(e.Left, n.slot, key) || !s.known(e.Right) || found {
				continue
			}
			switch e.Op {
			case "IN":
				if len(k.Equal) > 0 {
					continue
				}
				k.In = e.Right
				l.rows = min(l.rows, 3)
			case "STARTS WITH":
				k.Prefix = e.Right
				l.rows *= 0.05
			default:
				continue
			}
			l.uses = append(l.uses, pred)
			return true
		case *syntax.Comparison:
			if s.rangeBound(n, key, e, k) {
				// The predicate stays: a seek over bounds of types without an order for the
				// index gives more than it asks for.
				l.rows *= 0.3
				found = true
			}
		}
	}
	return found
}

// rangeBound notes the bounds that a comparison chain sets for a property.
func (s *solver) rangeBound(n *patternNode, key string, c *syntax.Comparison, k *IndexSeek) bool {
	found := false
	for i, op := range c.Ops {
		left, right := c.Operands[i], c.Operands[i+1]
		if op == "=" || op == "<>" {
			continue
		}
		if s.isProperty(right, n.slot, key) {
			left, right = right, left
			op = strings.NewReplacer("<", ">", ">", "<").Replace(op)
		}
		if !s.isProperty(left, n.slot, key) || !s.known(right) {
			continue
		}
		b := &Bound{Value: right, Inclusive: strings.HasSuffix(op, "=")}
		if op[0] == '<' && k.High == nil {
			k.High, found = b, true
		} else if op[0] == '>' && k.Low == nil {
			k.Low, found = b, true
		}
	}
	return found
}

// byID begins with id(n) = value, elementId(n) = value, or IN a list.
func (s *solver) byID(n *patternNode) (leaf, bool) {
	by, pred := s.identity(n.slot)
	if by == nil {
		return leaf{}, false
	}
	return leaf{rows: 0.4, uses: []*predicate{pred}, make: func(src Node) Node {
		by.Source = src
		return by
	}}, true
}

// relByID begins with a relationship whose id is given; its ends follow from it.
func (s *solver) relByID() bool {
	for _, r := range s.g.rels {
		if r.solved || r.bound || r.many() || r.shortest != nil || s.only != nil && !s.only[r.from] {
			continue
		}
		by, pred := s.identity(r.slot)
		if by == nil {
			continue
		}
		by.Source, by.Relationship = s.node, true
		pred.used, r.bound, s.began = true, true, true
		s.node, s.solved[r.slot] = by, true
		return true
	}
	return false
}

// identity finds the predicate that gives the id of the node or relationship in a slot.
func (s *solver) identity(slot int) (*ByID, *predicate) {
	for _, pred := range s.g.preds {
		if pred.used {
			continue
		}
		var call, value syntax.Expr
		list := false
		switch e := pred.expr.(type) {
		case *syntax.Comparison:
			if len(e.Ops) != 1 || e.Ops[0] != "=" {
				continue
			}
			call, value = e.Operands[0], e.Operands[1]
			if _, ok := call.(*syntax.Call); !ok {
				call, value = value, call
			}
		case *syntax.Binary:
			if e.Op != "IN" {
				continue
			}
			call, value, list = e.Left, e.Right, true
		}
		c, ok := call.(*syntax.Call)
		if !ok || len(c.Args) != 1 || !s.isSlot(c.Args[0], slot) || !s.known(value) {
			continue
		}
		name := strings.ToLower(c.Name.Text)
		if name != "id" && name != "elementid" {
			continue
		}
		return &ByID{Slot: slot, Element: name == "elementid", List: list, Value: value}, pred
	}
	return nil, nil
}
