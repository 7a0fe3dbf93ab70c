package perceptron

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// learn trains three classes: both of two bits set, one of them, none.
func learn() *Trainer {
	t := NewTrainer(3, 0)
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		a, b := rnd.Uint64N(2), rnd.Uint64N(2)
		keys := flags(a, b)
		scores := make([]int32, 3)
		t.Score(keys, scores)
		t.Step()
		if g := best(scores); g != int(a+b) {
			t.Update(keys, int(a+b), g)
		}
	}
	return t
}

func flags(a, b uint64) []Key { return []Key{Hash(1), Hash(2, a), Hash(3, b), Hash(4, a, b)} }

func best(scores []int32) int {
	g := 0
	for c, s := range scores {
		if s > scores[g] {
			g = c
		}
	}
	return g
}

func TestModel(t *testing.T) {
	packed := string(learn().Model(Prune{}))
	if again := string(learn().Model(Prune{})); again != packed {
		t.Error("the same updates gave other bytes")
	}
	m, rest, err := Open(packed + "tail")
	if err != nil || rest != "tail" || m.Classes() != 3 {
		t.Fatalf("Open: %v, rest %q", err, rest)
	}
	for _, c := range [][2]uint64{{0, 0}, {0, 1}, {1, 0}, {1, 1}} {
		var scores [256]int32
		m.Score(flags(c[0], c[1]), &scores)
		if got := best(scores[:3]); got != int(c[0]+c[1]) {
			t.Errorf("%v: class %d, scores %v", c, got, scores[:3])
		}
	}
	var scores [256]int32
	m.Score([]Key{Hash(9, 9), 0, 1<<32 - 1}, &scores)
	if scores != [256]int32{} {
		t.Error("unknown features have weights")
	}
}

func TestPrune(t *testing.T) {
	tr := learn()
	full, few := len(tr.Model(Prune{})), len(tr.Model(Prune{MinUpdates: 1000}))
	if few >= full || few != headerSize+4*codes+1<<16+tail {
		t.Errorf("%d bytes, %d after pruning everything", full, few)
	}
}

// TestLeast updates a feature twice: from the second update on, it has weights.
func TestLeast(t *testing.T) {
	tr := NewTrainer(2, 2)
	for n, want := range []int32{0, 1, 2} {
		scores := make([]int32, 2)
		tr.Update([]Key{Hash(1)}, 0, 1)
		tr.Score([]Key{Hash(1)}, scores)
		if scores[0] != want || scores[1] != -want {
			t.Errorf("after update %d: %v", n+1, scores)
		}
	}
}

func TestMean(t *testing.T) {
	a, b := NewTrainer(3, 0), NewTrainer(3, 0)
	for range 4 {
		a.Update([]Key{Hash(1), Hash(2)}, 0, 1)
		b.Update([]Key{Hash(2), Hash(3)}, 0, 2)
	}
	packed := string(Mean(a.Weights(), b.Weights()).Pack(Prune{MinUpdates: 4, MinWeight: 1}))
	m, _, err := Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key  Key
		want [3]int32
	}{{Hash(1), [3]int32{2 * scale, -2 * scale, 0}}, {Hash(2), [3]int32{4 * scale, -2 * scale, -2 * scale}}, {Hash(3), [3]int32{2 * scale, 0, -2 * scale}}} {
		var got [256]int32
		m.Score([]Key{c.key}, &got)
		for i, want := range c.want {
			if d := got[i] - want; d < -scale/16 || scale/16 < d {
				t.Errorf("key %x: scores %v, want about %v", c.key, got[:3], c.want)
			}
		}
	}
}

func TestManyFeatures(t *testing.T) {
	tr := NewTrainer(200, 0)
	for i := range uint64(200_000) {
		tr.Step()
		tr.Update([]Key{Hash(7, i%120_000)}, int(i%200), int((i+1)%200))
	}
	m, _, err := Open(string(tr.Model(Prune{})))
	if err != nil {
		t.Fatal(err)
	}
	for i := uint64(0); i < 120_000; i += 997 {
		want := make([]int32, 200)
		tr.Score([]Key{Hash(7, i)}, want)
		var got [256]int32
		m.Score([]Key{Hash(7, i)}, &got)
		for c := range want {
			if want[c] > 0 != (got[c] > 0) {
				t.Fatalf("feature %d, class %d: weight %d, packed %d", i, c, want[c], got[c])
			}
		}
	}
}

// TestLayouts: rows of every length, in lines with room and in one that overflows, weigh the same together as each alone,
// as they are packed and laid out, with vectors and without.
func TestLayouts(t *testing.T) {
	const classes = 200
	tr := NewTrainer(classes, 0)
	rnd := rand.New(rand.NewPCG(3, 4))
	var keys []Key
	for i := range uint64(3000) {
		k := Hash(5, i)
		if i < 40 {
			k = Key(7<<20 + i)
		}
		keys = append(keys, k)
		for n := rnd.IntN(60); n >= 0; n-- {
			tr.Update([]Key{k}, rnd.IntN(classes/2), classes/2+n)
		}
	}
	keys = append(keys, 7<<20+40, 0, 1<<32-1)
	m, _, err := Open(string(tr.Model(Prune{})))
	if err != nil {
		t.Fatal(err)
	}
	layouts := []interface {
		Score([]Key, *[256]int32)
	}{&m.blocks}
	for _, wide := range []bool{false, hasVectors} {
		l, ok := layOut(&m.blocks, m.classes, wide)
		if !ok || l.overflow.used == 0 || wide == (len(l.vectors.rows) == 0) {
			t.Fatalf("laid out: %v, %d features in the overflow, vectors for %d weights", ok, l.overflow.used, len(l.vectors.rows))
		}
		layouts = append(layouts, l)
	}
	var packed [256]int32
	m.blocks.Score(keys, &packed)
	for i, l := range layouts {
		var sum, each [256]int32
		l.Score(keys, &sum)
		for n, k := range keys {
			before := each
			l.Score([]Key{k}, &each)
			if known := n < 3000; known == (each == before) {
				t.Errorf("layout %d, feature %d: known %v", i, n, !known)
			}
		}
		if each != sum || sum != packed {
			t.Errorf("layout %d: features weigh something else together, or than as they are packed", i)
		}
	}
	for m.lines.Load() == nil { // until it is laid out, and once more
		var sum [256]int32
		if m.Score(keys, &sum); sum != packed {
			t.Fatal("a model weighs something else")
		}
	}
	var sum [256]int32
	if m.Score(keys, &sum); sum != packed {
		t.Error("a model weighs something else when it is laid out")
	}
}

func TestOpenRefuses(t *testing.T) {
	packed := string(learn().Model(Prune{}))
	blocks := headerSize + 4*codes
	for _, data := range []string{packed[:blocks] + "\xff" + packed[blocks+1:], "", "NGP3", "XXXX" + packed[4:], packed[:len(packed)-1], packed[:100], strings.Repeat("\xff", 4000)} {
		if _, _, err := Open(data); !errors.Is(err, ErrFormat) {
			t.Errorf("%d bytes: error %v", len(data), err)
		}
	}
}

func TestLook(t *testing.T) {
	a, b := Look("Berlin"), Look("BERLIN")
	if a.Lower != b.Lower || a.Form == b.Form || a.Case != CaseCapital || b.Case != CaseUpper || a.Suffix != b.Suffix || a.Prefix != b.Prefix {
		t.Errorf("%+v, %+v", a, b)
	}
	for w, want := range map[string]Case{"2": CaseNone, "x": CaseLower, "McX": CaseMixed, "É": CaseCapital, "ÉÀ": CaseUpper, "": CaseNone, "中": CaseNone, "\xff": CaseNone} {
		if got := Look(w).Case; got != want {
			t.Errorf("case of %q is %d, want %d", w, got, want)
		}
	}
	if Look("élan").Suffix[0] != String("n") || Look("né").Suffix[0] != String("é") || Look("né").Suffix[3] != String("né") {
		t.Error("suffixes are not runes from the end")
	}
}

func BenchmarkScore(b *testing.B) {
	tr := NewTrainer(50, 0)
	for i := range uint64(500_000) {
		tr.Step()
		tr.Update([]Key{Hash(1, i)}, int(i%50), int(i/50%50))
	}
	m, _, err := Open(string(tr.Model(Prune{})))
	if err != nil {
		b.Fatal(err)
	}
	keys := make([]Key, 50)
	var scores [256]int32
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for k := range keys {
			keys[k] = Hash(1, uint64(i*50+k)%1_000_000)
		}
		m.Score(keys, &scores)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(keys)), "ns/feature")
}
