package plan

import (
	"newsgraph/cypher/function"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
)

// Plan is a planned statement. It is not changed by running it, so that one Plan can be run many
// times and by many at once.
type Plan struct {
	Text    string
	Mode    syntax.Mode
	Root    Node
	Columns []string // names of the result; nil without RETURN
	Output  []int    // slots of the columns
	Width   int      // slots of the row
	Reads   bool     // reads the graph
	Writes  bool     // may change the graph
	Command bool     // changes or shows the schema
	Schema  syntax.Body
	Names   []string // of the variables in the slots, for EXPLAIN; "" for hidden ones

	// Mentions are the labels and types that MATCH asks for, for remarks on those that nothing has.
	Mentions []Mention

	// Slots gives the slot that an expression is read from instead of being calculated: every
	// variable, and what aggregation or projection has already calculated.
	Slots map[syntax.Expr]int
	// Locals gives the slot of the variable that a comprehension, quantifier or reduce binds.
	Locals map[*syntax.Name]int
	// Inner gives the plan of a pattern or query inside an expression.
	Inner map[syntax.Expr]*Inner
}

// Kind is the type of the statement as Bolt names it: r, rw, w or s.
func (p *Plan) Kind() string {
	switch {
	case p.Schema != nil:
		return "s"
	case p.Writes && p.Columns != nil:
		return "rw"
	case p.Writes:
		return "w"
	}
	return "r"
}

// Inner is a plan inside an expression. It reads the slots of the row around it and writes its
// own.
type Inner struct {
	Root   Node
	Result syntax.Expr // COLLECT and pattern comprehension: the item; nil otherwise
	Slot   int         // COLLECT: the slot of the item when Result is nil; a path's slot; else -1
}

// Node is an operator. Every operator but Argument takes its rows from a source and adds to them.
type Node interface{ node() }

type (
	// Argument gives the row as it stands, once.
	Argument struct{}

	// AllNodes gives, for each row, all nodes.
	AllNodes struct {
		Source Node
		Slot   int
	}
	// LabelScan gives the nodes of a label.
	LabelScan struct {
		Source Node
		Slot   int
		Label  string
	}
	// TypeScan gives the relationships of some types with their ends.
	TypeScan struct {
		Source        Node
		Rel, From, To int
		Types         []string // none: all
		Direction     storage.Direction
		Unique        []Other
	}
	// IndexSeek gives the nodes that a range index finds.
	IndexSeek struct {
		Source     Node
		Slot       int
		Index      string
		Label      string
		Properties []string      // as the index has them
		Equal      []syntax.Expr // for the first properties
		In         syntax.Expr   // for the next property, at most one of these
		Prefix     syntax.Expr
		Low, High  *Bound
		Unique     bool
	}
	// AnyOf gives the nodes that one of several leaves finds, each once. The leaves are label scans, or index seeks
	// that answer the same predicates, for different labels; they have no source of their own.
	AnyOf struct {
		Source Node
		Slot   int
		Leaves []Node
	}
	// ByID gives the node or relationship whose id or element id is a value, or one of a list of
	// values.
	ByID struct {
		Source       Node
		Slot         int
		Relationship bool
		Element      bool // elementId
		List         bool
		Value        syntax.Expr
	}
	// Expand follows one relationship. With Into, both ends are bound.
	Expand struct {
		Source        Node
		From, Rel, To int
		Direction     storage.Direction
		Types         []string // none: all
		Into          bool
		Unique        []Other // relationships that must be others
	}
	// VarExpand follows a path of relationships, all different.
	VarExpand struct {
		Source        Node
		From, Rel, To int // Rel takes the list of relationships
		Direction     storage.Direction
		Types         []string
		Min, Max      int64 // Max < 0: no bound
		Into          bool
		Reversed      bool // the list is to be given from To to From
		Unique        []Other
		Step          int // slot of one relationship, for Where
		Where         []syntax.Expr
	}
	// Repeat follows a path that is repeated, all relationships different. Rel takes the list of all relationships.
	Repeat struct {
		Source Node
		Step
		Pattern       syntax.Node // for EXPLAIN
		From, Rel, To int
		Min, Max      int64 // Max < 0: no bound
		Into          bool
		Reversed      bool // walked from the pattern's last node: lists are to be given the other way round
	}
	// Search gives, for the node in Checks[0] and each node at which the path can end, the shortest paths, all
	// relationships of a path different: Count of them, or with Groups all of the Count least lengths.
	Search struct {
		Source   Node
		Pattern  syntax.Node // for EXPLAIN
		Parts    []Part      // in the order in which they are walked
		Checks   []Check     // of the nodes before, between and behind the parts
		Rel      int         // takes the list of all relationships
		Paths    []int       // slots that take the path
		Into     bool        // the path's other end is bound
		Reversed bool        // walked from the pattern's last node
		Count    int64
		Groups   bool
		Accept   []syntax.Expr // of the whole path
	}
	// BoundRel checks a relationship, or list of them, that is bound already, and gives its ends.
	BoundRel struct {
		Source             Node
		From, Rel, To      int
		Direction          storage.Direction
		Types              []string
		Many               bool
		Min, Max           int64
		FromBound, ToBound bool
		Unique             []Other
		Step               int
		Where              []syntax.Expr
	}
	// Shortest gives the shortest, or all shortest, paths between two bound nodes.
	Shortest struct {
		Source        Node
		From, Rel, To int
		Path          int // -1 without a name
		Direction     storage.Direction
		Types         []string
		Min, Max      int64
		All           bool
		Many          bool // the relationship pattern has a length: Rel takes a list
		Cycles        bool // both ends may be one node; else that is an error where a path has a relationship at least
		Unique        []Other
		Step          int
		Where         []syntax.Expr // for each relationship
		Accept        []syntax.Expr // for the whole path
	}
	// MakePath puts the path over the slots of its nodes and relationships together.
	MakePath struct {
		Source Node
		Slot   int
		Nodes  []int
		Rels   []int
		Many   []bool // Rels[i] is a list
	}

	// Filter keeps the rows for which all predicates are true.
	Filter struct {
		Source Node
		Where  []syntax.Expr
	}
	// Project calculates expressions.
	Project struct {
		Source Node
		Items  []Item
	}
	// Unwind gives a row for each item of a list.
	Unwind struct {
		Source Node
		Slot   int
		List   syntax.Expr
	}
	// Aggregate groups rows by keys.
	Aggregate struct {
		Source Node
		Keys   []Item
		Calls  []Call
	}
	// Distinct keeps the first of the rows whose slots are equivalent.
	Distinct struct {
		Source Node
		Slots  []int
	}
	// Sort orders rows; with Limit it keeps only the first ones. Keep lists the slots that are
	// still needed.
	Sort struct {
		Source Node
		Keys   []SortKey
		Limit  syntax.Expr
		Skip   syntax.Expr // counted into Limit
		Keep   []int
	}
	// Skip and Limit cut rows off.
	Skip struct {
		Source Node
		Count  syntax.Expr
	}
	Limit struct {
		Source Node
		Count  syntax.Expr
	}
	// Optional gives the rows of Inner, or one row with nulls in Slots.
	Optional struct {
		Source Node
		Inner  Node
		Slots  []int
	}
	// HashJoin pairs rows of Source with rows of Inner, which does not depend on Source.
	HashJoin struct {
		Source     Node
		Inner      Node
		Left       []syntax.Expr
		Right      []syntax.Expr
		InnerSlots []int
	}
	// Choose gives, for each row, the rows of Then if a condition that is the same for all rows is true, else those of
	// Else. The condition is If, or, where that is nil, that all of Ends are so.
	Choose struct {
		Source     Node
		If         syntax.Expr
		Ends       []Ends
		Then, Else Node
	}
	// Apply runs Inner for each row. With Unit, Inner has no result and the row passes once.
	Apply struct {
		Source       Node
		Inner        Node
		Unit         bool
		Transactions *Batches // nil: in the transaction of the query
		Keep         []int    // slots of the row around the subquery
		Out          []int    // slots that the subquery adds
	}
	// Union gives the rows of its branches one after another, moved to common slots.
	Union struct {
		Branches []Node
		From     [][]int // per branch, the slots that go to Slots
		Slots    []int
	}
	// Eager takes all rows before it gives the first.
	Eager struct {
		Source Node
		Keep   []int
	}
	// Nothing takes all rows and gives none.
	Nothing struct{ Source Node }
	// Procedure calls a procedure for each row.
	Procedure struct {
		Source   Node
		At       syntax.Node // for messages
		Name     string
		Args     []syntax.Expr
		Yield    []Yielded
		Optional bool
		Void     bool // passes the row on
		Implicit bool // called without parentheses: the arguments are the parameters of their names
	}
	// Count gives one row with a number from the store: of all nodes or those of a label, or of
	// the relationships of some types; with ByType a row for each type that has any.
	Count struct {
		Slot   int
		Label  string // "": all
		Rels   bool
		Types  []string // none: all
		ByType bool
		Type   int // slot of the type's name
	}
	// Degree gives, for each row, the number of relationships of a node whose other ends have all of some labels. Without
	// Optional and Zero it leaves rows without any out.
	Degree struct {
		Source        Node
		From, Rel, To int // Rel and To are not filled, and only named in EXPLAIN
		Slot          int // takes the number
		Direction     storage.Direction
		Types         []string // none: all
		Labels        []string
		Optional      bool // the pattern is that of an OPTIONAL MATCH
		Zero          bool // the number alone is asked for
	}
	// Show lists, for each row, parts of the schema or the library, or the open transactions.
	Show struct {
		Source    Node
		Name      string // of a database; "" for all
		Kind      string
		IDs       []syntax.Expr // of transactions; none for all
		Terminate bool          // the transactions are to end
		Yield     []Yielded
	}
)

type (
	// Create makes nodes, then relationships.
	Create struct {
		Source Node
		Nodes  []NewNode
		Rels   []NewRel
		Paths  []MakePath
	}
	// Merge gives the matches of Inner, or makes the pattern.
	Merge struct {
		Source   Node
		Inner    Node
		Nodes    []NewNode
		Rels     []NewRel
		Paths    []MakePath
		OnCreate []Assignment
		OnMatch  []Assignment
	}
	// Set changes properties and labels, Remove too (with a nil Value).
	Set struct {
		Source Node
		Items  []Assignment
	}
	// Delete deletes nodes, relationships and paths.
	Delete struct {
		Source Node
		Detach bool
		Exprs  []syntax.Expr
	}
	// Foreach runs Body for each item of a list, then passes the row on.
	Foreach struct {
		Source Node
		Slot   int
		List   syntax.Expr
		Body   Node
	}
)

func (*Argument) node()  {}
func (*AllNodes) node()  {}
func (*LabelScan) node() {}
func (*TypeScan) node()  {}
func (*IndexSeek) node() {}
func (*AnyOf) node()     {}
func (*ByID) node()      {}
func (*Expand) node()    {}
func (*VarExpand) node() {}
func (*Repeat) node()    {}
func (*Search) node()    {}
func (*BoundRel) node()  {}
func (*Shortest) node()  {}
func (*MakePath) node()  {}
func (*Filter) node()    {}
func (*Project) node()   {}
func (*Unwind) node()    {}
func (*Aggregate) node() {}
func (*Distinct) node()  {}
func (*Sort) node()      {}
func (*Skip) node()      {}
func (*Limit) node()     {}
func (*Optional) node()  {}
func (*HashJoin) node()  {}
func (*Choose) node()    {}
func (*Apply) node()     {}
func (*Union) node()     {}
func (*Eager) node()     {}
func (*Nothing) node()   {}
func (*Procedure) node() {}
func (*Show) node()      {}
func (*Count) node()     {}
func (*Degree) node()    {}
func (*Create) node()    {}
func (*Merge) node()     {}
func (*Set) node()       {}
func (*Delete) node()    {}
func (*Foreach) node()   {}

type (
	// Mention is a label or relationship type in the text.
	Mention struct {
		Label *syntax.Label
		Type  bool
	}
	// Bound is one end of an index range.
	Bound struct {
		Value     syntax.Expr
		Inclusive bool
	}
	// Other is a slot with a relationship, or a list of them.
	Other struct {
		Slot int
		Many bool
	}
	// Step is one repetition of a path: Body goes from the node in First to the one in Last.
	Step struct {
		Body        Node
		First, Last int
		Rels        []int // slots of the relationships, in the order in which they are walked
		Used        int   // slot that shows Body the relationships walked before
		Groups      []Group
	}
	// Group is a variable of a path that is repeated: Inner takes one value, Outer the list of them.
	Group struct {
		Inner, Outer int
	}
	// Part is a part of a searched path: a Step that is repeated, or with Single taken once, so that its variables are
	// no lists.
	Part struct {
		Step
		Min, Max int64 // Max < 0: no bound
		Single   bool
	}
	// Check is what a node between the parts of a searched path must be: the one that Slot has, if it is bound, and such
	// that the conditions hold.
	Check struct {
		Slot  int
		Bound bool
		Where []syntax.Expr
	}
	// Item is an expression whose value goes to a slot.
	Item struct {
		Slot  int
		Expr  syntax.Expr
		Reads []int // slots that Expr reads; known for what WITH and RETURN project only
	}
	// Call is an aggregating function.
	Call struct {
		Slot     int
		Function *function.Function
		Args     []syntax.Expr // count(*) has none
		Distinct bool
		Star     bool
	}
	// SortKey is one key of a Sort.
	SortKey struct {
		Expr       syntax.Expr
		Descending bool
	}
	// Yielded is a procedure's field that goes to a slot.
	Yielded struct {
		Field string
		Slot  int
	}
	// Batches is how CALL IN TRANSACTIONS runs.
	Batches struct {
		Rows    syntax.Expr
		OnError string
		Report  int // slot, -1 without
	}
	// NewNode is a node to be made. Slot -1 does not occur: a node without a name has a hidden slot.
	NewNode struct {
		Slot       int
		Labels     []string
		LabelsOf   []syntax.Expr // further labels, calculated
		Properties syntax.Expr   // nil, a map literal or a parameter
	}
	// NewRel is a relationship to be made.
	NewRel struct {
		Slot       int
		From, To   int
		Type       string
		TypeOf     syntax.Expr // nil when Type is given
		Properties syntax.Expr
	}
	// Assignment is one item of SET or REMOVE.
	Assignment struct {
		Kind     syntax.SetKind
		Target   syntax.Expr // the entity
		Key      string
		KeyOf    syntax.Expr // n[key]; nil when Key is given
		Labels   []string
		LabelsOf []syntax.Expr // further labels, calculated
		Value    syntax.Expr   // nil: remove
		Remove   bool          // from REMOVE
		Item     *syntax.SetItem
	}
)
