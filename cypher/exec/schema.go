package exec

import (
	"fmt"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// schema runs a schema command.
func (r *Run) schema(c syntax.Body) error {
	tx, err := r.tx()
	if err != nil {
		return err
	}
	switch c := c.(type) {
	case *syntax.CreateIndex:
		err = r.createIndex(tx, c)
	case *syntax.CreateConstraint:
		err = r.createConstraint(tx, c)
	case *syntax.DropIndex:
		var done bool
		if done, err = tx.DropIndex(c.Name, c.IfExists); done {
			r.stats.IndexesRemoved++
		}
	case *syntax.DropConstraint:
		var done bool
		if done, err = tx.DropConstraint(c.Name, c.IfExists); done {
			r.stats.ConstraintsRemoved++
		}
	}
	if err != nil {
		return diag.As(err).Near(r.plan.Text, c.Range().Start)
	}
	return nil
}

func entityOf(relationship bool) storage.Entity {
	if relationship {
		return storage.Relationships
	}
	return storage.Nodes
}

func texts(names []*syntax.Name) []string {
	var out []string
	for _, n := range names {
		out = append(out, n.Text)
	}
	return out
}

func (r *Run) createIndex(tx *storage.Tx, c *syntax.CreateIndex) error {
	ix := &storage.Index{Name: c.Name, Kind: storage.RangeIndex, Entity: entityOf(c.Relationship), Labels: texts(c.Labels), Properties: texts(c.Properties)}
	switch c.Kind {
	case "FULLTEXT":
		ix.Kind = storage.FullTextIndex
	case "RANGE", "TEXT":
	case "LOOKUP":
		return diag.NotSupported("LOOKUP indexes are not supported: looking up by label or type needs none")
	default:
		return diag.NotSupported("%s indexes are not supported", c.Kind)
	}
	done, err := tx.CreateIndex(ix, c.IfNotExists)
	if done {
		r.stats.IndexesAdded++
	}
	return err
}

func (r *Run) createConstraint(tx *storage.Tx, c *syntax.CreateConstraint) error {
	k := &storage.Constraint{Name: c.Name, Entity: entityOf(c.Relationship), Label: c.Label.Text, Properties: texts(c.Properties)}
	switch c.Kind {
	case "UNIQUE":
		k.Kind = storage.UniqueConstraint
	case "NOT NULL":
		k.Kind = storage.ExistsConstraint
	case "KEY":
		k.Kind = storage.KeyConstraint
	default:
		return diag.NotSupported("constraints on the type of a property are not supported")
	}
	done, err := tx.CreateConstraint(k, c.IfNotExists)
	if done {
		r.stats.ConstraintsAdded++
	}
	return err
}

// show lists what SHOW asks for, for each row.
type show struct {
	src  operator
	n    *plan.Show
	ids  func(*Run) ([]string, error)
	rows []map[string]value.Value
}

func (b *builder) show(n *plan.Show) operator {
	return &show{src: b.operator(n.Source), n: n, ids: b.transactionNames(n)}
}

func (s *show) open(r *Run) error {
	s.rows = nil
	return s.src.open(r)
}

func (s *show) list(r *Run) (rows []map[string]value.Value, err error) {
	switch {
	case s.n.Kind == "TRANSACTIONS":
		return s.transactions(r)
	case strings.HasSuffix(s.n.Kind, "INDEXES"):
		return r.showIndexes(strings.TrimSuffix(strings.TrimSuffix(s.n.Kind, "INDEXES"), " ")), nil
	case strings.HasSuffix(s.n.Kind, "CONSTRAINTS"):
		return r.showConstraints(s.n.Kind), nil
	case s.n.Kind == "PROCEDURES":
		return r.showProcedures(), nil
	case s.n.Kind == "USER DEFINED FUNCTIONS":
		return nil, nil
	case strings.HasSuffix(s.n.Kind, "FUNCTIONS"):
		return showFunctions(), nil
	case s.n.Kind == "CURRENT USER":
		return []map[string]value.Value{{"user": value.String(r.Client.User), "roles": value.Null, "passwordChangeRequired": value.False,
			"suspended": value.Null, "home": value.Null}}, nil
	}
	return showDatabases(s.n.Name), nil
}

func (s *show) next(r *Run) (bool, error) {
	for len(s.rows) == 0 {
		ok, err := s.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if s.rows, err = s.list(r); err != nil {
			return false, err
		}
	}
	for _, y := range s.n.Yield {
		r.row[y.Slot] = s.rows[0][y.Field]
	}
	s.rows = s.rows[1:]
	return true, nil
}

func stringsOf(names []string) value.Value {
	out := make([]value.Value, len(names))
	for i, n := range names {
		out[i] = value.String(n)
	}
	return value.List(out)
}

func textOrNull(s string) value.Value {
	if s == "" {
		return value.Null
	}
	return value.String(s)
}

func (r *Run) showIndexes(kind string) []map[string]value.Value {
	var out []map[string]value.Value
	for i, ix := range r.View.Indexes() {
		if kind != "" && kind != "ALL" && kind != ix.Kind.String() {
			continue
		}
		out = append(out, map[string]value.Value{
			"id": value.Integer(int64(i + 1)), "name": value.String(ix.Name), "state": value.String("ONLINE"),
			"populationPercent": value.Float(100), "type": value.String(ix.Kind.String()), "entityType": value.String(ix.Entity.String()),
			"labelsOrTypes": stringsOf(ix.Labels), "properties": stringsOf(ix.Properties),
			"indexProvider":    value.String(strings.ToLower(ix.Kind.String()) + "-1.0"),
			"owningConstraint": textOrNull(ix.Constraint), "failureMessage": value.String(""),
			"options": value.Map(nil), "createStatement": value.String(createIndex(ix)),
		})
	}
	return out
}

func (r *Run) showConstraints(kind string) []map[string]value.Value {
	var out []map[string]value.Value
	entity, ending, _ := plan.ConstraintKind(kind)
	for i, c := range r.View.Constraints() {
		if entity != "" && entity != c.Entity.String() || !strings.HasSuffix(c.Type(), ending) {
			continue
		}
		owned := value.Null
		if c.Kind != storage.ExistsConstraint {
			owned = value.String(c.Name)
		}
		out = append(out, map[string]value.Value{
			"id": value.Integer(int64(i + 1)), "name": value.String(c.Name), "type": value.String(c.Type()),
			"entityType": value.String(c.Entity.String()), "labelsOrTypes": stringsOf([]string{c.Label}), "properties": stringsOf(c.Properties),
			"ownedIndex": owned, "options": value.Map(nil), "createStatement": value.String(createConstraint(c)),
		})
	}
	return out
}

func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func listed(variable string, properties []string) string {
	var out []string
	for _, p := range properties {
		out = append(out, variable+"."+quoted(p))
	}
	return strings.Join(out, ", ")
}

func patternOf(entity storage.Entity, labels []string) string {
	var names []string
	for _, l := range labels {
		names = append(names, quoted(l))
	}
	if entity == storage.Relationships {
		return "()-[n:" + strings.Join(names, "|") + "]-()"
	}
	return "(n:" + strings.Join(names, "|") + ")"
}

func createIndex(ix *storage.Index) string {
	on := "(" + listed("n", ix.Properties) + ")"
	if ix.Kind == storage.FullTextIndex {
		on = "EACH [" + listed("n", ix.Properties) + "]"
	}
	return fmt.Sprintf("CREATE %s INDEX %s FOR %s ON %s", ix.Kind, quoted(ix.Name), patternOf(ix.Entity, ix.Labels), on)
}

func createConstraint(c *storage.Constraint) string {
	is := map[storage.ConstraintKind]string{storage.UniqueConstraint: "UNIQUE", storage.ExistsConstraint: "NOT NULL", storage.KeyConstraint: "KEY"}[c.Kind]
	return fmt.Sprintf("CREATE CONSTRAINT %s FOR %s REQUIRE (%s) IS %s", quoted(c.Name), patternOf(c.Entity, []string{c.Label}), listed("n", c.Properties), is)
}

func (r *Run) showProcedures() []map[string]value.Value {
	var out []map[string]value.Value
	for _, p := range r.Procedures.All() {
		out = append(out, map[string]value.Value{"name": value.String(p.Name), "description": value.String(p.Description),
			"mode": value.String(p.Mode), "worksOnSystem": value.False, "signature": value.String(p.Signature()),
			"argumentDescription": arguments(p.Params), "returnDescription": arguments(p.Fields), "admin": value.False, "isDeprecated": value.False,
			"option": value.Map([]value.Entry{{Key: "deprecated", Value: value.False}})})
	}
	return out
}

func showFunctions() []map[string]value.Value {
	var out []map[string]value.Value
	for _, f := range function.All() {
		out = append(out, map[string]value.Value{"name": value.String(f.Name), "category": value.String(f.Category),
			"description": value.String(f.Description), "signature": value.String(f.Signature()), "isBuiltIn": value.True,
			"aggregating": value.Boolean(f.Aggregating()), "argumentDescription": arguments(f.Params),
			"returnDescription": value.String(f.Result.String()), "isDeprecated": value.False})
	}
	return out
}

// arguments describes what a function or procedure takes, or what a procedure gives.
func arguments(params []function.Param) value.Value {
	out := make([]value.Value, len(params))
	for i, p := range params {
		types := p.Types.String()
		out[i] = value.Map([]value.Entry{{Key: "name", Value: value.String(p.Name)}, {Key: "type", Value: value.String(types)},
			{Key: "description", Value: value.String(p.Name + " :: " + types)}, {Key: "isDeprecated", Value: value.False}})
	}
	return value.List(out)
}

// showDatabases describes the one database, if it has this name or name is "".
func showDatabases(name string) []map[string]value.Value {
	if name != "" && !strings.EqualFold(name, syntax.Database) {
		return nil
	}
	return []map[string]value.Value{{"name": value.String(syntax.Database), "type": value.String("standard"), "aliases": value.List(nil),
		"access": value.String("read-write"), "address": value.String(""), "role": value.String("primary"), "writer": value.True,
		"requestedStatus": value.String("online"), "currentStatus": value.String("online"), "statusMessage": value.String(""),
		"default": value.True, "home": value.True, "constituents": value.List(nil)}}
}
