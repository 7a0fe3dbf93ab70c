package plan

import (
	"slices"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/syntax"
)

// procedure plans CALL of a procedure. Standing alone, without YIELD, its fields are the result.
func (p *planner) procedure(c *syntax.CallProcedure, sc *scope, source Node, alone bool) (Node, *outputs, error) {
	fields, void, ok := p.opts.Fields(c.Name.Text)
	if !ok {
		return nil, nil, p.errorAt(c, diag.ProcedureNotFound("There is no procedure with the name `%s` registered for this database", c.Name.Text).With("ProcedureNotFound"))
	}
	p.noteRead()
	for _, a := range c.Args {
		if _, err := p.bind(a, sc); err != nil {
			return nil, nil, err
		}
	}
	n := &Procedure{Source: source, At: c, Name: c.Name.Text, Args: c.Args, Optional: c.Optional, Void: void}
	n.Implicit = !c.HasArgs
	y := c.Yield
	if y == nil {
		if !alone {
			if !void {
				return nil, nil, p.errorAt(c, diag.Syntax("Procedure call inside a query does not support naming results implicitly (name explicitly using YIELD instead)").With("UndefinedVariable"))
			}
			return n, nil, nil
		}
		y = &syntax.Yield{Star: true}
	}
	node, err := p.yield(y, fields, sc, &n.Yield, n)
	if err != nil || !alone || void {
		return node, nil, err
	}
	out := newScope(nil)
	for _, f := range n.Yield {
		out.add(p.plan.Names[f.Slot], f.Slot)
	}
	return node, out, nil
}

// yield declares the fields that YIELD names and adds its filter.
func (p *planner) yield(y *syntax.Yield, fields []string, sc *scope, to *[]Yielded, node Node) (Node, error) {
	items := y.Items
	if y.Star {
		items = nil
		for _, f := range fields {
			n := &syntax.Name{Span: y.Span, Text: f}
			items = append(items, &syntax.YieldItem{Span: y.Span, Field: n, Alias: n})
		}
	}
	for _, it := range items {
		if !slices.Contains(fields, it.Field.Text) {
			return nil, p.errorAt(it, diag.Syntax("Unknown procedure output: `%s`", it.Field.Text).With("UndefinedVariable"))
		}
		slot, err := p.declare(it.Alias, sc)
		if err != nil {
			return nil, err
		}
		*to = append(*to, Yielded{Field: it.Field.Text, Slot: slot})
	}
	if y.Where == nil {
		return node, nil
	}
	_, err := p.bind(y.Where, sc)
	return &Filter{Source: node, Where: conjuncts(y.Where)}, err
}

// show plans SHOW, whose fields are the result unless a RETURN follows.
func (p *planner) show(c *syntax.Show, sc *scope, source Node) (Node, *outputs, error) {
	fields, brief, ok := ShowFields(c.Kind)
	if c.Terminate {
		fields = []string{"transactionId", "username", "message"}
		brief = fields
	}
	if !ok {
		return nil, nil, p.errorAt(c, diag.NotSupported("SHOW %s is not supported", c.Kind))
	}
	p.plan.Command = true
	n := &Show{Source: source, Kind: c.Kind, Name: c.Name, IDs: c.IDs, Terminate: c.Terminate}
	for _, e := range c.IDs {
		if _, err := p.bind(e, sc); err != nil {
			return nil, nil, err
		}
	}
	y := c.Yield
	if y == nil {
		y = &syntax.Yield{Star: true, Where: c.Where, Span: c.Span}
		fields = brief
	}
	node, err := p.yield(y, fields, sc, &n.Yield, n)
	if err != nil {
		return nil, nil, err
	}
	sc.listed = true
	r := &syntax.Projection{Span: y.Span, Order: y.Order, Skip: y.Skip, Limit: y.Limit}
	for _, f := range n.Yield {
		name := &syntax.Name{Span: y.Span, Text: p.plan.Names[f.Slot]}
		r.Items = append(r.Items, &syntax.Item{Span: y.Span, Expr: &syntax.Variable{Span: y.Span, Name: name.Text}, Name: name})
	}
	if c.Yield == nil || y.Order == nil && y.Skip == nil && y.Limit == nil {
		out := newScope(nil)
		for _, f := range n.Yield {
			out.add(p.plan.Names[f.Slot], f.Slot)
		}
		return node, out, nil
	}
	for _, s := range r.Order {
		if _, err := p.bind(s.Expr, sc); err != nil {
			return nil, nil, err
		}
	}
	node, out, err := p.projection(r, nil, sc, node)
	return node, out, err
}

// ShowFields gives the columns of SHOW kind: all of them, and those shown without YIELD.
func ShowFields(kind string) (all, brief []string, ok bool) {
	switch kind {
	case "INDEXES", "ALL INDEXES", "RANGE INDEXES", "FULLTEXT INDEXES", "LOOKUP INDEXES", "TEXT INDEXES", "POINT INDEXES", "VECTOR INDEXES":
		all = []string{"id", "name", "state", "populationPercent", "type", "entityType", "labelsOrTypes", "properties", "indexProvider",
			"owningConstraint", "lastRead", "readCount", "trackedSince", "options", "failureMessage", "createStatement"}
		return all, all[:12], true
	case "PROCEDURES":
		all = []string{"name", "description", "mode", "worksOnSystem", "signature", "argumentDescription", "returnDescription", "admin", "rolesExecution",
			"rolesBoostedExecution", "isDeprecated", "deprecatedBy", "option"}
		return all, all[:4], true
	case "FUNCTIONS", "ALL FUNCTIONS", "BUILT IN FUNCTIONS", "USER DEFINED FUNCTIONS":
		all = []string{"name", "category", "description", "signature", "isBuiltIn", "argumentDescription", "returnDescription", "aggregating",
			"rolesExecution", "rolesBoostedExecution", "isDeprecated", "deprecatedBy"}
		return all, all[:3], true
	case "DATABASES":
		all = []string{"name", "type", "aliases", "access", "address", "role", "writer", "requestedStatus", "currentStatus", "statusMessage", "default", "home", "constituents"}
		return all, all, true
	case "DEFAULT DATABASES", "HOME DATABASES":
		all = []string{"name", "type", "aliases", "access", "address", "role", "writer", "requestedStatus", "currentStatus", "statusMessage", "constituents"}
		return all, all, true
	case "TRANSACTIONS":
		return transactionFields, []string{"database", "transactionId", "currentQueryId", "connectionId", "clientAddress", "username", "currentQuery",
			"startTime", "status", "elapsedTime"}, true
	case "CURRENT USER":
		all = []string{"user", "roles", "passwordChangeRequired", "suspended", "home"}
		return all, all, true
	}
	if _, _, ok := ConstraintKind(kind); ok {
		all = []string{"id", "name", "type", "entityType", "labelsOrTypes", "properties", "ownedIndex", "propertyType", "options", "createStatement"}
		return all, all[:8], true
	}
	return nil, nil, false
}

// ConstraintKind says which constraints SHOW … CONSTRAINTS is for: those of nodes or relationships, "" for both, whose
// type ends with a word, "" for all.
func ConstraintKind(kind string) (entity, ending string, ok bool) {
	words := strings.Fields(kind)
	if len(words) == 0 || words[len(words)-1] != "CONSTRAINTS" {
		return "", "", false
	}
	switch words = words[:len(words)-1]; {
	case len(words) == 0 || words[0] == "ALL" && len(words) == 1:
		return "", "", true
	case words[0] == "NODE":
		entity, words = "NODE", words[1:]
	case words[0] == "REL" || words[0] == "RELATIONSHIP":
		entity, words = "RELATIONSHIP", words[1:]
	}
	switch strings.TrimPrefix(strings.Join(words, " "), "PROPERTY ") {
	case "UNIQUE", "UNIQUENESS":
		ending = "UNIQUENESS"
	case "KEY":
		ending = "KEY"
	case "EXIST", "EXISTENCE":
		ending = "EXISTENCE"
	case "TYPE":
		ending = "PROPERTY_TYPE"
	default:
		return "", "", false
	}
	return entity, ending, true
}

// transactionFields are the columns of SHOW TRANSACTIONS.
var transactionFields = []string{"database", "transactionId", "currentQueryId", "outerTransactionId", "connectionId", "clientAddress", "username",
	"metaData", "currentQuery", "parameters", "planner", "runtime", "indexes", "startTime", "currentQueryStartTime", "protocol", "requestUri", "status",
	"currentQueryStatus", "statusDetails", "resourceInformation", "activeLockCount", "currentQueryActiveLockCount", "elapsedTime", "cpuTime", "waitTime",
	"idleTime", "currentQueryElapsedTime", "currentQueryCpuTime", "currentQueryWaitTime", "currentQueryIdleTime", "currentQueryAllocatedBytes",
	"allocatedDirectBytes", "estimatedUsedHeapMemory", "pageHits", "pageFaults", "currentQueryPageHits", "currentQueryPageFaults",
	"initializationStackTrace"}
