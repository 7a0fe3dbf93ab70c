package plan

import (
	"reflect"

	"newsgraph/cypher/syntax"
)

// Inspector is told what a part of a plan is made of. It may be told of a slot or an expression more than once, and of
// numbers that are none of a slot.
type Inspector struct {
	Node func(Node) bool // false leaves the operator out, with all that belongs to it
	Expr func(syntax.Expr)
	Slot func(int)
}

var (
	nodeType = reflect.TypeFor[Node]()
	exprType = reflect.TypeFor[syntax.Expr]()
	ownPath  = reflect.TypeFor[Plan]().PkgPath()
)

// Inspect walks over an operator, its sources, and the expressions of all with the plans inside them.
func (p *Plan) Inspect(n Node, in Inspector) {
	if in.Node(n) {
		p.inspect(reflect.ValueOf(n).Elem(), in)
	}
}

func (p *Plan) inspect(v reflect.Value, in Inspector) {
	switch v.Kind() {
	case reflect.Int:
		in.Slot(int(v.Int()))
	case reflect.Struct:
		for i := range v.NumField() {
			p.inspect(v.Field(i), in)
		}
	case reflect.Slice:
		for i := range v.Len() {
			p.inspect(v.Index(i), in)
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type().Elem().PkgPath() == ownPath {
			p.inspect(v.Elem(), in)
		}
	case reflect.Interface:
		switch {
		case v.IsNil():
		case v.Type() == nodeType:
			p.Inspect(v.Interface().(Node), in)
		case v.Type() == exprType:
			p.inspectExpr(v.Interface().(syntax.Expr), in)
		}
	}
}

func (p *Plan) inspectExpr(e syntax.Expr, in Inspector) {
	syntax.Walk(e, func(e syntax.Expr) bool {
		in.Expr(e)
		if slot, ok := p.Slots[e]; ok {
			in.Slot(slot)
		}
		if inner, ok := p.Inner[e]; ok {
			in.Slot(inner.Slot)
			p.Inspect(inner.Root, in)
			if inner.Result != nil {
				p.inspectExpr(inner.Result, in)
			}
		}
		return true
	})
}
