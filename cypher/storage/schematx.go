package storage

import (
	"fmt"
	"strings"

	"newsgraph/cypher/diag"
)

// CreateIndex makes an index and fills it. Without a name it gets one; desc is the store's from then on.
// With ifNotExists, an equivalent index or one of the same name is no error, and created is false.
func (tx *Tx) CreateIndex(desc *Index, ifNotExists bool) (created bool, err error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	if err := checkSchema(desc.Entity, desc.Labels, desc.Properties); err != nil || desc.Kind == 0 {
		return false, fmt.Errorf("create index: bad description: %w", err)
	}
	if desc.Kind == RangeIndex && len(desc.Labels) != 1 {
		return false, diag.Argument("a range index has one label or type, not %d", len(desc.Labels))
	}
	if desc.Name == "" {
		desc.Name = autoName("index", desc.Kind.String()+desc.Entity.String()+desc.pattern())
	}
	for _, old := range tx.g.schema.indexes {
		if !old.equivalent(desc) {
			continue
		}
		switch {
		case ifNotExists:
			return false, nil
		case old.Unique():
			return false, diag.New(diag.CodeConstraintExists, "There is a uniqueness constraint on %s, so an index is already created that matches this.", desc.pattern())
		case old.Name == desc.Name:
			return false, diag.New(diag.CodeEquivalentRule, "An equivalent index already exists, 'Index( name='%s', type='%s', schema=%s )'.", old.Name, old.Kind, old.pattern())
		}
		return false, diag.New(diag.CodeIndexExists, "There already exists an index %s.", desc.pattern())
	}
	if err := tx.g.schema.nameTaken(desc.Name); err != nil {
		if ifNotExists {
			return false, nil
		}
		return false, err
	}
	desc.Constraint = ""
	x := tx.g.newIndex(desc)
	tx.g.populate(&x)
	tx.g.addSchema(&x, nil)
	return true, nil
}

// addSchema enters a filled index, a constraint, or both.
func (g *graph) addSchema(x *index, c *Constraint) {
	var desc *Index
	if x != nil {
		desc = x.desc
		g.indexes, g.indexOf = append(g.indexes, *x), nil
	}
	g.schema = g.schema.with(desc, c)
}

func (g *graph) dropIndex(name string) {
	for i := range g.indexes {
		if g.indexes[i].desc.Name == name {
			g.indexes, g.indexOf = append(g.indexes[:i:i], g.indexes[i+1:]...), nil
			return
		}
	}
}

func checkSchema(e Entity, labels, properties []string) error {
	switch {
	case e != Nodes && e != Relationships:
		return diag.Argument("the entity is unset")
	case len(labels) == 0:
		return diag.Argument("there is no label or type")
	case len(properties) == 0:
		return diag.Argument("there is no property")
	}
	return nil
}

// DropIndex takes an index away; with ifExists, a missing one is no error, and dropped is false.
func (tx *Tx) DropIndex(name string, ifExists bool) (dropped bool, err error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	ix, ok := tx.g.schema.index(name)
	switch {
	case !ok && ifExists:
		return false, nil
	case !ok:
		return false, diag.New(codeIndexDropFailed, "Unable to drop index called `%s`. There is no such index.", name)
	case ix.Unique():
		return false, diag.New(diag.CodeIndexInUse, "Unable to drop index: Index belongs to constraint: '%s'", ix.Constraint)
	}
	tx.g.dropIndex(name)
	tx.g.schema = tx.g.schema.without(name, "")
	return true, nil
}

// CreateConstraint makes a constraint, with its index if it is about uniqueness, after it has checked what
// is there. Without a name it gets one; c is the store's from then on. With ifNotExists, an equivalent
// constraint or one of the same name is no error, and created is false.
func (tx *Tx) CreateConstraint(c *Constraint, ifNotExists bool) (created bool, err error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	if err := checkSchema(c.Entity, []string{c.Label}, c.Properties); err != nil || c.Kind == 0 {
		return false, fmt.Errorf("create constraint: bad description: %w", err)
	}
	if c.Kind == ExistsConstraint && len(c.Properties) != 1 {
		return false, diag.Argument("an existence constraint has one property, not %d", len(c.Properties))
	}
	if c.Name == "" {
		c.Name = autoName("constraint", c.Type()+schemaPattern(c.Entity, []string{c.Label}, c.Properties))
	}
	if exists, err := tx.constraintClash(c, ifNotExists); exists || err != nil {
		return false, err
	}
	var filled *index
	if c.Kind.unique() {
		x := tx.g.newIndex(&Index{Name: c.Name, Kind: RangeIndex, Entity: c.Entity, Labels: []string{c.Label},
			Properties: c.Properties, Constraint: c.Name})
		if a, b, ok := tx.g.populate(&x); !ok {
			return false, tx.duplicates(c, &x, a, b)
		}
		filled = &x
	}
	if c.Kind.exists() {
		if err := tx.checkAll(c); err != nil {
			return false, err
		}
		tx.exists = true
	}
	tx.g.addSchema(filled, c)
	return true, nil
}

// constraintClash reports what stands against a new constraint; exists is true if ifNotExists settles it.
func (tx *Tx) constraintClash(c *Constraint, ifNotExists bool) (exists bool, err error) {
	pattern := schemaPattern(c.Entity, []string{c.Label}, c.Properties)
	for _, old := range tx.g.schema.constraints {
		if !old.equivalent(c) {
			continue
		}
		switch {
		case ifNotExists:
			return true, nil
		case old.Name == c.Name:
			return false, diag.New(diag.CodeEquivalentRule, "An equivalent constraint already exists, '%s'.", old.text())
		}
		return false, diag.New(diag.CodeConstraintExists, "Constraint already exists: %s", old.text())
	}
	if err := tx.g.schema.nameTaken(c.Name); err != nil {
		if ifNotExists {
			return true, nil
		}
		return false, err
	}
	if !c.Kind.unique() {
		return false, nil
	}
	want := Index{Kind: RangeIndex, Entity: c.Entity, Labels: []string{c.Label}, Properties: c.Properties}
	for _, old := range tx.g.schema.indexes {
		switch {
		case !old.equivalent(&want):
		case old.Unique():
			return false, diag.New(diag.CodeConstraintExists, "Constraint already exists: '%s' on %s", old.Constraint, pattern)
		default:
			return false, diag.New(diag.CodeIndexExists, "There already exists an index %s. A constraint cannot be created until the index has been dropped.", pattern)
		}
	}
	return false, nil
}

func (tx *Tx) duplicates(c *Constraint, x *index, a, b int64) error {
	what, group, props := "Node", "label", tx.g.nodeProps(a)
	if c.Entity == Relationships {
		what, group, props = "Relationship", "type", tx.g.relProps(a)
	}
	parts := make([]string, len(x.keys))
	for i, k := range x.keys {
		parts[i] = fmt.Sprintf("`%s` = %s", c.Properties[i], findProp(props, k))
	}
	return diag.New(diag.CodeConstraintCreation, "Unable to create %s:\nBoth %s(%d) and %s(%d) have the %s `%s` and property %s",
		c.text(), what, a, what, b, group, c.Label, strings.Join(parts, ", "))
}

// checkAll checks what is there against a new existence constraint.
func (tx *Tx) checkAll(c *Constraint) error {
	var ids IDs
	if c.Entity == Nodes {
		if l, ok := tx.Label(c.Label); ok {
			ids = tx.NodesByLabel(l)
		}
	} else if t, ok := tx.RelType(c.Label); ok {
		ids = tx.RelsByType(t)
	}
	for id, ok := ids.Next(); ok; id, ok = ids.Next() {
		if err := tx.holds(c, id); err != nil {
			return diag.New(diag.CodeConstraintCreation, "Unable to create %s:\n%s", c.text(), diag.As(err).Message)
		}
	}
	return nil
}

// holds checks one node or relationship, which may be gone by now, against an existence constraint.
func (tx *Tx) holds(c *Constraint, id int64) error {
	var props []byte
	what, group := "Node", "label"
	if c.Entity == Nodes {
		l, ok := tx.Label(c.Label)
		if !ok || !tx.HasLabel(id, l) {
			return nil
		}
		props = tx.g.nodeProps(id)
	} else {
		r, ok := tx.Rel(id)
		if !ok || tx.RelTypeName(r.Type) != c.Label {
			return nil
		}
		what, group, props = "Relationship", "type", tx.g.relProps(id)
	}
	for _, name := range c.Properties {
		if k, ok := tx.PropKey(name); !ok || findProp(props, k).IsNull() {
			return diag.Constraint("%s(%d) with %s `%s` must have the property `%s`", what, id, group, c.Label, name)
		}
	}
	return nil
}

// checkExistence checks what the transaction touched against the existence constraints.
func (tx *Tx) checkExistence() error {
	for _, c := range tx.g.schema.constraints {
		if !c.Kind.exists() {
			continue
		}
		touched := tx.touched
		if c.Entity == Relationships {
			touched = tx.relTouch
		}
		for _, id := range sortedKeys(touched) {
			if err := tx.holds(c, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// DropConstraint takes a constraint away, with its index if it has one; with ifExists, a missing one is no
// error, and dropped is false.
func (tx *Tx) DropConstraint(name string, ifExists bool) (dropped bool, err error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	c, ok := tx.g.schema.constraint(name)
	switch {
	case !ok && ifExists:
		return false, nil
	case !ok:
		return false, diag.New(codeConstraintDrop, "Unable to drop constraint `%s`: No such constraint %s.", name, name)
	}
	index := ""
	if c.Kind.unique() {
		index = name
		tx.g.dropIndex(name)
	}
	tx.g.schema = tx.g.schema.without(index, name)
	return true, nil
}
