package syntax

import (
	"fmt"
	"strconv"
	"strings"
)

// printer writes a tree as nested lists, for the expectations of testdata/trees.txt.
type printer struct{ strings.Builder }

func (p *printer) list(parts ...any) string {
	var out []string
	for _, x := range parts {
		if s := p.show(x); s != "" {
			out = append(out, s)
		}
	}
	return "(" + strings.Join(out, " ") + ")"
}

func many[T any](p *printer, xs []T) string {
	var out []string
	for _, x := range xs {
		out = append(out, p.show(x))
	}
	return strings.Join(out, " ")
}

func opt(p *printer, word string, e Expr) string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(word + " " + p.show(e))
}

func (p *printer) show(x any) string {
	switch x := x.(type) {
	case nil:
		return "_"
	case string:
		return x
	case *Name:
		if x == nil {
			return ""
		}
		if strings.ContainsAny(x.Text, " ().{[:,'<\"") {
			return strconv.Quote(x.Text)
		}
		return x.Text
	case *Query:
		var out []string
		for i, b := range x.Branches {
			if i > 0 && x.All[i-1] {
				out = append(out, "UNION ALL")
			} else if i > 0 {
				out = append(out, "UNION")
			}
			out = append(out, many(p, b.Clauses))
		}
		return strings.Join(out, " ")
	case Clause:
		return p.clause(x)
	case Expr:
		return p.expr(x)
	case LabelExpr:
		return p.label(x)
	}
	return p.part(x)
}

func (p *printer) part(x any) string {
	switch x := x.(type) {
	case *Item:
		return p.list("Item", x.Expr, x.Name)
	case *SortItem:
		if x.Descending {
			return p.show(x.Expr) + " DESC"
		}
		return p.show(x.Expr)
	case *Path:
		kind := ""
		if x.Variable != nil {
			kind = x.Variable.Text + " ="
		}
		if x.Kind == ShortestPath {
			kind += " shortest"
		}
		if x.Selector != nil {
			kind += fmt.Sprintf(" shortest %d", x.Selector.Count)
			if x.Selector.Groups {
				kind += " groups"
			}
		}
		parts := []any{"path", kind, x.Part}
		for i, n := range x.Nodes {
			if i > 0 {
				parts = append(parts, x.Rels[i-1])
			}
			parts = append(parts, n)
		}
		return p.list(append(parts, opt(p, "WHERE", x.Where))...)
	case *NodePattern:
		return p.list("node", x.Variable, label(x.Labels), opt(p, "", x.Properties), opt(p, "WHERE", x.Where))
	case *RelPattern:
		if x.Repeated != nil {
			return p.list("repeat", x.Repeated, length(x.Length))
		}
		return p.list("rel", [4]string{"", "-", ">", "<"}[x.Direction], x.Variable, label(x.Types), opt(p, "", x.Properties), opt(p, "WHERE", x.Where), length(x.Length))
	case *SetItem:
		kind := [5]string{"", "set", "all", "merge", "label"}[x.Kind]
		value := ""
		if x.Value != nil {
			value = p.show(x.Value)
		}
		return p.list(kind, x.Target, many(p, x.Labels), value)
	case *YieldItem:
		if x.Field == x.Alias {
			return x.Field.Text
		}
		return x.Field.Text + ":" + x.Alias.Text
	case *When:
		tests := ""
		if len(x.Tests) > 0 {
			tests = "test " + many(p, x.Tests)
		}
		return p.list("when", many(p, x.Values), tests, "THEN", x.Then)
	case *TypeName:
		s := x.Name
		if x.Element != nil {
			s += "<" + p.show(x.Element) + ">"
		}
		if x.NotNull {
			s += "!"
		}
		return strings.TrimSpace(s + " " + many(p, x.Or))
	case *MapItem:
		switch {
		case x.All:
			return ".*"
		case x.Property:
			return "." + x.Key.Text
		}
		return x.Key.Text + ":" + p.show(x.Value)
	}
	return fmt.Sprintf("?%T", x)
}

func label(l LabelExpr) any {
	if l == nil {
		return ""
	}
	return l
}

func length(l *Length) string {
	if l == nil {
		return ""
	}
	lo, hi := "1", ""
	if l.Min != nil {
		lo = fmt.Sprint(*l.Min)
	}
	if l.Max != nil {
		hi = fmt.Sprint(*l.Max)
	}
	return "*" + lo + ".." + hi
}

func (p *printer) label(l LabelExpr) string {
	switch l := l.(type) {
	case *Label:
		if l.Dynamic != nil {
			return "$(" + p.expr(l.Dynamic) + ")"
		}
		return l.Name
	case *LabelWildcard:
		return "%"
	case *LabelNot:
		return p.list("!", l.X)
	case *LabelAnd:
		return p.list("&", l.Left, l.Right)
	case *LabelOr:
		return p.list("|", l.Left, l.Right)
	}
	return "?"
}

func (p *printer) projection(word string, r *Projection, where Expr) string {
	parts := []any{word}
	if r.Distinct {
		parts = append(parts, "DISTINCT")
	}
	if r.Star {
		parts = append(parts, "*")
	}
	parts = append(parts, many(p, r.Items))
	if r.Order != nil {
		parts = append(parts, "ORDER "+many(p, r.Order))
	}
	return p.list(append(parts, opt(p, "SKIP", r.Skip), opt(p, "LIMIT", r.Limit), opt(p, "WHERE", where))...)
}

func (p *printer) clause(c Clause) string {
	switch c := c.(type) {
	case *Match:
		if c.Optional {
			return p.list("OptionalMatch", many(p, c.Patterns), opt(p, "WHERE", c.Where))
		}
		return p.list("Match", many(p, c.Patterns), opt(p, "WHERE", c.Where))
	case *Unwind:
		return p.list("Unwind", c.List, c.Variable)
	case *With:
		return p.projection("With", c.Projection, c.Where)
	case *Return:
		return p.projection("Return", c.Projection, nil)
	case *Create:
		return p.list("Create", many(p, c.Patterns))
	case *Merge:
		create, match := "", ""
		if c.OnCreate != nil {
			create = p.list("create", many(p, c.OnCreate))
		}
		if c.OnMatch != nil {
			match = p.list("match", many(p, c.OnMatch))
		}
		return p.list("Merge", c.Pattern, create, match)
	case *Set:
		return p.list("Set", many(p, c.Items))
	case *Remove:
		return p.list("Remove", many(p, c.Items))
	case *Delete:
		detach := ""
		if c.Detach {
			detach = "DETACH"
		}
		return p.list("Delete", detach, many(p, c.Exprs))
	case *Foreach:
		return p.list("Foreach", c.Variable, c.List, "|", many(p, c.Body))
	case *CallProcedure:
		yield := ""
		where := Expr(nil)
		if c.Yield != nil {
			yield, where = "YIELD "+many(p, c.Yield.Items), c.Yield.Where
		}
		return p.list("CallProcedure", c.Name.Text, "("+many(p, c.Args)+")", yield, opt(p, "WHERE", where))
	case *CallSubquery:
		tx := ""
		if c.Transactions != nil {
			tx = "transactions " + p.show(c.Transactions.Rows) + " " + c.Transactions.OnError
		}
		return p.list("CallSubquery", "("+many(p, c.Imports)+")", c.Query, tx)
	case *Show:
		return p.list("Show", c.Kind, opt(p, "WHERE", c.Where))
	}
	return fmt.Sprintf("?%T", c)
}
