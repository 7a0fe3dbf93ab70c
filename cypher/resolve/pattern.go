package resolve

import (
	"slices"

	"newsgraph/cypher/function"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// use is what a pattern is for.
type use uint8

const (
	matching use = iota
	creating
	merging
	asking // a predicate, which binds nothing
)

// patterns checks the paths of one clause and binds their variables in sc. The expressions inside are
// checked when all the variables are bound.
func (c *checker) patterns(paths []*syntax.Path, sc *scope, u use) error {
	p := &patternCheck{checker: c, sc: sc, use: u, rels: map[string]bool{}, made: map[string]bool{}}
	if err := p.lengths(paths); err != nil {
		return err
	}
	if err := p.selectors(paths); err != nil {
		return err
	}
	for _, path := range paths {
		if err := p.path(path); err != nil {
			return err
		}
	}
	for _, path := range paths {
		if err := p.inside(path); err != nil {
			return err
		}
	}
	return nil
}

type patternCheck struct {
	*checker
	sc   *scope
	use  use
	rels map[string]bool // relationship variables of this pattern
	made map[string]bool // variables that this pattern creates
}

func (p *patternCheck) path(path *syntax.Path) error {
	alone := len(path.Rels) == 0
	for i, n := range path.Nodes {
		if err := p.node(n, alone); err != nil {
			return err
		}
		if i == len(path.Rels) {
			break
		}
		check := p.rel
		if path.Rels[i].Repeated != nil {
			check = p.repeated
		}
		if err := check(path.Rels[i]); err != nil {
			return err
		}
	}
	if path.Where != nil && (p.use == creating || p.use == merging) {
		return p.syntax(path.Where, "UnexpectedSyntax", "WHERE cannot stand in a pattern that is created")
	}
	for _, v := range [...]*syntax.Name{path.Part, path.Variable} {
		if v == nil {
			continue
		}
		if _, bound := p.sc.lookup(v.Text); bound {
			return p.bound(v, v.Text)
		}
		p.sc.add(v.Text, kindType(value.KindPath))
	}
	return nil
}

// dynamic checks the expressions that give labels or types.
func (p *patternCheck) dynamic(e syntax.LabelExpr) error {
	for _, x := range syntax.LabelExprs(e) {
		if err := p.labelNames(x, p.sc); err != nil {
			return err
		}
	}
	return nil
}

// labelNames checks an expression that gives labels or types.
func (c *checker) labelNames(e syntax.Expr, sc *scope) error {
	t, err := c.expr(e, sc, context{})
	if want := function.String | function.List; err == nil && !t.can(want) {
		err = c.mismatch(e, "a dynamic label or type", want, t)
	}
	return err
}

func (p *patternCheck) node(n *syntax.NodePattern, alone bool) error {
	if p.use == creating || p.use == merging {
		if labels, plain := syntax.AllLabels(n.Labels); !plain || slices.ContainsFunc(labels, isAny) {
			return p.syntax(n.Labels, "UnexpectedSyntax", "a new node has labels, not a label expression")
		}
		if n.Where != nil {
			return p.syntax(n.Where, "UnexpectedSyntax", "WHERE cannot stand in a pattern that is created")
		}
	}
	if n.Variable == nil {
		return nil
	}
	name := n.Variable.Text
	t, bound := p.sc.lookup(name)
	switch {
	case !bound && p.use == asking:
		return p.undefined(n.Variable, name, p.sc.visible())
	case !bound:
		p.made[name] = true
		p.sc.add(name, kindType(value.KindNode))
	case !t.can(function.Node):
		return p.conflict(n.Variable, function.Node, t)
	case (p.use == creating || p.use == merging) && (alone || n.Labels != nil || n.Properties != nil):
		return p.checker.bound(n.Variable, name)
	}
	return nil
}

func isAny(l *syntax.Label) bool { return l.Any }

func (p *patternCheck) conflict(v *syntax.Name, want function.Types, t typ) error {
	return p.syntax(v, "VariableTypeConflict", "variable `%s` is %s and is used as %s", v.Text, t.kinds, want)
}

func (p *patternCheck) rel(r *syntax.RelPattern) error {
	if err := p.relVariable(r); err != nil {
		return err
	}
	if p.use != creating && p.use != merging {
		return nil
	}
	if r.Length != nil {
		return p.syntax(r, "CreatingVarLength", "a relationship of variable length cannot be created")
	}
	if types, plain := syntax.AnyLabel(r.Types); !plain || len(types) != 1 || isAny(types[0]) {
		return p.syntax(r, "NoSingleRelationshipType", "a relationship is created with exactly one type")
	}
	if r.Direction == syntax.Both && p.use == creating {
		return p.syntax(r, "RequiresDirectedRelationship", "a relationship is created with one direction")
	}
	if r.Where != nil {
		return p.syntax(r.Where, "UnexpectedSyntax", "WHERE cannot stand in a pattern that is created")
	}
	return nil
}

func (p *patternCheck) relVariable(r *syntax.RelPattern) error {
	if r.Variable == nil {
		return nil
	}
	name := r.Variable.Text
	kind := function.Relationship
	mine := kindType(value.KindRelationship)
	if r.Length != nil {
		kind, mine = function.List, listOf(mine)
	}
	t, bound := p.sc.lookup(name)
	switch {
	case !bound && p.use == asking:
		return p.undefined(r.Variable, name, p.sc.visible())
	case !bound:
		p.made[name] = true
		p.sc.add(name, mine)
	case !t.can(kind) || kind == function.List && t.is(function.List) && !t.item().can(function.Relationship):
		return p.conflict(r.Variable, kind, t)
	case p.rels[name]:
		return p.syntax(r, "RelationshipUniquenessViolation", "relationship `%s` stands twice in one pattern, which can never match", name)
	case p.use == creating || p.use == merging:
		return p.checker.bound(r.Variable, name)
	}
	p.rels[name] = true
	return nil
}

// inside checks the property maps and conditions of a path.
func (p *patternCheck) inside(path *syntax.Path) error {
	for i, n := range path.Nodes {
		if err := p.dynamic(n.Labels); err != nil {
			return err
		}
		if err := p.own(n.Variable, n.Properties); err != nil {
			return err
		}
		if err := p.properties(n.Properties, n.Where); err != nil {
			return err
		}
		if i == len(path.Rels) {
			break
		}
		r := path.Rels[i]
		if r.Repeated != nil {
			inner := *p
			inner.sc = p.each(r.Repeated)
			if err := inner.inside(r.Repeated); err != nil {
				return err
			}
			continue
		}
		if err := p.dynamic(r.Types); err != nil {
			return err
		}
		if err := p.own(r.Variable, r.Properties); err != nil {
			return err
		}
		sc := p.sc
		if r.Length != nil && r.Variable != nil && r.Where != nil {
			// In the condition of a variable-length relationship its variable is each one of them.
			sc = newScope(p.sc)
			sc.add(r.Variable.Text, kindType(value.KindRelationship))
		}
		inner := *p
		inner.sc = sc
		if err := inner.properties(r.Properties, r.Where); err != nil {
			return err
		}
	}
	return p.parenthesized(path)
}

// own refuses properties that refer to what they are to be the properties of.
func (p *patternCheck) own(variable *syntax.Name, properties syntax.Expr) error {
	if variable == nil || !p.made[variable.Text] || p.use != creating && p.use != merging {
		return nil
	}
	var self syntax.Expr
	syntax.Walk(properties, func(e syntax.Expr) bool {
		if v, ok := e.(*syntax.Variable); ok && v.Name == variable.Text {
			self = e
		}
		return self == nil
	})
	if self == nil {
		return nil
	}
	return p.syntax(self, "UndefinedVariable", "variable `%s` is not defined before its properties are", variable.Text)
}

func (p *patternCheck) properties(properties, where syntax.Expr) error {
	if param, ok := properties.(*syntax.Parameter); ok && p.use != creating {
		return p.syntax(param, "InvalidParameterUse", "a parameter cannot be the properties of a pattern that is matched: write {key: $%s.key}", param.Name)
	}
	if properties != nil {
		if _, err := p.expr(properties, p.sc, context{}); err != nil {
			return err
		}
	}
	return p.condition(where, p.sc)
}

func (c *checker) create(cl *syntax.Create, sc *scope) error {
	return c.patterns(cl.Patterns, sc, creating)
}

func (c *checker) merge(m *syntax.Merge, sc *scope) error {
	if err := c.patterns([]*syntax.Path{m.Pattern}, sc, merging); err != nil {
		return err
	}
	if err := c.setItems(m.OnCreate, sc); err != nil {
		return err
	}
	return c.setItems(m.OnMatch, sc)
}
