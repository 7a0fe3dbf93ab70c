package function

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// Types is a set of kinds of value. Null belongs to all of them without being said.
type Types uint32

// Of is the set of the kinds.
func Of(kinds ...value.Kind) Types {
	t := Types(0)
	for _, k := range kinds {
		t |= 1 << k
	}
	return t
}

// Has reports whether the kind is in the set; null always is.
func (t Types) Has(k value.Kind) bool { return k == value.KindNull || t&(1<<k) != 0 }

// Kinds is the kinds of the set, in the order of the constants.
func (t Types) Kinds() []value.Kind {
	var out []value.Kind
	for k := value.KindBoolean; k <= value.KindPoint; k++ {
		if t&(1<<k) != 0 {
			out = append(out, k)
		}
	}
	return out
}

// String is the names of the kinds, joined by " | ", or ANY.
func (t Types) String() string {
	if t == Any {
		return "ANY"
	}
	var names []string
	for _, k := range t.Kinds() {
		names = append(names, k.String())
	}
	return strings.Join(names, " | ")
}

// Sets that several functions take.
const (
	Any           Types = 1<<(value.KindPoint+1) - 2
	Boolean       Types = 1 << value.KindBoolean
	Integer       Types = 1 << value.KindInteger
	Float         Types = 1 << value.KindFloat
	Number        Types = Integer | Float
	String        Types = 1 << value.KindString
	List          Types = 1 << value.KindList
	Map           Types = 1 << value.KindMap
	Node          Types = 1 << value.KindNode
	Relationship  Types = 1 << value.KindRelationship
	Path          Types = 1 << value.KindPath
	Date          Types = 1 << value.KindDate
	LocalTime     Types = 1 << value.KindLocalTime
	Time          Types = 1 << value.KindTime
	LocalDateTime Types = 1 << value.KindLocalDateTime
	DateTime      Types = 1 << value.KindDateTime
	Instant       Types = Date | LocalTime | Time | LocalDateTime | DateTime
	Duration      Types = 1 << value.KindDuration
	Point         Types = 1 << value.KindPoint
)

// Param is one parameter of a function.
type Param struct {
	Name  string
	Types Types
}

// Function is one function of the library.
type Function struct {
	Name        string // as documented; calls may spell it in any case
	Category    string
	Description string
	Params      []Param
	Required    int  // arguments that a call has at least
	Variadic    bool // the last parameter may be repeated
	Result      Types
	TakesNull   bool // Eval sees null arguments; otherwise the result of one is null
	Volatile    bool // two calls with the same arguments in one query can differ
	Eval        func(*Context, []value.Value) (value.Value, error)
	New         func() Aggregator
}

// Aggregating reports whether the function aggregates.
func (f *Function) Aggregating() bool { return f.New != nil }

// Accepts reports whether a call can have n arguments.
func (f *Function) Accepts(n int) bool { return n >= f.Required && (f.Variadic || n <= len(f.Params)) }

// Param is the parameter that the i-th argument, from 0, belongs to.
func (f *Function) Param(i int) Param { return f.Params[min(i, len(f.Params)-1)] }

// Signature is the function with its parameters, as SHOW FUNCTIONS has it.
func (f *Function) Signature() string {
	var b strings.Builder
	b.WriteString(f.Name + "(")
	for i, p := range f.Params {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.Name)
		if f.Variadic && i == len(f.Params)-1 {
			b.WriteString("...")
		}
		if i >= f.Required {
			b.WriteString(" = null")
		}
		b.WriteString(" :: " + p.Types.String())
	}
	b.WriteString(") :: " + f.Result.String())
	return b.String()
}

// Context is what a function's result depends on besides its arguments.
type Context struct {
	Statement   time.Time               // when the query began: date(), datetime.statement(), timestamp()
	Transaction time.Time               // when its transaction began: datetime.transaction()
	Realtime    func() time.Time        // the clock itself: datetime.realtime(); nil means Statement
	Zone        *value.Zone             // the zone of values that are given none; nil means UTC
	Rand        *rand.Rand              // rand() and randomUUID()
	Graph       Graph                   // what nodes and relationships carry
	Charge      func(bytes int64) error // asks for memory before much of it is taken; nil grants all

	patterns map[string]*regexp.Regexp
}

// Graph says what the nodes and relationships that bare references name carry. Every method gives a
// *diag.Error for an entity that was deleted.
type Graph interface {
	Labels(node int64) (value.Value, error) // a list of strings
	NodeProperties(node int64) ([]value.Entry, error)
	RelationshipType(rel int64) (string, error)
	RelationshipProperties(rel int64) ([]value.Entry, error)
	Ends(rel int64) (start, end int64, err error)
	NodeElementID(node int64) string
	RelationshipElementID(rel int64) string
}

func (c *Context) zone() *value.Zone {
	if c.Zone == nil {
		return value.UTC
	}
	return c.Zone
}

func (c *Context) charge(bytes int64) error {
	if c.Charge == nil {
		return nil
	}
	return c.Charge(bytes)
}

// listItem is the memory of one item in a list, in bytes.
const listItem = 24

// library is every function, sorted by name without regard to case.
var library = sortedLibrary(
	entityFunctions, scalarFunctions, conversionFunctions, stringFunctions, listFunctions, mathFunctions,
	pointFunctions, vectorFunctions, temporalFunctions, aggregateFunctions,
)

var byName = indexLibrary()

func sortedLibrary(parts ...[]*Function) []*Function {
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(a, b *Function) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}

func indexLibrary() map[string]*Function {
	index := make(map[string]*Function, len(library))
	for _, f := range library {
		index[strings.ToLower(f.Name)] = f
	}
	return index
}

// All is the library, sorted by name.
func All() []*Function { return slices.Clone(library) }

// Lookup is the function of this name, in any case.
func Lookup(name string) (*Function, bool) {
	f, ok := byName[name]
	if !ok {
		f, ok = byName[strings.ToLower(name)]
	}
	return f, ok
}

// Call runs f, which does not aggregate, on the arguments, whose number f accepts.
func (f *Function) Call(c *Context, args []value.Value) (value.Value, error) {
	wrong := false
	for i := range args {
		switch k := args[i].Kind(); {
		case k == value.KindNull && !f.TakesNull:
			return value.Null, nil
		case !f.Param(i).Types.Has(k):
			wrong = true
		}
	}
	if wrong {
		return value.Null, f.check(args)
	}
	return f.Eval(c, args)
}

// check looks at the types of arguments.
func (f *Function) check(args []value.Value) error {
	for i := range args {
		if p := f.Param(i); !p.Types.Has(args[i].Kind()) {
			return diag.Type("%s() wants %s for `%s`, not %s", f.Name, p.Types, p.Name, args[i].Kind()).With("InvalidArgumentValue")
		}
	}
	return nil
}

// maxPatterns is how many compiled regular expressions one Context keeps.
const maxPatterns = 64

// Matches is s =~ pattern, on the whole of s: null unless both are strings. The patterns are RE2's: a
// back-reference or a look-around is an error.
func (c *Context) Matches(s, pattern value.Value) (value.Ternary, error) {
	if s.Kind() != value.KindString || pattern.Kind() != value.KindString {
		return value.Unknown, nil
	}
	re, ok := c.patterns[pattern.Str()]
	if !ok {
		var err error
		if re, err = regexp.Compile(`^(?:` + pattern.Str() + `)$`); err != nil {
			return value.Unknown, diag.Syntax("invalid regular expression %s: %v", pattern, err).With("InvalidRegularExpression")
		}
		if c.patterns == nil || len(c.patterns) >= maxPatterns {
			c.patterns = map[string]*regexp.Regexp{}
		}
		c.patterns[pattern.Str()] = re
	}
	return value.TernaryOf(re.MatchString(s.Str())), nil
}
