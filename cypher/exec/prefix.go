package exec

import (
	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// asFarAs is left(s, size(like)), by which days are compared as far as both are known, in one step where s and like are
// text; nil for another call.
func (b *builder) asFarAs(f *function.Function, e *syntax.Call, args []eval, other eval) eval {
	if f.Name != "left" || b.constants(e.Args) {
		return nil
	}
	n, ok := e.Args[1].(*syntax.Call)
	if _, known := b.plan.Slots[n]; !ok || known || len(n.Args) != 1 {
		return nil
	}
	if size, _ := function.Lookup(n.Name.Text); size == nil || size.Name != "size" || !isPlain(e.Args[0]) || !isPlain(n.Args[0]) {
		return nil
	}
	text, like := args[0], b.expr(n.Args[0])
	return func(r *Run) (value.Value, error) {
		x, err := text(r)
		y, also := like(r)
		if err != nil || also != nil || x.Kind() != value.KindString || y.Kind() != value.KindString {
			return other(r)
		}
		return value.String(function.LeftAs(x.Str(), y.Str())), nil
	}
}

// isPlain says whether to calculate e a second time costs little and gives the same.
func isPlain(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Variable, *syntax.Parameter:
		return true
	case *syntax.Property:
		return isPlain(e.Subject)
	}
	return false
}
