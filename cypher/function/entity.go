package function

import "newsgraph/cypher/value"

// entityFunctions read nodes, relationships and paths.
var entityFunctions = []*Function{
	{Name: "id", Category: "Scalar", Description: "The internal number of a node or relationship.",
		Params: []Param{{"input", Node | Relationship}}, Required: 1, Result: Integer,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.Integer(a[0].ID()), nil }},
	{Name: "elementId", Category: "Scalar", Description: "The element id of a node or relationship.",
		Params: []Param{{"input", Node | Relationship}}, Required: 1, Result: String, Eval: elementID},
	{Name: "labels", Category: "List", Description: "The labels of a node.",
		Params: []Param{{"input", Node}}, Required: 1, Result: List, Eval: labels},
	{Name: "type", Category: "Scalar", Description: "The type of a relationship.",
		Params: []Param{{"input", Relationship}}, Required: 1, Result: String, Eval: relationshipType},
	{Name: "keys", Category: "List", Description: "The names of the properties of a node or relationship, or the keys of a map.",
		Params: []Param{{"input", Node | Relationship | Map}}, Required: 1, Result: List, Eval: keys},
	{Name: "properties", Category: "Scalar", Description: "The properties of a node or relationship as a map; a map as it is.",
		Params: []Param{{"input", Node | Relationship | Map}}, Required: 1, Result: Map, Eval: properties},
	{Name: "startNode", Category: "Scalar", Description: "The node where a relationship begins.",
		Params: []Param{{"input", Relationship}}, Required: 1, Result: Node,
		Eval: func(c *Context, a []value.Value) (value.Value, error) { return endOf(c, a[0], true) }},
	{Name: "endNode", Category: "Scalar", Description: "The node where a relationship ends.",
		Params: []Param{{"input", Relationship}}, Required: 1, Result: Node,
		Eval: func(c *Context, a []value.Value) (value.Value, error) { return endOf(c, a[0], false) }},
	{Name: "nodes", Category: "List", Description: "The nodes of a path, in its order.",
		Params: []Param{{"input", Path}}, Required: 1, Result: List,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.List(a[0].Path().Nodes), nil }},
	{Name: "relationships", Category: "List", Description: "The relationships of a path, in its order.",
		Params: []Param{{"input", Path}}, Required: 1, Result: List,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			return value.List(a[0].Path().Relationships), nil
		}},
	{Name: "length", Category: "Scalar", Description: "The number of relationships of a path.",
		Params: []Param{{"input", Path}}, Required: 1, Result: Integer,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			return value.Integer(int64(len(a[0].Path().Relationships))), nil
		}},
}

func elementID(c *Context, a []value.Value) (value.Value, error) {
	if a[0].Kind() == value.KindNode {
		if n := a[0].Node(); n != nil {
			return value.String(n.ElementID), nil
		}
		return value.String(c.Graph.NodeElementID(a[0].ID())), nil
	}
	if r := a[0].Relationship(); r != nil {
		return value.String(r.ElementID), nil
	}
	return value.String(c.Graph.RelationshipElementID(a[0].ID())), nil
}

func labels(c *Context, a []value.Value) (value.Value, error) {
	if n := a[0].Node(); n != nil {
		return stringList(n.Labels), nil
	}
	return c.Graph.Labels(a[0].ID())
}

func relationshipType(c *Context, a []value.Value) (value.Value, error) {
	if r := a[0].Relationship(); r != nil {
		return value.String(r.Type), nil
	}
	name, err := c.Graph.RelationshipType(a[0].ID())
	return value.String(name), err
}

// entries is the properties of a node or relationship, or the entries of a map.
func entries(c *Context, v value.Value) ([]value.Entry, error) {
	switch v.Kind() {
	case value.KindNode:
		if n := v.Node(); n != nil {
			return n.Properties, nil
		}
		return c.Graph.NodeProperties(v.ID())
	case value.KindRelationship:
		if r := v.Relationship(); r != nil {
			return r.Properties, nil
		}
		return c.Graph.RelationshipProperties(v.ID())
	}
	return v.Entries(), nil
}

func keys(c *Context, a []value.Value) (value.Value, error) {
	es, err := entries(c, a[0])
	if err != nil {
		return value.Null, err
	}
	out := make([]value.Value, len(es))
	for i, e := range es {
		out[i] = value.String(e.Key)
	}
	return value.List(out), nil
}

func properties(c *Context, a []value.Value) (value.Value, error) {
	es, err := entries(c, a[0])
	if err != nil {
		return value.Null, err
	}
	return value.Map(es), nil
}

func endOf(c *Context, v value.Value, start bool) (value.Value, error) {
	var from, to int64
	if r := v.Relationship(); r != nil {
		from, to = r.Start, r.End
	} else {
		var err error
		if from, to, err = c.Graph.Ends(v.ID()); err != nil {
			return value.Null, err
		}
	}
	if start {
		return value.NodeRef(from), nil
	}
	return value.NodeRef(to), nil
}

func stringList(names []string) value.Value {
	out := make([]value.Value, len(names))
	for i, n := range names {
		out[i] = value.String(n)
	}
	return value.List(out)
}
