package exec

import (
	"fmt"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// operator builds the operator of a plan node, with its sources.
func (b *builder) operator(n plan.Node) operator {
	if s := b.stretchBelow(n); s != nil {
		b.run.renewal.ops = append(b.run.renewal.ops, s)
		return s
	}
	op := b.reading(n)
	if op == nil {
		op = b.shaping(n)
	}
	if op == nil {
		op = b.writing(n)
	}
	if op == nil {
		if b.err == nil {
			b.err = diag.NotSupported("the operator %s is not supported", fmt.Sprintf("%T", n))
		}
		return &argument{}
	}
	if l, ok := op.(lasting); ok {
		b.run.renewal.ops = append(b.run.renewal.ops, l)
	} else {
		b.oneRun()
	}
	if n == b.bottom {
		b.leaf, _ = op.(leaf)
	}
	if b.plan.Mode == syntax.Profile {
		return b.measured(n, op)
	}
	return op
}

// shaping builds the operators that neither read nor write the graph.
func (b *builder) shaping(n plan.Node) operator {
	switch n := n.(type) {
	case *plan.Argument:
		return &argument{}
	case *plan.Filter:
		b.narrow(n)
		f := &filter{src: b.operator(n.Source)}
		for _, e := range n.Where {
			if w := b.truth(e); !b.isConstant(e, value.Yes) {
				f.where = append(f.where, w)
			}
		}
		return f
	case *plan.Project:
		return &project{src: b.operator(n.Source), slots: itemSlots(n.Items), values: b.items(n.Items)}
	case *plan.Unwind:
		return &unwind{src: b.operator(n.Source), slot: n.Slot, list: b.expr(n.List)}
	case *plan.Aggregate:
		return b.aggregate(n)
	case *plan.Distinct:
		return b.distinct(n)
	case *plan.Sort:
		return b.sort(n)
	case *plan.Skip:
		return &skip{src: b.operator(n.Source), count: b.count(n.Count, "SKIP")}
	case *plan.Limit:
		return &limit{src: b.operator(n.Source), count: b.count(n.Count, "LIMIT")}
	case *plan.Optional:
		return &optional{src: b.operator(n.Source), inner: b.operator(n.Inner), slots: n.Slots}
	case *plan.Choose:
		return b.choose(n)
	case *plan.Apply:
		return b.apply(n)
	case *plan.Union:
		u := &union{slots: n.Slots, from: n.From}
		for _, br := range n.Branches {
			u.branches = append(u.branches, b.operator(br))
		}
		return u
	case *plan.Eager:
		defer b.stage()()
		return &eager{src: b.operator(n.Source), keep: n.Keep}
	case *plan.HashJoin:
		return b.hashJoin(n)
	case *plan.Nothing:
		return &nothing{src: b.operator(n.Source)}
	}
	return nil
}

func itemSlots(items []plan.Item) []int {
	out := make([]int, len(items))
	for i, it := range items {
		out[i] = it.Slot
	}
	return out
}

func (b *builder) items(items []plan.Item) []eval {
	out := make([]eval, len(items))
	for i, it := range items {
		if _, isVariable := it.Expr.(*syntax.Variable); isVariable {
			out[i] = b.expr(it.Expr)
		} else if slot, ok := b.plan.Slots[it.Expr]; ok && slot != it.Slot {
			out[i] = b.expr(it.Expr)
		} else {
			out[i] = b.fresh(it.Expr)
		}
	}
	return out
}

// argument gives the row once.
type argument struct{ given bool }

func (a *argument) open(*Run) error { a.given = false; return nil }

func (a *argument) next(*Run) (bool, error) {
	if a.given {
		return false, nil
	}
	a.given = true
	return true, nil
}

type filter struct {
	src   operator
	where []truth
}

func (f *filter) open(r *Run) error { return f.src.open(r) }

func (f *filter) next(r *Run) (bool, error) {
rows:
	for {
		ok, err := f.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := r.step(); err != nil {
			return false, err
		}
		for _, w := range f.where {
			t, err := w(r)
			if err != nil {
				return false, err
			}
			if t != value.Yes {
				continue rows
			}
		}
		return true, nil
	}
}

type project struct {
	src    operator
	slots  []int
	values []eval
}

func (p *project) open(r *Run) error { return p.src.open(r) }

func (p *project) next(r *Run) (bool, error) {
	ok, err := p.src.next(r)
	if err != nil || !ok {
		return false, err
	}
	for i, f := range p.values {
		v, err := f(r)
		if err != nil {
			return false, err
		}
		r.row[p.slots[i]] = v
	}
	return true, nil
}

type unwind struct {
	src   operator
	slot  int
	list  eval
	items []value.Value
	at    int
	one   [1]value.Value
}

func (u *unwind) open(r *Run) error {
	u.items, u.at = nil, 0
	return u.src.open(r)
}

func (u *unwind) next(r *Run) (bool, error) {
	for u.at >= len(u.items) {
		ok, err := u.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		v, err := u.list(r)
		if err != nil {
			return false, err
		}
		u.at = 0
		switch v.Kind() {
		case value.KindNull:
			u.items = nil
		case value.KindList:
			u.items = v.List()
		default:
			u.one[0] = v
			u.items = u.one[:]
		}
	}
	if err := r.step(); err != nil {
		return false, err
	}
	r.row[u.slot] = u.items[u.at]
	u.at++
	return true, nil
}

// count compiles the number of SKIP or LIMIT.
func (b *builder) count(e syntax.Expr, clause string) func(r *Run) (int64, error) {
	f := b.expr(e)
	text, offset := b.plan.Text, e.Range().Start
	return func(r *Run) (int64, error) {
		v, err := f(r)
		if err != nil {
			return 0, err
		}
		if v.Kind() != value.KindInteger {
			return 0, diag.Syntax("Invalid input: %s takes an Integer, not %s", clause, describe(v)).With("InvalidArgumentType").Near(text, offset)
		}
		if v.Int() < 0 {
			return 0, diag.Syntax("Invalid input: '%d' is not a valid value for %s, must be 0 or greater", v.Int(), clause).With("NegativeIntegerArgument").Near(text, offset)
		}
		return v.Int(), nil
	}
}

type skip struct {
	src   operator
	count func(*Run) (int64, error)
	left  int64
}

func (s *skip) open(r *Run) (err error) {
	if s.left, err = s.count(r); err != nil {
		return err
	}
	return s.src.open(r)
}

func (s *skip) next(r *Run) (bool, error) {
	for ; s.left > 0; s.left-- {
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
	}
	return s.src.next(r)
}

type limit struct {
	src   operator
	count func(*Run) (int64, error)
	left  int64
	none  bool // LIMIT 0
}

func (l *limit) open(r *Run) (err error) {
	if l.left, err = l.count(r); err != nil {
		return err
	}
	l.none = l.left == 0
	return l.src.open(r)
}

// next pulls even for LIMIT 0 once where the query writes, so that what is to be written before the
// first row is written.
func (l *limit) next(r *Run) (bool, error) {
	if l.left == 0 {
		if l.none && r.plan.Writes {
			l.none = false
			_, err := l.src.next(r)
			return false, err
		}
		return false, nil
	}
	l.left--
	return l.src.next(r)
}

type optional struct {
	src, inner    operator
	slots         []int
	active, found bool
}

func (o *optional) open(r *Run) error {
	o.active = false
	return o.src.open(r)
}

func (o *optional) next(r *Run) (bool, error) {
	for {
		if !o.active {
			ok, err := o.src.next(r)
			if err != nil || !ok {
				return false, err
			}
			if err := o.inner.open(r); err != nil {
				return false, err
			}
			o.active, o.found = true, false
		}
		ok, err := o.inner.next(r)
		if err != nil {
			return false, err
		}
		if ok {
			o.found = true
			return true, nil
		}
		o.active = false
		if !o.found {
			for _, s := range o.slots {
				r.row[s] = value.Null
			}
			return true, nil
		}
	}
}

type union struct {
	branches []operator
	from     [][]int
	slots    []int
	at       int
	opened   bool
}

func (u *union) open(*Run) error {
	u.at, u.opened = 0, false
	return nil
}

func (u *union) next(r *Run) (bool, error) {
	for ; u.at < len(u.branches); u.at++ {
		if !u.opened {
			if err := u.branches[u.at].open(r); err != nil {
				return false, err
			}
			u.opened = true
		}
		ok, err := u.branches[u.at].next(r)
		if err != nil {
			return false, err
		}
		if ok {
			for i, s := range u.slots {
				r.row[s] = r.row[u.from[u.at][i]]
			}
			return true, nil
		}
		u.opened = false
	}
	return false, nil
}

type nothing struct{ src operator }

func (n *nothing) open(r *Run) error { return n.src.open(r) }

func (n *nothing) next(r *Run) (bool, error) {
	for {
		ok, err := n.src.next(r)
		if err != nil || !ok {
			return false, err
		}
	}
}
