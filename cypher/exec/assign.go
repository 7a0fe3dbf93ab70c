package exec

import (
	"newsgraph/cypher/diag"
	"newsgraph/cypher/plan"
	"newsgraph/cypher/storage"
	"newsgraph/cypher/syntax"
	"newsgraph/cypher/value"
)

// assignment is one compiled item of SET or REMOVE.
type assignment struct {
	kind     syntax.SetKind
	target   eval
	key      *propKey
	keyOf    eval
	labels   []string
	labelsOf []eval
	value    eval // nil: remove
	remove   bool // of labels
	text     string
	offset   int
	// together is how many items from this one on set properties of one variable: as in Neo4j
	// they are all calculated before the first is set.
	together int
}

func (b *builder) assignments(items []plan.Assignment) []assignment {
	var out []assignment
	for i, it := range items {
		a := assignment{kind: it.Kind, target: b.expr(it.Target), labels: it.Labels, labelsOf: b.all(it.LabelsOf), remove: it.Remove, text: b.plan.Text, offset: it.Item.Start}
		if it.KeyOf != nil {
			a.keyOf = b.expr(it.KeyOf)
		} else {
			a.key = &propKey{name: it.Key}
		}
		if it.Value != nil {
			a.value = b.expr(it.Value)
		}
		a.together = b.together(items[i:])
		out = append(out, a)
	}
	return out
}

func (b *builder) together(items []plan.Assignment) int {
	n := 0
	for _, it := range items {
		v, ok := it.Target.(*syntax.Variable)
		first, _ := items[0].Target.(*syntax.Variable)
		if !ok || it.Kind != syntax.SetProperty || it.KeyOf != nil || it.Value == nil || b.plan.Slots[v] != b.plan.Slots[first] {
			break
		}
		n++
	}
	return max(1, n)
}

type set struct {
	src   operator
	items []assignment
}

func (s *set) open(r *Run) error { return s.src.open(r) }

func (s *set) next(r *Run) (bool, error) {
	ok, err := s.src.next(r)
	if err != nil || !ok {
		return false, err
	}
	if err := r.step(); err != nil {
		return false, err
	}
	return true, r.assign(s.items)
}

func (r *Run) assign(items []assignment) error {
	for i := 0; i < len(items); {
		n := items[i].together
		if n > 1 {
			if err := r.assignTogether(items[i : i+n]); err != nil {
				return err
			}
		} else if err := r.assignOne(&items[i]); err != nil {
			return diag.As(err).Near(items[i].text, items[i].offset)
		}
		i += n
	}
	return nil
}

// assignTogether sets several properties of one node or relationship.
func (r *Run) assignTogether(items []assignment) error {
	tx, err := r.tx()
	if err != nil {
		return err
	}
	target, err := items[0].target(r)
	if err != nil || target.IsNull() {
		return err
	}
	if err := r.alive(target); err != nil {
		return diag.As(err).Near(items[0].text, items[0].offset)
	}
	props := r.props[:0]
	for i := range items {
		v, err := items[i].value(r)
		if err != nil {
			return err
		}
		props = append(props, storage.Prop{Key: items[i].key.intern(tx), Value: v})
	}
	r.props = props
	r.stats.PropertiesSet += int64(len(items))
	if err := setProperties(tx, target, props); err == nil {
		return nil
	}
	// Nothing was set. One by one, in the order in which they are written, they say which of them is wrong.
	for i := range items {
		v, err := items[i].value(r)
		if err == nil {
			err = setProperties(tx, target, []storage.Prop{{Key: items[i].key.intern(tx), Value: v}})
		}
		if err != nil {
			return diag.As(err).Near(items[i].text, items[i].offset)
		}
	}
	return nil
}

// setProperties sets properties of a node or relationship. It may reorder props.
func setProperties(tx *storage.Tx, target value.Value, props []storage.Prop) error {
	if target.Kind() == value.KindNode {
		return tx.SetNodeProps(target.ID(), props)
	}
	return tx.SetRelProps(target.ID(), props)
}

// entriesSet is how many properties a map sets. As in Neo4j a null counts, whether or not the
// property is there, unless nothing ever had a property of that name.
func (r *Run) entriesSet(entries []value.Entry) int64 {
	n := int64(0)
	for _, e := range entries {
		if _, known := r.View.PropKey(e.Key); known || !e.Value.IsNull() {
			n++
		}
	}
	return n
}

func (r *Run) assignOne(a *assignment) error {
	tx, err := r.tx()
	if err != nil {
		return err
	}
	target, err := a.target(r)
	if err != nil || target.IsNull() {
		return err
	}
	if err := r.alive(target); err != nil {
		return err
	}
	switch a.kind {
	case syntax.SetLabels:
		return r.assignLabels(tx, a, target)
	case syntax.SetProperty:
		key := storage.PropKey(0)
		if a.keyOf == nil {
			key = a.key.intern(tx)
		} else {
			k, err := a.keyOf(r)
			if err != nil {
				return err
			}
			if k.Kind() != value.KindString {
				return diag.Type("A property is named by a string, not by %s", describe(k)).With("MapElementAccessByNonString")
			}
			key = tx.InternPropKey(k.Str())
		}
		v := value.Null
		if a.value != nil {
			if v, err = a.value(r); err != nil {
				return err
			}
		}
		return r.setProperty(tx, target, key, v)
	}
	v, err := a.value(r)
	if err != nil || v.IsNull() && a.kind == syntax.SetMerge {
		return err
	}
	var entries []value.Entry
	if !v.IsNull() {
		if entries, err = r.entries(v); err != nil {
			return err
		}
	}
	if a.kind == syntax.SetAll {
		return r.replaceProperties(tx, target, entries)
	}
	r.stats.PropertiesSet += r.entriesSet(entries)
	r.props = r.intern(r.props[:0], entries)
	return setProperties(tx, target, r.props)
}

// alive checks that what is to be changed is a node or relationship that is still there.
func (r *Run) alive(v value.Value) error {
	switch v.Kind() {
	case value.KindNode:
		if r.deleted {
			return graphReader{r}.node(v.ID())
		}
		return nil
	case value.KindRelationship:
		if r.deleted {
			_, err := graphReader{r}.rel(v.ID())
			return err
		}
		return nil
	}
	return wrongType(v, "a Node or Relationship")
}

func (r *Run) setProperty(tx *storage.Tx, target value.Value, key storage.PropKey, v value.Value) error {
	had := !v.IsNull()
	switch {
	case had:
	case target.Kind() == value.KindNode:
		had = !r.View.NodeProp(target.ID(), key).IsNull()
	default:
		had = !r.View.RelProp(target.ID(), key).IsNull()
	}
	if had {
		r.stats.PropertiesSet++
	}
	r.props = append(r.props[:0], storage.Prop{Key: key, Value: v})
	return setProperties(tx, target, r.props)
}

func (r *Run) replaceProperties(tx *storage.Tx, target value.Value, entries []value.Entry) error {
	r.stats.PropertiesSet += r.entriesSet(entries)
	props := r.intern(nil, entries)
	kept := map[storage.PropKey]bool{}
	for _, p := range props {
		kept[p.Key] = true
	}
	node := target.Kind() == value.KindNode
	var before []storage.Prop
	if node {
		before = r.View.AppendNodeProps(nil, target.ID())
	} else {
		before = r.View.AppendRelProps(nil, target.ID())
	}
	for _, p := range before {
		if !kept[p.Key] {
			r.stats.PropertiesSet++
		}
	}
	if node {
		return tx.ReplaceNodeProps(target.ID(), props)
	}
	return tx.ReplaceRelProps(target.ID(), props)
}

func (r *Run) assignLabels(tx *storage.Tx, a *assignment, target value.Value) error {
	if target.Kind() != value.KindNode {
		return wrongType(target, "a Node")
	}
	labels, err := r.namesOf(a.labels, a.labelsOf, "node label")
	if err != nil {
		return err
	}
	for _, name := range labels {
		if a.remove {
			l, ok := r.View.Label(name)
			if !ok {
				continue
			}
			done, err := tx.RemoveLabel(target.ID(), l)
			if err != nil {
				return err
			}
			if done {
				r.stats.LabelsRemoved++
			}
			continue
		}
		done, err := tx.AddLabel(target.ID(), tx.InternLabel(name))
		if err != nil {
			return err
		}
		if done {
			r.stats.LabelsAdded++
		}
	}
	return nil
}
