package exec

import "newsgraph/cypher/storage"

// between finds the relationships between two nodes. Where the second is the same in many rows, as the end of a pattern
// that an index gave, its relationships are put into a table: then nothing of the first ones has to be read.
type between struct {
	to    int64
	asked int // times for to
	known bool
	ends  storage.Ends
	held  int64
	want  *storage.Want // of the first nodes, where their relationships are read ahead for this only; else nil
}

// between has the relationships of the nodes in a slot read ahead, as long as there is no table.
func (b *builder) between(from int) between {
	if b.ahead[from].want&storage.WantLinks != 0 {
		return between{}
	}
	b.look(from, storage.WantLinks)
	return between{want: &b.ahead[from].want}
}

// worthTable is how many relationships of the second node are put into a table for each time that it was asked for: a
// few nanoseconds each, against the reading of a node that is not in the cache.
const worthTable = 32

// hops is what View.Between gives. from is not negative.
func (b *between) hops(r *Run, from, to int64, dir storage.Direction, types []storage.RelType) (storage.Hops, error) {
	if r.plan.Writes {
		return r.View.Between(from, to, dir, types...), nil
	}
	if to != b.to {
		b.to, b.asked, b.known = to, 0, false
		b.readAhead(storage.WantLinks)
	}
	if b.known {
		return b.ends.From(from), nil
	}
	if b.asked++; b.asked < 2 || r.View.Degree(to, dir.Reverse(), types...) > worthTable*b.asked {
		return r.View.Between(from, to, dir, types...), nil
	}
	b.ends.Fill(r.View, to, dir, types...)
	b.known = true
	b.readAhead(0)
	grown := b.ends.Bytes() - b.held
	b.held += grown
	return b.ends.From(from), r.charge(grown)
}

func (b *between) readAhead(links storage.Want) {
	if b.want != nil {
		*b.want = *b.want&^storage.WantLinks | links
	}
}
