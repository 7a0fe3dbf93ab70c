package storage

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"newsgraph/cypher/value"
)

// oneOfEach is a storable value of every kind, and lists of them.
func oneOfEach(t testing.TB) []value.Value {
	t.Helper()
	zone, err := value.NamedZone("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	values := []value.Value{
		value.True, value.False, value.Integer(0), value.Integer(math.MinInt64), value.Integer(math.MaxInt64),
		value.Float(0), value.Float(math.Copysign(0, -1)), value.Float(math.NaN()), value.Float(math.Inf(-1)), value.Float(1e300),
		value.String(""), value.String("a\x00b"), value.String("größer"), value.Bytes(nil), value.Bytes([]byte{0, 255}),
		value.DateOf(-719_528), value.LocalTimeOf(86_399_999_999_999), value.TimeOf(1, -64_800), value.LocalDateTimeOf(-1, 999_999_999),
		value.DateTimeOf(1, 2, value.UTC), value.DateTimeOf(1, 2, value.FixedZone(-3600)), value.DateTimeOf(-1<<40, 0, zone),
		value.DurationOf(value.Duration{Months: -1, Days: 2, Seconds: -3, Nanos: 4}),
		value.PointOf(value.Point{SRID: value.WGS84, X: -1.5, Y: 2}), value.PointOf(value.Point{SRID: value.Cartesian3D, X: 1, Y: 2, Z: 3}),
	}
	for _, v := range values[:len(values):len(values)] {
		if v.Kind() != value.KindBytes {
			values = append(values, value.ListOf(v, v))
		}
	}
	return append(values, value.ListOf())
}

// TestValuesKept stores one of each, reads it, and reads it again from disk.
func TestValuesKept(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, Options{})
	tx := begin(t, s)
	k, after := tx.InternPropKey("k"), tx.InternPropKey("after")
	values := oneOfEach(t)
	for _, v := range values {
		if _, err := tx.CreateNode(nil, []Prop{{after, value.True}, {k, v}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	check := func(v *View) {
		t.Helper()
		for i, want := range values {
			got := v.NodeProp(int64(i), k)
			if got.Kind() != want.Kind() || got.String() != want.String() || !value.Equivalent(got, want) || !v.NodeProp(int64(i), after).IsTrue() {
				t.Errorf("value %d: got %s, want %s", i, got, want)
			}
		}
	}
	check(&s.Snapshot().View)
	mustClose(t, s)
	s = mustOpen(t, dir, Options{})
	check(&s.Snapshot().View)
	mustClose(t, s)
}

// TestSortKeys compares the order and equality of sort keys with those of the values.
func TestSortKeys(t *testing.T) {
	values := oneOfEach(t)
	r := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		i := int64(1)<<r.IntN(63) + int64(r.IntN(5)-2)
		values = append(values, value.Integer(i), value.Integer(-i), value.Float(float64(i)), value.Float(float64(-i)+r.Float64()))
	}
	values = append(values, value.String("a"), value.String("a\x00"), value.String("a\x00\x00"), value.String("a\x01"), value.String("ab"))
	for _, a := range values {
		for _, b := range values {
			x, y := appendSortKey(nil, a), appendSortKey(nil, b)
			c := bytes.Compare(x, y)
			if equal := value.Equal(a, b); equal != value.Unknown && !isNaN(a) && (c == 0) != (equal == value.Yes) && !hasNaN(a) {
				t.Fatalf("%s and %s: equal is %v, keys compare as %d", a, b, equal, c)
			}
			if less := value.Less(a, b); less == value.Yes && rangeable(a) && rangeable(b) && c >= 0 {
				t.Fatalf("%s < %s, keys compare as %d", a, b, c)
			}
			if c != 0 && (bytes.HasPrefix(x, y) || bytes.HasPrefix(y, x)) {
				t.Fatalf("the keys of %s and %s are prefixes", a, b)
			}
		}
	}
}

func isNaN(v value.Value) bool { return v.Kind() == value.KindFloat && math.IsNaN(v.Float()) }

func hasNaN(v value.Value) bool {
	if v.Kind() == value.KindList {
		for _, item := range v.List() {
			if isNaN(item) {
				return true
			}
		}
	}
	return isNaN(v)
}

// FuzzProps reads arbitrary bytes as stored properties: what the check accepts can be read, and is the same when it
// is written again.
func FuzzProps(f *testing.F) {
	for _, v := range oneOfEach(f) {
		f.Add(appendProps(nil, []Prop{{1, v}, {3, value.True}}))
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		if checkProps(blob, 10) != nil {
			return
		}
		props := decodeProps(nil, blob)
		for _, p := range props {
			if got := findProp(blob, p.Key); got.String() != p.Value.String() {
				t.Fatalf("key %d: %s and %s", p.Key, got, p.Value)
			}
		}
		again := decodeProps(nil, appendProps(nil, props))
		for _, p := range again {
			if got := findProp(blob, p.Key); got.String() != p.Value.String() {
				t.Fatalf("key %d written again: %s and %s", p.Key, got, p.Value)
			}
		}
	})
}

// sealed puts checksums on a sequence of chunks, each a kind, a length of two bytes and a body.
func sealed(data []byte) []byte {
	var b bytes.Buffer
	b.WriteString(columnsMagic)
	c := &chunkWriter{w: bufio.NewWriter(&b)}
	for len(data) > 3 {
		n := min(int(data[1])<<8|int(data[2]), len(data)-3)
		c.chunk(data[0], data[3:3+n])
		data = data[3+n:]
	}
	c.w.Flush()
	return b.Bytes()
}

// unsealed is the chunks of a file as sealed takes them.
func unsealed(f *testing.F, file []byte) []byte {
	var out []byte
	for file = file[len(columnsMagic):]; len(file) > 0; {
		n := int(binary.LittleEndian.Uint32(file[1:]))
		if n > 65_535 {
			f.Fatal("the seed is too large")
		}
		out = append(out, file[0], byte(n>>8), byte(n))
		out = append(out, file[chunkHeader:chunkHeader+n]...)
		file = file[chunkHeader+n:]
	}
	return out
}

// FuzzRestore restores arbitrary chunks with good checksums: an error, or a graph that can be read and opened.
func FuzzRestore(f *testing.F) {
	s := OpenMemory()
	tx := must(s.Begin(f.Context()))
	l, k, t := tx.InternLabel("L"), tx.InternPropKey("k"), tx.InternRelType("T")
	must(tx.CreateConstraint(&Constraint{Name: "c", Kind: UniqueConstraint, Entity: Nodes, Label: "L", Properties: []string{"k"}}, false))
	a, b := must(tx.CreateNode([]Label{l}, []Prop{{k, value.True}})), must(tx.CreateNode(nil, nil))
	must(tx.CreateRel(a, b, t, []Prop{{k, value.Integer(1)}}))
	if err := tx.Commit(); err != nil {
		f.Fatal(err)
	}
	var file bytes.Buffer
	if err := writeColumns(&file, s.Snapshot().g, [16]byte{}); err != nil {
		f.Fatal(err)
	}
	f.Add(unsealed(f, file.Bytes()))
	f.Fuzz(func(t *testing.T, data []byte) {
		path, dir := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "g")
		if err := os.WriteFile(path, sealed(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if readColumnFile(path) == nil && Restore(path, dir) != nil {
			return
		}
		if s, err := Open(dir, Options{}); err == nil {
			viewText(&s.Snapshot().View)
			mustClose(t, s)
		}
	})
}

// FuzzRecords builds a graph of arbitrary entries, each a bucket, a length of its key, one of its value, and both.
func FuzzRecords(f *testing.F) {
	seed := []byte{1, 5, 1, 'l', 0, 0, 0, 0, 'L', 1, 5, 1, 't', 0, 0, 0, 0, 'T', 1, 5, 1, 'k', 0, 0, 0, 0, 'K',
		3, 4, 6, 0, 0, 0, 0, 1, 4, 1, 0, 0, tagTrue, 3, 5, 4, 0, 0, 0, 0, 2, 1, 0, 0, tagTrue, 4, 4, 7, 0, 0, 0, 0, 0, 5, 0, 1, 1, 0, tagTrue}
	f.Add(seed)
	state := &diskState{format: formatVersion}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newBuilder()
		for len(data) > 3 {
			bucket, k, v := bucketNames[int(data[0])%len(bucketNames)], int(data[1]), int(data[2])
			if data = data[3:]; len(data) < k+v {
				return
			}
			key := data[:k]
			err := state.recordsOf(bucket, key, data[k:k+v], func(id uint32, record []byte) error { return b.record(bucket, key, id, record) })
			if err != nil {
				return
			}
			data = data[k+v:]
		}
		if g, err := b.finish(); err == nil {
			viewText(&View{g})
		}
	})
}

// FuzzBoltFile walks over arbitrary pages behind good meta pages.
func FuzzBoltFile(f *testing.F) {
	dir := f.TempDir()
	s := must(Open(dir, Options{}))
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(filepath.Join(dir, RecordsFile))
	if err != nil {
		f.Fatal(err)
	}
	meta, pages := good[:2*4096], good[2*4096:]
	f.Add(pages[:min(len(pages), 8*4096)])
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, append(append(bytes.Clone(meta), data...), make([]byte, len(good))...), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		bolt, err := openBoltFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := bolt.walk(bucketNames, func(_ string, _, _ []byte) error { return nil }); err != nil && err.Error() == "" {
			t.Fatal("an error without text")
		}
	})
}
