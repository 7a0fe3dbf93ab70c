package exec

import (
	"slices"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/function"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/value"
)

// ProcedureDef is one procedure: what it takes, what its rows have, and the code.
type ProcedureDef struct {
	Name        string
	Description string
	Mode        string // READ, DBMS, …
	Params      []function.Param
	Defaults    []value.Value    // of the last parameters, which a call may leave out
	Fields      []function.Param // none: the procedure gives no rows
	Call        func(r *Run, args []value.Value) ([][]value.Value, error)
}

// Signature is the procedure with its parameters and fields, as SHOW PROCEDURES has it.
func (p *ProcedureDef) Signature() string {
	part := func(ps []function.Param, defaults []value.Value) string {
		var out []string
		for i, x := range ps {
			name := x.Name
			if n := i - (len(ps) - len(defaults)); n >= 0 {
				name += " = " + defaults[n].String()
			}
			out = append(out, name+" :: "+x.Types.String())
		}
		return "(" + strings.Join(out, ", ") + ")"
	}
	if len(p.Fields) == 0 {
		return p.Name + part(p.Params, p.Defaults)
	}
	return p.Name + part(p.Params, p.Defaults) + " :: " + part(p.Fields, nil)
}

// Required is how many arguments a call has at least.
func (p *ProcedureDef) Required() int { return len(p.Params) - len(p.Defaults) }

// defaultOf is the default of parameter i, which is not a required one.
func (p *ProcedureDef) defaultOf(i int) value.Value { return p.Defaults[i-p.Required()] }

// FieldNames gives the names of the procedure's result fields.
func (p *ProcedureDef) FieldNames() []string {
	var out []string
	for _, f := range p.Fields {
		out = append(out, f.Name)
	}
	return out
}

// Procedures is the procedures that a run knows.
type Procedures struct{ byName map[string]*ProcedureDef }

// NewProcedures is the built-in procedures with more added; of the same name the later counts.
func NewProcedures(more ...*ProcedureDef) *Procedures {
	ps := &Procedures{byName: map[string]*ProcedureDef{}}
	for _, p := range slices.Concat(builtin(), more) {
		ps.byName[strings.ToLower(p.Name)] = p
	}
	return ps
}

// Lookup is the procedure of this name, in any case.
func (ps *Procedures) Lookup(name string) (*ProcedureDef, bool) {
	p, ok := ps.byName[strings.ToLower(name)]
	return p, ok
}

// All gives the procedures, sorted by name.
func (ps *Procedures) All() []*ProcedureDef {
	var out []*ProcedureDef
	for _, p := range ps.byName {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *ProcedureDef) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// procedure calls a procedure for each row.
type procedure struct {
	src  operator
	n    *plan.Procedure
	def  *ProcedureDef
	args []eval
	at   []int // positions of the yielded fields
	rows [][]value.Value
}

func (b *builder) procedure(n *plan.Procedure) operator {
	p := &procedure{src: b.operator(n.Source), n: n}
	def, ok := b.run.Procedures.Lookup(n.Name)
	if !ok {
		b.fail(n.At, diag.ProcedureNotFound("There is no procedure with the name `%s` registered for this database", n.Name).With("ProcedureNotFound"))
		return p
	}
	p.def = def
	for _, y := range n.Yield {
		p.at = append(p.at, slices.Index(def.FieldNames(), y.Field))
	}
	if n.Implicit {
		for i, x := range def.Params {
			v, ok := b.run.Params[x.Name]
			if !ok && i >= def.Required() {
				v = def.defaultOf(i)
			} else if !ok {
				b.fail(n.At, diag.ParameterMissing("Expected parameter(s): %s", x.Name).With("MissingParameter"))
			}
			p.args = append(p.args, constant(v))
		}
		return p
	}
	if len(n.Args) < def.Required() || len(n.Args) > len(def.Params) {
		b.fail(n.At, diag.Syntax("Procedure call does not provide the required number of arguments: got %d, %s", len(n.Args), def.Signature()).With("InvalidNumberOfArguments"))
	}
	p.args = b.all(n.Args)
	for i := len(p.args); i < len(def.Params); i++ {
		p.args = append(p.args, constant(def.defaultOf(i)))
	}
	return p
}

func (p *procedure) open(r *Run) error {
	p.rows = nil
	return p.src.open(r)
}

func (p *procedure) next(r *Run) (bool, error) {
	for {
		if len(p.rows) > 0 {
			row := p.rows[0]
			p.rows = p.rows[1:]
			for i, y := range p.n.Yield {
				r.row[y.Slot] = row[p.at[i]]
			}
			return true, nil
		}
		ok, err := p.src.next(r)
		if err != nil || !ok {
			return false, err
		}
		if err := p.call(r); err != nil {
			return false, err
		}
		if p.n.Void || len(p.rows) == 0 && p.n.Optional {
			for _, y := range p.n.Yield {
				r.row[y.Slot] = value.Null
			}
			return true, nil
		}
	}
}

func (p *procedure) call(r *Run) error {
	args := make([]value.Value, len(p.args))
	for i, f := range p.args {
		v, err := f(r)
		if err != nil {
			return err
		}
		t := p.def.Params[i].Types
		if v.Kind() == value.KindInteger && !t.Has(value.KindInteger) && t.Has(value.KindFloat) {
			v = value.Float(float64(v.Int()))
		}
		if !t.Has(v.Kind()) {
			return diag.Syntax("%s wants %s for `%s`, not %s", p.def.Name, t, p.def.Params[i].Name, describe(v)).With("InvalidArgumentType")
		}
		args[i] = v
	}
	rows, err := p.def.Call(r, args)
	p.rows = rows
	return err
}
