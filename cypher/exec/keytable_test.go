package exec

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"newsgraph/cypher/value"
)

// TestKeyTable numbers keys, many of them again and again, as a map does; the empty key and beginnings of others are
// among them.
func TestKeyTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, different := range []uint64{1, 7, 100, 50_000} {
		var table keyTable
		known := map[string]int{}
		for range 3 * different {
			key := binary.LittleEndian.AppendUint64(nil, rng.Uint64N(different))[:rng.IntN(9)]
			n, fresh := table.number(key)
			want, ok := known[string(key)]
			if !ok {
				want = len(known)
				known[string(key)] = want
			}
			if n != want || fresh == ok {
				t.Fatalf("key %x has number %d, fresh %v; want %d, %v", key, n, fresh, want, !ok)
			}
		}
	}
}

// TestValueSet adds values that fall together under DISTINCT and values that do not.
func TestValueSet(t *testing.T) {
	var s valueSet
	var room, fresh = []byte(nil), false
	for i, c := range []struct {
		v    value.Value
		want bool
	}{
		{value.Integer(1), true}, {value.Integer(1), false}, {value.Float(1), false}, {value.String("1"), true}, {value.Integer(1), false},
		{value.Null, true}, {value.Null, false}, {value.NodeRef(1), true}, {value.RelationshipRef(1), true}, {value.String("1"), false},
		{value.ListOf(value.Integer(2)), true}, {value.ListOf(value.Float(2)), false},
	} {
		if fresh, room = s.add(c.v, room); fresh != c.want {
			t.Errorf("value %d, %s: fresh %v, want %v", i, c.v, fresh, c.want)
		}
	}
}

// TestRefTable numbers references, many of them again and again, as a map does, and does so anew when it was emptied.
func TestRefTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	var table refTable
	for _, different := range []uint64{1, 7, 100, 50_000, 5} {
		table.empty()
		known := map[uint64]int{}
		for range 3 * different {
			key := rng.Uint64N(different)
			if key%3 == 0 {
				key <<= 32
			}
			n, fresh := table.number(key)
			want, ok := known[key]
			if !ok {
				want = len(known)
				known[key] = want
			}
			if n != want || fresh == ok {
				t.Fatalf("key %x has number %d, fresh %v; want %d, %v", key, n, fresh, want, !ok)
			}
		}
	}
}

// TestManyValues puts sets of values of all kinds together, as one set that gets all of them.
func TestManyValues(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	some := func(most int64) value.Value {
		switch id := rng.Int64N(most); rng.IntN(6) {
		case 0:
			return value.RelationshipRef(id)
		case 1:
			return value.NodeOf(&value.Node{ID: id - most/4})
		case 2:
			return value.Integer(id)
		case 3:
			return value.Float(float64(id))
		default:
			return value.NodeRef(id)
		}
	}
	for round := range 400 {
		var sum valueSet
		var room []byte
		all, n := map[string]bool{}, int64(0)
		for range 1 + rng.IntN(4) {
			var part valueSet
			own, most := map[string]bool{}, 1+rng.Int64N(60)
			for range rng.IntN(40) {
				v := some(most)
				key := string(value.AppendKey(nil, v))
				var fresh bool
				if fresh, room = part.add(v, room); fresh == own[key] {
					t.Fatalf("round %d: %s is fresh: %v", round, v, fresh)
				}
				own[key], all[key] = true, true
			}
			if part.count() != int64(len(own)) {
				t.Fatalf("round %d: %d values, want %d", round, part.count(), len(own))
			}
			var more int64
			more, room = sum.unite(&part, room)
			n += more
		}
		if n != int64(len(all)) || sum.count() != n {
			t.Fatalf("round %d: together %d values, or %d, want %d", round, n, sum.count(), len(all))
		}
	}
}

// TestSlab takes pieces and fills them: none reaches into another.
func TestSlab(t *testing.T) {
	var s slab[int]
	var pieces [][]int
	for i := range 3000 {
		piece := s.take(i % 5)
		for j := range piece {
			if piece[j] != 0 {
				t.Fatal("a piece is not empty")
			}
			piece[j] = i
		}
		pieces = append(pieces, append(piece, -1)[:len(piece)])
	}
	for i, piece := range pieces {
		for _, x := range piece {
			if x != i {
				t.Fatalf("piece %d holds %d", i, x)
			}
		}
	}
}
