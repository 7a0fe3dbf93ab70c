package storage

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"newsgraph/cypher/diag"
)

// Entity says what an index or constraint is about. The zero Entity is unset.
type Entity uint8

const (
	Nodes Entity = iota + 1
	Relationships
)

func (e Entity) String() string {
	switch e {
	case Nodes:
		return "NODE"
	case Relationships:
		return "RELATIONSHIP"
	}
	return "UNSET"
}

// IndexKind is the kind of an index. The zero IndexKind is unset.
type IndexKind uint8

const (
	RangeIndex IndexKind = iota + 1
	FullTextIndex
)

func (k IndexKind) String() string {
	switch k {
	case RangeIndex:
		return "RANGE"
	case FullTextIndex:
		return "FULLTEXT"
	}
	return "UNSET"
}

// Index describes an index. A range index has one label or type and holds what has all its properties; a
// full-text index may have several labels or types and holds what has a string in any of its properties.
type Index struct {
	Name       string
	Kind       IndexKind
	Entity     Entity
	Labels     []string // labels, or types of relationships
	Properties []string
	Constraint string // name of the constraint that owns the index, "" if none
}

// Unique says whether the index belongs to a constraint that allows no two equal entries.
func (ix *Index) Unique() bool { return ix.Constraint != "" }

func (ix *Index) equivalent(other *Index) bool {
	return ix.Kind == other.Kind && ix.Entity == other.Entity && slices.Equal(ix.Labels, other.Labels) &&
		slices.Equal(ix.Properties, other.Properties)
}

// pattern is what the index is on, as messages show it.
func (ix *Index) pattern() string { return schemaPattern(ix.Entity, ix.Labels, ix.Properties) }

func schemaPattern(e Entity, labels, properties []string) string {
	if e == Relationships {
		return fmt.Sprintf("()-[:%s {%s}]-()", strings.Join(labels, "|"), strings.Join(properties, ", "))
	}
	return fmt.Sprintf("(:%s {%s})", strings.Join(labels, "|"), strings.Join(properties, ", "))
}

// ConstraintKind is the kind of a constraint. The zero ConstraintKind is unset.
type ConstraintKind uint8

const (
	UniqueConstraint ConstraintKind = iota + 1 // no two have equal values in all properties
	ExistsConstraint                           // each has the property
	KeyConstraint                              // both
)

func (k ConstraintKind) unique() bool { return k == UniqueConstraint || k == KeyConstraint }
func (k ConstraintKind) exists() bool { return k == ExistsConstraint || k == KeyConstraint }

// Constraint describes a constraint on the nodes of a label or the relationships of a type.
type Constraint struct {
	Name       string
	Kind       ConstraintKind
	Entity     Entity
	Label      string // label, or type of relationships
	Properties []string
}

// Type is the constraint's type as SHOW CONSTRAINTS names it.
func (c *Constraint) Type() string {
	switch {
	case c.Kind == UniqueConstraint && c.Entity == Relationships:
		return "RELATIONSHIP_UNIQUENESS"
	case c.Kind == UniqueConstraint:
		return "UNIQUENESS"
	case c.Kind == KeyConstraint:
		return c.Entity.String() + "_KEY"
	}
	return c.Entity.String() + "_PROPERTY_EXISTENCE"
}

func (c *Constraint) equivalent(other *Constraint) bool {
	return c.Kind == other.Kind && c.Entity == other.Entity && c.Label == other.Label && slices.Equal(c.Properties, other.Properties)
}

// text describes the constraint in messages, as Neo4j does.
func (c *Constraint) text() string {
	return fmt.Sprintf("Constraint( name='%s', type='%s', schema=%s )", c.Name, strings.ReplaceAll(c.Type(), "_", " "),
		schemaPattern(c.Entity, []string{c.Label}, c.Properties))
}

// schema is all indexes and constraints of one state, each sorted by name. It never changes: a change
// makes a new one.
type schema struct {
	version     uint64
	indexes     []*Index
	constraints []*Constraint
}

// indexesRels says whether there is an index of relationships.
func (s *schema) indexesRels() bool {
	return slices.ContainsFunc(s.indexes, func(ix *Index) bool { return ix.Entity == Relationships })
}

func (s *schema) index(name string) (*Index, bool) {
	i, ok := slices.BinarySearchFunc(s.indexes, name, func(ix *Index, n string) int { return strings.Compare(ix.Name, n) })
	if !ok {
		return nil, false
	}
	return s.indexes[i], true
}

func (s *schema) constraint(name string) (*Constraint, bool) {
	i, ok := slices.BinarySearchFunc(s.constraints, name, func(c *Constraint, n string) int { return strings.Compare(c.Name, n) })
	if !ok {
		return nil, false
	}
	return s.constraints[i], true
}

func (s *schema) with(ix *Index, c *Constraint) *schema {
	n := &schema{version: s.version + 1, indexes: slices.Clone(s.indexes), constraints: slices.Clone(s.constraints)}
	if ix != nil {
		n.indexes = append(n.indexes, ix)
		slices.SortFunc(n.indexes, func(a, b *Index) int { return strings.Compare(a.Name, b.Name) })
	}
	if c != nil {
		n.constraints = append(n.constraints, c)
		slices.SortFunc(n.constraints, func(a, b *Constraint) int { return strings.Compare(a.Name, b.Name) })
	}
	return n
}

func (s *schema) without(index, constraint string) *schema {
	n := &schema{version: s.version + 1}
	for _, ix := range s.indexes {
		if ix.Name != index {
			n.indexes = append(n.indexes, ix)
		}
	}
	for _, c := range s.constraints {
		if c.Name != constraint {
			n.constraints = append(n.constraints, c)
		}
	}
	return n
}

// Codes that only the schema commands use.
const (
	codeIndexNameTaken      = "Neo.ClientError.Schema.IndexWithNameAlreadyExists"
	codeConstraintNameTaken = "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists"
	codeIndexDropFailed     = "Neo.DatabaseError.Schema.IndexDropFailed"
	codeConstraintDrop      = "Neo.DatabaseError.Schema.ConstraintDropFailed"
)

// nameTaken reports whether another index or constraint has this name already.
func (s *schema) nameTaken(name string) error {
	if _, ok := s.constraint(name); ok {
		return diag.New(codeConstraintNameTaken, "There already exists a constraint called '%s'.", name)
	}
	if _, ok := s.index(name); ok {
		return diag.New(codeIndexNameTaken, "There already exists an index called '%s'.", name)
	}
	return nil
}

func autoName(prefix, description string) string {
	return fmt.Sprintf("%s_%08x", prefix, crc32.ChecksumIEEE([]byte(description)))
}
