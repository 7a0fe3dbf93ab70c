package cluster

import "testing"

func TestOf(t *testing.T) {
	cases := []struct {
		a, b string
		same bool
	}{
		{"Monday", "Thursday", true}, {"Germany", "France", true}, {"February", "October", true}, {"1994", "2018", true},
		{"Monday", "signed", false}, {"Germany", "Thursday", false},
	}
	for _, c := range cases {
		a, b := Of(c.a), Of(c.b)
		if same := a.Coarse == b.Coarse; a.Fine == 0 || b.Fine == 0 || same != c.same {
			t.Errorf("%s is %v, %s is %v: same coarse class %v, want %v", c.a, a, c.b, b, same, c.same)
		}
	}
	if got := Of("zzqqxxj"); got != (Class{}) {
		t.Errorf("an unknown word has class %v", got)
	}
	if got := of("NGC", "Monday"); got != (Class{}) {
		t.Errorf("no table gave class %v", got)
	}
}

func BenchmarkOf(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Of("ministers")
	}
}
