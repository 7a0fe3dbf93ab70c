package exec

// Counters says what a query changed.
type Counters struct {
	NodesCreated, NodesDeleted                 int64
	RelationshipsCreated, RelationshipsDeleted int64
	PropertiesSet                              int64
	LabelsAdded, LabelsRemoved                 int64
	IndexesAdded, IndexesRemoved               int64
	ConstraintsAdded, ConstraintsRemoved       int64
}

// ContainsUpdates says whether the query changed anything.
func (c Counters) ContainsUpdates() bool { return c != Counters{} }
