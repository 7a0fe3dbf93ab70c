package resolve

import (
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// lengths refuses the two ways to write repetition in one pattern, -[*]- and ((a)--(b))*: what may be said of the
// variables differs between them.
func (p *patternCheck) lengths(paths []*syntax.Path) error {
	var old, quantified *syntax.RelPattern
	for _, path := range paths {
		for _, r := range path.Rels {
			if r.Length == nil {
				continue
			}
			if r.Length.Quantified {
				quantified = r
			} else if old == nil {
				old = r
			}
		}
	}
	if old == nil || quantified == nil {
		return nil
	}
	return p.syntax(old, "UnexpectedSyntax", "a relationship of variable length and a quantified relationship or path cannot stand in one clause: write -[…]->{1,3} for -[…*1..3]->")
}

// repeated checks a path that is repeated and binds its variables: inside, each is one node or relationship, outside the
// list of them.
func (p *patternCheck) repeated(r *syntax.RelPattern) error {
	if p.use != matching {
		return p.syntax(r, "UnexpectedSyntax", "a path that is repeated can stand in MATCH only")
	}
	inner := *p
	inner.sc, inner.rels, inner.made = newScope(p.sc), map[string]bool{}, map[string]bool{}
	for _, v := range variables(r.Repeated) {
		if _, bound := p.sc.lookup(v.Text); bound {
			return p.syntax(v, "VariableAlreadyBound", "variable `%s` is bound outside of the path that is repeated, and needs another name inside", v.Text)
		}
	}
	if err := inner.path(r.Repeated); err != nil {
		return err
	}
	for _, name := range inner.sc.names {
		t, _ := inner.sc.lookup(name)
		p.sc.add(name, listOf(t))
	}
	return nil
}

// each is the scope inside of a path that is repeated.
func (p *patternCheck) each(path *syntax.Path) *scope {
	sc := newScope(p.sc)
	for _, n := range path.Nodes {
		if n.Variable != nil {
			sc.add(n.Variable.Text, kindType(value.KindNode))
		}
	}
	for _, r := range path.Rels {
		if r.Variable != nil {
			sc.add(r.Variable.Text, kindType(value.KindRelationship))
		}
	}
	return sc
}

// variables gives the variables of a path's nodes and relationships.
func variables(path *syntax.Path) []*syntax.Name {
	var out []*syntax.Name
	for i, n := range path.Nodes {
		if n.Variable != nil {
			out = append(out, n.Variable)
		}
		if i < len(path.Rels) && path.Rels[i].Variable != nil {
			out = append(out, path.Rels[i].Variable)
		}
	}
	return out
}

// parenthesized checks the condition in the parentheses around a path. Of a path that is selected, it does not see the
// name, which is that of what is left.
func (p *patternCheck) parenthesized(path *syntax.Path) error {
	sc := p.sc
	if path.Selector != nil && path.Variable != nil {
		sc = sc.clone()
		delete(sc.types, path.Variable.Text)
	}
	return p.condition(path.Where, sc)
}

// selectors refuses to select from paths where they are created, and where there are several.
func (p *patternCheck) selectors(paths []*syntax.Path) error {
	for _, path := range paths {
		switch {
		case path.Selector == nil:
		case p.use != matching:
			return p.syntax(path.Selector, "UnexpectedSyntax", "paths can be selected in MATCH only")
		case len(paths) > 1:
			return p.syntax(path.Selector, "UnexpectedSyntax", "where paths are selected, the pattern is one path: put the others into a MATCH of their own")
		}
	}
	return nil
}
