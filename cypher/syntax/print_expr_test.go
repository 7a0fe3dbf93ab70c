package syntax

import (
	"fmt"
	"strconv"
	"strings"
)

func (p *printer) expr(e Expr) string {
	switch e := e.(type) {
	case *Null:
		return "null"
	case *Boolean:
		return fmt.Sprint(e.Value)
	case *Integer:
		return fmt.Sprint(e.Value)
	case *Float:
		s := strconv.FormatFloat(e.Value, 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	case *String:
		return "'" + strings.ReplaceAll(e.Value, "\n", "\\n") + "'"
	case *Parameter:
		return "$" + e.Name
	case *Variable:
		if strings.Contains(e.Name, " ") {
			return "`" + e.Name + "`"
		}
		return e.Name
	case *Property:
		return p.list(".", e.Subject, e.Key.Text)
	case *Index:
		return p.list("index", e.Subject, e.Index)
	case *Slice:
		return p.list("slice", e.Subject, e.From, e.To)
	case *List:
		return "[" + many(p, e.Items) + "]"
	case *MapLiteral:
		var out []string
		for i, k := range e.Keys {
			out = append(out, k.Text+" "+p.show(e.Values[i]))
		}
		return "{" + strings.Join(out, ", ") + "}"
	case *MapProjection:
		return p.list("project", e.Subject, many(p, e.Items))
	case *Unary:
		return p.list(e.Op, e.X)
	case *Binary:
		return p.list(e.Op, e.Left, e.Right)
	case *Comparison:
		return p.list(strings.Join(e.Ops, " "), many(p, e.Operands))
	case *IsNull:
		if e.Negated {
			return p.list("IS NOT NULL", e.X)
		}
		return p.list("IS NULL", e.X)
	case *IsTyped:
		return p.list("typed", e.X, e.Type)
	case *IsNormalized:
		not := ""
		if e.Negated {
			not = "NOT"
		}
		return p.list(not, "normalized", e.Form, e.X)
	case *HasLabels:
		return p.list("labels", e.X, e.Labels)
	}
	return p.compound(e)
}

func (p *printer) compound(e Expr) string {
	switch e := e.(type) {
	case *Call:
		flag := ""
		if e.Star {
			flag = "*"
		} else if e.Distinct {
			flag = "DISTINCT"
		}
		return p.list("call", e.Name.Text, flag, many(p, e.Args))
	case *Case:
		subject := ""
		if e.Subject != nil {
			subject = p.show(e.Subject)
		}
		return p.list("case", subject, many(p, e.Whens), opt(p, "else", e.Else))
	case *ListComprehension:
		return p.list("comprehend", e.Variable, e.List, opt(p, "WHERE", e.Where), opt(p, "|", e.Project))
	case *PatternComprehension:
		return p.list("patterns", e.Pattern, opt(p, "WHERE", e.Where), opt(p, "|", e.Project))
	case *Quantifier:
		return p.list(e.Kind, e.Variable, e.List, opt(p, "WHERE", e.Where))
	case *Reduce:
		return p.list("reduce", e.Accumulator, e.Init, e.Variable, e.List, opt(p, "|", e.Body))
	case *PatternExpr:
		return p.show(e.Pattern)
	case *Subquery:
		return p.list(e.Kind, e.Query)
	}
	return fmt.Sprintf("?%T", e)
}
