package plan

import (
	"slices"

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
		if c.Where == nil {
			fields = brief
		}
	} else {
		brief = fields
	}
	node, err := p.yield(y, fields, sc, &n.Yield, n)
	if err != nil {
		return nil, nil, err
	}
	r := &syntax.Projection{Span: y.Span, Order: y.Order, Skip: y.Skip, Limit: y.Limit}
	for _, f := range n.Yield {
		name := &syntax.Name{Span: y.Span, Text: p.plan.Names[f.Slot]}
		r.Items = append(r.Items, &syntax.Item{Span: y.Span, Expr: &syntax.Variable{Span: y.Span, Name: name.Text}, Name: name})
	}
	if c.Yield == nil || y.Order == nil && y.Skip == nil && y.Limit == nil {
		out := newScope(nil)
		for _, f := range n.Yield {
			if slices.Contains(brief, f.Field) {
				out.add(p.plan.Names[f.Slot], f.Slot)
			}
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
	case "CONSTRAINTS", "ALL CONSTRAINTS":
		all = []string{"id", "name", "type", "entityType", "labelsOrTypes", "properties", "ownedIndex", "propertyType", "options", "createStatement"}
		return all, all[:8], true
	case "PROCEDURES":
		all = []string{"name", "description", "mode", "worksOnSystem", "signature"}
		return all, all[:4], true
	case "FUNCTIONS", "ALL FUNCTIONS", "BUILT IN FUNCTIONS", "USER DEFINED FUNCTIONS":
		all = []string{"name", "category", "description", "signature", "isBuiltIn", "aggregating"}
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
	return nil, nil, false
}

// transactionFields are the columns of SHOW TRANSACTIONS.
var transactionFields = []string{"database", "transactionId", "currentQueryId", "outerTransactionId", "connectionId", "clientAddress", "username",
	"metaData", "currentQuery", "parameters", "planner", "runtime", "indexes", "startTime", "currentQueryStartTime", "protocol", "requestUri", "status",
	"currentQueryStatus", "statusDetails", "resourceInformation", "activeLockCount", "currentQueryActiveLockCount", "elapsedTime", "cpuTime", "waitTime",
	"idleTime", "currentQueryElapsedTime", "currentQueryCpuTime", "currentQueryWaitTime", "currentQueryIdleTime", "currentQueryAllocatedBytes",
	"allocatedDirectBytes", "estimatedUsedHeapMemory", "pageHits", "pageFaults", "currentQueryPageHits", "currentQueryPageFaults",
	"initializationStackTrace"}
