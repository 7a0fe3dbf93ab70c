package storage

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"

	"newsgraph/cypher/diag"
)

// Tx is the one transaction that may write. It reads its own writes; nobody else does before Commit. A
// method that returns an error has changed nothing.
type Tx struct {
	View
	store    *Store
	base     *graph
	done     bool
	nodes    changes        // nodes of the base that are changed or deleted
	rels     changes        // relationships of the base that are changed or deleted
	dangling map[int64]bool // deleted nodes that still had relationships
	exists   bool           // an existence constraint holds, or came to hold
	touched  map[int64]bool // nodes to check against existence constraints
	relTouch map[int64]bool // relationships to check
	room     []byte         // scratch: the properties that are being set
}

// changes is a set of ids.
type changes map[uint32]struct{}

// errDone is what a transaction answers after Commit or Rollback.
var errDone = errors.New("use transaction: it has ended")

// maxID is the highest id that fits; the number above it marks deleted relationships.
const maxID = math.MaxUint32 - 1

// InternLabel is the number of a label, which it adds if it is new.
func (tx *Tx) InternLabel(name string) Label { return tx.g.label(name) }

// InternRelType is the number of a relationship type, which it adds if it is new.
func (tx *Tx) InternRelType(name string) RelType { return tx.g.relType(name) }

// InternPropKey is the number of a property key, which it adds if it is new.
func (tx *Tx) InternPropKey(name string) PropKey { return tx.g.propKey(name) }

// checkStorable makes every value one that can be stored, in place.
func checkStorable(props []Prop) error {
	for i := range props {
		v, err := storable(props[i].Value)
		if err != nil {
			return err
		}
		props[i].Value = v
	}
	return nil
}

// sortedLabels is labels ascending and without duplicates.
func sortedLabels(labels []Label) []Label {
	for i := 1; i < len(labels); i++ {
		if labels[i-1] >= labels[i] {
			return slices.Compact(slices.Sorted(slices.Values(labels)))
		}
	}
	return labels
}

// CreateNode makes a node. It may reorder props; nulls among them are left out.
func (tx *Tx) CreateNode(labels []Label, props []Prop) (int64, error) {
	if err := tx.usable(); err != nil {
		return 0, err
	}
	if tx.g.nextNode > maxID {
		return 0, diag.New(diag.CodeStoreFailed, "create node: all %d ids are used", uint64(maxID)+1)
	}
	if err := checkStorable(props); err != nil {
		return 0, err
	}
	labels = sortedLabels(labels)
	tx.room = appendProps(tx.room[:0], props)
	blob, id := tx.room, tx.g.nextNode
	if err := tx.g.reindex(Nodes, id, state{}, state{labels, blob}, nil); err != nil {
		return 0, err
	}
	tx.g.nextNode++
	tx.g.putNode(id, labels, blob)
	tx.touchNode(int64(id))
	return int64(id), nil
}

// CreateRel makes a relationship between two nodes. It may reorder props; nulls among them are left out.
func (tx *Tx) CreateRel(start, end int64, t RelType, props []Prop) (int64, error) {
	if err := tx.usable(); err != nil {
		return 0, err
	}
	for _, id := range [...]int64{start, end} {
		if !tx.HasNode(id) {
			return 0, noNode(id)
		}
	}
	if tx.g.nextRel > maxID {
		return 0, diag.New(diag.CodeStoreFailed, "create relationship: all %d ids are used", uint64(maxID)+1)
	}
	if err := checkStorable(props); err != nil {
		return 0, err
	}
	tx.room = appendProps(tx.room[:0], props)
	blob, id := tx.room, tx.g.nextRel
	if tx.g.schema.indexesRels() {
		if err := tx.g.reindex(Relationships, id, state{}, state{[]Label{Label(t)}, blob}, nil); err != nil {
			return 0, err
		}
	}
	tx.g.nextRel++
	tx.g.putRel(id, uint32(start), uint32(end), t, blob)
	tx.g.linkRel(id, uint32(start), uint32(end), t)
	tx.touchRel(int64(id))
	return int64(id), nil
}

func noNode(id int64) error {
	return diag.EntityNotFound("Node with id %d has been deleted or never was", id)
}

func noRel(id int64) error {
	return diag.EntityNotFound("Relationship with id %d has been deleted or never was", id)
}

func (tx *Tx) usable() error {
	if tx.done {
		return errDone
	}
	return nil
}

func (tx *Tx) touchNode(id int64) {
	if id < int64(tx.base.nextNode) {
		tx.nodes[uint32(id)] = struct{}{}
	}
	if tx.exists {
		tx.touched[id] = true
	}
}

func (tx *Tx) touchRel(id int64) {
	if id < int64(tx.base.nextRel) {
		tx.rels[uint32(id)] = struct{}{}
	}
	if tx.exists {
		tx.relTouch[id] = true
	}
}

// SetNodeProps sets properties of a node, or takes away those that are null, and leaves the others. Of two of one key
// the later counts. It may reorder props.
func (tx *Tx) SetNodeProps(id int64, props []Prop) error {
	if err := tx.nodeEditable(id, props); err != nil || len(props) == 0 {
		return err
	}
	tx.room = editProps(tx.room[:0], tx.g.nodeProps(id), props)
	return tx.putNodeProps(id, props)
}

// ReplaceNodeProps sets the properties of a node to props and takes all others away. It may reorder props.
func (tx *Tx) ReplaceNodeProps(id int64, props []Prop) error {
	if err := tx.nodeEditable(id, props); err != nil {
		return err
	}
	tx.room = appendProps(tx.room[:0], props)
	return tx.putNodeProps(id, nil)
}

func (tx *Tx) nodeEditable(id int64, props []Prop) error {
	switch err := tx.usable(); {
	case err != nil:
		return err
	case !tx.HasNode(id):
		return noNode(id)
	}
	return checkStorable(props)
}

// putNodeProps gives a node the properties in tx.room. If changed is not nil, the others are what they were.
func (tx *Tx) putNodeProps(id int64, changed []Prop) error {
	old := tx.g.nodeState(id)
	if bytes.Equal(tx.room, old.props) {
		return nil
	}
	if err := tx.g.reindex(Nodes, uint32(id), old, state{old.labels, tx.room}, changed); err != nil {
		return err
	}
	tx.g.countKeys(old.props, -1)
	tx.g.countKeys(tx.room, 1)
	p, i := tx.g.nodePage(uint32(id))
	p.props.set(i, tx.room)
	tx.touchNode(id)
	return nil
}

// SetRelProps is SetNodeProps for a relationship.
func (tx *Tx) SetRelProps(id int64, props []Prop) error {
	if err := tx.relEditable(id, props); err != nil || len(props) == 0 {
		return err
	}
	tx.room = editProps(tx.room[:0], tx.g.relProps(id), props)
	return tx.putRelProps(id, props)
}

// ReplaceRelProps sets the properties of a relationship to props and takes all others away. It may reorder
// props.
func (tx *Tx) ReplaceRelProps(id int64, props []Prop) error {
	if err := tx.relEditable(id, props); err != nil {
		return err
	}
	tx.room = appendProps(tx.room[:0], props)
	return tx.putRelProps(id, nil)
}

func (tx *Tx) relEditable(id int64, props []Prop) error {
	if err := tx.usable(); err != nil {
		return err
	}
	if p, _ := tx.g.relAt(id); p == nil {
		return noRel(id)
	}
	return checkStorable(props)
}

// putRelProps is putNodeProps for a relationship.
func (tx *Tx) putRelProps(id int64, changed []Prop) error {
	before := tx.g.relProps(id)
	if bytes.Equal(tx.room, before) {
		return nil
	}
	if tx.g.schema.indexesRels() {
		old := tx.g.relState(id)
		if err := tx.g.reindex(Relationships, uint32(id), old, state{old.labels, tx.room}, changed); err != nil {
			return err
		}
	}
	p, i := tx.g.relPage(uint32(id))
	tx.g.countKeys(before, -1)
	tx.g.countRelKeys(RelType(p.types[i]-1), tx.room)
	p.props.set(i, tx.room)
	tx.touchRel(id)
	return nil
}

// AddLabel gives a node a label; false if it had it.
func (tx *Tx) AddLabel(id int64, l Label) (bool, error) {
	return tx.editLabels(id, func(old []Label) []Label { return sortedLabels(append(slices.Clone(old), l)) })
}

// RemoveLabel takes a label from a node; false if it did not have it.
func (tx *Tx) RemoveLabel(id int64, l Label) (bool, error) {
	return tx.editLabels(id, func(old []Label) []Label {
		return slices.DeleteFunc(slices.Clone(old), func(o Label) bool { return o == l })
	})
}

func (tx *Tx) editLabels(id int64, edit func([]Label) []Label) (bool, error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	if !tx.HasNode(id) {
		return false, noNode(id)
	}
	old := tx.g.nodeState(id)
	labels := edit(old.labels)
	if len(labels) == len(old.labels) {
		return false, nil
	}
	if err := tx.g.reindex(Nodes, uint32(id), old, state{labels, old.props}, nil); err != nil {
		return false, err
	}
	tx.g.setLabels(uint32(id), labels)
	tx.touchNode(id)
	return true, nil
}

// DeleteRel deletes a relationship; false if there is none with this id.
func (tx *Tx) DeleteRel(id int64) (bool, error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	if p, _ := tx.g.relAt(id); p == nil {
		return false, nil
	}
	if err := tx.g.reindex(Relationships, uint32(id), tx.g.relState(id), state{}, nil); err != nil {
		return false, err
	}
	tx.g.dropRel(uint32(id))
	tx.touchRel(id)
	return true, nil
}

// DeleteNode deletes a node; false if there is none with this id. Commit fails if one of its relationships
// is still there by then.
func (tx *Tx) DeleteNode(id int64) (bool, error) {
	if err := tx.usable(); err != nil {
		return false, err
	}
	if !tx.HasNode(id) {
		return false, nil
	}
	old := tx.g.nodeState(id)
	if err := tx.g.reindex(Nodes, uint32(id), old, state{}, nil); err != nil {
		return false, err
	}
	if tx.Degree(id, Both) > 0 {
		tx.dangling[id] = true
	}
	tx.g.setLabels(uint32(id), nil)
	tx.g.countKeys(old.props, -1)
	p, i := tx.g.nodePage(uint32(id))
	p.labels[i] = 0
	p.props.set(i, nil)
	if !tx.dangling[id] {
		p.adj[i] = nil
	}
	tx.g.allNodes.remove(uint32(id), tx.g.epoch)
	tx.touchNode(id)
	return true, nil
}

// DetachDeleteNode deletes a node with its relationships, and says how many of these it deleted. It is
// false if there is no node with this id.
func (tx *Tx) DetachDeleteNode(id int64) (rels int, deleted bool, err error) {
	if err := tx.usable(); err != nil {
		return 0, false, err
	}
	if !tx.HasNode(id) {
		return 0, false, nil
	}
	var all []int64
	hops := tx.Expand(id, Both)
	for h, ok := hops.Next(); ok; h, ok = hops.Next() {
		all = append(all, h.Rel)
	}
	for _, rel := range all {
		if _, err := tx.DeleteRel(rel); err != nil {
			return rels, false, err
		}
		rels++
	}
	deleted, err = tx.DeleteNode(id)
	return rels, deleted, err
}

// Rollback ends the transaction and forgets its changes. After Commit or Rollback it does nothing.
func (tx *Tx) Rollback() {
	if tx.done {
		return
	}
	tx.done = true
	tx.store.release()
}

// Commit makes the changes durable, then visible, and ends the transaction. If it returns an error, none of
// the changes are visible.
func (tx *Tx) Commit() error { return tx.CommitContext(context.Background()) }

// CommitContext is Commit that gives up before it writes if ctx has ended.
func (tx *Tx) CommitContext(ctx context.Context) error {
	if err := tx.usable(); err != nil {
		return err
	}
	defer tx.Rollback()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := tx.checkDangling(); err != nil {
		return err
	}
	if err := tx.checkExistence(); err != nil {
		return err
	}
	return tx.store.commit(tx)
}

func (tx *Tx) checkDangling() error {
	for _, id := range sortedKeys(tx.dangling) {
		p := tx.g.nodes.get(uint32(id) >> pageBits)
		if a := p.adj[id&(pageSize-1)]; a != nil && len(a.groups) > 0 {
			return diag.Constraint("Cannot delete node<%d>, because it still has relationships. To delete this node, you must first delete its relationships.", id).
				With("DeleteConnectedNode")
		}
	}
	return nil
}

func sortedKeys[K ~int64 | ~uint32, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
